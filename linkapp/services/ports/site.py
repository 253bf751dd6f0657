"""The site, as the person’s own signed-in browser shows it, and what is kept of how its pages were read."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from linkapp.domain.act import NotSent, Outcome
from linkapp.domain.greeting import Ready
from linkapp.domain.moment import Card, Conversation, Occasion, Reading
from linkapp.domain.person import Person
from linkapp.domain.problems import Problem
from linkapp.domain.selector_stats import Mark, Tallies
from linkapp.domain.shown_profile import InFront
from linkapp.domain.visit import Visited


class Network(Protocol):
    """The site, through the person's own signed-in browser session."""

    async def read_moments(self, occasion: Occasion) -> Reading[Card]:
        """Walk the catch-up page to its own end and return every card."""

    async def prepare(self, person: Person, text: str) -> Ready | NotSent:
        """Open the one composer that names exactly ``person``, clear the site's draft, type ``text``, read it back."""

    async def prepare_on_profile(
        self, person: Person, text: str, before_open: Callable[[], Awaitable[None]]
    ) -> Ready | NotSent:
        """Let ``before_open`` commit, open this person's profile once, and do as ``prepare`` does with the one Message
        control that stands with their name there. What ``before_open`` raises comes out, and nothing is opened then.
        """

    async def press(self, ready: Ready, text: str, before_click: Callable[[], Awaitable[None]]) -> Outcome:
        """Check everything again, let ``before_click`` commit ``sending``, press Send once, look for proof.

        ``NotSent`` only if ``before_click`` was not called. What ``before_click`` raises comes out, and nothing is
        clicked then.
        """

    async def abandon(self) -> None:
        """Leave the composer without sending: our text is taken out again, the composer closed."""

    async def conversation(self, person: Person) -> Reading[Conversation]:
        """Read the conversation with exactly this person on a fresh page (one Conversation in ``Ok.items``)."""

    async def arrive(self) -> Problem | None:
        """Open a page of the site that tells who is signed in and what time it is there; no list is read."""

    async def visit(self, person: Person, before_open: Callable[[], Awaitable[None]]) -> Visited:
        """Let ``before_open`` commit, open this person's profile once on a fresh page, and read whom it shows.

        ``Sent`` where it shows a profile, ``NotSent`` only if ``before_open`` was not called. What it raises comes
        out, and nothing is opened then.
        """

    def site_time(self) -> datetime | None:
        """The site's own time now (its last ``Date``, carried by a clock that counts sleep), or None. UTC."""

    def account(self) -> frozenset[str]:
        """The keys of the signed-in account that the site has told since it was last asked for a list; empty where it
        tells none."""

    async def close(self) -> None:
        """Close the browser that LinkApp started, and nothing else."""


class Browsing(Protocol):
    """The signed-in browser in a window in which the person moves freely. Nothing is clicked, typed or opened there
    beside its first page, and only the page in front is read."""

    async def open(self, person: Person | None, *, conversation: bool = False) -> Problem | None:
        """Open the window at this person's profile, or (None) at the site's start page. ``conversation``: at the page
        of the conversation with them, where their member id is known."""

    async def front(self) -> InFront | Problem:
        """What the person has in front. A problem has ended the browsing: the window was closed
        (``STOPPED_BY_PERSON``), the browser ended, or the site says stop."""

    async def close(self) -> None:
        """Close the window and its browser, and nothing else; a session that the site renewed is kept."""


@dataclass(frozen=True, kw_only=True)
class Shown:
    """What a page shows of itself: its screen's name, its language, whether its main navigation is that of somebody
    signed in, and its outline (a JSON document without names and texts)."""

    screen: str
    language: str
    signed_in: bool
    outline: str


class PageProbe(Protocol):
    """Reads one page each as a run would, and tells what it showed (None where there was no page to see)."""

    async def moments(self, occasion: Occasion) -> tuple[Reading[Card], Shown | None]:
        """The catch-up page of an occasion."""

    async def profile(self, person: Person) -> tuple[str | Problem, Shown | None]:
        """The profile page of a person known by address: the member id that it tells. One visit."""

    async def conversation(self, person: Person) -> tuple[Reading[Conversation], Shown | None]:
        """The conversation page with a person known by member id; nothing is typed."""

    def site_time(self) -> datetime | None:
        """As in ``Network``."""


class SelectorStats(Protocol):
    """How well the ways to recognise things on pages do. Nothing that is sent or counted depends on it."""

    async def count(self, marks: Sequence[Mark], now: datetime) -> None:
        """Count the marks of one reading; learned forms that are not worth keeping any more go."""

    async def tallies(self) -> Tallies:
        """Everything that was counted, by key and form."""


class EvidenceStore(Protocol):
    """Where evidence of problems lies: readable by its owner only, the newest of it, for a while."""

    def keep(self, reason: str, picture: bytes, outline: str) -> str:
        """Keep a picture and an outline (either may be empty) and tidy; the name they share. Raises ``OSError``."""

    def keep_outlines(self, outlines: Mapping[str, str]) -> Mapping[str, str]:
        """Keep the outlines of one page check, by name of surface; the path of each. Raises ``OSError``."""
