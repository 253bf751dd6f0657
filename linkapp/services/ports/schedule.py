"""Scheduled runs: when they are wanted, what became of every date, and who may begin one."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from typing import Protocol

from linkapp.domain.problems import Reason
from linkapp.domain.schedule import Occurrence, OccurrenceState, Pause, Schedule


class Schedules(Protocol):
    """Schedules and their occurrences. Every call is one transaction; any number of processes may ask at once."""

    async def add(
        self, kind: str, at: time, now: datetime, *, days: frozenset[int], spread: timedelta, sends: bool
    ) -> Schedule:
        """A new schedule, made now. Raises ``ValueError`` for what is none."""

    async def remove(self, schedule: int, now: datetime) -> bool:
        """Take a schedule away; its occurrences stay in the log. False where there is none (any more)."""

    async def schedules(self) -> Sequence[Schedule]:
        """Every schedule that was not taken away, by id."""

    async def claim(self, schedule: int, on: date, now: datetime) -> bool:
        """Take this occurrence, to run it. True for whoever comes first, ever, among all processes; False where it was
        claimed or skipped before, or the schedule is gone. (What a clock that was ahead of ``now`` skipped was not.)"""

    async def go_on(self, schedule: int, on: date) -> bool:
        """Take an occurrence that was cut off, to go on with it (``WENT_ON``). True for whoever comes first, once."""

    async def skip(self, schedule: int, on: date, reason: Reason, now: datetime, detail: str = "") -> bool:
        """Record that this occurrence is over without a run. False where it was claimed or skipped before."""

    async def begun(self, schedule: int, on: date, run: int) -> None:
        """Which run a claimed occurrence became."""

    async def settle(
        self,
        schedule: int,
        on: date,
        state: OccurrenceState,
        now: datetime,
        *,
        reason: Reason | None = None,
        detail: str = "",
        run: int | None = None,
    ) -> bool:
        """What became of a claimed occurrence (one of ``ENDED``, else ``ValueError``). ``FAILED`` counts against its
        schedule, ``DONE`` ends its failures. ``run`` None: as ``begun`` said; ``reason`` None: that it was gone on with
        stays. False where it is not claimed and open."""

    async def interrupted(self, now: datetime) -> int:
        """At a start, holding the run lock, or at the end: every occurrence that is still claimed was cut off
        (``CUT_OFF``), and may be gone on with; one that was gone on with already is ``STOPPED`` (``CUT_OFF_TWICE``).
        Returns how many."""

    async def since(self, on: date) -> Sequence[Occurrence]:
        """Every occurrence of that date and later, those of schedules taken away included: what ``plan`` asks for."""

    async def latest(self, limit: int = 50) -> Sequence[Occurrence]:
        """The occurrences of the newest dates, newest first."""

    async def pause(self) -> Pause | None:
        """The pause as stored (it may be over), or None."""

    async def set_pause(self, pause: Pause) -> None:
        """Nothing runs by itself from now on."""

    async def resume(self) -> None:
        """End the pause, and the waits of schedules whose runs failed."""

    async def last_tick(self) -> datetime | None:
        """When any program last said that it is there."""

    async def ticked(self, now: datetime) -> None:
        """This program is there. Kept for ``Presence.begun`` only: once in some minutes, and at the end, is enough."""
