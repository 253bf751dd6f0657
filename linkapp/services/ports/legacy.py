"""Taking over what the predecessor (linkedin-birthday-auto, V1 and V2) kept."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, tzinfo
from enum import StrEnum
from typing import Protocol

from linkapp.domain.known_error import KnownError


class LegacyReason(StrEnum):
    """Why a row was not taken."""

    NO_ADDRESS = "no_address"
    """Nobody can be told by it: no profile address, and no contact or several of that name."""
    NO_NAME = "no_name"
    NOT_UNDERSTOOD = "not_understood"
    """A value that is not what its column is for."""
    PLACEHOLDER = "placeholder"
    """A template asks for what LinkApp does not put into texts."""


@dataclass(frozen=True, kw_only=True)
class LegacyRejected:
    """A row that was not taken: its table, its number there, and a part of what stands in it."""

    table: str
    row: int
    reason: LegacyReason
    detail: str = ""


@dataclass(frozen=True, kw_only=True)
class LegacyReport:
    """What was taken over, or would be, by table. ``records`` = ``imported`` + ``unchanged`` + rejected, of each.

    ``undated``: rows of messages and visits whose time is not understood; they are taken with an unknown date.
    ``left_out``: tables of which nothing is taken, with their rows. ``edit``: what can be undone.
    """

    file: str
    version: str
    records: Mapping[str, int]
    imported: Mapping[str, int]
    unchanged: Mapping[str, int]
    rejected: tuple[LegacyRejected, ...] = ()
    undated: tuple[LegacyRejected, ...] = ()
    left_out: Mapping[str, int] = field(default_factory=dict)
    edit: int | None = None

    @property
    def changes_something(self) -> bool:
        """Whether anything is written."""
        return any(self.imported.values())


class BadLegacy(KnownError):
    """The file is damaged, or none of the predecessor's; nothing was changed."""


class LegacyBooks(Protocol):
    """Databases of the predecessor, and the book that takes them over."""

    async def is_database(self, file: str) -> bool:
        """Whether a file is a database at all, whoever's. False also for what cannot be read."""

    async def take(self, file: str, at: datetime, zone: tzinfo, *, dry: bool) -> LegacyReport:
        """Take over what a file holds, in one transaction, or only look. ``zone``: of times that name none. The file
        and its folder stay as they are. Raises ``BadLegacy``, ``StoreError``."""
