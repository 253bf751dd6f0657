"""Forgetting a person, and telling all that is held about one.

Inside a transaction of the caller. What stays of somebody forgotten: the acts without a word of them, a hash of each
key so that they are known again and not greeted twice, and that they must not be contacted, where that was said.
"""

from __future__ import annotations

from typing import Any

from linkapp.services.ports.contacts import NotForgotten
from linkapp.storage import identity
from linkapp.storage.edits import KEYS
from linkapp.storage.identity import Execute
from linkapp.storage.tables import OPEN, is_one_of

_GO = tuple(table for table in KEYS if table not in ("people", "forgotten_keys", "do_not_contact", "acts"))
_TOLD_AS_TEXT = ("name", "name_order", "headline", "company", "location", "notes", "first_name", "position")
_ITEMS = (
    "FROM run_items WHERE 'id:' || member IN (SELECT key FROM person_keys WHERE person = ?1)"
    " OR 'in:' || profile IN (SELECT key FROM person_keys WHERE person = ?1)"
)


def forget(execute: Execute, row: int, at: int) -> dict[str, str]:
    """Remove everything that tells who this is; gives the hash of each key that they had. Raises ``NotForgotten``."""
    if execute(f"SELECT 1 FROM acts WHERE person = ? AND {is_one_of(OPEN)}", (row,)).fetchone() is not None:
        raise NotForgotten(
            "Whether a message to this person went out is not settled yet; afterwards they can be forgotten.",
            "not_forgotten",
        )
    keys = [str(key) for (key,) in execute("SELECT key FROM person_keys WHERE person = ?", (row,)).fetchall()]
    hashes = {key: identity.hash_of(key) for key in keys}
    opted_out = False
    for key, hash_ in hashes.items():
        execute("INSERT OR REPLACE INTO forgotten_keys (hash, person) VALUES (?, ?)", (hash_, row))
        asked = execute("SELECT 1 FROM opt_outs WHERE key = ? AND answer <> 'not_meant'", (key,)).fetchone()
        opted_out = opted_out or asked is not None
        execute("DELETE FROM opt_outs WHERE key = ?", (key,))
    execute(
        "UPDATE run_items SET name = '', member = NULL, profile = NULL, headline = '', text = '', detail = '',"
        f" found_by = '', evidence = '' WHERE id IN (SELECT id {_ITEMS})",
        (row,),
    )
    execute("UPDATE acts SET text = '', detail = '', proof = '', message_id = '' WHERE person = ?", (row,))
    for table in _GO:
        execute(f"DELETE FROM {table} WHERE person = ?", (row,))
    execute("UPDATE do_not_contact SET reason = '' WHERE person = ?", (row,))
    if opted_out:
        execute("INSERT OR IGNORE INTO do_not_contact (person, reason) VALUES (?, '')", (row,))
    edited = "SELECT edit FROM edit_rows WHERE person = ?"
    execute(f"UPDATE edits SET detail = '' WHERE kind IN ('edit', 'merge') AND id IN ({edited})", (row,))
    execute("DELETE FROM edit_rows WHERE person = ?", (row,))
    execute(
        "DELETE FROM edits WHERE id NOT IN (SELECT edit FROM edit_rows)"
        " AND id NOT IN (SELECT edit FROM imports WHERE edit IS NOT NULL)",
        (),
    )
    execute("DELETE FROM people_search WHERE rowid = ?", (row,))
    execute(
        f"UPDATE people SET {', '.join(f'{column} = {_EMPTY}' for column in _TOLD_AS_TEXT)}, formality = '',"
        " wrote_last = '', score = NULL, last_contact = NULL, connected_on = NULL, rhythm_days = NULL,"
        " look_in_on = NULL, left_network = NULL, deleted = ? WHERE id = ?",
        (at, row),
    )
    return hashes


_EMPTY = "''"


def everything(execute: Execute, row: int) -> dict[str, Any]:
    """Every row of every table that is about a person, by table, as columns and values."""
    held: dict[str, Any] = {}
    for table in KEYS:
        rows = _rows(execute, f"SELECT * FROM {table} WHERE {'id' if table == 'people' else 'person'} = ?1", row, table)
        if rows:
            held[table] = rows
    names = [str(column[1]) for column in execute("PRAGMA table_info(run_items)", ()).fetchall()]
    items = execute(f"SELECT * {_ITEMS}", (row,)).fetchall()
    if items:
        held["run_items"] = [dict(zip(names, item, strict=True)) for item in items]
    return held


def _rows(execute: Execute, statement: str, row: int, table: str) -> list[dict[str, Any]]:
    names = [str(column[1]) for column in execute(f"PRAGMA table_info({table})", ()).fetchall()]
    return [dict(zip(names, values, strict=True)) for values in execute(statement, (row,)).fetchall()]
