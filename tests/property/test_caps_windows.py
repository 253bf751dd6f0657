"""The counting of caps against brute force: many zones, clocks that go forward and back, travelling people."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo, available_timezones

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from linkapp.domain.act import Kind
from linkapp.domain.quota import DAY, MARGIN, WEEK, Caps, date_begins, local_date, next_date_begins, usage_of

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
EVERY = sorted(available_timezones())
zones = st.one_of(st.sampled_from(ZONES), st.sampled_from(EVERY).map(ZoneInfo))
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


def changes(zone: ZoneInfo, first: datetime, last: datetime) -> list[datetime]:
    """The instants (to the minute) between two at which a zone's clocks are moved."""
    found = []
    at, step = first, timedelta(days=5)
    while at < last:
        if at.astimezone(zone).utcoffset() != (at + step).astimezone(zone).utcoffset():
            low, high = at, at + step
            while high - low > timedelta(minutes=1):
                middle = low + (high - low) / 2
                same = middle.astimezone(zone).utcoffset() == low.astimezone(zone).utcoffset()
                low, high = (middle, high) if same else (low, middle)
            found.append(high)
        at += step
    return found


def greedy(zone_at: Callable[[datetime], ZoneInfo], start: datetime, days: float, step: timedelta) -> int:
    """Take whatever is granted, every ``step`` for so many days; no true window may ever hold more than its cap."""
    caps = Caps(day=3, week=11, run=99)
    taken: list[datetime] = []
    now = start
    while now < start + timedelta(days=days):
        now += step
        zone = zone_at(now)
        if usage_of(Kind.MESSAGE, caps, zone, taken, now).left:
            taken.append(now)
            assert sum(now - at < DAY for at in taken) <= caps.day, (zone, now)
            assert sum(now - at < WEEK for at in taken) <= caps.week, (zone, now)
            assert sum(local_date(at, zone) == local_date(now, zone) for at in taken) <= caps.day, (zone, now)
    return len(taken)


@pytest.mark.parametrize("part", range(4))
def test_in_every_zone_of_the_world_no_window_holds_more_than_its_cap_when_clocks_move(part: int) -> None:
    visited = 0
    for name in EVERY[part::4]:
        zone = ZoneInfo(name)
        moved = changes(zone, START, START + timedelta(days=366))
        for change in [*moved[:3], *([] if moved else [START + timedelta(days=100)])]:
            granted = greedy(lambda _, zone=zone: zone, change - timedelta(days=2), 4, timedelta(minutes=173))  # type: ignore[misc]
            assert granted >= 9  # it grants what it may: 3 on each of the days
        visited += 1
    assert visited == len(EVERY[part::4]) >= 100


@pytest.mark.parametrize(
    ("name", "day"),
    [
        ("Pacific/Apia", date(2011, 12, 30)),
        ("Pacific/Kwajalein", date(1993, 8, 21)),
        ("America/Sao_Paulo", date(2018, 11, 4)),
        ("Asia/Pyongyang", date(2018, 5, 4)),
        ("Africa/Casablanca", date(2026, 3, 22)),
        ("Antarctica/Troll", date(2026, 3, 29)),
        ("Europe/Dublin", date(2026, 10, 25)),
        ("Asia/Tehran", date(2022, 9, 21)),
    ],
)
def test_where_a_date_was_left_out_or_came_twice_no_window_holds_more_than_its_cap(name: str, day: date) -> None:
    zone = ZoneInfo(name)
    start = datetime(day.year, day.month, day.day, tzinfo=UTC) - timedelta(days=3)
    for minutes in (61, 173, 599):
        assert greedy(lambda _: zone, start, 6, timedelta(minutes=minutes)) >= 9


def test_somebody_who_travels_round_the_world_daily_gets_no_more_than_at_home() -> None:
    zones = [ZoneInfo(name) for name in EVERY]
    for speed in (1, 7, 61):

        def there(now: datetime, speed: int = speed) -> ZoneInfo:
            return zones[int((now - START) / timedelta(hours=3)) * speed % len(zones)]

        assert greedy(there, START, 40, timedelta(minutes=211)) <= 40 / 7 * 11 + 11


def test_a_message_of_the_last_seconds_counts_on_both_dates() -> None:
    midnight = date_begins(date(2026, 11, 24), ZONES[1])
    taken = [midnight - MARGIN / 2]
    assert usage_of(Kind.MESSAGE, Caps(day=1, week=9, run=9), ZONES[1], taken, midnight).date == 1
    two = usage_of(Kind.MESSAGE, Caps(day=1, week=9, run=9), ZONES[1], taken, midnight + MARGIN)
    assert two.opens == taken[0] + DAY + MARGIN
