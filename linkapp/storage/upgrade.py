"""Making a new database, and bringing an older one up to this version: a verified copy first, then all steps in one
transaction.

The version is SQLite's ``user_version``; step N (``migrations/``) leads from N-1 to N, and a new file starts at 0. That
one is made of ``tables.py`` at once: a test compares it with what the steps make. If anything fails the file is as it
was. alembic is imported only when there is something to upgrade: it costs 145 ms.
"""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Sequence
from contextlib import closing
from datetime import timedelta
from pathlib import Path

from linkapp.storage.failures import DamagedDatabaseError
from linkapp.storage.migrations import STEPS, Step
from linkapp.storage.tables import statements
from linkapp.storage.whole_copy import write_copy

LATEST = len(STEPS)


def version(connection: sqlite3.Connection) -> int:
    """The version of the schema in the file; 0 for a new one. Raises ``DamagedDatabaseError`` for a foreign file."""
    # In one statement: between two of them another process may make the database.
    number, anything = connection.execute(
        "SELECT user_version, EXISTS (SELECT 1 FROM sqlite_master) FROM pragma_user_version"
    ).fetchone()
    if number == 0 and anything:
        raise DamagedDatabaseError("this is a database of another program")
    return int(number)


def backup_of(path: Path, number: int) -> Path:
    """Where the copy of a database of a version is kept when it is upgraded."""
    return path.with_name(f"{path.stem}-version-{number}{path.suffix}")


def create(path: Path, patience: timedelta) -> None:
    """Make everything in an empty file, in one transaction; a file that another process made meanwhile stays as it is.
    Blocking. Raises ``sqlite3.Error`` or ``DamagedDatabaseError``; the file is then as it was."""
    with closing(sqlite3.connect(path, isolation_level=None, timeout=patience.total_seconds())) as connection:
        connection.execute("PRAGMA synchronous = FULL")
        connection.execute("BEGIN IMMEDIATE")
        try:
            if version(connection) == 0:
                for statement in statements():
                    connection.execute(statement)
                connection.execute(f"PRAGMA user_version = {LATEST}")
            connection.execute("COMMIT")
        finally:
            if connection.in_transaction:
                connection.execute("ROLLBACK")


def upgrade(path: Path, patience: timedelta, steps: Sequence[Step] = STEPS) -> None:
    """Run every step the file has not seen. Blocking. Raises what a step raised; the file is then as it was."""
    address = f"{path.absolute().as_uri()}?mode=rw"
    with closing(sqlite3.connect(address, uri=True, isolation_level=None)) as connection:
        connection.execute(f"PRAGMA busy_timeout = {patience // timedelta(milliseconds=1)}")
        before = version(connection)
        if before >= len(steps):
            return
        if before:
            _back_up(connection, backup_of(path, before), before)

    from alembic.migration import MigrationContext
    from alembic.operations import Operations
    from sqlalchemy import NullPool, create_engine

    engine = create_engine(
        "sqlite://",
        # Foreign keys stay off: changing a table means making it anew. They are checked before the commit.
        creator=lambda: sqlite3.connect(path, isolation_level=None, timeout=patience.total_seconds()),
        poolclass=NullPool,
    )
    with engine.connect() as connection_of_steps:
        run = connection_of_steps.exec_driver_sql
        run("PRAGMA synchronous = FULL")
        run("PRAGMA temp_store = MEMORY")  # the folder for temporary files may be full, or on a small disk in memory
        run("BEGIN IMMEDIATE")
        try:
            done = int(run("PRAGMA user_version").scalar_one())  # another process may have been quicker
            operations = Operations(MigrationContext.configure(connection_of_steps))
            for step in steps[done:]:
                step(operations)
            run(f"PRAGMA user_version = {len(steps)}")
            if (answer := run("PRAGMA quick_check(1)").scalar_one()) != "ok":
                raise DamagedDatabaseError(str(answer))
            if run("PRAGMA foreign_key_check").first() is not None:
                raise DamagedDatabaseError("a reference would lead nowhere after the upgrade")
            run("COMMIT")
        except BaseException:
            run("ROLLBACK")
            raise


def _back_up(connection: sqlite3.Connection, copy: Path, number: int) -> None:
    """A whole copy beside the file, on the disk and opened once to see that it is one."""
    unfinished = copy.with_suffix(".unfinished")
    unfinished.unlink(missing_ok=True)
    try:
        write_copy(connection, unfinished)
        with closing(sqlite3.connect(f"{unfinished.absolute().as_uri()}?mode=ro", uri=True)) as made:
            if made.execute("PRAGMA integrity_check(1)").fetchone() != ("ok",) or version(made) != number:
                raise DamagedDatabaseError("the copy made before the upgrade is not sound")
        handle = os.open(unfinished, os.O_RDWR)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
        unfinished.replace(copy)
    except BaseException:
        unfinished.unlink(missing_ok=True)  # half a copy helps nobody, and takes the room that is missing
        raise
    sync_folder(copy.parent)


def sync_folder(folder: Path) -> None:
    """Make a new or renamed file of a folder survive a power cut (POSIX; Windows does so by itself)."""
    if os.name != "posix":
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
