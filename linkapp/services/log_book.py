"""What the log tells beside its lines: what the site saw today, and figures of the days before. It only reads."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from linkapp.domain.act import Kind
from linkapp.domain.campaign import RunOutcome
from linkapp.domain.figures import DayFigures, DoneAct, acts_by_day, birthdays_by_day, by_day
from linkapp.domain.problems import Problem
from linkapp.domain.quota import Usage, date_begins, local_date
from linkapp.services.ports.book import People
from linkapp.services.ports.clock import Clock
from linkapp.services.ports.figures import Figures
from linkapp.services.ports.journal import JournalTail
from linkapp.services.ports.runs import Runs

RUNS_OF_A_DAY = 50
WEEK = 7


@dataclass(frozen=True, kw_only=True)
class RunStopped:
    """A run of today that did not do everything, and why."""

    kind: str
    at: datetime
    problem: Problem
    dry: bool = False


@dataclass(frozen=True, kw_only=True)
class SiteDay:
    """What the site saw of LinkApp on one date: every message and visit with its time, what is used of the caps of
    messages and of visits (None while it is not known), and why runs stopped. Pages that were only read are noted
    nowhere and not in it."""

    on: date
    acts: Sequence[DoneAct]
    usage: Usage | None
    visits: Usage | None = None
    stops: Sequence[RunStopped]

    def of(self, kind: Kind) -> Sequence[DoneAct]:
        """The acts of one kind, oldest first."""
        return [act for act in self.acts if act.kind is kind]


@dataclass(frozen=True, kw_only=True)
class WeekOfCaps:
    """Messages that count on each of the last seven dates, beside the caps that hold now."""

    days: Sequence[tuple[date, int]]
    usage: Usage | None


class LogBook:
    """Reads what was done. Raises ``StoreError`` where the database cannot be read."""

    def __init__(
        self,
        *,
        figures: Figures,
        runs: Runs,
        people: People,
        clock: Clock,
        usage: Callable[[], Awaitable[Usage | None]],
        visit_usage: Callable[[], Awaitable[Usage | None]],
        technical: JournalTail | None = None,
    ) -> None:
        """``usage``: of messages. ``technical``: the end of the technical log, for whoever wants to look at it."""
        self.technical = technical
        self._figures = figures
        self._runs = runs
        self._people = people
        self._clock = clock
        self._usage = usage
        self._visit_usage = visit_usage

    async def today(self) -> SiteDay:
        """What the site saw on the person's date of now."""
        zone = self._clock.zone()
        on = local_date(self._clock.now(), zone)
        begins = date_begins(on, zone)
        stops = [
            RunStopped(
                kind=report.kind, at=report.finished or report.started, problem=report.stopped_by, dry=report.dry
            )
            for report in reversed(await self._runs.latest(RUNS_OF_A_DAY))
            if report.stopped_by is not None
            and report.outcome is not RunOutcome.RUNNING
            and (report.finished or report.started) >= begins
        ]
        acts = await self._figures.acts_since(begins)
        return SiteDay(on=on, acts=acts, usage=await self._usage(), visits=await self._visit_usage(), stops=stops)

    async def days(self, number: int) -> Sequence[DayFigures]:
        """The last ``number`` dates up to today, oldest first, counted."""
        zone = self._clock.zone()
        today = local_date(self._clock.now(), zone)
        counts = await self._figures.outcomes_since(date_begins(today - timedelta(days=number - 1), zone))
        return by_day(counts, today, number, zone)

    async def birthdays_ahead(self, number: int) -> Sequence[tuple[date, int]]:
        """How many of the contacts have their birthday on each of ``number`` dates from today on, soonest first."""
        today = local_date(self._clock.now(), self._clock.zone())
        counts = await self._people.birthdays_counted(today, today + timedelta(days=number - 1))
        return birthdays_by_day(counts, today, number)

    async def week(self) -> WeekOfCaps:
        """The messages of the last seven dates, beside the caps."""
        zone = self._clock.zone()
        today = local_date(self._clock.now(), zone)
        acts = await self._figures.acts_since(date_begins(today - timedelta(days=WEEK - 1), zone))
        messages = [act for act in acts if act.kind is Kind.MESSAGE]
        return WeekOfCaps(days=acts_by_day(messages, today, WEEK, zone), usage=await self._usage())
