"""Every call of every port over the real file, cancelled at each of its awaits: nothing is held, nothing is half done."""

from __future__ import annotations

import asyncio
import gc
import threading
import warnings
from collections.abc import Callable, Coroutine
from datetime import time, timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import QueuePool

from linkapp.domain.act import Kind, NotSent, Slot, State
from linkapp.domain.breaker import Breaker
from linkapp.domain.campaign import Item, Result, RunOutcome
from linkapp.domain.greeting import greeting_act
from linkapp.domain.hours import EVERY_DAY
from linkapp.domain.moment import Occasion
from linkapp.domain.problems import Problem, Reason
from linkapp.services.ports.ledger import SlotLostError
from linkapp.storage import Storage, open_storage
from linkapp.storage.database import Database, prepare
from tests.fakes.cancelling import cancelled_everywhere
from tests.storage.samples import DAY, HOUR, NOW, PARIS, greeting, limits, person, slot


async def _left(storage: Storage) -> int:
    return (await storage.ledger.usage(Kind.MESSAGE, limits().caps, PARIS, NOW)).left


async def test_a_reservation_cancelled_at_any_await_gives_its_place_back(storage: Storage) -> None:
    free = await _left(storage)
    answers: list[Any] = []

    async def reserve() -> None:
        answers.append(await storage.ledger.reserve(greeting(), limits(), NOW))

    async def after(cancelled: bool) -> None:
        if not cancelled:
            assert isinstance(answers[-1], Slot)
            await storage.ledger.settle(answers.pop(), State.RELEASED, NOW)
        assert answers == []
        assert await _left(storage) == free
        await storage.ledger.settle(await slot(storage.ledger), State.RELEASED, NOW)

    assert await cancelled_everywhere(reserve, after) > 0


async def test_a_place_that_could_not_be_given_back_goes_with_the_next_transaction(storage: Storage) -> None:
    free = await _left(storage)
    other = await open_storage(storage.pages_path.parent)
    task = asyncio.ensure_future(storage.ledger.reserve(greeting(), limits(), NOW))
    held = asyncio.Event()
    go_on = asyncio.Event()

    async def hold() -> None:
        async with other.database.writing():
            held.set()
            await go_on.wait()

    await asyncio.sleep(0)
    await storage.ledger.unresolved()  # the reservation is made by now; whoever asked does not know yet
    holding = asyncio.ensure_future(hold())
    await held.wait()
    await asyncio.to_thread(_impatient, storage)
    task.cancel()
    await asyncio.wait({task})
    await storage.ledger.unresolved()
    if task.cancelled():
        assert await _left(storage) == free - 1  # the file was held; the place is still taken
    go_on.set()
    await holding
    await other.close()
    if not task.cancelled():
        await storage.ledger.settle(task.result(), State.RELEASED, NOW)
    await storage.ledger.settle(await slot(storage.ledger, 1), State.RELEASED, NOW)
    assert await _left(storage) == free


def _impatient(storage: Storage) -> None:
    storage.ledger._thread.submit(storage.ledger._db.execute, "PRAGMA busy_timeout = 1").result()


async def test_an_outcome_is_written_whatever_becomes_of_whoever_tells_it(storage: Storage) -> None:
    free = await _left(storage)
    taken: list[Slot] = [await slot(storage.ledger)]

    async def settle() -> None:
        await storage.ledger.settle(taken[0], NotSent(problem=Problem(reason=Reason.NO_COMPOSER)), NOW)

    async def after(cancelled: bool) -> None:
        await storage.ledger.unresolved()
        assert await _left(storage) == free
        with pytest.raises(SlotLostError):
            await storage.ledger.settle(taken[0], State.RELEASED, NOW)
        taken[0] = await slot(storage.ledger)

    assert await cancelled_everywhere(settle, after) > 0


async def test_an_announcement_cancelled_at_any_await_is_made_or_not_made(storage: Storage) -> None:
    taken: list[Slot] = [await slot(storage.ledger)]

    async def announce() -> None:
        await storage.ledger.announce(taken[0], "hash", NOW)

    async def after(cancelled: bool) -> None:
        opens = await storage.ledger.recover(NOW)
        assert len(opens) <= 1
        assert cancelled or len(opens) == 1
        for one in opens:
            await storage.ledger.resolve(one.slot_id, State.UNSENT, NOW, "person")
        taken[0] = await slot(storage.ledger)

    assert await cancelled_everywhere(announce, after) > 0


def _item() -> Item:
    return Item(person=person(), state=Result.SKIPPED, reason=Reason.TOO_LATE)


CALLS: dict[str, Callable[[Storage, int], Coroutine[Any, Any, Any]]] = {
    "ledger.recover": lambda at, _: at.ledger.recover(NOW),
    "ledger.usage": lambda at, _: at.ledger.usage(Kind.MESSAGE, limits().caps, PARIS, NOW),
    "ledger.past": lambda at, _: at.ledger.past("me", person()),
    "ledger.is_greeted": lambda at, _: at.ledger.closed(
        greeting_act(account="me", person=person(), occasion=Occasion.BIRTHDAY, year=2026)
    ),
    "ledger.unreadable": lambda at, _: at.ledger.unreadable(1),
    "ledger.shared_slots": lambda at, _: at.ledger.shared_slots(NOW - DAY, NOW - DAY),
    "people.seen": lambda at, _: at.people.seen(person(), NOW, (11, 23)),
    "people.set_first_name": lambda at, _: at.people.set_first_name(person(), NOW, "Ada"),
    "people.opted_out": lambda at, _: at.people.opted_out(person(), NOW, "stop"),
    "people.contact": lambda at, who: at.people.contact(who),
    "contacts.set_do_not_contact": lambda at, who: at.contacts.set_do_not_contact([who], "asked", NOW),
    "contacts.tag": lambda at, who: at.contacts.tag([who], "a", NOW),
    "contacts.edit": lambda at, who: at.contacts.edit(who, {"notes": "notes"}, NOW),
    "people.timeline": lambda at, who: at.people.timeline(who),
    "people.birthdays_counted": lambda at, _: at.people.birthdays_counted(NOW.date(), NOW.date()),
    "people.birthdays_between": lambda at, _: at.people.birthdays_between(NOW.date(), NOW.date()),
    "runs.begin": lambda at, _: at.runs.begin("birthdays", NOW, dry=False),
    "runs.add": lambda at, _: at.runs.add(1, _item()),
    "runs.change": lambda at, _: at.runs.change(1, _item()),
    "runs.finish": lambda at, _: at.runs.finish(1, RunOutcome.DONE, NOW, None, ""),
    "runs.latest": lambda at, _: at.runs.latest(),
    "runs.interrupted": lambda at, _: at.runs.interrupted(NOW),
    "runs.change_breaker": lambda at, _: at.runs.change_breaker(lambda _: Breaker()),
    "schedules.add": lambda at, _: at.schedules.add(
        "birthdays", time(9), NOW, days=EVERY_DAY, spread=timedelta(0), sends=False
    ),
    "schedules.claim": lambda at, _: at.schedules.claim(1, NOW.date(), NOW),
    "schedules.since": lambda at, _: at.schedules.since(NOW.date()),
    "schedules.resume": lambda at, _: at.schedules.resume(),
    "accounts.change": lambda at, _: at.accounts.change(lambda book: book),
    "selector_stats.count": lambda at, _: at.selector_stats.count([], NOW),
    "selector_stats.tallies": lambda at, _: at.selector_stats.tallies(),
}


@pytest.mark.parametrize("name", CALLS)
async def test_whatever_is_cancelled_holds_nothing_up(name: str, storage: Storage) -> None:
    who = await storage.people.seen(person(), NOW)
    await storage.runs.begin("birthdays", NOW, dry=False)

    async def after(cancelled: bool) -> None:
        async with asyncio.timeout(20):  # a connection or a transaction that is still held would wait for ever
            await storage.contacts.edit(who, {"notes": "free"}, NOW)
            await storage.runs.breaker()
            assert isinstance(await storage.ledger.recover(NOW + HOUR), tuple)

    await cancelled_everywhere(lambda: CALLS[name](storage, who), after)


async def test_an_opening_cancelled_at_any_await_leaves_nothing_open(tmp_path: Path) -> None:
    opened: list[Storage] = []

    async def open_it() -> None:
        opened.append(await open_storage(tmp_path, patience=timedelta(seconds=2)))

    async def after(cancelled: bool) -> None:
        while opened:
            await opened.pop().close()
        again = await open_storage(tmp_path, patience=timedelta(seconds=2))
        await slot(again.ledger)
        await again.ledger.recover(NOW)
        await again.close()

    assert await cancelled_everywhere(open_it, after) > 0


async def test_a_closing_cancelled_at_any_await_closes_all_the_same(tmp_path: Path) -> None:
    opened: list[Storage] = [await open_storage(tmp_path)]

    async def after(cancelled: bool) -> None:
        opened[0].ledger._thread.shutdown(wait=True)
        assert not any(thread.is_alive() for thread in opened[0].ledger._thread._threads)
        await opened[0].database.close()
        opened[0] = await open_storage(tmp_path)

    await cancelled_everywhere(lambda: opened[0].close(), after)
    await opened[0].close()


async def test_a_reading_cancelled_at_any_await_gives_its_connection_back(tmp_path: Path) -> None:
    prepare(tmp_path / "linkapp.db")
    before = set(threading.enumerate())
    databases = [Database(tmp_path / "linkapp.db")]

    async def read() -> None:
        async with databases[0].reading() as connection:
            await connection.exec_driver_sql("SELECT 1")

    async def after(cancelled: bool) -> None:
        pool = databases[0]._engine.pool
        assert isinstance(pool, QueuePool)
        assert pool.checkedout() == 0
        await databases[0].close()
        for thread in set(threading.enumerate()) - before:
            if not thread.name.startswith("asyncio_"):
                await asyncio.to_thread(thread.join, 10)
                assert not thread.is_alive(), "a connection that nobody closed"
        gc.collect()
        assert [str(left.message) for left in caught] == [], "what is left to the collector is a warning"
        databases[0] = Database(tmp_path / "linkapp.db")

    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        assert await cancelled_everywhere(read, after) > 3
        await databases[0].close()


async def test_a_closing_waits_for_what_is_being_read_and_leaves_nothing_to_the_collector(tmp_path: Path) -> None:
    prepare(tmp_path / "linkapp.db")
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        for awaits in range(12):  # it is cut off after so many
            database = Database(tmp_path / "linkapp.db")

            async def read(database: Database = database) -> None:
                async with database.reading() as connection:
                    await connection.exec_driver_sql("SELECT 1")

            reading = asyncio.ensure_future(read())
            for _ in range(awaits):
                await asyncio.sleep(0)
            if awaits % 2:
                reading.cancel()
            await database.close()
            await asyncio.wait({reading})
            del database, read
            gc.collect()
    assert [str(left.message) for left in caught] == []
