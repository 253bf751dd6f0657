"""The practice site, changed overnight in ways that the reader was not written for: fully right, or said to be changed.

python -m tests.e2e.mutations [words of a mutation]
"""

from __future__ import annotations

import asyncio
import json
import re
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import product
from pathlib import Path
from typing import Any
from unittest import mock

from playwright.async_api import BrowserContext

from linkapp.domain.problems import PAGES_CHANGED
from linkapp.engine import browser
from linkapp.practice import PracticePerson, PracticeSite, World, ordinary_world
from tests.e2e.harness import Judgement, campaign, judge

SCRIPT = (Path(__file__).parent / "mutations.js").read_text(encoding="utf-8")
MUTATIONS = tuple(re.findall(r"^    '([a-z ]+)': \(root\)", SCRIPT, re.MULTILINE))
SITES = (("2025-11", "overlay"), ("2026-09", "popup"), ("2026-08", "shadow"))


@dataclass(frozen=True, kw_only=True)
class Mutated:
    """One campaign on one mutated site."""

    mutation: str
    judged: Judgement
    stopped_by: str
    reasons: tuple[str, ...]

    @property
    def right(self) -> bool:
        """Everybody due has exactly their message."""
        return self.judged.sent == self.judged.due

    @property
    def wrong_actions(self) -> int:
        """What must never be."""
        found = self.judged
        return found.wrong + found.double + found.false_sent + found.odd_text + found.false_nothing

    @property
    def said(self) -> bool:
        """Where not everybody was greeted: whether it was said that the pages changed, or why for each of them."""
        return self.stopped_by in PAGES_CHANGED or len(self.reasons) >= self.judged.due - self.judged.sent

    def row(self) -> str:
        """The campaign as a line of the table."""
        found = self.judged
        told = "fully right" if self.right else self.stopped_by or "; ".join(sorted(set(self.reasons)))
        return f"{self.mutation:<24} {found.layout:<8} {found.composer:<8} {found.sent}/{found.due} {self.wrong_actions:>14}  {told}"


HEAD = "mutation                 layout   composer sent wrong actions  told"


def combinations(*wanted: str) -> Iterator[tuple[str, str, str]]:
    """All mutations on all sites, or those that hold every wanted word."""
    for mutation, (layout, composer) in product(MUTATIONS, SITES):
        if all(word in f"{mutation} {layout} {composer}" for word in wanted):
            yield mutation, layout, composer


def _world(today: datetime) -> World:
    """Two people of one name, one with an emoji, one a day late, and somebody who must not be written to."""
    world = ordinary_world(today.date())
    yesterday = today.date().toordinal() - 1
    late = today.date().fromordinal(yesterday)
    born = (today.month, today.day)
    world.people = [
        PracticePerson(slug="nora-one", name="Nora Lindqvist", birthday=born),
        PracticePerson(slug="nora-two", name="Nora Lindqvist", birthday=born),
        PracticePerson(slug="zoe", name="Zoé Martin 🎂", birthday=born),
        PracticePerson(slug="thierry", name="Thierry Gauthier", birthday=(late.month, late.day)),
    ]
    return world


@contextmanager
def _overnight(mutation: str) -> Iterator[list[BrowserContext]]:
    """Every page that LinkApp's browser opens is mutated; the contexts to which that was done."""
    mutated: list[BrowserContext] = []

    class Mutating(browser.OwnBrowser):
        async def context(self, *given: Any, **named: Any) -> BrowserContext:
            made = await super().context(*given, **named)
            await made.add_init_script(f"({SCRIPT})({json.dumps(mutation)})")
            mutated.append(made)
            return made

    with mock.patch.object(browser, "OwnBrowser", Mutating):
        yield mutated


async def one_mutation(mutation: str, layout: str, composer: str) -> Mutated:
    """One campaign on the site so mutated."""
    now = datetime.now(UTC)
    world = _world(now)
    world.layout, world.composer = layout, composer  # type: ignore[assignment]
    site = PracticeSite(world)
    await site.start()
    try:
        with tempfile.TemporaryDirectory() as folder, _overnight(mutation) as mutated:
            report = await campaign(site, Path(folder))
        assert mutated, "the browser of the campaign is another one than that which is mutated"
    finally:
        await site.stop()
    return Mutated(
        mutation=mutation,
        judged=judge(site, report, world.people, world.people),
        stopped_by=str(report.stopped_by.reason) if report.stopped_by else "",
        reasons=tuple(str(item.reason) for item in report.items if item.state != "done"),
    )


async def table(*wanted: str) -> list[Mutated]:
    """Print the table row by row; returns the rows."""
    print(HEAD, flush=True)
    rows = []
    for one in combinations(*wanted):
        rows.append(await one_mutation(*one))
        print(rows[-1].row(), flush=True)
    return rows


if __name__ == "__main__":
    made = asyncio.run(table(*sys.argv[1:]))
    right, said = sum(row.right for row in made), sum(row.said and not row.right for row in made)
    wrong = sum(row.wrong_actions for row in made)
    print(
        f"{len(MUTATIONS)} mutations, {len(made)} campaigns: {right} fully right, {said} said why not, {wrong} wrong actions"
    )
    sys.exit(wrong > 0 or right + said != len(made))
