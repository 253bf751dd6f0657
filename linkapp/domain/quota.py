"""Caps: how many of a kind of act fit into the run, the local date, the last 24 hours and the last 7 days.

All four hold at once (safety.md 3.4). The numbers are counted by the ledger; this module says what is allowed.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

from linkapp.domain.act import Kind
from linkapp.domain.problems import Reason

DAY = timedelta(hours=24)
WEEK = timedelta(days=7)
MARGIN = timedelta(seconds=5)
"""Windows are this much longer than they say: the site's Date has whole seconds and answers take time."""

WARM_UP_DAYS = 14
WARM_UP_START = 0.4


@dataclass(frozen=True, kw_only=True)
class Caps:
    """Most acts of one kind per day (local date and rolling 24 h), per rolling 7 days, per run."""

    day: int
    week: int
    run: int


HARD: dict[Kind, Caps] = {
    Kind.MESSAGE: Caps(day=25, week=100, run=25),
    Kind.VISIT: Caps(day=60, week=250, run=60),
    Kind.WITHDRAWAL: Caps(day=25, week=175, run=25),
    Kind.SEARCH: Caps(day=5, week=35, run=5),
}
DEFAULTS: dict[Kind, Caps] = {
    Kind.MESSAGE: Caps(day=12, week=50, run=15),
    Kind.VISIT: Caps(day=20, week=100, run=20),
    Kind.WITHDRAWAL: Caps(day=10, week=70, run=10),
    Kind.SEARCH: Caps(day=5, week=35, run=5),
}


def bounded(kind: Kind, wanted: Caps) -> Caps:
    """``wanted`` within the hard limits, which no setting can lift; never below zero."""
    hard = HARD[kind]
    return Caps(
        day=max(0, min(wanted.day, hard.day)),
        week=max(0, min(wanted.week, hard.week)),
        run=max(0, min(wanted.run, hard.run)),
    )


def warmed(caps: Caps, day_number: int, *, weekend: bool) -> Caps:
    """The caps on the ``day_number``-th day of use (0 = first): 40 % growing to 100 % over 14 days, weekends half.

    Never less than one a day while the cap itself is at least one.
    """
    share = min(1.0, WARM_UP_START + (1 - WARM_UP_START) * max(0, day_number) / WARM_UP_DAYS)
    day = caps.day * share * (0.5 if weekend else 1.0)
    return Caps(day=max(min(1, caps.day), int(day)), week=max(min(1, caps.week), int(caps.week * share)), run=caps.run)


SLOWED_DAYS = 14
"""How long after the last limit sign caps take to be whole again, as long as the warm-up."""
SLOWED_LEAST = 0.125
"""What is left of the caps after any number of limit signs."""


@dataclass(frozen=True, kw_only=True)
class Slowed:
    """What the site's limit signs left of the caps: a ``share`` of them at ``at``, growing back day by day."""

    share: float
    at: datetime

    @classmethod
    def not_at_all(cls, now: datetime) -> Slowed:
        """Whole caps."""
        return cls(share=1.0, at=now)

    def share_at(self, now: datetime) -> float:
        """The share of the caps that holds at ``now``: it grows in whole days, evenly, to all of them."""
        days = max(0, (now - self.at) // DAY)
        return min(1.0, self.share + (1 - self.share) * days / SLOWED_DAYS)

    def more(self, now: datetime) -> Slowed:
        """After one more limit sign: half of what holds now, never less than ``SLOWED_LEAST``."""
        return Slowed(share=max(SLOWED_LEAST, self.share_at(now) / 2), at=max(now, self.at))

    @property
    def whole_at(self) -> datetime:
        """From when on the caps are whole again, if no further sign comes."""
        return self.at + SLOWED_DAYS * DAY


def slowed_down(caps: Caps, slowed: Slowed | None, now: datetime) -> Caps:
    """The caps after limit signs: never above ``caps``, and at least one a day where ``caps`` allow any."""
    share = 1.0 if slowed is None else slowed.share_at(now)
    if share >= 1.0:
        return caps
    return Caps(
        day=max(min(1, caps.day), int(caps.day * share)),
        week=max(min(1, caps.week), int(caps.week * share)),
        run=max(min(1, caps.run), int(caps.run * share)),
    )


def left(caps: Caps, *, date: int, day: int, week: int) -> int:
    """How many more acts fit beside those of the date, of the last 24 hours and of the last 7 days."""
    return max(0, min(caps.day - max(date, day), caps.week - week))


@dataclass(frozen=True, kw_only=True)
class Usage:
    """What is used of the caps now, and when the next slot opens (None while one is free; UTC). ``refusal``: why a
    claim would be refused now, where more than the caps was looked at (``services/allowance.py``). ``share`` of the
    normal caps holds after limit signs, until ``whole_at``."""

    kind: Kind
    caps: Caps
    date: int
    day: int
    week: int
    opens: datetime | None = None
    refusal: Reason | None = None
    share: float = 1.0
    whole_at: datetime | None = None

    @property
    def left(self) -> int:
        """How many more fit into every window except the run's."""
        return left(self.caps, date=self.date, day=self.day, week=self.week)


def local_date(at: datetime, zone: ZoneInfo) -> date:
    """The calendar date of an instant in the person's own time zone."""
    return at.astimezone(zone).date()


@lru_cache(maxsize=64)
def date_begins(on: date, zone: ZoneInfo) -> datetime:
    """The first instant (UTC) of a date in a zone; where the clocks skip midnight, the instant of the skip."""
    return datetime.combine(on, time.min, tzinfo=zone).astimezone(UTC)


def next_date_begins(now: datetime, zone: ZoneInfo) -> datetime:
    """The first instant (UTC) after ``now`` at which a later date than now's begins in a zone."""
    today = local_date(now, zone)
    midnight = datetime.combine(today + timedelta(days=1), time.min, tzinfo=zone)
    # Where clocks go back over midnight it comes twice; where they go forward over it one reading lies before it.
    both = sorted(midnight.replace(fold=fold).astimezone(UTC) for fold in (0, 1))
    return next(at for at in both if at > now and local_date(at, zone) > today)


@dataclass(frozen=True, kw_only=True)
class WindowStarts:
    """Where the windows that hold at one instant begin (UTC), each ``MARGIN`` earlier than it says.

    An act counts on the date from ``date`` on, and in the last 24 hours and 7 days when it lies after the other two.
    """

    date: datetime
    day: datetime
    week: datetime


def window_starts(now: datetime, zone: ZoneInfo) -> WindowStarts:
    """The windows that hold at ``now`` for a person in ``zone``."""
    return WindowStarts(
        date=date_begins(local_date(now, zone), zone) - MARGIN, day=now - DAY - MARGIN, week=now - WEEK - MARGIN
    )


def usage_of(kind: Kind, caps: Caps, zone: ZoneInfo, taken: Sequence[datetime], now: datetime) -> Usage:
    """What is used at ``now`` and when the next act is allowed, given the times of every act that counts.

    An act counts on its date, for 24 hours and for 7 days, each ``MARGIN`` longer (the run's cap is not looked at).
    ``opens`` takes all three windows into account; with a cap of zero it is None and nothing is ever left.
    """
    times = sorted(taken)
    starts = window_starts(now, zone)
    usage = Usage(
        kind=kind,
        caps=caps,
        date=sum(at >= starts.date for at in times),
        day=sum(at > starts.day for at in times),
        week=sum(at > starts.week for at in times),
    )
    if usage.left or min(caps.day, caps.week) <= 0:
        return usage
    opens = now
    if usage.day >= caps.day:
        opens = max(opens, times[-caps.day] + DAY + MARGIN)
    if usage.week >= caps.week:
        opens = max(opens, times[-caps.week] + WEEK + MARGIN)
    # The others only empty as time goes by; a new date may begin with acts of the last seconds of the one before.
    while sum(at >= date_begins(local_date(opens, zone), zone) - MARGIN for at in times) >= caps.day:
        opens = next_date_begins(opens, zone)
    return replace(usage, opens=opens)
