"""The rows of the contacts table: a list of ids, and only the blocks of rows that are looked at."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Sequence
from datetime import date
from typing import Any
from zoneinfo import ZoneInfo

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from linkapp.domain.problems import Problem
from linkapp.services.application import PeoplePages
from linkapp.services.ports.book import Contact
from linkapp.services.ports.ledger import StoreError
from linkapp.ui.labels import tooltip
from linkapp.ui.words import Words

Index = QModelIndex | QPersistentModelIndex
COLUMNS = ("name", "headline", "company", "location", "birthday", "last_contact", "score", "tags")
BLOCK = 200
BLOCKS_KEPT = 40


class ContactsModel(QAbstractTableModel):
    """All contacts that hold the words, in an order; rows are fetched in blocks as they come into view."""

    def __init__(self, words: Words, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._words = words
        self._pages: PeoplePages | None = None
        self._today = date.min
        self._zone = ZoneInfo("UTC")
        self.problem: Problem | None = None
        """Why the book could not be read the last time."""
        self._ids: Sequence[int] = ()
        self._blocks: OrderedDict[int, dict[int, Contact]] = OrderedDict()
        self.sought, self.order, self.descending = "", "name", False
        words.changed.connect(self._retell)

    def use(self, pages: PeoplePages | None, zone: ZoneInfo, today: date) -> None:
        """Where the rows come from."""
        self._pages, self._zone, self._today = pages, zone, today
        self.reload()

    def seek(self, words: str) -> None:
        """Only contacts that hold these words."""
        if words != self.sought:
            self.sought = words
            self.reload()

    def reload(self) -> None:
        """Ask again for everything."""
        self.beginResetModel()
        self._blocks.clear()
        self._ids = ()
        if self._pages is not None:
            try:
                self._ids = self._pages.ids(self.sought, self.order, self.descending)
                self.problem = None
            except StoreError as error:  # an empty table, not a broken paint; the next reload asks again
                self.problem = error.problem
        self.endResetModel()

    def contact(self, row: int) -> Contact | None:
        """The contact of a row; None if it is gone."""
        if self._pages is None or not 0 <= row < len(self._ids):
            return None
        number = row // BLOCK
        block = self._blocks.get(number)
        if block is None:
            wanted = self._ids[number * BLOCK : (number + 1) * BLOCK]
            try:
                block = {contact.id: contact for contact in self._pages.rows(wanted)}
            except StoreError:
                return None
            self._blocks[number] = block
            if len(self._blocks) > BLOCKS_KEPT:
                self._blocks.popitem(last=False)
        else:
            self._blocks.move_to_end(number)
        return block.get(self._ids[row])

    def row_of(self, contact_id: int) -> int:
        """The row of a contact, or -1."""
        try:
            return self._ids.index(contact_id)
        except ValueError:
            return -1

    # what Qt asks for

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: N802, B008
        return 0 if parent.isValid() else len(self._ids)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: N802, B008
        return 0 if parent.isValid() else len(COLUMNS)

    def headerData(  # noqa: N802
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        if orientation == Qt.Orientation.Horizontal and role == Qt.ItemDataRole.DisplayRole:
            return self._words(f"contacts.column.{COLUMNS[section]}")
        if orientation == Qt.Orientation.Horizontal and role == Qt.ItemDataRole.TextAlignmentRole:
            return self._side(COLUMNS[section])
        return None

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return self._side(COLUMNS[index.column()])
        if role not in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole):
            return None
        contact = self.contact(index.row())
        if contact is None:
            return None
        text = self._text(contact, COLUMNS[index.column()])
        return text if role == Qt.ItemDataRole.DisplayRole else tooltip(text)

    def sort(self, column: int, order: Qt.SortOrder = Qt.SortOrder.AscendingOrder) -> None:
        if 0 <= column < len(COLUMNS):
            wanted, descending = COLUMNS[column], order == Qt.SortOrder.DescendingOrder
            if (wanted, descending) != (self.order, self.descending):
                self.order, self.descending = wanted, descending
                self.reload()

    # private

    def _text(self, contact: Contact, column: str) -> str:
        words = self._words
        if column == "name":
            return contact.person.name
        if column == "headline":
            return contact.person.headline
        if column == "company":
            return contact.company
        if column == "location":
            return contact.location
        if column == "birthday":
            return words.short_day(date(2024, *contact.birthday)) if contact.birthday else ""
        if column == "last_contact":
            if contact.last_contact is None:
                return ""
            return words.short_day_from(contact.last_contact.astimezone(self._zone).date(), self._today)
        if column == "score":
            return "" if contact.score is None else words.number(contact.score)
        return ", ".join(contact.tags)

    def _side(self, column: str) -> Qt.AlignmentFlag:
        side = Qt.AlignmentFlag.AlignRight if column == "score" else Qt.AlignmentFlag.AlignLeft
        return side | Qt.AlignmentFlag.AlignVCenter

    def _retell(self) -> None:
        if self._ids:
            self.dataChanged.emit(self.index(0, 0), self.index(len(self._ids) - 1, len(COLUMNS) - 1))
        self.headerDataChanged.emit(Qt.Orientation.Horizontal, 0, len(COLUMNS) - 1)
