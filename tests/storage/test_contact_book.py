"""The contacts book as the person works with it, on the real database."""

from __future__ import annotations

import asyncio
import json
import sqlite3
from collections.abc import Coroutine
from contextlib import closing
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from linkapp.domain.act import Sent, Slot
from linkapp.domain.contact_fields import BadField
from linkapp.domain.contact_filters import filter_named
from linkapp.domain.person import Person
from linkapp.services.ports.book import Interaction
from linkapp.services.ports.contacts import Edit, EditKind, NoSuchContact, NotForgotten, NotUndone, Selection
from linkapp.services.ports.ledger import Denied
from linkapp.storage import Storage, open_storage
from linkapp.storage.identity import hash_of
from tests.storage.samples import DAY, NOW, greeting, limits, slot

ANNA = Person(name="Anna Roy", member="ACoAAanna", profile="anna-roy", headline="Cellist")
ANNA_AGAIN = Person(name="Anna Roy", profile="anna-roy-2")


async def _names(storage: Storage, words: str = "", *filters: str) -> list[str]:
    selection = Selection(words=words, filters=tuple(filter_named(name) for name in filters))
    return [contact.person.name for contact in await storage.contacts.select(selection, NOW)]


def _rows(storage: Storage) -> dict[str, list[tuple[Any, ...]]]:
    """Everything that an undo has to bring back."""
    tables = ["people", "person_keys", "birthdays", "people_tags", "do_not_contact", "person_details", "interactions"]
    tables += ["invitations", "acts", "people_search"]
    with closing(sqlite3.connect(storage.pages_path)) as db:
        return {
            name: sorted(db.execute(f"SELECT {'rowid, *' if name == 'people_search' else '*'} FROM {name}"), key=repr)
            for name in tables
        }


async def _sent(storage: Storage, person: Person, run: int = 1) -> None:
    place = await slot(storage.ledger, greeting(person, account="me"), within=limits(of_run=run))
    await storage.ledger.announce(place, "hash", NOW)
    await storage.ledger.settle(place, Sent(proof="answer"), NOW)


async def test_fields_are_changed_and_the_change_is_undone(storage: Storage) -> None:
    row = await storage.people.seen(ANNA, NOW, (5, 17))
    before = _rows(storage)
    edit = await storage.contacts.edit(
        row,
        {
            "name": "Anna\nRoy-Martin",
            "birthday": "1985-05-18",
            "emails": "anna@example.org, Anna@example.com",
            "phones": "+33 1 23 45 67 89",
            "rhythm": "every 3 months",
            "notes": "met in Lyon\r\nplays",
            "look_in_on": "2027-01-05",
            "formality": "formal",
            "score": "70",
        },
        NOW,
    )
    contact = await storage.contacts.contact(row)
    assert contact.person.name == "Anna Roy-Martin"
    assert (contact.birthday, contact.birth_year) == ((5, 18), 1985)
    assert contact.emails == ("anna@example.org", "Anna@example.com")
    assert (contact.rhythm_days, contact.look_in_on, contact.formality) == (90, date(2027, 1, 5), "formal")
    assert contact.notes == "met in Lyon\nplays"
    assert await _names(storage, "roy-mart") == ["Anna Roy-Martin"]
    assert await _names(storage, "example.COM") == ["Anna Roy-Martin"]
    undone = await storage.contacts.undo(edit.id, NOW)
    assert (undone.edit.kind, undone.stayed) == (EditKind.EDIT, 0)
    assert _rows(storage) == before


@pytest.mark.parametrize(
    ("field", "text"),
    [
        ("birthday", "31-02"),
        ("birthday", "2026-02-30"),
        ("emails", "nobody"),
        ("rhythm", "sometimes"),
        ("rhythm", "99999 years"),
        ("score", "101"),
        ("score", "²"),
        ("look_in_on", "tomorrow"),
        ("formality", "rude"),
        ("shoe_size", "44"),
        ("name", "  "),
        ("company", "x" * 501),
        ("phones", "call me"),
    ],
)
async def test_what_cannot_be_is_refused_and_nothing_is_changed(storage: Storage, field: str, text: str) -> None:
    row = await storage.people.seen(ANNA, NOW)
    before = _rows(storage)
    with pytest.raises(BadField):
        await storage.contacts.edit(row, {"company": "Acme", field: text}, NOW)
    assert _rows(storage) == before


async def test_there_is_no_such_contact(storage: Storage) -> None:
    with pytest.raises(NoSuchContact):
        await storage.contacts.contact(7)
    row = await storage.people.seen(ANNA, NOW)
    await storage.contacts.delete([row], NOW)
    for ask in (storage.contacts.contact, storage.contacts.everything):
        with pytest.raises(NoSuchContact):
            await ask(row)
    with pytest.raises(NoSuchContact):
        await storage.contacts.edit(row, {"company": "Acme"}, NOW)


async def test_words_are_found_whatever_their_accents_script_and_order(storage: Storage) -> None:
    people = {
        "Élodie Müller": ("muller elodie", "ÉLO", "odie"),
        "Łukasz Wójcik": ("lukasz", "wojcik luk"),
        "Søren Ødegård": ("soren odegard",),
        "Анна Королёва": ("королева", "анна кор"),
        "محمد الأحمد": ("محمد", "الاحمد"),
        "דָּוִד כהן": ("דוד", "כהן"),
        "张伟明": ("张伟", "伟明", "明"),
        "김민준": ("김민", "민준"),
        "田中 さくら": ("さくら", "田中"),
        "Al Xu": ("al", "xu al"),
        "이 아름": ("이", "아", "름"),
        "3社 ささき": ("3社", "社", "き", "ささ"),
        "Lætitia Œuvre": (
            "laetitia",
            "\u200eoeuvre\u200f",
        ),  # FossifyOrg/Contacts#204, DiscipleTools/disciple-tools-theme#627
        "Ana/Bob Lind": ("ana/bob", "/bob"),  # nextcloud/contacts#3780
        "\U0001f984\U0001f382": ("\U0001f984",),
        "Jean-Luc Oger": ("luc", "lu oge"),
        'O\'Brien "Bob"': ("o'brien", '"bob"'),
    }
    for number, name in enumerate(people):
        await storage.people.seen(Person(name=name, profile=f"p-{number}"), NOW)
    for name, searches in people.items():
        for words in searches:
            assert name in await _names(storage, words), words
    assert await _names(storage, "uller mic") == []
    assert await _names(storage, "ul") == []
    assert await _names(storage, "明伟") == await _names(storage, "中き") == []
    assert await _names(storage, "müller AND") == []
    assert len(await _names(storage, "%* -")) == len(people)


async def test_a_tag_is_found_by_a_part_of_it(storage: Storage) -> None:
    row = await storage.people.seen(ANNA, NOW)
    await storage.people.seen(Person(name="Bo", profile="bo"), NOW)
    await storage.contacts.tag([row], "Été Lyon", NOW)
    assert await _names(storage, "ete") == ["Anna Roy"]
    assert await _names(storage, "roy yon") == ["Anna Roy"]
    assert await _names(storage, "", "tag:Été Lyon") == ["Anna Roy"]


async def test_each_filter_holds_whom_it_names(storage: Storage) -> None:
    rows = {
        name: await storage.people.seen(Person(name=name, profile=name.lower()), NOW)
        for name in ("Ada", "Bo", "Cy", "Di", "Ed")
    }
    book, people = storage.contacts, storage.people
    today = NOW.date()
    for name, days in (("Ada", 0), ("Bo", 7), ("Cy", 8)):
        on = today + timedelta(days=days)
        await book.edit(rows[name], {"birthday": f"--{on.month:02}-{on.day:02}"}, NOW)
    await people.happened(rows["Ada"], Interaction(kind="message_in", at=NOW - 10 * DAY, text="hello"))
    await people.happened(rows["Bo"], Interaction(kind="message_out", at=NOW - 200 * DAY, text="hello"))
    await people.happened(rows["Cy"], Interaction(kind="greeting", at=NOW - 100 * DAY, text="happy"))
    for name in ("Ada", "Cy"):
        await book.edit(rows[name], {"rhythm": "3 months", "score": "60" if name == "Cy" else "20"}, NOW)
    await book.edit(rows["Di"], {"look_in_on": today.isoformat()}, NOW)
    await book.set_do_not_contact([rows["Ed"]], "asked", NOW)
    await _sent(storage, Person(name="Di", profile="di"))
    everybody = ["Ada", "Bo", "Cy", "Di", "Ed"]
    assert await _names(storage) == everybody
    assert await _names(storage, "", "birthday-today") == ["Ada"]
    assert await _names(storage, "", "birthday-7") == ["Ada", "Bo"]
    assert await _names(storage, "", "birthday-30") == ["Ada", "Bo", "Cy"]
    assert await _names(storage, "", "not-in-touch-6") == ["Bo", "Ed"]
    assert await _names(storage, "", "losing-touch") == ["Cy"]
    assert await _names(storage, "", "never-greeted") == ["Ada", "Bo", "Ed"]
    assert await _names(storage, "", "do-not-contact") == ["Ed"]
    assert await _names(storage, "", "they-wrote-last") == ["Ada"]
    assert await _names(storage, "", "look-in") == ["Di"]
    assert await _names(storage, "", "left-network") == []
    assert await _names(storage, "", "score-50") == ["Cy"]
    assert await _names(storage, "", "import-1") == []
    assert await _names(storage, "a", "birthday-30", "they-wrote-last") == ["Ada"]


async def test_many_are_changed_at_once_and_undone_each_as_it_was(storage: Storage) -> None:
    book = storage.contacts
    rows = [await storage.people.seen(Person(name=f"P {n}", profile=f"p-{n}"), NOW) for n in range(12)]
    await book.tag(rows[:3], "old", NOW)
    await book.set_do_not_contact(rows[2:5], "first", NOW)
    before = _rows(storage)
    for change in (
        book.tag(rows, "old", NOW),
        book.untag(rows, "old", NOW),
        book.set_do_not_contact(rows, "second", NOW),
        book.set_do_not_contact(rows, None, NOW),
        book.delete(rows, NOW),
    ):
        edit = await change
        assert edit.id
        assert _rows(storage) != before
        assert (await book.undo(None, NOW)).stayed == 0
        assert _rows(storage) == before
    assert (await book.tag(rows[:3], "old", NOW)).id == 0
    assert (await book.delete([999], NOW)).people == 0
    assert len(await _names(storage)) == 12


async def test_whoever_was_changed_since_stays_as_they_are(storage: Storage) -> None:
    book = storage.contacts
    rows = [await storage.people.seen(Person(name=f"P {n}", profile=f"p-{n}"), NOW) for n in range(3)]
    forbidden = await book.set_do_not_contact(rows, "first", NOW)
    await book.set_do_not_contact([rows[1]], "a better reason", NOW)
    assert (await book.undo(forbidden.id, NOW)).stayed == 1
    reasons = [(await book.contact(row)).do_not_contact for row in rows]
    assert reasons == ["", "a better reason", ""]
    with pytest.raises(NotUndone):
        await book.undo(forbidden.id, NOW)
    await book.undo(None, NOW)
    with pytest.raises(NotUndone):
        await book.undo(None, NOW)


async def test_a_merge_keeps_both_histories_and_is_undone_whole(storage: Storage) -> None:
    book, people = storage.contacts, storage.people
    keep = await people.seen(ANNA, NOW, (5, 17))
    other = await people.seen(ANNA_AGAIN, NOW, (5, 18))
    await book.edit(other, {"company": "Opera", "notes": "second", "emails": "anna@example.org"}, NOW)
    await book.tag([other], "lyon", NOW)
    await people.happened(other, Interaction(kind="message_in", at=NOW - DAY, text="hello"))
    await _sent(storage, ANNA_AGAIN)
    before = _rows(storage)
    merged = await book.merge(keep, other, {"headline": "Cellist and singer"}, NOW)
    contact = await book.contact(keep)
    assert (contact.company, contact.birthday, contact.tags) == ("Opera", (5, 17), ("lyon",))
    assert (contact.person.headline, contact.wrote_last) == ("Cellist and singer", "me")
    assert len(await people.timeline(keep)) == 2
    with pytest.raises(NoSuchContact):
        await book.contact(other)
    assert (await storage.ledger.past("me", ANNA))[0].key == "birthday:2026"
    assert (await book.undo(merged.id, NOW)).edit.kind is EditKind.MERGE
    assert _rows(storage) == before


async def test_two_greetings_of_a_merged_contact_count_both_and_are_told_apart_again(storage: Storage) -> None:
    keep = await storage.people.seen(ANNA, NOW)
    other = await storage.people.seen(ANNA_AGAIN, NOW)
    await _sent(storage, ANNA)
    await _sent(storage, ANNA_AGAIN, run=2)
    before = _rows(storage)
    await storage.contacts.merge(keep, other, {}, NOW)
    with closing(sqlite3.connect(storage.pages_path)) as db:
        assert sorted(db.execute("SELECT person, double FROM acts")) == [(keep, 0), (keep, 1)]
    await storage.contacts.undo(None, NOW)
    assert _rows(storage) == before


async def test_a_merge_is_not_undone_when_something_else_was_done_since(storage: Storage) -> None:
    book = storage.contacts
    keep = await storage.people.seen(ANNA, NOW)
    other = await storage.people.seen(ANNA_AGAIN, NOW)
    merged = await book.merge(keep, other, {}, NOW)
    await _sent(storage, ANNA_AGAIN)
    before = _rows(storage)
    with pytest.raises(NotUndone):
        await book.undo(merged.id, NOW)
    assert _rows(storage) == before
    for person in (ANNA, ANNA_AGAIN):  # however it is asked: nobody is greeted a second time
        refused = await storage.ledger.reserve(greeting(person, account="me"), limits(of_run=9), NOW)
        assert isinstance(refused, Denied)


async def test_no_undo_frees_a_greeting(storage: Storage) -> None:
    book = storage.contacts
    row = await storage.people.seen(ANNA, NOW)
    edits = [
        await book.edit(row, {"company": "Acme"}, NOW),
        await book.tag([row], "x", NOW),
        await book.delete([row], NOW),
    ]
    await _sent(storage, ANNA)
    for edit in reversed(edits):
        await book.undo(edit.id, NOW)
        assert isinstance(await storage.ledger.reserve(greeting(ANNA, account="me"), limits(of_run=9), NOW), Denied)


async def test_likely_doubles_are_told_and_two_members_never_are(storage: Storage) -> None:
    async def met(name: str, profile: str, member: str | None = None, **fields: str) -> int:
        row = await storage.people.seen(Person(name=name, profile=profile, member=member), NOW)
        if fields:
            await storage.contacts.edit(row, fields, NOW)
        return row

    ada = await met("Ada Byron", "ada-b", "ACoAAada1", company="Engines")
    ada_again = await met("Byron, Ada", "countess", company="engines")
    await met("Ada Byron", "ada-other", "ACoAAada2", company="Engines")
    bo = await met("Bo Li", "bo", emails="bo@example.org")
    robert = await met("Robert Li", "robert", emails="BO@example.org")
    await met("Cy Ma", "cy", birthday="--04-01")
    await met("Cy Ma", "cy-ma", birthday="--05-01")
    pairs = await storage.contacts.likely_doubles()
    assert {frozenset((pair.first.id, pair.second.id)) for pair in pairs} >= {
        frozenset((ada, ada_again)),
        frozenset((bo, robert)),
    }
    assert all(not (pair.first.person.member and pair.second.person.member) for pair in pairs)
    assert not any("Cy Ma" in pair.first.person.name for pair in pairs)


async def test_whoever_is_forgotten_leaves_no_word_and_is_not_greeted_again(storage: Storage) -> None:
    row = await storage.people.seen(ANNA, NOW, (5, 17))
    await storage.contacts.edit(row, {"notes": "plays the cello", "emails": "anna@example.org"}, NOW)
    await storage.people.opted_out(ANNA, NOW, "please no more")
    await _sent(storage, ANNA)
    await storage.contacts.forget(row, NOW)
    assert await _names(storage) == []
    with closing(sqlite3.connect(storage.pages_path)) as db:
        whole = "\n".join(db.iterdump())
    log = (storage.pages_path.parent / "sending.log").read_text()
    for word in ("anna", "Roy", "cello", "Cellist", "please no more", "ACoAAanna", "Happy"):
        assert word.lower() not in whole.lower(), word
        assert word not in log, word
    assert hash_of("id:ACoAAanna") in log
    refused = await storage.ledger.reserve(greeting(ANNA, account="me"), limits(of_run=2), NOW)
    assert isinstance(refused, Denied)
    assert await storage.people.do_not_contact(ANNA) is not None
    with pytest.raises(NotUndone):
        await storage.contacts.undo(None, NOW)
    await storage.people.seen(Person(name="Anna Roy", profile="anna-roy"), NOW)
    assert isinstance(await storage.ledger.reserve(greeting(ANNA, account="me"), limits(of_run=3), NOW), Denied)


async def test_nobody_is_forgotten_while_a_message_is_not_settled(storage: Storage) -> None:
    row = await storage.people.seen(ANNA, NOW)
    place = await storage.ledger.reserve(greeting(ANNA, account="me"), limits(of_run=1), NOW)
    assert isinstance(place, Slot)
    await storage.ledger.announce(place, "hash", NOW)
    with pytest.raises(NotForgotten):
        await storage.contacts.forget(row, NOW)
    assert await _names(storage) == ["Anna Roy"]


async def test_everything_that_is_held_is_told(storage: Storage) -> None:
    row = await storage.people.seen(ANNA, NOW, (5, 17))
    await storage.contacts.edit(row, {"notes": "plays"}, NOW)
    await storage.contacts.tag([row], "lyon", NOW)
    await _sent(storage, ANNA)
    held = await storage.contacts.everything(row)
    assert held["people"][0]["notes"] == "plays"
    assert {held["people_tags"][0]["tag"], held["acts"][0]["key"]} == {"lyon", "birthday:2026"}
    assert json.dumps(held)


_CHANGES = ("edit", "tag", "untag", "forbid", "allow", "delete", "merge", "happened", "greeted")


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(changes=st.lists(st.tuples(st.sampled_from(_CHANGES), st.integers(0, 3), st.integers(0, 3)), max_size=7))
def test_whatever_was_done_is_undone_step_by_step(tmp_path_factory: pytest.TempPathFactory, changes: list[Any]) -> None:
    asyncio.run(_done_and_undone(tmp_path_factory.mktemp("book") / "data", changes))


async def _done_and_undone(folder: Path, changes: list[tuple[str, int, int]]) -> None:
    storage = await open_storage(folder)
    try:
        book, people = storage.contacts, storage.people
        persons = [Person(name=f"P {n}", profile=f"p-{n}") for n in range(4)]
        rows = [await people.seen(person, NOW, (4, 10 + n)) for n, person in enumerate(persons)]
        for n, row in enumerate(rows):
            await book.tag([row], f"tag {n % 2}", NOW)
            await people.happened(row, Interaction(kind="message_in", at=NOW - n * DAY, text=f"text {n}"))
        undoable: list[tuple[int, dict[str, list[tuple[Any, ...]]]]] = []
        for number, (change, first, second) in enumerate(changes):
            before = _rows(storage)
            edit = None
            if change == "edit":
                fields = {
                    "company": f"c {number}",
                    "birthday": f"--05-{number + 1:02}",
                    "emails": f"a{second}@b.example",
                }
                edit = await _unless_gone(book.edit(rows[first], fields, NOW))
            elif change == "tag":
                edit = await book.tag([rows[first], rows[second]], "new", NOW)
            elif change == "untag":
                edit = await book.untag(rows, f"tag {second % 2}", NOW)
            elif change in ("forbid", "allow"):
                reason = None if change == "allow" else f"reason {number}"
                edit = await book.set_do_not_contact([rows[first], rows[second]], reason, NOW)
            elif change == "delete":
                edit = await book.delete([rows[first]], NOW)
            elif change == "merge" and first != second:
                edit = await _unless_gone(book.merge(rows[first], rows[second], {}, NOW))
            elif change == "greeted":  # no undo goes past that: it is the person's again, whatever was done before
                undoable.clear()
                place = await storage.ledger.reserve(greeting(persons[first]), limits(of_run=number), NOW)
                if isinstance(place, Slot):
                    await storage.ledger.announce(place, "hash", NOW)
                    await storage.ledger.settle(place, Sent(proof="answer"), NOW)
            elif change == "happened":
                undoable.clear()
                await people.happened(rows[first], Interaction(kind="note", at=NOW, text=f"note {number}"))
            if edit is not None and edit.id:
                undoable.append((edit.id, before))
        acts = _rows(storage)["acts"]
        for edit_id, before in reversed(undoable):
            assert (await book.undo(edit_id, NOW)).stayed == 0
            assert _rows(storage) == before
        assert [act[:5] for act in _rows(storage)["acts"]] == [act[:5] for act in acts]
    finally:
        await storage.close()


async def _unless_gone(change: Coroutine[Any, Any, Edit]) -> Edit | None:
    try:
        return await change
    except NoSuchContact:
        return None


async def test_a_whole_book_read_in_an_empty_folder_is_the_same_book(storage: Storage, tmp_path: Path) -> None:
    book, people = storage.contacts, storage.people
    anna = await people.seen(ANNA, NOW, (5, 17))
    await people.seen(Person(name="Élise 张", profile="élise"), NOW)
    await book.edit(
        anna,
        {"notes": "two\nlines", "emails": "a@b.example, c@d.example", "birthday": "1985-05-17", "rhythm": "90"},
        NOW,
    )
    await book.tag([anna], "lyon", NOW)
    await people.happened(anna, Interaction(kind="message_in", at=NOW - DAY, text="hello"))
    await _sent(storage, ANNA)
    await book.set_do_not_contact([anna], "", NOW)
    document = await book.whole()
    other = await open_storage(tmp_path / "other")
    try:
        looked = await other.contacts.read(document, "book.json", NOW, dry=True)
        assert looked is not None
        assert (looked.new, looked.edit) == (2, None)
        assert await other.contacts.select(Selection(), NOW) == []
        done = await other.contacts.read(document, "book.json", NOW + DAY, dry=False)
        assert done is not None
        assert (done.new, done.changed, done.rejected) == (2, 0, ())
        assert await other.contacts.whole() == document
        again = await other.contacts.read(document, "book.json", NOW + DAY, dry=False)
        assert again is not None
        assert (again.new, again.changed, again.unchanged, again.edit) == (0, 0, 2, None)
        contact = await other.contacts.contact(1)
        assert (contact.wrote_last, contact.do_not_contact) == ("me", "-")
        assert (await other.contacts.undo(None, NOW + DAY)).stayed == 0
        assert await other.contacts.select(Selection(), NOW) == []
    finally:
        await other.close()


async def test_one_bad_contact_of_a_document_loses_no_other(storage: Storage) -> None:
    good = {"name": "Bo\nLi", "first_seen": 1, "last_seen": 1, "keys": [{"key": "in:bo", "seen": 1}]}
    bad = [
        {"name": 7},
        {"name": "", "first_seen": 1, "last_seen": 1},
        good | {"keys": [{"key": "nothing:x", "seen": 1}]},
        good | {"birthday": {"month": 13, "day": 1, "source": "x", "seen": 1}},
        "no contact",
    ]
    document = json.dumps({"format": "linkapp-contacts", "version": 1, "contacts": [*bad, good]}).encode()
    done = await storage.contacts.read(document, "book.json", NOW, dry=False)
    assert done is not None
    assert (done.new, [number for number, _ in done.rejected]) == (1, [1, 2, 3, 4, 5])
    assert await _names(storage) == ["Bo Li"]
    for other in (b"", b"[]", b'{"format": "another"}', document[:-20]):
        assert await storage.contacts.read(other, "x", NOW, dry=False) is None
    assert await _names(storage) == ["Bo Li"]


async def test_a_page_that_is_read_changes_nothing_that_was_typed(storage: Storage) -> None:
    row = await storage.people.seen(ANNA, NOW, (5, 17))
    await storage.contacts.edit(row, {"name": "Anna R.", "headline": "", "birthday": "1990-05-18"}, NOW)
    await storage.people.seen(ANNA, NOW + DAY, (5, 17))
    contact = await storage.contacts.contact(row)
    assert (contact.person.name, contact.person.headline) == ("Anna R.", "")
    assert (contact.birthday, contact.birth_year) == ((5, 18), 1990)


async def test_another_birthday_on_a_page_takes_no_year_from_the_one_before(storage: Storage) -> None:
    row = await storage.people.seen(ANNA, NOW, (5, 17))
    with closing(sqlite3.connect(storage.pages_path)) as db, db:
        db.execute("UPDATE birthdays SET year = 1990")
    await storage.people.seen(ANNA, NOW + DAY, (5, 17))
    assert (await storage.contacts.contact(row)).birth_year == 1990
    await storage.people.seen(ANNA, NOW + DAY, (5, 18))
    contact = await storage.contacts.contact(row)
    assert (contact.birthday, contact.birth_year) == ((5, 18), None)
