"""Which contacts are shown: a row of chips, each a menu of what may be asked; all that are down hold together."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtGui import QAction, QActionGroup
from PySide6.QtWidgets import QMenu, QPushButton, QWidget

from linkapp.domain.contact_filters import ContactFilter, FilterKind, UnknownFilter, filter_named
from linkapp.ui.flow import FlowLayout
from linkapp.ui.labels import short, tooltip
from linkapp.ui.words import Words

CHIPS: dict[str, tuple[str, ...]] = {
    "birthday": ("birthday-today", "birthday-7", "birthday-30"),
    "touch": ("losing-touch", "they-wrote-last", "look-in", "not-in-touch-3", "not-in-touch-6", "not-in-touch-12"),
    "state": ("never-greeted", "do-not-contact", "left-network", "score-50", "score-75"),
}
"""The chips and what each may ask, by names of filters; that of tags is made of those there are."""
TAG = "tag"
MOST_TAGS = 60


class ContactFilters(QWidget):
    """``changed``: other contacts are wanted. ``tags`` is asked whenever the menu of tags opens."""

    changed = Signal()

    def __init__(self, words: Words, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._words = words
        self.tags: Sequence[str] = ()
        self.chips: dict[str, QPushButton] = {}
        self._chosen: dict[str, str] = {}
        row = FlowLayout(self)
        for name in (*CHIPS, TAG):
            chip = QPushButton()
            chip.setObjectName("chip")
            menu = QMenu(chip)
            menu.aboutToShow.connect(partial(self._fill, name, menu))
            chip.setMenu(menu)
            self.chips[name] = chip
            row.addWidget(chip)
        self.clear_button = QPushButton()
        self.clear_button.setObjectName("quiet")
        self.clear_button.clicked.connect(lambda *_: self.clear())
        row.addWidget(self.clear_button)
        self._row = row
        self.retranslate()

    def add_chip(self, chip: QPushButton) -> None:
        """A chip of another kind behind these."""
        self._row.put(self._row.indexOf(self.clear_button), chip)
        self.setTabOrder(self.chips[TAG], chip)
        self.setTabOrder(chip, self.clear_button)

    @property
    def chosen(self) -> tuple[ContactFilter, ...]:
        """The filters that are down."""
        return tuple(filter_named(name) for name in self._chosen.values())

    def names(self) -> list[str]:
        """The filters that are down, by name: to be kept."""
        return list(self._chosen.values())

    def take(self, names: Sequence[str]) -> None:
        """Put filters down again that were kept; what is no filter any more is left out."""
        self._chosen = {}
        for name in names:
            try:
                kind = filter_named(name).kind
            except UnknownFilter:
                continue
            chip = TAG if kind is FilterKind.TAG else next((chip for chip, asked in CHIPS.items() if name in asked), "")
            if chip:
                self._chosen[chip] = name
        self.retranslate()

    def show_import(self, number: int) -> None:
        """Ask for those whom an import made, and for nothing else."""
        self._chosen = {"state": str(ContactFilter(kind=FilterKind.IMPORT, number=number))}
        self.retranslate()
        self.changed.emit()

    def clear(self) -> None:
        """Ask nothing."""
        if self._chosen:
            self._chosen = {}
            self.retranslate()
            self.changed.emit()

    def retranslate(self) -> None:
        """Say everything in the language spoken now."""
        words = self._words
        for name, chip in self.chips.items():
            chosen = self._chosen.get(name)
            said = self._said(chosen) if chosen else words(f"contacts.chip.{name}")
            chip.setText(short(said))
            chip.setToolTip(tooltip(said) if short(said) != said else "")
            chip.setAccessibleName(words(f"contacts.chip.{name}"))
            chip.setAccessibleDescription(self._said(chosen) if chosen else words("contacts.chip.any"))
            chip.setCheckable(bool(chosen))
            chip.setChecked(bool(chosen))
        self.clear_button.setText(words("contacts.chip.clear"))
        self.clear_button.setVisible(bool(self._chosen))

    def _said(self, name: str) -> str:
        wanted = filter_named(name)
        if wanted.kind is FilterKind.TAG:
            return self._words("contacts.filter.tag", tag=wanted.tag).replace("&", "&&")
        if wanted.number:
            return self._words.count(f"contacts.filter.{wanted.kind}", wanted.number)
        return self._words(f"contacts.filter.{name}")

    def _fill(self, chip: str, menu: QMenu) -> None:
        menu.clear()
        group = QActionGroup(menu)
        names = [f"tag:{tag}" for tag in list(self.tags)[:MOST_TAGS]] if chip == TAG else list(CHIPS[chip])
        chosen = self._chosen.get(chip)
        if chosen and chosen not in names:
            names.insert(0, chosen)
        for name in ("", *names):
            action = QAction(self._said(name) if name else self._words("contacts.chip.any"), menu)
            action.setCheckable(True)
            action.setChecked((chosen or "") == name)
            action.triggered.connect(partial(self._choose, chip, name))
            group.addAction(action)
            menu.addAction(action)
            if not name:
                menu.addSeparator()

    def _choose(self, chip: str, name: str, *_: object) -> None:
        if name:
            self._chosen[chip] = name
        else:
            self._chosen.pop(chip, None)
        self.retranslate()
        self.changed.emit()
