"""A run of either kind, stopped and paused between any two calls: nothing is clicked after a stop, a pause holds before the
next click and loses nobody, and the report says exactly what the site got."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence

import pytest

from linkapp.domain.campaign import Report, Result
from linkapp.domain.pacing import NO_PACE
from linkapp.services.runs import Control
from tests.crash.test_visits import Lives
from tests.crash.ticks import Asking, Campaign, Ticks

PEOPLE = 2


class Greeted:
    """A run of greetings."""

    def __init__(self) -> None:
        self._campaign = Campaign(people=PEOPLE, lands="now", pace=NO_PACE)

    @property
    def made(self) -> Sequence[object]:
        return self._campaign.site.received

    async def live(self, ticks: Ticks, control: Control | None = None) -> Report | None:
        return await self._campaign.live(ticks, control)


class Visited(Greeted):
    """A run of visits."""

    def __init__(self) -> None:
        self._lives = Lives(people=PEOPLE)

    @property
    def made(self) -> Sequence[object]:
        return self._lives.made

    async def live(self, ticks: Ticks, control: Control | None = None) -> Report | None:
        return await self._lives.live(ticks, control)


async def ticks_of(kind: type[Greeted]) -> int:
    ticks = Ticks()
    await kind().live(ticks)
    return ticks.count


@pytest.mark.parametrize("way", ["stop", "pause", "pause, then stop"])
@pytest.mark.parametrize("kind", [Greeted, Visited])
async def test_a_run_is_stopped_and_paused_between_any_two_calls(kind: type[Greeted], way: str) -> None:
    seen = set()
    for at in range(1, await ticks_of(kind) + 1):
        life, control = kind(), Control()
        ticks = Asking(at=at, ask=control.stop if way == "stop" else control.pause)
        running = asyncio.ensure_future(life.live(ticks, control))
        for _ in range(500):  # far more turns of the loop than a life has
            await asyncio.sleep(0)
        before = len(life.made)
        if way == "pause, then stop":
            control.stop()
        else:
            control.resume()
        report = await running
        assert report is not None
        done = report.of(Result.DONE)
        assert len(done) == len(life.made), f"{way} at tick {at}, {ticks.where}"
        assert len(set(life.made)) == len(life.made)
        if way == "pause":
            assert len(life.made) == PEOPLE, "paused runs go on to their end"
        else:
            assert len(life.made) == before, f"{way} at tick {at}, {ticks.where}: clicked after it"
        seen.add(before)
    assert seen >= {0, 1}, "it was asked for early and late"
