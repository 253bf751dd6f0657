"""A question that only the person can answer, with its two answers: wherever the person meets whom it is about."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QBoxLayout, QPushButton, QWidget

from linkapp.ui.labels import Banner
from linkapp.ui.words import Words


class QuestionBanner(Banner):
    """ "Did this go out?", whether a wish without a date is of this birthday, or whether somebody's words mean that
    nobody should write to them any more."""

    went_out = Signal(bool)
    of_this = Signal(bool)
    meant = Signal(bool)

    def __init__(self, words: Words, parent: QWidget | None = None, *, narrow: bool = False) -> None:
        """``narrow``: the answers stand below each other."""
        super().__init__(buttons_below=True, parent=parent)
        if narrow:
            self.buttons.setDirection(QBoxLayout.Direction.TopToBottom)
        self._words = words
        self._phrase: str | None = None
        self.yes, self.no, self.is_of_this, self.is_earlier = (QPushButton(self) for _ in range(4))
        self.is_meant, self.not_meant = (QPushButton(self) for _ in range(2))
        self.kept = (self.yes, self.no, self.is_of_this, self.is_earlier, self.is_meant, self.not_meant)
        for button in self.kept:
            button.hide()
        self.yes.clicked.connect(lambda: self.went_out.emit(True))
        self.no.clicked.connect(lambda: self.went_out.emit(False))
        self.is_of_this.clicked.connect(lambda: self.of_this.emit(True))
        self.is_earlier.clicked.connect(lambda: self.of_this.emit(False))
        self.is_meant.clicked.connect(lambda: self.meant.emit(True))
        self.not_meant.clicked.connect(lambda: self.meant.emit(False))
        self.retranslate()

    def retranslate(self) -> None:
        """Say the answers in the language spoken now."""
        words = self._words
        self.yes.setText(words("unsure.yes"))
        self.no.setText(words("unsure.no"))
        self.is_of_this.setText(words("wish.yes"))
        self.is_earlier.setText(words("wish.no"))
        self.is_meant.setText(words("opt_out.meant"))
        self.not_meant.setText(words("opt_out.not_meant"))

    def ask_unsure(self) -> None:
        """Ask whether a greeting went out."""
        self.tell("warn", self._words("unsure.question"), self._words("unsure.answer"), "unsure")
        self.offer(self.yes, self.no)

    def ask_wish(self, wish: str, *, title: str = "") -> None:
        """Ask whether a wish without a date is of this birthday."""
        words = self._words
        self.tell("warn", title or words("wish.question"), words("wish.about", text=wish), "skipped")
        self.offer(self.is_of_this, self.is_earlier)

    def ask_opt_out(self, phrase: str, *, title: str = "") -> None:
        """Ask what somebody's words mean."""
        words = self._words
        self.tell("warn", title or words("opt_out.question"), words("opt_out.about", text=phrase), "skipped")
        self.offer(self.is_meant, self.not_meant)
