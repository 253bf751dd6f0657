"""Taking over from ``sending.log`` the announced clicks that the database does not know: an older copy was restored."""

from __future__ import annotations

from collections.abc import Iterable

from linkapp.domain.greeting import CLOSED, GUARD, State
from linkapp.domain.moment import Occasion
from linkapp.storage import identity
from linkapp.storage.counting import IS_PENDING
from linkapp.storage.identity import Execute
from linkapp.storage.instants import micros
from linkapp.storage.sending_log import Line
from linkapp.storage.tables import ANNOUNCED, listed

_KNOWN = f"SELECT 1 FROM acts WHERE attempt = ? AND state IN ({listed(ANNOUNCED)})"
_RESERVED = f"SELECT id FROM acts WHERE {IS_PENDING} AND attempt = ?"


def take_over(execute: Execute, lines: Iterable[Line]) -> None:
    """Make every unknown line a row that is unsure, inside a write transaction of the caller."""
    for line in lines:
        if execute(_KNOWN, (line.attempt,)).fetchone() is None:
            _take_over(execute, line)


def _take_over(execute: Execute, line: Line) -> None:
    person = identity.joined(execute, identity.person_of(line.name, "", line.keys), line.at)
    row = execute(_RESERVED, (line.attempt,)).fetchone()  # the copy was made between the reservation and the click
    standing = identity.standing(execute, line.account, person, line.occasion)
    # Where another row stands for the greeting, or is too near for a second one, this one only counts.
    near = micros(GUARD) if line.occasion == Occasion.BIRTHDAY else 0
    double = any(
        state in CLOSED and (year == line.year or abs(line.at - then) < near) for state, year, then, _ in standing
    )
    if row is None:
        for state, year, _, other in standing:
            if state == State.RESERVED and year == line.year:
                execute("UPDATE acts SET state = 'released' WHERE id = ?", (other,))
        row = execute(
            "INSERT INTO acts (kind, state, at, run, attempt, account, person, occasion, year, attempted, double)"
            " VALUES (?, 'reserved', ?, 0, ?, ?, ?, ?, ?, ?, ?) RETURNING id",
            (line.kind, line.at, line.attempt, line.account, person, line.occasion, line.year, line.at, int(double)),
        ).fetchone()
    for state in ("sending", "unsure"):
        execute(
            "UPDATE acts SET state = ?, at = max(at, ?), attempted = ?, text_hash = ?, double = ?,"
            " detail = 'known from sending.log only' WHERE id = ?",
            (state, line.at, line.at, line.text_hash, int(double), row[0]),
        )
