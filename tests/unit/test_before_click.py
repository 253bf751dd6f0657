"""What comes while a text is being written stops this very click: the place is free again and the text taken out."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from datetime import time, timedelta

import pytest

from linkapp.domain.act import Kind, NotSent
from linkapp.domain.campaign import RunOutcome
from linkapp.domain.greeting import Ready
from linkapp.domain.moment import Occasion
from linkapp.domain.pacing import Pace
from linkapp.domain.person import Person
from linkapp.domain.problems import Problem, Reason
from tests.unit.test_greet import NOW, Bench, card, states

Meanwhile = Callable[[Bench], Awaitable[None]]


async def stop(bench: Bench) -> None:
    bench.control.stop()


async def evening(bench: Bench) -> None:
    bench.clock.at = NOW + timedelta(hours=10)


async def another_folder(bench: Bench) -> None:
    bench.lock.free = False


async def a_check_elsewhere(bench: Bench) -> None:
    await bench.guard.note(Problem(reason=Reason.SECURITY_CHECK))


async def no_time(bench: Bench) -> None:
    bench.network.dated = False


def while_pressing(bench: Bench, meanwhile: Meanwhile) -> None:
    """``meanwhile`` comes to pass after the last look at the composer and right before the click."""
    press = bench.network.press

    async def pressed(ready: Ready, text: str, before_click: Callable[[], Awaitable[None]]) -> object:
        await meanwhile(bench)
        return await press(ready, text, before_click)

    bench.network.press = pressed  # type: ignore[method-assign, assignment]


@pytest.mark.parametrize(
    ("meanwhile", "reason", "outcome"),
    [
        (stop, Reason.STOPPED_BY_PERSON, RunOutcome.STOPPED),
        (evening, Reason.OUT_OF_HOURS, RunOutcome.NOT_NOW),
        (another_folder, Reason.BUSY, RunOutcome.NOT_NOW),
        (a_check_elsewhere, Reason.BREAKER_LATCHED, RunOutcome.NEEDS_PERSON),
        (no_time, Reason.NO_SITE_TIME, RunOutcome.NOT_NOW),
    ],
)
async def test_what_ends_a_run_while_it_writes_ends_it_before_this_click(
    meanwhile: Meanwhile, reason: Reason, outcome: RunOutcome
) -> None:
    bench = Bench(card(1), card(2), pace=Pace(shortest_s=0, longest_s=0, opens=time(9), closes=time(18, 30)))
    while_pressing(bench, meanwhile)
    report = await bench.send()
    assert (bench.network.clicks, bench.network.in_composer) == (0, "")
    assert report.stopped_by is not None
    assert (report.stopped_by.reason, report.outcome) == (reason, outcome)
    assert {state for state, _ in states(report).values()} == {"skipped"}
    settings, zone = bench.settings, bench.clock.zone()
    usage = await bench.store.ledger.usage(Kind.MESSAGE, settings.message_caps, zone, NOW)
    assert usage.week == 0, "the place is free again"


async def test_pause_while_it_writes_holds_this_click_and_greets_the_same_person_once_when_it_goes_on() -> None:
    bench = Bench(card(1), card(2))
    paused: list[str] = []

    async def pause_once(bench: Bench) -> None:
        if not paused:
            paused.append("now")
            bench.control.pause()

    while_pressing(bench, pause_once)
    prepare = bench.network.prepare

    async def prepared(person: Person, text: str) -> Ready | NotSent:
        assert not bench.control.paused, "nothing is opened or typed while it is held"
        return await prepare(person, text)

    bench.network.prepare = prepared  # type: ignore[method-assign]

    def resume(progress: object) -> None:
        if getattr(progress, "phase", None) == "paused":
            assert (bench.network.clicks, bench.network.in_composer) == (0, "")
            paused.append("held")
            bench.control.resume()

    report = await bench.greet.send(Occasion.BIRTHDAY, None, watch=resume, control=bench.control)
    assert paused == ["now", "held"]
    assert sorted(key for key, _ in bench.network.received) == ["id:ACoAAp0001", "id:ACoAAp0002"]
    assert report.outcome is RunOutcome.DONE
