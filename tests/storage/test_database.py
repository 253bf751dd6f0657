"""The file: who may read it, what is refused, and that a refusal changes nothing."""

from __future__ import annotations

import asyncio
import errno
import os
import sqlite3
import stat
import subprocess
import sys
import textwrap
import threading
from contextlib import closing
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import text

from linkapp.domain.problems import Reason
from linkapp.services.ports.ledger import StoreError
from linkapp.storage import Storage, database, failures, open_storage
from linkapp.storage.failures import DamagedDatabaseError, NewerDatabaseError
from linkapp.storage.upgrade import LATEST
from tests.storage.samples import NOW, contacts, greeting, limits, person, slot

QUICK = timedelta(milliseconds=50)


async def _made(folder: Path) -> Path:
    await (await open_storage(folder)).close()
    return folder / "linkapp.db"


def _modes(folder: Path) -> dict[str, int]:
    modes = {path.name: stat.S_IMODE(path.stat().st_mode) for path in folder.iterdir()}
    return {"": stat.S_IMODE(folder.stat().st_mode), **modes}


@pytest.mark.skipif(os.name != "posix", reason="Windows keeps rights elsewhere")
async def test_only_the_owner_can_read_the_folder_and_every_file_in_it(folder: Path) -> None:
    before = os.umask(0)
    try:
        storage = await open_storage(folder)
        await slot(storage.ledger)
        await storage.runs.begin("birthdays", NOW, dry=False)
    finally:
        os.umask(before)
    assert _modes(folder) == {
        "": 0o700,
        "linkapp.db": 0o600,
        "linkapp.db-wal": 0o600,
        "linkapp.db-shm": 0o600,
        "sending.log": 0o600,
    }
    await storage.close()


@pytest.mark.skipif(os.name != "posix", reason="Windows keeps rights elsewhere")
async def test_rights_that_were_widened_are_narrowed_again(folder: Path) -> None:
    path = await _made(folder)
    path.chmod(0o644)
    await _made(folder)
    assert stat.S_IMODE(path.stat().st_mode) == 0o600


async def test_every_connection_has_the_safe_settings(storage: Storage) -> None:
    async with storage.database.reading() as connection:
        found = {
            name: (await connection.execute(text(f"PRAGMA {name}"))).scalar_one()
            for name in ("journal_mode", "synchronous", "foreign_keys", "trusted_schema", "busy_timeout")
        }
    assert found == {
        "journal_mode": "wal",
        "synchronous": 2,
        "foreign_keys": 1,
        "trusted_schema": 0,
        "busy_timeout": 2000,
    }


async def test_closing_leaves_neither_threads_nor_side_files(folder: Path) -> None:
    before = set(threading.enumerate())
    storage = await open_storage(folder)
    await slot(storage.ledger)
    await storage.people.seen(person(), NOW)
    await storage.close()
    left = {thread for thread in threading.enumerate() if thread not in before and "asyncio" not in thread.name}
    for thread in left:
        thread.join(timeout=2)  # aiosqlite's answers a moment before it ends
    assert not any(thread.is_alive() for thread in left)
    assert set(_modes(folder)) == {"", "linkapp.db", "sending.log"}


async def test_a_newer_database_is_refused_and_left_as_it_is(folder: Path) -> None:
    path = await _made(folder)
    with closing(sqlite3.connect(path)) as connection:
        connection.execute(f"PRAGMA user_version = {LATEST + 1}")
    before = path.read_bytes()
    with pytest.raises(NewerDatabaseError) as told:
        await open_storage(folder)
    assert (told.value.found, told.value.known) == (LATEST + 1, LATEST)
    assert told.value.problem.reason is Reason.DATA_UNUSABLE
    assert path.read_bytes() == before


async def test_a_database_of_another_program_is_refused(empty: Path) -> None:
    with closing(sqlite3.connect(empty / "linkapp.db")) as connection:
        connection.execute("CREATE TABLE theirs (x)")
    with pytest.raises(DamagedDatabaseError, match="another program"):
        await open_storage(empty)


async def test_a_file_that_is_no_database_is_refused(empty: Path) -> None:
    (empty / "linkapp.db").write_bytes(b"this is a letter, not a database\n" * 100)
    with pytest.raises(DamagedDatabaseError):
        await open_storage(empty)


async def test_a_damaged_page_is_found_at_the_start(folder: Path) -> None:
    storage = await open_storage(folder)
    for number in range(300):
        await storage.people.seen(person(number), NOW)
    await storage.close()
    path = folder / "linkapp.db"
    with closing(sqlite3.connect(path)) as connection:
        page, size = connection.execute(
            "SELECT rootpage, (SELECT page_size FROM pragma_page_size) FROM sqlite_master WHERE name = 'people_by_name'"
        ).fetchone()
    with path.open("r+b") as file:
        file.seek((page - 1) * size)
        file.write(os.urandom(size))
    with pytest.raises(DamagedDatabaseError):
        await open_storage(folder)


async def test_a_reference_to_a_missing_row_is_found_at_the_start(folder: Path) -> None:
    path = await _made(folder)
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("INSERT INTO birthdays (person, month, day, source, seen) VALUES (99, 1, 1, 'site', 0)")
        connection.commit()
    with pytest.raises(DamagedDatabaseError, match="birthdays refers to a missing row of people"):
        await open_storage(folder)


async def test_a_folder_that_is_a_file_is_a_store_error(tmp_path: Path) -> None:
    (tmp_path / "data").write_text("a file")
    with pytest.raises(StoreError) as told:
        await open_storage(tmp_path / "data")
    assert told.value.problem.reason is Reason.DATA_UNUSABLE


async def test_a_sending_log_that_cannot_be_opened_refuses_the_whole_storage(folder: Path) -> None:
    (folder / "sending.log").mkdir(parents=True)
    with pytest.raises(StoreError) as told:
        await open_storage(folder)
    assert told.value.problem.reason is Reason.DATA_UNUSABLE


async def test_a_database_held_by_another_program_grants_nothing_and_says_busy(folder: Path) -> None:
    storage = await open_storage(folder, patience=QUICK)
    with closing(sqlite3.connect(folder / "linkapp.db", isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(StoreError) as told:
            await storage.ledger.reserve(greeting(), limits(), NOW)
        assert told.value.problem.reason is Reason.BUSY
        with pytest.raises(StoreError) as told:
            await storage.people.seen(person(), NOW)
        assert told.value.problem.reason is Reason.BUSY
        assert await contacts(storage) == []  # readers are not held up
        other.execute("ROLLBACK")
    await slot(storage.ledger)
    await storage.close()


async def test_a_database_locked_while_it_is_opened_says_busy(folder: Path) -> None:
    path = await _made(folder)
    with closing(sqlite3.connect(path, isolation_level=None)) as other:
        other.execute("PRAGMA locking_mode = EXCLUSIVE")
        other.execute("BEGIN EXCLUSIVE")
        with pytest.raises(StoreError) as told:
            await open_storage(folder, patience=QUICK)
    assert told.value.problem.reason is Reason.BUSY
    assert not isinstance(told.value, DamagedDatabaseError)


async def test_a_database_that_turns_read_only_grants_nothing(folder: Path) -> None:
    storage = await open_storage(folder)
    # As a file system remounted read-only looks to SQLite; rights of files mean nothing to root.
    await storage.ledger._do(lambda: storage.ledger._db.execute("PRAGMA query_only = ON"))
    with pytest.raises(StoreError) as told:
        await storage.ledger.reserve(greeting(), limits(), NOW)
    assert told.value.problem.reason is Reason.DATA_UNUSABLE
    await storage.close()


def test_a_current_database_is_opened_without_alembic(folder: Path) -> None:
    asyncio.run(_made(folder))
    script = """
        import asyncio, sys, pathlib
        from linkapp.storage import open_storage
        async def main():
            await (await open_storage(pathlib.Path(sys.argv[1]))).close()
        asyncio.run(main())
        assert "alembic" not in sys.modules
    """
    subprocess.run([sys.executable, "-W", "error", "-c", textwrap.dedent(script), str(folder)], check=True)


def test_every_failure_has_a_reason() -> None:
    for number, reason in (
        (errno.ENOSPC, Reason.DISK_FULL),
        (errno.EFBIG, Reason.DISK_FULL),
        (errno.EACCES, Reason.DATA_UNUSABLE),
    ):
        assert failures.failure(OSError(number, "no")).problem.reason is reason
    assert failures.failure(sqlite3.ProgrammingError("closed")).problem.reason is Reason.DATA_UNUSABLE


@pytest.mark.parametrize("answers", [["row 1 missing from index", None]])
def test_an_unsound_answer_of_the_quick_check_is_refused(answers: list[str | None]) -> None:
    class Unsound:
        def execute(self, statement: str) -> Unsound:
            self.statement = statement
            return self

        def fetchone(self) -> tuple[str] | None:
            return ("row 1 missing from index",) if "quick_check" in self.statement else None

    with pytest.raises(DamagedDatabaseError, match=str(answers[0])):
        database.check(Unsound())


async def test_a_bug_the_database_refuses_is_a_store_error_and_keeps_nothing(storage: Storage) -> None:
    with pytest.raises(StoreError) as told:
        async with storage.database.writing() as connection:
            await connection.execute(text("INSERT INTO people_tags VALUES (99, 'x')"))
    assert told.value.problem.reason is Reason.DATA_UNUSABLE
    with pytest.raises(RuntimeError):
        await _half_written(storage)
    assert await contacts(storage) == []


async def _half_written(storage: Storage) -> None:
    async with storage.database.writing() as connection:
        await connection.execute(text("INSERT INTO people (name, first_seen, last_seen) VALUES ('x', 0, 0)"))
        raise RuntimeError
