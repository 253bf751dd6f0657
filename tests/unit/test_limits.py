"""Pace, breaker, caps and clocks."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime, time, timedelta
from pathlib import Path
from types import SimpleNamespace
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from linkapp.domain.act import Kind
from linkapp.domain.breaker import Breaker
from linkapp.domain.pacing import NO_PACE, Pace
from linkapp.domain.problems import ENDS_RUN, NEEDS_PERSON, Problem, Reason
from linkapp.domain.quota import DEFAULTS, HARD, Caps, Usage, bounded, local_date, warmed
from linkapp.domain.settings import Settings
from linkapp.services.runs import Control
from linkapp.system import clock
from linkapp.system.clock import BadZone, Chance, SystemClock, zone_of
from linkapp.system.folders import data_folder
from linkapp.system.settings_file import BadSettings, SettingsFile

PARIS = ZoneInfo("Europe/Paris")
NOW = datetime(2026, 7, 10, 9, tzinfo=UTC)


@given(st.integers(-5, 10**4), st.integers(-5, 10**4), st.integers(-5, 10**4), st.sampled_from(Kind))
def test_no_setting_lifts_a_hard_limit(day: int, week: int, run: int, kind: Kind) -> None:
    caps = bounded(kind, Caps(day=day, week=week, run=run))
    assert 0 <= caps.day <= HARD[kind].day
    assert 0 <= caps.week <= HARD[kind].week
    assert 0 <= caps.run <= HARD[kind].run


@given(st.integers(0, 40), st.booleans())
def test_the_warm_up_grows_and_never_gives_more_than_the_cap(day_number: int, weekend: bool) -> None:
    caps = DEFAULTS[Kind.MESSAGE]
    now, next_day = warmed(caps, day_number, weekend=weekend), warmed(caps, day_number + 1, weekend=weekend)
    assert 1 <= now.day <= next_day.day <= caps.day
    assert now.week <= next_day.week <= caps.week


def test_the_first_day_is_forty_percent_and_the_weekend_half() -> None:
    caps = Caps(day=12, week=50, run=15)
    assert warmed(caps, 0, weekend=False).day == 4
    assert warmed(caps, 14, weekend=False) == caps
    assert warmed(caps, 14, weekend=True).day == 6
    assert warmed(Caps(day=0, week=0, run=0), 3, weekend=False).day == 0


def test_what_is_left_is_the_least_of_all_windows() -> None:
    usage = Usage(kind=Kind.MESSAGE, caps=Caps(day=12, week=50, run=15), date=3, day=5, week=48)
    assert usage.left == 2
    assert Usage(kind=Kind.MESSAGE, caps=Caps(day=1, week=1, run=1), date=9, day=9, week=9).left == 0
    assert local_date(datetime(2026, 7, 9, 22, 30, tzinfo=UTC), PARIS).isoformat() == "2026-07-10"


def test_the_breaker_opens_after_three_failures_for_two_four_then_eight_hours() -> None:
    breaker = Breaker()
    for _ in range(2):
        breaker = breaker.failed(NOW)
        assert not breaker.is_open(NOW)
    hours = []
    now = NOW
    for _ in range(4):
        breaker = breaker.failed(now)
        assert breaker.until is not None
        assert breaker.is_open(now)
        hours.append((breaker.until - now) / timedelta(hours=1))
        now = breaker.until
        assert not breaker.is_open(now)
        assert breaker.probing
    assert hours == [2, 4, 8, 8]
    assert breaker.succeeded() == Breaker()


def test_hours_are_the_persons_own() -> None:
    pace = Pace(shortest_s=90, longest_s=180, opens=time(9), closes=time(18, 30))
    early, late = datetime(2026, 7, 10, 6, 59, tzinfo=UTC), datetime(2026, 7, 10, 16, 30, tzinfo=UTC)
    assert not pace.within_hours(early, PARIS)
    assert pace.within_hours(datetime(2026, 7, 10, 7, tzinfo=UTC), PARIS)
    assert not pace.within_hours(late, PARIS)
    assert pace.next_opening(early, PARIS) == datetime(2026, 7, 10, 7, tzinfo=UTC)
    assert pace.next_opening(late, PARIS) == datetime(2026, 7, 11, 7, tzinfo=UTC)
    assert pace.next_opening(datetime(2026, 7, 10, 8, tzinfo=UTC), PARIS) is None
    assert NO_PACE.within_hours(early, PARIS)
    assert NO_PACE.next_opening(early, PARIS) is None


def test_what_needs_a_person_ends_a_run() -> None:
    assert NEEDS_PERSON <= ENDS_RUN
    assert Problem(reason=Reason.RATE_LIMITED).ends_run
    assert not Problem(reason=Reason.REFUSED).ends_run


async def test_waiting_is_never_early_and_ends_with_stop() -> None:
    clock = SystemClock(zone=PARIS, start=NOW)
    assert abs(clock.now() - NOW) < timedelta(seconds=5)
    control = Control()
    deadline = clock.now() + timedelta(milliseconds=80)
    assert await control.wait_until(clock, deadline)
    assert clock.now() >= deadline
    asyncio.get_running_loop().call_later(0.02, control.stop)
    assert not await control.wait_until(clock, clock.now() + timedelta(hours=1))
    assert control.stopping
    assert not await control.going()


async def test_a_paused_run_waits_and_goes_on() -> None:
    control = Control()
    control.pause()
    assert control.paused
    going = asyncio.ensure_future(control.going())
    await asyncio.sleep(0.02)
    assert not going.done()
    control.resume()
    assert await going


def test_zones_and_chance() -> None:
    assert zone_of("Europe/Paris") == PARIS
    assert zone_of("") is not None
    with pytest.raises(BadZone, match="Nowhere"):
        zone_of("Nowhere/Land")
    assert all(90 <= Chance(3).between(90, 180) <= 180 for _ in range(50))


def test_settings_are_kept_whole_and_unknown_keys_stay(tmp_path: Path) -> None:
    file = SettingsFile(tmp_path)
    assert file.load() == Settings()
    (tmp_path / "settings.json").write_text('{"from_the_future": 3, "messages_a_day": 5}')
    assert file.load().messages_a_day == 5
    file.save(Settings(messages_a_day=6, language="fr"))
    assert file.load() == Settings(messages_a_day=6, language="fr")
    assert "from_the_future" in (tmp_path / "settings.json").read_text()
    assert (tmp_path / "settings.json").stat().st_mode & 0o777 == 0o600
    assert file.load().message_caps.day == 6


@pytest.mark.parametrize("content", ["{", "[]", '{"messages_a_day": 99}', '{"gap_shortest_s": 1}', "\x00"])
def test_bad_settings_are_one_sentence_and_left_as_they_are(tmp_path: Path, content: str) -> None:
    (tmp_path / "settings.json").write_text(content)
    with pytest.raises(BadSettings, match=r"settings\.json"):
        SettingsFile(tmp_path).load()
    assert (tmp_path / "settings.json").read_text() == content


def test_a_data_folder_is_made_for_its_owner_only(tmp_path: Path) -> None:
    folder = data_folder(str(tmp_path / "new" / "deep"))
    assert folder.stat().st_mode & 0o077 == 0
    (tmp_path / "file").write_text("x")
    with pytest.raises(OSError):  # noqa: PT011 - which one depends on the system
        data_folder(str(tmp_path / "file"))


@pytest.mark.parametrize(
    ("rule", "summer", "winter"),
    [("CET-1CEST,M3.5.0,M10.5.0/3", 2, 1), ("<+03>-3", 3, 3), ("EST5EDT", -4, -5), (":UTC0", 0, 0)],
)
def test_a_time_zone_may_be_a_rule(rule: str, summer: int, winter: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TZ", rule)
    zone = zone_of("")
    for month, hours in ((7, summer), (1, winter)):
        assert datetime(2026, month, 1, 12, tzinfo=zone).utcoffset() == timedelta(hours=hours)
    monkeypatch.setenv("TZ", "Nowhere/Land")
    with pytest.raises(BadZone, match="Nowhere/Land"):
        zone_of("")


def test_the_computers_zone_is_found_out_once_a_second(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[float] = []
    second = 100.0

    def found() -> ZoneInfo:
        asked.append(second)
        return PARIS

    monkeypatch.setattr(clock, "time", SimpleNamespace(monotonic=lambda: second))
    monkeypatch.setattr(clock.tzlocal, "reload_localzone", found)
    monkeypatch.setenv("TZ", "Nowhere/Asked")  # whatever an earlier test found is not asked for here
    assert [zone_of("") for _ in range(3)] == [PARIS] * 3
    second = 101.0
    assert zone_of("") is PARIS
    assert asked == [100.0, 101.0]
    monkeypatch.setenv("TZ", "Another/Name")
    assert zone_of("") is PARIS
    assert len(asked) == 3
