"""What may be sent now: exactly what a claim would be answered, and from when on the next one would be granted.

Caps, hours and breaker together. The caps of a day are those of that day: the warm-up grows and weekends count half,
so the next slot may open later than today's caps say, or earlier.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta

from linkapp.domain.act import Kind
from linkapp.domain.breaker import Breaker
from linkapp.domain.pacing import Pace
from linkapp.domain.problems import Reason
from linkapp.domain.quota import Caps, Usage, local_date, next_date_begins, slowed_down, warmed
from linkapp.domain.settings import Settings
from linkapp.services.ports.clock import Clock
from linkapp.services.ports.ledger import Ledger
from linkapp.services.site_guard import SiteGuard

_DAYS = 21
"""After so many days without a free slot there is none: a cap is zero."""


class Allowance:
    """The caps of a moment, and what a claim would be answered. Grants nothing: the ledger does."""

    def __init__(
        self,
        *,
        ledger: Ledger,
        guard: SiteGuard,
        clock: Clock,
        settings: Callable[[], Settings],
        pace: Callable[[Settings], Pace],
        kind: Kind = Kind.MESSAGE,
    ) -> None:
        self._ledger = ledger
        self._guard = guard
        self._clock = clock
        self._settings = settings
        self._pace = pace
        self._kind = kind

    async def caps(self, now: datetime) -> Caps:
        """The caps that hold at ``now``: within the hard limits, warmed up, half at weekends, and fewer for
        some days after the site asked for less."""
        return await self._caps(now, (await self._guard.standing()).breaker)

    async def _caps(self, now: datetime, breaker: Breaker) -> Caps:
        settings = self._settings()
        pace = self._pace(settings)
        caps = settings.caps(self._kind)
        local = local_date(now, self._clock.zone())
        if not pace.warm_up and not pace.weekend_half:
            return slowed_down(caps, breaker.slowed, now)
        first = await self._ledger.first_use()
        used_for = max(0, (local - local_date(first, self._clock.zone())).days) if first else 0
        days = used_for if pace.warm_up else 10**6
        warm = warmed(caps, days, weekend=pace.weekend_half and local.weekday() >= 5)
        return slowed_down(warm, breaker.slowed, now)

    async def usage(self, now: datetime) -> Usage:
        """What is used at ``now``. ``refusal``: why a claim would be refused; ``opens``: from when on it would not be
        (None while nothing refuses it, and where no day's caps allow anything)."""
        standing = await self._guard.standing()
        breaker = standing.breaker
        usage = await self._ledger.usage(self._kind, await self._caps(now, breaker), self._clock.zone(), now)
        if breaker.slowed is not None and breaker.slowed.share_at(now) < 1:
            usage = replace(usage, share=breaker.slowed.share_at(now), whole_at=breaker.slowed.whole_at)
        refusal = usage.refusal
        if refusal is not None:
            return usage  # the shared quota cannot be asked: nobody knows when it can
        if (stands := standing.refusal) is not None:
            refusal = stands.reason
        elif not self._pace(self._settings()).within_hours(now, self._clock.zone()):
            refusal = Reason.OUT_OF_HOURS
        elif not usage.left:
            refusal = Reason.CAP_WEEK if usage.week >= usage.caps.week else Reason.CAP_DAY
        if refusal in (None, Reason.BREAKER_LATCHED):  # nothing is waited for, or no time helps
            return replace(usage, refusal=refusal, opens=None)
        held = breaker.until - standing.now if refusal is Reason.BREAKER_OPEN and breaker.until else timedelta(0)
        return replace(usage, refusal=refusal, opens=await self._opens(now + held, breaker))

    async def usage_now(self, site_time: datetime | None) -> Usage:
        """The same at the site's time; by the computer's clock, for display only, while the site has told no time."""
        last = await self._ledger.last_time()
        return await self.usage(site_time or max(self._clock.now(), last or self._clock.now()))

    async def _opens(self, now: datetime, breaker: Breaker) -> datetime | None:
        """The first moment from ``now`` on at which nothing refuses a claim."""
        pace, zone = self._pace(self._settings()), self._clock.zone()
        at: datetime | None = now
        for _ in range(_DAYS):
            if at is None:
                return None
            if breaker.is_open(at) and breaker.until is not None:
                at = breaker.until
            if opening := pace.next_opening(at, zone):
                at = opening
            if (free := await self._free(at, breaker)) == at:
                return at
            at = free
        return None

    async def _free(self, at: datetime, breaker: Breaker) -> datetime | None:
        """The first moment from ``at`` on with a free slot: date by date, for each has caps of its own."""
        zone = self._clock.zone()
        for _ in range(_DAYS):
            usage = await self._ledger.usage(self._kind, await self._caps(at, breaker), zone, at)
            if usage.left:
                return at
            ends = next_date_begins(at, zone)
            if usage.opens is not None and usage.opens < ends:
                return usage.opens
            at = ends
        return None
