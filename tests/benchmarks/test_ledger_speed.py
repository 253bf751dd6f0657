"""How fast the ledger takes a slot, as ratios within one run: absolute times of shared machines say nothing.

Run with ``-m benchmark -s``; without that mark chosen it is left out.
"""

from __future__ import annotations

import asyncio
import statistics
import time
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import timedelta
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from linkapp.domain.act import Act, Sent, Slot
from linkapp.domain.quota import Caps
from linkapp.services.ports.ledger import Limits
from linkapp.storage import identity, open_storage
from linkapp.storage.database import connect, prepare
from linkapp.storage.instants import stored
from linkapp.storage.ledger import SqliteLedger
from tests.benchmarks.noting import Statement, ask, ledger_here, overwriting
from tests.storage.samples import NOW, PARIS, greeting

pytestmark = pytest.mark.benchmark

ROUNDS = 7
BATCH = 60
CLAIMS = 14 * BATCH
LIMITS = Limits(caps=Caps(day=10**6, week=10**6, run=10**6), zone=PARIS, run=1)


def _history(path: Path, rows: int) -> None:
    """Old greetings of one person, outside every window."""
    prepare(path)
    db = connect(path)
    old = stored(NOW - timedelta(days=400))
    db.execute("BEGIN")
    db.execute("INSERT INTO people (id, name, first_seen, last_seen) VALUES (1, 'x', 0, 0)")
    db.execute(
        "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < ?)"
        " INSERT INTO acts (kind, state, at, run, attempt, account, person, key, attempted, text)"
        " SELECT 'message', 'reserved', ?2 - i, 0, 'old' || i, 'a', 1, 'p:' || i, ?2 - i, 'Happy birthday!' FROM n",
        (rows, old),
    )
    for state in ("sending", "sent"):
        db.execute("UPDATE acts SET state = ?", (state,))
    db.execute("COMMIT")
    db.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    db.close()


async def _ours(folder: Path, wanted: Sequence[Act]) -> float:
    """Seconds for one awaited claim; each is given back before the next."""
    storage = await open_storage(folder)
    taken = 0.0
    for one in wanted:
        start = time.perf_counter()
        slot = await storage.ledger.reserve(one, LIMITS, NOW)
        taken += time.perf_counter() - start
        assert isinstance(slot, Slot)
        await storage.ledger.recover(NOW)
    await storage.close()
    return taken / len(wanted)


def _claim(ledger: SqliteLedger, wanted: Act) -> None:
    assert isinstance(ledger._reserve(wanted, LIMITS, NOW), Slot)


def _a_week_of_greetings(ledger: SqliteLedger) -> None:
    for number in range(100):
        of_run = replace(LIMITS, run=2 + number // 15)
        slot = ledger._reserve(greeting(9000 + number), of_run, NOW - timedelta(hours=number + 1))
        assert isinstance(slot, Slot)
        ledger._announce(slot, "hash", slot.at)
        ledger._settle(slot, Sent(proof="answer"), slot.at, "")


def _noted(ledger: SqliteLedger, db: Any, wanted: Sequence[Act]) -> list[list[Statement]]:
    """What the ledger asks for each of these claims."""
    asked = []
    for one in wanted:
        db.asked.clear()
        _claim(ledger, one)
        asked.append(list(db.asked))
        ledger._recover(NOW)
    return asked


def test_a_claim_beside_its_bare_statements_and_the_floor_of_the_disk(tmp_path: Path) -> None:
    """A claim for somebody whom the list has just shown, with a week of 100 greetings behind it, in the ledger's own
    thread and awaited; beside it the very same statements on a bare connection, and 8 KiB made durable.

    As in a run, one claim at a time: each is given back before the next. All interleaved: the machine is shared.
    """
    prepare(tmp_path / "linkapp.db")
    everybody = [greeting(number) for number in range(3 * CLAIMS)]
    with ledger_here(tmp_path, noting=True) as (ledger, db):
        _a_week_of_greetings(ledger)
        with ledger._transaction():
            for one in everybody:
                identity.joined(db.execute, one.person, stored(NOW))
        asked = _noted(ledger, db, everybody[:CLAIMS])
    times: dict[str, list[float]] = {name: [] for name in ("floor", "bare", "ledger", "awaited")}

    def timed(name: str, work: Callable[[], object]) -> None:
        start = time.perf_counter()
        work()
        times[name].append(time.perf_counter() - start)

    with ledger_here(tmp_path) as (ledger, db), overwriting(tmp_path) as overwrite:
        for first in range(0, CLAIMS, BATCH):
            for number in range(first, first + BATCH):
                timed("floor", overwrite)
                timed("bare", partial(ask, db, asked[number]))
                ledger._recover(NOW)
                timed("ledger", partial(_claim, ledger, everybody[CLAIMS + number]))
                ledger._recover(NOW)
            others = everybody[2 * CLAIMS + first : 2 * CLAIMS + first + BATCH]
            times["awaited"].append(asyncio.run(_ours(tmp_path, others)))
    floor, bare, here, awaited = (statistics.median(found) for found in times.values())
    print(
        f"\nraw 8 KiB + fdatasync {floor * 1e6:.0f} us; of its speed: the bare statements {floor / bare:.2f}, a claim"
        f" in the ledger's thread {floor / here:.2f}, awaited {floor / awaited:.2f};"
        f" of the bare statements: {bare / here:.2f}, awaited {bare / awaited:.2f}"
    )
    assert floor / here >= 0.5


def test_a_slot_costs_the_same_with_a_million_rows_of_history(tmp_path: Path) -> None:
    folders = {rows: tmp_path / str(rows) for rows in (1_000, 1_000_000)}
    for rows, folder in folders.items():
        folder.mkdir()
        _history(folder / "linkapp.db", rows)
    found: dict[int, list[float]] = {rows: [] for rows in folders}
    for number in range(ROUNDS):
        for rows, folder in folders.items():
            wanted = [greeting(number * BATCH + one) for one in range(BATCH)]
            found[rows].append(asyncio.run(_ours(folder, wanted)))
    few, many = (statistics.median(times) for times in found.values())
    print(f"\n1,000 rows {few * 1e6:.0f} us, 1,000,000 rows {many * 1e6:.0f} us: {many / few:.2f} times")
    assert many / few <= 1.2
