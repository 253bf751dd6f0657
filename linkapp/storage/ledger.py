"""The ledger: what was done, what may still be done, and the proof that nothing is done twice (safety.md 3.2, 3.4).

One connection in one thread of its own; every call is one ``BEGIN IMMEDIATE`` transaction committed with
``synchronous=FULL``. It holds without the run lock as well: any number of processes may ask at once.

Quota time is what the caller says the site's time is, but never below what was stored before. A slot's time is the
latest at which its act may have happened; a slot that may still be used counts as used now.
"""

from __future__ import annotations

import asyncio
import sqlite3
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import suppress
from datetime import datetime, timedelta
from pathlib import Path
from typing import TypeVar
from zoneinfo import ZoneInfo

from linkapp.domain.act import Act, Kind, Outcome, Slot, State
from linkapp.domain.conversation import Undated
from linkapp.domain.person import Person
from linkapp.domain.quota import Caps, Usage
from linkapp.services.ports.ledger import Denied, Limits, PastMessage, SlotLostError, UndatedWish, Unresolved
from linkapp.services.ports.quota import SharedSlot
from linkapp.storage import act_claim, act_moves, act_rows, counting, undated
from linkapp.storage.database import PATIENCE, Transaction, connect
from linkapp.storage.failures import failure
from linkapp.storage.instants import instant, stored
from linkapp.storage.restored import take_over
from linkapp.storage.sending_log import SendingLog

T = TypeVar("T")


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
        return await self._do(lambda: act_claim.usage(self._db.execute, kind, caps, zone, self._quota_time(now)))

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
            raise SlotLostError(act_moves.NO_SUCH_SLOT)
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
                    at, why = self._quota_time(now), "given up while it was being taken"
                    act_moves.settle(self._db.execute, slot, State.RELEASED, at, why)
            except sqlite3.Error:
                return
            self._abandoned.pop()

    def _quota_time(self, now: datetime) -> int:
        return act_claim.quota_time(self._db.execute, now)

    def _reserve(self, act: Act, limits: Limits, now: datetime) -> Slot | Denied:
        try:
            with self._transaction():
                answer = act_claim.claim(self._db.execute, act, limits, self._quota_time(now))
                if isinstance(answer, Denied):
                    raise _DeniedError(answer)  # nothing of it is kept
                return answer
        except _DeniedError as denied:
            return denied.answer
        except sqlite3.Error as error:
            raise failure(error) from error

    def _give_back(self, done: Future[Slot | Denied], now: datetime) -> None:
        if done.cancelled() or done.exception() is not None or not isinstance(slot := done.result(), Slot):
            return
        self._abandoned.append((slot, now))
        self._return_abandoned()

    def _announce(self, slot: Slot, payload_hash: str, now: datetime) -> None:
        with self._transaction():
            line = act_moves.announce(self._db.execute, slot, payload_hash, self._quota_time(now))
        # After the commit: a line whose commit failed would look like a message that a lost database knew.
        self._log.append(line)

    def _settle(self, slot: Slot, outcome: Outcome | State, now: datetime, detail: str) -> None:
        with self._transaction():
            act_moves.settle(self._db.execute, slot, outcome, self._quota_time(now), detail)

    def _recover(self, now: datetime) -> tuple[Unresolved, ...]:
        with self._transaction():
            act_moves.interrupt(self._db.execute, self._quota_time(now))
            return self._unresolved()

    def _unresolved(self) -> tuple[Unresolved, ...]:
        return tuple(act_rows.unresolved(self._db.execute))

    def _resolve(self, slot_id: int, to: State, now: datetime, proof: str) -> None:
        with self._transaction():
            act_moves.resolve(self._db.execute, slot_id, to, self._quota_time(now), proof)

    def _unreadable(self, slot_id: int) -> int:
        with self._transaction():
            return act_moves.count_unreadable(self._db.execute, slot_id)

    def _closed(self, act: Act, now: datetime | None) -> State | None:
        at = None if now is None else self._quota_time(now)
        return act_moves.closed(self._db.execute, act, at)


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
