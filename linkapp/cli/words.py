"""The sentences of the command line, from the same tables as the window's (``resources/i18n``); no Qt.

A problem is told in three parts: what happened, what was not done, and what the person can do.
"""

from __future__ import annotations

import json
import os
from collections.abc import Mapping
from datetime import date
from functools import lru_cache
from typing import TYPE_CHECKING

from linkapp.config import LANGUAGES
from linkapp.domain.hours import days_text
from linkapp.domain.known_error import KnownError
from linkapp.domain.problems import Problem, Reason
from linkapp.system.folders import resources

if TYPE_CHECKING:
    from linkapp.domain.campaign import Item
    from linkapp.domain.moment import Skip

Text = str | dict[str, str]
AGAIN = frozenset({Reason.ALREADY_GREETED, Reason.GREETED_ON_SITE, Reason.WISH_OF_THIS_OCCASION})
"""They have their greeting: what was not done is a second one."""
PERHAPS = frozenset({Reason.NO_PROOF, Reason.INTERRUPTED, Reason.UNSURE_BEFORE})
"""It may have gone out: what is not done is sending it again."""


@lru_cache(maxsize=len(LANGUAGES))
def table(language: str) -> dict[str, Text]:
    """All sentences of a language."""
    texts: dict[str, Text] = json.loads((resources() / "i18n" / f"{language}.json").read_text(encoding="utf-8"))
    return texts


def language_of(*wanted: str, environment: Mapping[str, str] | None = None) -> str:
    """The first of the wanted languages that is one of ours, else the computer's, else English."""
    environment = os.environ if environment is None else environment
    computer = next(filter(None, (environment.get(name, "") for name in ("LC_ALL", "LC_MESSAGES", "LANG"))), "")
    return next((language for language in (*wanted, computer[:2].casefold()) if language in LANGUAGES), "en")


class CliWords:
    """The sentences of one language."""

    def __init__(self, language: str) -> None:
        self.language = language if language in LANGUAGES else "en"
        self._table = table(self.language)

    def __call__(self, key: str, **facts: object) -> str:
        """The sentence of a key, filled in. A missing key is a bug and raises ``KeyError``."""
        text = self._table[key]
        if isinstance(text, dict):
            raise TypeError(f"{key} has plural forms: ask with count()")
        return text.format_map(facts) if facts else text

    def count(self, key: str, number: int, **facts: object) -> str:
        """The sentence of a key in the plural form of a number."""
        forms = self._table[key]
        if isinstance(forms, str):
            return forms.format_map({"n": number, **facts})
        singular = number in (0, 1) if self.language == "fr" else number == 1
        form = "zero" if number == 0 and "zero" in forms else "one" if singular else "other"
        return forms[form].format_map({"n": number, **facts})

    def has(self, key: str) -> bool:
        """Whether there is such a sentence."""
        return key in self._table

    def of_kind(self, key: str, kind: str) -> str:
        """The key that a kind of run has of its own, else the key itself."""
        own = f"{key}.{kind}"
        return own if self.has(own) else key

    def days(self, days: frozenset[int]) -> str:
        """Weekdays in words."""
        text = days_text(days)
        if self.has(f"days.{text}"):
            return self(f"days.{text}")
        parts = [[self(f"days.{day}") for day in part.split("-")] for part in text.split(",")]
        return ", ".join("–".join(part) for part in parts)

    def late(self, days: int) -> str:
        """How late a birthday is."""
        if days <= 1:
            return self("date.today" if days <= 0 else "date.yesterday")
        return self.count("date.days_ago", days)

    def reason(self, reason: Reason, detail: str = "") -> str:
        """Why, as a phrase. A detail that has no words of its own stands in brackets."""
        key, detail = f"reason.{reason}", detail.strip()
        if detail.isdigit() and self.has(f"{key}.days"):
            return self.count(f"{key}.days", int(detail))
        if (day := _day_in(detail)) and self.has(f"{key}.date"):
            return self(f"{key}.date", date=day)
        if self.has(f"{key}.by.{detail}"):
            return self(f"{key}.by.{detail}")
        if detail and self.has(f"{key}.text"):
            return self(f"{key}.text", text=detail)
        return self(key) + (f" ({detail})" if detail else "")

    def person(self, item: Item | Skip, kind: str = "") -> str:
        """Why nothing was done for somebody, or perhaps was; what was not done; what can be done. ``kind``: of run."""
        if item.reason is None:
            return item.detail
        return _joined(
            _sentence(self.reason(item.reason, item.detail)), self.not_done(item.reason, kind), self.do(item.reason)
        )

    def stop(self, problem: Problem, kind: str = "") -> str:
        """What ended a run, or kept it from beginning."""
        reason = problem.reason
        what = self(f"stop.{reason}.what") if self.has(f"stop.{reason}.what") else ""
        happened = _sentence(self.reason(reason, problem.detail))
        return _joined(happened, what, self(self.of_kind("not_done.run", kind)), self.do(reason))

    def not_done(self, reason: Reason, kind: str = "") -> str:
        """What was not done for a person, for this reason, in a kind of run."""
        how = "again" if reason in AGAIN else "unsure" if reason in PERHAPS else "person"
        return self(self.of_kind(f"not_done.{how}", kind))

    def do(self, reason: Reason) -> str:
        """What the person can do at a command line."""
        for key in (f"cli.do.{reason}", f"do.{reason}", f"stop.{reason}.do"):
            if self.has(key):
                return self(key)
        return self("stop.do")

    def bad(self, error: KnownError) -> str:
        """What cannot be used, that nothing was done, and what to do."""
        key = f"{error.family}.{error.code}"
        if not self.has(key):
            return str(error)
        do = f"{key}.do"
        remedy = self(do, **error.facts) if self.has(do) else self("bad.do")
        not_done = f"{key}.not_done" if self.has(f"{key}.not_done") else "bad.not_done"
        return _joined(self(key, **error.facts), self(not_done), remedy)


def _sentence(phrase: str) -> str:
    return phrase[:1].upper() + phrase[1:].rstrip(".") + "."


def _joined(*sentences: str) -> str:
    return " ".join(dict.fromkeys(filter(None, sentences)))


def _day_in(detail: str) -> str:
    """The day that a detail names in ISO form, if it does."""
    try:
        return date.fromisoformat(detail[:10]).isoformat() if len(detail) >= 10 else ""
    except ValueError:
        return ""
