"""Importing contacts: looked at first, then carried out, with a copy of the book made before."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping, Sequence
from datetime import datetime
from pathlib import PurePath

from linkapp.domain.contact_record import Field, FileFormat, RejectReason
from linkapp.domain.known_error import KnownError
from linkapp.services.news import Changes, News
from linkapp.services.ports.backups import Backups
from linkapp.services.ports.clock import Clock
from linkapp.services.ports.contacts import ContactBook
from linkapp.services.ports.imports import (
    ContactFiles,
    ImportPhase,
    ImportPlan,
    ImportRun,
    Imports,
    Progress,
    RejectedRecord,
)
from linkapp.services.ports.journal import Journal


class BadBook(KnownError):
    """A whole book that is cut off, or that a newer LinkApp wrote. Nothing was changed."""


class BadMapping(KnownError):
    """What a column is said to be is no field. Nothing was read."""


def _quiet(_phase: ImportPhase, _records: int) -> None:
    """Nobody listens."""


class Import:
    """One file that was looked at: ``plan`` says what it would do. To be closed."""

    def __init__(self, run: ImportRun, plan: ImportPlan, backups: Backups, news: News, journal: Journal) -> None:
        self.plan = plan
        self._run, self._backups, self._news, self._journal = run, backups, news, journal

    async def carry_out(self, progress: Progress = _quiet) -> ImportPlan:
        """Import it, all of it or nothing, behind a verified copy of the book as it is; what was done. Raises
        ``StoreError``, ``BadBackup`` or ``ImportStopped``; then nothing was changed."""
        if self.plan.changes_something:
            progress(ImportPhase.SAVING, self.plan.records)
            await self._backups.keep("before-import")
        done = await self._run.carry_out(progress)
        self._journal.note("imported", format=done.format, new=done.new, changed=done.changed, records=done.records)
        self._news.publish(Changes(contacts=True))
        return done

    def stop(self) -> None:
        """End what is going on: nothing is written."""
        self._run.stop()

    async def close(self) -> None:
        """Forget what was read."""
        await self._run.close()


class _BookRun:
    """A whole book of LinkApp's own as an ``ImportRun``."""

    def __init__(self, book: ContactBook, content: bytes, path: str, at: datetime) -> None:
        self._book, self._content, self._path, self._at = book, content, path, at

    async def look(self, progress: Progress) -> ImportPlan:
        progress(ImportPhase.COMPARING, 0)
        return await self._read(dry=True)

    async def carry_out(self, progress: Progress) -> ImportPlan:
        progress(ImportPhase.SAVING, 0)
        return await self._read(dry=False)

    def stop(self) -> None:
        """It is done at once, or not at all."""

    async def close(self) -> None:
        self._content = b""

    async def _read(self, *, dry: bool) -> ImportPlan:
        read = await self._book.read(self._content, PurePath(self._path).name, self._at, dry=dry)
        if read is None:
            name = PurePath(self._path).name
            raise BadBook(f"{name} is damaged, or of a newer LinkApp.", "import_book", file=name)
        return ImportPlan(
            file=self._path,
            format=FileFormat.BOOK,
            records=read.new + read.changed + read.unchanged + len(read.rejected),
            new=read.new,
            changed=read.changed,
            unchanged=read.unchanged,
            rejected=tuple(
                RejectedRecord(line=number, reason=RejectReason.UNREADABLE, detail=why) for number, why in read.rejected
            ),
            edit=read.edit,
        )


class Importing:
    """The use case. Whoever looks at a file has to close what it gives."""

    def __init__(
        self,
        *,
        imports: Imports,
        files: ContactFiles,
        book: ContactBook,
        backups: Backups,
        clock: Clock,
        news: News,
        journal: Journal,
    ) -> None:
        self._imports, self._files, self._book = imports, files, book
        self._backups, self._clock, self._news, self._journal = backups, clock, news, journal

    async def look(self, path: str, mapping: Mapping[str, Field] | None = None, progress: Progress = _quiet) -> Import:
        """Read a file and compare it with the book; nothing is written. Raises ``KnownError`` or ``StoreError``.
        Cancelled, it ends."""
        whole = await asyncio.to_thread(self._files.whole_book, path)
        now = self._clock.now()
        run: ImportRun = (
            self._imports.run(path, now, mapping) if whole is None else _BookRun(self._book, whole, path, now)
        )
        try:
            plan = await run.look(progress)
        except BaseException:
            await run.close()
            raise
        return Import(run, plan, self._backups, self._news, self._journal)

    async def columns(self, path: str) -> tuple[Sequence[str], Mapping[str, Field]]:
        """The columns of a table that is not known, and what they may hold. Raises ``KnownError``."""
        return await asyncio.to_thread(self._files.columns, path)

    async def last(self) -> Mapping[FileFormat, datetime]:
        """When something of each kind was imported last."""
        return await self._imports.last()


def mapping_of(texts: Sequence[str]) -> dict[str, Field]:
    """Which column is which field, from ``COLUMN=FIELD``. Raises ``BadMapping``."""
    mapping: dict[str, Field] = {}
    for text in texts:
        column, sign, name = text.rpartition("=")
        word = name.strip().casefold().replace("-", "_")
        if not sign or not column.strip() or word not in set(Field):
            fields = ", ".join(Field)
            raise BadMapping(f"{text} does not name a column and a field.", "import_field", given=text, fields=fields)
        mapping[column.strip()] = Field(word)
    return mapping
