"""Scheduled runs: the ``Schedules`` port over SQLAlchemy. That a date is run once is the primary key's doing."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from typing import Any

from sqlalchemy import Row, insert, literal, select, update
from sqlalchemy.dialects.sqlite import insert as upsert
from sqlalchemy.ext.asyncio import AsyncConnection

from linkapp.domain.hours import days_named, days_text
from linkapp.domain.problems import Reason
from linkapp.domain.schedule import ENDED, Occurrence, OccurrenceState, Pause, Schedule
from linkapp.storage import tables
from linkapp.storage.database import Database, whole
from linkapp.storage.instants import instant, stored

_schedules = tables.schedules
_occurrences = tables.occurrences
_planner = tables.planner


class SqlSchedules:
    """Every method is one transaction. Raises ``StoreError``."""

    def __init__(self, database: Database) -> None:
        self._database = database

    @whole
    async def add(
        self, kind: str, at: time, now: datetime, *, days: frozenset[int], spread: timedelta, sends: bool
    ) -> Schedule:
        """A new schedule; its id is never given to another one. Raises ``ValueError`` for what is none."""
        schedule = Schedule(
            id=0, kind=kind, at=at.replace(microsecond=0), made=now, days=days, spread=spread, sends=sends
        )
        values = {
            "kind": schedule.kind,
            "at": (schedule.at.hour * 60 + schedule.at.minute) * 60 + schedule.at.second,
            "days": days_text(schedule.days),
            "spread": int(schedule.spread.total_seconds()),
            "sends": int(schedule.sends),
            "made": stored(schedule.made),
        }
        async with self._database.writing() as connection:
            rows = await connection.execute(insert(_schedules).values(values).returning(*_schedules.c))
            return _schedule(rows.one())

    @whole
    async def remove(self, schedule: int, now: datetime) -> bool:
        """Take a schedule away; its row and its occurrences stay."""
        wanted = (_schedules.c.id == schedule) & _schedules.c.removed.is_(None)
        async with self._database.writing() as connection:
            done = await connection.execute(update(_schedules).where(wanted).values(removed=stored(now)))
            return done.rowcount == 1

    async def schedules(self) -> Sequence[Schedule]:
        """Every schedule that was not taken away, by id."""
        statement = select(_schedules).where(_schedules.c.removed.is_(None)).order_by(_schedules.c.id)
        async with self._database.reading() as connection:
            return [_schedule(row) for row in await connection.execute(statement)]

    @whole
    async def claim(self, schedule: int, on: date, now: datetime) -> bool:
        """Take this occurrence, to run it; see the port."""
        return await self._decide(schedule, on, OccurrenceState.RUNNING, now, None, "")

    @whole
    async def go_on(self, schedule: int, on: date) -> bool:
        """Take an occurrence that was cut off; see the port."""
        wanted = _open(schedule, on) & (_occurrences.c.reason == Reason.CUT_OFF)
        async with self._database.writing() as connection:
            done = await connection.execute(update(_occurrences).where(wanted).values(reason=Reason.WENT_ON))
            return done.rowcount == 1

    @whole
    async def skip(self, schedule: int, on: date, reason: Reason, now: datetime, detail: str = "") -> bool:
        """Record that this occurrence is over without a run."""
        return await self._decide(schedule, on, OccurrenceState.SKIPPED, now, reason, detail)

    @whole
    async def begun(self, schedule: int, on: date, run: int) -> None:
        """Which run a claimed occurrence became."""
        async with self._database.writing() as connection:
            await connection.execute(update(_occurrences).where(_open(schedule, on)).values(run=run))

    @whole
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
        """What became of a claimed occurrence, and of its schedule's failures."""
        if state not in ENDED:
            raise ValueError(f"a claimed occurrence cannot become {state}")
        values: dict[str, Any] = {"state": state, "settled": stored(now), "detail": detail}
        if reason is not None:
            values["reason"] = reason  # else the row says as before whether it was gone on with
        if run is not None:
            values["run"] = run
        async with self._database.writing() as connection:
            done = await connection.execute(update(_occurrences).where(_open(schedule, on)).values(values))
            if done.rowcount != 1:
                return False
            if state is not OccurrenceState.STOPPED:
                await _count(connection, schedule, now if state is OccurrenceState.FAILED else None)
            return True

    @whole
    async def interrupted(self, now: datetime) -> int:
        """What is still claimed was cut off; see the port."""
        left = _occurrences.c.state == OccurrenceState.RUNNING
        again = update(_occurrences).where(left & (_occurrences.c.reason == Reason.WENT_ON))
        first = update(_occurrences).where(left & _occurrences.c.reason.is_(None))
        twice = {"state": OccurrenceState.STOPPED, "settled": stored(now), "reason": Reason.CUT_OFF_TWICE}
        async with self._database.writing() as connection:
            stopped = await connection.execute(again.values(twice))
            return stopped.rowcount + (await connection.execute(first.values(reason=Reason.CUT_OFF))).rowcount

    async def since(self, on: date) -> Sequence[Occurrence]:
        """Every occurrence of that date and later."""
        statement = select(_occurrences).where(_occurrences.c.date >= on.isoformat())
        async with self._database.reading() as connection:
            return [_occurrence(row) for row in await connection.execute(statement)]

    async def latest(self, limit: int = 50) -> Sequence[Occurrence]:
        """The occurrences of the newest dates, newest first."""
        order = (_occurrences.c.date.desc(), _occurrences.c.decided.desc(), _occurrences.c.schedule)
        async with self._database.reading() as connection:
            rows = await connection.execute(select(_occurrences).order_by(*order).limit(limit))
            return [_occurrence(row) for row in rows]

    async def pause(self) -> Pause | None:
        """The pause as stored, or None."""
        async with self._database.reading() as connection:
            row = (await connection.execute(select(_planner))).one_or_none()
        return Pause(until=instant(row.paused_until)) if row is not None and row.paused else None

    @whole
    async def set_pause(self, pause: Pause) -> None:
        """Nothing runs by itself from now on."""
        until = None if pause.until is None else stored(pause.until)
        async with self._database.writing() as connection:
            await _keep(connection, paused=1, paused_until=until)

    @whole
    async def resume(self) -> None:
        """End the pause, and the waits of schedules whose runs failed."""
        async with self._database.writing() as connection:
            await _keep(connection, paused=0, paused_until=None)
            await connection.execute(update(_schedules).values(failures=0, failed_at=None))

    async def last_tick(self) -> datetime | None:
        """When any program last said that it is there."""
        async with self._database.reading() as connection:
            return instant((await connection.execute(select(_planner.c.ticked))).scalar_one_or_none())

    @whole
    async def ticked(self, now: datetime) -> None:
        """This program is there."""
        async with self._database.writing() as connection:
            await _keep(connection, ticked=stored(now))

    async def _decide(
        self, schedule: int, on: date, state: OccurrenceState, now: datetime, reason: Reason | None, detail: str
    ) -> bool:
        """Write the one row of a date. A row that is there stays, but for a skip by a clock that was ahead of now."""
        row = {"date": on.isoformat(), "state": state, "decided": stored(now), "reason": reason, "detail": detail}
        wanted = select(_schedules.c.id, *(literal(value) for value in row.values())).where(
            _schedules.c.id == schedule, _schedules.c.removed.is_(None)
        )
        statement = upsert(_occurrences).from_select(["schedule", *row], wanted)
        ahead = (_occurrences.c.state == OccurrenceState.SKIPPED) & (
            _occurrences.c.decided > statement.excluded.decided
        )
        replaced = {name: statement.excluded[name] for name in row if name != "date"}
        statement = statement.on_conflict_do_update(index_elements=["schedule", "date"], set_=replaced, where=ahead)
        async with self._database.writing() as connection:
            written = await connection.execute(statement.returning(_occurrences.c.schedule))
            return written.one_or_none() is not None


def _open(schedule: int, on: date) -> Any:
    return (
        (_occurrences.c.schedule == schedule)
        & (_occurrences.c.date == on.isoformat())
        & (_occurrences.c.state == OccurrenceState.RUNNING)
    )


async def _count(connection: AsyncConnection, schedule: int, failed_at: datetime | None) -> None:
    """A failure of a schedule at that time, or (None) a success."""
    where = _schedules.c.id == schedule
    before = _schedule((await connection.execute(select(_schedules).where(where))).one())
    after = before.succeeded() if failed_at is None else before.failed(failed_at)
    values = {
        "failures": after.failures,
        "failed_at": None if after.failed_at is None else stored(after.failed_at),
    }
    await connection.execute(update(_schedules).where(where).values(values))


async def _keep(connection: AsyncConnection, **values: int | None) -> None:
    statement = upsert(_planner).values(id=1, **values)
    await connection.execute(statement.on_conflict_do_update(index_elements=["id"], set_=values))


def _schedule(row: Row[Any]) -> Schedule:
    return Schedule(
        id=row.id,
        kind=row.kind,
        at=time(row.at // 3600, row.at // 60 % 60, row.at % 60),
        made=instant(row.made),
        days=days_named(row.days),
        spread=timedelta(seconds=row.spread),
        sends=bool(row.sends),
        failures=row.failures,
        failed_at=instant(row.failed_at),
    )


def _occurrence(row: Row[Any]) -> Occurrence:
    return Occurrence(
        schedule=row.schedule,
        on=date.fromisoformat(row.date),
        state=OccurrenceState(row.state),
        decided=instant(row.decided),
        settled=instant(row.settled),
        reason=None if row.reason is None else Reason(row.reason),
        detail=row.detail,
        run=row.run,
    )
