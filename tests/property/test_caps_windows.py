"""The counting of caps against brute force: many zones, clocks that go forward and back, travelling people."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from hypothesis import example, given, settings
from hypothesis import strategies as st

from linkapp.domain.quota import (
    DAY,
    MARGIN,
    WEEK,
    Caps,
    Kind,
    date_begins,
    local_date,
    next_date_begins,
    usage_of,
)

ZONES = [
    ZoneInfo(name)
    for name in (
        "UTC",
        "Europe/Paris",
        "America/New_York",
        "America/St_Johns",
        "America/Havana",  # goes back at 01:00 to 00:00
        "America/Santiago",  # goes forward at midnight
        "America/Nuuk",
        "Africa/Cairo",  # goes forward at midnight
        "Asia/Beirut",  # goes forward at midnight
        "Asia/Gaza",
        "Atlantic/Azores",
        "Australia/Lord_Howe",  # half an hour
        "Pacific/Kiritimati",
        "Pacific/Pago_Pago",
        "Pacific/Chatham",
        "Antarctica/Troll",  # two hours
    )
]
zones = st.sampled_from(ZONES)
START = datetime(2026, 1, 1, tzinfo=UTC)
instants = st.integers(0, 3 * 366 * 24 * 3600).map(lambda seconds: START + timedelta(seconds=seconds))
steps = st.sampled_from([1, 4, 5, 6, 600, 3600, 6 * 3600, 23 * 3600, 86_396, 86_400, 86_405, 90_000, 604_800])


@given(zones, instants)
@example(ZoneInfo("Pacific/Apia"), datetime(2011, 12, 30, 9, 0, tzinfo=UTC))  # a date that never was
@example(ZoneInfo("America/Sao_Paulo"), datetime(2018, 11, 4, 2, 30, tzinfo=UTC))  # no midnight
@settings(max_examples=300)
def test_a_date_begins_where_the_date_changes(zone: ZoneInfo, now: datetime) -> None:
    later = next_date_begins(now, zone)
    assert later > now
    assert local_date(later, zone) > local_date(now, zone)
    assert local_date(later - timedelta(microseconds=1), zone) == local_date(now, zone)
    assert timedelta(0) < later - now <= timedelta(hours=26)
    begun = date_begins(local_date(now, zone), zone)
    assert begun <= now
    assert local_date(begun, zone) == local_date(now, zone)
    assert local_date(begun - timedelta(microseconds=1), zone) < local_date(now, zone)


@given(st.lists(st.tuples(steps, zones), min_size=1, max_size=60), instants, st.integers(1, 3), st.integers(1, 6))
@settings(max_examples=200)
def test_no_true_window_ever_holds_more_than_its_cap(
    walk: list[tuple[int, ZoneInfo]], now: datetime, day: int, week: int
) -> None:
    caps = Caps(day=day, week=week, run=99)
    taken: list[datetime] = []
    for seconds, zone in walk:
        now += timedelta(seconds=seconds)
        usage = usage_of(Kind.MESSAGE, caps, zone, taken, now)
        if usage.left:
            taken.append(now)
            assert sum(now - at < DAY for at in taken) <= day
            assert sum(now - at < WEEK for at in taken) <= week
            assert sum(local_date(at, zone) == local_date(now, zone) for at in taken) <= day
        else:
            assert usage.opens is not None


@given(st.lists(steps, max_size=30), instants, zones, st.integers(1, 3), st.integers(1, 6))
@settings(max_examples=300)
def test_the_moment_it_opens_is_the_first_one(
    walk: list[int], now: datetime, zone: ZoneInfo, day: int, week: int
) -> None:
    caps = Caps(day=day, week=week, run=99)
    taken: list[datetime] = []
    for seconds in walk:
        now += timedelta(seconds=seconds)
        taken.append(now)
    usage = usage_of(Kind.MESSAGE, caps, zone, taken, now)
    if usage.left:
        assert usage.opens is None
        return
    assert usage.opens is not None
    assert usage.opens > now
    assert usage_of(Kind.MESSAGE, caps, zone, taken, usage.opens).left > 0
    before = usage_of(Kind.MESSAGE, caps, zone, taken, usage.opens - timedelta(microseconds=1))
    assert before.left == 0
    assert before.opens == usage.opens


def test_a_message_of_the_last_seconds_counts_on_both_dates() -> None:
    midnight = date_begins(date(2026, 11, 24), ZONES[1])
    taken = [midnight - MARGIN / 2]
    assert usage_of(Kind.MESSAGE, Caps(day=1, week=9, run=9), ZONES[1], taken, midnight).date == 1
    two = usage_of(Kind.MESSAGE, Caps(day=1, week=9, run=9), ZONES[1], taken, midnight + MARGIN)
    assert two.opens == taken[0] + DAY + MARGIN
