"""Playwright's driver: the process that LinkApp starts the browser through. Everything of Playwright that is not public
stands here, and where a version has it otherwise, no driver is started.
"""

from __future__ import annotations

import contextlib
import sys
from contextvars import ContextVar
from typing import Any

from playwright.async_api import Error, Playwright, async_playwright

from linkapp.services.time_limit import time_limit

_chosen: ContextVar[dict[str, str] | None] = ContextVar("environment of the driver that starts next", default=None)


class UnknownDriver(Exception):
    """This Playwright cannot be given an environment; it is not started with the person's own."""

    def __init__(self) -> None:
        super().__init__("this version of Playwright is not known to LinkApp")


class Driver:
    """One driver from ``start`` to ``stop``."""

    def __init__(self) -> None:
        self._manager: Any = async_playwright()
        self._playwright: Playwright | None = None

    async def start(self, environment: dict[str, str]) -> Playwright:
        """Start it with exactly this environment. Raises ``UnknownDriver``, Playwright's ``Error`` or ``OSError``."""
        choose(environment)
        self._playwright = await self._manager.start()
        # What the library says of a driver that ended is said by whoever notices, not at the end of the program.
        self._transport.on_error_future.add_done_callback(lambda done: done.cancelled() or done.exception())
        return self._playwright

    @property
    def alive(self) -> bool:
        """Whether its process is there. (A browser whose driver has ended still calls itself connected.)"""
        return (
            self._playwright is not None
            and self._transport._proc.returncode is None
            and not self._transport.on_error_future.done()
        )

    @property
    def pid(self) -> int | None:
        """The number of its process while that is there."""
        return int(self._transport._proc.pid) if self.alive else None

    async def stop(self, within_s: float) -> None:
        """End it, and with it a browser that was asked to close and did not. Never raises; one that does not end in
        time is killed."""
        playwright, self._playwright = self._playwright, None
        if playwright is None:
            return
        process = self._transport._proc
        with contextlib.suppress(Error, TimeoutError, OSError):
            async with time_limit(within_s):
                await playwright.stop()
        if process.returncode is None:
            with contextlib.suppress(OSError):
                process.kill()

    @property
    def _transport(self) -> Any:
        return self._manager._client._transport


def choose(environment: dict[str, str]) -> None:
    """The driver that this task starts next gets exactly this environment. Raises ``UnknownDriver``."""
    from playwright._impl import _driver, transport

    library: Any = transport  # it has no other way in: its public functions hand down the whole environment
    if library.get_driver_env is not _environment_of_the_driver:
        if library.get_driver_env is not _driver.get_driver_env:
            raise UnknownDriver
        library.get_driver_env = _environment_of_the_driver
    _chosen.set(environment)


def _environment_of_the_driver() -> dict[str, str]:
    chosen = _chosen.get()
    if chosen is None:
        raise UnknownDriver
    version = f"{sys.version_info.major}.{sys.version_info.minor}"
    return chosen | {"PW_LANG_NAME": "python", "PW_LANG_NAME_VERSION": version}
