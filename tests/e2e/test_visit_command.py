"""``run visits FILE`` as a command, and what it says of lists that are none."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path

import pytest

from linkapp.cli.exits import Exit
from linkapp.practice import served
from linkapp.practice.world import ordinary_world
from tests.e2e.in_process import linkapp
from tests.e2e.test_visits import someone


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "no address"),
        (b"Ada\nBo\n", "no address"),
        (b"\x89PNG\r\n\x1a\n\x00\xff", "no text"),
        (None, "cannot be read"),
    ],
)
def test_a_list_that_is_none_is_refused_in_one_sentence(content: bytes | None, words: str, tmp_path: Path) -> None:
    listed = tmp_path / "list.txt"
    if content is not None:
        listed.write_bytes(content)
    ended = linkapp("run", "visits", str(listed), "--data-dir", str(tmp_path / "data"), "--site", "http://127.0.0.1:9")
    assert (ended.returncode, ended.stdout) == (Exit.USAGE, "")
    assert words in ended.stderr
    assert "Traceback" not in ended.stderr


@pytest.mark.parametrize(
    "words", [["run", "visits"], ["run", "visits", "x", "--send"], ["run", "visits", "x", "--late-days", "2"],
              ["run", "birthdays", "x"], ["run", "visits", " "]]
)  # fmt: skip
def test_a_line_that_mixes_kinds_of_runs_is_refused(words: list[str], tmp_path: Path) -> None:
    ended = linkapp(*words, "--data-dir", str(tmp_path / "data"), "--json")
    assert (ended.returncode, ended.stdout) == (Exit.USAGE, "")
    assert not (tmp_path / "data").exists()


def test_the_command_tells_a_document_and_its_runs(tmp_path: Path) -> None:
    with served(ordinary_world(datetime.now(UTC).date())) as site:
        listed = tmp_path / "list.txt"
        listed.write_text(f"{site.address}/in/{someone(site.world, 2)}/\n", encoding="utf-8-sig")
        on = ["--site", site.address, "--data-dir", str(tmp_path / "data"), "--pace", "none", "--headless"]
        ended = linkapp("run", "visits", str(listed), *on, "--json")
        document = json.loads(ended.stdout)
        assert (ended.returncode, document["kind"], document["outcome"]) == (Exit.DONE, "visits", "done"), ended.stderr
        (visited,) = document["visited"]
        assert set(visited) == {"name", "profile", "recipient", "proof"}
        assert "greeted" not in document
        told = linkapp("runs", *on, "--lang", "fr")
        assert "Visites de profils" in told.stdout
        assert "1 visités" in told.stdout
