"""The computer's clock and time zone; waiting that survives sleep, early timers and moves of the clock."""

from __future__ import annotations

import asyncio
import contextlib
import random
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import tzlocal

_LONGEST_NAP_S = 20.0


class BadZone(Exception):
    """A time zone that does not exist; the message is one sentence."""


def zone_of(name: str) -> ZoneInfo:
    """The time zone called ``name``, or the computer's own as it is now for an empty name. Raises ``BadZone``."""
    try:
        return ZoneInfo(name) if name else tzlocal.reload_localzone()
    except (ZoneInfoNotFoundError, ValueError, OSError) as error:
        raise BadZone(f"There is no time zone called {name or 'the computer is set to'}.") from error


class SystemClock:
    """The computer's clock; started elsewhere in time where ``start`` is given (``--now``, loopback only)."""

    def __init__(self, *, zone: ZoneInfo | Callable[[], ZoneInfo], start: datetime | None = None) -> None:
        """``zone`` may be a function, asked whenever the zone is used, for people travel and settings change. While it
        raises ``BadZone`` the last zone that was told holds."""
        self._ask_zone = zone if callable(zone) else None
        self._zone = zone() if callable(zone) else zone
        self._shift = start - datetime.now(UTC) if start is not None else timedelta(0)

    def now(self) -> datetime:
        """The time now, aware, UTC."""
        return datetime.now(UTC) + self._shift

    def zone(self) -> ZoneInfo:
        """The person's own time zone, as it is now."""
        if self._ask_zone is not None:
            with contextlib.suppress(BadZone):
                self._zone = self._ask_zone()
        return self._zone

    async def sleep_until(self, deadline: datetime) -> None:
        """Wait until ``deadline`` by this clock: never early; naps are short, so sleep and clock moves are noticed."""
        while (left := (deadline - self.now()).total_seconds()) > 0:  # noqa: ASYNC110 - it is time itself that is waited for
            await asyncio.sleep(min(left, _LONGEST_NAP_S))


class Chance:
    """Chance for gaps; never for texts."""

    def __init__(self, seed: int | None = None) -> None:
        self._random = random.Random(seed)  # nosec B311 - nothing secret depends on it

    def between(self, low: float, high: float) -> float:
        """A number from ``low`` to ``high``."""
        return self._random.uniform(low, high)
