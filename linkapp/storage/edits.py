"""What was done to contacts, kept row by row, so that it can be undone.

Two ways of keeping it: ``recorded`` compares everything that belongs to a few people before and after; what changes
many is written down by whoever does it, with one statement (``noted``). An act is never taken back: of the ledger's
rows a merge changes only whose they are, and undoing it is refused as soon as there is a newer one.

All functions run inside a write transaction of the caller.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from linkapp.services.ports.contacts import Edit, EditKind, NotUndone, Undone
from linkapp.storage import identity
from linkapp.storage.identity import Execute
from linkapp.storage.instants import instant, stored

KEYS: Mapping[str, tuple[str, ...]] = {
    "people": (),
    "person_keys": ("key",),
    "forgotten_keys": ("hash",),
    "birthdays": (),
    "people_tags": ("tag",),
    "do_not_contact": (),
    "person_details": ("kind", "value"),
    "interactions": ("id",),
    "invitations": ("direction", "at"),
    "field_sources": ("field",),
    "import_changes": ("import", "what", "field"),
    "acts": ("id",),
}
"""The tables of what belongs to a person, those that others refer to first, and what names a row beside the person."""
_OF_ACTS = ("double",)
"""All that an edit may change of an act, beside whose it is."""
_OF_THE_TIMELINE = frozenset({"last_contact", "wrote_last"})
_NOT_COMPARED = _OF_THE_TIMELINE | {"first_seen", "last_seen", "name_order"}
"""Columns of a contact that change by themselves."""

_COUNT = "count"
"""In place of a table: how many rows of one a contact had after the edit."""
_GROWING = ("acts", "interactions", "person_keys")

Image = dict[tuple[int, str, str], dict[str, Any]]
"""Rows by person, table and the rest of their key as JSON."""


@dataclass(frozen=True, kw_only=True)
class _Row:
    person: int
    table: str
    key: dict[str, Any]
    before: dict[str, Any] | None
    after: dict[str, Any] | None


def recorded(
    execute: Execute, kind: EditKind, at: int, people: Sequence[int], work: Callable[[], None], detail: str = ""
) -> Edit:
    """Do ``work``, which changes nothing but what belongs to these people, and keep what it changed."""
    before = _image(execute, people)
    work()
    after = _image(execute, people)
    rows = [
        (person, table, key, *_difference(before.get((person, table, key)), after.get((person, table, key))))
        for person, table, key in sorted(before.keys() | after.keys())
        if before.get((person, table, key)) != after.get((person, table, key))
    ]
    if not rows:
        return Edit(id=0, kind=kind, at=instant(at), people=0, detail=detail)
    edit = noted(execute, kind, at, len({row[0] for row in rows}), detail)
    for person, table, key, was, is_now in rows:
        execute(
            'INSERT INTO edit_rows (edit, person, "of", "row", "before", "after") VALUES (?, ?, ?, ?, ?, ?)',
            (edit.id, person, table, key, was, is_now),
        )
    return edit


def added_to(execute: Execute, edit: int, kind: EditKind, at: int, person: int, work: Callable[[], None]) -> bool:
    """As ``recorded`` for one contact, as a part of an edit that is noted already; whether anything was changed."""
    part = recorded(execute, kind, at, [person], work)
    if part.id:
        execute("UPDATE edit_rows SET edit = ? WHERE edit = ?", (edit, part.id))
        execute("DELETE FROM edits WHERE id = ?", (part.id,))
    return bool(part.id)


def made(execute: Execute, edit: int, person: int) -> None:
    """Keep that an edit made a contact: undoing it takes the contact away."""
    execute(
        'INSERT INTO edit_rows (edit, person, "of", "row", "before", "after") VALUES (?, ?, ?, ?, NULL, ?)',
        (edit, person, "people", "{}", "{}"),
    )


def noted(execute: Execute, kind: EditKind, at: int, people: int, detail: str = "") -> Edit:
    """A new edit, whose rows the caller keeps."""
    (number,) = execute(
        "INSERT INTO edits (kind, at, detail, people) VALUES (?, ?, ?, ?) RETURNING id", (kind, at, detail, people)
    ).fetchone()
    return Edit(id=number, kind=kind, at=instant(at), people=people, detail=detail)


def edits(execute: Execute, limit: int) -> list[Edit]:
    """What can still be undone, newest first."""
    rows = execute(
        "SELECT id, kind, at, people, detail FROM edits WHERE undone IS NULL ORDER BY id DESC LIMIT ?", (limit,)
    )
    return [
        Edit(id=number, kind=EditKind(kind), at=instant(at), people=people, detail=detail)
        for number, kind, at, people, detail in rows.fetchall()
    ]


def undo(execute: Execute, edit_id: int | None, at: int) -> Undone:
    """Take an edit back. A merge is taken back whole or not at all; of others, contacts that were changed since stay
    as they are. Raises ``NotUndone``; nothing was changed then."""
    edit = _edit(execute, edit_id)
    changed = {
        person
        for (person,) in execute(
            "SELECT DISTINCT mine.person FROM edit_rows AS mine JOIN edit_rows AS later ON later.person = mine.person"
            " AND later.edit > mine.edit JOIN edits ON edits.id = later.edit AND edits.undone IS NULL"
            " WHERE mine.edit = ?",
            (edit.id,),
        ).fetchall()
    }
    by_person: dict[int, list[_Row]] = {}
    for row in _rows(execute, edit.id):
        by_person.setdefault(row.person, []).append(row)
    if edit.kind is EditKind.MERGE:
        together = [row for rows in by_person.values() for row in rows]
        if changed or _acted_since(execute, edit) or not _as_left(execute, together):
            raise NotUndone(
                "Something else was done with this contact since; the merge stays.", "merge_stays", detail=edit.detail
            )
        _put_back(execute, together)
        stayed = 0
    else:
        stay = {
            person
            for person, rows in by_person.items()
            if person in changed or not _as_left(execute, rows) or _lives(execute, edit, person, rows)
        }
        for person, rows in by_person.items():
            if person not in stay:
                _put_back(execute, rows)
                if edit.kind is EditKind.IMPORT:
                    _newest_exchange(execute, person)
        stayed = len(stay)
    if edit.kind is not EditKind.DELETE and edit.kind not in (EditKind.TAG, EditKind.UNTAG, EditKind.DO_NOT_CONTACT):
        for person in by_person:
            identity.index(execute, person)
    execute("UPDATE edits SET undone = ? WHERE id = ?", (at, edit.id))
    return Undone(edit=edit, stayed=stayed)


def _edit(execute: Execute, edit_id: int | None) -> Edit:
    if edit_id is None:
        newest = edits(execute, 1)
        if not newest:
            raise NotUndone("There is nothing to undo.", "nothing_to_undo")
        return newest[0]
    row = execute("SELECT id, kind, at, people, detail FROM edits WHERE id = ? AND undone IS NULL", (edit_id,))
    values = row.fetchone()
    if values is None:
        raise NotUndone(f"There is no change {edit_id} that could be undone.", "no_such_edit", number=edit_id)
    number, kind, at, people, detail = values
    return Edit(id=number, kind=EditKind(kind), at=instant(at), people=people, detail=detail)


def _image(execute: Execute, people: Sequence[int]) -> Image:
    image: Image = {}
    for table, keys in KEYS.items():
        column = "id" if table == "people" else "person"
        names = _columns(execute, table)
        listed = ", ".join(f'"{name}"' for name in names)
        for person in people:
            for row in execute(f"SELECT {listed} FROM {table} WHERE {column} = ?", (person,)).fetchall():
                values = dict(zip(names, row, strict=True))
                image[(person, table, json.dumps({key: values.pop(key) for key in keys}))] = values
    return image


def _columns(execute: Execute, table: str) -> list[str]:
    if table == "acts":
        return ["id", *_OF_ACTS]
    named = [str(row[1]) for row in execute(f"PRAGMA table_info({table})", ()).fetchall()]
    return [name for name in named if name not in ("person", "id") or name in KEYS[table]]


def _difference(before: dict[str, Any] | None, after: dict[str, Any] | None) -> tuple[str | None, str | None]:
    """Both as they are kept: whole rows that came or went, of a changed one the columns that differ."""
    if before is None or after is None:
        return (None if before is None else json.dumps(before)), (None if after is None else json.dumps(after))
    differ = [name for name, value in before.items() if value != after[name]]
    return json.dumps({name: before[name] for name in differ}), json.dumps({name: after[name] for name in differ})


def _rows(execute: Execute, edit: int) -> list[_Row]:
    rows = execute(
        'SELECT person, "of", "row", "before", "after" FROM edit_rows WHERE edit = ? AND "of" <> ? ORDER BY person',
        (edit, _COUNT),
    ).fetchall()
    return [
        _Row(
            person=person,
            table=table,
            key=json.loads(key or "{}"),
            before=None if before is None else json.loads(before),
            after=None if after is None else json.loads(after),
        )
        for person, table, key, before, after in rows
    ]


def _as_left(execute: Execute, rows: Sequence[_Row]) -> bool:
    """Whether every row is as the edit left it."""
    for row in rows:
        wanted = {name: value for name, value in (row.after or {}).items() if name not in _NOT_COMPARED}
        names = ", ".join(f'"{name}"' for name in wanted) or "1"
        condition, values = _named(row)
        stands = execute(f"SELECT {names} FROM {row.table} WHERE {condition}", values).fetchone()
        if (stands is None) is not (row.after is None):
            return False
        if wanted and tuple(stands) != tuple(wanted.values()):
            return False
    return True


def _named(row: _Row) -> tuple[str, tuple[object, ...]]:
    column = "id" if row.table == "people" else "person"
    condition = " AND ".join(f'"{name}" = ?' for name in (column, *row.key))
    return condition, (row.person, *row.key.values())


def count_after(execute: Execute, edit: Edit, person: int) -> None:
    """Keep how much a merged contact has: undoing is for as long as nothing is added to it."""
    for table in _GROWING:
        execute(
            'INSERT INTO edit_rows (edit, person, "of", "row", "after") VALUES (?, ?, ?, ?, ?)',
            (edit.id, person, _COUNT, table, str(_held(execute, table, person))),
        )


def _acted_since(execute: Execute, edit: Edit) -> bool:
    counts = execute(
        'SELECT person, "row", "after" FROM edit_rows WHERE edit = ? AND "of" = ?', (edit.id, _COUNT)
    ).fetchall()
    return any(_held(execute, table, person) != int(number) for person, table, number in counts)


def _held(execute: Execute, table: str, person: int) -> int:
    return int(execute(f"SELECT count(*) FROM {table} WHERE person = ?", (person,)).fetchone()[0])


def _lives(execute: Execute, edit: Edit, person: int, rows: Sequence[_Row]) -> bool:
    """Whether somebody whom an import made has become more than that: written to, met on a page."""
    if not any(row.table == "people" and row.before is None for row in rows):
        return False
    since = stored(edit.at)
    return (
        _held(execute, "acts", person) > 0
        or execute("SELECT 1 FROM interactions WHERE person = ? AND at > ?", (person, since)).fetchone() is not None
        or execute("SELECT 1 FROM people WHERE id = ? AND last_seen > ?", (person, since)).fetchone() is not None
    )


def _newest_exchange(execute: Execute, person: int) -> None:
    """What happened with a contact since an import is not taken back with it: nobody is to be written to too soon."""
    newest = execute(
        "SELECT at, who FROM (SELECT at, iif(kind = 'message_in', 'them', 'me') AS who FROM interactions"
        " WHERE person = ? AND dated = 1 AND kind IN ('greeting', 'message_in', 'message_out') UNION ALL"
        " SELECT attempted, 'me' FROM acts WHERE person = ? AND state = 'sent' AND kind = 'message')"
        " ORDER BY at DESC LIMIT 1",
        (person, person),
    ).fetchone()
    if newest is not None:
        execute(
            "UPDATE people SET last_contact = ?, wrote_last = ? WHERE id = ? AND coalesce(last_contact, 0) < ?",
            (*newest, person, newest[0]),
        )


def _put_back(execute: Execute, rows: Sequence[_Row]) -> None:
    """Rows that came go, rows that went come back, changed ones are as before. What refers to others goes first and
    comes last."""
    place = {table: number for number, table in enumerate(KEYS)}
    for row in sorted((row for row in rows if row.before is None), key=lambda row: -place[row.table]):
        condition, values = _named(row)
        if row.table == "people":
            for table in KEYS:  # what the program itself noted of a contact that goes: where its fields came from
                if table not in ("people", "acts"):
                    execute(f"DELETE FROM {table} WHERE person = ?", (row.person,))
            execute("DELETE FROM people_search WHERE rowid = ?", (row.person,))
        if row.table != "acts":
            execute(f"DELETE FROM {row.table} WHERE {condition}", values)
    returning = sorted(
        (row for row in rows if row.before is not None), key=lambda row: (place[row.table], row.after is not None)
    )
    for row in returning:
        assert row.before is not None
        condition, values = _named(row)
        if row.table == "acts":
            changes = {"person": row.person, **row.before}
            sets = ", ".join(f'"{name}" = ?' for name in changes)
            execute(f"UPDATE acts SET {sets} WHERE id = ?", (*changes.values(), row.key["id"]))
        elif row.after is None:
            own = {"id" if row.table == "people" else "person": row.person, **row.key, **row.before}
            names = ", ".join(f'"{name}"' for name in own)
            marks = ", ".join("?" * len(own))
            execute(f"INSERT INTO {row.table} ({names}) VALUES ({marks})", tuple(own.values()))
        elif row.before:
            sets = ", ".join(f'"{name}" = ?' for name in row.before)
            execute(f"UPDATE {row.table} SET {sets} WHERE {condition}", (*row.before.values(), *values))
    for row in returning:  # what comes back to a timeline moves these by itself
        again = {name: value for name, value in (row.before or {}).items() if name in _OF_THE_TIMELINE}
        if row.table == "people" and again:
            sets = ", ".join(f"{name} = ?" for name in again)
            execute(f"UPDATE people SET {sets} WHERE id = ?", (*again.values(), row.person))
