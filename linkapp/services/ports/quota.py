"""A quota that several computers of one person share: the second gate beside the ledger."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Protocol

from linkapp.domain.act import Kind, State
from linkapp.domain.problems import Reason
from linkapp.domain.quota import Caps


@dataclass(frozen=True, kw_only=True)
class SharedSlot:
    """One slot as other computers have to know it: its name, its time, and the act it was taken for.

    ``state``: how the slot stands. ``subjects``: every key of the person, or the subject in words. ``key`` and
    ``apart`` as in ``Act``.
    """

    attempt: str
    kind: Kind
    state: State
    at: datetime
    account: str
    subjects: tuple[str, ...]
    key: str
    apart: timedelta


@dataclass(frozen=True, kw_only=True)
class Windows:
    """What a shared claim is checked against: the caps at ``at`` (quota time); ``date``: since when an act counts to
    the person's present date (the margin included)."""

    kind: Kind
    caps: Caps
    at: datetime
    date: datetime


@dataclass(frozen=True, kw_only=True)
class Taken:
    """A slot that counts in the shared quota. ``pending``: it may still be used, so it counts at any time."""

    at: datetime
    pending: bool


@dataclass(frozen=True, kw_only=True)
class Refused:
    """The shared quota grants nothing: ``cap`` names the cap that is used up, ``held`` how another computer's greeting
    to the same person stands; else it cannot be relied on now, and ``detail`` says why in one sentence. ``unseeded``:
    it has to be told first how this computer's slots stand. ``gone``: it does not know the slot (any more)."""

    detail: str = ""
    cap: Reason | None = None
    held: State | None = None
    unseeded: bool = False
    gone: bool = False


class SharedQuota(Protocol):
    """A quota that several computers of one person share. Nothing raises: what cannot be asked is ``Refused``."""

    async def claim(self, slot: SharedSlot, windows: Windows) -> Refused | None:
        """Take the greeting and a slot in one step; asked again under the same name it answers the same."""

    async def announce(self, slot: SharedSlot, at: datetime) -> Refused | None:
        """The click comes next: once more, does another computer greet the person, by any key known by now?"""

    async def stamp(self, attempt: str, state: State, at: datetime) -> Refused | None:
        """Tell what became of a claimed slot, and when it may have been used at the latest."""

    async def taken(self, kind: Kind, since: datetime) -> Sequence[Taken] | Refused:
        """Every slot that counts since then, on whichever computer."""

    async def put_right(self, slots: Sequence[SharedSlot]) -> Refused | None:
        """Write down how all slots of this computer stand; what is not among them and still open there goes."""

    async def state(self) -> Refused | None:
        """Whether it can be relied on now."""

    async def close(self) -> None:
        """Close the connection."""
