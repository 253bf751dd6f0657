"""Contacts who may be one person: the same e-mail address, or names that are alike and something else beside.

Only looks; nobody is merged by it. Two different member ids are two people and never a pair.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import combinations

from linkapp.domain.search_text import folded
from linkapp.storage.identity import Execute

ALIKE = 92.0
"""Least likeness (0 to 100) of two names, whatever the order of their words."""
_MOST_OF_A_KIND = 40
"""A group with more people than that (a company's shared address, "no birthday known") says nothing of any two."""
_WEIGHTS = {"emails": 4, "name": 3, "birthday": 2, "phones": 2, "company": 1}


@dataclass(slots=True)
class _Candidate:
    row: int
    name: str
    company: str
    birthday: tuple[int, int] | None
    emails: set[str] = field(default_factory=set)
    phones: set[str] = field(default_factory=set)
    member: str = ""
    profile: str = ""


def likely(execute: Execute, limit: int) -> list[tuple[int, int, tuple[str, ...]]]:
    """Pairs of rows with the fields in which they are alike, the likeliest first."""
    people = _people(execute)
    seen: set[tuple[int, int]] = set()
    pairs: list[tuple[int, int, tuple[str, ...]]] = []
    for group in _groups(people.values()):
        for pair in combinations(group, 2):
            first, second = sorted(pair, key=lambda person: person.row)
            if (first.row, second.row) in seen:
                continue
            seen.add((first.row, second.row))
            if alike := _alike(first, second):
                pairs.append((first.row, second.row, alike))
    pairs.sort(key=lambda pair: (-sum(_WEIGHTS[name] for name in pair[2]), pair[0], pair[1]))
    return pairs[:limit]


def _people(execute: Execute) -> dict[int, _Candidate]:
    rows = execute(
        "SELECT p.id, p.name_order, p.company, b.month, b.day FROM people AS p"
        " LEFT JOIN birthdays AS b ON b.person = p.id WHERE p.deleted IS NULL AND p.name_order <> ''",
        (),
    )
    people = {
        row: _Candidate(
            row=row,
            name=" ".join(sorted(name.replace("-", " ").replace(".", " ").split())),
            company=folded(company),
            birthday=None if month is None else (month, day),
        )
        for row, name, company, month, day in rows.fetchall()
    }
    for row, kind, value in execute("SELECT person, kind, value FROM person_details", ()).fetchall():
        if row in people:
            if kind == "email":
                people[row].emails.add(value.casefold())
            else:
                people[row].phones.add("".join(digit for digit in value if digit.isdigit())[-9:])
    for key, row in execute("SELECT key, person FROM person_keys", ()).fetchall():
        if row in people and key.startswith("id:"):
            people[row].member = key
        elif row in people and key.startswith("in:"):
            people[row].profile = key
        elif row in people and key.startswith("mail:"):
            people[row].emails.add(key.removeprefix("mail:"))
    return people


def _groups(people: Iterable[_Candidate]) -> Iterator[list[_Candidate]]:
    """Those who share something that two who are person person would share."""
    by: dict[tuple[str, object], list[_Candidate]] = {}
    for person in people:
        by.setdefault(("name", person.name), []).append(person)
        for address in person.emails:
            by.setdefault(("email", address), []).append(person)
        for number in person.phones:
            by.setdefault(("phone", number), []).append(person)
        if person.birthday is not None:
            by.setdefault(("birthday", (person.birthday, person.name[:1])), []).append(person)
        if person.company:
            by.setdefault(("company", (person.company, person.name[:3])), []).append(person)
    for group in by.values():
        if 1 < len(group) <= _MOST_OF_A_KIND:
            yield group


def _alike(first: _Candidate, second: _Candidate) -> tuple[str, ...]:
    """The fields in which two are alike; empty where that is not enough to ask."""
    from rapidfuzz import fuzz  # 40 modules, for a look now and then

    if first.member and second.member:
        return ()
    named = fuzz.ratio(first.name, second.name, score_cutoff=ALIKE) >= ALIKE or _contains(first.name, second.name)
    both = {
        "name": named,
        "emails": bool(first.emails & second.emails),
        "phones": bool(first.phones & second.phones),
        "birthday": first.birthday is not None and first.birthday == second.birthday,
        "company": bool(first.company) and first.company == second.company,
    }
    alike = tuple(name for name in _WEIGHTS if both[name])
    if both["emails"]:
        return alike
    if not named or (first.birthday and second.birthday and not both["birthday"]):
        return ()
    apart = bool(first.profile and second.profile)
    return alike if len(alike) > 1 or (first.name == second.name and not apart) else ()


def _contains(first: str, second: str) -> bool:
    """Whether all words of the shorter name, two at least, stand in the longer one."""
    shorter, longer = sorted((set(first.split()), set(second.split())), key=len)
    return len(shorter) > 1 and shorter <= longer
