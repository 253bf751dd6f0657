"""A program that was forked with its modules imported is, for whoever started it, like one that was started anew."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from tests.fakes.forked_program import MAIN, ForkedProgram

WAYS = [subprocess.Popen, ForkedProgram]


def started(way: Any, *words: str, **given: Any) -> Any:
    return way([sys.executable, MAIN, *words], text=True, **{"stdout": subprocess.PIPE, "stderr": subprocess.PIPE, **given})  # fmt: skip


def forked(program: subprocess.Popen[str]) -> bool:
    """Whether it carries the words of the process it was forked from."""
    return b"forked_program" in Path(f"/proc/{program.pid}/cmdline").read_bytes()


@pytest.mark.parametrize(
    ("words", "typed"),
    [
        (("status", "--json", "--data-dir", "there"), None),
        (("account", "--data-dir", "there", "--lang", "fr"), None),
        (("nonsense",), None),
        (("status", "--passphrase", "--data-dir", "there"), "a wrong one\n"),
        (("--help",), None),
    ],
)
def test_the_same_answer_status_and_files(tmp_path: Path, words: tuple[str, ...], typed: str | None) -> None:
    answers = []
    for way in WAYS:
        folder = tmp_path / way.__name__
        folder.mkdir()
        environment = {**os.environ, "TZ": "Asia/Tokyo", "HOME": str(folder), "XDG_CONFIG_HOME": str(folder / "config")}
        with started(way, *words, cwd=folder, env=environment, stdin=subprocess.PIPE) as program:
            assert forked(program) == (way is ForkedProgram)
            out, err = program.communicate(typed, timeout=100)
        files = {
            (str(path.relative_to(folder)), oct(path.stat().st_mode))
            for path in folder.rglob("*")
            if not path.name.endswith(("-wal", "-shm"))
        }
        answers.append((program.returncode, *(re.sub(re.escape(str(folder)), "", said) for said in (out, err)), files))
    assert answers[0] == answers[1]


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT, signal.SIGKILL])
def test_it_is_a_child_in_a_session_of_its_own_and_ends_by_a_signal(way: Any, number: signal.Signals) -> None:
    with started(way, "practice", start_new_session=True) as program:
        assert "127.0.0.1" in program.stdout.readline()
        fields = Path(f"/proc/{program.pid}/stat").read_text().rpartition(")")[2].split()
        assert int(fields[1]) == os.getpid()
        assert os.getsid(program.pid) == os.getpgid(program.pid) == program.pid
        os.kill(program.pid, signal.SIGSTOP)
        assert program.poll() is None
        os.kill(program.pid, signal.SIGCONT)
        program.send_signal(number)
        status = program.wait(timeout=60)
    assert status == (-number if number is signal.SIGKILL else 0)


def test_what_the_interpreter_itself_has_to_hear_of_is_a_start_as_usual(tmp_path: Path) -> None:
    for more in ({"PYTHONASYNCIODEBUG": "1"}, {"LC_ALL": "C"}):
        with started(ForkedProgram, "status", "--data-dir", str(tmp_path), env={**os.environ, **more}) as program:
            assert not forked(program)
            program.communicate(timeout=100)
