"""Taking what the predecessor kept into the contacts book, inside one transaction of the caller.

Contacts first, then what happened with each: a greeting that two tables tell of (same person, same day, same words, or
without words) counts once, and what the book holds already is left alone. Everything of one contact is one part of the
edit, so that undoing it brings the contact back as it was.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from datetime import date, datetime, tzinfo
from functools import partial

from linkapp.domain.act import CLOSED
from linkapp.domain.person import is_member
from linkapp.domain.same_text import fold
from linkapp.domain.search_text import folded
from linkapp.services.ports.contacts import EditKind
from linkapp.services.ports.legacy import LegacyReason, LegacyRejected, LegacyReport
from linkapp.storage import identity
from linkapp.storage.edits import added_to, made, noted
from linkapp.storage.identity import Execute
from linkapp.storage.instants import instant, stored
from linkapp.storage.legacy.predecessor import Predecessor
from linkapp.storage.legacy.records import (
    TABLES_V1,
    TABLES_V2,
    Forbidden,
    LegacyContact,
    LegacyEvent,
    Nothing,
    Origin,
    records,
)
from linkapp.storage.tables import is_one_of

SOURCE = "legacy"
"""Where a birthday or an entry of a timeline comes from."""
_NOWHERE = Origin(table="", row=0)
"""Of an entry that is counted elsewhere."""


@dataclass
class _Whom:
    """One person, with all that is said of them. ``key`` as in ``person_keys``."""

    key: str
    name: str
    contacts: list[LegacyContact] = field(default_factory=list)
    events: list[LegacyEvent] = field(default_factory=list)
    forbidden: list[Forbidden] = field(default_factory=list)


class Taking:
    """One taking over: ``carry_out`` is called once."""

    def __init__(self, execute: Execute, source: Predecessor, file: str, at: datetime, zone: tzinfo) -> None:
        self._execute, self._source, self._file = execute, source, file
        self._at, self._zone = stored(at), zone
        self._whom: dict[str, _Whom] = {}
        self._by_number: dict[int, _Whom] = {}
        self._by_name: dict[str, list[_Whom]] = {}
        self._imported: Counter[str] = Counter()
        self._unchanged: Counter[str] = Counter()
        self._rejected: list[LegacyRejected] = []
        self._undated: list[LegacyRejected] = []

    def carry_out(self) -> LegacyReport:
        """Write everything; what was done. Raises ``BadLegacy``, and ``AssertionError`` where the sums do not agree:
        then nothing may be committed."""
        self._gather()
        edit = noted(self._execute, EditKind.IMPORT, self._at, 0, self._file)
        before = self._count("interactions")
        entries = sum(self._take(whom, edit.id) for whom in self._whom.values())
        assert self._count("interactions") - before == entries, "the timeline does not hold what was taken over"
        people = self._execute("SELECT count(DISTINCT person) FROM edit_rows WHERE edit = ?", (edit.id,)).fetchone()[0]
        if people:
            self._execute("UPDATE edits SET people = ? WHERE id = ?", (people, edit.id))
        else:
            self._execute("DELETE FROM edits WHERE id = ?", (edit.id,))
        return self._report(edit.id if people else None)

    def _report(self, edit: int | None) -> LegacyReport:
        taken = TABLES_V2 if self._source.second else TABLES_V1
        tables = [table for table in taken if table in self._source.tables]
        counts = {table: self._source.count(table) for table in tables}
        rejected = Counter(row.table for row in self._rejected)
        for table, number in counts.items():
            summed = self._imported[table] + self._unchanged[table] + rejected[table]
            assert summed == number, f"{table}: {summed} of {number} rows are accounted for"
        others = sorted(self._source.tables - set(tables) - {"schema_version"})
        return LegacyReport(
            file=self._file,
            version=self._source.version,
            records=counts,
            imported={table: self._imported[table] for table in tables},
            unchanged={table: self._unchanged[table] for table in tables},
            rejected=tuple(self._rejected),
            undated=tuple(self._undated),
            left_out={table: self._source.count(table) for table in others if not table.startswith("sqlite_")},
            edit=edit,
        )

    def _count(self, table: str) -> int:
        return int(self._execute(f"SELECT count(*) FROM {table}", ()).fetchone()[0])

    # who is meant

    def _gather(self) -> None:
        for record in records(self._source, self._zone):
            if isinstance(record, LegacyRejected):
                self._rejected.append(record)
            elif isinstance(record, Nothing):
                self._unchanged[record.origin.table] += 1
            elif isinstance(record, LegacyContact):
                self._add(record)
            elif isinstance(record, LegacyEvent):
                self._attribute(record)
            else:
                self._forbid(record)

    def _add(self, contact: LegacyContact) -> None:
        whom = self._with_key(contact.key, contact.name) if contact.key else self._without_key(contact.name)
        whom.contacts.append(contact)
        if contact.number is not None:
            self._by_number[contact.number] = whom

    def _with_key(self, profile: str, name: str) -> _Whom:
        key = f"id:{profile}" if is_member(profile) else f"in:{profile}"
        if key not in self._whom:
            self._name(_Whom(key=key, name=name or profile))
        return self._whom[key]

    def _without_key(self, name: str) -> _Whom:
        """Somebody of whom there is a name only: known again by it when the same file is read again, never by anything
        else."""
        place = sum(whom.key.startswith("row:") for whom in self._by_name.get(folded(name), ())) + 1
        return self._name(_Whom(key=f"row:legacy|{folded(name)}|{place}", name=name))

    def _name(self, whom: _Whom) -> _Whom:
        self._whom[whom.key] = whom
        self._by_name.setdefault(folded(whom.name), []).append(whom)
        return whom

    def _attribute(self, event: LegacyEvent) -> None:
        whom = self._by_number.get(event.number) if event.number is not None else None
        if whom is None and event.key:
            whom = self._with_key(event.key, event.name)
        if whom is None and event.name:
            namesakes = self._by_name.get(folded(event.name), [])
            whom = namesakes[0] if len(namesakes) == 1 else None
        if whom is None:
            self._reject(event.origin, event.name or f"contact {event.number}")
        else:
            whom.events.append(event)

    def _forbid(self, entry: Forbidden) -> None:
        """By address, else everybody of the name: in doubt nobody is written to."""
        namesakes = self._by_name.get(folded(entry.name), [])
        meant = [self._with_key(entry.key, entry.name)] if entry.key else namesakes
        if not meant:
            self._reject(entry.origin, entry.name)
            return
        for whom in meant[1:]:
            whom.forbidden.append(Forbidden(origin=_NOWHERE, key="", name=entry.name, reason=entry.reason))
        meant[0].forbidden.append(entry)

    def _reject(self, origin: Origin, detail: str) -> None:
        self._rejected.append(
            LegacyRejected(table=origin.table, row=origin.row, reason=LegacyReason.NO_ADDRESS, detail=detail)
        )

    # writing

    def _take(self, whom: _Whom, edit: int) -> int:
        """Everything of one person; how many entries of a timeline were made."""
        row = identity.owner(self._execute, whom.key)
        if row is not None:
            known = row
            entries: list[int] = []
            work = partial(self._write, known, whom, entries)
            added_to(self._execute, edit, EditKind.IMPORT, self._at, known, work)
            return sum(entries)
        (new,) = self._execute(
            "INSERT INTO people (name, name_order, first_seen, last_seen) VALUES (?, ?, ?, ?) RETURNING id",
            (whom.name, folded(whom.name), self._at, self._at),
        ).fetchone()
        self._execute("INSERT INTO person_keys (key, person, seen) VALUES (?, ?, ?)", (whom.key, new, self._at))
        made(self._execute, edit, new)
        entries = []
        self._write(new, whom, entries, new=True)
        return sum(entries)

    def _write(self, row: int, whom: _Whom, entries: list[int], *, new: bool = False) -> None:
        """``new``: the person was made for this, which the first row that names them did."""
        made_entries, greeted = self._happened(row, whom)
        entries.append(made_entries)
        for place, contact in enumerate(whom.contacts):
            changed = self._fill(row, contact)
            self._counted(contact.origin, changed or contact.origin in greeted or (new and place == 0))
        for entry in whom.forbidden:
            self._counted(entry.origin, self._set_forbidden(row, entry.reason))
        identity.index(self._execute, row)

    def _counted(self, origin: Origin, changed: bool) -> None:
        if origin is not _NOWHERE:
            (self._imported if changed else self._unchanged)[origin.table] += 1

    def _fill(self, row: int, contact: LegacyContact) -> bool:
        """Fill what is empty; whether anything was."""
        changed = False
        for name, value in contact.fields.items():
            (there,) = self._execute(f"SELECT {name} FROM people WHERE id = ?", (row,)).fetchone()
            if there in ("", None):
                self._execute(f"UPDATE people SET {name} = ? WHERE id = ?", (value, row))
                changed = True
        if contact.birthday is not None:
            year, month, day = contact.birthday
            there = self._execute("SELECT 1 FROM birthdays WHERE person = ?", (row,)).fetchone()
            if there is None:
                self._execute(
                    "INSERT INTO birthdays (person, month, day, source, seen, year) VALUES (?, ?, ?, ?, ?, ?)",
                    (row, month, day, SOURCE, self._at, year),
                )
                changed = True
        if contact.forbidden is not None:
            changed = self._set_forbidden(row, contact.forbidden) or changed
        return changed

    def _set_forbidden(self, row: int, reason: str) -> bool:
        if self._execute("SELECT 1 FROM do_not_contact WHERE person = ?", (row,)).fetchone() is not None:
            return False
        self._execute("INSERT INTO do_not_contact (person, reason) VALUES (?, ?)", (row, reason))
        return True

    def _happened(self, row: int, whom: _Whom) -> tuple[int, set[Origin]]:
        """What happened with somebody and is not in their timeline yet; how many entries were made, and which rows of
        contacts told of a greeting that no other row tells of."""
        greeted: set[Origin] = set()
        there = _Timeline(self._execute, row, self._zone)
        made_entries = 0
        for event in sorted(whom.events, key=lambda event: not event.text):  # with words first: others may be the same
            if there.holds(event.kind, event.at, event.text):
                self._unchanged[event.origin.table] += 1
                continue
            self._tell(row, event)
            there.add(event.kind, event.at, event.text)
            self._imported[event.origin.table] += 1
            made_entries += 1
            if event.at is None:
                self._undated.append(
                    LegacyRejected(
                        table=event.origin.table,
                        row=event.origin.row,
                        reason=LegacyReason.NOT_UNDERSTOOD,
                        detail=event.spelled,
                    )
                )
        for contact in whom.contacts:
            at = contact.last_greeted
            if at is not None and not there.holds("greeting", at, ""):
                event = LegacyEvent(origin=contact.origin, kind="greeting", at=at, spelled="")
                self._tell(row, event)
                there.add("greeting", at, "")
                made_entries += 1
                greeted.add(contact.origin)
        return made_entries, greeted

    def _tell(self, row: int, event: LegacyEvent) -> None:
        self._execute(
            "INSERT INTO interactions (person, kind, at, text, detail, source, dated) VALUES (?, ?, ?, ?, ?, ?, ?)",
            (
                row,
                event.kind,
                self._at if event.at is None else stored(event.at),
                event.text,
                event.detail,
                SOURCE,
                int(event.at is not None),
            ),
        )


class _Timeline:
    """What is known to have happened with a person, by day."""

    def __init__(self, execute: Execute, row: int, zone: tzinfo) -> None:
        self._zone = zone
        self._entries: dict[tuple[str, date | None], set[str]] = {}
        noted_there = "SELECT kind, at, text, dated FROM interactions WHERE person = ?"
        for kind, at, text, dated in execute(noted_there, (row,)).fetchall():
            self.add(kind, instant(at) if dated else None, text)
        done = f"SELECT kind, attempted, text FROM acts WHERE person = ? AND {is_one_of(CLOSED)}"
        for kind, at, text in execute(done, (row,)).fetchall():
            self.add("greeting" if kind == "message" else kind, instant(at), text)

    def add(self, kind: str, at: datetime | None, text: str) -> None:
        """Know of one more."""
        self._entries.setdefault((kind, self._day(at)), set()).add(fold(text))

    def holds(self, kind: str, at: datetime | None, text: str) -> bool:
        """Whether it is known: the same kind of thing on the same day, with the same words or without."""
        words = self._entries.get((kind, self._day(at)), set())
        return fold(text) in words or bool(words and (not text or words == {""}))

    def _day(self, at: datetime | None) -> date | None:
        return None if at is None else at.astimezone(self._zone).date()
