"""Importing contacts: what a file holds, and the book it is compared with and then written into."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Protocol

from linkapp.domain.contact_record import ContactFile, Field, FileFormat, RejectReason
from linkapp.domain.known_error import KnownError


class ImportPhase(StrEnum):
    """What an import is at."""

    READING = "reading"
    COMPARING = "comparing"
    SAVING = "saving"


Progress = Callable[[ImportPhase, int], None]
"""Hears the phase and how many records were read; called from any thread, often."""


@dataclass(frozen=True, kw_only=True)
class RejectedRecord:
    """A record that is not taken. ``part``: of which file of an archive; empty for a file that is none."""

    line: int
    reason: RejectReason
    detail: str = ""
    part: str = ""


@dataclass(frozen=True, kw_only=True)
class FieldChange:
    """What becomes of one field of a contact; ``before`` is empty where nothing was known."""

    person: int
    name: str
    field: str
    before: str
    after: str


@dataclass(frozen=True, kw_only=True)
class TableCount:
    """What becomes of the rows of one table of a database."""

    table: str
    records: int
    new: int
    unchanged: int


@dataclass(frozen=True, kw_only=True)
class ImportPlan:
    """What an import of a file would do, or did. ``records`` is always the sum of the four numbers.

    The lists are for showing and hold the first ones only (``rejected`` holds all); ``left`` and ``back``: who is not
    in the network any more, or is again, by a newer export. ``set_aside``: how many of the unchanged count for
    nobody, by why (``group``, ``draft``). ``tables``: the same numbers by table, where the file is a database.
    ``unread``: how many cells were not understood, of records taken all the same.
    """

    file: str
    format: FileFormat
    records: int
    new: int
    changed: int
    unchanged: int
    rejected: tuple[RejectedRecord, ...] = ()
    newcomers: tuple[str, ...] = ()
    changes: tuple[FieldChange, ...] = ()
    left: tuple[str, ...] = ()
    left_count: int = 0
    back_count: int = 0
    set_aside: Mapping[str, int] | None = None
    unread: int = 0
    tables: tuple[TableCount, ...] = ()
    last_import: datetime | None = None
    id: int | None = None
    edit: int | None = None
    """What ``undo`` takes back; None where nothing was written."""

    @property
    def changes_something(self) -> bool:
        """Whether carrying it out writes anything about anybody."""
        return bool(self.new or self.changed or self.left_count or self.back_count)


class ContactFiles(Protocol):
    """Files that others made. Blocking: call it in a thread. Raises ``KnownError`` for a file that is no use."""

    def open(
        self,
        path: str,
        *,
        mapping: Mapping[str, Field] | None = None,
        remembered: Callable[[str], Mapping[str, Field] | None] = ...,
        stopped: Callable[[], bool] = ...,
    ) -> ContactFile:
        """What a file is, and its parts. ``mapping``: which column is which field, as the person says now;
        ``remembered``: what they said for a set of headings before. ``stopped`` ends a reading that goes on."""

    def columns(self, path: str) -> tuple[tuple[str, ...], Mapping[str, Field]]:
        """The columns of a table that is not known, and what they may be: for the person to look at. None for any other
        file."""

    def whole_book(self, path: str) -> bytes | None:
        """What stands in a file that is a whole book of LinkApp's own; None for any other."""

    def key(self, headings: tuple[str, ...]) -> str:
        """A set of headings, as a mapping is remembered for it."""


class ImportRun(Protocol):
    """One file on its way into the book: looked at first, carried out then. Nothing is written before."""

    async def look(self, progress: Progress) -> ImportPlan:
        """Read the file and compare it with the book. Raises ``KnownError`` or ``StoreError``."""

    async def carry_out(self, progress: Progress) -> ImportPlan:
        """Write what the file says, in one transaction, compared anew where the book changed meanwhile. Raises
        ``StoreError``; then nothing was written."""

    def stop(self) -> None:
        """End what is going on: it raises ``ImportStopped``, and nothing is written."""

    async def close(self) -> None:
        """Forget what was read."""


class ChangingFile(KnownError):
    """The file became another one while it was read; nothing was written."""


class ImportStopped(Exception):
    """Whoever asked for the import wants it no more; nothing was written."""


class Imports(Protocol):
    """The book as imports see it."""

    def run(self, path: str, at: datetime, mapping: Mapping[str, Field] | None = None) -> ImportRun:
        """Begin with a file; ``at`` is now. A mapping that is used is remembered for the headings."""

    async def last(self) -> Mapping[FileFormat, datetime]:
        """When something of each kind was imported last."""
