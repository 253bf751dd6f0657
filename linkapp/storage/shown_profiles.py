"""Keeping what a profile page showed that the person had opened by hand, as one edit that can be undone.

A page is the newest source there is, so it replaces what was read elsewhere; what the person typed stays. Inside a
transaction of the caller.
"""

from __future__ import annotations

from linkapp.domain.search_text import folded
from linkapp.domain.shown_profile import ShownProfile
from linkapp.services.ports.contacts import EditKind, Saved
from linkapp.storage import identity
from linkapp.storage.edits import made, noted, recorded
from linkapp.storage.identity import Execute

SITE = "site"
EVERY_FIELD = "*"
_SOURCE = (
    "INSERT INTO field_sources (person, field, source, as_of) VALUES (?, ?, ?, ?)"
    " ON CONFLICT (person, field) DO UPDATE SET source = excluded.source, as_of = max(as_of, excluded.as_of)"
)


def save(execute: Execute, shown: ShownProfile, at: int, *, typed: str, birthday: bool) -> Saved:
    """See ``ContactBook.save_profile``. ``typed``: the source of what the person wrote themselves. Keys of one person
    are joined for good, as with every page that is read."""
    new = not identity.found(execute, shown.person)
    row = identity.joined(execute, shown.person, at)
    (name, deleted) = execute("SELECT name, deleted FROM people WHERE id = ?", (row,)).fetchone()
    stayed: list[str] = []

    def write() -> None:
        if deleted is not None:  # whoever saves somebody wants them in the book
            execute("UPDATE people SET deleted = NULL WHERE id = ?", (row,))
        if not birthday or new or deleted is not None:
            stayed.extend(_fields(execute, row, shown, at, typed, new=new))
        if birthday and shown.birthday is not None:
            stayed.extend(_birthday(execute, row, shown.birthday, at, typed))
        identity.index(execute, row)

    if new:
        edit = noted(execute, EditKind.EDIT, at, 1, shown.person.name)
        made(execute, edit.id, row)
        write()
    else:
        edit = recorded(execute, EditKind.EDIT, at, [row], write, name or shown.person.name)
    execute("UPDATE people SET last_seen = max(last_seen, ?) WHERE id = ?", (at, row))
    return Saved(contact=row, edit=edit, kept=tuple(stayed))


def _fields(execute: Execute, row: int, shown: ShownProfile, at: int, typed: str, *, new: bool) -> list[str]:
    """Write what the page tells; the fields that stay as they were typed."""
    stayed = []
    for field, value in (
        ("name", shown.person.name),
        ("headline", shown.person.headline),
        ("company", shown.company),
        ("location", shown.location),
    ):
        (before,) = execute(f"SELECT {field} FROM people WHERE id = ?", (row,)).fetchone()
        if not value or (value == before and not new):
            continue
        if _source(execute, row, field) == typed:
            stayed.append(field)
            continue
        execute(f"UPDATE people SET {field} = ? WHERE id = ?", (value, row))
        if field == "name":
            execute("UPDATE people SET name_order = ? WHERE id = ?", (folded(value), row))
        execute(_SOURCE, (row, field, SITE, at))
    return stayed


def _birthday(execute: Execute, row: int, day: tuple[int, int], at: int, typed: str) -> list[str]:
    """Write the birthday, unless one was typed. The same day stays as it is known, with its year."""
    before = execute("SELECT month, day, source FROM birthdays WHERE person = ?", (row,)).fetchone()
    if before is not None and (before[0], before[1]) == day:
        return []
    if typed in (_source(execute, row, "birthday"), before[2] if before is not None else None):
        return ["birthday"]
    execute(
        "INSERT INTO birthdays (person, month, day, source, seen) VALUES (?, ?, ?, ?, ?)"
        " ON CONFLICT (person) DO UPDATE SET year = NULL, month = excluded.month, day = excluded.day,"
        " source = excluded.source, seen = excluded.seen",
        (row, *day, SITE, at),
    )
    execute(_SOURCE, (row, "birthday", SITE, at))
    return []


def _source(execute: Execute, row: int, field: str) -> str | None:
    """Where a field was read, else where the contact as a whole came from."""
    for name in (field, EVERY_FIELD):
        known = execute("SELECT source FROM field_sources WHERE person = ? AND field = ?", (row, name)).fetchone()
        if known is not None:
            return str(known[0])
    return None
