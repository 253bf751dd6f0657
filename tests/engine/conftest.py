"""One browser for all readings of single pages; pages are handed to it, no server is asked."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from pathlib import Path
from typing import Any

import pytest
from playwright.async_api import BrowserContext, Error, Page, Route

from linkapp.engine.browser import OwnBrowser
from linkapp.engine.pages import catch_up
from linkapp.engine.pages.composer import Composers
from linkapp.engine.pages.script import Asking
from linkapp.engine.selectors import load
from linkapp.engine.site_clock import SiteClock
from linkapp.engine.traffic import Traffic
from tests.one_browser import OneBrowser

SITE = "http://127.0.0.1:9"
PACK = load(Path(__file__).parents[2] / "resources" / "selectors" / "site.toml").pack

Show = Callable[[str], Awaitable[Composers]]


@pytest.fixture
def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    """A reader that waits for nothing which a page without a server will never bring."""
    monkeypatch.setattr(catch_up, "END_AFTER_S", 0.1)
    monkeypatch.setattr(catch_up, "MORE_WITHIN_S", 0.3)
    monkeypatch.setattr(catch_up, "PRESS_WITHIN_S", 2.0)
    monkeypatch.setattr(catch_up, "_TICK_S", 0.01)
    monkeypatch.setattr(catch_up, "_QUIET_ROUNDS", 2)
    monkeypatch.setattr(catch_up, "NOTHING_AFTER_S", 0.3)
    monkeypatch.setattr(catch_up, "NOTICE_AFTER_S", 0.1)


@pytest.fixture(scope="session")
async def browser(one_browser: type[OneBrowser]) -> AsyncIterator[OwnBrowser]:
    own = one_browser(headless=True, loopback=True)
    yield own
    await own.close()


@pytest.fixture(scope="session")
def contexts() -> list[BrowserContext]:
    """The one context that is handed from test to test, or none yet."""
    return []


@pytest.fixture
async def blank(browser: OwnBrowser, contexts: list[BrowserContext]) -> BrowserContext:
    """A context without anything: that of the last test, unless its browser has ended since."""
    if not (contexts and browser.alive):
        contexts[:] = [await browser.context()]
    return contexts[0]


@pytest.fixture
async def show(blank: BrowserContext) -> AsyncIterator[Show]:
    """Shows the given HTML as the site's own page; gives what works with it.

    The tab is the last test's, made blank again: a new one costs the browser more than most tests do. Where that one is
    gone, or does not let itself be made blank, there is a new one.
    """
    page = blank.pages[0] if blank.pages else await blank.new_page()
    listening: list[tuple[Any, Callable[..., Any]]] = []

    def on(event: Any, hear: Callable[..., Any]) -> None:
        listening.append((event, hear))
        Page.on(page, event, hear)

    page.on = on
    tab = Composers(page=page, asking=Asking(PACK), traffic=Traffic(page, SiteClock(), SITE), site=SITE)
    html = ""

    async def answer(route: Route) -> None:
        await route.fulfill(body=html, content_type="text/html; charset=utf-8")

    await page.route("**/*", answer)

    async def shown(body: str) -> Composers:
        nonlocal html
        nav = "<nav data-testid=primary-nav><a href='/in/tester-self/'>Me</a></nav>"
        html = body if "<html" in body else f"<!doctype html><html lang=en><body>{nav}<main>{body}</main></body></html>"
        await page.goto(f"{SITE}/mynetwork/catch-up/birthday/", wait_until="domcontentloaded")
        return tab

    yield shown
    for event, hear in listening:
        page.remove_listener(event, hear)
    as_new = await _made_blank(page)
    for left in blank.pages:
        if not (as_new and left is page):
            await left.close()


async def _made_blank(page: Page) -> bool:
    """Whether the tab is as good as a new one: nothing of a test's is shown, kept, answered or pointed at."""
    if page.is_closed():
        return False
    try:
        async with asyncio.timeout(5):
            await page.evaluate("sessionStorage.clear()")
            await page.goto("about:blank")
            await page.unroute_all(behavior="ignoreErrors")
            await page.mouse.move(-1, -1)
    except (Error, TimeoutError):
        return False
    return page.url == "about:blank" and len(page.frames) == 1
