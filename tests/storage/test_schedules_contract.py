"""What the Schedules port promises, checked on the database and on the double in memory."""

from __future__ import annotations

import asyncio
import sqlite3
from contextlib import closing
from dataclasses import replace
from datetime import date, time, timedelta
from pathlib import Path

import pytest

from linkapp.domain.hours import EVERY_DAY
from linkapp.domain.problems import Reason
from linkapp.domain.schedule import ENDED, Occurrence, OccurrenceState, Pause, Schedule
from linkapp.storage import Storage, open_storage
from tests.fakes.memory_storage import MemoryStorage
from tests.storage.samples import DAY, HOUR, NOW
from tests.storage.talking import line, python, tell

Books = Storage | MemoryStorage
TODAY = NOW.date()


async def daily(books: Books, kind: str = "birthdays") -> Schedule:
    return await books.schedules.add(kind, time(9, 30), NOW, days=EVERY_DAY, spread=timedelta(0), sends=False)


async def rows(books: Books) -> dict[tuple[int, date], Occurrence]:
    return {(row.schedule, row.on): row for row in await books.schedules.since(date(2000, 1, 1))}


async def test_schedules_are_kept_as_they_were_made_until_they_are_taken_away(books: Books) -> None:
    first = await books.schedules.add(
        "birthdays", time(9, 30, 15), NOW, days=frozenset({0, 3}), spread=timedelta(minutes=20), sends=True
    )
    second = await daily(books, "visits")
    wanted = Schedule(
        id=first.id, kind="birthdays", at=time(9, 30, 15), made=NOW, days=frozenset({0, 3}),
        spread=timedelta(minutes=20), sends=True,
    )  # fmt: skip
    assert await books.schedules.schedules() == [wanted, second]
    assert await books.schedules.remove(first.id, NOW)
    assert not await books.schedules.remove(first.id, NOW)
    assert not await books.schedules.remove(99, NOW)
    assert await books.schedules.schedules() == [second]
    third = await daily(books)
    assert third.id > second.id


async def test_what_is_no_schedule_is_not_kept(books: Books) -> None:
    with pytest.raises(ValueError):  # noqa: PT011 - what is said is for nobody
        await books.schedules.add("x", time(9), NOW, days=frozenset(), spread=timedelta(0), sends=False)
    assert await books.schedules.schedules() == []


async def test_a_date_is_claimed_once_whatever_became_of_it(books: Books) -> None:
    schedule = await daily(books)
    assert await books.schedules.claim(schedule.id, TODAY, NOW)
    assert not await books.schedules.claim(schedule.id, TODAY, NOW)
    assert not await books.schedules.skip(schedule.id, TODAY, Reason.OFFLINE, NOW)
    for number, state in enumerate(sorted(ENDED)):
        on = TODAY + (number + 1) * DAY
        assert await books.schedules.claim(schedule.id, on, NOW)
        assert await books.schedules.settle(schedule.id, on, state, NOW)
        for at in (NOW, NOW - 400 * DAY, NOW + 400 * DAY):  # whatever the clock shows
            assert not await books.schedules.claim(schedule.id, on, at)
    other = await daily(books)
    assert await books.schedules.claim(other.id, TODAY, NOW)


async def test_of_many_that_claim_a_date_at_once_one_gets_it(books: Books) -> None:
    schedule = await daily(books)
    answers = await asyncio.gather(*(books.schedules.claim(schedule.id, TODAY, NOW) for _ in range(20)))
    assert sorted(answers) == [False] * 19 + [True]


async def test_a_schedule_that_is_gone_claims_and_skips_nothing(books: Books) -> None:
    schedule = await daily(books)
    await books.schedules.remove(schedule.id, NOW)
    for number in (schedule.id, 99):
        assert not await books.schedules.claim(number, TODAY, NOW)
        assert not await books.schedules.skip(number, TODAY, Reason.OFFLINE, NOW)
    assert await rows(books) == {}


async def test_what_was_skipped_stays_skipped_but_for_a_clock_that_was_ahead(books: Books) -> None:
    schedule = await daily(books)
    assert await books.schedules.skip(schedule.id, TODAY, Reason.ASLEEP, NOW + DAY, "all day")
    assert not await books.schedules.claim(schedule.id, TODAY, NOW + DAY)
    assert not await books.schedules.claim(schedule.id, TODAY, NOW + 2 * DAY)
    assert await books.schedules.claim(schedule.id, TODAY, NOW)
    (row,) = (await rows(books)).values()
    assert row == Occurrence(schedule=schedule.id, on=TODAY, state=OccurrenceState.RUNNING, decided=NOW)
    assert not await books.schedules.claim(schedule.id, TODAY, NOW - DAY)


async def test_an_occurrence_tells_when_it_was_claimed_which_run_it_became_and_how_that_ended(books: Books) -> None:
    schedule = await daily(books)
    run = await books.runs.begin("birthdays", NOW, dry=False)
    await books.schedules.claim(schedule.id, TODAY, NOW)
    await books.schedules.begun(schedule.id, TODAY, run)
    assert await books.schedules.settle(
        schedule.id, TODAY, OccurrenceState.STOPPED, NOW + HOUR, reason=Reason.CAP_DAY, detail="12"
    )
    assert not await books.schedules.settle(schedule.id, TODAY, OccurrenceState.DONE, NOW + HOUR)
    await books.schedules.begun(schedule.id, TODAY, 99)
    assert (await rows(books))[schedule.id, TODAY] == Occurrence(
        schedule=schedule.id, on=TODAY, state=OccurrenceState.STOPPED, decided=NOW, settled=NOW + HOUR,
        reason=Reason.CAP_DAY, detail="12", run=run,
    )  # fmt: skip


@pytest.mark.parametrize("state", sorted(set(OccurrenceState) - ENDED))
async def test_a_claimed_occurrence_ends_only_as_a_run_can_end(books: Books, state: OccurrenceState) -> None:
    schedule = await daily(books)
    await books.schedules.claim(schedule.id, TODAY, NOW)
    with pytest.raises(ValueError, match="cannot become"):
        await books.schedules.settle(schedule.id, TODAY, state, NOW)
    assert not await books.schedules.settle(schedule.id, TODAY + DAY, OccurrenceState.DONE, NOW)


async def test_failures_count_against_their_schedule_until_a_success_or_the_person_ends_them(books: Books) -> None:
    schedule, other = await daily(books), await daily(books)

    async def ran(days: int, state: OccurrenceState) -> Schedule:
        await books.schedules.claim(schedule.id, TODAY + days * DAY, NOW)
        await books.schedules.settle(schedule.id, TODAY + days * DAY, state, NOW + days * DAY)
        first, second = await books.schedules.schedules()
        assert second == other
        return first

    assert (await ran(0, OccurrenceState.FAILED)) == replace(schedule, failures=1, failed_at=NOW)
    assert (await ran(1, OccurrenceState.STOPPED)).failures == 1
    assert (await ran(2, OccurrenceState.FAILED)) == replace(schedule, failures=2, failed_at=NOW + 2 * DAY)
    assert (await ran(3, OccurrenceState.DONE)) == schedule
    await ran(4, OccurrenceState.FAILED)
    await books.schedules.resume()
    assert await books.schedules.schedules() == [schedule, other]


async def test_what_a_program_that_ended_left_claimed_was_cut_off_and_is_gone_on_with_once(books: Books) -> None:
    schedule = await daily(books)
    await books.schedules.claim(schedule.id, TODAY, NOW)
    await books.schedules.skip(schedule.id, TODAY - DAY, Reason.ASLEEP, NOW)
    assert not await books.schedules.go_on(schedule.id, TODAY), "it runs"
    assert not await books.schedules.go_on(schedule.id, TODAY - DAY)
    assert await books.schedules.interrupted(NOW + HOUR) == 1
    assert await books.schedules.interrupted(NOW + HOUR) == 0
    row = (await rows(books))[schedule.id, TODAY]
    assert (row.cut_off, row.shown, row.settled) == (True, OccurrenceState.STOPPED, None)
    assert not await books.schedules.claim(schedule.id, TODAY, NOW + HOUR)
    assert not await books.schedules.skip(schedule.id, TODAY, Reason.ASLEEP, NOW + HOUR)
    assert sorted(await asyncio.gather(*(books.schedules.go_on(schedule.id, TODAY) for _ in range(8))))[-2:] == [
        False, True,
    ]  # fmt: skip
    assert await books.schedules.interrupted(NOW + 2 * HOUR) == 1
    row = (await rows(books))[schedule.id, TODAY]
    assert (row.state, row.reason, row.settled) == (OccurrenceState.STOPPED, Reason.CUT_OFF_TWICE, NOW + 2 * HOUR)
    assert not await books.schedules.go_on(schedule.id, TODAY)


@pytest.mark.parametrize(("reason", "said"), [(None, Reason.WENT_ON), (Reason.CAP_DAY, Reason.CAP_DAY)])
async def test_a_row_says_that_its_run_was_gone_on_with(books: Books, reason: Reason | None, said: Reason) -> None:
    schedule = await daily(books)
    await books.schedules.claim(schedule.id, TODAY, NOW)
    await books.schedules.interrupted(NOW)
    assert await books.schedules.go_on(schedule.id, TODAY)
    assert await books.schedules.settle(schedule.id, TODAY, OccurrenceState.DONE, NOW + HOUR, reason=reason)
    row = (await rows(books))[schedule.id, TODAY]
    assert (row.state, row.reason) == (OccurrenceState.DONE, said)


async def test_occurrences_come_from_a_date_on_and_newest_first(books: Books) -> None:
    schedule = await daily(books)
    for days in range(5):
        await books.schedules.skip(schedule.id, TODAY + days * DAY, Reason.OFFLINE, NOW + days * DAY)
    assert sorted(row.on for row in await books.schedules.since(TODAY + 3 * DAY)) == [TODAY + 3 * DAY, TODAY + 4 * DAY]
    assert [row.on for row in await books.schedules.latest(2)] == [TODAY + 4 * DAY, TODAY + 3 * DAY]


async def test_a_pause_and_the_last_tick_are_kept_side_by_side(books: Books) -> None:
    assert await books.schedules.pause() is None
    assert await books.schedules.last_tick() is None
    await books.schedules.ticked(NOW)
    await books.schedules.set_pause(Pause(until=NOW + DAY))
    await books.schedules.ticked(NOW + HOUR)
    assert await books.schedules.pause() == Pause(until=NOW + DAY)
    await books.schedules.set_pause(Pause())
    assert await books.schedules.pause() == Pause()
    await books.schedules.resume()
    assert await books.schedules.pause() is None
    assert await books.schedules.last_tick() == NOW + HOUR


def test_a_pause_holds_until_it_is_over() -> None:
    hold = Pause(until=NOW + HOUR).hold(NOW)
    assert hold is not None
    assert (hold.reason, hold.until) == (Reason.PAUSED, NOW + HOUR)
    assert Pause(until=NOW).hold(NOW) is None
    assert Pause().hold(NOW) is not None


# -- the database itself


async def test_everything_outlives_the_program(folder: Path) -> None:
    storage = await open_storage(folder)
    schedule = await daily(storage)
    await storage.schedules.claim(schedule.id, TODAY, NOW)
    await storage.close()
    storage = await open_storage(folder)
    assert await storage.schedules.schedules() == [schedule]
    assert not await storage.schedules.claim(schedule.id, TODAY, NOW)
    await storage.close()


@pytest.mark.parametrize(
    ("statement", "refusal"),
    [
        ("INSERT INTO occurrences (schedule, date, state, decided) VALUES (1, '2026-11-23', 'running', 2)", "UNIQUE"),
        ("UPDATE occurrences SET state = 'running' WHERE state = 'done'", "run once"),
        ("UPDATE occurrences SET state = 'skipped' WHERE state = 'done'", "run once"),
        ("DELETE FROM occurrences", "never forgotten"),
        (
            "INSERT INTO occurrences (schedule, date, state, decided) VALUES (1, '23/11/2026', 'running', 2)",
            "occurrences_date",
        ),
    ],
)
async def test_the_database_itself_keeps_a_date_to_one_run(folder: Path, statement: str, refusal: str) -> None:
    storage = await open_storage(folder)
    schedule = await daily(storage)
    await storage.schedules.claim(schedule.id, TODAY, NOW)
    await storage.schedules.settle(schedule.id, TODAY, OccurrenceState.DONE, NOW)
    await storage.close()
    with (
        closing(sqlite3.connect(folder / "linkapp.db")) as connection,
        pytest.raises(sqlite3.IntegrityError, match=refusal),
    ):
        connection.execute(statement)


CLAIMS = """
    import asyncio, datetime, pathlib, sys
    from linkapp.storage import open_storage
    from tests.storage.samples import DAY, NOW
    async def main(folder):
        storage = await open_storage(pathlib.Path(folder))
        print("ready", flush=True)
        sys.stdin.readline()
        dates = [NOW.date() + days * DAY for days in range(30)]
        print(sum([await storage.schedules.claim(1, on, NOW) for on in dates]))
        await storage.close()
    asyncio.run(main(sys.argv[1]))
"""


def test_of_three_processes_each_date_is_claimed_by_one(folder: Path) -> None:
    async def make() -> None:
        storage = await open_storage(folder)
        await daily(storage)
        await storage.close()

    asyncio.run(make())
    processes = [python(CLAIMS, str(folder)) for _ in range(3)]
    assert [line(process) for process in processes] == ["ready"] * 3
    for process in processes:
        tell(process)
    claimed = [int(line(process)) for process in processes]
    for process in processes:
        process.communicate()
    assert sum(claimed) == 30
