"""The Network port: the site, through LinkApp's own browser and the person's session."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import Awaitable, Callable, Coroutine, Sequence
from dataclasses import replace
from datetime import datetime
from functools import partial
from typing import Any, TypeVar, cast
from urllib.parse import quote, urlsplit
from zoneinfo import ZoneInfo

from playwright.async_api import BrowserContext, Error, Page

from linkapp.domain.account import keys_of
from linkapp.domain.act import NotSent, Outcome, Sent, Unsure
from linkapp.domain.greeting import Ready
from linkapp.domain.moment import Card, Changed, Conversation, Occasion, Ok, Reading, Unknown
from linkapp.domain.person import Person
from linkapp.domain.problems import UNREACHED, WALLS, Problem, Reason
from linkapp.domain.selector_stats import Mark
from linkapp.domain.visit import Visited
from linkapp.engine.at_once import both, ended
from linkapp.engine.browser import NoBrowser, OwnBrowser
from linkapp.engine.evidence import Evidence
from linkapp.engine.outcomes import NOTHING, problem_in, reading_of
from linkapp.engine.pages import catch_up, conversation, profile, state
from linkapp.engine.pages.script import Asking, PageGone
from linkapp.engine.preparing import Preparing
from linkapp.engine.selectors import Pack
from linkapp.engine.signed_in_contexts import NoSession, SignedInContexts, problem_of
from linkapp.engine.site_clock import SiteClock
from linkapp.engine.tab import Covering, Tab
from linkapp.services.ports.secrets import Session

T = TypeVar("T")
R = TypeVar("R")


class SiteNetwork:
    """One signed-in browser, one tab for the catch-up page, a fresh one for every conversation that is looked up."""

    def __init__(
        self,
        *,
        site: str,
        browser: OwnBrowser,
        pack: Pack,
        clock: SiteClock,
        session: Session | None = None,
        needs_session: bool = False,
        here: Callable[[], datetime] | None = None,
        evidence: Evidence | None = None,
        counts: Callable[[Sequence[Mark]], Awaitable[None]] | None = None,
        zone: Callable[[], ZoneInfo] | None = None,
    ) -> None:
        """``site`` is scheme, host and port without a closing slash. With ``needs_session`` no page is asked for
        while there is no stored session. ``here`` is the computer's own time, to tell a wrong clock from an ended
        session. ``evidence`` keeps what a problem looked like. ``counts`` hears by what pages were recognised: after a
        list was read and at the end, never between a composer and its proof. ``zone``: the person's own, in which pages
        live; asked for whenever a list is read."""
        self.watch: Callable[[Page], Awaitable[None]] | None = None
        """Hears of every page that was just read, while it still stands there."""
        self._evidence = evidence
        self._counts = counts
        self._site = site.rstrip("/")
        self._browser = browser
        self._asking = Asking(pack)
        self._pack = pack
        self._clock = clock
        self._contexts = SignedInContexts(
            browser, clock, session=session, needs_session=needs_session, here=here, zone=zone
        )
        self._covering = Covering(self._asking, self._site)
        self._preparing = Preparing(self._asking, self._site, self._covering, self.member)
        self._tab: Tab | None = None
        self._occasion = Occasion.BIRTHDAY
        self._dirty = True
        self._me: set[str] = set()
        self._own_links: frozenset[str] = frozenset()
        self._owners: set[str] = set()
        self._leaving: asyncio.Future[bool] | None = None
        """The closing of the composer that a greeting went out of: nothing else is done on a page before it ended."""
        self._stop: Problem | None = None
        """The first stop sign since the last reading began, whichever tab it showed on."""

    # -- the port --

    async def read_moments(self, occasion: Occasion) -> Reading[Card]:
        """See ``services.ports.site.Network``."""
        reading = await self._read_moments(occasion)
        await self._count()
        return await self._ended(None, reading)

    async def _read_moments(self, occasion: Occasion) -> Reading[Card]:
        self._occasion = occasion
        await self._begin()
        if problem := await self._open_list():
            return reading_of(problem)
        tab = await self._main()
        try:
            uncover = partial(self._covering.clear, tab)
            reading = await catch_up.read(tab.page, self._asking, tab.traffic, occasion, uncover=uncover)
        except (PageGone, Error) as error:
            return reading_of(state.of_error(error.__cause__ or error))
        if stop := await state.judge(tab.page, self._asking, tab.traffic, self._site):
            return reading_of(stop)
        return reading

    async def prepare(self, person: Person, text: str) -> Ready | NotSent:
        """See ``services.ports.site.Network``."""
        return await self._prepared(self._prepare(person, text))

    async def prepare_on_profile(
        self, person: Person, text: str, before_open: Callable[[], Awaitable[None]]
    ) -> Ready | NotSent:
        """See ``services.ports.site.Network``."""
        return await self._prepared(self._prepare_on_profile(person, text, before_open))

    async def _prepared(self, preparing: Coroutine[Any, Any, Ready | NotSent]) -> Ready | NotSent:
        if stop := await self._sign_by_now():
            preparing.close()
            return await self._ended(None, NotSent(problem=stop))
        try:
            written = await preparing
        except (PageGone, Error) as error:
            self._dirty = True
            written = NotSent(problem=state.of_error(error.__cause__ or error))
        if isinstance(written, Ready):
            return written
        return await self._ended(None, NotSent(problem=await self._behind(self._tab, written.problem)))

    async def press(self, ready: Ready, text: str, before_click: Callable[[], Awaitable[None]]) -> Outcome:
        """See ``services.ports.site.Network``."""
        clicked = False

        async def commit() -> None:
            nonlocal clicked
            clicked = True
            await before_click()

        if stop := await self._sign_by_now():
            return await self._ended(None, NotSent(problem=stop))
        tab = self._tab
        if tab is None or tab.page.is_closed() or tab.traffic.crashed or not self._browser.alive:
            # Never in another tab than the one that was written in: what was ready went with it.
            return NotSent(problem=Problem(reason=Reason.BROWSER_CRASHED, detail="the browser ended before the click"))
        try:
            outcome = await tab.composers.press(ready.recipient, text, commit)
            if isinstance(outcome, NotSent) and not clicked:
                cover = await self._covering.covered(tab, outcome.problem)
                if cover is None:  # everything is checked anew
                    outcome = await tab.composers.press(ready.recipient, text, commit)
                else:
                    outcome = NotSent(problem=cover)
        except (PageGone, Error) as error:
            problem = state.of_error(error.__cause__ or error)
            outcome = Unsure(problem=problem) if clicked else NotSent(problem=problem)
        if isinstance(outcome, Sent) and not tab.composers.answered:
            outcome = await self._seen_elsewhere(ready.recipient, text, outcome)
        if isinstance(outcome, Unsure):
            outcome = replace(outcome, request_left=tab.composers.request_left)
        if not isinstance(outcome, Sent):
            outcome = replace(outcome, problem=await self._behind(tab, outcome.problem))
            outcome = await self._ended(tab, outcome)  # decided: nothing is waited for any more
        self._dirty = True
        if isinstance(outcome, Sent):  # it is written down at once; meanwhile the composer is closed
            self._leaving = asyncio.ensure_future(self._left(tab))
        return outcome

    async def _seen_elsewhere(self, person: Person, text: str, outcome: Sent) -> Outcome:
        """Where only the page says that a message went out, and the site answered nothing: the conversation itself is
        read once, on a fresh tab. What it holds is true; one that cannot be read leaves the page's word."""
        reading = await self.conversation(person)
        if not isinstance(reading, Ok):
            return Unsure(problem=reading.problem) if reading.problem.reason in WALLS else outcome
        if any(conversation.holds(item, text) for item in reading.items):
            return outcome
        return Unsure(problem=Problem(reason=Reason.NO_PROOF, detail="the message stands on the page only"))

    async def abandon(self) -> None:
        """See ``services.ports.site.Network``."""
        stop = await self._sign_by_now()
        if self._tab is None or self._tab.page.is_closed():
            return
        if stop or not await self._browser.answers():  # nothing is touched any more, not even to tidy up
            self._dirty = True
            return
        self._dirty = not await self._left(self._tab)

    async def conversation(self, person: Person) -> Reading[Conversation]:
        """See ``services.ports.site.Network``."""

        async def read(tab: Tab) -> Reading[Conversation] | Problem:
            member = person.member or await self._member_of(tab, person)
            if isinstance(member, Problem):
                return member
            tab.traffic.begin()
            if problem := await self._go(tab, f"{self._site}{self._pack.conversation}?recipient={quote(member)}"):
                return problem
            return await conversation.read(tab.composers, replace(person, member=member))

        reading: Reading[Conversation] | Problem = await self._on_a_fresh_tab(read)
        return reading_of(reading) if isinstance(reading, Problem) else reading

    async def arrive(self) -> Problem | None:
        """See ``services.ports.site.Network``."""
        await self._begin()
        problem = await self._open_list()
        if problem is None:
            tab = await self._main()
            try:
                self._own_links |= await profile.own_links(tab.page, self._asking)
                problem = await state.judge(tab.page, self._asking, tab.traffic, self._site)
            except (PageGone, Error) as error:
                problem = state.of_error(error.__cause__ or error)
        return await self._ended(None, problem)

    async def visit(self, person: Person, before_open: Callable[[], Awaitable[None]]) -> Visited:
        """See ``services.ports.site.Network``."""
        opened = False

        async def open_it(tab: Tab) -> Person | Problem:
            nonlocal opened
            await before_open()
            opened = True
            if problem := await self._go(tab, self._profile_of(person)):
                return profile.problem_of(problem)
            return await profile.read(tab.page, self._asking, person)

        seen = await self._on_a_fresh_tab(open_it)
        return profile.visited(person, seen, opened=opened)

    async def member(self, person: Person) -> str | Problem:
        """The member id that the profile page of ``person``, known by its address, tells of them."""
        return await self._on_a_fresh_tab(lambda tab: self._member_of(tab, person))

    def site_time(self) -> datetime | None:
        """See ``services.ports.site.Network``."""
        return self._clock.now()

    def account(self) -> frozenset[str]:
        """See ``services.ports.site.Network``. Of pages only the list's navigation counts: that of a profile page may
        hold links to its person."""
        mailbox = self._tab.traffic.answers.owner if self._tab is not None else ""
        return keys_of(self._own_links, {*self._owners, mailbox})

    async def answers(self) -> bool:
        """Whether the browser answers at once, or none is there."""
        return not self._browser.alive or await self._browser.answers()

    async def _count(self) -> None:
        if self._counts is not None and (marks := self._asking.marks()):
            await self._counts(marks)

    async def close(self) -> None:
        """See ``services.ports.site.Network``."""
        await self._count()
        await ended(self._leaving)
        self._leaving = self._tab = None
        await self._contexts.end()
        await self._browser.close()  # its contexts with it

    # -- tabs and addresses --

    async def _begin(self) -> None:
        """Whatever an earlier run saw is forgotten: who is signed in, what lay over the page, its stop sign."""
        await self._sign_by_now()
        if self._contexts.zone_moved:
            self._tab = None
            await self._contexts.give_up()
        self._covering.begin()
        self._own_links, self._owners = frozenset(), set()
        self._stop = None  # a person may have put right what it asked for
        if self._tab is not None:
            self._tab.traffic.look_afresh()

    async def _ready_context(self) -> BrowserContext:
        """Raises ``NoSession``, ``NoBrowser`` and the browser's errors."""
        if not self._contexts.alive:
            self._tab = None  # it went with the context
        return await self._contexts.ready()

    async def _main(self) -> Tab:
        context = await self._ready_context()
        if self._tab is None or self._tab.page.is_closed() or self._tab.traffic.crashed:
            self._tab = Tab(await self._browser.page(context), self._asking, self._clock, self._site)
            self._tab.composers.me = self._me
            self._dirty = True
        return self._tab

    async def _go(self, tab: Tab, address: str) -> Problem | None:
        if stop := self._sign():
            return stop
        try:
            answer = await tab.page.goto(address, wait_until="domcontentloaded")
        except Error as error:
            # An answer without a body is an error to the browser.
            status = state.of_headers(tab.traffic.status, tab.traffic.headers)
            wall = status if status is not None and status.reason in WALLS | UNREACHED else None
            return state.of_traffic(tab.traffic, self._pack) or wall or state.of_error(error)
        if answer is not None:
            self._clock.note(await answer.all_headers())
        if problem := await state.judge(tab.page, self._asking, tab.traffic, self._site, answer):
            return self._contexts.explained(problem)
        shown = frozenset((await self._asking.ask(tab.page.main_frame, "state"))["me"])
        self._me |= shown
        if tab is self._tab and shown:
            self._own_links = shown
        return None

    def _sign(self) -> Problem | None:
        """The stop sign that any tab has shown since the last reading began: nothing is opened, clicked or typed after
        it."""
        if self._stop is None and self._tab is not None:
            self._stop = state.of_traffic(self._tab.traffic, self._pack)
        return self._stop

    async def _sign_by_now(self) -> Problem | None:
        """The same, once the composer of the last greeting is closed."""
        leaving, self._leaving = self._leaving, None
        if leaving is not None:
            self._dirty = not await leaving
        return self._sign()

    async def _behind(self, tab: Tab | None, problem: Problem) -> Problem:
        """Why it really failed: the stop sign that the page shows by now, where it shows one. Only looks."""
        if problem.reason in WALLS or tab is None or tab.page.is_closed():
            return problem
        try:
            sign = await state.judge(tab.page, self._asking, tab.traffic, self._site)
        except (PageGone, Error):
            sign = state.of_traffic(tab.traffic, self._pack)
        return sign if sign is not None and sign.reason in WALLS else problem

    async def _open_list(self) -> Problem | None:
        try:
            tab = await self._main()
        except (NoBrowser, NoSession, Error) as error:
            return problem_of(error)
        path = self._pack.catch_up[self._occasion]
        tab.traffic.list_begins()
        if problem := await self._go(tab, self._site + path):
            self._dirty = True
            return problem
        if urlsplit(tab.page.url).path.rstrip("/") != path.rstrip("/"):
            self._dirty = True
            return Problem(reason=Reason.PAGE_CHANGED, detail=f"the site showed {urlsplit(tab.page.url).path} instead")
        self._dirty = False
        return None

    async def _prepare(self, person: Person, text: str) -> Ready | NotSent:
        try:
            tab = await self._main()
        except (NoBrowser, NoSession, Error) as error:
            return NotSent(problem=problem_of(error))
        path = self._pack.catch_up[self._occasion]
        elsewhere = self._dirty or urlsplit(tab.page.url).path.rstrip("/") != path.rstrip("/")
        control_here = None
        if not elsewhere:
            asked = catch_up.control_here(tab.page, self._asking, person, self._occasion)
            others, found_now = await both(tab.composers.look(), asked)
            elsewhere, control_here = bool(others), None if others else found_now
        if elsewhere:
            if problem := await self._open_list():
                return NotSent(problem=problem)
            tab = await self._main()
            if problem := await tab.composers.put_aside():
                return NotSent(problem=problem)
        return await self._preparing.on_list(tab, person, text, self._occasion, control_here)

    async def _prepare_on_profile(
        self, person: Person, text: str, before_open: Callable[[], Awaitable[None]]
    ) -> Ready | NotSent:
        try:
            tab = await self._main()
        except (NoBrowser, NoSession, Error) as error:
            return NotSent(problem=problem_of(error))
        self._dirty = True
        await before_open()
        if problem := await self._go(tab, self._profile_of(person)):
            return NotSent(problem=problem)
        return await self._preparing.on_profile(tab, person, text)

    def _profile_of(self, person: Person) -> str:
        return f"{self._site}{self._pack.profile}{quote(person.profile or person.member or '', safe='')}/"

    async def _left(self, tab: Tab) -> bool:
        if self._sign():
            return False
        try:
            path = self._pack.catch_up[self._occasion]
            return await tab.composers.leave() and urlsplit(tab.page.url).path.rstrip("/") == path.rstrip("/")
        except (PageGone, Error):
            return False

    async def _member_of(self, tab: Tab, person: Person) -> str | Problem:
        """The member id of a person known by profile address only, from that profile's own Message links."""
        unreadable = Problem(reason=Reason.CONVERSATION_UNREADABLE, detail="the profile does not tell the person's id")
        if not person.profile:
            return unreadable
        if problem := await self._go(tab, f"{self._site}{self._pack.profile}{quote(person.profile)}/"):
            return problem
        return await profile.member(tab.page, self._asking, person) or unreadable

    async def _on_a_fresh_tab(self, work: Callable[[Tab], Awaitable[T | Problem]]) -> T | Problem:
        """Do something on a tab of its own, which is closed afterwards; the list's tab stays as it is. A stop sign that
        this tab shows outranks whatever was made of its page."""
        if stop := await self._sign_by_now():
            return stop
        try:
            page = await self._browser.page(await self._ready_context())
        except (NoBrowser, NoSession, Error) as error:
            return problem_of(error)
        tab = Tab(page, self._asking, self._clock, self._site)
        tab.composers.me = self._me
        try:
            try:
                result = await work(tab)
            except (PageGone, Error) as error:
                result = state.of_error(error.__cause__ or error)
            sign = await self._behind(tab, problem_in(result) or NOTHING)
            return await self._ended(tab, result if sign.reason not in WALLS else sign)
        finally:
            self._owners |= {tab.traffic.answers.owner} - {""}
            with contextlib.suppress(Error):
                await page.close()

    async def _ended(self, tab: Tab | None, result: R) -> R:
        """What was asked of a page is known: whoever watches looks at it, and a problem gets its evidence. ``None``
        is the list's tab."""
        problem = problem_in(result)
        stops = problem is not None and problem.reason in WALLS
        if problem is not None and stops:
            self._stop = problem
        tab = tab or self._tab
        if tab is None or tab.traffic.crashed or tab.page.is_closed():
            return result
        if self.watch is not None:
            await self.watch(tab.page)
        if self._evidence is None or problem is None or problem.evidence:
            return result
        shown = replace(problem, evidence=await self._evidence.of(tab.page, problem))
        if stops:
            self._stop = shown
        if isinstance(result, NotSent | Unsure | Changed | Unknown):
            return replace(result, problem=shown)
        return cast("R", shown)
