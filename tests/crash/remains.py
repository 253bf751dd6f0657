"""What a stopped program leaves behind, as text: the rows of every table and the bytes of every other file, or the same
of a storage in memory."""

from __future__ import annotations

import re
import sqlite3
from contextlib import closing
from pathlib import Path

from linkapp.storage.database import FILE_NAME
from tests.fakes.memory_storage import MemoryStorage

_CHANCE = re.compile(r"\b[0-9a-f]{32}\b")
"""The name that each attempt is given by chance, and by which the program knows it again, nothing more."""


_APART = ("book", "runs", "calls")
"""What the parts of a storage in memory share, and what a test only counts."""


def kept_in(folder: Path) -> str:
    """Equal for two folders in which whoever opens them reads the same; an attempt is called by its number."""
    with closing(sqlite3.connect(folder / FILE_NAME)) as connection:
        tables = connection.execute("SELECT name, sql FROM sqlite_schema WHERE type = 'table' ORDER BY name").fetchall()
        rows = [connection.execute(f'SELECT * FROM "{name}"').fetchall() for name, _ in tables]
    files = [
        (path.relative_to(folder).as_posix(), path.read_bytes())
        for path in sorted(folder.rglob("*"))
        if path.is_file() and not path.name.startswith(FILE_NAME)
    ]
    numbers: dict[str, str] = {}
    return _CHANCE.sub(
        lambda attempt: numbers.setdefault(attempt[0], f"attempt {len(numbers)}"), repr((tables, rows, files))
    )


def kept_in_memory(books: MemoryStorage) -> str:
    """Equal for two storages that answer the same."""
    parts = [{name: value for name, value in vars(part).items() if name not in _APART} for part in vars(books).values()]
    return repr((books.ledger.book, parts))
