"""What was done, read and counted: the ``Figures`` port over SQLAlchemy."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import func, select, text

from linkapp.domain.act import Kind, State
from linkapp.domain.campaign import Result
from linkapp.domain.figures import QUARTER, DoneAct, OutcomeCount
from linkapp.storage import tables
from linkapp.storage.database import Database
from linkapp.storage.instants import instant, micros, stored
from linkapp.storage.tables import PENDING, SETTLED, is_one_of

_runs = tables.runs
_items = tables.run_items
# The states are written as in the partial index ``acts_settled``, so that SQLite may use it.
_ACTS = text(
    "SELECT acts.kind, acts.state, acts.at, coalesce(nullif(people.name, ''), acts.subject) AS name"
    " FROM acts LEFT JOIN people ON people.id = acts.person"
    f" WHERE {is_one_of(Kind, 'acts.kind')} AND acts.at >= :begins AND {is_one_of(SETTLED, 'acts.state')}"
    " UNION ALL"
    " SELECT acts.kind, acts.state, acts.at, coalesce(nullif(people.name, ''), acts.subject)"
    " FROM acts LEFT JOIN people ON people.id = acts.person"
    f" WHERE acts.at >= :begins AND {is_one_of(PENDING, 'acts.state')} AND acts.state = '{State.SENDING}'"
    " ORDER BY 3"
)


class SqlFigures:
    """Every method is one query. Raises ``StoreError``."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def acts_since(self, begins: datetime) -> Sequence[DoneAct]:
        """Every act that was announced since then, oldest first."""
        async with self._database.reading() as connection:
            rows = await connection.execute(_ACTS, {"begins": stored(begins)})
            return [
                DoneAct(kind=Kind(row.kind), state=State(row.state), at=instant(row.at), name=row.name) for row in rows
            ]

    async def outcomes_since(self, begins: datetime) -> Sequence[OutcomeCount]:
        """Outcomes since then by the quarter of an hour, kind of run and state."""
        quarter = micros(QUARTER)
        at = func.coalesce(_items.c.at, _runs.c.started)
        slot = at.op("/")(quarter).label("slot")  # of whole numbers: SQLite leaves the rest away
        query = (
            select(slot, _runs.c.kind, _items.c.state, func.count().label("count"))
            .join(_runs, _runs.c.id == _items.c.run)
            .where(_runs.c.dry == 0, at >= stored(begins))
            .group_by(slot, _runs.c.kind, _items.c.state)
        )
        async with self._database.reading() as connection:
            return [
                OutcomeCount(at=instant(row.slot * quarter), kind=row.kind, state=Result(row.state), count=row[3])
                for row in await connection.execute(query)
            ]
