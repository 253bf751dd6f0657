"""Time and chance, as arguments."""

from __future__ import annotations

from datetime import datetime
from typing import Protocol
from zoneinfo import ZoneInfo


class Clock(Protocol):
    """The computer's clock: for display, pacing and hours. Caps never use it (see ``Network.site_time``)."""

    def now(self) -> datetime:
        """The time now, aware, UTC."""

    def zone(self) -> ZoneInfo:
        """The person's own time zone."""

    async def sleep_until(self, deadline: datetime) -> None:
        """Wait until ``deadline``: never early, surviving sleep of the computer and moves of the clock."""


class Dice(Protocol):
    """Chance, as an argument."""

    def between(self, low: float, high: float) -> float:
        """A number from ``low`` to ``high``."""
