"""Files that are no ordinary files, as people's own arrangements leave them."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from linkapp.domain.settings import Settings
from linkapp.engine.selectors import load
from linkapp.system.folders import data_folder, resources
from linkapp.system.settings_file import BadSettings, SettingsFile


def test_a_pipe_in_the_place_of_the_settings_is_told_and_not_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "settings.json")
    with pytest.raises(BadSettings, match="a pipe"):
        SettingsFile(tmp_path).load()


def test_a_pipe_in_the_place_of_a_pack_is_told_and_not_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "site.toml")
    found = load(resources() / "selectors" / "site.toml", tmp_path / "site.toml")
    assert not found.own
    assert "a pipe" in repr(found)


def test_settings_that_are_a_link_stay_one_and_its_file_is_changed(tmp_path: Path) -> None:
    kept = tmp_path / "kept" / "mine.json"
    kept.parent.mkdir()
    kept.write_text('{"late_days": 5}')
    link = tmp_path / "settings.json"
    link.symlink_to(kept)
    SettingsFile(tmp_path).save(Settings(late_days=7))
    assert link.is_symlink()
    assert '"late_days": 7' in kept.read_text()


def test_a_limit_that_stands_there_twice_is_not_guessed(tmp_path: Path) -> None:
    (tmp_path / "settings.json").write_text('{"messages_a_day": 3, "messages_a_day": 20}')
    with pytest.raises(BadSettings, match="messages_a_day stands there twice"):
        SettingsFile(tmp_path).load()


def test_a_folder_that_is_a_link_to_nowhere_is_said_to_be_one(tmp_path: Path) -> None:
    (tmp_path / "link").symlink_to(tmp_path / "gone")
    with pytest.raises(OSError, match="leads nowhere"):
        data_folder(str(tmp_path / "link"))
