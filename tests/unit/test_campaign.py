"""Deciding for one person, before a composer opens and after looking at the conversation."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from linkapp.domain.act import MOVES, State
from linkapp.domain.birthday import Birthday, mentions_birthday
from linkapp.domain.campaign import Draft, Rules, decide
from linkapp.domain.moment import Occasion, Skip
from linkapp.domain.opt_out import OptOut
from linkapp.domain.person import Person, member_of, profile_of
from linkapp.domain.problems import Reason

TODAY = date(2026, 7, 10)
ADA = Person(name="Ada Fontenay", member="ACoAAada1", profile="ada")
RULES = Rules()


def decided(late: int = 0, person: Person = ADA, **given: object) -> Draft | Skip:
    known: dict[str, object] = {"closed": None, "do_not_contact": None, "writable": True, "text": ("Hi Ada", "t1")}
    birthday = Birthday(person=person, on=date.fromordinal(TODAY.toordinal() - late), late_by=late)
    return decide(birthday, RULES, **(known | given))  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("given", "reason"),
    [
        ({"closed": State.SENT}, Reason.ALREADY_GREETED),
        ({"closed": State.ALREADY}, Reason.ALREADY_GREETED),
        ({"closed": State.UNSURE}, Reason.UNSURE_BEFORE),
        ({"closed": State.ASK}, Reason.UNSURE_BEFORE),
        ({"do_not_contact": ""}, Reason.DO_NOT_CONTACT),
        ({"late": 11}, Reason.TOO_LATE),
        ({"writable": False}, Reason.NO_CONTROL),
        ({"text": None, "name": "Ada"}, Reason.NO_TEXT),
        ({"text": None, "name": None}, Reason.NAME_NOT_UNDERSTOOD),
        ({"opt_out": OptOut(phrase="please stop", at=datetime(2026, 7, 1, tzinfo=UTC))}, Reason.OPTED_OUT),
        ({"person": Person(name="In memoriam Ada Quill", member="ACoAAx1")}, Reason.MOURNING),
        ({"person": Person(name="Ada Quill", member="ACoAAx1", headline="Late Dr Ada Quill")}, Reason.MOURNING),
    ],
)
def test_every_reason_against_a_person_is_named(given: dict[str, object], reason: Reason) -> None:
    found = decided(**given)  # type: ignore[arg-type]
    assert isinstance(found, Skip)
    assert found.reason is reason


@pytest.mark.parametrize(("late", "ticked"), [(0, True), (3, True), (4, False), (10, False)])
def test_three_days_late_are_ticked_and_ten_can_be_reached(late: int, ticked: bool) -> None:
    found = decided(late)
    assert isinstance(found, Draft)
    assert found.ticked is ticked


def draft(late: int = 0) -> Draft:
    found = decided(late)
    assert isinstance(found, Draft)
    return found


def test_words_about_a_birthday_are_known_in_four_languages() -> None:
    for text in (
        "Happy Birthday!",
        "HBD? no: b-day",
        "Bon anniv !",
        "Alles Gute zum Geburtstag",
        "Feliz cumpleaños",
        "Many happy returns",
    ):
        assert mentions_birthday(text), text
    assert not mentions_birthday("See you on Monday")


@pytest.mark.parametrize(
    ("address", "profile"),
    [
        ("/in/Ada-Fontenay/", "ada-fontenay"),
        ("https://www.linkedin.com/in/m%C3%BCller/?x=1", "müller"),
        ("/in/ACoAAada1/", "ACoAAada1"),
        ("/in/ada/overlay/contact-info/", "ada"),
        ("/company/in", None),
        ("/in/", None),
        ("/feed/", None),
    ],
)
def test_profile_addresses(address: str, profile: str | None) -> None:
    assert profile_of(address) == profile


@pytest.mark.parametrize(
    ("address", "member"),
    [
        ("/messaging/compose/?recipient=ACoAAada1", "ACoAAada1"),
        ("/messaging/compose/?profileUrn=urn%3Ali%3Afsd_profile%3AACoAAada1&recipient=ACoAAada1", "ACoAAada1"),
        ("/messaging/compose/?profileUrn=urn%3Ali%3Afsd_profile%3AACoAAbob1&recipient=ACoAAada1", None),
        ("/messaging/compose/?recipient=ACoAAada1&recipient=ACoAAbob1", None),
        ("/messaging/compose/", None),
    ],
)
def test_a_compose_address_names_one_person_or_nobody(address: str, member: str | None) -> None:
    assert member_of(address) == member


def test_no_attempt_begins_anew_and_after_the_click_only_the_conversation_or_the_person_says_unsent() -> None:
    assert [state for state, moves in MOVES.items() if State.RESERVED in moves] == [None]
    assert {state for state, moves in MOVES.items() if State.UNSENT in moves} == {State.UNSURE, State.ASK}
    assert MOVES[State.SENDING] == {State.SENT, State.UNSURE}
    assert Occasion.BIRTHDAY == "birthday"
