"""What is said about a problem names what happened, what was not done and what the person can do, in both languages."""

from __future__ import annotations

import re

import pytest

from linkapp.cli.words import LANGUAGES, CliWords, table
from linkapp.domain.known_error import KnownError
from linkapp.domain.moment import Missing
from linkapp.domain.problems import Problem, Reason
from tests.sentences import STOPS, codes, page, sentences


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_sentence_has_its_three_parts(language: str) -> None:
    for one in sentences(language):
        for part in (one.happened, one.not_done, one.do):
            assert len(part) > 6, one
            assert not re.search(r"\b[a-z]+_[a-z]+", re.sub(r"\{\w+\}|time_zone", "", part)), (
                f"a code is no word: {one}"
            )
        assert one.not_done[-1] in ".!", one


def test_every_reason_and_every_known_error_is_on_the_page() -> None:
    told = {language: sentences(language) for language in LANGUAGES}
    for language in LANGUAGES:
        about = {one.code for one in told[language] if one.group.startswith("about a person")}
        assert about == set(Reason)
        assert {one.code for one in told[language] if one.group == "the end of a run"} == set(STOPS)
        assert {one.code for one in told[language] if one.group == "a list that was read in part"} == set(Missing)
    assert [(one.group, one.code) for one in told["en"]] == [(one.group, one.code) for one in told["fr"]]
    assert len(codes()["bad"]) > 40
    whole = page()
    assert all(f"| {reason} |" in whole for reason in Reason)


def test_no_sentence_is_left_in_the_other_language() -> None:
    english, french = sentences("en"), sentences("fr")
    for ours, theirs in zip(english, french, strict=True):
        assert ours.happened != theirs.happened, ours
        assert ours.do != theirs.do or ours.do.startswith(("`", "linkapp")), ours


def test_no_sentence_of_a_known_error_is_kept_for_an_error_that_is_gone() -> None:
    shared = {"title", "not_done", "do"}
    kept = {key.split(".")[1] for key in table("en") if key.startswith("bad.")} - shared
    assert kept == codes()["bad"]


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_stop_and_a_known_error_are_told_whole_on_the_command_line(language: str) -> None:
    words = CliWords(language)
    for reason in STOPS:
        told = words.stop(Problem(reason=reason))
        assert words("not_done.run") in told
        assert words.do(reason) in told
    told = words.bad(KnownError("English", "zone", name="Nowhere/Land"))
    assert "Nowhere/Land" in told
    assert words("bad.not_done") in told
    assert words.bad(KnownError("A sentence without a table.", "of_no_table")) == "A sentence without a table."
