"""Links of the safety chain that no other test holds on its own: one small test each, so that a break is seen at once."""

from __future__ import annotations

import os
import sqlite3
import sys
import time
from collections.abc import Awaitable, Callable
from contextlib import closing
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import text

from linkapp.domain.act import Kind, Outcome, Sent, State, Unsure
from linkapp.domain.greeting import Ready, greeting_act
from linkapp.domain.moment import Occasion
from linkapp.domain.problems import Problem, Reason
from linkapp.domain.quota import Caps, usage_of
from linkapp.domain.settings import Settings
from linkapp.engine.site_clock import seconds_since_boot
from linkapp.services.ports.ledger import StoreError
from linkapp.storage import open_storage
from linkapp.storage.database import FILE_NAME
from tests.storage.samples import DAY, HOUR, NOW, PARIS, denial, greeting, limits, person, slot
from tests.unit.test_greet import Bench, card

SECOND = timedelta(seconds=1)


async def test_two_writers_of_the_book_wait_for_each_other(tmp_path: Path) -> None:
    storage = await open_storage(tmp_path, patience=timedelta(milliseconds=50))
    async with storage.database.writing() as connection:
        await connection.execute(text("SELECT count(*) FROM acts"))
        with (
            closing(sqlite3.connect(tmp_path / FILE_NAME, timeout=0, isolation_level=None)) as other,
            pytest.raises(sqlite3.OperationalError, match="locked"),
        ):
            other.execute("BEGIN IMMEDIATE")  # what was read above may not change before it is written
    await storage.close()


async def test_an_announced_click_is_on_the_disk_before_anybody_may_press(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    storage = await open_storage(tmp_path)
    taken = await slot(storage.ledger)
    synced: list[int] = []
    fsync = os.fsync

    def noting(file: int) -> None:
        synced.append(os.fstat(file).st_ino)
        fsync(file)

    monkeypatch.setattr(os, "fsync", noting)
    await storage.ledger.announce(taken, "hash", NOW)
    assert (tmp_path / "sending.log").stat().st_ino in synced
    await storage.close()


async def test_nobody_gets_a_second_message_while_the_first_is_unsure(tmp_path: Path) -> None:
    storage = await open_storage(tmp_path)
    taken = await slot(storage.ledger)
    await storage.ledger.announce(taken, "hash", NOW)
    await storage.ledger.settle(taken, Unsure(problem=Problem(reason=Reason.NO_PROOF)), NOW)
    assert (await denial(storage.ledger, 0, NOW + HOUR)).reason is Reason.UNSURE_BEFORE
    assert (
        await storage.ledger.closed(greeting_act(account="me", person=person(), occasion=Occasion.BIRTHDAY, year=2026))
        is State.UNSURE
    )
    await storage.close()


async def test_a_message_counts_from_its_announcement_and_not_from_its_reservation(tmp_path: Path) -> None:
    storage = await open_storage(tmp_path)
    taken = await slot(storage.ledger, 0, NOW)
    await storage.ledger.announce(taken, "hash", NOW + 6 * HOUR)
    with closing(sqlite3.connect(tmp_path / FILE_NAME)) as other:
        (at,) = other.execute("SELECT at FROM acts").fetchone()
    assert at == (NOW + 6 * HOUR).timestamp() * 1_000_000
    await storage.close()


async def test_an_occasion_other_than_a_birthday_is_greeted_once_a_year_too(tmp_path: Path) -> None:
    storage = await open_storage(tmp_path)
    other = next(occasion for occasion in Occasion if occasion is not Occasion.BIRTHDAY)
    taken = await slot(storage.ledger, greeting(occasion=other))
    await storage.ledger.announce(taken, "hash", NOW)
    await storage.ledger.settle(taken, Sent(proof="answer"), NOW)
    assert (await denial(storage.ledger, greeting(occasion=other), NOW + HOUR)).reason is Reason.ALREADY_GREETED
    await storage.close()


async def test_the_announcement_is_committed_before_the_click() -> None:
    bench = Bench(card(1))
    clicked_in: list[State | None] = []
    press = bench.network.press

    async def looking(ready: Ready, words: str, before_click: Callable[[], Awaitable[None]]) -> Outcome:
        async def at_the_click() -> None:
            await before_click()
            state = await bench.store.ledger.closed(
                greeting_act(account="self", person=ready.recipient, occasion=Occasion.BIRTHDAY, year=2026)
            )
            clicked_in.append(state)

        return await press(ready, words, at_the_click)

    bench.network.press = looking  # type: ignore[method-assign]
    await bench.send()
    assert clicked_in == [State.SENDING]


async def test_a_computer_that_is_a_year_ahead_gets_no_second_day() -> None:
    told = "Celebrate the birthday on July 10"
    bench = Bench(*(card(number, told) for number in range(4)), settings=Settings(messages_a_day=2))
    site = bench.clock.at
    bench.network.now = lambda: site
    await bench.send()
    assert len(bench.network.received) == 2
    bench.clock.at += timedelta(days=365)
    report = await bench.send()
    assert len(bench.network.received) == 2
    assert report.stopped_by is not None
    assert report.stopped_by.reason is Reason.CAP_DAY


@pytest.mark.skipif(sys.platform != "linux", reason="the clock has another name elsewhere")
def test_between_two_answers_the_sites_time_is_carried_by_a_clock_that_counts_sleep(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    clocks = {time.CLOCK_BOOTTIME: 5000.0, time.CLOCK_MONOTONIC: 1000.0}  # 4,000 s of sleep
    monkeypatch.setattr(time, "clock_gettime", clocks.__getitem__)
    assert seconds_since_boot() == 5000.0


@pytest.mark.parametrize("window", [DAY, 7 * DAY])
def test_a_window_is_five_seconds_longer_than_it_says(window: timedelta) -> None:
    caps = Caps(day=9 if window > DAY else 1, week=1, run=9)
    assert usage_of(Kind.MESSAGE, caps, PARIS, [NOW], NOW + window + 4 * SECOND).left == 0
    if window > DAY:
        assert usage_of(Kind.MESSAGE, caps, PARIS, [NOW], NOW + window + 5 * SECOND).left == 1


async def test_a_store_that_fails_while_it_announces_lets_nobody_click(tmp_path: Path) -> None:
    storage = await open_storage(tmp_path, patience=timedelta(milliseconds=50))
    taken = await slot(storage.ledger, 0, NOW, limits())
    with closing(sqlite3.connect(tmp_path / FILE_NAME, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(StoreError):
            await storage.ledger.announce(taken, "hash", NOW)
    assert "attempt" not in (tmp_path / "sending.log").read_text(encoding="utf-8")
    await storage.close()
