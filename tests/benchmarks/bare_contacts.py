"""The same contacts, asked of a bare connection of ``sqlite3``: what the contacts tab is measured against."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from typing import Any

from linkapp.domain.search_text import begins_anywhere, shortened, sought

_ROWS = (
    "SELECT id, name, headline, company, position, location, notes, score, last_contact, first_seen, first_name,"
    " connected_on, wrote_last, formality, rhythm_days, look_in_on, left_network FROM people WHERE id IN ({})",
    "SELECT person, month, day, year FROM birthdays WHERE person IN ({})",
    "SELECT person, reason FROM do_not_contact WHERE person IN ({})",
    "SELECT person, key FROM person_keys WHERE person IN ({}) ORDER BY person, seen DESC",
    "SELECT person, tag FROM people_tags WHERE person IN ({}) ORDER BY person, tag",
    "SELECT person, kind, value FROM person_details WHERE person IN ({}) ORDER BY person, kind, place",
    "SELECT k.person, o.phrase FROM person_keys AS k JOIN opt_outs AS o ON o.key = k.key WHERE k.person IN ({})"
    " AND o.answer = '' ORDER BY o.at",
)
_MATCH = "id IN (SELECT rowid FROM people_search WHERE people_search MATCH ?)"
_BEGINS = "(name_order LIKE ? OR name_order LIKE ? OR name_order LIKE ?)"


def connection(path: Any) -> sqlite3.Connection:
    """As the window's own: read-only, with as much memory."""
    db = sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True, isolation_level=None)
    db.execute("PRAGMA cache_size = -16000")
    return db


def rows(db: sqlite3.Connection, ids: Sequence[int]) -> list[list[Any]]:
    """Everything a row of the table is made of, with keys, tags and addresses: a statement a table."""
    marks = ", ".join("?" * len(ids))
    return [db.execute(statement.format(marks), tuple(ids)).fetchall() for statement in _ROWS]


def ids(db: sqlite3.Connection, words: str = "", limit: int = -1) -> list[Any]:
    """The ids of those who hold the words, by name."""
    conditions, values = ["deleted IS NULL"], list[Any]()
    for word in sought(words):
        if len(word) >= 3 or begins_anywhere(word):
            conditions.append(_MATCH)
            values.append(f'"{shortened(word)}"')
        else:
            conditions.append(_BEGINS)
            values += [f"{word}%", f"% {word}%", f"%-{word}%"]
    chosen = " AND ".join(conditions)
    statement = f"SELECT id FROM people WHERE {chosen} ORDER BY name_order, id LIMIT ?"
    return db.execute(statement, (*values, limit)).fetchall()


def tag(db: sqlite3.Connection, number: int, name: str) -> None:
    """Give a tag to so many, so that it can be taken back: a row for each, and a row of what was done."""
    db.execute("BEGIN IMMEDIATE")
    db.execute("INSERT INTO edits (kind, at, people) VALUES ('tag', 1, ?)", (number,))
    edit = db.execute("SELECT max(id) FROM edits").fetchone()[0]
    db.execute(
        'INSERT INTO edit_rows (edit, person, "of", "row", "after")'
        " SELECT ?, id, 'people_tags', json_object('tag', ?), '{}' FROM people WHERE id <= ?",
        (edit, name, number),
    )
    db.execute("INSERT INTO people_tags SELECT id, ? FROM people WHERE id <= ?", (name, number))
    db.execute("COMMIT")
