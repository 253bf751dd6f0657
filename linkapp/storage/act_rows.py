"""Rows of acts as values: what stands for an act, what is unresolved, what was said to somebody, how slots stand.

All functions take ``Execute`` inside a transaction of the caller, and change nothing.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from typing import NamedTuple

from linkapp.domain.act import CLOSED, Act, Kind, State, series_of
from linkapp.domain.person import Person
from linkapp.services.ports.ledger import PastMessage, Unresolved
from linkapp.services.ports.quota import SharedSlot
from linkapp.storage import identity
from linkapp.storage.identity import Execute
from linkapp.storage.instants import instant, micros
from linkapp.storage.tables import OPEN, STANDING, UNCLEAR, is_one_of

KEYS = "SELECT key FROM person_keys WHERE person = ? ORDER BY key LIKE 'in:%', seen DESC"
"""Every key of a person: member ids first, each kind's newest first."""

_SHARED = f"at > ? OR {is_one_of(OPEN)} OR (attempted > ? AND {is_one_of(CLOSED)})"


class Standing(NamedTuple):
    """A row that stands for an act of a series: ``attempted`` in microseconds."""

    state: str
    key: str
    attempted: int
    id: int

    def is_near(self, act: Act, at: int) -> bool:
        """Whether ``act`` at ``at`` would come too soon after (or before) this one."""
        return abs(at - self.attempted) < micros(act.apart)


def standing(execute: Execute, act: Act, person: int | None) -> list[Standing]:
    """What stands for the acts of this one's series and subject, newest first."""
    if person is None:
        rows = execute(
            "SELECT state, key, attempted, id FROM acts WHERE account = ? AND person IS NULL AND subject = ?"
            f" AND key = ? AND {is_one_of(STANDING)} ORDER BY attempted DESC",
            (act.account, act.subject, act.key),
        ).fetchall()
        return [Standing(*row) for row in rows]
    return standing_for(execute, act.account, person, series_of(act.key))


def standing_for(execute: Execute, account: str, person: int, series: str) -> list[Standing]:
    """What stands for a person's acts of a series (with its colon), newest first."""
    rows = execute(
        "SELECT state, key, attempted, id FROM acts WHERE account = ? AND person = ?", (account, person)
    ).fetchall()
    # Looked at and sorted here: there are a handful, and SQLite would set up more for it than it takes.
    stands = [Standing(*row) for row in rows if row[0] in STANDING and row[1].startswith(series)]
    return sorted(stands, key=lambda row: row.attempted, reverse=True)


def person_of_row(execute: Execute, row: int) -> Person:
    """A person with every key that is known of them."""
    name, headline = execute("SELECT name, headline FROM people WHERE id = ?", (row,)).fetchone()
    return identity.person_of(name, headline, [key for (key,) in execute(KEYS, (row,)).fetchall()])


def unresolved(execute: Execute) -> Iterator[Unresolved]:
    """Every act that only the site or the person can settle, oldest first."""
    rows = execute(
        "SELECT id, kind, account, person, subject, key, apart, text, late_days, template, state, attempted, reads,"
        f" request_left, run FROM acts WHERE {is_one_of(UNCLEAR)} AND double = 0 ORDER BY attempted, id",
        (),
    ).fetchall()
    for slot, kind, account, person, subject, key, apart, text, late_days, template, *rest in rows:
        state, attempted, reads, request_left, run = rest
        yield Unresolved(
            slot_id=slot,
            act=Act(
                kind=Kind(kind),
                account=account,
                key=key,
                person=None if person is None else person_of_row(execute, person),
                subject=subject,
                apart=timedelta(microseconds=apart),
                text=text,
                template=template,
                late_days=late_days,
            ),
            state=State(state),
            attempted=instant(attempted),
            reads=reads,
            request_left=bool(request_left),
            run=run,
        )


def past_messages(execute: Execute, account: str, person: Person) -> tuple[PastMessage, ...]:
    """Every message that was sent, may have been sent, or was found in the conversation; newest first."""
    rows = [
        row
        for known in identity.found(execute, person)
        for row in execute(
            "SELECT attempted, key, state, text, template FROM acts"
            f" WHERE person = ? AND account = ? AND kind = '{Kind.MESSAGE}' AND {is_one_of(CLOSED)}",
            (known, account),
        ).fetchall()
    ]
    return tuple(
        PastMessage(key=key, state=State(state), text=text, template=template, at=instant(at))
        for at, key, state, text, template in sorted(rows, reverse=True)
    )


def shared_slots(execute: Execute, since: int, closed_since: int) -> tuple[SharedSlot, ...]:
    """Slots since then, open ones, and those of acts closed since then."""
    return _shared(execute, _SHARED, (since, closed_since))


def shared_slot(execute: Execute, slot_id: int) -> SharedSlot | None:
    """One slot, with every key of its person; None where there is no such slot."""
    return next(iter(_shared(execute, "id = ?", (slot_id,))), None)


def _shared(execute: Execute, wanted: str, values: tuple[int, ...]) -> tuple[SharedSlot, ...]:
    rows = execute(
        f"SELECT attempt, kind, state, at, account, person, subject, key, apart FROM acts WHERE {wanted}", values
    ).fetchall()
    return tuple(
        SharedSlot(
            attempt=attempt,
            kind=Kind(kind),
            state=State(state),
            at=instant(at),
            account=account,
            subjects=(subject,) if person is None else tuple(key for (key,) in execute(KEYS, (person,)).fetchall()),
            key=key,
            apart=timedelta(microseconds=apart),
        )
        for attempt, kind, state, at, account, person, subject, key, apart in rows
    )
