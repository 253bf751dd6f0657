"""SQLAlchemy's Core over aiosqlite, awaited, without SQLAlchemy's own asyncio extension.

The extension's package brings the whole ORM with it, of which LinkApp uses nothing: 11 MB that are held as long as the
program lies in the tray, and an eighth of a second of its start. What it does for Core is what stands here: every call
that talks to the driver runs in SQLAlchemy's greenlet (``greenlet_spawn``), and a connection is given back to its pool
also where whoever used it is cancelled meanwhile.
"""

from __future__ import annotations

import asyncio
import sys
from collections.abc import AsyncIterator, Callable, Coroutine, Mapping, Sequence
from contextlib import asynccontextmanager
from typing import Any, TypeVar, TypeVarTuple, overload

from sqlalchemy import CursorResult, Executable
from sqlalchemy.engine import Connection, Engine
from sqlalchemy.sql.selectable import TypedReturnsRows
from sqlalchemy.util import greenlet_spawn

T = TypeVar("T")
Ts = TypeVarTuple("Ts")
AnyResult = CursorResult[*tuple[Any, ...]]
Values = Mapping[str, Any] | Sequence[Mapping[str, Any]]


class AsyncConnection:
    """A connection of Core, as SQLAlchemy's own of this name has it: for one task at a time."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    @overload
    async def execute(self, statement: TypedReturnsRows[*Ts], values: Values | None = None) -> CursorResult[*Ts]: ...
    @overload
    async def execute(self, statement: Executable, values: Values | None = None) -> AnyResult: ...
    async def execute(self, statement: Executable, values: Values | None = None) -> AnyResult:
        """Carry a statement out; its rows were all read when this returns."""
        return await greenlet_spawn(self._connection.execute, statement, values)

    async def exec_driver_sql(self, statement: str, values: tuple[Any, ...] = ()) -> AnyResult:
        """The same for a statement in SQLite's own words."""
        return await greenlet_spawn(self._connection.exec_driver_sql, statement, values)

    async def run_sync(self, work: Callable[[Connection], T]) -> T:
        """Do something that is written for a plain connection."""
        return await greenlet_spawn(work, self._connection)


@asynccontextmanager
async def connected(engine: Engine, **options: Any) -> AsyncIterator[AsyncConnection]:
    """A connection from the pool with these execution options; what was not committed is rolled back at the end."""
    connection = await _opened(engine)
    try:
        yield AsyncConnection(connection.execution_options(**options))
    finally:
        await to_its_end(greenlet_spawn(connection.close))


@asynccontextmanager
async def transaction(engine: Engine) -> AsyncIterator[AsyncConnection]:
    """A transaction on a connection from the pool: committed at the end, rolled back on any error."""
    connection = await _opened(engine)
    try:
        begun = await greenlet_spawn(connection.begin)
        try:
            yield AsyncConnection(connection)
        except BaseException:
            await greenlet_spawn(begun.__exit__, *sys.exc_info())
            raise
        await greenlet_spawn(begun.__exit__, None, None, None)
    finally:
        await to_its_end(greenlet_spawn(connection.close))


async def dispose(engine: Engine) -> None:
    """Close every connection of the pool, and end its thread."""
    await greenlet_spawn(engine.dispose)


async def _opened(engine: Engine) -> Connection:
    """A connection from the pool. Where whoever asked is cancelled meanwhile it is opened all the same, and given back:
    one that is half open belongs to nobody."""
    opening = asyncio.ensure_future(greenlet_spawn(engine.connect))
    try:
        return await asyncio.shield(opening)
    except asyncio.CancelledError:
        await to_its_end(_given_back(opening))
        raise


async def _given_back(opening: asyncio.Future[Connection]) -> None:
    await asyncio.wait({opening})
    if not opening.cancelled() and opening.exception() is None:
        await greenlet_spawn(opening.result().close)


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
