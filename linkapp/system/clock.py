"""The computer's clock and time zone; waiting that survives sleep, early timers and moves of the clock."""

from __future__ import annotations

import asyncio
import contextlib
import io
import os
import random
import re
import struct
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import tzlocal

from linkapp.domain.known_error import KnownError

_LONGEST_NAP_S = 20.0


class BadZone(KnownError):
    """A time zone that does not exist; the message is one sentence."""

    def __init__(self, name: str, *, of_computer: bool = False) -> None:
        sentence = f"There is no time zone called {name}."
        super().__init__(sentence, "zone_of_computer" if of_computer else "zone", name=name)


def zone_of(name: str) -> ZoneInfo:
    """The time zone called ``name``, or the computer's own as it is now for an empty name: by the variable TZ, which
    may hold a name, a file or a rule (``CET-1CEST,M3.5.0,M10.5.0/3``), else by the system. Raises ``BadZone``."""
    try:
        return ZoneInfo(name) if name else _computers(os.environ.get("TZ"), int(time.monotonic()))
    except (ZoneInfoNotFoundError, ValueError, OSError, KeyError) as error:
        if name:
            raise BadZone(name) from error
        rule = os.environ.get("TZ", "").removeprefix(":")
        try:
            return _ruled(rule)
        except ValueError:
            raise BadZone(rule, of_computer=True) from error


@lru_cache(maxsize=1)
def _computers(_variable: str | None, _second: int) -> ZoneInfo:
    """The computer's zone, found out once a second at most: half a dozen files may name it."""
    return tzlocal.reload_localzone()


def _ruled(rule: str) -> ZoneInfo:
    """A zone by a rule as POSIX writes it. Raises ``ValueError``."""
    if not re.fullmatch(r"[!-~]{4,100}", rule):
        raise ValueError("no rule")
    # A file of time zones without a single change: its rule holds for all times (RFC 8536).
    part = b"TZif2" + bytes(15) + struct.pack(">6l", 0, 0, 0, 0, 1, 4) + struct.pack(">lbB", 0, 0, 0) + b"LMT\0"
    return ZoneInfo.from_file(io.BytesIO(part + part + b"\n" + rule.encode() + b"\n"), key=rule)


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
