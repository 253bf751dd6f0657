"""A week of scheduled runs in one program: the real window in the background, real storage, real browsers, and a clock
that goes from one morning to the next.

    python -m tests.benchmarks.week_of_runs FOLDER [DAYS]

Prints one JSON document: for every day megabytes of this process's own and objects that Python goes through for garbage,
and how many people were greeted.
"""

from __future__ import annotations

import asyncio
import gc
import json
import os
import sys
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from typing import Any

from linkapp.app import build
from linkapp.config import Config
from linkapp.domain.hours import EVERY_DAY
from linkapp.domain.settings import Settings
from linkapp.practice import PracticePerson, ServedSite, World, ordinary_world, served
from linkapp.system.clock import SystemClock
from linkapp.system.settings_file import SettingsFile
from linkapp.ui.app_window import show
from linkapp.ui.loop import run_app
from linkapp.ui.window import MainWindow

A_DAY = 2
LONGEST_S = 120.0
BEGINS = date(2026, 7, 6)
later = [timedelta(0)]


def memory_mb() -> float:
    """Megabytes that this process wrote."""
    with Path("/proc/self/smaps_rollup").open(encoding="ascii") as rollup:
        return next(int(line.split()[1]) for line in rollup if line.startswith("Private_Dirty:")) / 1024


def world_of(days: int) -> World:
    """Some people with a birthday on every day."""
    world = ordinary_world(BEGINS)
    letters = "abcdefghijklmnopqrstuvwxyz"
    world.people = [
        PracticePerson(
            slug=f"due-{day}-{number}", name=f"{letters[number].upper()}in{letters[day % 26]} Duestone",
            birthday=((BEGINS + timedelta(days=day)).month, (BEGINS + timedelta(days=day)).day),
        )
        for day in range(days) for number in range(A_DAY)
    ]  # fmt: skip
    return world


async def lived(stop: asyncio.Event, folder: str, days: int, site: ServedSite) -> list[dict[str, float]]:
    start = datetime.combine(BEGINS, time(9, 0), UTC)
    config = Config(site=site.address, folder=folder, headless=True, without_pace=True, clock_start=start)
    noted: list[dict[str, float]] = []
    async with build(config) as app:
        assert app.planner is not None
        await app.planner.add("birthdays", time(9, 30), days=EVERY_DAY, spread=timedelta(0), sends=True)

        async def opened() -> Any:
            return app

        window = MainWindow(hold_seconds=0)
        showing = asyncio.ensure_future(show(opened, stop=stop, window=window, background=True, welcome=False))
        while window.app is None:  # noqa: ASYNC110 - what is waited for are widgets and a site, not events
            await asyncio.sleep(0.05)
        for day in range(days):
            site.set_today(BEGINS + timedelta(days=day))
            later[0] = timedelta(days=day, minutes=31)
            app.planner.woke()
            async with asyncio.timeout(LONGEST_S):
                while len(site.received) < A_DAY * (day + 1) or (await app.planner.state()).running is not None:  # noqa: ASYNC110
                    await asyncio.sleep(0.1)
            later[0] += timedelta(hours=8)
            await asyncio.sleep(1.0)
            gc.collect()
            noted.append({"mb": memory_mb(), "objects": len(gc.get_objects())})
        stop.set()
        await showing
    return noted


def main(folder: str, days: int) -> None:
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    SettingsFile(Path(folder)).save(Settings(first_run_done=True, time_zone="UTC"))
    now = SystemClock.now
    SystemClock.now = lambda clock: now(clock) + later[0]  # type: ignore[method-assign]
    with served(world_of(days)) as site:
        noted = run_app(lambda stop: lived(stop, folder, days, site))
        print(json.dumps({"days": noted, "greeted": len(site.received)}), flush=True)


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]) if len(sys.argv) > 2 else 7)
