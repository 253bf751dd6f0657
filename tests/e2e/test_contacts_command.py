"""``contacts …`` as a person's script calls it: documents, words, and bad input."""

from __future__ import annotations

import asyncio
import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from linkapp.cli.exits import Exit
from linkapp.domain.person import Person
from linkapp.services.ports.book import Interaction
from linkapp.storage import open_storage
from tests.e2e.in_process import linkapp
from tests.e2e.test_commands import NOBODY

NOW = datetime(2026, 7, 10, 8, tzinfo=UTC)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A book with three people: two who may be one, and one who wrote last."""

    async def fill() -> None:
        storage = await open_storage(tmp_path / "data")
        await storage.people.seen(Person(name="Élodie Müller", profile="elodie-m", headline="Chief of Cats"), NOW)
        await storage.people.seen(Person(name="Elodie Muller", member="ACoAAelodie"), NOW)
        bo = await storage.people.seen(Person(name="Bo Li", profile="bo"), NOW, (7, 12))
        await storage.people.happened(bo, Interaction(kind="message_in", at=NOW, text="hello"))
        await storage.close()

    asyncio.run(fill())
    return tmp_path / "data"


def run(folder: Path, *words: str, status: int = Exit.DONE, as_json: bool = True) -> Any:
    """What ``contacts …`` answers."""
    options = ("--now", NOW.isoformat(), "--site", NOBODY, "--data-dir", str(folder))
    ended = linkapp("contacts", *words, *options, *(("--json",) if as_json else ()))
    assert ended.returncode == status, ended.stderr
    return (json.loads(ended.stdout) if as_json else ended.stdout) if status == Exit.DONE else ended.stderr


def test_contacts_are_listed_by_words_and_filters(folder: Path) -> None:
    everybody = run(folder, "list")["contacts"]
    assert [contact["name"] for contact in everybody] == ["Bo Li", "Élodie Müller", "Elodie Muller"]
    bo = everybody[0]
    assert bo["birthday"] == "--07-12"
    assert (bo["last_contact"], bo["wrote_last"]) == (NOW.isoformat(), "them")
    assert bo["profile"].endswith("/in/bo/")
    for empty in ("connected_on", "do_not_contact", "score"):
        assert bo[empty] is None
    assert (bo["tags"], bo["emails"], bo["notes"]) == ([], [], "")
    assert [one["name"] for one in run(folder, "list", "cats", "muller")["contacts"]] == ["Élodie Müller"]
    assert [one["name"] for one in run(folder, "list", "--filter", "birthday-7")["contacts"]] == ["Bo Li"]
    both = run(folder, "list", "--filter", "they-wrote-last", "--filter", "birthday-today")
    assert both["contacts"] == []
    assert "Bo Li" in run(folder, "list", "--filter", "they-wrote-last", as_json=False)


def test_a_contact_is_edited_tagged_and_all_of_it_taken_back(folder: Path) -> None:
    before = run(folder, "show", "3")
    assert [thing["text"] for thing in before["timeline"]] == ["hello"]
    first = run(folder, "edit", "3", "birthday=1990-07-13", "company=Acme", "emails=bo@example.org")["edit"]
    assert (first["kind"], first["people"]) == ("edit", 1)
    run(folder, "tag", "3,1", "lyon", "old friend")
    run(folder, "do-not-contact", "3", "--reason", "asked")
    shown = run(folder, "show", "3")
    assert (shown["birthday"], shown["company"], shown["emails"]) == ("1990-07-13", "Acme", ["bo@example.org"])
    assert (shown["tags"], shown["do_not_contact"]) == (["lyon", "old friend"], "asked")
    run(folder, "do-not-contact", "3", "--off")
    run(folder, "untag", "3", "lyon")
    assert run(folder, "show", "3")["tags"] == ["old friend"]
    for _ in range(6):
        assert run(folder, "undo")["stayed"] == 0
    assert run(folder, "show", "3") == before
    assert "nothing to undo" in run(folder, "undo", status=Exit.USAGE)


def test_two_contacts_are_merged_and_told_apart_again(folder: Path) -> None:
    (pair,) = run(folder, "doubles")["doubles"]
    assert (pair["ids"], "name" in pair["alike"]) == ([1, 2], True)
    merged = run(folder, "merge", "1", "2")["edit"]
    assert run(folder, "show", "1")["member"] == "ACoAAelodie"
    assert "no contact 2" in run(folder, "show", "2", status=Exit.USAGE)
    assert run(folder, "doubles")["doubles"] == []
    run(folder, "undo", str(merged["id"]))
    assert len(run(folder, "list")["contacts"]) == 3


def test_a_contact_is_deleted_and_another_forgotten(folder: Path) -> None:
    run(folder, "delete", "1,2")
    assert len(run(folder, "list")["contacts"]) == 1
    run(folder, "undo")
    held = run(folder, "show", "3", "--all")["everything"]
    assert held["interactions"][0]["text"] == "hello"
    assert run(folder, "forget", "3") == {"forgotten": 3}
    assert len(run(folder, "list")["contacts"]) == 2
    assert "nothing to undo" in run(folder, "undo", status=Exit.USAGE)


@pytest.mark.parametrize("ending", ["csv", "CSV", "json", "vcf", "ics"])
def test_the_book_is_exported_by_the_ending_of_the_file(folder: Path, tmp_path: Path, ending: str) -> None:
    file = tmp_path / f"my contacts.{ending}"
    told = run(folder, "export", str(file))
    assert told == {"file": str(file), "format": ending.lower(), "contacts": 1 if ending == "ics" else 3}
    assert "Bo Li" in file.read_text("utf-8-sig")


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (["show", "99"], "no contact 99"),
        (["show", "x"], "no number of a contact"),
        (["show", "1,2"], "one contact"),
        (["show", "99999999999999999999"], "no contact"),
        (["edit", "1", "birthday=31 April"], "cannot be the birthday"),
        (["edit", "1", "shoes=44"], "no field"),
        (["edit", "1", "company"], "FIELD=VALUE"),
        (["edit", "1", "notes=" + "x" * 20_001], "too long"),
        (["list", "--filter", "friends"], "no filter"),
        (["list", "--filter", "birthday-999"], "no filter"),
        (["tag", "99", "x"], "no contact 99"),
        (["merge", "1", "1"], "no contact 1"),
        (["delete", "1,99"], "no contact 99"),
        (["undo", "7"], "no change 7"),
        (["export", "contacts"], ".csv"),
        (["export", "no/such/folder/x.csv"], "could not be written"),
        (["export", "."], ".csv"),
        ([], "COMMAND"),
    ],
)
def test_bad_input_gets_one_sentence_and_changes_nothing(folder: Path, words: list[str], sentence: str) -> None:
    before = run(folder, "list")
    told = run(folder, *words, status=Exit.USAGE)
    assert sentence in told.replace("command", "COMMAND")
    assert told.count("\n") == 1
    assert run(folder, "list") == before


def test_a_folder_is_not_written_over(folder: Path, tmp_path: Path) -> None:
    (tmp_path / "x.csv").mkdir()
    assert "could not be written" in run(folder, "export", str(tmp_path / "x.csv"), status=Exit.USAGE)
    assert (tmp_path / "x.csv").is_dir()
