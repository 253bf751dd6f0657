"""The window's loop while a campaign runs without a pace and somebody uses the window: 99 of 100 times it comes within a
frame of 16 ms to what is due, and never later than 100 ms. Held to that is what the window's own thread was at work for; how late it came in all is printed beside it,
and is the same where nothing else runs on the computer."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from linkapp.domain.settings import Settings
from linkapp.practice import served
from linkapp.storage.database import FILE_NAME, connect, prepare
from linkapp.system.settings_file import SettingsFile
from tests.e2e.processes import many_due

P99_MS, LONGEST_MS = 16.0, 100.0
PEOPLE, BOOK = 12, 20_000


def _used(folder: Path) -> dict[str, Any]:
    SettingsFile(folder).save(Settings(first_run_done=True))
    prepare(folder / FILE_NAME)
    with connect(folder / FILE_NAME) as book:
        book.execute(
            "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < ?)"
            " INSERT INTO people (name, name_order, headline, company, first_seen, last_seen) SELECT"
            " 'Name ' || (i * 7919 % 100000), 'name ' || (i * 7919 % 100000), 'Head of ' || (i % 977),"
            " 'Firm ' || (i % 313), i, i FROM n",
            (BOOK,),
        )
    book.close()
    with served(many_due(PEOPLE, datetime.now(UTC).date())) as site:
        ended = subprocess.run(
            [sys.executable, "-m", "tests.benchmarks.used_window", site.address, str(folder)],
            capture_output=True, text=True, check=True, timeout=300,
            env={**os.environ, "QT_QPA_PLATFORM": "offscreen"},
        )  # fmt: skip
        assert len(site.received) == PEOPLE
    return dict(json.loads(ended.stdout.splitlines()[-1]))


@pytest.mark.benchmark
def test_the_loop_is_there_for_the_person_while_a_campaign_runs(tmp_path: Path) -> None:
    used = _used(tmp_path)
    print(f"\n{used}")
    assert used["greeted"] == PEOPLE
    assert used["used"] > 20
    assert used["own_p99"] <= P99_MS
    assert used["own_longest"] <= LONGEST_MS
