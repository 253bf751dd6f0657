"""The contacts book as one document, and back: what is written from one folder makes the same book in an empty one.

Greetings and visits of the ledger are told as what happened; they are no acts again where they are read, for nothing
that a file says may take or free a place in the caps. Inside a transaction of the caller.
"""

from __future__ import annotations

import re
import sqlite3
from typing import Any, Final

import msgspec

from linkapp.domain.act import CLOSED, Kind
from linkapp.domain.contact_fields import clean
from linkapp.domain.search_text import folded
from linkapp.services.ports.contacts import EditKind, ReadBook
from linkapp.storage import identity
from linkapp.storage.edits import added_to, made, noted
from linkapp.storage.identity import Execute
from linkapp.storage.tables import is_one_of

NAME: Final = "linkapp-contacts"
VERSION: Final = 1
FROM_A_BOOK: Final = "linkapp"
"""The source of what happened by the ledger of the folder that the document was written from."""
_UNLESS_THERE = "ON CONFLICT DO NOTHING"
_TEXTS = ("headline", "company", "position", "location", "notes", "first_name", "formality")
_OTHERS = ("score", "connected_on", "rhythm_days", "look_in_on", "left_network")
_HAPPENED = {Kind.MESSAGE: "greeting", Kind.VISIT: "visit", Kind.WITHDRAWAL: "withdrawal", Kind.SEARCH: "search"}


class _Key(msgspec.Struct, frozen=True, kw_only=True):
    """A key of a contact, and when it was seen last (microseconds since 1970 UTC, as all times here)."""

    key: str
    seen: int


class _Birthday(msgspec.Struct, frozen=True, kw_only=True):
    """A birthday, where it was read and when."""

    month: int
    day: int
    source: str
    seen: int
    year: int | None = None


class _Detail(msgspec.Struct, frozen=True, kw_only=True):
    """An e-mail address or a telephone number."""

    kind: str
    value: str


class _Happening(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """One thing that happened with a contact."""

    kind: str
    at: int
    text: str = ""
    detail: str = ""
    source: str = ""
    dated: int = 1


class _Invitation(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """An invitation, ``in`` or ``out``."""

    direction: str
    at: int
    text: str = ""


class _FieldSource(msgspec.Struct, frozen=True, kw_only=True):
    """Where a field was read and how new that was."""

    field: str
    source: str
    as_of: int


class WholeContact(msgspec.Struct, frozen=True, kw_only=True):
    """Everything of one contact."""

    name: str
    first_seen: int
    last_seen: int
    headline: str = ""
    company: str = ""
    position: str = ""
    location: str = ""
    notes: str = ""
    first_name: str = ""
    formality: str = ""
    score: int | None = None
    connected_on: str | None = None
    rhythm_days: int | None = None
    look_in_on: str | None = None
    left_network: int | None = None
    do_not_contact: str | None = None
    birthday: _Birthday | None = None
    keys: tuple[_Key, ...] = ()
    tags: tuple[str, ...] = ()
    details: tuple[_Detail, ...] = ()
    happened: tuple[_Happening, ...] = ()
    invitations: tuple[_Invitation, ...] = ()
    field_sources: tuple[_FieldSource, ...] = ()


class WholeBook(msgspec.Struct, frozen=True, kw_only=True):
    """The document. The contacts are read one by one: a bad one loses no other."""

    format: str
    version: int
    contacts: tuple[msgspec.Raw, ...] = ()


def written(execute: Execute) -> bytes:
    """The whole book as a document, by name."""
    rows = execute("SELECT id FROM people WHERE deleted IS NULL ORDER BY name_order, id", ()).fetchall()
    contacts = [msgspec.Raw(msgspec.json.encode(_contact(execute, row))) for (row,) in rows]
    document = msgspec.json.encode(WholeBook(format=NAME, version=VERSION, contacts=tuple(contacts)))
    return msgspec.json.format(document, indent=1)


def read_into(execute: Execute, content: bytes, file: str, at: int, *, dry: bool) -> ReadBook | None:
    """Put the contacts of a document into the book, all but those that are refused; None where it is no such document.

    Somebody who is known already keeps what stands there: only what is empty is filled, and what is missing added.
    ``dry``: look what would be done, and leave everything as it is.
    """
    book = _document(content)
    if book is None:
        return None
    execute("SAVEPOINT reading", ())
    edit = noted(execute, EditKind.IMPORT, at, 0, file)
    counts = dict.fromkeys(("new", "changed", "unchanged"), 0)
    rejected = []
    for number, raw in enumerate(book.contacts, 1):
        execute("SAVEPOINT contact", ())
        try:
            counts[_take(execute, msgspec.json.decode(raw, type=WholeContact), at, edit.id)] += 1
        except (msgspec.ValidationError, msgspec.DecodeError, ValueError, sqlite3.IntegrityError) as error:
            execute("ROLLBACK TO contact", ())
            rejected.append((number, str(error)))
        execute("RELEASE contact", ())
    changed = counts["new"] + counts["changed"]
    execute("UPDATE edits SET people = ? WHERE id = ?", (changed, edit.id))
    if dry or not changed:
        execute("ROLLBACK TO reading", ())
    execute("RELEASE reading", ())
    return ReadBook(
        **counts, rejected=tuple(rejected), edit=edit.id if changed and not dry else None, version=book.version
    )


def is_whole_book(head: bytes) -> bool:
    """Whether a file begins as such a document does."""
    return re.match(rb'(?:\xef\xbb\xbf)?\s*\{\s*"format"\s*:\s*"%b"' % NAME.encode(), head) is not None


def _document(content: bytes) -> WholeBook | None:
    try:
        book = msgspec.json.decode(content.removeprefix(b"\xef\xbb\xbf"), type=WholeBook)
    except (msgspec.ValidationError, msgspec.DecodeError):
        return None
    return book if book.format == NAME else None


def _take(execute: Execute, contact: WholeContact, at: int, edit: int) -> str:
    if not contact.name.strip() and not contact.keys:
        raise ValueError("a contact without a name and without a key")
    row = next((owner for key in contact.keys if (owner := identity.owner(execute, key.key)) is not None), None)
    if row is None:
        row = _new(execute, contact)
        _fill(execute, row, contact)
        made(execute, edit, row)
        return "new"
    known = row
    changed = added_to(execute, edit, EditKind.IMPORT, at, known, lambda: _fill(execute, known, contact))
    return "changed" if changed else "unchanged"


def _contact(execute: Execute, row: int) -> WholeContact:
    def rows(statement: str) -> list[dict[str, Any]]:
        cursor = execute(statement, (row,))
        names = [column[0] for column in cursor.description]  # type: ignore[attr-defined]  # a cursor of sqlite3
        return [dict(zip(names, values, strict=True)) for values in cursor.fetchall()]

    (person,) = rows(f"SELECT name, first_seen, last_seen, {', '.join((*_TEXTS, *_OTHERS))} FROM people WHERE id = ?")
    birthdays = rows("SELECT month, day, year, source, seen FROM birthdays WHERE person = ?")
    forbidden = rows("SELECT reason FROM do_not_contact WHERE person = ?")
    happened = [
        _Happening(**values)
        for values in rows(
            "SELECT kind, at, text, detail, source, dated FROM interactions WHERE person = ? ORDER BY at, kind, text"
        )
    ]
    happened += [
        _Happening(kind=_HAPPENED[Kind(kind)], at=at, text=text, detail=key, source=FROM_A_BOOK)
        for kind, at, text, key in execute(
            "SELECT kind, attempted, text, key FROM acts WHERE person = ?"
            f" AND {is_one_of(CLOSED)} AND double = 0 ORDER BY attempted",
            (row,),
        ).fetchall()
    ]
    return WholeContact(
        **person,
        birthday=_Birthday(**birthdays[0]) if birthdays else None,
        do_not_contact=forbidden[0]["reason"] if forbidden else None,
        keys=tuple(_Key(**key) for key in rows("SELECT key, seen FROM person_keys WHERE person = ? ORDER BY key")),
        tags=tuple(tag["tag"] for tag in rows("SELECT tag FROM people_tags WHERE person = ? ORDER BY tag")),
        details=tuple(
            _Detail(**detail)
            for detail in rows("SELECT kind, value FROM person_details WHERE person = ? ORDER BY kind, place, value")
        ),
        happened=tuple(sorted(happened, key=lambda thing: (thing.at, thing.kind, thing.text))),
        invitations=tuple(
            _Invitation(**invitation)
            for invitation in rows(
                "SELECT direction, at, text FROM invitations WHERE person = ? ORDER BY at, direction"
            )
        ),
        field_sources=tuple(
            _FieldSource(**source)
            for source in rows("SELECT field, source, as_of FROM field_sources WHERE person = ? ORDER BY field")
        ),
    )


def _new(execute: Execute, contact: WholeContact) -> int:
    name = clean(contact.name)
    (row,) = execute(
        "INSERT INTO people (name, name_order, first_seen, last_seen) VALUES (?, ?, ?, ?) RETURNING id",
        (name, folded(name), contact.first_seen, contact.last_seen),
    ).fetchone()
    return int(row)


def _fill(execute: Execute, row: int, contact: WholeContact) -> None:
    for field in _TEXTS:
        execute(
            f"UPDATE people SET {field} = ? WHERE id = ? AND {field} = ''",
            (clean(getattr(contact, field), lines=field == "notes"), row),
        )
    for field in _OTHERS:
        execute(f"UPDATE people SET {field} = ? WHERE id = ? AND {field} IS NULL", (getattr(contact, field), row))
    for key in contact.keys:
        execute(
            f"INSERT INTO person_keys (key, person, seen) VALUES (?, ?, ?) {_UNLESS_THERE}",
            (key.key, row, key.seen),
        )
    if (born := contact.birthday) is not None:
        execute(
            f"INSERT INTO birthdays (person, month, day, source, seen, year) VALUES (?, ?, ?, ?, ?, ?) {_UNLESS_THERE}",
            (row, born.month, born.day, born.source, born.seen, born.year),
        )
    if contact.do_not_contact is not None:
        execute(
            f"INSERT INTO do_not_contact (person, reason) VALUES (?, ?) {_UNLESS_THERE}",
            (row, contact.do_not_contact),
        )
    for tag in contact.tags:
        execute(f"INSERT INTO people_tags (person, tag) VALUES (?, ?) {_UNLESS_THERE}", (row, tag))
    for place, detail in enumerate(contact.details):
        execute(
            f"INSERT INTO person_details (person, kind, value, place) VALUES (?, ?, ?, ?) {_UNLESS_THERE}",
            (row, detail.kind, detail.value, place),
        )
    for thing in contact.happened:
        execute(
            "INSERT INTO interactions (person, kind, at, text, detail, source, dated) SELECT ?1, ?2, ?3, ?4, ?5, ?6, ?7"
            " WHERE NOT EXISTS (SELECT 1 FROM interactions WHERE person = ?1 AND at = ?3 AND kind = ?2 AND text = ?4)"
            " AND NOT EXISTS (SELECT 1 FROM acts WHERE person = ?1 AND attempted = ?3 AND text = ?4)",
            (row, thing.kind, thing.at, thing.text, thing.detail, thing.source, thing.dated),
        )
    for sent in contact.invitations:
        execute(
            f"INSERT INTO invitations (person, direction, at, text) VALUES (?, ?, ?, ?) {_UNLESS_THERE}",
            (row, sent.direction, sent.at, sent.text),
        )
    for source in contact.field_sources:
        execute(
            f"INSERT INTO field_sources (person, field, source, as_of) VALUES (?, ?, ?, ?) {_UNLESS_THERE}",
            (row, source.field, source.source, source.as_of),
        )
    identity.index(execute, row)
