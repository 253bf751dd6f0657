"""``contacts import`` as a script calls it: the document of product.md, exit statuses, and a file that is refused."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from linkapp.cli.exits import Exit
from tests.e2e.in_process import linkapp
from tests.e2e.test_commands import NOBODY
from tests.imports.awkward_files import ANA, BOB, CEM, CSV, ME, NOTES, TALK, zipped


def run(folder: Path, *words: str, status: int = Exit.DONE, as_json: bool = True) -> Any:
    """What ``contacts …`` answers: its document, its words, or why it is refused."""
    options = ("--site", NOBODY, "--data-dir", str(folder / "data"))
    ended = linkapp("contacts", *words, *options, *(("--json",) if as_json else ()))
    assert ended.returncode == status, ended.stderr
    if status == Exit.USAGE:
        assert ended.stdout == ""
        return ended.stderr
    return json.loads(ended.stdout) if as_json else ended.stdout


def put(folder: Path, name: str, content: str | bytes) -> str:
    path = folder / name
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return str(path)


def test_an_import_answers_with_its_document(tmp_path: Path) -> None:
    file = put(tmp_path, "Connections.csv", NOTES + CSV + ANA + ",,,,,,08 Jul 2023\n" + BOB)
    expected = {
        "file": file,
        "format": "linkedin-connections",
        "records": 3,
        "new": 2,
        "changed": 0,
        "unchanged": 0,
        "rejected": [{"line": 6, "reason": "hidden", "detail": "08 Jul 2023"}],
        "dry_run": True,
    }
    assert run(tmp_path, "import", file, "--dry-run", status=Exit.FAILURES) == expected
    assert run(tmp_path, "list")["contacts"] == []
    assert run(tmp_path, "import", file, status=Exit.FAILURES) == expected | {"dry_run": False}
    again = run(tmp_path, "import", file, status=Exit.FAILURES)
    assert (again["new"], again["changed"], again["unchanged"]) == (0, 0, 2)
    ana, bob = run(tmp_path, "list")["contacts"]
    assert (ana["name"], ana["company"], ana["position"], ana["emails"]) == (
        "Ana Exemplo",
        "Acme",
        "CTO",
        ["ana@example.com"],
    )
    assert (ana["connected_on"], ana["last_contact"], ana["wrote_last"]) == ("2021-03-02", None, None)
    assert bob["profile"].endswith("/in/bob-muster/")


def test_an_archive_says_who_wrote_last_and_is_taken_back(tmp_path: Path) -> None:
    file = put(tmp_path, "export.zip", zipped(("a/Connections.csv", CSV + ANA + BOB), ("a/messages.csv", TALK)))
    answer = run(tmp_path, "import", file)
    assert (answer["format"], answer["records"], answer["new"]) == ("linkedin-archive", 5, 5)
    assert [contact["wrote_last"] for contact in run(tmp_path, "list")["contacts"]] == ["them", "me"]
    assert ME.split(",")[0] not in [contact["name"] for contact in run(tmp_path, "list")["contacts"]]
    run(tmp_path, "undo")
    assert run(tmp_path, "list")["contacts"] == []


@pytest.mark.parametrize("language", ["en", "fr"])
def test_in_words_it_says_what_changed_and_what_was_not_taken(tmp_path: Path, language: str) -> None:
    run(tmp_path, "import", put(tmp_path, "one.csv", CSV + ANA + BOB))
    file = put(tmp_path, "two.csv", CSV + ANA.replace("Acme", "Beta") + BOB.replace("Borg", '"Borg') + CEM)
    said = run(tmp_path, "import", file, "--lang", language, status=Exit.FAILURES, as_json=False)
    assert "Acme → Beta" in said
    assert ("a quotation mark is not closed" if language == "en" else "un guillemet n’est pas fermé") in said


def test_columns_are_named_on_the_command_line_and_remembered(tmp_path: Path) -> None:
    file = put(tmp_path, "list.csv", "Wer,Wann,Was\nAna Exemplo,15.4.1980,x\n")
    refused = run(tmp_path, "import", file, status=Exit.USAGE)
    assert "Wer, Wann, Was" in refused
    assert run(tmp_path, "list")["contacts"] == []
    assert "birthday" in run(tmp_path, "import", file, "--map", "Wann=Tag", status=Exit.USAGE)
    assert "Wo" in run(tmp_path, "import", file, "--map", "Wo=name", status=Exit.USAGE)
    assert run(tmp_path, "import", file, "--map", "Wer=name", "--map", "Wann=birthday")["new"] == 1
    assert run(tmp_path, "list")["contacts"][0]["birthday"] == "1980-04-15"
    other = put(tmp_path, "more.csv", "Was,Wer,Wann\nx,Bob Muster,1.5.1990\n")
    assert run(tmp_path, "import", other)["new"] == 1


def test_a_file_that_is_refused_is_one_sentence_and_changes_nothing(tmp_path: Path) -> None:
    for name, content in (("x.csv", NOTES), ("y.zip", zipped(("Connections.csv", CSV + ANA))[:-9]), ("z.vcf", "hello")):
        refused = run(tmp_path, "import", put(tmp_path, name, content), status=Exit.USAGE)
        assert refused.startswith("linkapp: ")
        assert refused.count("\n") == 1
    assert "nowhere" in run(tmp_path, "import", str(tmp_path / "nowhere.csv"), status=Exit.USAGE)
    assert run(tmp_path, "list")["contacts"] == []
