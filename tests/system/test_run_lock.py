"""The lock of a data folder, tried by real processes: a lock file that is deleted or replaced lets nobody in."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from linkapp.domain.problems import Reason
from linkapp.services.ports.ledger import StoreError
from linkapp.system.run_lock import FileRunLock

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="an open file cannot be deleted there")
HOLDER = """
import sys
from pathlib import Path
from linkapp.system.run_lock import FileRunLock
lock = FileRunLock(Path(sys.argv[1]))
print(lock.take(), flush=True)
for line in sys.stdin:
    print(lock.holds(), flush=True)
"""


class Other:
    """Another process that tried to take the lock."""

    def __init__(self, path: Path) -> None:
        self._process = subprocess.Popen(
            [sys.executable, "-c", HOLDER, str(path)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        )
        assert self._process.stdout is not None
        self.took = self._process.stdout.readline() == "True\n"

    def holds(self) -> bool:
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.write("?\n")
        self._process.stdin.flush()
        return self._process.stdout.readline() == "True\n"

    def kill(self) -> None:
        self._process.kill()
        self._process.communicate()


@contextmanager
def other(path: Path) -> Iterator[Other]:
    process = Other(path)
    try:
        yield process
    finally:
        process.kill()


def deleted(path: Path) -> None:
    path.unlink()


def replaced(path: Path) -> None:
    fresh = path.with_name("fresh")
    fresh.touch()
    fresh.replace(path)


def renamed(path: Path) -> None:
    path.rename(path.with_name("run.lock.old"))
    path.touch()


@pytest.mark.parametrize("harm", [deleted, replaced, renamed])
def test_a_lock_file_that_is_deleted_or_replaced_lets_no_second_one_in(
    harm: Callable[[Path], None], tmp_path: Path
) -> None:
    path = tmp_path / "run.lock"
    with other(path) as holder:
        assert holder.took
        harm(path)
        mine = FileRunLock(path)
        assert mine.take() is False
        with other(path) as third:
            assert third.took is False
        assert holder.holds(), "it is still the lock of this folder"
        holder.kill()
        assert mine.take() is True, "and free as soon as its holder is gone"
        mine.give()


def test_whoever_holds_the_lock_of_a_folder_that_was_moved_away_holds_nothing_any_more(tmp_path: Path) -> None:
    folder = tmp_path / "data"
    folder.mkdir()
    lock = FileRunLock(folder / "run.lock")
    assert lock.holds() is False
    assert lock.take()
    assert lock.holds()
    folder.rename(tmp_path / "elsewhere")
    assert lock.holds() is False
    shutil.copytree(tmp_path / "elsewhere", folder)
    assert lock.holds() is False
    lock.give()


def test_given_back_it_is_free_for_another_process_and_for_another_object_of_this_one(tmp_path: Path) -> None:
    path = tmp_path / "run.lock"
    first, second = FileRunLock(path), FileRunLock(path)
    assert (first.take(), first.take(), second.take()) == (True, True, False)
    first.give()
    first.give()
    with other(path) as holder:
        assert holder.took
        assert (first.take(), second.take()) == (False, False)
        assert not first.holds()
    assert second.take()
    second.give()


@pytest.mark.skipif(not hasattr(os, "fork"), reason="no process is forked there")
def test_a_forked_child_neither_keeps_nor_frees_it(tmp_path: Path) -> None:
    path = tmp_path / "run.lock"
    lock = FileRunLock(path)
    assert lock.take()
    code = "import os, sys\npid = os.fork()\nif pid == 0: os._exit(0)\nos.waitpid(pid, 0)\n"
    subprocess.run([sys.executable, "-c", code], check=True)
    assert FileRunLock(path).take() is False
    lock.give()


def test_a_system_that_locks_no_folders_is_content_with_the_file_and_sees_that_it_was_replaced(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("linkapp.system.run_lock._open_folder", lambda _path: None)
    path = tmp_path / "run.lock"
    lock = FileRunLock(path)
    assert lock.take()
    assert lock.holds()
    assert FileRunLock(path).take() is False
    replaced(path)
    assert lock.holds() is False
    lock.give()


def test_a_lock_that_cannot_be_opened_is_a_known_problem_and_leaves_the_folder_free(tmp_path: Path) -> None:
    """A folder, or a file of somebody else, stands in its place."""
    (tmp_path / "run.lock").mkdir()
    lock = FileRunLock(tmp_path / "run.lock")
    with pytest.raises(StoreError) as told:
        lock.take()
    assert told.value.problem.reason is Reason.DATA_UNUSABLE
    assert "run.lock" in told.value.problem.detail
    assert not lock.holds()
    (tmp_path / "run.lock").rmdir()
    assert FileRunLock(tmp_path / "run.lock").take()
