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
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any, TypeVar, cast
from zoneinfo import ZoneInfo

from linkapp.domain.greeting import CLOSED, COUNTED, GUARD, Greeting, NotSent, Outcome, Sent, Slot, State, Unsure
from linkapp.domain.moment import Occasion
from linkapp.domain.person import Person
from linkapp.domain.problems import Problem, Reason
from linkapp.domain.quota import Caps, Kind, Usage, usage_of, window_starts
from linkapp.services.ports import Denied, Limits, Open, PastMessage, SharedSlot, SlotLostError
from linkapp.storage import identity
from linkapp.storage.database import PATIENCE, connect
from linkapp.storage.failures import failure
from linkapp.storage.instants import instant, micros, stored
from linkapp.storage.sending_log import Line, SendingLog
from linkapp.storage.tables import (
    CLOSED_STATES,
    COUNTED_STATES,
    OPEN,
    PENDING,
    SETTLED,
    TOO_SOON,
    UNCLEAR,
    listed,
)

T = TypeVar("T")

# In the very words of the two indexes of those few rows.
_IS_PENDING = f"state IN ({listed(PENDING)})"
_IS_OPEN = f"state IN ({listed(OPEN)})"
# With OR and + it is compared row by row; an IN would be looked up in a table that is made for each question.
_IS_SETTLED = " OR ".join(f"+state = '{state}'" for state in SETTLED)
_SETTLED = f"FROM slots INDEXED BY slots_window WHERE kind = ?1 AND at {{}} AND ({_IS_SETTLED})"
_PENDING = f"FROM slots INDEXED BY slots_pending WHERE kind = ?1 AND {_IS_PENDING}"
# What counts, found by two covering searches: the number of rows of other times does not matter. A slot that may still
# be used counts in every window.
_COUNTED_TIMES = f"SELECT at, 0 {_SETTLED.format('> ?2')} UNION ALL SELECT at, 1 {_PENDING}"
_COUNTS = (
    f"SELECT (SELECT count(*) {_PENDING}), (SELECT count(*) {_SETTLED.format('>= ?2')}),"
    f" (SELECT count(*) {_SETTLED.format('> ?3')}), (SELECT count(*) {_SETTLED.format('> ?4')}),"
    f" (SELECT count(*) FROM slots WHERE run = ?5 AND kind = ?1 AND state IN ({COUNTED_STATES}))"
)
_LAST_TIME = "SELECT max({})".format(
    ", ".join(f"coalesce((SELECT max(at) FROM slots WHERE kind = '{kind}'), -1)" for kind in Kind)
)
_FIRST_TIME = "SELECT min(at) FROM ({})".format(
    " UNION ALL ".join(f"SELECT min(at) AS at FROM slots WHERE kind = '{kind}'" for kind in Kind)
)
_OF_PERSON = (
    "SELECT state, year, at, id FROM greetings WHERE account = ? AND person = ? AND occasion = ? ORDER BY at DESC"
)
_SHARED = (
    f"s.at > ? OR s.state IN ({listed(OPEN)}) OR (g.at > ? AND g.state IN ({CLOSED_STATES})"
    " AND s.id = (SELECT max(id) FROM slots WHERE greeting = g.id))"
)
_KEYS = "SELECT key FROM person_keys WHERE person = ? ORDER BY key LIKE 'in:%', seen DESC"
_REFUSALS = {State.RESERVED: Reason.BUSY, State.SENT: Reason.ALREADY_GREETED, State.GREETED: Reason.ALREADY_GREETED}


class SqliteLedger:
    """The ``Ledger`` port over the database file. Made by ``open``; ``close`` it. Every error is a ``StoreError``."""

    def __init__(self, thread: ThreadPoolExecutor, db: sqlite3.Connection, log: SendingLog) -> None:
        self._thread = thread
        self._db = db
        self._log = log

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
                ledger._replay()
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
            self._db.close()
            self._log.close()

        await asyncio.wrap_future(self._thread.submit(end))
        self._thread.shutdown(wait=True)

    # -- the port: each method hands one plain function to the ledger's thread

    async def reserve(self, greeting: Greeting, limits: Limits, now: datetime) -> Slot | Denied:
        """Take the greeting's row and a slot in one transaction, or say why not (the person first, then the caps)."""
        asked = self._thread.submit(self._reserve, greeting, limits, now)
        try:
            return await asyncio.wrap_future(asked)
        except asyncio.CancelledError:
            # Nobody will ever use the slot that the thread may be taking at this moment.
            asked.add_done_callback(lambda done: self._give_back(done, now))
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
        await self._do(lambda: self._settle(slot, outcome, now, detail))

    async def recover(self, now: datetime) -> tuple[Open, ...]:
        """Free what was only reserved, make ``sending`` unsure (its slot restamped), return all open greetings."""
        return await self._do(lambda: self._recover(now))

    async def opens(self) -> tuple[Open, ...]:
        """Every greeting that is ``unsure`` or waits for the person's answer; changes nothing."""
        return await self._do(self._opens)

    async def resolve(self, greeting_id: int, to: State, now: datetime, proof: str = "") -> None:
        """Move an open greeting to ``SENT``, ``UNSENT`` (frees its slot) or ``ASK``; else ``SlotLostError``.

        A greeting that only ``sending.log`` knows has no words to look for, so not finding them proves nothing: for
        it ``UNSENT`` becomes ``ASK``, unless ``proof`` is ``person``.
        """
        await self._do(lambda: self._resolve(greeting_id, to, now, proof))

    async def unreadable(self, greeting_id: int) -> int:
        """Count one failed reading of the conversation; returns how many there were (0 for an unknown greeting)."""
        return await self._do(lambda: self._unreadable(greeting_id))

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
        return await self._do(lambda: instant(self._db.execute(_FIRST_TIME).fetchone()[0]))

    async def last_time(self) -> datetime | None:
        """The latest quota time ever stored."""
        last = await self._do(lambda: cast(int, self._db.execute(_LAST_TIME).fetchone()[0]))
        return None if last < 0 else instant(last)

    async def shared_slots(self, since: datetime, greeted_since: datetime) -> tuple[SharedSlot, ...]:
        """What other computers have to know: slots since then, open ones, and the latest of each closed greeting."""
        return await self._do(lambda: self._shared_slots(_SHARED, (stored(since), stored(greeted_since))))

    async def shared_slot(self, slot: Slot) -> SharedSlot:
        """One slot as other computers have to know it, with every key of the person. ``SlotLostError`` for none."""
        found = await self._do(lambda: self._shared_slots("s.id = ?", (slot.slot_id,)))
        if not found:
            raise SlotLostError(Problem(reason=Reason.BUSY, detail="there is no such slot"))
        return found[0]

    # -- inside the ledger's thread

    async def _do(self, work: Callable[[], T]) -> T:
        return await asyncio.wrap_future(self._thread.submit(_translating, work))

    @contextmanager
    def _transaction(self) -> Iterator[None]:
        self._db.execute("BEGIN IMMEDIATE")
        try:
            yield
            self._db.execute("COMMIT")
        except BaseException:
            if self._db.in_transaction:  # a full disk may have ended it already
                self._db.execute("ROLLBACK")
            raise

    def _quota_time(self, now: datetime) -> int:
        return max(stored(now), cast(int, self._db.execute(_LAST_TIME).fetchone()[0]))

    def _usage(self, kind: Kind, caps: Caps, zone: ZoneInfo, at: int) -> Usage:
        rows = self._db.execute(_COUNTED_TIMES, (kind, stored(window_starts(instant(at), zone).week))).fetchall()
        return usage_of(kind, caps, zone, [instant(at if pending else taken) for taken, pending in rows], instant(at))

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
        known = self._db.execute(_OF_PERSON, (greeting.account, person, greeting.occasion)).fetchall()
        denied = self._denied_for_person(greeting, known, person, at) or self._denied_by_caps(limits, at)
        if denied:
            return denied
        values = (at, greeting.text, greeting.template, greeting.late_days)
        row = next((row for _, year, _, row in known if year == greeting.year), None)
        if row is None:
            (row,) = self._db.execute(
                "INSERT INTO greetings (state, at, text, template, late_days, account, person, occasion, year)"
                " VALUES ('reserved', ?, ?, ?, ?, ?, ?, ?, ?) RETURNING id",
                (*values, greeting.account, person, greeting.occasion, greeting.year),
            ).fetchone()
        else:
            self._db.execute(
                "UPDATE greetings SET state = 'reserved', at = ?, text = ?, template = ?, late_days = ?,"
                " text_hash = '', proof = '', detail = '', reads = 0 WHERE id = ?",
                (*values, row),
            )
        attempt = secrets.token_hex(16)
        slot = self._take(limits.kind, at, limits.run, row, attempt)
        return Slot(greeting_id=row, slot_id=slot, at=instant(at), attempt=attempt)

    def _take(self, kind: str, at: int, run: int, greeting: int, attempt: str) -> int:
        (slot,) = self._db.execute(
            "INSERT INTO slots (kind, state, at, run, greeting, attempt)"
            " VALUES (?, 'reserved', ?, ?, ?, ?) RETURNING id",
            (kind, at, run, greeting, attempt),
        ).fetchone()
        return int(slot)

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
        starts = window_starts(instant(at), limits.zone)
        pending, date, day, week, in_run = self._db.execute(
            _COUNTS,
            (limits.kind, stored(starts.date), stored(starts.day), stored(starts.week), limits.run),
        ).fetchone()
        used = Usage(kind=limits.kind, caps=limits.caps, date=pending + date, day=pending + day, week=pending + week)
        if not used.left:
            opens = self._usage(limits.kind, limits.caps, limits.zone, at).opens
            return Denied(reason=Reason.CAP_WEEK if used.week >= limits.caps.week else Reason.CAP_DAY, until=opens)
        return Denied(reason=Reason.CAP_RUN) if in_run >= limits.caps.run else None

    def _give_back(self, done: Future[Slot | Denied], now: datetime) -> None:
        if done.cancelled() or done.exception() is not None or not isinstance(slot := done.result(), Slot):
            return
        self._settle(slot, State.RELEASED, now, "given up while it was being taken")

    def _sending(self, slot: Slot, text_hash: str, now: datetime) -> None:
        with self._transaction():
            at = self._quota_time(now)
            greeting, state, attempt, kind = self._slot_row(slot)
            if state != State.RESERVED:
                raise self._lost(greeting, "the slot is not reserved any more")
            self._db.execute("UPDATE slots SET state = 'sending', at = ? WHERE id = ?", (at, slot.slot_id))
            try:
                self._db.execute(
                    "UPDATE greetings SET state = 'sending', at = ?, text_hash = ? WHERE id = ?",
                    (at, text_hash, greeting),
                )
            except sqlite3.IntegrityError as error:
                if TOO_SOON not in str(error):
                    raise
                raise SlotLostError(Problem(reason=Reason.ALREADY_GREETED, detail=TOO_SOON)) from error
            account, person, occasion, year, name = self._db.execute(
                "SELECT account, person, occasion, year, name FROM greetings"
                " JOIN people ON people.id = person WHERE greetings.id = ?",
                (greeting,),
            ).fetchone()
            keys = tuple(key for (key,) in self._db.execute(_KEYS, (person,)))
        # After the commit: a line whose commit failed would look like a message that a lost database knew.
        self._log.append(
            Line(
                attempt=attempt,
                account=account,
                keys=keys,
                name=name,
                kind=kind,
                occasion=occasion,
                year=year,
                at=at,
                text_hash=text_hash,
            )
        )

    def _slot_row(self, slot: Slot) -> tuple[int, State, str, str]:
        row = self._db.execute(
            "SELECT greeting, state, attempt, kind FROM slots WHERE id = ?", (slot.slot_id,)
        ).fetchone()
        if row is None:
            raise SlotLostError(Problem(reason=Reason.BUSY, detail="there is no such slot"))
        return row[0], State(row[1]), row[2], row[3]

    def _lost(self, greeting: int, detail: str) -> SlotLostError:
        row = self._db.execute("SELECT state FROM greetings WHERE id = ?", (greeting,)).fetchone()
        state = State(row[0]) if row else State.RESERVED
        reason = _REFUSALS.get(state, Reason.UNSURE_BEFORE) if state in CLOSED else Reason.BUSY
        return SlotLostError(Problem(reason=reason, detail=detail))

    def _settle(self, slot: Slot, outcome: Outcome | State, now: datetime, detail: str) -> None:
        with self._transaction():
            at = self._quota_time(now)
            greeting, state, _, _ = self._slot_row(slot)
            to, proof, message, sent_at = State.UNSURE, "", "", None
            if isinstance(outcome, Sent):
                to, proof, message, sent_at = State.SENT, outcome.proof, outcome.message_id, at
            elif isinstance(outcome, State):
                to = outcome
            else:
                to = State.RELEASED if isinstance(outcome, NotSent) and state == State.RESERVED else State.UNSURE
                refused = "refused: " if isinstance(outcome, Unsure) and outcome.refused else ""
                detail = detail or f"{refused}{outcome.problem.reason}: {outcome.problem.detail}".rstrip(": ")
            if outcome == State.SENT or (state, to) not in _SETTLING:
                raise self._lost(greeting, f"a slot that is {state} cannot become {to} here")
            self._db.execute(
                "UPDATE slots SET state = ?, at = max(at, ?) WHERE id = ?",
                (to, at if to in COUNTED else 0, slot.slot_id),
            )
            # A greeting joined with a stronger one of the same person meanwhile stands elsewhere and stays there.
            self._db.execute(
                "UPDATE greetings SET state = ?, at = coalesce(?, at), proof = ?, message_id = ?, detail = ?"
                " WHERE id = ? AND state = ?",
                (to, sent_at, proof, message, detail, greeting, state),
            )

    def _recover(self, now: datetime) -> tuple[Open, ...]:
        with self._transaction():
            at = self._quota_time(now)
            self._db.execute(f"UPDATE slots SET state = 'released' WHERE {_IS_PENDING} AND state = 'reserved'")
            self._db.execute(f"UPDATE greetings SET state = 'released' WHERE {_IS_OPEN} AND state = 'reserved'")
            self._db.execute(
                f"UPDATE slots SET state = 'unsure', at = ? WHERE {_IS_PENDING} AND state = 'sending'", (at,)
            )
            self._db.execute(
                f"UPDATE greetings SET state = 'unsure', detail = 'interrupted' WHERE {_IS_OPEN} AND state = 'sending'"
            )
            return self._opens()

    def _opens(self) -> tuple[Open, ...]:
        rows = self._db.execute(
            "SELECT g.id, (SELECT max(s.id) FROM slots AS s WHERE s.greeting = g.id), g.account, g.person,"
            " g.occasion, g.year, g.text, g.late_days, g.template, g.state, g.at, g.reads"
            f" FROM greetings AS g WHERE g.state IN ({listed(UNCLEAR)}) ORDER BY g.at, g.id"
        ).fetchall()
        return tuple(self._open(row) for row in rows)

    def _open(self, row: Any) -> Open:
        greeting, slot, account, person, occasion, year, text, late_days, template, state, at, reads = row
        return Open(
            greeting_id=greeting,
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
            attempted=instant(at),
            reads=reads,
        )

    def _person(self, row: int) -> Person:
        name, headline = self._db.execute("SELECT name, headline FROM people WHERE id = ?", (row,)).fetchone()
        keys = [key for (key,) in self._db.execute(_KEYS, (row,))]
        return identity.person_of(name, headline, keys)

    def _resolve(self, greeting: int, to: State, now: datetime, proof: str) -> None:
        with self._transaction():
            at = self._quota_time(now)
            row = self._db.execute("SELECT state, text FROM greetings WHERE id = ?", (greeting,)).fetchone()
            if row and to is State.UNSENT and not row[1] and proof != "person":
                to = State.ASK
                if row[0] == State.ASK:
                    return
            if row is None or (State(row[0]), to) not in _RESOLVING:
                raise self._lost(greeting, f"a greeting that is {row[0] if row else 'unknown'} cannot become {to} here")
            # Found by reading: it may have gone out until a moment ago. A person's answer comes days later.
            stamp = at if to is State.SENT and row[0] == State.UNSURE else 0
            self._db.execute(
                "UPDATE slots SET state = ?, at = max(at, ?) WHERE greeting = ? AND state = ?",
                (to, stamp, greeting, row[0]),
            )
            self._db.execute(
                "UPDATE greetings SET state = ?, proof = CASE ? WHEN '' THEN proof ELSE ? END WHERE id = ?",
                (to, proof, proof, greeting),
            )

    def _unreadable(self, greeting: int) -> int:
        with self._transaction():
            row = self._db.execute(
                "UPDATE greetings SET reads = reads + 1 WHERE id = ? RETURNING reads", (greeting,)
            ).fetchone()
            return int(row[0]) if row else 0

    def _past(self, account: str, person: Person) -> tuple[PastMessage, ...]:
        rows = [
            row
            for known in identity.found(self._db.execute, person)
            for row in self._db.execute(
                "SELECT at, occasion, year, state, text, template FROM greetings"
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
            "SELECT s.attempt, s.kind, s.state, s.at, g.account, g.person, g.occasion, g.year"
            f" FROM slots AS s JOIN greetings AS g ON g.id = s.greeting WHERE {wanted}",
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
            for state, in_year, then, _ in self._db.execute(_OF_PERSON, (account, known, occasion)):
                if state in CLOSED and (in_year == year or (at is not None and abs(at - then) < micros(GUARD))):
                    return State(state)
        return None

    def _replay(self) -> None:
        """Take over announced clicks that the database does not know: an older copy of it was restored."""
        with self._transaction():
            for line in self._log.lines():
                row = self._db.execute(
                    "SELECT id, greeting, state FROM slots WHERE attempt = ?", (line.attempt,)
                ).fetchone()
                if row is None:
                    greeting = self._greeting_of(line)
                    slot = self._take(line.kind, line.at, 0, greeting, line.attempt)
                elif row[2] == State.RESERVED:
                    slot, greeting, _ = row
                else:
                    continue
                for state in (State.SENDING, State.UNSURE):
                    self._db.execute("UPDATE slots SET state = ?, at = max(at, ?) WHERE id = ?", (state, line.at, slot))
                    self._db.execute(
                        "UPDATE greetings SET state = ?, at = ?, text_hash = ?, detail = 'known from sending.log only'"
                        " WHERE id = ? AND state IN ('reserved', 'sending')",
                        (state, line.at, line.text_hash, greeting),
                    )

    def _greeting_of(self, line: Line) -> int:
        """The row that stands for an unknown line: reserved, or one that keeps the person from being greeted again."""
        person = identity.joined(self._db.execute, identity.person_of(line.name, "", line.keys), line.at)
        known = self._db.execute(_OF_PERSON, (line.account, person, line.occasion)).fetchall()
        for state, year, then, row in known:
            near = line.occasion == Occasion.BIRTHDAY and abs(line.at - then) < micros(GUARD)
            if state in CLOSED and (year == line.year or near):
                return int(row)
        for state, year, _, row in known:
            if year == line.year:
                if state != State.RESERVED:
                    self._db.execute("UPDATE greetings SET state = 'reserved' WHERE id = ?", (row,))
                return int(row)
        (row,) = self._db.execute(
            "INSERT INTO greetings (account, person, occasion, year, state, at) VALUES (?, ?, ?, ?, 'reserved', ?)"
            " RETURNING id",
            (line.account, person, line.occasion, line.year, line.at),
        ).fetchone()
        return int(row)


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
