"""Moments of a person's network: what a card of the catch-up page says, and what a reading of a page is worth."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Generic, TypeAlias, TypeVar

from linkapp.domain.person import Person
from linkapp.domain.problems import Problem, Reason

T = TypeVar("T")


class Occasion(StrEnum):
    """What a greeting is for."""

    BIRTHDAY = "birthday"
    ANNIVERSARY = "anniversary"
    POSITION = "position"


@dataclass(frozen=True, kw_only=True)
class Card:
    """One card of the catch-up page as it stands there, not yet understood.

    ``lines`` are the card's visible text blocks in reading order; ``label`` is the accessible name of the control
    that writes to the person; ``link`` its address (empty for a button); ``occasion`` what the compose address says
    the moment is (None where it does not say); ``writable`` whether a control to write is there at all; ``heading`` the
    last words before the card that belong to no card (a day, where the page groups its cards by day), ``section`` the
    last real heading before it; ``beside`` whether it stands in another place than the cards that tell their moment.
    """

    person: Person
    lines: tuple[str, ...]
    label: str = ""
    link: str = ""
    occasion: Occasion | None = None
    writable: bool = True
    order: int = 0
    heading: str = ""
    section: str = ""
    beside: bool = False


class Missing(StrEnum):
    """Why a list was not read to its end: somebody may be missing."""

    NOT_IN_TIME = "not_in_time"
    MORE_LEFT = "more_left"
    STILL_LOADING = "still_loading"
    NOT_ANSWERED = "not_answered"
    LOAD_FAILED = "load_failed"
    FRAME_MISSING = "frame_missing"
    COUNT_NOT_REACHED = "count_not_reached"
    GONE = "gone"


@dataclass(frozen=True, kw_only=True)
class Ok(Generic[T]):
    """A page was read. ``partial`` says why the end was not reached (a ``Missing``, and after a colon the particular);
    empty means the page's own end was reached."""

    items: tuple[T, ...]
    language: str = ""
    partial: str = ""


@dataclass(frozen=True, kw_only=True)
class Changed:
    """The page is the right one but does not look like anything LinkApp knows."""

    problem: Problem


@dataclass(frozen=True, kw_only=True)
class Unknown:
    """The page could not be judged: another page came, it did not finish, or the site wants something."""

    problem: Problem


Reading: TypeAlias = Ok[T] | Changed | Unknown


@dataclass(frozen=True, kw_only=True)
class Message:
    """One message of a conversation, oldest first. ``mine`` is None where the page does not say who wrote it.

    ``at`` is set where the page says the time by machine, with its zone; ``around`` is the day of one without a zone:
    the person's own day may be the one before or the one after. ``head`` holds the short lines around the text (day,
    time, sender) as the page shows them; ``parts`` every form in which the page shows the text; ``heading`` is set for
    what the page marks as the heading of a day, which is no message.
    """

    text: str
    mine: bool | None
    at: datetime | None = None
    head: tuple[str, ...] = ()
    parts: tuple[str, ...] = ()
    heading: bool = False
    around: date | None = None


@dataclass(frozen=True, kw_only=True)
class Conversation:
    """A conversation with exactly one person, read to be complete at its recent end.

    ``from_its_beginning``: the site itself said that it is new or empty, so that there is nothing older.
    """

    messages: tuple[Message, ...]
    from_its_beginning: bool = False


@dataclass(frozen=True, kw_only=True)
class Skip:
    """A person who is not greeted, with the reason. ``detail`` says the particular (a date, a number of days)."""

    person: Person
    reason: Reason
    detail: str = ""
