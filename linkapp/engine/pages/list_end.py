"""Whether a list was read to its end, and whether a page without people really says that there is nobody.

A doubt is said: in part is never called whole, and an empty day is only believed of the site's own page, signed in,
of this kind, by a notice that is about exactly this list.
"""

from __future__ import annotations

import re
from collections.abc import Hashable, Iterable, Mapping
from datetime import date
from typing import Any

from linkapp.domain.birthday import about_another_occasion, speaks_of_birthday
from linkapp.domain.dates import find, plain, weekday_ago
from linkapp.domain.moment import Missing, Occasion
from linkapp.engine.selectors import Pack
from linkapp.engine.traffic import Traffic

_IN_BRACKETS = re.compile(r"\((\d{1,4})\)")
_LEADING = re.compile(r"^(\d{1,4})\s")
_WENT_WRONG = re.compile(
    r"went wrong|could ?n.t|could not|unable to|not available|error|un probleme|une erreur|impossible|fehler"
    r"|nicht geladen|schiefgegangen|se ha producido|no se pudo|no pudimos|algo salio mal"
)


_ANY_DAY = date(2000, 6, 15)
"""For asking whether words speak of a day at all; which one does not matter."""


class SeenPlaces:
    """Which places of a list were seen, where its items say their place and how many there are."""

    def __init__(self) -> None:
        self._seen: dict[int, set[int]] = {}
        self._size: dict[int, int] = {}

    def note(self, places: Iterable[tuple[int, int, int]]) -> None:
        """What one look at the page said: list, place, size."""
        for which, place, size in places:
            self._seen.setdefault(which, set()).add(place)
            self._size[which] = max(size, self._size.get(which, 0))

    @property
    def missing(self) -> int:
        """How many places nobody was seen at."""
        return sum(max(0, size - len(self._seen[which])) for which, size in self._size.items())

    def prove(self, count: int) -> bool:
        """Whether the places say that so many were all seen, some of them the same person twice."""
        return not self.missing and sum(self._size.values()) >= count


class Groups:
    """Who was seen under each day's heading that says how many stand there ("Today (3)")."""

    def __init__(self) -> None:
        self._counted: dict[str, int] = {}
        self._seen: dict[str, set[Hashable]] = {}

    def note(self, cards: Iterable[Mapping[str, Any]], texts: Iterable[str]) -> None:
        """What one look at the page said: its cards, and its headings that hold a number."""
        for text in texts:
            if count := _of_a_day(text):
                self._counted[_squeezed(text)] = count
        for card in cards:
            for heading in {_squeezed(str(card["section"])), _squeezed(str(card["above"]))}:
                who = tuple(card["members"] or card["slugs"]) or card["name"]
                self._seen.setdefault(heading, set()).add(who)

    def missing(self, people: int, twice: int) -> str:
        """Where fewer were seen than are counted: under one heading, or of ``people`` under all of them together.
        ``twice`` of them are listed twice."""
        for heading, count in self._counted.items():
            seen = len(self._seen.get(heading, ()))
            if seen > 0 and seen + twice < count:
                return f"{seen} of {count} in one group"
        wanted = sum(self._counted.values())
        return f"{people} of {wanted} in all groups" if people < wanted else ""


def _of_a_day(text: str) -> int:
    """How many a heading says that stand under it, where it is one of a day; else 0."""
    match = _IN_BRACKETS.search(text)
    if match is None:
        return 0
    rest = f"{text[: match.start()]} {text[match.end() :]}".strip()
    days = find(rest, _ANY_DAY, "")
    of_a_day = bool(days) and (all(day.whole for day in days) or speaks_of_birthday(rest))
    return int(match.group(1)) if of_a_day or weekday_ago(rest, _ANY_DAY, "") is not None else 0


def _squeezed(text: str) -> str:
    return " ".join(text.split())


def announced(texts: Iterable[str], occasion: Occasion) -> int:
    """How many people the page's headings and chosen tab say that there are; 0 where they do not."""
    counts = [0]
    for text in texts:
        about = speaks_of_birthday(text) if occasion is Occasion.BIRTHDAY else about_another_occasion(text)
        match = _IN_BRACKETS.search(text) or _LEADING.search(text)
        if about and match and not find(text, _ANY_DAY, "en"):
            counts.append(int(match.group(1)))
    return max(counts)


def why_in_part(
    answer: Mapping[str, Any],
    traffic: Traffic,
    since: float,
    people: int,
    places: SeenPlaces,
    occasion: Occasion,
    *,
    groups: Groups,
    twice: int,
) -> str:
    """Why the list was not read to its end; empty where it was. ``answer``: the last look at the page; ``since``: when
    the list grew last; ``people``: how many were read, somebody who is listed twice counted twice (``twice``)."""
    if not answer["cards"]:
        return Missing.GONE
    if answer["more"] or answer["held"]:
        return Missing.MORE_LEFT
    if answer["busy"]:
        return Missing.STILL_LOADING
    if traffic.list_failed(since) or answer["retry"]:
        return Missing.LOAD_FAILED
    if traffic.list_unanswered(since):
        return Missing.NOT_ANSWERED
    if answer["frames"]:
        return Missing.FRAME_MISSING
    if (wanted := announced(answer["announced"], occasion)) > people and not places.prove(wanted):
        return f"{Missing.COUNT_NOT_REACHED}: {people} of {wanted}"
    if (fewer := groups.missing(people, twice)) and not places.prove(people):
        return f"{Missing.COUNT_NOT_REACHED}: {fewer}"
    if places.missing:
        return f"{Missing.COUNT_NOT_REACHED}: {places.missing} not seen"
    return ""


def why_not_empty(
    answer: Mapping[str, Any], pack: Pack, traffic: Traffic, *, signed_in: bool, path: str, occasion: Occasion
) -> str:
    """Why a page without people is no proof that there is nobody; empty where it is one."""
    if path.rstrip("/") != pack.catch_up[occasion].rstrip("/"):
        return f"the address is another one by now: {path}"
    if not signed_in:
        return "no navigation of somebody who is signed in"
    screens = [str(screen).casefold() for screen in answer["screen"]]
    if screens and not any(word in screen for screen in screens for word in ("catchup", "catch-up", "mynetwork")):
        return f"another screen: {screens[0][:80]}"
    if traffic.list_failed(0.0) or answer["retry"]:
        return "a part of the page could not be loaded"
    if answer["frames"] or traffic.list_unanswered(0.0):
        return "a part of the page did not come"
    if answer["controls"]:
        return "nobody can be read, but there are controls to write"
    if any(_may_be_somebody(row) for row in answer["unread"]):
        return "rows that speak of a day or a birthday could not be read"
    notices = answer["notices"]
    if not notices:
        return f"no people and no empty notice: {answer['rows']} rows, {answer['links']} links"
    if not any(_says_nobody(notice, pack, occasion) for notice in notices):
        return f"a notice that is not about this list: {notices[0]['text'][:80]!r}"
    return ""


def _may_be_somebody(row: str) -> bool:
    return speaks_of_birthday(row) or bool(find(row, _ANY_DAY, ""))


def _says_nobody(notice: Mapping[str, Any], pack: Pack, occasion: Occasion) -> bool:
    text = str(notice["text"])
    words = plain(text)
    wrong = [*pack.limit_words, *pack.words["retry_words"]]
    if "?" in text or _WENT_WRONG.search(words) or any(plain(word) in words for word in wrong):
        return False
    if notice["sold"]:
        return False
    if occasion is not Occasion.BIRTHDAY:
        return True
    around = [text, str(notice["above"]), *map(str, notice["labels"])]
    return not any(about_another_occasion(phrase) and not speaks_of_birthday(phrase) for phrase in around)
