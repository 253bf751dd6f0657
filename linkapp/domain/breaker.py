"""The breaker: three failures in a row end the run and close the site for 2, 4, then 8 hours; nothing switches it off.

A breaker is a value: every event gives the next one, and the store keeps it over restarts. While it is open nothing
is done; when its time is over one probe is let through: a success closes it, a failure opens it again for longer.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime, timedelta

FAILURES_TO_OPEN = 3
OPEN_FOR = (timedelta(hours=2), timedelta(hours=4), timedelta(hours=8))


@dataclass(frozen=True, kw_only=True)
class Breaker:
    """``failures`` in a row, how often it has opened since the last success (``trips``), and until when it is open."""

    failures: int = 0
    trips: int = 0
    until: datetime | None = None

    def is_open(self, now: datetime) -> bool:
        """Whether nothing may be done at ``now``."""
        return self.until is not None and now < self.until

    @property
    def probing(self) -> bool:
        """Whether it has opened and no success came since: one failure is then enough to open it again."""
        return self.trips > 0

    def failed(self, now: datetime) -> Breaker:
        """After a failure at ``now``."""
        failures = self.failures + 1
        if failures >= FAILURES_TO_OPEN or self.probing:
            pause = OPEN_FOR[min(self.trips, len(OPEN_FOR) - 1)]
            return Breaker(failures=failures, trips=self.trips + 1, until=now + pause)
        return replace(self, failures=failures)

    def succeeded(self) -> Breaker:
        """After a success: closed, and forgotten."""
        return Breaker()
