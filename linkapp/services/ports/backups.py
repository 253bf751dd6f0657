"""Copies of the database: made, listed, and put in its place again."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Protocol

from linkapp.domain.known_error import KnownError


class BadBackup(KnownError):
    """A copy cannot be made there, or a file cannot be restored. Nothing was changed."""


@dataclass(frozen=True, kw_only=True)
class Backup:
    """One whole copy of the database, opened and checked when it was made. ``rows``: how many each table has."""

    path: str
    size: int
    made: datetime
    version: int = 0
    rows: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class Restored:
    """What a restore did. ``before``: the copy of the database as it was (or, where it could not be read, the database
    itself, moved aside). ``taken_over``: how many clicks the copy did not know of were taken over from the record
    beside it; nothing is done twice. ``paused``: scheduled runs wait until the person says to go on."""

    file: str
    version: int
    rows: Mapping[str, int]
    before: str
    taken_over: int
    paused: bool = False


class Backups(Protocol):
    """Copies of one data folder's database."""

    async def make(self, to: str) -> Backup:
        """A copy in a new file of the person's. Raises ``BadBackup``; a file that is there is never touched."""

    async def keep(self, name: str) -> Backup:
        """A copy beside the automatic ones, with a name that says what for. Of those made before imports the newest
        few stay, of as many days and weeks as automatic ones; others are never tidied away. Raises as ``daily``."""

    async def daily(self, today: date) -> Backup | None:
        """The automatic copy of a day, where there is none yet; those that are not kept any more go. Raises
        ``StoreError`` or ``BadBackup``."""

    async def listed(self) -> Sequence[Backup]:
        """The automatic copies, the newest first."""

    async def unwritable(self) -> str:
        """Why no automatic copy can be made now, as far as a look tells; empty where nothing speaks against it."""


class Restores(Protocol):
    """Puts a copy in the place of a data folder's database, whatever state that one is in."""

    async def restore(self, file: str) -> Restored:
        """Check the file, keep a copy of what is there, and replace it. Raises ``BadBackup`` or ``StoreError``; then
        everything is as it was."""
