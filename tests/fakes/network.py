"""A Network double with a site behind it that counts what it receives."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from datetime import datetime

from linkapp.domain.act import NotSent, Outcome, Sent, Unsure
from linkapp.domain.greeting import Ready
from linkapp.domain.moment import Card, Changed, Conversation, Message, Occasion, Ok, Reading, Unknown
from linkapp.domain.person import Person
from linkapp.domain.problems import Problem, Reason
from linkapp.domain.visit import Visited


@dataclass(kw_only=True)
class FakeNetwork:
    """The cards it shows, what its conversations hold, and how each person's composer behaves.

    ``how`` by member id: ``ok``, ``lost`` (click does nothing), ``cut`` (kept, no answer), ``refused``, ``absent``
    (no composer), ``stop`` (the site asks for a sign-in after the click), or a Problem before the click.
    """

    now: Callable[[], datetime]
    cards: list[Card] = field(default_factory=list)
    how: dict[str, str | Problem] = field(default_factory=dict)
    conversations: dict[str, list[Message]] = field(default_factory=dict)
    received: list[tuple[str, str]] = field(default_factory=list)
    visited: list[str] = field(default_factory=list)
    reading: Changed | Unknown | None = None
    unreadable: set[str] = field(default_factory=set)
    shows_conversation: bool = True
    dated: bool = True
    recent_only: bool = False
    """Whether conversations are shown without their beginning."""
    partial: str = ""
    proves: dict[str, Person] = field(default_factory=dict)
    clicks: int = 0
    abandoned: int = 0
    in_composer: str = ""
    crashes: list[str] = field(default_factory=list)
    """Where the browser goes away next: ``read``, ``prepare`` or ``press`` (kept, then away)."""

    after_click: dict[str, Problem] = field(default_factory=dict)
    """What the page shows after the click to a person, in place of any proof."""
    conversation_problem: Problem | None = None
    signed_in: frozenset[str] = frozenset()
    """The keys of the account that the site tells with a list."""
    tells_late: frozenset[str] = frozenset()
    """Keys that it tells with a composer or a conversation only."""
    heard: frozenset[str] = frozenset()
    readings: int = 0
    asked: int = 0
    """How often anything was asked of the site."""

    def _crash(self, where: str) -> Problem | None:
        if where not in self.crashes:
            return None
        self.crashes.remove(where)
        return Problem(reason=Reason.BROWSER_CRASHED)

    async def read_moments(self, occasion: Occasion) -> Reading[Card]:
        self.readings += 1
        self.asked += 1
        self.heard = self.signed_in
        if crashed := self._crash("read"):
            return Unknown(problem=crashed)
        if self.reading is not None:
            return self.reading
        return Ok(items=tuple(self.cards), language="en", partial=self.partial)

    async def prepare(self, person: Person, text: str) -> Ready | NotSent:
        self.asked += 1
        how = self.how.get(person.key, "ok")
        if crashed := self._crash("prepare"):
            return NotSent(problem=crashed)
        if isinstance(how, Problem):
            return NotSent(problem=how)
        self.in_composer = text
        self.heard |= self.tells_late
        messages = tuple(self.conversations.get(person.key, ()))
        shown = messages if self.shows_conversation and messages else None
        return Ready(
            recipient=self.proves.get(person.key, person),
            messages=shown,
            new_conversation=not messages,
            existing_conversation=bool(messages),
        )

    async def prepare_on_profile(
        self, person: Person, text: str, before_open: Callable[[], Awaitable[None]]
    ) -> Ready | NotSent:
        if self.how.get(person.key) == "no control":
            await before_open()
            self.visited.append(person.key)
            return NotSent(problem=Problem(reason=Reason.NO_CONTROL))
        await before_open()
        self.visited.append(person.key)
        return await self.prepare(person, text)

    async def press(self, ready: Ready, text: str, before_click: Callable[[], Awaitable[None]]) -> Outcome:
        how = self.how.get(ready.recipient.key, "ok")
        if how == "covered":
            return NotSent(problem=Problem(reason=Reason.COVERED))
        await before_click()
        self.clicks += 1
        if how in ("ok", "cut", "stop"):
            self.received.append((ready.recipient.key, text))
            sent = Message(text=text, mine=True, at=self.now())
            self.conversations.setdefault(ready.recipient.key, []).append(sent)
        if crashed := self._crash("press"):
            return Unsure(problem=crashed)
        if problem := self.after_click.get(ready.recipient.key):
            return Unsure(problem=problem)
        if how == "ok":
            return Sent(proof="answer")
        if how == "refused":
            return Unsure(problem=Problem(reason=Reason.REFUSED), refused=True)
        if how == "stop":
            return Unsure(problem=Problem(reason=Reason.SIGNED_OUT))
        return Unsure(problem=Problem(reason=Reason.NO_PROOF))

    async def abandon(self) -> None:
        self.abandoned += 1
        self.in_composer = ""

    async def conversation(self, person: Person) -> Reading[Conversation]:
        self.asked += 1
        self.heard |= self.tells_late
        if self.conversation_problem is not None:
            return Unknown(problem=self.conversation_problem)
        if person.key in self.unreadable:
            return Unknown(problem=Problem(reason=Reason.CONVERSATION_UNREADABLE))
        messages = tuple(self.conversations.get(person.key, ()))
        return Ok(items=(Conversation(messages=messages, from_its_beginning=not self.recent_only),))

    async def arrive(self) -> Problem | None:
        self.asked += 1
        self.heard = self.signed_in
        return self.reading.problem if self.reading is not None else None

    async def visit(self, person: Person, before_open: Callable[[], Awaitable[None]]) -> Visited:
        """``how`` as in a press: ``ok``, ``lost`` (may have been opened), ``absent`` (no such profile) or a Problem."""
        how = self.how.get(person.key, "ok")
        if isinstance(how, Problem):
            return Visited(outcome=NotSent(problem=how), person=person)
        await before_open()
        self.visited.append(person.key)
        if how == "absent":
            gone = Problem(reason=Reason.NO_SUCH_PROFILE)
            return Visited(outcome=Unsure(problem=gone, refused=True), person=person)
        if how == "lost":
            return Visited(outcome=Unsure(problem=Problem(reason=Reason.OFFLINE)), person=person)
        return Visited(outcome=Sent(proof="page"), person=self.proves.get(person.key, person))

    def account(self) -> frozenset[str]:
        return self.heard

    def site_time(self) -> datetime | None:
        return self.now() if self.dated else None

    async def close(self) -> None:
        return None
