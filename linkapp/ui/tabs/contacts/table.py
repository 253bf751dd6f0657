"""The table of contacts: how its rows and columns look and are chosen."""

from __future__ import annotations

from PySide6.QtCore import QItemSelectionModel, QModelIndex, QPersistentModelIndex, Qt
from PySide6.QtGui import QPainter, QPalette
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHeaderView,
    QMenu,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QWidget,
)

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


MARGIN = 11
"""Beside the text of a cell, as the headings have it."""
MARK = 3
"""Width of the mark of the current row."""


class ContactsDelegate(QStyledItemDelegate):
    """Draws one line of text and the ground of selected rows; the current row has a mark at its beginning while keys go
    to the table. A style sheet draws the same in three times as long."""

    def __init__(self, table: ContactsTable, model: ContactsModel) -> None:
        super().__init__(table)
        self._table, self._model = table, model

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        contact, column, place = self._model.contact(index.row()), index.column(), option.rect
        chosen = option.state & QStyle.StateFlag.State_Selected
        if chosen:
            painter.fillRect(place, option.palette.color(QPalette.ColorRole.Highlight))
        if index.row() == self._table.currentIndex().row() and self._table.marked == column:
            left = place.left() if option.direction == Qt.LayoutDirection.LeftToRight else place.right() + 1 - MARK
            painter.fillRect(left, place.top(), MARK, place.height(), option.palette.color(QPalette.ColorRole.Accent))
        text = "" if contact is None else self._model.text(contact, column)
        if not text:
            return
        role = QPalette.ColorRole.HighlightedText if chosen else QPalette.ColorRole.Text
        painter.setPen(option.palette.color(role))
        place.adjust(MARGIN, 0, -MARGIN, 0)
        shown = option.fontMetrics.elidedText(text, Qt.TextElideMode.ElideRight, place.width(), ONE_LINE)
        side = SCORE if column == _SCORE else OTHERS
        painter.drawText(place, QStyle.visualAlignment(option.direction, side).value | ONE_LINE, shown)


ONE_LINE = Qt.TextFlag.TextSingleLine.value
SCORE = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
OTHERS = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
_SCORE = COLUMNS.index("score")


class ContactsTable(QTableView):
    """``menu`` becomes the menu of columns."""

    def __init__(self, words: Words, model: ContactsModel, menu: QMenu, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._words, self._model = words, model
        self.setModel(model)
        self.setItemDelegate(ContactsDelegate(self, model))
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

    @property
    def marked(self) -> int:
        """The column in which the current row is marked: the first that is seen, while keys go here; else -1."""
        header = self.horizontalHeader()
        return header.logicalIndexAt(0) if self.hasFocus() else -1

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
