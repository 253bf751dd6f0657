"""What the contacts book knows of an exchange with somebody, and what of it speaks against a greeting.

It is known without opening a conversation, from imports and earlier runs, and may be old: what it does not know, the
conversation itself still says before anything is sent.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta, tzinfo

from linkapp.domain.conversation import is_only_thanks
from linkapp.domain.greeting import GUARD
from linkapp.domain.moment import Skip
from linkapp.domain.person import Person
from linkapp.domain.problems import Reason

TRUSTED_FOR_DAYS = 60
"""How long what the book knows of who wrote last is taken for so: an older word may have been answered since, which the
conversation says."""


@dataclass(frozen=True, kw_only=True)
class History:
    """``greeted``: when greetings went out that are in no ledger of ours, as another program told. ``last``: the newest
    exchange, written by them or by us, with its words where they are known."""

    greeted: Sequence[datetime] = ()
    last: datetime | None = None
    by_them: bool = False
    text: str = ""


UNKNOWN = History()
"""Nothing is known."""


def against(person: Person, history: History, *, on: date, today: date, talked_days: int, zone: tzinfo) -> Skip | None:
    """Why somebody whose birthday is ``on`` is not greeted by what the book knows, or None."""
    days = [at.astimezone(zone).date() for at in history.greeted]
    if any(day >= on - timedelta(days=1) or abs(on - day) < GUARD for day in days):
        return Skip(person=person, reason=Reason.ALREADY_GREETED, detail=max(days).isoformat())
    if history.last is None:
        return None
    age = (today - history.last.astimezone(zone).date()).days
    if age < 0:
        return None
    if history.by_them and age <= TRUSTED_FOR_DAYS and not is_only_thanks(history.text):
        return Skip(person=person, reason=Reason.AWAITING_REPLY, detail=str(age))
    if age <= talked_days:
        return Skip(person=person, reason=Reason.TALKED_RECENTLY, detail=str(age))
    return None
