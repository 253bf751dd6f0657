"""Several processes at one database, without and with the run lock; a killed holder."""

from __future__ import annotations

import asyncio
import os
import signal
import subprocess
import sys
import textwrap
from pathlib import Path

import pytest

from linkapp.storage import open_storage
from linkapp.system.run_lock import FileRunLock
from tests.storage.talking import line, python, tell

TASKS = """
    import asyncio, sys, pathlib
    from linkapp.domain.act import Slot
    from linkapp.storage import open_storage
    from tests.storage.samples import NOW, greeting, limits
    async def main(folder, number):
        storage = await open_storage(pathlib.Path(folder))
        print("ready", flush=True)
        sys.stdin.readline()
        people = [greeting(50 * number + n) for n in range(50)]
        found = await asyncio.gather(*(storage.ledger.reserve(one, limits(day=20), NOW) for one in people))
        print(sum(isinstance(one, Slot) for one in found))
        await storage.close()
    asyncio.run(main(sys.argv[1], int(sys.argv[2])))
"""


def test_four_processes_of_fifty_tasks_get_exactly_the_cap(folder: Path) -> None:
    async def make() -> None:
        await (await open_storage(folder)).close()

    asyncio.run(make())
    processes = [python(TASKS, str(folder), str(number)) for number in range(4)]
    assert [line(process) for process in processes] == ["ready"] * 4
    for process in processes:
        tell(process)
    granted = [int(line(process)) for process in processes]
    for process in processes:
        process.communicate()
    assert sum(granted) == 20
    assert [process.returncode for process in processes] == [0] * 4


MAKE = """
    import pathlib, sys
    from linkapp.storage.database import prepare
    print("here", flush=True)
    for line in sys.stdin:
        prepare(pathlib.Path(line.strip()) / "linkapp.db")
        print("made", flush=True)
"""


def test_processes_that_all_make_the_database_at_once_agree(folder: Path) -> None:
    # Without its own waiting for the write-ahead log, one of four failed in every second round.
    processes = [python(MAKE) for _ in range(4)]
    try:
        assert [line(process) for process in processes] == ["here"] * 4
        for number in range(12):
            for process in processes:
                tell(process, str(folder / str(number)))
            assert [line(process) for process in processes] == ["made"] * 4
    finally:
        for process in processes:
            process.communicate()
    assert [process.returncode for process in processes] == [0] * 4


HOLD = """
    import subprocess, sys, pathlib
    from linkapp.system.run_lock import FileRunLock
    lock = FileRunLock(pathlib.Path(sys.argv[1]))
    child = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(60)"], stdout=subprocess.DEVNULL)
    print(lock.take(), child.pid, flush=True)
    sys.stdin.readline()
"""


def test_the_lock_is_refused_while_its_holder_lives_and_free_when_it_is_killed(tmp_path: Path) -> None:
    path = tmp_path / "run.lock"
    holder = python(HOLD, str(path))
    took, child = line(holder).split()
    try:
        mine = FileRunLock(path)
        assert took == "True"
        assert mine.take() is False
        holder.kill()
        holder.communicate()
        # The child that outlived it has no part in the lock.
        os.kill(int(child), 0)
        assert mine.take() is True
        mine.give()
    finally:
        os.kill(int(child), signal.SIGTERM)


def test_two_holders_in_one_process_exclude_each_other(tmp_path: Path) -> None:
    one, two = FileRunLock(tmp_path / "run.lock"), FileRunLock(tmp_path / "run.lock")
    assert one.take()
    assert one.take()
    assert not two.take()
    one.give()
    one.give()
    assert two.take()
    two.give()


def test_without_a_place_for_the_lock_file_there_is_no_lock(tmp_path: Path) -> None:
    with pytest.raises(OSError, match="No such file"):
        FileRunLock(tmp_path / "nowhere" / "run.lock").take()


@pytest.mark.skipif(sys.platform == "win32", reason="nothing forks there")
def test_a_forked_child_holds_no_part_of_the_lock(tmp_path: Path) -> None:
    script = """
        import os, sys, pathlib, time
        from linkapp.system.run_lock import FileRunLock
        lock = FileRunLock(pathlib.Path(sys.argv[1]))
        assert lock.take()
        if os.fork() == 0:
            os.close(1)
            time.sleep(30)
            os._exit(0)
        lock.give()
        print("given", flush=True)
        sys.stdin.readline()
        os.kill(0, 15)
    """
    process = subprocess.Popen(
        [sys.executable, "-c", textwrap.dedent(script), str(tmp_path / "run.lock")],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )
    assert line(process) == "given"
    mine = FileRunLock(tmp_path / "run.lock")
    assert mine.take()
    mine.give()
    process.communicate("\n")
