"""Another account is signed in than the folder's own: the person says which it is. In doubt nothing changes."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtWidgets import QWidget

from linkapp.domain.account import AccountBook
from linkapp.ui.dialogs.sheet import Sheet
from linkapp.ui.labels import plain
from linkapp.ui.words import Words


class OtherAccountDialog(Sheet):
    """Accepted means: the person chose. ``the_same``: it is the folder's own account under a new address; else the
    folder goes on as the other one. What is pressed without a look (Enter, Escape) changes nothing."""

    def __init__(self, words: Words, book: AccountBook, data_folder: str, parent: QWidget | None = None) -> None:
        super().__init__(words, words("other_account.title"), parent)
        self.the_same = False
        self.body.addWidget(plain(words("other_account.folder", folder=data_folder, account=_named(book.own))))
        self.body.addWidget(plain(words("other_account.signed_in", account=_named(book.waiting))))
        self.body.addWidget(plain(words("other_account.about"), kind="quiet"))
        self.new = self.button(words("other_account.new"))
        self.same = self.button(words("other_account.same"))
        self.same.setVisible(not book.is_kept(book.waiting))  # one that is kept here as another account is not the same
        self.no = self.button(words("other_account.no"), primary=True)
        self.no.clicked.connect(self.reject)
        self.new.clicked.connect(self.accept)
        self.same.clicked.connect(self._is_the_same)
        self.no.setFocus()

    def _is_the_same(self) -> None:
        self.the_same = True
        self.accept()


def _named(keys: Iterable[str]) -> str:
    """As ``linkapp account`` names it: the profile address before the id."""
    return ", ".join(key.partition(":")[2] for key in sorted(keys, reverse=True))
