"""The kinds of run as a schedule begins them."""

from __future__ import annotations

from linkapp.domain.campaign import Preview, Progress, Report
from linkapp.domain.moment import Occasion
from linkapp.domain.quota import Usage
from linkapp.services.greet import Greet
from linkapp.services.runs import Control


class ScheduledGreetings:
    """Greetings of one occasion: a ``ScheduledKind`` (``planner.py``)."""

    def __init__(self, greet: Greet, occasion: Occasion) -> None:
        self._greet = greet
        self._occasion = occasion

    async def send(self, control: Control) -> Report:
        """Everybody whose draft is ticked."""
        return await self._greet.send(self._occasion, None, watch=_unwatched, control=control)

    async def prepare(self) -> Preview:
        """The same people and texts, for somebody to look at."""
        return await self._greet.preview(self._occasion)

    async def usage(self) -> Usage | None:
        """What is used of the message caps."""
        return await self._greet.usage()


def _unwatched(_: Progress) -> None:
    """Nobody watches."""
