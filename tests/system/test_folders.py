"""The data folder: where it lies when nobody says so, and whatever it is called."""

from __future__ import annotations

import gzip
import os
import pwd
import shutil
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest

from linkapp.storage import open_storage
from linkapp.storage.people_pages import SqlitePeoplePages
from linkapp.system.folders import data_folder
from tests.storage.samples import NOW, person, slot

ROOT = Path(__file__).resolve().parents[2]
HOME = Path(pwd.getpwuid(os.getuid()).pw_dir)
NAMES = [
    "what?", "?mode=memory", "c#", "#", "50%", "a%20b", "%2e%2e", "%00", "a&b=c", "a b ", "it's", 'say "x"', "semi;colon",
    "[abc]", "*", "new\nline", "tab\there", "\\back", ":memory:", "file:x", "-rf", "~", "$HOME", "{0}", "@", "ünï", "u\u0308",
    "生日", "\u202eabc", "🎂", "x" * 200, "bytes-\udcff",
]  # fmt: skip


def names_in(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


@pytest.mark.parametrize("name", NAMES)
async def test_a_data_folder_holds_everything_whatever_its_name_is(name: str, tmp_path: Path) -> None:
    neighbours = [tmp_path / other for other in ("what", "c", "a", "a b", "50", "x") if other != name]
    for neighbour in neighbours:
        neighbour.mkdir(exist_ok=True)
    folder = tmp_path / name
    folder.mkdir()
    for _ in range(2):
        storage = await open_storage(folder)
        await storage.people.seen(person(), NOW)
        await slot(storage.ledger) if not await storage.ledger.first_use() else None
        pages = SqlitePeoplePages(storage.pages_path)
        assert len(pages.ids()) == 1
        pages.close()
        await storage.ledger.recover(NOW)
        await storage.close()
    assert names_in(tmp_path) == sorted({name, *(path.name for path in neighbours)})
    assert [list(path.iterdir()) for path in neighbours] == [[]] * len(neighbours)
    with closing(sqlite3.connect(os.fsencode(folder / "linkapp.db"))) as database:
        assert database.execute("SELECT count(*) FROM people").fetchone() == (1,)


@pytest.mark.parametrize("name", ["a?b#c%20", "it's", "bytes-\udcff"])
async def test_an_older_database_is_upgraded_whatever_its_folder_is_called(name: str, tmp_path: Path) -> None:
    folder = tmp_path / name
    folder.mkdir()
    with (
        gzip.open(ROOT / "tests" / "old_databases" / "version-1.db.gz") as old,
        (folder / "linkapp.db").open("wb") as new,
    ):
        shutil.copyfileobj(old, new)
    await (await open_storage(folder)).close()
    assert (folder / "linkapp-version-1.db").stat().st_size > 0
    assert names_in(tmp_path) == [name]


@pytest.mark.parametrize("name", ["what?#50%20[x]", "bytes-\udcff"])
def test_a_command_works_in_it(name: str, tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, ROOT / "main.py", "status", "--data-dir", os.fsencode(tmp_path / name), "--site", "http://127.0.0.1:9"],
        capture_output=True, text=True, errors="surrogateescape", timeout=60, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    assert [path.name for path in tmp_path.iterdir()] == [name]


@pytest.mark.parametrize("value", [None, "", "relative/share", " ", "./here"])
def test_a_relative_place_for_application_data_counts_as_none(
    value: str | None, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("HOME", str(tmp_path / "home"))
    monkeypatch.delenv("XDG_DATA_HOME", raising=False)
    if value is not None:
        monkeypatch.setenv("XDG_DATA_HOME", value)
    assert data_folder(None) == tmp_path / "home" / ".local" / "share" / "LinkApp"


def test_the_systems_place_for_application_data_is_used(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "share"))
    assert data_folder(None) == tmp_path / "share" / "LinkApp"


@pytest.mark.parametrize("value", [None, "", "relative"])
def test_without_a_usable_home_the_accounts_own_home_folder_is_used(
    value: str | None, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("XDG_DATA_HOME", raising=False)
    monkeypatch.delenv("HOME", raising=False)
    if value is not None:
        monkeypatch.setenv("HOME", value)
    made: list[Path] = []
    monkeypatch.setattr(Path, "mkdir", lambda self, **_: made.append(self))
    monkeypatch.setattr(Path, "is_dir", lambda _: True)
    assert data_folder(None) == HOME / ".local" / "share" / "LinkApp"


def test_an_account_without_any_home_is_told_to_give_a_folder(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("XDG_DATA_HOME", raising=False)
    monkeypatch.delenv("HOME", raising=False)

    def unknown(_: int) -> None:
        raise KeyError

    monkeypatch.setattr(pwd, "getpwuid", unknown)
    with pytest.raises(OSError, match="--data-dir"):
        data_folder(None)


def test_the_home_of_somebody_unknown_is_bad_input() -> None:
    with pytest.raises(OSError, match="no such home"):
        data_folder("~nobody-of-that-name/linkapp")


def test_a_folder_that_only_begins_with_a_tilde_of_its_own_is_meant_as_it_stands(tmp_path: Path) -> None:
    assert data_folder(str(tmp_path / "~x")) == tmp_path / "~x"
