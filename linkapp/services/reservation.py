"""A reserved place as a context: given up once, in one place, whatever ends the block.

Before the announcement it is freed; after it, what nobody settled is ``unsure`` and keeps its place (safety.md 3.2).
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from contextlib import suppress
from datetime import datetime
from types import TracebackType

from linkapp.domain.act import Outcome, Slot, State, Unsure
from linkapp.domain.conversation import Undated
from linkapp.domain.problems import Problem, Reason
from linkapp.services.ports.ledger import Ledger, SlotLostError
from linkapp.services.time_limit import time_limit

LEAVE_WITHIN_S = 5.0
"""How long what has to be left on the page may hold up the end of a run."""


class Reservation:
    """One attempt's place in the caps. ``leave`` takes our traces off the page again where nothing was clicked."""

    def __init__(
        self,
        ledger: Ledger,
        slot: Slot,
        *,
        leave: Callable[[], Awaitable[None]],
        site_time: Callable[[], datetime | None],
    ) -> None:
        self._ledger = ledger
        self._slot = slot
        self._leave = leave
        self._site_time = site_time
        self._settled = False
        self.announced = False
        """Whether the click may have been made."""

    async def __aenter__(self) -> Reservation:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, _: TracebackType | None
    ) -> None:
        if self._settled:
            return
        if self.announced:
            await self._ledger.settle(self._slot, Unsure(problem=Problem(reason=Reason.INTERRUPTED)), self._now())
            return
        try:
            with suppress(TimeoutError):
                async with time_limit(LEAVE_WITHIN_S):
                    await self._leave()
        finally:
            with suppress(SlotLostError):  # announced, but not all of it could be written: the next start takes it up
                await self._ledger.settle(self._slot, State.RELEASED, self._now(), "given up")

    async def announce(self, payload_hash: str) -> None:
        """Commit that the click comes next. Raises what the ledger raises: nothing may be clicked then."""
        try:
            await self._ledger.announce(self._slot, payload_hash, self._now())
        except SlotLostError:
            self._settled = True  # the ledger gave it up by itself
            raise
        self.announced = True

    async def settle(self, outcome: Outcome | State, detail: str = "") -> None:
        """Commit what became of it. Where that fails after the click it stays announced: the next start takes it up."""
        self._settled = self._settled or self.announced
        await self._ledger.settle(self._slot, outcome, self._now(), detail)
        self._settled = True

    async def undated(self, seen: Undated) -> None:
        """Give the place back, and keep the question about the wish that was met."""
        await self._ledger.undated(self._slot, seen, self._now())
        self._settled = True

    def _now(self) -> datetime:
        return self._site_time() or self._slot.at
