"""Asked before the session and its key are removed: it says what stays."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from linkapp.ui.dialogs.sheet import Sheet
from linkapp.ui.labels import plain
from linkapp.ui.words import Words


class SignOutDialog(Sheet):
    """Accepted means: sign out."""

    def __init__(self, words: Words, parent: QWidget | None = None) -> None:
        super().__init__(words, words("signout.title"), parent)
        self.body.addWidget(plain(words("signout.text")))
        self.body.addWidget(plain(words("signout.stays"), kind="quiet"))
        self.cancel = self.button(words("dialog.cancel"))
        self.out = self.button(words("signout.yes"), primary=True)
        self.cancel.clicked.connect(self.reject)
        self.out.clicked.connect(self.accept)
