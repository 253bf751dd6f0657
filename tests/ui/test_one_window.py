"""One window for a data folder: what two starts say to each other, and what a crash or a hang leaves."""

from __future__ import annotations

import asyncio
import json
import os
import signal
import socket
import stat
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication

from linkapp.system.site_lock import FileSiteLock
from linkapp.ui.desktop import only_one
from linkapp.ui.desktop.only_one import Answer, Handed, Listener, addresses, hand_over

ROOT = Path(__file__).resolve().parents[2]


@contextmanager
def listening(folder: Path) -> Iterator[tuple[Listener, list[Handed]]]:
    heard: list[Handed] = []
    listener = Listener(folder, heard.append)
    try:
        yield listener, heard
    finally:
        listener.end()


SECOND = """
import json, sys
from pathlib import Path
from linkapp.ui.desktop import only_one
only_one._shared_folder = lambda: sys.argv[4]
answer = only_one.hand_over(Path(sys.argv[1]), only_one.Handed(**json.loads(sys.argv[2])), float(sys.argv[3]))
sys.exit(0 if answer is only_one.Answer.DID else 9)
"""


async def handed_over(folder: Path, within_s: float = 30, **handed: object) -> bool:
    """By a process of its own: a thread that waits as Qt does would hold up the loop that has to answer."""
    second = await asyncio.create_subprocess_exec(
        sys.executable,
        "-c",
        SECOND,
        str(folder),
        json.dumps(handed),
        str(within_s),
        only_one._shared_folder(),
        cwd=ROOT,
    )
    return await second.wait() == 0


async def test_a_second_start_hands_over_everything_and_is_answered(qapp: QApplication, tmp_path: Path) -> None:
    handed = Handed(background=True, language="fr", token="t")
    with listening(tmp_path) as (_, heard):
        assert await handed_over(tmp_path, **asdict(handed))
        assert heard == [handed]


async def test_a_start_while_the_first_is_not_listening_yet_waits_for_it(qapp: QApplication, tmp_path: Path) -> None:
    second = asyncio.create_task(handed_over(tmp_path))
    await asyncio.sleep(0)  # it is on its way, and longer than this one needs to listen
    with listening(tmp_path) as (_, heard):
        assert await second
        assert len(heard) == 1


def test_a_first_that_hangs_holds_nobody_up_for_long(qapp: QApplication, tmp_path: Path) -> None:
    with listening(tmp_path) as (_, heard):  # nobody turns this loop
        begun = time.monotonic()
        assert hand_over(tmp_path, Handed(), within_s=0.3) is Answer.SILENT
        assert time.monotonic() - begun < 15
        assert heard == []
    assert hand_over(tmp_path, Handed(), within_s=0.05) is Answer.SILENT, "nobody is there any more"


def test_a_start_while_the_first_is_on_its_way_out_follows_it(tmp_path: Path) -> None:
    """It listens no more and still holds the lock: its browser is being closed."""
    asked: list[int] = []

    def first() -> bool:
        asked.append(1)
        return len(asked) == 3

    assert hand_over(tmp_path, Handed(), within_s=60, first=first) is Answer.GONE
    assert len(asked) == 3


async def test_a_first_that_is_ending_answers_nobody(qapp: QApplication, tmp_path: Path) -> None:
    """It would say that its window was shown, and be gone."""
    heard: list[Handed] = []
    listener = Listener(tmp_path, heard.append, ending=lambda: True)
    try:
        assert not await handed_over(tmp_path, within_s=1)
        assert heard == []
    finally:
        listener.end()


async def test_a_socket_that_a_crash_left_is_taken_over(qapp: QApplication, tmp_path: Path) -> None:
    left = socket.socket(socket.AF_UNIX)
    left.bind(addresses(tmp_path)[0])
    left.close()
    with listening(tmp_path) as (listener, heard):
        assert listener.address == addresses(tmp_path)[0]
        assert await handed_over(tmp_path)
        assert len(heard) == 1


async def test_a_folder_whose_name_is_too_long_for_a_socket_gets_one_elsewhere(
    qapp: QApplication, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("XDG_RUNTIME_DIR", raising=False)
    monkeypatch.setattr("tempfile.tempdir", "/tmp")
    monkeypatch.setattr(only_one, "_shared_folder", lambda: f"linkapp-test-{os.getpid()}")
    folder = tmp_path / ("long " * 30) / "ünd so"
    folder.mkdir(parents=True)
    with listening(folder) as (listener, heard):
        assert listener.address.startswith("/tmp/linkapp-test-")
        assert stat.S_IMODE(Path(listener.address).parent.stat().st_mode) == 0o700
        assert await handed_over(folder)
        assert len(heard) == 1
    assert not Path(listener.address).parent.exists()


def test_nobody_else_is_talked_to(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Anybody may make a folder of that name in a place that is open to all, and listen there."""
    open_to_all = tmp_path / "shared"
    open_to_all.mkdir()
    open_to_all.chmod(0o777)
    other = socket.socket(socket.AF_UNIX)
    path = open_to_all / "s"
    other.bind(str(path))
    other.listen()
    monkeypatch.setattr(only_one, "addresses", lambda _: [str(path)])
    assert hand_over(tmp_path, Handed(), within_s=0.1) is Answer.SILENT
    other.setblocking(False)
    with pytest.raises(BlockingIOError):
        other.accept()
    other.close()


@pytest.mark.parametrize("line", [b"nonsense\n", b"[1]\n", b'{"background": "yes"}\n', b"\xff\xfe\n"])
async def test_what_is_no_second_start_changes_nothing(qapp: QApplication, tmp_path: Path, line: bytes) -> None:
    with listening(tmp_path) as (listener, heard):
        reader, writer = await asyncio.open_unix_connection(listener.address)
        writer.write(line)
        await reader.read() if line.startswith(b"{") is False else await reader.readline()
        writer.close()
        assert heard in ([], [Handed()])
        assert await handed_over(tmp_path, language="fr")
        assert heard[-1].language == "fr"


def test_two_ways_to_one_folder_are_one(tmp_path: Path) -> None:
    real = tmp_path / "real"
    real.mkdir()
    (tmp_path / "link").symlink_to(real)
    assert addresses(tmp_path / "link") == addresses(real)
    assert addresses(tmp_path) != addresses(real)


def test_a_lock_that_a_crash_left_holds_nobody_out_whoever_has_its_number_now(tmp_path: Path) -> None:
    """A lock that names a process refuses for ever once another process has the number, or the computer another
    name."""
    code = (
        "import sys, time; from pathlib import Path; from linkapp.system.site_lock import FileSiteLock\n"
        "print(FileSiteLock(Path(sys.argv[1])).take('window'), flush=True); time.sleep(60)\n"
    )
    path = tmp_path / "window.lock"
    with subprocess.Popen(
        [sys.executable, "-c", code, str(path)], cwd=ROOT, stdout=subprocess.PIPE, text=True
    ) as first:
        assert first.stdout is not None
        assert first.stdout.readline().strip() == "None"
        assert FileSiteLock(path).take("window") == "window"
        first.kill()
        first.wait()
    path.write_text(f"{os.getpid()}\npython3.11\n")
    lock = FileSiteLock(path)
    assert lock.take("window") is None
    lock.give()


# the program itself


@contextmanager
def window_program(folder: Path, *more: str) -> Iterator[subprocess.Popen[str]]:
    with subprocess.Popen(
        [sys.executable, "main.py", "--lang", "en", "--site", "http://127.0.0.1:9", "--data-dir", str(folder), *more],
        cwd=ROOT, env={**os.environ, "QT_QPA_PLATFORM": "offscreen"}, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
    ) as program:  # fmt: skip
        try:
            yield program
        finally:
            if program.poll() is None:
                program.kill()


def second(folder: Path, *more: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "main.py", "--site", "http://127.0.0.1:9", "--data-dir", str(folder), *more],
        cwd=ROOT, env={**os.environ, "QT_QPA_PLATFORM": "offscreen"}, capture_output=True, text=True, timeout=60, check=False,
    )  # fmt: skip


def test_a_second_start_ends_with_0_and_a_killed_first_is_followed(tmp_path: Path) -> None:
    with window_program(tmp_path, "--background") as first:
        wait_for(lambda: (tmp_path / "window.socket").exists(), first)
        done = second(tmp_path, "--lang", "en")
        assert (done.returncode, done.stdout) == (0, ""), done.stderr
        assert done.stderr.strip() == "LinkApp is open already; its window was shown."
        done = second(tmp_path, "--lang", "fr", "--background")
        assert (done.returncode, done.stderr.strip()) == (0, "LinkApp est déjà en marche.")
        first.kill()
        first.wait()
    left = (tmp_path / "window.socket").stat().st_ctime_ns
    with window_program(tmp_path) as again:
        socket_file = tmp_path / "window.socket"
        wait_for(lambda: socket_file.exists() and socket_file.stat().st_ctime_ns != left, again)
        again.send_signal(signal.SIGTERM)
        with window_program(tmp_path) as following:  # at once, while the one before is on its way out
            assert again.wait(30) == 0
            wait_for(lambda: socket_file.exists(), following)
            following.send_signal(signal.SIGTERM)
            assert following.wait(30) == 0
    assert not (tmp_path / "window.socket").exists()


def wait_for(true: object, program: subprocess.Popen[str]) -> None:
    deadline = time.monotonic() + 60
    while not true():
        assert program.poll() is None, program.stderr and program.stderr.read()
        assert time.monotonic() < deadline
        time.sleep(0.05)
