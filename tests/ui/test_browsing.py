"""The bar of browsing by hand: whom the person looks at, and what is kept of it only when they say so."""

from __future__ import annotations

import asyncio
from typing import Any, cast

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QInputDialog

from linkapp.domain.campaign import Item, Report, Result, RunOutcome
from linkapp.domain.person import Person
from linkapp.domain.problems import Problem, Reason
from linkapp.domain.shown_profile import InFront, OtherPage, ShownProfile, UnreadProfile
from linkapp.services import browse as module
from linkapp.services.browse import Browse
from linkapp.services.contacts import Contacts
from linkapp.services.news import News
from linkapp.services.site_lease import Purpose, SiteLease
from linkapp.ui.window import MainWindow
from tests.ui.conftest import OpenWindow, children, until
from tests.ui.fakes import CONTACTS, NOW, FakeContacts, FakePeople, FakeRuns, fake_application, history

ALICE = ShownProfile(person=CONTACTS[1].person, company="Babel", birthday=(11, 23))
STRANGER = ShownProfile(person=Person(name="Kai Storm", profile="kai-storm"))


class FakeBrowser:
    """A browser window that shows what the test puts in front."""

    def __init__(self) -> None:
        self.shown: InFront | Problem = OtherPage()
        self.opened: list[Person | None] = []
        self.conversation = False
        self.closed = 0

    async def open(self, person: Person | None, *, conversation: bool = False) -> Problem | None:
        self.opened.append(person)
        self.conversation = conversation
        return None

    async def front(self) -> InFront | Problem:
        return self.shown

    async def close(self) -> None:
        await asyncio.sleep(0)
        self.closed += 1


class Opened:
    """A window with a browser to open."""

    def __init__(self) -> None:
        self.browser, self.lease, self.news = FakeBrowser(), SiteLease(), News()
        self.people = FakePeople(CONTACTS)
        self.book = FakeContacts(self.people, self.news)
        self.window: MainWindow

    async def show(self, open_window: OpenWindow, runs: FakeRuns | None = None, **more: Any) -> Opened:
        browse = Browse(window=lambda: self.browser, contacts=cast("Contacts", self.book), lease=self.lease)
        self.window = await open_window(
            fake_application(people=self.people, contacts=self.book, news=self.news, browse=browse, runs=runs), **more
        )
        self.window.show_tab(1)
        return self

    @property
    def bar(self) -> Any:
        return self.window.contacts.browsing.bar

    async def see(self, shown: InFront | Problem, says: str) -> None:
        self.browser.shown = shown
        await until(lambda: self.bar.line.whole() == says)

    async def stop(self) -> None:
        """Between two tests events are handled without a loop that runs: nothing may look at the browser then."""
        self.bar.buttons["stop"].click()
        await until(lambda: not self.window.contacts.browsing.open_now)

    def offered(self) -> list[str]:
        return [name for name, button in self.bar.buttons.items() if button.isVisible()]


@pytest.fixture(autouse=True)
def _often(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "LOOK_EVERY_S", 0.005)


async def test_a_profile_is_opened_and_the_bar_says_whom_the_person_looks_at(open_window: OpenWindow) -> None:
    shown = await Opened().show(open_window)
    tab = shown.window.contacts
    assert not shown.bar.isVisible()
    tab.show_contact(2)
    await until(lambda: tab.pane.contact is not None)
    shown.window.show_tab(1)
    tab.pane.open.click()
    await until(shown.bar.isVisible)
    assert shown.browser.opened == [CONTACTS[1].person]
    assert shown.lease.purpose is Purpose.BROWSING
    assert (shown.bar.line.whole(), shown.offered()) == ("", ["stop"])
    await shown.see(ALICE, "You are looking at Alice Moreau")
    assert shown.offered() == ["save", "save_birthday", "add_note", "stop"]
    await shown.see(STRANGER, "You are looking at Kai Storm")
    assert shown.offered() == ["save", "add_note", "stop"]
    await shown.see(UnreadProfile(), "LinkApp cannot read this page")
    assert shown.offered() == ["stop"]
    await shown.see(OtherPage(), "")
    assert shown.book.saved == [], "nothing is kept unasked"
    tab.pane.menu_actions["open"].trigger()  # nothing is opened in a window that is the person's
    await until(tab.undo_bar.isVisible)
    assert "open already" in tab.undo_bar.line.whole()
    assert len(shown.browser.opened) == 1
    await shown.stop()
    assert not shown.bar.isVisible()
    assert (shown.browser.closed, shown.lease.purpose) == (1, None)


async def test_what_the_person_wants_kept_is_kept(open_window: OpenWindow) -> None:
    shown = await Opened().show(open_window)
    tab, bar = shown.window.contacts, shown.bar
    tab.menu_actions["browse"].trigger()
    assert shown.window.tabs.page is tab
    await shown.see(ALICE, "You are looking at Alice Moreau")
    assert shown.browser.opened == [None]
    bar.buttons["save"].click()
    await until(lambda: shown.people.book[2].company == "Babel")
    assert shown.people.book[2].birthday == (11, 22)
    await until(tab.undo_bar.isVisible)
    bar.buttons["save_birthday"].click()
    await until(lambda: shown.people.book[2].birthday == (11, 23))
    assert bar.buttons["save_birthday"].toolTip() == "23 November"
    tab.show_contact(2)
    await until(lambda: tab.pane.contact is not None and tab.pane.contact.id == 2)
    tab.pane.notes.setFocus()
    tab.pane.notes.setPlainText("Typed just now.")
    bar.buttons["add_note"].click()
    await until(lambda: bool(children(shown.window, QInputDialog)))
    dialog = children(shown.window, QInputDialog)[0]
    assert dialog.labelText() == "Note about Alice Moreau"
    dialog.setTextValue("Moved to Babel.")
    dialog.accept()
    await until(lambda: shown.people.book[2].notes == "Typed just now.\nMoved to Babel.")
    await until(lambda: tab.pane.notes.toPlainText() == "Typed just now.\nMoved to Babel.")
    tab.pane.keep()
    shown.book.kept = ("company",)
    bar.buttons["save"].click()
    await until(lambda: "you typed about Alice Moreau stays" in tab.undo_bar.line.whole())
    assert shown.people.book[2].notes == "Typed just now.\nMoved to Babel."
    await shown.stop()


async def test_a_stop_sign_and_whoever_holds_the_browser_are_said(open_window: OpenWindow) -> None:
    shown = await Opened().show(open_window)
    tab = shown.window.contacts
    needed: list[Problem] = []
    tab.browsing.person_needed.connect(needed.append)
    with shown.lease.hold(Purpose.RUN):
        tab.menu_actions["browse"].trigger()
        await until(tab.undo_bar.isVisible)
    assert "run is going on" in tab.undo_bar.line.whole()
    assert not shown.bar.isVisible()
    tab.menu_actions["browse"].trigger()
    await until(shown.bar.isVisible)
    shown.browser.shown = Problem(reason=Reason.SECURITY_CHECK)
    await until(lambda: not shown.bar.isVisible())
    await until(lambda: "check" in tab.undo_bar.line.whole())
    assert shown.lease.purpose is None
    assert needed == [Problem(reason=Reason.SECURITY_CHECK)]
    shown.browser.shown = Problem(reason=Reason.STOPPED_BY_PERSON)
    before = tab.undo_bar.line.whole()
    tab.menu_actions["browse"].trigger()
    await until(lambda: shown.browser.closed == 2)
    await until(lambda: not shown.bar.isVisible())
    assert tab.undo_bar.line.whole() == before, "closing the window needs no words"


async def test_the_end_of_the_program_closes_the_browser_first(open_window: OpenWindow) -> None:
    shown = await Opened().show(open_window)
    shown.window.contacts.menu_actions["browse"].trigger()
    await until(lambda: shown.browser.opened == [None])
    async with asyncio.timeout(3):
        await shown.window.end()
    assert (shown.browser.closed, shown.lease.purpose) == (1, None)


async def test_without_a_browser_to_open_nothing_is_offered(open_window: OpenWindow) -> None:
    window = await open_window(fake_application())
    window.show_tab(1)
    window.contacts.show_contact(2)
    await until(lambda: window.contacts.pane.contact is not None)
    assert not window.contacts.pane.open.isVisible()
    assert not window.contacts.menu_actions["browse"].isVisible()


async def test_the_bar_speaks_french(open_window: OpenWindow) -> None:
    shown = await Opened().show(open_window, language="fr")
    shown.window.contacts.menu_actions["browse"].trigger()
    await shown.see(ALICE, "Vous regardez Alice Moreau")
    assert shown.bar.buttons["stop"].text() == "Arrêter de parcourir"
    await shown.stop()


async def in_the_log(open_window: OpenWindow, opened: Opened, *items: Item) -> Any:
    """The lines of the log, of these outcomes."""
    report = Report(run=1, kind="birthdays", outcome=RunOutcome.DONE, started=NOW, finished=NOW, items=items)
    await opened.show(open_window, runs=FakeRuns((report,)))
    opened.window.show_tab(2)
    lines = opened.window.log.list
    await until(lambda: len(lines.lines.entries) == len(items) + 1)
    lines.setFocus()
    return lines


def done(person: Person) -> Item:
    return Item(person=person, state=Result.DONE, at=NOW)


async def test_the_conversation_with_whom_a_line_of_the_log_is_about_is_opened_in_the_browser(
    open_window: OpenWindow,
) -> None:
    opened = Opened()
    lines = await in_the_log(open_window, opened, done(CONTACTS[1].person))
    action = opened.window.log.conversation
    assert (action.text(), action.isEnabled(), action in lines.actions()) == ("Open the conversation", False, True)
    lines.setCurrentIndex(lines.lines.index(1))
    assert action.isEnabled()
    QTest.keyClick(lines, Qt.Key.Key_O, Qt.KeyboardModifier.ControlModifier)
    await until(lambda: opened.bar.isVisible())
    assert (opened.browser.opened, opened.browser.conversation) == ([CONTACTS[1].person], True)
    assert opened.window.tabs.number == 1, "where the bar is"
    opened.window.show_tab(2)
    action.trigger()
    assert opened.window.tabs.number == 1, "it is said there that the window is open already"
    assert len(opened.browser.opened) == 1
    await opened.stop()


async def test_a_line_tells_what_can_be_opened_for_it(open_window: OpenWindow) -> None:
    opened = Opened()
    people = (Person(name="Kai Storm"), Person(name="Kai Storm", profile="kai-storm"))
    lines = await in_the_log(open_window, opened, *map(done, people))
    action = opened.window.log.conversation
    lines.setCurrentIndex(lines.lines.index(2))
    assert not action.isEnabled(), "nobody knows who that is"
    lines.clearSelection()
    lines.setCurrentIndex(lines.lines.index(1))
    assert (action.isEnabled(), action.text()) == (True, "Open the profile")
    opened.window.choose_language("fr", keep=False)
    assert action.text() == "Ouvrir le profil"
    lines.selectAll()
    assert not action.isEnabled(), "one at a time"


async def test_without_a_browser_no_conversation_is_offered(open_window: OpenWindow) -> None:
    window = await open_window(fake_application(runs=FakeRuns(history())))
    window.show_tab(2)
    await until(lambda: window.log.list.lines.entries)
    window.log.list.setCurrentIndex(window.log.list.lines.index(1))
    assert not window.log.conversation.isVisible()
    assert not window.log.conversation.isEnabled()
