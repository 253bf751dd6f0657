"""What the ledger asks of its connection, written down, so that the very same can be asked of a bare one."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from typing import Any, cast

from linkapp.storage.database import connect
from linkapp.storage.ledger import SqliteLedger
from linkapp.storage.sending_log import SendingLog

Statement = tuple[str, tuple[Any, ...]]


class Noting:
    """A connection that keeps every statement with its values."""

    def __init__(self, db: Any) -> None:
        self._db = db
        self.asked: list[Statement] = []

    def __getattr__(self, name: str) -> Any:
        return getattr(self._db, name)

    def execute(self, statement: str, values: tuple[Any, ...] = ()) -> Any:
        self.asked.append((statement, values))
        return self._db.execute(statement, values)


@contextmanager
def ledger_here(folder: Path, *, noting: bool = False) -> Iterator[tuple[SqliteLedger, Any]]:
    """A ledger whose plain functions are called in this thread, and its connection (a ``Noting`` one if wanted)."""
    db: Any = connect(folder / "linkapp.db")
    log = SendingLog(folder / "sending.log")
    with ThreadPoolExecutor(max_workers=1) as thread:
        if noting:
            db = Noting(db)
        try:
            yield SqliteLedger(thread, cast(Any, db), log), db
        finally:
            db.close()
            log.close()


def ask(db: Any, statements: list[Statement]) -> None:
    """The same statements, with nothing around them."""
    for statement, values in statements:
        db.execute(statement, values).fetchall()


@contextmanager
def overwriting(folder: Path) -> Iterator[Callable[[], None]]:
    """The floor of the disk: each call overwrites 8 KiB and makes it durable."""
    file = os.open(folder / "floor", os.O_RDWR | os.O_CREAT)
    block = os.urandom(8192)
    os.write(file, block)
    os.fsync(file)

    def again() -> None:
        os.pwrite(file, block, 0)
        os.fdatasync(file)

    try:
        yield again
    finally:
        os.close(file)
