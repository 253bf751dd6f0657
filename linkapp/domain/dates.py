"""Date words: what a sentence says about a day, in English, French, German and Spanish. Never a guess.

A sentence gives zero, one or several *findings*. Each finding is a day relative to today (a number of days late,
negative for days to come) or says that it cannot be decided. Words inside a name are the caller's to take out first.
The cases are those of the table "Date words" in the site's facts; month and weekday names are CLDR's.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache

from linkapp.domain.date_words import MONTHS, WEEKDAYS
from linkapp.domain.late_pattern import LatePattern

LANGUAGES = ("en", "fr", "de", "es")
_WISHES = {"en": "birthday", "fr": "anniversaire", "de": "geburtstag", "es": "cumpleanos"}


@dataclass(frozen=True, kw_only=True)
class DateFinding:
    """One date expression. ``late_by`` in days (0 today, negative: to come), or None where it cannot be decided.

    ``about`` marks expressions that name no exact day ("2 weeks ago"): right to a week, month or year only.
    ``whole`` is True when the sentence holds nothing but this expression and small words. ``relative`` marks words that
    count from the page's own today ("yesterday", "in 3 days").
    """

    late_by: int | None
    about: bool = False
    whole: bool = False
    words: str = ""
    relative: bool = False


@lru_cache(maxsize=8192)
def plain(text: str) -> str:
    """Case-folded, straight apostrophes, single blanks, no accents: the form in which words are compared."""
    text = unicodedata.normalize("NFKD", text.replace("’", "'").replace("ʼ", "'"))
    text = "".join(mark for mark in text if not unicodedata.combining(mark) and unicodedata.category(mark) != "Cf")
    return re.sub(r"\s+", " ", text.casefold()).strip()


_MORE_MONTHS = {
    "en": {"sept": 9},
    "fr": {"fev": 2, "sep": 9},
    "de": {"mrz": 3, "jaen": 1, "janner": 1},
    "es": {"set": 9},
}
_MONTHS = {
    language: {plain(word): number for word, number in (MONTHS[language] | _MORE_MONTHS[language]).items()}
    for language in LANGUAGES
}
_WEEKDAYS = {language: {plain(word): number for word, number in WEEKDAYS[language].items()} for language in LANGUAGES}

_RELATIVE: dict[str, tuple[tuple[str, int], ...]] = {
    "en": (
        ("the day before yesterday", 2),
        ("day before yesterday", 2),
        ("yesterday", 1),
        ("today", 0),
        ("tomorrow", -1),
    ),
    "fr": (("avant-hier", 2), ("hier", 1), ("aujourd'hui", 0), ("apres-demain", -2), ("demain", -1)),
    "de": (("vorgestern", 2), ("gestern", 1), ("heute", 0), ("ubermorgen", -2), ("morgen", -1)),
    "es": (("anteayer", 2), ("antes de ayer", 2), ("ayer", 1), ("hoy", 0), ("pasado manana", -2), ("manana", -1)),
}
_NUMBERS: dict[str, dict[str, int]] = {
    "en": {"a": 1, "an": 1, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8,
           "nine": 9, "ten": 10},
    "fr": {"un": 1, "une": 1, "deux": 2, "trois": 3, "quatre": 4, "cinq": 5, "six": 6, "sept": 7, "huit": 8, "neuf": 9,
           "dix": 10},
    "de": {"einem": 1, "einer": 1, "ein": 1, "eine": 1, "zwei": 2, "drei": 3, "vier": 4, "funf": 5, "sechs": 6, "sieben": 7,
           "acht": 8, "neun": 9, "zehn": 10},
    "es": {"un": 1, "una": 1, "dos": 2, "tres": 3, "cuatro": 4, "cinco": 5, "seis": 6, "siete": 7, "ocho": 8, "nueve": 9,
           "diez": 10},
}  # fmt: skip
_UNITS: dict[str, tuple[tuple[str, int], ...]] = {
    "en": (("hours?|hrs?|h|minutes?|mins?|m(?!o)", 0), ("days?|d", 1), ("weeks?|wks?|w", 7), ("months?|mos?", 30),
           ("years?|yrs?|y", 365)),
    "fr": (("heures?|h|minutes?|min", 0), ("jours?|j", 1), ("semaines?|sem", 7), ("mois", 30), ("ans?|annees?", 365)),
    "de": (("stunden?|std|minuten?|min", 0), ("tag(?:en?)?", 1), ("wochen?|wo", 7), ("monat(?:en?)?|mon", 30),
           ("jahr(?:en?)?", 365)),
    "es": (("horas?|h|minutos?|min", 0), ("dias?|d", 1), ("semanas?|sem", 7), ("mes(?:es)?", 30), ("anos?", 365)),
}  # fmt: skip
_SMALL = {
    "en": "on|the|in|at|was|is|it|birthday|his|her|their|of",
    "fr": "le|la|l'|du|de|d'|c'etait|etait|ce|son|anniversaire",
    "de": "am|der|den|vom|war|ist|geburtstag|hatte",
    "es": "el|la|fue|es|de|del|cumpleanos|su",
}


def _number(language: str) -> str:
    return rf"(?P<n>\d{{1,3}}|{'|'.join(sorted(_NUMBERS[language], key=len, reverse=True))})"


def _unit(language: str) -> str:
    return "|".join(f"(?P<u{days}>{words})" for words, days in _UNITS[language])


_AGO = {
    "en": LatePattern(rf"(?<![\w'-]){_number('en')}\s?(?:{_unit('en')})\s?\.?\s+ago(?![\w-])"),
    "fr": LatePattern(rf"(?<![\w-])il y a\s+(?:environ\s+)?{_number('fr')}\s?(?:{_unit('fr')})(?![\w-])"),
    "de": LatePattern(rf"(?<![\w-])vor\s+(?:etwa\s+)?{_number('de')}\s?(?:{_unit('de')})(?![\w-])"),
    "es": LatePattern(rf"(?<![\w-])hace\s+(?:unos?\s+)?{_number('es')}\s?(?:{_unit('es')})(?![\w-])"),
}
_AHEAD = {
    "en": LatePattern(rf"(?<![\w-])in\s+{_number('en')}\s?(?:{_unit('en')})(?![\w-])"),
    "fr": LatePattern(rf"(?<![\w-])dans\s+{_number('fr')}\s?(?:{_unit('fr')})(?![\w-])"),
    "de": LatePattern(rf"(?<![\w-])in\s+{_number('de')}\s?(?:{_unit('de')})(?![\w-])"),
    "es": LatePattern(rf"(?<![\w-])(?:en|dentro de)\s+{_number('es')}\s?(?:{_unit('es')})(?![\w-])"),
}


_RELATIVE_PATTERNS = {
    language: tuple((LatePattern(rf"(?<![\w'-]){re.escape(word)}(?![\w-])"), days) for word, days in words)
    for language, words in _RELATIVE.items()
}


def _always(days: int) -> Callable[[re.Match[str]], tuple[int | None, bool]]:
    return lambda _match: (days, False)


def _names(table: dict[str, int]) -> str:
    return "|".join(re.escape(word) for word in sorted(table, key=len, reverse=True))


def _calendar(language: str) -> LatePattern:
    month, weekday = _names(_MONTHS[language]), _names(_WEEKDAYS[language])
    before = rf"(?:(?P<wd>{weekday})\.?,?\s+)?"
    year = r"(?:,?\s+(?:de\s+|del\s+)?(?P<y>\d{4})(?!\d))?"
    day_first = rf"(?P<d>\d{{1,2}})(?:st|nd|rd|th|er|\.|º|o)?\s+(?:de\s+|of\s+)?(?P<m>{month})(?![\w'-])\.?"
    month_first = rf"(?P<m2>{month})\.?\s+(?P<d2>\d{{1,2}})(?:st|nd|rd|th)?(?![\w:'-])"
    return LatePattern(rf"(?<![\w'-]){before}(?:{day_first}|{month_first}){year}")


_CALENDAR = {language: _calendar(language) for language in LANGUAGES}
_NUMERIC = LatePattern(
    r"(?<![\w/.,-])(?P<a>\d{1,2})(?P<sep>[/.])(?P<b>\d{1,2})(?:(?P=sep)(?P<y>\d{4})|\.)?(?![\w/-])(?!\.\d)"
)


def nearest(month: int, day: int, today: date, *, leap_day_in_march: bool = False) -> date | None:
    """The date of a yearly day that lies nearest to ``today`` (so 30 December read on 3 January is last year's).

    29 February falls on 28 February in common years, or on 1 March by setting. None for an impossible day.
    """
    candidates = []
    for year in (today.year - 1, today.year, today.year + 1):
        try:
            candidates.append(date(year, month, day))
        except ValueError:
            if (month, day) != (2, 29):
                return None
            candidates.append(date(year, 3, 1) if leap_day_in_march else date(year, 2, 28))
    return min(candidates, key=lambda candidate: (abs((candidate - today).days), candidate > today))


@lru_cache(maxsize=1024)  # the lines of one page are asked about several times, and by every reading again
def find(text: str, today: date, language: str, *, leap_day_in_march: bool = False) -> tuple[DateFinding, ...]:
    """Every date expression in ``text``. ``language`` is the page's (``fr``, ``en-GB``, ``""`` for unknown).

    The page's language is tried first; only if it finds nothing are the others tried, and then all that find
    something must find the same. On a page in a language that is none of these only a sentence that speaks of a
    birthday in one of these is read: words that two languages share are no proof of either.
    """
    code = language.casefold().replace("_", "-")
    main = code.split("-")[0]
    known = main in LANGUAGES
    if known and (findings := _find(text, today, main, code, leap_day_in_march)):
        return findings
    others: list[tuple[DateFinding, ...]] = []
    for other in LANGUAGES:
        if other == main or (other == "fr" and not _surely_french(text, main)):
            continue
        if main and not known and _WISHES[other] not in plain(text):
            continue
        if findings := _find(text, today, other, "" if not known else code, leap_day_in_march):
            others.append(findings)
    if not others:
        return ()
    if len({tuple(finding.late_by for finding in findings) for findings in others}) > 1:
        return (DateFinding(late_by=None, words=plain(text)),)
    return others[0]


def _surely_french(text: str, main: str) -> bool:
    """Whether "hier" can be the French yesterday on a page that is not French: it is German and Dutch for "here"."""
    words = set(re.findall(r"[\w'-]+", plain(text)))
    if "hier" not in words:
        return main != "de"
    return main not in ("de", "nl") and (len(words) == 1 or bool(words & {"anniversaire", "l'anniversaire"}))


def _find(text: str, today: date, language: str, code: str, march: bool) -> tuple[DateFinding, ...]:
    rest = plain(text)
    matches: list[tuple[int | None, bool, str, bool]] = []

    def take(
        pattern: LatePattern, read: Callable[[re.Match[str]], tuple[int | None, bool]], *, relative: bool = True
    ) -> None:
        nonlocal rest
        while match := pattern.search(rest):
            late_by, about = read(match)
            matches.append((late_by, about, match.group(0).strip(), relative))
            rest = f"{rest[: match.start()]} \x00 {rest[match.end() :]}"

    def ago(match: re.Match[str]) -> tuple[int | None, bool]:
        days, about = _span(match, language)
        return days, about

    def ahead(match: re.Match[str]) -> tuple[int | None, bool]:
        days, about = _span(match, language)
        return (-days if days else days), about

    take(_AGO[language], ago)
    take(_AHEAD[language], ahead)
    take(_CALENDAR[language], lambda match: (_calendar_day(match, today, language, march), False), relative=False)
    take(_NUMERIC, lambda match: (_numeric_day(match, today, language, code, march), False), relative=False)
    for pattern, days in _RELATIVE_PATTERNS[language]:
        take(pattern, _always(days))
    remains = re.sub(rf"\b(?:{_SMALL[language]})(?!\w)|[\W_]", "", rest.replace("\x00", ""))
    return tuple(
        DateFinding(late_by=late_by, about=about, whole=not remains, words=words, relative=relative)
        for late_by, about, words, relative in matches
    )


def _span(match: re.Match[str], language: str) -> tuple[int, bool]:
    number = match.group("n")
    count = int(number) if number.isdigit() else _NUMBERS[language][number]
    days = next(int(name[1:]) for name, value in match.groupdict().items() if name.startswith("u") and value)
    return count * days, days > 1


def _calendar_day(match: re.Match[str], today: date, language: str, march: bool) -> int | None:
    month = _MONTHS[language][match.group("m") or match.group("m2")]
    on = nearest(month, int(match.group("d") or match.group("d2")), today, leap_day_in_march=march)
    if on is None or (match.group("y") and int(match.group("y")) != on.year):
        return None
    if match.group("wd") and _WEEKDAYS[language][match.group("wd")] != on.weekday():
        return None
    return (today - on).days


def _numeric_day(match: re.Match[str], today: date, language: str, code: str, march: bool) -> int | None:
    first, second = int(match.group("a")), int(match.group("b"))
    day_first = nearest(second, first, today, leap_day_in_march=march) if second <= 12 else None
    month_first = nearest(first, second, today, leap_day_in_march=march) if first <= 12 else None
    if (match.group("sep") == "." and code) or (code and language != "en") or code == "en-gb":
        chosen = day_first
    elif code == "en-us":
        chosen = month_first
    elif day_first is None or month_first is None or day_first == month_first:
        chosen = day_first or month_first
    else:
        return None
    if chosen is None or (match.group("y") and int(match.group("y")) != chosen.year):
        return None
    return (today - chosen).days


def days_ago(text: str, today: date, language: str) -> int | None:
    """The age in days that a short text gives ("Sent 3 weeks ago", « il y a un mois »), or None if not understood."""
    ages = {finding.late_by for finding in find(text, today, language)}
    age = ages.pop() if len(ages) == 1 else None
    return age if age is not None and age >= 0 else None


def weekday_ago(text: str, today: date, language: str) -> int | None:
    """Days since the last such weekday for a text that is a weekday's name and nothing else (the day headings of a
    conversation, which name the last week's days so); None for anything else."""
    word = plain(text).rstrip(".")
    code = language.split("-")[0].casefold()
    for spoken in (code,) if code in LANGUAGES else LANGUAGES:
        if word in _WEEKDAYS[spoken]:
            return (today.weekday() - _WEEKDAYS[spoken][word]) % 7
    return None


def occasion_date(today: date, late_by: int) -> date:
    """The date of an occasion that is ``late_by`` days past (or, negative, to come)."""
    return today - timedelta(days=late_by)


_ISO = LatePattern(r"(?<![\w/.-])(?P<y>\d{4})-(?P<m>\d{2})-(?P<d>\d{2})(?![\w/-])")
_NUMERIC_WITH_YEAR = LatePattern(
    r"(?<![\w/.-])(?P<a>\d{1,2})(?P<sep>[/.-])\s?(?P<b>\d{1,2})(?P=sep)\s?(?P<y>\d{4}|\d{2})(?![\w/-])"
)
_YEAR_FIRST = LatePattern(r"(?<![\w/.])(?P<y>\d{4})[/.]\s?(?P<b>\d{1,2})[/.]\s?(?P<a>\d{1,2})\.?(?![\w/])")
_MONTH_OF_YEAR = {
    language: LatePattern(
        rf"(?<![\w'-])(?P<m>{_names(_MONTHS[language])})\.?,?\s+(?:de\s+|del\s+)?(?P<y>\d{{4}})(?!\d)"
    )
    for language in LANGUAGES
}


def dated(text: str, language: str) -> date | None:
    """The day of a heading that gives day, month *and year* ("Nov 24, 2025", « 24 nov. 2025 », "24.11.2025"), in any of
    the languages; where two days are possible (03/04/2025, or a month alone) the later one. None for anything else."""
    rest = plain(text)
    code = language.split("-")[0].casefold()
    days: set[date] = set()
    for other in dict.fromkeys((code, *LANGUAGES) if code in LANGUAGES else LANGUAGES):
        for match in _CALENDAR[other].finditer(rest):
            if match.group("y"):
                month = _MONTHS[other][match.group("m") or match.group("m2")]
                days |= _days((int(match.group("y")), month, int(match.group("d") or match.group("d2"))))
        if not days and (alone := _MONTH_OF_YEAR[other].search(rest)):
            year, month = int(alone.group("y")), _MONTHS[other][alone.group("m")]
            days |= {date(year + month // 12, month % 12 + 1, 1) - timedelta(days=1)}
        if days:
            break
    for match in _ISO.finditer(rest):
        days |= _days((int(match.group("y")), int(match.group("m")), int(match.group("d"))))
    for match in (*_NUMERIC_WITH_YEAR.finditer(rest), *_YEAR_FIRST.finditer(rest)):
        first, second, year = int(match.group("a")), int(match.group("b")), int(match.group("y"))
        year += 2000 if year < 100 else 0
        days |= _days((year, second, first), (year, first, second))
    return max(days, default=None)


def day_of_year(text: str) -> tuple[int, int] | None:
    """Month and day where the whole text is one day of the year with its month in words ("10 July", « 1er mars »,
    "10. Juli"), in any of the languages; None for anything else, for a weekday or a year beside it, and for 03/04."""
    days: set[tuple[int, int]] = set()
    for language in LANGUAGES:
        match = _CALENDAR[language].fullmatch(plain(text))
        if match is not None and not (match.group("wd") or match.group("y")):
            month = _MONTHS[language][match.group("m") or match.group("m2")]
            days.add((month, int(match.group("d") or match.group("d2"))))
    if len(days) != 1:
        return None
    month, day = days.pop()
    return (month, day) if _days((2024, month, day)) else None


def _days(*numbers: tuple[int, int, int]) -> set[date]:
    made = set()
    for year, month, day in numbers:
        try:
            made.add(date(year, month, day))
        except ValueError:
            continue
    return made
