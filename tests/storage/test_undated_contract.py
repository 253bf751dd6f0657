"""A wish without a date: the question that a released slot keeps, and the person's answer, in ledger and runs at once."""

from __future__ import annotations

from dataclasses import replace

import pytest

from linkapp.domain.act import Act, Kind, State
from linkapp.domain.campaign import Item, Result, RunOutcome
from linkapp.domain.conversation import Undated
from linkapp.domain.greeting import greeting_act
from linkapp.domain.moment import Occasion
from linkapp.domain.person import Person
from linkapp.domain.problems import Reason
from linkapp.domain.quota import DEFAULTS
from linkapp.storage import Storage
from tests.fakes.memory_storage import MemoryStorage
from tests.storage.samples import DAY, NOW, PARIS, denial, greeting, limits, slot

Books = Storage | MemoryStorage
ADA = Person(name="Ada Quill", member="ACoAAada", profile="ada-quill")
SEEN = Undated(words="Happy birthday, Ada!  (50 %)", mark="0123456789abcdef01234567")
OTHER = Undated(words="Happy birthday, Ada! / Again!", mark="1123456789abcdef01234567")


async def _met(books: Books, wanted: Act, seen: Undated = SEEN, days: int = 0) -> int:
    """A run that met a wish in the conversation."""
    at = NOW + days * DAY
    run = await books.runs.begin("birthdays", at, dry=False)
    taken = await slot(books.ledger, wanted, at, limits(of_run=run))
    await books.ledger.undated(taken, seen, at)
    item = Item(person=wanted.person, state=Result.SKIPPED, reason=Reason.WISH_NOT_DATED, detail=seen.words, at=at)
    await books.runs.add(run, item)
    await books.runs.finish(run, RunOutcome.DONE, at, None)
    return run


async def _reasons(books: Books, run: int) -> list[Reason | None]:
    report = await books.runs.report(run)
    assert report is not None
    return [item.reason for item in report.items]


async def test_a_question_frees_its_place_and_waits_for_an_answer(books: Books) -> None:
    run = await _met(books, greeting(ADA))
    (wish,) = await books.ledger.wishes()
    assert (wish.seen, wish.run, wish.account, wish.key) == (SEEN, run, "me", "birthday:2026")
    assert set(wish.person.keys) == set(ADA.keys)
    usage = await books.ledger.usage(Kind.MESSAGE, DEFAULTS[Kind.MESSAGE], PARIS, NOW)
    assert usage.day == 0
    assert await books.ledger.earlier_wishes("me", ADA, "birthday:2026") == frozenset()


async def test_of_this_occasion_settles_the_greeting_and_takes_no_place(books: Books) -> None:
    run = await _met(books, greeting(ADA))
    (wish,) = await books.ledger.wishes()
    assert await books.ledger.answer_wish(wish, of_this_occasion=True)
    assert (
        await books.ledger.closed(greeting_act(account="me", person=ADA, occasion=Occasion.BIRTHDAY, year=2026))
        is State.ALREADY
    )
    assert (await denial(books.ledger, greeting(ADA), NOW + DAY)).reason is Reason.ALREADY_GREETED
    assert (await denial(books.ledger, greeting(ADA, year=2027), NOW + 40 * DAY)).reason is Reason.ALREADY_GREETED
    usage = await books.ledger.usage(Kind.MESSAGE, DEFAULTS[Kind.MESSAGE], PARIS, NOW)
    assert usage.day == 0
    assert await books.ledger.wishes() == ()
    assert await _reasons(books, run) == [Reason.WISH_OF_THIS_OCCASION]
    assert not await books.ledger.answer_wish(wish, of_this_occasion=False)
    assert not await books.ledger.answer_wish(wish, of_this_occasion=True)


async def test_not_of_this_occasion_frees_just_what_was_seen(books: Books) -> None:
    run = await _met(books, greeting(ADA))
    again = await books.runs.begin("birthdays", NOW, dry=False)  # it asked once more, without looking
    await books.runs.add(
        again,
        Item(person=Person(name="Ada Quill", profile="ada-quill"), state=Result.SKIPPED, reason=Reason.WISH_NOT_DATED,
             detail=SEEN.words),
    )  # fmt: skip
    (wish,) = await books.ledger.wishes()
    assert await books.ledger.answer_wish(wish, of_this_occasion=False)
    assert await books.ledger.earlier_wishes("me", ADA, "birthday:2026") == {SEEN.mark}
    assert await books.ledger.earlier_wishes("me", ADA, "birthday:2027") == frozenset()
    assert await books.ledger.earlier_wishes("other", ADA, "birthday:2026") == frozenset()
    assert await _reasons(books, run) == await _reasons(books, again) == [Reason.WISH_OF_ANOTHER_TIME]
    assert await books.ledger.wishes() == ()
    assert not await books.ledger.answer_wish(wish, of_this_occasion=True), "it was answered"
    later = await _met(books, greeting(ADA), OTHER, days=1)
    (asked,) = await books.ledger.wishes()
    assert (asked.seen, asked.run) == (OTHER, later)


async def test_an_answer_to_what_is_no_longer_the_question_changes_nothing(books: Books) -> None:
    await _met(books, greeting(ADA))
    (old,) = await books.ledger.wishes()
    later = await _met(books, greeting(ADA), OTHER, days=1)
    for of_this in (True, False):
        assert not await books.ledger.answer_wish(old, of_this_occasion=of_this)
    assert await _reasons(books, later) == [Reason.WISH_NOT_DATED]
    (asked,) = await books.ledger.wishes()
    assert asked.seen == OTHER


@pytest.mark.parametrize("announced", [True, False])
async def test_what_stands_for_the_greeting_by_now_is_not_touched_by_an_answer(books: Books, announced: bool) -> None:
    await _met(books, greeting(ADA))
    (wish,) = await books.ledger.wishes()
    taken = await slot(books.ledger, greeting(ADA), NOW)
    if announced:
        await books.ledger.announce(taken, "hash", NOW)
    assert await books.ledger.wishes() == ()
    for of_this in (True, False):
        assert not await books.ledger.answer_wish(wish, of_this_occasion=of_this)


async def test_each_account_answers_for_itself(books: Books) -> None:
    mine = await _met(books, greeting(ADA, account="me"))
    other = await _met(books, greeting(ADA, account="other"))
    wishes = {wish.account: wish for wish in await books.ledger.wishes()}
    assert await books.ledger.answer_wish(wishes["me"], of_this_occasion=True)
    assert [wish.account for wish in await books.ledger.wishes()] == ["other"]
    assert await _reasons(books, mine) == [Reason.WISH_OF_THIS_OCCASION]
    assert await _reasons(books, other) == [Reason.WISH_NOT_DATED]


async def test_a_question_that_nothing_can_come_of_any_more_is_not_asked(books: Books) -> None:
    await _met(books, greeting(ADA))
    await slot(books.ledger, greeting(1), NOW + 31 * DAY)
    assert await books.ledger.wishes() == ()


async def test_of_two_people_who_turn_out_to_be_one_the_newest_question_is_asked(books: Books) -> None:
    await _met(books, greeting(replace(ADA, profile=None)))
    await _met(books, greeting(replace(ADA, member=None)), OTHER, days=1)
    await books.people.seen(ADA, NOW + DAY)
    (wish,) = await books.ledger.wishes()
    assert wish.seen == OTHER
    assert await books.ledger.answer_wish(wish, of_this_occasion=True)
    assert await books.ledger.wishes() == ()
