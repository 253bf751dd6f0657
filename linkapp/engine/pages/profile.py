"""A profile page: whom it shows."""

from __future__ import annotations

import asyncio
import time
from dataclasses import replace
from urllib.parse import urlsplit

from playwright.async_api import ElementHandle, Page

from linkapp.domain.act import NotSent, Sent, Unsure
from linkapp.domain.person import Person, is_member, member_of, profile_of
from linkapp.domain.problems import Problem, Reason
from linkapp.domain.visit import Visited
from linkapp.engine.pages.script import Asking

LOADED_WITHIN_S = 10.0
TITLED_WITHIN_S = 2.0
"""How long the page's title is waited for once a heading stands there: it comes last on some pages."""
OWN_WITHIN_S = 3.0
_TICK_S = 0.1
_GONE = ("/404", "/unavailable", "/in/unavailable")


async def own_links(page: Page, asking: Asking) -> frozenset[str]:
    """The own profile's addresses in the page's main navigation, waited for a while; empty where it tells none."""
    until = time.monotonic() + OWN_WITHIN_S
    while True:
        shown = frozenset((await asking.ask(page.main_frame, "state"))["me"])
        if shown or time.monotonic() > until:
            return shown
        await asyncio.sleep(_TICK_S)


def problem_of(problem: Problem) -> Problem:
    """What a problem of an opened profile means: that the site knows no such profile says nothing of its pages."""
    gone = problem.reason is Reason.PAGE_UNREADABLE and problem.detail in ("HTTP 404", "HTTP 410")
    return replace(problem, reason=Reason.NO_SUCH_PROFILE) if gone else problem


def visited(person: Person, seen: Person | Problem, *, opened: bool) -> Visited:
    """What became of a visit of ``person``; ``opened``: the page may have been asked for."""
    if isinstance(seen, Person):
        return Visited(outcome=Sent(proof="page"), person=seen)
    if not opened:
        return Visited(outcome=NotSent(problem=seen), person=person)
    return Visited(outcome=Unsure(problem=seen, refused=seen.reason is Reason.NO_SUCH_PROFILE), person=person)


async def read(page: Page, asking: Asking, person: Person) -> Person | Problem:
    """The person whom the opened profile shows, with the name in its heading and every key that it tells. A profile
    under another address than the one that was opened is the same person's: the site led there."""
    until = time.monotonic() + LOADED_WITHIN_S
    headed: float | None = None
    while time.monotonic() < until:
        path = urlsplit(page.url).path
        if any(path.rstrip("/") == gone or path.startswith(f"{gone}/") for gone in _GONE):
            return Problem(reason=Reason.NO_SUCH_PROFILE, detail=path)
        shown = profile_of(page.url)
        if shown is None:
            return Problem(reason=Reason.PAGE_CHANGED, detail=f"the site showed {path} instead of a profile")
        seen = await asking.ask(page.main_frame, "profile")
        if seen is not None:
            headed = headed if headed is not None else time.monotonic()
            if seen["titled"] or time.monotonic() - headed > TITLED_WITHIN_S:
                return await _with_keys(page, asking, person, shown, seen["name"])
        await asyncio.sleep(_TICK_S)
    return Problem(reason=Reason.PAGE_CHANGED, detail="the page shows no profile")


async def member(page: Page, asking: Asking, person: Person) -> str | None:
    """The member id in the Message addresses that stand with the name of ``person``, whose opened profile this is; None
    where it tells none, or several."""
    shown = profile_of(page.url)
    if shown is None or not (shown == person.profile or is_member(shown)):
        return None
    for _ in range(50):
        links = await asking.ask(page.main_frame, "messageLinks", name=person.name, profile=shown)
        if members := {member_of(link) for link in links}:
            return members.pop() if len(members) == 1 else None
        await asyncio.sleep(_TICK_S)
    return None


async def message_control(page: Page, asking: Asking, person: Person) -> tuple[ElementHandle, str] | Problem:
    """The Message control that stands with the name of ``person``, whose opened profile this is, and the member id that
    its address names. Where the page tells none, or several, or another id than the one that is known, nothing is
    clicked."""
    shown = profile_of(page.url)
    if shown is None or not (shown in (person.profile, person.member) or is_member(shown)):
        return Problem(reason=Reason.PAGE_CHANGED, detail="the site showed another page than the profile")
    member_id = await member(page, asking, replace(person, profile=shown))
    if member_id is None or (person.member is not None and member_id != person.member):
        return Problem(reason=Reason.NO_CONTROL, detail="the profile shows no Message control for exactly this person")
    element = await asking.element(page.main_frame, "profileMessage", name=person.name, profile=shown, member=member_id)
    if element is None:
        return Problem(reason=Reason.NO_CONTROL, detail="the Message control of the profile cannot be pressed")
    return element, member_id


async def _with_keys(page: Page, asking: Asking, person: Person, shown: str, name: str) -> Person:
    """The member id is learnt where the Message addresses beside the name tell one and no other."""
    links = await asking.ask(page.main_frame, "messageLinks", name=name, profile=shown)
    members = {member for link in links if (member := member_of(link))}
    member = person.member or (members.pop() if len(members) == 1 else None)
    profile = person.profile or (None if is_member(shown) else shown)
    return replace(person, name=name, member=member, profile=profile)
