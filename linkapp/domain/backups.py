"""Which automatic copies of the database are kept: one of each of the last days, and one of each of the last weeks."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

DAILY = 7
WEEKLY = 4


def superfluous(made: Iterable[date], *, daily: int = DAILY, weekly: int = WEEKLY) -> frozenset[date]:
    """The dates whose copies may go: not among the newest ``daily`` dates, and not the newest of one of the ``weekly``
    newest calendar weeks (ISO) before those. The newest copies stay however old they are."""
    dates = sorted(set(made), reverse=True)
    staying = set(dates[:daily])
    weeks: dict[tuple[int, int], date] = {}
    for on in dates[daily:]:
        year, week, _ = on.isocalendar()
        weeks.setdefault((year, week), on)
    staying |= {weeks[week] for week in sorted(weeks, reverse=True)[:weekly]}
    return frozenset(set(dates) - staying)
