"""The ledger: what was done, what may still be done, and the proof that nothing is done twice (safety.md 3.2, 3.4).

One connection in one thread of its own; every call is one ``BEGIN IMMEDIATE`` transaction committed with
``synchronous=FULL``. It holds without the run lock as well: any number of processes may ask at once.

Quota time is what the caller says the site's time is, but never below what was stored before. A slot's time is the
latest at which its act may have happened; a slot that may still be used counts as used now.
"""

from __future__ import annotations

import asyncio
import secrets
import sqlite3
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import suppress
from datetime import datetime, timedelta
from pathlib import Path
from typing import NamedTuple, TypeVar, cast
from zoneinfo import ZoneInfo

from linkapp.domain.act import CLOSED, COUNTED, Act, Kind, NotSent, Outcome, Sent, Slot, State, Unsure
from linkapp.domain.conversation import Undated
from linkapp.domain.person import Person
from linkapp.domain.problems import Problem, Reason
from linkapp.domain.quota import Caps, Usage, left, usage_of, window_starts
from linkapp.services.ports.ledger import Denied, Limits, PastMessage, SlotLostError, UndatedWish, Unresolved
from linkapp.services.ports.quota import SharedSlot
from linkapp.storage import act_rows, counting, identity, undated
from linkapp.storage.answered import write_answer
from linkapp.storage.counting import IS_PENDING
from linkapp.storage.database import PATIENCE, Transaction, connect
from linkapp.storage.failures import failure
from linkapp.storage.instants import instant, micros, stored
from linkapp.storage.restored import take_over
from linkapp.storage.sending_log import Line, SendingLog
from linkapp.storage.tables import (
    CLOSED_STATES,
    TOO_SOON,
)

T = TypeVar("T")

_REFUSALS = {State.RESERVED: Reason.BUSY, State.SENT: Reason.ALREADY_GREETED, State.ALREADY: Reason.ALREADY_GREETED}


class SqliteLedger:
    """The ``Ledger`` port over the database file. Made by ``open``; ``close`` it. Every error is a ``StoreError``."""

    def __init__(self, thread: ThreadPoolExecutor, db: sqlite3.Connection, log: SendingLog) -> None:
        self._thread = thread
        self._db = db
        self._log = log
        self._abandoned: list[tuple[Slot, datetime]] = []
        """Taken by a reservation that was cancelled; only the ledger's thread touches it."""

    @classmethod
    async def open(cls, path: Path, log_path: Path, patience: timedelta = PATIENCE) -> SqliteLedger:
        """Unresolved a prepared database and take over from ``log_path`` what a restored database does not know."""
        thread = ThreadPoolExecutor(max_workers=1, thread_name_prefix="ledger")

        def begin() -> SqliteLedger:
            db = connect(path, patience)
            log = None
            try:
                log = SendingLog(log_path)
                ledger = cls(thread, db, log)
                with ledger._transaction():
                    take_over(db.execute, log.lines())
                return ledger
            except BaseException:
                db.close()
                if log is not None:
                    log.close()
                raise

        try:
            return await asyncio.wrap_future(thread.submit(begin))
        except BaseException as error:
            thread.shutdown(wait=False)
            if isinstance(error, (sqlite3.Error, OSError)):
                raise failure(error) from error
            raise

    async def close(self) -> None:
        """Finish what was begun, then close the connection and end the thread."""

        def end() -> None:
            try:
                self._return_abandoned()
            finally:
                self._db.close()
                self._log.close()

        try:
            await asyncio.shield(asyncio.wrap_future(self._thread.submit(end)))
        finally:
            self._thread.shutdown(wait=False)  # it ends with what it has to do

    # -- the port: each method hands one plain function to the ledger's thread

    async def reserve(self, act: Act, limits: Limits, now: datetime) -> Slot | Denied:
        """Take a slot for an act in one transaction, or say why not (the subject first, then the caps)."""
        asked = self._thread.submit(self._reserve, act, limits, now)
        try:
            return await asyncio.wrap_future(asked)
        except asyncio.CancelledError:
            # Nobody will ever use the slot that the thread may be taking at this moment, or has just taken. Whatever
            # is asked of the ledger from now on comes after this.
            self._thread.submit(self._give_back, asked, now)
            raise

    async def announce(self, slot: Slot, payload_hash: str, now: datetime) -> None:
        """Commit that the click comes next, in the database and in ``sending.log``.

        Raises ``SlotLostError`` when the slot is not reserved any more, another ``StoreError`` when it cannot be
        written. Either way nothing may be clicked; if it had been committed already, recovery asks the conversation.
        """
        await self._do(lambda: self._announce(slot, payload_hash, now))

    async def settle(self, slot: Slot, outcome: Outcome | State, now: datetime, detail: str = "") -> None:
        """Commit what became of a slot: an outcome, or ``RELEASED`` / ``GREETED`` / ``UNSURE``.

        ``NotSent`` frees a slot that was only reserved. After ``sending`` it is kept as unsure: a slot is freed by
        proof from the conversation only (safety.md 3.5, I4 and I5). Raises ``SlotLostError`` for a settled slot.
        """
        await self._whole(lambda: self._settle(slot, outcome, now, detail))

    async def recover(self, now: datetime) -> tuple[Unresolved, ...]:
        """Free what was only reserved, make ``sending`` unsure (its slot restamped), return all acts that are open."""
        return await self._do(lambda: self._recover(now))

    async def unresolved(self) -> tuple[Unresolved, ...]:
        """Every act that is ``unsure`` or waits for the person's answer; changes nothing."""
        return await self._do(self._unresolved)

    async def resolve(self, slot_id: int, to: State, now: datetime, proof: str = "") -> None:
        """Move an open act to ``SENT``, ``UNSENT`` (frees its slot) or ``ASK``; else ``SlotLostError``.

        A message that only ``sending.log`` knows has no words to look for, so not finding them proves nothing: for
        it ``UNSENT`` becomes ``ASK``, unless ``proof`` is ``person``. A person's answer is written into the runs that
        asked for it in the same transaction.
        """
        await self._whole(lambda: self._resolve(slot_id, to, now, proof))

    async def unreadable(self, slot_id: int) -> int:
        """Count one failed reading of the conversation; returns how many there were (0 for an unknown slot)."""
        return await self._do(lambda: self._unreadable(slot_id))

    async def undated(self, slot: Slot, seen: Undated, now: datetime) -> None:
        """Give a reserved slot back and keep the question about the wish. ``SlotLostError`` as in ``settle``."""
        await self._do(lambda: self._settle(slot, State.RELEASED, now, undated.kept_as(seen)))

    async def wishes(self) -> tuple[UndatedWish, ...]:
        """Every wish of the last 30 days that waits for the person's answer."""
        return await self._do(lambda: tuple(undated.asked(self._db.execute)))

    async def answer_wish(self, wish: UndatedWish, *, of_this_occasion: bool) -> bool:
        """Write the person's answer, into the runs that asked too; False where just this question is not open."""

        def answer() -> bool:
            with self._transaction():
                return undated.answer(self._db.execute, wish, of_this_occasion=of_this_occasion)

        return await self._do(answer)

    async def earlier_wishes(self, account: str, person: Person, key: str) -> frozenset[str]:
        """The marks of wishes of which the person said that they are not of this occasion."""
        return await self._do(lambda: undated.earlier(self._db.execute, account, person, key))

    async def usage(self, kind: Kind, caps: Caps, zone: ZoneInfo, now: datetime) -> Usage:
        """What ``reserve`` would count now, and when it would next grant a slot."""
        return await self._do(lambda: self._usage(kind, caps, zone, self._quota_time(now)))

    async def past(self, account: str, person: Person) -> tuple[PastMessage, ...]:
        """Every message that was sent, may have been sent, or was found in the conversation; newest first."""
        return await self._do(lambda: act_rows.past_messages(self._db.execute, account, person))

    async def closed(self, act: Act, now: datetime | None = None) -> State | None:
        """The closed state of this act; with ``now`` also of another of its series less than ``apart`` from then."""
        return await self._do(lambda: self._closed(act, now))

    async def first_use(self) -> datetime | None:
        """When the first slot was ever taken."""
        return await self._do(lambda: instant(counting.first_time(self._db.execute)))

    async def last_time(self) -> datetime | None:
        """The latest quota time ever stored."""
        return await self._do(lambda: instant(counting.last_time(self._db.execute)))

    async def shared_slots(self, since: datetime, closed_since: datetime) -> tuple[SharedSlot, ...]:
        """What other computers have to know: slots since then, open ones, and those of closed acts."""
        return await self._do(lambda: act_rows.shared_slots(self._db.execute, stored(since), stored(closed_since)))

    async def shared_slot(self, slot: Slot) -> SharedSlot:
        """One slot as other computers have to know it, with every key of the person. ``SlotLostError`` for none."""
        shared = await self._do(lambda: act_rows.shared_slot(self._db.execute, slot.slot_id))
        if shared is None:
            raise SlotLostError(_NO_SUCH_SLOT)
        return shared

    # -- inside the ledger's thread

    async def _do(self, work: Callable[[], T]) -> T:
        return await asyncio.wrap_future(self._thread.submit(_translating, work))

    async def _whole(self, work: Callable[[], T]) -> T:
        """As ``_do``, and done to its end also where whoever asked is cancelled meanwhile."""
        return await asyncio.shield(asyncio.ensure_future(self._do(work)))

    def _transaction(self) -> Transaction:
        """A write transaction; what a cancelled reservation took, and could not be given back then, goes first."""
        self._return_abandoned()
        return Transaction(self._db)

    def _return_abandoned(self) -> None:
        """Free what nobody will use. Never raises: where it fails, it is tried again before the next transaction, whose
        own error says what is wrong."""
        while self._abandoned:
            slot, now = self._abandoned[-1]
            try:
                with Transaction(self._db), suppress(SlotLostError):  # a recovery may have freed it already
                    self._settle_row(slot, State.RELEASED, now, "given up while it was being taken")
            except sqlite3.Error:
                return
            self._abandoned.pop()

    def _quota_time(self, now: datetime) -> int:
        return max(stored(now), counting.last_time(self._db.execute) or 0)

    def _usage(self, kind: Kind, caps: Caps, zone: ZoneInfo, at: int) -> Usage:
        week = stored(window_starts(instant(at), zone).week)
        times = counting.counted_times(self._db.execute, kind, week, at)
        return usage_of(kind, caps, zone, [instant(one) for one in times], instant(at))

    def _reserve(self, act: Act, limits: Limits, now: datetime) -> Slot | Denied:
        try:
            with self._transaction():
                at = self._quota_time(now)
                answer = self._slot(act, limits, at)
                if isinstance(answer, Denied):
                    raise _DeniedError(answer)  # nothing of it is kept
                return answer
        except _DeniedError as denied:
            return denied.answer
        except sqlite3.Error as error:
            raise failure(error) from error

    def _slot(self, act: Act, limits: Limits, at: int) -> Slot | Denied:
        if not act.account or not (act.subject if act.person is None else act.person.keys):
            return Denied(reason=Reason.PERSON_NOT_IDENTIFIED)
        person = None if act.person is None else identity.joined(self._db.execute, act.person, at)
        denied = self._denied_for_subject(act, person, at) or self._denied_by_caps(act.kind, limits, at)
        if denied:
            return denied
        attempt = secrets.token_hex(16)
        slot = self._db.execute(
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
        ).lastrowid
        return Slot(slot_id=cast(int, slot), at=instant(at), attempt=attempt)

    def _denied_for_subject(self, act: Act, person: int | None, at: int) -> Denied | None:
        for row in act_rows.standing(self._db.execute, act, person):
            if row.key == act.key and (row.state == State.RESERVED or row.state in CLOSED):
                return Denied(reason=_REFUSALS.get(State(row.state), Reason.UNSURE_BEFORE), detail=_which(act.key))
            if row.state in CLOSED and row.is_near(act, at):
                detail = f"{instant(row.attempted):%Y-%m-%d}"
                return Denied(reason=_REFUSALS.get(State(row.state), Reason.UNSURE_BEFORE), detail=detail)
        if person is None or act.kind not in (Kind.MESSAGE, Kind.VISIT):  # what the person would notice
            return None
        reason = self._db.execute("SELECT reason FROM do_not_contact WHERE person = ?", (person,)).fetchone()
        return Denied(reason=Reason.DO_NOT_CONTACT, detail=reason[0]) if reason else None

    def _denied_by_caps(self, kind: Kind, limits: Limits, at: int) -> Denied | None:
        date, day, week, run = counting.counts(
            self._db.execute, kind, window_starts(instant(at), limits.zone), limits.run
        )
        if not left(limits.caps, date=date, day=day, week=week):
            opens = self._usage(kind, limits.caps, limits.zone, at).opens
            return Denied(reason=Reason.CAP_WEEK if week >= limits.caps.week else Reason.CAP_DAY, until=opens)
        return Denied(reason=Reason.CAP_RUN) if run >= limits.caps.run else None

    def _give_back(self, done: Future[Slot | Denied], now: datetime) -> None:
        if done.cancelled() or done.exception() is not None or not isinstance(slot := done.result(), Slot):
            return
        self._abandoned.append((slot, now))
        self._return_abandoned()

    def _announce(self, slot: Slot, payload_hash: str, now: datetime) -> None:
        with self._transaction():
            at = self._quota_time(now)
            row = self._row(slot.slot_id)
            if row.state != State.RESERVED:
                raise self._lost(row, "the slot is not reserved any more")
            try:
                self._db.execute(
                    "UPDATE acts SET state = 'sending', at = ?, attempted = ?, text_hash = ? WHERE id = ?",
                    (at, at, payload_hash, slot.slot_id),
                )
            except sqlite3.IntegrityError as error:
                if TOO_SOON not in str(error):
                    raise
                raise SlotLostError(Problem(reason=Reason.ALREADY_GREETED, detail=TOO_SOON)) from error
            name, keys = row.subject, ()
            if row.person is not None:
                (name,) = self._db.execute("SELECT name FROM people WHERE id = ?", (row.person,)).fetchone()
                keys = tuple(key for (key,) in self._db.execute(act_rows.KEYS, (row.person,)))
        # After the commit: a line whose commit failed would look like a message that a lost database knew.
        self._log.append(
            Line(
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
        )

    def _row(self, slot_id: int) -> _Row:
        row = self._db.execute(
            "SELECT state, kind, attempt, account, person, subject, key, apart, text, double FROM acts WHERE id = ?",
            (slot_id,),
        ).fetchone()
        if row is None:
            raise SlotLostError(_NO_SUCH_SLOT)
        return _Row(*row)

    def _lost(self, row: _Row, detail: str) -> SlotLostError:
        """Why this slot may not be used: what stands for its act by now, or that somebody else has it."""
        stands = self._db.execute(
            "SELECT state FROM acts WHERE account = ? AND person IS ? AND subject = ? AND key = ?"
            f" AND state IN ({CLOSED_STATES}) ORDER BY double",
            (row.account, row.person, row.subject, row.key),
        ).fetchone()
        reason = _REFUSALS.get(State(stands[0]), Reason.UNSURE_BEFORE) if stands else Reason.BUSY
        return SlotLostError(Problem(reason=reason, detail=detail))

    def _settle(self, slot: Slot, outcome: Outcome | State, now: datetime, detail: str) -> None:
        with self._transaction():
            self._settle_row(slot, outcome, now, detail)

    def _settle_row(self, slot: Slot, outcome: Outcome | State, now: datetime, detail: str) -> None:
        at = self._quota_time(now)
        row = self._row(slot.slot_id)
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
            raise self._lost(row, f"a slot that is {state} cannot become {to} here")
        self._db.execute(
            "UPDATE acts SET state = ?, at = max(at, ?), attempted = coalesce(?, attempted), proof = ?,"
            " message_id = ?, detail = ?, request_left = ? WHERE id = ?",
            (to, at if to in COUNTED else 0, sent_at, proof, message, detail, request_left, slot.slot_id),
        )

    def _recover(self, now: datetime) -> tuple[Unresolved, ...]:
        with self._transaction():
            at = self._quota_time(now)
            self._db.execute(f"UPDATE acts SET state = 'released' WHERE {IS_PENDING} AND state = 'reserved'")
            self._db.execute(
                "UPDATE acts SET state = 'unsure', at = ?, detail = 'interrupted'"
                f" WHERE {IS_PENDING} AND state = 'sending'",
                (at,),
            )
            return self._unresolved()

    def _unresolved(self) -> tuple[Unresolved, ...]:
        return tuple(act_rows.unresolved(self._db.execute))

    def _resolve(self, slot_id: int, to: State, now: datetime, proof: str) -> None:
        with self._transaction():
            at = self._quota_time(now)
            row = self._row(slot_id)
            state = State(row.state)
            if to is State.UNSENT and row.kind == Kind.MESSAGE and not row.text and proof != "person":
                to = State.ASK
                if state is State.ASK:
                    return
            if (state, to) not in _RESOLVING:
                raise self._lost(row, f"an act that is {state} cannot become {to} here")
            # Found by reading: it may have gone out until a moment ago. A person's answer comes days later.
            stamp = at if to is State.SENT and state is State.UNSURE else 0
            self._db.execute(
                "UPDATE acts SET state = ?, at = max(at, ?), proof = CASE ? WHEN '' THEN proof ELSE ? END WHERE id = ?",
                (to, stamp, proof, proof, slot_id),
            )
            if proof == "person":
                write_answer(self._db.execute, slot_id, went_out=to is State.SENT)
            if to is State.UNSENT and not row.double:  # what it stood for has to be read by itself now
                self._db.execute(
                    "UPDATE acts SET double = 0 WHERE id = (SELECT min(id) FROM acts WHERE account = ? AND person IS ?"
                    f" AND key = ? AND double = 1 AND state IN ({CLOSED_STATES}))",
                    (row.account, row.person, row.key),
                )

    def _unreadable(self, slot_id: int) -> int:
        with self._transaction():
            row = self._db.execute(
                "UPDATE acts SET reads = reads + 1 WHERE id = ? RETURNING reads", (slot_id,)
            ).fetchone()
            return int(row[0]) if row else 0

    def _closed(self, act: Act, now: datetime | None) -> State | None:
        at = None if now is None else self._quota_time(now)
        persons = (None,) if act.person is None else identity.found(self._db.execute, act.person)
        for person in persons:
            for row in act_rows.standing(self._db.execute, act, person):
                if row.state in CLOSED and (row.key == act.key or (at is not None and row.is_near(act, at))):
                    return State(row.state)
        return None


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


def _which(key: str) -> str:
    return key.partition(":")[2]


_NO_SUCH_SLOT = Problem(reason=Reason.BUSY, detail="there is no such slot")
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


class _DeniedError(Exception):
    """Takes a refusal out of the transaction, which is rolled back."""

    def __init__(self, answer: Denied) -> None:
        super().__init__(answer.reason)
        self.answer = answer


def _translating(work: Callable[[], T]) -> T:
    try:
        return work()
    except (sqlite3.Error, OSError) as error:
        raise failure(error) from error
