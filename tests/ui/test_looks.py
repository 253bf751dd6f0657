"""How the window looks where it was wrong once: icons after a change of theme, the lines of the health dialog."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from PySide6.QtCore import QSize
from PySide6.QtGui import QColor, QIcon, QPalette
from PySide6.QtWidgets import QAbstractButton, QLabel

from linkapp.domain.problems import Problem, Reason
from linkapp.services.health import Finding
from linkapp.services.page_check import Surface
from linkapp.ui.dialogs.health import HealthDialog
from linkapp.ui.labels import Picture
from linkapp.ui.theme import Theme
from tests.ui import fakes
from tests.ui.conftest import OpenWindow, until
from tests.ui.fakes import FakeChecks, FakeGreetings, fake_application


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
