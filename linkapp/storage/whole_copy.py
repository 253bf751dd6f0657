"""A whole copy of an open database, written by SQLite itself: copying a file that is in use loses commits."""

from __future__ import annotations

import os
import sqlite3
from pathlib import Path


def write_copy(connection: sqlite3.Connection, unfinished: Path) -> None:
    """Write everything into a new file, which only its owner can read. Blocking; it is not on the disk yet.

    Raises ``OSError`` where the file cannot be made or there is no room, else ``sqlite3.Error``; the caller removes it.
    """
    os.close(os.open(unfinished, os.O_RDWR | os.O_CREAT | os.O_EXCL, 0o600))  # VACUUM INTO takes an empty file
    try:
        # As an address: the name of a folder need not be text that SQLite takes.
        connection.execute("VACUUM INTO ?", (unfinished.absolute().as_uri(),))
    except sqlite3.OperationalError as error:
        if error.sqlite_errorcode == sqlite3.SQLITE_IOERR:  # it does not say more of what it writes here
            _take_room(connection, unfinished)
        raise
    finally:
        unfinished.with_name(f"{unfinished.name}-journal").unlink(missing_ok=True)


def _take_room(connection: sqlite3.Connection, unfinished: Path) -> None:
    """Raise the system's own ``OSError`` where a file of the database's size finds no room (Linux can be asked)."""
    if hasattr(os, "posix_fallocate"):
        (pages,) = connection.execute("PRAGMA page_count").fetchone()
        (size,) = connection.execute("PRAGMA page_size").fetchone()
        with unfinished.open("r+b") as file:
            os.posix_fallocate(file.fileno(), 0, pages * size)
