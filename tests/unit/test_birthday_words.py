"""The table "Date words" of the site's facts, case by case, and what lies around it."""

from __future__ import annotations

from datetime import date

import pytest

from linkapp.domain.birthday import Birthday, read
from linkapp.domain.dates import days_ago, nearest
from linkapp.domain.moment import Card, Occasion, Skip
from linkapp.domain.person import Person
from linkapp.domain.problems import Reason

TODAY = date(2026, 7, 10)


def card(*lines: str, name: str = "Paul Durand", label: str = "", occasion: Occasion | None = None) -> Card:
    return Card(
        person=Person(name=name, member="ACoAAtest1", profile="paul"), lines=lines, label=label, occasion=occasion
    )


@pytest.mark.parametrize(
    ("language", "line", "late"),
    [
        ("fr", "Anniversaire aujourd'hui", 0),
        ("fr", "Anniversaire aujourd’hui", 0),
        ("en", "Birthday today", 0),
        ("de", "Geburtstag heute", 0),
        ("es", "Cumpleaños hoy", 0),
        ("fr", "Hier", 1),
        ("en", "yesterday", 1),
        ("fr", "il y a 3 jours", 3),
        ("en", "3 days ago", 3),
        ("en", "July 8", 2),
        ("fr", "le 8 juil.", 2),
        ("en", "Saturday, July 4", 6),
        ("fr", "Avant-hier", 2),
        ("de", "vor 3 Tagen", 3),
        ("de", "Paul Durand hatte am 8. Juli Geburtstag", 2),
        ("es", "hace 3 días", 3),
        ("es", "el 8 de julio", 2),
        ("en", "2 weeks ago", 14),
        ("fr", "il y a une semaine", 7),
        ("fr", "mar. 7 juil.", 3),
        ("fr", "1er juillet", 9),
        ("en", "07/07", 3),
        ("fr", "07/07", 3),
        ("fr", "03/07", 7),
        ("en-GB", "03/07", 7),
        ("en", "Celebrate Paul’s recent birthday on Jul 8", 2),
        ("en", "Celebrate Paul Durand's birthday today", 0),
        ("fr", "Célébrez l’anniversaire récent de Paul Durand le 8 juil.", 2),
        ("fr", "Célébrez l’anniversaire de Paul Durand aujourd’hui", 0),
        ("", "Celebrate Paul’s birthday today", 0),
        ("en", "Anniversaire hier", 1),
        ("en", "Sept 2nd", None),
        ("en", "the day before yesterday", 2),
    ],
)
def test_a_date_word_is_read_as_people_read_it(language: str, line: str, late: int | None) -> None:
    found = read(card("Paul Durand", "Dev at Acme", line), TODAY, language)
    if late is None:
        assert isinstance(found, Skip)
        assert found.reason is Reason.UPCOMING
    else:
        assert isinstance(found, Birthday)
        assert found.late_by == late


@pytest.mark.parametrize(("language", "line"), [("fr", "le 12 déc."), ("en", "in 5 days"), ("fr", "Dans 3 jours")])
def test_days_to_come_are_never_late(language: str, line: str) -> None:
    found = read(card("Paul Durand", line), TODAY, language)
    assert isinstance(found, Skip)
    assert found.reason is Reason.UPCOMING


@pytest.mark.parametrize(
    "name", ["Thierry Blanc", "Jean Gauthier", "Hier Demain", "May Day", "Sunday Adeleye", "Sayed Lindsay"]
)
def test_names_that_hold_date_words_do_not_count(name: str) -> None:
    found = read(card(name, f"Célébrez l’anniversaire de {name} le 8 juillet", name=name), TODAY, "fr")
    assert isinstance(found, Birthday)
    assert found.late_by == 2


@pytest.mark.parametrize(
    "headline",
    ["Dev with 10 days notice", "Chief Today Officer", "10 ans chez Acme", "Marc 2 enfants", "Birthday cake baker",
     "Yesterday's news editor, 3 years ago a baker"],
)  # fmt: skip
def test_a_headline_beside_a_real_date_does_not_count(headline: str) -> None:
    found = read(card("Paul Durand", headline, "Celebrate Paul's birthday on July 8"), TODAY, "en")
    assert isinstance(found, Birthday)
    assert found.late_by == 2


@pytest.mark.parametrize(
    "line",
    ["", "Monday", "Celebrate Paul's birthday", "03/07", "31/31", "July 45", "Sunday, July 4", "July 8 or July 9",
     "July 8, 1980"],
)  # fmt: skip
def test_anything_else_is_not_understood_and_never_guessed(line: str) -> None:
    found = read(card("Paul Durand", line), TODAY, "en")
    assert isinstance(found, Skip)
    assert found.reason is Reason.DATE_NOT_UNDERSTOOD


def test_the_turn_of_the_year_keeps_the_occasion_in_the_old_year() -> None:
    for language, line, late in (("en", "Dec 30", 4), ("fr", "31 décembre", 3)):
        found = read(card("Paul Durand", line), date(2027, 1, 3), language)
        assert isinstance(found, Birthday)
        assert (found.late_by, found.on.year) == (late, 2026)


def test_the_leap_day_is_kept_in_common_years() -> None:
    found = read(card("Paul Durand", "le 29 février"), date(2026, 3, 2), "fr")
    assert isinstance(found, Birthday)
    assert found.on == date(2026, 2, 28)
    march = read(card("Paul Durand", "le 29 février"), date(2026, 3, 2), "fr", leap_day_in_march=True)
    assert isinstance(march, Birthday)
    assert march.on == date(2026, 3, 1)
    assert nearest(2, 29, date(2028, 3, 1)) == date(2028, 2, 29)
    assert nearest(4, 31, date(2028, 3, 1)) is None


@pytest.mark.parametrize(("text", "language", "days"), [("il y a un mois", "fr", 30), ("a month ago", "en", 30), ("1yr ago", "en", 365),
                                                        ("hier", "fr", 1), ("Sent 3 weeks ago", "en", 21), ("never", "en", None)])  # fmt: skip
def test_invitation_ages(text: str, language: str, days: int | None) -> None:
    assert days_ago(text, TODAY, language) == days


def test_other_moments_on_the_page_are_not_birthdays() -> None:
    for other in (
        card("Paul Durand", "today", occasion=Occasion.POSITION),
        card("Paul Durand", "Work anniversary today"),
    ):
        found = read(other, TODAY, "en")
        assert isinstance(found, Skip)
        assert found.reason is Reason.OCCASION_NOT_UNDERSTOOD


def test_a_label_that_contradicts_the_card_is_doubt() -> None:
    found = read(card("Paul Durand", "Birthday today", label="Message Paul: Happy belated birthday!"), TODAY, "en")
    assert isinstance(found, Skip)


def test_nobody_without_a_key_or_a_name_is_read() -> None:
    nameless = Card(person=Person(name=" ", member="ACoAAtest1"), lines=("today",))
    keyless = Card(person=Person(name="Paul"), lines=("today",))
    assert isinstance(read(nameless, TODAY, "en"), Skip)
    found = read(keyless, TODAY, "en")
    assert isinstance(found, Skip)
    assert found.reason is Reason.PERSON_NOT_IDENTIFIED
