"""What the database and the disk say is told with its first cause, not with what came of it."""

from __future__ import annotations

import errno
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest

from linkapp.domain.problems import Reason
from linkapp.storage.failures import failure


def test_a_full_disk_is_told_though_the_transaction_ended_by_itself(tmp_path: Path) -> None:
    """SQLite ends a transaction on some errors; who then rolls back is told that there is nothing to roll back."""
    connection = sqlite3.connect(tmp_path / "small.db", isolation_level=None)
    connection.execute("CREATE TABLE rows (text)")
    connection.execute("PRAGMA max_page_count = 4")
    told = None
    try:
        connection.execute("BEGIN IMMEDIATE")
        try:
            for _ in range(1000):
                connection.execute("INSERT INTO rows VALUES (?)", ("x" * 1000,))
        except sqlite3.Error:
            if connection.in_transaction:  # some versions leave it open
                connection.execute("ROLLBACK")
            connection.execute("ROLLBACK")
            raise
    except sqlite3.Error as error:
        told = error
    finally:
        connection.close()
    assert told is not None
    assert "cannot rollback" in str(told)
    assert failure(told).problem.reason is Reason.DISK_FULL


def test_the_same_for_a_file_that_cannot_grow() -> None:
    told = sqlite3.OperationalError("cannot commit - no transaction is active")
    told.__context__ = OSError(errno.ENOSPC, "No space left on device")
    assert failure(told).problem.reason is Reason.DISK_FULL


def test_what_has_no_other_cause_is_told_as_it_is() -> None:
    assert (
        failure(sqlite3.OperationalError("cannot rollback - no transaction is active")).problem.reason
        is Reason.DATA_UNUSABLE
    )


_WRITES = """
import resource, sqlite3, sys
from linkapp.storage.failures import failure
connection = sqlite3.connect(sys.argv[1], isolation_level=None)
connection.execute("PRAGMA journal_mode = WAL")
connection.execute("CREATE TABLE rows (text)")
resource.setrlimit(resource.RLIMIT_FSIZE, (100_000, 100_000))
try:
    for _ in range(1000):
        connection.execute("INSERT INTO rows VALUES (?)", ("x" * 1000,))
except sqlite3.Error as error:
    print(failure(error).problem.reason, error.sqlite_errorname)
"""


@pytest.mark.skipif(sys.platform == "win32", reason="a limit of the system that Windows does not have")
def test_a_file_that_may_not_grow_is_no_damage(tmp_path: Path) -> None:
    """A quota or a largest size: whoever is told of damage puts a backup over a sound database."""
    ended = subprocess.run([sys.executable, "-c", _WRITES, str(tmp_path / "rows.db")], capture_output=True, text=True)
    assert ended.stdout.split() == [Reason.DISK_FULL, "SQLITE_IOERR_WRITE"], ended.stderr
