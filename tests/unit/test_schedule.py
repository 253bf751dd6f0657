"""Scheduled runs: when they are due, and what people had trouble with in other programs that wait for an hour."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from linkapp.domain.hours import EVERY_DAY, Hours, days_named, days_text, moment
from linkapp.domain.problems import Reason
from linkapp.domain.schedule import (
    FAILED_WAITS,
    SETTLING,
    TICK,
    Agenda,
    Conditions,
    Hold,
    Occurrence,
    OccurrenceState,
    Presence,
    Schedule,
    Situation,
    due_at,
    plan,
)

PARIS, YORK, AUCKLAND, HONOLULU = map(
    ZoneInfo, ("Europe/Paris", "America/New_York", "Pacific/Auckland", "Pacific/Honolulu")
)
WORK = Hours(opens=time(9), closes=time(18, 30))
ALWAYS = Hours()
MADE = datetime(2026, 1, 1, tzinfo=UTC)
MORNING = Schedule(id=1, kind="birthdays", at=time(9, 30), made=MADE)
MONDAY = date(2026, 11, 23)


def at(on: date, hour: int, minute: int = 0, zone: ZoneInfo = PARIS) -> datetime:
    return datetime(on.year, on.month, on.day, hour, minute, tzinfo=zone).astimezone(UTC)


def there(now: datetime, *, awake: float = 3600, absence: Any = None) -> Presence:
    """Awake for so many seconds."""
    return Presence(now=now, steady=10_000.0, since=10_000.0 - awake, absence=absence)


def world(now: datetime, **more: Any) -> Situation:
    more.setdefault("zone", PARIS)
    more.setdefault("hours", WORK)
    return Situation(device="a", presence=more.pop("presence", there(now)), **more)


def row(on: date, state: OccurrenceState = OccurrenceState.DONE, decided: datetime | None = None) -> Occurrence:
    return Occurrence(schedule=1, on=on, state=state, decided=decided or at(on, 9, 30))


def rows_until(on: date) -> list[Occurrence]:
    """All the dates before are dealt with."""
    return [row(on - timedelta(days=days)) for days in range(1, 101)]


def ask(
    now: datetime, *rows: Occurrence, schedule: Schedule = MORNING, before: Agenda | None = None, **more: Any
) -> Agenda:
    """The plan for one schedule whose earlier dates are all dealt with."""
    zone = more.get("zone", PARIS)
    earlier = rows_until(now.astimezone(zone).date()) if not rows or rows[0].on == now.astimezone(zone).date() else []
    return plan([schedule], [*earlier, *rows], world(now, **more), before)


def waits_until(made: Agenda) -> tuple[datetime, Reason | None]:
    (wait,) = made.waits
    assert made.run is None
    return wait.until, wait.reason


def skipped(made: Agenda) -> dict[date, Reason]:
    return {skip.on: skip.reason for skip in made.skips}


# -- an ordinary day


def test_an_occurrence_is_waited_for_run_and_then_the_next_one_is_waited_for() -> None:
    assert waits_until(ask(at(MONDAY, 8))) == (at(MONDAY, 9, 30), None)
    due = ask(at(MONDAY, 9, 30))
    assert due.run is not None
    assert (due.run.on, due.run.due) == (MONDAY, at(MONDAY, 9, 30))
    after = ask(at(MONDAY, 9, 31), row(MONDAY, OccurrenceState.RUNNING))
    assert waits_until(after) == (at(MONDAY + timedelta(days=1), 9, 30), None)


def test_only_the_weekdays_that_were_chosen() -> None:
    thursdays = replace(MORNING, days=frozenset({3}))
    assert waits_until(ask(at(MONDAY, 9, 30), schedule=thursdays)) == (at(MONDAY + timedelta(days=3), 9, 30), None)


def test_chance_within_the_spread_is_the_same_at_every_start_and_differs_by_date_and_computer() -> None:
    spread = replace(MORNING, at=time(12), spread=timedelta(minutes=40))
    dates = [MONDAY + timedelta(days=days) for days in range(200)]
    drawn = [due_at(spread, on, world(at(MONDAY, 8))) for on in dates]
    assert drawn == [due_at(spread, on, world(at(MONDAY, 11))) for on in dates]
    other = replace(world(at(MONDAY, 8)), device="b")
    assert drawn != [due_at(spread, on, other) for on in dates]
    minutes = [(due - at(on, 12)) / timedelta(minutes=1) for due, on in zip(drawn, dates, strict=True) if due]
    assert -40 <= min(minutes) < -30
    assert 30 < max(minutes) <= 40


@pytest.mark.parametrize("wanted", [time(9), time(18, 29)])
def test_chance_never_leads_out_of_the_hours(wanted: time) -> None:
    spread = replace(MORNING, at=wanted, spread=timedelta(hours=2))
    for days in range(60):
        on = MONDAY + timedelta(days=days)
        due = due_at(spread, on, world(at(MONDAY, 8)))
        assert due is not None
        assert at(on, 9) <= due < at(on, 18, 30)


@pytest.mark.parametrize("wanted", [time(0, 5), time(23, 55)])
def test_chance_never_leads_to_another_date(wanted: time) -> None:
    spread = replace(MORNING, at=wanted, spread=timedelta(hours=2))
    dates = [MONDAY + timedelta(days=days) for days in range(60)]
    dues = [due_at(spread, on, world(at(MONDAY, 8), hours=ALWAYS)) for on in dates]
    assert [due.astimezone(PARIS).date() for due in dues if due] == dates


def test_of_two_that_are_due_one_runs_and_the_other_waits_for_it() -> None:
    other = replace(MORNING, id=2, kind="visits", at=time(9, 15))
    rows = rows_until(MONDAY) + [replace(each, schedule=2) for each in rows_until(MONDAY)]
    made = plan([MORNING, other], rows, world(at(MONDAY, 9, 30)))
    assert made.run is not None
    assert made.run.schedule.id == 2
    (wait,) = made.waits
    assert (wait.schedule.id, wait.reason) == (1, Reason.BUSY)


@pytest.mark.parametrize(
    "bad", [{"days": frozenset()}, {"days": frozenset({7})}, {"kind": ""}, {"at": time(9, tzinfo=UTC)},
            {"spread": timedelta(hours=4)}, {"spread": timedelta(minutes=-1)},
            {"kind": "positions", "sends": True}],
)  # fmt: skip
def test_what_is_no_schedule_is_refused(bad: dict[str, Any]) -> None:
    with pytest.raises(ValueError):  # noqa: PT011 - what is said is for nobody
        replace(MORNING, **bad)


@pytest.mark.parametrize(
    ("text", "days"),
    [("daily", EVERY_DAY), ("mon-fri", frozenset(range(5))), ("mon,thu", frozenset({0, 3})), (" Sat-Mon ", frozenset({5, 6, 0})),
     ("mon", frozenset({0})), ("sun-sat", EVERY_DAY), ("mon-wed,sat", frozenset({0, 1, 2, 5}))],
)  # fmt: skip
def test_weekdays_are_read_as_people_write_them(text: str, days: frozenset[int]) -> None:
    assert days_named(text) == days
    assert days_named(days_text(days)) == days


@pytest.mark.parametrize("text", ["", "monday", "mon-", "-fri", "mon;tue", "mon,,tue", "weekdays"])
def test_what_names_no_weekday_is_refused(text: str) -> None:
    with pytest.raises(ValueError):  # noqa: PT011 - what is said is for nobody
        days_named(text)


# -- hours, conditions, failures


def test_before_the_hours_it_waits_for_them_and_after_them_it_is_skipped() -> None:
    early, late = replace(MORNING, at=time(6)), replace(MORNING, at=time(20))
    assert waits_until(ask(at(MONDAY, 6), schedule=early)) == (at(MONDAY, 9), None)
    assert ask(at(MONDAY, 9), schedule=early).run is not None
    assert skipped(ask(at(MONDAY, 20), schedule=late)) == {MONDAY: Reason.OUT_OF_HOURS}
    closed = Hours(opens=time(9), closes=time(18, 30), days=frozenset(range(1, 7)))
    assert skipped(ask(at(MONDAY, 9, 30), hours=closed)) == {MONDAY: Reason.OUT_OF_HOURS}


@pytest.mark.parametrize(
    "reason", [Reason.OFFLINE, Reason.SIGNED_OUT, Reason.PAUSED, Reason.BUSY, Reason.BREAKER_OPEN, Reason.CAP_DAY]
)
def test_what_holds_it_back_is_waited_for_and_is_the_reason_when_the_hours_are_over(reason: Reason) -> None:
    held = Conditions(hold=Hold(reason=reason))
    made = ask(at(MONDAY, 10), conditions=held)
    assert waits_until(made) == (at(MONDAY, 10) + TICK, reason)
    assert ask(at(MONDAY, 12), before=made).run is not None
    assert skipped(ask(at(MONDAY, 18, 30), conditions=held, before=made)) == {MONDAY: reason}
    assert skipped(ask(at(MONDAY, 18, 30), before=made)) == {MONDAY: reason}


def test_what_lasts_beyond_the_hours_skips_at_once() -> None:
    tomorrow = Conditions(hold=Hold(reason=Reason.PAUSED, until=at(MONDAY + timedelta(days=1), 0)))
    assert skipped(ask(at(MONDAY, 9, 30), conditions=tomorrow)) == {MONDAY: Reason.PAUSED}
    noon = Conditions(hold=Hold(reason=Reason.PAUSED, until=at(MONDAY, 12)))
    assert waits_until(ask(at(MONDAY, 9, 30), conditions=noon)) == (at(MONDAY, 12), Reason.PAUSED)


def test_the_caps_of_one_kind_hold_no_other_kind_back() -> None:
    full = Conditions(of_kind={"visits": Hold(reason=Reason.CAP_DAY, until=at(MONDAY + timedelta(days=1), 9))})
    assert ask(at(MONDAY, 9, 30), conditions=full).run is not None
    assert skipped(ask(at(MONDAY, 9, 30), conditions=full, schedule=replace(MORNING, kind="visits"))) == {
        MONDAY: Reason.CAP_DAY
    }


def test_what_was_run_today_by_hand_is_not_run_again() -> None:
    done = Conditions(done_today=frozenset({"birthdays"}))
    assert skipped(ask(at(MONDAY, 9, 30), conditions=done)) == {MONDAY: Reason.DONE_TODAY}


def test_failures_in_a_row_make_it_wait_longer_each_time_and_a_success_ends_that() -> None:
    schedule, rows, ran = MORNING, rows_until(MONDAY), []
    for days in range(20):
        on = MONDAY + timedelta(days=days)
        made = plan([schedule], rows, world(at(on, 9, 30)))
        rows += [row(skip.on, OccurrenceState.SKIPPED) for skip in made.skips]
        assert {skip.reason for skip in made.skips} <= {Reason.FAILED_BEFORE}
        if made.run is not None:
            ran.append(days)
            rows.append(row(on, OccurrenceState.FAILED))
            schedule = schedule.failed(at(on, 9, 40))
    assert ran == [0, 1, 3, 7, 14]
    assert schedule.succeeded().waits_until(at(MONDAY + timedelta(days=20), 9)) is None
    assert FAILED_WAITS[-1] < timedelta(days=7)


# -- presence


def test_a_gap_by_the_clock_that_counts_sleep_is_sleep_and_a_step_of_the_other_clock_is_a_step() -> None:
    start = Presence.begun(at(MONDAY, 8), 0.0, None)
    assert start.absence is None
    calm = start.ticked(at(MONDAY, 8) + TICK, 30.0)
    assert (calm.absence, calm.awake) == (None, TICK)
    slept = calm.ticked(at(MONDAY, 10), 7200.0)
    assert slept.absence is not None
    assert (slept.absence.reason, slept.awake) == (Reason.ASLEEP, timedelta(0))
    stepped = calm.ticked(at(MONDAY, 10), 60.0)
    assert stepped.absence is not None
    assert stepped.absence.reason is Reason.CLOCK_MOVED
    assert calm.ticked(at(MONDAY, 7), 60.0).absence is None
    off = Presence.begun(at(MONDAY, 12), 0.0, at(MONDAY, 8))
    assert off.absence is not None
    assert off.absence.reason is Reason.NOT_RUNNING


@pytest.mark.parametrize("reason", [Reason.ASLEEP, Reason.NOT_RUNNING])
def test_missed_it_runs_once_on_the_same_day_and_the_next_one_keeps_its_hour(reason: Reason) -> None:
    started = Presence.begun(at(MONDAY, 14), 0.0, at(MONDAY, 8))
    slept = Presence.begun(at(MONDAY, 8), 0.0, None).ticked(at(MONDAY, 14), 6 * 3600.0)
    woke = slept if reason is Reason.ASLEEP else started
    assert waits_until(ask(at(MONDAY, 14), presence=woke)) == (at(MONDAY, 14) + SETTLING, None)
    settled = woke.ticked(at(MONDAY, 14) + SETTLING, woke.steady + 45)
    assert ask(settled.now, presence=settled).run is not None
    after = ask(at(MONDAY, 14, 1), row(MONDAY))
    assert waits_until(after) == (at(MONDAY + timedelta(days=1), 9, 30), None)
    evening = replace(woke, now=at(MONDAY, 18, 30), absence=replace(woke.absence, ends=at(MONDAY, 18, 30)))
    assert skipped(ask(at(MONDAY, 18, 30), presence=evening)) == {MONDAY: reason}


# -- what people had trouble with elsewhere (repository and number of the report)


def test_yesterdays_miss_is_not_made_up_at_the_next_start() -> None:
    """borgbase/vorta 2312, 2308: a backup at every start, and never at its own hour again."""
    yesterday = MONDAY - timedelta(days=1)
    off = Presence.begun(at(MONDAY, 9, 10), 0.0, at(yesterday, 8))
    made = plan([MORNING], rows_until(yesterday), world(at(MONDAY, 9, 10), presence=off))
    assert skipped(made) == {yesterday: Reason.NOT_RUNNING}
    assert waits_until(made) == (at(MONDAY, 9, 30), None)


def test_after_waking_nothing_begins_before_the_network_is_there() -> None:
    """borgbase/vorta 1815: tried at once after resuming, and failed."""
    woke = there(at(MONDAY, 10), awake=5)
    assert waits_until(ask(at(MONDAY, 10), presence=woke))[0] == at(MONDAY, 10) + timedelta(seconds=40)
    offline = Conditions(hold=Hold(reason=Reason.OFFLINE))
    assert ask(at(MONDAY, 10, 5), conditions=offline).run is None
    assert ask(at(MONDAY, 10, 6)).run is not None


def test_one_catch_up_after_waking_not_two_and_not_one_for_every_day() -> None:
    """garethgeorge/backrest 1386; node-schedule 221; itk-dev-rpa/OpenOrchestrator 66."""
    woke = there(at(MONDAY, 15))
    made = plan([MORNING], rows_until(MONDAY - timedelta(days=5)), world(at(MONDAY, 15), presence=woke))
    assert made.run is not None
    assert made.run.on == MONDAY
    assert len(made.skips) == 5
    rows = [*rows_until(MONDAY), row(MONDAY, OccurrenceState.RUNNING)]
    again = plan([MORNING], rows, world(at(MONDAY, 15, 1), presence=there(at(MONDAY, 15, 1))))
    assert again.run is None
    assert again.skips == ()


def test_a_second_late_is_not_missed() -> None:
    """skyzeio/Skyze 49: "missed by 0:00:01.4", so not run."""
    assert ask(at(MONDAY, 9, 30) + timedelta(seconds=1.436)).run is not None


def test_sleep_between_the_hour_and_the_chance_within_its_spread_loses_nothing() -> None:
    """anthropics/claude-code 74432: sleep within the jitter marked the run as done."""
    spread = replace(MORNING, spread=timedelta(minutes=25))
    slept = Presence.begun(at(MONDAY, 9, 0), 0.0, None).ticked(at(MONDAY, 10), 3600.0)
    assert ask(at(MONDAY, 10), presence=slept, schedule=spread).skips == ()
    later = slept.ticked(at(MONDAY, 10, 1), 3660.0)
    assert ask(at(MONDAY, 10, 1), presence=later, schedule=spread).run is not None


def test_a_run_before_the_hour_by_chance_is_the_run_of_that_date() -> None:
    """agronholm/apscheduler 291: a negative jitter, then once more at the hour itself."""
    spread = replace(MORNING, at=time(12), spread=timedelta(minutes=60))
    early = next(
        on
        for on in (MONDAY + timedelta(days=days) for days in range(30))
        if (due := due_at(spread, on, world(at(MONDAY, 8)))) is not None and due < at(on, 12)
    )
    made = ask(at(early, 12), row(early), schedule=spread)
    assert made.run is None
    assert made.waits[0].on == early + timedelta(days=1)


@pytest.mark.parametrize("on", [date(2026, 3, 28), date(2026, 10, 24)])
def test_a_change_of_the_clocks_does_not_shift_the_hour(on: date) -> None:
    """home-assistant/core 155181 and 142282; duplicati 2069; mvniekerk/tokio-cron-scheduler 107."""
    after = ask(at(on, 10), row(on))
    assert waits_until(after) == (at(on + timedelta(days=1), 9, 30), None)
    assert after.waits[0].until.astimezone(PARIS).time() == time(9, 30)


def test_a_time_that_does_not_exist_runs_after_the_gap_once_and_the_next_day_at_its_own_hour() -> None:
    """robfig/cron 541; spring-framework 28245; node-cron 518; kagkarlsson/db-scheduler 663."""
    night = replace(MORNING, at=time(2, 30))
    gap = date(2026, 3, 29)
    assert due_at(night, gap, world(at(gap, 0), hours=ALWAYS)) == datetime(2026, 3, 29, 1, 0, tzinfo=UTC)
    after = ask(at(gap, 3, 1), row(gap), schedule=night, hours=ALWAYS)
    assert waits_until(after)[0] == at(gap + timedelta(days=1), 2, 30)


def test_a_time_that_comes_twice_runs_the_first_time_only() -> None:
    """vatesfr/xen-orchestra 4024; sabeechen/hassio-google-drive-backup 809."""
    night, fold = replace(MORNING, at=time(2, 30)), date(2026, 10, 25)
    first, second = (datetime(2026, 10, 25, hour, 30, tzinfo=UTC) for hour in (0, 1))
    assert ask(first, schedule=night, hours=ALWAYS).run is not None
    again = ask(second, row(fold, decided=first), schedule=night, hours=ALWAYS)
    assert again.run is None
    assert waits_until(again)[0] == at(fold + timedelta(days=1), 2, 30)


def test_a_midnight_that_does_not_exist_takes_no_day_away() -> None:
    """spring-framework 36859: Cairo goes from 24:00 to 01:00, and the whole day was passed over."""
    cairo, on = ZoneInfo("Africa/Cairo"), date(2026, 4, 24)
    midnight = replace(MORNING, at=time(0))
    due = due_at(midnight, on, world(at(on, 0), zone=cairo, hours=ALWAYS))
    assert due is not None
    assert due.astimezone(cairo) == datetime(2026, 4, 24, 1, tzinfo=cairo)
    assert ALWAYS.window(on, cairo) == (due, due + timedelta(hours=23))
    assert ask(due, schedule=midnight, zone=cairo, hours=ALWAYS).run is not None


def test_a_gap_that_reaches_over_midnight_gives_no_date_two_runs() -> None:
    """our-ark/enoch 77: 23:30 in Nuuk became 00:00 of the next date, which then ran at 23:30 as well."""
    nuuk, on = ZoneInfo("America/Nuuk"), date(2026, 3, 28)
    due = moment(on, time(23, 30), nuuk)
    assert due is not None
    assert due.astimezone(nuuk) == datetime(2026, 3, 28, 22, 59, tzinfo=nuuk)
    late = replace(MORNING, at=time(23, 30))
    assert ask(due, schedule=late, zone=nuuk, hours=ALWAYS).run is not None


def test_a_date_that_a_zone_left_out_has_no_occurrence() -> None:
    apia = ZoneInfo("Pacific/Apia")
    assert moment(date(2011, 12, 30), time(9, 30), apia) is None
    assert moment(date(2011, 12, 31), time(9, 30), apia) is not None
    window = ALWAYS.window(date(2011, 12, 29), apia)
    assert window is not None
    assert window[1] == moment(date(2011, 12, 31), time(0), apia)


def test_flying_west_the_date_that_was_run_is_not_run_again() -> None:
    """HabitRPG/habitica 3547 and 3806: once in the old zone, once more in the new one."""
    in_auckland = at(MONDAY, 9, 30, AUCKLAND)
    for hour in (9, 12, 18):  # Sunday in Honolulu was run before, and Monday was run in Auckland
        sunday = at(MONDAY - timedelta(days=1), hour, 29, HONOLULU)
        assert plan([MORNING], [*rows_until(MONDAY), row(MONDAY, decided=in_auckland)],
                    world(sunday, zone=HONOLULU)).run is None  # fmt: skip
        monday = at(MONDAY, hour, 31, HONOLULU)
        made = plan([MORNING], [*rows_until(MONDAY), row(MONDAY, decided=in_auckland)], world(monday, zone=HONOLULU))
        assert waits_until(made) == (at(MONDAY + timedelta(days=1), 9, 30, HONOLULU), None)


def test_flying_east_an_hour_that_was_flown_over_is_caught_up_on_its_own_date() -> None:
    """anthropics/claude-code 88638; fcron 39: the old zone went on holding."""
    made = ask(at(MONDAY, 6, 0, YORK), zone=PARIS)  # noon in Paris, where nothing has run today
    assert made.run is not None
    assert made.run.due == at(MONDAY, 9, 30, PARIS)
    assert waits_until(ask(at(MONDAY, 8, 0, YORK), zone=YORK)) == (at(MONDAY, 9, 30, YORK), None)


def test_a_date_that_is_another_one_in_utc_is_the_persons_own() -> None:
    """M-Files/VAF.Extensions.Community 152: in zones ahead of UTC a daily task ran again and again."""
    now = at(MONDAY, 9, 31, AUCKLAND)
    assert now.date() == MONDAY - timedelta(days=1)
    assert waits_until(ask(now, row(MONDAY), zone=AUCKLAND))[0] == at(MONDAY + timedelta(days=1), 9, 30, AUCKLAND)


def test_a_clock_that_goes_back_stops_nothing_and_repeats_nothing() -> None:
    """agronholm/apscheduler 351 and 752; dbader/schedule 323; quartz 270; sidekiq-scheduler 283."""
    for back in (timedelta(minutes=2), timedelta(hours=12), timedelta(days=365)):
        now = at(MONDAY, 10) - back
        on = now.astimezone(PARIS).date()
        made = plan([MORNING], [*rows_until(MONDAY), row(MONDAY)], world(now))
        assert made.run is None or on not in {each.on for each in rows_until(MONDAY)}
        assert all(now < wait.until for wait in made.waits)
    year_ago = date(2025, 11, 24)  # nothing is known of that date, and the schedule seems to be made later
    assert ask(at(year_ago, 9, 30), row(MONDAY)).run is not None


def test_a_clock_that_was_ahead_takes_away_no_date_that_is_still_to_come() -> None:
    """Szotasz/marveen 781: a stamp of a time to come."""
    ahead = at(MONDAY + timedelta(days=3), 10)
    skips = [row(MONDAY + timedelta(days=days), OccurrenceState.SKIPPED, ahead) for days in range(3)]
    ran = row(MONDAY + timedelta(days=3), decided=ahead)
    known = [*rows_until(MONDAY), *skips, ran]
    assert plan([MORNING], known, world(at(MONDAY, 9, 30))).run is not None
    later = plan([MORNING], [*known, row(MONDAY)], world(at(MONDAY, 10)))
    assert waits_until(later)[0] == at(MONDAY + timedelta(days=1), 9, 30)
    then = plan([MORNING], known, world(at(MONDAY + timedelta(days=3), 9, 30)))
    assert then.run is None, "its date was run, by whatever clock"
    off = Presence.begun(at(MONDAY, 8), 0.0, ahead)
    assert off.absence is None
    assert MORNING.failed(ahead).waits_until(at(MONDAY, 10)) is None


def test_a_clock_in_a_far_century_is_answered_at_once() -> None:
    """agronholm/apscheduler 1066: the year 2200 filled the memory with missed runs."""
    far = datetime(2200, 1, 1, 12, tzinfo=UTC)
    made = plan([MORNING], rows_until(MONDAY), world(far))
    assert len(made.skips) <= 100
    assert made.run is not None


def test_a_schedule_that_is_made_after_its_hour_begins_tomorrow() -> None:
    """quicksilver/Quicksilver 1220; anthropics/claude-code 79754: it ran the moment it was made."""
    made = replace(MORNING, made=at(MONDAY, 9, 31))
    assert waits_until(plan([made], [], world(at(MONDAY, 9, 32)))) == (at(MONDAY + timedelta(days=1), 9, 30), None)
    before = replace(MORNING, made=at(MONDAY, 9, 29))
    assert plan([before], [], world(at(MONDAY, 9, 30))).run is not None


def test_a_program_that_is_started_anew_every_few_hours_still_reaches_its_hour() -> None:
    """CherryHQ/cherry-studio 18680: an interval counted from the start never came to its end."""
    rows, ran = rows_until(MONDAY), []
    for hour in range(8, 19, 2):
        started = Presence.begun(at(MONDAY, hour), 0.0, at(MONDAY, hour) - timedelta(minutes=30))
        for minute in range(0, 90, 1):
            started = started.ticked(at(MONDAY, hour) + timedelta(minutes=minute), minute * 60.0)
            made = plan([MORNING], rows, world(started.now, presence=started))
            if made.run is not None:
                ran.append(started.now)
                rows.append(row(made.run.on))
    assert ran == [at(MONDAY, 10, 1)]  # off from half past nine to ten, then settled
