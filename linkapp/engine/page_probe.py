"""Looking at pages for the page check: read exactly as in a run, described while they still stand there."""

from __future__ import annotations

from collections.abc import Awaitable
from datetime import datetime
from typing import TypeVar

from playwright.async_api import Error, Page

from linkapp.domain.moment import Card, Conversation, Occasion, Reading
from linkapp.domain.person import Person
from linkapp.domain.problems import Problem
from linkapp.engine.evidence import WITHIN_S, Outliner, as_text
from linkapp.engine.pages.script import PageGone
from linkapp.engine.session import SIGNED_IN_MARKS
from linkapp.engine.site import SiteNetwork
from linkapp.services.ports.site import Shown
from linkapp.services.time_limit import time_limit

T = TypeVar("T")


class SitePageProbe:
    """The ``PageProbe`` port over the network that runs use."""

    def __init__(self, network: SiteNetwork, outliner: Outliner) -> None:
        self._network = network
        self._outliner = outliner
        self._shown: Shown | None = None

    async def moments(self, occasion: Occasion) -> tuple[Reading[Card], Shown | None]:
        """See ``services.ports.site.PageProbe``."""
        return await self._seen(self._network.read_moments(occasion))

    async def profile(self, person: Person) -> tuple[str | Problem, Shown | None]:
        """See ``services.ports.site.PageProbe``."""
        return await self._seen(self._network.member(person))

    async def conversation(self, person: Person) -> tuple[Reading[Conversation], Shown | None]:
        """See ``services.ports.site.PageProbe``."""
        return await self._seen(self._network.conversation(person))

    def site_time(self) -> datetime | None:
        """See ``services.ports.site.Network``."""
        return self._network.site_time()

    async def _seen(self, reading: Awaitable[T]) -> tuple[T, Shown | None]:
        self._shown = None
        self._network.watch = self._look
        try:
            return await reading, self._shown
        finally:
            self._network.watch = None

    async def _look(self, page: Page) -> None:
        try:
            async with time_limit(WITHIN_S):
                outline = await self._outliner.outline(page)
                signed_in = await page.locator(SIGNED_IN_MARKS).count() > 0
        except (PageGone, Error, TimeoutError):
            return
        screens = [*outline["screens"], ""]
        self._shown = Shown(
            screen=screens[0], language=outline["language"], signed_in=signed_in, outline=as_text(outline)
        )
