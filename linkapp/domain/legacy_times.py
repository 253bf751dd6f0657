"""Times as the predecessor's databases spell them."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, time, timedelta, timezone, tzinfo
from email.utils import parsedate_to_datetime

_ISO = re.compile(
    r"(\d{4})-?(\d{2})-?(\d{2})(?:[T ]+(\d{1,2}):?(\d{2})(?::?(\d{2})(?:[.,](\d{1,9}))?)?\s*"
    r"(Z|UTC|GMT|[+-]\d{2}(?::?\d{2})?)?)?",
    re.IGNORECASE,
)
_SLASHED = re.compile(
    r"(\d{1,2})[/.](\d{1,2})[/.](\d{4})(?:[,T ]+(?:à |at |um )?(\d{1,2})[:h](\d{2})(?::(\d{2}))?\s*(am|pm)?)?",
    re.IGNORECASE,
)
_NUMBER = re.compile(r"\d{9,10}(?:\.\d+)?|\d{13}|\d{16}")
_FIRST, _LAST = datetime(2003, 5, 1, tzinfo=UTC), datetime(2100, 1, 1, tzinfo=UTC)
"""No message was sent on the site before it began."""


def time_of(value: object, naive: tzinfo) -> datetime | None:
    """The instant in a value of a database, or None where it is not understood or cannot be told for certain.

    ``naive``: the zone of a time that names none. Day and month between slashes are only taken where one of them can
    be nothing else (above 12, or with am and pm); a date alone is noon in that zone.
    """
    if isinstance(value, bool) or value is None:
        return None
    text = str(value).strip()
    try:
        moment = _number(text) or _iso(text, naive) or _slashed(text, naive) or _mail(text)
    except (ValueError, OverflowError, OSError):
        return None
    return moment if moment is not None and _FIRST <= moment < _LAST else None


def _number(text: str) -> datetime | None:
    """Seconds, milliseconds or microseconds since 1970 UTC."""
    if not _NUMBER.fullmatch(text):
        return None
    whole = text.partition(".")[0]
    return datetime.fromtimestamp(float(text) / 10 ** max(0, (len(whole) - 10)), UTC)


def _iso(text: str, naive: tzinfo) -> datetime | None:
    match = _ISO.fullmatch(text)
    if match is None:
        return None
    year, month, day, hour, minute, second, fraction, zone = match.groups()
    on = date(int(year), int(month), int(day))
    if hour is None:
        return _noon(on, naive)
    at = time(int(hour), int(minute), int(second or 0), int((fraction or "0")[:6].ljust(6, "0")))
    return _instant(on, at, _zone(zone) if zone else naive)


def _slashed(text: str, naive: tzinfo) -> datetime | None:
    match = _SLASHED.fullmatch(text)
    if match is None:
        return None
    first, second, year, hour, minute, seconds, half = match.groups()
    left, right = int(first), int(second)
    if half:
        month, day = left, right
    elif left > 12 or left == right:
        day, month = left, right
    elif right > 12:
        month, day = left, right
    else:
        return None  # nobody knows which is the month
    on = date(int(year), month, day)
    if hour is None:
        return _noon(on, naive)
    hours = int(hour)
    if half:
        if not 1 <= hours <= 12:
            return None
        hours = hours % 12 + (12 if half.lower() == "pm" else 0)
    return _instant(on, time(hours, int(minute), int(seconds or 0)), naive)


def _mail(text: str) -> datetime | None:
    """As RFC 5322 writes it."""
    if "," not in text:
        return None
    moment = parsedate_to_datetime(text)
    return None if moment.tzinfo is None else moment.astimezone(UTC)


def _zone(text: str) -> tzinfo:
    if text.upper() in ("Z", "UTC", "GMT"):
        return UTC
    digits = text[1:].replace(":", "").ljust(4, "0")
    away = timedelta(hours=int(digits[:2]), minutes=int(digits[2:]))
    return timezone(-away if text[0] == "-" else away)


def _noon(on: date, zone: tzinfo) -> datetime:
    return _instant(on, time(12), zone)


def _instant(on: date, at: time, zone: tzinfo) -> datetime:
    return datetime.combine(on, at, tzinfo=zone).astimezone(UTC)


def birth_date_of(value: object) -> tuple[int | None, int, int] | None:
    """A birth date (year, month, day): the year where one is said; None where it is not understood."""
    text = str(value or "").strip()
    match = re.fullmatch(r"(?:(\d{4})-|--?)?(\d{1,2})-(\d{1,2})(?:[T ].*)?", text)
    if match is not None:
        year, month, day = (int(part) if part else None for part in match.groups())
    elif (match := re.fullmatch(r"(\d{1,2})[/.](\d{1,2})(?:[/.](\d{4}))?", text)) is not None:
        first, second, year = (int(part) if part else None for part in match.groups())
        assert first is not None
        assert second is not None
        if first <= 12 and second <= 12 and first != second:
            return None
        day, month = (first, second) if first > 12 or first == second else (second, first)
    else:
        return None
    assert month is not None
    assert day is not None
    try:
        date(year or 2000, month, day)
    except ValueError:
        return None
    return (year if year not in (1604, 1900, 2000) else None), month, day
