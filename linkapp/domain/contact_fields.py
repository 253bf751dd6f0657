"""The fields of a contact that a person may type, and what may stand in each."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from linkapp.domain.known_error import KnownError

LONGEST = {"notes": 20_000}
LONGEST_LINE = 500
_BIRTHDAY = re.compile(r"(?:(\d{4})-|--)?(\d{1,2})-(\d{1,2})")
_MAIL = re.compile(r"[^\s@<>,;]{1,64}@[^\s@<>,;]{1,255}")
_PHONE = re.compile(r"[+()\d\s./x#*-]{3,40}")
_EVERY = re.compile(
    r"(?:every\s+|tou(?:te)?s\s+les\s+)?(\d{1,4})\s*"
    r"(days?|weeks?|months?|years?|jours?|semaines?|mois|ans?|ann\u00e9es?|[dwmyjsa])?",
    re.IGNORECASE,
)
_UNITS = {"d": 1, "j": 1, "w": 7, "s": 7, "m": 30, "y": 365, "a": 365}
_MOST_RHYTHM_DAYS = 3660


class BadField(KnownError):
    """There is no such field, or this cannot stand in it."""


def birthday_of(text: str) -> tuple[int | None, int, int] | None:
    """``YYYY-MM-DD``, ``--MM-DD`` or ``MM-DD`` as (year, month, day); None for an empty text. Raises ``BadField``."""
    if not text.strip():
        return None
    match = _BIRTHDAY.fullmatch(text.strip())
    if match is None:
        raise _bad("birthday", text, "MM-DD, YYYY-MM-DD")
    year = int(match.group(1)) if match.group(1) else None
    try:
        day = date(year or 2000, int(match.group(2)), int(match.group(3)))
    except ValueError as error:
        raise _bad("birthday", text, "MM-DD, YYYY-MM-DD") from error
    return year, day.month, day.day


def birthday_text(birthday: tuple[int, int] | None, year: int | None) -> str:
    """The opposite of ``birthday_of``; empty for none."""
    if birthday is None:
        return ""
    month, day = birthday
    return f"{year:04}-{month:02}-{day:02}" if year is not None else f"--{month:02}-{day:02}"


def clean(text: str, *, lines: bool = False) -> str:
    """A text without control characters and without what nobody sees at its ends; on one line unless ``lines``."""
    printable = "".join(
        letter if letter.isprintable() or (letter == "\n" and lines) or unicodedata.category(letter) == "Cf" else " "
        for letter in unicodedata.normalize("NFC", text.replace("\r\n", "\n").replace("\r", "\n"))
    )
    if lines:
        return "\n".join(line.rstrip() for line in printable.split("\n")).strip("\n")
    return " ".join(printable.split())


def _bad(field: str, value: str, wanted: str) -> BadField:
    return BadField(
        f"{value!r} is no {field.replace('_', ' ')}; it is written {wanted}.",
        "bad_field",
        field=field,
        value=value,
        wanted=wanted,
    )


def _line(_field: str, text: str) -> str:
    return clean(text)


def _day(field: str, text: str) -> str | None:
    if not text.strip():
        return None
    try:
        return date.fromisoformat(text.strip()).isoformat()
    except ValueError as error:
        raise _bad(field, text, "YYYY-MM-DD") from error


def _rhythm(field: str, text: str) -> int | None:
    if not text.strip():
        return None
    match = _EVERY.fullmatch(text.strip())
    days = int(match.group(1)) * _UNITS[(match.group(2) or "d")[0].lower()] if match else 0
    if not 1 <= days <= _MOST_RHYTHM_DAYS:
        raise _bad(field, text, "3 months")
    return days


def _several(form: re.Pattern[str], wanted: str) -> Callable[[str, str], tuple[str, ...]]:
    def read(field: str, text: str) -> tuple[str, ...]:
        values = [clean(value) for value in re.split(r"[,;\n]", text) if value.strip()]
        for value in values:
            if not form.fullmatch(value):
                raise _bad(field, value, wanted)
        return tuple(dict.fromkeys(values))

    return read


def _formality(field: str, text: str) -> str:
    word = text.strip().lower()
    if word not in ("", "formal", "familiar"):
        raise _bad(field, text, "formal, familiar")
    return word


def _score(field: str, text: str) -> int | None:
    if not text.strip():
        return None
    if not (text.strip().isascii() and text.strip().isdecimal() and int(text) <= 100):
        raise _bad(field, text, "0-100")
    return int(text)


FIELDS: Mapping[str, Callable[[str, str], Any]] = {
    "name": _line,
    "first_name": _line,
    "headline": _line,
    "company": _line,
    "position": _line,
    "location": _line,
    "notes": lambda _field, text: clean(text, lines=True),
    "birthday": lambda _field, text: birthday_of(text),
    "connected_on": _day,
    "look_in_on": _day,
    "rhythm": _rhythm,
    "emails": _several(_MAIL, "name@example.org"),
    "phones": _several(_PHONE, "+33 1 23 45 67 89"),
    "formality": _formality,
    "score": _score,
}
"""What makes the value that is kept of the text that was typed."""


def value_of(field: str, text: str) -> Any:
    """The value of a typed text. Raises ``BadField`` with one sentence."""
    read = FIELDS.get(field)
    if read is None:
        raise BadField(
            f"There is no field {field!r}; there are: {', '.join(FIELDS)}.",
            "no_field",
            field=field,
            fields=", ".join(FIELDS),
        )
    longest = LONGEST.get(field, LONGEST_LINE)
    if len(text) > longest:
        raise BadField(
            f"The {field.replace('_', ' ')} is too long: {len(text)} characters; {longest} are possible.",
            "long_field",
            field=field,
            length=len(text),
            most=longest,
        )
    value = read(field, text)
    if field == "name" and not value:
        raise _bad("name", text, "Ada Byron")
    return value
