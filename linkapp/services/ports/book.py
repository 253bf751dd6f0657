"""The contacts book."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Protocol

from linkapp.domain.history import History
from linkapp.domain.opt_out import OptOut, OptOutAnswer
from linkapp.domain.person import Person


@dataclass(frozen=True, kw_only=True)
class Contact:
    """A row of the contacts book.

    ``first_name``: as the person said it is, empty where it is looked for in the name. ``opt_out``: the words by which
    they asked not to be written to, where the person has not yet said what that means. ``wrote_last``: "me" or "them"
    of the exchange at ``last_contact``, else empty; ``formality``: "formal" or "familiar", or empty.
    """

    id: int
    person: Person
    company: str = ""
    location: str = ""
    birthday: tuple[int, int] | None = None
    last_contact: datetime | None = None
    score: int | None = None
    tags: tuple[str, ...] = ()
    notes: str = ""
    do_not_contact: str = ""
    known_since: datetime | None = None
    first_name: str = ""
    opt_out: str = ""
    position: str = ""
    emails: tuple[str, ...] = ()
    phones: tuple[str, ...] = ()
    birth_year: int | None = None
    connected_on: date | None = None
    wrote_last: str = ""
    formality: str = ""
    rhythm_days: int | None = None
    look_in_on: date | None = None
    left_network: datetime | None = None


@dataclass(frozen=True, kw_only=True)
class Interaction:
    """One thing that happened with a person: greeting, message in or out, visit, invitation (from them:
    ``invitation_in``), withdrawal, note; from imports ``moved`` (``detail`` the field), ``left`` and ``back``.
    ``dated``: whether anybody knows when; else ``at`` is when it was read."""

    kind: str
    at: datetime
    text: str = ""
    detail: str = ""
    dated: bool = True


class People(Protocol):
    """The contacts book."""

    async def seen(self, person: Person, at: datetime, birthday: tuple[int, int] | None = None) -> int:
        """Save or update a person met on a page; returns the contact's id. Keys of one person are joined."""

    async def do_not_contact(self, person: Person) -> str | None:
        """The reason why this person must not be written to, or None."""

    async def first_name(self, person: Person) -> str | None:
        """The first name that the person once said is this one's, or None."""

    async def set_first_name(self, person: Person, at: datetime, first_name: str | None) -> None:
        """Keep a first name for this person (None: it is looked for in the name again).

        Raises ``ValueError`` for a person without any key.
        """

    async def opt_out(self, person: Person) -> OptOut | None:
        """The newest request of this person not to be written to, whichever key knows it; it outlives the contact."""

    async def opted_out(self, person: Person, at: datetime, phrase: str) -> None:
        """Keep a request not to be written to; the same words again keep the answer that was given to them."""

    async def answer_opt_out(self, person: Person, answer: OptOutAnswer) -> None:
        """What the person says of the request; ``MEANT`` switches do-not-contact on as well."""

    async def history(self, person: Person, account: str) -> History:
        """What is known of the exchange between an account and this person, whichever key knows it."""

    async def exchanged(self, person: Person, at: datetime, *, by_them: bool) -> None:
        """Keep that the newest message of a conversation was read; somebody without a contact row gets one."""

    async def contact(self, contact_id: int) -> Contact | None:
        """One contact."""

    async def timeline(self, contact_id: int) -> Sequence[Interaction]:
        """Everything that happened with a person, newest first."""

    async def happened(self, contact_id: int, interaction: Interaction) -> None:
        """Add to a person's timeline; the very same interaction is kept once."""

    async def birthdays_between(
        self, first: date, last: date, *, not_from_site: bool = False, limit: int | None = None
    ) -> Sequence[Contact]:
        """Contacts whose birthday falls on a date from ``first`` to ``last`` (both included), soonest first, of one
        day by name. ``not_from_site``: only birthdays that were typed or imported. ``limit``: the first so many."""

    async def birthdays_counted(self, first: date, last: date) -> Mapping[tuple[int, int], int]:
        """How many contacts have their birthday on each (month, day) of those dates; days without any are left out."""
