"""Small files that are written whole or not at all."""

from __future__ import annotations

import errno
import os
import secrets
import stat
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Barrier

import pytest

from linkapp.system.folders import folder_id
from linkapp.system.whole_file import write_first, write_whole


def test_a_file_that_is_there_stays_as_it_is_and_nothing_is_left_beside_it(tmp_path: Path) -> None:
    path = tmp_path / "name"
    write_first(path, b"first")
    write_first(path, b"second")
    assert path.read_bytes() == b"first"
    assert [file.name for file in tmp_path.iterdir()] == ["name"]
    if os.name != "nt":
        assert stat.S_IMODE(path.stat().st_mode) == 0o600


def test_of_many_that_write_first_at_once_one_wins_and_all_read_the_same(tmp_path: Path) -> None:
    for attempt in range(20):
        path, together = tmp_path / f"name-{attempt}", Barrier(8)

        def write(number: int, path: Path = path, together: Barrier = together) -> bytes:
            together.wait()
            write_first(path, str(number).encode() * 40)
            return path.read_bytes()

        with ThreadPoolExecutor(8) as writers:
            read = set(writers.map(write, range(8)))
        assert len(read) == 1
        assert len(read.pop()) == 40


def test_a_folder_is_named_once_whoever_asks(tmp_path: Path) -> None:
    with ThreadPoolExecutor(8) as programs:
        names = set(programs.map(lambda _: folder_id(tmp_path), range(16)))
    assert names == {folder_id(tmp_path)}
    assert [file.name for file in tmp_path.iterdir()] == ["folder.id"]


def test_a_name_that_was_missing_a_moment_ago_is_never_replaced(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Another program names the folder between the look and the writing."""
    other = "0" * 32

    def meanwhile(_: int) -> str:
        (tmp_path / "folder.id").write_text(other, encoding="ascii")
        return "1" * 32

    monkeypatch.setattr(secrets, "token_hex", meanwhile)
    assert folder_id(tmp_path) == other
    assert (tmp_path / "folder.id").read_text(encoding="ascii") == other


def test_a_damaged_name_of_a_folder_is_replaced(tmp_path: Path) -> None:
    (tmp_path / "folder.id").write_bytes(b"\xff half")
    name = folder_id(tmp_path)
    assert folder_id(tmp_path) == name


def test_without_links_a_file_is_written_first_all_the_same(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refused(*_: object) -> None:
        raise PermissionError(errno.EPERM, "no links here")

    monkeypatch.setattr(os, "link", refused)
    path = tmp_path / "name"
    write_first(path, b"first")
    write_first(path, b"second")
    assert path.read_bytes() == b"first"
    assert [file.name for file in tmp_path.iterdir()] == ["name"]


@pytest.mark.parametrize("write", [write_whole, write_first])
def test_a_disk_that_fails_leaves_nothing(write: object, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(_: int) -> None:
        raise OSError(errno.ENOSPC, "no space")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(OSError, match="no space"):
        write(tmp_path / "name", b"x")
    assert list(tmp_path.iterdir()) == []
