"""A person's answer about an uncertain greeting: the ledger and the runs that asked change in one step."""

from __future__ import annotations

from dataclasses import replace

import pytest

from linkapp.domain.act import State
from linkapp.domain.campaign import Item, Result, RunOutcome
from linkapp.domain.person import Person
from linkapp.domain.problems import Problem, Reason
from linkapp.services.ports.ledger import SlotLostError
from linkapp.storage import Storage
from tests.fakes.memory_storage import MemoryStorage
from tests.storage.samples import DAY, HOUR, NOW, greeting, limits, slot

Books = Storage | MemoryStorage
ADA = Person(name="Ada Quill", member="ACoAAada", profile="ada-quill")


async def _unsure(books: Books, *, stopped: Problem | None = None) -> tuple[int, int, int]:
    """A slot that is unsure, the run that made it so, and a later run that asked again by the address only."""
    first = await books.runs.begin("birthdays", NOW, dry=False)
    taken = await slot(books.ledger, greeting(ADA), NOW, limits(of_run=first))
    await books.ledger.announce(taken, "hash", NOW)
    await books.ledger.settle(taken, State.UNSURE, NOW)
    text = greeting(ADA).text
    item = Item(person=ADA, state=Result.UNSURE, text=text, reason=Reason.NO_PROOF, detail="silent", at=NOW)
    await books.runs.add(first, item)
    await books.runs.finish(first, RunOutcome.FAILURES, NOW + HOUR, stopped)
    second = await books.runs.begin("birthdays", NOW + DAY, dry=False)
    await books.runs.add(second, replace(item, person=Person(name="Ada Quill", profile="ada-quill")))
    await books.runs.add(second, Item(person=Person(name="Bo", profile="bo"), state=Result.UNSURE, text="Hi Bo"))
    await books.runs.finish(second, RunOutcome.FAILURES, NOW + DAY, None)
    return taken.slot_id, first, second


async def test_an_answer_that_it_went_out_makes_every_item_that_asked_a_greeting(books: Books) -> None:
    slot_id, first, second = await _unsure(books)
    await books.ledger.resolve(slot_id, State.SENT, NOW + DAY, "person")
    one, two = await books.runs.report(first), await books.runs.report(second)
    assert one is not None
    assert two is not None
    assert [(item.state, item.proof, item.reason, item.detail) for item in one.items] == [("done", "person", None, "")]
    assert [(item.person.name, item.state) for item in two.items] == [("Ada Quill", "done"), ("Bo", "unsure")]
    assert (one.outcome, two.outcome) == (RunOutcome.DONE, RunOutcome.FAILURES)
    assert [item.state for _, _, item in await books.runs.timeline(states=("done",))] == ["done", "done"]


async def test_an_answer_that_it_did_not_go_out_gives_the_place_back_and_says_so_in_the_run(books: Books) -> None:
    slot_id, first, _ = await _unsure(books, stopped=Problem(reason=Reason.OFFLINE))
    await books.ledger.resolve(slot_id, State.UNSENT, NOW + DAY, "person")
    one = await books.runs.report(first)
    assert one is not None
    assert [(item.state, item.proof, item.reason) for item in one.items] == [("failed", "", Reason.ANSWERED_NOT_SENT)]
    assert one.outcome is RunOutcome.FAILURES
    assert await books.ledger.unresolved() == ()


async def test_what_is_found_by_reading_is_no_answer_and_a_second_answer_changes_nothing(books: Books) -> None:
    slot_id, first, _ = await _unsure(books)
    await books.ledger.resolve(slot_id, State.SENT, NOW + DAY, "conversation")
    with pytest.raises(SlotLostError):
        await books.ledger.resolve(slot_id, State.UNSENT, NOW + DAY, "person")
    one = await books.runs.report(first)
    assert one is not None
    assert [item.state for item in one.items] == ["unsure"]


async def test_an_answer_leaves_the_runs_of_another_account_as_they_are(books: Books) -> None:
    """The same person, the same text, two accounts of one folder."""
    runs = []
    slots = []
    for account in ("me", "other"):
        run = await books.runs.begin("birthdays", NOW, dry=False)
        wanted = greeting(ADA, account=account)
        taken = await slot(books.ledger, wanted, NOW, limits(of_run=run))
        await books.ledger.announce(taken, "hash", NOW)
        await books.ledger.settle(taken, State.UNSURE, NOW)
        await books.runs.add(
            run, Item(person=ADA, state=Result.UNSURE, text=wanted.text, reason=Reason.NO_PROOF, at=NOW)
        )
        await books.runs.finish(run, RunOutcome.FAILURES, NOW, None)
        runs.append(run)
        slots.append(taken.slot_id)
    await books.ledger.resolve(slots[0], State.UNSENT, NOW + DAY, "person")
    reports = [await books.runs.report(run) for run in runs]
    assert [report.items[0].state for report in reports if report is not None] == ["failed", "unsure"]
    assert [one.act.account for one in await books.ledger.unresolved()] == ["other"]
