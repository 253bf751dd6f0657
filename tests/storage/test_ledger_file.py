"""The ledger and its files: crashes, restored backups, a full disk, cancelled calls."""

from __future__ import annotations

import asyncio
import os
import shutil
import subprocess
import sys
import textwrap
from dataclasses import replace
from pathlib import Path

import pytest

from linkapp.domain.act import Kind, Sent, State
from linkapp.domain.greeting import greeting_act
from linkapp.domain.moment import Occasion
from linkapp.domain.person import Person
from linkapp.domain.problems import Reason
from linkapp.domain.quota import Caps
from linkapp.services.ports.ledger import SlotLostError, StoreError
from linkapp.storage import Storage, open_storage
from linkapp.storage.sending_log import SendingLog
from tests.storage.samples import DAY, HOUR, NOW, PARIS, contacts, denial, greeting, limits, person, slot

CAPS = Caps(day=9, week=9, run=9)
SENT = Sent(proof="answer")


async def _used(storage: Storage, now: object = NOW) -> int:
    return (await storage.ledger.usage(Kind.MESSAGE, CAPS, PARIS, now)).week


async def _announced(storage: Storage, who: Person | int = 0) -> int:
    taken = await slot(storage.ledger, greeting(who))
    await storage.ledger.announce(taken, "hash", NOW)
    return taken.slot_id


# -- restored backups


def _restore(folder: Path, backup: Path) -> None:
    shutil.copy(backup, folder / "linkapp.db")


async def _backup(folder: Path, storage: Storage, backup: Path) -> None:
    await storage.ledger._do(lambda: storage.ledger._db.execute("VACUUM INTO ?", (str(backup),)))


async def test_a_restored_backup_knows_what_was_announced_after_it(folder: Path, tmp_path: Path) -> None:
    storage = await open_storage(folder)
    backup = tmp_path / "backup.db"
    await _backup(folder, storage, backup)
    await _announced(storage, Person(name="Anna", profile="anna", member="ACoAAanna"))
    await storage.close()
    _restore(folder, backup)
    storage = await open_storage(folder)
    assert await _used(storage) == 1
    (found,) = await storage.ledger.unresolved()
    assert found.state is State.UNSURE
    assert found.act.person == Person(name="Anna", profile="anna", member="ACoAAanna")
    assert (found.act.key, found.act.text, found.attempted) == ("birthday:2026", "", NOW)
    refused = await denial(storage.ledger, greeting(Person(name="Anna", member="ACoAAanna")))
    assert refused.reason is Reason.UNSURE_BEFORE
    await storage.close()
    storage = await open_storage(folder)  # and only once
    assert await _used(storage) == 1
    await storage.close()


async def test_words_that_nobody_kept_are_never_proven_unsent_by_reading(folder: Path, tmp_path: Path) -> None:
    storage = await open_storage(folder)
    await _backup(folder, storage, tmp_path / "backup.db")
    await _announced(storage)
    await storage.close()
    _restore(folder, tmp_path / "backup.db")
    storage = await open_storage(folder)
    (found,) = await storage.ledger.unresolved()
    for _ in range(2):
        await storage.ledger.resolve(found.slot_id, State.UNSENT, NOW)
        (asked,) = await storage.ledger.unresolved()
        assert asked.state is State.ASK
    await storage.ledger.resolve(found.slot_id, State.UNSENT, NOW, "person")
    assert await _used(storage) == 0
    await storage.close()


async def test_a_backup_taken_between_reservation_and_click_comes_back_as_unsure(folder: Path, tmp_path: Path) -> None:
    storage = await open_storage(folder)
    taken = await slot(storage.ledger)
    await _backup(folder, storage, tmp_path / "backup.db")
    await storage.ledger.announce(taken, "hash", NOW + HOUR)
    await storage.ledger.settle(taken, SENT, NOW + HOUR)
    await storage.close()
    _restore(folder, tmp_path / "backup.db")
    storage = await open_storage(folder)
    (found,) = await storage.ledger.recover(NOW + HOUR)
    assert (found.state, found.attempted) == (State.UNSURE, NOW + HOUR)
    assert await _used(storage, NOW + HOUR) == 1
    await storage.close()


async def test_a_later_attempt_of_an_unsent_greeting_is_taken_over_too(folder: Path, tmp_path: Path) -> None:
    storage = await open_storage(folder)
    row = await _announced(storage)
    await storage.ledger.recover(NOW)
    await storage.ledger.resolve(row, State.UNSENT, NOW)
    await _backup(folder, storage, tmp_path / "backup.db")
    await _announced(storage)
    await storage.close()
    _restore(folder, tmp_path / "backup.db")
    storage = await open_storage(folder)
    (found,) = await storage.ledger.unresolved()
    assert found.slot_id > row
    assert await _used(storage) == 1
    await storage.close()


async def test_two_announcements_to_one_person_both_count_after_a_restore(folder: Path, tmp_path: Path) -> None:
    storage = await open_storage(folder)
    await _backup(folder, storage, tmp_path / "backup.db")
    await _announced(storage, Person(name="Anna", profile="anna"))
    await _announced(storage, Person(name="Anna", member="ACoAAanna"))
    await storage.close()
    _restore(folder, tmp_path / "backup.db")
    storage = await open_storage(folder)
    await storage.people.seen(Person(name="Anna", member="ACoAAanna", profile="anna"), NOW)
    assert await _used(storage) == 2
    await _backup(folder, storage, tmp_path / "joined.db")
    await storage.close()
    log = folder / "sending.log"
    line = log.read_text(encoding="utf-8").split("\n\n")[0].strip()
    nearly = line.replace('"year":2026', '"year":2027').replace('"attempt":"', '"attempt":"again')
    log.write_text(f"{log.read_text(encoding='utf-8')}{nearly}\n", encoding="utf-8")
    storage = await open_storage(folder)
    assert await _used(storage) == 3
    assert len(await storage.ledger.unresolved()) == 1
    await storage.close()


async def test_a_line_of_somebody_who_is_greeted_by_now_counts_and_asks_nobody(folder: Path, tmp_path: Path) -> None:
    """An older copy was restored, the same person greeted again by an attempt of its own, then the log came back."""
    storage = await open_storage(folder)
    await _backup(folder, storage, tmp_path / "backup.db")
    await _announced(storage)
    await storage.close()
    kept = (folder / "sending.log").read_bytes()
    for moves in ([], [State.SENDING], [State.SENDING, State.SENT]):
        _restore(folder, tmp_path / "backup.db")
        (folder / "sending.log").unlink()
        storage = await open_storage(folder)
        taken = await slot(storage.ledger)
        if State.SENDING in moves:
            await storage.ledger.announce(taken, "hash", NOW)
        if State.SENT in moves:
            await storage.ledger.settle(taken, SENT, NOW)
        await storage.close()
        (folder / "sending.log").write_bytes(kept)
        storage = await open_storage(folder)
        found = await storage.ledger.recover(NOW)
        assert len(found) == (1 if State.SENT not in moves else 0), moves
        assert await _used(storage) == (2 if State.SENDING in moves else 1), moves
        expected = Reason.ALREADY_GREETED if State.SENT in moves else Reason.UNSURE_BEFORE
        assert (await denial(storage.ledger)).reason is expected
        await storage.close()


async def test_torn_and_foreign_lines_of_the_log_are_passed_over(folder: Path) -> None:
    storage = await open_storage(folder)
    await _announced(storage)
    await storage.close()
    with (folder / "sending.log").open("ab") as file:
        file.write(b'{"attempt":"torn","acc')
    storage = await open_storage(folder)
    await _announced(storage, 1)
    await storage.close()
    (folder / "linkapp.db").unlink()
    storage = await open_storage(folder)
    assert await _used(storage) == 2
    await storage.close()


async def test_the_log_holds_no_text_of_a_message(folder: Path) -> None:
    storage = await open_storage(folder)
    await _announced(storage)
    await storage.close()
    assert greeting().text not in (folder / "sending.log").read_text(encoding="utf-8")


# -- failing disks


async def test_no_click_is_announced_when_the_log_cannot_be_written(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    storage = await open_storage(folder)
    taken = await slot(storage.ledger)
    monkeypatch.setattr(os, "write", lambda _file, data: len(data) - 1)
    with pytest.raises(StoreError) as told:
        await storage.ledger.announce(taken, "hash", NOW)
    monkeypatch.undo()
    assert told.value.problem.reason is Reason.DISK_FULL
    (found,) = await storage.ledger.recover(NOW)  # may have been: only the conversation can say
    assert found.state is State.UNSURE
    await storage.close()


def test_a_log_that_cannot_be_made_durable_is_not_used(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(_file: int) -> None:
        raise OSError(5, "input/output error")

    folder.mkdir()
    monkeypatch.setattr(os, "fsync", refuse)
    with pytest.raises(OSError, match="input/output"):
        SendingLog(folder / "sending.log")


FILL = """
    import asyncio, resource, sys, pathlib
    from linkapp.domain.act import Slot
    from linkapp.services.ports.ledger import Denied, StoreError
    from linkapp.storage import open_storage
    from tests.storage.samples import NOW, greeting, limits
    async def main():
        storage = await open_storage(pathlib.Path(sys.argv[1]))
        size = (pathlib.Path(sys.argv[1]) / "linkapp.db-wal").stat().st_size
        resource.setrlimit(resource.RLIMIT_FSIZE, (size + 2_000_000, size + 2_000_000))
        granted = announced = 0
        for number in range(1000):
            try:
                slot = await storage.ledger.reserve(greeting(number), limits(day=2000, week=2000, run=2000), NOW)
                granted += isinstance(slot, Slot)
                await storage.ledger.announce(slot, "hash", NOW)
                announced += 1
            except StoreError as error:
                print(granted, announced, error.problem.reason)
                return
    asyncio.run(main())
"""


async def test_a_full_disk_is_called_so_and_grants_nothing(storage: Storage) -> None:
    def fill() -> None:
        (pages,) = storage.ledger._db.execute("PRAGMA page_count").fetchone()
        storage.ledger._db.execute(f"PRAGMA max_page_count = {pages}")

    await storage.ledger._do(fill)
    granted = 0
    reason = None
    while reason is None:
        try:
            await slot(storage.ledger, granted, NOW, limits(day=2000, week=2000, run=2000))
            granted += 1
        except StoreError as error:
            reason = error.problem.reason
    assert reason is Reason.DISK_FULL
    caps = Caps(day=2000, week=2000, run=2000)
    assert (await storage.ledger.usage(Kind.MESSAGE, caps, PARIS, NOW)).day == granted


@pytest.mark.skipif(sys.platform == "win32", reason="there are no such limits")
def test_a_disk_that_takes_no_more_grants_nothing_and_loses_nothing(folder: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-c", textwrap.dedent(FILL), str(folder)], check=True, capture_output=True, text=True
    )
    granted, announced, reason = done.stdout.split()
    assert reason in (Reason.DISK_FULL, Reason.DATA_UNUSABLE)  # SQLite calls this limit an I/O error
    assert int(announced) > 5

    async def look() -> tuple[int, int]:
        storage = await open_storage(folder)
        found = await storage.ledger.recover(NOW)
        caps = Caps(day=2000, week=2000, run=2000)
        usage = await storage.ledger.usage(Kind.MESSAGE, caps, PARIS, NOW)
        await storage.close()
        return len(found), usage.week

    found, used = asyncio.run(look())
    assert int(announced) <= found <= int(granted)
    assert used == found


# -- crashes and cancelled calls


async def test_a_ledger_dropped_without_closing_is_recovered(folder: Path) -> None:
    crashed = await open_storage(folder)
    await slot(crashed.ledger, 0)
    await _announced(crashed, 1)
    again = await open_storage(folder)
    (found,) = await again.ledger.recover(NOW)
    assert found.act == greeting(1)
    assert await _used(again) == 1
    with pytest.raises(SlotLostError):
        await crashed.ledger.settle(replace(await slot(again.ledger, 0), slot_id=999), SENT, NOW)
    await again.close()
    await crashed.close()


async def test_a_slot_whose_taker_was_cancelled_is_given_back(storage: Storage) -> None:
    busy = asyncio.Event()
    loop = asyncio.get_running_loop()
    storage.ledger._thread.submit(lambda: (loop.call_soon_threadsafe(busy.set), __import__("time").sleep(0.05)))
    await busy.wait()
    waiting = asyncio.ensure_future(storage.ledger.reserve(greeting(0), limits(), NOW))
    await asyncio.sleep(0)
    waiting.cancel()  # before its turn: it never happens
    await asyncio.gather(waiting, return_exceptions=True)
    assert await storage.ledger.first_use() is None

    taken = asyncio.Event()
    reserve = storage.ledger._reserve

    def slowly(*what: object) -> object:
        answer = reserve(*what)
        loop.call_soon_threadsafe(taken.set)
        __import__("time").sleep(0.05)
        return answer

    storage.ledger._reserve = slowly  # type: ignore[method-assign,assignment]
    waiting = asyncio.ensure_future(storage.ledger.reserve(greeting(0), limits(), NOW))
    await taken.wait()
    waiting.cancel()  # in the middle: the slot is freed again
    await asyncio.gather(waiting, return_exceptions=True)
    assert await storage.ledger.first_use() == NOW
    assert await _used(storage) == 0

    def denying(*_what: object) -> object:
        loop.call_soon_threadsafe(taken.set)
        __import__("time").sleep(0.05)
        raise StoreError.__new__(StoreError)

    taken.clear()
    storage.ledger._reserve = denying  # type: ignore[method-assign,assignment]
    waiting = asyncio.ensure_future(storage.ledger.reserve(greeting(1), limits(), NOW))
    await taken.wait()
    waiting.cancel()
    await asyncio.gather(waiting, return_exceptions=True)
    assert await _used(storage) == 0


async def test_fifty_tasks_at_once_get_exactly_the_cap(storage: Storage) -> None:
    answers = await asyncio.gather(*(storage.ledger.reserve(greeting(n), limits(day=20), NOW) for n in range(50)))
    assert sum(not hasattr(answer, "reason") for answer in answers) == 20


async def test_the_address_that_is_an_id_is_that_id(storage: Storage) -> None:
    odd = Person(name="Anna", profile="ACoAAanna")
    await slot(storage.ledger, greeting(odd))
    assert (await denial(storage.ledger, greeting(Person(name="Anna", member="ACoAAanna")))).reason is Reason.BUSY


async def test_an_old_line_of_the_log_does_not_take_an_address_back(folder: Path) -> None:
    storage = await open_storage(folder)
    await _announced(storage, Person(name="Anna", profile="anna", member="ACoAAanna"))
    await storage.close()
    (folder / "linkapp.db").unlink()
    log = folder / "sending.log"
    kept = log.read_bytes()
    log.unlink()
    storage = await open_storage(folder)
    other = Person(name="Other", profile="anna", member="ACoAAother")
    await storage.people.seen(other, NOW + DAY)
    await storage.close()
    log.write_bytes(kept)
    storage = await open_storage(folder)
    (found,) = await contacts(storage, "other")
    assert found.person == other
    assert (
        await storage.ledger.closed(greeting_act(account="me", person=other, occasion=Occasion.BIRTHDAY, year=2026))
        is None
    )
    assert (
        await storage.ledger.closed(greeting_act(account="me", person=person(5), occasion=Occasion.BIRTHDAY, year=2026))
        is None
    )
    await storage.close()
