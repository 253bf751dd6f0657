"""How smoothly the contacts table jumps through 100,000 people: a frame against the same frame over 1,000 of them.

Run with ``-m benchmark -s``; without that mark chosen it is left out.
"""

from __future__ import annotations

import os
import statistics
import time
from datetime import date
from pathlib import Path
from zoneinfo import ZoneInfo

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

import pytest
from PySide6.QtWidgets import QTableView

from linkapp.storage.database import connect, prepare
from linkapp.storage.people_pages import SqlitePeoplePages
from linkapp.ui.application import make_application
from linkapp.ui.tabs.contacts.model import ContactsModel
from linkapp.ui.words import Words

pytestmark = pytest.mark.benchmark

JUMPS = 50
TARGET = 1.5


def _book(path: Path, people: int) -> SqlitePeoplePages:
    prepare(path)
    with connect(path) as db:
        db.execute(
            "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < ?)"
            " INSERT INTO people (id, name, name_order, headline, company, first_seen, last_seen) SELECT i,"
            " 'Name ' || (i * 7919 % 100000), 'name ' || (i * 7919 % 100000), 'Head of ' || (i % 977),"
            " 'Firm ' || (i % 313), i, i FROM n",
            (people,),
        )
    db.close()
    return SqlitePeoplePages(path)


def _frames(pages: SqlitePeoplePages) -> list[float]:
    """Seconds from the jump to the painted frame, jump by jump, every one to rows that have to be fetched."""
    model = ContactsModel(Words("en"))
    table = QTableView()
    table.setModel(model)
    table.resize(1200, 800)
    model.use(pages, ZoneInfo("Europe/Paris"), date(2026, 7, 10))
    table.show()
    rows = model.rowCount()
    assert rows >= 1_000
    took = []
    for jump in range(JUMPS):
        model._blocks.clear()
        begun = time.perf_counter()
        table.scrollTo(model.index((jump * 3989 + 500) % rows, 0))
        table.viewport().grab()
        took.append(time.perf_counter() - begun)
    table.close()
    table.deleteLater()
    return took


def test_a_jump_among_100_000_costs_what_it_costs_among_1_000(tmp_path: Path) -> None:
    make_application([])
    few, many = _book(tmp_path / "few.db", 1_000), _book(tmp_path / "many.db", 100_000)
    small, large = [], []
    for _ in range(3):
        small.append(statistics.median(_frames(few)))
        large.append(statistics.median(_frames(many)))
    few.close()
    many.close()
    ratio = statistics.median(large) / statistics.median(small)
    print(f"\n{statistics.median(large) * 1e3:.1f} ms a jump among 100,000, {ratio:.2f} times that among 1,000")
    assert ratio <= TARGET
