"""The sign-in window: LinkApp's own browser, in which the person signs in to the site.

LinkApp types nothing there and looks at no field. It watches the tab's address, the marks of a signed-in page, the
status of the page's own answer, and whether the site has handed out its session cookie (site-facts, "Login").
"""

from __future__ import annotations

import asyncio
import json
from collections.abc import Callable
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from playwright.async_api import BrowserContext, Error, Page, Request, Response

from linkapp.domain.problems import Problem, Reason
from linkapp.domain.session import BadSession, SignedIn, of_the_site, site_host
from linkapp.engine.browser import NoBrowser, OwnBrowser
from linkapp.engine.origin import same_origin
from linkapp.engine.pages import state
from linkapp.engine.pages.script import Asking, PageGone
from linkapp.engine.selectors import Pack
from linkapp.engine.site_clock import SiteClock
from linkapp.services.health import SKEW
from linkapp.services.ports.secrets import StoredSession

SIGN_IN_PAGE = "/login"
HOME_PAGE = "/feed/"
SIGNED_IN_MARKS = '[data-testid="primary-nav"], #primaryNavLinksComponentRef, #global-nav'
"""The main navigation, which only members see: since 2026-09, and before."""
_NAVIGATION_MS = 60_000
_WORDS_WITHIN_MS = 5_000
_GONE_WITHIN_S = 0.05
"""A window that a person closes is gone before its browser; if both go at once, the browser ended."""


def clock_problem(site: datetime | None, here: datetime) -> Problem | None:
    """``CLOCK_WRONG`` where the computer's clock is too far from the site's for cookies to hold."""
    if site is None or abs(site - here) <= SKEW:
        return None
    minutes = int(abs(site - here) / timedelta(minutes=1))
    return Problem(reason=Reason.CLOCK_WRONG, detail=f"{minutes} minutes from the site's time")


class SignInTab:
    """The ``SignInWindow`` port: one browser of its own, with however many tabs the person opens in it."""

    def __init__(
        self,
        *,
        site: str,
        browser: OwnBrowser,
        pack: Pack,
        now: Callable[[], datetime],
        zone: Callable[[], ZoneInfo] | None = None,
    ) -> None:
        """``now`` is the computer's own time, held against the site's; ``zone`` the person's own."""
        self._zone = zone
        self._site = site.rstrip("/")
        self._browser = browser
        self._pack = pack
        self._asking = Asking(pack)
        self._now = now
        self._clock = SiteClock()
        self._context: BrowserContext | None = None
        self._answers: dict[Page, Problem | None] = {}
        self._crashed = False

    @property
    def pages(self) -> list[Page]:
        """The open tabs, the latest last."""
        if self._context is None:
            return []
        return [page for page in self._context.pages if not page.is_closed()]

    async def open(self, stored: StoredSession | None) -> Problem | None:
        """See ``services.ports.secrets.SignInWindow``."""
        try:
            await self._browser.start()
        except NoBrowser as error:
            return Problem(reason=Reason.NO_BROWSER, detail=str(error)[:200])
        try:
            try:
                zone = self._zone().key if self._zone is not None else None
                state_ = stored.state if stored else None
                self._context = await self._browser.context(state_, free_size=True, zone=zone)
            except Error:
                if stored is None:
                    raise
                stored = None  # a session that the browser refuses is as good as none here
                self._context = await self._browser.context(free_size=True, zone=zone)
            self._context.set_default_navigation_timeout(_NAVIGATION_MS)
            for there in self._context.pages:
                self._watch(there)
            self._context.on("page", self._watch)
            page = await self._browser.page(self._context)
            await page.goto(self._site + (HOME_PAGE if stored else SIGN_IN_PAGE), wait_until="domcontentloaded")
        except Error as error:
            return state.of_error(error)
        return None

    async def standing(self) -> SignedIn | Problem:
        """See ``services.ports.secrets.SignInWindow``."""
        if self._is_gone():
            return Problem(reason=Reason.BROWSER_CRASHED, detail="the sign-in window is gone")
        open_pages = self.pages
        if not open_pages or self._context is None:
            await asyncio.sleep(_GONE_WITHIN_S)
            if self._is_gone():
                return Problem(reason=Reason.BROWSER_CRASHED, detail="the sign-in window is gone")
            return Problem(reason=Reason.STOPPED_BY_PERSON, detail="the window was closed")
        shown = Problem(reason=Reason.SIGNED_OUT, detail="another site is shown")
        for page in open_pages:
            standing = await self._standing_of(page)
            if isinstance(standing, SignedIn):
                return standing
            shown = standing
        if shown.reason is Reason.SIGNED_OUT:
            return clock_problem(self._clock.now(), self._now()) or shown
        return shown

    async def state(self) -> str | Problem:
        """See ``services.ports.secrets.SignInWindow``."""
        if self._context is None:
            return Problem(reason=Reason.BROWSER_CRASHED, detail="the sign-in window is gone")
        try:
            return json.dumps(await self._context.storage_state())
        except Error as error:
            return state.of_error(error)

    async def close(self) -> None:
        """See ``services.ports.secrets.SignInWindow``."""
        self._context = None
        await self._browser.close()  # its tabs with it

    # -- what the tabs show --

    def _is_gone(self) -> bool:
        return self._crashed or not self._browser.alive

    async def _standing_of(self, page: Page) -> SignedIn | Problem:
        if page.url.startswith(("chrome-error:", "about:neterror")):
            return self._answers.get(page) or Problem(reason=Reason.OFFLINE, detail="the browser's own error page")
        if not same_origin(page.url, self._site):
            return Problem(reason=Reason.SIGNED_OUT, detail="another site is shown")
        if answer := self._answers.get(page):
            return answer
        door = state.of_address(page.url, self._pack)
        if door is not None and door.reason is Reason.SIGNED_OUT:
            return door
        try:
            if door is not None:
                return await self._restriction(page) or door
            shown = await self._asking.ask(page.main_frame, "state")
            if said := state.of_state(shown, self._pack):
                return said
            if await page.locator(SIGNED_IN_MARKS).count() and (signed_in := await self._session()):
                return signed_in
        except (PageGone, Error) as error:
            return state.of_error(error.__cause__ or error)
        return Problem(reason=Reason.SIGNED_OUT, detail="no mark of a signed-in page")

    async def _restriction(self, page: Page) -> Problem | None:
        """Whether the words of a security check say that the account is restricted."""
        text = (await page.locator("body").inner_text(timeout=_WORDS_WITHIN_MS)).casefold().replace("’", "'")
        if any(word in text for word in self._pack.restricted_words):
            return Problem(reason=Reason.RESTRICTED, detail="the page says so")
        return None

    async def _session(self) -> SignedIn | None:
        """Whether the site has handed out its session cookie."""
        assert self._context is not None
        cookies = await self._context.cookies(self._site)
        try:
            return of_the_site(json.dumps({"cookies": cookies}), site_host(self._site))[1]
        except BadSession:
            return None

    def _watch(self, page: Page) -> None:
        page.on("response", self._answered)
        page.on("requestfailed", self._failed)
        page.on("crash", self._page_crashed)

    async def _answered(self, response: Response) -> None:
        page = _page_of(response.request)
        if page is not None and same_origin(response.url, self._site):
            self._clock.note(response.headers)
            self._answers[page] = state.of_answer(response)

    def _failed(self, request: Request) -> None:
        page = _page_of(request)
        if page is not None and "ERR_ABORTED" not in (request.failure or ""):
            self._answers[page] = state.of_error(ConnectionError(request.failure or ""))

    def _page_crashed(self, _page: Page) -> None:
        self._crashed = True


def _page_of(request: Request) -> Page | None:
    """The tab whose own document was asked for, else None."""
    try:
        if request.is_navigation_request() and request.frame.parent_frame is None:
            return request.frame.page
    except Error:
        return None  # the tab is just opening or closing
    return None
