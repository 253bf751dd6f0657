"""The log tab: what the site saw today, and the drawers below the log."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import timedelta
from typing import Any

import pytest
from PySide6.QtCore import Qt

from linkapp.domain.act import Kind, State
from linkapp.domain.figures import DoneAct
from linkapp.domain.problems import Problem, Reason
from linkapp.domain.quota import Caps, Usage
from linkapp.services.log_book import RunStopped, SiteDay
from linkapp.services.news import Changes
from linkapp.services.ports.ledger import StoreError
from linkapp.ui.window import MainWindow
from tests.ui.conftest import OpenWindow, until
from tests.ui.fakes import NOW, TODAY, FakeRuns, fake_application, history

USAGE = Usage(kind=Kind.MESSAGE, caps=Caps(day=12, week=50, run=10), date=2, day=3, week=18)
VISITS = Usage(kind=Kind.VISIT, caps=Caps(day=20, week=100, run=20), date=3, day=2, week=12)


def site_day() -> SiteDay:
    return SiteDay(
        on=TODAY,
        acts=[
            DoneAct(kind=Kind.MESSAGE, state=State.SENT, at=NOW - timedelta(minutes=30), name="Alice Moreau"),
            DoneAct(kind=Kind.MESSAGE, state=State.UNSURE, at=NOW - timedelta(minutes=20), name="<b>Bo</b> Zhang"),
            DoneAct(kind=Kind.VISIT, state=State.SENT, at=NOW - timedelta(minutes=5), name=""),
        ],
        usage=USAGE,
        visits=VISITS,
        stops=[RunStopped(kind="birthdays", at=NOW - timedelta(minutes=10), problem=Problem(reason=Reason.CAP_DAY))],
    )


@dataclass
class Book:
    """As much of the log book as the drawer asks for."""

    day: SiteDay = field(default_factory=site_day)
    raises: StoreError | None = None
    reads: int = 0

    async def today(self) -> SiteDay:
        self.reads += 1
        if self.raises is not None:
            raise self.raises
        return self.day


async def opened(open_window: OpenWindow, book: Book) -> MainWindow:
    window: MainWindow = await open_window(fake_application(runs=FakeRuns(history()), log_book=book))
    window.show_tab(2)
    return window


def panel(window: MainWindow) -> Any:
    return window.log.drawers.panels["today"]


async def test_everything_the_site_saw_today_stands_there_with_its_time(open_window: OpenWindow, qtbot: Any) -> None:
    book = Book()
    window = await opened(open_window, book)
    assert book.reads == 0, "nobody looks"
    qtbot.mouseClick(window.log.drawers.buttons["today"], Qt.MouseButton.LeftButton)
    await until(lambda: panel(window).list.lines.entries)
    assert [(entry.time, entry.title, entry.icon) for entry in panel(window).list.lines.entries] == [
        ("09:25", "Visit of the profile of somebody without a name", "people"),
        ("09:20", "Birthdays: LinkApp stopped", "stop"),
        ("09:10", "Message to <b>Bo</b> Zhang, perhaps", "unsure"),
        ("09:00", "Message to Alice Moreau", "sent"),
    ]
    assert panel(window).list.lines.entries[1].text == window.words.sentence(Reason.CAP_DAY)
    assert panel(window).sums.text().splitlines() == [
        "3 of 12 messages today · 18 of 50 this week · 9 left now",
        "3 of 20 visits today · 12 of 100 this week · 17 left now",
    ]
    assert "not noted one by one" in panel(window).note.text()


async def test_visits_tell_when_the_next_is_free_and_what_was_done_stands_where_no_limit_is_known(
    open_window: OpenWindow,
) -> None:
    full = replace(VISITS, date=20, opens=NOW + timedelta(hours=3))
    book = Book(day=replace(site_day(), usage=None, visits=full))
    window = await opened(open_window, book)
    window.log.drawers.buttons["today"].click()
    await until(lambda: panel(window).sums.text())
    first, second = panel(window).sums.text().splitlines()
    assert first == f"2 messages today · {window.words('caps.unknown')}"
    assert second == "20 of 20 visits today · 12 of 100 this week · nothing left · fills up again: 12:30"
    book.day = replace(book.day, visits=replace(VISITS, refusal=Reason.OUT_OF_HOURS, opens=NOW + timedelta(hours=3)))
    panel(window).refresh()
    await until(lambda: panel(window).sums.text().endswith(" · visits again from 12:30"))


async def test_what_happens_is_read_while_the_drawer_is_open_and_only_then(open_window: OpenWindow) -> None:
    book = Book()
    window = await opened(open_window, book)
    button = window.log.drawers.buttons["today"]
    button.click()
    await until(lambda: book.reads == 1)
    assert window.app is not None
    window.app.news.publish(Changes(log=True))
    await until(lambda: book.reads == 2)
    button.click()
    assert window.log.drawers.open_panel.isHidden()
    window.app.news.publish(Changes(log=True))
    await until(lambda: not window.log.reading_now)
    assert book.reads == 2


async def test_a_book_that_cannot_be_read_says_so(open_window: OpenWindow) -> None:
    book = Book(raises=StoreError(Problem(reason=Reason.DISK_FULL)))
    window = await opened(open_window, book)
    window.log.drawers.buttons["today"].click()
    await until(lambda: panel(window).sums.text())
    assert panel(window).sums.text() == window.words.stop(Problem(reason=Reason.DISK_FULL)).what


@pytest.mark.parametrize("language", ["en", "fr"])
async def test_an_open_drawer_speaks_the_language_of_now(open_window: OpenWindow, language: str) -> None:
    window = await opened(open_window, Book())
    window.log.drawers.buttons["today"].click()
    await until(lambda: panel(window).list.lines.entries)
    window.choose_language(language, keep=False)
    wanted = {"en": "Message to Alice Moreau", "fr": "Message à Alice Moreau"}[language]
    assert panel(window).list.lines.entries[-1].title == wanted
