"""The moves of an act that has a slot: announced, settled, interrupted, resolved (safety.md 3.2).

All functions take ``Execute`` inside one write transaction of the caller, and times as quota time in microseconds. A
move that is none of these raises ``SlotLostError`` and changes nothing; the database itself refuses it as well.
"""

from __future__ import annotations

import sqlite3
from typing import NamedTuple

from linkapp.domain.act import CLOSED, COUNTED, Act, Kind, NotSent, Outcome, Sent, Slot, State, Unsure
from linkapp.domain.problems import Problem, Reason
from linkapp.services.ports.ledger import SlotLostError
from linkapp.storage import act_rows, identity
from linkapp.storage.act_claim import refusal
from linkapp.storage.answered import write_answer
from linkapp.storage.counting import IS_PENDING
from linkapp.storage.identity import Execute
from linkapp.storage.sending_log import Line
from linkapp.storage.tables import TOO_SOON, is_one_of

NO_SUCH_SLOT = Problem(reason=Reason.BUSY, detail="there is no such slot")
_SETTLING = {
    (State.RESERVED, State.RELEASED),
    (State.RESERVED, State.ALREADY),
    (State.SENDING, State.SENT),
    (State.SENDING, State.UNSURE),
}
_RESOLVING = {
    (State.UNSURE, State.SENT),
    (State.UNSURE, State.UNSENT),
    (State.UNSURE, State.ASK),
    (State.ASK, State.SENT),
    (State.ASK, State.UNSENT),
    (State.ASK, State.UNSURE),
}


class _Row(NamedTuple):
    """What every move looks at first."""

    state: str
    kind: str
    attempt: str
    account: str
    person: int | None
    subject: str
    key: str
    apart: int
    text: str
    double: int


def announce(execute: Execute, slot: Slot, payload_hash: str, at: int) -> Line:
    """The click comes next. Returns the line for ``sending.log``, to be written once this is committed."""
    row = _row(execute, slot.slot_id)
    if row.state != State.RESERVED:
        raise _lost(execute, row, "the slot is not reserved any more")
    try:
        execute(
            "UPDATE acts SET state = 'sending', at = ?, attempted = ?, text_hash = ? WHERE id = ?",
            (at, at, payload_hash, slot.slot_id),
        )
    except sqlite3.IntegrityError as error:
        if TOO_SOON not in str(error):
            raise
        raise SlotLostError(Problem(reason=Reason.ALREADY_GREETED, detail=TOO_SOON)) from error
    name, keys = row.subject, ()
    if row.person is not None:
        (name,) = execute("SELECT name FROM people WHERE id = ?", (row.person,)).fetchone()
        keys = tuple(key for (key,) in execute(act_rows.KEYS, (row.person,)).fetchall())
    return Line(
        attempt=row.attempt,
        account=row.account,
        keys=keys,
        name=name,
        kind=row.kind,
        key=row.key,
        apart=row.apart,
        at=at,
        text_hash=payload_hash,
    )


def settle(execute: Execute, slot: Slot, outcome: Outcome | State, at: int, detail: str) -> None:
    """What became of a slot, as the port's ``settle`` says."""
    row = _row(execute, slot.slot_id)
    state = State(row.state)
    to, proof, message, sent_at = State.UNSURE, "", "", None
    request_left = int(isinstance(outcome, Unsure) and outcome.request_left)
    if isinstance(outcome, Sent):
        to, proof, message, sent_at = State.SENT, outcome.proof, outcome.message_id, at
    elif isinstance(outcome, State):
        to = outcome
    else:
        to = State.RELEASED if isinstance(outcome, NotSent) and state == State.RESERVED else State.UNSURE
        refused = "refused: " if isinstance(outcome, Unsure) and outcome.refused else ""
        detail = detail or f"{refused}{outcome.problem.reason}: {outcome.problem.detail}".rstrip(": ")
    if outcome == State.SENT or (state, to) not in _SETTLING:
        raise _lost(execute, row, f"a slot that is {state} cannot become {to} here")
    execute(
        "UPDATE acts SET state = ?, at = max(at, ?), attempted = coalesce(?, attempted), proof = ?,"
        " message_id = ?, detail = ?, request_left = ? WHERE id = ?",
        (to, at if to in COUNTED else 0, sent_at, proof, message, detail, request_left, slot.slot_id),
    )


def interrupt(execute: Execute, at: int) -> None:
    """What a start does: free what was only reserved, make what was announced unsure, at this time."""
    execute(f"UPDATE acts SET state = 'released' WHERE {IS_PENDING} AND state = 'reserved'", ())
    execute(
        f"UPDATE acts SET state = 'unsure', at = ?, detail = 'interrupted' WHERE {IS_PENDING} AND state = 'sending'",
        (at,),
    )


def resolve(execute: Execute, slot_id: int, to: State, at: int, proof: str) -> None:
    """The answer to an open act, as the port's ``resolve`` says."""
    row = _row(execute, slot_id)
    state = State(row.state)
    if to is State.UNSENT and row.kind == Kind.MESSAGE and not row.text and proof != "person":
        to = State.ASK
        if state is State.ASK:
            return
    if (state, to) not in _RESOLVING:
        raise _lost(execute, row, f"an act that is {state} cannot become {to} here")
    # Found by reading: it may have gone out until a moment ago. A person's answer comes days later.
    stamp = at if to is State.SENT and state is State.UNSURE else 0
    execute(
        "UPDATE acts SET state = ?, at = max(at, ?), proof = CASE ? WHEN '' THEN proof ELSE ? END WHERE id = ?",
        (to, stamp, proof, proof, slot_id),
    )
    if proof == "person":
        write_answer(execute, slot_id, went_out=to is State.SENT)
    if to is State.UNSENT and not row.double:  # what it stood for has to be read by itself now
        execute(
            "UPDATE acts SET double = 0 WHERE id = (SELECT min(id) FROM acts WHERE account = ? AND person IS ?"
            f" AND key = ? AND double = 1 AND {is_one_of(CLOSED)})",
            (row.account, row.person, row.key),
        )


def count_unreadable(execute: Execute, slot_id: int) -> int:
    """One more failed reading of the conversation; how many there were (0 for an unknown slot)."""
    row = execute("UPDATE acts SET reads = reads + 1 WHERE id = ? RETURNING reads", (slot_id,)).fetchone()
    return int(row[0]) if row else 0


def closed(execute: Execute, act: Act, at: int | None) -> State | None:
    """The closed state of this act; with ``at`` also of another of its series less than ``apart`` from then."""
    persons = (None,) if act.person is None else identity.found(execute, act.person)
    for person in persons:
        for row in act_rows.standing(execute, act, person):
            if row.state in CLOSED and (row.key == act.key or (at is not None and row.is_near(act, at))):
                return State(row.state)
    return None


def _row(execute: Execute, slot_id: int) -> _Row:
    row = execute(
        "SELECT state, kind, attempt, account, person, subject, key, apart, text, double FROM acts WHERE id = ?",
        (slot_id,),
    ).fetchone()
    if row is None:
        raise SlotLostError(NO_SUCH_SLOT)
    return _Row(*row)


def _lost(execute: Execute, row: _Row, detail: str) -> SlotLostError:
    """Why this slot may not be used: what stands for its act by now, or that somebody else has it."""
    stands = execute(
        "SELECT state FROM acts WHERE account = ? AND person IS ? AND subject = ? AND key = ?"
        f" AND {is_one_of(CLOSED)} ORDER BY double",
        (row.account, row.person, row.subject, row.key),
    ).fetchone()
    reason = refusal(State(stands[0])) if stands else Reason.BUSY
    return SlotLostError(Problem(reason=reason, detail=detail))
