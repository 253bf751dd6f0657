"""The ledger: who was greeted, what may still be sent, and the proof that nothing is done twice (safety.md 3.2, 3.4).

One connection in one thread of its own; every call is one ``BEGIN IMMEDIATE`` transaction committed with
``synchronous=FULL``. It holds without the run lock as well: any number of processes may ask at once.

Quota time is what the caller says the site's time is, but never below what was stored before. A slot's time is the
latest at which its message may have gone out; a slot that may still be used counts as used now.
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
from typing import Any, NamedTuple, TypeVar, cast
from zoneinfo import ZoneInfo

from linkapp.domain.conversation import Undated
from linkapp.domain.greeting import CLOSED, COUNTED, GUARD, Greeting, NotSent, Outcome, Sent, Slot, State, Unsure
from linkapp.domain.moment import Occasion
from linkapp.domain.person import Person
from linkapp.domain.problems import Problem, Reason
from linkapp.domain.quota import Caps, Kind, Usage, left, usage_of, window_starts
from linkapp.services.ports.ledger import Denied, Limits, Open, PastMessage, SlotLostError, UndatedWish
from linkapp.services.ports.quota import SharedSlot
from linkapp.storage import counting, identity, undated
from linkapp.storage.answered import write_answer
from linkapp.storage.counting import IS_PENDING
from linkapp.storage.database import PATIENCE, Transaction, connect
from linkapp.storage.failures import failure
from linkapp.storage.instants import instant, micros, stored
from linkapp.storage.restored import take_over
from linkapp.storage.sending_log import Line, SendingLog
from linkapp.storage.tables import (
    CLOSED_STATES,
    OPEN,
    TOO_SOON,
    UNCLEAR,
    listed,
)

T = TypeVar("T")

_SHARED = f"at > ? OR state IN ({listed(OPEN)}) OR (attempted > ? AND state IN ({CLOSED_STATES}))"
_KEYS = "SELECT key FROM person_keys WHERE person = ? ORDER BY key LIKE 'in:%', seen DESC"
_REFUSALS = {State.RESERVED: Reason.BUSY, State.SENT: Reason.ALREADY_GREETED, State.GREETED: Reason.ALREADY_GREETED}


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
        """Open a prepared database and take over from ``log_path`` what a restored database does not know."""
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

    async def reserve(self, greeting: Greeting, limits: Limits, now: datetime) -> Slot | Denied:
        """Take a slot for a greeting in one transaction, or say why not (the person first, then the caps)."""
        asked = self._thread.submit(self._reserve, greeting, limits, now)
        try:
            return await asyncio.wrap_future(asked)
        except asyncio.CancelledError:
            # Nobody will ever use the slot that the thread may be taking at this moment, or has just taken. Whatever
            # is asked of the ledger from now on comes after this.
            self._thread.submit(self._give_back, asked, now)
            raise

    async def sending(self, slot: Slot, text_hash: str, now: datetime) -> None:
        """Commit that the click comes next, in the database and in ``sending.log``.

        Raises ``SlotLostError`` when the slot is not reserved any more, another ``StoreError`` when it cannot be
        written. Either way nothing may be clicked; if it had been committed already, recovery asks the conversation.
        """
        await self._do(lambda: self._sending(slot, text_hash, now))

    async def settle(self, slot: Slot, outcome: Outcome | State, now: datetime, detail: str = "") -> None:
        """Commit what became of a slot: an outcome, or ``RELEASED`` / ``GREETED`` / ``UNSURE``.

        ``NotSent`` frees a slot that was only reserved. After ``sending`` it is kept as unsure: a slot is freed by
        proof from the conversation only (safety.md 3.5, I4 and I5). Raises ``SlotLostError`` for a settled slot.
        """
        await self._whole(lambda: self._settle(slot, outcome, now, detail))

    async def recover(self, now: datetime) -> tuple[Open, ...]:
        """Free what was only reserved, make ``sending`` unsure (its slot restamped), return all open greetings."""
        return await self._do(lambda: self._recover(now))

    async def opens(self) -> tuple[Open, ...]:
        """Every greeting that is ``unsure`` or waits for the person's answer; changes nothing."""
        return await self._do(self._opens)

    async def resolve(self, slot_id: int, to: State, now: datetime, proof: str = "") -> None:
        """Move an open greeting to ``SENT``, ``UNSENT`` (frees its slot) or ``ASK``; else ``SlotLostError``.

        A greeting that only ``sending.log`` knows has no words to look for, so not finding them proves nothing: for
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
        return await self._do(lambda: tuple(undated.asked(self._db.execute, self._person)))

    async def answer_wish(self, wish: UndatedWish, now: datetime, *, of_this_occasion: bool) -> bool:  # noqa: ARG002
        """Write the person's answer, into the runs that asked too; False where just this question is not open.

        ``now`` is for the quota that several computers share (``TwoGates``); here the wish keeps the time it was met.
        """

        def answer() -> bool:
            with self._transaction():
                return undated.answer(self._db.execute, wish, of_this_occasion=of_this_occasion)

        return await self._do(answer)

    async def earlier_wishes(self, account: str, person: Person, occasion: Occasion, year: int) -> frozenset[str]:
        """The marks of wishes of which the person said that they are not of this occasion."""
        return await self._do(lambda: undated.earlier(self._db.execute, account, person, occasion, year))

    async def usage(self, kind: Kind, caps: Caps, zone: ZoneInfo, now: datetime) -> Usage:
        """What ``reserve`` would count now, and when it would next grant a slot."""
        return await self._do(lambda: self._usage(kind, caps, zone, self._quota_time(now)))

    async def past(self, account: str, person: Person) -> tuple[PastMessage, ...]:
        """Every greeting that was sent, may have been sent, or was found in the conversation; newest first."""
        return await self._do(lambda: self._past(account, person))

    async def is_greeted(
        self, account: str, person: Person, occasion: Occasion, year: int, now: datetime | None = None
    ) -> State | None:
        """The closed state for this occasion year; with ``now`` also of a birthday greeting of the last 180 days."""
        return await self._do(lambda: self._is_greeted(account, person, occasion, year, now))

    async def first_use(self) -> datetime | None:
        """When the first slot was ever taken."""
        return await self._do(lambda: instant(counting.first_time(self._db.execute)))

    async def last_time(self) -> datetime | None:
        """The latest quota time ever stored."""
        return await self._do(lambda: instant(counting.last_time(self._db.execute)))

    async def shared_slots(self, since: datetime, greeted_since: datetime) -> tuple[SharedSlot, ...]:
        """What other computers have to know: slots since then, open ones, and those of closed greetings."""
        return await self._do(lambda: self._shared_slots(_SHARED, (stored(since), stored(greeted_since))))

    async def shared_slot(self, slot: Slot) -> SharedSlot:
        """One slot as other computers have to know it, with every key of the person. ``SlotLostError`` for none."""
        found = await self._do(lambda: self._shared_slots("id = ?", (slot.slot_id,)))
        if not found:
            raise SlotLostError(_NO_SUCH_SLOT)
        return found[0]

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

    def _reserve(self, greeting: Greeting, limits: Limits, now: datetime) -> Slot | Denied:
        try:
            with self._transaction():
                at = self._quota_time(now)
                answer = self._slot(greeting, limits, at)
                if isinstance(answer, Denied):
                    raise _DeniedError(answer)  # nothing of it is kept
                return answer
        except _DeniedError as denied:
            return denied.answer
        except sqlite3.Error as error:
            raise failure(error) from error

    def _slot(self, greeting: Greeting, limits: Limits, at: int) -> Slot | Denied:
        if not greeting.person.keys or not greeting.account:
            return Denied(reason=Reason.PERSON_NOT_IDENTIFIED)
        person = identity.joined(self._db.execute, greeting.person, at)
        known = identity.standing(self._db.execute, greeting.account, person, greeting.occasion.value)
        denied = self._denied_for_person(greeting, known, person, at) or self._denied_by_caps(limits, at)
        if denied:
            return denied
        attempt = secrets.token_hex(16)
        slot = self._db.execute(
            "INSERT INTO acts (kind, state, at, run, attempt, account, person, occasion, year, attempted, text,"
            " template, late_days) VALUES (?, 'reserved', ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            (
                limits.kind.value,
                at,
                limits.run,
                attempt,
                greeting.account,
                person,
                greeting.occasion.value,
                greeting.year,
                at,
                greeting.text,
                greeting.template,
                greeting.late_days,
            ),
        ).lastrowid
        return Slot(slot_id=cast(int, slot), at=instant(at), attempt=attempt)

    def _denied_for_person(self, greeting: Greeting, known: list[Any], person: int, at: int) -> Denied | None:
        for state, year, then, _ in known:
            if year == greeting.year and (state == State.RESERVED or state in CLOSED):
                return Denied(reason=_REFUSALS.get(State(state), Reason.UNSURE_BEFORE), detail=str(year))
            if state in CLOSED and greeting.occasion is Occasion.BIRTHDAY and abs(at - then) < micros(GUARD):
                detail = f"{instant(then):%Y-%m-%d}"
                return Denied(reason=_REFUSALS.get(State(state), Reason.UNSURE_BEFORE), detail=detail)
        reason = self._db.execute("SELECT reason FROM do_not_contact WHERE person = ?", (person,)).fetchone()
        return Denied(reason=Reason.DO_NOT_CONTACT, detail=reason[0]) if reason else None

    def _denied_by_caps(self, limits: Limits, at: int) -> Denied | None:
        date, day, week, run = counting.counts(
            self._db.execute, limits.kind, window_starts(instant(at), limits.zone), limits.run
        )
        if not left(limits.caps, date=date, day=day, week=week):
            opens = self._usage(limits.kind, limits.caps, limits.zone, at).opens
            return Denied(reason=Reason.CAP_WEEK if week >= limits.caps.week else Reason.CAP_DAY, until=opens)
        return Denied(reason=Reason.CAP_RUN) if run >= limits.caps.run else None

    def _give_back(self, done: Future[Slot | Denied], now: datetime) -> None:
        if done.cancelled() or done.exception() is not None or not isinstance(slot := done.result(), Slot):
            return
        self._abandoned.append((slot, now))
        self._return_abandoned()

    def _sending(self, slot: Slot, text_hash: str, now: datetime) -> None:
        with self._transaction():
            at = self._quota_time(now)
            row = self._row(slot.slot_id)
            if row.state != State.RESERVED:
                raise self._lost(row, "the slot is not reserved any more")
            try:
                self._db.execute(
                    "UPDATE acts SET state = 'sending', at = ?, attempted = ?, text_hash = ? WHERE id = ?",
                    (at, at, text_hash, slot.slot_id),
                )
            except sqlite3.IntegrityError as error:
                if TOO_SOON not in str(error):
                    raise
                raise SlotLostError(Problem(reason=Reason.ALREADY_GREETED, detail=TOO_SOON)) from error
            (name,) = self._db.execute("SELECT name FROM people WHERE id = ?", (row.person,)).fetchone()
            keys = tuple(key for (key,) in self._db.execute(_KEYS, (row.person,)))
        # After the commit: a line whose commit failed would look like a message that a lost database knew.
        self._log.append(
            Line(
                attempt=row.attempt,
                account=row.account,
                keys=keys,
                name=name,
                kind=row.kind,
                occasion=row.occasion,
                year=row.year,
                at=at,
                text_hash=text_hash,
            )
        )

    def _row(self, slot_id: int) -> _Row:
        row = self._db.execute(
            "SELECT state, kind, attempt, account, person, occasion, year, text, double FROM acts WHERE id = ?",
            (slot_id,),
        ).fetchone()
        if row is None:
            raise SlotLostError(_NO_SUCH_SLOT)
        return _Row(*row)

    def _lost(self, row: _Row, detail: str) -> SlotLostError:
        """Why this slot may not be used: what stands for its greeting by now, or that somebody else has it."""
        stands = self._db.execute(
            "SELECT state FROM acts WHERE account = ? AND person = ? AND occasion = ? AND year = ?"
            f" AND state IN ({CLOSED_STATES}) ORDER BY double",
            (row.account, row.person, row.occasion, row.year),
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

    def _recover(self, now: datetime) -> tuple[Open, ...]:
        with self._transaction():
            at = self._quota_time(now)
            self._db.execute(f"UPDATE acts SET state = 'released' WHERE {IS_PENDING} AND state = 'reserved'")
            self._db.execute(
                "UPDATE acts SET state = 'unsure', at = ?, detail = 'interrupted'"
                f" WHERE {IS_PENDING} AND state = 'sending'",
                (at,),
            )
            return self._opens()

    def _opens(self) -> tuple[Open, ...]:
        rows = self._db.execute(
            "SELECT id, account, person, occasion, year, text, late_days, template, state, attempted, reads,"
            f" request_left, run FROM acts WHERE state IN ({listed(UNCLEAR)}) AND double = 0 ORDER BY attempted, id"
        ).fetchall()
        return tuple(self._open(row) for row in rows)

    def _open(self, row: Any) -> Open:
        slot, account, person, occasion, year, text, late_days, template, state, attempted, reads, left, run = row
        return Open(
            slot_id=slot,
            greeting=Greeting(
                account=account,
                person=self._person(person),
                occasion=Occasion(occasion),
                year=year,
                text=text,
                late_days=late_days,
                template=template,
            ),
            state=State(state),
            attempted=instant(attempted),
            reads=reads,
            request_left=bool(left),
            run=run,
        )

    def _person(self, row: int) -> Person:
        name, headline = self._db.execute("SELECT name, headline FROM people WHERE id = ?", (row,)).fetchone()
        keys = [key for (key,) in self._db.execute(_KEYS, (row,))]
        return identity.person_of(name, headline, keys)

    def _resolve(self, slot_id: int, to: State, now: datetime, proof: str) -> None:
        with self._transaction():
            at = self._quota_time(now)
            row = self._row(slot_id)
            state = State(row.state)
            if to is State.UNSENT and not row.text and proof != "person":
                to = State.ASK
                if state is State.ASK:
                    return
            if (state, to) not in _RESOLVING:
                raise self._lost(row, f"a greeting that is {state} cannot become {to} here")
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
                    "UPDATE acts SET double = 0 WHERE id = (SELECT min(id) FROM acts WHERE account = ? AND person = ?"
                    f" AND occasion = ? AND year = ? AND double = 1 AND state IN ({CLOSED_STATES}))",
                    (row.account, row.person, row.occasion, row.year),
                )

    def _unreadable(self, slot_id: int) -> int:
        with self._transaction():
            row = self._db.execute(
                "UPDATE acts SET reads = reads + 1 WHERE id = ? RETURNING reads", (slot_id,)
            ).fetchone()
            return int(row[0]) if row else 0

    def _past(self, account: str, person: Person) -> tuple[PastMessage, ...]:
        rows = [
            row
            for known in identity.found(self._db.execute, person)
            for row in self._db.execute(
                "SELECT attempted, occasion, year, state, text, template FROM acts"
                f" WHERE person = ? AND account = ? AND state IN ({CLOSED_STATES})",
                (known, account),
            )
        ]
        return tuple(
            PastMessage(
                occasion=Occasion(occasion), year=year, state=State(state), text=text, template=template, at=instant(at)
            )
            for at, occasion, year, state, text, template in sorted(rows, reverse=True)
        )

    def _shared_slots(self, wanted: str, values: tuple[int, ...]) -> tuple[SharedSlot, ...]:
        rows = self._db.execute(
            f"SELECT attempt, kind, state, at, account, person, occasion, year FROM acts WHERE {wanted}",
            values,
        ).fetchall()
        return tuple(
            SharedSlot(
                attempt=attempt,
                kind=Kind(kind),
                state=State(state),
                at=instant(at),
                account=account,
                keys=tuple(key for (key,) in self._db.execute(_KEYS, (person,))),
                occasion=Occasion(occasion),
                year=year,
            )
            for attempt, kind, state, at, account, person, occasion, year in rows
        )

    def _is_greeted(
        self, account: str, person: Person, occasion: Occasion, year: int, now: datetime | None
    ) -> State | None:
        at = None if now is None or occasion is not Occasion.BIRTHDAY else self._quota_time(now)
        for known in identity.found(self._db.execute, person):
            for state, in_year, then, _ in identity.standing(self._db.execute, account, known, occasion.value):
                if state in CLOSED and (in_year == year or (at is not None and abs(at - then) < micros(GUARD))):
                    return State(state)
        return None


class _Row(NamedTuple):
    """What every move looks at first."""

    state: str
    kind: str
    attempt: str
    account: str
    person: int
    occasion: str
    year: int
    text: str
    double: int


_NO_SUCH_SLOT = Problem(reason=Reason.BUSY, detail="there is no such slot")
_SETTLING = {
    (State.RESERVED, State.RELEASED),
    (State.RESERVED, State.GREETED),
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
