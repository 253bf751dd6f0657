"""Profile visits: what makes one act of them, what a visit tells, and the list of addresses a person gives."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from linkapp.domain.act import Act, Kind, Outcome
from linkapp.domain.person import Person, is_member
from linkapp.domain.profile_address import profile_at

APART = timedelta(days=30)
"""Nobody is visited again within this time (product.md)."""
_BETWEEN = re.compile(r"[\s,;<>()\"'\[\]|]+")
_SHOWN = 80
"""How much of a line that is no address is shown."""


@dataclass(frozen=True, kw_only=True)
class Listed:
    """A profile on the list; ``person`` is known by its address only."""

    person: Person


@dataclass(frozen=True, kw_only=True)
class Unlisted:
    """A line of the list in which stands no profile address, or more than one."""

    line: int
    text: str


@dataclass(frozen=True, kw_only=True)
class Visited:
    """What became of one visit; ``person`` is whom the page showed, with everything it told of them."""

    outcome: Outcome
    person: Person


def visit_act(*, account: str, person: Person, on: date) -> Act:
    """The act of looking at a profile; ``on`` is the person's date on which it is done."""
    return Act(kind=Kind.VISIT, account=account, key=f"visit:{on.isoformat()}", person=person, apart=APART)


def listed_in(text: str, site: str) -> tuple[Sequence[Listed], Sequence[Unlisted]]:
    """The profiles in a list, each once and in its order, and the lines that are none.

    One profile a line, anywhere in it; blank lines, lines that begin with ``#`` and a first line without an address (a
    table's heading) are passed over. ``site`` as in ``profile_at``.
    """
    listed: dict[str, Listed] = {}
    unlisted: list[Unlisted] = []
    begun = False
    for number, line in enumerate(text.splitlines(), 1):
        words = line.strip("\ufeff \t")
        if not words or words.startswith("#"):
            continue
        keys = {key for word in _BETWEEN.split(words) if (key := profile_at(word, site))}
        if len(keys) == 1:
            key = keys.pop()
            listed.setdefault(key, Listed(person=_of_key(key)))
        elif begun or keys or "/" in words:
            unlisted.append(Unlisted(line=number, text=words[:_SHOWN]))
        begun = True
    return tuple(listed.values()), tuple(unlisted)


def _of_key(key: str) -> Person:
    return Person(name=key, member=key) if is_member(key) else Person(name=key, profile=key)
