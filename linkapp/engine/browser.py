"""The browser: found, launched, watched and closed. Only ever the one that LinkApp started."""

from __future__ import annotations

import asyncio
import os
import shutil
import sys
from functools import partial
from pathlib import Path
from typing import Any

from playwright.async_api import Browser, BrowserContext, Error, Playwright, async_playwright

_NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "microsoft-edge", "msedge", "chrome")
_PLACES = {
    "darwin": (
        "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
        "/Applications/Microsoft Edge.app/Contents/MacOS/Microsoft Edge",
        "/Applications/Chromium.app/Contents/MacOS/Chromium",
    ),
    "win32": (
        r"C:\Program Files\Google\Chrome\Application\chrome.exe",
        r"C:\Program Files (x86)\Google\Chrome\Application\chrome.exe",
        r"C:\Program Files (x86)\Microsoft\Edge\Application\msedge.exe",
    ),
}
_QUIET = (
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
    "--disable-quic",
)
_LOOPBACK_ONLY = ("--host-resolver-rules=MAP * ~NOTFOUND , EXCLUDE localhost , EXCLUDE 127.0.0.1 , EXCLUDE [::1]",)
_KNOWN_ZONES: set[str] = set()
"""Time zones that a browser took in this process."""
VIEW = {"width": 1280, "height": 860}


class NoBrowser(Exception):
    """No browser was found, or the one found does not start; the message is one sentence."""


def find_browser(wanted: str = "") -> str | None:
    """The browser's program: the person's choice, else an installed Chrome, Edge or Chromium, else None (then
    Playwright's own is tried)."""
    if wanted:
        return wanted if Path(wanted).is_file() else shutil.which(wanted)
    for name in _NAMES:
        if found := shutil.which(name):
            return found
    return next((place for place in _PLACES.get(sys.platform, ()) if Path(place).is_file()), None)


def runs_as_root() -> bool:
    """Whether the browser has to do without its sandbox because LinkApp runs as root."""
    return hasattr(os, "geteuid") and os.geteuid() == 0


def _environment() -> dict[str, str | float | bool]:
    """The environment for the browser: a packaged LinkApp must not hand its own libraries down."""
    environment: dict[str, str | float | bool] = dict(os.environ)
    original = environment.pop("LD_LIBRARY_PATH_ORIG", None)
    if getattr(sys, "frozen", False):
        environment.pop("LD_LIBRARY_PATH", None)
        if original:
            environment["LD_LIBRARY_PATH"] = original
    return environment


class OwnBrowser:
    """One browser process with one context, from ``start`` to ``close``."""

    def __init__(self, *, program: str = "", headless: bool = True, loopback: bool = False) -> None:
        """With ``loopback`` the browser can reach this computer and nothing else, whatever a page links to."""
        self._loopback = loopback
        self._program = program
        self._headless = headless
        self._playwright: Playwright | None = None
        self._browser: Browser | None = None

    @property
    def alive(self) -> bool:
        """Whether the browser is there and connected."""
        return self._browser is not None and self._browser.is_connected()

    async def start(self) -> None:
        """Start the browser. Raises ``NoBrowser`` with one sentence."""
        if self.alive:
            return
        await self.close()
        program = find_browser(self._program)
        if self._program and program is None:
            raise NoBrowser(f"The browser {self._program} was not found.")
        try:
            self._playwright = await async_playwright().start()
            self._browser = await self._playwright.chromium.launch(
                executable_path=program,
                headless=self._headless,
                args=[*_QUIET, *(_LOOPBACK_ONLY if self._loopback else ())],
                chromium_sandbox=not runs_as_root(),
                handle_sigint=False,
                handle_sigterm=False,
                handle_sighup=False,
                env=_environment(),
            )
        except (Error, OSError) as error:
            await self.close()
            raise NoBrowser(f"No browser could be started: {str(error).splitlines()[0]}") from error

    async def context(
        self, storage: str | None = None, *, free_size: bool = False, zone: str | None = None
    ) -> BrowserContext:
        """A fresh context, signed in by the given storage state (a JSON document) where there is one.

        It lives in memory: its cookies never reach the disk. With ``free_size`` the page is as large as its window,
        for a window in which a person works. ``zone`` is the time zone that its pages live in (an IANA name; the
        computer's own for None, or where the browser does not know it).
        """
        await self.start()
        assert self._browser is not None
        state = None
        if storage:
            import json

            state = json.loads(storage)
        view: dict[str, Any] = {"no_viewport": True} if free_size else {"viewport": VIEW}
        make = partial(self._browser.new_context, storage_state=state, service_workers="block", **view)
        if zone is None:
            return await make()
        try:
            context = await make(timezone_id=zone)
            if zone not in _KNOWN_ZONES:  # a name that the browser does not know is only noticed with the first page
                await (await context.new_page()).close()
                _KNOWN_ZONES.add(zone)
        except Error as error:
            if "timezone" not in str(error).casefold():
                raise
            return await make()
        return context

    async def close(self) -> None:
        """Close the browser and its driver. Never raises; waits at most a few seconds."""
        browser, self._browser = self._browser, None
        playwright, self._playwright = self._playwright, None
        for closing in (browser.close() if browser else None, playwright.stop() if playwright else None):
            if closing is None:
                continue
            try:
                async with asyncio.timeout(5):
                    await closing
            except (Error, TimeoutError, OSError):
                continue
