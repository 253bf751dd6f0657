"""Asked only while a run goes on: stop it and quit, or keep going."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from linkapp.ui.dialogs.sheet import Sheet
from linkapp.ui.labels import plain
from linkapp.ui.words import Words


class QuitDialog(Sheet):
    """Accepted means: stop the run and quit."""

    def __init__(self, words: Words, parent: QWidget | None = None) -> None:
        super().__init__(words, words("quit.title"), parent)
        self.body.addWidget(plain(words("quit.text")))
        self.quit = self.button(words("quit.yes"))
        self.stay = self.button(words("quit.no"), primary=True)
        self.quit.clicked.connect(self.accept)
        self.stay.clicked.connect(self.reject)
