"""The ledger: every attempt at an act, the place it takes in the caps, and the proof that nothing is done twice."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Protocol
from zoneinfo import ZoneInfo

from linkapp.domain.act import Act, Kind, Outcome, Slot, State
from linkapp.domain.conversation import Undated
from linkapp.domain.person import Person
from linkapp.domain.problems import Problem, Reason
from linkapp.domain.quota import Caps, Usage
from linkapp.services.ports.quota import SharedSlot


class StoreError(Exception):
    """The store could not do what was asked: nothing was granted or changed. ``problem`` says why.

    Reasons: ``DISK_FULL``, ``BUSY`` (another program holds the database), ``DATA_UNUSABLE`` (damaged, read-only,
    newer than this LinkApp, or a bug that the database refused).
    """

    def __init__(self, problem: Problem) -> None:
        super().__init__(f"{problem.reason}: {problem.detail}")
        self.problem = problem


class SlotLostError(StoreError):
    """The act does not stand where the caller thinks: somebody else moved it, or two people turned out to be one.

    Reasons: ``ALREADY_GREETED`` or ``UNSURE_BEFORE`` where the person must not be written to again, else ``BUSY``.
    Nothing may be clicked.
    """


@dataclass(frozen=True, kw_only=True)
class Limits:
    """What a reservation is checked against. ``run`` is the id of the run whose slots are counted for the run cap."""

    caps: Caps
    zone: ZoneInfo
    run: int


@dataclass(frozen=True, kw_only=True)
class Denied:
    """No slot: the reason, and when the next one opens (UTC) where that is known."""

    reason: Reason
    until: datetime | None = None
    detail: str = ""


@dataclass(frozen=True, kw_only=True)
class Unresolved:
    """An act whose outcome is open (``sending`` at a start means a crash; ``unsure``, ``ask``). ``request_left`` as
    in ``Unsure``; ``run`` is the one that made the attempt."""

    slot_id: int
    act: Act
    state: State
    attempted: datetime
    reads: int
    request_left: bool = False
    run: int = 0


@dataclass(frozen=True, kw_only=True)
class UndatedWish:
    """A wish met in a conversation, of which only the person can say whether it is of this occasion. ``key`` is that
    of the greeting's act, ``run`` the one that met it last."""

    account: str
    person: Person
    key: str
    seen: Undated
    at: datetime
    run: int


@dataclass(frozen=True, kw_only=True)
class PastMessage:
    """A message that LinkApp sent (or may have sent) to a person; ``key`` as in ``Act``."""

    key: str
    state: State
    text: str
    template: str
    at: datetime


class Ledger(Protocol):
    """Every attempt: ledger, quota and idempotency guard at once (safety.md 3.2). One transaction a call."""

    async def reserve(self, act: Act, limits: Limits, now: datetime) -> Slot | Denied:
        """Take a slot for an act in one transaction, or say why not. ``now`` is the site's time."""

    async def announce(self, slot: Slot, payload_hash: str, now: datetime) -> None:
        """Commit, durably, that the click comes next; restamps the slot to ``now``. Raises if it cannot."""

    async def settle(self, slot: Slot, outcome: Outcome | State, now: datetime, detail: str = "") -> None:
        """Commit what became of it. After ``announce`` only ``Sent`` and ``Unsure`` are possible."""

    async def recover(self, now: datetime) -> tuple[Unresolved, ...]:
        """At a start, holding the run lock: free what was only reserved, turn ``sending`` into ``unsure``; return
        every act that is open."""

    async def unresolved(self) -> tuple[Unresolved, ...]:
        """Every act that is ``unsure`` or waits for the person's answer (``ask``); changes nothing."""

    async def resolve(self, slot_id: int, to: State, now: datetime, proof: str = "") -> None:
        """Settle an unsure act after reading the site, or (``proof`` is ``person``) by the person's own answer, which
        changes the items of the runs that asked in the same step. ``SlotLostError`` where it is not open any more."""

    async def unreadable(self, slot_id: int) -> int:
        """Count one failed reading of the site; returns how many there were."""

    async def undated(self, slot: Slot, seen: Undated, now: datetime) -> None:
        """Give a reserved slot back (``RELEASED``), and keep the question about the wish that was met."""

    async def wishes(self) -> tuple[UndatedWish, ...]:
        """Every wish that waits for the person's answer, the newest of each person and greeting; those met in the last
        30 days."""

    async def answer_wish(self, wish: UndatedWish, *, of_this_occasion: bool) -> bool:
        """The person's answer, which changes the items of the runs that asked in the same step: it is of this occasion
        (settled as ``ALREADY``), or it is not (``earlier_wishes`` knows its mark from now on). False, and nothing is
        changed, where just this question is not open any more."""

    async def earlier_wishes(self, account: str, person: Person, key: str) -> frozenset[str]:
        """The marks of wishes of which the person said that they are not of this occasion."""

    async def usage(self, kind: Kind, caps: Caps, zone: ZoneInfo, now: datetime) -> Usage:
        """What ``reserve`` would count now, and when the next slot opens."""

    async def past(self, account: str, person: Person) -> tuple[PastMessage, ...]:
        """Every message to this person that the ledger knows of, newest first, whichever key knew them."""

    async def closed(self, act: Act, now: datetime | None = None) -> State | None:
        """The closed state in which this act stands already, or None. With ``now`` also that of another act of its
        series less than ``act.apart`` from ``now`` (``reserve`` always looks at both)."""

    async def first_use(self) -> datetime | None:
        """When the first slot was ever taken (for the warm-up), or None."""

    async def last_time(self) -> datetime | None:
        """The latest quota time ever stored: the quota clock never goes below it."""


class TellingLedger(Ledger, Protocol):
    """A ledger that can also tell other computers of the person how its slots stand."""

    async def shared_slots(self, since: datetime, closed_since: datetime) -> tuple[SharedSlot, ...]:
        """What other computers have to know: every slot since then, every one still open, and every one of an act
        that was closed since ``closed_since``."""

    async def shared_slot(self, slot: Slot) -> SharedSlot:
        """One slot as other computers have to know it, with every key of the person that is known by now."""
