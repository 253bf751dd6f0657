"""Sixty days of a computer whose clock cannot be trusted: it jumps, sleeps, starts anew and travels, all far more often
than in life. The site's Date is true. The real site clock and the real ledger decide; true time counts.

``python -m tests.property.clock_trouble --seeds 1000`` is the release gate: no true window ever holds more than its cap.
"""

from __future__ import annotations

import argparse
import asyncio
import functools
import random
import sys
import tempfile
import time
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import time_machine

from linkapp.domain.act import Sent, Slot
from linkapp.domain.quota import Caps
from linkapp.engine.site_clock import SiteClock
from linkapp.services.ports.ledger import Limits
from linkapp.storage.database import FILE_NAME, prepare
from linkapp.storage.ledger import SqliteLedger
from linkapp.storage.sending_log import FILE_NAME as SENDING_LOG
from tests.storage.samples import greeting

CAPS = Caps(day=4, week=15, run=10**6)
DAYS = 60
DAY, WEEK, HOUR, SECOND = timedelta(hours=24), timedelta(days=7), timedelta(hours=1), timedelta(seconds=1)
START = datetime(2026, 10, 1, 20, 0, tzinfo=UTC)  # clocks go back in the weeks to come
ZONES = [
    ZoneInfo(name)
    for name in ("Europe/Paris", "America/New_York", "Asia/Tokyo", "Pacific/Kiritimati", "Pacific/Pago_Pago")
]
JUMPS = [sign * size for size in (HOUR, 25 * HOUR, 8 * DAY, 40 * DAY, 400 * DAY) for sign in (1, -1)]
PAUSES = [20 * SECOND, HOUR / 4, HOUR, 3 * HOUR, 8 * HOUR, 23 * HOUR, DAY - SECOND, DAY + 5 * SECOND]
RAM = Path("/dev/shm")


@dataclass(kw_only=True)
class Truth:
    """What really went out when, and the fullest windows there ever were."""

    acts: list[datetime] = field(default_factory=list)
    date: int = 0
    day: int = 0
    week: int = 0

    def act(self, at: datetime, zone: ZoneInfo) -> None:
        self.acts.append(at)
        on = at.astimezone(zone).date()
        self.date = max(self.date, sum(one.astimezone(zone).date() == on for one in self.acts[-50:]))
        self.day = max(self.day, sum(at - one < DAY for one in self.acts))
        self.week = max(self.week, sum(at - one < WEEK for one in self.acts))

    @property
    def over(self) -> bool:
        """Whether a true window held more than its cap."""
        return max(self.date, self.day) > CAPS.day or self.week > CAPS.week


@functools.cache
def _template() -> bytes:
    """An empty database."""
    with tempfile.TemporaryDirectory() as place:
        prepare(Path(place) / FILE_NAME)
        return (Path(place) / FILE_NAME).read_bytes()


class Life:
    """One computer over sixty days. ``clock`` is what the caps go by: ``site`` as in LinkApp, or one of two bugs:
    ``computer`` (the computer's clock) and ``dozing`` (the site's time, carried by a clock that stands in sleep)."""

    def __init__(self, seed: int, folder: Path, machine: time_machine.Coordinates, clock: str) -> None:
        self.dice = random.Random(seed)
        self.folder = folder
        self.machine = machine
        self.clock = clock
        self.now = START + timedelta(seconds=self.dice.random())
        self.computer_off_by = timedelta(0)
        self.booted = self.now
        self.slept = timedelta(0)
        self.zone = self.dice.choice(ZONES)
        self.people = 0
        self.truth = Truth()
        self.dated = True
        self.site_clock = SiteClock(since_boot=self.since_boot)

    def since_boot(self) -> float:
        awake = self.now - self.booted
        return (awake - self.slept if self.clock == "dozing" else awake).total_seconds()

    def passes(self, pause: timedelta, *, asleep: bool = False) -> None:
        self.now += pause
        self.slept += pause if asleep else timedelta(0)
        self.machine.move_to(self.now + self.computer_off_by)

    def answered(self) -> None:
        """The site answers: its Date has whole seconds and is a moment old. In some campaigns none comes."""
        if not self.dated:
            return
        date = self.now - self.dice.choice([0, 0, 1, 2]) * SECOND
        self.site_clock.note({"date": format_datetime(date, usegmt=True)})

    def quota_time(self) -> datetime | None:
        return datetime.now(UTC) if self.clock == "computer" else self.site_clock.now()

    async def live(self) -> Truth:
        ledger = await self._start()
        while self.now < START + DAYS * DAY:
            what = self.dice.random()
            if what < 0.15:
                self.computer_off_by = max(-900 * DAY, min(900 * DAY, self.computer_off_by + self.dice.choice(JUMPS)))
            elif what < 0.2:
                self.computer_off_by = timedelta(0)
            elif what < 0.3:
                self.zone = self.dice.choice(ZONES)
            elif what < 0.4:
                await ledger.close()
                self.booted, self.slept = self.now, timedelta(0)
                self.site_clock = SiteClock(since_boot=self.since_boot)
                ledger = await self._start()
            self.passes(self.dice.choice(PAUSES) * self.dice.uniform(0.9, 1), asleep=self.dice.random() < 0.5)
            await self._campaign(ledger)
        await ledger.close()
        return self.truth

    async def _start(self) -> SqliteLedger:
        self.machine.move_to(self.now + self.computer_off_by)
        return await SqliteLedger.open(self.folder / FILE_NAME, self.folder / SENDING_LOG)

    async def _campaign(self, ledger: SqliteLedger) -> None:
        """Greet until the ledger refuses; sometimes wait for the very moment at which it says that it opens."""
        self.dated = self.dice.random() < 0.7
        self.answered()
        if (now := self.quota_time()) is None:
            return  # no Date, no grant
        await ledger.recover(now)
        for _ in range(3 * CAPS.day):
            if (now := self.quota_time()) is None:
                return
            limits = Limits(caps=CAPS, zone=self.zone, run=1)
            answer = await ledger.reserve(greeting(self.people), limits, now)
            if isinstance(answer, Slot):
                self.people += 1
                if not await self._greet(ledger, answer):
                    return
                continue
            wait = answer.until - now if answer.until else timedelta(0)
            if not timedelta(0) < wait < DAY or self.dice.random() < 0.6:
                return
            self.passes(wait, asleep=self.dice.random() < 0.5)

    async def _greet(self, ledger: SqliteLedger, slot: Slot) -> bool:
        """Open the conversation, announce, click, settle; False where the program ends in between."""
        # The lid may be closed over an open conversation.
        slept = self.dice.random() < 0.05
        self.passes(self.dice.choice([2 * HOUR, 30 * HOUR]) if slept else 3 * SECOND, asleep=slept)
        self.answered()
        await ledger.announce(slot, "hash", self.quota_time() or slot.at)
        self.passes(SECOND / 2)
        lands = self.dice.random() < 0.95
        if lands:
            self.truth.act(self.now, self.zone)
        if self.dice.random() < 0.05:
            return False
        if lands:
            self.answered()
            await ledger.settle(slot, Sent(proof="answer"), self.quota_time() or slot.at)
        return lands


def simulate(seed: int, clock: str = "site") -> Truth:
    """One life; the same seed gives the same one."""
    with (
        tempfile.TemporaryDirectory(prefix="linkapp-clocks-", dir=RAM if RAM.is_dir() else None) as place,
        time_machine.travel(START, tick=False) as machine,
    ):
        (Path(place) / FILE_NAME).write_bytes(_template())
        return asyncio.run(Life(seed, Path(place), machine, clock).live())


def lives(seeds: Iterable[int], clock: str = "site") -> tuple[int, Truth]:
    """How many lives went over a cap, and their acts and fullest windows put together."""
    over, whole = 0, Truth()
    for seed in seeds:
        one = simulate(seed, clock)
        over += one.over
        whole.acts += one.acts
        whole.date, whole.day, whole.week = (
            max(whole.date, one.date),
            max(whole.day, one.day),
            max(whole.week, one.week),
        )
    return over, whole


def main() -> int:
    """Run the lives and print; 0 when none went over and both bugs were found."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seeds", type=int, default=1000)
    parser.add_argument("--first", type=int, default=0)
    wanted = parser.parse_args()
    begun = time.monotonic()
    over, truth = lives(range(wanted.first, wanted.first + wanted.seeds))
    print(
        f"{wanted.seeds} lives of {DAYS} days, caps {CAPS.day} a day and {CAPS.week} a week: {over} over;"
        f" {len(truth.acts)} granted, worst date {truth.date}, worst 24 h {truth.day}, worst 7 d {truth.week};"
        f" {time.monotonic() - begun:.0f} s",
        flush=True,
    )
    found = 0
    for clock in ("computer", "dozing"):
        bad, truth = lives(range(20), clock)
        found += bad > 0
        print(f"planted bug, {clock} clock: {bad} of 20 over; worst 24 h {truth.day}, worst 7 d {truth.week}")
    return 0 if over == 0 and found == 2 else 1


if __name__ == "__main__":
    sys.exit(main())
