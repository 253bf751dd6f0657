"""One browser for all readings of single pages; pages are handed to it, no server is asked."""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Callable
from pathlib import Path

import pytest
from playwright.async_api import BrowserContext, Route

from linkapp.engine.browser import OwnBrowser
from linkapp.engine.pages import catch_up
from linkapp.engine.pages.composer import Composers
from linkapp.engine.pages.script import Asking
from linkapp.engine.selectors import load
from linkapp.engine.site_clock import SiteClock
from linkapp.engine.traffic import Traffic

SITE = "http://127.0.0.1:9"
PACK = load(Path(__file__).parents[2] / "resources" / "selectors" / "site.toml").pack

Show = Callable[[str], Awaitable[Composers]]


@pytest.fixture
def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    """A reader that waits for nothing which a page without a server will never bring."""
    monkeypatch.setattr(catch_up, "END_AFTER_S", 0.1)
    monkeypatch.setattr(catch_up, "MORE_WITHIN_S", 0.3)
    monkeypatch.setattr(catch_up, "PRESS_WITHIN_S", 0.4)
    monkeypatch.setattr(catch_up, "_TICK_S", 0.01)
    monkeypatch.setattr(catch_up, "_QUIET_ROUNDS", 2)
    monkeypatch.setattr(catch_up, "NOTHING_AFTER_S", 0.3)
    monkeypatch.setattr(catch_up, "NOTICE_AFTER_S", 0.1)


@pytest.fixture(scope="session")
async def browser() -> AsyncIterator[OwnBrowser]:
    own = OwnBrowser(headless=True, loopback=True)
    await own.start()
    yield own
    await own.close()


@pytest.fixture(scope="session")
async def blank(browser: OwnBrowser) -> AsyncIterator[BrowserContext]:
    context = await browser.context()
    yield context
    await context.close()


@pytest.fixture
async def show(blank: BrowserContext) -> AsyncIterator[Show]:
    """Shows the given HTML as the site's own page; gives what works with it."""
    page = await blank.new_page()
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
    await page.close()
