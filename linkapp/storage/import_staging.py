"""What a file says, laid out in tables of this connection only (on disk: memory does not grow with the rows)."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time
from itertools import islice

from linkapp.domain.contact_record import (
    ContactFile,
    ContactRecord,
    FileFormat,
    InvitationRecord,
    MessageRecord,
    Party,
    Rejected,
)
from linkapp.domain.search_text import folded
from linkapp.services.ports.imports import RejectedRecord
from linkapp.storage.instants import stored

SEPARATOR = "\x1f"
_BATCH = 2000
_DAY = 86_400_000_000

_TABLES = (
    "CREATE TEMP TABLE staged ( n INTEGER PRIMARY KEY, part TEXT, line INTEGER, name TEXT, name_order TEXT, id_key "
    "TEXT, in_key TEXT, row_key TEXT, headline TEXT, company TEXT, position TEXT, location TEXT, "
    "connected_on TEXT, month INTEGER, day INTEGER, year INTEGER, notes TEXT, tags TEXT, person INTEGER, "
    "new INTEGER NOT NULL DEFAULT 0, first INTEGER NOT NULL DEFAULT 1, loose INTEGER NOT NULL DEFAULT 0, "
    "gone INTEGER NOT NULL DEFAULT 0)",
    "CREATE TEMP TABLE staged_details (n INTEGER, kind TEXT, value TEXT, place INTEGER)",
    "CREATE TEMP TABLE staged_messages ( n INTEGER PRIMARY KEY, part TEXT, line INTEGER, conversation "
    "TEXT, sender TEXT, several INTEGER, at INTEGER, text TEXT, draft INTEGER, person INTEGER, kind TEXT)",
    "CREATE TEMP TABLE staged_invitations ( n INTEGER PRIMARY KEY, direction TEXT, key TEXT, at INTEGER, "
    "text TEXT, person INTEGER)",
    "CREATE TEMP TABLE parties (key TEXT PRIMARY KEY, name TEXT) WITHOUT ROWID",
    "CREATE TEMP TABLE participants (conversation TEXT, key TEXT, PRIMARY KEY (conversation, key)) WITHOUT ROWID",
    "CREATE TEMP TABLE nameless (conversation TEXT, name TEXT, PRIMARY KEY (conversation, name)) WITHOUT ROWID",
)

_ROW = {FileFormat.CONNECTIONS: "linkedin"}
"""What stands in a row key for where it comes from; the format itself unless said here."""


@dataclass(kw_only=True)
class Staged:
    """A file that was read: how many records, which of them were not taken, and how new what it says is."""

    file: ContactFile
    records: int = 0
    unread: int = 0
    rejected: list[RejectedRecord] = field(default_factory=list)
    as_of: int = 0
    has: frozenset[FileFormat] = frozenset()


def stage(connection: sqlite3.Connection, file: ContactFile, now: int, progress: Callable[[int], None]) -> Staged:
    """Read a file into the tables of this connection, which has none of them. Raises ``KnownError``."""
    connection.execute("BEGIN")
    for table in _TABLES:
        connection.execute(table)
    staged = Staged(file=file, has=frozenset(part.format for part in file.parts))
    several = len(file.parts) > 1
    for part in file.parts:
        name = part.name if several else ""
        records = part.records()
        while batch := list(islice(records, _BATCH)):
            staged.records += len(batch)
            _stage(connection, staged, batch, name, part.format)
            progress(staged.records)
    _number_rows(connection)
    connection.execute("COMMIT")
    staged.as_of = min(now - now % _DAY, _as_of(connection, file.dated))  # a day to come is a slip
    return staged


def _stage(
    connection: sqlite3.Connection, staged: Staged, batch: Iterable[object], part: str, format_: FileFormat
) -> None:
    people: list[tuple[object, ...]] = []
    details: list[tuple[object, ...]] = []
    messages: list[MessageRecord] = []
    invitations: list[InvitationRecord] = []
    n = staged.records * 2  # a batch is counted before it is laid out: numbers only have to grow
    source = _ROW.get(format_, format_.value)
    for record in batch:
        n += 1
        if isinstance(record, ContactRecord):
            people.append((n, part, *_person_row(record, source)))
            details += [(n, "email", mail, place) for place, mail in enumerate(record.emails)]
            details += [(n, "phone", phone, place) for place, phone in enumerate(record.phones)]
            staged.unread += len(record.unread)
        elif isinstance(record, MessageRecord):
            messages.append(record)
        elif isinstance(record, InvitationRecord):
            invitations.append(record)
        elif isinstance(record, Rejected):
            staged.rejected.append(
                RejectedRecord(line=record.line, reason=record.reason, detail=record.detail, part=part)
            )
    if people:
        connection.executemany(
            "INSERT INTO staged (n, part, line, name, name_order, id_key, in_key, row_key, headline, company, position,"
            " location, connected_on, month, day, year, notes, tags)"
            " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            people,
        )
    if details:
        connection.executemany("INSERT INTO staged_details VALUES (?, ?, ?, ?)", details)
    if messages:
        _stage_messages(connection, messages, part)
    if invitations:
        connection.executemany(
            "INSERT INTO staged_invitations (direction, key, at, text) VALUES (?, ?, ?, ?)",
            [
                ("out" if record.outgoing else "in", record.person.key, stored(record.at), record.text)
                for record in invitations
            ],
        )
        _stage_parties(connection, (record.person for record in invitations))


def _person_row(record: ContactRecord, source: str) -> tuple[object, ...]:
    month, day, year = record.birthday or (None, None, None)
    connected_on = record.connected_on.isoformat() if record.connected_on else None
    order = folded(record.name)
    by = f"uid:{record.source_id}" if record.source_id else f"{order}|{connected_on or ''}"
    return (
        record.line,
        record.name,
        order,
        f"id:{record.member}" if record.member else None,
        f"in:{record.profile}" if record.profile else None,
        f"row:{source}|{by}|",
        record.headline,
        record.company,
        record.position,
        record.location,
        connected_on,
        month,
        day,
        year,
        record.notes,
        SEPARATOR.join(record.tags),
    )


def _stage_messages(connection: sqlite3.Connection, messages: list[MessageRecord], part: str) -> None:
    def parties() -> Iterator[tuple[str, Party]]:
        for record in messages:
            if not record.draft:
                yield record.conversation, record.sender
                for party in record.recipients:
                    yield record.conversation, party

    connection.executemany(
        "INSERT INTO staged_messages (part, line, conversation, sender, several, at, text, draft)"
        " VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
        [
            (
                part,
                record.line,
                record.conversation,
                record.sender.key,
                int(len(record.recipients) > 1),
                stored(record.at),
                record.text,
                int(record.draft),
            )
            for record in messages
        ],
    )
    unique = dict.fromkeys(parties())
    connection.executemany(
        "INSERT OR IGNORE INTO participants VALUES (?, ?)", [(where, who.key) for where, who in unique if who.key]
    )
    connection.executemany(
        "INSERT OR IGNORE INTO nameless VALUES (?, ?)",
        [(where, folded(who.name)) for where, who in unique if not who.key],
    )
    _stage_parties(connection, (who for _, who in unique))


def _stage_parties(connection: sqlite3.Connection, parties: Iterable[Party]) -> None:
    connection.executemany(
        "INSERT INTO parties VALUES (?, ?) ON CONFLICT (key) DO UPDATE SET name = excluded.name WHERE name = ''",
        list({party.key: (party.key, party.name) for party in parties if party.key}.values()),
    )


def _number_rows(connection: sqlite3.Connection) -> None:
    """Tell rows of the same name and date apart by their order; nothing is decided by which is which. Each part of an
    archive lists everybody once more."""
    for statement in (
        "CREATE TEMP TABLE repeated (n INTEGER PRIMARY KEY, number INTEGER)",
        "INSERT INTO repeated SELECT n, row_number() OVER (PARTITION BY row_key, part ORDER BY n) FROM staged"
        " WHERE (row_key, part) IN (SELECT row_key, part FROM staged GROUP BY row_key, part HAVING count(*) > 1)",
        "UPDATE staged SET row_key = row_key || '1' WHERE n NOT IN (SELECT n FROM repeated)",
        "UPDATE staged SET row_key = row_key || repeated.number, loose = 1 FROM repeated WHERE repeated.n = staged.n",
        "DROP TABLE repeated",
    ):
        connection.execute(statement)


def _as_of(connection: sqlite3.Connection, dated: date | None) -> int:
    """How new a file is: the newest day in it, or the day an archive says it was made, where that is later."""
    (day,) = connection.execute("SELECT max(connected_on) FROM staged").fetchone()
    (at,) = connection.execute(
        "SELECT max(at) FROM (SELECT at FROM staged_messages WHERE draft = 0"
        " UNION ALL SELECT at FROM staged_invitations)"
    ).fetchone()
    newest = 0 if day is None else _midnight(date.fromisoformat(day))
    return max(newest, at or 0, 0 if dated is None or not (newest or at) else _midnight(dated))


def _midnight(day: date) -> int:
    return stored(datetime.combine(day, time.min, tzinfo=UTC))
