"""The log tab with each of its drawers open: walked by keys, everything named, every mnemonic given once."""

from __future__ import annotations

import re
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton

from linkapp.ui.window import MainWindow
from tests.ui.conftest import OpenWindow, until
from tests.ui.fakes import FakeRuns, fake_application, history
from tests.ui.test_keyboard_walk import both_ways
from tests.ui.test_log_figures import Book as FigureBook
from tests.ui.test_log_technical import Tail, lines
from tests.ui.test_log_today import site_day

DRAWERS = ("today", "figures", "technical")


class Book(FigureBook):
    """Everything that a drawer asks for."""

    technical = Tail(waiting=lines(50))

    async def today(self) -> Any:
        return site_day()


async def opened(open_window: OpenWindow, name: str) -> MainWindow:
    window: MainWindow = await open_window(fake_application(runs=FakeRuns(history()), log_book=Book()))
    window.show_tab(2)
    window.log.drawers.buttons[name].click()
    await until(lambda: not window.reading_now)
    return window


@pytest.mark.parametrize("name", DRAWERS)
async def test_an_open_drawer_is_walked_after_the_log_and_before_the_names(open_window: OpenWindow, name: str) -> None:
    window = await opened(open_window, name)
    log = window.log
    log.runs.setFocus()
    log.runs.setCurrentIndex(log.runs.lines.index(0))
    await until(lambda: not window.reading_now)
    met = both_ways(window, window.tabs.bar)
    inside = [number for number, widget in enumerate(met) if log.drawers.panels[name].isAncestorOf(widget)]
    assert inside
    assert met.index(log.list) < inside[0]
    assert inside[-1] < met.index(log.drawers.buttons["today"])
    assert [widget for widget in met if widget in log.drawers.buttons.values()] == list(log.drawers.buttons.values())


@pytest.mark.parametrize("language", ["en", "fr"])
@pytest.mark.parametrize("name", DRAWERS)
async def test_every_mnemonic_is_given_once(open_window: OpenWindow, name: str, language: str) -> None:
    window = await opened(open_window, name)
    window.choose_language(language, keep=False)
    window.log.evidence.show()
    texts = [button.text() for button in window.log.findChildren(QAbstractButton) if button.isVisible()]
    texts += [action.text() for action in window.menuBar().actions()]
    letters = [match[1].casefold() for text in texts if (match := re.search(r"&(\w)", text))]
    assert sorted(letters) == sorted(set(letters)), texts


async def test_one_drawer_at_a_time_is_opened_and_folded_by_the_keyboard(open_window: OpenWindow) -> None:
    window = await opened(open_window, "today")
    buttons = window.log.drawers.buttons
    QTest.keyClick(buttons["figures"], Qt.Key.Key_Space)
    assert [name for name, button in buttons.items() if button.isChecked()] == ["figures"]
    assert window.log.drawers.open_panel.currentWidget() is window.log.drawers.panels["figures"]
    QTest.keyClick(buttons["figures"], Qt.Key.Key_Space)
    assert window.log.drawers.open_panel.isHidden()
    assert window.log.drawers.name == ""
