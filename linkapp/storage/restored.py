"""Taking over from ``sending.log`` the announced clicks that the database does not know: an older copy was restored."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta

from linkapp.domain.act import CLOSED, Act, Kind, State
from linkapp.storage import act_rows, identity
from linkapp.storage.counting import IS_PENDING
from linkapp.storage.identity import Execute
from linkapp.storage.sending_log import FORGOTTEN, Line
from linkapp.storage.tables import ANNOUNCED, is_one_of

_KNOWN = f"SELECT 1 FROM acts WHERE attempt = ? AND {is_one_of(ANNOUNCED)}"
_RESERVED = f"SELECT id FROM acts WHERE {IS_PENDING} AND attempt = ?"


def take_over(execute: Execute, lines: Iterable[Line]) -> None:
    """Make every unknown line a row that is unsure, inside a write transaction of the caller."""
    for line in lines:
        if execute(_KNOWN, (line.attempt,)).fetchone() is None:
            _take_over(execute, line)


def _take_over(execute: Execute, line: Line) -> None:
    forgotten = next((key.removeprefix(FORGOTTEN) for key in line.keys if key.startswith(FORGOTTEN)), None)
    known = identity.person_of(line.name, "", line.keys) if line.keys else None
    act = Act(
        kind=Kind(line.kind),
        account=line.account,
        key=line.key,
        person=known,
        subject="" if known else line.name,
        apart=timedelta(microseconds=line.apart),
    )
    if forgotten is not None:
        person: int | None = _known_by_hash(execute, forgotten, line.at)
    else:
        person = None if known is None else identity.joined(execute, known, line.at)
    row = execute(_RESERVED, (line.attempt,)).fetchone()  # the copy was made between the reservation and the click
    standing = act_rows.standing(execute, act, person)
    # Where another row stands for the act, or is too near for a second one, this one only counts.
    double = any(row.state in CLOSED and (row.key == act.key or row.is_near(act, line.at)) for row in standing)
    if row is None:
        for reservation in standing:
            if reservation.state == State.RESERVED and reservation.key == act.key:
                execute("UPDATE acts SET state = 'released' WHERE id = ?", (reservation.id,))
        row = execute(
            "INSERT INTO acts (kind, state, at, run, attempt, account, person, subject, key, apart, attempted, double)"
            " VALUES (?, 'reserved', ?, 0, ?, ?, ?, ?, ?, ?, ?, ?) RETURNING id",
            (
                line.kind,
                line.at,
                line.attempt,
                line.account,
                person,
                act.subject,
                line.key,
                line.apart,
                line.at,
                int(double),
            ),
        ).fetchone()
    for state in ("sending", "unsure"):
        execute(
            "UPDATE acts SET state = ?, at = max(at, ?), attempted = ?, text_hash = ?, double = ?,"
            " detail = 'known from sending.log only' WHERE id = ?",
            (state, line.at, line.at, line.text_hash, int(double), row[0]),
        )


def _known_by_hash(execute: Execute, hash_: str, at: int) -> int:
    """The row of somebody who was to be forgotten after the copy was made: their keys may stand in it. Where they do
    not, a row without a name, which they are known by as soon as they are met."""
    row = execute("SELECT person FROM forgotten_keys WHERE hash = ?", (hash_,)).fetchone()
    if row is not None:
        return int(row[0])
    for key, person in execute("SELECT key, person FROM person_keys", ()).fetchall():
        if identity.hash_of(key) == hash_:
            return int(person)
    (person,) = execute(
        "INSERT INTO people (first_seen, last_seen, deleted) VALUES (?, ?, ?) RETURNING id", (at, at, at)
    ).fetchone()
    execute("INSERT INTO forgotten_keys (hash, person) VALUES (?, ?)", (hash_, person))
    return int(person)
