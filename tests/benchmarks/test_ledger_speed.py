"""How fast the ledger takes a slot, as ratios within one run: absolute times of shared machines say nothing.

Run with ``-m benchmark -s``; without that mark chosen it is left out.
"""

from __future__ import annotations

import asyncio
import statistics
import time
from datetime import timedelta
from pathlib import Path

import pytest

from linkapp.domain.quota import Caps, Kind
from linkapp.services.ports import Limits
from linkapp.storage import open_storage
from linkapp.storage.contact_rows import Order
from linkapp.storage.database import connect, prepare
from linkapp.storage.instants import stored
from linkapp.storage.people_pages import PeoplePages
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


BARE_STATEMENTS = (
    "BEGIN IMMEDIATE",
    "SELECT max(coalesce((SELECT max(at) FROM slots WHERE kind = 'message'), -1),"
    " coalesce((SELECT max(at) FROM slots WHERE kind = 'visit'), -1),"
    " coalesce((SELECT max(at) FROM slots WHERE kind = 'withdrawal'), -1),"
    " coalesce((SELECT max(at) FROM slots WHERE kind = 'search'), -1))",
    "SELECT person FROM person_keys WHERE key = ?1",
    "INSERT INTO people (name, name_order, headline, first_seen, last_seen) VALUES (?1, ?1, '', ?2, ?2) RETURNING id",
    "DELETE FROM people_search WHERE rowid = (SELECT max(id) FROM people)",
    "INSERT INTO people_search (rowid, name, headline, company, location, notes, tags)"
    " SELECT id, name, headline, company, location, notes,"
    " coalesce((SELECT group_concat(tag, ' ') FROM people_tags WHERE person = id), '') FROM people"
    " WHERE id = (SELECT max(id) FROM people)",
    "INSERT INTO person_keys (key, person, seen) VALUES (?1, (SELECT max(id) FROM people), ?2) ON CONFLICT (key)"
    " DO UPDATE SET person = CASE WHEN seen <= excluded.seen THEN excluded.person ELSE person END,"
    " seen = max(seen, excluded.seen)",
    "SELECT state, year, at, id FROM greetings WHERE account = 'me' AND person = (SELECT max(id) FROM people)"
    " AND occasion = 'birthday' ORDER BY at DESC",
    "SELECT reason FROM do_not_contact WHERE person = (SELECT max(id) FROM people)",
    "SELECT at, 0 FROM slots INDEXED BY slots_window WHERE kind = 'message' AND at > ?3"
    " AND state IN ('ask', 'reserved', 'sending', 'sent', 'unsure') AND state NOT IN ('reserved', 'sending')"
    " UNION ALL SELECT at, 1 FROM slots INDEXED BY slots_pending WHERE kind = 'message'"
    " AND state IN ('reserved', 'sending')",
    "SELECT count(*) FROM slots WHERE run = 1 AND kind = 'message'"
    " AND state IN ('ask', 'reserved', 'sending', 'sent', 'unsure')",
    "INSERT INTO greetings (state, at, text, template, late_days, account, person, occasion, year)"
    " VALUES ('reserved', ?2, ?1, 'plain', 0, 'me', (SELECT max(id) FROM people), 'birthday', 2026) RETURNING id",
    "INSERT INTO slots (kind, state, at, run, greeting, attempt)"
    " VALUES ('message', 'reserved', ?2, 1, (SELECT max(id) FROM greetings), ?1) RETURNING id",
    "COMMIT",
)


def _bare_round(folder: Path, first: int) -> float:
    db = connect(folder / "linkapp.db")
    now, week = stored(NOW), stored(NOW - timedelta(days=7, seconds=5))
    start = time.perf_counter()
    for n in range(BATCH):
        values = (f"in:person-{first + n}", now, week)
        for statement in BARE_STATEMENTS:
            db.execute(
                statement, values[: 3 if "?3" in statement else 2 if "?2" in statement else "?1" in statement]
            ).fetchall()
    taken = (time.perf_counter() - start) / BATCH
    db.close()
    return taken


def test_a_slot_costs_at_most_twice_the_bare_statements(tmp_path: Path) -> None:
    _history(tmp_path / "linkapp.db", 1000)
    bare, one_by_one, together = [], [], []
    for number in range(ROUNDS):  # interleaved: the machine is shared
        first = number * 10 * BATCH
        bare.append(_bare_round(tmp_path, first))
        _settled(tmp_path)
        one_by_one.append(asyncio.run(_ours(tmp_path, first + BATCH, together=False)))
        _settled(tmp_path)
        together.append(asyncio.run(_ours(tmp_path, first + 2 * BATCH, together=True)))
        _settled(tmp_path)
    floor = statistics.median(bare)
    ratios = floor / statistics.median(one_by_one), floor / statistics.median(together)
    print(f"\nbare sqlite3 {floor * 1e6:.0f} us; of its speed: one by one {ratios[0]:.2f}, at once {ratios[1]:.2f}")
    assert min(ratios) >= 0.5


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
    for name, ask in figures.items():
        times = []
        for _ in range(5):
            start = time.perf_counter()
            ask()
            times.append(time.perf_counter() - start)
        print(f"\n{name}: {statistics.median(times) * 1e3:.1f} ms", end="")
    print()
    pages.close()
