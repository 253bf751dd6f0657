"""Asked once, when the window is closed for the first time: stay beside the clock, or quit."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from linkapp.ui.dialogs.sheet import Sheet
from linkapp.ui.labels import plain
from linkapp.ui.words import Words

KEEP, QUIT = 1, 2
"""The answers; anything else means that the window stays."""


class KeepRunningDialog(Sheet):
    """Ends with ``KEEP`` or ``QUIT``."""

    def __init__(self, words: Words, parent: QWidget | None = None) -> None:
        super().__init__(words, words("keep_running.title"), parent)
        self.body.addWidget(plain(words("keep_running.text")))
        self.body.addWidget(plain(words("keep_running.later"), kind="quiet"))
        self.quit = self.button(words("keep_running.no"))
        self.keep = self.button(words("keep_running.yes"), primary=True)
        self.quit.clicked.connect(lambda: self.done(QUIT))
        self.keep.clicked.connect(lambda: self.done(KEEP))
