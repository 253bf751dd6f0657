"""The browser: found, launched, watched and closed. Only ever the one that LinkApp started."""

from __future__ import annotations

import asyncio
import contextlib
import os
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

from playwright.async_api import Browser, BrowserContext, CDPSession, Error, Page
from playwright.async_api import TimeoutError as TookTooLong

from linkapp.engine import browser_folder, environment
from linkapp.engine.browser_folder import BrowserFolder
from linkapp.engine.driver import Driver, UnknownDriver
from linkapp.engine.guardian import Guardian
from linkapp.engine.installed import boxed, find_browser, runs_as_root
from linkapp.services.time_limit import time_limit

_QUIET = (
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
    "--disable-quic",
)
_FEATURES_OFF = (
    # The lists under the address bar are pages of their own, made anew for every window: they took 0.9 of the 1.2 s of
    # processor time that a window takes (Chromium 156). Without them the browser draws them itself.
    "WebUIOmniboxPopup", "WebUIOmniboxAimPopup",
    # An empty page that is kept ready for whatever is opened next: a process and its memory more for every window.
    "SpareRendererForSitePerProcess",
    # What Playwright itself takes away: of several lists the browser heeds the last one only (a test compares them).
    "AvoidUnnecessaryBeforeUnloadCheckSync", "DestroyProfileOnBrowserClose", "HttpsUpgrades",
    "HttpsFirstBalancedModeAutoEnable", "LensOverlay", "MediaRouter", "PaintHolding", "ThirdPartyStoragePartitioning",
    "AvoidCorsURLLoaderRestartOnRedirect", "TcpPortRandomizationWin", "OptimizationHints",
    "NetworkTimeServiceQuerying", "AimEnabled", "PreconnectToSearch", "msForceBrowserSignIn",
    "msEdgeUpdateLaunchServicesPreferredVersion",
)  # fmt: skip
_LOOPBACK_ONLY = ("--host-resolver-rules=MAP * ~NOTFOUND , EXCLUDE localhost , EXCLUDE 127.0.0.1 , EXCLUDE ::1",)
_KNOWN_ZONES: set[str] = set()
"""Time zones that a browser took in this process."""
PULSE_WITHIN_S = 0.5
AT_ONCE_S = 0.05
CLOSE_WITHIN_S = 1.2
STOP_WITHIN_S = 0.8
"""The driver ends a browser at once that was asked to close and did not."""
REMOVE_TRIES = 10
VIEW = {"width": 1280, "height": 860}


class NoBrowser(Exception):
    """No browser was found, or the one found does not start; the message is one sentence."""


class OwnBrowser:
    """One browser process with one context, from ``start`` to ``close``."""

    def __init__(
        self,
        *,
        program: str = "",
        headless: bool = True,
        loopback: bool = False,
        data_folder: Path | None = None,
        no_screen: Callable[[], str] = str,
    ) -> None:
        """With ``loopback`` the browser can reach this computer and nothing else, whatever a page links to. What
        browser and driver write while they run lies in ``data_folder`` where it can (see ``browser_folder``).
        ``no_screen`` says in one sentence why no window can be opened, or nothing; asked where one is wanted."""
        self._no_screen = no_screen
        self._loopback = loopback
        self._data_folder = data_folder
        self._program = program
        self._headless = headless
        self._driver: Driver | None = None
        self._browser: Browser | None = None
        self._folder: BrowserFolder | None = None
        self._guardian: Guardian | None = None
        self._pulse: CDPSession | None = None
        self._first: Page | None = None

    @property
    def alive(self) -> bool:
        """Whether the browser is there and connected."""
        driven = self._driver is not None and self._driver.alive
        return driven and self._browser is not None and self._browser.is_connected()

    async def answers(self) -> bool:
        """Whether the browser answers at once. A frozen one (stopped, swapped out) is alive and does not."""
        if not self.alive or self._pulse is None:
            return False
        try:
            async with time_limit(PULSE_WITHIN_S):
                await self._pulse.send("Browser.getVersion")
        except (Error, TimeoutError):
            return False
        return True

    async def start(self) -> None:
        """Start the browser. Raises ``NoBrowser`` with one sentence."""
        if self.alive:
            return
        await self.close()
        if not self._headless and (why := await asyncio.to_thread(self._no_screen)):
            raise NoBrowser(why)
        program = find_browser(self._program)
        if self._program and program is None:
            raise NoBrowser(f"The browser {self._program} was not found.")
        try:
            await self._launch(program)
        except NoBrowser:
            await self.close()
            raise
        except (Error, UnknownDriver, OSError) as error:
            await self.close()
            said = str(error).splitlines() or [type(error).__name__]
            raise NoBrowser(f"No browser could be started: {said[0]}") from error
        except BaseException:
            await self.close()
            raise

    async def _launch(self, program: str | None) -> None:
        """Start it with its files in the data folder; where it does not start there (a browser packed in a box of its
        own sees no hidden folder), once more with them in the system's folder for temporary files."""
        for elsewhere in (False, True):
            folder = await asyncio.to_thread(browser_folder.make, self._data_folder, elsewhere=elsewhere)
            self._folder = folder
            try:
                await self._launch_in(folder.path, program, apart=elsewhere and boxed(program))
                return
            except Error as error:
                if elsewhere or isinstance(error, TookTooLong):
                    raise
            await self.close()

    async def _launch_in(self, folder: Path, program: str | None, *, apart: bool) -> None:
        environment.forget_orders()
        self._driver = Driver()
        playwright = await self._driver.start(environment.for_driver(os.environ, folder))
        self._browser = await playwright.chromium.launch(
            executable_path=program,
            headless=self._headless,
            args=[
                *_QUIET,
                f"--disable-features={','.join(_FEATURES_OFF)}",
                *(_LOOPBACK_ONLY if self._loopback else ()),
            ],
            chromium_sandbox=not runs_as_root(),
            handle_sigint=False,
            handle_sigterm=False,
            handle_sighup=False,
            downloads_path=folder / "downloads",
            traces_dir=folder / "traces",
            env=dict(environment.for_browser(os.environ, folder, apart=apart)),
        )
        if (driver := self._driver.pid) is not None:
            self._guardian = Guardian(driver)
        self._pulse = await self._browser.new_browser_cdp_session()

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
                self._first = await context.new_page()
                _KNOWN_ZONES.add(zone)
        except Error as error:
            if "timezone" not in str(error).casefold():
                raise
            return await make()
        return context

    async def page(self, context: BrowserContext) -> Page:
        """A new tab of this context. The one that the context was tried with is handed out first: nothing was shown in
        it, and opening another takes the browser half a second."""
        first, self._first = self._first, None
        if first is not None and first.context is context and not first.is_closed():
            return first
        return await context.new_page()

    async def close(self) -> None:
        """Close the browser and its driver, and remove what they wrote. Never raises; two seconds at most, also where
        the browser does not answer: it is ended then by the driver that started it."""
        answers = await self.answers()
        browser, self._browser, self._pulse = self._browser, None, None
        driver, self._driver = self._driver, None
        folder, self._folder = self._folder, None
        guardian, self._guardian = self._guardian, None
        if browser is not None and driver is not None and driver.alive:
            with contextlib.suppress(Error, TimeoutError, OSError):
                # One that does not answer is asked all the same: the driver ends what was asked and is still there.
                async with time_limit(CLOSE_WITHIN_S if answers else AT_ONCE_S):
                    await browser.close()
        if driver is not None:
            await driver.stop(STOP_WITHIN_S)
        if guardian is not None:
            await asyncio.to_thread(guardian.stop)
        if folder is not None:
            await _remove(folder)


async def _remove(folder: BrowserFolder) -> None:
    """Remove it; a browser that was ended a moment ago may still be writing."""
    for _ in range(REMOVE_TRIES):
        if await asyncio.to_thread(folder.empty):
            break
        await asyncio.sleep(0.05)
    folder.remove()
