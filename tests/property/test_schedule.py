"""The plan of scheduled runs through simulated years, and against a clock that ticks every thirty seconds."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo, available_timezones

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from linkapp.domain.hours import Hours, moment
from linkapp.domain.problems import Reason
from linkapp.domain.schedule import (
    TICK,
    Conditions,
    Hold,
    Occurrence,
    OccurrenceState,
    Presence,
    Schedule,
    Situation,
    plan,
)
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


@pytest.mark.parametrize(("seed", "jumps"), [(300, 0), (301, 0), (302, 400)])
def test_runs_that_the_end_of_the_program_cuts_off_are_gone_on_with_once_or_left_with_a_reason(
    seed: int, jumps: int
) -> None:
    year = Year(seed=seed, jumps=jumps, ends=True)
    year.live()
    assert _dates_without_a_row(year) == []
    assert year.gone_on > 3
    ends = Counter((row.state, row.reason) for row in year.rows.values())
    assert ends[OccurrenceState.STOPPED, Reason.CUT_OFF] > 0, "some were cut off too late on their date"
    assert not any(row.cut_off and row.on < year.now.astimezone(year.zone).date() for row in year.rows.values())


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


_ZONES = st.sampled_from(sorted(available_timezones()))
_DATES = st.dates(date(2000, 1, 1), date(2037, 12, 31))
_TIMES = st.times().map(lambda at: at.replace(microsecond=0))


@settings(max_examples=300, deadline=None)
@given(on=_DATES, at=_TIMES, name=_ZONES)
@example(on=date(2026, 3, 28), at=time(23, 30), name="America/Nuuk")
@example(on=date(2026, 4, 24), at=time(0), name="Africa/Cairo")
@example(on=date(2026, 10, 4), at=time(2, 15), name="Australia/Lord_Howe")
@example(on=date(2011, 12, 30), at=time(12), name="Pacific/Apia")
def test_a_time_of_day_comes_once_on_its_own_date_in_every_zone(on: date, at: time, name: str) -> None:
    zone = ZoneInfo(name)
    came = moment(on, at, zone)
    if came is None:
        assert datetime.combine(on, at, tzinfo=zone).astimezone(UTC).astimezone(zone).date() != on
        return
    local = came.astimezone(zone)
    assert local.date() == on
    exists = datetime.combine(on, at, tzinfo=zone).astimezone(UTC).astimezone(zone).time() == at
    assert local.time() == at if exists else local.time() > at or local.minute == 59
    window = Hours().window(on, zone)
    assert window is not None
    assert window[0] <= came < window[1]


_STATES = st.sampled_from(list(OccurrenceState))
_NOWS = st.integers(0, 6_600_000_000).map(lambda seconds: datetime(1990, 1, 1, tzinfo=UTC) + timedelta(seconds=seconds))


@settings(max_examples=200, deadline=None)
@given(
    now=_NOWS,
    made=_NOWS,
    name=_ZONES,
    at=_TIMES,
    days=st.frozensets(st.integers(0, 6), min_size=1),
    spread=st.timedeltas(timedelta(0), timedelta(hours=3)),
    hours=st.tuples(_TIMES, _TIMES),
    states=st.dictionaries(st.integers(-40, 3), _STATES),
    hold=st.none() | st.tuples(st.sampled_from(list(Reason)), st.none() | _NOWS),
)
def test_whatever_is_asked_there_is_one_answer_for_the_schedule(
    now: datetime, made: datetime, name: str, at: time, days: frozenset[int], spread: timedelta,
    hours: tuple[time, time], states: dict[int, OccurrenceState], hold: tuple[Reason, datetime | None] | None,
) -> None:  # fmt: skip
    schedule = Schedule(id=1, kind="birthdays", at=at, made=made, days=days, spread=spread)
    zone = ZoneInfo(name)
    today = now.astimezone(zone).date()
    rows = [
        Occurrence(schedule=1, on=today + timedelta(days=day), state=state, decided=now)
        for day, state in states.items()
    ]
    world = Situation(
        zone=zone, hours=Hours(opens=hours[0], closes=hours[1]), device="a", presence=Presence.begun(now, 0.0, None),
        conditions=Conditions(hold=None if hold is None else Hold(reason=hold[0], until=hold[1])), settling=timedelta(0),
    )  # fmt: skip
    agenda = plan([schedule], rows, world)
    assert agenda == plan([schedule], rows, world)
    assert (agenda.run is not None) + len(agenda.waits) == 1
    assert all(wait.until > now for wait in agenda.waits)
    known = {row.on for row in rows}
    assert not known & {skip.on for skip in agenda.skips}
    if agenda.run is not None:
        assert hold is None
        assert agenda.run.on == today not in known
        assert hours[0] <= now.astimezone(zone).time() < hours[1]
