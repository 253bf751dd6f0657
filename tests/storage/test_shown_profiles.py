"""Keeping what a profile showed, on the real database: what was typed stays, and each saving can be undone."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from dataclasses import replace

import pytest

from linkapp.domain.person import Person
from linkapp.domain.shown_profile import ShownProfile
from linkapp.storage import Storage
from tests.storage.samples import DAY, NOW

ANNA = Person(name="Anna Roy", member="ACoAAanna", profile="anna-roy", headline="Cellist")
SHOWN = ShownProfile(person=ANNA, company="Acme", location="Lyon", birthday=(5, 17))


def sources(storage: Storage, row: int) -> dict[str, str]:
    with closing(sqlite3.connect(storage.pages_path)) as db:
        return dict(db.execute("SELECT field, source FROM field_sources WHERE person = ?", (row,)).fetchall())


async def test_somebody_new_is_added_without_the_birthday_and_undone_again(storage: Storage) -> None:
    saved = await storage.contacts.save_profile(SHOWN, NOW, birthday=False)
    contact = await storage.contacts.contact(saved.contact)
    assert (contact.person, contact.company, contact.location, contact.birthday) == (ANNA, "Acme", "Lyon", None)
    assert sources(storage, saved.contact) == dict.fromkeys(("name", "headline", "company", "location"), "site")
    await storage.contacts.undo(saved.edit.id, NOW)
    assert await storage.people.contact(saved.contact) is None


async def test_saving_the_same_again_changes_nothing(storage: Storage) -> None:
    saved = await storage.contacts.save_profile(SHOWN, NOW, birthday=True)
    for birthday in (False, True):
        again = await storage.contacts.save_profile(SHOWN, NOW + DAY, birthday=birthday)
        assert (again.contact, again.edit.id, again.kept) == (saved.contact, 0, ())


async def test_what_was_typed_stays_and_the_rest_is_brought_up_to_date(storage: Storage) -> None:
    row = await storage.people.seen(replace(ANNA, headline="Pupil"), NOW, (5, 16))
    await storage.contacts.edit(row, {"name": "Anna R.", "company": "Typed & Co"}, NOW)
    saved = await storage.contacts.save_profile(SHOWN, NOW + DAY, birthday=False)
    contact = await storage.contacts.contact(row)
    assert (contact.person.name, contact.company) == ("Anna R.", "Typed & Co")
    assert (contact.person.headline, contact.location, contact.birthday) == ("Cellist", "Lyon", (5, 16))
    assert (saved.contact, sorted(saved.kept)) == (row, ["company", "name"])
    await storage.contacts.undo(saved.edit.id, NOW)
    contact = await storage.contacts.contact(row)
    assert (contact.person.headline, contact.location) == ("Pupil", "")


async def test_what_a_page_does_not_tell_takes_nothing_away(storage: Storage) -> None:
    row = (await storage.contacts.save_profile(SHOWN, NOW, birthday=True)).contact
    bare = ShownProfile(person=replace(ANNA, headline=""))
    assert (await storage.contacts.save_profile(bare, NOW, birthday=False)).edit.id == 0
    contact = await storage.contacts.contact(row)
    assert (contact.person.headline, contact.company, contact.birthday) == ("Cellist", "Acme", (5, 17))


async def test_a_birthday_is_saved_alone_and_one_that_was_typed_stays(storage: Storage) -> None:
    row = await storage.people.seen(replace(ANNA, headline="Pupil"), NOW, (5, 16))
    saved = await storage.contacts.save_profile(SHOWN, NOW, birthday=True)
    contact = await storage.contacts.contact(row)
    assert (contact.birthday, contact.person.headline, saved.edit.people) == ((5, 17), "Pupil", 1)
    assert sources(storage, row) == {"birthday": "site"}
    await storage.contacts.edit(row, {"birthday": "1990-05-18"}, NOW)
    saved = await storage.contacts.save_profile(SHOWN, NOW, birthday=True)
    contact = await storage.contacts.contact(row)
    assert (contact.birthday, contact.birth_year, saved.kept, saved.edit.id) == ((5, 18), 1990, ("birthday",), 0)


async def test_the_same_birthday_keeps_the_year_that_is_known(storage: Storage) -> None:
    row = await storage.people.seen(ANNA, NOW)
    await storage.contacts.edit(row, {"birthday": "1990-05-17"}, NOW)
    saved = await storage.contacts.save_profile(SHOWN, NOW, birthday=True)
    assert (saved.edit.id, saved.kept) == (0, ())
    assert (await storage.contacts.contact(row)).birth_year == 1990


async def test_somebody_deleted_is_back_when_saved(storage: Storage) -> None:
    row = await storage.people.seen(ANNA, NOW)
    await storage.contacts.delete([row], NOW)
    saved = await storage.contacts.save_profile(SHOWN, NOW, birthday=False)
    assert saved.contact == row
    assert (await storage.contacts.contact(row)).company == "Acme"


async def test_nobody_is_kept_without_a_key(storage: Storage) -> None:
    with pytest.raises(ValueError, match="cannot be told"):
        await storage.contacts.save_profile(ShownProfile(person=Person(name="Anna")), NOW, birthday=False)


async def test_somebody_known_by_one_key_becomes_no_double_when_the_page_tells_both(storage: Storage) -> None:
    by_id = await storage.people.seen(Person(name="Anna", member=ANNA.member), NOW)
    saved = await storage.contacts.save_profile(SHOWN, NOW + DAY, birthday=False)
    assert saved.contact == by_id
    assert (await storage.contacts.contact(by_id)).person == ANNA
    by_address = await storage.contacts.save_profile(
        ShownProfile(person=replace(ANNA, member=None)), NOW + DAY, birthday=False
    )
    assert by_address.contact == by_id
