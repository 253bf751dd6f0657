"""The coming birthdays, above the table of contacts."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from PySide6.QtCore import QSize, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QWidget

from linkapp.services.ports.book import Contact
from linkapp.ui.days import next_on
from linkapp.ui.labels import plain, tooltip
from linkapp.ui.words import Words

MOST_SHOWN = 12


class Coming(QFrame):
    """A strip of the coming birthdays: as many as there is room for, soonest first."""

    chosen = Signal(int)

    def __init__(self, words: Words, *, after: QWidget, parent: QWidget | None = None) -> None:
        """``after`` is what the keys come from to the people here."""
        super().__init__(parent)
        self.setObjectName("card")
        self._after = after
        self._words = words
        self._people: tuple[Contact, ...] = ()
        self._number = 0
        self._today = date.min
        self.title = plain(kind="quiet", wrap=False)
        self.more = plain(kind="quiet", wrap=False)
        self.buttons: list[QPushButton] = []
        self._row = QHBoxLayout(self)
        self._row.setSizeConstraint(QHBoxLayout.SizeConstraint.SetNoConstraint)
        self._row.setContentsMargins(14, 5, 14, 5)
        self._row.setSpacing(2)
        self._row.addWidget(self.title)
        self._row.addSpacing(8)
        self._row.addStretch(1)
        self._row.addWidget(self.more)
        words.changed.connect(self._tell)
        self._tell()

    def minimumSizeHint(self) -> QSize:  # noqa: N802
        return QSize(self.fontMetrics().averageCharWidth() * 30, super().minimumSizeHint().height())

    def use(self, today: date) -> None:
        """The day it is."""
        self._today = today

    def show_people(self, people: Sequence[Contact], number: int) -> None:
        """Show these contacts, the first of so many."""
        self._people = tuple(contact for contact in people if contact.birthday is not None)
        self._number = max(number, len(self._people))
        self._tell()

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802
        super().resizeEvent(event)
        self._fit()

    def _tell(self) -> None:
        words = self._words
        self.title.setText(words("contacts.coming"))
        for button in self.buttons:
            self._row.removeWidget(button)
            button.hide()
            button.deleteLater()
        self.buttons = []
        for contact in self._people[:MOST_SHOWN]:
            assert contact.birthday is not None
            on = next_on(*contact.birthday, self._today)
            button = QPushButton(
                _no_mnemonic(words("contacts.coming.one", name=contact.person.name, day=self._day(on)))
            )
            button.setObjectName("quiet")
            button.setToolTip(tooltip(words.day(on)))
            button.clicked.connect(lambda *_, contact=contact: self.chosen.emit(contact.id))
            self._row.insertWidget(self._row.count() - 2, button)
            self.setTabOrder(self.buttons[-1] if self.buttons else self._after, button)  # a new one is the last else
            self.buttons.append(button)
        self._fit()
        self.setVisible(bool(self._people))

    def _day(self, on: date) -> str:
        near = (on - self._today).days < 7
        return self._words.day_from(on, self._today) if near else self._words.short_day(on)

    def _fit(self) -> None:
        self.more.setText("")
        room = self.width() - self.title.sizeHint().width() - self.fontMetrics().averageCharWidth() * 14 - 36
        shown = 0
        for button in self.buttons:
            room -= button.sizeHint().width() + 2
            fits = room >= 0
            button.setVisible(fits)
            shown += fits
        left = self._number - shown
        self.more.setText(self._words.count("contacts.coming.more", left) if left else "")


def _no_mnemonic(text: str) -> str:
    """An ampersand in a name is an ampersand, not a shortcut."""
    return text.replace("&", "&&")
