"""What the People port promises, checked on the database and on the double in memory."""

from __future__ import annotations

import re
import sqlite3
from contextlib import closing
from datetime import date
from typing import Any

import pytest

from linkapp.domain.act import Sent
from linkapp.domain.history import UNKNOWN
from linkapp.domain.opt_out import OptOut, OptOutAnswer
from linkapp.domain.person import Person
from linkapp.services.ports.book import Interaction
from linkapp.storage import Storage, birthdays
from tests.fakes.memory_storage import MemoryStorage
from tests.storage.samples import DAY, HOUR, NOW, contacts, greeting, slot

Books = Storage | MemoryStorage
ELODIE = Person(name="Élodie Müller", profile="elodie-m", headline="Chief of Cats")


async def test_a_person_seen_twice_is_one_contact_with_the_newest_words(books: Books) -> None:
    row = await books.people.seen(ELODIE, NOW)
    again = Person(name="Élodie Martin", profile="elodie-m", member="ACoAAelodie")
    assert await books.people.seen(again, NOW + DAY) == row
    found = await books.people.contact(row)
    assert found is not None
    assert found.person == Person(
        name="Élodie Martin", profile="elodie-m", member="ACoAAelodie", headline="Chief of Cats"
    )
    assert found.known_since == NOW
    assert len(await contacts(books)) == 1


async def test_what_a_page_leaves_out_stays_known(books: Books) -> None:
    row = await books.people.seen(ELODIE, NOW, (2, 29))
    await books.people.seen(Person(name="", profile="elodie-m"), NOW)
    found = await books.people.contact(row)
    assert found is not None
    assert (found.person, found.birthday) == (ELODIE, (2, 29))


async def test_a_new_birthday_replaces_the_old_one(books: Books) -> None:
    row = await books.people.seen(ELODIE, NOW, (2, 28))
    await books.people.seen(ELODIE, NOW, (3, 1))
    found = await books.people.contact(row)
    assert found is not None
    assert found.birthday == (3, 1)


async def test_people_of_the_same_name_stay_apart(books: Books) -> None:
    await books.people.seen(Person(name="Anna Roy", profile="anna-roy"), NOW)
    await books.people.seen(Person(name="Anna Roy", profile="anna-roy-2"), NOW)
    assert len(await contacts(books)) == 2


async def test_a_person_without_a_key_is_not_saved(books: Books) -> None:
    with pytest.raises(ValueError):  # noqa: PT011 - what is said is for nobody
        await books.people.seen(Person(name="Nobody"), NOW)
    assert await contacts(books) == []


async def test_unknown_contacts_are_passed_over(books: Books) -> None:
    await books.contacts.tag([99], "x", NOW)
    await books.contacts.set_do_not_contact([99], "x", NOW)
    await books.people.happened(99, Interaction(kind="note", at=NOW))
    assert await books.people.contact(99) is None
    assert list(await books.people.timeline(99)) == []


async def test_do_not_contact_is_switched_on_and_off(books: Books) -> None:
    row = await books.people.seen(ELODIE, NOW)
    assert await books.people.do_not_contact(ELODIE) is None
    await books.contacts.set_do_not_contact([row], "", NOW)
    assert await books.people.do_not_contact(ELODIE) == ""
    found = await books.people.contact(row)
    assert found is not None
    assert found.do_not_contact == "-"
    await books.contacts.set_do_not_contact([row], "family", NOW)
    assert await books.people.do_not_contact(ELODIE) == "family"
    await books.contacts.set_do_not_contact([row], None, NOW)
    assert await books.people.do_not_contact(ELODIE) is None
    assert await books.people.do_not_contact(Person(name="x", profile="nobody")) is None


async def test_a_timeline_holds_greetings_and_everything_else_newest_first(books: Books) -> None:
    taken = await slot(books.ledger, greeting(ELODIE))
    await books.ledger.announce(taken, "hash", NOW)
    await books.ledger.settle(taken, Sent(proof="answer"), NOW)
    (one,) = await contacts(books)
    assert one.last_contact == NOW
    visit = Interaction(kind="visit", at=NOW + 2 * HOUR)
    answer = Interaction(kind="message_in", at=NOW + HOUR, text="Thank you!")
    for what in (visit, answer, answer):
        await books.people.happened(one.id, what)
    timeline = await books.people.timeline(one.id)
    assert [what.kind for what in timeline] == ["visit", "message_in", "greeting"]
    assert timeline[2] == Interaction(kind="greeting", at=NOW, text=greeting(ELODIE).text, detail="birthday sent")
    (one,) = await contacts(books)
    assert one.last_contact == NOW + HOUR


async def test_joining_two_rows_keeps_notes_tags_and_birthday_of_both(books: Books) -> None:
    address, member = Person(name="Anna", profile="anna"), Person(name="Anna", member="ACoAAanna")
    row = await books.people.seen(address, NOW, (5, 17))
    await books.contacts.edit(row, {"notes": "met in Lyon"}, NOW)
    await books.contacts.tag([row], "lyon", NOW)
    await books.people.happened(row, Interaction(kind="visit", at=NOW))
    other = await books.people.seen(member, NOW)
    await books.contacts.edit(other, {"notes": "plays the cello"}, NOW)
    await books.contacts.tag([other], "music", NOW)
    joined = await books.people.seen(Person(name="Anna", profile="anna", member="ACoAAanna"), NOW)
    assert joined == other
    found = await books.people.contact(joined)
    assert found is not None
    assert (found.birthday, found.tags) == ((5, 17), ("lyon", "music"))
    assert set(found.notes.splitlines()) == {"met in Lyon", "plays the cello"}
    assert [what.kind for what in await books.people.timeline(joined)] == ["visit"]
    assert await books.people.contact(row) is None


async def test_birthdays_come_soonest_first_over_the_end_of_the_year(books: Books) -> None:
    for name, day in (("New Year", (1, 1)), ("Sylvester", (12, 31)), ("Early", (12, 29)), ("Far", (7, 1))):
        await books.people.seen(Person(name=name, profile=name.lower()), NOW, day)
    found = await books.people.birthdays_between(date(2026, 12, 30), date(2027, 1, 2))
    assert [one.person.name for one in found] == ["Sylvester", "New Year"]
    everybody = await books.people.birthdays_between(date(2026, 12, 30), date(2030, 1, 2))
    assert [one.person.name for one in everybody] == ["Sylvester", "New Year", "Far", "Early"]
    assert list(await books.people.birthdays_between(date(2026, 12, 30), date(2026, 12, 29))) == []


@pytest.mark.parametrize(
    ("first", "last", "found"),
    [
        (date(2027, 2, 27), date(2027, 2, 28), 1),
        (date(2027, 3, 1), date(2027, 3, 2), 1),
        (date(2027, 2, 26), date(2027, 2, 27), 0),
        (date(2028, 2, 29), date(2028, 2, 29), 1),
    ],
)
async def test_29_february_is_found_beside_the_end_of_february(
    books: Books, first: date, last: date, found: int
) -> None:
    await books.people.seen(ELODIE, NOW, (2, 29))
    assert len(await books.people.birthdays_between(first, last)) == found


async def test_a_first_name_once_said_is_kept_also_when_two_contacts_turn_out_to_be_one(books: Books) -> None:
    by_address = Person(name="Vogt Lenz", profile="lenz-v")
    assert await books.people.first_name(by_address) is None
    await books.people.set_first_name(by_address, NOW, "Lenz")
    await books.people.seen(Person(name="Vogt Lenz", member="ACoAAlenz"), NOW)
    both = Person(name="Vogt Lenz", member="ACoAAlenz", profile="lenz-v")
    row = await books.people.seen(both, NOW + DAY)
    assert await books.people.first_name(Person(name="", member="ACoAAlenz")) == "Lenz"
    found = await books.people.contact(row)
    assert found is not None
    assert found.first_name == "Lenz"
    await books.people.set_first_name(both, NOW + DAY, None)
    assert await books.people.first_name(by_address) is None


async def test_a_request_not_to_be_written_to_is_known_under_every_key_and_keeps_its_answer(books: Books) -> None:
    by_id = Person(name="Ada Roy", member="ACoAAada")
    await books.people.seen(Person(name="Ada Roy", member="ACoAAada", profile="ada-roy"), NOW)
    assert await books.people.opt_out(by_id) is None
    await books.people.opted_out(by_id, NOW, "please stop")
    asked = await books.people.opt_out(Person(name="", profile="ada-roy"))
    assert asked == OptOut(phrase="please stop", at=NOW)
    row = await books.people.seen(by_id, NOW)
    found = await books.people.contact(row)
    assert found is not None
    assert found.opt_out == "please stop"
    await books.people.answer_opt_out(by_id, OptOutAnswer.NOT_MEANT)
    await books.people.opted_out(by_id, NOW + DAY, "please stop")
    asked = await books.people.opt_out(by_id)
    assert asked is not None
    assert not asked.holds
    await books.people.opted_out(by_id, NOW + DAY, "leave me alone")
    asked = await books.people.opt_out(by_id)
    assert asked is not None
    assert asked.holds
    assert await books.people.do_not_contact(by_id) is None
    await books.people.answer_opt_out(by_id, OptOutAnswer.MEANT)
    assert await books.people.do_not_contact(by_id) == "leave me alone"
    found = await books.people.contact(row)
    assert found is not None
    assert found.opt_out == ""


async def test_a_request_not_to_be_written_to_outlives_the_merging_of_contacts(books: Books) -> None:
    await books.people.opted_out(Person(name="", profile="ada-roy"), NOW, "please stop")
    await books.people.seen(Person(name="Ada", profile="ada-roy"), NOW)
    await books.people.seen(Person(name="Ada", member="ACoAAada"), NOW)
    await books.people.seen(Person(name="Ada", member="ACoAAada", profile="ada-roy"), NOW + DAY)
    assert await books.people.opt_out(Person(name="", member="ACoAAada")) == OptOut(phrase="please stop", at=NOW)


async def test_birthdays_are_asked_day_by_day_by_their_index_and_only_so_many_are_read(storage: Storage) -> None:
    for number in range(30):
        await storage.people.seen(Person(name=f"P {number:02}", profile=f"p{number}"), NOW, (5, 10 + number % 3))
    asked: list[tuple[str, tuple[Any, ...]]] = []
    with closing(sqlite3.connect(storage.pages_path)) as database:

        def execute(statement: str, values: tuple[Any, ...]) -> sqlite3.Cursor:
            asked.append((statement, values))
            return database.execute(statement, values)

        days = {(5, 10): 0, (5, 11): 1, (5, 12): 2}
        found = birthdays.soonest(execute, days, limit=12)
        assert [contact.person.name for contact in found] == [f"P {n:02}" for n in (*range(0, 30, 3), 1, 4)]
        assert birthdays.counted(execute, days) == dict.fromkeys(days, 10)
        read = [values for statement, values in asked if statement.startswith("SELECT p.id, p.name, ")]
        assert [len(values) for values in read] == [12]
        for statement, values in asked:
            steps = [row[3] for row in database.execute(f"EXPLAIN QUERY PLAN {statement}", values)]
            assert not [step for step in steps if re.match(r"SCAN (p|b|birthdays|people)\b", step)], steps


async def test_the_coming_birthdays_are_counted_and_the_first_of_them_given(books: Books) -> None:
    for name, day in (("Cy", (5, 11)), ("Bo", (5, 10)), ("Ann", (5, 11)), ("Far", (9, 1)), ("Leap", (2, 29))):
        await books.people.seen(Person(name=name, profile=name.lower()), NOW, day)
    first, last = date(2026, 5, 10), date(2026, 6, 9)
    assert [one.person.name for one in await books.people.birthdays_between(first, last, limit=2)] == ["Bo", "Ann"]
    assert await books.people.birthdays_counted(first, last) == {(5, 10): 1, (5, 11): 2}
    assert await books.people.birthdays_counted(date(2026, 2, 28), date(2026, 3, 1)) == {(2, 29): 1}
    (leap,) = await books.people.birthdays_between(date(2026, 2, 28), date(2026, 3, 1), limit=5)
    assert leap.person.name == "Leap"


async def test_the_book_knows_the_newest_exchange_of_an_account(books: Books) -> None:
    row = await books.people.seen(ELODIE, NOW - 9 * DAY)
    assert await books.people.history(ELODIE, "me") == UNKNOWN
    await books.people.happened(row, Interaction(kind="greeting", at=NOW - 40 * DAY, text="Happy birthday"))
    history = await books.people.history(ELODIE, "me")
    assert (history.greeted, history.last, history.by_them) == ((NOW - 40 * DAY,), NOW - 40 * DAY, False)
    await books.people.happened(row, Interaction(kind="message_in", at=NOW - 30 * DAY, text="Thanks!"))
    await books.people.happened(row, Interaction(kind="note", at=NOW, text="a note"))
    history = await books.people.history(ELODIE, "me")
    assert (history.last, history.by_them, history.text) == (NOW - 30 * DAY, True, "Thanks!")
    await books.people.exchanged(ELODIE, NOW - 20 * DAY, by_them=True)
    await books.people.exchanged(ELODIE, NOW - 25 * DAY, by_them=False)
    history = await books.people.history(ELODIE, "me")
    assert (history.last, history.by_them) == (NOW - 20 * DAY, True)


async def test_what_an_account_sent_is_no_exchange_of_another(books: Books) -> None:
    place = await slot(books.ledger, greeting(ELODIE, account="me"))
    await books.ledger.announce(place, "hash", NOW)
    await books.ledger.settle(place, Sent(proof="answer"), NOW)
    history = await books.people.history(ELODIE, "me")
    assert (history.last, history.by_them, history.greeted) == (NOW, False, ())
    assert await books.people.history(ELODIE, "another") == UNKNOWN


async def test_birthdays_that_no_page_told_are_asked_for_alone(storage: Storage) -> None:
    typed = await storage.people.seen(ELODIE, NOW, (5, 17))
    await storage.people.seen(Person(name="Bo", profile="bo"), NOW, (5, 17))
    await storage.contacts.edit(typed, {"birthday": "--05-18"}, NOW)
    day = date(2026, 5, 18)
    assert len(await storage.people.birthdays_between(date(2026, 5, 17), day)) == 2
    (known,) = await storage.people.birthdays_between(date(2026, 5, 17), day, not_from_site=True)
    assert known.id == typed


async def test_what_imports_told_stands_in_the_timeline(storage: Storage) -> None:
    row = await storage.people.seen(ELODIE, NOW)
    with closing(sqlite3.connect(storage.pages_path)) as db:
        at = round(NOW.timestamp() * 1_000_000)
        db.execute("INSERT INTO invitations VALUES (?, 'out', ?, 'Hello')", (row, at - 3))
        db.execute("INSERT INTO invitations VALUES (?, 'in', ?, '')", (row, at - 2))
        db.execute(
            "INSERT INTO imports (id, format, file, at, as_of, new, changed, unchanged, rejected)"
            " VALUES (1, 'csv', 'x.csv', ?, ?, 0, 1, 0, 0)",
            (at - 1, at),
        )
        db.execute("INSERT INTO import_changes VALUES (1, ?, 'changed', 'company', 'Acme', 'Lumen')", (row,))
        db.execute("INSERT INTO import_changes VALUES (1, ?, 'changed', 'location', 'Lyon', 'Brest')", (row,))
        db.execute(
            "INSERT INTO interactions (person, kind, at, text, dated) VALUES (?, 'greeting', ?, 'Hi', 0)", (row, at)
        )
        db.commit()
    timeline = await storage.people.timeline(row)
    assert [(thing.kind, thing.text, thing.dated) for thing in timeline] == [
        ("greeting", "Hi", False),
        ("moved", "Acme → Lumen", True),
        ("invitation_in", "", True),
        ("invitation", "Hello", True),
    ]
