"""A profile page that a person opened: whom it shows, as far as that can be told for certain. Pure.

Of what a page shows only what its structure says is believed; where a line could be something else, nothing is.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypeAlias

from linkapp.domain import dates
from linkapp.domain.person import Person

_BIRTHDAY = frozenset(
    {"birthday", "date of birth", "anniversaire", "date de naissance", "geburtstag", "geburtsdatum", "cumpleanos"}
    | {"fecha de nacimiento"}
)
"""Headings of a birthday in contact information, as ``dates.plain`` writes them; the whole heading has to be one."""
_PRONOUNS = re.compile(r"\w{1,8}(/\w{1,8}){1,3}")
_APART = "·•|"


@dataclass(frozen=True, kw_only=True)
class ShownProfile:
    """Whom the profile in front shows. Empty: the page does not tell it for certain. ``birthday``: month and day."""

    person: Person
    company: str = ""
    location: str = ""
    birthday: tuple[int, int] | None = None


@dataclass(frozen=True, kw_only=True)
class UnreadProfile:
    """A profile is in front, by its address, and whom it shows cannot be told."""


@dataclass(frozen=True, kw_only=True)
class OtherPage:
    """Something else is in front, or a profile that is just loading: there is nothing to say of it."""


InFront: TypeAlias = ShownProfile | UnreadProfile | OtherPage


def headline_and_company(lines: Sequence[str], worked: Sequence[str]) -> tuple[str, str]:
    """Headline and company of the lines between a profile's name and its place. Two lines are told apart by the
    company standing in the experience section (``worked``) as well; a single line is the headline."""
    candidates = [
        line for line in lines if line and not line.startswith(tuple(_APART)) and not _PRONOUNS.fullmatch(line)
    ]
    if len(candidates) == 1:
        return candidates[0], ""
    if len(candidates) == 2 and dates.plain(candidates[1]) in {dates.plain(line) for line in worked}:
        return candidates[0], candidates[1]
    return "", ""


def place(text: str) -> str:
    """The place in the line that leads to the contact information; empty where the line holds more than it."""
    bare = text.strip().strip(_APART).strip()
    return "" if any(mark in bare for mark in _APART) else bare


def birthday(sections: Sequence[tuple[str, str]]) -> tuple[int, int] | None:
    """Month and day in the contact information's one section with that heading, in words; else None."""
    days = [text for heading, text in sections if dates.plain(heading) in _BIRTHDAY]
    return dates.day_of_year(days[0]) if len(days) == 1 else None
