"""What is written to terminals, pipes and files: nothing that happens there is a bug, ends a run, or spoils a document."""

from __future__ import annotations

import io
import json
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TextIO

import pytest

from linkapp.cli import output
from linkapp.cli.output import finish, note, print_json, progress, say

ROOT = Path(__file__).resolve().parent.parent.parent
pytestmark = pytest.mark.skipif(os.name == "nt", reason="pipes and /dev/full as POSIX has them")


@contextmanager
def piped(monkeypatch: pytest.MonkeyPatch) -> Iterator[dict[str, int]]:
    """Standard output and error as pipes; their reading ends by name."""
    ends: dict[str, int] = {}
    made: list[TextIO] = []
    for name in ("stdout", "stderr"):
        reader, writer = os.pipe()
        os.set_blocking(reader, False)
        made.append(os.fdopen(writer, "w", encoding="utf-8", buffering=1 << 16))
        ends[name] = reader
    with monkeypatch.context() as patch:
        patch.setattr(sys, "stdout", made[0])
        patch.setattr(sys, "stderr", made[1])
        output.make_ready()
        yield ends
    for stream in made:
        stream.close()
    for reader in ends.values():
        os.close(reader)


@contextmanager
def standing_for(name: str, path: str, monkeypatch: pytest.MonkeyPatch, encoding: str = "utf-8") -> Iterator[None]:
    with Path(path).open("w", encoding=encoding) as stream, monkeypatch.context() as patch:
        patch.setattr(sys, name, stream)
        yield


def closed(streams: dict[str, int], name: str) -> None:
    """The reader of this stream goes away."""
    null = os.open(os.devnull, os.O_RDONLY)
    os.dup2(null, streams[name])
    os.close(null)


@pytest.mark.parametrize("name", ["stdout", "stderr"])
def test_a_reader_that_goes_away_is_nobody_to_tell_and_no_failure(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    with piped(monkeypatch) as streams:
        closed(streams, name)
        for _ in range(3):
            say("Greeted Ada.")
            print_json({"run": 1})
            note("a word")
            progress("Writing to Ada")
        assert finish(0) == 0
        assert finish(4) == 4
        getattr(sys, name).flush()


def test_an_answer_that_a_full_disk_did_not_take_is_said_and_is_no_success(monkeypatch: pytest.MonkeyPatch) -> None:
    with piped(monkeypatch) as streams:
        with standing_for("stdout", "/dev/full", monkeypatch):
            print_json({"run": 1})
            say("more")
            assert finish(0) == 1
            say("again")
            assert finish(3) == 3
        assert b"The answer could not be written: No space left on device" in os.read(streams["stderr"], 4096)


def test_progress_on_a_full_disk_changes_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    with piped(monkeypatch) as streams:
        with standing_for("stderr", "/dev/full", monkeypatch):
            note("a word")
            progress("Writing to Ada")
            say("Greeted Ada.")
            assert finish(0) == 0
        assert os.read(streams["stdout"], 4096) == b"Greeted Ada.\n"


@pytest.mark.timeout(30)
def test_progress_never_waits_for_a_reader_that_does_not_read(monkeypatch: pytest.MonkeyPatch) -> None:
    with piped(monkeypatch) as streams:
        for _ in range(4000):  # far more than a pipe holds
            progress("Writing to somebody with a name of some length: 1 of 5000")
        first = os.read(streams["stderr"], 1 << 20)
        assert first.startswith(b"Writing to somebody")
        progress("the reader reads again")
        assert os.read(streams["stderr"], 1 << 20).endswith(b"the reader reads again\n")


def test_a_pipe_that_another_program_made_one_that_does_not_wait_gets_everything(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    with piped(monkeypatch) as streams:
        os.set_blocking(sys.stdout.fileno(), False)
        os.set_blocking(streams["stdout"], True)
        document = {"greeted": ["Ada"] * 40_000}
        reading = subprocess.Popen(  # the reader is slower than the writer
            [sys.executable, "-c", "import sys; sys.stdout.write(str(len(sys.stdin.read())))"],
            stdin=streams["stdout"], stdout=subprocess.PIPE, text=True,
        )  # fmt: skip
        print_json(document)
        assert finish(0) == 0
        sys.stdout.close()
        out, _ = reading.communicate(timeout=30)
        assert int(out) == len(json.dumps(document, indent=2)) + 1


@pytest.mark.parametrize("encoding", ["cp1252", "ascii", "utf-8", "shift_jis"])
def test_a_document_is_utf_8_and_words_use_what_the_encoding_has(
    encoding: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "out"
    with standing_for("stdout", str(path), monkeypatch, encoding):
        print_json({"name": "Łukasz 🎂 \udcff", "text": "Zoë’s"})
        assert finish(0) == 0
    assert json.loads(path.read_bytes().decode("utf-8")) == {"name": "Łukasz 🎂 \udcff", "text": "Zoë’s"}
    with standing_for("stdout", str(path), monkeypatch, encoding):
        say("LinkApp’s greeting to Łukasz 🎂 \udcff")
        assert finish(0) == 0
    said = path.read_bytes().decode(encoding)
    assert said.startswith("LinkApp")
    assert said.replace("’", "'").startswith("LinkApp's greeting to ")
    assert said.endswith("\n")


def test_what_a_terminal_would_obey_is_not_written_to_it(capsys: pytest.CaptureFixture[str]) -> None:
    say("Greeted A\x1b]0;title\x07da\x9b31m.\nSecond\tline")
    assert capsys.readouterr().out == "Greeted A]0;titleda31m.\nSecond\tline\n"


def test_a_stream_without_a_number_is_written_to_as_well(monkeypatch: pytest.MonkeyPatch) -> None:
    plain = io.StringIO()
    monkeypatch.setattr(sys, "stdout", plain)
    say("Zoé")
    print_json({"a": 1})
    assert plain.getvalue() == 'Zoé\n{\n  "a": 1\n}\n'


def test_a_closed_descriptor_is_never_the_place_of_a_file(tmp_path: Path) -> None:
    """With ``>&- 2>&-`` the next file that is opened would be standard output."""
    program = (
        "import os, sys\nfrom linkapp.cli import output\noutput.make_ready()\n"
        "file = open(sys.argv[1], 'w')\n"
        "output.say('to nobody'); output.note('to nobody'); print('to nobody'); os.write(1, b'x')\n"
        "file.write(str(file.fileno())); file.close()\n"
        "sys.exit(output.finish(0))"
    )
    path = tmp_path / "database"
    ended = subprocess.run(
        ["sh", "-c", 'exec "$0" -c "$1" "$2" <&- >&- 2>&-', sys.executable, program, str(path)],
        cwd=ROOT, timeout=60, check=False,
    )  # fmt: skip
    assert ended.returncode == 0
    assert int(path.read_text()) > 2


def test_a_signal_that_is_ignored_stays_ignored() -> None:
    """With ``nohup`` a run goes on when its terminal is closed."""
    program = (
        "import asyncio, os, signal\nfrom linkapp.cli.signals import on_signals\n"
        "async def main():\n"
        "    heard = []\n"
        "    with on_signals(lambda: heard.append(1)):\n"
        "        os.kill(os.getpid(), signal.SIGHUP)\n"
        "        await asyncio.sleep(0)\n        await asyncio.sleep(0)\n"
        "        before = len(heard)\n"
        "        os.kill(os.getpid(), signal.SIGTERM)\n"
        "        while not heard:\n            await asyncio.sleep(0.01)\n"
        "    print(before, len(heard), signal.getsignal(signal.SIGHUP) is signal.SIG_IGN)\n"
        "asyncio.run(main())"
    )
    ended = subprocess.run(
        ["sh", "-c", 'trap "" HUP; exec "$0" -c "$1"', sys.executable, program],
        cwd=ROOT, capture_output=True, text=True, timeout=60, check=False,
    )  # fmt: skip
    assert ended.stdout == "0 1 True\n", ended.stderr


def test_an_end_of_file_at_the_prompt_is_no_bug(tmp_path: Path) -> None:
    """Control-D, or a terminal that is nobody's."""
    ours, theirs = os.openpty()
    running = subprocess.Popen(
        [sys.executable, str(ROOT / "main.py"), "status", "--passphrase", "--data-dir", str(tmp_path), "--site",
         "http://127.0.0.1:9", "--lang", "en"],
        stdin=theirs, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, start_new_session=True,
    )  # fmt: skip
    os.close(theirs)
    try:
        assert running.stderr is not None
        prompt = running.stderr.read(len("Passphrase: "))
        os.write(ours, b"\x04")
        out, err = running.communicate(timeout=60)
    finally:
        running.kill()
        running.wait()
        os.close(ours)
    assert prompt == "Passphrase: "
    assert (running.returncode, out) == (2, "")
    assert "No passphrase was given. Nothing was done." in err
    assert "Traceback" not in err
