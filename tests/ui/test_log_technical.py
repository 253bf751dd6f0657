"""The log tab: the technical log, which takes any number of lines, follows, and lets a reader read."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QDesktopServices
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from linkapp.ui.tabs.log import technical
from linkapp.ui.tabs.log.tail_model import LONGEST, ROOM, SLACK, TailModel
from linkapp.ui.tabs.log.technical import TechnicalPanel
from linkapp.ui.window import MainWindow
from tests.ui.conftest import OpenWindow, until
from tests.ui.fakes import fake_application


@dataclass
class Tail:
    """Lines that are handed out once."""

    folder: str = "/nowhere"
    waiting: list[str] = field(default_factory=list)
    reads: int = 0

    def read(self) -> Sequence[str]:
        self.reads += 1
        lines, self.waiting = self.waiting, []
        return lines


@dataclass
class Book:
    """As much of the log book as the drawer asks for."""

    technical: Tail = field(default_factory=Tail)


def lines(count: int, first: int = 0) -> list[str]:
    return [
        f'{{"at": "2026-11-22T08:30:00.000+00:00", "event": "noted", "run": {number}}}'
        for number in range(first, first + count)
    ]


@pytest.fixture(autouse=True)
def _quick(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(technical, "LOOK_EVERY_MS", 5)


async def opened(open_window: OpenWindow, tail: Tail) -> tuple[MainWindow, TechnicalPanel]:
    window: MainWindow = await open_window(fake_application(log_book=Book(tail)))
    window.show_tab(2)
    assert tail.reads == 0, "folded: nothing is read"
    window.log.drawers.buttons["technical"].click()
    panel = window.log.drawers.panels["technical"]
    assert isinstance(panel, TechnicalPanel)
    await until(lambda: not tail.waiting)
    return window, panel


def top(panel: TechnicalPanel) -> str:
    return str(panel.model.data(panel.view.indexAt(QPoint(1, 1))))


def at_end(panel: TechnicalPanel) -> bool:
    return panel.view.verticalScrollBar().value() == panel.view.verticalScrollBar().maximum()


async def test_the_end_is_followed_until_the_reader_scrolls_up_and_again_at_the_end(open_window: OpenWindow) -> None:
    tail = Tail(waiting=lines(500))
    _, panel = await opened(open_window, tail)
    await until(lambda: panel.model.rowCount() == 500)
    assert at_end(panel)
    panel.view.verticalScrollBar().setValue(100)
    assert not panel.follow.isChecked()
    tail.waiting = lines(500, 500)
    await until(lambda: panel.model.rowCount() == 1000)
    assert top(panel) == lines(1, 100)[0]
    QTest.keyClick(panel.view, Qt.Key.Key_End, Qt.KeyboardModifier.ControlModifier)
    assert panel.follow.isChecked()
    tail.waiting = lines(10, 1000)
    await until(lambda: panel.model.rowCount() == 1010)
    assert at_end(panel)


async def test_ending_to_follow_moves_nobody(open_window: OpenWindow) -> None:
    tail = Tail(waiting=lines(500))
    _, panel = await opened(open_window, tail)
    await until(lambda: panel.model.rowCount() == 500)
    before = panel.view.verticalScrollBar().value()
    panel.follow.click()
    assert panel.view.verticalScrollBar().value() == before
    tail.waiting = lines(50, 500)
    await until(lambda: panel.model.rowCount() == 550)
    assert panel.view.verticalScrollBar().value() == before


async def test_old_lines_that_go_do_not_move_the_reader(open_window: OpenWindow) -> None:
    tail = Tail(waiting=lines(ROOM))
    _, panel = await opened(open_window, tail)
    await until(lambda: panel.model.rowCount() == ROOM)
    panel.view.verticalScrollBar().setValue(5_000)
    before = top(panel)
    tail.waiting = lines(SLACK + 1, ROOM)
    await until(lambda: panel.model.data(panel.model.index(ROOM - 1)) == lines(1, ROOM + SLACK)[0])
    assert panel.model.rowCount() == ROOM
    assert top(panel) == before


async def test_only_faults_are_shown_where_that_is_wanted(open_window: OpenWindow) -> None:
    fault = '{"at": "x", "event": "fault", "error": "ValueError"}'
    tail = Tail(waiting=[*lines(300), fault, *lines(300, 300)])
    window, panel = await opened(open_window, tail)
    await until(lambda: panel.model.rowCount() == 601)
    panel.problems.click()
    assert panel.model.lines() == fault
    assert panel.note.text() == "1 line"
    tail.waiting = [*lines(5, 600), fault]
    await until(lambda: panel.model.rowCount() == 2)
    panel.problems.click()
    assert panel.model.rowCount() == 607
    window.choose_language("fr", keep=False)
    assert panel.note.text() == "607 lignes"


async def test_lines_are_copied_those_selected_or_all(open_window: OpenWindow, qtbot: Any) -> None:
    _, panel = await opened(open_window, Tail(waiting=lines(30)))
    await until(lambda: panel.model.rowCount() == 30)
    qtbot.mouseClick(panel.copy, Qt.MouseButton.LeftButton)
    assert QApplication.clipboard().text().splitlines() == lines(30)
    panel.view.setCurrentIndex(panel.model.index(3))
    qtbot.keyClick(panel.view, Qt.Key.Key_Down, Qt.KeyboardModifier.ShiftModifier)
    qtbot.keyClick(panel.view, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    assert QApplication.clipboard().text().splitlines() == lines(2, 3)


async def test_a_folded_drawer_reads_no_more_and_goes_on_when_it_opens(open_window: OpenWindow) -> None:
    tail = Tail(waiting=lines(3))
    window, panel = await opened(open_window, tail)
    await until(lambda: panel.model.rowCount() == 3)
    window.log.drawers.buttons["technical"].click()
    await until(lambda: not panel._clock.isActive())
    tail.waiting = lines(2, 3)
    window.log.refresh()
    await until(lambda: not window.log.reading_now)
    assert panel.model.rowCount() == 3
    window.log.drawers.buttons["technical"].click()
    await until(lambda: panel.model.rowCount() == 5)


async def test_the_folder_is_opened_where_it_is(
    open_window: OpenWindow, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    urls: list[str] = []
    monkeypatch.setattr(QDesktopServices, "openUrl", lambda url: urls.append(url.toLocalFile()))
    tail = Tail(folder=str(tmp_path / "logs"))
    _, panel = await opened(open_window, tail)
    panel.folder.click()
    assert urls == []
    (tmp_path / "logs").mkdir()
    panel.folder.click()
    assert urls == [tail.folder]


STATM = Path("/proc/self/statm")


def resident() -> int:
    """Bytes of this process that are in memory."""
    return int(STATM.read_text().split()[1]) * 4096


@pytest.mark.skipif(not STATM.exists(), reason="Linux tells what is in memory")
def test_a_million_lines_take_the_memory_of_the_newest_ones() -> None:
    model, room = TailModel(), []
    for first in range(0, 1_000_000, 1000):
        model.append([f"{number:0120}" for number in range(first, first + 1000)])
        assert model.rowCount() <= ROOM + SLACK
        if first % 100_000 == 99_000:
            room.append(resident())
    assert max(room) - room[0] < 8 * 1024**2, room
    assert model.data(model.index(model.rowCount() - 1)) == f"{999_999:0120}"


def test_faults_have_room_of_their_own_and_a_long_line_is_cut() -> None:
    model = TailModel()
    model.show_only_problems(True)
    for _ in range(30):
        model.append(['"event": "fault"', *lines(1000)])
    assert model.rowCount() == 30
    model.append([f'"error": {"x" * 10 * LONGEST}'])
    assert len(model.lines([30])) == LONGEST + 1
    model.show_only_problems(False)
    assert ROOM <= model.rowCount() <= ROOM + SLACK
    model.clear()
    assert model.rowCount() == 0
