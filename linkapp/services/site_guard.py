"""The guard of the site: whether anything may be asked of it now, and what every answer of it means for that.

One durable breaker (``domain/breaker.py``) for runs, previews, the page check and the health check. It goes by quota
time: the site's own where it was told in this process, else the last time that is certain, carried by the clock since
boot. The computer's wall clock has no say.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import TypeVar

from linkapp.domain.act import NotSent, Outcome, Sent
from linkapp.domain.breaker import OPEN_FOR, STOP_SIGNS, Breaker, Proven
from linkapp.domain.greeting import Ready
from linkapp.domain.moment import Card, Conversation, Occasion, Ok, Reading, Unknown
from linkapp.domain.person import Person
from linkapp.domain.problems import Problem, Reason
from linkapp.domain.visit import Visited
from linkapp.services.ports.clock import Clock
from linkapp.services.ports.ledger import Ledger
from linkapp.services.ports.runs import Runs
from linkapp.services.ports.site import Network

_WORTH_KEEPING = timedelta(minutes=1)

T = TypeVar("T")


@dataclass(frozen=True, kw_only=True)
class BreakerState:
    """The breaker as it is, and the quota time it was judged at."""

    breaker: Breaker
    now: datetime

    @property
    def refusal(self) -> Problem | None:
        """Why nothing may be asked of the site now."""
        return self.breaker.refusal(self.now)


class SiteGuard:
    """Judges, remembers and clears. Raises ``StoreError`` where the breaker cannot be read or kept."""

    def __init__(
        self,
        *,
        runs: Runs,
        ledger: Ledger,
        clock: Clock,
        site_time: Callable[[], datetime | None],
        since_boot: Callable[[], float] | None = None,
    ) -> None:
        """``since_boot``: seconds of a clock that no one sets and that counts sleep. ``clock`` names a first moment
        where no quota time is known at all; from there on it is not asked again. Without ``since_boot`` it stands for
        that as well (a clock given for a trial)."""
        self._runs = runs
        self._ledger = ledger
        self._clock = clock
        self._site_time = site_time
        self._since_boot = since_boot or (lambda: clock.now().timestamp())

    def over(self, runs: Runs) -> SiteGuard:
        """The same guard, whose breaker is that of other runs."""
        return SiteGuard(
            runs=runs,
            ledger=self._ledger,
            clock=self._clock,
            site_time=self._site_time,
            since_boot=self._since_boot,
        )

    async def standing(self) -> BreakerState:
        """The breaker, judged now."""
        breaker = await self._runs.breaker()
        now = await self._now(breaker)
        if breaker.until is not None and breaker.proven is None:  # kept by an older version, by the wall clock
            latest = now + OPEN_FOR[-1]
            breaker = await self._runs.change_breaker(
                lambda stored: replace(stored, until=min(stored.until or latest, latest), proven=self._proven(now))
            )
        return BreakerState(breaker=breaker, now=now)

    async def refusal(self) -> Problem | None:
        """Why nothing may be asked of the site now; None where something may. What has gone by is remembered, so that
        a restart of the computer does not begin the wait anew."""
        standing = await self.standing()
        breaker, now = standing.breaker, standing.now
        proven = breaker.proven
        if breaker.is_open(now) and proven is not None and now - proven.at >= _WORTH_KEEPING:
            await self._runs.change_breaker(lambda stored: replace(stored, proven=self._proven(now)))
        return standing.refusal

    async def latched(self) -> Problem | None:
        """The refusal of a stop sign that nobody has looked at yet, else None."""
        breaker = await self._runs.breaker()
        return breaker.refusal(breaker.latched_at or self._clock.now()) if breaker.latched is not None else None

    async def failed(self) -> Breaker:
        """One more failure."""
        return await self._happened(lambda breaker, now: breaker.failed(now))

    async def succeeded(self) -> Breaker:
        """A success: it closes."""
        return await self._runs.change_breaker(Breaker.succeeded)

    async def note(self, problem: Problem) -> None:
        """What the site answered; a stop sign latches the breaker."""
        if problem.reason in STOP_SIGNS:
            await self._happened(lambda breaker, now: breaker.stopped(problem.reason, now))

    async def looked(self) -> bool:
        """The person says that they have looked at the stop sign. False where there was none to look at."""
        before = await self._runs.breaker()
        await self._runs.change_breaker(Breaker.looked)
        return before.latched is not None

    async def signed_in(self) -> None:
        """The person has just signed in by hand in LinkApp's window, where they answered whatever check there was."""
        await self._runs.change_breaker(
            lambda stored: stored.looked() if stored.latched is Reason.SECURITY_CHECK else stored
        )

    async def _happened(self, change: Callable[[Breaker, datetime], Breaker]) -> Breaker:
        now = await self._now(await self._runs.breaker())
        return await self._runs.change_breaker(lambda stored: replace(change(stored, now), proven=self._proven(now)))

    def _proven(self, now: datetime) -> Proven:
        return Proven(at=now, since_boot=self._since_boot())

    async def _now(self, breaker: Breaker) -> datetime:
        proven = breaker.proven.carried_to(self._since_boot()) if breaker.proven is not None else None
        known = [at for at in (self._site_time(), await self._ledger.last_time(), proven) if at is not None]
        return max(known) if known else self._clock.now()


class GuardedNetwork:
    """The ``Network`` behind the guard: after a stop sign, on whatever page it was met, nothing is asked of the site
    until the person has looked."""

    def __init__(self, network: Network, guard: SiteGuard) -> None:
        self._network = network
        self._guard = guard

    async def read_moments(self, occasion: Occasion) -> Reading[Card]:
        """See ``services.ports.site.Network``."""
        return await self._read(lambda: self._network.read_moments(occasion))

    async def prepare(self, person: Person, text: str) -> Ready | NotSent:
        """See ``services.ports.site.Network``."""
        if latched := await self._guard.latched():
            return NotSent(problem=latched)
        ready = await self._network.prepare(person, text)
        if isinstance(ready, NotSent):
            await self._guard.note(ready.problem)
        return ready

    async def prepare_on_profile(
        self, person: Person, text: str, before_open: Callable[[], Awaitable[None]]
    ) -> Ready | NotSent:
        """See ``services.ports.site.Network``."""
        if latched := await self._guard.latched():
            return NotSent(problem=latched)
        ready = await self._network.prepare_on_profile(person, text, before_open)
        if isinstance(ready, NotSent):
            await self._guard.note(ready.problem)
        return ready

    async def press(self, ready: Ready, text: str, before_click: Callable[[], Awaitable[None]]) -> Outcome:
        """See ``services.ports.site.Network``."""
        if latched := await self._guard.latched():
            return NotSent(problem=latched)
        outcome = await self._network.press(ready, text, before_click)
        if not isinstance(outcome, Sent):
            await self._guard.note(outcome.problem)
        return outcome

    async def abandon(self) -> None:
        """See ``services.ports.site.Network``."""
        await self._network.abandon()

    async def conversation(self, person: Person) -> Reading[Conversation]:
        """See ``services.ports.site.Network``."""
        return await self._read(lambda: self._network.conversation(person))

    async def arrive(self) -> Problem | None:
        """See ``services.ports.site.Network``."""
        if latched := await self._guard.latched():
            return latched
        problem = await self._network.arrive()
        if problem is not None:
            await self._guard.note(problem)
        return problem

    async def visit(self, person: Person, before_open: Callable[[], Awaitable[None]]) -> Visited:
        """See ``services.ports.site.Network``."""
        if latched := await self._guard.latched():
            return Visited(outcome=NotSent(problem=latched), person=person)
        visited = await self._network.visit(person, before_open)
        if not isinstance(visited.outcome, Sent):
            await self._guard.note(visited.outcome.problem)
        return visited

    def site_time(self) -> datetime | None:
        """See ``services.ports.site.Network``."""
        return self._network.site_time()

    def account(self) -> frozenset[str]:
        """See ``services.ports.site.Network``."""
        return self._network.account()

    async def close(self) -> None:
        """See ``services.ports.site.Network``."""
        await self._network.close()

    async def _read(self, read: Callable[[], Awaitable[Reading[T]]]) -> Reading[T]:
        if latched := await self._guard.latched():
            return Unknown(problem=latched)
        reading = await read()
        if not isinstance(reading, Ok):
            await self._guard.note(reading.problem)
        return reading
