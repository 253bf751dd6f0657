"""The real window while a campaign runs and somebody uses it: how late its loop comes to what is due.

    python -m tests.benchmarks.used_window ADDRESS FOLDER

``ADDRESS`` is a practice site of another process, ``FOLDER`` a data folder with a book of contacts. Prints one JSON
document: how late the loop came (milliseconds; median, 99 of 100, longest), how often it was asked, how many people were
greeted, how often the window was used meanwhile, and where the loop was longest.
"""

from __future__ import annotations

import asyncio
import json
import os
import sys
import threading
import time
import traceback
from contextlib import suppress
from pathlib import Path
from typing import Any

from linkapp.app import build
from linkapp.config import Config
from linkapp.domain.campaign import Result
from linkapp.ui import doing
from linkapp.ui.loop import run_app
from linkapp.ui.window import MainWindow

EVERY_S = 0.005
LONG_S = 0.008
SEARCHED = ("name 7", "firm 31", "head of 9", "zzz", "")


class Lateness:
    """Asks the loop for its attention every 5 ms, and looks from another thread where it is when it does not come."""

    def __init__(self) -> None:
        self.late: list[float] = []
        self.own: list[float] = []
        """Of that, what the window's own thread was at work for: the rest is other programs' and other threads' turn."""
        self.where: dict[str, float] = {}
        self._due = time.perf_counter()
        self._ended = False
        self._main = threading.main_thread().ident

    async def ask(self) -> None:
        threading.Thread(target=self._look, daemon=True).start()
        while not self._ended:
            worked = time.thread_time()
            self._due = time.perf_counter() + EVERY_S
            await asyncio.sleep(EVERY_S)
            late = max(0.0, time.perf_counter() - self._due)
            self.late.append(late)
            self.own.append(min(late, time.thread_time() - worked))

    def _look(self) -> None:
        while not self._ended:
            time.sleep(0.003)
            if (late := time.perf_counter() - self._due) > LONG_S:
                frame = sys._current_frames().get(self._main or 0)
                places = [
                    f"{Path(each.filename).name}:{each.lineno}" for each in traceback.extract_stack(frame)
                    if "linkapp" in each.filename
                ]  # fmt: skip
                place = " > ".join(places[-3:])
                self.where[place] = max(self.where.get(place, 0.0), late)

    def end(self) -> None:
        self._ended = True


async def use(window: MainWindow) -> int:
    """What a person does meanwhile, twenty times a second; how often."""
    times = 0
    with suppress(asyncio.CancelledError):
        while True:
            window.tabs.go(times % 3)
            if times % 3 == 1:
                window.contacts.search.setText(SEARCHED[times // 3 % len(SEARCHED)])
                bar = window.contacts.table.verticalScrollBar()
                bar.setValue((times * 7919) % max(1, bar.maximum()))
            elif times % 3 == 2:
                bar = window.log.list.verticalScrollBar()
                bar.setValue((times * 31) % max(1, bar.maximum()))
            times += 1
            await asyncio.sleep(0.05)
    return times


async def measured(stop: asyncio.Event, address: str, folder: str) -> dict[str, Any]:
    config = Config(site=address, folder=folder, headless=True, without_pace=True)
    async with build(config) as app:
        window = MainWindow(hold_seconds=0)
        window.resize(1100, 700)
        window.show()
        await window.attach(app)
        while window.reading_now:  # noqa: ASYNC110 - what is waited for are widgets, not events
            await asyncio.sleep(0.05)
        lateness = Lateness()
        asking = asyncio.ensure_future(lateness.ask())
        using = asyncio.ensure_future(use(window))
        window.campaign.send()
        while window.campaign.busy:  # noqa: ASYNC110
            await asyncio.sleep(0.05)
        lateness.end()
        await asking
        using.cancel()
        times = await using
        greeted = sum(len(report.of(Result.DONE)) for report in await app.runs.latest())
        await window.end()
        await doing.end_all()
    late, own = sorted(lateness.late), sorted(lateness.own)
    where = sorted(lateness.where.items(), key=lambda each: -each[1])[:8]
    return {
        "median": late[len(late) // 2] * 1e3,
        "p99": late[len(late) * 99 // 100] * 1e3,
        "longest": late[-1] * 1e3,
        "own_p99": own[len(own) * 99 // 100] * 1e3,
        "own_longest": own[-1] * 1e3,
        "asked": len(late),
        "greeted": greeted,
        "used": times,
        "where": {place: round(late * 1e3) for place, late in where},
    }


if __name__ == "__main__":
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    print(json.dumps(run_app(lambda stop: measured(stop, *sys.argv[1:3]))), flush=True)
