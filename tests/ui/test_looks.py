"""How the window looks where it was wrong once: icons after a change of theme, the lines of the health dialog."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QPoint, QRect, QSize, Qt
from PySide6.QtGui import QColor, QIcon, QPalette
from PySide6.QtWidgets import QAbstractButton, QApplication, QLabel, QLineEdit, QPushButton, QWidget

from linkapp.domain.problems import Problem, Reason
from linkapp.services.health import Finding
from linkapp.services.page_check import Surface
from linkapp.ui.dialogs.health import HealthDialog
from linkapp.ui.flow import FlowLayout, LineEnd
from linkapp.ui.labels import OneLine, Picture
from linkapp.ui.theme import Theme
from tests.ui import fakes
from tests.ui.conftest import OpenWindow, until
from tests.ui.fakes import FakeChecks, FakeGreetings, FakeRuns, fake_application, history


def inks(button: QAbstractButton) -> set[str]:
    """The colours in which a button's icon is drawn."""
    image = button.icon().pixmap(QSize(32, 32), QIcon.Mode.Normal).toImage()
    return {
        image.pixelColor(x, y).name()
        for x in range(image.width())
        for y in range(image.height())
        if image.pixelColor(x, y).alpha() == 255
    }


async def test_every_button_draws_its_icon_in_the_theme_of_now(open_window: OpenWindow) -> None:
    window = await open_window(fake_application(FakeGreetings(), dry=FakeGreetings(dry=True)))
    role = QPalette.ColorRole
    for theme in (Theme.LIGHT, Theme.DARK, Theme.LIGHT):
        window.choose_theme(theme, keep=False)
        own = [button for button in window.campaign.findChildren(QAbstractButton) if not button.icon().isNull()]
        assert len(own) >= 6
        for button in own:
            palette = button.window().palette()
            wanted = {palette.color(each).name() for each in (role.ButtonText, role.Link, role.HighlightedText)}
            assert inks(button) & wanted, (theme, button.text(), inks(button), wanted)


async def health(open_window: OpenWindow) -> HealthDialog:
    async def check() -> list[Surface]:
        return [
            Surface(name="anniversaries", state="ok", sentence="raw", cards=0, understood=0, outline_path="x"),
            Surface(name="profile", state="unknown", sentence="raw"),
        ]

    checks = FakeChecks(
        [
            Finding(name="database", state="ok", sentence="raw", code="database_ok"),
            Finding(name="birthdays page", state="unknown", sentence="raw", code="pages_held"),
            Finding(name="disk", state="bad", sentence="raw", code="disk_low", facts={"megabytes": 120}),
            Finding(name="keyring", state="bad", sentence="raw", problem=Problem(reason=Reason.KEYRING_LOCKED)),
        ]
    )
    window = await open_window(fake_application(health=checks, page_check=check))
    window.menus.actions["health"].trigger()
    await until(lambda: window.findChildren(HealthDialog) and window.findChildren(HealthDialog)[0].needs.rows)
    dialog: HealthDialog = window.findChildren(HealthDialog)[0]
    return dialog


async def test_what_needs_the_person_stands_first(open_window: OpenWindow) -> None:
    dialog = await health(open_window)
    assert [row.state for row in dialog.needs.rows] == ["bad", "bad", "unknown", "ok", "ok"]
    assert not dialog.pages.isVisible()
    assert not dialog.ways.isVisible()


async def test_the_columns_of_all_parts_of_health_are_in_line(open_window: OpenWindow) -> None:
    dialog = await health(open_window)
    dialog.check.click()
    await until(lambda: dialog.pages.rows)
    await until(lambda: dialog.pages.grid.itemAtPosition(0, 3).geometry().width() > 0)
    for column in (1, 2, 3):
        places = {part.grid.itemAtPosition(0, column).geometry().x() for part in (dialog.pages, dialog.needs)}
        assert len(places) == 1, column


def test_a_picture_is_drawn_in_the_colour_of_its_text(qtbot: Any) -> None:
    picture = Picture("sent", 18)
    qtbot.addWidget(picture)
    palette = picture.palette()
    palette.setColor(QPalette.ColorRole.WindowText, QColor("#ff0000"))
    picture.setPalette(palette)
    drawn = picture.grab().toImage()
    assert isinstance(picture, QLabel)
    assert any(drawn.pixelColor(x, y).red() > 200 and drawn.pixelColor(x, y).green() < 90
               for x in range(drawn.width()) for y in range(drawn.height()))  # fmt: skip


@pytest.mark.parametrize(("language", "words"), [("en", "sends again from 11:30"), ("fr", "à partir de 11:30")])
async def test_outside_the_hours_the_footer_says_from_when(open_window: OpenWindow, language: str, words: str) -> None:
    closed = replace(fakes.usage(), refusal=Reason.OUT_OF_HOURS, opens=fakes.NOW + timedelta(hours=2))
    window = await open_window(fake_application(FakeGreetings(fakes.preview(fakes.ALICE, usage=closed))))
    window.choose_language(language, keep=False)
    assert words in window.campaign.footer.caps.text().replace("\u202f", " ")


def cut_off(window: QWidget) -> list[str]:
    """What is seen and is narrower than its words, or reaches beyond the window."""
    cut = []
    for widget in window.findChildren(QWidget):
        if not widget.isVisible() or isinstance(widget, OneLine) or isinstance(widget.parent(), QLineEdit):
            continue
        wraps = isinstance(widget, QLabel) and (widget.wordWrap() or not widget.text())
        if not isinstance(widget, QAbstractButton | QLabel) or wraps:
            continue
        end = widget.mapTo(window, QPoint(widget.width(), 0)).x()
        if widget.width() < widget.sizeHint().width() - 1 or end > window.width() + 1:
            cut.append(f"{type(widget).__name__} {widget.text()!r}")
    return cut


async def nothing_cut_off(window: QWidget) -> None:
    """Once what was shown is laid out, which is done when the loop comes to it."""
    with suppress(TimeoutError, AssertionError):
        await until(lambda: not cut_off(window), within_s=5.0)
    assert cut_off(window) == []


@pytest.mark.parametrize("language", ["en", "fr"])
async def test_nothing_is_cut_off_where_the_window_is_as_narrow_as_it_can_be(
    language: str, open_window: OpenWindow, tmp_path: Path
) -> None:
    """Narrow since before the language was chosen, and with everything open that there is."""
    (tmp_path / "when-no_composer-00.png").write_bytes(b"")
    reports = [
        replace(report, items=tuple(replace(item, evidence="when-no_composer-00") for item in report.items))
        for report in history()
    ]
    window = await open_window(fake_application(runs=FakeRuns(reports), evidence_folder=str(tmp_path)))
    window.resize(1, 600)
    window.choose_language(language, keep=False)
    window.resize(1, 600)
    window.contacts.table.selectRow(0)
    window.log.list.setCurrentIndex(window.log.list.model().index(1, 0))
    await until(lambda: not window.log.evidence.isHidden())
    for number in range(3):
        window.show_tab(number)
        for drawer in window.log.drawers.buttons.values() if number == 2 else ():
            drawer.click()
            await nothing_cut_off(window)
        await nothing_cut_off(window)
    assert window.width() <= 1280 / 1.5


def test_a_row_that_is_too_narrow_goes_on_below(qapp: QApplication) -> None:
    row = QWidget()
    flow = FlowLayout(row, spacing=10)
    buttons = [QPushButton(text) for text in ("One", "Two", "Three")]
    for button in buttons[1:]:
        flow.addWidget(button)
    flow.put(0, buttons[0])
    end = LineEnd(QLineEdit(), QPushButton("End"))
    flow.addWidget(end)
    wide, narrow = flow.sizeHint().width() + 100, flow.minimumSize().width()
    high = flow.sizeHint().height()
    assert flow.heightForWidth(wide) == high
    flow.setGeometry(QRect(0, 0, wide, high))
    assert [button.x() for button in buttons] == sorted(button.x() for button in buttons)
    assert end.geometry().right() == wide - 1, "it takes what is left"
    assert flow.heightForWidth(narrow) > high
    flow.setGeometry(QRect(0, 0, narrow, flow.heightForWidth(narrow)))
    assert end.x() == 0
    assert end.y() > buttons[0].y()
    buttons[1].hide()
    row.setLayoutDirection(Qt.LayoutDirection.RightToLeft)
    flow.setGeometry(QRect(0, 0, wide, high))
    assert buttons[0].geometry().right() == wide - 1
    assert buttons[2].geometry().right() < buttons[0].x()
