"""The contacts book as the person works with it: the ``ContactBook`` port.

Each call has a connection of its own in a thread of its own: a change of 100,000 contacts is a few statements, and its
undoing many small ones, which SQLAlchemy would make ten times slower.
"""

from __future__ import annotations

import asyncio
import json
from collections.abc import Callable, Mapping, Sequence
from contextlib import closing
from datetime import datetime
from pathlib import Path
from typing import Any, TypeVar

from linkapp.domain.contact_fields import value_of
from linkapp.domain.search_text import folded
from linkapp.domain.shown_profile import ShownProfile
from linkapp.services.ports.book import Contact
from linkapp.services.ports.contacts import (
    Edit,
    EditKind,
    LikelyDouble,
    NoSuchContact,
    ReadBook,
    Saved,
    Selection,
    Undone,
)
from linkapp.storage import doubles, edits, forgetting, identity, sending_log, shown_profiles, whole_book
from linkapp.storage.contact_rows import CONTACT, contacts_of, ids_of
from linkapp.storage.contact_rows import contact as contact_of
from linkapp.storage.database import PATIENCE, Database, Transaction, connect
from linkapp.storage.edits import count_after, noted, recorded
from linkapp.storage.failures import translated
from linkapp.storage.identity import Execute
from linkapp.storage.instants import stored

T = TypeVar("T")
TYPED = "typed"
"""The source of a field that the person typed: it wins over every other."""
_COLUMNS = frozenset(
    {"name", "first_name", "headline", "company", "position", "location", "notes", "formality", "score"}
    | {"connected_on", "look_in_on"}
)
_CHOSEN = "CREATE TEMP TABLE chosen (id INTEGER PRIMARY KEY)"


class SqliteContactBook:
    """Raises ``StoreError`` beside what the port names. ``log``: the lines of sent messages, which hold names too."""

    def __init__(self, path: Path, database: Database, log: Path) -> None:
        self._path, self._database, self._log = path, database, log

    async def select(self, selection: Selection, now: datetime) -> Sequence[Contact]:
        """The contacts of a selection by name."""

        def work(execute: Execute) -> list[Contact]:
            return contacts_of(execute, ids_of(execute, selection, now))

        return await self._database.reading_apart(work)

    async def contact(self, contact_id: int) -> Contact:
        """One contact."""
        return await self._database.reading_apart(lambda execute: _existing(execute, contact_id))

    async def edit(self, contact_id: int, fields: Mapping[str, str], at: datetime) -> Edit:
        """Change fields; what was typed is not overwritten by what is read later."""
        values = {field: value_of(field, text) for field, text in fields.items()}

        def work(execute: Execute) -> Edit:
            name = _existing(execute, contact_id).person.name
            return recorded(
                execute,
                EditKind.EDIT,
                stored(at),
                [contact_id],
                lambda: _set(execute, contact_id, values, stored(at)),
                name,
            )

        return await self._writing(work)

    async def save_profile(self, shown: ShownProfile, at: datetime, *, birthday: bool) -> Saved:
        """Add the person of a profile page, or bring the contact up to date."""
        return await self._writing(
            lambda execute: shown_profiles.save(execute, shown, stored(at), typed=TYPED, birthday=birthday)
        )

    async def tag(self, ids: Sequence[int], tag: str, at: datetime) -> Edit:
        """Give all of them a tag."""
        word = value_of("company", tag)
        return await self._many(ids, EditKind.TAG, at, word, lambda execute, edit: _tag(execute, edit, word))

    async def untag(self, ids: Sequence[int], tag: str, at: datetime) -> Edit:
        """Take a tag from all of them."""
        word = value_of("company", tag)
        return await self._many(ids, EditKind.UNTAG, at, word, lambda execute, edit: _untag(execute, edit, word))

    async def set_do_not_contact(self, ids: Sequence[int], reason: str | None, at: datetime) -> Edit:
        """Switch do-not-contact on with a reason, or off."""
        said = None if reason is None else value_of("company", reason)
        return await self._many(
            ids, EditKind.DO_NOT_CONTACT, at, said or "", lambda execute, edit: _forbid(execute, edit, said)
        )

    async def delete(self, ids: Sequence[int], at: datetime) -> Edit:
        """Take them out of every list."""
        return await self._many(ids, EditKind.DELETE, at, "", lambda execute, edit: _delete(execute, edit, stored(at)))

    async def merge(self, keep: int, other: int, fields: Mapping[str, str], at: datetime) -> Edit:
        """Make one contact of two."""
        values = {field: value_of(field, text) for field, text in fields.items()}

        def work(execute: Execute) -> Edit:
            name = _existing(execute, keep).person.name
            _existing(execute, other)
            if keep == other:
                raise NoSuchContact(other)

            def merging() -> None:
                identity.join(execute, keep, other)
                _set(execute, keep, values, stored(at))

            edit = recorded(execute, EditKind.MERGE, stored(at), [keep, other], merging, name)
            count_after(execute, edit, keep)
            return edit

        return await self._writing(work)

    async def undo(self, edit_id: int | None, at: datetime) -> Undone:
        """Take an edit back."""
        return await self._writing(lambda execute: edits.undo(execute, edit_id, stored(at)))

    async def edits(self, limit: int = 50) -> Sequence[Edit]:
        """What can still be undone, newest first."""
        return await self._database.reading_apart(lambda execute: edits.edits(execute, limit))

    async def likely_doubles(self, limit: int = 100) -> Sequence[LikelyDouble]:
        """Pairs that may be one person, the likeliest first."""

        def work(execute: Execute) -> list[LikelyDouble]:
            pairs = doubles.likely(execute, limit)
            ids = sorted({row for first, second, _ in pairs for row in (first, second)})
            by_id = {contact.id: contact for contact in contacts_of(execute, ids)}
            return [
                LikelyDouble(first=by_id[first], second=by_id[second], alike=alike) for first, second, alike in pairs
            ]

        return await self._database.reading_apart(work)

    async def forget(self, contact_id: int, at: datetime) -> None:
        """Remove everything that tells who this is, for good."""

        def work(execute: Execute) -> None:
            _existing(execute, contact_id)
            hashes = forgetting.forget(execute, contact_id, stored(at))
            sending_log.forget(self._log, hashes)

        await self._writing(work)

    async def everything(self, contact_id: int) -> dict[str, Any]:
        """All that is held about one contact, row by row."""

        def work(execute: Execute) -> dict[str, Any]:
            _existing(execute, contact_id)
            return forgetting.everything(execute, contact_id)

        return await self._database.reading_apart(work)

    async def whole(self) -> bytes:
        """The whole book as one document."""
        return await self._database.reading_apart(whole_book.written)

    async def read(self, content: bytes, file: str, at: datetime, *, dry: bool) -> ReadBook | None:
        """Put the contacts of such a document into the book."""
        return await self._writing(lambda execute: whole_book.read_into(execute, content, file, stored(at), dry=dry))

    async def _many(
        self,
        ids: Sequence[int],
        kind: EditKind,
        at: datetime,
        detail: str,
        work: Callable[[Execute, int], int],
    ) -> Edit:
        """Change many with a few statements: their ids stand in the table ``chosen`` meanwhile."""

        def change(execute: Execute) -> Edit:
            execute("DELETE FROM chosen", ())
            execute(
                "INSERT OR IGNORE INTO chosen SELECT p.id FROM json_each(?) AS asked CROSS JOIN people AS p"
                " ON p.id = asked.value WHERE p.deleted IS NULL",
                (json.dumps(list(ids)),),
            )
            edit = noted(execute, kind, stored(at), 0, detail)
            people = work(execute, edit.id)
            if not people:
                execute("DELETE FROM edits WHERE id = ?", (edit.id,))
                return Edit(id=0, kind=kind, at=at, people=0, detail=detail)
            execute("UPDATE edits SET people = ? WHERE id = ?", (people, edit.id))
            return Edit(id=edit.id, kind=kind, at=at, people=people, detail=detail)

        return await self._writing(change)

    async def _writing(self, work: Callable[[Execute], T]) -> T:
        """One transaction, to its end also where whoever asked is cancelled meanwhile."""

        def change() -> T:
            with translated(), closing(connect(self._path, PATIENCE)) as connection:
                connection.execute(_CHOSEN)
                with Transaction(connection):
                    return work(connection.execute)

        return await self._database.to_its_end(asyncio.to_thread(change))


def _existing(execute: Execute, contact_id: int) -> Contact:
    row = execute(f"{CONTACT} WHERE p.id = ? AND p.deleted IS NULL", (contact_id,)).fetchone()
    if row is None:
        raise NoSuchContact(contact_id)
    return contact_of(row)


def _set(execute: Execute, row: int, values: Mapping[str, Any], at: int) -> None:
    for field, value in values.items():
        if field in _COLUMNS:
            execute(f"UPDATE people SET {field} = ? WHERE id = ?", (value, row))
            if field == "name":
                execute("UPDATE people SET name_order = ? WHERE id = ?", (folded(value), row))
        elif field == "rhythm":
            execute("UPDATE people SET rhythm_days = ? WHERE id = ?", (value, row))
        elif field == "birthday":
            _set_birthday(execute, row, value, at)
        else:
            kind = field.removesuffix("s")
            execute("DELETE FROM person_details WHERE person = ? AND kind = ?", (row, kind))
            for place, detail in enumerate(value):
                execute(
                    "INSERT INTO person_details (person, kind, value, place) VALUES (?, ?, ?, ?)",
                    (row, kind, detail, place),
                )
        execute(
            "INSERT INTO field_sources (person, field, source, as_of) VALUES (?, ?, ?, ?)"
            " ON CONFLICT (person, field) DO UPDATE SET source = excluded.source, as_of = excluded.as_of",
            (row, field, TYPED, at),
        )
    identity.index(execute, row)


def _set_birthday(execute: Execute, row: int, birthday: tuple[int | None, int, int] | None, at: int) -> None:
    execute("DELETE FROM birthdays WHERE person = ?", (row,))
    if birthday is not None:
        year, month, day = birthday
        execute(
            "INSERT INTO birthdays (person, month, day, source, seen, year) VALUES (?, ?, ?, ?, ?, ?)",
            (row, month, day, TYPED, at, year),
        )


_KEEP = 'INSERT INTO edit_rows (edit, person, "of", "row", "before", "after") SELECT ?, id, '


def _tag(execute: Execute, edit: int, tag: str) -> int:
    execute(
        f"{_KEEP} 'people_tags', ?, NULL, '{{}}' FROM chosen WHERE NOT EXISTS"
        " (SELECT 1 FROM people_tags WHERE person = chosen.id AND tag = ?)",
        (edit, json.dumps({"tag": tag}), tag),
    )
    execute("INSERT OR IGNORE INTO people_tags (person, tag) SELECT id, ? FROM chosen", (tag,))
    return _kept(execute, edit)


def _untag(execute: Execute, edit: int, tag: str) -> int:
    execute(
        f"{_KEEP} 'people_tags', ?, '{{}}', NULL FROM chosen JOIN people_tags AS t ON t.person = id AND t.tag = ?",
        (edit, json.dumps({"tag": tag}), tag),
    )
    execute("DELETE FROM people_tags WHERE tag = ? AND person IN (SELECT id FROM chosen)", (tag,))
    return _kept(execute, edit)


def _forbid(execute: Execute, edit: int, reason: str | None) -> int:
    """Rows that come, go, or have another reason now."""
    execute(
        f"{_KEEP} 'do_not_contact', '{{}}',"
        " iif(d.person IS NULL, NULL, json_object('reason', d.reason)),"
        " iif(? IS NULL, NULL, json_object('reason', ?))"
        " FROM chosen LEFT JOIN do_not_contact AS d ON d.person = chosen.id WHERE d.reason IS NOT ?",
        (edit, reason, reason, reason),
    )
    execute("DELETE FROM do_not_contact WHERE person IN (SELECT id FROM chosen)", ())
    if reason is not None:
        execute("INSERT INTO do_not_contact (person, reason) SELECT id, ? FROM chosen", (reason,))
    return _kept(execute, edit)


def _delete(execute: Execute, edit: int, at: int) -> int:
    execute(
        f"{_KEEP} 'people', '{{}}', json_object('deleted', NULL), json_object('deleted', ?) FROM chosen", (edit, at)
    )
    execute("UPDATE people SET deleted = ? WHERE id IN (SELECT id FROM chosen)", (at,))
    return _kept(execute, edit)


def _kept(execute: Execute, edit: int) -> int:
    return int(execute("SELECT count(*) FROM edit_rows WHERE edit = ?", (edit,)).fetchone()[0])
