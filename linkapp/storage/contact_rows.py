"""Contacts as rows: which columns make one, which of them a selection holds, and in which orders they come."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, datetime, timedelta
from enum import StrEnum
from itertools import chain
from typing import Any

from linkapp.domain.act import CLOSED, Kind
from linkapp.domain.contact_filters import ContactFilter, FilterKind, days_of, months_before
from linkapp.domain.search_text import begins_anywhere, folded, shortened, sought
from linkapp.services.ports.book import Contact
from linkapp.services.ports.contacts import Selection
from linkapp.storage.identity import Execute, person_of
from linkapp.storage.instants import instant, micros, stored
from linkapp.storage.tables import is_one_of

_SEPARATOR = "\x1f"
_TRIGRAM = 3
"""Letters of the shortest part of a word that the index of parts knows. What is shorter is the beginning of a word of
the name; in scripts that set no blanks it may stand anywhere, and the index knows it filled up."""
_AT_ONCE = 500
_STEP = 5_000
_MANY = 8_000
"""Those who hold a word are looked up and sorted, a microsecond each, up to so many."""
_MATCHING = "SELECT rowid FROM people_search WHERE people_search MATCH ?"
_DAY = micros(timedelta(days=1))


def _details(kind: str) -> str:
    return (
        " (SELECT group_concat(value, char(31)) FROM (SELECT value FROM person_details"
        f" WHERE person = p.id AND kind = '{kind}' ORDER BY place, value))"
    )


CONTACT = (
    "SELECT p.id, p.name, p.headline, p.company, p.location, p.notes, p.score, p.last_contact, p.first_seen,"
    " b.month, b.day, d.reason,"
    " (SELECT group_concat(key, char(31)) FROM (SELECT key FROM person_keys WHERE person = p.id ORDER BY seen DESC)),"
    " (SELECT group_concat(tag, char(31)) FROM (SELECT tag FROM people_tags WHERE person = p.id ORDER BY tag)),"
    " p.first_name, iif(EXISTS (SELECT 1 FROM opt_outs), (SELECT o.phrase FROM opt_outs AS o"  # most books have none
    " JOIN person_keys AS k ON k.key = o.key WHERE k.person = p.id AND o.answer = ''"
    " ORDER BY o.at DESC LIMIT 1), NULL),"
    f" p.position, b.year, p.connected_on, p.wrote_last, p.formality, p.rhythm_days, p.look_in_on, p.left_network,"
    f"{_details('email')},{_details('phone')}"
    " FROM people AS p LEFT JOIN birthdays AS b ON b.person = p.id LEFT JOIN do_not_contact AS d ON d.person = p.id"
)
"""What ``contact`` understands; a WHERE or ORDER BY may follow."""


class Order(StrEnum):
    """What contacts can be sorted by. People without the value come last whichever way it is sorted."""

    NAME = "name"
    HEADLINE = "headline"
    COMPANY = "company"
    POSITION = "position"
    LOCATION = "location"
    BIRTHDAY = "birthday"
    LAST_CONTACT = "last_contact"
    SCORE = "score"


_WORDS = (Order.HEADLINE, Order.COMPANY, Order.POSITION, Order.LOCATION)


def ids_of(
    execute: Execute,
    selection: Selection,
    now: datetime,
    *,
    order: Order = Order.NAME,
    descending: bool = False,
    limit: int = -1,
) -> list[int]:
    """The ids of a selection in an order, no more than ``limit`` (-1: all). ``now`` in the person's zone."""
    if limit < 0:
        return list(chain.from_iterable(steps_of(execute, selection, now, order=order, descending=descending)))
    ids: list[int] = []
    for statement, values in _statements(execute, selection, now, order, descending):
        if len(ids) < limit:
            ids += chain.from_iterable(execute(f"{statement} LIMIT ?", (*values, limit - len(ids))).fetchall())
    return ids


def steps_of(
    execute: Execute, selection: Selection, now: datetime, *, order: Order = Order.NAME, descending: bool = False
) -> Iterator[list[int]]:
    """All ids of a selection in an order, some thousands at a time: whoever has a window to paint can do so between."""
    for statement, values in _statements(execute, selection, now, order, descending):
        rows = execute(statement, values)
        while step := rows.fetchmany(_STEP):
            yield list(chain.from_iterable(step))


def _statements(
    execute: Execute, selection: Selection, now: datetime, order: Order, descending: bool
) -> list[tuple[str, tuple[object, ...]]]:
    conditions, values = where(execute, selection, now)
    chosen = " AND ".join(["p.deleted IS NULL", *conditions])
    return [(statement, values) for statement in _ordered(chosen, order, "DESC" if descending else "ASC")]


def _ordered(chosen: str, order: Order, way: str) -> list[str]:
    """The ids by an index on the order: first those with a value, then the others by name."""
    by_name = " ORDER BY p.name_order, p.id"
    every = f"SELECT p.id FROM people AS p WHERE {chosen}"
    if order is Order.NAME:
        return [f"{every} ORDER BY p.name_order {way}, p.id {way}"]
    if order is Order.BIRTHDAY:
        return [
            f"SELECT p.id FROM birthdays AS b CROSS JOIN people AS p ON p.id = b.person WHERE {chosen}"
            f" ORDER BY b.month {way}, b.day {way}, p.name_order {way}, p.id {way}",
            f"{every} AND NOT EXISTS (SELECT 1 FROM birthdays WHERE person = p.id){by_name}",
        ]
    has, none = ("<> ''", "= ''") if order in _WORDS else ("IS NOT NULL", "IS NULL")
    collated = f"p.{order} COLLATE NOCASE" if order in _WORDS else f"p.{order}"
    return [
        f"{every} AND p.{order} {has} ORDER BY {collated} {way}, p.name_order {way}, p.id {way}",
        f"{every} AND p.{order} {none}{by_name}",
    ]


def where(execute: Execute, selection: Selection, now: datetime) -> tuple[list[str], tuple[object, ...]]:
    """The conditions on ``people AS p`` that a selection makes, and their values."""
    conditions: list[str] = []
    values: list[object] = []
    together: list[str] = []
    for word in sought(selection.words):
        indexed = len(word) >= _TRIGRAM or begins_anywhere(word)
        phrase = '"{}"'.format(shortened(word).replace('"', '""')) if indexed else ""
        tags = [tag for tag in every_tag(execute) if word in folded(tag)]
        if indexed and not tags:
            together.append(phrase)  # all such words are one question
            continue
        condition, given = _one_word(word, phrase)
        if tags:
            condition = f"({condition} OR p.id IN (SELECT person FROM people_tags WHERE tag IN ({_marks(tags)})))"
        conditions.append(condition)
        values += [*given, *tags]
    if together:
        condition, value = _holding(execute, " AND ".join(together))
        conditions.append(condition)
        values.append(value)
    for wanted in selection.filters:
        condition, given = _filter(wanted, now)
        conditions.append(condition)
        values += given
    return conditions, tuple(values)


def _one_word(word: str, phrase: str) -> tuple[str, list[object]]:
    if phrase:
        return f"p.id IN ({_MATCHING})", [phrase]
    # Most names do not hold it at all: only of the others is it asked whether a word begins with it.
    in_name = (
        "(instr(p.name_order, ?) AND (instr(p.name_order, ?) = 1 OR instr(p.name_order, ?) OR instr(p.name_order, ?)))"
    )
    return in_name, [word, word, f" {word}", f"-{word}"]


def _holding(execute: Execute, phrases: str) -> tuple[str, str]:
    """The condition that all these phrases are held, and its value: the ids themselves, where the index gives few; else
    the people are walked in their order and each is looked at (a plus sign, which keeps SQLite from looking everybody
    up by id and sorting them)."""
    question = f"SELECT count(*), json_group_array(rowid) FROM ({_MATCHING} LIMIT ?)"
    number, ids = execute(question, (phrases, _MANY)).fetchone()
    if number == _MANY:
        return f"+p.id IN ({_MATCHING})", phrases
    return "p.id IN (SELECT value FROM json_each(?))", ids


def every_tag(execute: Execute) -> list[str]:
    """Every tag there is, in order: a step of the index for each, however many people have it."""
    tags = execute(
        "WITH RECURSIVE each(tag) AS (SELECT min(tag) FROM people_tags UNION ALL"
        " SELECT (SELECT min(tag) FROM people_tags WHERE tag > each.tag) FROM each WHERE each.tag IS NOT NULL)"
        " SELECT tag FROM each WHERE tag IS NOT NULL",
        (),
    )
    return [tag for (tag,) in tags.fetchall()]


def _filter(wanted: ContactFilter, now: datetime) -> tuple[str, list[object]]:
    kind, number = wanted.kind, wanted.number
    if kind is FilterKind.BIRTHDAY:
        days = days_of(now.date(), number)
        pairs = ", ".join(["(?, ?)"] * len(days))
        return (
            f"p.id IN (SELECT b.person FROM (VALUES {pairs}) AS asked CROSS JOIN birthdays AS b"
            " ON b.month = asked.column1 AND b.day = asked.column2)",
            [part for day in days for part in day],
        )
    if kind is FilterKind.NOT_IN_TOUCH:
        return "(p.last_contact IS NULL OR p.last_contact < ?)", [stored(months_before(now, number))]
    if kind is FilterKind.LOSING_TOUCH:
        return (
            f"p.rhythm_days IS NOT NULL AND coalesce(p.last_contact, p.first_seen) + p.rhythm_days * {_DAY} < ?",
            [stored(now)],
        )
    if kind is FilterKind.NEVER_GREETED:
        return (
            "NOT EXISTS (SELECT 1 FROM acts WHERE person = p.id AND kind = ?"
            f" AND {is_one_of(CLOSED)}) AND NOT EXISTS"
            " (SELECT 1 FROM interactions WHERE person = p.id AND kind = 'greeting')",
            [Kind.MESSAGE],
        )
    if kind is FilterKind.DO_NOT_CONTACT:
        return "EXISTS (SELECT 1 FROM do_not_contact WHERE person = p.id)", []
    if kind is FilterKind.THEY_WROTE_LAST:
        return "p.wrote_last = 'them'", []
    if kind is FilterKind.LOOK_IN:
        return "p.look_in_on <= ?", [now.date().isoformat()]
    if kind is FilterKind.LEFT_NETWORK:
        return "p.left_network IS NOT NULL", []
    if kind is FilterKind.TAG:
        return "p.id IN (SELECT person FROM people_tags WHERE tag = ?)", [wanted.tag]
    if kind is FilterKind.SCORE:
        return "p.score >= ?", [number]
    return "p.id IN (SELECT person FROM import_changes WHERE import = ? AND what = 'new')", [number]


def _marks(values: Sequence[object]) -> str:
    return ", ".join("?" * len(values))


def contact(row: Sequence[Any]) -> Contact:
    """A row of ``CONTACT``. ``do_not_contact`` is a reason or empty; a switch without a reason reads as ``-``."""
    id_, name, headline, company, location, notes, score, last_contact, first_seen, month, day, reason, *more = row
    keys, tags, first_name, opt_out, position, year, connected_on, wrote_last, formality, *rest = more
    rhythm_days, look_in_on, left_network, emails, phones = rest
    # A frozen value sets each field by a call of its own: 24 of them are half of what a block of rows takes.
    made = object.__new__(Contact)
    made.__dict__.update(
        id=id_,
        person=person_of(name, headline, keys.split(_SEPARATOR) if keys else ()),
        company=company,
        location=location,
        birthday=None if month is None else (month, day),
        last_contact=instant(last_contact),
        score=score,
        tags=_parts(tags),
        notes=notes,
        do_not_contact="" if reason is None else reason or "-",
        known_since=instant(first_seen),
        first_name=first_name,
        opt_out=opt_out or "",
        position=position,
        emails=_parts(emails),
        phones=_parts(phones),
        birth_year=year,
        connected_on=None if connected_on is None else date.fromisoformat(connected_on),
        wrote_last=wrote_last,
        formality=formality,
        rhythm_days=rhythm_days,
        look_in_on=None if look_in_on is None else date.fromisoformat(look_in_on),
        left_network=instant(left_network),
    )
    return made


def contacts_of(execute: Execute, ids: Sequence[int]) -> list[Contact]:
    """These contacts in their order; those that are gone meanwhile are left out."""
    by_id: dict[int, Contact] = {}
    for start in range(0, len(ids), _AT_ONCE):
        block = tuple(ids[start : start + _AT_ONCE])
        rows = execute(f"{CONTACT} WHERE p.id IN ({_marks(block)})", block).fetchall()
        by_id.update([(row[0], contact(row)) for row in rows])
    return [by_id[number] for number in ids if number in by_id]


def _parts(joined: str | None) -> tuple[str, ...]:
    return tuple(joined.split(_SEPARATOR)) if joined else ()
