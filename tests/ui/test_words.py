"""What the window says, in both languages: complete, well spelt, and never markup."""

from __future__ import annotations

import re
import string
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from linkapp.domain.problems import ENDS_RUN, NOT_NOW, Problem, Reason
from linkapp.ui.language import FRAME, LANGUAGES, system_language
from linkapp.ui.words import Words, isolated, table

PARIS = ZoneInfo("Europe/Paris")
TODAY = date(2026, 11, 22)


def forms(language: str) -> list[tuple[str, str]]:
    found = []
    for key, text in table(language).items():
        found += [(f"{key}.{form}", part) for form, part in text.items()] if isinstance(text, dict) else [(key, text)]
    return found


def fields(text: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(text) if name}


def test_both_languages_have_the_same_keys_and_forms() -> None:
    english, french = table("en"), table("fr")
    assert english.keys() == french.keys()
    for key, text in english.items():
        assert isinstance(text, dict) == isinstance(french[key], dict), key


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_same_values_are_filled_in_whatever_the_language(language: str) -> None:
    for key, text in table(language).items():
        other = table("en")[key]
        if "{ or }" in str(other):
            continue
        ours = fields(text["other"] if isinstance(text, dict) else text)
        theirs = fields(other["other"] if isinstance(other, dict) else other)
        assert ours == theirs, key


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("reason", list(Reason))
def test_every_reason_has_a_sentence(language: str, reason: Reason) -> None:
    words = Words(language)
    for detail in ("", "2", "2026-11-20", "2026-11-20T10:00:00+00:00", "something <b>technical</b>", "0"):
        told = words.sentence(reason, detail, "Ada")
        assert told.startswith("Ada")
        assert told.endswith(".")
        assert "_" not in told
        assert words.sentence(reason, detail)[0].isupper()


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("reason", sorted(ENDS_RUN | NOT_NOW | {Reason.TOO_MANY_FAILURES}))
def test_every_stop_says_what_happened_and_what_to_do(language: str, reason: Reason) -> None:
    words = Words(language)
    for part in ("title", "what", "do"):
        assert words.has(f"stop.{reason}.{part}")
    stop = words.stop(Problem(reason=reason, detail="technical"))
    assert "technical" not in f"{stop.title} {stop.what} {stop.do}"


@pytest.mark.parametrize("reason", list(Reason))
def test_a_stop_of_any_reason_can_be_told(reason: Reason) -> None:
    assert Words("fr").stop(Problem(reason=reason)).what


def test_a_detail_of_days_or_a_date_is_told_in_words() -> None:
    words = Words("en")
    assert words.reason(Reason.TALKED_RECENTLY, "0") == "you talked today"
    assert words.reason(Reason.TALKED_RECENTLY, "1") == "you talked yesterday"
    assert words.reason(Reason.TALKED_RECENTLY, "5") == "you talked 5 days ago"
    assert words.reason(Reason.UPCOMING, "2026-11-25") == "the birthday is on 25 November"
    assert words.reason(Reason.ALREADY_GREETED, "2026") == "already greeted for this birthday"
    assert words.reason(Reason.DO_NOT_CONTACT, "<i>no</i>").endswith("(“<i>no</i>”)")


@pytest.mark.parametrize("language", LANGUAGES)
def test_spelling_is_that_of_a_book(language: str) -> None:
    for key, text in forms(language):
        assert "'" not in text, f"{key}: a straight apostrophe"
        assert "..." not in text, f"{key}: three dots"
        assert "  " not in text, key
        assert not re.search(r"<[a-z/]", text), f"{key}: markup"
        if language == "fr":
            assert not re.search(r"[^\u00a0\u202f\s][;!?»]", text), f"{key}: no narrow space"
            assert not re.search(r"(?<![\u00a0d]):(?!//)", re.sub(r"HH:mm|\d\d:\d\d|tag:NOM", "", text)), (
                f"{key}: no space before a colon"
            )
            assert not re.search(r" [:;!?»]|« ", text), f"{key}: a plain space"
        else:
            assert not re.search(r"\s[:;!?]", text), key


def test_french_counts_zero_and_one_as_one() -> None:
    french, english = Words("fr"), Words("en")
    assert french.count("person.characters", 0) == "0 caractère"
    assert french.count("person.characters", 1) == "1 caractère"
    assert french.count("person.characters", 2) == "2 caractères"
    assert english.count("person.characters", 0) == "0 characters"
    assert english.count("footer.send", 0) == "Send greetings"
    assert english.count("footer.send", 1) == "Send 1 greeting"


def test_days_are_said_as_a_person_says_them() -> None:
    words = Words("en")
    said = [words.day_from(TODAY + timedelta(days=days), TODAY) for days in (-400, -1, 0, 1, 3, 20)]
    assert said == ["18 October 2025", "yesterday", "today", "tomorrow", "Wednesday", "12 December"]
    assert [words.late(days) for days in (0, 1, 5)] == ["today", "yesterday", "5 days ago"]
    french = Words("fr")
    assert french.day(TODAY) == "dimanche 22 novembre"
    assert french.birthday(1, 1) == "1er janvier"
    assert french.birthday(11, 11) == "11 novembre"
    assert french.birthday(2, 29) == "29 février"
    assert french.late(3) == "il y a 3 jours"


def test_times_are_those_of_the_persons_own_zone() -> None:
    at = datetime(2026, 11, 22, 23, 30, tzinfo=UTC)
    words = Words("en")
    assert words.time(at, PARIS) == "00:30"
    assert words.moment(at, PARIS, TODAY) == "tomorrow, 00:30"
    assert words.exact(at, PARIS) == "23 November 2026, 00:30"


@pytest.mark.parametrize(
    ("seconds", "said"),
    [
        (0, "0 s"),
        (-5, "0 s"),
        (0.2, "1 s"),
        (59, "59 s"),
        (59.5, "1 min"),
        (60, "1 min"),
        (100, "1 min 40 s"),
        (3660, "1 h 01"),
    ],
)
def test_waits_are_rounded_up(seconds: float, said: str) -> None:
    assert Words("en").span(timedelta(seconds=seconds)) == said


def test_names_are_listed_as_in_a_sentence() -> None:
    words = Words("en")
    assert [words.names(list("ABCDE"[:n])) for n in range(6)] == [
        "", "A", "A and B", "A, B and C", "A, B and 2 more", "A, B and 3 more",
    ]  # fmt: skip
    assert Words("fr").names(["A", "B"]) == "A et B"


def test_a_name_is_never_read_as_a_pattern() -> None:
    assert Words("en").sentence(Reason.UPCOMING, "", "{phrase} {0}") == "{phrase} {0}: the birthday is still to come."


def test_writing_from_right_to_left_does_not_disorder_a_sentence() -> None:
    assert isolated("مايا") == "\u2068مايا\u2069"
    assert isolated("Maya") == "Maya"


def test_another_language_is_told_at_once_and_once() -> None:
    words = Words("en")
    heard: list[str] = []
    words.changed.connect(lambda: heard.append(words.language))
    words.speak("fr")
    words.speak("fr")
    words.speak("xx")
    assert heard in (["fr"], ["fr", system_language()])
    assert words.language == system_language()


def test_a_missing_sentence_is_a_bug() -> None:
    with pytest.raises(KeyError):
        Words("en")("no such key")


def test_the_frame_says_what_the_tables_say() -> None:
    assert {language: {key: table(language)[key] for key in FRAME[language]} for language in LANGUAGES} == FRAME
    assert set(FRAME["en"]) == set(FRAME["fr"])
