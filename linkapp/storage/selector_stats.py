"""How well the ways to recognise things on pages do: the ``SelectorStats`` port over SQLAlchemy."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Row, delete, select
from sqlalchemy.dialects.sqlite import insert as upsert

from linkapp.domain.selector_stats import Mark, Tallies, Tally, counted, kept_learned
from linkapp.storage import tables
from linkapp.storage.database import Database, whole
from linkapp.storage.instants import instant, stored

_stats = tables.selector_stats


class SqlSelectorStats:
    """Every method is one transaction. Raises ``StoreError``."""

    def __init__(self, database: Database) -> None:
        self._database = database

    @whole
    async def count(self, marks: Sequence[Mark], now: datetime) -> None:
        """Count the marks of one reading; learned forms that are not worth keeping any more go."""
        keys = {mark.key for mark in marks}
        async with self._database.writing() as connection:
            rows = await connection.execute(select(_stats).where(_stats.c.key.in_(keys)))
            tallies = {(row.key, row.form): _tally(row) for row in rows}
            for mark in marks:
                tally = counted(tallies.get((mark.key, mark.form)), mark, now)
                tallies[mark.key, mark.form] = tally
                statement = upsert(_stats).values(key=mark.key, form=mark.form, **(values := _values(tally)))
                await connection.execute(statement.on_conflict_do_update(index_elements=["key", "form"], set_=values))
            for key in keys:
                learned = {form: tally for (of, form), tally in tallies.items() if of == key and tally.learned}
                gone = set(learned) - set(kept_learned(learned, now))
                if gone:
                    await connection.execute(delete(_stats).where(_stats.c.key == key, _stats.c.form.in_(gone)))

    async def tallies(self) -> Tallies:
        """Everything that was counted, by key and form."""
        async with self._database.reading() as connection:
            return {(row.key, row.form): _tally(row) for row in await connection.execute(select(_stats))}


def _tally(row: Row[Any]) -> Tally:
    return Tally(
        tries=row.tries,
        hits=row.hits,
        at=instant(row.at),
        last_success=instant(row.last_success),
        learned=bool(row.learned),
    )


def _values(tally: Tally) -> dict[str, Any]:
    return {
        "tries": tally.tries,
        "hits": tally.hits,
        "at": stored(tally.at),
        "last_success": None if tally.last_success is None else stored(tally.last_success),
        "learned": int(tally.learned),
    }
