"""``answer RUN PERSON yes|no``: exactly one greeting is meant, or a clear sentence and nothing changes."""

from __future__ import annotations

import json

import pytest

from linkapp.cli.commands import answer as answer_command
from linkapp.cli.exits import Exit
from linkapp.cli.parser import Options, parse
from linkapp.cli.usage import UsageProblem
from linkapp.domain.act import State
from linkapp.domain.campaign import Item, Result, RunOutcome
from linkapp.domain.conversation import Undated
from linkapp.domain.person import Person
from linkapp.domain.problems import Reason
from linkapp.services.answers import Answering
from linkapp.services.application import Application
from linkapp.services.news import News
from tests.fakes.clocks import FakeClock
from tests.fakes.memory_storage import MemoryStorage, memory_storage
from tests.fakes.network import FakeNetwork
from tests.storage.samples import NOW, greeting, limits, slot

ADA = Person(name="Ada Quill", member="ACoAAada01", profile="ada-quill")
OTHER = Person(name="ada  quill", member="ACoAAada02", profile="ada-quill-2")
ZOE = Person(name="Zoé Mar", member="ACoAAzoe01", profile="zoé-mar")


async def application_with(*people: Person) -> tuple[Application, MemoryStorage, int]:
    store = memory_storage()
    clock = FakeClock(at=NOW)
    run = await store.runs.begin("birthdays", NOW, dry=False)
    for person in people:
        taken = await slot(store.ledger, greeting(person), NOW, limits(of_run=run))
        await store.ledger.announce(taken, "hash", NOW)
        await store.ledger.settle(taken, State.UNSURE, NOW)
        await store.runs.add(run, Item(person=person, state=Result.UNSURE, text=greeting(person).text, at=NOW))
    await store.runs.finish(run, RunOutcome.FAILURES, NOW, None)
    answers = Answering(ledger=store.ledger, network=FakeNetwork(now=clock.now), clock=clock, news=News())
    unused: object = None
    app = Application(
        greetings=unused, visits=unused, people=store.people, runs=store.runs, settings=unused, clock=clock, news=News(),
        rehearsal=True, data_folder="", answers=answers,
    )  # fmt: skip
    return app, store, run


def given(run: int, person: str, word: str, *, as_json: bool = False) -> Options:
    return parse(["answer", str(run), person, word, *(["--json"] if as_json else [])])


@pytest.mark.parametrize(
    "person", ["zoé-mar", "Zoé Mar", "zoe  mar", "ACoAAzoe01", "https://www.linkedin.com/in/zo%C3%A9-mar/"]
)
async def test_a_name_a_profile_or_a_member_id_names_the_person(person: str) -> None:
    app, store, run = await application_with(ADA, OTHER, ZOE)
    assert await answer_command.answer(app, given(run, person, "no")) == Exit.DONE
    report = await store.runs.report(run)
    assert report is not None
    assert [item.state for item in report.items] == ["unsure", "unsure", "failed"]


@pytest.mark.parametrize(
    ("run", "person", "sentence"),
    [
        (99, "Zoé Mar", "There is no run 99."),
        (1, "Ada Quill", "More than one person in run 1 is called Ada Quill; give one of: ada-quill, ada-quill-2."),
        (1, "Bo", "Nobody unsure in run 1 is called Bo; unsure are: Ada Quill, ada  quill."),
        (1, " ", "Nobody unsure in run 1 is called  ; unsure are: Ada Quill, ada  quill."),
    ],
)
async def test_what_names_nobody_or_several_changes_nothing(run: int, person: str, sentence: str) -> None:
    app, store, _ = await application_with(ADA, OTHER)
    with pytest.raises(UsageProblem) as problem:
        await answer_command.answer(app, given(run, person, "yes"))
    assert str(problem.value) == sentence
    assert len(await store.ledger.unresolved()) == 2


async def test_an_answer_is_one_document_and_is_taken_once(capsys: pytest.CaptureFixture[str]) -> None:
    app, _, run = await application_with(ADA)
    assert await answer_command.answer(app, given(run, "Ada Quill", "yes", as_json=True)) == Exit.DONE
    assert json.loads(capsys.readouterr().out)["state"] == "greeted"
    with pytest.raises(UsageProblem, match="Nothing is unsure in run 1"):
        await answer_command.answer(app, given(run, "Ada Quill", "no"))


async def test_an_answer_is_for_the_account_of_its_run_only(capsys: pytest.CaptureFixture[str]) -> None:
    app, store, first = await application_with(ADA)
    run = await store.runs.begin("birthdays", NOW, dry=False)
    wanted = greeting(ADA, account="other")
    taken = await slot(store.ledger, wanted, NOW, limits(of_run=run))
    await store.ledger.announce(taken, "hash", NOW)
    await store.ledger.settle(taken, State.UNSURE, NOW)
    await store.runs.add(run, Item(person=ADA, state=Result.UNSURE, text=wanted.text, at=NOW))
    later = await store.runs.begin("birthdays", NOW, dry=False)  # asks again, and of which account nobody can say
    await store.runs.add(later, Item(person=ADA, state=Result.UNSURE, text=wanted.text, at=NOW))
    with pytest.raises(UsageProblem, match=f"more than one account; answer in one of runs {first}, {run}"):
        await answer_command.answer(app, given(later, "Ada Quill", "no"))
    assert await answer_command.answer(app, given(first, "Ada Quill", "no")) == Exit.DONE
    assert [one.act.account for one in await store.ledger.unresolved()] == ["other"]
    assert "did not go out" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("word", "reason"), [("yes", Reason.WISH_OF_THIS_OCCASION), ("no", Reason.WISH_OF_ANOTHER_TIME)]
)
async def test_a_wish_without_a_date_is_answered_by_its_run(
    word: str, reason: Reason, capsys: pytest.CaptureFixture[str]
) -> None:
    app, store, _ = await application_with()
    run = await store.runs.begin("birthdays", NOW, dry=False)
    taken = await slot(store.ledger, greeting(ZOE), NOW, limits(of_run=run))
    await store.ledger.undated(taken, Undated(words="Bon anniversaire !", mark="mark"), NOW)
    asks = Item(person=ZOE, state=Result.SKIPPED, reason=Reason.WISH_NOT_DATED, detail="Bon anniversaire !")
    await store.runs.add(run, asks)
    assert await answer_command.answer(app, given(run, "Zoé Mar", word, as_json=True)) == Exit.DONE
    document = json.loads(capsys.readouterr().out)
    assert (document["answer"], document["state"], document["profile"]) == (word, "skipped", "zoé-mar")
    report = await store.runs.report(run)
    assert report is not None
    assert report.items[0].reason is reason
    with pytest.raises(UsageProblem, match=f"Nothing is unsure in run {run}"):
        await answer_command.answer(app, given(run, "Zoé Mar", word))


@pytest.mark.parametrize(
    "arguments", [["answer"], ["answer", "1", "Ada"], ["answer", "x", "Ada", "yes"], ["answer", "1", "Ada", "perhaps"]]
)
def test_a_line_that_is_no_answer_is_refused(arguments: list[str]) -> None:
    with pytest.raises(UsageProblem):
        parse(arguments)
