"""What the practice site remembers while it runs: what it received, who asked for what, and what is wrong with it."""

from __future__ import annotations

import itertools
import secrets
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

from linkapp.practice.faults import Faults
from linkapp.practice.kept import WAYS
from linkapp.practice.pages.frame import View
from linkapp.practice.world import PracticeMessage, PracticePerson, World


@dataclass(frozen=True, kw_only=True)
class Received:
    """A message that the server received and kept. ``at`` is the site's time, ``composer`` the shell it came from."""

    recipient_id: str
    slug: str
    name: str
    text: str
    at: datetime
    composer: str


@dataclass(frozen=True, kw_only=True)
class Asked:
    """One request. ``kind`` is ``page``, ``call`` (private call), ``send`` or ``practice``."""

    method: str
    path: str
    query: str
    at: datetime
    kind: str
    status: int = 0


@dataclass(frozen=True, kw_only=True)
class Visit:
    """One profile page shown."""

    member: str
    slug: str
    at: datetime


@dataclass(frozen=True, kw_only=True)
class Withdrawn:
    """One invitation taken back."""

    member: str
    slug: str
    name: str
    at: datetime


@dataclass(kw_only=True)
class SiteState:
    """Everything a running practice site holds. Lists only grow; faults never keep anything out of them."""

    world: World
    clock: Callable[[], datetime]
    faults: Faults = field(default_factory=Faults)
    received: list[Received] = field(default_factory=list)
    requests: list[Asked] = field(default_factory=list)
    invitations_withdrawn: list[Withdrawn] = field(default_factory=list)
    invitations_sent: list[str] = field(default_factory=list)
    visits: list[Visit] = field(default_factory=list)
    searches: list[str] = field(default_factory=list)
    typing: list[str] = field(default_factory=list)
    checks_answered: int = 0
    sign_ins: int = 0
    attempts: int = 0
    clicks_lost: int = 0
    walled: tuple[int, float, int] | None = None
    """Which request was the first that met a wall (its place among ``requests``), when, in seconds since 1970, and how
    many messages had been received by then."""
    sessions: set[str] = field(default_factory=set)
    shift: timedelta = timedelta()
    numbers: itertools.count[int] = field(default_factory=lambda: itertools.count(1))

    def now(self) -> datetime:
        """The site's time, aware, UTC."""
        return self.clock().astimezone(UTC) + self.shift

    def view(self) -> View:
        """What pages are drawn from, now."""
        return View(world=self.world, faults=self.faults, now=self.now().astimezone(self.world.zone()))

    def new_session(self) -> str:
        """A new signed-in session: the value of its ``li_at`` cookie."""
        value = "AQ" + secrets.token_urlsafe(60)
        self.sessions.add(value)
        return value

    def keep(self, person: PracticePerson, text: str, composer: str) -> PracticeMessage:
        """A message arrived: count it as it came, at this very moment. Gives it as it is shown from then on."""
        now = self.now()
        self.received.append(
            Received(
                recipient_id=person.member,
                slug=person.slug,
                name=person.name,
                text=text,
                at=now,
                composer=composer,
            )
        )
        return PracticeMessage(mine=True, text=WAYS[person.keeps](text), at=now)
