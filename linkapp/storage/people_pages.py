"""The contacts for the window's table: all ids of a list at once, rows block by block, synchronously.

One aiosqlite row costs forty times a direct one, and a table asks while it paints. So this reads through its own
read-only connection: 100,000 ids sorted in tens of milliseconds, a block of 200 rows in two.
"""

from __future__ import annotations

import sqlite3
from array import array
from collections.abc import Sequence
from pathlib import Path

from linkapp.services.ports.book import Contact
from linkapp.storage.contact_rows import CONTACT, Order, contact, match, order_by
from linkapp.storage.failures import translated

_AT_ONCE = 500


class SqlitePeoplePages:
    """Opened at once, closed by ``close``; for the thread that made it. Raises ``StoreError``."""

    def __init__(self, path: Path) -> None:
        with translated():
            self._db = sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True, isolation_level=None)
            self._db.execute("PRAGMA busy_timeout = 200")  # the window waits meanwhile
            self._db.execute("PRAGMA trusted_schema = OFF")

    def ids(self, words: str = "", order: Order | str = Order.NAME, descending: bool = False) -> array[int]:
        """The ids of all contacts of whom every word begins a word of name, headline, company, location, notes or tags.

        In an order; all of them for no words. 8 bytes each.
        """
        query = match(words)
        where = "" if query is None else " WHERE p.id IN (SELECT rowid FROM people_search WHERE people_search MATCH ?)"
        with translated():
            rows = self._db.execute(
                f"SELECT p.id FROM people AS p{where}{order_by(Order(order), descending)}",
                () if query is None else (query,),
            )
            return array("q", (row[0] for row in rows))

    def rows(self, ids: Sequence[int]) -> list[Contact]:
        """The contacts with these ids, in their order; those that are gone meanwhile are left out."""
        contacts: dict[int, Contact] = {}
        with translated():
            for start in range(0, len(ids), _AT_ONCE):
                block = tuple(ids[start : start + _AT_ONCE])
                marks = ", ".join("?" * len(block))
                for row in self._db.execute(f"{CONTACT} WHERE p.id IN ({marks})", block):
                    contacts[row[0]] = contact(row)
        return [contacts[id_] for id_ in ids if id_ in contacts]

    def close(self) -> None:
        """Close the connection."""
        self._db.close()
