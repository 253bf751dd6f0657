"""The site, with the browser's library imported when something is first asked of it: that takes a tenth of a second and
much memory, which a program that waits in the tray has no use for.
"""

from __future__ import annotations

import asyncio
import importlib
from collections.abc import Awaitable, Callable
from datetime import datetime
from typing import TYPE_CHECKING

from linkapp.domain.act import NotSent, Outcome
from linkapp.domain.greeting import Ready
from linkapp.domain.moment import Card, Conversation, Occasion, Reading
from linkapp.domain.person import Person
from linkapp.domain.problems import Problem
from linkapp.domain.visit import Visited
from linkapp.engine.site_clock import SiteClock
from linkapp.services.ports.site import Shown

if TYPE_CHECKING:
    from linkapp.engine.page_probe import SitePageProbe
    from linkapp.engine.site import SiteNetwork


class LateNetwork:
    """See ``services.ports.site.Network``: all of it is the ``SiteNetwork`` that ``make`` makes, once."""

    def __init__(self, make: Callable[[], SiteNetwork], clock: SiteClock) -> None:
        """``clock`` is the network's own."""
        self._make = make
        self._clock = clock
        self._network: SiteNetwork | None = None
        self._making = asyncio.Lock()

    async def network(self) -> SiteNetwork:
        """The network itself. The library is imported in a thread: the window stays alive."""
        async with self._making:
            if self._network is None:
                await asyncio.to_thread(importlib.import_module, "linkapp.engine.site")
                self._network = self._make()
            return self._network

    async def read_moments(self, occasion: Occasion) -> Reading[Card]:
        """See ``services.ports.site.Network``."""
        return await (await self.network()).read_moments(occasion)

    async def prepare(self, person: Person, text: str) -> Ready | NotSent:
        """See ``services.ports.site.Network``."""
        return await (await self.network()).prepare(person, text)

    async def prepare_on_profile(
        self, person: Person, text: str, before_open: Callable[[], Awaitable[None]]
    ) -> Ready | NotSent:
        """See ``services.ports.site.Network``."""
        return await (await self.network()).prepare_on_profile(person, text, before_open)

    async def press(self, ready: Ready, text: str, before_click: Callable[[], Awaitable[None]]) -> Outcome:
        """See ``services.ports.site.Network``."""
        return await (await self.network()).press(ready, text, before_click)

    async def abandon(self) -> None:
        """See ``services.ports.site.Network``."""
        if self._network is not None:
            await self._network.abandon()

    async def conversation(self, person: Person) -> Reading[Conversation]:
        """See ``services.ports.site.Network``."""
        return await (await self.network()).conversation(person)

    async def arrive(self) -> Problem | None:
        """See ``services.ports.site.Network``."""
        return await (await self.network()).arrive()

    async def visit(self, person: Person, before_open: Callable[[], Awaitable[None]]) -> Visited:
        """See ``services.ports.site.Network``."""
        return await (await self.network()).visit(person, before_open)

    def site_time(self) -> datetime | None:
        """See ``services.ports.site.Network``."""
        return self._clock.now()

    def account(self) -> frozenset[str]:
        """See ``services.ports.site.Network``."""
        return self._network.account() if self._network is not None else frozenset()

    async def answers(self) -> bool:
        """Whether the browser answers at once, or none is there."""
        return self._network is None or await self._network.answers()

    async def close(self) -> None:
        """See ``services.ports.site.Network``."""
        if self._network is not None:
            await self._network.close()


class LatePageProbe:
    """See ``services.ports.site.PageProbe``, over a ``LateNetwork``."""

    def __init__(self, network: LateNetwork, make: Callable[[SiteNetwork], SitePageProbe]) -> None:
        self._network = network
        self._make = make
        self._probe: SitePageProbe | None = None

    async def moments(self, occasion: Occasion) -> tuple[Reading[Card], Shown | None]:
        """See ``services.ports.site.PageProbe``."""
        return await (await self._there()).moments(occasion)

    async def profile(self, person: Person) -> tuple[str | Problem, Shown | None]:
        """See ``services.ports.site.PageProbe``."""
        return await (await self._there()).profile(person)

    async def conversation(self, person: Person) -> tuple[Reading[Conversation], Shown | None]:
        """See ``services.ports.site.PageProbe``."""
        return await (await self._there()).conversation(person)

    def site_time(self) -> datetime | None:
        """See ``services.ports.site.Network``."""
        return self._network.site_time()

    async def _there(self) -> SitePageProbe:
        if self._probe is None:
            self._probe = self._make(await self._network.network())
        return self._probe
