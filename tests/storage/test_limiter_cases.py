"""The cases at which the predecessor's limiter failed, each at its right value. Those over Redis: tests/shared_quota.

Crashes between any two steps are in tests/crash; a database locked, read-only or damaged in test_database.py.
"""

from __future__ import annotations

import asyncio
import sqlite3
from contextlib import closing
from datetime import UTC, datetime, timedelta
from functools import partial
from itertools import pairwise
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from linkapp.domain.act import Kind, Sent, Slot
from linkapp.domain.breaker import Breaker
from linkapp.domain.person import Person
from linkapp.domain.problems import Reason
from linkapp.domain.quota import Caps
from linkapp.services.ports.ledger import Denied, Ledger, StoreError
from linkapp.storage import Storage, open_storage
from tests.storage.samples import NOW, denial, greeting, limits, slot
from tests.storage.talking import python, together

PARIS, NEW_YORK, TOKYO = ZoneInfo("Europe/Paris"), ZoneInfo("America/New_York"), ZoneInfo("Asia/Tokyo")


async def sent(ledger: Ledger, number: int, at: datetime, zone: ZoneInfo = PARIS) -> None:
    taken = await slot(ledger, number, at, limits(day=10**6, week=10**6, run=10**6, zone=zone))
    await ledger.announce(taken, "hash", at)
    await ledger.settle(taken, Sent(proof="answer"), at)


async def test_fifty_limiters_on_one_folder_grant_the_cap_together(folder: Path) -> None:
    opened = [await open_storage(folder) for _ in range(50)]
    found = await asyncio.gather(
        *(one.ledger.reserve(greeting(number), limits(day=15), NOW) for number, one in enumerate(opened))
    )
    for one in opened:
        await one.close()
    assert sum(isinstance(one, Slot) for one in found) == 15
    assert {one.reason for one in found if isinstance(one, Denied)} == {Reason.CAP_DAY}


PROCESS = """
    import asyncio, pathlib, sys
    from linkapp.domain.act import Sent, Slot
    from linkapp.storage import open_storage
    from tests.storage.samples import NOW, greeting, limits
    async def main(folder, number):
        storage = await open_storage(pathlib.Path(folder))
        print("ready", flush=True)
        sys.stdin.readline()
        granted = 0
        for one in range(20):
            slot = await storage.ledger.reserve(greeting(100 * number + one), limits(day=15), NOW)
            if isinstance(slot, Slot):
                await storage.ledger.announce(slot, "hash", NOW)
                await storage.ledger.settle(slot, Sent(proof="answer"), NOW)
                granted += 1
        print(granted)
        await storage.close()
    asyncio.run(main(sys.argv[1], int(sys.argv[2])))
"""


def test_five_processes_that_send_at_once_keep_the_cap(folder: Path) -> None:
    said = together([python(PROCESS, str(folder), str(number)) for number in range(5)])
    assert sum(int(one) for one in said) == 15


async def test_what_a_caller_never_settles_counts_until_it_is_recovered(storage: Storage) -> None:
    for number in range(3):
        await slot(storage.ledger, number, within=limits(day=3))
    # Days later it still counts: nobody knows whether it will be used this very moment.
    later = NOW + timedelta(days=9)
    assert (await denial(storage.ledger, 9, later, limits(day=3))).reason is Reason.CAP_DAY
    await storage.ledger.recover(later)
    assert await slot(storage.ledger, 9, later, limits(day=3))


@pytest.mark.parametrize("table", ["acts", "do_not_contact", "person_keys"])
async def test_a_table_that_is_missing_grants_nothing(storage: Storage, table: str) -> None:
    with closing(sqlite3.connect(storage.pages_path)) as other:
        other.execute("PRAGMA foreign_keys = OFF")
        other.execute(f"DROP TABLE {table}")
    with pytest.raises(StoreError) as raised:
        await storage.ledger.reserve(greeting(1), limits(), NOW)
    assert raised.value.problem.reason is Reason.DATA_UNUSABLE


@pytest.mark.parametrize(
    ("zone", "before", "now", "on_date", "in_24_hours"),
    [
        # half past midnight in Paris: what was sent before midnight is yesterday's, and of the last 24 hours
        (PARIS, datetime(2026, 7, 9, 21, 50, tzinfo=UTC), datetime(2026, 7, 9, 22, 30, tzinfo=UTC), 0, 1),
        # a New York evening: UTC has the next date already, the person has not
        (NEW_YORK, datetime(2026, 7, 9, 14, 0, tzinfo=UTC), datetime(2026, 7, 10, 1, 0, tzinfo=UTC), 1, 1),
        # a Tokyo morning: UTC still has yesterday's date, on which nothing of today's was sent
        (TOKYO, datetime(2026, 7, 9, 14, 0, tzinfo=UTC), datetime(2026, 7, 9, 23, 0, tzinfo=UTC), 0, 1),
        # the same evening before, a day and a bit ago
        (TOKYO, datetime(2026, 7, 8, 14, 0, tzinfo=UTC), datetime(2026, 7, 9, 23, 0, tzinfo=UTC), 0, 0),
    ],
    ids=["Paris, half past midnight", "New York, evening", "Tokyo, morning", "Tokyo, longer ago"],
)
async def test_the_date_is_the_persons_own(
    storage: Storage, zone: ZoneInfo, before: datetime, now: datetime, on_date: int, in_24_hours: int
) -> None:
    await sent(storage.ledger, 1, before, zone)
    usage = await storage.ledger.usage(Kind.MESSAGE, Caps(day=1, week=9, run=9), zone, now)
    assert (usage.date, usage.day) == (on_date, in_24_hours)
    denied = await storage.ledger.reserve(greeting(2), limits(day=1, zone=zone), now)
    assert isinstance(denied, Denied) == (max(on_date, in_24_hours) == 1)


async def test_a_new_week_of_the_calendar_frees_nothing(storage: Storage) -> None:
    sunday = datetime(2026, 7, 12, 20, 0, tzinfo=UTC)
    monday = sunday + timedelta(hours=11)
    assert sunday.isocalendar().week != monday.isocalendar().week
    for number in reversed(range(5)):
        await sent(storage.ledger, number, sunday - timedelta(days=number))
    denied = await denial(storage.ledger, 9, monday, limits(day=9, week=5))
    assert denied.reason is Reason.CAP_WEEK
    assert denied.until == sunday - timedelta(days=4) + timedelta(days=7, seconds=5)


async def test_sixty_failing_attempts_meet_the_breaker_and_not_the_site(folder: Path) -> None:
    """Every attempt asks first, as a run does; each begins with a start of the program."""
    now, tried = NOW, []
    for _ in range(60):
        storage = await open_storage(folder)
        if not (await storage.runs.breaker()).is_open(now):
            tried.append(now)
            await storage.runs.change_breaker(partial(Breaker.failed, now=now))
        await storage.close()
        now += timedelta(minutes=15)
    # Three, then one probe after 2, 4 and 8 hours: 60 attempts in 15 hours reach the site six times at most.
    gaps = [later - earlier for earlier, later in pairwise(tried)]
    assert gaps == [timedelta(minutes=15)] * 2 + [timedelta(hours=2), timedelta(hours=4), timedelta(hours=8)]


async def test_somebody_without_a_key_gets_no_slot_and_a_slot_without_its_contact_counts(storage: Storage) -> None:
    assert (await denial(storage.ledger, greeting(Person(name="Nobody")))).reason is Reason.PERSON_NOT_IDENTIFIED
    await sent(storage.ledger, 1, NOW)
    with closing(sqlite3.connect(storage.pages_path)) as other:
        other.execute("PRAGMA foreign_keys = OFF")
        other.execute("DELETE FROM person_keys")
        other.execute("DELETE FROM people")
        other.commit()
    usage = await storage.ledger.usage(Kind.MESSAGE, Caps(day=5, week=9, run=9), PARIS, NOW)
    assert usage.day == 1
