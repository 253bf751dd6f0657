"""The browser's context with the person's stored session: begun in their zone, and kept where the site renewed it."""

from __future__ import annotations

import contextlib
import json
from collections.abc import Callable
from datetime import datetime
from zoneinfo import ZoneInfo

from playwright.async_api import BrowserContext, Error

from linkapp.domain.problems import Problem, Reason
from linkapp.engine.browser import NoBrowser, OwnBrowser
from linkapp.engine.session import clock_problem
from linkapp.engine.site_clock import SiteClock
from linkapp.services.ports.secrets import Session, StoredSession
from linkapp.services.time_limit import time_limit

NAVIGATION_MS = 30_000
KEEP_WITHIN_S = 1.0
"""How long keeping the renewed session may hold up the end of a run."""


class NoSession(Exception):
    """Nobody is signed in, or the keyring does not let the stored session be read: no page is asked for."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(problem.reason)
        self.problem = problem


class SignedInContexts:
    """One context at a time."""

    def __init__(
        self,
        browser: OwnBrowser,
        clock: SiteClock,
        *,
        session: Session | None,
        needs_session: bool,
        here: Callable[[], datetime] | None,
        zone: Callable[[], ZoneInfo] | None,
        free_size: bool = False,
    ) -> None:
        """See ``SiteNetwork``; ``free_size``: for a window in which a person works."""
        self._free_size = free_size
        self._browser, self._clock = browser, clock
        self._session, self._needs_session = session, needs_session
        self._here, self._zone = here, zone
        self._context: BrowserContext | None = None
        self._context_zone: str | None = None
        self._stored: StoredSession | None = None
        self._lost: Problem | None = None

    @property
    def alive(self) -> bool:
        """Whether there is a context whose browser lives."""
        return self._context is not None and self._browser.alive

    async def ready(self) -> BrowserContext:
        """The context, a new one where there is none that lives. Raises ``NoSession``, ``NoBrowser`` and the browser's
        errors."""
        if self._context is None or not self.alive:
            self._context = await self._signed_in_context()
            self._context.set_default_navigation_timeout(NAVIGATION_MS)
        return self._context

    async def end(self) -> None:
        """Keep what was renewed; the context ends with its browser."""
        context, self._context = self._context, None
        if context is not None:
            await self._keep(context)

    async def _signed_in_context(self) -> BrowserContext:
        """A context with the stored session. Raises ``NoSession`` where one is needed and none can be had."""
        stored = await self._session.load() if self._session is not None else None
        if self._needs_session and not isinstance(stored, StoredSession):
            raise NoSession(stored or Problem(reason=Reason.SIGNED_OUT, detail="no session is stored"))
        self._stored = stored if isinstance(stored, StoredSession) else None
        self._lost = stored if isinstance(stored, Problem) else None
        try:
            self._context_zone = self._zone_name()
            state = self._stored.state if self._stored else None
            return await self._browser.context(state, free_size=self._free_size, zone=self._context_zone)
        except Error as error:
            if self._stored is None or not self._browser.alive:
                raise
            self._stored = None
            # The browser's own words may hold the cookies that it refused.
            problem = Problem(reason=Reason.SIGNED_OUT, detail="the browser refused the stored session")
            raise NoSession(problem) from error.with_traceback(None)

    def _zone_name(self) -> str | None:
        return self._zone().key if self._zone is not None else None

    @property
    def zone_moved(self) -> bool:
        """Whether there is a context, and the person's zone is another one by now than that in which it lives."""
        return self._context is not None and self._context_zone != self._zone_name()

    async def give_up(self) -> None:
        """Keep what was renewed and close the context; the next one lives in the zone of then."""
        context, self._context = self._context, None
        if context is None:
            return
        await self._keep(context)
        with contextlib.suppress(Error, TimeoutError):
            async with time_limit(KEEP_WITHIN_S):
                await context.close()

    async def _keep(self, context: BrowserContext) -> None:
        """Keep what the site renewed of a stored session. A failure costs the renewal only."""
        stored, self._stored = self._stored, None
        if stored is None or self._session is None or not await self._browser.answers():
            return
        with contextlib.suppress(Error, TimeoutError):
            async with time_limit(KEEP_WITHIN_S):
                await self._session.refresh(json.dumps(await context.storage_state()))

    def explained(self, problem: Problem) -> Problem:
        """Why nobody is signed in, where LinkApp knows: a stored session could not be opened, or the site does not
        take it because the computer's clock is wrong."""
        if problem.reason is not Reason.SIGNED_OUT:
            return problem
        if self._stored is None or self._here is None:
            return self._lost or problem
        return clock_problem(self._clock.now(), self._here()) or problem


def problem_of(error: Exception) -> Problem:
    """Why there is no page to work on: no session, no browser, or one that went away."""
    if isinstance(error, NoSession):
        return error.problem
    reason = Reason.NO_BROWSER if isinstance(error, NoBrowser) else Reason.BROWSER_CRASHED
    return Problem(reason=reason, detail=str(error).splitlines()[0][:200])
