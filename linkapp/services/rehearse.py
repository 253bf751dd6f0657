"""Dry runs: the same engine and the same kinds of run over ports that look, and change nothing that counts.

The lists are read for real. No composer is opened (typing into one shows "is typing" to the other person), no
conversation and no profile (opening one can be seen), so what these would say against an act is not known in a dry
run. What is reserved is counted in memory, on top of what the ledger has.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import replace
from datetime import datetime
from itertools import count
from typing import Any, cast

from linkapp.domain.act import Act, NotSent, Outcome, Sent, Slot, State
from linkapp.domain.breaker import Breaker
from linkapp.domain.campaign import Item, RunOutcome
from linkapp.domain.greeting import Ready
from linkapp.domain.pacing import Pace
from linkapp.domain.person import Person
from linkapp.domain.problems import Problem, Reason
from linkapp.domain.visit import Visited
from linkapp.services.account import OneAccount
from linkapp.services.ports.book import People
from linkapp.services.ports.ledger import Denied, Ledger, Limits, Unresolved
from linkapp.services.ports.runs import Runs

_DENIED = {State.SENT: Reason.ALREADY_GREETED, State.ALREADY: Reason.ALREADY_GREETED}


def dry_pace(pace: Pace) -> Pace:
    """The pace of a dry run: no gaps and no hours; the caps are those of the day."""
    return replace(pace, shortest_s=0, longest_s=0, visits_s=(0, 0), opens=None, closes=None)


def dry_ledger(ledger: Ledger) -> Ledger:
    """A ledger that answers as this one would, and keeps what is reserved to itself."""
    return cast("Ledger", _DryLedger(ledger))


def dry_runs(runs: Runs) -> Runs:
    """Runs that are written down nowhere; the breaker is that of these, and changes for this run only."""
    return cast("Runs", _DryRuns(runs))


def dry_people(people: People) -> People:
    """The contacts book, which learns nothing from a dry run."""
    return cast("People", _DryPeople(people))


class DrySite(OneAccount):
    """The site of the folder's own account: read as ever, and nobody's composer, conversation or profile is opened."""

    async def prepare(self, person: Person, _text: str) -> Ready | NotSent:
        """Ready, without a composer."""
        return Ready(recipient=person, new_conversation=True)

    async def prepare_on_profile(
        self, person: Person, _text: str, before_open: Callable[[], Awaitable[None]]
    ) -> Ready | NotSent:
        """Ready, without a profile and without a composer."""
        await before_open()
        return Ready(recipient=person, new_conversation=True)

    async def press(self, _ready: Ready, _text: str, before_click: Callable[[], Awaitable[None]]) -> Outcome:
        """Everything up to the click; there is no proof of it."""
        await before_click()
        return Sent(proof="")

    async def visit(self, person: Person, before_open: Callable[[], Awaitable[None]]) -> Visited:
        """Everything up to the opening."""
        await before_open()
        return Visited(outcome=Sent(proof=""), person=person)

    async def abandon(self) -> None:
        """There is nothing to leave."""


class _Over:
    """Another port, but for what is said otherwise."""

    def __init__(self, port: object) -> None:
        self._port = port

    def __getattr__(self, name: str) -> Any:
        return getattr(self._port, name)


class _DryLedger(_Over):
    def __init__(self, ledger: Ledger) -> None:
        super().__init__(ledger)
        self._ledger = ledger
        self._numbers = count(1)
        self._taken: dict[int, Act] = {}

    async def reserve(self, act: Act, limits: Limits, now: datetime) -> Slot | Denied:
        state = await self._ledger.closed(act, now)
        if state is not None:
            return Denied(reason=_DENIED.get(state, Reason.UNSURE_BEFORE))
        keys = set(act.whom.keys)
        if any(other.key == act.key and keys & set(other.whom.keys) for other in self._taken.values()):
            return Denied(reason=Reason.ALREADY_GREETED)
        usage = await self._ledger.usage(act.kind, limits.caps, limits.zone, now)
        taken = sum(1 for other in self._taken.values() if other.kind is act.kind)
        if usage.refusal is not None:
            return Denied(reason=usage.refusal)
        if taken >= limits.caps.run:
            return Denied(reason=Reason.CAP_RUN)
        if usage.left - taken <= 0:
            week = usage.week + taken >= limits.caps.week
            return Denied(reason=Reason.CAP_WEEK if week else Reason.CAP_DAY, until=usage.opens)
        slot = Slot(slot_id=-next(self._numbers), at=now)
        self._taken[slot.slot_id] = act
        return slot

    async def announce(self, *_: object) -> None:
        """Nothing is clicked."""

    async def settle(self, slot: Slot, outcome: Outcome | State, _now: datetime, _detail: str = "") -> None:
        if isinstance(outcome, State | NotSent):
            self._taken.pop(slot.slot_id, None)

    async def undated(self, slot: Slot, *_: object) -> None:
        self._taken.pop(slot.slot_id, None)

    async def recover(self, _now: datetime) -> tuple[Unresolved, ...]:
        """What is open stays open: conversations are not read."""
        return ()


class _DryRuns(_Over):
    def __init__(self, runs: Runs) -> None:
        super().__init__(runs)
        self._runs = runs
        self._changes: list[Callable[[Breaker], Breaker]] = []

    async def begin(self, _kind: str, _at: datetime, *, dry: bool) -> int:
        assert dry
        self._changes.clear()
        return 0

    async def add(self, _run: int, _item: Item) -> None:
        """It is in the report."""

    change = add

    async def finish(
        self, _run: int, _outcome: RunOutcome, _at: datetime, _stopped_by: Problem | None, _partial: str = ""
    ) -> None:
        """It is in the report."""

    async def interrupted(self, _at: datetime) -> int:
        return 0

    async def breaker(self) -> Breaker:
        breaker = await self._runs.breaker()
        for change in self._changes:
            breaker = change(breaker)
        return breaker

    async def change_breaker(self, change: Callable[[Breaker], Breaker]) -> Breaker:
        self._changes.append(change)
        return await self.breaker()


class _DryPeople(_Over):
    async def seen(self, _person: Person, _at: datetime, _birthday: tuple[int, int] | None = None) -> int:
        return 0

    async def opted_out(self, _person: Person, _at: datetime, _phrase: str) -> None:
        """It is met again in a real run."""

    async def exchanged(self, _person: Person, _at: datetime, *, by_them: bool) -> None:
        """It is read again in a real run."""
