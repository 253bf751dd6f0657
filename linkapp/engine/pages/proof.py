"""What the site's answers to our text prove, and what an error of the browser around the click means."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from playwright.async_api import Error

from linkapp.domain.act import Outcome, Sent, Unsure
from linkapp.domain.problems import Problem, Reason
from linkapp.engine.pages import state
from linkapp.engine.traffic import Posting

_COVERED_UNDER_THE_CLICK = Problem(
    reason=Reason.PAGE_COVERED, detail="something came to lie over Send in the moment of the click"
)


def outcome_of(postings: tuple[Posting, ...]) -> Outcome | None:
    """What the site's own answers to our text say; None while they say nothing certain."""
    for posting in postings:
        if posting.status is None:
            if posting.failed:
                return Unsure(problem=Problem(reason=Reason.NO_PROOF, detail="the answer was cut off"))
            continue
        if posting.status in (429, 999):
            return Unsure(problem=Problem(reason=Reason.RATE_LIMITED, detail=f"HTTP {posting.status}"))
        if posting.status == 401:
            return Unsure(problem=Problem(reason=Reason.SIGNED_OUT, detail="HTTP 401"))
        if posting.status == 403 and not posting.explained:  # not this message, but this member: in doubt a person
            return Unsure(problem=Problem(reason=Reason.SECURITY_CHECK, detail="HTTP 403"))
        if 400 <= posting.status < 500 or (posting.status < 300 and posting.complaint):
            return Unsure(problem=Problem(reason=Reason.REFUSED, detail=f"HTTP {posting.status}"), refused=True)
        if posting.status >= 500:
            return Unsure(problem=Problem(reason=Reason.NO_PROOF, detail=f"HTTP {posting.status}"))
        if posting.status < 300 and posting.echoed:
            return Sent(proof="answer", message_id=posting.message_id)
    return None


def before_click_problem(error: Error) -> Problem:
    text = str(error)
    if "intercepts pointer events" in text:
        return Problem(reason=Reason.COVERED, detail="something lies over it")
    world = state.of_error(error)
    if world.reason is Reason.BROWSER_CRASHED:
        return world
    if "could not be cleared" in text:
        return Problem(reason=Reason.TEXT_NOT_ACCEPTED, detail="the site's draft could not be cleared")
    return Problem(reason=Reason.COVERED, detail=text.splitlines()[0][:160])


def stopped_click_problem(watched: Mapping[str, Any]) -> Problem | None:
    """Why the click was stopped on its way into the page, as ``endWatch`` of the page's script tells it; None where it
    was not, or the page cannot say."""
    if watched.get("changed"):
        detail = "the composer changed under the click, which was stopped"
        return Problem(reason=Reason.WRONG_RECIPIENT, detail=detail)
    return _COVERED_UNDER_THE_CLICK if watched.get("missed") else None


def after_click_problem(error: Error) -> Problem:
    world = state.of_error(error)
    if world.reason is Reason.BROWSER_CRASHED:
        return world
    if "intercepts pointer events" in str(error):
        return _COVERED_UNDER_THE_CLICK
    return Problem(reason=Reason.NO_PROOF, detail=f"the click did not return: {str(error).splitlines()[0][:160]}")
