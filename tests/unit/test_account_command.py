"""``account``: shows whose folder it is, and takes the person's word on another account."""

from __future__ import annotations

import json

import pytest

from linkapp.cli.commands import account as account_command
from linkapp.cli.exits import Exit
from linkapp.cli.parser import Options, parse
from linkapp.cli.usage import UsageProblem
from linkapp.domain.account import FIRST
from linkapp.services.account import WhoseFolder
from linkapp.services.application import Application
from linkapp.services.news import News
from tests.fakes.clocks import FakeClock
from tests.fakes.memory_storage import MemoryStorage, memory_storage
from tests.storage.samples import NOW

ME = frozenset({"id:ACoAAme01", "in:camille"})
YOU = frozenset({"id:ACoAAyou1", "in:noor"})


def application_of(store: MemoryStorage) -> Application:
    unused: object = None
    return Application(
        greetings=unused, visits=unused, people=store.people, runs=store.runs, settings=unused, clock=FakeClock(at=NOW), news=News(),
        rehearsal=True, data_folder="", whose=WhoseFolder(store.accounts),
    )  # fmt: skip


def given(*words: str) -> Options:
    return parse(["account", *words])


async def test_it_shows_whose_folder_it_is_and_what_was_refused(capsys: pytest.CaptureFixture[str]) -> None:
    store = memory_storage()
    assert await account_command.account(application_of(store), given()) == Exit.DONE
    assert "No account is known" in capsys.readouterr().out
    await store.accounts.change(lambda book: book.met(ME).met(YOU))
    assert await account_command.account(application_of(store), given()) == Exit.DONE
    told = capsys.readouterr().out
    assert "belongs to: camille, ACoAAme01." in told
    assert "Refused: noor, ACoAAyou1" in told
    await account_command.account(application_of(store), given("--json"))
    document = json.loads(capsys.readouterr().out)
    assert (document["account"], document["waiting"]) == (sorted(ME), sorted(YOU))


@pytest.mark.parametrize(
    ("word", "current", "own"), [("--this-one", FIRST, ME | YOU), ("--new-account", "id:ACoAAyou1", YOU)]
)
async def test_the_persons_word_is_kept(
    word: str, current: str, own: frozenset[str], capsys: pytest.CaptureFixture[str]
) -> None:
    store = memory_storage()
    with pytest.raises(UsageProblem, match="waits"):
        await account_command.account(application_of(store), given(word))
    await store.accounts.change(lambda book: book.met(ME).met(YOU))
    assert await account_command.account(application_of(store), given(word)) == Exit.DONE
    book = await store.accounts.book()
    assert (book.current, book.own, book.waiting) == (current, own, frozenset())
    assert "Refused" not in capsys.readouterr().out


async def test_an_account_that_the_folder_keeps_as_another_one_is_not_made_the_same() -> None:
    store = memory_storage()
    await store.accounts.change(lambda book: book.met(ME).met(YOU).new_account().met(ME))
    with pytest.raises(UsageProblem, match="--new-account"):
        await account_command.account(application_of(store), given("--this-one"))
    with pytest.raises(UsageProblem, match="not allowed with"):
        given("--this-one", "--new-account")
