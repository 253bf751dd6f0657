"""A site that keeps messages differently than they were typed, on three days running, as a table.

Everybody on the page belongs to a way of keeping (``linkapp/practice/kept.py``); of every third one the page never
hears the site's answer. Whoever was greeted on the first day is due on the next two as well, belated.

python -m tests.e2e.kept_differently [composer]
"""

from __future__ import annotations

import asyncio
import sys
import tempfile
from collections import Counter
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

from linkapp.practice import COMPOSERS, PracticeSite
from linkapp.practice.kept import WAYS
from linkapp.practice.world import PracticeMessage, PracticePerson, World, ordinary_world
from tests.e2e.harness import campaign, widest_caps

DAYS = 3
TEXTS = """
on_time = ["Happy birthday, {first_name}! It's your day \U0001f382 - I wish you \u201call the best\u201d\u2026\\nand a slice of cake"]
late = ["Happy belated birthday, {first_name}! I'm late \U0001f382 - but I wish you \u201call the best\u201d\u2026\\nand cake"]
"""


@dataclass(kw_only=True)
class Kept:
    """One composer over three days: messages received, people without one, doubles, and those called failed or unsure
    in the end although they received it."""

    composer: str
    people: int
    received: int = 0
    doubles: int = 0
    nobody: list[str] = field(default_factory=list)
    called_failed: list[str] = field(default_factory=list)
    unsure: list[str] = field(default_factory=list)

    @property
    def right(self) -> bool:
        return not (self.doubles or self.nobody or self.called_failed or self.unsure)

    def row(self) -> str:
        """A line of the table."""
        return (
            f"{self.composer:<9} {self.people:>6} {self.received:>8} {self.doubles:>7} {len(self.nobody):>7}"
            f" {len(self.called_failed):>13} {len(self.unsure):>6}  {', '.join(self.called_failed + self.unsure + self.nobody)}"
        )


HEAD = "composer  people received doubles nobody called-failed unsure"


def world_of(today: date, ways: list[str], *, lost: bool) -> World:
    """One person for each way; of every third one the answer is lost, and half of them have an older conversation."""
    world = ordinary_world(today)
    strangers = [person for person in world.people if person.birthday is None]
    people = [
        PracticePerson(
            slug=f"zoe-{number:02d}",
            name=f"Zoé {chr(ord('A') + number)}lmarin",
            birthday=(today.month, today.day),
            keeps=way,
            answer_lost=lost and number % 3 == 2,
        )
        for number, way in enumerate(ways)
    ]
    for person in people[::2]:
        then = datetime(today.year, today.month, today.day, 12, tzinfo=UTC) - timedelta(days=40)
        person.conversation.append(PracticeMessage(mine=True, text="See you soon, thanks.", at=then))
    world.people = [*people, *strangers]
    return world


async def three_days(composer: str, ways: list[str], *, days: int = DAYS, lost: bool = True) -> Kept:
    """Three days with one composer; the receiver is counted."""
    start = datetime.now(UTC)
    world = world_of(start.date(), ways, lost=lost)
    world.composer = composer  # type: ignore[assignment]
    shift = timedelta(0)
    site = PracticeSite(world, clock=lambda: datetime.now(UTC) + shift)
    await site.start()
    try:
        with tempfile.TemporaryDirectory() as name:
            folder = Path(name)
            widest_caps(folder)
            (folder / "templates").mkdir()
            (folder / "templates" / "birthday.en.toml").write_text(TEXTS, encoding="utf-8")
            for day in range(days):
                shift = timedelta(days=day)
                await campaign(site, folder, now=datetime.now(UTC) + shift)
            shift += timedelta(hours=1)
            report = await campaign(site, folder, now=datetime.now(UTC) + shift)
            assert report.stopped_by is None, report.stopped_by
            found = Kept(composer=composer, people=len(ways))
            received = Counter(one.slug for one in site.received)
            found.received, found.doubles = len(site.received), sum(received.values()) - len(received)
            keeps = {person.slug: person.keeps for person in world.people}
            found.nobody = [keeps[f"zoe-{n:02d}"] for n in range(len(ways)) if not received[f"zoe-{n:02d}"]]
            states = await _states(folder, site)
            found.called_failed = [
                keeps[slug] for slug, state in states.items() if state == "failed" and received[slug]
            ]
            found.unsure = [keeps[slug] for slug, state in states.items() if state == "unsure"]
            return found
    finally:
        await site.stop()


async def _states(folder: Path, site: PracticeSite) -> dict[str, str]:
    """What every run of the folder says of each person, the last word counting."""
    from linkapp.storage import open_storage

    storage = await open_storage(folder)
    try:
        states: dict[str, str] = {}
        for report in reversed(await storage.runs.latest()):
            for item in report.items:
                if item.state != "skipped" and item.person.profile:
                    states[item.person.profile] = item.state
        return states
    finally:
        await storage.close()


async def table(*wanted: str) -> list[Kept]:
    """Print the table row by row; returns the rows."""
    print(HEAD, flush=True)
    rows = []
    for composer in COMPOSERS:
        if not wanted or composer in wanted:
            rows.append(await three_days(composer, list(WAYS)))
            print(rows[-1].row(), flush=True)
    return rows


if __name__ == "__main__":
    made = asyncio.run(table(*sys.argv[1:]))
    print(
        f"{len(WAYS)} ways x {len(made)} composers x {DAYS} days: {sum(row.right for row in made)} of {len(made)} right"
    )
    sys.exit(not all(row.right for row in made))
