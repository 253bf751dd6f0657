"""Visits of a list of profiles, killed, cancelled, stopped and paused at every point at which a run can be.

A visit leaves nothing that could be read, so one that may have been made counts as made: nobody is visited twice, caps
are exact.
"""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

import pytest

from linkapp.domain.act import Kind, State
from linkapp.domain.campaign import Report
from linkapp.domain.pacing import NO_PACE
from linkapp.domain.person import Person
from linkapp.domain.problems import Reason
from linkapp.domain.quota import DEFAULTS
from linkapp.domain.settings import Settings
from linkapp.domain.visit import APART, Listed
from linkapp.services.news import News
from linkapp.services.runs import Control
from linkapp.system.clock import Chance
from tests.crash.ticks import START, Browser, Crash, Port, Site, Ticks
from tests.fakes.clocks import FakeClock
from tests.fakes.kinds import visits_over
from tests.fakes.locks import FakeRunLock
from tests.fakes.memory_storage import MemoryStorage, memory_storage


@dataclass
class Lives:
    """One list of profiles, and one life of the program after another over the same ledger."""

    people: int
    clock: FakeClock = field(default_factory=lambda: FakeClock(at=START))
    store: MemoryStorage = field(default_factory=memory_storage)

    def __post_init__(self) -> None:
        self.site = Site(now=self.clock.now)

    @property
    def made(self) -> list[str]:
        """Every profile page that was opened, in its order."""
        return self.site.visited

    async def live(self, ticks: Ticks, control: Control | None = None) -> Report | None:
        network: Any = Browser(self.site, ticks)
        ports: dict[str, Any] = {
            name: Port(name, getattr(self.store, name), ticks) for name in ("ledger", "runs", "accounts", "people")
        }
        visits = visits_over(
            network=network, lock=FakeRunLock(), clock=self.clock, dice=Chance(1), news=News(),
            settings=Settings, pace=lambda _: NO_PACE, **ports,
        )  # fmt: skip
        listed = [Listed(person=Person(name=f"P{n}", profile=f"p{n}")) for n in range(self.people)]
        try:
            return await visits.visit(listed, (), watch=lambda _: None, control=control or Control())
        except (Crash, asyncio.CancelledError):
            return None

    async def ends(self) -> Report:
        report: Report | None = None
        for _ in range(3):
            self.clock.at += timedelta(minutes=2)
            report = await self.live(Ticks())
        assert report is not None
        return report


async def _ticks_of_a_life(people: int) -> int:
    ticks = Ticks()
    await Lives(people=people).live(ticks)
    return ticks.count


@pytest.mark.parametrize("soft", [False, True], ids=["killed", "cancelled"])
async def test_a_run_of_visits_stopped_at_any_tick_visits_nobody_twice(soft: bool) -> None:
    where = set()
    for at in range(1, await _ticks_of_a_life(2) + 1):
        lives, stop = Lives(people=2), Ticks(at=at, soft=soft)
        await lives.live(stop)
        last = await lives.ends()
        assert len(lives.made) == len(set(lives.made)), f"stopped at tick {at}, {stop.where}"
        states = {act.state for act in lives.store.ledger.book.acts.values()} - {State.RELEASED}
        assert states == {State.SENT}, f"stopped at tick {at}, {stop.where}: {states}"
        assert all(item.reason is Reason.VISITED_BEFORE for item in last.items)
        where.add(stop.where)
    assert {"committed, not opened", "opened, not told", "after ledger.announce"} <= where


async def test_visits_have_caps_of_their_own_and_begin_again_after_a_month() -> None:
    cap = DEFAULTS[Kind.VISIT].day
    lives = Lives(people=cap + 5)
    report = await lives.live(Ticks())
    assert report is not None
    assert len(lives.made) == cap
    assert report.stopped_by is not None
    assert report.stopped_by.reason in (Reason.CAP_DAY, Reason.CAP_RUN)
    few = Lives(people=2)
    await few.live(Ticks())
    few.clock.at += APART - timedelta(days=1)
    await few.live(Ticks())
    assert len(few.made) == 2
    few.clock.at += timedelta(days=2)
    await few.live(Ticks())
    assert few.made == ["in:p0", "in:p1"] * 2
