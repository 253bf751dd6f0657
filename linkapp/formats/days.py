"""Days as files write them. A day that could be two is none: a wrong one would greet on the wrong day."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from datetime import UTC, date, datetime
from enum import Enum
from functools import lru_cache

from linkapp.domain.contact_record import Birthday
from linkapp.domain.date_words import MONTHS

YEARS_FOR_NONE = frozenset({0, 1, 1600, 1601, 1604, 1899, 1900})
"""Years that programs write where nobody said one."""
_FIRST_YEAR = 1901
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


class DayOrder(Enum):
    """Which number of a day comes first where all are numbers."""

    DAY = "day first"
    MONTH = "month first"
    UNKNOWN = "unknown"


def _plain(text: str) -> str:
    text = unicodedata.normalize("NFKD", text.casefold())
    return "".join(sign for sign in text if not unicodedata.combining(sign))


_MORE = {
    "fev": 2, "mrz": 3, "sept": 9, "set": 9, "jaen": 1, "janner": 1, "gennaio": 1, "gen": 1, "febbraio": 2, "marzo": 3,
    "aprile": 4, "maggio": 5, "mag": 5, "giugno": 6, "giu": 6, "luglio": 7, "lug": 7, "settembre": 9, "ottobre": 10,
    "ott": 10, "dicembre": 12, "dic": 12, "janeiro": 1, "fevereiro": 2, "marco": 3, "maio": 5, "mai": 5, "junho": 6,
    "julho": 7, "setembro": 9, "outubro": 10, "out": 10, "dezembro": 12, "dez": 12, "januari": 1, "februari": 2,
    "maart": 3, "mrt": 3, "mei": 5, "juni": 6, "juli": 7, "augustus": 8, "okt": 10,
}  # fmt: skip
_MONTHS = _MORE | {_plain(word).rstrip("."): number for names in MONTHS.values() for word, number in names.items()}
_YEAR_FIRST = re.compile(r"(?P<y>\d{4})(?P<s>[-/.]?)(?P<m>\d{1,2})(?P=s)(?P<d>\d{1,2})(?![\d])")
_NO_YEAR = re.compile(r"--?(?P<m>\d{2})-?(?P<d>\d{2})(?![\d-])")
_NUMBERS = re.compile(r"(?P<a>\d{1,2})\s?(?P<s>[-/.])\s?(?P<b>\d{1,2})(?:(?P=s)\s?(?P<y>\d{4}|\d{2})|\.)?(?![\d/.-])")
_DAY_WORD = re.compile(
    r"(?P<d>\d{1,2})(?:st|nd|rd|th|er|\.|º|ª)?[\s-]*(?:de |del |of )?\s*(?P<m>[^\W\d_]+)\.?(?:,?[\s-]*(?:de |del )?(?P<y>\d{4}|\d{2})(?!\d))?"
)
_WORD_DAY = re.compile(r"(?P<m>[^\W\d_]+)\.?\s+(?P<d>\d{1,2})(?:st|nd|rd|th)?(?:,?\s+(?P<y>\d{4}))?(?!\d)")
_WEEKDAY = re.compile(r"^[^\W\d_]{2,12}\.?,\s+")
_AS_EXPORTED = re.compile(r"\d{4}-\d\d-\d\d \d\d:\d\d:\d\d UTC")
_CLOCK = re.compile(
    r"(?P<h>\d{1,2}):(?P<m>\d{2})(?::(?P<s>\d{2})(?:\.\d+)?)?\s*(?P<half>[ap]\.?\s?m\.?)?\s*(?P<zone>utc|gmt|z|[+-]\d{2}:?\d{2})?",
    re.IGNORECASE,
)


@lru_cache(maxsize=65536)
def read(text: str, order: DayOrder = DayOrder.UNKNOWN) -> tuple[int | None, int, int] | None:
    """Year (None where there is none), month and day in a text that begins with a day; None for no day, an impossible
    one, or one that could be two."""
    text = text.casefold() if text.isascii() else _plain(text)
    text = text.strip("'\" \t\xa0")
    text = _WEEKDAY.sub("", text)
    if match := _NO_YEAR.match(text):
        return _day(None, match["m"], match["d"])
    if match := _YEAR_FIRST.match(text):
        return _day(match["y"], match["m"], match["d"])
    if match := _NUMBERS.match(text):
        return _of_numbers(match, order)
    for form in (_DAY_WORD, _WORD_DAY):
        if (match := form.match(text)) and match["m"] in _MONTHS:
            return _day(match["y"], str(_MONTHS[match["m"]]), match["d"])
    return None


def _of_numbers(match: re.Match[str], order: DayOrder) -> tuple[int | None, int, int] | None:
    day_first = _day(match["y"], match["b"], match["a"])
    month_first = _day(match["y"], match["a"], match["b"])
    if match["s"] == ".":
        return day_first
    if order is DayOrder.DAY:
        return day_first
    if order is DayOrder.MONTH:
        return month_first
    if day_first == month_first or month_first is None:
        return day_first
    return month_first if day_first is None else None


def _day(year: str | None, month: str, day: str) -> tuple[int | None, int, int] | None:
    number = None if year is None else int(year)
    if year is not None and len(year) == 2:
        number = 1900 + int(year) if int(year) >= 70 else 2000 + int(year)
    try:
        date(number if number and number not in YEARS_FOR_NONE else 2000, int(month), int(day))
    except ValueError:
        return None
    return number, int(month), int(day)


def order_of(texts: Iterable[str]) -> DayOrder:
    """Which number comes first in a whole column: some day beyond the twelfth tells."""
    orders = set()
    for text in texts:
        match = _NUMBERS.match(text.strip())
        if match is None or match["s"] == ".":
            continue
        first, second = int(match["a"]), int(match["b"])
        if first > 12 >= second:
            orders.add(DayOrder.DAY)
        elif second > 12 >= first:
            orders.add(DayOrder.MONTH)
        if len(orders) > 1:
            return DayOrder.UNKNOWN
    return orders.pop() if orders else DayOrder.UNKNOWN


def is_blank(text: str) -> bool:
    """Whether a cell says that there is no day: it is empty, or made of zeros as Outlook does."""
    return not text.strip(" 0/.-:")


def birthday(text: str, order: DayOrder = DayOrder.UNKNOWN) -> Birthday | None:
    """Month, day, and the year where one was meant."""
    numbers = read(text, order)
    if numbers is None:
        return None
    year, month, day = numbers
    two_signs = year is not None and f"{year}" not in text
    meant = year is not None and year >= _FIRST_YEAR and not (two_signs and year >= 2000)  # "05" is 1905 as well
    return month, day, year if meant else None


def day(text: str, order: DayOrder = DayOrder.UNKNOWN) -> date | None:
    """A whole day, with its year."""
    numbers = read(text, order)
    if numbers is None or numbers[0] is None or numbers[0] < _FIRST_YEAR:
        return None
    try:
        return date(numbers[0], numbers[1], numbers[2])
    except ValueError:
        return None


def instant(text: str, order: DayOrder = DayOrder.UNKNOWN) -> datetime | None:
    """A day with its time; UTC where no zone is named (the site's exports are), midnight where no time is."""
    if _AS_EXPORTED.fullmatch(text):
        try:
            return datetime.fromisoformat(text[:19]).replace(tzinfo=UTC)
        except ValueError:
            return None
    on = day(text.replace("T", " ", 1) if len(text) > 10 and text[10:11] == "T" else text, order)
    if on is None:
        return None
    clock = _CLOCK.search(text, 6)
    if clock is None:
        return datetime(on.year, on.month, on.day, tzinfo=UTC)
    hour, half = int(clock["h"]), (clock["half"] or "")[:1].casefold()
    if half:
        hour = hour % 12 + (12 if half == "p" else 0)
    zone = clock["zone"] or ""
    try:
        at = datetime(on.year, on.month, on.day, hour, int(clock["m"]), int(clock["s"] or 0), tzinfo=UTC)
        if zone[:1] in ("+", "-"):
            at = datetime.fromisoformat(at.strftime("%Y-%m-%dT%H:%M:%S") + zone[:3] + ":" + zone[-2:]).astimezone(UTC)
    except (ValueError, OverflowError):
        return None
    return at
