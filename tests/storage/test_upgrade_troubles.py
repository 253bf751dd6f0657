"""What went wrong for others when a program brought their database up to date: the last version, on odd machines."""

from __future__ import annotations

import errno
import gzip
import os
import resource
import sqlite3
import subprocess
import sys
from collections.abc import Callable
from contextlib import closing
from datetime import timedelta
from pathlib import Path

import pytest
from alembic.operations import Operations

from linkapp.config import unusable_database
from linkapp.domain.problems import Reason
from linkapp.services.ports.ledger import StoreError
from linkapp.storage import database, upgrade
from linkapp.storage.database import prepare
from linkapp.storage.failures import failure
from linkapp.storage.migrations import STEPS

OLD = Path(__file__).parents[1] / "old_databases" / f"version-{upgrade.LATEST - 1}.db.gz"
ROWS = 30_000


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """A database of the last version in its own folder."""
    folder = tmp_path / "data"
    folder.mkdir()
    (folder / "linkapp.db").write_bytes(gzip.decompress(OLD.read_bytes()))
    return folder / "linkapp.db"


def at(path: Path) -> tuple[int, int]:
    """The version in the file, and how many acts it holds; a sound file."""
    with closing(sqlite3.connect(path)) as connection:
        assert connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        (acts,) = connection.execute("SELECT count(*) FROM acts").fetchone()
        return upgrade.version(connection), acts


def filled(path: Path) -> None:
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("INSERT INTO people (id, name, first_seen, last_seen) VALUES (1000, 'x', 0, 0)")
        connection.execute(
            "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < ?) INSERT INTO acts"
            " (kind, state, at, run, attempt, account, person, key, attempted, text)"
            " SELECT 'message', 'reserved', i, 0, 'old' || i, 'a', 1000, 'p:' || i, i, 'Happy birthday!' FROM n",
            (ROWS,),
        )
        connection.commit()


PREPARE = "from linkapp.storage.database import prepare as work"
BACK_UP = "from linkapp.storage.backup import copy_to\nwork = lambda path: copy_to(path, path.with_name('copy.db'))"


def in_a_process(path: Path, before: Callable[[], None] | None = None, work: str = PREPARE, **variables: str) -> str:
    """The reason for which it failed there, or nothing."""
    script = (
        f"import sys, pathlib\nfrom linkapp.storage.failures import translated\n"
        f"from linkapp.services.ports.ledger import StoreError\n{work}\n"
        "try:\n    with translated():\n        work(pathlib.Path(sys.argv[1]))\n"
        "except StoreError as error:\n    print(error.problem.reason, error.problem.detail)\n"
    )
    ended = subprocess.run(
        [sys.executable, "-c", script, str(path)],
        capture_output=True,
        text=True,
        preexec_fn=before,
        env={**os.environ, **variables},
        check=True,
    )
    return ended.stdout.strip()


def test_a_copy_that_finds_no_room_goes_again_and_the_old_file_stays(path: Path) -> None:
    filled(path)
    room = path.stat().st_size // 2
    said = in_a_process(path, lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (room, room)))
    assert said.startswith(str(Reason.DISK_FULL))
    assert at(path) == (upgrade.LATEST - 1, ROWS + 1)
    assert not [one.name for one in path.parent.iterdir() if "version" in one.name]
    assert in_a_process(path) == ""
    assert at(path) == (upgrade.LATEST, ROWS + 1)


def test_an_upgrade_keeps_nothing_in_a_folder_for_temporary_files(path: Path) -> None:
    """It may be full, or a small disk in memory."""
    kept: list[int] = []

    def asking(op: Operations) -> None:
        kept.append(op.get_bind().exec_driver_sql("PRAGMA temp_store").scalar_one())

    upgrade.upgrade(path, timedelta(seconds=1), (*STEPS, asking))
    assert kept == [2], "2: in memory"


def test_what_an_earlier_attempt_left_is_no_hindrance(path: Path) -> None:
    copy = upgrade.backup_of(path, upgrade.LATEST - 1)
    copy.write_bytes(b"of another time")
    copy.with_suffix(".unfinished").write_bytes(b"half")
    prepare(path)
    assert at(path) == (upgrade.LATEST, 1)
    assert at(copy) == (upgrade.LATEST - 1, 1)
    assert not copy.with_suffix(".unfinished").exists()


def test_another_program_that_holds_the_file_is_named_and_nothing_changes(path: Path) -> None:
    with closing(sqlite3.connect(path, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(StoreError) as told:
            prepare(path, timedelta(seconds=0.2))
        other.execute("ROLLBACK")
    assert told.value.problem.reason is Reason.BUSY
    assert at(path) == (upgrade.LATEST - 1, 1)
    prepare(path)
    assert at(path) == (upgrade.LATEST, 1)


def test_the_copy_put_back_by_hand_is_brought_up_to_date_again(path: Path) -> None:
    prepare(path)
    path.write_bytes(upgrade.backup_of(path, upgrade.LATEST - 1).read_bytes())
    prepare(path)
    assert at(path) == (upgrade.LATEST, 1)


def test_a_missing_index_is_made_and_one_of_the_persons_own_stays(path: Path) -> None:
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("DROP INDEX acts_by_run")
        connection.execute("CREATE INDEX mine ON acts (text)")
        connection.execute("CREATE VIEW greetings AS SELECT * FROM acts")
    prepare(path)
    with closing(sqlite3.connect(path)) as connection:
        names = {name for (name,) in connection.execute("SELECT name FROM sqlite_master")}
    assert {"acts_by_run", "mine", "greetings"} <= names
    assert at(path) == (upgrade.LATEST, 1)


def test_two_rows_for_one_act_are_not_believed(path: Path) -> None:
    """A file whose index was taken away, and filled since: nobody may be greeted by it."""
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("DROP INDEX acts_once")
        connection.execute(
            "INSERT INTO acts (kind, state, at, run, attempt, account, person, key, attempted)"
            " SELECT kind, 'reserved', at, run, 'twice', account, person, key, attempted FROM acts LIMIT 1"
        )
        connection.commit()
    with pytest.raises(StoreError) as told:
        prepare(path)
    assert told.value.problem.reason is Reason.DATA_UNUSABLE
    assert "UNIQUE" in told.value.problem.detail
    assert at(path) == (upgrade.LATEST - 1, 2)


def test_a_disk_that_is_for_reading_only_is_not_told_as_damage(tmp_path: Path) -> None:
    """Whoever is told of damage puts a backup over a sound database."""
    problem = failure(OSError(errno.EROFS, "Read-only file system")).problem
    assert unusable_database(problem, tmp_path).code == "database_denied"


def test_an_upgrade_that_is_stopped_keeps_no_half_copy(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def stopped(_handle: int) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(upgrade.os, "fsync", stopped)
    with pytest.raises(KeyboardInterrupt):
        prepare(path)
    monkeypatch.undo()
    assert at(path) == (upgrade.LATEST - 1, 1)
    assert not [one.name for one in path.parent.iterdir() if "version" in one.name]


def test_a_backup_that_finds_no_room_is_told_so_and_leaves_nothing(path: Path) -> None:
    prepare(path)
    filled(path)
    room = path.stat().st_size // 2
    said = in_a_process(path, lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (room, room)), BACK_UP)
    assert said.startswith(str(Reason.DISK_FULL)), said
    assert not [one.name for one in path.parent.iterdir() if "copy" in one.name]


@pytest.mark.parametrize(
    "lacking", ["CREATE TABLE needed (id) STRICTER", "CREATE VIRTUAL TABLE words USING fts9(words)"]
)
def test_an_old_sqlite_is_not_told_as_damage(path: Path, lacking: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """One of 2021 does not know typed tables, and one may come without the index of words."""
    before = path.read_bytes()
    monkeypatch.setattr(database, "_NEEDED", (*database._NEEDED, lacking))
    with pytest.raises(StoreError) as told:
        prepare(path)
    assert sqlite3.sqlite_version in told.value.problem.detail
    assert unusable_database(told.value.problem, path.parent).code == "database_sqlite"
    assert path.read_bytes() == before


def test_whether_a_file_is_new_is_asked_in_one_statement(path: Path) -> None:
    """Between two of them another program may make the database: it would be taken for one of another program."""
    asked: list[str] = []
    with closing(sqlite3.connect(path)) as connection:
        connection.set_trace_callback(asked.append)
        assert upgrade.version(connection) == upgrade.LATEST - 1
        assert [one for one in asked if one.startswith("SELECT")] == asked[:1], asked
