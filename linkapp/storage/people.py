"""The contacts book: the ``People`` port over SQLAlchemy. Who is who is decided in ``identity.py``."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime, timedelta
from typing import Any, TypeVar

from sqlalchemy import func, insert, select
from sqlalchemy.engine import Connection
from sqlalchemy.ext.asyncio import AsyncConnection

from linkapp.domain.act import CLOSED, Kind, State, series_of
from linkapp.domain.history import History
from linkapp.domain.opt_out import OptOut, OptOutAnswer
from linkapp.domain.person import Person
from linkapp.domain.search_text import folded
from linkapp.services.ports.book import Contact, Interaction
from linkapp.storage import birthdays, contact_tables, identity, tables
from linkapp.storage.contact_rows import CONTACT, contact
from linkapp.storage.database import Database, whole
from linkapp.storage.identity import Execute, Rows
from linkapp.storage.instants import instant, stored

T = TypeVar("T")

_HAPPENED = {Kind.MESSAGE: "greeting", Kind.VISIT: "visit", Kind.WITHDRAWAL: "withdrawal", Kind.SEARCH: "search"}
"""What acts are called in a person's timeline."""
_TYPED = "SELECT field FROM field_sources WHERE person = ? AND source = 'typed'"
_GREETED = "SELECT at FROM interactions WHERE person = ? AND kind = 'greeting' AND dated = 1"
_TOLD = (
    "SELECT kind, at, text, detail, dated FROM interactions WHERE person = ?"
    " UNION ALL SELECT iif(direction = 'in', 'invitation_in', 'invitation'), at, text, '', 1 FROM invitations"
    " WHERE person = ?"
    " UNION ALL SELECT iif(c.what = 'changed', 'moved', c.what), i.at,"
    " iif(c.before = '', c.after, c.before || ' → ' || c.after), c.field, 1"
    " FROM import_changes AS c JOIN imports AS i ON i.id = c.import WHERE c.person = ?"
    " AND (c.what IN ('left', 'back') OR c.field IN ('company', 'position', 'headline'))"
)
"""What happened with a person, but for the ledger's acts."""
_LAST = (
    "SELECT at, kind = 'message_in', text FROM interactions"
    " WHERE person = ?1 AND kind IN ('greeting', 'message_in', 'message_out') AND dated = 1"
    " UNION ALL SELECT attempted, 0, '' FROM acts WHERE person = ?1 AND account = ?2"
    f" AND kind = '{Kind.MESSAGE}' AND state = '{State.SENT}'"
    # What a conversation showed; of acts it is known already, and by which account.
    " UNION ALL SELECT last_contact, wrote_last = 'them', '' FROM people WHERE id = ?1 AND last_contact NOT IN"
    " (SELECT attempted FROM acts WHERE person = ?1)"
    " ORDER BY 1 DESC, 3 DESC LIMIT 1"
)
"""The newest exchange: when, whether they wrote, and their words."""


class SqlPeople:
    """Every method is one transaction. Raises ``StoreError``; unknown contact ids are passed over."""

    def __init__(self, database: Database) -> None:
        self._database = database

    @whole
    async def seen(self, person: Person, at: datetime, birthday: tuple[int, int] | None = None) -> int:
        """Save or update a person met on a page. What is newly empty there does not wipe what is known, and what the
        person typed stays.

        Raises ``ValueError`` for a person without any key.
        """
        when = stored(at)

        def work(execute: Execute) -> int:
            row = identity.joined(execute, person, when)
            before = execute("SELECT name, headline FROM people WHERE id = ?", (row,)).fetchone()
            typed = {field for (field,) in execute(_TYPED, (row,)).fetchall()}
            name = before[0] if "name" in typed else person.name or before[0]
            headline = before[1] if "headline" in typed else person.headline or before[1]
            execute(
                "UPDATE people SET name = ?, name_order = ?, headline = ?, first_seen = min(first_seen, ?),"
                " last_seen = max(last_seen, ?) WHERE id = ?",
                (name, folded(name), headline, when, when, row),
            )
            if birthday is not None and "birthday" not in typed:
                execute(
                    "INSERT INTO birthdays (person, month, day, source, seen) VALUES (?, ?, ?, 'site', ?)"
                    " ON CONFLICT (person) DO UPDATE SET"
                    " year = iif(month = excluded.month AND day = excluded.day, year, NULL),"
                    " month = excluded.month, day = excluded.day, source = excluded.source, seen = excluded.seen",
                    (row, *birthday, when),
                )
            if (name, headline) != tuple(before):
                identity.index(execute, row)
            return row

        async with self._database.writing() as connection:
            return await connection.run_sync(_with(work))

    async def do_not_contact(self, person: Person) -> str | None:
        """The reason (may be empty) why this person must not be written to, whichever key knows it; else None."""

        def work(execute: Execute) -> str | None:
            for row in identity.found(execute, person):
                reason = execute("SELECT reason FROM do_not_contact WHERE person = ?", (row,)).fetchone()
                if reason is not None:
                    return str(reason[0])
            return None

        async with self._database.reading() as connection:
            return await connection.run_sync(_with(work))

    async def first_name(self, person: Person) -> str | None:
        """The first name that was said to be this person's, whichever key knows it; else None."""

        def work(execute: Execute) -> str | None:
            for row in identity.found(execute, person):
                (name,) = execute("SELECT first_name FROM people WHERE id = ?", (row,)).fetchone()
                if name:
                    return str(name)
            return None

        async with self._database.reading() as connection:
            return await connection.run_sync(_with(work))

    @whole
    async def set_first_name(self, person: Person, at: datetime, first_name: str | None) -> None:
        """Keep a first name; somebody who is in no contact row yet gets one. ``ValueError`` without any key."""

        def work(execute: Execute) -> None:
            row = identity.joined(execute, person, stored(at))
            execute("UPDATE people SET first_name = ? WHERE id = ?", (first_name or "", row))

        async with self._database.writing() as connection:
            await connection.run_sync(_with(work))

    async def opt_out(self, person: Person) -> OptOut | None:
        """The newest request not to be written to, under any key of the person; also without a contact."""

        def work(execute: Execute) -> OptOut | None:
            requests = [
                row
                for key in _every_key(execute, person)
                if (row := execute("SELECT phrase, at, answer FROM opt_outs WHERE key = ?", (key,)).fetchone())
            ]
            if not requests:
                return None
            phrase, at, answer = max(requests, key=lambda row: row[1])
            return OptOut(phrase=phrase, at=instant(at), answer=OptOutAnswer(answer))

        async with self._database.reading() as connection:
            return await connection.run_sync(_with(work))

    @whole
    async def opted_out(self, person: Person, at: datetime, phrase: str) -> None:
        """Keep a request under every key of the person; the same words keep their answer."""

        def work(execute: Execute) -> None:
            for key in _every_key(execute, person):
                execute(
                    "INSERT INTO opt_outs (key, at, phrase) VALUES (?, ?, ?) ON CONFLICT (key) DO UPDATE SET"
                    " answer = CASE WHEN phrase = excluded.phrase THEN answer ELSE '' END,"
                    " at = excluded.at, phrase = excluded.phrase",
                    (key, stored(at), phrase),
                )

        async with self._database.writing() as connection:
            await connection.run_sync(_with(work))

    @whole
    async def answer_opt_out(self, person: Person, answer: OptOutAnswer) -> None:
        """Keep the answer under every key; ``MEANT`` makes do-not-contact of it, with the words as its reason."""

        def work(execute: Execute) -> None:
            phrase = ""
            for key in _every_key(execute, person):
                row = execute("SELECT phrase FROM opt_outs WHERE key = ?", (key,)).fetchone()
                phrase = row[0] if row is not None else phrase
                execute("UPDATE opt_outs SET answer = ? WHERE key = ?", (answer.value, key))
            if answer is OptOutAnswer.MEANT:
                for contact_row in identity.found(execute, person):
                    execute(
                        "INSERT INTO do_not_contact (person, reason) VALUES (?, ?) ON CONFLICT (person) DO NOTHING",
                        (contact_row, phrase),
                    )

        async with self._database.writing() as connection:
            await connection.run_sync(_with(work))

    async def history(self, person: Person, account: str) -> History:
        """What is known of the exchange between an account and this person, whichever key knows it."""

        def work(execute: Execute) -> History:
            greeted: list[datetime] = []
            newest: tuple[int, int, str] | None = None
            for row in identity.found(execute, person):
                greeted += [instant(at) for (at,) in execute(_GREETED, (row,)).fetchall()]
                last = execute(_LAST, (row, account)).fetchone()
                newest = max(filter(None, (newest, last)), default=None)
            if newest is None:
                return History(greeted=tuple(greeted))
            at, by_them, text = newest
            return History(greeted=tuple(greeted), last=instant(at), by_them=bool(by_them), text=text)

        async with self._database.reading() as connection:
            return await connection.run_sync(_with(work))

    @whole
    async def exchanged(self, person: Person, at: datetime, *, by_them: bool) -> None:
        """Keep that the newest message of a conversation was read."""

        def work(execute: Execute) -> None:
            row = identity.joined(execute, person, stored(at))
            execute(
                "UPDATE people SET last_contact = ?1, wrote_last = ?2 WHERE id = ?3 AND coalesce(last_contact, 0) < ?1",
                (stored(at), "them" if by_them else "me", row),
            )

        async with self._database.writing() as connection:
            await connection.run_sync(_with(work))

    async def contact(self, contact_id: int) -> Contact | None:
        """One contact."""
        async with self._database.reading() as connection:
            statement = f"{CONTACT} WHERE p.id = ? AND p.deleted IS NULL"
            row = (await connection.exec_driver_sql(statement, (contact_id,))).first()
            return contact(row) if row is not None else None

    async def timeline(self, contact_id: int) -> Sequence[Interaction]:
        """Everything that happened with a person, newest first. An act's ``detail`` is its series and state."""
        acts = tables.acts.c
        done = select(acts.kind, acts.key, acts.attempted, acts.text, acts.state).where(
            acts.person == contact_id, acts.state.in_(sorted(CLOSED))
        )
        async with self._database.reading() as connection:
            rows: Sequence[Sequence[Any]] = (await connection.exec_driver_sql(_TOLD, (contact_id,) * 3)).all()
            dated = [
                (at, Interaction(kind=kind, at=instant(at), text=text, detail=detail, dated=bool(known)))
                for kind, at, text, detail, known in rows
            ]
            dated += [
                (at, Interaction(kind=_HAPPENED[Kind(kind)], at=instant(at), text=text, detail=_series(key, state)))
                for kind, key, at, text, state in await connection.execute(done)
            ]
        return [interaction for _, interaction in sorted(dated, key=lambda pair: pair[0], reverse=True)]

    @whole
    async def happened(self, contact_id: int, interaction: Interaction) -> None:
        """Add to a person's timeline; the very same interaction (kind, time, text) is kept once."""
        c = contact_tables.interactions.c
        at = stored(interaction.at)
        async with self._database.writing() as connection:
            same = select(c.id).where(
                c.person == contact_id, c.at == at, c.kind == interaction.kind, c.text == interaction.text
            )
            if (await connection.execute(same)).first() is None and await _exists(connection, contact_id):
                await connection.execute(
                    insert(contact_tables.interactions).values(
                        person=contact_id,
                        kind=interaction.kind,
                        at=at,
                        text=interaction.text,
                        detail=interaction.detail,
                    )
                )

    async def birthdays_between(
        self, first: date, last: date, *, not_from_site: bool = False, limit: int | None = None
    ) -> Sequence[Contact]:
        """Contacts whose birthday falls on a date from ``first`` to ``last`` (both included), soonest first, of one
        day by name. ``not_from_site``: only birthdays that were typed or imported. ``limit``: the first so many.

        29 February is taken for 28 February in common years; in a range that has 1 March only, for that: which day
        it is kept on is the caller's rule. Of more than a year only the first 366 days count.
        """
        days = _days(first, last)

        def work(execute: Execute) -> list[Contact]:
            return birthdays.soonest(execute, days, not_from_site=not_from_site, limit=limit)

        return await self._database.reading_apart(work)

    async def birthdays_counted(self, first: date, last: date) -> Mapping[tuple[int, int], int]:
        """How many contacts have their birthday on each (month, day) of those dates; days without any are left out."""
        days = _days(first, last)
        return await self._database.reading_apart(lambda execute: birthdays.counted(execute, days))


def _days(first: date, last: date) -> dict[tuple[int, int], int]:
    """The (month, day) pairs of a range of dates, each with how many days it is ahead."""
    soonest: dict[tuple[int, int], int] = {}
    for number in range(max(0, min((last - first).days + 1, 366))):
        on = first + timedelta(days=number)
        soonest.setdefault((on.month, on.day), number)
    leap_day = soonest.get((2, 28), soonest.get((3, 1)))
    if leap_day is not None:
        soonest.setdefault((2, 29), leap_day)
    return soonest


def _every_key(execute: Execute, person: Person) -> list[str]:
    """The keys that name the person, and all that its contact is known by."""
    keys = [key for key in identity.keys_of(person) if key]
    for row in identity.found(execute, person):
        keys += [key for (key,) in execute("SELECT key FROM person_keys WHERE person = ?", (row,)).fetchall()]
    return list(dict.fromkeys(keys))


def _with(work: Callable[[Execute], T]) -> Callable[[Connection], T]:
    """Run plain statements of ``identity`` inside SQLAlchemy's transaction."""

    def run(connection: Connection) -> T:
        def execute(statement: str, values: tuple[object, ...]) -> Rows:
            return connection.exec_driver_sql(statement, values)

        return work(execute)

    return run


async def _exists(connection: AsyncConnection, contact_id: int) -> bool:
    matching = select(func.count()).select_from(contact_tables.people).where(contact_tables.people.c.id == contact_id)
    return bool((await connection.execute(matching)).scalar_one())


def _series(key: str, state: str) -> str:
    return f"{series_of(key)[:-1]} {state}"
