"""What the log tells beside its lines: what the site saw today, and figures by day of the person's own zone."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest

from linkapp.domain.act import Kind, State
from linkapp.domain.campaign import Report, Result, RunOutcome
from linkapp.domain.figures import DayFigures, DoneAct, OutcomeCount, birthdays_by_day, by_day, ticks
from linkapp.domain.problems import Problem, Reason
from linkapp.domain.quota import Caps, Usage
from linkapp.services.log_book import LogBook, RunStopped

PARIS = ZoneInfo("Europe/Paris")
NOW = datetime(2026, 11, 22, 8, 30, tzinfo=UTC)
USAGE = Usage(kind=Kind.MESSAGE, caps=Caps(day=12, week=50, run=10), date=2, day=2, week=9)

VISITS = Usage(kind=Kind.VISIT, caps=Caps(day=20, week=100, run=20), date=3, day=3, week=12)


@dataclass
class Here:
    """A clock and figures in one."""

    at: datetime = NOW
    place: ZoneInfo = PARIS
    acts: list[DoneAct] = field(default_factory=list)
    counts: list[OutcomeCount] = field(default_factory=list)
    reports: list[Report] = field(default_factory=list)
    asked: list[datetime] = field(default_factory=list)
    birthdays: list[tuple[int, int] | None] = field(default_factory=list)
    range: tuple[date, date] | None = None

    def now(self) -> datetime:
        return self.at

    def zone(self) -> ZoneInfo:
        return self.place

    async def sleep_until(self, deadline: datetime) -> None:
        raise NotImplementedError

    async def acts_since(self, begins: datetime) -> Sequence[DoneAct]:
        self.asked.append(begins)
        return [act for act in self.acts if act.at >= begins]

    async def outcomes_since(self, begins: datetime) -> Sequence[OutcomeCount]:
        self.asked.append(begins)
        return [row for row in self.counts if row.at >= begins]

    async def latest(self, limit: int = 50) -> Sequence[Report]:
        return self.reports[:limit]

    async def birthdays_counted(self, first: date, last: date) -> Mapping[tuple[int, int], int]:
        self.range = (first, last)
        return Counter(self.birthdays)

    async def usage(self) -> Usage | None:
        return USAGE

    async def visit_usage(self) -> Usage | None:
        return VISITS

    def book(self) -> LogBook:
        return LogBook(figures=self, runs=self, people=self, clock=self, usage=self.usage, visit_usage=self.visit_usage)


def act(at: datetime, kind: Kind = Kind.MESSAGE) -> DoneAct:
    return DoneAct(kind=kind, state=State.SENT, at=at, name="Ada")


def run(at: datetime, stopped_by: Reason | None, outcome: RunOutcome = RunOutcome.STOPPED) -> Report:
    problem = Problem(reason=stopped_by) if stopped_by else None
    return Report(run=1, kind="birthdays", outcome=outcome, started=at, finished=at, stopped_by=problem)


async def test_today_begins_at_the_persons_midnight_and_tells_why_runs_stopped() -> None:
    midnight = datetime(2026, 11, 21, 23, 0, tzinfo=UTC)
    here = Here(
        acts=[act(midnight - timedelta(seconds=1)), act(midnight), act(NOW, Kind.VISIT)],
        reports=[
            run(NOW, None, RunOutcome.RUNNING), run(NOW, Reason.CAP_DAY), run(NOW, None, RunOutcome.DONE),
            run(NOW - timedelta(days=1), Reason.OFFLINE),
        ],
    )  # fmt: skip
    day = await here.book().today()
    assert (day.on, day.usage, day.visits) == (date(2026, 11, 22), USAGE, VISITS)
    assert [len(day.of(kind)) for kind in (Kind.MESSAGE, Kind.VISIT, Kind.SEARCH)] == [1, 1, 0]
    assert day.stops == [RunStopped(kind="birthdays", at=NOW, problem=Problem(reason=Reason.CAP_DAY))]


async def test_a_run_of_yesterday_that_stopped_after_midnight_is_of_today() -> None:
    report = run(NOW, Reason.CAP_DAY)
    here = Here(reports=[Report(**{**vars(report), "started": NOW - timedelta(days=1)})])
    assert len((await here.book().today()).stops) == 1


@pytest.mark.parametrize(
    ("zone", "now"),
    [
        ("Europe/Paris", datetime(2026, 10, 26, 12, 0, tzinfo=UTC)),  # a day of 25 hours among them
        ("America/Toronto", datetime(2026, 3, 9, 12, 0, tzinfo=UTC)),  # one of 23
        ("Asia/Kathmandu", datetime(2026, 3, 9, 12, 0, tzinfo=UTC)),  # 5 h 45 away from UTC
        ("Australia/Lord_Howe", datetime(2026, 4, 6, 12, 0, tzinfo=UTC)),  # half an hour of summer time
    ],
)
async def test_every_date_stands_once_and_every_outcome_on_its_own(zone: str, now: datetime) -> None:
    place = ZoneInfo(zone)
    quarters = [now - timedelta(minutes=15 * number) for number in range(6 * 96)]
    counts = [OutcomeCount(at=at, kind="birthdays", state=Result.DONE, count=1) for at in quarters]
    days = by_day(counts, now.astimezone(place).date(), 5, place)
    assert [day.on for day in days] == [now.astimezone(place).date() - timedelta(days=ago) for ago in range(4, -1, -1)]
    for day in days:
        assert day.sent == sum(at.astimezone(place).date() == day.on for at in quarters)


async def test_figures_are_asked_for_once_from_the_first_midnight_on() -> None:
    here = Here(
        counts=[
            OutcomeCount(at=NOW, kind="birthdays", state=Result.DONE, count=3),
            OutcomeCount(at=NOW, kind="visits", state=Result.DONE, count=2),
            OutcomeCount(at=NOW, kind="visits", state=Result.UNSURE, count=1),
            OutcomeCount(at=NOW, kind="birthdays", state=Result.FAILED, count=1),
            OutcomeCount(at=NOW + timedelta(days=1), kind="birthdays", state=Result.DONE, count=9),
        ]
    )
    days = await here.book().days(365)
    assert len(days) == 365
    assert days[-1] == DayFigures(on=date(2026, 11, 22), sent=3, visited=2, problems=2)
    assert sum(day.total for day in days) == 7
    assert here.asked == [datetime(2025, 11, 22, 23, 0, tzinfo=UTC)]


async def test_the_week_counts_messages_by_date_beside_the_caps() -> None:
    here = Here(acts=[act(NOW), act(NOW - timedelta(days=6)), act(NOW - timedelta(days=7)), act(NOW, Kind.VISIT)])
    week = await here.book().week()
    assert [count for _, count in week.days] == [1, 0, 0, 0, 0, 0, 1]
    assert week.usage == USAGE


async def test_birthdays_ahead_are_counted_by_date_from_today_on_over_the_turn_of_the_year() -> None:
    late = datetime(2026, 12, 20, 23, 30, tzinfo=UTC)  # the 21st in Paris
    here = Here(at=late, birthdays=[(12, 21), (12, 21), (1, 19), (1, 20), (12, 20), None])
    days = await here.book().birthdays_ahead(30)
    assert here.range == (date(2026, 12, 21), date(2027, 1, 19))
    assert [on for on, _ in days] == [date(2026, 12, 21) + timedelta(days=ahead) for ahead in range(30)]
    assert [(on, count) for on, count in days if count] == [(date(2026, 12, 21), 2), (date(2027, 1, 19), 1)]


@pytest.mark.parametrize(
    ("today", "on"),
    [
        (date(2027, 2, 20), date(2027, 2, 28)),
        (date(2028, 2, 20), date(2028, 2, 29)),
        (date(2028, 2, 29), date(2028, 2, 29)),
        (date(2027, 3, 1), None),  # it was yesterday
    ],
)
def test_a_birthday_on_the_leap_day_stands_on_the_date_on_which_it_is_kept(today: date, on: date | None) -> None:
    days = birthdays_by_day({(2, 29): 1}, today, 30)
    assert [day for day, count in days if count] == ([on] if on else [])


@pytest.mark.parametrize("most", [*range(130), 999, 1000, 12_345])
def test_an_axis_has_whole_numbers_and_holds_the_highest(most: int) -> None:
    marks = ticks(most)
    assert marks[0] == 0
    assert marks[-1] >= max(1, most)
    assert len({later - earlier for earlier, later in pairwise(marks)}) == 1
    assert 2 <= len(marks) <= 6
