"""One campaign: what is decided for each person, and what a run did. Values only; shown by window and command line."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum

from linkapp.domain.moment import Occasion
from linkapp.domain.person import Person
from linkapp.domain.problems import Problem, Reason
from linkapp.domain.quota import Usage


@dataclass(frozen=True, kw_only=True)
class Draft:
    """A person who is due, with the exact text that would be sent. ``ticked``: within the days late shown ticked."""

    person: Person
    occasion: Occasion
    on: date
    late_days: int
    text: str
    template: str = ""
    ticked: bool = True
    last_words: str = ""


@dataclass(frozen=True, kw_only=True)
class Skip:
    """A person who is not greeted, with the reason. ``detail`` says the particular (a date, a number of days)."""

    person: Person
    reason: Reason
    detail: str = ""


@dataclass(frozen=True, kw_only=True)
class Preview:
    """What would be sent to whom, who is skipped and why. ``stopped`` is set when the page could not be read."""

    occasion: Occasion
    today: date
    drafts: tuple[Draft, ...] = ()
    skips: tuple[Skip, ...] = ()
    usage: Usage | None = None
    partial: str = ""
    stopped: Problem | None = None


class RunOutcome(StrEnum):
    """How a run ended."""

    DONE = "done"
    FAILURES = "failures"
    NEEDS_PERSON = "needs_person"
    NOT_NOW = "not_now"
    PAGES_CHANGED = "pages_changed"
    STOPPED = "stopped"
    RUNNING = "running"
    INTERRUPTED = "interrupted"


@dataclass(frozen=True, kw_only=True)
class Item:
    """One person's outcome in a run. ``state``: greeted, skipped, failed or unsure."""

    person: Person
    state: str
    text: str = ""
    late_days: int = 0
    proof: str = ""
    reason: Reason | None = None
    detail: str = ""
    at: datetime | None = None


@dataclass(frozen=True, kw_only=True)
class Report:
    """What a run did, person by person."""

    run: int
    kind: str
    outcome: RunOutcome
    started: datetime
    finished: datetime | None = None
    items: tuple[Item, ...] = ()
    stopped_by: Problem | None = None
    dry: bool = False

    def of(self, state: str) -> tuple[Item, ...]:
        """The items in one state, in the order in which they happened."""
        return tuple(item for item in self.items if item.state == state)


class Phase(StrEnum):
    """What a run is doing right now."""

    RECOVERING = "recovering"
    READING = "reading"
    WRITING = "writing"
    WAITING = "waiting"
    PAUSED = "paused"
    FINISHED = "finished"


@dataclass(frozen=True, kw_only=True)
class Progress:
    """Where a run stands: ``done`` of ``total`` people; ``until`` is when the next one begins (UTC), if waiting."""

    phase: Phase
    person: Person | None = None
    done: int = 0
    total: int = 0
    until: datetime | None = None
    items: tuple[Item, ...] = field(default=())
