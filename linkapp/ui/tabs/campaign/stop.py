"""What the campaign's banner says of a stop, and the ways on that it offers."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from linkapp.domain.breaker import STOP_SIGNS
from linkapp.domain.problems import NEEDS_PERSON, NOT_NOW, Problem, Reason
from linkapp.services.application import Application
from linkapp.services.ports.clock import Clock
from linkapp.ui.words import Words

AT_BROWSER = frozenset({Reason.SIGNED_OUT, *STOP_SIGNS, Reason.BREAKER_LATCHED, Reason.PAGE_COVERED})
"""A person has to look at the page, in LinkApp's visible browser."""
WAITS_FOR_LOOK = STOP_SIGNS | {Reason.BREAKER_LATCHED}
"""Nothing is asked of the site before the person says that they have looked at what it showed."""
ICONS = {
    Reason.SECURITY_CHECK: "shield",
    Reason.RESTRICTED: "shield",
    Reason.PAGE_REFUSED: "hand",
    Reason.OTHER_ACCOUNT: "hand",
    Reason.OFFLINE: "offline",
    Reason.SITE_UNAVAILABLE: "offline",
    Reason.CERTIFICATE: "shield",
    Reason.FILTERED: "offline",
    Reason.PAGE_CHANGED: "page",
    Reason.PAGE_UNREADABLE: "page",
    Reason.RATE_LIMITED: "hand",
    Reason.BREAKER_LATCHED: "hand",
}


class Way(StrEnum):
    """A button of the banner."""

    OPEN_WINDOW = "open_window"
    UNLOCK = "unlock"
    PASSPHRASE = "passphrase"
    READ_AGAIN = "read_again"
    RESUME = "resume"
    WHOSE_FOLDER = "whose_folder"
    EVIDENCE = "evidence"


@dataclass(frozen=True, kw_only=True)
class Said:
    """The banner's words and looks."""

    kind: str
    title: str
    text: str
    icon: str


def in_words(words: Words, problem: Problem, not_done: str, clock: Clock | None, break_until: datetime | None) -> Said:
    """What happened, what was not done, and what the person can do. ``break_until``: how long the breaker holds."""
    stop = words.stop(problem)
    until = ""
    if clock is not None:
        zone = clock.zone()
        today = clock.now().astimezone(zone).date()
        if break_until is not None:
            until = words("stop.break", time=words.moment(break_until, zone, today))
        elif (named := _time_in(problem)) is not None:
            until = words("stop.until", time=words.moment(named, zone, today))
    text = "\n".join(filter(None, (" ".join(filter(None, (stop.what, not_done, until))), stop.do)))
    kind = "bad" if problem.reason in NEEDS_PERSON else "warn"
    return Said(kind=kind, title=stop.title, text=text, icon=ICONS.get(problem.reason, "warning"))


def ways(problem: Problem, app: Application | None, *, break_until: datetime | None) -> list[Way]:
    """The ways on, the best first. None of them lifts a limit or ends a break; what waits for the person goes on when
    they say that they have looked."""
    ways_on: list[Way] = []
    if app is not None:
        vault = app.passphrase
        if problem.reason in AT_BROWSER and app.sign_in is not None:
            ways_on.append(Way.OPEN_WINDOW)
        elif problem.reason is Reason.OTHER_ACCOUNT and app.whose is not None:
            ways_on.append(Way.WHOSE_FOLDER)
        elif problem.reason is Reason.KEYRING_LOCKED and vault is not None and vault.exists():
            ways_on.append(Way.UNLOCK)
        elif problem.reason in (Reason.KEYRING_LOCKED, Reason.KEYRING_MISSING) and vault is not None:
            ways_on.append(Way.PASSPHRASE)
    if problem.reason in WAITS_FOR_LOOK:
        if app is not None and app.guard is not None:
            ways_on.append(Way.RESUME)
    elif break_until is None:
        ways_on.append(Way.READ_AGAIN)
    if app is not None and app.evidence_folder and problem.evidence:
        ways_on.append(Way.EVIDENCE)
    return ways_on


def _time_in(problem: Problem) -> datetime | None:
    """Until when it holds, where the problem's detail is a time."""
    if problem.reason not in NOT_NOW | {Reason.TOO_MANY_FAILURES}:
        return None
    try:
        until = datetime.fromisoformat(problem.detail)
    except ValueError:
        return None
    return until if until.tzinfo else None
