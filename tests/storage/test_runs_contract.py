"""What the Runs port promises, checked on the database and on the double in memory."""

from __future__ import annotations

from dataclasses import replace

import pytest

from linkapp.domain.breaker import Breaker, Proven
from linkapp.domain.campaign import Item, Report, Result, RunOutcome
from linkapp.domain.person import Person
from linkapp.domain.problems import Problem, Reason
from linkapp.domain.quota import Slowed
from linkapp.services.ports.ledger import StoreError
from linkapp.storage import Storage
from tests.fakes.memory_storage import MemoryStorage
from tests.storage.samples import HOUR, NOW, person

Books = Storage | MemoryStorage

GREETED = Item(person=person(1), state=Result.DONE, text="Bon anniversaire à toi", late_days=2, proof="answer", at=NOW)
SKIPPED = Item(
    person=Person(name="Élodie", member="ACoAAelodie", headline="Chief"),
    state=Result.SKIPPED,
    reason=Reason.TOO_LATE,
    detail="12 days",
)


async def test_a_run_comes_back_with_everything_it_did(books: Books) -> None:
    run = await books.runs.begin("birthdays", NOW, dry=True)
    for item in (GREETED, SKIPPED):
        await books.runs.add(run, item)
    running = await books.runs.report(run)
    assert running is not None
    assert (running.outcome, running.finished) == (RunOutcome.RUNNING, None)
    stop = Problem(reason=Reason.SECURITY_CHECK, detail="puzzle")
    await books.runs.finish(run, RunOutcome.NEEDS_PERSON, NOW + HOUR, stop, "more_left")
    assert await books.runs.report(run) == Report(
        run=run,
        kind="birthdays",
        outcome=RunOutcome.NEEDS_PERSON,
        started=NOW,
        finished=NOW + HOUR,
        items=(GREETED, SKIPPED),
        partial="more_left",
        stopped_by=stop,
        dry=True,
    )
    assert await books.runs.report(run + 1) is None


async def test_the_name_of_evidence_stays_with_the_outcome_and_with_what_ended_the_run(books: Books) -> None:
    run = await books.runs.begin("birthdays", NOW, dry=False)
    failed = Item(person=person(1), state=Result.FAILED, reason=Reason.NO_COMPOSER, at=NOW, evidence="a-name-00")
    await books.runs.add(run, failed)
    stop = Problem(reason=Reason.SECURITY_CHECK, evidence="another-name-00")
    await books.runs.finish(run, RunOutcome.NEEDS_PERSON, NOW + HOUR, stop)
    report = await books.runs.report(run)
    assert report is not None
    assert report.items[0].evidence == "a-name-00"
    assert report.stopped_by is not None
    assert report.stopped_by.evidence == "another-name-00"


async def test_the_newest_runs_come_first(books: Books) -> None:
    ids = [await books.runs.begin("birthdays", NOW, dry=False) for _ in range(3)]
    await books.runs.add(ids[0], GREETED)
    found = await books.runs.latest(2)
    assert [report.run for report in found] == [ids[2], ids[1]]
    assert [len(report.items) for report in await books.runs.latest()] == [0, 0, 1]


async def test_the_timeline_is_newest_first_and_filtered_by_state_and_words(books: Books) -> None:
    first = await books.runs.begin("birthdays", NOW, dry=False)
    second = await books.runs.begin("positions", NOW, dry=False)
    await books.runs.add(first, GREETED)
    await books.runs.add(second, SKIPPED)
    assert await books.runs.timeline() == [(second, "positions", SKIPPED), (first, "birthdays", GREETED)]
    assert await books.runs.timeline(states=["done", "failed"]) == [(first, "birthdays", GREETED)]
    assert await books.runs.timeline(words="elodie 12") == [(second, "positions", SKIPPED)]
    assert await books.runs.timeline(words="ANNIVERSAIRE a") == [(first, "birthdays", GREETED)]
    assert await books.runs.timeline(words="100%_") == []
    assert await books.runs.timeline(kinds=["positions"]) == [(second, "positions", SKIPPED)]
    assert await books.runs.timeline(not_kinds=["positions"]) == [(first, "birthdays", GREETED)]
    assert await books.runs.timeline(kinds=["visits"], not_kinds=["positions"]) == []
    assert await books.runs.timeline(limit=1, offset=1) == [(first, "birthdays", GREETED)]


async def test_better_knowledge_replaces_an_uncertain_outcome_of_that_person_and_run(books: Books) -> None:
    run = await books.runs.begin("birthdays", NOW, dry=False)
    other = await books.runs.begin("birthdays", NOW, dry=False)
    uncertain = Item(person=person(1), state=Result.UNSURE, text="Bon anniversaire", reason=Reason.NO_PROOF)
    for of in (run, other):
        await books.runs.add(of, uncertain)
    await books.runs.add(run, SKIPPED)
    proven = Item(
        person=Person(name="Person 1", member="ACoAAone", profile="person-1"),
        state=Result.DONE,
        text="Bon anniversaire",
    )
    await books.runs.change(run, proven)
    await books.runs.change(run, SKIPPED)
    await books.runs.change(other, Item(person=Person(name="Person 1"), state=Result.DONE))
    assert await books.runs.timeline(words="anniversaire") == [
        (other, "birthdays", uncertain),
        (run, "birthdays", proven),
    ]
    report = await books.runs.report(run)
    assert report is not None
    assert report.items == (proven, SKIPPED)


async def test_an_unfinished_run_is_marked_as_interrupted_once(books: Books) -> None:
    run = await books.runs.begin("birthdays", NOW, dry=False)
    done = await books.runs.begin("birthdays", NOW, dry=False)
    await books.runs.finish(done, RunOutcome.DONE, NOW, None)
    assert await books.runs.interrupted(NOW + HOUR) == 1
    assert await books.runs.interrupted(NOW + HOUR) == 0
    report = await books.runs.report(run)
    assert report is not None
    assert (report.outcome, report.finished) == (RunOutcome.INTERRUPTED, NOW + HOUR)


async def test_an_outcome_of_an_unknown_run_is_refused(books: Books) -> None:
    with pytest.raises(StoreError):
        await books.runs.add(99, GREETED)


async def test_the_breaker_is_kept(books: Books) -> None:
    assert await books.runs.breaker() == Breaker()
    everything = Breaker(
        failures=4, trips=2, until=NOW + HOUR, latched=Reason.RATE_LIMITED, latched_at=NOW,
        slowed=Slowed(share=0.25, at=NOW), proven=Proven(at=NOW, since_boot=12.5),
    )  # fmt: skip
    assert await books.runs.change_breaker(lambda _: everything) == everything
    assert await books.runs.breaker() == everything
    assert await books.runs.change_breaker(Breaker.looked) == replace(everything, latched=None, latched_at=None)
    await books.runs.change_breaker(lambda _: Breaker())
    assert await books.runs.breaker() == Breaker()
