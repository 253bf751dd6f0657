"""One data folder, one account: another one that signs in is refused until the person says which folder is whose."""

from __future__ import annotations

from dataclasses import replace

import pytest

from linkapp.cli.exits import Exit, exit_of, exit_of_problem
from linkapp.domain.account import FIRST, AccountBook, AccountMatch, keys_of
from linkapp.domain.act import State
from linkapp.domain.campaign import Result
from linkapp.domain.greeting import greeting_act
from linkapp.domain.moment import Occasion
from linkapp.domain.problems import Reason
from linkapp.services.account import WhoseFolder
from tests.unit.test_greet import NOW, Bench, card, states

ME = frozenset({"id:ACoAAme01", "in:camille"})
YOU = frozenset({"id:ACoAAyou1", "in:noor"})


@pytest.mark.parametrize(
    ("known", "shown", "standing"),
    [
        ("", "", AccountMatch.UNTOLD),
        ("", "in:camille", AccountMatch.OWN),
        ("in:camille", "", AccountMatch.UNTOLD),
        ("in:camille", "in:camille", AccountMatch.OWN),
        ("in:camille", "in:noor", AccountMatch.OTHER),
        ("id:ACoAA1", "id:ACoAA2", AccountMatch.OTHER),
        ("id:ACoAA1", "in:camille", AccountMatch.UNTOLD),
        ("in:camille", "id:ACoAA1", AccountMatch.UNTOLD),
        ("id:ACoAA1 in:camille", "id:ACoAA1 in:renamed", AccountMatch.OWN),
        ("id:ACoAA1 in:camille", "id:ACoAA2 in:camille", AccountMatch.OTHER),
        ("id:ACoAA1 in:camille", "in:renamed", AccountMatch.OTHER),
        ("id:ACoAA1", "id:ACoAA1 id:ACoAA2", AccountMatch.OTHER),
        ("in:camille", "id:ACoAA1 in:noor", AccountMatch.OTHER),
        ("in:camille in:renamed", "in:renamed", AccountMatch.OWN),
    ],
)
def test_a_member_id_outranks_an_address_and_what_cannot_be_compared_is_not_guessed(
    known: str, shown: str, standing: AccountMatch
) -> None:
    book = AccountBook(keys=dict.fromkeys(known.split(), FIRST))
    assert book.standing(frozenset(shown.split())) is standing


def test_keys_are_learnt_beside_a_known_one_and_what_is_not_comparable_at_the_last_look_only() -> None:
    book = AccountBook().met(frozenset({"in:camille"}))
    assert book.own == {"in:camille"}
    assert book.met(frozenset({"id:ACoAA1"})) == book
    assert book.met(frozenset({"id:ACoAA1"}), last_look=True).own == {"in:camille", "id:ACoAA1"}
    assert book.met(frozenset({"in:camille", "id:ACoAA1"})).own == {"in:camille", "id:ACoAA1"}


def test_another_account_waits_and_the_folders_own_ends_the_waiting() -> None:
    book = AccountBook().met(ME).met(YOU)
    assert (book.own, book.waiting) == (ME, YOU)
    assert book.met(ME).waiting == frozenset()


def test_the_person_says_that_it_is_the_same_or_a_new_one_and_an_earlier_one_comes_back_by_its_name() -> None:
    book = AccountBook().met(ME).met(YOU)
    same, new = book.this_one(), book.new_account()
    assert (same.current, same.own, same.waiting) == (FIRST, ME | YOU, frozenset())
    assert (new.current, new.own, new.standing(ME)) == ("id:ACoAAyou1", YOU, AccountMatch.OTHER)
    back = new.met(ME)
    assert back.is_kept(back.waiting) == FIRST
    assert (back.new_account().current, back.new_account().own) == (FIRST, ME)
    by_address = AccountBook().met(frozenset({"in:camille"})).met(frozenset({"in:noor"})).new_account()
    assert by_address.current == "in:noor"
    assert by_address.met(frozenset({"in:noor", "id:ACoAAyou1"})).current == "in:noor"


def test_keys_of_a_page_are_an_id_and_one_certain_address() -> None:
    assert keys_of(["Camille-Orvane"], ["ACoAAme01"]) == {"in:camille-orvane", "id:ACoAAme01"}
    assert keys_of(["ACoAAme01"], [""]) == {"id:ACoAAme01"}
    assert keys_of(["camille", "noor"]) == frozenset()


async def refused(bench: Bench) -> None:
    """Nothing of a run comes to pass."""
    bench.network.in_composer = ""
    report = await bench.send()
    assert report.stopped_by is not None
    assert (report.stopped_by.reason, exit_of(report.outcome)) == (Reason.OTHER_ACCOUNT, Exit.NEEDS_PERSON)
    assert not report.of(Result.DONE)
    assert bench.network.in_composer == ""


@pytest.mark.parametrize("late", [False, True])
async def test_another_account_decides_and_sends_nothing_until_the_person_says_that_it_is_a_new_one(late: bool) -> None:
    bench = Bench(card(1))

    def signs_in(keys: frozenset[str]) -> None:
        bench.network.signed_in = frozenset() if late else keys
        bench.network.tells_late = keys if late else frozenset()

    signs_in(ME)
    assert len((await bench.send()).of(Result.DONE)) == 1
    signs_in(YOU)
    bench.network.cards.append(card(2))
    bench.network.conversations.clear()  # those of the other account
    await refused(bench)
    assert bench.network.clicks == 1
    if not late:
        seen = await bench.greet.preview(Occasion.BIRTHDAY)
        assert (seen.drafts, exit_of_problem(seen.stopped)) == ((), Exit.NEEDS_PERSON)
    whose = WhoseFolder(bench.store.accounts)
    assert await whose.new_account()
    again = await bench.send()
    assert states(again) == {"p1": ("done", None), "p2": ("done", None)}
    signs_in(ME)
    if late:
        bench.network.cards.append(card(3))
    await refused(bench)
    assert not await whose.this_one(), "it is kept as another account"
    assert await whose.new_account()
    bench.network.conversations.clear()
    assert states(await bench.send())["p1"] == ("skipped", Reason.ALREADY_GREETED)


async def test_the_same_person_under_a_new_address_greets_nobody_twice() -> None:
    bench = Bench(card(1))
    bench.network.signed_in = frozenset({"in:camille"})
    await bench.send()
    bench.network.signed_in = frozenset({"in:camille-renamed"})
    bench.network.conversations.clear()
    await refused(bench)
    assert await WhoseFolder(bench.store.accounts).this_one()
    assert states(await bench.send()) == {"p1": ("skipped", Reason.ALREADY_GREETED)}
    assert bench.network.clicks == 1


async def test_an_account_that_signs_in_while_a_text_is_written_does_not_click() -> None:
    bench = Bench(card(1), card(2))
    bench.network.signed_in = ME
    press = bench.network.press

    async def pressed(*given: object) -> object:
        bench.network.heard = YOU
        return await press(*given)  # type: ignore[arg-type]

    bench.network.press = pressed  # type: ignore[method-assign, assignment]
    await refused(bench)
    assert bench.network.clicks == 0


async def test_a_folder_that_becomes_another_accounts_while_a_run_writes_stops_it() -> None:
    bench = Bench(card(1))
    bench.network.signed_in = ME
    press = bench.network.press

    async def pressed(*given: object) -> object:
        await bench.store.accounts.change(lambda book: replace(book.met(YOU).new_account(), keys=book.keys))
        bench.network.heard = frozenset()
        return await press(*given)  # type: ignore[arg-type]

    bench.network.press = pressed  # type: ignore[method-assign, assignment]
    await refused(bench)
    assert bench.network.clicks == 0


async def test_what_one_account_left_open_is_not_looked_up_in_the_conversations_of_another() -> None:
    bench = Bench(card(1))
    bench.network.signed_in = ME
    bench.network.how[card(1).person.key] = "cut"
    bench.network.unreadable = {card(1).person.key}
    assert len((await bench.send()).of(Result.UNSURE)) == 1
    bench.network.signed_in, bench.network.how, bench.network.unreadable = YOU, {}, set()
    bench.network.conversations.clear()
    await refused(bench)
    assert await WhoseFolder(bench.store.accounts).new_account()
    await bench.send()
    (left,) = [one for one in await bench.store.ledger.unresolved() if one.act.account == FIRST]
    assert left.state is State.UNSURE
    assert (
        await bench.store.ledger.closed(
            greeting_act(account=FIRST, person=card(1).person, occasion=Occasion.BIRTHDAY, year=NOW.year)
        )
        is State.UNSURE
    )


async def test_where_the_site_does_not_tell_who_is_signed_in_nothing_changes() -> None:
    bench = Bench(card(1))
    assert len((await bench.send()).of(Result.DONE)) == 1
    assert await bench.store.accounts.book() == AccountBook()
    assert not await WhoseFolder(bench.store.accounts).new_account()
