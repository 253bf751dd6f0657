"""Which lines of the log are shown: one of a row of chips, and words that are searched for."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QButtonGroup, QLineEdit, QPushButton, QWidget

from linkapp.domain.campaign import Result
from linkapp.domain.schedule import OccurrenceState
from linkapp.ui.flow import FlowLayout
from linkapp.ui.tabs.log.entries import OutcomeLine, ScheduleLine
from linkapp.ui.words import Words

TYPING_MS = 150
LEAST_SEARCH = 24
"""Characters that the search box is wide at least; it goes below the chips where it is not."""


@dataclass(frozen=True, kw_only=True)
class Filter:
    """Outcomes of these states (none named: all), of ``kinds`` of run (none: all), and never of ``not_kinds``; dates
    of schedules of the states in ``dates``."""

    states: tuple[Result, ...] = ()
    kinds: tuple[str, ...] = ()
    not_kinds: tuple[str, ...] = ()
    dates: frozenset[OccurrenceState] = frozenset()

    def shows(self, line: OutcomeLine | ScheduleLine) -> bool:
        """Whether a line is one of these."""
        if (self.kinds and line.kind not in self.kinds) or line.kind in self.not_kinds:
            return False
        if isinstance(line, ScheduleLine):
            return line.occurrence.shown in self.dates
        return not self.states or line.item.state in self.states


_EVERY_DATE = frozenset(OccurrenceState)
CHIPS = {
    "all": Filter(dates=_EVERY_DATE),
    "sent": Filter(states=(Result.DONE,), not_kinds=("visits",)),
    "skipped": Filter(states=(Result.SKIPPED,), dates=frozenset({OccurrenceState.SKIPPED})),
    "problems": Filter(
        states=(Result.FAILED, Result.UNSURE), dates=frozenset({OccurrenceState.FAILED, OccurrenceState.STOPPED})
    ),
    "visits": Filter(kinds=("visits",), dates=_EVERY_DATE),
}


class Filters(QWidget):
    """The chips and the search box. ``changed``: other lines are wanted."""

    changed = Signal()

    def __init__(self, words: Words, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._words = words
        self.chips: dict[str, QPushButton] = {}
        row = FlowLayout(self)
        group = QButtonGroup(self)
        for name in CHIPS:
            chip = QPushButton()
            chip.setObjectName("chip")
            chip.setCheckable(True)
            group.addButton(chip)
            self.chips[name] = chip
            row.addWidget(chip)
        self.chips["all"].setChecked(True)
        for chip in self.chips.values():
            chip.toggled.connect(self._chip_toggled)
        self.search = QLineEdit()
        self.search.setClearButtonEnabled(True)
        self._typing = QTimer(self)
        self._typing.setSingleShot(True)
        self._typing.setInterval(TYPING_MS)
        self._typing.timeout.connect(self.changed)
        self.search.textChanged.connect(lambda *_: self._typing.start())
        self.search.setMinimumWidth(self.search.fontMetrics().averageCharWidth() * LEAST_SEARCH)
        row.addWidget(self.search)

    @property
    def chosen(self) -> Filter:
        """The filter of the chip that is down."""
        return next((CHIPS[name] for name, chip in self.chips.items() if chip.isChecked()), CHIPS["all"])

    @property
    def words(self) -> str:
        """What is searched for."""
        return self.search.text().strip()

    def seek(self) -> None:
        """Go to the search box."""
        self.search.setFocus()
        self.search.selectAll()

    def clear(self) -> None:
        """Show everything again."""
        self.search.clear()
        self.chips["all"].setChecked(True)

    def holds(self, text: str) -> bool:
        """Whether every word that is searched for stands in a text."""
        return all(word in text.casefold() for word in self.words.casefold().split())

    def retranslate(self) -> None:
        """Say everything in the language spoken now."""
        self.search.setPlaceholderText(self._words("log.search"))
        self.search.setAccessibleName(self._words("log.search"))
        for name, chip in self.chips.items():
            chip.setText(self._words(f"log.chip.{name}"))

    def _chip_toggled(self, down: bool) -> None:
        if down:  # of the two that change, the one that is meant
            self.changed.emit()
