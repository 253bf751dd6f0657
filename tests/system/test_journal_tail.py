"""The end of the technical log as it grows: whole lines, over days, cut-off and replaced files, however long they are."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest

from linkapp.system import journal_tail
from linkapp.system.journal import FileJournal, LogFiles
from linkapp.system.journal_tail import FIRST, LONGEST, MOST, FileTail

NAME = "linkapp-2026-11-22.jsonl"
NEXT = "linkapp-2026-11-23.jsonl"


@pytest.fixture
def logs(tmp_path: Path) -> Path:
    folder = tmp_path / "logs"
    folder.mkdir()
    return folder


def add(file: Path, text: str | bytes) -> None:
    with file.open("ab") as opened:
        opened.write(text if isinstance(text, bytes) else text.encode())


def everything(tail: FileTail) -> list[str]:
    lines: list[str] = []
    while fresh := tail.read():
        lines += fresh
    return lines


def test_lines_come_once_and_only_when_they_are_whole(logs: Path) -> None:
    tail = FileTail(logs)
    assert tail.read() == ()
    add(logs / NAME, '{"a": 1}\n{"b"')
    assert everything(tail) == ['{"a": 1}']
    assert everything(tail) == []
    add(logs / NAME, ": 2}\n")
    assert everything(tail) == ['{"b": 2}']


def test_a_letter_of_several_bytes_is_not_broken_where_a_reading_ends(logs: Path) -> None:
    tail = FileTail(logs)
    text = "é漢字".encode()
    for byte in text:
        add(logs / NAME, bytes([byte]))
        assert everything(tail) == []
    add(logs / NAME, "\n")
    assert everything(tail) == ["é漢字"]
    add(logs / NAME, b"\xff\xfe broken\n")
    assert everything(tail)[0].endswith(" broken")


def test_a_file_that_was_cut_off_is_read_from_its_beginning(logs: Path) -> None:
    tail = FileTail(logs)
    add(logs / NAME, "one\ntwo\nhal")
    assert everything(tail) == ["one", "two"]
    (logs / NAME).write_text("new\n")
    assert everything(tail) == ["new"]
    (logs / NAME).write_text("")
    assert everything(tail) == []
    add(logs / NAME, "after\n")
    assert everything(tail) == ["after"]


def test_a_file_that_was_replaced_is_read_from_its_beginning(logs: Path) -> None:
    tail = FileTail(logs)
    add(logs / NAME, "one\n")
    assert everything(tail) == ["one"]
    beside = logs / "other"
    beside.write_text("another\nand more\n")
    beside.replace(logs / NAME)
    assert everything(tail) == ["another", "and more"]


def test_the_next_days_follow_and_a_tidied_one_is_passed_over(logs: Path) -> None:
    tail = FileTail(logs)
    add(logs / NAME, "today\n")
    assert everything(tail) == ["today"]
    add(logs / NAME, "late\n")
    add(logs / NEXT, "tomorrow\n")
    add(logs / "linkapp-2026-11-23.1.jsonl", "and more\n")
    add(logs / "notes.txt", "not a log\n")
    assert everything(tail) == ["late", "tomorrow", "and more"]
    for file in logs.iterdir():
        file.unlink()
    assert tail.read() == ()
    add(logs / "linkapp-2026-11-24.jsonl", "anew\n")
    assert everything(tail) == ["anew"]


def test_of_a_huge_file_only_the_end_is_read_and_a_little_at_a_time(
    logs: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with (logs / NAME).open("wb") as file:
        file.seek(50 * 1024**3)  # a hole: takes no room on the disk
        file.write(b"".join(b'{"n": %07d}\n' % number for number in range(40_000)))
    tail = FileTail(logs)
    first = tail.read()
    assert 0 < sum(len(line) + 1 for line in first) <= MOST
    lines = [*first, *everything(tail)]
    assert lines[-1] == '{"n": 0039999}'
    assert len(lines) == FIRST // 15 or len(lines) == FIRST // 15 - 1
    assert all(line.startswith('{"n": ') for line in lines), "the first one may be a half"


def test_a_line_without_an_end_does_not_grow(logs: Path) -> None:
    tail = FileTail(logs)
    add(logs / NAME, "x" * (LONGEST * 3))
    assert [len(line) for line in everything(tail)] == [LONGEST * 3]
    assert len(tail._begun) == 0


def test_what_the_journal_writes_is_what_is_read(logs: Path) -> None:
    def now() -> datetime:
        return datetime(2026, 11, 22, 8, tzinfo=UTC)

    journal, tail = FileJournal(LogFiles(logs, now), now=now, key=lambda: "key"), FileTail(logs)
    journal.note("opened", command="window")
    assert [line for line in everything(tail) if '"event": "opened"' in line]
    assert journal_tail.log_files(logs) == [logs / NAME]
