"""What the window says: tables of sentences by key, one per language, and numbers, days and times in words.

A key's value is a string, or a table of plural forms. Keys of reasons are the codes of ``domain.problems.Reason``:
``reason.<code>`` is a phrase that follows a name ("already greeted …"), ``stop.<code>`` says what happened and what
to do. Sentences are plain text; they never hold markup.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from PySide6.QtCore import QDate, QLocale, QObject, QTime, Signal

from linkapp.ui.files import resource
from linkapp.ui.language import LANGUAGES, spoken

if TYPE_CHECKING:
    from datetime import date, datetime, timedelta
    from zoneinfo import ZoneInfo

    from linkapp.domain.known_error import KnownError
    from linkapp.domain.problems import Problem, Reason

TERRITORIES = {"en": "en_GB", "fr": "fr_FR"}
Text = str | dict[str, str]


@lru_cache(maxsize=len(LANGUAGES))
def table(language: str) -> dict[str, Text]:
    """All sentences of a language."""
    texts: dict[str, Text] = json.loads(resource("i18n", f"{language}.json").read_text(encoding="utf-8"))
    return texts


@dataclass(frozen=True, kw_only=True)
class Stopped:
    """A stop in words: what happened, and what the person can do."""

    title: str
    what: str
    do: str


class Words(QObject):
    """The sentences of the language that is spoken now. ``changed`` is emitted when another one is chosen."""

    changed = Signal()

    def __init__(self, language: str = "", parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._language = spoken(language)

    @property
    def language(self) -> str:
        """The language that is spoken now."""
        return self._language

    def speak(self, language: str) -> None:
        """Speak another language from now on; an unknown or empty one means this computer's."""
        wanted = spoken(language)
        if wanted != self._language:
            self._language = wanted
            self.changed.emit()

    @property
    def locale(self) -> QLocale:
        """How numbers and dates are written: as on this computer, if it speaks the same language."""
        system = QLocale.system()
        same = system.name().split("_")[0] == self._language
        return system if same else QLocale(TERRITORIES[self._language])

    def __call__(self, key: str, **values: object) -> str:
        """The sentence of a key. A missing key is a bug and raises ``KeyError``."""
        text = table(self._language)[key]
        if isinstance(text, dict):
            raise TypeError(f"{key} has plural forms: ask with count()")
        return _fill(text, values)

    def count(self, key: str, number: int, **values: object) -> str:
        """The sentence of a key in the plural form of a number, with ``{n}`` written as this language does."""
        forms = table(self._language)[key]
        if isinstance(forms, str):
            return _fill(forms, {"n": self.number(number), **values})
        form = "one" if self._is_one(number) else "other"
        if number == 0 and "zero" in forms:
            form = "zero"
        return _fill(forms[form], {"n": self.number(number), **values})

    def has(self, key: str) -> bool:
        """Whether there is such a sentence."""
        return key in table(self._language)

    def of_kind(self, key: str, kind: str) -> str:
        """The key that a kind of run has of its own, else the key itself."""
        own = f"{key}.{kind}"
        return own if self.has(own) else key

    def number(self, number: int) -> str:
        """A number with its thousands parted as this language does."""
        return self.locale.toString(number)

    # days and times

    def day(self, day: date) -> str:
        """A day of this year in full: "Sunday 22 November"."""
        return self._date(day, self("date.day"))

    def day_and_year(self, day: date) -> str:
        """A day with its year: "22 November 2026"."""
        return self._date(day, self("date.year"))

    def short_day(self, day: date) -> str:
        """A day in short: "22 Nov"."""
        return self._date(day, self("date.short"))

    def weekday(self, day: date) -> str:
        """The name of the weekday."""
        return self._date(day, "dddd")

    def day_names(self, days: frozenset[int]) -> str:
        """Weekdays (Monday is 0) as a person says them: every day, Monday to Friday, Mon and Thu."""
        from linkapp.domain.hours import days_text

        text = days_text(days)
        if self.has(f"days.{text}"):
            return self(f"days.{text}")
        names = [self.locale.standaloneDayName(day + 1, QLocale.FormatType.ShortFormat) for day in sorted(days)]
        return self.names(names, most=7)

    def birthday(self, month: int, day: int) -> str:
        """A day of every year: "22 November"."""
        from datetime import date

        return self._date(date(2024, month, day), self("date.birthday"))

    def day_from(self, day: date, today: date) -> str:
        """A day as a person says it today: today, tomorrow, yesterday, Friday, 3 December, 3 December 2024."""
        apart = (day - today).days
        if apart in (0, 1, -1):
            return self({0: "date.today", 1: "date.tomorrow", -1: "date.yesterday"}[apart])
        if 1 < apart < 7:
            return self.weekday(day)
        if day.year == today.year:
            return self.birthday(day.month, day.day)
        return self.day_and_year(day)

    def short_day_from(self, day: date, today: date) -> str:
        """The same in little room: today, yesterday, 3 Dec, 3 Dec 2024."""
        if abs((day - today).days) <= 1:
            return self.day_from(day, today)
        return self.short_day(day) if day.year == today.year else self._date(day, self("date.short_year"))

    def late(self, days: int) -> str:
        """How late a birthday is: today, yesterday, 3 days ago."""
        if days <= 1:
            return self("date.today" if days <= 0 else "date.yesterday")
        return self.count("date.days_ago", days)

    def time(self, at: datetime, zone: ZoneInfo) -> str:
        """The time of day in the person's zone, without seconds."""
        local = at.astimezone(zone)
        return self.locale.toString(QTime(local.hour, local.minute), QLocale.FormatType.ShortFormat)

    def moment(self, at: datetime, zone: ZoneInfo, today: date) -> str:
        """A time of today as its time of day, of another day with the day."""
        day = at.astimezone(zone).date()
        if day == today:
            return self.time(at, zone)
        return self("date.day_at", day=self.day_from(day, today), time=self.time(at, zone))

    def exact(self, at: datetime, zone: ZoneInfo) -> str:
        """Day, year and time, for a tooltip."""
        return self("date.day_at", day=self.day_and_year(at.astimezone(zone).date()), time=self.time(at, zone))

    def span(self, length: timedelta) -> str:
        """A wait in words, rounded up to the second: "1 min 40 s"."""
        seconds = max(0, -int(-length.total_seconds() // 1))
        minutes, seconds = divmod(seconds, 60)
        hours, minutes = divmod(minutes, 60)
        if hours:
            return self("span.hours", hours=hours, minutes=f"{minutes:02}")
        if minutes and seconds:
            return self("span.minutes_seconds", minutes=minutes, seconds=seconds)
        if minutes:
            return self("span.minutes", minutes=minutes)
        return self("span.seconds", seconds=seconds)

    def names(self, names: Sequence[str], most: int = 3) -> str:
        """Names in a sentence: "Ada, Bo and 3 more"."""
        if len(names) > most:
            shown = self("list.comma").join(names[: most - 1])
            return self.count("list.more", len(names) - most + 1, names=shown)
        if len(names) < 2:
            return "".join(names)
        return self("list.and", first=self("list.comma").join(names[:-1]), last=names[-1])

    # reasons

    def reason(self, reason: Reason, detail: str = "") -> str:
        """Why, as a phrase beside a name. The detail is told where it is a number of days, a date, or the person's
        own words."""
        key = f"reason.{reason}"
        detail = detail.strip()
        if detail.isdigit() and self.has(f"{key}.days"):
            return self.count(f"{key}.days", int(detail))
        if self.has(f"{key}.by.{detail}"):
            return self(f"{key}.by.{detail}")
        day = _day_in(detail)
        if day is not None and self.has(f"{key}.date"):
            return self(f"{key}.date", date=self.birthday(day.month, day.day))
        if detail and self.has(f"{key}.text"):
            return self(f"{key}.text", text=detail)
        return self(key)

    def sentence(self, reason: Reason, detail: str = "", name: str = "") -> str:
        """Why, as a whole sentence, about ``name`` where one is given."""
        phrase = self.reason(reason, detail)
        if name:
            return self("reason.about", name=name, phrase=phrase)
        return self("reason.alone", phrase=phrase[:1].upper() + phrase[1:])

    def explained(self, reason: Reason, detail: str = "") -> str:
        """Why, and what the person can do."""
        return f"{self.sentence(reason, detail)} {self.do(reason)}"

    def do(self, reason: Reason) -> str:
        """What the person can do about it."""
        for key in (f"do.{reason}", f"stop.{reason}.do"):
            if self.has(key):
                return self(key)
        return self("stop.do")

    def not_done(self, error: KnownError) -> str:
        """What was not done because something cannot be used."""
        key = f"bad.{error.code}.not_done"
        return self(key if self.has(key) else "bad.not_done")

    def stop(self, problem: Problem) -> Stopped:
        """What ended a run or kept it from beginning, and what the person can do."""
        key = f"stop.{problem.reason}"
        return Stopped(
            title=self(f"{key}.title") if self.has(f"{key}.title") else self("stop.title"),
            what=self(f"{key}.what") if self.has(f"{key}.what") else self.sentence(problem.reason, problem.detail),
            do=self(f"{key}.do") if self.has(f"{key}.do") else self.do(problem.reason),
        )

    def bad(self, error: KnownError) -> Stopped:
        """What cannot be used, and what the person can do."""
        key, facts = f"bad.{error.code}", error.facts
        do = self(f"{key}.do", **facts)
        return Stopped(title=self("bad.title"), what=self(key, **facts), do=do)

    def _is_one(self, number: int) -> bool:
        return number in (0, 1) if self._language == "fr" else number == 1

    def _date(self, day: date, form: str) -> str:
        text = self.locale.toString(QDate(day.year, day.month, day.day), form)
        if self._language == "fr" and day.day == 1:
            text = text.replace("1 ", "1er ", 1) if text.startswith("1 ") else text.replace(" 1 ", " 1er ", 1)
        return text


def _fill(text: str, values: dict[str, object]) -> str:
    """Put values into a sentence. A value is never read as a pattern itself."""
    return text.format_map({key: isolated(str(value)) for key, value in values.items()}) if values else text


def isolated(text: str) -> str:
    """``text`` so that writing from right to left in it does not disorder the sentence around it."""
    import unicodedata

    if any(unicodedata.bidirectional(letter) in ("R", "AL", "RLE", "RLO") for letter in text):
        return f"\u2068{text}\u2069"
    return text


def _day_in(detail: str) -> date | None:
    """The day that a detail names in ISO form, if it does."""
    from datetime import date

    try:
        return date.fromisoformat(detail[:10]) if len(detail) >= 10 else None
    except ValueError:
        return None
