"""What the Ledger port promises, checked on the database and on the double in memory."""

from __future__ import annotations

import itertools
from datetime import UTC, datetime, timedelta

import pytest

from linkapp.domain.act import Kind, NotSent, Sent, State, Unsure
from linkapp.domain.greeting import greeting_act
from linkapp.domain.moment import Occasion
from linkapp.domain.person import Person
from linkapp.domain.problems import Problem, Reason
from linkapp.domain.quota import MARGIN, Caps
from linkapp.services.ports.ledger import SlotLostError
from linkapp.storage import Storage
from tests.fakes.memory_storage import MemoryStorage
from tests.storage.samples import DAY, HOUR, NOW, PARIS, contacts, denial, greeting, limits, person, slot

Books = Storage | MemoryStorage
SENT = Sent(proof="answer", message_id="m1")
LOST = Unsure(problem=Problem(reason=Reason.NO_PROOF))
NOT_SENT = NotSent(problem=Problem(reason=Reason.WRONG_RECIPIENT, detail="another name"))


async def _sent(books: Books, who: int | object = 0, now: datetime = NOW) -> None:
    taken = await slot(books.ledger, who, now)
    await books.ledger.announce(taken, "hash", now)
    await books.ledger.settle(taken, SENT, now)


async def test_a_person_is_greeted_once_for_a_birthday(books: Books) -> None:
    await _sent(books)
    assert (await denial(books.ledger, 0, NOW + HOUR)).reason is Reason.ALREADY_GREETED
    assert (
        await books.ledger.closed(greeting_act(account="me", person=person(), occasion=Occasion.BIRTHDAY, year=2026))
        is State.SENT
    )
    assert (
        await books.ledger.closed(greeting_act(account="me", person=person(), occasion=Occasion.BIRTHDAY, year=2027))
        is None
    )
    assert (
        await books.ledger.closed(greeting_act(account="me", person=person(1), occasion=Occasion.BIRTHDAY, year=2026))
        is None
    )


async def test_a_second_reservation_while_the_first_is_open_is_told_to_wait(books: Books) -> None:
    await slot(books.ledger)
    assert (await denial(books.ledger)).reason is Reason.BUSY


@pytest.mark.parametrize("days", [1, 100, 179])
async def test_no_second_birthday_greeting_within_180_days_whatever_the_year(books: Books, days: int) -> None:
    await _sent(books)
    later = NOW + days * DAY
    assert (await denial(books.ledger, greeting(year=2027), later)).reason is Reason.ALREADY_GREETED
    assert (
        await books.ledger.closed(
            greeting_act(account="me", person=person(), occasion=Occasion.BIRTHDAY, year=2027), later
        )
        is State.SENT
    )


async def test_the_next_birthday_is_greeted_again(books: Books) -> None:
    await _sent(books)
    later = NOW + 365 * DAY
    assert (
        await books.ledger.closed(
            greeting_act(account="me", person=person(), occasion=Occasion.BIRTHDAY, year=2027), later
        )
        is None
    )
    await slot(books.ledger, greeting(year=2027), later)


async def test_other_occasions_and_other_accounts_are_not_held_up_by_a_birthday(books: Books) -> None:
    await _sent(books)
    await slot(books.ledger, greeting(occasion=Occasion.POSITION), NOW + HOUR)
    await slot(books.ledger, greeting(account="somebody else"), NOW + HOUR)


async def test_two_reserved_years_of_one_person_cannot_both_be_announced(books: Books) -> None:
    first = await slot(books.ledger, greeting(year=2026))
    second = await slot(books.ledger, greeting(year=2027))
    await books.ledger.announce(first, "hash", NOW)
    with pytest.raises(SlotLostError) as told:
        await books.ledger.announce(second, "hash", NOW)
    assert told.value.problem.reason is Reason.ALREADY_GREETED


async def test_a_person_without_a_key_gets_no_slot(books: Books) -> None:
    assert (await denial(books.ledger, greeting(Person(name="Nobody")))).reason is Reason.PERSON_NOT_IDENTIFIED
    assert (await denial(books.ledger, greeting(account=""))).reason is Reason.PERSON_NOT_IDENTIFIED


async def test_do_not_contact_is_looked_at_in_the_very_reservation(books: Books) -> None:
    row = await books.people.seen(person(), NOW)
    await books.contacts.set_do_not_contact([row], "asked me to stop", NOW)
    refused = await denial(books.ledger)
    assert (refused.reason, refused.detail) == (Reason.DO_NOT_CONTACT, "asked me to stop")


async def test_the_cap_of_a_run_counts_that_run_only(books: Books) -> None:
    for number in range(2):
        await slot(books.ledger, number, NOW, limits(run=2))
    assert (await denial(books.ledger, 2, NOW, limits(run=2))).reason is Reason.CAP_RUN
    await slot(books.ledger, 2, NOW, limits(run=2, of_run=2))


async def test_the_day_cap_opens_when_date_and_24_hours_both_allow(books: Books) -> None:
    evening = datetime(2026, 11, 23, 21, 0, tzinfo=UTC)
    for number in range(3):
        await _sent(books, number, evening + number * timedelta(minutes=1))
    refused = await denial(books.ledger, 9, evening + HOUR, limits(day=3))
    assert refused.reason is Reason.CAP_DAY
    assert refused.until == evening + DAY + MARGIN
    assert (await denial(books.ledger, 9, refused.until - timedelta(seconds=1), limits(day=3))).reason is Reason.CAP_DAY
    await slot(books.ledger, 9, refused.until, limits(day=3))


async def test_a_date_of_25_hours_holds_no_more_than_the_cap(books: Books) -> None:
    midnight = datetime(2026, 10, 25, 0, 0, tzinfo=PARIS).astimezone(UTC)  # clocks go back on this date
    await _sent(books, 0, midnight)
    refused = await denial(books.ledger, 1, midnight + DAY + timedelta(minutes=30), limits(day=1))
    assert refused.until == midnight + timedelta(hours=25)
    await slot(books.ledger, 1, refused.until, limits(day=1))


async def test_the_week_cap_opens_seven_days_after_the_oldest(books: Books) -> None:
    for number in range(3):
        await _sent(books, number, NOW + number * DAY)
    refused = await denial(books.ledger, 9, NOW + 3 * DAY, limits(week=3))
    assert (refused.reason, refused.until) == (Reason.CAP_WEEK, NOW + 7 * DAY + MARGIN)
    await slot(books.ledger, 9, NOW + 7 * DAY + MARGIN, limits(week=3))


async def test_a_cap_of_zero_never_opens(books: Books) -> None:
    refused = await denial(books.ledger, 0, NOW, limits(day=0))
    assert (refused.reason, refused.until) == (Reason.CAP_DAY, None)
    assert (await denial(books.ledger, 0, NOW, limits(week=0))).reason is Reason.CAP_WEEK


async def test_usage_says_what_a_reservation_would_meet(books: Books) -> None:
    caps = limits(day=2).caps
    before = await books.ledger.usage(Kind.MESSAGE, caps, PARIS, NOW)
    assert (before.left, before.opens) == (2, None)
    await _sent(books, 0)
    await slot(books.ledger, 1)
    after = await books.ledger.usage(Kind.MESSAGE, caps, PARIS, NOW + HOUR)
    assert (after.date, after.day, after.week, after.left) == (2, 2, 2, 0)
    assert after.opens == (await denial(books.ledger, 2, NOW + HOUR, limits(day=2))).until
    assert (await books.ledger.usage(Kind.VISIT, caps, PARIS, NOW)).left == 2


async def test_a_clock_that_goes_back_frees_nothing(books: Books) -> None:
    await _sent(books, 0)
    assert await books.ledger.last_time() == NOW
    earlier = NOW - 10 * DAY
    assert (await denial(books.ledger, 1, earlier, limits(day=1))).until == NOW + DAY + MARGIN
    taken = await slot(books.ledger, 1, earlier)
    assert taken.at == NOW


async def test_a_slot_taken_long_ago_counts_as_long_as_it_may_be_used(books: Books) -> None:
    await slot(books.ledger, 0, NOW, limits(day=1))
    later = NOW + 30 * DAY
    refused = await denial(books.ledger, 1, later, limits(day=1))
    assert refused.reason is Reason.CAP_DAY
    assert refused.until == later + DAY + MARGIN


async def test_a_slot_counts_from_its_latest_possible_moment(books: Books) -> None:
    taken = await slot(books.ledger, 0, NOW)
    await books.ledger.announce(taken, "hash", NOW + 5 * HOUR)
    await books.ledger.settle(taken, Sent(proof="answer"), NOW + 6 * HOUR)
    assert await books.ledger.last_time() == NOW + 6 * HOUR
    assert (await denial(books.ledger, 1, NOW + DAY + MARGIN, limits(day=1))).until == NOW + 6 * HOUR + DAY + MARGIN


@pytest.mark.parametrize("outcome", [NOT_SENT, State.RELEASED, State.ALREADY])
async def test_what_was_not_clicked_frees_its_slot(books: Books, outcome: NotSent | State) -> None:
    taken = await slot(books.ledger, 0, NOW, limits(day=1))
    await books.ledger.settle(taken, outcome, NOW)
    await slot(books.ledger, 1, NOW, limits(day=1))


async def test_a_released_greeting_can_be_reserved_again_but_not_with_the_old_slot(books: Books) -> None:
    old = await slot(books.ledger)
    await books.ledger.settle(old, State.RELEASED, NOW)
    new = await slot(books.ledger)
    assert new.slot_id != old.slot_id
    with pytest.raises(SlotLostError):
        await books.ledger.announce(old, "hash", NOW)
    await books.ledger.announce(new, "hash", NOW)


async def test_a_greeting_found_in_the_conversation_closes_the_birthday(books: Books) -> None:
    taken = await slot(books.ledger)
    await books.ledger.settle(taken, State.ALREADY, NOW, "theirs")
    assert (await denial(books.ledger)).reason is Reason.ALREADY_GREETED
    assert (
        await books.ledger.closed(greeting_act(account="me", person=person(), occasion=Occasion.BIRTHDAY, year=2026))
        is State.ALREADY
    )


@pytest.mark.parametrize("outcome", [LOST, NOT_SENT, State.UNSURE])
async def test_after_the_announcement_nothing_but_proof_frees_a_slot(
    books: Books, outcome: Unsure | NotSent | State
) -> None:
    taken = await slot(books.ledger, 0, NOW, limits(day=1))
    await books.ledger.announce(taken, "hash", NOW)
    await books.ledger.settle(taken, outcome, NOW + HOUR)
    assert (await denial(books.ledger, 0, NOW + HOUR)).reason is Reason.UNSURE_BEFORE
    assert (await denial(books.ledger, 1, NOW + HOUR, limits(day=1))).until == NOW + HOUR + DAY + MARGIN


async def test_sent_needs_proof_and_nothing_settles_twice(books: Books) -> None:
    taken = await slot(books.ledger)
    with pytest.raises(SlotLostError):
        await books.ledger.settle(taken, SENT, NOW)
    with pytest.raises(SlotLostError):
        await books.ledger.settle(taken, State.SENDING, NOW)
    await books.ledger.announce(taken, "hash", NOW)
    for impossible in (State.SENT, State.RELEASED, State.ALREADY, State.RESERVED):
        with pytest.raises(SlotLostError):
            await books.ledger.settle(taken, impossible, NOW)
    await books.ledger.settle(taken, SENT, NOW)
    for late in (SENT, LOST, NOT_SENT, State.RELEASED):
        with pytest.raises(SlotLostError):
            await books.ledger.settle(taken, late, NOW)
    with pytest.raises(SlotLostError):
        await books.ledger.announce(taken, "hash", NOW)


async def test_recovery_frees_what_was_reserved_and_doubts_what_was_announced(books: Books) -> None:
    await slot(books.ledger, 0, NOW, limits(day=2))
    announced = await slot(books.ledger, 1, NOW, limits(day=2))
    await books.ledger.announce(announced, "hash", NOW + HOUR)
    later = NOW + 20 * HOUR
    (found,) = await books.ledger.recover(later)
    assert found.act == greeting(1)
    assert (found.state, found.attempted, found.reads) == (State.UNSURE, NOW + HOUR, 0)
    assert found.slot_id == announced.slot_id
    usage = await books.ledger.usage(Kind.MESSAGE, Caps(day=1, week=80, run=9), PARIS, later)
    assert (usage.day, usage.opens) == (1, later + DAY + MARGIN)
    assert await books.ledger.recover(later + HOUR) == (found,)
    assert await books.ledger.unresolved() == (found,)
    await slot(books.ledger, 0, later)
    with pytest.raises(SlotLostError):
        await books.ledger.settle(announced, SENT, later)


async def _unsure(books: Books, who: int = 0) -> int:
    taken = await slot(books.ledger, who)
    await books.ledger.announce(taken, "hash", NOW)
    await books.ledger.settle(taken, LOST, NOW)
    return taken.slot_id


async def test_an_unsure_greeting_proven_unsent_frees_its_slot_and_may_be_tried_again(books: Books) -> None:
    row = await _unsure(books)
    await books.ledger.resolve(row, State.UNSENT, NOW + HOUR, "conversation")
    assert (
        await books.ledger.closed(greeting_act(account="me", person=person(), occasion=Occasion.BIRTHDAY, year=2026))
        is None
    )
    again = await slot(books.ledger, 0, NOW + HOUR, limits(day=1))
    assert again.slot_id != row
    with pytest.raises(SlotLostError):
        await books.ledger.resolve(row, State.SENT, NOW + HOUR)


async def test_an_unsure_greeting_found_in_the_conversation_counts_from_the_reading(books: Books) -> None:
    row = await _unsure(books)
    await books.ledger.resolve(row, State.SENT, NOW + HOUR, "conversation")
    assert (
        await books.ledger.closed(greeting_act(account="me", person=person(), occasion=Occasion.BIRTHDAY, year=2026))
        is State.SENT
    )
    assert (await denial(books.ledger, 1, NOW + 2 * HOUR, limits(day=1))).until == NOW + HOUR + DAY + MARGIN
    (past,) = await books.ledger.past("me", person())
    assert (past.at, past.text, past.template) == (NOW, greeting().text, "plain")


async def test_the_persons_own_answer_does_not_move_the_time(books: Books) -> None:
    row = await _unsure(books)
    await books.ledger.resolve(row, State.ASK, NOW + HOUR)
    assert (await denial(books.ledger)).reason is Reason.UNSURE_BEFORE
    (asked,) = await books.ledger.recover(NOW + HOUR)
    assert asked.state is State.ASK
    await books.ledger.resolve(row, State.SENT, NOW + 3 * DAY, "person")
    assert await books.ledger.last_time() == NOW


async def test_only_an_open_greeting_can_be_resolved(books: Books) -> None:
    taken = await slot(books.ledger)
    for impossible in (State.SENT, State.UNSENT, State.RELEASED):
        with pytest.raises(SlotLostError):
            await books.ledger.resolve(taken.slot_id, impossible, NOW)
    with pytest.raises(SlotLostError):
        await books.ledger.resolve(999, State.UNSENT, NOW)
    row = await _unsure(books, 1)
    with pytest.raises(SlotLostError):
        await books.ledger.resolve(row, State.RELEASED, NOW)
    await books.ledger.resolve(row, State.UNSENT, NOW)
    with pytest.raises(SlotLostError):
        await books.ledger.resolve(row, State.SENT, NOW)


async def test_failed_readings_are_counted(books: Books) -> None:
    row = await _unsure(books)
    assert [await books.ledger.unreadable(row) for _ in range(3)] == [1, 2, 3]
    assert (await books.ledger.recover(NOW))[0].reads == 3
    assert await books.ledger.unreadable(999) == 0


async def test_first_use_and_last_time_are_unknown_in_an_empty_ledger(books: Books) -> None:
    assert await books.ledger.first_use() is None
    assert await books.ledger.last_time() is None
    await slot(books.ledger)
    assert await books.ledger.first_use() == NOW


async def test_the_past_comes_newest_first_and_leaves_out_what_was_never_sent(books: Books) -> None:
    await _sent(books, greeting(year=2024), NOW - 700 * DAY)
    await _sent(books, greeting(year=2025), NOW - 365 * DAY)
    given_up = await slot(books.ledger, greeting(year=2026))
    await books.ledger.settle(given_up, State.RELEASED, NOW)
    assert [message.key for message in await books.ledger.past("me", person())] == ["birthday:2025", "birthday:2024"]
    assert await books.ledger.past("somebody else", person()) == ()


# -- one person, several keys


ADDRESS = Person(name="Anna", profile="anna")
BOTH = Person(name="Anna", profile="anna", member="ACoAAanna")
MEMBER = Person(name="Anna", member="ACoAAanna")


@pytest.mark.parametrize(("first", "then"), [(ADDRESS, BOTH), (MEMBER, BOTH), (BOTH, ADDRESS), (BOTH, MEMBER)])
async def test_any_key_of_a_person_finds_the_greeting(books: Books, first: Person, then: Person) -> None:
    await _sent(books, greeting(first))
    assert (
        await books.ledger.closed(greeting_act(account="me", person=then, occasion=Occasion.BIRTHDAY, year=2026))
        is State.SENT
    )
    assert len(await books.ledger.past("me", then)) == 1
    assert (await denial(books.ledger, greeting(then))).reason is Reason.ALREADY_GREETED


async def test_a_renamed_address_is_the_same_person(books: Books) -> None:
    await _sent(books, greeting(BOTH))
    renamed = Person(name="Anna B", profile="anna-b", member="ACoAAanna")
    await books.people.seen(renamed, NOW)
    for key in (ADDRESS, Person(name="Anna B", profile="anna-b")):
        assert (await denial(books.ledger, greeting(key))).reason is Reason.ALREADY_GREETED


async def test_a_reused_address_is_another_person(books: Books) -> None:
    await _sent(books, greeting(BOTH))
    other = Person(name="Anna Other", profile="anna", member="ACoAAother")
    assert (
        await books.ledger.closed(greeting_act(account="me", person=other, occasion=Occasion.BIRTHDAY, year=2026))
        is None
    )
    await slot(books.ledger, greeting(other))
    assert (await denial(books.ledger, greeting(MEMBER))).reason is Reason.ALREADY_GREETED
    assert (await denial(books.ledger, greeting(ADDRESS))).reason is Reason.BUSY


@pytest.mark.parametrize("greeted", [ADDRESS, MEMBER])
async def test_two_rows_that_turn_out_to_be_one_person_stay_greeted(books: Books, greeted: Person) -> None:
    await books.people.seen(ADDRESS, NOW)
    await books.people.seen(MEMBER, NOW)
    assert len(await contacts(books)) == 2
    await _sent(books, greeting(greeted))
    row = await books.people.seen(BOTH, NOW)
    assert len(await contacts(books)) == 1
    for key in (ADDRESS, MEMBER, BOTH):
        assert (await denial(books.ledger, greeting(key))).reason is Reason.ALREADY_GREETED
    timeline = await books.people.timeline(row)
    assert [what.kind for what in timeline] == ["greeting"]


async def test_a_reserved_slot_is_lost_when_its_person_turns_out_to_be_greeted(books: Books) -> None:
    await _sent(books, greeting(MEMBER))
    taken = await slot(books.ledger, greeting(ADDRESS))
    await books.people.seen(BOTH, NOW)
    with pytest.raises(SlotLostError) as told:
        await books.ledger.announce(taken, "hash", NOW)
    assert told.value.problem.reason is Reason.ALREADY_GREETED
    usage = await books.ledger.usage(Kind.MESSAGE, Caps(day=9, week=9, run=9), PARIS, NOW)
    assert usage.day == 1


async def test_joining_two_greeted_rows_keeps_both_slots_and_the_stronger_state(books: Books) -> None:
    await _sent(books, greeting(ADDRESS))
    other = await slot(books.ledger, greeting(MEMBER))
    await books.ledger.announce(other, "hash", NOW)
    await books.people.seen(BOTH, NOW)
    await books.ledger.settle(other, LOST, NOW)
    assert (
        await books.ledger.closed(greeting_act(account="me", person=BOTH, occasion=Occasion.BIRTHDAY, year=2026))
        is State.SENT
    )
    usage = await books.ledger.usage(Kind.MESSAGE, Caps(day=9, week=9, run=9), PARIS, NOW)
    assert usage.day == 2
    assert await books.ledger.recover(NOW) == ()


async def test_what_another_row_stood_for_is_asked_about_when_that_one_is_proven_unsent(books: Books) -> None:
    first = await slot(books.ledger, greeting(ADDRESS))
    await books.ledger.announce(first, "hash", NOW)
    await books.ledger.settle(first, LOST, NOW)
    second = await slot(books.ledger, greeting(MEMBER))
    await books.ledger.announce(second, "hash", NOW)
    await books.people.seen(BOTH, NOW)
    await books.ledger.settle(second, LOST, NOW)
    for unclear in (second, first):
        (found,) = await books.ledger.unresolved()
        assert found.slot_id == unclear.slot_id
        assert (await denial(books.ledger, greeting(BOTH))).reason is Reason.UNSURE_BEFORE
        await books.ledger.resolve(unclear.slot_id, State.UNSENT, NOW + HOUR, "conversation")
    assert await books.ledger.unresolved() == ()
    await slot(books.ledger, greeting(BOTH), NOW + HOUR)


@pytest.mark.parametrize("order", list(itertools.permutations(range(3))))
async def test_what_was_read_before_three_rows_became_one_person_frees_each_of_them(
    books: Books, order: tuple[int, ...]
) -> None:
    renamed = Person(name="Anna", profile="anna-b")
    for who in (ADDRESS, MEMBER, renamed):
        taken = await slot(books.ledger, greeting(who))
        await books.ledger.announce(taken, "hash", NOW)
        await books.ledger.settle(taken, LOST, NOW)
    opens = await books.ledger.unresolved()
    for profile in ("anna", "anna-b"):
        await books.people.seen(Person(name="Anna", member="ACoAAanna", profile=profile), NOW)
    assert len(opens) == 3
    for one in (opens[number] for number in order):
        assert (await denial(books.ledger, greeting(BOTH))).reason is Reason.UNSURE_BEFORE
        await books.ledger.resolve(one.slot_id, State.UNSENT, NOW + HOUR, "conversation")
    await slot(books.ledger, greeting(BOTH), NOW + HOUR)
    usage = await books.ledger.usage(Kind.MESSAGE, Caps(day=9, week=9, run=9), PARIS, NOW + HOUR)
    assert usage.day == 1


async def test_two_reserved_rows_that_are_one_person_leave_one_slot(books: Books) -> None:
    one = await slot(books.ledger, greeting(ADDRESS))
    two = await slot(books.ledger, greeting(MEMBER))
    await books.people.seen(BOTH, NOW)
    announced = 0
    for taken in (one, two):
        try:
            await books.ledger.announce(taken, "hash", NOW)
        except SlotLostError:
            continue
        announced += 1
    assert announced == 1


async def test_do_not_contact_survives_the_joining_of_two_rows(books: Books) -> None:
    row = await books.people.seen(ADDRESS, NOW)
    await books.contacts.set_do_not_contact([row], "no", NOW)
    await books.people.seen(MEMBER, NOW)
    assert (await denial(books.ledger, greeting(BOTH))).reason is Reason.DO_NOT_CONTACT
    await books.people.seen(BOTH, NOW)
    assert await books.people.do_not_contact(MEMBER) == "no"
