"""An act: something LinkApp does on the site once and never twice, for one subject; its states and its outcome.

A greeting, a visit, a withdrawal and a search are acts alike. The states and the moves between them are those of the
ledger's table; the database refuses every other move.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import TypeAlias

from linkapp.domain.person import Person
from linkapp.domain.problems import Problem


class Kind(StrEnum):
    """Kinds of act; each has caps of its own."""

    MESSAGE = "message"
    VISIT = "visit"
    WITHDRAWAL = "withdrawal"
    SEARCH = "search"


class State(StrEnum):
    """Where one attempt at an act stands.

    ``reserved``: a slot is taken, nothing was clicked. ``sending``: committed immediately before the click; from
    here on nobody knows until there is proof. ``sent``: proven. ``unsure``: may have happened; keeps its slot.
    ``unsent``: two readings of the site proved that it did not happen. ``ask``: the site could not be read; only the
    person can say. ``already``: the site showed that it is done, by whomever. ``released``: given up before any click.
    """

    RESERVED = "reserved"
    SENDING = "sending"
    SENT = "sent"
    UNSURE = "unsure"
    UNSENT = "unsent"
    ASK = "ask"
    ALREADY = "already"
    RELEASED = "released"


MOVES: dict[State | None, frozenset[State]] = {
    None: frozenset({State.RESERVED}),
    State.RESERVED: frozenset({State.SENDING, State.RELEASED, State.ALREADY}),
    State.SENDING: frozenset({State.SENT, State.UNSURE}),
    State.UNSURE: frozenset({State.SENT, State.UNSENT, State.ASK}),
    State.ASK: frozenset({State.SENT, State.UNSENT, State.UNSURE}),
    State.RELEASED: frozenset(),
    State.UNSENT: frozenset(),
    State.SENT: frozenset(),
    State.ALREADY: frozenset(),
}
"""Every allowed move of one attempt (safety.md 3.2); after ``released`` and ``unsent`` there may be another attempt.
Anything else is a bug and is refused by a trigger of the database."""

COUNTED = frozenset({State.RESERVED, State.SENDING, State.SENT, State.UNSURE, State.ASK})
"""States whose slot counts towards the caps."""

CLOSED = frozenset({State.SENT, State.ALREADY, State.UNSURE, State.ASK, State.SENDING})
"""States in which the act must not be tried again."""


@dataclass(frozen=True, kw_only=True)
class Act:
    """What is to be done, and what makes it the same act as another one.

    Of one account, one subject and one ``key`` there is one act at most. The subject is a person, or for an act that
    is about nobody (a search) the ``subject`` in words. ``key`` is ``<series>:<which>``, such as ``birthday:2026``;
    two acts of one series and person are at least ``apart`` from each other, whatever their keys. ``text``,
    ``template`` and ``late_days`` are what a message consists of.
    """

    kind: Kind
    account: str
    key: str
    person: Person | None = None
    subject: str = ""
    apart: timedelta = timedelta(0)
    text: str = ""
    template: str = ""
    late_days: int = 0

    @property
    def whom(self) -> Person:
        """The person it is about; for an act about nobody, a person without any key whose name is the subject."""
        return self.person or Person(name=self.subject)


def series_of(key: str) -> str:
    """The series that a key belongs to, the colon included."""
    return key[: key.index(":") + 1]


@dataclass(frozen=True, kw_only=True)
class Slot:
    """A reserved place in the caps for one attempt at an act. ``at`` is the quota time it was taken (UTC).

    ``attempt`` names this attempt, in ``sending.log`` and on other computers too.
    """

    slot_id: int
    at: datetime
    attempt: str = ""


@dataclass(frozen=True, kw_only=True)
class Sent:
    """Proven: ``proof`` says by what: ``answer`` (the page's own answer), ``conversation`` (a new outbound message),
    ``page`` (what the page shows)."""

    proof: str
    message_id: str = ""


@dataclass(frozen=True, kw_only=True)
class NotSent:
    """Certainly not done: nothing was clicked."""

    problem: Problem


@dataclass(frozen=True, kw_only=True)
class Unsure:
    """A click happened (or may have) and there is no proof either way. ``refused`` means the site itself said no;
    ``request_left`` that the page's own request left and was not refused: then no reading of the site proves that
    nothing happened."""

    problem: Problem
    refused: bool = False
    request_left: bool = False


Outcome: TypeAlias = Sent | NotSent | Unsure
