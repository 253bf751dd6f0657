"""The contacts for the window's table: all ids of a list at once, rows block by block, synchronously.

One aiosqlite row costs forty times a direct one, and a table asks while it paints. So this reads through its own
read-only connection: 100,000 ids sorted in tens of milliseconds, a block of 200 rows in two.
"""

from __future__ import annotations

import sqlite3
from array import array
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from pathlib import Path

from linkapp.domain.contact_filters import ContactFilter
from linkapp.services.ports.book import Contact
from linkapp.services.ports.contacts import Selection
from linkapp.storage.contact_rows import Order, contacts_of, every_tag, ids_of, steps_of
from linkapp.storage.failures import translated

_CACHE_KB = 16_000
"""Where rows of 100,000 people lie, all over the file: SQLite's own 2 MB are read anew for every block of them."""
_ANY_TIME = datetime(1970, 1, 1, tzinfo=UTC)


class SqlitePeoplePages:
    """Opened at once, closed by ``close``; for the thread that made it. Raises ``StoreError``."""

    def __init__(self, path: Path) -> None:
        with translated():
            self._db = sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True, isolation_level=None)
            self._db.execute("PRAGMA busy_timeout = 200")  # the window waits meanwhile
            self._db.execute("PRAGMA trusted_schema = OFF")
            self._db.execute(f"PRAGMA cache_size = -{_CACHE_KB}")

    def ids(
        self,
        words: str = "",
        order: Order | str = Order.NAME,
        descending: bool = False,
        *,
        filters: Sequence[ContactFilter] = (),
        now: datetime = _ANY_TIME,
        limit: int = -1,
    ) -> array[int]:
        """The ids of the contacts in which every word stands, and of whom every filter holds; 8 bytes each.

        A word is part of one from three letters on, else the beginning of one in the name; accents and case do not
        matter, nor which name comes first. ``now`` in the person's zone: what today is for the filters. ``limit``: the
        first so many, -1 for all.
        """
        selection = Selection(words=words, filters=tuple(filters))
        with translated():
            return array(
                "q",
                ids_of(self._db.execute, selection, now, order=Order(order), descending=descending, limit=limit),
            )

    def steps(
        self,
        words: str = "",
        order: Order | str = Order.NAME,
        descending: bool = False,
        *,
        filters: Sequence[ContactFilter] = (),
        now: datetime = _ANY_TIME,
    ) -> Iterator[Sequence[int]]:
        """As ``ids``, some thousands at a time."""
        selection = Selection(words=words, filters=tuple(filters))
        with translated():
            yield from steps_of(self._db.execute, selection, now, order=Order(order), descending=descending)

    def tags(self) -> list[str]:
        """Every tag there is, in order."""
        with translated():
            return every_tag(self._db.execute)

    def rows(self, ids: Sequence[int]) -> list[Contact]:
        """The contacts with these ids, in their order; those that are gone meanwhile are left out."""
        with translated():
            return contacts_of(self._db.execute, ids)

    def close(self) -> None:
        """Close the connection."""
        self._db.close()
