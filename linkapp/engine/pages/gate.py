"""The gate before every composer: does it name exactly this person, by id or profile address? Pure.

Every piece of evidence that is there has to agree: links, ids and chips of the composer's head, whom the page asked the
site for, whom the site's answer named, the tab's own address. One that contradicts refuses, whatever the others say. A
name alone never opens the gate; it only lets through what the page itself asked the site for, by id.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass, replace

from linkapp.domain.dates import plain
from linkapp.domain.degree import not_connected
from linkapp.domain.person import Person, is_member
from linkapp.domain.problems import Problem, Reason


@dataclass(frozen=True, kw_only=True)
class RecipientEvidence:
    """What a composer shows of its recipient.

    ``links``: keys in profile links of its head; ``marks``: member ids in attributes of its head; ``chips``: labels of
    recipient chips; ``names``: its headings; ``asked``: member ids the page asked the site for when the composer was
    opened; ``address``: the member id in the tab's own address, for a composer that is the page itself;
    ``link_names``: the words of the profile links of its head; ``words``: every line of its head; ``senders``: keys of
    those who wrote in its conversation; ``answered``: member ids that the site's answer to the opening named as
    recipients; ``unaddressed``: it has a field for recipients, and nobody stands in it.
    """

    links: frozenset[str] = frozenset()
    marks: frozenset[str] = frozenset()
    chips: tuple[str, ...] = ()
    names: tuple[str, ...] = ()
    asked: frozenset[str] = frozenset()
    address: str = ""
    link_names: tuple[str, ...] = ()
    words: tuple[str, ...] = ()
    senders: frozenset[str] = frozenset()
    answered: frozenset[str] = frozenset()
    unaddressed: bool = False


def judge(evidence: RecipientEvidence, person: Person, me: Iterable[str] = ()) -> Person | Problem:
    """The person, with the keys the composer proved, or the problem: somebody else, not proven, no connection."""
    judged = _judge(evidence, person, me)
    if isinstance(judged, Person) and not_connected((*evidence.names, *evidence.words), person.name):
        return Problem(reason=Reason.NOT_CONNECTED, detail="the composer shows another degree than the first")
    return judged


def _judge(evidence: RecipientEvidence, person: Person, me: Iterable[str]) -> Person | Problem:
    own = {_key(key) for key in me}
    if {_key(key) for key in (person.member, person.profile) if key} & own:
        return Problem(reason=Reason.WRONG_RECIPIENT, detail="that is oneself")
    if evidence.unaddressed:
        return Problem(reason=Reason.RECIPIENT_NOT_PROVEN, detail="a new message that is addressed to nobody")
    links = {_key(key) for key in evidence.links} - own
    marks = set(evidence.marks) - own
    members = {key for key in links if is_member(key)}
    profiles = links - members
    wrong = Problem(reason=Reason.WRONG_RECIPIENT, detail="the composer names somebody else")
    if len(evidence.chips) > 1 or len(members) > 1 or len(profiles) > 1:
        return Problem(reason=Reason.WRONG_RECIPIENT, detail="the composer names several people")
    if _several(person, evidence) or _strangers(person, evidence, own):
        return Problem(reason=Reason.WRONG_RECIPIENT, detail="the composer is that of a group")
    if person.member and members and members != {person.member}:
        return wrong
    if person.profile and profiles and profiles != {_key(person.profile)}:
        return wrong
    if evidence.link_names and not any(_share_a_word(person.name, shown) for shown in evidence.link_names):
        return Problem(reason=Reason.WRONG_RECIPIENT, detail="the composer shows another name")
    if contradiction := _contradiction(person, evidence, own):
        return Problem(reason=Reason.WRONG_RECIPIENT, detail=contradiction)
    by_link = (person.member in members) or (person.profile is not None and _key(person.profile) in profiles)
    if by_link:
        return _with(person, members, profiles)
    if person.member and marks:
        if person.member not in marks:
            return wrong
        if marks == {person.member}:
            shown = (*evidence.names, *evidence.chips, *evidence.words)
            if any(_share_a_word(person.name, words) for words in shown):
                return _with(person, {person.member}, profiles)
            return Problem(reason=Reason.WRONG_RECIPIENT, detail="the composer does not show the person's name")
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


def _contradiction(person: Person, evidence: RecipientEvidence, own: set[str]) -> str:
    """What speaks against the person although a link may name them; empty where nothing does."""
    if any(not _share_a_word(person.name, chip) for chip in evidence.chips):
        return "the recipient's chip names somebody else"
    answered = set(evidence.answered) - own
    if len(answered) > 1:
        return "the site's answer names several people"
    if person.member is None:
        return ""
    if answered and answered != {person.member}:
        return "the site's answer names somebody else"
    asked = set(evidence.asked) - own
    if asked and person.member not in asked:
        return "the page asked the site for somebody else"
    if evidence.address and evidence.address != person.member and evidence.address not in own:
        return "the page's address names somebody else"
    marks = set(evidence.marks) - own
    return "the composer's ids are somebody else's" if marks and person.member not in marks else ""


def _key(text: str) -> str:
    text = unicodedata.normalize("NFC", text)
    return text if is_member(text) else text.lower()


def _with(person: Person, members: set[str], profiles: set[str]) -> Person:
    return replace(
        person,
        member=person.member or next(iter(members), None),
        profile=person.profile or next(iter(profiles), None),
    )


def _share_a_word(name: str, words: str) -> bool:
    """Whether two displayed names have a word in common (titles, emoji and second names come and go)."""
    return bool(set(re.findall(r"\w+", plain(name))) & set(re.findall(r"\w+", plain(words))))


_MORE_PEOPLE = (
    re.compile(r"^\s*(?:,|&|\+)\s*[^\W\d_][\w'-]+\s+[^\W\d_]"),
    re.compile(r"^\s*(?:\+|,?\s*(?:and|et|und|y|e|en|&))\s*(?:\d|[^\W\d_]+\s+[^\W\d_])"),
    re.compile(r"[^\W\d_][\w'-]+\s+[^\W\d_][\w'-]+\s*(?:,|&|\+|\b(?:and|et|und|y|e|en)\b)\s*$"),
)


def _several(person: Person, evidence: RecipientEvidence) -> bool:
    """Whether a head names the person and somebody else beside ("Ann Bee, Cleo Dee", "Ann Bee and 2 others")."""
    name = " ".join(re.findall(r"[\w'.-]+", plain(person.name)))
    for shown in (*evidence.names, *evidence.link_names):
        text = " ".join(re.sub(r"[^\w\s,&+'.-]", " ", plain(shown)).split())  # emoji and signs say nothing
        at = text.find(name) if name else -1
        if at < 0:
            continue
        before, after = text[:at], text[at + len(name) :]
        if _MORE_PEOPLE[0].search(after) or _MORE_PEOPLE[1].search(after) or _MORE_PEOPLE[2].search(before):
            return True
    return False


def _strangers(person: Person, evidence: RecipientEvidence, own: set[str]) -> bool:
    """Whether more people wrote in the conversation than the person and oneself, by keys of one kind."""
    known = {_key(key) for key in (person.member, person.profile) if key} | own
    unknown = {_key(key) for key in evidence.senders} - known
    for kind, theirs in ((True, person.member), (False, person.profile)):
        mine_known = any(is_member(key) is kind for key in own)
        allowed = (0 if mine_known else 1) + (0 if theirs else 1)
        if sum(is_member(key) is kind for key in unknown) > allowed:
            return True
    return False


def _named(person: Person, evidence: RecipientEvidence) -> bool:
    """Whether a heading or the one chip shows the person's full name; only ever used beside an id."""
    name = plain(person.name)
    return bool(name) and any(name in plain(text) for text in (*evidence.names, *evidence.chips))
