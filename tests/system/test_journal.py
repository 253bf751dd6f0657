"""The technical log: codes and counts, one file a day, nobody named, and never a reason for anything to fail."""

from __future__ import annotations

import asyncio
import json
import os
import stat
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from linkapp.domain.campaign import Result
from linkapp.system import journal as journals
from linkapp.system.journal import FileJournal, LogFiles

NOW = datetime(2026, 7, 10, 9, 30, tzinfo=UTC)
KEY = "0f" * 16


class Now:
    def __init__(self) -> None:
        self.at = NOW

    def __call__(self) -> datetime:
        return self.at


def made(folder: Path, now: Now | None = None, key: str = KEY) -> FileJournal:
    time = now or Now()
    return FileJournal(LogFiles(folder / "logs", time), now=time, key=lambda: key)


def lines(folder: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for path in sorted((folder / "logs").iterdir()) for line in path.read_text().splitlines()]


def test_a_line_holds_known_fields_only_and_says_which_were_left_out(tmp_path: Path) -> None:
    made(tmp_path).note(
        "outcome", state=Result.FAILED, reason="offline", text="Happy birthday, Ann", name="Ann Bee", detail=""
    )
    assert lines(tmp_path) == [
        {"at": "2026-07-10T09:30:00.000+00:00", "event": "outcome", "reason": "offline", "state": "failed",
         "left_out": ["name", "text"]}
    ]  # fmt: skip


def test_a_person_is_a_hash_that_is_the_same_in_one_folder_and_another_in_another(tmp_path: Path) -> None:
    for number, key in enumerate((KEY, KEY, "a1" * 16)):
        (tmp_path / str(number)).mkdir()
        made(tmp_path / str(number), key=key).note("x", person="id:ACoAAann")
    found = [lines(tmp_path / str(number))[0]["person"] for number in range(3)]
    assert found[0] == found[1] != found[2]
    assert len(found[0]) == 12
    assert "ann" not in json.dumps(found).casefold()


def test_texts_are_redacted_and_cut(tmp_path: Path) -> None:
    made(tmp_path).note("x", detail="at https://x.test/in/ann-bee/?token=abc li_at=AQcanary0123456789 " + "long " * 200)
    [line] = lines(tmp_path)
    assert not [secret for secret in ("ann-bee", "token", "canary") if secret in json.dumps(line)]
    assert len(line["detail"]) == journals.LONGEST


def test_a_fault_tells_its_places_and_no_values(tmp_path: Path) -> None:
    secret = "AQcanary0123456789abcdefghijklmnopqrstuvwxyz"
    try:
        raise ValueError(f"cookie li_at={secret} of /in/ann-bee/")
    except ValueError as error:
        made(tmp_path).fault(error)
    [line] = lines(tmp_path)
    assert (line["event"], line["error"]) == ("fault", "ValueError")
    assert line["trace"][-1].endswith("in test_a_fault_tells_its_places_and_no_values")
    assert not line["trace"][-1].startswith("/")
    assert secret not in json.dumps(line)
    assert "ann-bee" not in json.dumps(line)


async def test_everything_noted_during_a_run_bears_its_id_and_what_another_task_notes_does_not(tmp_path: Path) -> None:
    journal = made(tmp_path)
    begun = asyncio.Event()

    async def run() -> None:
        with journal.during(7):
            journal.note("in it")
            begun.set()
            await asyncio.sleep(0)
        journal.note("after it")

    task = asyncio.ensure_future(run())
    await begun.wait()
    journal.note("beside it")
    await task
    assert {line["event"]: line.get("run") for line in lines(tmp_path)} == {
        "in it": 7,
        "beside it": None,
        "after it": None,
    }


@pytest.mark.skipif(os.name == "nt", reason="Windows has other rights")
def test_files_are_their_owners_only_from_the_first_moment_on(tmp_path: Path) -> None:
    before = os.umask(0)
    try:
        made(tmp_path).note("x")
    finally:
        os.umask(before)
    assert stat.S_IMODE((tmp_path / "logs").stat().st_mode) == 0o700
    assert {stat.S_IMODE(path.stat().st_mode) for path in (tmp_path / "logs").iterdir()} == {0o600}


def test_a_day_has_its_own_file_and_after_thirty_days_it_goes(tmp_path: Path) -> None:
    now = Now()
    journal = made(tmp_path, now)
    (tmp_path / "logs").mkdir()
    (tmp_path / "logs" / "notes.txt").write_text("the person's own")
    for day in range(40):
        now.at = NOW + timedelta(days=day)
        journal.note("x")
    names = sorted(path.name for path in (tmp_path / "logs").iterdir())
    assert "notes.txt" in names
    assert len(names) == 32
    assert names[0] == "linkapp-2026-07-19.jsonl"
    assert names[-2] == "linkapp-2026-08-18.jsonl"


def test_a_file_and_all_files_have_a_largest_size(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(journals, "LARGEST_FILE", 400)
    monkeypatch.setattr(journals, "LARGEST_ALL", 1500)
    now = Now()
    journal = made(tmp_path, now)
    for _ in range(40):
        journal.note("a line of some length", detail="word " * 10)
    now.at += timedelta(days=1)
    journal.note("next day")
    files = list((tmp_path / "logs").iterdir())
    assert max(path.stat().st_size for path in files) < 800
    assert sum(path.stat().st_size for path in files) < 2000
    assert lines(tmp_path)[-1]["event"] == "next day"


def test_a_log_that_cannot_be_written_costs_nothing(tmp_path: Path) -> None:
    (tmp_path / "logs").write_text("a file where the folder should be")
    made(tmp_path).note("x")
    made(tmp_path).fault(ValueError("y"))

    def no_key() -> str:
        raise OSError("gone")

    folder = tmp_path / "other"
    folder.mkdir()
    FileJournal(LogFiles(folder / "logs", Now()), now=Now(), key=no_key).note(
        "x", person="id:ACoAAann", detail="\ud800"
    )
    assert [line["person"] for line in lines(folder)] == ["somebody"]


async def test_several_programs_write_whole_lines_into_one_file(tmp_path: Path) -> None:
    code = (
        "import sys; from pathlib import Path; from datetime import datetime, UTC\n"
        "from linkapp.system.journal import FileJournal, LogFiles\n"
        "now = lambda: datetime(2026, 7, 10, tzinfo=UTC)\n"
        "one = FileJournal(LogFiles(Path(sys.argv[1]), now), now=now, key=lambda: 'k')\n"
        "[one.note('x', detail='word ' * 50, run=n) for n in range(200)]\n"
    )
    programs = [
        await asyncio.create_subprocess_exec(sys.executable, "-c", code, str(tmp_path / "logs")) for _ in range(3)
    ]
    assert [await program.wait() for program in programs] == [0, 0, 0]
    assert len(lines(tmp_path)) == 600
