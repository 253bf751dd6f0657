"""The rows of the contacts table: a list of ids, and only the blocks of rows that are looked at."""

from __future__ import annotations

from array import array
from collections import OrderedDict
from collections.abc import Iterator, Sequence
from datetime import UTC, date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt, QTimer, Signal

from linkapp.domain.contact_filters import ContactFilter
from linkapp.domain.problems import Problem
from linkapp.services.application import PeoplePages
from linkapp.services.ports.book import Contact
from linkapp.services.ports.ledger import StoreError
from linkapp.ui.labels import tooltip
from linkapp.ui.words import Words

Index = QModelIndex | QPersistentModelIndex
COLUMNS = ("name", "headline", "company", "position", "location", "birthday", "last_contact", "score", "tags")
UNSORTED = frozenset({"tags"})
FIRST = 300
"""Rows that are there at once; the others follow when the window has painted these."""
BLOCK = 64
BLOCKS_KEPT = 120


class ContactsModel(QAbstractTableModel):
    """All contacts that hold the words and the filters, in an order; rows are fetched in blocks as they come into view.
    ``counted``: how many there are is known better."""

    counted = Signal()
    renewing, renewed = Signal(), Signal()
    """Before and after the rows become others because the book did, not because others are asked for."""

    def __init__(self, words: Words, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._words = words
        self._pages: PeoplePages | None = None
        self._today = date.min
        self._now = datetime.min.replace(tzinfo=UTC)
        self._zone = ZoneInfo("UTC")
        self.problem: Problem | None = None
        """Why the book could not be read the last time."""
        self._ids: array[int] = array("q")
        self._steps: Iterator[Sequence[int]] | None = None
        self._stepped = 0
        self._fresh: array[int] | None = None
        self._blocks: OrderedDict[int, dict[int, Contact]] = OrderedDict()
        self.sought, self.order, self.descending = "", "name", False
        self.filters: tuple[ContactFilter, ...] = ()
        self._rest = QTimer(self)
        self._rest.setInterval(0)
        self._rest.timeout.connect(self._step)
        words.changed.connect(self._retell)

    def use(self, pages: PeoplePages | None, zone: ZoneInfo, now: datetime) -> None:
        """Where the rows come from, and what time it is. Rows of the same place stay: ``renew``."""
        same = pages is self._pages and self.problem is None
        self._pages, self._zone, self._now = pages, zone, now.astimezone(zone)
        self._today = self._now.date()
        if same:
            self.renew()
        else:
            self.reload()

    def choose(self, filters: tuple[ContactFilter, ...]) -> None:
        """Only contacts of whom all of these hold."""
        if filters != self.filters:
            self.filters = filters
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
        self._ids = array("q")
        self._steps, self._stepped, self._fresh = None, 0, None
        if self._pages is not None:
            try:
                self._ids = array("q", self._pages.ids(*self._asked, limit=FIRST, filters=self.filters, now=self._now))
                self.problem = None
            except StoreError as error:  # an empty table, not a broken paint; the next reload asks again
                self.problem = error.problem
        self.endResetModel()
        if len(self._ids) == FIRST and self._pages is not None:
            self._steps = self._pages.steps(*self._asked, filters=self.filters, now=self._now)
            self._rest.start()
        self.counted.emit()

    def renew(self) -> None:
        """The book changed: what is seen is read again at once, and who is in it step by step; the rows become others
        only where those are others."""
        if self._pages is None:
            return
        self._blocks.clear()
        if self._ids:
            self.dataChanged.emit(self.index(0, 0), self.index(len(self._ids) - 1, len(COLUMNS) - 1))
        self._fresh, self._stepped = array("q"), 0
        self._steps = self._pages.steps(*self._asked, filters=self.filters, now=self._now)
        self._rest.start()

    @property
    def renewing_now(self) -> bool:
        """Whether it is still being read who is in the book."""
        return self._steps is not None

    @property
    def _asked(self) -> tuple[str, str, bool]:
        return self.sought, self.order, self.descending

    def complete(self) -> None:
        """Have all rows now, not only the first ones."""
        while self._steps is not None:
            self._step()

    def _step(self) -> None:
        """Have some thousands of rows more; the window is painted between two steps."""
        if self._steps is None:
            return
        try:
            step = next(self._steps, None)
        except StoreError as error:
            self.problem, step, self._fresh = error.problem, None, None
        if step is None:
            self._steps = None
            self._rest.stop()
            self._take_fresh()
            self.counted.emit()
            return
        if self._fresh is not None:
            self._fresh.extend(step)
            return
        known = min(len(step), max(0, FIRST - self._stepped))
        if known and list(step[:known]) != list(self._ids[self._stepped : self._stepped + known]):
            self.reload()  # the book changed meanwhile
            return
        self._stepped += len(step)
        self._append(step[known:])

    def _append(self, more: Sequence[int]) -> None:
        if more:
            last = len(self._ids)
            self.beginInsertRows(QModelIndex(), last, last + len(more) - 1)
            self._blocks.pop(last // BLOCK, None)
            self._ids.extend(more)
            self.endInsertRows()

    def _take_fresh(self) -> None:
        """The rows as they were read anew."""
        fresh, self._fresh = self._fresh, None
        if fresh is None or fresh == self._ids:
            return
        if self._ids and fresh[: len(self._ids)] == self._ids:
            self._append(fresh[len(self._ids) :])
            return
        self.renewing.emit()
        self.beginResetModel()
        self._blocks.clear()
        self._ids = fresh
        self.endResetModel()
        self.renewed.emit()

    def changed(self, contact_id: int) -> None:
        """A contact is not as it was: its row alone is read again, where it is seen."""
        for number, block in list(self._blocks.items()):
            if contact_id in block:
                del self._blocks[number]
                row = self._ids.index(contact_id, number * BLOCK)
                self.dataChanged.emit(self.index(row, 0), self.index(row, len(COLUMNS) - 1))

    def ids_of(self, rows: Sequence[tuple[int, int]]) -> list[int]:
        """The contacts of ranges of rows, first and last."""
        return [number for first, last in rows for number in self._ids[first : last + 1]]

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
        if contact_id not in self._ids:
            self.complete()
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
        text = self.text(contact, index.column())
        return text if role == Qt.ItemDataRole.DisplayRole else tooltip(text)

    def sort(self, column: int, order: Qt.SortOrder = Qt.SortOrder.AscendingOrder) -> None:
        if 0 <= column < len(COLUMNS) and COLUMNS[column] not in UNSORTED:
            wanted, descending = COLUMNS[column], order == Qt.SortOrder.DescendingOrder
            if (wanted, descending) != (self.order, self.descending):
                self.order, self.descending = wanted, descending
                self.reload()

    def text(self, contact: Contact, number: int) -> str:
        """What stands in a column of a contact's row."""
        words, column = self._words, COLUMNS[number]
        if column == "name":
            return contact.person.name
        if column == "headline":
            return contact.person.headline
        if column == "company":
            return contact.company
        if column == "position":
            return contact.position
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

    # private

    def _side(self, column: str) -> Qt.AlignmentFlag:
        side = Qt.AlignmentFlag.AlignRight if column == "score" else Qt.AlignmentFlag.AlignLeft
        return side | Qt.AlignmentFlag.AlignVCenter

    def _retell(self) -> None:
        if self._ids:
            self.dataChanged.emit(self.index(0, 0), self.index(len(self._ids) - 1, len(COLUMNS) - 1))
        self.headerDataChanged.emit(Qt.Orientation.Horizontal, 0, len(COLUMNS) - 1)
