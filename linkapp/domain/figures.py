"""What was done, counted: by day of the person's own zone, for charts and tables. Values and sums only."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from linkapp.domain.act import Kind, State
from linkapp.domain.campaign import Result
from linkapp.domain.quota import local_date

QUARTER = timedelta(minutes=15)
"""Every zone of today is a multiple of it away from UTC, so that no date begins within one."""
VISITS = "visits"
"""The kind of run whose outcomes are visits and no messages."""
PROBLEMS = frozenset({Result.FAILED, Result.UNSURE})


@dataclass(frozen=True, kw_only=True)
class OutcomeCount:
    """So many outcomes of one state and kind of run in the quarter of an hour that begins at ``at`` (UTC)."""

    at: datetime
    kind: str
    state: Result
    count: int


@dataclass(frozen=True, kw_only=True)
class DoneAct:
    """An act that was announced to the site: it happened, or may have happened. ``name`` is whom it was about."""

    kind: Kind
    state: State
    at: datetime
    name: str


@dataclass(frozen=True, kw_only=True)
class DayFigures:
    """One date: messages sent, profiles visited, people skipped, and problems."""

    on: date
    sent: int = 0
    visited: int = 0
    skipped: int = 0
    problems: int = 0

    @property
    def total(self) -> int:
        """All of them."""
        return self.sent + self.visited + self.skipped + self.problems


def by_day(counts: Iterable[OutcomeCount], today: date, days: int, zone: ZoneInfo) -> Sequence[DayFigures]:
    """Each of the last ``days`` dates up to today once, in order, whatever the clocks did on it; what lies before them
    or after today (a clock that was ahead) is left out."""
    dates = [today - timedelta(days=ago) for ago in range(days - 1, -1, -1)]
    sums = {on: [0, 0, 0, 0] for on in dates}
    for row in counts:
        day = sums.get(local_date(row.at, zone))
        if day is not None:
            day[_column(row)] += row.count
    return [DayFigures(on=on, sent=day[0], visited=day[1], skipped=day[2], problems=day[3]) for on, day in sums.items()]


def acts_by_day(acts: Iterable[DoneAct], today: date, days: int, zone: ZoneInfo) -> Sequence[tuple[date, int]]:
    """How many acts fell on each of the last ``days`` dates up to today."""
    sums = {today - timedelta(days=ago): 0 for ago in range(days - 1, -1, -1)}
    for act in acts:
        on = local_date(act.at, zone)
        if on in sums:
            sums[on] += 1
    return list(sums.items())


def birthdays_by_day(birthdays: Mapping[tuple[int, int], int], today: date, days: int) -> Sequence[tuple[date, int]]:
    """How many birthdays, counted by month and day, fall on each of ``days`` dates from today on; 29 February is kept
    on 28 February in common years. Those of other dates are left out."""
    sums = {today + timedelta(days=ahead): 0 for ahead in range(days)}
    dates = {(on.month, on.day): on for on in reversed(sums)}  # the soonest, where more than a year is asked for
    leap_day = dates.get((2, 29)) or dates.get((2, 28))
    for birthday, number in birthdays.items():
        on = leap_day if birthday == (2, 29) else dates.get(birthday)
        if on is not None:
            sums[on] += number
    return list(sums.items())


def ticks(most: int, lines: int = 4) -> Sequence[int]:
    """Whole numbers for an axis from nought to at least ``most``, evenly apart, about ``lines`` of them above nought;
    nought and one where there is nothing to count."""
    if most <= 1:
        return (0, 1)
    apart = max(1, -(-most // lines))
    power = 10 ** (len(str(apart)) - 1)
    step = next(factor * power for factor in (1, 2, 5, 10) if factor * power >= apart)
    return tuple(range(0, -(-most // step) * step + 1, step))


def _column(row: OutcomeCount) -> int:
    if row.state in PROBLEMS:
        return 3
    if row.state is Result.SKIPPED:
        return 2
    return 1 if row.kind == VISITS else 0
