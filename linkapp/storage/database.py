"""The database file: how it is made, checked, opened and closed. Everything about safety of the file is here.

One set of settings for every connection: write-ahead log; ``synchronous=FULL`` (with NORMAL a power cut takes back
acknowledged commits, safety.md 0.3); foreign keys; a busy timeout; ``trusted_schema=OFF``. Writers begin with
``BEGIN IMMEDIATE``: SQLAlchemy's own way of beginning lets two writers count the same free slot (safety.md 0.2).
"""

from __future__ import annotations

import asyncio
import os
import sqlite3
import stat
import sys
import threading
import time
from collections.abc import AsyncIterator, Callable, Coroutine
from contextlib import asynccontextmanager, closing
from datetime import timedelta
from functools import wraps
from pathlib import Path
from typing import Any, Concatenate, ParamSpec, Protocol, TypeVar

from sqlalchemy import event
from sqlalchemy.engine import URL, Connection
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine, create_async_engine
from sqlalchemy.pool import ConnectionPoolEntry

from linkapp.domain.problems import Problem, Reason
from linkapp.services.ports.ledger import StoreError
from linkapp.storage.failures import DamagedDatabaseError, NewerDatabaseError, translated
from linkapp.storage.identity import Execute
from linkapp.storage.upgrade import LATEST, create, upgrade, version

P = ParamSpec("P")
R = TypeVar("R")

FILE_NAME = "linkapp.db"
PATIENCE = timedelta(seconds=10)
"""How long a writer waits for another one before it gives up with ``BUSY``."""

_NEEDED = (
    "CREATE TABLE needed (id INTEGER PRIMARY KEY) STRICT",
    "CREATE VIRTUAL TABLE needed_words USING fts5(words, tokenize='trigram')",
    "INSERT INTO needed DEFAULT VALUES RETURNING json_object('id', id)",
)
"""What SQLite has to understand: typed tables (3.37), the index of words, rows given back, JSON."""
_PAUSE = 0.01
"""Seconds between two attempts to turn the write-ahead log on."""
_READING = "linkapp_reading"
_READINGS_END_S = 2.0
"""How long a closing waits for those who read."""


def settings(patience: timedelta = PATIENCE) -> tuple[str, ...]:
    """The statements that every connection begins with."""
    return (
        f"PRAGMA busy_timeout = {patience // timedelta(milliseconds=1)}",
        "PRAGMA journal_mode = WAL",
        "PRAGMA synchronous = FULL",
        "PRAGMA foreign_keys = ON",
        "PRAGMA trusted_schema = OFF",
        # Without it fsync on macOS does not reach the disk itself.
        *(("PRAGMA fullfsync = ON",) if sys.platform == "darwin" else ()),
    )


def connect(path: Path, patience: timedelta = PATIENCE) -> sqlite3.Connection:
    """A connection of the standard library to an existing database, in autocommit: transactions are begun by hand.

    Raises ``sqlite3.Error``. Belongs to the thread that made it.
    """
    connection = sqlite3.connect(
        f"{path.absolute().as_uri()}?mode=rw", uri=True, isolation_level=None, timeout=patience.total_seconds()
    )
    try:
        _write_ahead(connection, patience)
        for statement in settings(patience):
            connection.execute(statement)
    except BaseException:
        connection.close()
        raise
    return connection


def _write_ahead(connection: sqlite3.Connection, patience: timedelta) -> None:
    """Turn the write-ahead log on, waiting for another process that does the same at this moment.

    SQLite does not ask its busy handler here: both hold the file for reading while they want it for themselves, and
    waiting with it held would never end. So the waiting is done outside, with nothing held.
    """
    deadline = time.monotonic() + patience.total_seconds()
    wait = threading.Event()
    while True:
        try:
            connection.execute("PRAGMA journal_mode = WAL")
            return
        except sqlite3.OperationalError as error:
            if error.sqlite_errorcode & 0xFF != sqlite3.SQLITE_BUSY or time.monotonic() >= deadline:
                raise
        wait.wait(_PAUSE)


def prepare(path: Path, patience: timedelta = PATIENCE) -> None:
    """Make the database if it is missing, check it, and bring it up to this version. Blocking; call it in a thread.

    The file is readable and writable by its owner only from its first byte on (SQLite gives its side files the same
    rights), a folder that has to be made as well. Raises ``NewerDatabaseError``, ``DamagedDatabaseError`` or another
    ``StoreError``; the file is then as it was.
    """
    _look_at_sqlite()
    with translated():
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        os.close(os.open(path, os.O_RDWR | os.O_CREAT | getattr(os, "O_CLOEXEC", 0), 0o600))
        if os.name == "posix" and stat.S_IMODE(path.stat().st_mode) & 0o077:
            path.chmod(0o600)
        with closing(connect(path, patience)) as connection:
            check(connection)
            schema = version(connection)
        if schema > LATEST:
            raise NewerDatabaseError(schema, LATEST)
        if schema == 0:
            create(path, patience)
        if schema < LATEST:  # after making it too: an older LinkApp may have been quicker
            upgrade(path, patience)


def _look_at_sqlite() -> None:
    """Raise ``StoreError`` where the SQLite of this Python lacks something: some systems bring one from 2021. What it
    would say later reads as if the file were damaged."""
    with closing(sqlite3.connect(":memory:")) as connection:
        try:
            for statement in _NEEDED:
                connection.execute(statement)
        except sqlite3.Error as error:
            detail = f"SQLite {sqlite3.sqlite_version}: {error}"
            raise StoreError(Problem(reason=Reason.DATA_UNUSABLE, detail=detail)) from error


def check(connection: sqlite3.Connection) -> None:
    """Raise ``DamagedDatabaseError`` unless the file is sound and every reference in it leads somewhere."""
    try:
        (answer,) = connection.execute("PRAGMA quick_check(1)").fetchone()
        dangling = connection.execute("PRAGMA foreign_key_check").fetchone()
    except sqlite3.DatabaseError as error:
        if isinstance(error, sqlite3.OperationalError):
            raise  # busy or a full disk: nothing is known to be wrong with the file
        raise DamagedDatabaseError(str(error)) from error
    if answer != "ok":
        raise DamagedDatabaseError(" ".join(str(answer).replace("*** in database main ***", "").split()))
    if dangling is not None:
        raise DamagedDatabaseError(f"a row of {dangling[0]} refers to a missing row of {dangling[2]}")


class Transaction:
    """A write transaction of a connection made by ``connect``, for ``with``: committed at the end, rolled back on any
    error, also on one of the commit itself."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection

    def __enter__(self) -> None:
        self._connection.execute("BEGIN IMMEDIATE")

    def __exit__(self, error: type[BaseException] | None, *_: object) -> None:
        try:
            if error is None:
                self._connection.execute("COMMIT")
        finally:
            if self._connection.in_transaction:  # a full disk may have ended it already
                self._connection.execute("ROLLBACK")


class Database:
    """SQLAlchemy's way to the file for everything but the ledger. Values are bound, results are SQLAlchemy rows."""

    def __init__(self, path: Path, patience: timedelta = PATIENCE) -> None:
        self._writes: set[asyncio.Future[Any]] = set()
        self._readings = 0
        self._all_read: asyncio.Event | None = None
        self._path, self._patience = path, patience
        self._engine: AsyncEngine = create_async_engine(
            URL.create("sqlite+aiosqlite", database=str(path.absolute())), pool_size=2
        )

        @event.listens_for(self._engine.sync_engine, "connect")
        def _set(connection: sqlite3.Connection, _entry: ConnectionPoolEntry) -> None:
            connection.isolation_level = None  # else the driver begins by itself, and late
            cursor = connection.cursor()
            for statement in settings(patience):
                cursor.execute(statement)
            cursor.close()

        @event.listens_for(self._engine.sync_engine, "begin")
        def _begin(connection: Connection) -> None:
            reading = connection.get_execution_options().get(_READING, False)
            connection.exec_driver_sql("BEGIN" if reading else "BEGIN IMMEDIATE")

    @asynccontextmanager
    async def writing(self) -> AsyncIterator[AsyncConnection]:
        """One write transaction: committed at the end, rolled back on any error. Raises ``StoreError``."""
        with translated():
            async with self._engine.begin() as connection:
                yield connection

    @asynccontextmanager
    async def reading(self) -> AsyncIterator[AsyncConnection]:
        """One consistent view of the data; holds up no writer. Raises ``StoreError``."""
        self._readings += 1
        try:
            with translated():
                connection = await _opened(self._engine)
                try:
                    yield await connection.execution_options(**{_READING: True})
                finally:
                    await to_its_end(connection.close())
        finally:
            self._readings -= 1
            if not self._readings and self._all_read is not None:
                self._all_read.set()

    async def reading_apart(self, work: Callable[[Execute], R]) -> R:
        """One consistent view of the data on a connection and in a thread of its own, for what reads many rows: the
        loop goes on. ``work`` gets the connection's ``execute``. Raises ``StoreError`` and what ``work`` raises."""

        def look() -> R:
            with translated(), closing(connect(self._path, self._patience)) as connection:
                connection.execute("PRAGMA query_only = ON")
                connection.execute("BEGIN")
                return work(connection.execute)

        return await asyncio.to_thread(look)

    def to_its_end(self, write: Coroutine[Any, Any, R]) -> asyncio.Future[R]:
        """Run a write in a task of its own, which nobody cancels: see ``whole``."""
        task = asyncio.ensure_future(write)
        self._writes.add(task)
        task.add_done_callback(self._writes.discard)
        return asyncio.shield(task)

    async def close(self) -> None:
        """Finish what is being written, let what is being read be given back, then close every connection and end its
        thread: all of it, whatever is cancelled meanwhile."""
        await to_its_end(self._close())

    async def _close(self) -> None:
        if self._writes:
            await asyncio.wait(set(self._writes))
        self._all_read = asyncio.Event()
        if self._readings:  # a connection that is given back after the pool has gone is closed by nobody
            waiting = asyncio.ensure_future(self._all_read.wait())
            await asyncio.wait({waiting}, timeout=_READINGS_END_S)
            waiting.cancel()
        await self._engine.dispose()


async def _opened(engine: AsyncEngine) -> AsyncConnection:
    """A connection from the pool. Where whoever asked is cancelled meanwhile it is opened all the same, and given back:
    one that is half open belongs to nobody."""
    connection = engine.connect()

    async def given_back() -> None:
        await asyncio.wait({opening})
        if not opening.cancelled() and opening.exception() is None:
            await connection.close()

    async def begin() -> None:
        await connection.start()

    opening = asyncio.ensure_future(begin())
    try:
        await asyncio.shield(opening)
    except asyncio.CancelledError:
        await to_its_end(given_back())
        raise
    return connection


async def to_its_end(work: Coroutine[Any, Any, None]) -> None:
    """Await something to its end; whoever is cancelled meanwhile is so afterwards."""
    task = asyncio.ensure_future(work)
    cancelled: asyncio.CancelledError | None = None
    while not task.done():
        try:
            await asyncio.shield(task)
        except asyncio.CancelledError as error:
            if task.done():
                raise
            cancelled = error
    if cancelled is not None:
        task.result()
        raise cancelled


class _OverDatabase(Protocol):
    _database: Database


S = TypeVar("S", bound=_OverDatabase)


def whole(
    write: Callable[Concatenate[S, P], Coroutine[Any, Any, R]],
) -> Callable[Concatenate[S, P], Coroutine[Any, Any, R]]:
    """For the writing calls of a port: done to its end also where whoever asked is cancelled meanwhile.

    A transaction that is cancelled between two of its statements leaves its connection, and with it the file, locked.
    """

    @wraps(write)
    async def done(self: S, /, *given: P.args, **named: P.kwargs) -> R:
        return await self._database.to_its_end(write(self, *given, **named))

    return done
