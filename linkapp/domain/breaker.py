"""The breaker: nothing is asked of the site for a while after failures, and after a stop sign until a person looked.

Three failures in a row close the site for 2, 4, then 8 hours. A security check, a restriction or a limit notice
*latches* it: it stays open, however much time goes by, until the person says that they have looked. A limit notice or
a restriction also slows LinkApp down for days (``domain/quota.py``).

A breaker is a value: every event gives the next one, and the store keeps it over restarts. All times are quota time
(safety.md 3.4), never the computer's wall clock. Once it may close, one probe is let through: a success closes it, a
failure opens it again for longer. No setting switches it off.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from linkapp.domain.problems import Problem, Reason
from linkapp.domain.quota import Slowed

FAILURES_TO_OPEN = 3
OPEN_FOR = (timedelta(hours=2), timedelta(hours=4), timedelta(hours=8))
LIMIT_SIGNS = frozenset({Reason.RATE_LIMITED, Reason.RESTRICTED, Reason.PAGE_REFUSED})
"""The site asked for less, or may have: the breaker opens for hours, and caps are lower for days."""
STOP_SIGNS = LIMIT_SIGNS | {Reason.SECURITY_CHECK}
"""After one of these a person has to look before anything is asked of the site again."""


@dataclass(frozen=True, kw_only=True)
class Proven:
    """A quota time that had certainly come when the clock since boot showed ``since_boot`` seconds."""

    at: datetime
    since_boot: float

    def carried_to(self, since_boot: float) -> datetime:
        """The quota time that has certainly come by now. After a restart of the computer at least the time since then
        has gone by as well; how long it was off, no clock of its own can prove."""
        gone_by = since_boot - self.since_boot
        return self.at + timedelta(seconds=gone_by if gone_by >= 0 else max(0.0, since_boot))


@dataclass(frozen=True, kw_only=True)
class Breaker:
    """``failures`` in a row, how often it has opened since the last success (``trips``), until when it is open, the
    stop sign nobody has looked at yet (``latched``) and when it was seen, what limit signs left of the caps, and the
    last quota time that is certain (``proven``)."""

    failures: int = 0
    trips: int = 0
    until: datetime | None = None
    latched: Reason | None = None
    latched_at: datetime | None = None
    slowed: Slowed | None = None
    proven: Proven | None = None

    def is_open(self, now: datetime) -> bool:
        """Whether nothing may be done at ``now``."""
        return self.latched is not None or (self.until is not None and now < self.until)

    def refusal(self, now: datetime) -> Problem | None:
        """Why nothing may be done at ``now``; None where something may. ``BREAKER_LATCHED`` waits for the person (its
        detail: the stop sign), ``BREAKER_OPEN`` for a time (its detail, ISO 8601)."""
        if self.latched is not None:
            return Problem(reason=Reason.BREAKER_LATCHED, detail=f"{self.latched}")
        if self.until is not None and now < self.until:
            return Problem(reason=Reason.BREAKER_OPEN, detail=self.until.isoformat())
        return None

    @property
    def probing(self) -> bool:
        """Whether it has opened and no success came since: one failure is then enough to open it again."""
        return self.trips > 0

    def failed(self, now: datetime) -> Breaker:
        """After a failure at ``now``."""
        failures = self.failures + 1
        if failures >= FAILURES_TO_OPEN or self.probing:
            return replace(self._opened(now), failures=failures)
        return replace(self, failures=failures)

    def stopped(self, sign: Reason, now: datetime) -> Breaker:
        """After a stop sign (one of ``STOP_SIGNS``) seen at ``now``: latched. A sign seen again before anybody looked
        is the same one; only where it asks for more than the first did is it added."""
        slows = sign in LIMIT_SIGNS and self.latched not in LIMIT_SIGNS
        if self.latched is not None and not slows:
            return self
        after = replace(self, latched=sign, latched_at=now, trips=max(1, self.trips))
        if not slows:
            return after
        opened = replace(self._opened(now), failures=max(FAILURES_TO_OPEN, self.failures + 1))
        slowed = (self.slowed or Slowed.not_at_all(now)).more(now)
        return replace(opened, latched=sign, latched_at=now, slowed=slowed)

    def looked(self) -> Breaker:
        """The person has looked at the stop sign: what is left is the time, then one probe."""
        return replace(self, latched=None, latched_at=None)

    def succeeded(self) -> Breaker:
        """After a success: closed, and its failures forgotten. A stop sign waits for the person all the same, and lower
        caps recover by their days."""
        if self.latched is not None:
            return self
        return Breaker(slowed=self.slowed, proven=self.proven)

    def _opened(self, now: datetime) -> Breaker:
        pause = OPEN_FOR[min(self.trips, len(OPEN_FOR) - 1)]
        until = now + pause if self.until is None else max(self.until, now + pause)
        return replace(self, trips=self.trips + 1, until=until)
