"""The real program in the background: what is scheduled happens, once, also when it is killed in the middle of it."""

from __future__ import annotations

import json
import os
import signal
import sqlite3
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from linkapp.practice import ServedSite, served
from tests.e2e.in_process import linkapp
from tests.e2e.processes import many_due

ROOT = Path(__file__).resolve().parent.parent.parent
TODAY = datetime.now(UTC).date()
PATIENCE_S = 120


def on(site: ServedSite, folder: Path, at: str) -> list[str]:
    """The options of a program that begins at this time of today."""
    return [
        "--site",
        site.address,
        "--data-dir",
        str(folder),
        "--pace",
        "none",
        "--headless",
        "--now",
        f"{TODAY}T{at}Z",
    ]


@contextmanager
def in_background(site: ServedSite, folder: Path, at: str) -> Iterator[subprocess.Popen[bytes]]:
    """The window's program without a window; it is ended at the end, and has to end."""
    environment = {**os.environ, "QT_QPA_PLATFORM": "offscreen", "TZ": "UTC"}
    with (folder / "program.txt").open("ab") as said:
        program = subprocess.Popen(
            [sys.executable, str(ROOT / "main.py"), "--background", *on(site, folder, at)],
            stdout=said,
            stderr=said,
            env=environment,
        )
        try:
            yield program
        finally:
            if program.poll() is None:
                program.send_signal(signal.SIGTERM)
            assert program.wait(timeout=PATIENCE_S) in (0, -signal.SIGKILL)


def wait_for(happened: Callable[[], bool], program: subprocess.Popen[bytes]) -> None:
    """Wait until it has happened; fails where the program ends before."""
    deadline = time.monotonic() + PATIENCE_S
    while not happened():
        assert program.poll() is None, "the program ended"
        assert time.monotonic() < deadline, "it did not happen"
        time.sleep(0.05)


def occurrences(folder: Path) -> list[tuple[str, str | None]]:
    """How every date of every schedule ended."""
    with closing(sqlite3.connect(folder / "linkapp.db")) as there:
        return list(there.execute("SELECT state, reason FROM occurrences ORDER BY date"))


def plan(site: ServedSite, folder: Path, *words: str) -> dict[str, Any]:
    """A schedule for half past nine, made at eight."""
    ended = linkapp(
        "schedule", "add", "birthdays", "--at", "09:30", *words, *on(site, folder, "08:00"), "--json",
        environment={**os.environ, "TZ": "UTC"},
    )  # fmt: skip
    return dict(json.loads(ended.stdout)["schedule"])


def test_a_scheduled_run_happens_once_and_is_written_down(tmp_path: Path) -> None:
    with served(many_due(3, TODAY)) as site:
        assert plan(site, tmp_path, "--send")["next"] == f"{TODAY}T09:30:00+00:00"
        with in_background(site, tmp_path, "09:29:55") as program:
            wait_for(lambda: ("done", None) in occurrences(tmp_path), program)
        assert set(Counter(message.recipient_id for message in site.received).values()) == {1}
        assert len(site.received) == 3
        with in_background(site, tmp_path, "09:40:00") as again:
            time.sleep(3)  # several ticks: the settling time is a second here
            assert again.poll() is None
        assert len(site.received) == 3
        assert occurrences(tmp_path) == [("done", None)]
        ended = linkapp("status", "--json", *on(site, tmp_path, "10:00"), environment={**os.environ, "TZ": "UTC"})
        assert json.loads(ended.stdout)["next_run"]["at"] > f"{TODAY}T23"


def test_without_the_switch_it_only_prepares(tmp_path: Path) -> None:
    with served(many_due(2, TODAY)) as site:
        plan(site, tmp_path)
        with in_background(site, tmp_path, "09:29:55") as program:
            wait_for(lambda: ("done", None) in occurrences(tmp_path), program)
        assert site.received == []


def test_a_scheduled_run_that_was_killed_goes_on_once_and_greets_nobody_twice(tmp_path: Path) -> None:
    with served(many_due(10, TODAY)) as site:
        plan(site, tmp_path, "--send")
        with in_background(site, tmp_path, "09:29:55") as program:
            wait_for(lambda: len(site.received) >= 2, program)
            program.kill()
        sent = len(site.received)
        with in_background(site, tmp_path, "09:31:00") as again:
            wait_for(lambda: ("done", "went_on") in occurrences(tmp_path), again)
        assert len(site.received) >= max(sent, 9), "one that was on its way may be unsure, and is never tried again"
        assert set(Counter(message.recipient_id for message in site.received).values()) == {1}
