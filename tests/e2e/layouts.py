"""Every layout x composer x language of the practice site, one campaign each, as a table.

python -m tests.e2e.layouts [layout] [composer] [language]
"""

from __future__ import annotations

import asyncio
import sys
import tempfile
from collections.abc import Iterator
from datetime import UTC, datetime
from itertools import product
from pathlib import Path

from linkapp.practice import COMPOSERS, LAYOUTS, PracticeSite
from linkapp.practice.world import LISTED_DAYS_AHEAD, LISTED_DAYS_LATE, PracticePerson, World, awkward_world, nearest
from tests.e2e.harness import HEAD, Judgement, campaign, due, judge, widest_caps

LANGUAGES = ("en", "fr", "de")


def combinations(*wanted: str) -> Iterator[tuple[str, str, str]]:
    """All combinations, or those that hold every wanted word."""
    for one in product(LAYOUTS, COMPOSERS, LANGUAGES):
        if all(word in one for word in wanted):
            yield one


def listed(world: World, today: datetime) -> list[PracticePerson]:
    """Everybody who stands on the catch-up page."""
    return [
        person
        for person in world.people
        if person.birthday is not None
        and -LISTED_DAYS_AHEAD <= (today.date() - nearest(person.birthday, today.date())).days <= LISTED_DAYS_LATE
    ]


FEW = ("Nora Lindqvist", "Zoé", "<b>Bob", "Thierry", "Yara", "Xavier", "Vera", "Wanda", "Tilda", "Béla")
"""How the names begin of the people of a short campaign: one of every kind of awkwardness."""


async def one_campaign(layout: str, composer: str, language: str, *, few: bool = False) -> Judgement:
    """One campaign with the awkward people (or a few of them) in one combination."""
    now = datetime.now(UTC)
    world = awkward_world(now.date())
    if few:
        world.people = [person for person in world.people if person.name.startswith(FEW)]
    world.layout, world.composer, world.language = layout, composer, language  # type: ignore[assignment]
    site = PracticeSite(world)
    await site.start()
    try:
        with tempfile.TemporaryDirectory() as folder:
            widest_caps(Path(folder))
            there, wanted = listed(world, now), due(world, now.date())
            return judge(site, await campaign(site, Path(folder)), there, wanted)
    finally:
        await site.stop()


async def table(*wanted: str) -> list[Judgement]:
    """Print the table row by row; returns the rows."""
    print(HEAD, flush=True)
    rows = []
    for layout, composer, language in combinations(*wanted):
        rows.append(await one_campaign(layout, composer, language))
        print(rows[-1].row(), flush=True)
    return rows


if __name__ == "__main__":
    made = asyncio.run(table(*sys.argv[1:]))
    clean = sum(row.clean and row.sent == row.due for row in made)
    print(f"{clean} of {len(made)} combinations: everybody due was greeted once, nobody else, every skip explained")
    sys.exit(clean != len(made))
