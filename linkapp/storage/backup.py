"""Whole copies of the database, and putting one in its place again.

A copy is made by SQLite itself (``whole_copy.py``, safety.md 6); it is opened and checked before it gets its name.
"""

from __future__ import annotations

import os
import re
import shutil
import sqlite3
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager, suppress
from pathlib import Path

from linkapp.storage.failures import DamagedDatabaseError
from linkapp.storage.upgrade import sync_folder, version
from linkapp.storage.whole_copy import write_copy

UNFINISHED = ".unfinished"
_NO_TABLE_OF_OURS = re.compile(r"sqlite_|people_search")
"""SQLite's own tables, and the index of words with its parts, which can be made anew."""


def copy_to(source: Path, target: Path) -> tuple[int, Mapping[str, int]]:
    """Copy a sound database to a file that does not exist yet; its version, and how many rows each table has. Blocking.

    Raises ``FileExistsError``, another ``OSError``, ``sqlite3.Error`` or ``DamagedDatabaseError``; then there is no
    such file. The copy is readable by its owner only, and on the disk when this returns.
    """
    unfinished = target.with_name(target.name + UNFINISHED)
    if target.exists():
        raise FileExistsError(f"{target} is there already")
    unfinished.unlink(missing_ok=True)
    try:
        with closing(_opened(source, "rw")) as connection:
            number, before = version(connection), rows(connection)
            write_copy(connection, unfinished)
            after = rows(connection)
        copied = verified(unfinished, number)
        if any(not min(before[name], after[name]) <= copied[name] <= max(before[name], after[name]) for name in before):
            raise DamagedDatabaseError("the copy does not hold what the database holds")
        _onto_disk(unfinished)
        _named(unfinished, target)
    finally:
        unfinished.unlink(missing_ok=True)
    sync_folder(target.parent)
    return number, copied


def verified(path: Path, number: int | None = None) -> Mapping[str, int]:
    """How many rows each table of a sound database has. Raises ``DamagedDatabaseError`` for any other, and for one of
    another version than ``number``."""
    with closing(_opened(path, "ro")) as connection:
        if connection.execute("PRAGMA integrity_check(1)").fetchone() != ("ok",):
            raise DamagedDatabaseError("the copy is not sound")
        if number is not None and version(connection) != number:
            raise DamagedDatabaseError("the copy is of another version")
        return rows(connection)


def rows(connection: sqlite3.Connection) -> dict[str, int]:
    """How many rows each table has."""
    names = [
        name for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name")
    ]
    return {
        name: int(connection.execute(f'SELECT count(*) FROM "{name}"').fetchone()[0])
        for name in names
        if not _NO_TABLE_OF_OURS.match(name)
    }


def replace_with(candidate: Path, path: Path) -> None:
    """Make the database what the candidate is, in one transaction of its own: other programs that have it open go on
    with what it is then. Raises ``sqlite3.Error``; then it is as it was."""
    with closing(_opened(candidate, "rw")) as source, closing(_opened(path, "rw")) as target:
        target.execute("PRAGMA synchronous = FULL")
        source.backup(target)


@contextmanager
def set_aside(file: Path, folder: Path) -> Iterator[Path]:
    """A copy of a database that somebody gave, with its write-ahead log where it has one: it is never written to. The
    copy lies in a folder of its own in ``folder``, and goes at the end. Raises ``OSError``."""
    beside = folder / "restoring"
    shutil.rmtree(beside, ignore_errors=True)
    beside.mkdir(mode=0o700)
    try:
        copy = beside / "linkapp.db"
        shutil.copyfile(file, copy)
        with suppress(FileNotFoundError):
            shutil.copyfile(file.with_name(file.name + "-wal"), beside / "linkapp.db-wal")
        yield copy
    finally:
        shutil.rmtree(beside, ignore_errors=True)


def move_aside(path: Path, stamp: str) -> Path:
    """Move a database that cannot be used out of the way, with everything that belongs to it; where it lies now."""
    aside = path.with_name(f"{path.stem}-unusable-{stamp}{path.suffix}")
    for ending in ("-wal", "-shm", ""):
        with suppress(FileNotFoundError):
            path.with_name(path.name + ending).rename(aside.with_name(aside.name + ending))
    sync_folder(path.parent)
    return aside


def _opened(path: Path, mode: str) -> sqlite3.Connection:
    address = f"{path.absolute().as_uri()}?mode={mode}"
    return sqlite3.connect(address, uri=True, isolation_level=None, timeout=10)


def _onto_disk(path: Path) -> None:
    handle = os.open(path, os.O_RDWR)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _named(unfinished: Path, target: Path) -> None:
    """Give the file its name. A link never replaces a file that came meanwhile; without links a look has to do."""
    try:
        os.link(unfinished, target)
    except FileExistsError:
        raise
    except OSError:
        if target.exists():
            raise FileExistsError(f"{target} is there already") from None
        unfinished.rename(target)
