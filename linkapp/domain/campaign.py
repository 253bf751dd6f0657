"""One campaign: what is decided for each person, and what a run did. Values only; shown by window and command line."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum

from linkapp.domain.act import State
from linkapp.domain.birthday import Birthday
from linkapp.domain.moment import Occasion, Skip
from linkapp.domain.mourning import sign_of_mourning
from linkapp.domain.opt_out import OptOut
from linkapp.domain.person import Person
from linkapp.domain.problems import Problem, Reason
from linkapp.domain.quota import Usage


@dataclass(frozen=True, kw_only=True)
class Draft:
    """A person who is due, with the exact text that would be sent. ``ticked``: within the days late shown ticked.

    ``first_name``: the one the text was made with; empty where none is understood (and none was needed).
    ``on_profile``: the page does not show them; they are written to from their own profile, which counts as a visit.
    """

    person: Person
    occasion: Occasion
    on: date
    late_days: int
    text: str
    template: str = ""
    ticked: bool = True
    first_name: str = ""
    on_profile: bool = False


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


class Result(StrEnum):
    """What a run did about one person. ``done``: proven; what it was is said by the kind of run. ``unsure``: it may
    have been done, and is kept as if it were until the site, or the person, says so."""

    DONE = "done"
    SKIPPED = "skipped"
    FAILED = "failed"
    UNSURE = "unsure"


@dataclass(frozen=True, kw_only=True)
class Item:
    """One person's outcome in a run. ``evidence`` as in ``Problem``; the files it names go after a while, the name
    stays."""

    person: Person
    state: Result
    text: str = ""
    late_days: int = 0
    proof: str = ""
    reason: Reason | None = None
    detail: str = ""
    at: datetime | None = None
    evidence: str = field(default="", compare=False)


@dataclass(frozen=True, kw_only=True)
class Report:
    """What a run did, person by person. ``partial`` as in ``Ok``: somebody may be missing from it."""

    run: int
    kind: str
    outcome: RunOutcome
    started: datetime
    finished: datetime | None = None
    items: tuple[Item, ...] = ()
    stopped_by: Problem | None = None
    dry: bool = False
    partial: str = ""

    def of(self, state: Result) -> tuple[Item, ...]:
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


@dataclass(frozen=True, kw_only=True)
class Rules:
    """What a campaign goes by: ``late_days`` are ticked, ``reach`` days late can still be chosen; ``talked_days``
    without a word before a greeting is welcome."""

    late_days: int = 3
    reach: int = 10
    talked_days: int = 7


def decide(
    birthday: Birthday,
    rules: Rules,
    *,
    closed: State | None,
    do_not_contact: str | None,
    writable: bool,
    text: tuple[str, str] | None,
    name: str | None = None,
    opt_out: OptOut | None = None,
    connected: bool = True,
    undated_wish: str | None = None,
) -> Draft | Skip:
    """What becomes of a person with a birthday: all reasons against it that are known before a composer opens.

    ``closed`` is the ledger's word on this occasion, ``do_not_contact`` the reason if the person must not be written
    to, ``text`` the chosen text and its template (None when the name is not understood or no text is left), ``name``
    the first name it was made with, ``opt_out`` the person's own request not to be written to, ``connected`` whether
    the page does not say that this is no connection, ``undated_wish`` the words of a wish of which the person has yet
    to say whether it is of this occasion.
    """
    person = birthday.person
    days = f"{birthday.late_by}"
    if closed in (State.UNSURE, State.ASK, State.SENDING):
        return Skip(person=person, reason=Reason.UNSURE_BEFORE, detail=str(birthday.on.year))
    if closed is not None:
        return Skip(person=person, reason=Reason.ALREADY_GREETED, detail=str(birthday.on.year))
    if do_not_contact is not None:
        return Skip(person=person, reason=Reason.DO_NOT_CONTACT, detail=do_not_contact)
    if opt_out is not None and opt_out.holds:
        return Skip(person=person, reason=Reason.OPTED_OUT, detail=opt_out.phrase)
    if undated_wish is not None:
        return Skip(person=person, reason=Reason.WISH_NOT_DATED, detail=undated_wish)
    if sign := sign_of_mourning(person.name, person.headline):
        return Skip(person=person, reason=Reason.MOURNING, detail=sign)
    if birthday.late_by > rules.reach:
        return Skip(person=person, reason=Reason.TOO_LATE, detail=days)
    if not connected:
        return Skip(person=person, reason=Reason.NOT_CONNECTED)
    if not writable:
        return Skip(person=person, reason=Reason.NO_CONTROL)
    if text is None:
        reason = Reason.NAME_NOT_UNDERSTOOD if name is None else Reason.NO_TEXT
        return Skip(person=person, reason=reason)
    return Draft(
        person=person,
        occasion=Occasion.BIRTHDAY,
        on=birthday.on,
        late_days=birthday.late_by,
        text=text[0],
        template=text[1],
        ticked=birthday.late_by <= rules.late_days,
        first_name=name or "",
    )
