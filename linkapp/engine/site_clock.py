"""The site's own time: the ``Date`` of its answers, carried between answers by a clock that counts sleep.

The computer's clock is never used for caps (safety.md 3.4). Without a ``Date`` there is no time, and no grant. Of two
answers at nearly the same moment the lower one counts: a slot stamped late frees late.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime


def seconds_since_boot() -> float:
    """Seconds of a clock that goes on while the computer sleeps (CLOCK_BOOTTIME on Linux; elsewhere the system's
    monotonic clock, which counts sleep on Windows and, as CLOCK_MONOTONIC, on macOS)."""
    name = {"linux": "CLOCK_BOOTTIME", "darwin": "CLOCK_MONOTONIC"}.get(sys.platform)
    return time.clock_gettime(int(getattr(time, name))) if name else time.monotonic()


_SAME = timedelta(seconds=2)
"""Two answers agree on the time: ``Date`` has whole seconds, and an answer takes a moment."""
_ALARMING = timedelta(minutes=1)
"""So far ahead no answer is by its way alone, nor by servers whose clocks differ a little."""
_SURELY_LATER_S = 30.0
"""After that long an answer kept in a cache cannot pass for a fresh one: its ``Date`` has stood still."""


class SiteClock:
    """Tells the site's time from the ``Date`` of its answers. One answer alone never moves the time it has told.

    An earlier ``Date`` is most likely an answer that the browser had kept; a later one is a mistake of the site's, or
    this computer's clock stood still. So what disagrees is believed when another answer says the same. Until then an
    earlier one is passed over, and after one that is far ahead there is no time at all.
    """

    def __init__(
        self,
        *,
        given: Callable[[], datetime] | None = None,
        since_boot: Callable[[], float] = seconds_since_boot,
    ) -> None:
        """``given`` replaces the site's time (``--now``, loopback only); a dated answer is needed all the same."""
        self._given = given
        self._since_boot = since_boot
        self._believed: _Reading | None = None
        self._doubted: _Reading | None = None

    def note(self, headers: dict[str, str]) -> None:
        """Take the time from an answer's headers; answers out of a cache (``Age``) do not count."""
        if headers.get("age", "0").strip() not in ("", "0"):
            return
        try:
            at = parsedate_to_datetime(headers.get("date", ""))
        except (TypeError, ValueError):
            return
        if at.tzinfo is None:
            return
        new, believed, doubted = _Reading(at.astimezone(UTC), self._since_boot()), self._believed, self._doubted
        if believed is None:
            self._believed = new
        elif abs(new.ahead_of(believed)) <= _SAME:
            self._believed = min(new, believed, key=lambda reading: reading.ahead_of(believed))
            self._doubted = None
        elif doubted is None or abs(new.ahead_of(doubted)) > _SAME:
            self._doubted = new
        elif doubted.ahead_of(believed) > _SAME or new.boot - doubted.boot >= _SURELY_LATER_S:
            self._believed = min(new, doubted, key=lambda reading: reading.ahead_of(believed))
            self._doubted = None

    def now(self) -> datetime | None:
        """The site's time now (aware, UTC), or None while no dated answer was seen or the last one is far ahead."""
        believed, doubted = self._believed, self._doubted
        if believed is None or (doubted is not None and doubted.ahead_of(believed) > _ALARMING):
            return None
        return self._given() if self._given is not None else believed.carried_to(self._since_boot())


@dataclass(frozen=True)
class _Reading:
    """A ``Date``, and the seconds since boot at which it came."""

    at: datetime
    boot: float

    def carried_to(self, boot: float) -> datetime:
        return self.at + timedelta(seconds=boot - self.boot)

    def ahead_of(self, other: _Reading) -> timedelta:
        return self.at - other.carried_to(self.boot)
