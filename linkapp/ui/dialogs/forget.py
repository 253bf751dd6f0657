"""Asked before somebody is forgotten for good: what goes, and what has to stay."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from linkapp.ui.dialogs.sheet import Sheet
from linkapp.ui.labels import plain
from linkapp.ui.words import Words


class ForgetDialog(Sheet):
    """Accepted means: forget."""

    def __init__(self, words: Words, name: str, parent: QWidget | None = None) -> None:
        super().__init__(words, words("forget.title", name=name), parent)
        for line in ("forget.goes", "forget.stays", "forget.copies"):
            self.body.addWidget(plain(words(line)))
        self.forget = self.button(words("forget.yes"))
        self.stay = self.button(words("forget.no"), primary=True)
        self.forget.clicked.connect(self.accept)
        self.stay.clicked.connect(self.reject)
