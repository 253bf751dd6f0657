"""The contacts for the window's table."""

from __future__ import annotations

from pathlib import Path

import pytest

from linkapp.domain.person import Person
from linkapp.domain.problems import Reason
from linkapp.services.ports.book import Interaction
from linkapp.services.ports.ledger import StoreError
from linkapp.storage import Storage, contact_rows
from linkapp.storage.contact_rows import Order
from linkapp.storage.people_pages import SqlitePeoplePages
from tests.storage.samples import NOW, contacts, person

ELODIE = Person(name="Élodie Müller", profile="elodie-m", headline="Chief of Cats")


async def _three(storage: Storage) -> list[int]:
    ids = []
    for name, headline, birthday in (("Élodie", "b", (5, 1)), ("anna", "A", (3, 1)), ("Zoe", "", None)):
        who = Person(name=name, profile=name.lower(), headline=headline)
        ids.append(await storage.people.seen(who, NOW, birthday))
    await storage.people.happened(ids[2], Interaction(kind="message_out", at=NOW))
    return ids


async def test_ids_come_in_the_order_asked_for_and_people_without_a_value_come_last(storage: Storage) -> None:
    elodie, anna, zoe = await _three(storage)
    pages = SqlitePeoplePages(storage.pages_path)
    assert list(pages.ids()) == [anna, elodie, zoe]
    assert list(pages.ids(descending=True)) == [zoe, elodie, anna]
    assert list(pages.ids(order=Order.HEADLINE)) == [anna, elodie, zoe]
    assert list(pages.ids(order="headline", descending=True)) == [elodie, anna, zoe]
    assert list(pages.ids(order=Order.BIRTHDAY)) == [anna, elodie, zoe]
    assert list(pages.ids(order=Order.BIRTHDAY, descending=True)) == [elodie, anna, zoe]
    assert list(pages.ids(order=Order.LAST_CONTACT)) == [zoe, anna, elodie]
    for order in Order:
        assert sorted(pages.ids(order=order)) == sorted((elodie, anna, zoe))
    assert list(pages.ids("elo")) == [elodie]
    pages.close()


async def test_rows_come_in_the_order_of_the_ids_without_those_that_are_gone(storage: Storage) -> None:
    ids = await _three(storage)
    pages = SqlitePeoplePages(storage.pages_path)
    found = pages.rows([ids[2], 999, ids[0]])
    assert [one.person.name for one in found] == ["Zoe", "Élodie"]
    assert found == [await storage.people.contact(ids[2]), await storage.people.contact(ids[0])]
    assert pages.rows([]) == []
    pages.close()


@pytest.mark.parametrize(
    "words", ["elo", "ÉLODIE", "muller", "Müll", "chief cats", "likes", "vip", "elo vip lik", "  elo  "]
)
async def test_beginnings_of_words_find_a_person_without_accents_or_case(storage: Storage, words: str) -> None:
    row = await storage.people.seen(ELODIE, NOW)
    await storage.people.seen(Person(name="Bo", profile="bo"), NOW)
    await storage.contacts.edit(row, {"notes": "likes chess"}, NOW)
    await storage.contacts.tag([row], "VIP", NOW)
    assert [contact.id for contact in await contacts(storage, words)] == [row]


@pytest.mark.parametrize("words", ["elo bo", "xyz", "od", "dieelo"])
async def test_words_that_nobody_has_find_nobody(storage: Storage, words: str) -> None:
    await storage.people.seen(ELODIE, NOW)
    await storage.people.seen(Person(name="Bo", profile="bo"), NOW)
    assert await contacts(storage, words) == []


async def test_notes_and_tags_that_were_replaced_are_not_found_any_more(storage: Storage) -> None:
    row = await storage.people.seen(ELODIE, NOW)
    await storage.contacts.edit(row, {"notes": "old"}, NOW)
    await storage.contacts.tag([row], "b", NOW)
    assert [contact.id for contact in await contacts(storage, "old b")] == [row]
    await storage.contacts.edit(row, {"notes": "new"}, NOW)
    await storage.contacts.untag([row], "b", NOW)
    assert await contacts(storage, "old") == []
    assert await contacts(storage, "b") == []
    assert [contact.id for contact in await contacts(storage, "new")] == [row]


async def test_the_notes_and_tags_of_two_rows_that_were_joined_are_found_together(storage: Storage) -> None:
    address, member = Person(name="Anna", profile="anna"), Person(name="Anna", member="ACoAAanna")
    await storage.contacts.edit(await storage.people.seen(address, NOW), {"notes": "met in Lyon"}, NOW)
    await storage.contacts.edit(await storage.people.seen(member, NOW), {"notes": "plays the cello"}, NOW)
    joined = await storage.people.seen(Person(name="Anna", profile="anna", member="ACoAAanna"), NOW)
    assert [contact.id for contact in await contacts(storage, "cello lyon")] == [joined]


async def test_more_rows_than_one_statement_takes_come_all_the_same(storage: Storage) -> None:
    wanted = [await storage.people.seen(person(n), NOW) for n in range(60)] * 20
    pages = SqlitePeoplePages(storage.pages_path)
    assert [one.id for one in pages.rows(wanted)] == wanted
    pages.close()


async def test_pages_see_what_is_committed_meanwhile_and_cannot_write(storage: Storage) -> None:
    pages = SqlitePeoplePages(storage.pages_path)
    assert list(pages.ids()) == []
    row = await storage.people.seen(person(), NOW)
    assert list(pages.ids()) == [row]
    with pytest.raises(Exception, match="readonly"):
        pages._db.execute("DELETE FROM people")
    pages.close()


def test_pages_of_a_missing_database_are_a_store_error(tmp_path: Path) -> None:
    with pytest.raises(StoreError) as told:
        SqlitePeoplePages(tmp_path / "none.db")
    assert told.value.problem.reason is Reason.DATA_UNUSABLE


@pytest.mark.parametrize(
    "words", ["acme", "acme team", "acme b", "acme number", "acme 王", "lyon", "acme lyon", "acme zzz"]
)
@pytest.mark.parametrize("descending", [False, True])
async def test_the_first_of_many_are_the_first_of_all_however_they_are_looked_for(
    storage: Storage, monkeypatch: pytest.MonkeyPatch, words: str, descending: bool
) -> None:
    monkeypatch.setattr(contact_rows, "_MANY", 10)
    for number in range(60):
        name = f"{'王' if number % 5 else 'Bo'} Number {number:02}"
        headline = f"{'Acme' if number % 2 else 'Other'} team {number}"
        row = await storage.people.seen(Person(name=name, profile=f"p{number}", headline=headline), NOW)
        if number % 7 == 0:
            await storage.contacts.tag([row], "Lyon", NOW)
    pages = SqlitePeoplePages(storage.pages_path)
    everybody = list(pages.ids(words, "name", descending))
    for limit in (1, 5, 12, 60):
        assert list(pages.ids(words, "name", descending, limit=limit)) == everybody[:limit]
    pages.close()
