"""One real browser for all tests of a process whose subject is the page: each has contexts of its own in it, which end
with it.

Starting and ending a browser is a subject of ``test_browser_life``, ``test_from_outside``, ``test_sign_in`` and of every
test that starts the program as a process, and so is the browser as a person has it; elsewhere that was a third of the
time. Where Chromium without the window around its pages is installed (Debian: ``chromium-headless-shell``), it is that
one: the same pages, for half of the work.
"""

from __future__ import annotations

import contextlib
import shutil
from typing import Any

from playwright.async_api import BrowserContext, Error

from linkapp.engine.browser import OwnBrowser

PROGRAM = shutil.which("chromium-headless-shell") or ""
"""Empty for the browser that LinkApp itself would find."""


class OneBrowser(OwnBrowser):
    """Like LinkApp's own; started once, and ended by ``end``. One with a window is a browser by itself."""

    _started: OwnBrowser | None = None

    def __init__(self, **given: Any) -> None:
        super().__init__(**given)
        self._shared = bool(given.get("headless", True) and given.get("loopback"))
        self._contexts: list[BrowserContext] = []

    async def start(self) -> None:
        if not self._shared:
            await super().start()
            return
        if self.alive:
            return
        await self.close()
        browser = OneBrowser._started
        if browser is None or not await browser.answers():
            await OneBrowser.end()
            browser = OneBrowser._started = OwnBrowser(program=PROGRAM, headless=True, loopback=True)
            await browser.start()
        self._driver, self._browser, self._pulse = browser._driver, browser._browser, browser._pulse

    async def context(self, *given: Any, **named: Any) -> BrowserContext:
        made = await super().context(*given, **named)
        self._contexts.append(made)
        return made

    async def close(self) -> None:
        if not self._shared:
            await super().close()
            return
        contexts, self._contexts = self._contexts, []
        for context in contexts:
            with contextlib.suppress(Error):
                await context.close()
        self._driver = self._browser = self._pulse = self._first = None

    @classmethod
    async def end(cls) -> None:
        """End the browser that was shared."""
        browser, OneBrowser._started = OneBrowser._started, None
        if browser is not None:
            await browser.close()
