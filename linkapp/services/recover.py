"""What became of greetings that a crash or a silent site left open: the conversation is read, twice; never retried.

Found in the conversation: it was sent. Proven absent by two readings: it was not, and the person is due again; but
where our request left and was not refused, not finding it proves nothing. Not told, several times: only the person can
say (safety.md 3.2).
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from linkapp.domain.campaign import Item
from linkapp.domain.conversation import Verdict, verdict
from linkapp.domain.greeting import State
from linkapp.domain.moment import Ok
from linkapp.domain.pacing import Pace
from linkapp.domain.problems import Problem, Reason
from linkapp.domain.quota import local_date
from linkapp.services.ports import Clock, Ledger, Network, Open

READS_BEFORE_ASKING = 3


@dataclass(frozen=True, kw_only=True)
class Recovered:
    """What was settled (as items of the run) and, if reading had to end, why."""

    items: tuple[Item, ...] = ()
    stopped_by: Problem | None = None


async def recover(
    ledger: Ledger,
    network: Network,
    clock: Clock,
    pace: Pace,
    opens: tuple[Open, ...],
    now: Callable[[], datetime | None],
    wait: Callable[[datetime], Awaitable[bool]],
) -> Recovered:
    """Settle every open greeting that the site lets us settle. ``now`` is the site's time, ``wait`` waits until a
    time of the computer's clock and says whether to go on."""
    pending = [one for one in opens if one.state in (State.UNSURE, State.ASK)]
    items: list[Item] = []
    absent: list[Open] = []
    if not pending:
        return Recovered()
    rest = _rest(pending, pace, now())
    if rest > timedelta(0) and not await wait(clock.now() + rest):
        return Recovered(items=tuple(_unsure(one, Reason.INTERRUPTED, "") for one in pending))
    for one in pending:
        answer = await _read(network, clock, one, now())
        if isinstance(answer, Problem):
            if answer.ends_run:
                return Recovered(items=tuple(items), stopped_by=answer)
            items.append(await _unreadable(ledger, one, answer, now()))
        elif answer is Verdict.THERE:
            items.append(await _sent(ledger, one, now()))
        else:
            absent.append(one)
    if absent and not await wait(clock.now() + pace.settle_again):
        return Recovered(items=(*items, *(_unsure(one, Reason.INTERRUPTED, "") for one in absent)))
    for one in absent:
        answer = await _read(network, clock, one, now())
        if isinstance(answer, Problem):
            if answer.ends_run:
                return Recovered(items=tuple(items), stopped_by=answer)
            items.append(await _unreadable(ledger, one, answer, now()))
        elif answer is Verdict.THERE:
            items.append(await _sent(ledger, one, now()))
        elif one.request_left:
            problem = Problem(reason=Reason.NO_PROOF, detail="it left, and does not stand in the conversation")
            items.append(await _unreadable(ledger, one, problem, now()))
        else:
            await ledger.resolve(one.slot_id, State.UNSENT, now() or one.attempted)
    return Recovered(items=tuple(items))


def _rest(pending: list[Open], pace: Pace, now: datetime | None) -> timedelta:
    """How much of the settling time is left; all of it where the site's time is not known."""
    if now is None:
        return pace.settle
    youngest = max(one.attempted for one in pending)
    return min(pace.settle, max(timedelta(0), youngest + pace.settle - now))


async def _read(network: Network, clock: Clock, one: Open, now: datetime | None) -> Verdict | Problem:
    """``THERE`` or ``ABSENT`` by one reading; a problem where it tells neither."""
    reading = await network.conversation(one.greeting.person)
    if not isinstance(reading, Ok):
        return reading.problem
    zone = clock.zone()
    today = local_date(now or clock.now(), zone)
    verdicts = [
        verdict(conversation, one.greeting.text, one.attempted, today, reading.language, zone)
        for conversation in reading.items
    ]
    if Verdict.THERE in verdicts:
        return Verdict.THERE
    if verdicts and all(found is Verdict.ABSENT for found in verdicts):
        return Verdict.ABSENT
    return Problem(reason=Reason.NO_PROOF, detail="the conversation neither shows it nor proves that it is missing")


async def _sent(ledger: Ledger, one: Open, now: datetime | None) -> Item:
    await ledger.resolve(one.slot_id, State.SENT, now or one.attempted, "conversation")
    greeting = one.greeting
    return Item(
        person=greeting.person,
        state="greeted",
        text=greeting.text,
        late_days=greeting.late_days,
        proof="conversation",
        at=now or one.attempted,
    )


async def _unreadable(ledger: Ledger, one: Open, problem: Problem, now: datetime | None) -> Item:
    reads = await ledger.unreadable(one.slot_id)
    if reads >= READS_BEFORE_ASKING and one.state is State.UNSURE:
        await ledger.resolve(one.slot_id, State.ASK, now or one.attempted)
    return _unsure(one, problem.reason, problem.detail)


def _unsure(one: Open, reason: Reason, detail: str) -> Item:
    greeting = one.greeting
    return Item(
        person=greeting.person,
        state="unsure",
        text=greeting.text,
        late_days=greeting.late_days,
        reason=reason,
        detail=detail,
        at=one.attempted,
    )
