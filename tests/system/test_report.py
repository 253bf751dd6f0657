"""What a program that breaks down leaves behind, and the report that can be handed on."""

from __future__ import annotations

import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from linkapp.domain.settings import Settings
from linkapp.system.crash_file import CrashFile, without_folders
from linkapp.system.report_file import LOG_BYTES, write_report

BREAKS_DOWN = """
import ctypes, sys
from pathlib import Path
from linkapp.system import core_dumps
from linkapp.system.crash_file import CrashFile
core_dumps.forbid()
crash = CrashFile(Path(sys.argv[1]))
print(repr(crash.begin()), flush=True)
if sys.argv[2] == "break":
    ctypes.string_at(0)
crash.end()
"""


def program(folder: Path, how: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-c", BREAKS_DOWN, str(folder), how], capture_output=True, text=True, check=False
    )


def test_a_program_that_broke_down_is_told_of_once(tmp_path: Path) -> None:
    logs = tmp_path / "logs"
    assert program(logs, "end").stdout == "''\n"
    assert list(logs.iterdir()) == [], "in order it leaves nothing"
    assert program(logs, "break").returncode != 0
    told = program(logs, "end").stdout
    assert "Segmentation fault" in told or "access violation" in told
    assert str(tmp_path) not in told
    assert program(logs, "end").stdout == "''\n"


def test_a_folder_that_cannot_be_used_costs_nobody_anything(tmp_path: Path) -> None:
    (tmp_path / "logs").write_text("a file")
    crash = CrashFile(tmp_path / "logs")
    assert crash.begin() == ""
    crash.end()


def test_a_trace_names_no_folder() -> None:
    trace = 'File "/home/ada/x/linkapp/app.py", line 3 in main\nFile "C:\\Users\\ada\\run.py", line 1'
    assert without_folders(trace) == 'File "app.py", line 3 in main\nFile "run.py", line 1'


def parts(path: Path) -> dict[str, str]:
    with zipfile.ZipFile(path) as archive:
        return {name: archive.read(name).decode() for name in archive.namelist()}


def test_a_report_holds_what_helps_and_nothing_of_the_persons_own(tmp_path: Path) -> None:
    logs = tmp_path / "logs"
    logs.mkdir()
    (logs / "linkapp-2026-07-09.jsonl").write_text('{"event": "old"}\n')
    (logs / "linkapp-2026-07-10.jsonl").write_text(
        '{"event": "run begun", "detail": "/in/ada-byron/ li_at=AQEDsecret99"}\n'
    )
    settings = Settings(messages_a_day=3, redis="rediss://ada.example.org/0", backup_folder="/home/ada/stick")
    target = tmp_path / "report.zip"
    write_report(target, logs=logs, settings=settings, fault="KeyError\n  app.py:3 main https://x.test/?token=abc")
    held = parts(target)
    assert set(held) == {"about.txt", "settings.txt", "log.jsonl", "fault.txt"}
    assert held["settings.txt"].splitlines() == ["messages_a_day: 3", "redis: set", "backup_folder: set"]
    assert held["log.jsonl"].splitlines()[0] == '{"event": "old"}'
    whole = " ".join(held.values())
    assert not [secret for secret in ("ada", "AQEDsecret99", "token=abc", str(tmp_path)) if secret in whole]
    assert target.stat().st_mode & 0o077 == 0 or sys.platform == "win32"


def test_only_the_newest_of_a_long_log_goes_in(tmp_path: Path) -> None:
    logs = tmp_path / "logs"
    logs.mkdir()
    line = '{"event": "outcome", "number": %07d}\n'
    (logs / "linkapp-2026-07-10.jsonl").write_text("".join(line % number for number in range(20_000)))
    target = tmp_path / "report.zip"
    write_report(target, logs=logs, settings=Settings())
    held = parts(target)["log.jsonl"]
    assert len(held) <= LOG_BYTES
    assert held.startswith('{"event"')
    assert held.rstrip().endswith("19999}")
    assert "fault.txt" not in parts(target)


def test_a_report_that_cannot_be_written_leaves_what_was_there(tmp_path: Path) -> None:
    with pytest.raises(OSError, match="No such file"):
        write_report(tmp_path / "nowhere" / "report.zip", logs=tmp_path / "none", settings=Settings())
