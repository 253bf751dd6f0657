"""Scheduled runs: the same runs, begun by the clock. ``domain/schedule.py`` decides; here it is asked and carried out.

A tick every half minute (and at once on waking) plans anew. Before an occurrence is claimed the site has to answer: one
that is claimed never runs again, so it must not be spent on a computer that is offline. What a program that ended left
claimed is gone on with once, on the same date.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Protocol

from linkapp.domain.campaign import Preview, Report, Result, RunOutcome
from linkapp.domain.hours import Hours
from linkapp.domain.problems import NEEDS_PERSON, UNREACHED, Problem, Reason
from linkapp.domain.quota import Usage, local_date
from linkapp.domain.schedule import (
    LOOK_BACK,
    TICK,
    Agenda,
    Conditions,
    Hold,
    Occurrence,
    OccurrenceState,
    Pause,
    Presence,
    RunNow,
    Schedule,
    Situation,
    WaitUntil,
    plan,
)
from linkapp.domain.settings import Settings
from linkapp.services.news import Changes, News
from linkapp.services.ports.clock import Clock
from linkapp.services.ports.journal import Journal
from linkapp.services.ports.ledger import StoreError
from linkapp.services.ports.runs import RunLock, Runs
from linkapp.services.ports.schedule import Schedules
from linkapp.services.runs import Control
from linkapp.services.site_guard import SiteGuard
from linkapp.services.site_lease import Purpose, SiteHeldError, SiteLease
from linkapp.services.time_limit import time_limit

TICKS_KEPT_EVERY = timedelta(minutes=5)
"""How often it is written down that the program is there."""
ASK_AGAIN = {Reason.SIGNED_OUT: timedelta(hours=1), Reason.OTHER_ACCOUNT: timedelta(hours=1)}
"""How long a site that turned LinkApp away is left alone; one that was not reached is asked again after a minute."""
ASK_AGAIN_SOON = timedelta(minutes=1)
ASK_AGAIN_LATER = timedelta(minutes=10)


class ScheduledKind(Protocol):
    """How a kind of run is carried out when it is due."""

    async def send(self, control: Control) -> Report:
        """Do it, without anybody looking at it first."""

    async def prepare(self) -> Preview:
        """Prepare everything for somebody to look at; sends nothing."""

    async def usage(self) -> Usage | None:
        """What is used of the caps, and what a claim would be answered."""


@dataclass(frozen=True, kw_only=True)
class ScheduledEnd:
    """A scheduled run that ended: ``report`` where it acted; ``ready`` how many are to be looked at, where it prepared;
    ``stopped_by`` why it did not do everything."""

    schedule: Schedule
    on: date
    state: OccurrenceState
    report: Report | None = None
    ready: int = 0
    stopped_by: Problem | None = None


@dataclass(frozen=True, kw_only=True)
class PlanState:
    """How scheduled runs stand: what runs now, the pause (None: none), what comes next, and what holds it back."""

    schedules: Sequence[Schedule]
    waits: Sequence[WaitUntil]
    paused: Pause | None = None
    running: Schedule | None = None

    @property
    def next(self) -> WaitUntil | None:
        """The schedule that comes next; None where nothing is planned."""
        coming = [wait for wait in self.waits if wait.on is not None]
        return min(coming, key=lambda wait: (wait.until, wait.schedule.id), default=None)


class Planner:
    """Runs what is due, one at a time. ``work`` is its life; everything else may be asked without it."""

    def __init__(
        self,
        *,
        schedules: Schedules,
        kinds: Mapping[str, ScheduledKind],
        arrive: Callable[[], Awaitable[Problem | None]],
        runs: Runs,
        guard: SiteGuard,
        lease: SiteLease,
        lock: RunLock,
        clock: Clock,
        steady: Callable[[], float],
        hours: Callable[[Settings], Hours],
        settings: Callable[[], Settings],
        device: Callable[[], str],
        settling: timedelta,
        news: News,
        journal: Journal,
        each_day: Callable[[], Awaitable[object]] | None = None,
        let_go: Callable[[], Awaitable[None]] | None = None,
    ) -> None:
        """``arrive`` asks the site for a page and says what is wrong with the answer. ``steady``: seconds of a clock
        that nobody sets and that counts sleep. ``device`` names this computer, for chance. ``lock`` is the run's.
        ``each_day`` is done at the first tick of every date, before any run. ``let_go`` ends the browser of a run that
        ended well: nobody looks at it, and it holds more memory with every page."""
        self._schedules = schedules
        self._kinds = kinds
        self._arrive = arrive
        self._runs = runs
        self._guard = guard
        self._lease = lease
        self._lock = lock
        self._clock = clock
        self._steady = steady
        self._hours = hours
        self._settings = settings
        self._device = device
        self._settling = settling
        self._news = news
        self._journal = journal
        self._each_day = each_day
        self._let_go = let_go
        self._day: date | None = None
        self._presence: Presence | None = None
        self._agenda: Agenda | None = None
        self._site_hold: Hold | None = None
        self._kept_at: datetime | None = None
        self._running: Schedule | None = None
        self._control = Control()
        self._ending = False
        self._wake = asyncio.Event()
        self._listeners: list[Callable[[ScheduledEnd], None]] = []

    # -- what a person says

    async def add(self, kind: str, at: time, *, days: frozenset[int], spread: timedelta, sends: bool) -> Schedule:
        """A new schedule. Raises ``ValueError`` for what is none."""
        if kind not in self._kinds:
            raise ValueError(f"{kind} cannot be scheduled")
        schedule = await self._schedules.add(kind, at, self._clock.now(), days=days, spread=spread, sends=sends)
        self._changed()
        return schedule

    async def remove(self, schedule: int) -> bool:
        """Take a schedule away; False where there is none."""
        removed = await self._schedules.remove(schedule, self._clock.now())
        self._changed()
        return removed

    async def pause(self, until: datetime | None) -> None:
        """Nothing runs by itself until then, or (None) until the person says so. A run that is going on goes on."""
        await self._schedules.set_pause(Pause(until=until))
        self._changed()

    async def resume(self) -> None:
        """End the pause, and the waits of schedules whose runs failed."""
        await self._schedules.resume()
        self._site_hold = None
        self._changed()

    async def latest(self, limit: int = 50) -> Sequence[Occurrence]:
        """What became of every date, newest first."""
        return await self._schedules.latest(limit)

    async def state(self) -> PlanState:
        """How scheduled runs stand now."""
        now = self._clock.now()
        schedules = await self._schedules.schedules()
        pause = await self._schedules.pause()
        presence = self._presence or Presence.begun(now, self._steady(), None)
        agenda = plan(
            schedules, await self._recent(now), self._situation(presence, Conditions(hold=self._paused(pause, now)))
        )
        due = [WaitUntil(schedule=agenda.run.schedule, on=agenda.run.on, until=now)] if agenda.run else []
        return PlanState(
            schedules=schedules,
            waits=(*due, *agenda.waits),
            paused=pause if self._paused(pause, now) else None,
            running=self._running,
        )

    def listen(self, listener: Callable[[ScheduledEnd], None]) -> Callable[[], None]:
        """Be told of every scheduled run that ends; returns the function that ends this."""
        self._listeners.append(listener)
        return lambda: self._listeners.remove(listener)

    # -- its life

    async def work(self) -> None:
        """Run what is due until this is cancelled (``stop`` first lets a run end before its next click)."""
        now = self._clock.now()
        self._presence = Presence.begun(now, self._steady(), await self._schedules.last_tick())
        await self._note_cut_off(now)
        try:
            while True:
                wait = TICK
                try:
                    wait = await self.tick()
                except StoreError as error:  # a full disk, a busy database: said by the health check; asked again
                    self._journal.note("plan not made", reason=error.problem.reason)
                await self._rest(wait)
        finally:
            with suppress(StoreError):
                await self._note_cut_off(self._clock.now())
                await self._schedules.ticked(self._clock.now())

    async def _note_cut_off(self, now: datetime) -> None:
        """Where nobody is at work on this folder, what is still claimed was cut off."""
        if self._lock.take():
            try:
                await self._schedules.interrupted(now)
            finally:
                self._lock.give()

    def woke(self) -> None:
        """The computer woke, or something changed: plan at once."""
        self._wake.set()

    def stop(self) -> None:
        """The program ends: end a scheduled run before its next click."""
        self._ending = True
        self._control.stop()

    async def tick(self) -> timedelta:
        """Plan, record what is over, and run what is due; how long to rest then."""
        now = self._clock.now()
        assert self._presence is not None
        self._presence = self._presence.ticked(now, self._steady())
        if self._kept_at is None or abs(now - self._kept_at) >= TICKS_KEPT_EVERY:
            await self._schedules.ticked(now)
            self._kept_at = now
        today = local_date(now, self._clock.zone())
        if self._each_day is not None and today != self._day:
            self._day = today
            await self._each_day()
        schedules = await self._schedules.schedules()
        situation = self._situation(self._presence, await self._conditions(schedules, now))
        self._agenda = plan(schedules, await self._recent(now), situation, self._agenda)
        for skip in self._agenda.skips:
            if await self._schedules.skip(skip.schedule.id, skip.on, skip.reason, now):
                self._journal.note("scheduled run skipped", kind=skip.schedule.kind, reason=skip.reason)
                self._news.publish(Changes(log=True, schedule=True))
        for over in self._agenda.given_up:
            if await self._schedules.settle(
                over.schedule.id, over.on, OccurrenceState.STOPPED, now, reason=over.reason
            ):
                self._news.publish(Changes(log=True, schedule=True))
        if self._agenda.run is not None:
            await self._run(self._agenda.run)
            return timedelta(0)
        soonest = min((wait.until for wait in self._agenda.waits), default=now + TICK)
        return max(timedelta(0), min(TICK, soonest - now))

    async def _rest(self, wait: timedelta) -> None:
        with suppress(TimeoutError):
            async with time_limit(max(0.05, wait.total_seconds())):
                await self._wake.wait()
        self._wake.clear()

    async def _run(self, due: RunNow) -> None:
        schedule, now = due.schedule, self._clock.now()
        if problem := await self._site_answers():
            again = ASK_AGAIN_SOON if problem.reason in UNREACHED else ASK_AGAIN.get(problem.reason, ASK_AGAIN_LATER)
            self._site_hold = Hold(reason=problem.reason, until=now + again)
            self._journal.note("scheduled run waits", kind=schedule.kind, reason=problem.reason)
            self._news.publish(Changes(schedule=True))
            return
        self._site_hold = None
        claimed = not self._ending and (
            await self._schedules.go_on(schedule.id, due.on)
            if due.again
            else await self._schedules.claim(schedule.id, due.on, now)
        )
        if not claimed:
            return
        self._running, self._control = schedule, Control()
        self._news.publish(Changes(schedule=True))
        try:
            ended = await self._carried_out(schedule, due.on)
            if ended.stopped_by is None:  # else its window is there for the person
                await self._end_browser()
        finally:
            self._running = None
        if self._ending and ended.state is OccurrenceState.STOPPED and ended.stopped_by is None:
            await self._schedules.interrupted(self._clock.now())
            return
        reason = ended.stopped_by.reason if ended.stopped_by else None
        detail = f"{ended.ready}" if ended.report is None and ended.stopped_by is None else ""
        await self._schedules.settle(
            schedule.id,
            due.on,
            ended.state,
            self._clock.now(),
            reason=reason,
            detail=detail,
            run=ended.report.run if ended.report is not None and ended.report.run else None,
        )
        self._news.publish(Changes(log=True, schedule=True))
        for listener in tuple(self._listeners):
            listener(ended)

    async def _carried_out(self, schedule: Schedule, on: date) -> ScheduledEnd:
        kind = self._kinds[schedule.kind]
        try:
            if not schedule.sends:
                preview = await kind.prepare()
                state = OccurrenceState.FAILED if preview.stopped else OccurrenceState.DONE
                ready = sum(1 for draft in preview.drafts if draft.ticked)
                return ScheduledEnd(schedule=schedule, on=on, state=state, ready=ready, stopped_by=preview.stopped)
            report = await kind.send(self._control)
        except StoreError as error:
            return ScheduledEnd(schedule=schedule, on=on, state=OccurrenceState.FAILED, stopped_by=error.problem)
        return ScheduledEnd(
            schedule=schedule, on=on, state=_state_of(report), report=report, stopped_by=report.stopped_by
        )

    async def _site_answers(self) -> Problem | None:
        try:
            with self._lease.hold(Purpose.HEALTH):
                return await self._arrive()
        except SiteHeldError as held:
            return held.problem

    async def _end_browser(self) -> None:
        if self._let_go is None:
            return
        with suppress(SiteHeldError), self._lease.hold(Purpose.HEALTH):  # held: somebody reads a page already
            await self._let_go()

    # -- what is known of the world

    async def _recent(self, now: datetime) -> Sequence[Occurrence]:
        return await self._schedules.since(local_date(now, self._clock.zone()) - LOOK_BACK)

    def _situation(self, presence: Presence, conditions: Conditions) -> Situation:
        return Situation(
            zone=self._clock.zone(),
            hours=self._hours(self._settings()),
            device=self._device(),
            presence=presence,
            conditions=conditions,
            settling=self._settling,
        )

    async def _conditions(self, schedules: Sequence[Schedule], now: datetime) -> Conditions:
        of_kind: dict[str, Hold] = {}
        for name in {schedule.kind for schedule in schedules}:
            usage = await self._kinds[name].usage() if name in self._kinds else None
            if usage is not None and usage.refusal in (Reason.CAP_DAY, Reason.CAP_WEEK, Reason.SHARED_QUOTA):
                of_kind[name] = Hold(reason=usage.refusal, until=usage.opens)
        return Conditions(hold=await self._held(now), of_kind=of_kind, done_today=await self._done_today(now))

    async def _held(self, now: datetime) -> Hold | None:
        if (paused := self._paused(await self._schedules.pause(), now)) is not None:
            return paused
        if self._lease.purpose is not None:
            return Hold(reason=Reason.BUSY)
        standing = await self._guard.standing()
        if (refusal := standing.refusal) is not None:
            ahead = standing.breaker.until - standing.now if standing.breaker.until is not None else None
            known = ahead is not None and refusal.reason is Reason.BREAKER_OPEN
            return Hold(reason=refusal.reason, until=now + ahead if known and ahead is not None else None)
        if self._site_hold is not None and self._site_hold.until is not None and self._site_hold.until > now:
            return self._site_hold
        return None

    @staticmethod
    def _paused(pause: Pause | None, now: datetime) -> Hold | None:
        return pause.hold(now) if pause is not None else None

    async def _done_today(self, now: datetime) -> frozenset[str]:
        zone = self._clock.zone()
        today = local_date(now, zone)
        return frozenset(
            report.kind
            for report in await self._runs.latest(20)
            if not report.dry and report.outcome is RunOutcome.DONE and local_date(report.started, zone) == today
        )

    def _changed(self) -> None:
        self._news.publish(Changes(schedule=True))
        self.woke()


def _state_of(report: Report) -> OccurrenceState:
    """What a run's end means for its schedule: only what a person has to see to, and pages that changed, are failures
    of it; so is a run that did nothing but fail."""
    if report.outcome in (RunOutcome.NEEDS_PERSON, RunOutcome.PAGES_CHANGED):
        return OccurrenceState.FAILED
    if report.outcome in (RunOutcome.STOPPED, RunOutcome.NOT_NOW, RunOutcome.INTERRUPTED):
        return OccurrenceState.STOPPED
    failed = report.outcome is RunOutcome.FAILURES and not report.of(Result.DONE) and report.stopped_by is not None
    return OccurrenceState.FAILED if failed else OccurrenceState.DONE


def needs_person(ended: ScheduledEnd) -> bool:
    """Whether nothing goes on without the person."""
    return ended.stopped_by is not None and ended.stopped_by.reason in NEEDS_PERSON


def tomorrow(clock: Clock) -> datetime:
    """When tomorrow begins for the person (UTC)."""
    zone = clock.zone()
    on = local_date(clock.now(), zone) + timedelta(days=1)
    return datetime.combine(on, time.min, tzinfo=zone).astimezone(UTC)
