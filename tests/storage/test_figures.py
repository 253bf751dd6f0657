"""What was done, read back from a real database and counted: each by one query."""

from __future__ import annotations

from datetime import timedelta

from linkapp.domain.act import Kind, Sent, State, Unsure
from linkapp.domain.campaign import Item, Result
from linkapp.domain.figures import DoneAct, OutcomeCount
from linkapp.domain.problems import Problem, Reason
from linkapp.storage import Storage
from linkapp.storage.database import connect
from linkapp.storage.figures import _ACTS
from linkapp.storage.instants import stored
from tests.storage.samples import HOUR, NOW, person, slot


async def test_acts_that_were_announced_come_back_and_those_given_up_do_not(storage: Storage) -> None:
    ledger = storage.ledger
    ends = (Sent(proof="answer"), Sent(proof="answer"), Unsure(problem=Problem(reason=Reason.NO_PROOF)), State.RELEASED)
    for number, end in zip((-24, 1, 2, 3), ends, strict=True):
        taken, at = await slot(ledger, number % 24, NOW + number * HOUR), NOW + number * HOUR
        if end is not State.RELEASED:
            await ledger.announce(taken, "", at)
        await ledger.settle(taken, end, at)
    await ledger.announce(await slot(ledger, 4, NOW + 4 * HOUR), "", NOW + 4 * HOUR)
    await slot(ledger, 5, NOW + 5 * HOUR)
    assert await storage.figures.acts_since(NOW) == [
        DoneAct(kind=Kind.MESSAGE, state=state, at=NOW + number * HOUR, name=f"Person {number}")
        for number, state in ((1, State.SENT), (2, State.UNSURE), (4, State.SENDING))
    ]


async def test_outcomes_are_counted_by_the_quarter_of_an_hour_without_rehearsals(storage: Storage) -> None:
    runs = storage.runs
    real = await runs.begin("birthdays", NOW, dry=False)
    visits = await runs.begin("visits", NOW, dry=False)
    dry = await runs.begin("birthdays", NOW, dry=True)
    for run, state, minutes in (
        (real, Result.DONE, 1), (real, Result.DONE, 14), (real, Result.DONE, 15), (real, Result.SKIPPED, None),
        (visits, Result.DONE, 2), (dry, Result.DONE, 3), (real, Result.FAILED, -60),
    ):  # fmt: skip
        at = None if minutes is None else NOW + timedelta(minutes=minutes)
        await runs.add(run, Item(person=person(1), state=state, at=at))
    counts = await storage.figures.outcomes_since(NOW)
    assert sorted(counts, key=lambda row: (row.at, row.kind, row.state)) == [
        OutcomeCount(at=NOW, kind="birthdays", state=Result.DONE, count=2),
        OutcomeCount(at=NOW, kind="birthdays", state=Result.SKIPPED, count=1),  # at the start of its run
        OutcomeCount(at=NOW, kind="visits", state=Result.DONE, count=1),
        OutcomeCount(at=NOW + timedelta(minutes=15), kind="birthdays", state=Result.DONE, count=1),
    ]


async def test_the_acts_of_a_day_are_found_by_an_index(storage: Storage) -> None:
    with connect(storage.pages_path) as db:
        plan = [row[3] for row in db.execute(f"EXPLAIN QUERY PLAN {_ACTS.text}", {"begins": stored(NOW)})]
    db.close()
    assert any("acts_settled" in step for step in plan), plan
    assert not any(step.startswith("SCAN acts") for step in plan), plan
