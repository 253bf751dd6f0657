"""Whose birthday is on certain days: asked day by day, so that of 100,000 contacts only those shown are read."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping

from linkapp.services.ports.book import Contact
from linkapp.storage.contact_rows import contacts_of
from linkapp.storage.identity import Execute

_OF_A_DAY = (
    " FROM birthdays AS b CROSS JOIN people AS p ON p.id = b.person"
    " WHERE b.month = ? AND b.day = ? AND p.deleted IS NULL"
)
_ON = f"SELECT p.id, p.name_order{_OF_A_DAY}"
_COUNTED = f"SELECT count(*){_OF_A_DAY}"
_NOT_FROM_SITE = " AND b.source <> 'site'"

Days = Mapping[tuple[int, int], int]
"""(month, day) pairs, each with how many days it is ahead; two may be as far."""


def soonest(execute: Execute, days: Days, *, not_from_site: bool = False, limit: int | None = None) -> list[Contact]:
    """The contacts with a birthday on these days, soonest first, of one day by name; no more than ``limit``."""
    together: dict[int, list[tuple[int, int]]] = defaultdict(list)
    for day, ahead in days.items():
        together[ahead].append(day)
    ids: list[int] = []
    source = _NOT_FROM_SITE if not_from_site else ""
    for ahead in sorted(together):
        if limit is not None and len(ids) >= limit:
            break
        of_day = " UNION ALL ".join([f"{_ON}{source}"] * len(together[ahead]))
        values = tuple(part for day in together[ahead] for part in day)
        rest = -1 if limit is None else limit - len(ids)
        ids += [row[0] for row in execute(f"{of_day} ORDER BY 2, 1 LIMIT ?", (*values, rest)).fetchall()]
    return contacts_of(execute, ids)


def counted(execute: Execute, days: Days) -> dict[tuple[int, int], int]:
    """How many contacts have their birthday on each of these days; those without any are left out."""
    counts = {day: int(execute(_COUNTED, day).fetchone()[0]) for day in days}
    return {day: number for day, number in counts.items() if number}
