"""``schedule``, ``log``, ``backup`` and ``restore`` as commands: documents, words, and bad input."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from linkapp.cli.exits import Exit
from tests.e2e.in_process import linkapp
from tests.e2e.test_commands import NOBODY

AT = "2026-07-10T08:00Z"


def run(folder: Path, *words: str, status: int = Exit.DONE, now: str = AT) -> Any:
    """A command's document."""
    zone = ("--now", now, "--site", NOBODY, "--data-dir", str(folder), "--json")
    (folder / "settings.json").write_text('{"time_zone": "Europe/Paris"}')
    ended = linkapp(*words, *zone)
    assert ended.returncode == status, ended.stderr
    return json.loads(ended.stdout) if ended.stdout else ended.stderr


def test_schedules_are_made_listed_paused_and_removed(tmp_path: Path) -> None:
    first = run(tmp_path, "schedule", "add", "birthdays", "--at", "9:30", "--days", "mon,thu", "--spread", "15")
    assert first["schedule"] | {"next": ""} == {
        "id": 1, "kind": "birthdays", "at": "09:30", "days": "mon,thu", "spread_minutes": 15, "sends": False, "next": "",
        "waits_for": None, "failures": 0,
    }  # fmt: skip
    assert first["schedule"]["next"].startswith("2026-07-13T07:")
    second = run(tmp_path, "schedule", "add", "birthdays", "--at", "18:00", "--send")
    assert (second["schedule"]["sends"], second["schedule"]["next"]) == (True, "2026-07-10T16:00:00+00:00")
    listed = run(tmp_path, "schedule", "list")
    assert [schedule["id"] for schedule in listed["schedules"]] == [1, 2]
    assert run(tmp_path, "status")["next_run"]["schedule"] == 2
    assert run(tmp_path, "schedule", "pause", "--until", "07:00") == {
        "paused": True, "paused_until": "2026-07-11T05:00:00+00:00",
    }  # fmt: skip
    assert run(tmp_path, "schedule", "pause")["paused_until"] is None
    assert run(tmp_path, "schedule", "list")["paused"] is True
    assert run(tmp_path, "schedule", "resume") == {"paused": False, "paused_until": None}
    assert run(tmp_path, "schedule", "remove", "2") == {"removed": 2}
    assert "There is no schedule 2" in run(tmp_path, "schedule", "remove", "2", status=Exit.USAGE)
    assert run(tmp_path, "log") == {"log": [], "scheduled": []}


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (["add", "birthdays", "--at", "25:00"], "no time of day"),
        (["add", "birthdays", "--at", "09:00+02:00"], "no time of day"),
        (["add", "birthdays", "--at", "09:00", "--days", "someday"], "names no days"),
        (["add", "birthdays", "--at", "09:00", "--days", ""], "names no days"),
        (["add", "birthdays", "--at", "09:00", "--spread", "-5"], "0 to 180"),
        (["add", "positions", "--at", "09:00"], "birthdays"),
        (["add", "birthdays"], "--at"),
        (["pause", "--until", "2026-07-09T12:00"], "over already"),
        (["pause", "--until", "soon"], "no time"),
        (["remove", "0"], "no schedule 0"),
        ([], "COMMAND"),
    ],
)
def test_what_is_no_schedule_is_one_sentence_and_changes_nothing(
    words: list[str], sentence: str, tmp_path: Path
) -> None:
    assert sentence in run(tmp_path, "schedule", *words, status=Exit.USAGE)
    assert run(tmp_path, "schedule", "list")["schedules"] == []


@pytest.mark.parametrize("language", ["en", "fr"])
def test_it_says_plainly_what_sending_by_itself_means(language: str, tmp_path: Path) -> None:
    on = ["--site", NOBODY, "--data-dir", str(tmp_path), "--lang", language]
    sends = linkapp("schedule", "add", "birthdays", "--at", "09:30", "--send", *on).stdout
    asks = linkapp("schedule", "add", "birthdays", "--at", "09:30", *on).stdout
    assert ("without asking you" if language == "en" else "sans vous demander") in sends
    assert ("sends nothing" if language == "en" else "n’envoie rien") in asks
    listed = linkapp("schedule", "list", *on).stdout
    assert len(listed.splitlines()) == 2
    paused = linkapp("schedule", "pause", *on).stdout
    assert "linkapp schedule resume" in paused


def test_a_date_that_is_none_is_said(tmp_path: Path) -> None:
    assert "no date" in run(tmp_path, "log", "--since", "yesterday", status=Exit.USAGE)


def test_a_backup_is_made_and_restored_and_never_over_a_file(tmp_path: Path) -> None:
    data, copy = tmp_path / "data", tmp_path / "copy.db"
    data.mkdir()
    run(data, "schedule", "add", "birthdays", "--at", "09:30")
    made = run(data, "backup", str(copy))
    assert (made["file"], made["rows"]["schedules"]) == (str(copy), 1)
    assert "is there already" in run(data, "backup", str(copy), status=Exit.USAGE)
    assert Path(run(data, "backup")["file"]).parent == data / "backups"
    run(data, "schedule", "remove", "1")
    restored = run(data, "restore", str(copy))
    assert (restored["file"], restored["taken_over"], restored["paused"]) == (str(copy), 0, True)
    assert run(data, "schedule", "list")["paused"] is True
    assert Path(restored["before"]).exists()
    assert len(run(data, "schedule", "list")["schedules"]) == 1
    assert "cannot be read" in run(data, "restore", str(tmp_path / "none.db"), status=Exit.USAGE)
    (data / "linkapp.db").write_bytes(b"not a database at all")
    again = run(data, "restore", str(copy))
    assert "unusable" in again["before"]
    assert len(run(data, "schedule", "list")["schedules"]) == 1
