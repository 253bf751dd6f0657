"""A greeting: its identity, its states and the outcome of one attempt to send it.

The states and the moves between them are those of the ledger's table; the database refuses every other move.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import TypeAlias

from linkapp.domain.moment import Message, Occasion
from linkapp.domain.person import Person
from linkapp.domain.problems import Problem


class State(StrEnum):
    """Where one attempt to greet somebody stands.

    ``reserved``: a slot is taken, nothing was clicked. ``sending``: committed immediately before the click; from
    here on nobody knows until there is proof. ``sent``: proven. ``unsure``: may have gone out; keeps its slot.
    ``unsent``: two readings of the conversation proved that it did not go out. ``ask``: the conversation could not
    be read; only the person can say. ``greeted``: the conversation already held a greeting. ``released``: given up
    before any click.
    """

    RESERVED = "reserved"
    SENDING = "sending"
    SENT = "sent"
    UNSURE = "unsure"
    UNSENT = "unsent"
    ASK = "ask"
    GREETED = "greeted"
    RELEASED = "released"


MOVES: dict[State | None, frozenset[State]] = {
    None: frozenset({State.RESERVED}),
    State.RESERVED: frozenset({State.SENDING, State.RELEASED, State.GREETED}),
    State.SENDING: frozenset({State.SENT, State.UNSURE}),
    State.UNSURE: frozenset({State.SENT, State.UNSENT, State.ASK}),
    State.ASK: frozenset({State.SENT, State.UNSENT, State.UNSURE}),
    State.RELEASED: frozenset(),
    State.UNSENT: frozenset(),
    State.SENT: frozenset(),
    State.GREETED: frozenset(),
}
"""Every allowed move of one attempt (safety.md 3.2); after ``released`` and ``unsent`` there may be another attempt.
Anything else is a bug and is refused by a trigger of the database."""

COUNTED = frozenset({State.RESERVED, State.SENDING, State.SENT, State.UNSURE, State.ASK})
"""States whose slot counts towards the caps."""

GUARD = timedelta(days=180)
"""Nobody gets two birthday greetings within this time, whatever their keys say (safety.md 3.2)."""

CLOSED = frozenset({State.SENT, State.GREETED, State.UNSURE, State.ASK, State.SENDING})
"""States in which nothing more may be sent to the person for this occasion."""


@dataclass(frozen=True, kw_only=True)
class Greeting:
    """What is to be said to whom for which occasion. ``year`` is the year of the occasion, not of the sending."""

    account: str
    person: Person
    occasion: Occasion
    year: int
    text: str
    late_days: int = 0
    template: str = ""


@dataclass(frozen=True, kw_only=True)
class Slot:
    """A reserved place in the caps for one attempt at a greeting. ``at`` is the quota time it was taken (UTC).

    ``attempt`` names this attempt, in ``sending.log`` and on other computers too.
    """

    slot_id: int
    at: datetime
    attempt: str = ""


@dataclass(frozen=True, kw_only=True)
class Ready:
    """A composer that names exactly the right person and holds exactly our text; nothing was clicked yet.

    ``messages`` is the conversation as the composer shows it (oldest first), ``None`` where the composer shows none;
    ``new_conversation`` is True where the site itself said that there is none yet, ``existing_conversation`` where it
    said that there is one. ``recipient`` is the person with every key the composer proved.
    """

    recipient: Person
    messages: tuple[Message, ...] | None = None
    new_conversation: bool = False
    existing_conversation: bool = False
    composer: str = ""


@dataclass(frozen=True, kw_only=True)
class Sent:
    """Proven: ``proof`` is ``answer`` (the page's own answer) or ``conversation`` (a new outbound message)."""

    proof: str
    message_id: str = ""


@dataclass(frozen=True, kw_only=True)
class NotSent:
    """Certainly not sent: nothing was clicked."""

    problem: Problem


@dataclass(frozen=True, kw_only=True)
class Unsure:
    """A click happened (or may have) and there is no proof either way. ``refused`` means the site itself said no;
    ``request_left`` that the page's own request with our text left and was not refused: then no reading of the
    conversation proves that it was not sent."""

    problem: Problem
    refused: bool = False
    request_left: bool = False


Outcome: TypeAlias = Sent | NotSent | Unsure
