"""Every tab and the larger dialogs walked by Tab and Shift+Tab: in the order of reading, all of it, out again."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractSpinBox, QButtonGroup, QPushButton, QTabWidget, QWidget

from linkapp.services.health import Finding
from linkapp.services.page_check import Surface
from linkapp.ui.dialogs.health import HealthDialog
from linkapp.ui.dialogs.settings import SettingsDialog
from linkapp.ui.window import MainWindow
from tests.ui.conftest import OpenWindow, until
from tests.ui.fakes import (
    FakeAnswers,
    FakeChecks,
    FakeGreetings,
    FakeRuns,
    FakeSigningIn,
    fake_application,
    history,
)

FORTH, BACK = Qt.Key.Key_Tab, Qt.Key.Key_Backtab
MOST = 60


class NoSharing:
    async def choose(self, address: str, password: str) -> str:
        return ""


async def opened(open_window: OpenWindow) -> MainWindow:
    async def check() -> list[Surface]:
        return [
            Surface(name=name, state="ok", sentence="raw", cards=7, understood=7, outline_path="x")
            for name in ("birthdays", "profile")
        ]

    checks = FakeChecks([Finding(name="database", state="ok", sentence="raw", code="database_ok")])
    window: MainWindow = await open_window(
        fake_application(
            FakeGreetings(), dry=FakeGreetings(dry=True), health=checks, page_check=check, runs=FakeRuns(history()),
            answers=FakeAnswers(), sign_in=FakeSigningIn(), sharing=NoSharing(),
        )
    )  # fmt: skip
    await until(lambda: window.account.line.text())
    return window


def stops(root: QWidget) -> set[QWidget]:
    """What the keys have to reach. Of a group of buttons one at a time has the focus (arrows do the rest); the parts of
    a field are the field's own."""
    found = set()
    for widget in root.findChildren(QWidget):
        tabbed = widget.focusPolicy() & Qt.FocusPolicy.TabFocus
        group = widget.group() if isinstance(widget, QPushButton) else None
        in_group = isinstance(group, QButtonGroup) and group.exclusive() and group.checkedButton() is not widget
        part = isinstance(widget.parent(), QAbstractSpinBox) or isinstance(widget, QTabWidget)
        if tabbed and widget.isVisible() and widget.isEnabled() and not in_group and not part:
            found.add(widget)
    return found


def walked(root: QWidget, begin: QWidget, key: Qt.Key) -> list[QWidget]:
    """Where the focus goes, key by key, from a place until it is there again."""
    root.activateWindow()
    begin.setFocus()
    assert root.focusWidget() is begin
    met = [begin]
    for _ in range(MOST):
        QTest.keyClick(root.focusWidget() or root, key)
        at = root.focusWidget()
        assert at is not None
        assert root.isAncestorOf(at), f"the focus left {root} for {at}"
        if at is begin:
            return met
        if at is not met[-1]:  # a field of two parts is met twice
            assert at not in met, f"a ring without {begin}: {at}"
            met.append(at)
    raise AssertionError(f"never back: {met[-5:]}")


def both_ways(root: QWidget, begin: QWidget) -> list[QWidget]:
    """The walk forth; the walk back is the same, nothing is left out, and everything has a name."""
    wanted = stops(root)
    forth = walked(root, begin, FORTH)
    back = walked(root, begin, BACK)
    assert back[1:] == forth[:0:-1]
    assert wanted <= set(forth), wanted - set(forth)
    for at in forth:
        heard = QAccessible.queryAccessibleInterface(at)
        assert heard is not None
        assert heard.text(QAccessible.Text.Name).strip(), at
    return forth


async def test_the_campaign_is_walked_in_the_order_of_reading(open_window: OpenWindow) -> None:
    window = await opened(open_window)
    tab = window.campaign
    tab.pane.editor.setPlainText("Changed, so that it can be put back")
    assert both_ways(window, window.tabs.bar) == [
        window.tabs.bar, *_line(window), tab.refresh_button, tab.people, tab.pane.first, tab.pane.editor,
        tab.pane.another, tab.pane.reset, tab.footer.rehearse, tab.footer.send,
    ]  # fmt: skip


async def test_the_contacts_are_walked_in_the_order_of_reading(open_window: OpenWindow) -> None:
    window = await opened(open_window)
    tab = window.contacts
    window.tabs.go(1)
    await until(lambda: tab.coming.buttons and tab.coming.buttons[0].isVisible())
    for language in ("en", "fr"):  # the strip's buttons are made anew
        window.choose_language(language, keep=False)
        tab.table.setCurrentIndex(tab.model.index(0, 0))
        await until(lambda: tab.pane.contact is not None)
        coming = [button for button in tab.coming.buttons if button.isVisible()]
        chips = tab.filters.chips.values()
        begin = [window.tabs.bar, *_line(window), tab.search, tab.more, *chips, *coming, tab.table]
        met = both_ways(window, window.tabs.bar)
        assert met[: len(begin)] == begin
        assert len(met) > len(begin)
        assert all(tab.pane.isAncestorOf(at) for at in met[len(begin) :])
        below = [at.mapTo(window, at.rect().topLeft()).y() for at in met[len(begin) :]]
        assert below == sorted(below)


async def test_the_log_is_walked_in_the_order_of_reading(open_window: OpenWindow) -> None:
    window = await opened(open_window)
    tab = window.log
    window.tabs.go(2)
    await until(tab.list.isVisible)
    tab.runs.setFocus()
    tab.runs.setCurrentIndex(tab.runs.model().index(0, 0))
    await until(lambda: not window.reading_now)
    met = both_ways(window, window.tabs.bar)
    begin = [window.tabs.bar, *_line(window), tab.chips["all"], tab.search]
    assert met[: len(begin)] == begin
    assert [at for at in met if at in (tab.list, tab.all_runs, tab.runs)] == [
        at for at in (tab.list, tab.all_runs, tab.runs) if at.isVisible()
    ]
    window.activateWindow()
    tab.chips["all"].setFocus()
    QTest.keyClick(tab.chips["all"], Qt.Key.Key_Right)
    assert window.focusWidget() is tab.chips["sent"]


async def test_health_is_walked_in_the_order_of_reading(open_window: OpenWindow) -> None:
    window = await opened(open_window)
    window.menus.actions["health"].trigger()
    await until(lambda: any(each.needs.rows for each in window.findChildren(HealthDialog)))
    (dialog,) = window.findChildren(HealthDialog)
    assert both_ways(dialog, dialog.area) == [dialog.area, dialog.check, dialog.again, dialog.close_button]
    dialog.check.click()
    await until(lambda: dialog.pages.rows and dialog.check.isEnabled())
    assert len(dialog.pages.buttons) == 2
    ends = [dialog.check, dialog.again, dialog.close_button]
    assert both_ways(dialog, dialog.area) == [dialog.area, *dialog.pages.buttons, *ends]


def _general(dialog: SettingsDialog) -> list[QWidget]:
    return [dialog.language, dialog.theme]


def _sending(dialog: SettingsDialog) -> list[QWidget]:
    fields = dialog.limits.findChildren(QAbstractSpinBox)
    return [*fields, dialog.late, dialog.talked, dialog.hours_from, dialog.hours_to]


def _desktop(dialog: SettingsDialog) -> list[QWidget]:
    return [*dialog.desktop.switches.values()]


def _shared(dialog: SettingsDialog) -> list[QWidget]:
    return [dialog.address, dialog.password, dialog.use]


@pytest.mark.parametrize(("page", "fields"), [(0, _general), (1, _sending), (2, _desktop), (3, _shared)])
async def test_each_page_of_the_settings_is_walked_in_the_order_of_reading(
    open_window: OpenWindow, page: int, fields: Callable[[SettingsDialog], list[Any]]
) -> None:
    window = await opened(open_window)
    window.menus.actions["settings"].trigger()
    await until(lambda: window.findChildren(SettingsDialog))
    (dialog,) = window.findChildren(SettingsDialog)
    await until(dialog.isVisible)
    dialog.pages.setCurrentIndex(page)
    met = both_ways(dialog, dialog.pages.tabBar())
    close = met[-1]
    assert isinstance(close, QPushButton)
    assert close.isDefault()
    assert met[:-1] == [dialog.pages.tabBar(), *fields(dialog), dialog.restore]


def _line(window: MainWindow) -> list[QWidget]:
    """The buttons at the end of the row of tabs."""
    return [each for each in window.account.findChildren(QPushButton) if each.isVisible()]
