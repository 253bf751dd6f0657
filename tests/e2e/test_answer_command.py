"""``linkapp answer``: one answer about one person of one run, or a clear sentence."""

from __future__ import annotations

import asyncio
import json
from pathlib import Path

from linkapp.domain.act import State
from linkapp.domain.campaign import Item, Result, RunOutcome
from linkapp.domain.person import Person
from linkapp.domain.problems import Reason
from linkapp.storage import open_storage
from tests.e2e.in_process import linkapp
from tests.e2e.test_commands import NOBODY
from tests.storage.samples import NOW, greeting, limits, slot

ADA = Person(name="Ada Quill", member="ACoAAada01", profile="ada-quill")
OTHER = Person(name="ada  quill", member="ACoAAada02", profile="ada-quill-2")


async def _unsure(folder: Path) -> int:
    storage = await open_storage(folder)
    run = await storage.runs.begin("birthdays", NOW, dry=False)
    for person in (ADA, OTHER):
        taken = await slot(storage.ledger, greeting(person), NOW, limits(of_run=run))
        await storage.ledger.announce(taken, "hash", NOW)
        await storage.ledger.settle(taken, State.UNSURE, NOW)
        text = greeting(person).text
        await storage.runs.add(run, Item(person=person, state=Result.UNSURE, text=text, reason=Reason.NO_PROOF, at=NOW))
    await storage.runs.finish(run, RunOutcome.FAILURES, NOW, None)
    await storage.close()
    return run


def test_an_answer_names_one_person_of_one_run_and_is_kept(tmp_path: Path) -> None:
    folder = tmp_path / "data"
    run = asyncio.run(_unsure(folder))
    on = ("--site", NOBODY, "--data-dir", str(folder))
    ended = linkapp("answer", str(run), "Ada Quill", "yes", *on)
    assert (ended.returncode, ended.stdout) == (2, "")
    assert "ada-quill, ada-quill-2" in ended.stderr
    ended = linkapp("answer", str(run), "https://www.linkedin.com/in/Ada-Quill/", "yes", *on, "--json")
    assert ended.returncode == 0, ended.stderr
    assert json.loads(ended.stdout) == {
        "run": run, "name": "Ada Quill", "recipient": "ACoAAada01", "profile": "ada-quill", "answer": "yes",
        "state": "greeted",
    }  # fmt: skip
    assert asyncio.run(_states(folder, run)) == ["done", "unsure"]


async def _states(folder: Path, run: int) -> list[str]:
    storage = await open_storage(folder)
    report = await storage.runs.report(run)
    await storage.close()
    assert report is not None
    return [item.state for item in report.items]
