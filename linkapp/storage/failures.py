"""What SQLite and the disk say, as the one family of errors that the rest of LinkApp knows (``StoreError``)."""

from __future__ import annotations

import errno
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy.exc import DBAPIError

from linkapp.domain.problems import Problem, Reason
from linkapp.services.ports.ledger import StoreError

_PRIMARY = 0xFF  # the rest of an SQLite error code says where exactly it happened
_REASONS = {
    sqlite3.SQLITE_FULL: Reason.DISK_FULL,
    sqlite3.SQLITE_BUSY: Reason.BUSY,
    sqlite3.SQLITE_LOCKED: Reason.BUSY,
}
_NOT_WRITTEN = frozenset({sqlite3.SQLITE_IOERR_WRITE, sqlite3.SQLITE_IOERR_SHMSIZE, sqlite3.SQLITE_IOERR_TRUNCATE})
"""SQLite calls a disk full only where the system says just that. A quota or the largest size of a file is no damage
either: a person who is told so puts a backup over a sound database."""
_AFTERWARDS = ("cannot rollback", "cannot commit")
"""What SQLite says of a transaction that it has already ended itself, because of what came before."""
_FULL = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EFBIG})


class DamagedDatabaseError(StoreError):
    """The file is no sound LinkApp database: damaged, or something else altogether."""

    def __init__(self, detail: str) -> None:
        super().__init__(Problem(reason=Reason.DATA_UNUSABLE, detail=detail))


class NewerDatabaseError(StoreError):
    """The database was written by a newer LinkApp; nothing in it was touched."""

    def __init__(self, schema: int, known: int) -> None:
        super().__init__(
            Problem(
                reason=Reason.DATA_UNUSABLE, detail=f"schema {schema} is newer than {known}, which this LinkApp knows"
            )
        )
        self.found = schema
        self.known = known


def failure(error: BaseException) -> StoreError:
    """The error of the family for one of SQLite, SQLAlchemy or the file system. Never holds values of a row."""
    if isinstance(error, DBAPIError) and error.orig is not None:
        error = error.orig
    if str(error).startswith(_AFTERWARDS) and isinstance(error.__context__, (sqlite3.Error, DBAPIError, OSError)):
        return failure(error.__context__)
    if isinstance(error, OSError):
        reason = Reason.DISK_FULL if error.errno in _FULL else Reason.DATA_UNUSABLE
        name = "READONLY" if error.errno == errno.EROFS else type(error).__name__  # as SQLite calls it
        return StoreError(Problem(reason=reason, detail=f"{name}: {error.strerror}"))
    code = getattr(error, "sqlite_errorcode", None)
    primary = None if code is None else code & _PRIMARY
    name = getattr(error, "sqlite_errorname", type(error).__name__)
    if primary in (sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB):
        return DamagedDatabaseError(f"{name}: {error}")
    if code in _NOT_WRITTEN:
        return StoreError(Problem(reason=Reason.DISK_FULL, detail=f"{name}: {error}"))
    reason = Reason.DATA_UNUSABLE if primary is None else _REASONS.get(primary, Reason.DATA_UNUSABLE)
    return StoreError(Problem(reason=reason, detail=f"{name}: {error}"))


@contextmanager
def translated() -> Iterator[None]:
    """Inside, errors of SQLite, SQLAlchemy and files become ``StoreError``; anything else is a bug and stays so."""
    try:
        yield
    except (sqlite3.Error, DBAPIError, OSError) as error:
        raise failure(error) from error
