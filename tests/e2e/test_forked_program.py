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


CHANCE = """
import os, random, sqlite3, ssl, tempfile, uuid
print(random.random(), ssl.RAND_bytes(8).hex(), uuid.uuid4(), next(tempfile._get_candidate_names()))
print(sqlite3.connect(":memory:").execute("SELECT hex(randomblob(8))").fetchone()[0], os.urandom(8).hex())
"""
OPEN = "import os; print(sorted(int(name) for name in os.listdir('/proc/self/fd')))"


def test_no_two_draw_the_same_numbers() -> None:
    """Libraries that drew once before a fork gave the same to every child (openssl/openssl#12377)."""
    programs = [ForkedProgram([sys.executable, "-c", CHANCE], stdout=subprocess.PIPE, text=True) for _ in range(3)]
    drawn = [program.communicate(timeout=60)[0].split() for program in programs]
    assert [program.returncode for program in programs] == [0, 0, 0]
    assert len({number for numbers in drawn for number in numbers}) == 3 * 6


def test_none_holds_what_another_one_was_given() -> None:
    """Every child held the pipes of those that ran already (python/cpython#2813): none of them ever ended."""
    with started(ForkedProgram, "practice") as other:
        assert "127.0.0.1" in other.stdout.readline()
        answers = []
        for way in WAYS:
            with way([sys.executable, "-c", OPEN], stdout=subprocess.PIPE, text=True) as program:
                answers.append(program.communicate(timeout=60)[0])
        assert answers[0] == answers[1]
        other.kill()
        assert other.stdout.read() == ""
