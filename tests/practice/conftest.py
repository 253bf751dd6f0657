"""One real Chromium for all tests of the practice site; a site and a page of its own for each."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import AsyncIterator, Callable
from datetime import UTC, date, datetime

import pytest
import pytest_asyncio
from playwright.async_api import BrowserContext, Error, FrameLocator, Locator, Page

from linkapp.engine.browser import OwnBrowser
from linkapp.practice import PracticeSite, ordinary_world
from linkapp.practice.words import WORDS
from tests.one_browser import OneBrowser

TODAY = date(2026, 7, 10)


def noon() -> datetime:
    return datetime(2026, 7, 10, 12, 0, tzinfo=UTC)


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def browser(one_browser: type[OneBrowser]) -> AsyncIterator[OwnBrowser]:
    own = one_browser(headless=True, loopback=True)
    yield own
    await own.close()


@pytest_asyncio.fixture(loop_scope="session")
async def site() -> AsyncIterator[PracticeSite]:
    """A site on 10 July 2026 at noon with ordinary people; tests change world and faults as they need."""
    made = PracticeSite(ordinary_world(TODAY), clock=noon)
    await made.start()
    yield made
    await made.stop()


@pytest.fixture(scope="session")
def windows() -> list[BrowserContext]:
    """The one context that is handed from test to test, or none yet."""
    return []


@pytest_asyncio.fixture(loop_scope="session")
async def window(browser: OwnBrowser, windows: list[BrowserContext]) -> BrowserContext:
    """That of the last test, unless its browser has ended since."""
    if not (windows and browser.alive):
        windows[:] = [await browser.context()]
        windows[0].set_default_timeout(5000)
    return windows[0]


@pytest_asyncio.fixture(loop_scope="session")
async def page(window: BrowserContext) -> AsyncIterator[Page]:
    """The window's one tab (a new one after a crash), without cookies; every site has an origin of its own. An error
    of the page's own scripts fails the test."""
    await window.clear_cookies()
    made = window.pages[0] if window.pages else await window.new_page()
    errors: list[str] = []
    gone: list[Page] = []

    def note(error: Error) -> None:
        errors.append(str(error))

    made.on("pageerror", note)
    made.on("crash", lambda tab: gone.append(tab))
    yield made
    made.remove_listener("pageerror", note)
    with contextlib.suppress(Error):  # the tab crashed, or is busy with a navigation of the test's
        if not gone:
            await made.goto("about:blank")
    if gone or made.url != "about:blank":
        await made.close()  # the next test gets a new one
    assert not errors


class Hand:
    """What a person does on the pages, told layout by layout."""

    def __init__(self, site: PracticeSite, page: Page) -> None:
        self.site = site
        self.page = page

    @property
    def inside(self) -> Page | FrameLocator:
        """Where messages are written: the page, or the classic frame in it."""
        if self.site.world.composer == "iframe":
            return self.page.frame_locator("[data-testid=interop-iframe]")
        return self.page

    async def catch_up(self, tab: str = "birthday") -> None:
        """Open the catch-up page."""
        await self.page.goto(f"{self.site.address}/mynetwork/catch-up/{tab}/")

    def control(self, name: str) -> Locator:
        """The control that writes to this person."""
        words = WORDS[self.site.world.language]
        start = words.message_label.split("{text}")[0].format(name=name)
        quoted = start.replace("\\", "\\\\").replace('"', '\\"')
        return self.page.locator(f'[aria-label^="{quoted}"]:visible')

    async def composer(self) -> tuple[Locator, Locator]:
        """The editor and the Send control of the one composer that is open and ready."""
        words = WORDS[self.site.world.language]
        composer = self.site.world.composer
        inside = self.inside
        selector = {
            "popup": "dialog[open]",
            "overlay": "[role=dialog][data-view-name]:has(form:visible)",
            "shadow": "#interop-outlet section",
            "iframe": ".msg-thread:visible",
            "fullpage": "#messaging > .msg__detail:visible",
        }[composer]
        frame = inside.locator(selector)
        editor = "textarea" if composer == "popup" else "[role=textbox]"
        box = frame.locator(editor)
        await box.wait_for()
        if composer in ("overlay", "iframe", "fullpage"):
            await frame.locator("ul[aria-busy=false]").wait_for()
        return box, frame.get_by_role("button", name=words.send, exact=True)

    async def write(self, name: str, text: str) -> None:
        """Open this person's composer from the catch-up page, and send."""
        await self.catch_up()
        await self.control(name).click()
        box, send = await self.composer()
        await box.fill(text)
        await send.click()

    async def until(self, happened: Callable[[], object]) -> None:
        """Wait until it is so, five seconds at most."""
        for _ in range(500):
            if happened():
                return
            await asyncio.sleep(0.01)
        raise AssertionError("it did not happen within five seconds")


@pytest.fixture
def hand(site: PracticeSite, page: Page) -> Hand:
    return Hand(site, page)
