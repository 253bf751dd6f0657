"""Which columns of the contacts table are shown: a menu at its head, and the same among what else can be done."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QObject, QPoint, Qt
from PySide6.QtWidgets import QHeaderView, QMenu

from linkapp.ui.tabs.contacts.model import COLUMNS
from linkapp.ui.words import Words

ALWAYS = "name"
AT_FIRST_HIDDEN = frozenset({"position"})


class ColumnChoice(QObject):
    """The header itself remembers what is shown, in which order and how wide."""

    def __init__(self, words: Words, header: QHeaderView, menu: QMenu) -> None:
        super().__init__(header)
        self._words, self._header, self.menu = words, header, menu
        for name in AT_FIRST_HIDDEN:
            header.setSectionHidden(COLUMNS.index(name), True)
        header.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        header.customContextMenuRequested.connect(self._asked)
        menu.aboutToShow.connect(self._fill)

    def retranslate(self) -> None:
        """Say everything in the language spoken now."""
        self.menu.setTitle(self._words("contacts.menu.columns"))

    def _fill(self) -> None:
        self.menu.clear()
        for number, name in enumerate(COLUMNS):
            if name == ALWAYS:
                continue
            action = self.menu.addAction(self._words(f"contacts.column.{name}"))
            action.setCheckable(True)
            action.setChecked(not self._header.isSectionHidden(number))
            action.toggled.connect(partial(self._show, number))

    def _show(self, number: int, shown: bool) -> None:
        self._header.setSectionHidden(number, not shown)

    def _asked(self, place: QPoint) -> None:
        self.menu.popup(self._header.mapToGlobal(place))
