"""What a claim would be answered, and from when on the next one is granted, against asking again and again."""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from linkapp.domain.act import Kind, Sent, Slot
from linkapp.domain.breaker import Breaker, Proven
from linkapp.domain.pacing import Pace
from linkapp.domain.problems import Reason
from linkapp.domain.quota import Caps
from linkapp.domain.settings import Settings
from linkapp.services.allowance import Allowance
from linkapp.services.ports.ledger import Limits
from linkapp.services.site_guard import SiteGuard
from tests.fakes.clocks import FakeClock
from tests.fakes.memory_storage import MemoryStorage, memory_storage
from tests.storage.samples import greeting

FRIDAY = datetime(2026, 7, 10, 9, 0, tzinfo=UTC)
PARIS = ZoneInfo("Europe/Paris")
ALL_DAY = Pace(shortest_s=0, longest_s=0, weekend_half=False, warm_up=False)
WIDE = Limits(caps=Caps(day=10**6, week=10**6, run=10**6), zone=PARIS, run=1)


class Bench:
    def __init__(self, pace: Pace = ALL_DAY, **more: Any) -> None:
        self.store: MemoryStorage = memory_storage()
        self.settings = Settings(**more)
        self.clock = FakeClock(at=FRIDAY)
        self.clock.zone = lambda: PARIS
        self.guard = SiteGuard(
            runs=self.store.runs, ledger=self.store.ledger, clock=self.clock, site_time=self.clock.now
        )
        self.allowance = Allowance(
            ledger=self.store.ledger,
            guard=self.guard,
            clock=self.clock,
            settings=lambda: self.settings,
            pace=lambda _: pace,
        )

    async def sent(self, *times: datetime) -> None:
        """Messages that went out at these times."""
        for number, at in enumerate(sorted(times)):
            slot = await self.store.ledger.reserve(greeting(number), WIDE, at)
            assert isinstance(slot, Slot)
            await self.store.ledger.announce(slot, "hash", at)
            await self.store.ledger.settle(slot, Sent(proof="answer"), at)

    async def grants(self, at: datetime) -> bool:
        """Whether the ledger itself would grant a slot then."""
        caps = await self.allowance.caps(at)
        usage = await self.store.ledger.usage(Kind.MESSAGE, caps, PARIS, at)
        return usage.left > 0


def opened(failures: int, trips: int, until: datetime) -> Breaker:
    return Breaker(failures=failures, trips=trips, until=until, proven=Proven(at=FRIDAY, since_boot=FRIDAY.timestamp()))


async def test_while_nothing_refuses_there_is_nothing_to_wait_for() -> None:
    usage = await Bench().allowance.usage(FRIDAY)
    assert (usage.refusal, usage.opens, usage.left) == (None, None, 12)


async def test_a_weekend_that_counts_half_opens_later_than_fridays_caps_say() -> None:
    bench = Bench(Pace(shortest_s=0, longest_s=0, weekend_half=True, warm_up=False), messages_a_day=4)
    await bench.sent(*(FRIDAY + timedelta(minutes=number) for number in range(4)))
    now = FRIDAY + timedelta(hours=1)
    usage = await bench.allowance.usage(now)
    assert usage.refusal is Reason.CAP_DAY
    # On Saturday at 9:00:05 one of four has left the 24 hours; two of them count to the half cap till 9:02:05.
    assert usage.opens == FRIDAY + timedelta(days=1, minutes=2, seconds=5)


async def test_a_warm_up_that_grows_opens_earlier_than_todays_caps_say() -> None:
    bench = Bench(Pace(shortest_s=0, longest_s=0, weekend_half=False, warm_up=True), messages_a_day=12)
    monday = FRIDAY - timedelta(days=4)
    first = [monday - timedelta(days=2)]
    await bench.sent(*first, *(monday + timedelta(minutes=number) for number in range(5)))
    usage = await bench.allowance.usage(monday + timedelta(hours=1))
    assert (usage.caps.day, usage.refusal) == (5, Reason.CAP_DAY)
    assert usage.opens == datetime(2026, 7, 6, 22, 0, tzinfo=UTC)  # the next date: its cap is one more


@pytest.mark.parametrize(
    ("now", "refusal", "opens"),
    [
        (FRIDAY, None, None),
        (FRIDAY.replace(hour=5), Reason.OUT_OF_HOURS, FRIDAY.replace(hour=7)),
        (FRIDAY.replace(hour=20), Reason.OUT_OF_HOURS, FRIDAY.replace(day=11, hour=7)),
    ],
)
async def test_outside_the_hours_the_next_opening_is_told(
    now: datetime, refusal: Reason | None, opens: datetime | None
) -> None:
    bench = Bench(Pace(shortest_s=0, longest_s=0, opens=time(9), closes=time(18), weekend_half=False, warm_up=False))
    usage = await bench.allowance.usage(now)
    assert (usage.refusal, usage.opens) == (refusal, opens)


async def test_breaker_hours_and_caps_are_all_waited_for() -> None:
    bench = Bench(
        Pace(shortest_s=0, longest_s=0, opens=time(9), closes=time(18), weekend_half=False, warm_up=False),
        messages_a_day=1,
    )
    await bench.sent(FRIDAY)
    bench.store.runs.kept_breaker = opened(3, 1, FRIDAY + timedelta(hours=2))
    bench.clock.at = FRIDAY + timedelta(hours=1)
    usage = await bench.allowance.usage(FRIDAY + timedelta(hours=1))
    assert usage.refusal is Reason.BREAKER_OPEN
    assert usage.opens == FRIDAY + timedelta(days=1, seconds=5)
    late = FRIDAY + timedelta(hours=8, minutes=30)  # 19:30 in Paris
    bench.store.runs.kept_breaker = opened(3, 2, late + timedelta(hours=8))
    bench.clock.at = late
    assert (await bench.allowance.usage(late)).opens == FRIDAY + timedelta(days=1, seconds=5)


async def test_a_cap_of_zero_never_opens() -> None:
    usage = await Bench(messages_a_day=0).allowance.usage(FRIDAY)
    assert (usage.refusal, usage.opens) == (Reason.CAP_DAY, None)


minutes = st.integers(0, 9 * 24 * 60)


@given(st.lists(minutes, max_size=14), st.integers(0, 3 * 24 * 60), st.integers(1, 5), st.integers(2, 9))
@settings(max_examples=120)
async def test_the_moment_told_is_the_first_one_at_which_the_ledger_grants(
    sent: list[int], later: int, day: int, week: int
) -> None:
    bench = Bench(Pace(shortest_s=0, longest_s=0), messages_a_day=day, messages_a_week=week)
    start = FRIDAY - timedelta(days=9)
    await bench.sent(*(start + timedelta(minutes=minute) for minute in sent))
    now = FRIDAY + timedelta(minutes=later)
    usage = await bench.allowance.usage(now)
    assert (usage.refusal is None) == await bench.grants(now)
    if usage.refusal is None:
        return
    assert usage.opens is not None
    assert usage.opens > now
    assert await bench.grants(usage.opens)
    assert not await bench.grants(usage.opens - timedelta(microseconds=1))
    at = now
    while at < usage.opens:
        assert not await bench.grants(at)
        at += timedelta(minutes=47)
