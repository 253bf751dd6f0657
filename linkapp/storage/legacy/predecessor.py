"""A database of the predecessor, opened as a copy: its folder is not written to, its write-ahead log is read too."""

from __future__ import annotations

import shutil
import sqlite3
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from linkapp.services.ports.legacy import BadLegacy

_HEADER = b"SQLite format 3\0"
_V1, _V2 = {"contacts", "birthday_messages"}, {"contacts", "interactions"}
MOST_BYTES = 2 << 30
"""A larger file is none of the predecessor's, and a copy of it would fill the disk."""


@dataclass(frozen=True, kw_only=True)
class Predecessor:
    """An opened database. ``version``: V1 with its schema (V1/3), or V2."""

    version: str
    connection: sqlite3.Connection
    tables: frozenset[str]

    @property
    def second(self) -> bool:
        """Whether it is of V2."""
        return self.version == "V2"

    def rows(self, table: str) -> list[dict[str, Any]]:
        """Every row of a table, with its number as ``rowid``; none where there is no such table."""
        if table not in self.tables:
            return []
        try:
            cursor = self.connection.execute(f'SELECT rowid AS "rowid", * FROM "{table}" ORDER BY rowid')
            names = [column[0] for column in cursor.description]
            return [dict(zip(names, values, strict=True)) for values in cursor.fetchall()]
        except sqlite3.Error as error:
            raise damaged(str(error)) from error

    def count(self, table: str) -> int:
        """How many rows a table has."""
        return int(self.connection.execute(f'SELECT count(*) FROM "{table}"').fetchone()[0])


def damaged(detail: str) -> BadLegacy:
    """The file is damaged."""
    return BadLegacy(f"The file is damaged: {detail}.", "legacy_damaged", detail=detail)


def is_database(path: Path) -> bool:
    """Whether a file begins as a database does. Raises ``BadLegacy`` for one that cannot be read."""
    try:
        if not path.is_file():
            raise BadLegacy(f"{path} is no file.", "legacy_no_file", file=str(path))
        with path.open("rb") as file:
            return file.read(len(_HEADER)) == _HEADER
    except (OSError, ValueError) as error:
        detail = getattr(error, "strerror", None) or str(error)
        raise BadLegacy(f"{path} cannot be read: {detail}.", "legacy_unread", file=str(path), detail=detail) from error


@contextmanager
def opened(path: Path) -> Iterator[Predecessor]:
    """The database in a file. Raises ``BadLegacy``."""
    with tempfile.TemporaryDirectory(prefix="linkapp-legacy-") as folder:
        copy = Path(folder) / "copy.db"
        try:
            if path.stat().st_size > MOST_BYTES:
                raise _foreign()
            shutil.copyfile(path, copy)
            log = path.with_name(f"{path.name}-wal")
            if log.is_file():
                shutil.copyfile(log, copy.with_name("copy.db-wal"))
        except OSError as error:
            detail = error.strerror or str(error)
            sentence = f"{path} cannot be read: {detail}."
            raise BadLegacy(sentence, "legacy_unread", file=str(path), detail=detail) from error
        connection = sqlite3.connect(copy, isolation_level=None)
        try:
            connection.execute("PRAGMA trusted_schema = OFF")
            connection.text_factory = lambda raw: raw.decode("utf-8", "replace")
            yield _understood(connection)
        finally:
            connection.close()


def _understood(connection: sqlite3.Connection) -> Predecessor:
    try:
        (answer,) = connection.execute("PRAGMA integrity_check(1)").fetchone()
        if answer != "ok":
            raise damaged(" ".join(str(answer).split()))
        tables = frozenset(
            name for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")
        )
        columns = {str(row[1]) for row in connection.execute("PRAGMA table_info(contacts)")}
    except sqlite3.Error as error:
        raise damaged(str(error)) from error
    if tables >= _V2 and "profile_url" in columns:
        return Predecessor(version="V2", connection=connection, tables=tables)
    if tables >= _V1 and "linkedin_url" in columns:
        return Predecessor(version=f"V1/{_schema(connection, tables)}", connection=connection, tables=tables)
    raise _foreign()


def _schema(connection: sqlite3.Connection, tables: frozenset[str]) -> str:
    if "schema_version" not in tables:
        return "0"
    versions = [row[0] for row in connection.execute("SELECT version FROM schema_version")]
    return max((str(version) for version in versions if version is not None), default="0", key=_as_numbers)


def _as_numbers(version: str) -> list[int]:
    return [int(part) for part in version.split(".") if part.isdecimal()]


def _foreign() -> BadLegacy:
    return BadLegacy("This is no database of the predecessor.", "legacy_foreign")
