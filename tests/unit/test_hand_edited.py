"""Files that people edit by hand: read as editors write them; what cannot be used is named with its line, and costs its
own use only."""

from __future__ import annotations

import codecs
from pathlib import Path

import pytest

from linkapp.domain.settings import Settings
from linkapp.engine.selectors import load as load_pack
from linkapp.services.greeting_texts import Texts
from linkapp.system import template_files
from linkapp.system.folders import resources
from linkapp.system.settings_file import BadSettings, SettingsFile

SETTINGS = '{\n  "late_days": 5,\n  "language": "fr"\n}\n'
TEMPLATES = 'on_time = ["Hello {first_name}, happy birthday"]\nlate = ["Hello {first_name}, belated wishes"]\n'
EDITORS = {
    "plain": lambda text: text.encode(),
    "byte order mark": lambda text: codecs.BOM_UTF8 + text.encode(),
    "Windows": lambda text: codecs.BOM_UTF8 + text.replace("\n", "\r\n").encode(),
    "old line ends": lambda text: text.replace("\n", "\r").encode(),
}
UTF_16 = {
    "with a mark": lambda text: codecs.BOM_UTF16_LE + text.encode("utf-16-le"),
    "the other way round": lambda text: codecs.BOM_UTF16_BE + text.encode("utf-16-be"),
    "without a mark": lambda text: text.encode("utf-16-le"),
}


def templates(folder: Path) -> template_files.Loaded:
    return template_files.load(resources() / "templates", folder, "birthday")


@pytest.mark.parametrize("editor", EDITORS)
def test_settings_templates_and_packs_are_read_as_editors_write_them(editor: str, tmp_path: Path) -> None:
    written = EDITORS[editor]
    (tmp_path / "settings.json").write_bytes(written(SETTINGS))
    (tmp_path / "birthday.en.toml").write_bytes(written(TEMPLATES))
    own = tmp_path / "pack" / "site.toml"
    own.parent.mkdir()
    own.write_bytes(written('[pages]\nprofile = "/in/"\n'))
    assert SettingsFile(tmp_path).load() == Settings(late_days=5, language="fr")
    (tmp_path / "settings.json").unlink()
    found = templates(tmp_path)
    assert [one.text for one in found.on_time["en"]] == ["Hello {first_name}, happy birthday"]
    assert not found.notices
    assert load_pack(resources() / "selectors" / "site.toml", own).own


@pytest.mark.parametrize("editor", UTF_16)
def test_utf_16_is_told(editor: str, tmp_path: Path) -> None:
    written = UTF_16[editor]
    (tmp_path / "settings.json").write_bytes(written(SETTINGS))
    with pytest.raises(BadSettings, match="UTF-16; save it as UTF-8"):
        SettingsFile(tmp_path).load()
    (tmp_path / "settings.json").unlink()
    (tmp_path / "birthday.en.toml").write_bytes(written(TEMPLATES))
    assert "UTF-16" in str(templates(tmp_path).notices[0])
    own = tmp_path / "pack" / "site.toml"
    own.parent.mkdir()
    own.write_bytes(written("[pages]\n"))
    assert "UTF-16" in load_pack(resources() / "selectors" / "site.toml", own).notice


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ('{\n  "late_days": 5,\n}', "line 3, column 1"),
        ('{\n  "theme": "dark",\n  "late_days": "many"\n}', "line 3: Expected `int`, got `str` for late_days"),
        ('{\n "hours_to": "18:00:00",\n "hours_from": "09:00:00Z"\n}', "line 3: hours_from is a time of day"),
        ('{\n "hours_from": "09:00:00+02:00"}', "line 2: hours_from"),
        ('{\n\n "browser": "chro\\u0000mium"}', "line 3: browser"),
        ('{"redis": "a\\nb"}', "line 1: redis"),
        ("", "the file is empty"),
        ("[" * 100_000, "nested"),
        ('{"late_days": 1' + "0" * 400 + "}", "settings"),
    ],
)
def test_settings_name_the_line(text: str, words: str, tmp_path: Path) -> None:
    (tmp_path / "settings.json").write_text(text)
    with pytest.raises(BadSettings) as bad:
        SettingsFile(tmp_path).load()
    assert words in str(bad.value)
    assert "\n" not in str(bad.value)


def test_settings_that_cannot_be_read_are_kept_beside_those_that_replace_them(tmp_path: Path) -> None:
    (tmp_path / "settings.json").write_text('{"late_days": 5,}')
    SettingsFile(tmp_path).save(Settings(late_days=2))
    assert SettingsFile(tmp_path).load().late_days == 2
    assert (tmp_path / "settings.unreadable.json").read_text() == '{"late_days": 5,}'


def test_only_exact_names_count_and_others_are_named(tmp_path: Path) -> None:
    (tmp_path / "birthday.en.toml").write_text(TEMPLATES)
    others = ["birthday.en.v0-old.toml", "birthday.en-GB.toml", "birthday.toml", "Birthday.fr.toml", "birthday.fr.toml.txt",
              "birthday.en.toml~"]  # fmt: skip
    for name in others:
        (tmp_path / name).write_text("this is = no [template")
    (tmp_path / ".birthday.en.toml.swp").write_bytes(b"\0")
    (tmp_path / "birthday.de.toml").mkdir()
    (tmp_path / "older").mkdir()
    found = templates(tmp_path)
    assert [one.text for one in found.on_time["en"]] == ["Hello {first_name}, happy birthday"]
    assert set(found.on_time) == {"en", "fr", "de", "es"}
    assert sorted(one.facts["path"].name for one in found.notices) == sorted([*others, "birthday.de.toml"])
    assert all("is not used" in str(one) for one in found.notices)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ('on_time = [\n  "Hi {first_name}",\n  "Hi {name}",\n]\nlate = ["Late"]', "line 3"),
        ('on_time = ["a"]\nlate = ["b"\nx = 1', "line 3"),
        ("on_time = []\nlate = []", "no text"),
        ('late = ["a"]', "on_time"),
    ],
)
def test_a_bad_file_costs_its_own_language_and_no_other_words_take_its_place(
    text: str, words: str, tmp_path: Path
) -> None:
    (tmp_path / "birthday.fr.toml").write_text(text)
    found = templates(tmp_path)
    assert words in str(found.notices[0])
    texts = Texts(on_time=found.on_time, late=found.late, spoilt=found.spoilt)
    assert (list(texts.of("fr", 0)), list(texts.of("fr", 2))) == ([], [])
    assert texts.are_spoilt("fr")
    assert texts.of("en", 0)
    assert texts.of("it", 0) == texts.of("en", 0)
    assert not texts.are_spoilt("it")


def test_a_line_that_is_no_utf_8_is_named(tmp_path: Path) -> None:
    (tmp_path / "birthday.fr.toml").write_bytes('on_time = ["a"]\nlate = ["fêté"]\n'.encode("latin-1"))
    assert "line 2 is no UTF-8" in str(templates(tmp_path).notices[0])


def test_files_beside_a_pack_are_named(tmp_path: Path) -> None:
    own = tmp_path / "site.toml"
    (tmp_path / "site.toml.bak").write_text("")
    for there in (False, True):
        if there:
            own.write_text("[pages]\n")
        found = load_pack(resources() / "selectors" / "site.toml", own)
        assert [str(one.facts["path"]) for one in found.not_used] == [str(tmp_path / "site.toml.bak")]
