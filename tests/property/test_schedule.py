"""The plan of scheduled runs through simulated years, and against a clock that ticks every thirty seconds."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from linkapp.domain.problems import Reason
from linkapp.domain.schedule import TICK, Occurrence, OccurrenceState, Presence, plan
from tests.property.schedule_year import BEGINS, Year


def _dates_without_a_row(year: Year) -> list[object]:
    last = year.now.astimezone(year.zone).date()
    on = (BEGINS + timedelta(days=1)).date()
    missing: list[object] = []
    while on < last:
        missing += [
            (schedule.id, on)
            for schedule in year.schedules.values()
            if on.weekday() in schedule.days and (schedule.id, on) not in year.rows
        ]
        on += timedelta(days=1)
    return missing


@pytest.mark.parametrize("seed", range(2))
def test_a_year_of_sleep_flights_and_failures_leaves_no_occurrence_without_a_run_or_a_reason(seed: int) -> None:
    year = Year(seed=seed)
    year.live()
    assert _dates_without_a_row(year) == []
    assert year.on_time > 50
    assert year.late > 20
    reasons = Counter(row.reason for row in year.rows.values() if row.state is OccurrenceState.SKIPPED)
    assert {Reason.ASLEEP, Reason.NOT_RUNNING, Reason.OUT_OF_HOURS, Reason.OFFLINE} <= set(reasons)


@pytest.mark.parametrize("seed", range(100, 102))
def test_four_hundred_jumps_of_the_clock_never_run_an_occurrence_twice(seed: int) -> None:
    year = Year(seed=seed, jumps=400)
    year.live()
    assert _dates_without_a_row(year) == []
    assert year.on_time + year.late > 100


@pytest.mark.parametrize("seed", range(200, 212))
def test_many_a_month_around_the_change_of_the_clocks(seed: int) -> None:
    year = Year(seed=seed, days=40, jumps=seed % 3 * 20)
    year.live()
    assert _dates_without_a_row(year) == []


def test_between_what_the_plan_waits_for_every_tick_says_the_same() -> None:
    """What the simulation takes for granted."""
    year = Year(seed=1)
    rows: list[Occurrence] = []
    now, ran = datetime(2026, 3, 28, 7, 0, tzinfo=UTC), []
    presence, promised = Presence.begun(now, 2880 * 30.0, None), {}
    for tick in range(2880, 3 * 2880):
        now += TICK
        presence = presence.ticked(now, (tick + 1) * 30.0)
        made = plan(year.schedules.values(), rows, replace(year.situation, presence=presence))
        for wait in made.waits:
            earlier = promised.get(wait.schedule.id)
            assert earlier is None or now >= earlier or wait.until == earlier
            promised[wait.schedule.id] = wait.until
        decided = [(skip.schedule.id, skip.on, OccurrenceState.SKIPPED) for skip in made.skips]
        if made.run is not None:
            decided.append((made.run.schedule.id, made.run.on, OccurrenceState.DONE))
            ran.append((made.run.schedule.id, f"{now.astimezone(year.zone):%a %H:%M}"))
            opens = datetime(now.year, now.month, now.day, 9, tzinfo=year.zone)
            assert now - max(made.run.due, opens) < 2 * TICK
        rows += [Occurrence(schedule=number, on=on, state=state, decided=now) for number, on, state in decided]
    assert [number for number, _ in ran] == [1, 2, 3]
