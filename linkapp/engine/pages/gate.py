"""The gate before every composer: does it name exactly this person, by id or profile address? Pure.

Keys found in the composer's head are compared with the person's keys. A key of the same kind that differs is somebody
else. A name alone never opens the gate; it only lets through what the page itself asked the site for, by id.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass, replace

from linkapp.domain.dates import plain
from linkapp.domain.person import Person, is_member
from linkapp.domain.problems import Problem, Reason


@dataclass(frozen=True, kw_only=True)
class Evidence:
    """What a composer shows of its recipient.

    ``links``: keys in profile links of its head; ``marks``: member ids in attributes of its head; ``chips``: labels of
    recipient chips; ``names``: its headings; ``asked``: member ids the page asked the site for when the composer was
    opened; ``address``: the member id in the tab's own address, for a composer that is the page itself;
    ``link_names``: the words of the profile links of its head.
    """

    links: frozenset[str] = frozenset()
    marks: frozenset[str] = frozenset()
    chips: tuple[str, ...] = ()
    names: tuple[str, ...] = ()
    asked: frozenset[str] = frozenset()
    address: str = ""
    link_names: tuple[str, ...] = ()


def judge(evidence: Evidence, person: Person, me: Iterable[str] = ()) -> Person | Problem:
    """The person, with the keys the composer proved, or the problem: somebody else, or not proven."""
    own = {_key(key) for key in me}
    links = {_key(key) for key in evidence.links} - own
    marks = set(evidence.marks) - own
    members = {key for key in links if is_member(key)}
    profiles = links - members
    wrong = Problem(reason=Reason.WRONG_RECIPIENT, detail="the composer names somebody else")
    if len(evidence.chips) > 1 or len(members) > 1 or len(profiles) > 1:
        return Problem(reason=Reason.WRONG_RECIPIENT, detail="the composer names several people")
    if person.member and members and members != {person.member}:
        return wrong
    if person.profile and profiles and profiles != {_key(person.profile)}:
        return wrong
    if evidence.link_names and not any(_share_a_word(person.name, shown) for shown in evidence.link_names):
        return Problem(reason=Reason.WRONG_RECIPIENT, detail="the composer shows another name")
    by_link = (person.member in members) or (person.profile is not None and _key(person.profile) in profiles)
    if by_link:
        return _with(person, members, profiles)
    if person.member and marks:
        if marks == {person.member}:
            return _with(person, {person.member}, profiles)
        if person.member not in marks:
            return wrong
    if members or profiles:  # keys of the other kind only: they cannot be compared
        asked = set(evidence.asked) - own
        if person.member and not members and asked == {person.member} and _named(person, evidence):
            return _with(person, {person.member}, profiles)
        return Problem(
            reason=Reason.RECIPIENT_NOT_PROVEN, detail="the composer names its person by another kind of key"
        )
    asked = (set(evidence.asked) | ({evidence.address} if evidence.address else set())) - own
    if person.member and asked == {person.member} and _named(person, evidence):
        return person
    if person.member and asked and person.member not in asked:
        return wrong
    return Problem(
        reason=Reason.RECIPIENT_NOT_PROVEN, detail="the composer names its person by name only, or not at all"
    )


def _key(text: str) -> str:
    text = unicodedata.normalize("NFC", text)
    return text if is_member(text) else text.lower()


def _with(person: Person, members: set[str], profiles: set[str]) -> Person:
    return replace(
        person,
        member=person.member or next(iter(members), None),
        profile=person.profile or next(iter(profiles), None),
    )


def _share_a_word(one: str, other: str) -> bool:
    """Whether two displayed names have a word in common (titles, emoji and second names come and go)."""
    return bool(set(re.findall(r"\w+", plain(one))) & set(re.findall(r"\w+", plain(other))))


def _named(person: Person, evidence: Evidence) -> bool:
    """Whether a heading or the one chip shows the person's full name; only ever used beside an id."""
    name = plain(person.name)
    return bool(name) and any(name in plain(text) for text in (*evidence.names, *evidence.chips))
