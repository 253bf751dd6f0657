"""Files that are no ordinary files, as people's own arrangements leave them."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from linkapp.cli.commands.sign_in import _export
from linkapp.cli.usage import UsageProblem
from linkapp.cli.words import CliWords
from linkapp.domain.settings import Settings
from linkapp.engine.selectors import load
from linkapp.system import template_files
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


def templates(folder: Path) -> template_files.LoadedTemplates:
    return template_files.load(resources() / "templates", folder, "birthday")


def test_a_pipe_or_a_link_to_nowhere_in_the_place_of_texts_is_told_and_no_other_words_take_its_place(
    tmp_path: Path,
) -> None:
    os.mkfifo(tmp_path / "birthday.en.toml")
    (tmp_path / "birthday.fr.toml").symlink_to(tmp_path / "gone.toml")
    os.mkfifo(tmp_path / "notes")
    found = templates(tmp_path)
    assert found.spoilt == {"en", "fr"}
    told = " ".join(map(str, found.notices))
    assert "a pipe" in told
    assert "No such file" in told
    assert "notes is not used" in told


def test_a_folder_in_the_place_of_texts_is_named_and_any_other_folder_is_not(tmp_path: Path) -> None:
    (tmp_path / "birthday.en.toml").mkdir()
    (tmp_path / "older").mkdir()
    found = templates(tmp_path)
    assert [str(one.facts["path"]) for one in found.notices] == [str(tmp_path / "birthday.en.toml")]
    assert "is a folder" in CliWords("en").bad(found.notices[0])
    assert not found.spoilt
    assert found.on_time["en"]


def test_a_link_to_nowhere_in_the_place_of_a_pack_is_told(tmp_path: Path) -> None:
    (tmp_path / "site.toml").symlink_to(tmp_path / "gone.toml")
    found = load(resources() / "selectors" / "site.toml", tmp_path / "site.toml")
    assert not found.own
    assert "No such file" in found.notice


@pytest.mark.parametrize(
    ("key", "near"),
    [
        ("mesages_a_week", "messages_a_week"),
        ("messages_per_week", "messages_a_week"),
        ("Messages-A-Week", "messages_a_week"),
        ("latedays", "late_days"),
        ("weekendHalf", "weekend_half"),
        ("colour_of_the_sea", ""),
        ("é\u0000", ""),
    ],
)
def test_a_key_that_is_no_setting_is_named_with_the_one_that_may_be_meant(tmp_path: Path, key: str, near: str) -> None:
    (tmp_path / "settings.json").write_text(json.dumps({"_remark": 1, "//": 2, "$schema": "", "theme": "dark", key: 5},
                                                       indent=1))  # fmt: skip
    file = SettingsFile(tmp_path)
    (unknown,) = file.unknown()
    assert unknown.facts.get("near", "") == near
    assert unknown.facts["line"] == 6
    for language in ("en", "fr"):
        told = CliWords(language).bad(unknown)
        assert str(unknown.facts["name"]) in told
        assert near in told
        assert "\0" not in told
    assert file.load() == Settings(theme="dark")
    file.save(Settings())
    assert key in json.loads((tmp_path / "settings.json").read_text())


def test_settings_of_todays_names_have_no_unknown_key(tmp_path: Path) -> None:
    file = SettingsFile(tmp_path)
    assert file.unknown() == []
    file.save(Settings())
    assert file.unknown() == []
    (tmp_path / "settings.json").write_text("{")
    assert file.unknown() == []


def test_an_export_that_is_a_pipe_or_a_device_is_told_and_not_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "export.json")
    for name in (str(tmp_path / "export.json"), "/dev/zero", "/dev/tty"):
        if Path(name).exists():
            with pytest.raises(UsageProblem, match="a pipe or a device"):
                _export(name)


def test_an_export_on_standard_input_is_read() -> None:
    code = "from linkapp.cli.commands.sign_in import _export; import sys; sys.stdout.write(_export(sys.argv[1]))"
    for name in ("/dev/stdin", "/dev/fd/0"):
        done = subprocess.run(
            [sys.executable, "-c", code, name], input="[1]", capture_output=True, text=True, check=False
        )
        assert done.stdout == "[1]", done.stderr
