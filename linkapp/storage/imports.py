"""Imports into the book: the ``Imports`` port. One file at a time, on a connection and a thread of its own.

A file is laid out in tables of that connection, compared with the book there, and written in one transaction. Looking
writes nothing into the book, so that looking and importing can never differ by more than what happened in between, and
what is compared anew then.
"""

from __future__ import annotations

import asyncio
import sqlite3
import threading
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import TypeVar

from sqlalchemy import func, select

from linkapp.domain.contact_record import ContactFile, Field, FileFormat
from linkapp.domain.search_text import folded, search_text
from linkapp.services.ports.imports import (
    ChangingFile,
    ContactFiles,
    FieldChange,
    ImportPhase,
    ImportPlan,
    ImportStopped,
    Progress,
)
from linkapp.storage import (
    contact_tables,
    import_journal,
    import_matching,
    import_messages,
    import_network,
    import_people,
)
from linkapp.storage.database import Database, Transaction, connect
from linkapp.storage.failures import translated
from linkapp.storage.identity import hash_of
from linkapp.storage.import_staging import Staged, stage
from linkapp.storage.instants import instant, stored

T = TypeVar("T")
_imports = contact_tables.imports.c

_SHOWN = 500
"""How many newcomers, changes and people who left a plan names; all of them are counted."""
_STEPS = 20_000
"""Instructions of SQLite between two looks at whether somebody wants the import no more."""


class SqliteImports:
    """The ``Imports`` port over the standard library's SQLite."""

    def __init__(self, path: Path, database: Database, files: ContactFiles) -> None:
        self._path, self._database, self._files = path, database, files

    def run(self, path: str, at: datetime, mapping: Mapping[str, Field] | None = None) -> FileImport:
        """See ``services.ports.imports.Imports``."""
        return FileImport(self._path, self._files, path, at, mapping)

    async def last(self) -> Mapping[FileFormat, datetime]:
        """See ``services.ports.imports.Imports``."""
        async with self._database.reading() as connection:
            rows = await connection.execute(select(_imports.format, func.max(_imports.at)).group_by(_imports.format))
            return {FileFormat(format_): instant(int(at)) for format_, at in rows}


class FileImport:
    """The ``ImportRun`` port: one file."""

    def __init__(
        self, database: Path, files: ContactFiles, path: str, at: datetime, mapping: Mapping[str, Field] | None
    ) -> None:
        self._database, self._files, self._path, self._mapping = database, files, path, mapping
        self._now = stored(at)
        self._thread = ThreadPoolExecutor(max_workers=1, thread_name_prefix="import")
        self._stopped = threading.Event()
        self._connection: sqlite3.Connection | None = None
        self._staged: Staged | None = None
        self._version = -1
        self._set_aside: dict[str, int] = {}

    async def look(self, progress: Progress) -> ImportPlan:
        """See ``services.ports.imports.ImportRun``."""
        return await self._in_thread(lambda: self._look(progress))

    async def carry_out(self, progress: Progress) -> ImportPlan:
        """See ``services.ports.imports.ImportRun``."""
        return await self._in_thread(lambda: self._carry_out(progress))

    def stop(self) -> None:
        """See ``services.ports.imports.ImportRun``."""
        self._stopped.set()

    async def close(self) -> None:
        """See ``services.ports.imports.ImportRun``."""
        self._stopped.set()
        await asyncio.get_running_loop().run_in_executor(self._thread, self._close)
        self._thread.shutdown(wait=False)

    async def _in_thread(self, work: Callable[[], T]) -> T:
        future = asyncio.get_running_loop().run_in_executor(self._thread, work)
        try:
            return await asyncio.shield(future)
        except asyncio.CancelledError:
            self._stopped.set()
            with suppress(Exception):  # it ends by that, and says so to nobody
                await future
            raise

    # -- in the thread --

    def _look(self, progress: Progress) -> ImportPlan:
        with self._stoppable() as connection:
            progress(ImportPhase.READING, 0)
            before = _state(self._path)
            file = self._files.open(
                self._path, mapping=self._mapping, remembered=self._remembered, stopped=self._stopped.is_set
            )
            self._staged = stage(connection, file, self._now, lambda number: progress(ImportPhase.READING, number))
            if _state(self._path) != before:
                name = Path(self._path).name
                raise ChangingFile(f"{name} is being written to while it is read.", "import_changing", file=name)
            progress(ImportPhase.COMPARING, self._staged.records)
            connection.execute("BEGIN")
            try:
                self._compare(connection)
                return self._plan(connection)
            finally:
                connection.execute("COMMIT")

    def _carry_out(self, progress: Progress) -> ImportPlan:
        assert self._staged is not None
        with self._stoppable() as connection:
            progress(ImportPhase.SAVING, self._staged.records)
            with Transaction(connection):
                if connection.execute("PRAGMA data_version").fetchone()[0] != self._version:
                    self._compare(connection)
                plan = self._plan(connection)
                number, edit = self._write(connection, plan)
                self._version = -1
            return replace(plan, id=number, edit=edit)

    def _compare(self, connection: sqlite3.Connection) -> None:
        """Who is who, and what would become of whom."""
        staged = self._staged
        assert staged is not None
        (self._version,) = connection.execute("PRAGMA data_version").fetchone()
        import_matching.match(connection)
        import_people.plan(connection, _source(staged.file), staged.as_of)
        self._set_aside = import_messages.plan_messages(connection, alone=len(staged.has) == 1)
        import_messages.plan_invitations(connection)
        import_network.plan(connection, staged)

    def _plan(self, connection: sqlite3.Connection) -> ImportPlan:
        staged = self._staged
        assert staged is not None
        new, changed, unchanged = import_people.counts(connection)
        more_new, more_unchanged, no_address = import_messages.counts(connection)
        rejected = (*staged.rejected, *no_address)
        format_ = staged.file.format
        last = connection.execute("SELECT max(at) FROM imports WHERE format = ?", (format_,)).fetchone()[0]
        newcomers = connection.execute(
            "SELECT name FROM (SELECT person, name FROM staged WHERE new = 1 AND first = 1 UNION ALL SELECT who.person,"
            f" parties.name FROM who JOIN parties USING (key) WHERE who.new = 1) ORDER BY person LIMIT {_SHOWN}"
        )
        changes = connection.execute(
            "SELECT c.person, p.name, c.field, c.before, c.after FROM changes AS c JOIN people AS p ON p.id = c.person"
            f" ORDER BY c.person, c.field LIMIT {_SHOWN}"
        )
        left = connection.execute(
            "SELECT p.name FROM leaving JOIN people AS p ON p.id = leaving.person WHERE NOT leaving.back"
            f" ORDER BY p.name_order LIMIT {_SHOWN}"
        )
        left_count, back_count = connection.execute(
            "SELECT coalesce(sum(NOT back), 0), coalesce(sum(back), 0) FROM leaving"
        ).fetchone()
        return ImportPlan(
            file=self._path,
            format=format_,
            records=staged.records,
            new=new + more_new,
            changed=changed,
            unchanged=unchanged + more_unchanged,
            rejected=rejected,
            newcomers=tuple(name for (name,) in newcomers),
            changes=tuple(
                FieldChange(person=person, name=name, field=field, before=before, after=after)
                for person, name, field, before, after in changes
            ),
            left=tuple(name for (name,) in left),
            left_count=left_count,
            back_count=back_count,
            set_aside=self._set_aside,
            unread=staged.unread,
            last_import=instant(last),
        )

    def _write(self, connection: sqlite3.Connection, plan: ImportPlan) -> tuple[int, int | None]:
        """Write everything; the numbers of the import and of what can be undone."""
        staged = self._staged
        assert staged is not None
        source, as_of, now = _source(staged.file), staged.as_of, self._now
        highest = import_matching.highest_id(connection)
        (last,) = connection.execute("SELECT coalesce(max(id), 0) FROM interactions").fetchone()
        import_journal.remember(connection, highest)
        edit = import_journal.begin(connection, now, Path(self._path).name)
        import_people.write_newcomers(connection, source, as_of, now)
        import_messages.write_parties(connection, source, now)
        import_people.write_changes(connection, source, as_of, now)
        import_people.write_keys(connection, now)
        import_people.write_words(connection)
        import_messages.write_messages(connection)
        import_network.write(connection, now)
        (number,) = connection.execute(
            "INSERT INTO imports (format, file, at, as_of, new, changed, unchanged, rejected, edit)"
            " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?) RETURNING id",
            (
                plan.format,
                Path(self._path).name,
                now,
                as_of,
                plan.new,
                plan.changed,
                plan.unchanged,
                len(plan.rejected),
                edit,
            ),
        ).fetchone()
        import_journal.end(connection, edit, number, last)
        self._remember_mapping(connection, staged.file)
        (wrote,) = connection.execute("SELECT people FROM edits WHERE id = ?", (edit,)).fetchone()
        if not wrote:  # nothing to undo
            connection.execute("UPDATE imports SET edit = NULL WHERE id = ?", (number,))
            connection.execute("DELETE FROM edits WHERE id = ?", (edit,))
        return int(number), int(edit) if wrote else None

    def _remembered(self, headings: str) -> Mapping[str, Field] | None:
        assert self._connection is not None
        row = self._connection.execute("SELECT mapping FROM column_mappings WHERE headings = ?", (headings,)).fetchone()
        return None if row is None else _mapping(row[0])

    def _remember_mapping(self, connection: sqlite3.Connection, file: ContactFile) -> None:
        if file.mapping and file.headings:
            text = "\x1e".join(f"{column}\x1f{field}" for column, field in file.mapping.items())
            connection.execute(
                "INSERT OR REPLACE INTO column_mappings (headings, mapping, at) VALUES (?, ?, ?)",
                (self._files.key(file.headings), text, self._now),
            )

    @contextmanager
    def _stoppable(self) -> Iterator[sqlite3.Connection]:
        """The connection; what is begun on it and fails is taken back."""
        with translated():
            connection = self._opened()
            if self._stopped.is_set():
                raise ImportStopped
            try:
                yield connection
            except BaseException as error:
                if connection.in_transaction:
                    connection.set_progress_handler(None, 0)
                    connection.execute("ROLLBACK")
                if self._stopped.is_set():
                    raise ImportStopped from error
                raise

    def _opened(self) -> sqlite3.Connection:
        if self._connection is None:
            self._connection = connect(self._database)
            self._connection.create_function("folded", 1, folded, deterministic=True)
            self._connection.create_function("key_hash", 1, _hash, deterministic=True)
            self._connection.create_function("search_text", -1, _search_text, deterministic=True)
            self._connection.set_progress_handler(self._stopped.is_set, _STEPS)
        return self._connection

    def _close(self) -> None:
        if self._connection is not None:
            self._connection.set_progress_handler(None, 0)
            self._connection.close()
            self._connection = None


def _source(file: ContactFile) -> FileFormat:
    return FileFormat.CONNECTIONS if file.format is FileFormat.ARCHIVE else file.format


def _mapping(text: str) -> dict[str, Field]:
    pairs = (pair.partition("\x1f") for pair in text.split("\x1e"))
    return {column: Field(field) for column, _, field in pairs}


def _hash(key: str | None) -> str | None:
    return None if key is None else hash_of(key)


def _state(path: str) -> tuple[int, ...] | None:
    """What is another number when a file is written to; None where it is not there."""
    try:
        about = Path(path).stat()
    except (OSError, ValueError):
        return None
    return about.st_ino, about.st_size, about.st_mtime_ns


def _search_text(*fields: str | None) -> str:
    """The last field is a person's details, a line each."""
    *whole, details = fields
    return search_text([*(field or "" for field in whole), *(details or "").split("\n")])
