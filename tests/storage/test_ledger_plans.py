"""What the ledger asks stays as quick with a million rows: everything is found by an index, nothing is looked through."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

from linkapp.domain.act import Kind, Sent, State, Unsure
from linkapp.domain.person import Person
from linkapp.domain.problems import Problem, Reason
from linkapp.domain.quota import Caps
from linkapp.storage import Storage, open_storage
from tests.storage.samples import DAY, NOW, PARIS, denial, greeting, limits, slot

TABLES = ("acts", "people", "person_keys", "do_not_contact")
SMALL = ("acts_pending", "acts_unclear")
ANN = Person(name="Ann", member="ACoAAann", profile="ann-bee")


async def _everything_a_run_asks(storage: Storage) -> None:
    ledger, one_a_day = storage.ledger, limits(day=1)
    sent = await slot(ledger, greeting(ANN))
    await ledger.announce(sent, "hash", NOW)
    await ledger.settle(sent, Sent(proof="answer"), NOW)
    assert (await denial(ledger, 1, NOW, one_a_day)).reason is Reason.CAP_DAY
    unsure = await slot(ledger, 2)
    await ledger.announce(unsure, "hash", NOW)
    await ledger.settle(unsure, Unsure(problem=Problem(reason=Reason.NO_PROOF)), NOW)
    for caps in (Caps(day=1, week=9, run=9), Caps(day=9, week=9, run=9)):
        await ledger.usage(Kind.MESSAGE, caps, PARIS, NOW)
    await ledger.recover(NOW)
    await ledger.unresolved()
    await ledger.unreadable(unsure.slot_id)
    await ledger.resolve(unsure.slot_id, State.UNSENT, NOW)
    await ledger.shared_slot(sent)
    await ledger.first_use()
    await ledger.last_time()
    await ledger.past("me", ANN)
    await ledger.closed(greeting(ANN, year=2027), NOW + DAY)


def _looked_through(step: str) -> bool:
    """Whether a step of a plan goes through a whole table or index: a scan, or a search for nothing in particular.

    The indexes of what is pending and unclear hold only that: there is never more of it than a cap. A search of what
    was freed is for its first or last time, an end of the index.
    """
    how, _, table = step.partition(" ")
    index = table.split(" ")[-1]
    if table.split(" ")[0] not in TABLES or index in SMALL:
        return False
    return how == "SCAN" or (how == "SEARCH" and "(" not in table and index != "acts_freed")


async def test_nothing_that_a_run_asks_looks_through_a_table(tmp_path: Path) -> None:
    storage = await open_storage(tmp_path)
    asked: list[str] = []
    storage.ledger._thread.submit(storage.ledger._db.set_trace_callback, asked.append).result()
    await _everything_a_run_asks(storage)
    await storage.close()
    statements = [one for one in dict.fromkeys(asked) if one.split()[0] in ("SELECT", "INSERT", "UPDATE", "DELETE")]
    assert len(statements) > 30
    with closing(sqlite3.connect(tmp_path / "linkapp.db")) as plain:
        for statement in statements:
            plan = [step for *_, step in plain.execute(f"EXPLAIN QUERY PLAN {statement}")]
            assert not list(filter(_looked_through, plan)), statement
        for through in ("SELECT min(attempted) FROM acts", "SELECT count(*) FROM people"):
            assert any(_looked_through(step) for *_, step in plain.execute(f"EXPLAIN QUERY PLAN {through}"))
