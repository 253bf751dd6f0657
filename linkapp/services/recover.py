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
    pending = [attempt for attempt in unresolved if attempt.state in (State.UNSURE, State.ASK)]
    items: list[Item] = []
    absent: list[Unresolved] = []
    unsent: list[Unresolved] = []
    if not pending:
        return Recovered()
    rest = _rest(pending, pace, now())
    if rest > timedelta(0) and not await wait(clock.now() + rest):
        left = [attempt for attempt in pending if await _is_open(ledger, attempt)]
        return Recovered(
            items=tuple(_unsure(attempt, Reason.INTERRUPTED, "") for attempt in left if attempt.act.kind is kind)
        )

    def add(attempt: Unresolved, those: tuple[Item, ...]) -> None:
        items.extend(those if attempt.act.kind is kind else ())

    async def read_again(attempt: Unresolved) -> None:
        absent.append(attempt)

    async def settle(attempt: Unresolved) -> None:
        if attempt.request_left:
            problem = Problem(reason=Reason.NO_PROOF, detail="it left, and does not stand in the conversation")
            add(attempt, await _unreadable(ledger, attempt, problem, now()))
        elif await _resolved(ledger, attempt, State.UNSENT, now()):
            unsent.append(attempt)

    async def read(those: list[Unresolved], where_absent: Callable[[Unresolved], Awaitable[None]]) -> Problem | None:
        """Read the conversations of those that still wait; what ends the reading of the others, if anything does."""
        for attempt in those:
            if not await _is_open(ledger, attempt):
                continue
            answer = await _read(network, clock, attempt, now())
            if isinstance(answer, Problem):
                if answer.ends_run:
                    return answer
                add(attempt, await _unreadable(ledger, attempt, answer, now()))
            elif answer is Verdict.THERE:
                add(attempt, await _sent(ledger, attempt, now()))
            else:
                await where_absent(attempt)
        return None

    stopped_by = await read(pending, read_again)
    if stopped_by is None and absent:
        if not await wait(clock.now() + pace.settle_again):
            left = [attempt for attempt in absent if await _is_open(ledger, attempt)]
            return Recovered(
                items=(
                    *items,
                    *(_unsure(attempt, Reason.INTERRUPTED, "") for attempt in left if attempt.act.kind is kind),
                )
            )
        stopped_by = await read(absent, settle)
    return Recovered(items=tuple(items), unsent=tuple(unsent), stopped_by=stopped_by)


async def _is_open(ledger: Ledger, attempt: Unresolved) -> bool:
    """Whether a greeting still waits to be settled: the person may answer at any time."""
    return any(other.slot_id == attempt.slot_id for other in await ledger.unresolved())


async def _resolved(ledger: Ledger, attempt: Unresolved, to: State, now: datetime | None, proof: str = "") -> bool:
    """Settle it; False where the person has answered meanwhile, whose word stands."""
    try:
        await ledger.resolve(attempt.slot_id, to, now or attempt.attempted, proof)
    except SlotLostError:
        if await _is_open(ledger, attempt):
            raise
        return False
    return True


def _rest(pending: list[Unresolved], pace: Pace, now: datetime | None) -> timedelta:
    """How much of the settling time is left; all of it where the site's time is not known."""
    if now is None:
        return pace.settle
    youngest = max(attempt.attempted for attempt in pending)
    return min(pace.settle, max(timedelta(0), youngest + pace.settle - now))


async def _read(network: Network, clock: Clock, attempt: Unresolved, now: datetime | None) -> Verdict | Problem:
    """``THERE`` or ``ABSENT`` by one reading; a problem where it tells neither. A visit leaves nothing that could be
    read: one that may have been made counts as made."""
    if attempt.act.kind is not Kind.MESSAGE:
        return Verdict.THERE
    reading = await network.conversation(attempt.act.whom)
    if not isinstance(reading, Ok):
        return reading.problem
    zone = clock.zone()
    today = local_date(now or clock.now(), zone)
    verdicts = [
        verdict(conversation, attempt.act.text, attempt.attempted, today, reading.language, zone)
        for conversation in reading.items
    ]
    if Verdict.THERE in verdicts:
        return Verdict.THERE
    if verdicts and all(judged is Verdict.ABSENT for judged in verdicts):
        return Verdict.ABSENT
    return Problem(reason=Reason.NO_PROOF, detail="the conversation neither shows it nor proves that it is missing")


async def _sent(ledger: Ledger, attempt: Unresolved, now: datetime | None) -> tuple[Item, ...]:
    """It counts as done. What leaves nothing that could be read is no proven outcome of a run."""
    if attempt.act.kind is not Kind.MESSAGE:
        await _resolved(ledger, attempt, State.SENT, now, "assumed")
        return ()
    if not await _resolved(ledger, attempt, State.SENT, now, "conversation"):
        return ()
    act = attempt.act
    item = Item(
        person=act.whom,
        state=Result.DONE,
        text=act.text,
        late_days=act.late_days,
        proof="conversation",
        at=now or attempt.attempted,
    )
    return (item,)


async def _unreadable(ledger: Ledger, attempt: Unresolved, problem: Problem, now: datetime | None) -> tuple[Item, ...]:
    reads = await ledger.unreadable(attempt.slot_id)
    asks = reads >= READS_BEFORE_ASKING and attempt.state is State.UNSURE
    if asks and not await _resolved(ledger, attempt, State.ASK, now):
        return ()
    return (_unsure(attempt, problem.reason, problem.detail),) if await _is_open(ledger, attempt) else ()


def _unsure(attempt: Unresolved, reason: Reason, detail: str) -> Item:
    act = attempt.act
    return Item(
        person=act.whom,
        state=Result.UNSURE,
        text=act.text,
        late_days=act.late_days,
        reason=reason,
        detail=detail,
        at=attempt.attempted,
    )
