"""The gate: a table of evidences and verdicts, and what must hold for every evidence."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from linkapp.domain.person import Person, is_member
from linkapp.domain.problems import Problem, Reason
from linkapp.engine.pages.gate import RecipientEvidence, judge

ANN = Person(name="Ann Bee", member="ACoAAannbee1", profile="ann-bee")
ID, SLUG, OTHER_ID, OTHER_SLUG, ME = "ACoAAannbee1", "ann-bee", "ACoAAcleodee", "cleo-dee", "tester-self"


def evidence(**given: object) -> RecipientEvidence:
    made = {name: frozenset(value) if isinstance(value, set) else value for name, value in given.items()}
    return RecipientEvidence(**made)


@pytest.mark.parametrize(
    "seen",
    [
        evidence(links={SLUG}),
        evidence(links={ID}),
        evidence(links={SLUG, ID}, link_names=("Ann Bee",)),
        evidence(links={SLUG, ME}, link_names=("Dr. Ann Bee 🎈",)),
        evidence(marks={ID}, names=("Ann Bee",)),
        evidence(marks={ID}, names=("New message",), words=("To: Ann",)),
        evidence(asked={ID}, names=("Ann Bee",)),
        evidence(address=ID, names=("Conversation with Ann Bee",)),
        evidence(asked={ID}, chips=("Remove Ann Bee",)),
        evidence(links={SLUG}, names=("Ann Bee, PhD",), link_names=("Ann Bee, PhD",)),
        evidence(links={SLUG}, names=("Ann Bee 🎈 · 1st", "Ann Bee (She/Her)", "Ann Bee – Baker")),
        evidence(links={SLUG}, senders={SLUG, ME}),
        evidence(links={SLUG}, senders={SLUG, OTHER_SLUG}),  # one stranger may be oneself
    ],
)
def test_a_composer_that_names_the_person_by_id_or_address_is_let_through(seen: RecipientEvidence) -> None:
    judged = judge(seen, ANN, me={ME} if ME in seen.links | seen.senders else ())
    assert isinstance(judged, Person), judged
    assert judged.member == ID


@pytest.mark.parametrize(
    ("seen", "reason"),
    [
        (evidence(links={SLUG}, names=("Ann Bee",), words=("Ann Bee", "· 2nd")), Reason.NOT_CONNECTED),
        (evidence(links={SLUG}, names=("Ann Bee • 3e",)), Reason.NOT_CONNECTED),
        (evidence(links={OTHER_SLUG}, words=("· 2nd",)), Reason.WRONG_RECIPIENT),
        (evidence(links={OTHER_SLUG}), Reason.WRONG_RECIPIENT),
        (evidence(links={OTHER_ID}), Reason.WRONG_RECIPIENT),
        (evidence(links={ID, OTHER_SLUG}), Reason.WRONG_RECIPIENT),
        (evidence(links={SLUG, OTHER_SLUG}), Reason.WRONG_RECIPIENT),
        (evidence(links={SLUG, OTHER_ID}), Reason.WRONG_RECIPIENT),
        (evidence(marks={OTHER_ID}, names=("Ann Bee",)), Reason.WRONG_RECIPIENT),
        (evidence(marks={ID}, names=("Cleo Dee",)), Reason.WRONG_RECIPIENT),
        (evidence(marks={ID}), Reason.WRONG_RECIPIENT),
        (evidence(asked={OTHER_ID}, names=("Ann Bee",)), Reason.WRONG_RECIPIENT),
        (evidence(asked={ID, OTHER_ID}, names=("Ann Bee",)), Reason.RECIPIENT_NOT_PROVEN),
        (evidence(asked={ID}, names=("Ann",)), Reason.RECIPIENT_NOT_PROVEN),
        (evidence(names=("Ann Bee",)), Reason.RECIPIENT_NOT_PROVEN),
        (evidence(), Reason.RECIPIENT_NOT_PROVEN),
        (evidence(links={SLUG}, link_names=("Cleo Dee",)), Reason.WRONG_RECIPIENT),
        (evidence(links={SLUG}, chips=("Remove Ann Bee", "Remove Cleo Dee")), Reason.WRONG_RECIPIENT),
        (evidence(links={SLUG}, link_names=("Ann Bee, Cleo Dee",)), Reason.WRONG_RECIPIENT),
        (evidence(links={SLUG}, names=("Ann Bee and 2 others",)), Reason.WRONG_RECIPIENT),
        (evidence(links={SLUG}, names=("Cleo Dee & Ann Bee",)), Reason.WRONG_RECIPIENT),
        (evidence(links={SLUG}, names=("Ann Bee +3",)), Reason.WRONG_RECIPIENT),
        (evidence(links={SLUG}, names=("Ann Bee 🎈, Cleo Dee",)), Reason.WRONG_RECIPIENT),
        (evidence(links={SLUG}, names=("Cleo Dee et Ann Bee (elle)",)), Reason.WRONG_RECIPIENT),
        (evidence(links={SLUG}, senders={SLUG, OTHER_SLUG, "third-one"}), Reason.WRONG_RECIPIENT),
        (evidence(address=OTHER_ID, names=("Ann Bee",)), Reason.WRONG_RECIPIENT),
    ],
)
def test_a_composer_of_somebody_else_of_several_or_of_a_mere_name_is_refused(
    seen: RecipientEvidence, reason: Reason
) -> None:
    judged = judge(seen, ANN)
    assert isinstance(judged, Problem)
    assert judged.reason is reason


def test_a_person_known_by_address_only_learns_the_id_that_the_composer_proves() -> None:
    judged = judge(evidence(links={SLUG, ID}), Person(name="Ann Bee", profile=SLUG))
    assert isinstance(judged, Person)
    assert judged.member == ID


def test_an_id_alone_does_not_prove_a_person_known_by_address_only() -> None:
    judged = judge(evidence(links={ID}, link_names=("Ann Bee",)), Person(name="Ann Bee", profile=SLUG))
    assert isinstance(judged, Problem)
    assert judged.reason is Reason.RECIPIENT_NOT_PROVEN


def test_an_address_with_other_letters_for_the_same_signs_is_the_same_address() -> None:
    person = Person(name="Zoé Exemple", profile="zo\u00e9-exemple")
    assert isinstance(judge(evidence(links={"Zoe\u0301-Exemple"}), person), Person)


KEYS = st.sampled_from([ID, SLUG, OTHER_ID, OTHER_SLUG, "third-one", "ACoAAthird99", ME])
MEMBERS = st.sampled_from([ID, OTHER_ID, "ACoAAthird99"])
WORDS = st.sampled_from(["Ann Bee", "Cleo Dee", "New message", "Ann Bee, Cleo Dee", "Messaging", ""])
EVIDENCES = st.builds(
    RecipientEvidence,
    links=st.frozensets(KEYS, max_size=4),
    marks=st.frozensets(MEMBERS, max_size=3),
    chips=st.lists(WORDS, max_size=3).map(tuple),
    names=st.lists(WORDS, max_size=3).map(tuple),
    asked=st.frozensets(MEMBERS, max_size=3),
    address=st.sampled_from(["", ID, OTHER_ID]),
    link_names=st.lists(WORDS, max_size=2).map(tuple),
    words=st.lists(WORDS, max_size=3).map(tuple),
    senders=st.frozensets(KEYS, max_size=3),
)
PEOPLE = st.sampled_from([ANN, Person(name="Ann Bee", member=ID), Person(name="Ann Bee", profile=SLUG)])


@settings(max_examples=600)
@given(seen=EVIDENCES, person=PEOPLE, me=st.sampled_from([(), (ME,)]))
def test_no_evidence_with_a_foreign_key_of_the_same_kind_ever_passes(
    seen: RecipientEvidence, person: Person, me: tuple[str, ...]
) -> None:
    judged = judge(seen, person, me)
    if isinstance(judged, Problem):
        return
    links = seen.links - set(me)
    if person.member:
        assert {key for key in links if is_member(key)} <= {person.member}
    if person.profile:
        assert {key for key in links if not is_member(key)} <= {person.profile}
    assert len({key for key in links if is_member(key)}) <= 1
    assert len({key for key in links if not is_member(key)}) <= 1
    assert len(seen.chips) <= 1
    by_link = bool(links & {person.member, person.profile})
    by_id = person.member is not None and person.member in (seen.marks | seen.asked | {seen.address})
    assert by_link or by_id, "a name alone opened the gate"


@settings(max_examples=200)
@given(seen=EVIDENCES, person=PEOPLE)
def test_what_passes_keeps_every_key_that_the_person_had(seen: RecipientEvidence, person: Person) -> None:
    judged = judge(seen, person)
    if isinstance(judged, Person):
        assert (person.member or judged.member) == judged.member
        assert (person.profile or judged.profile) == judged.profile
