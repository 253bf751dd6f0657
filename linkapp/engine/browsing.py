"""The window in which the person browses the site by hand, signed in. LinkApp opens its first page, presses and types
nothing, and reads only the page that the person has in front."""

from __future__ import annotations

import asyncio
import re
import time
from collections.abc import Callable
from datetime import datetime
from typing import Any
from urllib.parse import quote, unquote, urlsplit
from zoneinfo import ZoneInfo

from playwright.async_api import BrowserContext, CDPSession, Dialog, Error, Page, Request, Response

from linkapp.domain import shown_profile
from linkapp.domain.person import Person, is_member, member_of, profile_of
from linkapp.domain.problems import WALLS, Problem, Reason
from linkapp.domain.shown_profile import InFront, OtherPage, ShownProfile, UnreadProfile
from linkapp.engine.browser import NoBrowser, OwnBrowser
from linkapp.engine.origin import same_origin
from linkapp.engine.pages import state
from linkapp.engine.pages.script import Asking, PageGone
from linkapp.engine.selectors import Pack
from linkapp.engine.session import HOME_PAGE
from linkapp.engine.signed_in_contexts import NoSession, SignedInContexts, problem_of
from linkapp.engine.site_clock import SiteClock
from linkapp.services.ports.secrets import Session
from linkapp.services.time_limit import time_limit

READ_WITHIN_S = 8.0
"""How long a profile may take to show itself before it is said that it cannot be read."""
_GONE_WITHIN_S = 0.05
_LANGUAGE = re.compile(r"[a-z]{2}([-_][A-Za-z]{2,4})?")
_ANSWER_WITHIN_S = 1.0
_CLOSED = Problem(reason=Reason.STOPPED_BY_PERSON, detail="the window was closed")
_ENDED = Problem(reason=Reason.BROWSER_CRASHED, detail="the browser window is gone")


class BrowsingWindow:
    """The ``Browsing`` port: a browser of its own, with however many tabs the person opens in it."""

    def __init__(
        self,
        *,
        site: str,
        browser: OwnBrowser,
        pack: Pack,
        session: Session | None = None,
        needs_session: bool = False,
        here: Callable[[], datetime] | None = None,
        zone: Callable[[], ZoneInfo] | None = None,
    ) -> None:
        """As ``SiteNetwork``."""
        self._site = site.rstrip("/")
        self._browser = browser
        self._pack = pack
        self._asking = Asking(pack)
        self._clock = SiteClock()
        self._contexts = SignedInContexts(
            browser, self._clock, session=session, needs_session=needs_session, here=here, zone=zone, free_size=True
        )
        self._context: BrowserContext | None = None
        self._answers: dict[Page, Problem | None] = {}
        self._sessions: dict[Page, CDPSession] = {}
        self._latest: Page | None = None
        self._since: tuple[Page, str, float] | None = None

    @property
    def pages(self) -> list[Page]:
        """The open tabs, the latest last."""
        return [page for page in self._context.pages if not page.is_closed()] if self._context is not None else []

    async def open(self, person: Person | None, *, conversation: bool = False) -> Problem | None:
        """See ``services.ports.site.Browsing``."""
        address = HOME_PAGE
        if conversation and person is not None and person.member:
            address = f"{self._pack.conversation}?recipient={quote(person.member, safe='')}"
        elif person is not None:
            address = f"{self._pack.profile}{quote(person.profile or person.member or '', safe='')}/"
        try:
            self._context = await self._contexts.ready()
            self._context.on("page", self._watch)
            page = await self._browser.page(self._context)
            if page not in self._answers:
                self._watch(page)
        except (NoBrowser, NoSession, Error) as error:
            return problem_of(error)
        try:
            await page.goto(self._site + address, wait_until="commit")
        except Error as error:
            problem = state.of_error(error)
            # A page that does not come is the person's to see: they have the address bar.
            return problem if problem.reason is Reason.BROWSER_CRASHED and not self._browser.alive else None
        return None

    async def front(self) -> InFront | Problem:
        """See ``services.ports.site.Browsing``."""
        if not self._browser.alive:
            return _ENDED
        if not self.pages:
            await asyncio.sleep(_GONE_WITHIN_S)
            return _CLOSED if self._browser.alive else _ENDED
        page = await self._page_in_front()
        if page is None:
            return OtherPage()
        try:
            return await self._read(page)
        except (PageGone, Error):
            return OtherPage()  # it is being replaced or closed: looked at again in a moment

    async def close(self) -> None:
        """See ``services.ports.site.Browsing``."""
        self._context = None
        await self._contexts.end()
        await self._browser.close()

    async def _page_in_front(self) -> Page | None:
        """The tab that can be seen: of several windows' tabs the one that the person was in last. None in doubt."""
        marks = await asyncio.gather(*map(self._standing, pages := self.pages))
        visible = [page for page, (seen, _) in zip(pages, marks, strict=True) if seen]
        focused = [page for page, (seen, focus) in zip(pages, marks, strict=True) if seen and focus]
        if len(focused) == 1 or len(visible) == 1:
            self._latest = (focused if len(focused) == 1 else visible)[0]
        if visible:
            return self._latest if self._latest in visible else None
        return self._latest if self._latest in pages else None  # the window is put aside

    async def _standing(self, page: Page) -> tuple[bool, bool]:
        """Whether a tab can be seen, and has the keys. Without an order of ours the browser says so of all."""
        try:
            async with time_limit(_ANSWER_WITHIN_S):  # a question of the page's own holds everything up
                if page not in self._sessions:
                    self._sessions[page] = await page.context.new_cdp_session(page)
                await self._sessions[page].send("Emulation.setFocusEmulationEnabled", {"enabled": False})
                seen, focus = await page.evaluate("[document.visibilityState === 'visible', document.hasFocus()]")
        except (Error, TimeoutError):
            return False, False
        return bool(seen), bool(focus)

    async def _read(self, page: Page) -> InFront | Problem:
        address = page.url
        if not same_origin(address, self._site):
            return OtherPage()
        for said in (state.of_address(address, self._pack), self._answers.get(page)):
            if said is not None and said.reason in WALLS:
                return await self._wall(page, said)
        shown = await self._asking.ask(page.main_frame, "state")
        if (said := state.of_state(shown, self._pack)) and said.reason in WALLS:
            return await self._wall(page, said)
        profile = _profile_at(address)
        if profile is None:
            self._since = None
            return OtherPage()
        facts = await self._asking.ask(page.main_frame, "shownProfile", paths=_paths(address))
        if page.url != address:
            return OtherPage()
        if facts is not None and facts["mine"]:
            return OtherPage()
        if facts is not None and (read := await self._shown(page, facts, profile)) is not None:
            self._since = None
            return read
        if self._since is None or self._since[:2] != (page, profile):
            self._since = (page, profile, time.monotonic())
        return UnreadProfile() if time.monotonic() - self._since[2] > READ_WITHIN_S else OtherPage()

    async def _wall(self, page: Page, said: Problem) -> Problem:
        """The stop sign, by what the page says where it says more than its address."""
        try:
            shown = await self._asking.ask(page.main_frame, "state")
        except PageGone:
            return self._contexts.explained(said)
        body = state.of_state(shown, self._pack)
        weak = body is None or body.reason not in WALLS or body.reason is Reason.SIGNED_OUT
        return self._contexts.explained(said if weak or body is None else body)

    async def _shown(self, page: Page, facts: dict[str, Any], profile: str) -> ShownProfile | None:
        """Whom the profile shows; None where the page does not tell that it is the address's: a page that is just being
        changed from one person to the next shows both at once."""
        linked = {profile_of(address) for address in facts["addresses"]} - {None}
        loaded = _profile_at(facts["loaded"])
        if not facts["titled"] or (linked != {profile} if linked else loaded != profile):
            return None
        links = await self._asking.ask(page.main_frame, "messageLinks", name=facts["name"], profile=profile)
        members = {member for link in links if (member := member_of(link))}
        headline, company = shown_profile.headline_and_company(facts["lines"], facts["worked"])
        by_id = is_member(profile)
        member = members.pop() if len(members) == 1 else None
        return ShownProfile(
            person=Person(
                name=facts["name"],
                member=(member or profile) if by_id else member,
                profile=None if by_id else profile,
                headline=headline,
            ),
            company=company,
            location=shown_profile.place(facts["place"]),
            birthday=shown_profile.birthday([(heading, text) for heading, text in facts["sections"]]),
        )

    def _watch(self, page: Page) -> None:
        self._answers[page] = None
        page.on("response", self._answered)
        page.on("close", self._forget)
        page.on("dialog", _leave)

    async def _answered(self, response: Response) -> None:
        page = _page_of(response.request)
        if page is not None and same_origin(response.url, self._site):
            self._clock.note(response.headers)
            self._answers[page] = state.of_answer(response)

    def _forget(self, page: Page) -> None:
        self._answers.pop(page, None)
        self._sessions.pop(page, None)


def _leave(_dialog: Dialog) -> None:
    """A question that a page asks is the person's to answer; without a listener the library would refuse it."""


def _profile_at(address: str) -> str | None:
    """Whose profile an address is: the page itself, in whatever language, or a dialog over it, and no page below it."""
    parts = [part for part in urlsplit(address).path.split("/") if part]
    if len(parts) < 2 or parts[0] != "in":
        return None
    below = parts[2] if len(parts) > 2 else ""
    whole = not below or below == "overlay" or (len(parts) == 3 and _LANGUAGE.fullmatch(below))
    return profile_of(address) if whole else None


def _paths(address: str) -> list[str]:
    """The path of the profile at this address, as links on the page may write it."""
    path = "/" + "/".join(urlsplit(address).path.split("/")[1:3])
    return list(dict.fromkeys((path, unquote(path), quote(unquote(path)))))


def _page_of(request: Request) -> Page | None:
    """The tab whose own document was asked for, else None."""
    try:
        if request.is_navigation_request() and request.frame.parent_frame is None:
            return request.frame.page
    except Error:
        return None  # the tab is just opening or closing
    return None
