"""Who the people of a file are: contacts of the book, somebody new, or each other. No name decides alone.

A member id or a profile address decides; else an e-mail address, unless the file gives it to people of different names;
else where the record comes from, with its name and date. Which is which among records that agree in all of that is not
known: they stay apart, and change nothing of each other (``loose``).

The statements are those of ``identity.py`` for a whole file at once. They write into tables of this connection only.
"""

from __future__ import annotations

import sqlite3
from itertools import count

_HAS_ADDRESS = "SELECT 1 FROM person_keys AS k WHERE k.person = {person} AND (k.key LIKE 'id:%' OR k.key LIKE 'in:%')"

_TABLES = (
    "DROP TABLE IF EXISTS temp.shared",
    "DROP TABLE IF EXISTS temp.staged_mails",
    "DROP TABLE IF EXISTS temp.fresh",
    "DROP TABLE IF EXISTS temp.who",
    "DROP TABLE IF EXISTS temp.agreed",
    "CREATE TEMP TABLE agreed (key TEXT PRIMARY KEY, person INTEGER) WITHOUT ROWID",
    "CREATE TEMP TABLE staged_mails (n INTEGER, key TEXT, place INTEGER)",
    "CREATE TEMP TABLE shared (value TEXT PRIMARY KEY) WITHOUT ROWID",
    "CREATE TEMP TABLE fresh (key TEXT PRIMARY KEY, person INTEGER) WITHOUT ROWID",
    "CREATE TEMP TABLE who (key TEXT PRIMARY KEY, person INTEGER, new INTEGER) WITHOUT ROWID",
    "UPDATE staged SET person = NULL, new = 0, first = 1, gone = 0 WHERE person IS NOT NULL",
    # An address that people of different names share is nobody's.
    "INSERT INTO shared SELECT d.value FROM staged_details AS d JOIN staged AS s USING (n) WHERE d.kind = 'email'"
    " GROUP BY d.value HAVING count(DISTINCT s.name_order) > 1",
    "INSERT INTO staged_mails SELECT n, 'mail:' || value, place FROM staged_details"
    " WHERE kind = 'email' AND value NOT IN (SELECT value FROM shared)",
    "CREATE INDEX temp.staged_mails_by_n ON staged_mails (n)",
    "CREATE INDEX temp.staged_mails_by_key ON staged_mails (key)",
)

_OF_THE_BOOK = (
    "UPDATE staged SET person = (SELECT person FROM person_keys WHERE key = id_key) WHERE id_key IS NOT NULL",
    "UPDATE staged SET person = (SELECT person FROM person_keys WHERE key = in_key)"
    " WHERE in_key IS NOT NULL AND person IS NULL",
    # Somebody who was to be forgotten is known by a hash, and stays forgotten.
    "UPDATE staged SET person = (SELECT person FROM forgotten_keys WHERE hash IN (key_hash(id_key), key_hash(in_key),"
    " key_hash(row_key))) WHERE person IS NULL AND EXISTS (SELECT 1 FROM forgotten_keys)",
    "UPDATE staged SET person = (SELECT f.person FROM staged_mails AS m JOIN forgotten_keys AS f"
    " ON f.hash = key_hash(m.key) WHERE m.n = staged.n LIMIT 1)"
    " WHERE person IS NULL AND EXISTS (SELECT 1 FROM forgotten_keys)",
    # By e-mail; somebody with another profile address only where the name is the same.
    "UPDATE staged SET person = (SELECT k.person FROM staged_mails AS m JOIN person_keys AS k ON k.key = m.key"
    " JOIN people AS p ON p.id = k.person WHERE m.n = staged.n AND ((staged.in_key IS NULL AND staged.id_key IS NULL)"
    f" OR p.name_order = staged.name_order OR NOT EXISTS ({_HAS_ADDRESS.format(person='k.person')}))"
    " ORDER BY m.place LIMIT 1) WHERE person IS NULL AND n IN (SELECT n FROM staged_mails)",
    # By source, name and date: a record with an address is somebody who has none yet, and who is nobody else here.
    "UPDATE staged SET person = (SELECT k.person FROM person_keys AS k WHERE k.key = staged.row_key"
    " AND ((staged.in_key IS NULL AND staged.id_key IS NULL) OR (staged.loose = 0"
    f" AND NOT EXISTS ({_HAS_ADDRESS.format(person='k.person')})"
    " AND NOT EXISTS (SELECT 1 FROM person_keys"
    " WHERE key = substr(staged.row_key, 1, length(staged.row_key) - 1) || '2')))"
    " AND k.person NOT IN (SELECT person FROM staged WHERE person IS NOT NULL)) WHERE person IS NULL",
    # Records of one address are one person, by whichever of them that person was found.
    "INSERT OR IGNORE INTO agreed SELECT coalesce(id_key, in_key), person FROM staged WHERE person IS NOT NULL"
    " AND coalesce(id_key, in_key) NOT IN (SELECT key FROM person_keys) ORDER BY n",
    "UPDATE staged SET person = agreed.person FROM agreed WHERE agreed.key = coalesce(staged.id_key, staged.in_key)",
    # Where the book has two of one name and date, a record without any address may be either.
    "UPDATE staged SET loose = 1 WHERE loose = 0 AND id_key IS NULL AND in_key IS NULL AND EXISTS (SELECT 1"
    " FROM person_keys WHERE key = substr(staged.row_key, 1, length(staged.row_key) - 1) || '2')",
)

_NEWCOMERS = (
    "INSERT INTO fresh SELECT key, {first} + row_number() OVER (ORDER BY begins) FROM"
    " (SELECT coalesce(id_key, in_key) AS key, min(n) AS begins FROM staged"
    " WHERE person IS NULL AND coalesce(id_key, in_key) IS NOT NULL GROUP BY key)",
    "UPDATE staged SET person = fresh.person, new = 1 FROM fresh"
    " WHERE staged.person IS NULL AND fresh.key = coalesce(staged.id_key, staged.in_key)",
)

_BY_MAIL = (
    # The e-mail address of somebody in this very file, who was met by a stronger key.
    "INSERT OR IGNORE INTO fresh SELECT m.key, s.person FROM staged_mails AS m JOIN staged AS s USING (n)"
    " WHERE s.person IS NOT NULL ORDER BY s.n",
    "INSERT OR IGNORE INTO fresh SELECT key, {first} + row_number() OVER (ORDER BY begins) FROM"
    " (SELECT m.key, min(s.n) AS begins FROM staged_mails AS m JOIN staged AS s USING (n)"
    " WHERE s.person IS NULL AND m.place = 0 AND NOT EXISTS (SELECT 1 FROM staged_mails AS o JOIN fresh AS f"
    " ON f.key = o.key WHERE o.n = s.n) GROUP BY m.key)",
    "UPDATE staged SET new = 1, person = (SELECT f.person FROM staged_mails AS m JOIN fresh AS f ON f.key = m.key"
    " WHERE m.n = staged.n ORDER BY m.place LIMIT 1) WHERE person IS NULL AND n IN (SELECT n FROM staged_mails)",
)

_THE_REST = (
    "INSERT OR IGNORE INTO fresh SELECT row_key, {first} + row_number() OVER (ORDER BY n) FROM staged"
    " WHERE person IS NULL",
    "UPDATE staged SET person = fresh.person, new = 1 FROM fresh"
    " WHERE staged.person IS NULL AND fresh.key = staged.row_key",
)

_ONCE = (
    "CREATE INDEX IF NOT EXISTS temp.staged_by_person ON staged (person, n)",
    "UPDATE staged SET first = 0 WHERE n IN (SELECT n FROM (SELECT n, row_number() OVER"
    " (PARTITION BY person ORDER BY n) AS place FROM staged) WHERE place > 1)",
    "UPDATE staged SET gone = 1 WHERE person IN (SELECT id FROM people WHERE deleted IS NOT NULL)",
    # Who is of the book is not new, whichever key led there.
    "UPDATE staged SET new = 0 WHERE new = 1 AND person <= {highest}",
)

_PARTIES = (
    "INSERT INTO who SELECT key, (SELECT person FROM person_keys AS k WHERE k.key = parties.key), 0 FROM parties",
    "UPDATE who SET person = (SELECT person FROM forgotten_keys WHERE hash = key_hash(key))"
    " WHERE person IS NULL AND EXISTS (SELECT 1 FROM forgotten_keys)",
    "INSERT OR IGNORE INTO agreed SELECT coalesce(id_key, in_key), person FROM staged"
    " WHERE coalesce(id_key, in_key) IS NOT NULL AND EXISTS (SELECT 1 FROM parties) ORDER BY n",
    "UPDATE who SET person = (SELECT person FROM agreed WHERE agreed.key = who.key) WHERE person IS NULL",
)


def match(connection: sqlite3.Connection) -> None:
    """Find the person of every record: ``staged.person``, ``new`` for one who is not in the book, ``first`` for the
    first record of each. The same for ``parties``, in ``who``, but for those whom nobody knows."""
    for statement in _TABLES + _OF_THE_BOOK:
        connection.execute(statement)
    _give_way(connection)
    highest = highest_id(connection)
    for statements in (_NEWCOMERS, _BY_MAIL, _THE_REST):
        (taken,) = connection.execute("SELECT coalesce(max(person), 0) FROM fresh").fetchone()
        for statement in statements:
            connection.execute(statement.format(first=max(highest, taken)))
    for statement in _ONCE:
        connection.execute(statement.format(highest=highest))
    for statement in _PARTIES:
        connection.execute(statement)


def _give_way(connection: sqlite3.Connection) -> None:
    """A record without any address whose name and date belong to somebody whom this file has elsewhere is another
    person of that name: it takes the next number, the same one every time."""
    blocked = connection.execute(
        "SELECT n, row_key FROM staged WHERE person IS NULL AND id_key IS NULL AND in_key IS NULL"
        " AND row_key IN (SELECT key FROM person_keys) ORDER BY n"
    ).fetchall()
    if blocked:
        connection.execute("CREATE INDEX IF NOT EXISTS temp.staged_by_row ON staged (row_key)")
        connection.execute("CREATE INDEX IF NOT EXISTS temp.staged_by_person ON staged (person, n)")
    for n, row_key in blocked:
        base, _, _ = row_key.rpartition("|")
        for number in count(1):
            key = f"{base}|{number}"
            owner = connection.execute("SELECT person FROM person_keys WHERE key = ?", (key,)).fetchone()
            if owner is not None:
                taken = connection.execute("SELECT 1 FROM staged WHERE person = ? LIMIT 1", owner).fetchone()
            else:
                taken = connection.execute("SELECT 1 FROM staged WHERE row_key = ? AND n <> ?", (key, n)).fetchone()
            if taken is None:
                person = None if owner is None else owner[0]
                connection.execute("UPDATE staged SET row_key = ?, person = ?, loose = 1 WHERE n = ?", (key, person, n))
                break


def make_parties(connection: sqlite3.Connection, keys: str) -> None:
    """Give a number of their own to parties whom nobody knows; ``keys``: a query for whom that is worth doing."""
    (taken,) = connection.execute(
        "SELECT max((SELECT coalesce(max(person), 0) FROM fresh), (SELECT coalesce(max(person), 0) FROM who))"
    ).fetchone()
    start = max(highest_id(connection), taken)
    connection.execute(
        f"UPDATE who SET new = 1, person = numbered.person FROM (SELECT key, {start} + row_number() OVER (ORDER BY key)"
        f" AS person FROM who WHERE person IS NULL AND key IN ({keys})) AS numbered WHERE numbered.key = who.key"
    )


def highest_id(connection: sqlite3.Connection) -> int:
    """The highest number that a contact has, or had."""
    (highest,) = connection.execute(
        "SELECT max(coalesce((SELECT max(id) FROM people), 0),"
        " coalesce((SELECT seq FROM sqlite_sequence WHERE name = 'people'), 0))"
    ).fetchone()
    return int(highest)
