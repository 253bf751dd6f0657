"""A campaign over ports that stop the world at one numbered tick, as a crash does; then it is opened and run again.

Nothing happens in the walk but at its ports, so a crash anywhere between two calls is a crash at one of them. Every
call has two ticks: before its effect, and after its effect but before the caller knows. The click has more: between
the commit and the click, the message on its way, kept, answered. After the crash the dead program's calls do nothing
at all (its ``finally`` blocks included), while a message that had left the browser still lands.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from linkapp.domain.act import Outcome, Sent, State, Unsure
from linkapp.domain.campaign import Report
from linkapp.domain.greeting import Ready
from linkapp.domain.message import Template
from linkapp.domain.moment import Card, Conversation, Message, Occasion, Ok, Reading, Unknown
from linkapp.domain.pacing import Pace
from linkapp.domain.person import Person
from linkapp.domain.problems import Problem, Reason
from linkapp.domain.settings import Settings
from linkapp.domain.visit import Visited
from linkapp.services.greeting_texts import Texts
from linkapp.services.news import News
from linkapp.services.runs import Control
from linkapp.storage import Storage, open_storage
from linkapp.system.clock import Chance
from tests.crash.remains import kept_in, kept_in_memory
from tests.fakes.clocks import FakeClock
from tests.fakes.kinds import greet_over
from tests.fakes.locks import FakeRunLock
from tests.fakes.memory_storage import MemoryStorage, memory_storage
from tests.fakes.network import FakeNetwork

START = datetime(2026, 7, 10, 9, 0, tzinfo=UTC)
TEXTS = Texts(on_time={"en": [Template(key="t1", text="Happy birthday, {first_name}!")]}, late={})
COUNTERS = ("now", "asked", "readings", "abandoned")
"""What of the site only a test looks at; and its clock, which is the campaign's."""
ON_ITS_WAY = timedelta(seconds=5)
"""How long a message that left the browser may take to be kept and shown; much less than the settling time."""


class Crash(BaseException):
    """The program is gone."""


@dataclass(kw_only=True)
class Ticks:
    """Counts the points at which the world can stop, and stops it at ``at`` (None: never)."""

    at: int | None = None
    soft: bool = False
    count: int = 0
    dead: bool = False
    where: str = ""

    def tick(self, where: str) -> None:
        """One point. Raises ``Crash`` there, and for a dead program ever after; a soft stop is a cancellation."""
        if self.dead:
            raise Crash
        self.count += 1
        if self.count == self.at:
            self.where = where
            if self.soft:
                raise asyncio.CancelledError
            self.dead = True
            raise Crash


@dataclass(kw_only=True)
class Asking(Ticks):
    """Asks for something at one tick, and stops nothing."""

    ask: Callable[[], None]

    def tick(self, where: str) -> None:
        self.count += 1
        if self.count == self.at:
            self.where = where
            self.ask()


class Port:
    """Any port, with a tick before and after each of its calls."""

    def __init__(self, name: str, inner: object, ticks: Ticks) -> None:
        self._name = name
        self._inner = inner
        self._ticks = ticks

    def __getattr__(self, name: str) -> Callable[..., Awaitable[Any]]:
        call = getattr(self._inner, name)
        where = f"{self._name}.{name}"

        async def ticking(*given: Any, **named: Any) -> Any:
            self._ticks.tick(f"before {where}")
            answer = await call(*given, **named)
            self._ticks.tick(f"after {where}")
            return answer

        return ticking


@dataclass(kw_only=True)
class Site(FakeNetwork):
    """The receiver: outlives every crash of the program. ``lands``: ``now``, ``late`` or ``never`` (for a message
    whose program died; with a living program ``never`` means lost once per person)."""

    lands: str = "now"
    coming: list[tuple[datetime, str, str]] = field(default_factory=list)
    lost: set[str] = field(default_factory=set)

    def posted(self, key: str, text: str) -> None:
        """The message has left the browser."""
        if self.lands == "never" and key not in self.lost:
            self.lost.add(key)
        elif self.lands == "late":
            self.coming.append((self.now() + ON_ITS_WAY, key, text))
        else:
            self._keep(key, text)

    def _keep(self, key: str, text: str) -> None:
        self.received.append((key, text))
        self.conversations.setdefault(key, []).append(Message(text=text, mine=True, at=self.now()))

    def land(self) -> None:
        """Whatever is due by now has arrived."""
        for one in [one for one in self.coming if one[0] <= self.now()]:
            self.coming.remove(one)
            self._keep(one[1], one[2])

    async def conversation(self, person: Person) -> Reading[Conversation]:
        self.land()
        if person.key in self.unreadable:
            return Unknown(problem=Problem(reason=Reason.CONVERSATION_UNREADABLE))
        return Ok(
            items=(Conversation(messages=tuple(self.conversations.get(person.key, ())), from_its_beginning=True),)
        )


class Browser:
    """The Network port of one program's life over the site, with ticks around the click."""

    def __init__(self, site: Site, ticks: Ticks) -> None:
        self._site = site
        self._ticks = ticks
        self._port = Port("network", site, ticks)

    def __getattr__(self, name: str) -> Any:
        return getattr(self._port, name)

    def account(self) -> frozenset[str]:
        return frozenset()

    def site_time(self) -> datetime | None:
        """See the port."""
        return self._site.now()

    async def press(self, ready: Ready, text: str, before_click: Callable[[], Awaitable[None]]) -> Outcome:
        """See the port: commit, click, on its way, kept, answered."""
        self._ticks.tick("before network.press")
        await before_click()
        self._ticks.tick("committed, not clicked")
        key = ready.recipient.key
        self._site.clicks += 1
        self._site.posted(key, text)
        self._ticks.tick("clicked, no answer yet")
        self._site.land()
        answered = self._site.lands == "now" or (self._site.lands == "never" and (key, text) in self._site.received)
        outcome: Outcome = Sent(proof="answer")
        if not answered:
            outcome = Unsure(problem=Problem(reason=Reason.NO_PROOF))
        self._ticks.tick("answered, not told")
        return outcome

    async def visit(self, person: Person, before_open: Callable[[], Awaitable[None]]) -> Visited:
        """See the port: commit, opened, read."""
        self._ticks.tick("before network.visit")
        await before_open()
        self._ticks.tick("committed, not opened")
        self._site.visited.append(person.key)
        self._ticks.tick("opened, not told")
        return Visited(outcome=Sent(proof="page"), person=person)


def _ticking(name: str, inner: object, ticks: Ticks) -> Any:
    return Port(name, inner, ticks)


@dataclass(kw_only=True)
class Campaign:
    """People with a birthday today, a site, a storage that survives, and one life of the program after another."""

    people: int
    lands: str
    folder: Path | None = None
    pace: Pace = field(default_factory=lambda: Pace(shortest_s=90, longest_s=180, weekend_half=False, warm_up=False))
    ledger_of: Callable[[Any], Any] = lambda ledger: ledger
    reports: list[Report] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.clock = FakeClock(at=START)
        names = [f"{letter}na" for letter in "BCDEFGH"[: self.people]]
        cards = [
            Card(
                person=Person(name=f"{name} Test", member=f"ACoAA{name}0001", profile=name.lower()),
                lines=(f"{name} Test", "Celebrate the birthday today"),
                writable=True,
            )
            for name in names
        ]
        self.site = Site(now=self.clock.now, cards=cards, lands=self.lands)
        self._memory: MemoryStorage | None = None

    async def _books(self) -> MemoryStorage | Storage:
        if self.folder is not None:
            return await open_storage(self.folder)
        self._memory = self._memory or memory_storage()
        return self._memory

    async def live(self, ticks: Ticks, control: Control | None = None) -> Report | None:
        """One life of the program; None if it crashed (or was cancelled) at its tick."""
        books = await self._books()
        ledger = self.ledger_of(books.ledger)
        browser: Any = Browser(self.site, ticks)
        greet = greet_over(
            network=browser, ledger=_ticking("ledger", ledger, ticks), people=_ticking("people", books.people, ticks),
            runs=_ticking("runs", books.runs, ticks), accounts=_ticking("accounts", books.accounts, ticks), lock=FakeRunLock(), clock=self.clock, dice=Chance(1), news=News(),
            settings=Settings, texts=TEXTS, pace=lambda _: self.pace,
        )  # fmt: skip
        try:
            report = await greet.send(Occasion.BIRTHDAY, None, watch=lambda _: None, control=control or Control())
        except (Crash, asyncio.CancelledError):
            report = None
        finally:
            await books.close()
        if report is not None:
            self.reports.append(report)
        return report

    def left_behind(self) -> str:
        """All that the next life of the program can meet: two stops that leave the same have the same future."""
        site = {name: value for name, value in vars(self.site).items() if name not in COUNTERS}
        kept = kept_in(self.folder) if self.folder else kept_in_memory(self._memory or memory_storage())
        return repr((self.clock.at, site, self.reports)) + kept

    async def finish(self, lives: int = 5) -> None:
        """Start the program again until a run leaves nothing open (or a few times), past an open breaker."""
        for _ in range(lives):
            report = await self.live(Ticks())
            assert report is not None
            if not any(item.state in ("unsure", "failed") for item in report.items) and report.stopped_by is None:
                return
            breaker = report.stopped_by is not None and report.stopped_by.reason is Reason.BREAKER_OPEN
            self.clock.at += timedelta(hours=2) if breaker else timedelta(minutes=2)

    async def faults(self) -> list[str]:
        """What is wrong at the end, in words; the receiver counts."""
        self.clock.at += timedelta(minutes=10)
        self.site.land()
        found = []
        last = self.reports[-1]
        unsure = {item.person.key for item in last.items if item.state == "unsure"}
        for card in self.site.cards:
            key = card.person.key
            got = [text for who, text in self.site.received if who == key]
            if len(got) > 1:
                found.append(f"{card.person.name} got {len(got)} messages")
            if not got and key not in unsure:
                found.append(f"{card.person.name} got no message and no word")
            for item in (item for report in self.reports for item in report.items if item.person.key == key):
                if item.state == "done" and item.text not in got:
                    found.append(f"{card.person.name}: false sent")
        books = await self._books()
        try:
            for card in self.site.cards:
                got = [text for who, text in self.site.received if who == card.person.key]
                past = await books.ledger.past("self", card.person)
                if got and [(one.text, one.state) for one in past] != [(got[0], State.SENT)]:
                    found.append(f"{card.person.name}: the ledger says {past}, the site {got}")
            if any(report.outcome == "running" for report in await books.runs.latest()):
                found.append("a run is still said to be running")
        finally:
            await books.close()
        return found


async def length(campaign: Campaign) -> int:
    """How many ticks a campaign has when nothing stops it."""
    ticks = Ticks()
    await campaign.live(ticks)
    return ticks.count
