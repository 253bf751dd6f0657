"""What the coming birthdays cost among 20,000 contacts and runs, beside a bare connection that is asked for the same rows.

Ratios of the quietest rounds within one run, interleaved; run with ``-m benchmark -s``.
"""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Sequence
from contextlib import closing
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest

from linkapp.services.ports.book import Contact
from linkapp.storage import Storage, open_storage
from linkapp.storage.contact_rows import CONTACT
from linkapp.storage.database import connect, prepare

pytestmark = pytest.mark.benchmark

PEOPLE = 20_000
ROUNDS = 30
FIRST = date(2026, 5, 10)
TARGETS = {1: 8.0, 7: 6.0, 30: 6.0}
"""Days asked for, and how many times a bare query of the same rows the answer may cost: a fixed part for the way
through the thread, and a contact made of every row."""


def _book(path: Path, people: int = PEOPLE) -> None:
    prepare(path)
    numbers = f"WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < {people})"
    with connect(path) as db:
        db.execute(
            f"{numbers} INSERT INTO people (id, name, name_order, headline, company, first_seen, last_seen) SELECT i,"
            " 'Name ' || (i * 7919 % 100000), 'name ' || (i * 7919 % 100000), 'Head of ' || (i % 977),"
            " 'Firm ' || (i % 313), i, i FROM n"
        )
        db.execute(f"{numbers} INSERT INTO person_keys (key, person, seen) SELECT 'in:name-' || i, i, i FROM n")
        db.execute(f"{numbers} INSERT INTO birthdays (person, month, day, source, seen)"
                   " SELECT i, 1 + i % 12, 1 + i / 12 % 28, 'page', i FROM n")  # fmt: skip
        db.execute(f"{numbers} INSERT INTO runs (id, kind, outcome, started, finished, dry)"
                   " SELECT i, 'message', 'done', i, i, 0 FROM n")  # fmt: skip
        db.execute(f"{numbers} INSERT INTO run_items (run, name, state, at) SELECT i, 'Name ' || i, 'sent', i FROM n")
    db.close()


async def _ours(storage: Storage, days: int) -> tuple[float, Sequence[Contact]]:
    begun = time.perf_counter()
    found = await storage.people.birthdays_between(FIRST, FIRST + timedelta(days=days - 1))
    return time.perf_counter() - begun, found


def _bare(db: sqlite3.Connection, statement: str, values: tuple[Any, ...]) -> tuple[float, int]:
    begun = time.perf_counter()
    rows = db.execute(statement, values).fetchall()
    return time.perf_counter() - begun, len(rows)


async def test_the_strip_of_the_contacts_reads_twelve_of_100_000(tmp_path: Path) -> None:
    _book(tmp_path / "linkapp.db", 100_000)
    storage = await open_storage(tmp_path)
    last = FIRST + timedelta(days=30)
    counted = (
        "SELECT month, day, count(*) FROM birthdays JOIN people ON id = person WHERE deleted IS NULL GROUP BY 1, 2"
    )
    try:
        with closing(sqlite3.connect(storage.pages_path)) as db:
            took, bare, at_work = [], [], []
            for _ in range(ROUNDS):
                begun, own = time.perf_counter(), time.thread_time()
                shown = await storage.people.birthdays_between(FIRST, last, limit=12)
                number = sum((await storage.people.birthdays_counted(FIRST, last)).values())
                took.append(time.perf_counter() - begun)
                at_work.append(time.thread_time() - own)
                bare.append(_bare(db, counted, ())[0])
            print(f"\nof {number:,} birthdays {len(shown)} are read: {min(took) * 1e3:.1f} ms, of the loop's own"
                  f" {min(at_work) * 1e3:.2f} ms; a bare count of all days {min(bare) * 1e3:.1f} ms")  # fmt: skip
            assert (len(shown), number) == (12, 8_334)
            assert min(at_work) <= 0.016
            assert min(took) <= 2 * min(bare)
    finally:
        await storage.close()


async def test_coming_birthdays_among_20_000_cost_a_few_times_the_bare_rows(tmp_path: Path) -> None:
    _book(tmp_path / "linkapp.db")
    storage = await open_storage(tmp_path)
    try:
        with closing(sqlite3.connect(storage.pages_path)) as db:
            for days, target in TARGETS.items():
                _, found = await _ours(storage, days)
                assert found
                ids = tuple(one.id for one in found)
                same_rows = f"{CONTACT} WHERE p.id IN ({', '.join('?' * len(ids))})"
                ours, bare = [], []
                for _ in range(ROUNDS):
                    ours.append((await _ours(storage, days))[0])
                    took, rows = _bare(db, same_rows, ids)
                    assert rows == len(ids)
                    bare.append(took)
                ratio = min(ours) / min(bare)
                print(f"\n{days} days, {len(ids)} of {PEOPLE:,} people: {min(ours) * 1e3:.2f} ms,"
                      f" {ratio:.2f} times a bare query of the same rows ({min(bare) * 1e3:.2f} ms)")  # fmt: skip
                assert ratio <= target
    finally:
        await storage.close()
