"""Thousands of campaigns, each stopped several times at any point of the walk; the receiver counts.

    python -m tests.crash.trials [--trials 10000] [--seed 1] [--real 0.05]

A trial is a campaign of one to four people whose program is killed or cancelled at random ticks of up to four lives
(``ticks.py``), with messages that land at once, late or not at all, and a conversation that cannot be read for a
while; ``--real`` is the part of the trials on a real database file. Every tick of the walk is met.
"""

from __future__ import annotations

import argparse
import asyncio
import random
import shutil
import sys
import tempfile
import time
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path

from linkapp.storage import open_storage
from tests.crash.ticks import Campaign, Ticks, length

LANDS = ("now", "late", "never")


@dataclass(kw_only=True)
class Totals:
    """What came of all trials."""

    trials: int = 0
    stops: int = 0
    real: int = 0
    people: int = 0
    messages: int = 0
    faults: list[str] = field(default_factory=list)
    where: Counter[str] = field(default_factory=Counter)
    seconds: float = 0.0

    def __str__(self) -> str:
        return (
            f"{self.trials} trials ({self.real} on a real file), {self.stops} stops at {len(self.where)} different points,"
            f" {self.people} people, {self.messages} messages, {self.seconds:.0f} s: {len(self.faults)} faults"
            f" {self.faults[:5]}"
        )


async def trial(dice: random.Random, ticks: int, folder: Path | None, totals: Totals) -> None:
    """One campaign, stopped a few times, then run to its end and judged."""
    campaign = Campaign(people=dice.randint(1, 4), lands=dice.choice(LANDS), folder=folder)
    keys = [card.person.key for card in campaign.site.cards]
    for _ in range(dice.randint(1, 4)):
        campaign.site.unreadable = {key for key in keys if dice.random() < 0.1}
        stop = Ticks(at=dice.randint(1, ticks), soft=dice.random() < 0.3)
        await campaign.live(stop)
        if stop.where:
            totals.stops += 1
            totals.where[stop.where] += 1
    campaign.site.unreadable = set()
    await campaign.finish(lives=8)
    totals.faults += [f"trial {totals.trials}: {fault}" for fault in await campaign.faults()]
    totals.people += len(keys)
    totals.messages += len(campaign.site.received)


async def many(trials: int, *, seed: int = 1, real: float = 0.05) -> Totals:
    """So many trials."""
    dice = random.Random(seed)
    totals = Totals()
    started = time.monotonic()
    ticks = await length(Campaign(people=4, lands="late"))
    with tempfile.TemporaryDirectory() as name:
        empty = Path(name) / "empty"
        empty.mkdir()
        await (await open_storage(empty)).close()
        for number in range(trials):
            folder = None
            if dice.random() < real:
                folder = Path(name) / str(number)
                shutil.copytree(empty, folder)
                totals.real += 1
            totals.trials += 1
            await trial(dice, ticks, folder, totals)
            if folder is not None:
                shutil.rmtree(folder)
    totals.seconds = time.monotonic() - started
    return totals


if __name__ == "__main__":
    parser = argparse.ArgumentParser()
    parser.add_argument("--trials", type=int, default=10_000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--real", type=float, default=0.05)
    given = parser.parse_args()
    made = asyncio.run(many(given.trials, seed=given.seed, real=given.real))
    print(made)
    sys.exit(bool(made.faults))
