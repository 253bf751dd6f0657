"""Taking a slot for an act, or saying why there is none: the subject first, then the caps (safety.md 3.4).

All functions take ``Execute`` inside one write transaction of the caller. Where ``claim`` denies, the caller rolls it
back: what was learnt about the person on the way is not kept either. Times are quota time in microseconds.
"""

from __future__ import annotations

import secrets
from datetime import datetime
from typing import cast
from zoneinfo import ZoneInfo

from linkapp.domain.act import CLOSED, Act, Kind, Slot, State
from linkapp.domain.problems import Reason
from linkapp.domain.quota import Caps, Usage, left, usage_of, window_starts
from linkapp.services.ports.ledger import Denied, Limits
from linkapp.storage import act_rows, counting, identity
from linkapp.storage.identity import Execute
from linkapp.storage.instants import instant, micros, stored

_REFUSALS = {State.RESERVED: Reason.BUSY, State.SENT: Reason.ALREADY_GREETED, State.ALREADY: Reason.ALREADY_GREETED}


def quota_time(execute: Execute, now: datetime) -> int:
    """What the caller says the time is, but never below what was stored before."""
    return max(stored(now), counting.last_time(execute) or 0)


def refusal(stands: State) -> Reason:
    """Why an act may not be done again where a row in this state stands for it."""
    return _REFUSALS.get(stands, Reason.UNSURE_BEFORE)


def usage(execute: Execute, kind: Kind, caps: Caps, zone: ZoneInfo, at: int) -> Usage:
    """What is used of the caps, and when the next slot opens."""
    week = stored(window_starts(instant(at), zone).week)
    times = counting.counted_times(execute, kind, week, at)
    return usage_of(kind, caps, zone, [instant(time) for time in times], instant(at))


def claim(execute: Execute, act: Act, limits: Limits, at: int) -> Slot | Denied:
    """Take a slot for an act, or say why not."""
    if not act.account or not (act.subject if act.person is None else act.person.keys):
        return Denied(reason=Reason.PERSON_NOT_IDENTIFIED)
    person = None if act.person is None else identity.joined(execute, act.person, at)
    denied = _denied_for_subject(execute, act, person, at) or _denied_by_caps(execute, act.kind, limits, at)
    if denied:
        return denied
    attempt = secrets.token_hex(16)
    made = execute(
        "INSERT INTO acts (kind, state, at, run, attempt, account, person, subject, key, apart, attempted, text,"
        " template, late_days) VALUES (?, 'reserved', ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        (
            act.kind.value,
            at,
            limits.run,
            attempt,
            act.account,
            person,
            act.subject if person is None else "",
            act.key,
            micros(act.apart),
            at,
            act.text,
            act.template,
            act.late_days,
        ),
    )
    return Slot(slot_id=cast(int, made.lastrowid), at=instant(at), attempt=attempt)


def _denied_for_subject(execute: Execute, act: Act, person: int | None, at: int) -> Denied | None:
    for row in act_rows.standing(execute, act, person):
        if row.key == act.key and (row.state == State.RESERVED or row.state in CLOSED):
            return Denied(reason=refusal(State(row.state)), detail=_which(act.key))
        if row.state in CLOSED and row.is_near(act, at):
            detail = f"{instant(row.attempted):%Y-%m-%d}"
            return Denied(reason=refusal(State(row.state)), detail=detail)
    if person is None or act.kind not in (Kind.MESSAGE, Kind.VISIT):  # what the person would notice
        return None
    reason = execute("SELECT reason FROM do_not_contact WHERE person = ?", (person,)).fetchone()
    return Denied(reason=Reason.DO_NOT_CONTACT, detail=reason[0]) if reason else None


def _denied_by_caps(execute: Execute, kind: Kind, limits: Limits, at: int) -> Denied | None:
    date, day, week, run = counting.counts(execute, kind, window_starts(instant(at), limits.zone), limits.run)
    if not left(limits.caps, date=date, day=day, week=week):
        opens = usage(execute, kind, limits.caps, limits.zone, at).opens
        return Denied(reason=Reason.CAP_WEEK if week >= limits.caps.week else Reason.CAP_DAY, until=opens)
    return Denied(reason=Reason.CAP_RUN) if run >= limits.caps.run else None


def _which(key: str) -> str:
    return key.partition(":")[2]
