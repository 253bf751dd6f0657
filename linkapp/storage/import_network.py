"""Who left the network, and who is in it again, by an export that lists all of it."""

from __future__ import annotations

import sqlite3

from linkapp.domain.contact_record import FileFormat
from linkapp.storage.import_staging import Staged
from linkapp.storage.instants import instant

_TABLES = (
    "DROP TABLE IF EXISTS temp.leaving",
    "CREATE TEMP TABLE leaving (person INTEGER PRIMARY KEY, back INTEGER NOT NULL)",
)
_LISTED = (
    "SELECT p.id, p.connected_on FROM people AS p WHERE p.deleted IS NULL AND p.left_network IS NULL"
    " AND p.connected_on IS NOT NULL AND p.id NOT IN (SELECT person FROM staged)"
    " AND EXISTS (SELECT 1 FROM person_keys AS k WHERE k.person = p.id AND k.key LIKE 'row:linkedin|%')"
)
"""Contacts whom an earlier export listed, and this one does not."""


_REPEATED = (
    "SELECT EXISTS (SELECT 1 FROM imports AS i LEFT JOIN edits AS e ON e.id = i.edit WHERE i.format = ? AND i.as_of = ?"
    " AND i.new + i.changed + i.unchanged + i.rejected = ? AND e.undone IS NULL) AND NOT EXISTS (SELECT 1 FROM staged"
    " WHERE new = 1)"
)
"""Whether a file was imported before: what it says of who left is known."""


def plan(connection: sqlite3.Connection, staged: Staged) -> None:
    """Put into ``leaving`` who left (``back`` 0) and who came back (1).

    Who was connected before that day and is not listed left: an export that is older than the last one would list them
    still. Then it is newer, and whoever else it does not list left as well. Without such a proof nobody did; nor where
    the file lists less than half of the network that is known: that is a part of an export, or another person's.
    """
    for statement in _TABLES:
        connection.execute(statement)
    if FileFormat.CONNECTIONS not in staged.has:
        return
    (repeated,) = connection.execute(_REPEATED, (staged.file.format, staged.as_of, staged.records)).fetchone()
    if repeated:
        return
    as_of = instant(staged.as_of).date().isoformat()
    (newer,) = connection.execute(
        f"SELECT EXISTS (SELECT 1 FROM ({_LISTED}) WHERE connected_on < ?)", (as_of,)
    ).fetchone()
    (gone,) = connection.execute(f"SELECT count(*) FROM ({_LISTED})").fetchone()
    (still,) = connection.execute(
        "SELECT count(DISTINCT person) FROM staged WHERE new = 0 AND connected_on IS NOT NULL"
    ).fetchone()
    if newer and still >= gone:
        connection.execute(f"INSERT INTO leaving SELECT id, 0 FROM ({_LISTED})")
    connection.execute(
        "INSERT OR IGNORE INTO leaving SELECT DISTINCT s.person, 1 FROM staged AS s JOIN people AS p ON p.id = s.person"
        " WHERE p.left_network IS NOT NULL AND p.deleted IS NULL AND s.connected_on IS NOT NULL AND NOT EXISTS"
        " (SELECT 1 FROM import_changes AS c JOIN imports AS i ON i.id = c.import WHERE c.person = p.id"
        " AND c.what = 'left' AND i.as_of >= ?)",
        (staged.as_of,),
    )


def write(connection: sqlite3.Connection, now: int) -> None:
    """Say so in the book."""
    connection.execute(
        "UPDATE people SET left_network = iif(leaving.back, NULL, ?) FROM leaving WHERE leaving.person = people.id",
        (now,),
    )
