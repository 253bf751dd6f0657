"""The site's own time: the ``Date`` of its answers, carried between answers by a clock that counts sleep.

The computer's clock is never used for caps (safety.md 3.4). Without a ``Date`` there is no time, and no grant.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime


def seconds_since_boot() -> float:
    """Seconds of a clock that goes on while the computer sleeps (CLOCK_BOOTTIME on Linux; elsewhere the system's
    monotonic clock, which counts sleep on Windows and, as CLOCK_MONOTONIC, on macOS)."""
    name = {"linux": "CLOCK_BOOTTIME", "darwin": "CLOCK_MONOTONIC"}.get(sys.platform)
    return time.clock_gettime(int(getattr(time, name))) if name else time.monotonic()


class SiteClock:
    """Notes every dated answer of the site and tells the site's time from the latest one."""

    def __init__(
        self,
        *,
        given: Callable[[], datetime] | None = None,
        since_boot: Callable[[], float] = seconds_since_boot,
    ) -> None:
        """``given`` replaces the site's time (``--now``, loopback only); a dated answer is needed all the same."""
        self._given = given
        self._since_boot = since_boot
        self._at: datetime | None = None
        self._noted = 0.0

    def note(self, headers: dict[str, str]) -> None:
        """Take the time from an answer's headers; answers out of a cache (``Age``) do not count."""
        age = headers.get("age", "0").strip()
        if age not in ("", "0"):
            return
        try:
            at = parsedate_to_datetime(headers.get("date", ""))
        except (TypeError, ValueError):
            return
        if at.tzinfo is None:
            return
        at = at.astimezone(UTC)
        carried = self._carried()
        # Of two answers at nearly the same moment the lower one counts: a slot stamped late frees late.
        if carried is not None and timedelta(0) < at - carried < timedelta(seconds=2):
            at = carried
        self._at, self._noted = at, self._since_boot()

    def now(self) -> datetime | None:
        """The site's time now (aware, UTC), or None while no dated answer was seen."""
        carried = self._carried()
        if carried is None:
            return None
        return self._given() if self._given is not None else carried

    def _carried(self) -> datetime | None:
        if self._at is None:
            return None
        return self._at + timedelta(seconds=self._since_boot() - self._noted)
