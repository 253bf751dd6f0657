"""What LinkApp did: the ``Runs`` port over SQLAlchemy. Every outcome is committed by itself, when it happened."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Row, Select, false, func, insert, or_, select, update
from sqlalchemy.dialects.sqlite import insert as upsert
from sqlalchemy.ext.asyncio import AsyncConnection

from linkapp.domain.breaker import Breaker, Proven
from linkapp.domain.campaign import Item, Report, Result, RunOutcome
from linkapp.domain.person import Person
from linkapp.domain.problems import Problem, Reason
from linkapp.domain.quota import Slowed
from linkapp.domain.search_text import folded
from linkapp.storage import tables
from linkapp.storage.database import Database, whole
from linkapp.storage.instants import instant, stored

_runs = tables.runs
_items = tables.run_items


class SqlRuns:
    """Every method is one transaction. Raises ``StoreError``."""

    def __init__(self, database: Database) -> None:
        self._database = database

    @whole
    async def begin(self, kind: str, at: datetime, *, dry: bool) -> int:
        """A new run; returns its id, which is never given to another one."""
        values = {"kind": kind, "outcome": RunOutcome.RUNNING, "started": stored(at), "dry": int(dry)}
        async with self._database.writing() as connection:
            return int((await connection.execute(insert(_runs).values(values).returning(_runs.c.id))).scalar_one())

    @whole
    async def add(self, run: int, item: Item) -> None:
        """One person's outcome, committed at once."""
        async with self._database.writing() as connection:
            await connection.execute(insert(_items).values(_values(run, item)))

    @whole
    async def change(self, run: int, item: Item) -> None:
        """Better knowledge of a person's outcome: replaces the failed or unsure item of that person in this run."""
        keys = ((_items.c.member, item.person.member), (_items.c.profile, item.person.profile))
        same = or_(false(), *(column == key for column, key in keys if key))
        old = (_items.c.run == run) & same & _items.c.state.in_((Result.FAILED, Result.UNSURE))
        async with self._database.writing() as connection:
            await connection.execute(update(_items).where(old).values(_values(run, item)))

    @whole
    async def finish(
        self, run: int, outcome: RunOutcome, at: datetime, stopped_by: Problem | None, partial: str = ""
    ) -> None:
        """The run is over. ``partial``: why its list was not read to the end."""
        values = {
            "outcome": outcome,
            "finished": stored(at),
            "stop_reason": stopped_by.reason if stopped_by else None,
            "stop_detail": stopped_by.detail if stopped_by else "",
            "stop_evidence": stopped_by.evidence if stopped_by else "",
            "partial": partial,
        }
        async with self._database.writing() as connection:
            await connection.execute(update(_runs).where(_runs.c.id == run).values(values))

    async def report(self, run: int) -> Report | None:
        """A run with all its items, in the order in which they happened."""
        async with self._database.reading() as connection:
            reports = await _reports(connection, select(_runs).where(_runs.c.id == run))
        return reports[0] if reports else None

    async def latest(self, limit: int = 50) -> Sequence[Report]:
        """The newest runs first, with their items."""
        async with self._database.reading() as connection:
            return await _reports(connection, select(_runs).order_by(_runs.c.id.desc()).limit(limit))

    async def timeline(
        self,
        *,
        limit: int = 200,
        offset: int = 0,
        states: Sequence[str] = (),
        words: str = "",
        kinds: Sequence[str] = (),
        not_kinds: Sequence[str] = (),
    ) -> Sequence[tuple[int, str, Item]]:
        """Outcomes over all runs, newest first. Every word has to be in the name, text or detail; accents and case
        do not matter."""
        query = select(_items, _runs.c.kind.label("run_kind")).join(_runs, _runs.c.id == _items.c.run)
        if states:
            query = query.where(_items.c.state.in_(list(states)))
        if kinds:
            query = query.where(_runs.c.kind.in_(list(kinds)))
        if not_kinds:
            query = query.where(_runs.c.kind.not_in(list(not_kinds)))
        for word in words.split():
            query = query.where(func.instr(_items.c.found_by, folded(word)) > 0)
        query = query.order_by(_items.c.id.desc()).limit(limit).offset(offset)
        async with self._database.reading() as connection:
            return [(row.run, row.run_kind, _item(row)) for row in await connection.execute(query)]

    @whole
    async def interrupted(self, at: datetime) -> int:
        """Mark every unfinished run as interrupted; returns how many."""
        values = {"outcome": RunOutcome.INTERRUPTED, "finished": stored(at)}
        async with self._database.writing() as connection:
            done = await connection.execute(update(_runs).where(_runs.c.outcome == RunOutcome.RUNNING).values(values))
            return done.rowcount

    async def breaker(self) -> Breaker:
        """The breaker as stored."""
        async with self._database.reading() as connection:
            return await _breaker(connection)

    @whole
    async def change_breaker(self, change: Callable[[Breaker], Breaker]) -> Breaker:
        """Store what ``change`` makes of the breaker as it is, in one transaction; returns it."""
        async with self._database.writing() as connection:
            before = await _breaker(connection)
            after = change(before)
            if after != before:
                values = _breaker_values(after)
                statement = upsert(tables.breaker).values(id=1, **values)
                await connection.execute(statement.on_conflict_do_update(index_elements=["id"], set_=values))
        return after


async def _breaker(connection: AsyncConnection) -> Breaker:
    row = (await connection.execute(select(tables.breaker))).first()
    if row is None:
        return Breaker()
    return Breaker(
        failures=row.failures,
        trips=row.trips,
        until=instant(row.until),
        latched=Reason(row.latched) if row.latched else None,
        latched_at=instant(row.latched_at),
        slowed=None if row.share is None else Slowed(share=row.share, at=instant(row.slowed_at)),
        proven=None if row.proven is None else Proven(at=instant(row.proven), since_boot=row.since_boot),
    )


def _breaker_values(breaker: Breaker) -> dict[str, Any]:
    slowed, proven = breaker.slowed, breaker.proven
    return {
        "failures": breaker.failures,
        "trips": breaker.trips,
        "until": None if breaker.until is None else stored(breaker.until),
        "latched": breaker.latched,
        "latched_at": None if breaker.latched_at is None else stored(breaker.latched_at),
        "share": slowed.share if slowed else None,
        "slowed_at": stored(slowed.at) if slowed else None,
        "proven": stored(proven.at) if proven else None,
        "since_boot": proven.since_boot if proven else None,
    }


def _values(run: int, item: Item) -> dict[str, Any]:
    return {
        "run": run,
        "name": item.person.name,
        "member": item.person.member,
        "profile": item.person.profile,
        "headline": item.person.headline,
        "state": item.state,
        "text": item.text,
        "late_days": item.late_days,
        "proof": item.proof,
        "reason": item.reason,
        "detail": item.detail,
        "at": None if item.at is None else stored(item.at),
        "evidence": item.evidence,
        "found_by": folded(f"{item.person.name} {item.text} {item.detail}"),
    }


async def _reports(connection: AsyncConnection, query: Select[Any]) -> list[Report]:
    rows = (await connection.execute(query)).all()
    items: dict[int, list[Item]] = {row.id: [] for row in rows}
    of_these = select(_items).where(_items.c.run.in_(list(items))).order_by(_items.c.id)
    for row in await connection.execute(of_these):
        items[row.run].append(_item(row))
    return [_report(row, items[row.id]) for row in rows]


def _report(row: Row[Any], items: Sequence[Item]) -> Report:
    stopped_by = None
    if row.stop_reason:
        stopped_by = Problem(reason=Reason(row.stop_reason), detail=row.stop_detail, evidence=row.stop_evidence)
    return Report(
        run=row.id,
        kind=row.kind,
        outcome=RunOutcome(row.outcome),
        started=instant(row.started),
        finished=instant(row.finished),
        items=tuple(items),
        stopped_by=stopped_by,
        dry=bool(row.dry),
        partial=row.partial,
    )


def _item(row: Row[Any]) -> Item:
    return Item(
        person=Person(name=row.name, member=row.member, profile=row.profile, headline=row.headline),
        state=Result(row.state),
        text=row.text,
        late_days=row.late_days,
        proof=row.proof,
        reason=Reason(row.reason) if row.reason else None,
        detail=row.detail,
        at=instant(row.at),
        evidence=row.evidence,
    )
