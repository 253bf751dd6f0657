"""Every wall, by its own address and in place, on every page that LinkApp opens, at every moment, as a table: what was
done after the wall was met, and whether the run ended with its reason.

python -m tests.e2e.walls [words of a kind, a way, a page, a moment or a language]
"""

from __future__ import annotations

import asyncio
import sys
import tempfile
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager, contextmanager, nullcontext
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from itertools import product
from pathlib import Path
from typing import Any
from unittest.mock import patch

from playwright.async_api import BrowserContext

from linkapp.app import build
from linkapp.cli.exits import Exit, exit_of, exit_of_findings
from linkapp.domain.problems import Reason
from linkapp.engine import browser
from linkapp.engine.browser import OwnBrowser
from linkapp.engine.pages import catch_up, composer, composer_finder, conversation
from linkapp.engine.traffic import Traffic
from linkapp.practice import Asked, PracticeMessage, PracticeSite, World
from tests.e2e.harness import campaign, config
from tests.e2e.processes import many_due
from tests.e2e.stops import DOORS
from tests.one_browser import OneBrowser

_CHECK = frozenset({Reason.SECURITY_CHECK})
KINDS: dict[str, frozenset[Reason]] = {
    "check": _CHECK,
    "captcha": _CHECK,
    "agree": _CHECK,
    "sign-in": frozenset({Reason.SIGNED_OUT}),
    "visitor": frozenset({Reason.SIGNED_OUT}),
    "restricted": frozenset({Reason.RESTRICTED}),
    "limit": frozenset({Reason.RATE_LIMITED}),
}
"""Kind of wall -> the reasons that are right for it."""
WAYS = ("address", "in place")
LANGUAGES = ("en", "fr", "de", "es")


@dataclass(frozen=True, kw_only=True)
class Place:
    """Where a wall is met. ``at``: what the address of the request holds before which it stands. ``left_open``:
    a run before this one leaves a greeting open. ``checked``: it is the page check that meets it. ``ids_late``: what the page's own
    script is told of ids comes too late to be used, as it may."""

    page: str
    moment: str
    at: str
    people: int = 2
    after: int = 0
    world: Callable[[World], object] = lambda _: None
    left_open: bool = False
    checked: bool = False
    ids_late: bool = False


def _long_list(world: World) -> None:
    world.layout = "2026-10"


def _with_words(world: World) -> None:
    """The pop-up shows no conversation, and there is one: it is looked up on a page of its own."""
    world.composer = "popup"
    for person in world.people:
        long_ago = datetime.now(UTC) - timedelta(days=400)
        person.conversation.append(PracticeMessage(mine=True, text="Welcome to the team.", at=long_ago))


def _by_address(world: World) -> None:
    """List and composer tell no member id: people are known by the address of their profile only."""
    world.layout, world.control, world.composer = "2026-09", "button", "popup"


def _without_ids(world: World) -> None:
    """The id is looked up on the profile page, so that the conversation can be read."""
    _by_address(world)
    _with_words(world)


def _whole_page(world: World) -> None:
    world.composer = "fullpage"


PLACES = (
    Place(page="list", moment="before reading", at="/mynetwork/catch-up/"),
    Place(page="list", moment="at load-more", at="_fragment=1", people=40, world=_long_list),
    Place(page="profile", moment="look-up", at="/in/", world=_without_ids, ids_late=True),
    Place(page="conversation", moment="pre-check", at="/messaging/compose/", world=_with_words),
    Place(page="composer", moment="at opening", at="ComposeOptions"),
    Place(page="composer", moment="while typing", at="action=typing"),
    Place(page="composer", moment="after the click", at="action=createMessage"),
    Place(page="composer page", moment="at opening", at="/messaging/compose/", world=_whole_page),
    Place(page="composer page", moment="after the click", at="action=createMessage", world=_whole_page),
    Place(page="conversation", moment="in recovery", at="/messaging/compose/", left_open=True),
    Place(page="conversation", moment="while recovering", at="ComposeOptions", left_open=True),
    Place(page="profile", moment="in recovery", at="/in/", world=_by_address, ids_late=True, left_open=True),
    Place(page="list", moment="page check", at="/mynetwork/catch-up/", checked=True),
    Place(page="profile", moment="page check", at="/in/", checked=True),
    Place(page="conversation", moment="page check", at="/messaging/compose/", checked=True),
)


@dataclass(frozen=True, kw_only=True)
class Met:
    """One run into one wall. ``actions``: requests, clicks, keys and wheels after it; ``received``: messages after it."""

    kind: str
    way: str
    language: str
    page: str
    moment: str
    met: bool
    reason: str
    status: int
    right: bool
    actions: tuple[str, ...]
    received: int

    @property
    def clean(self) -> bool:
        """It was met, the run ended at once, and said why."""
        return self.met and self.right and self.status == Exit.NEEDS_PERSON and not self.actions and not self.received

    def row(self) -> str:
        """The line of the table."""
        return (
            f"{self.kind:<10} {self.way:<8} {self.language} {self.page:<13} {self.moment:<16} {self.reason:<24}"
            f" {self.status:>4} {len(self.actions):>7} {self.received:>8}  {'' if self.clean else 'NO'}"
        )


HEAD = "wall       way      in page          moment           told                     exit actions received"


def combinations(*wanted: str) -> Iterator[tuple[str, str, str, Place]]:
    """All of them, or those that hold every wanted word."""
    for kind, way, language, place in product(KINDS, WAYS, LANGUAGES, PLACES):
        if all(word in f"{kind} {way} {language} {place.page} {place.moment}" for word in wanted):
            yield kind, way, language, place


_LISTEN = """
for (const kind of ['pointerdown', 'keydown', 'input', 'wheel'])
  window.addEventListener(kind, (event) => { if (event.isTrusted) acted(kind, performance.timeOrigin + event.timeStamp); }, true);
"""


def _nobody(_: Traffic, profile: str) -> None:
    """The site has told this page no id for ``profile`` yet."""


class Watched:
    """One browser for many runs, each with a context of its own, in which every click, key and wheel is noted."""

    def __init__(self) -> None:
        self.acts: list[tuple[str, float]] = []
        self._own = OneBrowser(headless=True, loopback=True)

    async def __aenter__(self) -> Watched:
        await self._own.start()
        return self

    async def __aexit__(self, *_: object) -> None:
        await self._own.close()

    @contextmanager
    def lent(self, *, ids_late: bool = False) -> Iterator[None]:
        """Runs use this browser meanwhile, and wait for less than usual for what never comes."""
        own, note = self._own, self._note

        class Lent(OwnBrowser):
            @property
            def alive(self) -> bool:
                return own.alive

            async def start(self) -> None:
                await own.start()

            async def context(self, *given: Any, **named: Any) -> BrowserContext:
                made = await own.context(*given, **named)
                await made.expose_function("acted", note)
                await made.add_init_script(_LISTEN)
                return made

            async def close(self) -> None:
                return None

        with (
            patch.object(browser, "OwnBrowser", Lent),
            patch.object(catch_up, "FIRST_CARDS_WITHIN_S", 5.0),
            patch.object(composer_finder, "OPENS_WITHIN_S", 3.0),
            patch.object(composer_finder, "NAMED_WITHIN_S", 1.0),
            patch.object(composer, "PROOF_WITHIN_S", 2.0),
            patch.object(conversation, "LOADED_WITHIN_S", 2.0),
            patch.object(Traffic, "member_of", _nobody) if ids_late else nullcontext(),
        ):
            yield

    def _note(self, kind: str, at: float) -> None:
        self.acts.append((kind, at / 1000))


async def one(watched: Watched, kind: str, way: str, language: str, place: Place) -> Met:
    """A campaign, or a page check, that meets the wall."""
    start = datetime.now(UTC).replace(hour=10, minute=0)
    now = [start]
    world = many_due(place.people, start.date())
    world.language = language
    place.world(world)
    site = PracticeSite(world, clock=lambda: now[0])
    await site.start()
    try:
        with tempfile.TemporaryDirectory() as name, watched.lent(ids_late=place.ids_late):
            folder = Path(name)
            if place.left_open:
                await _leave_open(site, folder, start)
                now[0] = start + timedelta(hours=3)
            site.faults.clear()
            site.faults.change({"wall": kind, "wall_way": way, "wall_at": place.at, "wall_after": place.after})
            watched.acts.clear()
            if place.checked:
                async with build(config(site, folder, now=now[0])) as app:
                    assert app.page_check is not None
                    surfaces = await app.page_check()
                reasons = {surface.problem.reason for surface in surfaces if surface.problem is not None}
                status = exit_of_findings(surfaces)
            else:
                report = await campaign(site, folder, now=now[0])
                reasons = {report.stopped_by.reason} if report.stopped_by is not None else set()
                status = exit_of(report.outcome)
    finally:
        await site.stop()
    walled = site.state.walled
    actions = [] if walled is None else [f"{act}" for act, at in watched.acts if at > walled[1]]
    actions += [] if walled is None else _after(site.requests, walled[0])
    return Met(
        kind=kind,
        way=way,
        language=language,
        page=place.page,
        moment=place.moment,
        met=walled is not None,
        reason=" ".join(sorted(reasons)) or "-",
        status=status,
        right=bool(reasons) and reasons <= _right(kind, way, place),
        actions=tuple(actions),
        received=len(site.received) - (walled[2] if walled is not None else 0),
    )


async def _leave_open(site: PracticeSite, folder: Path, now: datetime) -> None:
    """A run whose one message is kept without an answer, after which no conversation can be read."""
    site.world.people = site.world.people[:1]

    async def close_the_books() -> None:
        while not site.received:  # noqa: ASYNC110 - the site tells nobody
            await asyncio.sleep(0.005)
        site.faults.thread_unreadable = True

    closing = asyncio.ensure_future(close_the_books())
    site.faults.change({"answer_cut_off": 1})
    report = await campaign(site, folder, now=now)
    closing.cancel()
    assert [item.state for item in report.items] == ["unsure"], report


def _right(kind: str, way: str, place: Place) -> frozenset[Reason]:
    """What a page asks for in the background is answered 403 by a restriction and by a security check alike."""
    background = way == "address" and place.at in (
        "_fragment=1",
        "ComposeOptions",
        "action=typing",
        "action=createMessage",
    )
    return KINDS[kind] | (_CHECK if kind == "restricted" and background else frozenset())


def _after(requests: list[Asked], first: int) -> list[str]:
    """What was asked for after the wall was met, but for where it led."""
    return [
        f"{asked.method} {asked.path} {asked.status}"
        for asked in requests[first + 1 :]
        if not asked.path.startswith(DOORS) and asked.path != "/authwall" and asked.kind != "practice"
    ]


async def table(*wanted: str) -> list[Met]:
    """Print the table row by row; returns the rows."""
    print(HEAD, flush=True)
    rows = []
    async with watching() as watched:
        for kind, way, language, place in combinations(*wanted):
            rows.append(await one(watched, kind, way, language, place))
            print(rows[-1].row(), *rows[-1].actions, flush=True)
    return rows


@asynccontextmanager
async def watching() -> AsyncIterator[Watched]:
    """A browser for a table of runs."""
    async with Watched() as watched:
        yield watched


if __name__ == "__main__":
    made = asyncio.run(table(*sys.argv[1:]))
    clean = sum(row.clean for row in made)
    total = sum(len(row.actions) for row in made)
    print(
        f"{total} actions and {sum(row.received for row in made)} messages after a wall; {clean} of {len(made)} ended rightly"
    )
    sys.exit(clean != len(made))
