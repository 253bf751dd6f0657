"""The contacts tab: search, a table of any size, and one contact."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from PySide6.QtCore import Qt

from linkapp.domain.person import Person
from linkapp.domain.problems import Problem, Reason
from linkapp.services.ports.book import Contact, Interaction
from linkapp.services.ports.ledger import StoreError
from linkapp.ui.days import next_on
from linkapp.ui.tabs.contacts.model import BLOCK, BLOCKS_KEPT, COLUMNS
from tests.ui.conftest import OpenWindow, until
from tests.ui.fakes import CONTACTS, NOW, FakeAnswers, FakePeople, fake_application


async def test_the_table_shows_everybody_by_name(open_window: OpenWindow) -> None:
    window = await open_window()
    window.show_tab(1)
    model = window.contacts.model
    assert model.rowCount() == len(CONTACTS)
    assert [model.index(0, column).data() for column in range(len(COLUMNS))] == [
        "Ada Winterbourne", "Analyst of engines", "Analytical & Sons", "", "London", "10 Dec", "19 Nov", "92",
        "mathematics, friend",
    ]  # fmt: skip
    assert [model.headerData(n, Qt.Orientation.Horizontal) for n in range(3)] == ["Name", "Headline", "Company"]
    assert window.contacts.count.text() == "10 contacts"


async def test_typing_searches(open_window: OpenWindow, qtbot: Any) -> None:
    people = FakePeople(CONTACTS)
    window = await open_window(fake_application(people=people))
    window.show_tab(1)
    window.contacts.seek()
    qtbot.keyClicks(window.contacts.search, "lyon")
    await until(lambda: window.contacts.model.rowCount() == 0)
    assert window.contacts.empty.title.text() == "Nobody matches “lyon”"
    assert window.contacts.stack.currentWidget() is window.contacts.empty
    qtbot.mouseClick(window.contacts.empty.button, Qt.MouseButton.LeftButton)
    await until(lambda: window.contacts.model.rowCount() == 10)
    qtbot.keyClicks(window.contacts.search, "acme")
    await until(lambda: window.contacts.model.rowCount() == 1)
    assert sum(1 for words, _, _ in people.asked if words in ("a", "ac", "acm")) == 0, "not at every key"


async def test_a_head_sorts_through_the_pages(open_window: OpenWindow) -> None:
    people = FakePeople(CONTACTS)
    window = await open_window(fake_application(people=people))
    window.contacts.table.sortByColumn(COLUMNS.index("location"), Qt.SortOrder.DescendingOrder)
    assert people.asked[-1] == ("", "location", True)
    assert window.contacts.model.index(0, COLUMNS.index("location")).data() == "Salzburg"


async def test_a_chosen_contact_is_shown_with_what_happened(open_window: OpenWindow) -> None:
    people = FakePeople(CONTACTS)
    people.stories[1] = [Interaction(kind="message_in", at=NOW, text="Thank you! <b>x</b>")]
    window = await open_window(fake_application(people=people))
    window.show_tab(1)
    window.contacts.table.setCurrentIndex(window.contacts.model.index(0, 0))
    pane = window.contacts.pane
    await until(lambda: pane.timeline.lines.entries and pane.timeline.lines.entries[0].title == "They wrote to you")
    assert pane.name.text() == "Ada Winterbourne"
    assert pane.birthday.text() == "Birthday: 10 December"
    assert pane.tags.text() == "mathematics, friend"
    assert pane.timeline.lines.entries[0].text == "Thank you! <b>x</b>"


async def test_do_not_contact_is_kept_with_its_reason(open_window: OpenWindow, qtbot: Any) -> None:
    people = FakePeople(CONTACTS)
    window = await open_window(fake_application(people=people))
    window.show_tab(1)
    window.contacts.table.setCurrentIndex(window.contacts.model.index(0, 0))
    pane = window.contacts.pane
    pane.do_not_contact.click()
    await until(lambda: people.book[1].do_not_contact)
    assert pane.reason.isVisible()
    qtbot.keyClicks(pane.reason, "asked me to")
    pane.reason.editingFinished.emit()
    await until(lambda: people.book[1].do_not_contact == "asked me to")
    pane.do_not_contact.click()
    await until(lambda: people.book[1].do_not_contact == "")
    assert not pane.reason.isVisible()


async def test_notes_and_tags_are_kept_when_another_contact_is_chosen(open_window: OpenWindow, qtbot: Any) -> None:
    people = FakePeople(CONTACTS)
    window = await open_window(fake_application(people=people))
    window.show_tab(1)
    table, pane = window.contacts.table, window.contacts.pane
    table.setCurrentIndex(window.contacts.model.index(0, 0))
    qtbot.keyClicks(pane.notes, "Likes tea")
    pane.tags.setText("tea,  engines ,")
    table.setCurrentIndex(window.contacts.model.index(1, 0))
    await until(lambda: people.book[1].notes == "Likes tea" and people.book[1].tags == ("tea", "engines"))
    assert pane.notes.toPlainText() == "Met in Lyon, likes sailing."
    assert people.book[2].notes == "Met in Lyon, likes sailing."


async def test_notes_are_kept_after_a_pause(open_window: OpenWindow, qtbot: Any) -> None:
    people = FakePeople(CONTACTS)
    window = await open_window(fake_application(people=people))
    window.show_tab(1)
    window.contacts.table.setCurrentIndex(window.contacts.model.index(0, 0))
    qtbot.keyClicks(window.contacts.pane.notes, "Hello")
    await until(lambda: people.book[1].notes == "Hello")
    assert window.contacts.pane.notes.toPlainText() == "Hello"


async def test_notes_typed_just_before_the_end_are_kept(open_window: OpenWindow, qtbot: Any) -> None:
    people = FakePeople(CONTACTS)
    window = await open_window(fake_application(people=people))
    window.show_tab(1)
    window.contacts.table.setCurrentIndex(window.contacts.model.index(0, 0))
    qtbot.keyClicks(window.contacts.pane.notes, "Last words")
    await window.end()
    assert people.book[1].notes == "Last words"


async def test_the_coming_birthdays_lead_to_their_contact(open_window: OpenWindow, qtbot: Any) -> None:
    window = await open_window()
    window.show_tab(1)
    coming = window.contacts.coming
    await until(lambda: coming.isVisible() and coming.buttons)
    assert [button.text() for button in coming.buttons][:4] == [
        "Alice Moreau, today", "Jean-Luc O'Connor, today", "\u2068مايا حداد\u2069, today", "Sofia Lindqvist, Tuesday",
    ]  # fmt: skip
    window.contacts.search.setText("zzz")
    await until(lambda: window.contacts.model.rowCount() == 0)
    qtbot.mouseClick(coming.buttons[3], Qt.MouseButton.LeftButton)
    await until(lambda: window.contacts.pane.contact is not None and window.contacts.pane.contact.id == 7)
    assert window.contacts.search.text() == ""


async def test_an_empty_book_says_how_it_fills(open_window: OpenWindow) -> None:
    window = await open_window(fake_application(people=FakePeople()))
    window.show_tab(1)
    assert window.contacts.empty.title.text() == "No contacts yet"
    assert not window.contacts.coming.isVisible()
    assert not window.contacts.pane.isVisible()


async def test_news_of_contacts_does_not_move_the_reader(open_window: OpenWindow) -> None:
    people = FakePeople([Contact(id=n, person=Person(name=f"Person {n:04}", profile=f"p{n}")) for n in range(1, 900)])
    window = await open_window(fake_application(people=people))
    window.show_tab(1)
    contacts = window.contacts
    await until(lambda: contacts.model.rowCount() == 899)
    contacts.table.setCurrentIndex(contacts.model.index(2, 0))
    contacts.table.verticalScrollBar().setValue(400)
    contacts.refresh()
    await until(lambda: not contacts.reading_now)
    assert contacts.table.verticalScrollBar().value() == 400
    assert contacts.table.currentIndex().row() == 2


async def test_a_store_in_trouble_is_an_empty_table_not_a_broken_one(open_window: OpenWindow) -> None:
    class Broken(FakePeople):
        broken = False

        def rows(self, ids: Sequence[int]) -> Sequence[Contact]:
            if self.broken:
                raise StoreError(Problem(reason=Reason.BUSY))
            return super().rows(ids)

        def ids(self, words: str, order: str, descending: bool, **more: Any) -> Sequence[int]:
            if self.broken:
                raise StoreError(Problem(reason=Reason.BUSY))
            return super().ids(words, order, descending, **more)

    people = Broken(CONTACTS)
    window = await open_window(fake_application(people=people))
    people.broken = True
    window.contacts.model._blocks.clear()
    assert window.contacts.model.index(0, 0).data() is None
    window.contacts.model.reload()
    assert window.contacts.model.rowCount() == 0
    people.broken = False
    window.contacts.model.reload()
    assert window.contacts.model.rowCount() == 10


class Many(FakePeople):
    """100,000 contacts made when they are asked for."""

    def __init__(self) -> None:
        super().__init__()
        self.all = range(100_000)

    def ids(self, words: str, order: str, descending: bool, *, limit: int = -1, **_: Any) -> Sequence[int]:
        ids = self.all[::-1] if descending else self.all
        return ids if limit < 0 else ids[:limit]

    def steps(self, words: str, order: str, descending: bool, **_: Any) -> Iterator[Sequence[int]]:
        yield from (self.ids(words, order, descending)[place : place + 5000] for place in range(0, 100_000, 5000))

    def rows(self, ids: Sequence[int]) -> Sequence[Contact]:
        self.fetched += 1
        return [replace(CONTACTS[n % 10], id=n, person=Person(name=f"Person {n}", profile=f"p{n}")) for n in ids]


async def test_of_a_hundred_thousand_contacts_only_what_is_looked_at_is_fetched(open_window: OpenWindow) -> None:
    people = Many()
    window = await open_window(fake_application(people=people))
    window.show_tab(1)
    contacts = window.contacts
    await until(lambda: contacts.model.rowCount() == 100_000)
    fetched = people.fetched
    assert fetched <= 3, "only what is looked at is fetched"
    for row in range(0, 100_000, 2003):
        contacts.table.scrollTo(contacts.model.index(row, 0))
        contacts.table.viewport().repaint()
        await asyncio.sleep(0)
    assert people.fetched - fetched <= 111
    assert len(contacts.model._blocks) <= BLOCKS_KEPT
    contacts.table.sortByColumn(0, Qt.SortOrder.DescendingOrder)
    contacts.table.viewport().repaint()
    assert contacts.model.contact(0).person.name == "Person 99999"  # type: ignore[union-attr]
    assert BLOCK == 64


def test_the_next_time_of_a_day_of_the_year() -> None:
    assert next_on(11, 22, date(2026, 11, 22)) == date(2026, 11, 22)
    assert next_on(11, 21, date(2026, 11, 22)) == date(2027, 11, 21)
    assert next_on(2, 29, date(2026, 11, 22)) == date(2027, 2, 28)
    assert next_on(2, 29, date(2027, 3, 1)) == date(2028, 2, 29)


@pytest.mark.parametrize(
    ("state", "said"),
    [
        ("sent", "You sent a greeting"),
        ("already", "Already greeted by you"),
        ("unsure", "Perhaps greeted"),
    ],
)
async def test_only_a_greeting_that_was_sent_is_said_to_be(open_window: OpenWindow, state: str, said: str) -> None:
    people = FakePeople(CONTACTS)
    people.stories[1] = [Interaction(kind="greeting", at=NOW, text="Happy birthday!", detail=f"birthday {state}")]
    window = await open_window(fake_application(people=people))
    window.show_tab(1)
    window.contacts.table.setCurrentIndex(window.contacts.model.index(0, 0))
    pane = window.contacts.pane
    await until(lambda: pane.timeline.lines.entries and pane.timeline.lines.entries[0].title == said)
    assert (pane.timeline.lines.entries[0].text == "Happy birthday!") is (state == "sent")


async def test_an_uncertain_greeting_asks_beside_the_contact_until_it_is_answered(
    open_window: OpenWindow, qtbot: Any
) -> None:
    answers = FakeAnswers(open_=[CONTACTS[1].person])
    window = await open_window(fake_application(people=FakePeople(CONTACTS), answers=answers))
    window.show_tab(1)
    pane = window.contacts.pane
    window.contacts.show_contact(CONTACTS[0].id)
    await until(lambda: pane.contact is not None and pane.contact.id == CONTACTS[0].id)
    assert not pane.unsure.isVisible()
    window.contacts.show_contact(CONTACTS[1].id)
    await until(lambda: pane.unsure.isVisible())
    qtbot.mouseClick(pane.unsure.no, Qt.MouseButton.LeftButton)
    await until(lambda: not pane.unsure.isVisible())
    assert answers.given == [(CONTACTS[1].person.name, False)]


async def test_a_request_not_to_be_written_to_is_answered_beside_the_contact(
    open_window: OpenWindow, qtbot: Any
) -> None:
    people = FakePeople([replace(CONTACTS[0], opt_out="please stop writing to me"), *CONTACTS[1:]])
    window = await open_window(fake_application(people=people))
    window.show_tab(1)
    pane = window.contacts.pane
    window.contacts.show_contact(CONTACTS[0].id)
    await until(lambda: pane.opt_out.isVisible())
    assert "please stop writing to me" in pane.opt_out.text.text()
    qtbot.mouseClick(pane.opt_out.is_meant, Qt.MouseButton.LeftButton)
    await until(lambda: not pane.opt_out.isVisible())
    assert pane.do_not_contact.isChecked()
    assert pane.reason.text() == "please stop writing to me"


async def test_a_wish_without_a_date_is_asked_about_beside_the_contact(open_window: OpenWindow, qtbot: Any) -> None:
    answers = FakeAnswers(wishes=[(CONTACTS[1].person, "Happy birthday!")])
    window = await open_window(fake_application(people=FakePeople(CONTACTS), answers=answers))
    window.show_tab(1)
    pane = window.contacts.pane
    window.contacts.show_contact(CONTACTS[1].id)
    await until(lambda: pane.unsure.isVisible())
    assert "Happy birthday!" in pane.unsure.text.text()
    qtbot.mouseClick(pane.unsure.is_of_this, Qt.MouseButton.LeftButton)
    await until(lambda: not pane.unsure.isVisible())
    assert answers.given == [(CONTACTS[1].person.name, True)]


async def test_news_of_contacts_leaves_what_is_selected_and_reads_who_is_there_bit_by_bit(
    open_window: OpenWindow,
) -> None:
    people = FakePeople([Contact(id=n, person=Person(name=f"Person {n:04}", profile=f"p{n}")) for n in range(1, 900)])
    window = await open_window(fake_application(people=people))
    window.show_tab(1)
    contacts = window.contacts
    await until(lambda: contacts.model.rowCount() == 899)
    contacts.table.selectRow(5)
    contacts.table.verticalScrollBar().setValue(300)
    people.book[6] = replace(people.book[6], company="Acme")
    asked = len(people.asked)
    contacts.refresh()
    assert len(people.asked) == asked, "who is there is not asked while the window waits"
    assert contacts.model.index(5, COLUMNS.index("company")).data() == "Acme"
    await until(lambda: not contacts.model.renewing_now)
    assert contacts.table.ranges() == [(5, 5)]
    assert contacts.table.verticalScrollBar().value() == 300
    del people.book[2]
    people.book[1000] = Contact(id=1000, person=Person(name="Somebody new", profile="p1000"))
    contacts.refresh()
    await until(lambda: contacts.model.row_of(1000) == 898)
    assert contacts.model.row_of(2) == -1
    assert contacts.table.currentIndex().row() == 4, "the chosen contact stays chosen"
    assert contacts.table.verticalScrollBar().value() == 300
