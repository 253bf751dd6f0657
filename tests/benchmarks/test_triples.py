"""Reserve, announce, settle: what one greeting costs the ledger, beside the bare statements, the disk, and libraries.

Ratios within one run, in interleaved rounds; run with ``-m benchmark -s``.
"""

from __future__ import annotations

import asyncio
import os
import shutil
import statistics
import time
from pathlib import Path

import pytest

from linkapp.domain.act import Sent, Slot
from linkapp.domain.quota import Caps
from linkapp.services.ports.ledger import Limits
from linkapp.storage import open_storage
from linkapp.storage.database import connect, prepare
from tests.benchmarks.noting import Statement, ledger_here, overwriting
from tests.benchmarks.test_ledger_speed import _history
from tests.storage.samples import NOW, PARIS, greeting

pytestmark = pytest.mark.benchmark

ROUNDS = 7
TRIPLES = 60
LIMITS = Limits(caps=Caps(day=10**6, week=10**6, run=10**6), zone=PARIS, run=1)


def _statements(folder: Path) -> list[Statement]:
    """Every statement of so many triples, with its values, on a copy of the database."""
    with ledger_here(_fresh(folder, "noted"), noting=True) as (ledger, db):
        for number in range(TRIPLES):
            slot = ledger._reserve(greeting(number), LIMITS, NOW)
            assert isinstance(slot, Slot)
            ledger._announce(slot, "hash", NOW)
            ledger._settle(slot, Sent(proof="answer"), NOW, "")
        return list(db.asked)


def _fresh(folder: Path, name: str) -> Path:
    made = folder / name
    shutil.rmtree(made, ignore_errors=True)
    made.mkdir()
    shutil.copy(folder / "linkapp.db", made)
    return made


def _bare(folder: Path, asked: list[Statement]) -> float:
    """The same statements and one durable line a triple, with nothing around them."""
    db = connect(folder / "linkapp.db")
    log = os.open(folder / "line", os.O_RDWR | os.O_CREAT | os.O_APPEND)
    per_triple = len(asked) // TRIPLES
    start = time.perf_counter()
    for number, (statement, values) in enumerate(asked):
        db.execute(statement, values).fetchall()
        if number % per_triple == 0:
            os.write(log, b"x" * 250)
            os.fsync(log)
    taken = time.perf_counter() - start
    os.close(log)
    db.close()
    return taken / TRIPLES


async def _ours(folder: Path, first: int = 0) -> float:
    """So many triples for people who are new to the ledger; seconds each."""
    storage = await open_storage(folder)
    start = time.perf_counter()
    for number in range(first, first + TRIPLES):
        slot = await storage.ledger.reserve(greeting(number), LIMITS, NOW)
        assert isinstance(slot, Slot)
        await storage.ledger.announce(slot, "hash", NOW)
        await storage.ledger.settle(slot, Sent(proof="answer"), NOW)
    taken = time.perf_counter() - start
    await storage.close()
    return taken / TRIPLES


def _floor(folder: Path) -> float:
    """One raw overwrite of 8 KiB made durable."""
    with overwriting(folder) as again:
        start = time.perf_counter()
        for _ in range(TRIPLES):
            again()
        return (time.perf_counter() - start) / TRIPLES


def _limits() -> float:
    from limits import RateLimitItemPerDay, RateLimitItemPerSecond, storage, strategies

    limiter = strategies.MovingWindowRateLimiter(storage.MemoryStorage())
    items = (RateLimitItemPerDay(10**6), RateLimitItemPerSecond(10**6, 604_800))
    start = time.perf_counter()
    for _ in range(TRIPLES):
        assert all(limiter.hit(item, "message") for item in items)
    return (time.perf_counter() - start) / TRIPLES


def _pyrate(folder: Path) -> tuple[float, int]:
    """A claim of pyrate-limiter over SQLite with its file lock and ``synchronous=FULL``, and how many it granted."""
    from pyrate_limiter import Duration, Limiter, Rate, SQLiteBucket

    rates = [Rate(10**6, Duration.DAY), Rate(2 * 10**6, Duration.WEEK)]
    bucket = SQLiteBucket.init_from_file(rates, db_path=str(folder / "pyrate.db"), use_file_lock=True)
    bucket.conn.execute("PRAGMA synchronous = FULL")
    limiter = Limiter(bucket)
    granted = 0
    start = time.perf_counter()
    for _ in range(TRIPLES):
        try:
            granted += bool(limiter.try_acquire("message", blocking=False))
        except TypeError:  # with filelock 4 (safety.md 0.10)
            continue
    taken = (time.perf_counter() - start) / TRIPLES
    limiter.close()  # its own thread looks at the bucket until then
    return taken, granted


@pytest.mark.filterwarnings("ignore")
def test_a_greetings_three_commits_cost_at_most_twice_the_bare_ones(tmp_path: Path) -> None:
    prepare(tmp_path / "linkapp.db")
    asked = _statements(tmp_path)
    found: dict[str, list[float]] = {name: [] for name in ("bare", "ours", "floor", "limits", "pyrate")}
    granted = 0
    for number in range(ROUNDS):
        found["bare"].append(_bare(_fresh(tmp_path, f"bare{number}"), asked))
        found["ours"].append(asyncio.run(_ours(_fresh(tmp_path, f"ours{number}"))))
        found["floor"].append(_floor(tmp_path))
        found["limits"].append(_limits())
        folder = tmp_path / f"pyrate{number}"
        folder.mkdir()
        taken, granted = _pyrate(folder)
        found["pyrate"].append(taken)
    median = {name: statistics.median(times) for name, times in found.items()}
    ratio = median["bare"] / median["ours"]
    print(
        f"\n{1 / median['ours']:.0f} triples a second, {ratio:.2f} of the bare statements with their durable line;"
        f" one commit is {4 * median['floor'] / median['ours']:.2f} of the speed of a raw 8 KiB overwrite + fdatasync"
        f" ({median['floor'] * 1e6:.0f} us)\n"
        f"beside it, for one claim: limits in memory {median['limits'] * 1e6:.0f} us (nothing durable),"
        f" pyrate-limiter over SQLite, file lock, FULL {median['pyrate'] * 1e6:.0f} us"
        f" (granted {granted} of {TRIPLES}), ours a triple {median['ours'] * 1e6:.0f} us"
    )
    assert ratio >= 0.5


def test_a_triple_costs_the_same_with_a_million_rows_of_history(tmp_path: Path) -> None:
    folders = {rows: tmp_path / str(rows) for rows in (1_000, 1_000_000)}
    for rows, folder in folders.items():
        folder.mkdir()
        _history(folder / "linkapp.db", rows)
    times: dict[int, list[float]] = {rows: [] for rows in folders}
    for number in range(ROUNDS):
        for rows, folder in folders.items():
            times[rows].append(asyncio.run(_ours(folder, number * TRIPLES)))
    few, many = (statistics.median(one) for one in times.values())
    print(f"\n1,000 rows {few * 1e6:.0f} us a triple, 1,000,000 rows {many * 1e6:.0f} us: {many / few:.2f} times")
    assert many / few <= 1.2
