"""A program that runs for weeks does not grow: from the third morning on what is held grows by what is on the screen."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

DAYS = 8
OBJECTS_A_DAY, MB_A_DAY = 600, 2.5
"""The log shows two hundred lines and grows until then; the practice site is in the program and keeps all it was asked."""


@pytest.mark.benchmark
def test_a_week_of_scheduled_runs_leaves_nothing_behind(tmp_path: Path) -> None:
    ended = subprocess.run(
        [sys.executable, "-m", "tests.benchmarks.week_of_runs", str(tmp_path), str(DAYS)],
        capture_output=True, text=True, check=True, timeout=600, env={**os.environ, "QT_QPA_PLATFORM": "offscreen"},
    )  # fmt: skip
    week = json.loads(ended.stdout.splitlines()[-1])
    days = week["days"]
    print(f"\n{[(round(day['mb'], 1), day['objects']) for day in days]}")
    assert week["greeted"] == 2 * DAYS
    apart = len(days) - 3
    assert (days[-1]["objects"] - days[2]["objects"]) / apart <= OBJECTS_A_DAY
    assert (days[-1]["mb"] - days[2]["mb"]) / apart <= MB_A_DAY
