"""What contacts can be chosen by, and how a choice is written on the command line and kept as a chip."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from linkapp.domain.known_error import KnownError

MOST_DAYS = 366
MOST_MONTHS = 600
_NUMBERED = re.compile(r"(birthday|not-in-touch|score|import)-(\d{1,9})")


class FilterKind(StrEnum):
    """What is asked of a contact; those with a number or a word say what it is."""

    BIRTHDAY = "birthday"
    """Within so many days, today being 0."""
    NOT_IN_TOUCH = "not-in-touch"
    """No exchange that is known of for so many months."""
    LOSING_TOUCH = "losing-touch"
    """No exchange for longer than the rhythm set for them."""
    NEVER_GREETED = "never-greeted"
    DO_NOT_CONTACT = "do-not-contact"
    THEY_WROTE_LAST = "they-wrote-last"
    LOOK_IN = "look-in"
    """A reminder is due."""
    LEFT_NETWORK = "left-network"
    TAG = "tag"
    SCORE = "score"
    """At least so much."""
    IMPORT = "import"
    """Made by the import with this number."""


NUMBERED = frozenset({FilterKind.BIRTHDAY, FilterKind.NOT_IN_TOUCH, FilterKind.SCORE, FilterKind.IMPORT})


@dataclass(frozen=True, kw_only=True)
class ContactFilter:
    """One thing asked of a contact."""

    kind: FilterKind
    number: int = 0
    tag: str = ""

    def __str__(self) -> str:
        if self.kind is FilterKind.BIRTHDAY and not self.number:
            return "birthday-today"
        if self.kind is FilterKind.TAG:
            return f"tag:{self.tag}"
        return f"{self.kind}-{self.number}" if self.kind in NUMBERED else str(self.kind)


class UnknownFilter(KnownError):
    """There is no such filter."""

    def __init__(self, name: str) -> None:
        super().__init__(f"There is no filter {name!r}.", "no_filter", name=name)


def filter_named(name: str) -> ContactFilter:
    """The filter of a name, as ``str`` writes it. Raises ``UnknownFilter``."""
    text = name.strip()
    if text.startswith("tag:") and text.removeprefix("tag:").strip():
        return ContactFilter(kind=FilterKind.TAG, tag=" ".join(text.removeprefix("tag:").split()))
    text = text.lower().replace("_", "-")
    if text == "birthday-today":
        return ContactFilter(kind=FilterKind.BIRTHDAY)
    if match := _NUMBERED.fullmatch(text):
        kind, number = FilterKind(match.group(1)), int(match.group(2))
        most = {FilterKind.BIRTHDAY: MOST_DAYS, FilterKind.NOT_IN_TOUCH: MOST_MONTHS}.get(kind)
        if most is None or number <= most:
            return ContactFilter(kind=kind, number=number)
    if text in {str(kind) for kind in FilterKind} - {str(kind) for kind in NUMBERED} - {FilterKind.TAG}:
        return ContactFilter(kind=FilterKind(text))
    raise UnknownFilter(name)


def months_before(now: datetime, months: int) -> datetime:
    """The same day of the month so many months ago, or that month's last day."""
    number = now.year * 12 + now.month - 1 - months
    year, month = max(1, number // 12), number % 12 + 1
    day = now.day
    while True:
        try:
            return now.replace(year=year, month=month, day=day)
        except ValueError:
            day -= 1


def days_of(today: date, days: int) -> list[tuple[int, int]]:
    """The (month, day) pairs from a date on, soonest first; 29 February beside 28 February of a common year."""
    pairs: dict[tuple[int, int], None] = {}
    for number in range(min(days, MOST_DAYS) + 1):
        on = date.fromordinal(min(today.toordinal() + number, date.max.toordinal()))
        pairs.setdefault((on.month, on.day))
        if (on.month, on.day) == (2, 28) and date.fromordinal(on.toordinal() + 1).month == 3:
            pairs.setdefault((2, 29))
    return list(pairs)
