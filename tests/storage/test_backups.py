"""Copies of a database in use, and restoring one: nothing that was committed is lost, and nobody is greeted twice."""

from __future__ import annotations

import asyncio
import os
import shutil
import sqlite3
import subprocess
import sys
import time
from collections.abc import AsyncIterator
from contextlib import closing
from datetime import date, datetime, timedelta
from pathlib import Path

import pytest
import pytest_asyncio

from linkapp.domain.act import Sent, State
from linkapp.domain.problems import Reason
from linkapp.services.backup import back_up_today
from linkapp.services.ports.backups import BadBackup
from linkapp.services.ports.journal import QUIET
from linkapp.services.ports.ledger import StoreError
from linkapp.storage import Storage, open_storage
from linkapp.storage.backups import FOLDER, FolderBackups, FolderRestores
from linkapp.storage.upgrade import LATEST
from linkapp.system.run_lock import FileRunLock
from tests.fakes.clocks import FakeClock
from tests.storage.samples import NOW, denial, greeting, slot

OLD = Path(__file__).parents[1] / "old_databases"


async def send(storage: Storage, number: int) -> None:
    """A greeting that went out."""
    taken = await slot(storage.ledger, number)
    await storage.ledger.announce(taken, "hash", NOW)
    await storage.ledger.settle(taken, Sent(proof="answer"), NOW)


def backups(folder: Path, at: datetime = NOW, another: str = "") -> FolderBackups:
    return FolderBackups(folder, now=lambda: at, another=lambda: another)


def size(path: str) -> int:
    """Bytes of a file."""
    return Path(path).stat().st_size


def own(path: str) -> bool:
    """Whether only its owner can read a file."""
    return os.name != "posix" or Path(path).stat().st_mode & 0o077 == 0


def names(folder: Path, pattern: str) -> list[str]:
    """What lies in a folder."""
    return sorted(path.name for path in folder.glob(pattern))


def restores(folder: Path) -> FolderRestores:
    return FolderRestores(folder, lock=FileRunLock(folder / "run.lock"), now=lambda: NOW)


@pytest_asyncio.fixture
async def opened(folder: Path) -> AsyncIterator[Storage]:
    """A storage that the test itself closes, or not."""
    storage = await open_storage(folder)
    yield storage
    await storage.close()


async def test_a_copy_of_a_database_in_use_holds_the_last_commit(opened: Storage, folder: Path, tmp_path: Path) -> None:
    for number in range(3):
        await send(opened, number)
        made = await backups(folder).make(str(tmp_path / f"copy-{number}.db"))
        assert (made.rows["acts"], made.version) == (number + 1, LATEST)
        assert (made.size, own(made.path)) == (size(made.path), True)
    with closing(sqlite3.connect(made.path)) as copy:
        assert copy.execute("SELECT count(*) FROM acts WHERE state = 'sent'").fetchone() == (3,)
    assert names(tmp_path, "*.unfinished") == []


async def test_a_file_that_is_there_is_never_touched(opened: Storage, folder: Path, tmp_path: Path) -> None:
    mine = tmp_path / "holiday.jpg"
    mine.write_bytes(b"sun")
    with pytest.raises(BadBackup) as told:
        await backups(folder).make(str(mine))
    assert (told.value.code, mine.read_bytes()) == ("backup_exists", b"sun")
    for place in (tmp_path / "nowhere" / "copy.db", Path("\0"), Path("/proc/copy.db")):
        with pytest.raises((BadBackup, StoreError)):
            await backups(folder).make(str(place))
    made = await backups(folder).make(str(tmp_path))
    assert Path(made.path).parent == tmp_path


async def test_one_automatic_copy_a_day_and_the_old_ones_go(opened: Storage, folder: Path, tmp_path: Path) -> None:
    elsewhere = tmp_path / "stick"
    elsewhere.mkdir()
    (elsewhere / "mine.db").write_bytes(b"mine")
    first = date(2026, 1, 1)
    for days in range(60):
        made = await backups(folder, another=str(elsewhere)).daily(first + timedelta(days=days))
        assert made is not None
        assert await backups(folder).daily(first + timedelta(days=days)) is None
    left = names(folder / FOLDER, "linkapp-2026-*.db")
    assert (len(left), left[-1]) == (11, "linkapp-2026-03-01.db")
    assert names(elsewhere, "*") == [*left, "mine.db"]
    assert len(await backups(folder).listed()) == 11
    await backups(folder).keep("before-import")
    await backups(folder).daily(date(2026, 3, 2))
    assert sum("before" in backup.path for backup in await backups(folder).listed()) == 1


async def test_of_the_copies_made_before_imports_the_newest_few_stay(opened: Storage, folder: Path) -> None:
    clock = FakeClock(at=NOW)
    kept = FolderBackups(folder, now=clock.now)
    by_hand = await kept.keep("by-hand")
    for days in range(40):
        for number in range(2 if days < 39 else 9):
            clock.at = NOW + timedelta(days=days, seconds=number)
            await kept.keep("before-import")
    left = names(folder / FOLDER, "linkapp-before-import-*.db")
    last = (NOW + timedelta(days=39)).date()
    of_the_last = [name for name in left if last.isoformat() in name]
    assert len(of_the_last) == 7, "of the newest day the newest seven"
    assert of_the_last[-1].endswith("08.db")
    assert len(left) == 7 + 6 + 4, "of six days before and of four weeks the newest of the day"
    assert size(by_hand.path)


async def test_the_only_copy_made_before_an_import_stays_however_old(opened: Storage, folder: Path) -> None:
    clock = FakeClock(at=NOW)
    kept = FolderBackups(folder, now=clock.now)
    only = await kept.keep("before-import")
    clock.at = NOW + timedelta(days=4000)
    await kept.keep("before-restore")
    await kept.daily(clock.at.date())
    assert size(only.path)


async def test_a_copy_made_before_an_import_that_knows_of_more_that_was_sent_stays(folder: Path) -> None:
    opened = await open_storage(folder)
    clock = FakeClock(at=NOW)
    kept = FolderBackups(folder, now=clock.now)
    await send(opened, 1)
    knows = await kept.keep("before-import")
    await opened.close()
    for file in (*names(folder, "linkapp.db*"), "sending.log"):
        (folder / file).unlink()
    again = await open_storage(folder)
    for days in range(60):
        clock.at = NOW + timedelta(days=days + 1)
        await kept.keep("before-import")
    await again.close()
    assert size(knows.path)
    assert len(names(folder / FOLDER, "linkapp-before-import-*.db")) == 12


async def test_a_backup_that_fails_is_said_and_stops_nothing(opened: Storage, folder: Path) -> None:
    clock = FakeClock(at=NOW)
    assert await back_up_today(backups(folder, another="/nonexistent/stick"), clock, QUIET) is not None
    assert await back_up_today(backups(folder), clock, QUIET) is None
    (folder / FOLDER).rename(folder / "away")
    (folder / FOLDER).write_text("a file of this name")
    problem = await back_up_today(backups(folder), clock, QUIET)
    assert problem is not None
    assert problem.reason in (Reason.NO_BACKUP, Reason.DATA_UNUSABLE)


async def test_what_was_sent_after_the_copy_is_not_sent_again_after_a_restore(folder: Path, tmp_path: Path) -> None:
    storage = await open_storage(folder)
    await send(storage, 1)
    made = await backups(folder).make(str(tmp_path / "copy.db"))
    await send(storage, 2)
    await storage.close()
    restored = await restores(folder).restore(made.path)
    assert (restored.taken_over, restored.rows["acts"]) == (1, 2)
    assert size(restored.before) > 0
    storage = await open_storage(folder)
    try:
        assert (await denial(storage.ledger, 1)).reason is Reason.ALREADY_GREETED
        assert (await denial(storage.ledger, 2)).reason is Reason.UNSURE_BEFORE
        assert await storage.ledger.closed(greeting(2)) is State.UNSURE
    finally:
        await storage.close()
    undone = await restores(folder).restore(restored.before)
    assert (undone.rows["acts"], undone.taken_over) == (2, 0)


async def test_a_window_that_is_open_goes_on_with_what_was_restored(folder: Path, tmp_path: Path) -> None:
    window = await open_storage(folder)
    try:
        await send(window, 1)
        made = await backups(folder).make(str(tmp_path / "copy.db"))
        await send(window, 2)
        await restores(folder).restore(made.path)
        assert (await denial(window.ledger, 1)).reason is Reason.ALREADY_GREETED
        assert (await denial(window.ledger, 2)).reason is Reason.UNSURE_BEFORE
        await send(window, 3)
        with closing(sqlite3.connect(folder / "linkapp.db")) as there:
            assert there.execute("SELECT count(*) FROM acts WHERE state = 'sent'").fetchone() == (2,)
    finally:
        await window.close()


async def test_a_database_that_shrank_never_takes_the_place_of_older_copies(folder: Path) -> None:
    storage = await open_storage(folder)
    await send(storage, 1)
    await storage.close()
    first = date(2026, 1, 1)
    await backups(folder).daily(first)
    (folder / "linkapp.db").unlink()
    (folder / "sending.log").unlink()
    await (await open_storage(folder)).close()
    for days in range(1, 60):
        await backups(folder).daily(first + timedelta(days=days))
    left = names(folder / FOLDER, "linkapp-2026-*.db")
    assert left[0] == "linkapp-2026-01-01.db", "the one with what was sent"


async def test_what_a_killed_backup_left_goes_with_the_next_one(opened: Storage, folder: Path) -> None:
    (folder / FOLDER).mkdir()
    (folder / FOLDER / "linkapp-2026-01-01.db.unfinished").write_bytes(b"half")
    await backups(folder).daily(date(2026, 1, 2))
    assert names(folder / FOLDER, "*") == ["linkapp-2026-01-02.db"]


async def test_a_copy_that_was_made_by_hand_of_a_database_in_use_is_restored_with_its_log(
    folder: Path, tmp_path: Path
) -> None:
    storage = await open_storage(folder)
    await send(storage, 1)
    for ending in ("", "-wal"):
        shutil.copy(folder / f"linkapp.db{ending}", tmp_path / f"by-hand.db{ending}")
    await storage.close()
    other = tmp_path / "other"
    restored = await restores(other).restore(str(tmp_path / "by-hand.db"))
    assert restored.rows["acts"] == 1
    assert names(tmp_path, "by-hand.db*") == ["by-hand.db", "by-hand.db-wal"]


async def test_a_log_without_its_database_is_not_replayed_over_what_is_restored(folder: Path, tmp_path: Path) -> None:
    storage = await open_storage(folder)
    await send(storage, 1)
    made = await backups(folder).make(str(tmp_path / "copy.db"))
    for number in range(2, 15):
        await send(storage, number)
    shutil.copy(folder / "linkapp.db-wal", tmp_path / "left-wal")
    await storage.close()
    (folder / "linkapp.db").unlink()
    shutil.copy(tmp_path / "left-wal", folder / "linkapp.db-wal")
    restored = await restores(folder).restore(made.path)
    assert (restored.rows["acts"], restored.taken_over) == (14, 13)
    storage = await open_storage(folder)
    assert await storage.ledger.closed(greeting(1)) is State.SENT
    assert await storage.ledger.closed(greeting(9)) is State.UNSURE
    await storage.close()


def _zeroed(path: Path) -> None:
    with path.open("r+b") as file:
        file.seek(4096)
        file.write(b"\0" * 8192)


def _truncated(path: Path) -> None:
    os.truncate(path, path.stat().st_size // 2)


def _newer(path: Path) -> None:
    with closing(sqlite3.connect(path)) as there:
        there.execute(f"PRAGMA user_version = {LATEST + 7}")


@pytest.mark.parametrize("damage", [_zeroed, _truncated, _newer, Path.unlink])
async def test_a_database_that_cannot_be_used_is_moved_aside_whole(
    damage: object, folder: Path, tmp_path: Path
) -> None:
    storage = await open_storage(folder)
    await send(storage, 1)
    made = await backups(folder).make(str(tmp_path / "copy.db"))
    await send(storage, 2)
    await storage.close()
    assert callable(damage)
    damage(folder / "linkapp.db")
    restored = await restores(folder).restore(made.path)
    assert (restored.taken_over, bool(restored.before)) == (1, damage is not Path.unlink)
    if restored.before:
        assert Path(restored.before).name.startswith("linkapp-unusable-")
    storage = await open_storage(folder)
    assert (await denial(storage.ledger, 2)).reason is Reason.UNSURE_BEFORE
    await storage.close()


async def test_what_is_no_backup_changes_nothing(folder: Path, tmp_path: Path) -> None:
    storage = await open_storage(folder)
    await send(storage, 1)
    await storage.close()
    there = (folder / "linkapp.db").read_bytes()
    made = {}
    for name in ("garbage", "empty", "foreign", "newer", "torn"):
        made[name] = tmp_path / f"{name}.db"
    made["garbage"].write_bytes(b"GIF89a" * 2000)
    made["empty"].write_bytes(b"")
    with closing(sqlite3.connect(made["foreign"])) as foreign:
        foreign.execute("CREATE TABLE songs (name)")
    shutil.copy(folder / "linkapp.db", made["newer"])
    _newer(made["newer"])
    shutil.copy(folder / "linkapp.db", made["torn"])
    _truncated(made["torn"])
    for name, code in {"garbage": "restore_unsound", "empty": "restore_unsound", "foreign": "restore_unsound",
                       "newer": "restore_newer", "torn": "restore_unsound", "missing": "restore_unreadable"}.items():  # fmt: skip
        with pytest.raises(BadBackup) as told:
            await restores(folder).restore(str(made.get(name, tmp_path / name)))
        assert told.value.code == code, name
    with pytest.raises(BadBackup):
        await restores(folder).restore(str(tmp_path))
    assert (folder / "linkapp.db").read_bytes() == there
    assert not (folder / "restoring").exists()


async def test_a_copy_of_an_older_version_is_brought_up_and_stays_as_it_is(folder: Path, tmp_path: Path) -> None:
    import gzip

    old = tmp_path / "old.db"
    old.write_bytes(gzip.decompress((OLD / "version-1.db.gz").read_bytes()))
    before = old.read_bytes()
    restored = await restores(folder).restore(str(old))
    assert (restored.version, old.read_bytes()) == (1, before)
    storage = await open_storage(folder)
    assert await storage.runs.latest()
    await storage.close()


async def test_nothing_is_replaced_while_a_run_is_at_work(folder: Path, tmp_path: Path) -> None:
    storage = await open_storage(folder)
    made = await backups(folder).make(str(tmp_path / "copy.db"))
    await storage.close()
    running = FileRunLock(folder / "run.lock")
    assert running.take()
    with pytest.raises(StoreError) as told:
        await restores(folder).restore(made.path)
    assert told.value.problem.reason is Reason.BUSY
    running.give()


RESTORES = """
import asyncio, sys
from datetime import UTC, datetime
from pathlib import Path
from linkapp.storage.backups import FolderRestores
from linkapp.system.run_lock import FileRunLock
folder = Path(sys.argv[1])
restores = FolderRestores(folder, lock=FileRunLock(folder / "run.lock"), now=lambda: datetime.now(UTC))
print("ready", flush=True)
for _ in range(200):
    asyncio.run(restores.restore(sys.argv[2]))
    for made in (folder / "backups").glob("*before*"):
        made.unlink()
"""


async def sent_twice(folder: Path, copy: str) -> str:
    """Somebody in the copy, and somebody after it."""
    storage = await open_storage(folder)
    await send(storage, 1)
    made = await backups(folder).make(copy)
    await send(storage, 2)
    await storage.close()
    return made.path


async def denials(folder: Path) -> list[Reason]:
    """What another greeting of these two is answered."""
    storage = await open_storage(folder)
    try:
        return [(await denial(storage.ledger, number)).reason for number in (1, 2)]
    finally:
        await storage.close()


def test_a_restore_killed_at_any_moment_leaves_a_whole_database(folder: Path, tmp_path: Path) -> None:
    copy = asyncio.run(sent_twice(folder, str(tmp_path / "copy.db")))
    for kill in range(6):
        with subprocess.Popen(
            [sys.executable, "-c", RESTORES, str(folder), copy], stdout=subprocess.PIPE, text=True
        ) as program:
            assert program.stdout is not None
            program.stdout.readline()
            time.sleep(0.05 + 0.03 * kill)  # anywhere in it; what is there afterwards is right wherever it was
            program.kill()
        first, second = asyncio.run(denials(folder))
        assert first is Reason.ALREADY_GREETED
        assert second in (Reason.ALREADY_GREETED, Reason.UNSURE_BEFORE)
