"""The table of contacts: how its rows and columns look and are chosen."""

from __future__ import annotations

from PySide6.QtCore import QItemSelectionModel, Qt
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QMenu, QTableView, QWidget

from linkapp.ui.tabs.contacts.columns import ColumnChoice
from linkapp.ui.tabs.contacts.model import COLUMNS, ContactsModel
from linkapp.ui.words import Words

WIDTHS = {
    "name": 22,
    "headline": 16,
    "company": 12,
    "position": 12,
    "location": 11,
    "birthday": 13,
    "last_contact": 17,
    "score": 9,
    "tags": 12,
}
"""First widths of the columns, in characters of the font; none is narrower than its own heading."""


class ContactsTable(QTableView):
    """``menu`` becomes the menu of columns."""

    def __init__(self, words: Words, model: ContactsModel, menu: QMenu, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._words, self._model = words, model
        self.setModel(model)
        self.setSortingEnabled(True)
        self.sortByColumn(0, Qt.SortOrder.AscendingOrder)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setAlternatingRowColors(False)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setTabKeyNavigation(False)
        self.setCornerButtonEnabled(False)
        header, side = self.horizontalHeader(), self.verticalHeader()
        side.hide()
        side.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        side.setDefaultSectionSize(round(self.fontMetrics().height() * 2.1))
        # With the table's own selection a header asks of every row whether all of a column is selected: two seconds
        # for 100,000 of them.
        for each in (header, side):
            each.setSelectionModel(QItemSelectionModel(model, each))
        header.setHighlightSections(False)
        header.setStretchLastSection(True)
        header.setSectionsMovable(True)
        self.columns = ColumnChoice(words, header, menu)
        for number, column in enumerate(COLUMNS):
            header.resizeSection(number, self.fontMetrics().averageCharWidth() * WIDTHS[column])

    def ranges(self) -> list[tuple[int, int]]:
        """The selected rows, as the first and last of each range."""
        selection = self.selectionModel().selection()
        ranges = [selection.at(number) for number in range(selection.count())]
        return [(each.top(), each.bottom()) for each in ranges if each.left() == 0]

    def retranslate(self) -> None:
        """Say everything in the language spoken now; no column is narrower than its heading."""
        self.setAccessibleName(self._words("contacts.table"))
        self.columns.retranslate()
        header, metrics = self.horizontalHeader(), self.fontMetrics()
        for number in range(len(COLUMNS)):
            title = str(self._model.headerData(number, Qt.Orientation.Horizontal))
            heading = metrics.horizontalAdvance(title) + 4 * metrics.averageCharWidth()
            if not header.isSectionHidden(number) and header.sectionSize(number) < heading:
                header.resizeSection(number, heading)
