"""What the headings of the tables that are known mean, in the languages in which they were met.

A table is recognised by several headings together; no single word decides, and what is not recognised is never guessed:
the person says which column is what.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from linkapp.domain.contact_record import Field
from linkapp.formats.heading_words import (
    BIRTH_DAY,
    BIRTH_MONTH,
    BIRTH_YEAR,
    CONNECTIONS,
    FRENCH_BIRTHDAY,
    GOOGLE,
    GOOGLE_MANY,
    GOOGLE_SIGNS,
    INVITATIONS,
    MESSAGES,
    OUTLOOK,
    OUTLOOK_SIGNS,
    OWN,
    OWN_SIGNS,
    PROPOSED,
    THUNDERBIRD,
    THUNDERBIRD_SIGNS,
    folded,
)


@dataclass(frozen=True, kw_only=True)
class Columns:
    """Which cells of a row hold what, by their places."""

    of: dict[Field, tuple[int, ...]]
    birth: tuple[int | None, int, int] | None = None
    """Where year, month and day of the birthday stand in columns of their own."""
    twice: frozenset[Field] = frozenset()
    """Fields that two columns of the same heading hold, so that nobody knows which one is meant."""
    neutral: bool = False
    """Whether cells that a spreadsheet could carry out bear a mark against it, as LinkApp's own export has them."""


def places(headings: Sequence[str], table: dict[Field, frozenset[str]]) -> dict[Field, tuple[int, ...]]:
    """The places of each field's columns, in their order."""
    places_of: dict[Field, list[int]] = {}
    for place, heading in enumerate(headings):
        for field, words in table.items():
            if heading in words:
                places_of.setdefault(field, []).append(place)
                break
    return {field: tuple(where) for field, where in places_of.items()}


def parts(headings: Sequence[str], table: dict[str, frozenset[str]]) -> dict[str, int]:
    """The place of each column that is there; of two of the same heading the first."""
    places_of: dict[str, int] = {}
    for place, heading in enumerate(headings):
        for name, words in table.items():
            if heading in words:
                places_of.setdefault(name, place)
                break
    return places_of


def is_connections(headings: Sequence[str]) -> bool:
    """Connections.csv: names and the day of the connection."""
    places_of = places(headings, CONNECTIONS)
    named = Field.FIRST_NAME in places_of or Field.LAST_NAME in places_of
    return Field.CONNECTED_ON in places_of and named and len(places_of) >= 3


def own_export(headings: Sequence[str]) -> Columns | None:
    """The columns of a table that LinkApp exported; None for any other."""
    return Columns(of=places(headings, OWN), neutral=True) if set(headings) >= OWN_SIGNS else None


def is_messages(headings: Sequence[str]) -> bool:
    """messages.csv."""
    places_of = parts(headings, MESSAGES)
    return (
        {"from", "date"} <= set(places_of)
        and len(places_of) >= 4
        and bool({"conversation", "sender", "folder"} & set(places_of))
    )


def is_invitations(headings: Sequence[str]) -> bool:
    """Invitations.csv."""
    places_of = parts(headings, INVITATIONS)
    return {"at", "direction"} <= set(places_of) and len(places_of) >= 4


def address_book(headings: Sequence[str]) -> Columns | None:
    """The columns of an address book of Google, Thunderbird or Outlook; None where it is none of these."""
    words = set(headings)
    if len(words & GOOGLE_SIGNS) >= 2 and (
        places(headings, GOOGLE).keys() & {Field.NAME, Field.FIRST_NAME, Field.LAST_NAME}
    ):
        return _google(headings)
    if len(words & THUNDERBIRD_SIGNS) >= 2 and places(headings, THUNDERBIRD).get(Field.EMAIL):
        return _thunderbird(headings)
    places_of = places(headings, OUTLOOK)
    named = Field.FIRST_NAME in places_of and Field.LAST_NAME in places_of
    if named and Field.EMAIL in places_of and len(words & OUTLOOK_SIGNS) >= 2:
        return _outlook(headings, places_of)
    return None


def _google(headings: Sequence[str]) -> Columns:
    places_of = places(headings, GOOGLE)
    many = {"e-mail": Field.EMAIL, "phone": Field.PHONE, "website": Field.PROFILE}
    for place, heading in enumerate(headings):
        if match := GOOGLE_MANY.fullmatch(heading):
            field = many[match["what"]]
            places_of[field] = (*places_of.get(field, ()), place)
    return Columns(of=places_of)


def _thunderbird(headings: Sequence[str]) -> Columns:
    birth = [next((place for place, word in enumerate(headings) if word in words), None)
             for words in (BIRTH_YEAR, BIRTH_MONTH, BIRTH_DAY)]  # fmt: skip
    year, month, day = birth
    whole = None if month is None or day is None else (year, month, day)
    return Columns(of=places(headings, THUNDERBIRD), birth=whole)


def _outlook(headings: Sequence[str], places_of: dict[Field, tuple[int, ...]]) -> Columns:
    if Field.BIRTHDAY not in places_of and (french := tuple(_all(headings, FRENCH_BIRTHDAY))):
        places_of = places_of | {Field.BIRTHDAY: french}
    twice = {Field.BIRTHDAY} if len({headings[place] for place in places_of.get(Field.BIRTHDAY, ())}) < len(
        places_of.get(Field.BIRTHDAY, ())
    ) else set()  # fmt: skip
    return Columns(of=places_of, twice=frozenset(twice))


def _all(headings: Sequence[str], word: str) -> list[int]:
    return [place for place, heading in enumerate(headings) if heading == word]


def proposal(headings: Sequence[str]) -> dict[int, Field]:
    """What the columns of any other table might hold: to be shown to the person, never used by itself."""
    proposed: dict[int, Field] = {}
    for place, heading in enumerate(headings):
        word = folded(heading)
        field = next((field for field, words in PROPOSED.items() if word in words), None)
        single = {Field.NAME, Field.FIRST_NAME, Field.LAST_NAME, Field.BIRTHDAY, Field.CONNECTED_ON, Field.PROFILE}
        if field is not None and not (field in single and field in proposed.values()):
            proposed[place] = field
    return proposed
