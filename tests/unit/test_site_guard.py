"""The guard of the site: what an open breaker keeps from happening, by which clock, and who may clear it."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

import pytest

from linkapp.domain.act import Kind
from linkapp.domain.breaker import LIMIT_SIGNS, STOP_SIGNS, Breaker
from linkapp.domain.campaign import RunOutcome
from linkapp.domain.greeting import Ready
from linkapp.domain.moment import Occasion, Ok, Unknown
from linkapp.domain.problems import Problem, Reason
from linkapp.domain.quota import DEFAULTS, Caps, Slowed, slowed_down
from linkapp.services.site_guard import GuardedNetwork, SiteGuard
from tests.fakes.clocks import FakeClock
from tests.fakes.memory_storage import MemoryStorage, memory_storage
from tests.fakes.network import FakeNetwork
from tests.unit.test_greet import Bench, card, states

NOW = datetime(2026, 7, 10, 9, 0, tzinfo=UTC)
HOUR = timedelta(hours=1)


@dataclass
class Computer:
    """A computer with a clock that anybody can set and one since boot that nobody can; ``site`` is the site's time, where
    it was told."""

    site: datetime | None = None
    boot: float = 1000.0
    wall: FakeClock = field(default_factory=lambda: FakeClock(at=NOW))
    store: MemoryStorage = field(default_factory=memory_storage)

    def guard(self) -> SiteGuard:
        """LinkApp started (again)."""
        return SiteGuard(
            runs=self.store.runs, ledger=self.store.ledger, clock=self.wall,
            site_time=lambda: self.site, since_boot=lambda: self.boot,
        )  # fmt: skip

    async def opened(self) -> None:
        """Three failures while the site told the time."""
        self.site = NOW
        guard = self.guard()
        for _ in range(3):
            await guard.failed()
        self.site = None


async def test_f5_after_a_limit_notice_reads_nothing_and_says_so() -> None:
    bench = Bench(card(1))
    bench.network.reading = Unknown(problem=Problem(reason=Reason.RATE_LIMITED))
    first = await bench.greet.preview(Occasion.BIRTHDAY)
    assert first.stopped is not None
    assert first.stopped.reason is Reason.RATE_LIMITED
    bench.network.reading = None
    for _ in range(3):
        again = await bench.greet.preview(Occasion.BIRTHDAY)
        assert again.stopped is not None
        assert (again.stopped.reason, again.stopped.detail) == (Reason.BREAKER_LATCHED, "rate_limited")
        assert not again.drafts
    assert bench.network.readings == 1
    assert (await bench.send()).stopped_by == Problem(reason=Reason.BREAKER_LATCHED, detail="rate_limited")
    assert await bench.guard.looked()
    waits = await bench.greet.preview(Occasion.BIRTHDAY)
    assert waits.stopped == Problem(reason=Reason.BREAKER_OPEN, detail=(NOW + 2 * HOUR).isoformat())
    assert bench.network.readings == 1
    bench.clock.at += 2 * HOUR
    assert (await bench.greet.preview(Occasion.BIRTHDAY)).drafts


@pytest.mark.parametrize("sign", sorted(STOP_SIGNS))
@pytest.mark.parametrize("where", ["list", "composer", "click", "conversation"])
async def test_a_stop_sign_anywhere_waits_for_the_person_over_any_time_and_restart(sign: Reason, where: str) -> None:
    bench = Bench(card(1), card(2))
    problem = Problem(reason=sign)
    if where == "list":
        bench.network.reading = Unknown(problem=problem)
    elif where == "composer":
        bench.network.how["id:ACoAAp0001"] = problem
    elif where == "click":
        bench.network.after_click["id:ACoAAp0001"] = problem
    else:
        bench.network.how["id:ACoAAp0001"] = "lost"
        bench.network.conversation_problem = problem
    report = await bench.send()
    asked = bench.network.asked
    bench.network.reading, bench.network.conversation_problem = None, None
    bench.network.how.clear()
    bench.network.after_click.clear()
    for _ in range(3):
        bench.clock.at += timedelta(days=40)
        held = await Bench.over(bench).send()
        assert held.stopped_by == Problem(reason=Reason.BREAKER_LATCHED, detail=sign)
        assert held.outcome is RunOutcome.NEEDS_PERSON
    assert bench.network.asked == asked
    assert report.stopped_by is not None
    assert report.stopped_by.reason is sign
    assert await bench.guard.looked()
    assert not await bench.guard.looked()
    assert (await bench.guard.standing()).refusal is None


async def test_after_the_person_has_looked_one_failure_is_enough_to_open_it_again() -> None:
    bench = Bench(*(card(number) for number in range(1, 5)))
    bench.network.reading = Unknown(problem=Problem(reason=Reason.SECURITY_CHECK))
    await bench.send()
    await bench.guard.looked()
    bench.network.reading = None
    bench.network.how = {f"id:ACoAAp{number:04}": Problem(reason=Reason.COVERED) for number in range(1, 5)}
    probe = await bench.send()
    assert [item.state for item in probe.items].count("failed") == 1
    assert (await bench.send()).stopped_by is not None


@pytest.mark.parametrize("sign", sorted(STOP_SIGNS))
async def test_a_sign_in_by_hand_answers_a_security_check_and_nothing_else(sign: Reason) -> None:
    bench = Bench()
    await bench.guard.note(Problem(reason=sign))
    await bench.guard.signed_in()
    assert ((await bench.guard.latched()) is None) == (sign is Reason.SECURITY_CHECK)


async def test_a_sign_met_by_somebody_else_meanwhile_stops_a_run_before_its_next_click() -> None:
    guard = SiteGuard(
        runs=(store := memory_storage()).runs, ledger=store.ledger, clock=FakeClock(at=NOW), site_time=lambda: NOW
    )
    network = FakeNetwork(now=lambda: NOW, cards=[card(1)])
    guarded = GuardedNetwork(network, guard)
    assert isinstance(await guarded.read_moments(Occasion.BIRTHDAY), Ok)
    assert isinstance(ready := await guarded.prepare(card(1).person, "x"), Ready)
    await guard.note(Problem(reason=Reason.SECURITY_CHECK))

    async def never() -> None:
        raise AssertionError("announced")

    latched = Problem(reason=Reason.BREAKER_LATCHED, detail="security_check")
    assert (await guarded.press(ready, "x", never)).problem == latched
    assert (await guarded.prepare(card(1).person, "x")).problem == latched
    assert (await guarded.conversation(card(1).person)).problem == latched
    assert network.clicks == 0


# ---- by which clock ----


@pytest.mark.parametrize("away", [timedelta(days=400), timedelta(hours=-9), timedelta(hours=3)])
async def test_setting_the_computers_clock_neither_ends_nor_prolongs_the_break(away: timedelta) -> None:
    computer = Computer()
    await computer.opened()
    computer.wall.at += away
    assert await computer.guard().refusal() == Problem(reason=Reason.BREAKER_OPEN, detail=(NOW + 2 * HOUR).isoformat())
    computer.boot += 7199
    assert await computer.guard().refusal() is not None
    computer.boot += 1
    assert await computer.guard().refusal() is None


async def test_a_restart_of_the_computer_neither_ends_the_break_nor_begins_it_anew() -> None:
    computer = Computer()
    await computer.opened()
    computer.boot += 3600
    assert await computer.guard().refusal() is not None  # LinkApp was there after an hour
    computer.boot = 20.0
    assert await computer.guard().refusal() is not None
    computer.boot = 3601.0
    assert await computer.guard().refusal() is None


async def test_the_sites_own_time_ends_the_break_whatever_the_computer_was_doing() -> None:
    computer = Computer()
    await computer.opened()
    computer.boot, computer.site = 5.0, NOW + 2 * HOUR
    assert await computer.guard().refusal() is None


async def test_a_break_kept_by_an_older_version_lasts_eight_hours_at_most() -> None:
    computer = Computer()
    computer.store.runs.kept_breaker = Breaker(failures=3, trips=1, until=NOW + timedelta(days=300))
    assert await computer.guard().refusal() == Problem(reason=Reason.BREAKER_OPEN, detail=(NOW + 8 * HOUR).isoformat())
    computer.boot += 8 * 3600
    assert await computer.guard().refusal() is None


# ---- what a limit sign leaves of the caps ----

WHOLE = DEFAULTS[Kind.MESSAGE]


def test_caps_halve_with_every_limit_sign_down_to_a_floor_and_grow_back_in_two_weeks() -> None:
    breaker = Breaker()
    shares = []
    for _ in range(5):
        breaker = breaker.stopped(Reason.RATE_LIMITED, NOW).looked()
        assert breaker.slowed is not None
        shares.append(breaker.slowed.share)
    assert shares == [0.5, 0.25, 0.125, 0.125, 0.125]
    slowed = Breaker().stopped(Reason.RESTRICTED, NOW).slowed
    days = [slowed_down(WHOLE, slowed, NOW + timedelta(days=day)).day for day in range(20)]
    assert days[0] == WHOLE.day // 2
    assert days == sorted(days)
    assert days[13] < WHOLE.day
    assert days[14:] == [WHOLE.day] * 6
    assert slowed is not None
    assert slowed.whole_at == NOW + timedelta(days=14)


def test_a_second_sign_halves_what_had_grown_back_and_a_clock_gone_back_gives_nothing() -> None:
    half = Slowed.not_at_all(NOW).more(NOW)
    grown = half.more(NOW + timedelta(days=7))
    assert grown.share == pytest.approx(0.375)
    assert half.share_at(NOW - timedelta(days=30)) == 0.5
    assert grown.more(NOW).at == NOW + timedelta(days=7)


def test_lower_caps_allow_one_a_day_where_there_is_any_and_none_where_there_is_none() -> None:
    least = Slowed(share=0.125, at=NOW)
    assert slowed_down(Caps(day=3, week=5, run=2), least, NOW) == Caps(day=1, week=1, run=1)
    assert slowed_down(Caps(day=0, week=0, run=0), least, NOW) == Caps(day=0, week=0, run=0)
    assert slowed_down(WHOLE, None, NOW) == WHOLE


def test_the_same_sign_seen_again_before_anybody_looked_is_one_and_a_security_check_asks_for_nothing_less() -> None:
    once = Breaker().stopped(Reason.RATE_LIMITED, NOW)
    assert once.stopped(Reason.RATE_LIMITED, NOW + HOUR) == once
    assert once.stopped(Reason.SECURITY_CHECK, NOW + HOUR) == once
    check = Breaker().stopped(Reason.SECURITY_CHECK, NOW)
    assert check.slowed is None
    both = check.stopped(Reason.RATE_LIMITED, NOW)
    assert (both.latched, both.slowed) == (Reason.RATE_LIMITED, Slowed(share=0.5, at=NOW))
    assert both.succeeded().latched is Reason.RATE_LIMITED
    assert both.looked().succeeded().slowed == both.slowed


@pytest.mark.parametrize("sign", sorted(LIMIT_SIGNS))
async def test_after_a_limit_sign_no_more_than_half_is_sent_and_the_ledger_holds_to_it(sign: Reason) -> None:
    bench = Bench(*(card(number) for number in range(1, 20)))
    bench.network.reading = Unknown(problem=Problem(reason=sign))
    await bench.send()
    await bench.guard.looked()
    bench.network.reading = None
    bench.clock.at += 3 * HOUR
    usage = await bench.greet.usage()
    assert usage is not None
    assert (usage.caps.day, usage.share, usage.whole_at) == (6, 0.5, NOW + timedelta(days=14))
    report = await bench.send()
    assert len(bench.network.received) == 6
    assert report.stopped_by is not None
    assert report.stopped_by.reason is Reason.CAP_DAY
    assert states(report)["p19"] == ("skipped", Reason.CAP_DAY)
