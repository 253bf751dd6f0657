"""A data folder has a name of where it lies, and a copy of it another one."""

from __future__ import annotations

from pathlib import Path

import pytest

from linkapp.system import place
from linkapp.system.place import place_of


def test_a_place_is_the_same_every_time_and_another_one_for_another_path(tmp_path: Path) -> None:
    (tmp_path / "link").symlink_to(tmp_path / "one")
    assert place_of(tmp_path / "one") == place_of(tmp_path / "link") != place_of(tmp_path / "two")


def test_it_tells_neither_computer_nor_path(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "id").write_text("0123abcd\n")
    monkeypatch.setattr(place, "_MACHINE_IDS", (tmp_path / "none", tmp_path / "id"))
    found = place_of(tmp_path / "data")
    assert len(found) == 32
    assert set(found) <= set("0123456789abcdef")


def test_another_computer_is_another_place_and_without_an_id_its_name_counts(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    found = set()
    for number in range(2):
        (tmp_path / "id").write_text(f"computer {number}")
        monkeypatch.setattr(place, "_MACHINE_IDS", (tmp_path / "id",))
        found.add(place_of(tmp_path))
    (tmp_path / "id").write_text("")
    for name in ("one", "two"):
        monkeypatch.setattr(place.platform, "node", lambda name=name: name)
        found.add(place_of(tmp_path))
    assert len(found) == 4
