"""The next time a day of the year comes round."""

from __future__ import annotations

from datetime import date


def next_on(month: int, day: int, first: date) -> date:
    """The next date of a day of the year, from ``first`` on; 29 February is 28 February in common years."""
    for year in (first.year, first.year + 1):
        leap = year % 4 == 0 and (year % 100 != 0 or year % 400 == 0)
        on = date(year, month, 28 if (month, day) == (2, 29) and not leap else day)
        if on >= first:
            return on
    return first
