"""What became of greetings that a crash or a silent site left open: the conversation is read, twice; never retried.

Found in the conversation: it was sent. Proven absent by two readings: it was not, and the person is due again; but
where our request left and was not refused, not finding it proves nothing. Not told, several times: only the person can
say (safety.md 3.2).
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from linkapp.domain.act import Kind, State
from linkapp.domain.campaign import Item, Result
from linkapp.domain.conversation import Verdict, verdict
from linkapp.domain.moment import Ok
from linkapp.domain.pacing import Pace
from linkapp.domain.problems import Problem, Reason
from linkapp.domain.quota import local_date
from linkapp.services.ports.clock import Clock
from linkapp.services.ports.ledger import Ledger, SlotLostError, Unresolved
from linkapp.services.ports.site import Network

READS_BEFORE_ASKING = 3


@dataclass(frozen=True, kw_only=True)
class Recovered:
    """What was settled (as items of the run), what is proven unsent and, if reading had to end, why.

    What the person answered meanwhile is in none of them: the answer has changed the run's items already.
    """

    items: tuple[Item, ...] = ()
    unsent: tuple[Unresolved, ...] = ()
    stopped_by: Problem | None = None


async def recover(
    ledger: Ledger,
    network: Network,
    clock: Clock,
    pace: Pace,
    unresolved: tuple[Unresolved, ...],
    now: Callable[[], datetime | None],
    wait: Callable[[datetime], Awaitable[bool]],
    kind: Kind = Kind.MESSAGE,
) -> Recovered:
    """Settle every open act that the site lets us settle. ``now`` is the site's time, ``wait`` waits until a time of
    the computer's clock and says whether to go on; acts of another ``kind`` are settled too, and are no items."""
    pending = [one for one in unresolved if one.state in (State.UNSURE, State.ASK)]
    items: list[Item] = []
    absent: list[Unresolved] = []
    unsent: list[Unresolved] = []
    if not pending:
        return Recovered()
    rest = _rest(pending, pace, now())
    if rest > timedelta(0) and not await wait(clock.now() + rest):
        left = [one for one in pending if await _is_open(ledger, one)]
        return Recovered(items=tuple(_unsure(one, Reason.INTERRUPTED, "") for one in left if one.act.kind is kind))

    def add(one: Unresolved, those: tuple[Item, ...]) -> None:
        items.extend(those if one.act.kind is kind else ())

    async def read_again(one: Unresolved) -> None:
        absent.append(one)

    async def settle(one: Unresolved) -> None:
        if one.request_left:
            problem = Problem(reason=Reason.NO_PROOF, detail="it left, and does not stand in the conversation")
            add(one, await _unreadable(ledger, one, problem, now()))
        elif await _resolved(ledger, one, State.UNSENT, now()):
            unsent.append(one)

    async def read(those: list[Unresolved], where_absent: Callable[[Unresolved], Awaitable[None]]) -> Problem | None:
        """Read the conversations of those that still wait; what ends the reading of the others, if anything does."""
        for one in those:
            if not await _is_open(ledger, one):
                continue
            answer = await _read(network, clock, one, now())
            if isinstance(answer, Problem):
                if answer.ends_run:
                    return answer
                add(one, await _unreadable(ledger, one, answer, now()))
            elif answer is Verdict.THERE:
                add(one, await _sent(ledger, one, now()))
            else:
                await where_absent(one)
        return None

    stopped_by = await read(pending, read_again)
    if stopped_by is None and absent:
        if not await wait(clock.now() + pace.settle_again):
            left = [one for one in absent if await _is_open(ledger, one)]
            return Recovered(
                items=(*items, *(_unsure(one, Reason.INTERRUPTED, "") for one in left if one.act.kind is kind))
            )
        stopped_by = await read(absent, settle)
    return Recovered(items=tuple(items), unsent=tuple(unsent), stopped_by=stopped_by)


async def _is_open(ledger: Ledger, one: Unresolved) -> bool:
    """Whether a greeting still waits to be settled: the person may answer at any time."""
    return any(other.slot_id == one.slot_id for other in await ledger.unresolved())


async def _resolved(ledger: Ledger, one: Unresolved, to: State, now: datetime | None, proof: str = "") -> bool:
    """Settle it; False where the person has answered meanwhile, whose word stands."""
    try:
        await ledger.resolve(one.slot_id, to, now or one.attempted, proof)
    except SlotLostError:
        if await _is_open(ledger, one):
            raise
        return False
    return True


def _rest(pending: list[Unresolved], pace: Pace, now: datetime | None) -> timedelta:
    """How much of the settling time is left; all of it where the site's time is not known."""
    if now is None:
        return pace.settle
    youngest = max(one.attempted for one in pending)
    return min(pace.settle, max(timedelta(0), youngest + pace.settle - now))


async def _read(network: Network, clock: Clock, one: Unresolved, now: datetime | None) -> Verdict | Problem:
    """``THERE`` or ``ABSENT`` by one reading; a problem where it tells neither. A visit leaves nothing that could be
    read: one that may have been made counts as made."""
    if one.act.kind is not Kind.MESSAGE:
        return Verdict.THERE
    reading = await network.conversation(one.act.whom)
    if not isinstance(reading, Ok):
        return reading.problem
    zone = clock.zone()
    today = local_date(now or clock.now(), zone)
    verdicts = [
        verdict(conversation, one.act.text, one.attempted, today, reading.language, zone)
        for conversation in reading.items
    ]
    if Verdict.THERE in verdicts:
        return Verdict.THERE
    if verdicts and all(found is Verdict.ABSENT for found in verdicts):
        return Verdict.ABSENT
    return Problem(reason=Reason.NO_PROOF, detail="the conversation neither shows it nor proves that it is missing")


async def _sent(ledger: Ledger, one: Unresolved, now: datetime | None) -> tuple[Item, ...]:
    """It counts as done. What leaves nothing that could be read is no proven outcome of a run."""
    if one.act.kind is not Kind.MESSAGE:
        await _resolved(ledger, one, State.SENT, now, "assumed")
        return ()
    if not await _resolved(ledger, one, State.SENT, now, "conversation"):
        return ()
    act = one.act
    item = Item(
        person=act.whom,
        state=Result.DONE,
        text=act.text,
        late_days=act.late_days,
        proof="conversation",
        at=now or one.attempted,
    )
    return (item,)


async def _unreadable(ledger: Ledger, one: Unresolved, problem: Problem, now: datetime | None) -> tuple[Item, ...]:
    reads = await ledger.unreadable(one.slot_id)
    asks = reads >= READS_BEFORE_ASKING and one.state is State.UNSURE
    if asks and not await _resolved(ledger, one, State.ASK, now):
        return ()
    return (_unsure(one, problem.reason, problem.detail),) if await _is_open(ledger, one) else ()


def _unsure(one: Unresolved, reason: Reason, detail: str) -> Item:
    act = one.act
    return Item(
        person=act.whom,
        state=Result.UNSURE,
        text=act.text,
        late_days=act.late_days,
        reason=reason,
        detail=detail,
        at=one.attempted,
    )
