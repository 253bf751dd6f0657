"""The command line's sentences: in the language that is asked for, in the settings, or on the computer, and complete."""

from __future__ import annotations

import argparse
import json
import os
import re
import string
import subprocess
from datetime import UTC, datetime
from pathlib import Path

import pytest

from linkapp.cli.first_look import value_in
from linkapp.cli.parser import line_parser, parse
from linkapp.cli.text import say_report
from linkapp.cli.usage import UsageProblem
from linkapp.cli.words import LANGUAGES, CliWords, Text, language_of, table
from linkapp.domain.campaign import Item, Report, Result, RunOutcome
from linkapp.domain.person import Person
from linkapp.domain.problems import Problem, Reason
from tests.e2e import in_process

SITE = ["--site", "http://127.0.0.1:9"]


def parsers(language: str) -> dict[str, argparse.ArgumentParser]:
    """The parser of the whole line, of every command, and of what some of them can do."""
    return within("", line_parser(CliWords(language)))


def within(name: str, parser: argparse.ArgumentParser) -> dict[str, argparse.ArgumentParser]:
    found = {name: parser}
    for action in parser._actions:
        if isinstance(action, argparse._SubParsersAction):
            for word, inner in action.choices.items():
                found |= within(f"{name} {word}".strip(), inner)
    return found


def without_spaces(text: str) -> str:
    return "".join(text.split())


def linkapp(*arguments: str, folder: Path, **environment: str) -> subprocess.CompletedProcess[str]:
    plain = {name: value for name, value in os.environ.items() if name not in ("LANG", "LC_MESSAGES")}
    seen = plain | {"LC_ALL": "C.UTF-8"} | environment
    return in_process.linkapp(*arguments, *SITE, "--data-dir", str(folder), environment=seen)


def test_the_language_asked_for_is_spoken_by_answers_and_refusals(tmp_path: Path) -> None:
    told = linkapp("status", "--lang", "fr", folder=tmp_path)
    assert told.returncode == 0, told.stderr
    assert told.stdout.startswith("Messages\u00a0: 0 sur ")
    assert "Dossier de données\u00a0:" in told.stdout
    assert not re.search(r"\b(today|Left now|Breaker|closed|planned|folder)\b", told.stdout)
    refused = linkapp("runs", "99", "--lang=fr", folder=tmp_path)
    assert refused.returncode == 2
    assert refused.stderr == (
        "linkapp: Il n’y a pas de passage 99. Rien n’a été fait. `linkapp runs` en donne la liste.\n"
    )


def test_the_language_of_the_settings_is_spoken_and_a_document_is_the_same_in_every_language(tmp_path: Path) -> None:
    (tmp_path / "settings.json").write_text('{"language": "fr"}')
    told = linkapp("runs", folder=tmp_path)
    assert told.stdout == "Il ne s’est encore rien passé.\n"
    documents = [json.loads(linkapp("status", "--json", "--lang", one, folder=tmp_path).stdout) for one in LANGUAGES]
    assert documents[0] == documents[1]


@pytest.mark.parametrize(
    ("wanted", "environment", "language"),
    [
        (["fr", "en"], {}, "fr"),
        (["", "fr"], {"LANG": "en_GB.UTF-8"}, "fr"),
        ([""], {"LANG": "fr_CA.UTF-8"}, "fr"),
        ([""], {"LC_ALL": "C", "LANG": "fr_FR.UTF-8"}, "en"),
        ([""], {"LC_MESSAGES": "fr_FR", "LANG": "de_DE"}, "fr"),
        (["xx"], {"LANG": "de_DE"}, "en"),
        ([], {}, "en"),
    ],
)
def test_which_language_is_spoken(wanted: list[str], environment: dict[str, str], language: str) -> None:
    assert language_of(*wanted, environment=environment) == language


@pytest.mark.parametrize(
    ("line", "language"),
    [("runs --lang fr", "fr"), ("--lang=fr runs", "fr"), ("runs", ""), ("runs --lang", ""), ("dance --lang fr", "fr")],
)
def test_the_language_of_a_line_is_known_before_the_line_is_understood(line: str, language: str) -> None:
    assert value_in(line.split(), "--lang") == language


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_report_tells_every_person_and_the_stop_in_whole_sentences(
    language: str, capsys: pytest.CaptureFixture[str]
) -> None:
    ada = Person(name="Ada {0} Quill", member="ACoAAada01", profile="ada-quill")
    items = tuple(Item(person=ada, state=Result.SKIPPED, reason=reason, detail="2026") for reason in Reason)
    at = datetime(2026, 11, 22, tzinfo=UTC)
    for reason in Reason:
        report = Report(run=1, kind="birthdays", outcome=RunOutcome.FAILURES, started=at, finished=at, items=items,
                        stopped_by=Problem(reason=reason, detail="{odd} detail"))  # fmt: skip
        say_report(report, CliWords(language))
    said = capsys.readouterr().out
    assert "Ada {0} Quill" in said
    assert not re.search(r"\b[a-z]+_[a-z_]+\b", said), "a code is no word"


def asked(text: Text) -> set[str]:
    """The values that a sentence asks for, in any of its plural forms."""
    forms = text.values() if isinstance(text, dict) else [text]
    return {name for form in forms for _, name, _, _ in string.Formatter().parse(form) if name}


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_key_of_the_command_line_is_used_with_what_it_asks_for(language: str) -> None:
    """A sentence that asks for a value which nobody gives would be a fault in the middle of an answer."""
    english = table("en")
    for key, text in table(language).items():
        if key.startswith(("cli.", "bad.", "do.", "not_done.")):
            assert asked(text) == asked(english[key]), key


@pytest.mark.parametrize(
    ("line", "code"),
    [
        ("dance", "line_choice"),
        ("run funerals", "line_choice"),
        ("runs twelve", "line_number"),
        ("status --site", "line_value"),
        ("run birthdays --send --review", "line_together"),
        ("run", "line_required"),
        ("status --fast", "line_unknown"),
    ],
)
def test_a_line_that_is_not_understood_is_told_in_the_language_that_it_asks_for(line: str, code: str) -> None:
    with pytest.raises(UsageProblem) as bad:
        parse(line.split())
    assert bad.value.code == code
    for language in LANGUAGES:
        told = CliWords(language).bad(bad.value)
        assert told != str(bad.value)
        assert "{" not in told


@pytest.mark.parametrize("columns", ["200", "80", "32"])
def test_every_help_text_is_there_in_every_language_and_nothing_of_it_is_cut(
    columns: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", columns)
    keys = {key for key in table("en") if key.startswith("help.")}
    for language in LANGUAGES:
        shown = ""
        for name, parser in parsers(language).items():
            text = without_spaces(parser.format_help())
            for action in parser._actions:
                assert action.help or isinstance(action, argparse._SubParsersAction), (name, action.dest)
                assert without_spaces(action.help or "") in text, (language, name, action.dest)
            assert without_spaces(parser.description or "") in text
            assert without_spaces(parser.description or "") != ""
            shown += text
        assert {key for key in table(language) if key.startswith("help.")} == keys
        missing = [key for key in keys if without_spaces(str(table(language)[key])) not in shown]
        assert missing == [], "a help text that no command shows"


def test_no_english_help_stands_in_the_french_one() -> None:
    french = "".join(without_spaces(parser.format_help()) for parser in parsers("fr").values())
    same = [key for key, text in table("en").items() if key.startswith("help.") and text == table("fr")[key]]
    assert same == []
    for key, text in table("en").items():
        if key.startswith("help.") and len(str(text)) > 8:
            assert without_spaces(str(text)) not in french, key


@pytest.mark.parametrize(
    ("settings", "arguments", "environment"),
    [
        ("", ["--lang", "fr"], {}),
        ('{"language": "fr"}', [], {}),
        ("", [], {"LC_ALL": "", "LANG": "fr_FR.UTF-8"}),
        ("no settings at all", ["--lang=fr"], {}),
    ],
    ids=["asked for", "settings", "computer", "settings that cannot be read"],
)
def test_help_speaks_the_language_of_everything_else_and_makes_nothing(
    settings: str, arguments: list[str], environment: dict[str, str], tmp_path: Path
) -> None:
    folder = tmp_path / "data"
    if settings:
        folder.mkdir()
        (folder / "settings.json").write_text(settings)
    told = linkapp("run", "--help", *arguments, folder=folder, **environment)
    assert (told.returncode, told.stderr) == (0, "")
    assert told.stdout.startswith("utilisation\u00a0: linkapp run ")
    assert folder.exists() == bool(settings)


def test_a_wrong_line_is_told_in_the_language_of_the_settings(tmp_path: Path) -> None:
    (tmp_path / "settings.json").write_text('{"language": "fr"}')
    told = linkapp("status", "--limit", "3", folder=tmp_path)
    assert told.returncode == 2
    assert told.stderr.startswith("linkapp: Cette ligne contient quelque chose d’inconnu")
