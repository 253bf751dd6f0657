"""Contacts as rows: which columns make one, how words find them, and in which orders they come."""

from __future__ import annotations

import re
from collections.abc import Sequence
from enum import StrEnum
from typing import Any

from linkapp.services.ports.book import Contact
from linkapp.storage.identity import person_of
from linkapp.storage.instants import instant

_SEPARATOR = "\x1f"
_WORD = re.compile(r"\w")

CONTACT = (
    "SELECT p.id, p.name, p.headline, p.company, p.location, p.notes, p.score, p.last_contact, p.first_seen,"
    " b.month, b.day, d.reason,"
    " (SELECT group_concat(key, char(31)) FROM (SELECT key FROM person_keys WHERE person = p.id ORDER BY seen DESC)),"
    " (SELECT group_concat(tag, char(31)) FROM (SELECT tag FROM people_tags WHERE person = p.id ORDER BY tag)),"
    " p.first_name, (SELECT o.phrase FROM opt_outs AS o JOIN person_keys AS k ON k.key = o.key"
    " WHERE k.person = p.id AND o.answer = '' ORDER BY o.at DESC LIMIT 1)"
    " FROM people AS p LEFT JOIN birthdays AS b ON b.person = p.id LEFT JOIN do_not_contact AS d ON d.person = p.id"
)
"""What ``contact`` understands; a WHERE or ORDER BY may follow."""


class Order(StrEnum):
    """What contacts can be sorted by. People without the value come last whichever way it is sorted."""

    NAME = "name"
    HEADLINE = "headline"
    COMPANY = "company"
    LOCATION = "location"
    BIRTHDAY = "birthday"
    LAST_CONTACT = "last_contact"
    SCORE = "score"


_EMPTY_LAST = {
    Order.HEADLINE: "nullif(p.headline, '') COLLATE NOCASE",
    Order.COMPANY: "nullif(p.company, '') COLLATE NOCASE",
    Order.LOCATION: "nullif(p.location, '') COLLATE NOCASE",
    Order.BIRTHDAY: "(SELECT month * 100 + day FROM birthdays WHERE person = p.id)",
    Order.LAST_CONTACT: "p.last_contact",
    Order.SCORE: "p.score",
}


def order_by(order: Order, descending: bool) -> str:
    """The ORDER BY of a list of people ``p``; within equal values by name."""
    way = "DESC" if descending else "ASC"
    if order is Order.NAME:
        return f" ORDER BY p.name_order {way}, p.id {way}"
    return f" ORDER BY {_EMPTY_LAST[order]} {way} NULLS LAST, p.name_order, p.id"


def match(words: str) -> str | None:
    """The full-text query for what a person typed: every word, each as the beginning of one; None to take all."""
    searched = [word for word in words.split() if _WORD.search(word)]
    return " ".join('"{}"*'.format(word.replace('"', "")) for word in searched) or None


def contact(row: Sequence[Any]) -> Contact:
    """A row of ``CONTACT``. ``do_not_contact`` is a reason or empty; a switch without a reason reads as ``-``."""
    id_, name, headline, company, location, notes, score, last_contact, first_seen, month, day, reason, *more = row
    keys, tags, first_name, opt_out = more
    return Contact(
        id=id_,
        person=person_of(name, headline, (keys or "").split(_SEPARATOR)),
        company=company,
        location=location,
        birthday=None if month is None else (month, day),
        last_contact=instant(last_contact),
        score=score,
        tags=tuple(tags.split(_SEPARATOR)) if tags else (),
        notes=notes,
        do_not_contact="" if reason is None else reason or "-",
        known_since=instant(first_seen),
        first_name=first_name,
        opt_out=opt_out or "",
    )
