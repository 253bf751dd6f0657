"""Scheduled runs over ports: begun once, when the site answers, and what became of every date is written down."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

import pytest

from linkapp.domain.act import Kind
from linkapp.domain.breaker import Breaker
from linkapp.domain.campaign import Draft, Item, Preview, Report, Result, RunOutcome
from linkapp.domain.hours import EVERY_DAY, Hours
from linkapp.domain.moment import Occasion
from linkapp.domain.person import Person
from linkapp.domain.problems import Problem, Reason
from linkapp.domain.quota import DEFAULTS, Usage
from linkapp.domain.schedule import ABSENT, TICK, OccurrenceState, Presence, Schedule
from linkapp.domain.settings import Settings
from linkapp.services.news import Changes, News
from linkapp.services.planner import Planner, ScheduledEnd, needs_person, tomorrow
from linkapp.services.ports.journal import QUIET
from linkapp.services.runs import Control
from linkapp.services.site_guard import SiteGuard
from linkapp.services.site_lease import Purpose, SiteLease
from tests.fakes.clocks import FakeClock
from tests.fakes.locks import FakeRunLock
from tests.fakes.memory_schedules import MemorySchedules
from tests.fakes.memory_storage import memory_storage
from tests.fakes.network import FakeNetwork

MORNING = datetime(2026, 7, 10, 6, 0, tzinfo=UTC)  # 08:00 in Paris, a Friday
ADA = Person(name="Ada", profile="ada")
DRAFT = Draft(person=ADA, occasion=Occasion.BIRTHDAY, on=date(2026, 7, 10), late_days=0, text="Hi")


@dataclass
class Greetings:
    """A kind of run that counts how often it was begun."""

    clock: FakeClock
    outcome: RunOutcome = RunOutcome.DONE
    stopped_by: Problem | None = None
    refusal: Reason | None = None
    sent: list[datetime] = field(default_factory=list)
    prepared: list[datetime] = field(default_factory=list)
    during: Callable[[], None] = lambda: None

    async def send(self, control: Control) -> Report:
        self.sent.append(self.clock.at)
        self.during()
        outcome = RunOutcome.STOPPED if control.stopping else self.outcome
        done = (Item(person=ADA, state=Result.DONE),) if outcome is RunOutcome.DONE else ()
        return Report(
            run=len(self.sent), kind="birthdays", outcome=outcome, started=self.clock.at, items=done,
            stopped_by=self.stopped_by,
        )  # fmt: skip

    async def prepare(self) -> Preview:
        self.prepared.append(self.clock.at)
        return Preview(occasion=Occasion.BIRTHDAY, today=date(2026, 7, 10), drafts=(DRAFT,), stopped=self.stopped_by)

    async def usage(self) -> Usage | None:
        opens = self.clock.at + timedelta(hours=20)
        caps = DEFAULTS[Kind.MESSAGE]
        return Usage(kind=Kind.MESSAGE, caps=caps, date=0, day=0, week=0, opens=opens, refusal=self.refusal)


class Computer:
    """A computer with a planner whose days are gone through tick by tick."""

    def __init__(self) -> None:
        self.clock = FakeClock(at=MORNING)
        self.greetings = Greetings(self.clock)
        self.store = memory_storage()
        self.schedules = MemorySchedules()
        self.lease = SiteLease()
        self.problem: Problem | None = None
        self.asked = 0
        self.days: list[date] = []
        self.steady = 0.0
        self.changes: list[Changes] = []
        self.ended: list[ScheduledEnd] = []
        self.news = News()
        self.news.listen(self.changes.append)
        self.network = FakeNetwork(now=self.clock.now)
        self.guard = SiteGuard(runs=self.store.runs, ledger=self.store.ledger, clock=self.clock, site_time=lambda: None)
        self.planner = self.start()

    def start(self) -> Planner:
        """LinkApp begins (again)."""
        planner = Planner(
            schedules=self.schedules, kinds={"birthdays": self.greetings}, arrive=self.arrive, runs=self.store.runs,
            guard=self.guard, lease=self.lease, lock=FakeRunLock(), clock=self.clock, steady=lambda: self.steady,
            hours=lambda _: Hours(opens=time(9), closes=time(18)), settings=Settings, device=lambda: "desk",
            settling=timedelta(seconds=45), news=self.news, journal=QUIET, each_day=self.each_day,
        )  # fmt: skip
        planner._presence = Presence.begun(self.clock.at, self.steady, None)
        planner.listen(self.ended.append)
        self.planner = planner
        return planner

    async def arrive(self) -> Problem | None:
        assert self.lease.purpose is Purpose.HEALTH
        self.asked += 1
        return self.problem

    async def each_day(self) -> None:
        self.days.append(self.clock.at.astimezone(self.clock.zone()).date())

    async def until(self, hour: int, minute: int = 0, day: int = 10) -> None:
        """Live until this time (of Paris in July), one tick after the other."""
        end = datetime(2026, 7, day, hour - 2, minute, tzinfo=UTC)
        while self.clock.at < end:
            step = await self.planner.tick() or timedelta(seconds=1)
            if step == TICK:  # nothing is near: as long as a tick may be late without being an absence
                step = ABSENT - timedelta(seconds=5)
            self.clock.at += step
            self.steady += step.total_seconds()

    async def add(self, at: time = time(9, 30), *, sends: bool = True) -> Schedule:
        return await self.planner.add("birthdays", at, days=EVERY_DAY, spread=timedelta(0), sends=sends)

    async def states(self) -> list[tuple[str, Reason | None]]:
        return [(row.state, row.reason) for row in await self.schedules.latest()]


async def test_what_is_due_runs_once_a_day_at_its_hour() -> None:
    computer = Computer()
    await computer.add()
    await computer.until(20, day=12)
    assert [at.strftime("%d %H:%M") for at in computer.greetings.sent] == ["10 07:30", "11 07:30", "12 07:30"]
    assert await computer.states() == [(OccurrenceState.DONE, None)] * 3
    assert [end.state for end in computer.ended] == [OccurrenceState.DONE] * 3
    assert any(change.schedule for change in computer.changes)
    assert computer.asked == 3, "the site is asked before each"
    assert computer.days == [date(2026, 7, 10), date(2026, 7, 11), date(2026, 7, 12)], "a backup a day"


async def test_without_the_switch_it_prepares_and_sends_nothing() -> None:
    computer = Computer()
    await computer.add(sends=False)
    await computer.until(10)
    assert (len(computer.greetings.prepared), computer.greetings.sent) == (1, [])
    (end,) = computer.ended
    assert (end.ready, end.report, end.state) == (1, None, OccurrenceState.DONE)
    (row,) = await computer.schedules.latest()
    assert row.detail == "1"


async def test_a_site_that_does_not_answer_spends_nothing_and_is_asked_again() -> None:
    computer = Computer()
    await computer.add()
    computer.problem = Problem(reason=Reason.OFFLINE)
    await computer.until(9, 40)
    assert (computer.greetings.sent, await computer.states()) == ([], [])
    assert 6 <= computer.asked <= 11, "about once a minute, at this pace"
    computer.problem = None
    await computer.until(9, 45)
    assert len(computer.greetings.sent) == 1
    await computer.until(9, 31, day=11)
    assert computer.greetings.sent[-1].strftime("%H:%M") == "07:30", "the next one keeps its own hour"


async def test_a_site_that_turns_linkapp_away_is_left_alone_and_the_date_is_skipped_with_that_reason() -> None:
    computer = Computer()
    await computer.add()
    computer.problem = Problem(reason=Reason.SIGNED_OUT)
    await computer.until(9, day=11)
    assert computer.asked <= 10
    assert await computer.states() == [(OccurrenceState.SKIPPED, Reason.SIGNED_OUT)]
    assert computer.greetings.sent == []


@pytest.mark.parametrize("reason", [Reason.CAP_DAY, Reason.CAP_WEEK])
async def test_full_caps_skip_the_date_without_a_page(reason: Reason) -> None:
    computer = Computer()
    await computer.add()
    computer.greetings.refusal = reason
    await computer.until(10)
    assert (await computer.states(), computer.asked) == ([(OccurrenceState.SKIPPED, reason)], 0)


async def test_a_pause_holds_and_ends() -> None:
    computer = Computer()
    await computer.add()
    await computer.planner.pause(tomorrow(computer.clock))
    state = await computer.planner.state()
    assert state.paused is not None
    await computer.until(9, 31, day=11)
    assert [at.day for at in computer.greetings.sent] == [11]
    assert (OccurrenceState.SKIPPED, Reason.PAUSED) in await computer.states()
    await computer.planner.pause(None)
    await computer.until(20, day=12)
    assert len(computer.greetings.sent) == 1
    await computer.planner.resume()
    assert (await computer.planner.state()).paused is None
    await computer.until(9, 31, day=13)
    assert [at.day for at in computer.greetings.sent] == [11, 13]


async def test_a_run_of_the_persons_own_comes_first_and_one_that_is_done_is_enough() -> None:
    computer = Computer()
    await computer.add()
    with computer.lease.hold(Purpose.RUN):
        await computer.until(10)
        assert (computer.greetings.sent, computer.asked) == ([], 0)
    await computer.until(10, 5)
    assert len(computer.greetings.sent) == 1
    run = await computer.store.runs.begin("birthdays", datetime(2026, 7, 11, 6, tzinfo=UTC), dry=False)
    await computer.store.runs.finish(run, RunOutcome.DONE, datetime(2026, 7, 11, 6, 5, tzinfo=UTC), None)
    await computer.until(10, day=11)
    assert len(computer.greetings.sent) == 1
    assert (await computer.states())[0] == (OccurrenceState.SKIPPED, Reason.DONE_TODAY)


async def test_the_breaker_holds_and_needs_no_page_to_know() -> None:
    computer = Computer()
    await computer.add()
    await computer.store.runs.change_breaker(lambda _: Breaker(latched=Reason.SECURITY_CHECK, latched_at=MORNING))
    await computer.until(9, day=11)
    assert (await computer.states(), computer.asked) == ([(OccurrenceState.SKIPPED, Reason.BREAKER_LATCHED)], 0)


async def test_a_failed_run_waits_longer_each_time_and_needs_the_person() -> None:
    computer = Computer()
    await computer.add()
    computer.greetings.outcome = RunOutcome.NEEDS_PERSON
    computer.greetings.stopped_by = Problem(reason=Reason.SECURITY_CHECK)
    await computer.until(20, day=20)
    assert [at.day for at in computer.greetings.sent] == [10, 11, 13, 17]
    assert all(needs_person(end) for end in computer.ended)
    assert (OccurrenceState.SKIPPED, Reason.FAILED_BEFORE) in await computer.states()


def crash() -> None:
    raise asyncio.CancelledError


async def crashed(computer: Computer, hour: int) -> None:
    """The program ends in the middle of the run that is due by then."""
    computer.greetings.during = crash
    with pytest.raises(asyncio.CancelledError):
        await computer.until(hour)
    computer.greetings.during = lambda: None


async def started_again(computer: Computer) -> None:
    computer.start()
    work = asyncio.ensure_future(computer.planner.work())
    for _ in range(50):
        await asyncio.sleep(0)
    work.cancel()
    await asyncio.gather(work, return_exceptions=True)


async def test_a_run_that_the_end_of_the_program_cut_off_is_gone_on_with_once_the_same_day() -> None:
    computer = Computer()
    await computer.add(sends=True)
    await crashed(computer, 10)
    await started_again(computer)
    assert [(row.cut_off, row.shown) for row in await computer.planner.latest()] == [(True, OccurrenceState.STOPPED)]
    await computer.until(17)
    assert len(computer.greetings.sent) == 2
    assert await computer.states() == [(OccurrenceState.DONE, Reason.WENT_ON)]
    await started_again(computer)
    await computer.until(23)
    assert len(computer.greetings.sent) == 2
    await computer.until(17, day=11)
    assert [at.strftime("%d %H:%M") for at in computer.greetings.sent[2:]] == ["11 07:30"], "at its own hour"


async def test_a_run_that_is_cut_off_twice_is_left() -> None:
    computer = Computer()
    await computer.add(sends=True)
    for _ in range(2):
        await crashed(computer, 12)
        await started_again(computer)
    await computer.until(20)
    assert len(computer.greetings.sent) == 2
    assert await computer.states() == [(OccurrenceState.STOPPED, Reason.CUT_OFF_TWICE)]


async def test_a_run_that_was_cut_off_holds_up_no_later_one_whatever_is_paused_and_resumed() -> None:
    """openkursar/hello-halo 298: left as running by a kill, it never ran again, and a pause hid that."""
    computer = Computer()
    await computer.add()
    await crashed(computer, 10)
    computer.clock.at += timedelta(hours=20)
    computer.steady += 20 * 3600
    await started_again(computer)
    await computer.planner.pause(None)
    await computer.until(8, 30, day=11)
    await computer.planner.resume()
    await computer.until(20, day=12)
    assert [at.strftime("%d %H:%M") for at in computer.greetings.sent[1:]] == ["11 07:30", "12 07:30"]


async def test_after_a_pause_over_two_hours_of_its_own_it_runs_once_and_then_at_its_hour() -> None:
    """duplicati/duplicati 4180: missed twice in a pause, and run twice after it."""
    computer = Computer()
    await computer.add()
    await computer.planner.pause(None)
    await computer.until(12, day=12)
    await computer.planner.resume()
    await computer.until(20, day=13)
    assert [at.strftime("%d") for at in computer.greetings.sent] == ["12", "13"]
    assert computer.greetings.sent[1].strftime("%H:%M") == "07:30"


async def test_waking_again_and_again_in_the_middle_of_a_run_begins_no_second_one() -> None:
    """garethgeorge/backrest 823: put off by sleep, begun on waking, and once more when that had ended."""
    computer = Computer()
    await computer.add()
    await computer.until(8)
    computer.clock.at += timedelta(hours=4)
    computer.steady += 4 * 3600

    def wake() -> None:
        computer.planner.woke()
        computer.planner.woke()

    computer.greetings.during = wake
    await computer.until(20)
    assert len(computer.greetings.sent) == 1
    assert await computer.states() == [(OccurrenceState.DONE, None)]


@pytest.mark.parametrize("why", ["another day", "after hours", "to be looked at"])
async def test_a_run_that_was_cut_off_is_not_gone_on_with(why: str) -> None:
    computer = Computer()
    await computer.add(sends=why != "to be looked at")
    if why == "to be looked at":
        prepare = computer.greetings.prepare

        async def cut() -> Preview:
            await prepare()
            raise asyncio.CancelledError

        computer.greetings.prepare = cut  # type: ignore[method-assign]
        with pytest.raises(asyncio.CancelledError):
            await computer.until(10)
        computer.greetings.prepare = prepare  # type: ignore[method-assign]
    else:
        await crashed(computer, 10)
    off = {"another day": timedelta(hours=23), "after hours": timedelta(hours=9), "to be looked at": timedelta(hours=1)}
    computer.clock.at += off[why]
    computer.steady += off[why].total_seconds()
    await started_again(computer)
    before = len(computer.greetings.sent) + len(computer.greetings.prepared)
    end = computer.clock.at + timedelta(minutes=20)
    await computer.until(end.hour + 2, end.minute, end.day)
    assert len(computer.greetings.sent) + len(computer.greetings.prepared) == before
    assert await computer.states() == [(OccurrenceState.STOPPED, Reason.CUT_OFF)]


async def test_quit_ends_a_run_before_its_next_click_and_it_goes_on_when_the_program_is_there_again() -> None:
    computer = Computer()
    schedule = await computer.add(sends=True)
    computer.greetings.during = lambda: computer.planner.stop()
    await computer.until(9, 40)
    assert len(computer.greetings.sent) == 1, "a program that ends begins nothing"
    computer.greetings.during = lambda: None
    (after,) = await computer.schedules.schedules()
    assert (after.id, after.failures) == (schedule.id, 0)
    await started_again(computer)
    await computer.until(12)
    assert len(computer.greetings.sent) == 2
    assert await computer.states() == [(OccurrenceState.DONE, Reason.WENT_ON)]


async def test_a_run_that_is_ended_with_the_program_is_said_to_be_cut_off_at_once() -> None:
    computer = Computer()
    await computer.add(at=time(8, 30))
    begun = asyncio.Event()

    async def long(_control: Control) -> Report:
        begun.set()
        await asyncio.Event().wait()
        raise AssertionError

    computer.greetings.send = long  # type: ignore[method-assign]
    computer.clock.at += timedelta(hours=2)
    computer.steady += 7200
    work = asyncio.ensure_future(computer.planner.work())
    await asyncio.sleep(0)
    computer.steady += 60
    computer.planner.woke()
    await begun.wait()
    computer.planner.stop()
    work.cancel()
    await asyncio.gather(work, return_exceptions=True)
    assert [row.cut_off for row in await computer.planner.latest()] == [True]


async def test_it_wakes_at_once_when_something_changes_and_works_until_it_is_ended() -> None:
    computer = Computer()
    work = asyncio.ensure_future(computer.planner.work())
    for _ in range(20):
        await asyncio.sleep(0)
    computer.clock.at = datetime(2026, 7, 10, 7, 40, tzinfo=UTC)
    computer.steady += 6000
    await computer.schedules.add("birthdays", time(9, 30), MORNING, days=EVERY_DAY, spread=timedelta(0), sends=True)
    computer.planner.woke()
    for _ in range(20):
        await asyncio.sleep(0)
    assert computer.greetings.sent == [], "after sleep it settles first"
    computer.clock.at += timedelta(seconds=46)
    computer.steady += 46
    computer.planner.woke()
    for _ in range(60):
        await asyncio.sleep(0)
    assert len(computer.greetings.sent) == 1
    work.cancel()
    await asyncio.gather(work, return_exceptions=True)


async def test_what_cannot_be_scheduled_is_refused() -> None:
    computer = Computer()
    with pytest.raises(ValueError, match="positions"):
        await computer.planner.add("positions", time(9), days=EVERY_DAY, spread=timedelta(0), sends=False)
    schedule = await computer.add()
    state = await computer.planner.state()
    assert state.next is not None
    assert (state.next.schedule, state.next.until) == (schedule, datetime(2026, 7, 10, 7, 30, tzinfo=UTC))
    assert await computer.planner.remove(schedule.id)
    assert not await computer.planner.remove(schedule.id)
    assert (await computer.planner.state()).next is None


async def test_a_store_that_fails_is_asked_again(monkeypatch: pytest.MonkeyPatch) -> None:
    from linkapp.services.ports.ledger import StoreError

    computer = Computer()
    await computer.add()
    ticks = 0

    async def full(*_: Any) -> None:
        nonlocal ticks
        ticks += 1
        raise StoreError(Problem(reason=Reason.DISK_FULL))

    monkeypatch.setattr(computer.schedules, "ticked", full)
    work = asyncio.ensure_future(computer.planner.work())
    for _ in range(10):
        await asyncio.sleep(0)
    computer.planner.woke()
    for _ in range(10):
        await asyncio.sleep(0)
    assert ticks >= 2
    assert not work.done()
    work.cancel()
    await asyncio.gather(work, return_exceptions=True)
