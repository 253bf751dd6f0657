"""The ``Schedules`` port in memory; what it promises stands in the port."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime, time, timedelta

from linkapp.domain.problems import Reason
from linkapp.domain.schedule import ENDED, Occurrence, OccurrenceState, Pause, Schedule


class MemorySchedules:
    """Schedules and occurrences in dictionaries."""

    def __init__(self) -> None:
        self._schedules: dict[int, Schedule] = {}
        self._removed: set[int] = set()
        self._rows: dict[tuple[int, date], Occurrence] = {}
        self._pause: Pause | None = None
        self._ticked: datetime | None = None

    async def add(
        self, kind: str, at: time, now: datetime, *, days: frozenset[int], spread: timedelta, sends: bool
    ) -> Schedule:
        number = len(self._schedules) + 1
        made = Schedule(
            id=number, kind=kind, at=at.replace(microsecond=0), made=now, days=days, spread=spread, sends=sends
        )
        self._schedules[number] = made
        return made

    async def remove(self, schedule: int, now: datetime) -> bool:
        if schedule not in self._schedules or schedule in self._removed:
            return False
        self._removed.add(schedule)
        return True

    async def schedules(self) -> Sequence[Schedule]:
        return [schedule for number, schedule in self._schedules.items() if number not in self._removed]

    async def claim(self, schedule: int, on: date, now: datetime) -> bool:
        return self._decide(Occurrence(schedule=schedule, on=on, state=OccurrenceState.RUNNING, decided=now), now)

    async def go_on(self, schedule: int, on: date) -> bool:
        row = self._rows.get((schedule, on))
        if row is None or not row.cut_off:
            return False
        self._rows[schedule, on] = replace(row, reason=Reason.WENT_ON)
        return True

    async def skip(self, schedule: int, on: date, reason: Reason, now: datetime, detail: str = "") -> bool:
        row = Occurrence(
            schedule=schedule, on=on, state=OccurrenceState.SKIPPED, decided=now, reason=reason, detail=detail
        )
        return self._decide(row, now)

    def _decide(self, row: Occurrence, now: datetime) -> bool:
        before = self._rows.get((row.schedule, row.on))
        known = row.schedule in self._schedules and row.schedule not in self._removed
        if not known or (before is not None and before.counts(now)):
            return False
        self._rows[row.schedule, row.on] = row
        return True

    async def begun(self, schedule: int, on: date, run: int) -> None:
        row = self._rows.get((schedule, on))
        if row is not None and row.state is OccurrenceState.RUNNING:
            self._rows[schedule, on] = replace(row, run=run)

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
        if state not in ENDED:
            raise ValueError(f"a claimed occurrence cannot become {state}")
        row = self._rows.get((schedule, on))
        if row is None or row.state is not OccurrenceState.RUNNING:
            return False
        run = row.run if run is None else run
        reason = row.reason if reason is None else reason
        self._rows[schedule, on] = replace(row, state=state, settled=now, reason=reason, detail=detail, run=run)
        if state is OccurrenceState.FAILED:
            self._schedules[schedule] = self._schedules[schedule].failed(now)
        elif state is OccurrenceState.DONE:
            self._schedules[schedule] = self._schedules[schedule].succeeded()
        return True

    async def interrupted(self, now: datetime) -> int:
        left = [key for key, row in self._rows.items() if row.state is OccurrenceState.RUNNING and not row.cut_off]
        for key in left:
            row = self._rows[key]
            if row.reason is Reason.WENT_ON:
                row = replace(row, state=OccurrenceState.STOPPED, settled=now, reason=Reason.CUT_OFF_TWICE)
            else:
                row = replace(row, reason=Reason.CUT_OFF)
            self._rows[key] = row
        return len(left)

    async def since(self, on: date) -> Sequence[Occurrence]:
        return [row for (_, date_of_row), row in self._rows.items() if date_of_row >= on]

    async def latest(self, limit: int = 50) -> Sequence[Occurrence]:
        rows = sorted(self._rows.values(), key=lambda row: row.schedule)
        return sorted(rows, key=lambda row: (row.on, row.decided), reverse=True)[:limit]

    async def pause(self) -> Pause | None:
        return self._pause

    async def set_pause(self, pause: Pause) -> None:
        self._pause = pause

    async def resume(self) -> None:
        self._pause = None
        self._schedules = {number: schedule.succeeded() for number, schedule in self._schedules.items()}

    async def last_tick(self) -> datetime | None:
        return self._ticked

    async def ticked(self, now: datetime) -> None:
        self._ticked = now
