"""The evidence folder: named by time and reason, its owner's only, the newest for a while, nothing else touched."""

from __future__ import annotations

import os
import stat
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from linkapp.system.evidence_files import EvidenceFiles

NOW = datetime(2026, 7, 10, 9, 30, tzinfo=UTC)


class Now:
    def __init__(self) -> None:
        self.at = NOW

    def __call__(self) -> datetime:
        return self.at


@pytest.fixture
def now() -> Now:
    return Now()


@pytest.fixture
def files(tmp_path: Path, now: Now) -> EvidenceFiles:
    return EvidenceFiles(tmp_path, now)


def names(files: EvidenceFiles) -> list[str]:
    return sorted(path.name for path in files.folder.iterdir())


def test_a_name_is_a_time_a_reason_and_a_number(files: EvidenceFiles) -> None:
    assert [files.keep("no_composer", b"picture", "{}") for _ in range(2)] == [
        "20260710T093000Z-no_composer-00",
        "20260710T093000Z-no_composer-01",
    ]
    assert names(files) == [
        f"20260710T093000Z-no_composer-0{number}.{kind}" for number in (0, 1) for kind in ("json", "png")
    ]
    assert files.keep("../Ann Bee", b"", "{}") == "20260710T093000Z-annbee-00"
    assert names(files)[-1] == "20260710T093000Z-no_composer-01.png"


@pytest.mark.skipif(os.name == "nt", reason="Windows has other rights")
def test_folder_and_files_are_their_owners_only(files: EvidenceFiles) -> None:
    before = os.umask(0)
    try:
        files.keep("refused", b"picture", "{}")
        paths = files.keep_outlines({"birthdays": "{}", "../up": "{}"})
    finally:
        os.umask(before)
    found = [files.folder, *files.folder.rglob("*")]
    assert {stat.S_IMODE(path.stat().st_mode) for path in found if path.is_dir()} == {0o700}
    assert {stat.S_IMODE(path.stat().st_mode) for path in found if path.is_file()} == {0o600}
    assert {Path(path).parent.parent for path in paths.values()} == {files.folder}
    assert sorted(Path(path).name for path in paths.values()) == ["birthdays.json", "up.json"]


def test_twenty_are_kept_and_none_longer_than_fourteen_days(files: EvidenceFiles, now: Now) -> None:
    files.keep("refused", b"p", "{}")
    (files.folder / "mine.png").write_bytes(b"the person's own")
    for minute in range(30):
        now.at = NOW + timedelta(minutes=minute)
        files.keep("no_proof", b"p", "{}")
    kept = names(files)
    assert len(kept) == 41
    assert kept[0].startswith("20260710T0940")
    now.at = NOW + timedelta(days=14, minutes=20)
    files.tidy()
    assert len(names(files)) == 21
    now.at += timedelta(days=1)
    files.tidy()
    assert names(files) == ["mine.png"]


def test_five_page_checks_are_kept_and_each_has_a_folder_of_its_own(files: EvidenceFiles, now: Now) -> None:
    first = files.keep_outlines({"birthdays": "1"})["birthdays"]
    second = files.keep_outlines({"birthdays": "2"})["birthdays"]
    assert first != second
    for minute in range(1, 6):
        now.at = NOW + timedelta(minutes=minute)
        last = files.keep_outlines({"birthdays": "3"})["birthdays"]
    assert len(names(files)) == 5
    assert Path(last).read_text() == "3"
    now.at += timedelta(days=15)
    files.tidy()
    assert names(files) == []


def test_without_a_folder_there_is_nothing_to_tidy_and_a_full_second_is_an_error(files: EvidenceFiles) -> None:
    files.tidy()
    assert not files.folder.exists()
    files._make(files.folder)
    for count in range(100):
        (files.folder / f"20260710T093000Z-refused-{count:02}.json").write_text("{}")
    with pytest.raises(OSError, match="too much"):
        files.keep("refused", b"", "{}")
