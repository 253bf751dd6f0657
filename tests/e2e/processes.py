"""Several programs at once on one data folder, and the same campaign again: today and on the next three days.

python -m tests.e2e.processes
"""

from __future__ import annotations

import asyncio
import json
import subprocess
import sys
import tempfile
from collections import Counter
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

from linkapp.practice import PracticePerson, PracticeSite, World, ordinary_world, served
from tests.e2e.harness import campaign

ROOT = Path(__file__).resolve().parent.parent.parent


def many_due(people: int, today: date) -> World:
    """Connections with a birthday today, told apart by a letter word, since a first name is needed."""
    world = ordinary_world(today)
    letters = "abcdefghijklmnopqrstuvwxyz"
    world.people = [
        PracticePerson(
            slug=f"due-{number}", name=f"{letters[number % 26].upper()}in{letters[number // 26]} Duestone",
            birthday=(today.month, today.day),
        )
        for number in range(people)
    ]  # fmt: skip
    return world


def at_once(programs: int, people: int) -> tuple[list[int], Counter[str]]:
    """Start so many programs together; their exit statuses and what the site received per person."""
    with served(many_due(people, datetime.now(UTC).date())) as site, tempfile.TemporaryDirectory() as folder:
        command = [sys.executable, str(ROOT / "main.py"), "run", "birthdays", "--send", "--site", site.address,
                   "--data-dir", folder, "--pace", "none", "--headless", "--json"]  # fmt: skip
        running = [
            subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
            for _ in range(programs)
        ]
        answers = [one.communicate(timeout=240)[0] for one in running]
        greeted = sum(len(json.loads(answer)["greeted"]) for answer in answers)
        assert greeted == len(site.received), "what was said and what was received differ"
        return [one.returncode for one in running], Counter(one.recipient_id for one in site.received)


async def again_and_again(world: World, days: int = 3) -> tuple[list[int], int]:
    """The same campaign twice today and once on each of the next days: how many messages arrived each time, and how
    many of all were a second one to the same person."""
    start = datetime.now(UTC).replace(hour=10, minute=0)
    now = [start]
    site = PracticeSite(world, clock=lambda: now[0])
    await site.start()
    arrived = []
    try:
        with tempfile.TemporaryDirectory() as folder:
            for later in (timedelta(0), timedelta(hours=1), *(timedelta(days=day) for day in range(1, days + 1))):
                now[0] = start + later
                before = len(site.received)
                await campaign(site, Path(folder), now=now[0])
                arrived.append(len(site.received) - before)
    finally:
        await site.stop()
    return arrived, len(site.received) - len({one.recipient_id for one in site.received})


if __name__ == "__main__":
    statuses, received = at_once(4, 40)
    print(
        f"4 programs at once, 40 people due, cap 12: {sum(received.values())} received by {len(received)} people, exit {statuses}"
    )
    today = datetime.now(UTC).replace(hour=10).date()
    arrived, second = asyncio.run(again_and_again(ordinary_world(today)))
    print(f"today, again, and the next three days: {arrived} arrived, {second} second greetings")
