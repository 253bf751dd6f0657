"""What counts towards the caps, and the quota clock: questions that indexes answer without looking at the table.

The number of rows of other times does not matter. What is only pending counts in every window, whatever its time.
"""

from __future__ import annotations

from typing import NamedTuple, cast

from linkapp.domain.act import Kind
from linkapp.domain.quota import WindowStarts
from linkapp.storage.identity import Execute
from linkapp.storage.instants import stored
from linkapp.storage.tables import FREED, PENDING, SETTLED, is_one_of

# In the very words of the three indexes that share all rows: only then does SQLite use them.
IS_PENDING = is_one_of(PENDING)
_IS_SETTLED = is_one_of(SETTLED)
_IS_FREED = is_one_of(FREED)

_SETTLED = f"FROM acts INDEXED BY acts_settled WHERE {_IS_SETTLED} AND kind = ?1 AND at"
_PENDING = f"FROM acts INDEXED BY acts_pending WHERE {IS_PENDING} AND kind = ?1"
_OF_RUN = f"FROM acts INDEXED BY acts_by_run WHERE {_IS_SETTLED} AND run = ?5 AND kind = ?1"
_COUNTS = (
    f"SELECT (SELECT count(*) {_PENDING}), (SELECT count(*) {_SETTLED} > ?2),"
    f" (SELECT count(*) {_SETTLED} > ?3 AND at <= ?2), (SELECT count(*) {_SETTLED} > ?4 AND at <= ?3),"
    f" (SELECT count(*) {_OF_RUN}) + (SELECT count(*) {_PENDING} AND run = ?5)"
)
_TIMES = f"SELECT at, 0 {_SETTLED} > ?2 UNION ALL SELECT at, 1 {_PENDING}"


def _over_all_rows(what: str) -> str:
    """The first or last time of all rows, from the ends of the three indexes; NULL where there is none."""
    ends = [f"SELECT {what}(at) AS at FROM acts WHERE {_IS_SETTLED} AND kind = '{kind}'" for kind in Kind]
    ends += [f"SELECT {what}(at) FROM acts WHERE {those}" for those in (IS_PENDING, _IS_FREED)]
    return f"SELECT {what}(at) FROM ({' UNION ALL '.join(ends)})"


_FIRST_TIME, _LAST_TIME = _over_all_rows("min"), _over_all_rows("max")


class Counts(NamedTuple):
    """How many acts of one kind count on the date, in 24 hours, in 7 days and in the run."""

    date: int
    day: int
    week: int
    run: int


def counts(execute: Execute, kind: Kind, starts: WindowStarts, run: int) -> Counts:
    """What a claim is checked against: what comes after the begin of each window, the first microsecond of the date
    included. The windows lie in one another, so each act is looked at once: the week reaches back furthest."""
    date, day, week = stored(starts.date) - 1, stored(starts.day), stored(starts.week)
    shorter, longer = max(date, day), min(date, day)
    # The value of the enum: what is not plain text takes a detour in the driver.
    values = (kind.value, shorter, longer, week, run)
    pending, in_shorter, more_in_longer, more_in_week, in_run = execute(_COUNTS, values).fetchone()
    last = pending + in_shorter
    longest = last + more_in_longer
    on_date, in_day = (last, longest) if date > day else (longest, last)
    return Counts(on_date, in_day, longest + more_in_week, in_run)


def counted_times(execute: Execute, kind: Kind, week: int, now: int) -> list[int]:
    """The time (microseconds) of everything that counts in the week that began then; ``now`` for what is pending."""
    return [now if pending else at for at, pending in execute(_TIMES, (kind.value, week)).fetchall()]


def last_time(execute: Execute) -> int | None:
    """The latest time in any row: the quota clock never goes below it."""
    return cast("int | None", execute(_LAST_TIME, ()).fetchone()[0])


def first_time(execute: Execute) -> int | None:
    """The earliest time in any row."""
    return cast("int | None", execute(_FIRST_TIME, ()).fetchone()[0])
