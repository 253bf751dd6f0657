"""What a file's people would change in the book, and changing it: all of them at once.

A field is taken from a file where nothing stands, where what stands was read in a worse or an older source, or where it
comes from as new a one and the book never had it before. So two files in turn never turn a field back and forth, and
what the person typed stays.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence

from linkapp.domain.contact_record import FileFormat
from linkapp.storage.import_staging import SEPARATOR

TYPED = "typed"
"""The source of what the person wrote themselves."""
EVERY_FIELD = "*"
"""The field that stands for all of a contact's that have no source of their own: it was made from that one."""
_OF_THE_SITE = ("site", FileFormat.CONNECTIONS, FileFormat.ARCHIVE, FileFormat.MESSAGES, FileFormat.INVITATIONS)
_RANK = (
    "CASE {source} WHEN '" + TYPED + "' THEN 3 "
    + "".join(f"WHEN '{source}' THEN 2 " for source in _OF_THE_SITE)
    + "ELSE 1 END"
)  # fmt: skip
_SEEN_ON_SITE = ("name", "headline")
"""Fields that every reading of a page brings up to date, without a word of where from."""

_FIELDS = {
    "name": ("s.name", "p.name"),
    "headline": ("s.headline", "p.headline"),
    "company": ("s.company", "p.company"),
    "position": ("s.position", "p.position"),
    "location": ("s.location", "p.location"),
    "connected_on": ("coalesce(s.connected_on, '')", "coalesce(p.connected_on, '')"),
    "notes": ("s.notes", "p.notes"),
}
"""A field as the file has it, and as the book has it."""
_FILLED_ONLY = ("notes",)
_BIRTHDAY = (
    "CASE WHEN {of}.month IS NULL THEN '' WHEN {of}.year IS NULL THEN printf('--%02d-%02d', {of}.month, {of}.day)"
    " ELSE printf('%04d-%02d-%02d', {of}.year, {of}.month, {of}.day) END"
)

_WORDS = (
    "search_text({of}.name, {of}.headline, {of}.company, {of}.position, {of}.location, {of}.notes,"
    " (SELECT group_concat(value, char(10)) FROM (SELECT value FROM person_details WHERE person = {of}.person"
    " ORDER BY kind, place)))"
)
"""What searches look in of a contact; a function of this connection folds it (``domain/search_text.py``)."""
_TABLES = (
    "DROP TABLE IF EXISTS temp.changes",
    "CREATE TEMP TABLE changes (person INTEGER, field TEXT, before TEXT, after TEXT, PRIMARY KEY (person, field))"
    " WITHOUT ROWID",
)


def plan(connection: sqlite3.Connection, source: FileFormat, as_of: int) -> None:
    """Put into ``changes`` what would become of whom: of people of the book only, and not of deleted ones."""
    for statement in _TABLES:
        connection.execute(statement)
    _take_together(connection)
    (some,) = connection.execute("SELECT EXISTS (SELECT 1 FROM staged WHERE new = 0)").fetchone()
    if not some:
        return
    rank = 2 if source in _OF_THE_SITE else 1
    values = {"rank": rank, "as_of": as_of}
    for field, (after, before) in _FIELDS.items():
        connection.execute(_compared(field, after, before, "", field in _FILLED_ONLY), values)
    connection.execute(
        _compared(
            "birthday",
            _BIRTHDAY.format(of="s"),
            _BIRTHDAY.format(of="b"),
            " LEFT JOIN birthdays AS b ON b.person = p.id",
            False,
            # A year is added to the day that is known, and none is taken away.
            "(s.month <> b.month OR s.day <> b.day OR b.month IS NULL OR (b.year IS NULL AND s.year IS NOT NULL)"
            " OR s.year <> b.year)",
        ),
        values,
    )
    for kind, field in (("email", "emails"), ("phone", "phones")):
        connection.execute(
            "INSERT INTO changes SELECT s.person, ?, '', group_concat(DISTINCT d.value) FROM staged_details AS d"
            " JOIN staged AS s USING (n) JOIN people AS p ON p.id = s.person WHERE s.new = 0 AND d.kind = ?"
            " AND p.deleted IS NULL AND NOT EXISTS (SELECT 1 FROM person_details AS o"
            " WHERE o.person = s.person AND o.kind = d.kind AND o.value = d.value) AND NOT EXISTS (SELECT 1"
            " FROM field_sources AS f WHERE f.person = s.person AND f.field = ? AND f.source = ?) GROUP BY s.person",
            (field, kind, field, TYPED),
        )
    connection.execute(
        "INSERT INTO changes SELECT s.person, 'tags', '', replace(s.tags, ?, ', ') FROM staged AS s"
        " JOIN people AS p ON p.id = s.person WHERE s.new = 0 AND s.first = 1 AND s.tags <> '' AND p.deleted IS NULL"
        " AND NOT EXISTS (SELECT 1 FROM people_tags AS t WHERE t.person = s.person) AND NOT EXISTS (SELECT 1"
        " FROM field_sources AS f WHERE f.person = s.person AND f.field = 'tags' AND f.source = ?)"
        " AND NOT EXISTS (SELECT 1 FROM import_changes AS c WHERE c.person = s.person AND c.field = 'tags')",
        (SEPARATOR, TYPED),
    )


def write_newcomers(connection: sqlite3.Connection, source: FileFormat, as_of: int, now: int) -> None:
    """Make the people who are new, with all that the file says of them."""
    connection.execute(
        "INSERT INTO people (id, name, name_order, headline, company, location, notes, first_seen, last_seen, position,"
        " connected_on) SELECT person, name, name_order, headline, company, location, notes, ?, ?, position,"
        " connected_on FROM staged WHERE new = 1 AND first = 1 ORDER BY person",
        (now, now),
    )
    connection.execute(
        "INSERT INTO birthdays (person, month, day, year, source, seen) SELECT person, month, day, year, ?, ?"
        " FROM staged WHERE new = 1 AND first = 1 AND month IS NOT NULL",
        (source, now),
    )
    connection.execute(
        "INSERT INTO field_sources (person, field, source, as_of) SELECT person, ?, ?, ? FROM staged"
        " WHERE new = 1 AND first = 1 ORDER BY person",
        (EVERY_FIELD, source, as_of),
    )
    _write_tags(connection, "s.new = 1")


def write_words(connection: sqlite3.Connection) -> None:
    """Bring what searches look in up to date: behind everything else."""
    connection.execute(
        f"INSERT INTO people_search (rowid, words) SELECT s.person, {_WORDS.format(of='s')} FROM staged AS s"
        " WHERE s.new = 1 AND s.first = 1 ORDER BY s.person"
    )
    changed = "SELECT DISTINCT person FROM changes WHERE field NOT IN ('birthday', 'connected_on', 'tags')"
    connection.execute(f"DELETE FROM people_search WHERE rowid IN ({changed})")
    connection.execute(
        f"INSERT INTO people_search (rowid, words) SELECT p.id, {_WORDS.format(of='p').replace('p.person', 'p.id')}"
        f" FROM people AS p WHERE p.id IN ({changed})"
    )


def write_keys(connection: sqlite3.Connection, now: int) -> None:
    """Every key of every record is its person's from now on, unless it is somebody else's already."""
    for keys in (
        "SELECT id_key, person, ? FROM staged WHERE id_key IS NOT NULL",
        "SELECT in_key, person, ? FROM staged WHERE in_key IS NOT NULL",
        "SELECT m.key, s.person, ? FROM staged_mails AS m JOIN staged AS s USING (n) WHERE 1",
        "SELECT row_key, person, ? FROM staged WHERE 1",
    ):
        connection.execute(
            f"INSERT OR IGNORE INTO person_keys (key, person, seen) {keys} AND gone = 0 ORDER BY 1", (now,)
        )
    connection.execute(
        "INSERT OR IGNORE INTO person_details (person, kind, value, place) SELECT s.person, d.kind, d.value,"
        " d.place + coalesce((SELECT max(place) + 1 FROM person_details AS o WHERE o.person = s.person"
        " AND o.kind = d.kind), 0) FROM staged_details AS d JOIN staged AS s USING (n) WHERE s.new = 1 OR EXISTS"
        " (SELECT 1 FROM changes AS c WHERE c.person = s.person AND c.field = d.kind || 's') ORDER BY s.person, d.n"
    )


def write_changes(connection: sqlite3.Connection, source: FileFormat, as_of: int, now: int) -> None:
    """Write ``changes``, with where each new value was read."""
    for field in _FIELDS:
        also = ", name_order = s.name_order" if field == "name" else ""
        connection.execute(
            f"UPDATE people SET {field} = c.after{also} FROM changes AS c"
            " JOIN staged AS s ON s.person = c.person AND s.first = 1 WHERE c.field = ? AND people.id = c.person",
            (field,),
        )
    connection.execute(
        "INSERT INTO birthdays (person, month, day, year, source, seen) SELECT s.person, s.month, s.day, s.year, ?, ?"
        " FROM changes AS c JOIN staged AS s ON s.person = c.person AND s.first = 1 WHERE c.field = 'birthday'"
        " ON CONFLICT (person) DO UPDATE SET month = excluded.month, day = excluded.day, year = excluded.year,"
        " source = excluded.source, seen = excluded.seen",
        (source, now),
    )
    _write_tags(connection, "s.person IN (SELECT person FROM changes WHERE field = 'tags')")
    connection.execute(
        "INSERT INTO field_sources (person, field, source, as_of) SELECT person, field, ?, ? FROM changes"
        " WHERE field NOT IN ('emails', 'phones', 'tags') ON CONFLICT (person, field) DO UPDATE"
        " SET source = excluded.source, as_of = max(as_of, excluded.as_of)",
        (source, as_of),
    )
    # What the file says again is as new as the file.
    connection.execute(
        "UPDATE field_sources SET as_of = ? WHERE source = ? AND as_of < ? AND person IN (SELECT person FROM staged"
        " WHERE new = 0 AND loose = 0)",
        (as_of, source, as_of),
    )


def counts(connection: sqlite3.Connection) -> tuple[int, int, int]:
    """How many records of people are new, changed and unchanged. A further record of one person is unchanged."""
    new, changed, unchanged = connection.execute(
        "SELECT coalesce(sum(first AND new), 0), coalesce(sum(first AND NOT new AND changed), 0),"
        " coalesce(sum(NOT first OR (NOT new AND NOT changed)), 0) FROM (SELECT first, new,"
        " person IN (SELECT person FROM changes) AS changed FROM staged)"
    ).fetchone()
    return new, changed, unchanged


def _compared(field: str, after: str, before: str, joined: str, filled_only: bool, differs: str = "") -> str:
    """The statement that puts the changes of one field into ``changes``."""
    seen = (
        ", iif(everything.person IS NULL OR p.last_seen > p.first_seen, p.last_seen, 0)"
        if field in _SEEN_ON_SITE
        else ", 0"
    )
    rank = _RANK.format(source="coalesce(own.source, everything.source, 'site')")
    as_of = f"max(coalesce(own.as_of, everything.as_of, 0){seen})"
    never = (
        f"NOT EXISTS (SELECT 1 FROM import_changes AS c WHERE c.person = p.id AND c.field = '{field}'"
        f" AND c.before = {after})"
    )
    newer = f"(:rank > {rank} OR (:rank = {rank} AND (:as_of > {as_of} OR (:as_of = {as_of} AND {never}))))"
    if filled_only:
        newer = "0"
    sure = "(s.loose = 0 OR s.id_key IS NOT NULL OR s.in_key IS NOT NULL)"
    return (
        f"INSERT INTO changes SELECT p.id, '{field}', {before}, {after} FROM staged AS s"
        f" JOIN people AS p ON p.id = s.person{joined}"
        f" LEFT JOIN field_sources AS own ON own.person = p.id AND own.field = '{field}'"
        f" LEFT JOIN field_sources AS everything ON everything.person = p.id AND everything.field = '{EVERY_FIELD}'"
        f" WHERE s.new = 0 AND s.first = 1 AND p.deleted IS NULL AND {after} <> '' AND {after} <> {before}"
        f"{f' AND {differs}' if differs else ''} AND {rank} < 3"
        f" AND ({before} = '' OR ({sure} AND {newer}))"
    )


def _take_together(connection: sqlite3.Connection) -> None:
    """What only a further record of the same person says is taken as said by the first one."""
    columns: Sequence[str] = ("headline", "company", "position", "location", "notes", "tags")
    for column in columns:
        connection.execute(
            f"UPDATE staged SET {column} = coalesce((SELECT o.{column} FROM staged AS o WHERE o.person = staged.person"
            f" AND o.{column} <> '' ORDER BY o.n LIMIT 1), '') WHERE first = 1 AND {column} = ''"
            " AND person IN (SELECT person FROM staged WHERE first = 0)"
        )
    connection.execute(
        "UPDATE staged SET (month, day, year) = (SELECT o.month, o.day, o.year FROM staged AS o"
        " WHERE o.person = staged.person AND o.month IS NOT NULL ORDER BY o.n LIMIT 1) WHERE first = 1"
        " AND month IS NULL AND person IN (SELECT person FROM staged WHERE first = 0 AND month IS NOT NULL)"
    )
    connection.execute(
        "UPDATE staged SET connected_on = (SELECT min(o.connected_on) FROM staged AS o WHERE o.person = staged.person)"
        " WHERE first = 1 AND connected_on IS NULL AND person IN (SELECT person FROM staged WHERE first = 0)"
    )


def _write_tags(connection: sqlite3.Connection, whose: str) -> None:
    connection.executemany(
        "INSERT OR IGNORE INTO people_tags (person, tag) VALUES (?, ?)",
        (
            (person, tag)
            for person, tags in connection.execute(
                f"SELECT s.person, s.tags FROM staged AS s WHERE s.first = 1 AND s.tags <> '' AND {whose}"
            ).fetchall()
            for tag in tags.split(SEPARATOR)
        ),
    )
