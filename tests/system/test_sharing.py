"""Setting up a shared quota: the address goes into the settings, its password into the keyring, or nothing changes."""

from __future__ import annotations

from pathlib import Path

import pytest

from linkapp.domain.problems import Problem, Reason
from linkapp.system.settings_file import SettingsFile
from linkapp.system.sharing import SharingSetup


class Passwords:
    def __init__(self, problem: Problem | None = None) -> None:
        self.problem = problem
        self.kept: dict[str, str] = {}

    async def keep_password(self, entry: str, password: str) -> Problem | None:
        if self.problem is None:
            self.kept[entry] = password
        return self.problem


async def test_address_and_password_go_to_their_places_and_nothing_else_changes(tmp_path: Path) -> None:
    settings, passwords = SettingsFile(tmp_path), Passwords()
    setup = SharingSetup(settings, passwords)
    before = settings.load()
    assert await setup.choose(" rediss://me:from-the-address@far.example:6380/1?prefix=ann ", "") == ""
    assert settings.load().redis == "rediss://me@far.example:6380/1?prefix=ann"
    assert list(passwords.kept.values()) == ["from-the-address"]
    assert await setup.choose("redis://localhost/0", "typed") == ""
    assert settings.load().redis == "redis://localhost/0"
    assert "typed" in passwords.kept.values()
    assert await setup.choose("redis://localhost/0", "") == ""
    assert await setup.choose("", "ignored") == ""
    assert settings.load() == before


@pytest.mark.parametrize(
    ("address", "problem", "code"),
    [
        ("somewhere", None, "form"),
        ("redis://far.example", None, "encrypted"),
        ("redis://localhost/0?x=1", None, "prefix"),
        ("redis://localhost/x", None, "database"),
        ("redis://:secret@localhost/0", Problem(reason=Reason.KEYRING_LOCKED), "keyring"),
    ],
)
async def test_what_cannot_be_used_is_told_by_its_code_and_changes_nothing(
    tmp_path: Path, address: str, problem: Problem | None, code: str
) -> None:
    settings = SettingsFile(tmp_path)
    before = settings.load()
    assert await SharingSetup(settings, Passwords(problem)).choose(address, "") == code
    assert settings.load() == before


async def test_settings_that_cannot_be_saved_are_told(tmp_path: Path) -> None:
    (tmp_path / "settings.json").write_text("no settings")
    assert await SharingSetup(SettingsFile(tmp_path), Passwords()).choose("redis://localhost/0", "") == "settings"
