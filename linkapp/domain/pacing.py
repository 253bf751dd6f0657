"""Pace: gaps between acts and the hours in which LinkApp acts at all, in the person's own time zone."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from linkapp.domain.act import Kind
from linkapp.domain.settings import Settings

VISITS_S = (20.0, 60.0)
"""Seconds between two profile visits (product.md)."""
SETTLE = timedelta(seconds=60)
"""How long after an interrupted click a conversation is read first (safety.md 3.2 c)."""
SETTLE_AGAIN = timedelta(seconds=30)
"""How long after the first reading the second one is made."""


@dataclass(frozen=True, kw_only=True)
class Pace:
    """Gaps in seconds (``visits_s``: those between profile visits, shortest and longest), opening hours (None: always
    open), whether weekends count half and the warm-up holds."""

    shortest_s: float
    longest_s: float
    visits_s: tuple[float, float] = (0, 0)
    opens: time | None = None
    closes: time | None = None
    weekend_half: bool = True
    warm_up: bool = True
    settle: timedelta = SETTLE
    settle_again: timedelta = SETTLE_AGAIN

    def gap_s(self, kind: Kind) -> tuple[float, float]:
        """The shortest and the longest gap before the next act of a kind."""
        return self.visits_s if kind is Kind.VISIT else (self.shortest_s, self.longest_s)

    def within_hours(self, now: datetime, zone: ZoneInfo) -> bool:
        """Whether ``now`` lies in the opening hours."""
        if self.opens is None or self.closes is None:
            return True
        return self.opens <= now.astimezone(zone).time() < self.closes

    def next_opening(self, now: datetime, zone: ZoneInfo) -> datetime | None:
        """The next moment the hours open (UTC-comparable, aware); None when they are open or always open."""
        if self.opens is None or self.within_hours(now, zone):
            return None
        local = now.astimezone(zone)
        day = local.date() if local.time() < self.opens else local.date() + timedelta(days=1)
        return datetime.combine(day, self.opens, tzinfo=zone)


NO_PACE = Pace(
    shortest_s=0,
    longest_s=0,
    weekend_half=False,
    warm_up=False,
    settle=timedelta(seconds=1),
    settle_again=timedelta(seconds=1),
)
"""``--pace none``: only ever allowed for a loopback site. The caps stay."""


def pace_of(settings: Settings) -> Pace:
    """The pace that the settings ask for; a longest gap below the shortest counts as that."""
    return Pace(
        shortest_s=settings.gap_shortest_s,
        longest_s=max(settings.gap_shortest_s, settings.gap_longest_s),
        visits_s=VISITS_S,
        opens=settings.hours_from,
        closes=settings.hours_to,
        weekend_half=settings.weekend_half,
    )
