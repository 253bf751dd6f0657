"""Weekdays, working hours, and when a time of day comes on a date in a zone whose clocks are changed now and then."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

EVERY_DAY = frozenset(range(7))
"""Weekdays; Monday is 0."""
_DAY = timedelta(days=1)
_CODES = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")


@dataclass(frozen=True, kw_only=True)
class Hours:
    """When runs may be going on, in the person's own time: from ``opens`` until before ``closes`` (None: always) on
    weekdays. Hours that do not open before they close never open, as in ``pacing.py``."""

    opens: time | None = None
    closes: time | None = None
    days: frozenset[int] = EVERY_DAY

    def is_open(self, now: datetime, zone: ZoneInfo) -> bool:
        """Whether ``now`` lies in them."""
        local = now.astimezone(zone)
        if local.weekday() not in self.days:
            return False
        return self.opens is None or self.closes is None or self.opens <= local.time() < self.closes

    def window(self, on: date, zone: ZoneInfo) -> tuple[datetime, datetime] | None:
        """From when until when (UTC) they are open on a date; None where they are not."""
        if on.weekday() not in self.days:
            return None
        if self.opens is None or self.closes is None:
            begins, ends = _first_moment(on, zone), _first_moment(on + _DAY, zone)
        elif self.opens < self.closes:
            begins, ends = moment(on, self.opens, zone), moment(on, self.closes, zone)
        else:
            return None
        return (begins, ends) if begins is not None and ends is not None and begins < ends else None


def moment(on: date, at: time, zone: ZoneInfo) -> datetime | None:
    """The instant (UTC) of a time of day on a date: the first of two; where there is none the first after the gap, or
    the last minute of the date before a gap that reaches beyond it; None for a date that the zone leaves out."""
    wanted = datetime.combine(on, at)
    instant = wanted.replace(tzinfo=zone).astimezone(UTC)
    if instant.astimezone(zone).replace(tzinfo=None) == wanted:
        return instant
    before, after = wanted.replace(tzinfo=zone, fold=1).astimezone(UTC), instant  # on both sides of the gap
    offset = after.astimezone(zone).utcoffset()
    while after - before > timedelta(seconds=1):
        middle = before + (after - before) // 2
        if middle.astimezone(zone).utcoffset() == offset:
            after = middle
        else:
            before = middle
    end_of_gap = after.replace(microsecond=0)
    for candidate in (end_of_gap, end_of_gap - timedelta(minutes=1)):
        if candidate.astimezone(zone).date() == on:
            return candidate
    return None


def days_named(text: str) -> frozenset[int]:
    """The weekdays of ``daily``, ``mon-fri``, ``mon,thu`` or a mixture (``sat-mon`` goes over Sunday). Raises
    ``ValueError``."""
    days: set[int] = set()
    for part in text.strip().lower().split(","):
        if part.strip() == "daily":
            days |= EVERY_DAY
            continue
        first, dash, last = (piece.strip() for piece in part.partition("-"))
        begins = _CODES.index(first)
        ends = _CODES.index(last) if dash else begins
        days |= {(begins + step) % 7 for step in range((ends - begins) % 7 + 1)}
    return frozenset(days)


def days_text(days: frozenset[int]) -> str:
    """Weekdays as ``days_named`` reads them, the shortest way."""
    if days == EVERY_DAY:
        return "daily"
    ordered = sorted(days)
    if len(ordered) > 2 and ordered == list(range(ordered[0], ordered[-1] + 1)):
        return f"{_CODES[ordered[0]]}-{_CODES[ordered[-1]]}"
    return ",".join(_CODES[day] for day in ordered)


def _first_moment(on: date, zone: ZoneInfo) -> datetime | None:
    for day in (on, on + _DAY):  # where a zone leaves out a date the one before ends with the next one
        if (begins := moment(day, time.min, zone)) is not None:
            return begins
    return None
