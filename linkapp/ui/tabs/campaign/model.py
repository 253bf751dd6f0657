"""The people of the campaign tab as Qt's model: who is due, late or skipped and why, and how each stands."""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Any
from zoneinfo import ZoneInfo

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex, Qt, Signal

from linkapp.domain.campaign import Draft, Item, Preview
from linkapp.domain.moment import Skip
from linkapp.domain.person import Person
from linkapp.ui.labels import tooltip
from linkapp.ui.words import Words

Index = QModelIndex | QPersistentModelIndex


class RowState(StrEnum):
    """How a person stands in a run."""

    IDLE = "idle"
    WAITING = "waiting"
    WRITING = "writing"
    DONE = "done"
    SKIPPED = "skipped"
    FAILED = "failed"
    UNSURE = "unsure"


ROW_STATE_ICONS = {
    RowState.WAITING: "waiting",
    RowState.WRITING: "writing",
    RowState.DONE: "sent",
    RowState.SKIPPED: "skipped",
    RowState.FAILED: "failed",
    RowState.UNSURE: "unsure",
}
OVER = frozenset({RowState.DONE, RowState.UNSURE})
"""Nothing more is sent to these people from this list."""


@dataclass(kw_only=True)
class Due:
    """One person of the list: the draft as it was made, the text as it would be sent, the tick, and how it stands."""

    draft: Draft
    text: str
    ticked: bool
    state: RowState = RowState.IDLE
    item: Item | None = None
    dry: bool = False

    @property
    def key(self) -> str:
        """The same for this person and this birthday, whenever the page is read."""
        return f"{self.draft.person.key}|{self.draft.occasion}|{self.draft.on.isoformat()}"

    @property
    def edited(self) -> bool:
        """Whether the text is no longer the one that was drafted."""
        return self.text != self.draft.text

    @property
    def open(self) -> bool:
        """Whether it may still be sent from here."""
        return self.dry or self.state not in OVER

    @property
    def sendable(self) -> Draft:
        """The draft with exactly the text on the screen."""
        return replace(self.draft, text=self.text)


class RowKind(StrEnum):
    """What a row of the list is."""

    HEADING = "heading"
    PERSON = "person"
    FOLD = "fold"
    SKIP = "skip"


@dataclass(frozen=True, kw_only=True)
class Row:
    """A row of the list."""

    kind: RowKind
    heading: str = ""
    due: Due | None = None
    skip: Skip | None = None

    @property
    def person(self) -> Person | None:
        """Whom the row is about; nobody for a heading."""
        if self.due is not None:
            return self.due.draft.person
        return self.skip.person if self.skip is not None else None


class DueModel(QAbstractListModel):
    """The people of a preview. Ticks and texts stay with their person when the page is read again."""

    ticks_changed = Signal()

    def __init__(self, words: Words, zone: ZoneInfo, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._words, self._zone = words, zone
        self._rows: list[Row] = []
        self._skips: tuple[Skip, ...] = ()
        self._kept: dict[str, tuple[str, str, bool]] = {}
        self.dues: list[Due] = []
        self.folded = True
        self.locked = False
        words.changed.connect(self.repaint_all)

    # what the tab asks for

    def use_zone(self, zone: ZoneInfo) -> None:
        """The zone in which times are told."""
        self._zone = zone

    def show_preview(self, preview: Preview) -> None:
        """Show who is due in a new preview. A text is kept if the person edited it, a tick if the person set it."""
        self._remember()
        self.beginResetModel()
        self.dues = [self._due(draft) for draft in preview.drafts]
        self.dues.sort(key=lambda due: due.draft.late_days)
        self._skips = preview.skips
        self.folded = self.folded and bool(self.dues)
        self._build()
        self.endResetModel()
        self.ticks_changed.emit()

    def chosen(self) -> list[Due]:
        """The ticked people who may still be greeted, in the order of the list."""
        return [due for due in self.dues if due.ticked and due.open]

    def row_at(self, index: Index) -> Row | None:
        """The row of an index."""
        return self._rows[index.row()] if index.isValid() and index.row() < len(self._rows) else None

    def index_of(self, due: Due) -> QModelIndex:
        """The index of a person."""
        for number, row in enumerate(self._rows):
            if row.due is due:
                return self.index(number)
        return QModelIndex()

    def first_person(self) -> QModelIndex:
        """The first row that is a person, else the first that can be chosen at all."""
        for wanted in (RowKind.PERSON, RowKind.SKIP, RowKind.FOLD):
            for number, row in enumerate(self._rows):
                if row.kind is wanted:
                    return self.index(number)
        return QModelIndex()

    def set_text(self, due: Due, text: str) -> None:
        """The person's text, as edited."""
        if due.text != text:
            due.text = text
            self._tell(due)
            self.ticks_changed.emit()

    def set_draft(self, due: Due, draft: Draft, *, keep_text: bool = False) -> None:
        """Another draft for the person, from the templates; ``keep_text``: the text stays as it was edited."""
        due.draft, due.text = draft, due.text if keep_text else draft.text
        self._tell(due)
        self.ticks_changed.emit()

    def tick(self, due: Due, on: bool) -> None:
        """Tick or untick a person."""
        if not self.locked and due.open and due.ticked != on:
            due.ticked = on
            self._tell(due)
            self.ticks_changed.emit()

    def lock(self, locked: bool) -> None:
        """While something is being sent nothing can be ticked."""
        self.locked = locked
        self.repaint_all()

    def stand(self, due: Due, state: RowState, item: Item | None = None, *, dry: bool = False) -> None:
        """How a person stands now."""
        due.state, due.item, due.dry = state, item, dry
        self._tell(due)

    def find(self, person: Person) -> Due | None:
        """The entry of a person: by id or profile address, never by name."""
        keys = set(person.keys)
        return next((due for due in self.dues if keys & set(due.draft.person.keys)), None)

    def fold(self, folded: bool) -> None:
        """Fold the skipped people away, or show them."""
        if folded == self.folded:
            return
        self.folded = folded
        first = next(number for number, row in enumerate(self._rows) if row.kind is RowKind.FOLD) + 1
        last = first + len(self._skips) - 1
        if folded:
            self.beginRemoveRows(QModelIndex(), first, last)
            self._build()
            self.endRemoveRows()
        else:
            self.beginInsertRows(QModelIndex(), first, last)
            self._build()
            self.endInsertRows()
        above = self.index(first - 1)
        self.dataChanged.emit(above, above)

    def mark_of(self, person: Person) -> str:
        """What tells a person apart from another of the same name in this list: the end of the profile address."""
        people = [due.draft.person for due in self.dues] + [skip.person for skip in self._skips]
        alike = [other for other in people if other.name == person.name and other.key != person.key]
        return (person.profile or person.member or "") if alike else ""

    def state_text(self, due: Due) -> str:
        """How a person stands, in few words; the day of the birthday while nothing happens."""
        words, item = self._words, due.item
        if due.state is RowState.IDLE:
            return words.late(due.draft.late_days)
        if due.state is RowState.DONE and due.dry:
            return words("standing.rehearsed")
        if due.state is RowState.DONE and item is not None and item.at is not None:
            return words("standing.sent_at", time=words.time(item.at, self._zone))
        if due.state in (RowState.SKIPPED, RowState.FAILED) and item is not None and item.reason is not None:
            return words(f"standing.{due.state}")
        return words(f"standing.{due.state}")

    def second_line(self, due: Due) -> str:
        """What stands under the name: why not, or the beginning of the text."""
        item = due.item
        if due.state in (RowState.SKIPPED, RowState.FAILED) and item is not None and item.reason is not None:
            phrase = self._words.reason(item.reason, item.detail)
            return phrase[:1].upper() + phrase[1:]
        return next((line for line in due.text.splitlines() if line.strip()), "") or self._words("person.no_text")

    def describe(self, row: Row) -> str:
        """The whole row in words, for a screen reader."""
        words = self._words
        if row.due is not None:
            due = row.due
            tick = words("row.ticked") if due.ticked else words("row.unticked")
            return words(
                "row.person",
                name=" · ".join(filter(None, (due.draft.person.name, self.mark_of(due.draft.person)))),
                standing=self.state_text(due),
                tick=tick,
                text=self.second_line(due),
            )
        if row.skip is not None:
            return words.sentence(row.skip.reason, row.skip.detail, row.skip.person.name)
        return self.heading_text(row)

    def heading_text(self, row: Row) -> str:
        """The text of a heading or of the line that folds the skipped people."""
        if row.kind is RowKind.FOLD:
            return self._words.count("campaign.skipped_people", len(self._skips))
        return self._words(row.heading)

    def repaint_all(self) -> None:
        """Say everything again."""
        if self._rows:
            self.dataChanged.emit(self.index(0), self.index(len(self._rows) - 1))

    # what Qt asks for

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: N802, B008 - Qt's name, and its own default
        return 0 if parent.isValid() else len(self._rows)

    def flags(self, index: Index) -> Qt.ItemFlag:
        row = self.row_at(index)
        if row is None or row.kind is RowKind.HEADING:
            return Qt.ItemFlag.NoItemFlags
        flags = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable | Qt.ItemFlag.ItemNeverHasChildren
        if row.due is not None and row.due.open and not self.locked:
            flags |= Qt.ItemFlag.ItemIsUserCheckable
        return flags

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        row = self.row_at(index)
        if row is None:
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            person = row.due.draft.person if row.due else row.skip.person if row.skip else None
            return person.name if person else self.heading_text(row)
        if role == Qt.ItemDataRole.CheckStateRole and row.due is not None:
            return Qt.CheckState.Checked if row.due.ticked else Qt.CheckState.Unchecked
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return self.describe(row)
        if role == Qt.ItemDataRole.ToolTipRole:
            if row.due is not None:
                return tooltip(row.due.text)
            return tooltip(self.describe(row)) if row.skip is not None else None
        return None

    def setData(self, index: Index, value: Any, role: int = Qt.ItemDataRole.EditRole) -> bool:  # noqa: N802 - Qt's name
        row = self.row_at(index)
        if role != Qt.ItemDataRole.CheckStateRole or row is None or row.due is None:
            return False
        self.tick(row.due, Qt.CheckState(value) == Qt.CheckState.Checked)
        return True

    # private

    def _due(self, draft: Draft) -> Due:
        due = Due(draft=draft, text=draft.text, ticked=draft.ticked)
        earlier = self._kept.get(due.key)
        if earlier is not None:
            drafted, text, ticked = earlier
            due.ticked = ticked
            if text != drafted:
                due.text = text
        return due

    def _remember(self) -> None:
        for due in self.dues:
            self._kept[due.key] = (due.draft.text, due.text, due.ticked)

    def _build(self) -> None:
        rows: list[Row] = []
        today = [due for due in self.dues if due.draft.late_days <= 0]
        belated = [due for due in self.dues if due.draft.late_days > 0]
        for title, dues in (("campaign.today", today), ("campaign.belated", belated)):
            if dues:
                rows.append(Row(kind=RowKind.HEADING, heading=title))
                rows += [Row(kind=RowKind.PERSON, due=due) for due in dues]
        if self._skips:
            rows.append(Row(kind=RowKind.FOLD))
            if not self.folded:
                rows += [Row(kind=RowKind.SKIP, skip=skip) for skip in self._skips]
        self._rows = rows

    def _tell(self, due: Due) -> None:
        index = self.index_of(due)
        if index.isValid():
            self.dataChanged.emit(index, index)
