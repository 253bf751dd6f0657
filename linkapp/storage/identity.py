"""Who is who: the row of a person, found by any of the keys, and the joining of two rows that are one person.

The rules (a key is ``id:<member id>`` or ``in:<profile address>``, see ``domain/person.py``):

- a person with both keys owns both from then on; an old address stays a key, so a renamed address is the same person;
- a row known by its address only and a row known by its id become one row when a page shows both keys together;
- two different ids are two people whatever their addresses; the address belongs to the one seen with it last;
- names never join anybody;
- an e-mail address is somebody's key only while nobody who has an id or a profile address is known by it.

Joining never frees a person for a second act: of two acts with the same key the one that is further along stands for
both, and every slot keeps counting.

All functions take ``Execute``, so that the ledger's own connection and SQLAlchemy's run the same statements inside a
write transaction of the caller. Positional ``?`` parameters only.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Sequence
from datetime import timedelta
from typing import Any, Protocol, TypeAlias

from linkapp.domain.act import State
from linkapp.domain.person import Person, is_member
from linkapp.domain.search_text import folded, search_text
from linkapp.storage.instants import micros
from linkapp.storage.tables import STANDS

_WORDS = ("name", "name_order", "headline", "company", "location", "first_name", "position", "formality")
_OF_ONE = (
    "birthdays",
    "people_tags",
    "do_not_contact",
    "person_details",
    "invitations",
    "field_sources",
    "import_changes",
)
_HASHED = 20
"""Hexadecimal digits of a hash: 80 bits, among a lifetime's contacts."""
_OF_MANY = ("interactions", "person_keys", "forgotten_keys")
"""The tables with a column ``person``: those in which a person has one row of a kind, and those in which many."""


class Rows(Protocol):
    """What executing a statement gives: the part of a cursor that sqlite3 and SQLAlchemy have in common."""

    @property
    def lastrowid(self) -> int | None: ...
    def fetchone(self) -> Any: ...
    def fetchall(self) -> Sequence[Any]: ...
    def fetchmany(self, size: int, /) -> Sequence[Any]: ...


Execute: TypeAlias = Callable[[str, tuple[object, ...]], Rows]

_SEEN_LATELY = micros(timedelta(hours=1))
"""Keys that this person showed within that time are not written anew: "seen last" is a matter of days."""

_STRENGTH = (
    State.SENT,
    State.ALREADY,
    State.SENDING,
    State.UNSURE,
    State.ASK,
    State.RESERVED,
)
"""Which of two acts with the same key stands for both: the first of these."""


def keys_of(person: Person) -> tuple[str | None, str | None]:
    """The id key and the address key. An address that is an id says the same as the id (and less, if they differ)."""
    member, profile = person.member, person.profile
    if profile and is_member(profile):
        member, profile = member or profile, None
    return (f"id:{member}" if member else None, f"in:{profile}" if profile else None)


def person_of(name: str, headline: str, keys: Sequence[str]) -> Person:
    """A person from stored keys (each kind's first one counts)."""
    member = profile = None
    for key in reversed(keys):
        if key.startswith("in:"):
            profile = key[3:]
        elif key.startswith("id:"):
            member = key[3:]
    return Person(name=name, member=member, profile=profile, headline=headline)


def found(execute: Execute, person: Person) -> tuple[int, ...]:
    """The rows that are this person, or would be joined into this person by ``joined``; changes nothing."""
    id_key, in_key = keys_of(person)
    by_id = owner(execute, id_key)
    by_address = owner(execute, in_key)
    if by_address is not None and by_address != by_id and id_key and _has_id(execute, by_address):
        by_address = None  # the address belonged to somebody else
    return tuple(sorted({row for row in (by_id, by_address) if row is not None}))


def joined(execute: Execute, person: Person, at: int) -> int:
    """The one row of this person: made if there is none, rows joined and keys added as the rules say.

    Raises ``ValueError`` for a person without any key.
    """
    id_key, in_key = keys_of(person)
    if not (id_key or in_key):
        raise ValueError("a person without id and profile address cannot be told from others")
    if (row := _just_seen(execute, id_key or in_key, in_key or id_key, at)) is not None:
        return row
    rows = found(execute, person)
    if not rows:
        row = _new(execute, person, at)
    elif len(rows) == 1:
        row = rows[0]
    else:
        by_id = owner(execute, id_key)
        row, other = (rows[0], rows[1]) if rows[0] == by_id else (rows[1], rows[0])
        join(execute, row, other)
    for key in (id_key, in_key):
        if key:
            execute(
                "INSERT INTO person_keys (key, person, seen) VALUES (?, ?, ?) ON CONFLICT (key) DO UPDATE"
                " SET person = CASE WHEN seen <= excluded.seen THEN excluded.person ELSE person END,"
                " seen = max(seen, excluded.seen)",
                (key, row, at),
            )
    return row


def index(execute: Execute, row: int) -> None:
    """Bring the words that searches look in up to date with a person's row and details; with nobody, if it is gone."""
    fields = execute("SELECT name, headline, company, position, location, notes FROM people WHERE id = ?", (row,))
    texts = fields.fetchone()
    execute("DELETE FROM people_search WHERE rowid = ?", (row,))
    if texts is None:
        return
    details = execute("SELECT value FROM person_details WHERE person = ? ORDER BY kind, place", (row,)).fetchall()
    execute(
        "INSERT INTO people_search (rowid, words) VALUES (?, ?)",
        (row, search_text([*texts, *(value for (value,) in details)])),
    )


def owner(execute: Execute, key: str | None) -> int | None:
    """The row that a key belongs to, also that of somebody who was to be forgotten."""
    if key is None:
        return None
    row = execute("SELECT person FROM person_keys WHERE key = ?", (key,)).fetchone()
    row = row or execute("SELECT person FROM forgotten_keys WHERE hash = ?", (hash_of(key),)).fetchone()
    return None if row is None else int(row[0])


def hash_of(key: str) -> str:
    """What is kept of the key of somebody who was to be forgotten: short enough to take its place in a line."""
    return hashlib.sha256(f"linkapp forgotten {key}".encode()).hexdigest()[:_HASHED]


def _just_seen(execute: Execute, member: str | None, other: str | None, at: int) -> int | None:
    """The row that showed both keys a moment ago: there is nothing to join and nothing to write."""
    row = execute(
        "SELECT person FROM person_keys WHERE key = ? AND seen > ? AND person ="
        " (SELECT person FROM person_keys WHERE key = ? AND seen > ?)",
        (member, at - _SEEN_LATELY, other, at - _SEEN_LATELY),
    ).fetchone()
    return None if row is None else int(row[0])


def _has_id(execute: Execute, row: int) -> bool:
    return execute("SELECT 1 FROM person_keys WHERE person = ? AND key LIKE 'id:%'", (row,)).fetchone() is not None


def _new(execute: Execute, person: Person, at: int) -> int:
    (row,) = execute(
        "INSERT INTO people (name, name_order, headline, first_seen, last_seen) VALUES (?, ?, ?, ?, ?) RETURNING id",
        (person.name, folded(person.name), person.headline, at, at),
    ).fetchone()
    index(execute, row)
    return int(row)


def join(execute: Execute, row: int, other: int) -> None:
    """Put everything known of ``other`` under ``row`` and forget the row of ``other``."""
    _join_acts(execute, row, other)
    for column in _WORDS:
        execute(
            f"UPDATE people SET {column} = (SELECT {column} FROM people WHERE id = ?) WHERE id = ? AND {column} = ''",
            (other, row),
        )
    for column in ("score", "connected_on", "rhythm_days", "look_in_on"):
        execute(
            f"UPDATE people SET {column} = coalesce({column}, (SELECT {column} FROM people WHERE id = ?)) WHERE id = ?",
            (other, row),
        )
    execute(
        "UPDATE people SET notes = trim(people.notes || char(10) || other.notes, char(10)),"
        " left_network = iif(people.left_network IS NULL OR other.left_network IS NULL, NULL, people.left_network),"
        " deleted = iif(people.deleted IS NULL OR other.deleted IS NULL, NULL, people.deleted),"
        " wrote_last = iif(coalesce(other.last_contact, 0) > coalesce(people.last_contact, 0), other.wrote_last,"
        " people.wrote_last), first_seen = min(people.first_seen, other.first_seen),"
        " last_seen = max(people.last_seen, other.last_seen),"
        " last_contact = max(coalesce(people.last_contact, other.last_contact),"
        " coalesce(other.last_contact, people.last_contact))"
        " FROM people AS other WHERE people.id = ? AND other.id = ?",
        (row, other),
    )
    for table in _OF_ONE:  # what both have, the row keeps as its own
        execute(f"UPDATE OR IGNORE {table} SET person = ? WHERE person = ?", (row, other))
        execute(f"DELETE FROM {table} WHERE person = ?", (other,))
    for table in _OF_MANY:
        execute(f"UPDATE {table} SET person = ? WHERE person = ?", (row, other))
    execute("DELETE FROM people_search WHERE rowid = ?", (other,))
    execute("DELETE FROM people WHERE id = ?", (other,))
    index(execute, row)


def _join_acts(execute: Execute, row: int, other: int) -> None:
    standing = STANDS
    pairs = execute(
        f"SELECT a.id, a.state, b.id, b.state FROM (SELECT * FROM acts WHERE person = ? AND {standing}) AS a"
        f" JOIN (SELECT * FROM acts WHERE person = ? AND {standing}) AS b USING (account, key)",
        (row, other),
    ).fetchall()
    for first, state_of_one, two, state_of_two in pairs:
        both = (first, State(state_of_one)), (two, State(state_of_two))
        aside, state = max(both, key=lambda act: _STRENGTH.index(act[1]))
        if state is State.RESERVED:  # given up: whoever holds that slot is told so when announcing the click
            execute(f"UPDATE acts SET state = '{State.RELEASED}' WHERE id = ?", (aside,))
        else:  # it may have gone out, and goes on counting
            execute("UPDATE acts SET double = 1 WHERE id = ?", (aside,))
    execute("UPDATE acts SET person = ? WHERE person = ?", (row, other))
