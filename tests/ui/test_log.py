"""The log tab: sentences by day, filters, search, copying, and a reader who is not moved."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QApplication

from linkapp.domain.campaign import Item, Report, Result, RunOutcome
from linkapp.domain.problems import Reason
from linkapp.services.news import Changes
from linkapp.ui.tabs.log.tab import LogTab
from tests.ui.conftest import OpenWindow, until
from tests.ui.fakes import NOW, FakeAnswers, FakeRuns, fake_application, history, person


def titles(tab: LogTab) -> list[str]:
    return [entry.title for entry in tab.list.lines.entries]


async def test_outcomes_are_sentences_under_their_days(open_window: OpenWindow) -> None:
    window = await open_window(fake_application(runs=FakeRuns(history())))
    window.show_tab(2)
    assert titles(window.log) == [
        "Today, Sunday 22 November",
        "Could not write to Inês <b>Bold</b> & Co",
        "Not sure whether the message to Jean-Luc O'Connor went out",
        "Skipped Sofia Lindqvist",
        "Greeted Alice Moreau",
        "Yesterday, Saturday 21 November",
        "Greeted Thierry Gauthier",
    ]
    entry = window.log.list.lines.entries[3]
    assert entry.text == "Wrote last, 2 days ago, and waits for your answer."
    assert (entry.time, entry.icon) == ("09:14", "skipped")


async def test_chips_filter(open_window: OpenWindow) -> None:
    window = await open_window(fake_application(runs=FakeRuns(history())))
    window.show_tab(2)
    for name, count in (("sent", 2), ("skipped", 1), ("problems", 2), ("all", 5)):
        window.log.chips[name].click()
        await until(lambda: not window.log.reading_now)
        told = [entry for entry in window.log.list.lines.entries if not entry.is_heading]
        assert len(told) == count, name


async def test_search_and_no_hit(open_window: OpenWindow, qtbot: Any) -> None:
    window = await open_window(fake_application(runs=FakeRuns(history())))
    window.show_tab(2)
    qtbot.keyClicks(window.log.search, "thierry")
    await until(lambda: titles(window.log)[-1:] == ["Greeted Thierry Gauthier"] and len(titles(window.log)) == 2)
    qtbot.keyClicks(window.log.search, "zzz")
    await until(lambda: window.log.timeline.currentWidget() is window.log.nothing)
    qtbot.mouseClick(window.log.nothing.button, Qt.MouseButton.LeftButton)
    await until(lambda: len(titles(window.log)) == 7)


async def test_evidence_of_a_line_is_offered_while_it_lies_there(
    open_window: OpenWindow, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    reports = [
        replace(report, items=tuple(replace(one, evidence="when-no_composer-00") for one in report.items))
        for report in history()
    ]
    opened: list[str] = []
    monkeypatch.setattr(QDesktopServices, "openUrl", lambda url: opened.append(url.toLocalFile()))
    window = await open_window(fake_application(runs=FakeRuns(reports), evidence_folder=str(tmp_path)))
    window.show_tab(2)
    window.log.list.setCurrentIndex(window.log.list.lines.index(1))
    assert window.log.evidence.isHidden()
    picture = tmp_path / "when-no_composer-00.png"
    picture.write_bytes(b"")
    window.log.list.setCurrentIndex(window.log.list.lines.index(2))
    assert not window.log.evidence.isHidden()
    window.log.evidence.click()
    assert opened == [str(picture)]
    picture.unlink()
    window.log.evidence.click()
    assert len(opened) == 1


async def test_lines_are_copied_as_text(open_window: OpenWindow, qtbot: Any) -> None:
    window = await open_window(fake_application(runs=FakeRuns(history())))
    window.show_tab(2)
    assert not window.log.copy.isEnabled()
    window.log.list.setCurrentIndex(window.log.list.lines.index(3))
    qtbot.keyClick(window.log.list, Qt.Key.Key_Down, Qt.KeyboardModifier.ShiftModifier)
    assert window.log.copy.isEnabled()
    qtbot.mouseClick(window.log.copy, Qt.MouseButton.LeftButton)
    copied = QApplication.clipboard().text()
    assert copied.startswith("22 November 2026, 09:14 · Skipped Sofia Lindqvist\nWrote last")
    assert "Greeted Alice Moreau" in copied
    qtbot.keyClick(window.log.list, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    assert QApplication.clipboard().text() == copied


async def test_a_run_shows_its_own_people(open_window: OpenWindow, qtbot: Any) -> None:
    window = await open_window(fake_application(runs=FakeRuns(history())))
    window.show_tab(2)
    runs = [(entry.title, entry.time, entry.text) for entry in window.log.runs.lines.entries]
    assert runs == [
        ("Birthdays", "09:10", "1 sent · finished"),
        ("Birthdays", "yesterday, 09:30", "1 sent · LinkedIn wants to be sure it’s you"),
    ]
    window.log.runs.setCurrentIndex(window.log.runs.lines.index(1))
    assert titles(window.log) == ["Yesterday, Saturday 21 November", "Greeted Thierry Gauthier"]
    assert window.log.all_runs.isVisible()
    qtbot.mouseClick(window.log.all_runs, Qt.MouseButton.LeftButton)
    await until(lambda: len(titles(window.log)) == 7)
    assert not window.log.all_runs.isVisible()


async def test_nothing_has_happened_yet(open_window: OpenWindow, qtbot: Any) -> None:
    window = await open_window()
    window.show_tab(2)
    assert window.log.empty.title.text() == "Nothing has happened yet"
    qtbot.mouseClick(window.log.empty.button, Qt.MouseButton.LeftButton)
    assert window.tabs.number == 0


async def test_a_rehearsal_is_told_as_one(open_window: OpenWindow) -> None:
    window = await open_window(fake_application(runs=FakeRuns([replace(history()[0], dry=True)])))
    assert "Would have greeted Alice Moreau" in titles(window.log)
    assert window.log.runs.lines.entries[0].title == "Birthdays, rehearsal"
    assert window.log.runs.lines.entries[0].text.startswith("1 would be sent")


def many(count: int, first: int = 0) -> Report:
    items = tuple(
        Item(person=person(f"Person {n}"), state=Result.DONE, text="Happy birthday", at=NOW + timedelta(seconds=n))
        for n in range(first, first + count)
    )
    return Report(run=first + 1, kind="birthdays", outcome=RunOutcome.DONE, started=NOW, items=items)


async def test_new_lines_do_not_move_the_reader(open_window: OpenWindow) -> None:
    runs = FakeRuns([many(120)])
    app = fake_application(runs=runs)
    window = await open_window(app)
    window.show_tab(2)
    view = window.log.list
    view.verticalScrollBar().setValue(900)
    first = view.indexAt(view.viewport().rect().topLeft())
    key, top = view.lines.entries[first.row()].key, view.visualRect(first).top()
    view.setCurrentIndex(view.lines.index(first.row() + 2))
    view.verticalScrollBar().setValue(900)
    chosen = view.copied()
    runs.reports.insert(0, many(7, 1000))
    app.news.publish(Changes(log=True))
    await until(lambda: not window.log.reading_now and "Greeted Person 1006" in titles(window.log))
    now = view.indexAt(view.viewport().rect().topLeft())
    assert view.lines.entries[now.row()].key == key
    assert view.visualRect(now).top() == top
    assert view.copied() == chosen


async def test_at_the_top_new_lines_are_seen(open_window: OpenWindow) -> None:
    runs = FakeRuns([many(120)])
    app = fake_application(runs=runs)
    window = await open_window(app)
    window.show_tab(2)
    runs.reports.insert(0, many(1, 1000))
    app.news.publish(Changes(log=True))
    await until(lambda: not window.log.reading_now and "Greeted Person 1000" in titles(window.log))
    assert window.log.list.verticalScrollBar().value() == 0


async def test_the_end_brings_older_lines(open_window: OpenWindow) -> None:
    window = await open_window(fake_application(runs=FakeRuns([many(450)])))
    window.show_tab(2)
    bar = window.log.list.verticalScrollBar()
    assert len(titles(window.log)) == 201
    bar.setValue(bar.maximum())
    await until(lambda: len(titles(window.log)) == 401)
    bar.setValue(bar.maximum())
    await until(lambda: len(titles(window.log)) == 451)


async def test_an_uncertain_line_asks_until_it_is_answered(open_window: OpenWindow, qtbot: Any) -> None:
    unsure = next(item for report in history() for item in report.items if item.state == "unsure")
    answers = FakeAnswers(open_=[unsure.person])
    window = await open_window(fake_application(runs=FakeRuns(history()), answers=answers))
    window.show_tab(2)
    log = window.log
    log.list.setCurrentIndex(log.list.lines.index(4))
    assert not log.question.isVisible()
    log.list.setCurrentIndex(log.list.lines.index(2))
    assert log.question.isVisible()
    qtbot.mouseClick(log.question.yes, Qt.MouseButton.LeftButton)
    await until(lambda: bool(answers.given))
    await until(lambda: not log.question.isVisible())
    assert answers.given == [(unsure.person.name, True)]
    log.list.setCurrentIndex(log.list.lines.index(4))
    log.list.setCurrentIndex(log.list.lines.index(2))
    assert not log.question.isVisible()


async def test_a_line_about_a_wish_without_a_date_asks_which_it_is(open_window: OpenWindow, qtbot: Any) -> None:
    reports = list(history())
    alice = reports[0].items[0].person
    asks = Item(person=alice, state=Result.SKIPPED, reason=Reason.WISH_NOT_DATED, detail="Happy birthday!")
    other = replace(asks, detail="Other words")
    reports[0] = replace(reports[0], items=(replace(asks, at=NOW), replace(other, at=NOW - timedelta(minutes=1))))
    answers = FakeAnswers(wishes=[(alice, "Happy birthday!")])
    window = await open_window(fake_application(runs=FakeRuns(reports), answers=answers))
    window.show_tab(2)
    log = window.log
    lines = [place for place, entry in enumerate(log.list.lines.entries) if "Happy birthday!" in entry.text]
    others = [place for place, entry in enumerate(log.list.lines.entries) if "Other words" in entry.text]
    log.list.setCurrentIndex(log.list.lines.index(others[0]))
    assert not log.question.isVisible()
    log.list.setCurrentIndex(log.list.lines.index(lines[0]))
    assert log.question.isVisible()
    assert "Happy birthday!" in log.question.text.text()
    qtbot.mouseClick(log.question.is_earlier, Qt.MouseButton.LeftButton)
    await until(lambda: not log.question.isVisible())
    assert answers.given == [(alice.name, False)]
