"""The settings' page of scheduled runs: what it shows is what is planned, and everything on it holds at once."""

from __future__ import annotations

from datetime import time, timedelta

import pytest
from PySide6.QtCore import Qt, QTime
from pytestqt.qtbot import QtBot

from linkapp.domain.hours import days_named
from linkapp.domain.settings import Settings
from linkapp.ui.dialogs.schedule import SchedulePage
from linkapp.ui.dialogs.settings import SettingsDialog
from linkapp.ui.words import Words
from tests.unit.test_planner import Computer


async def page_of(computer: Computer, language: str = "en") -> SchedulePage:
    page = SchedulePage(Words(language), computer.planner, computer.clock)
    await page.refresh()
    return page


def lines(page: SchedulePage) -> list[str]:
    return [page.list.item(row).text() for row in range(page.list.count())]


async def test_a_schedule_is_made_as_the_page_says_and_can_be_taken_away(qtbot: QtBot) -> None:
    computer = Computer()
    page = await page_of(computer)
    assert (page.list.isHidden(), page.empty.isHidden(), page.remove.isEnabled()) == (True, False, False)
    page.at.setTime(QTime(10, 15))
    for number in (1, 2, 3, 4):
        page.days[number].setChecked(False)
    page.spread.setValue(0)
    await page._add()
    (schedule,) = (await computer.planner.state()).schedules
    assert (schedule.at, schedule.days, schedule.spread, schedule.sends) == (
        time(10, 15), days_named("mon"), timedelta(0), False,
    )  # fmt: skip
    assert lines(page)[0].startswith("Birthdays, Mon")
    assert "at 10:15: prepares for you to look at" in lines(page)[0]
    page.list.setCurrentRow(0)
    assert page.remove.isEnabled()
    await page._remove()
    assert (await computer.planner.state()).schedules == []
    assert not page.remove.isEnabled()


async def test_sending_without_asking_is_off_says_what_it_means_and_is_off_again(qtbot: QtBot) -> None:
    computer = Computer()
    page = await page_of(computer)
    assert not page.sends.isChecked()
    assert "Nothing is sent" in page.sends_note.text()
    page.sends.setChecked(True)
    assert "nobody looks at it first" in page.sends_note.text()
    await page._add()
    assert (await computer.planner.state()).schedules[0].sends
    assert not page.sends.isChecked(), "the next one is asked about anew"


async def test_without_a_day_nothing_can_be_added(qtbot: QtBot) -> None:
    page = await page_of(Computer())
    for day in page.days:
        day.setChecked(False)
    assert not page.add.isEnabled()
    page.days[6].setChecked(True)
    assert page.add.isEnabled()


async def test_a_pause_is_said_and_ends(qtbot: QtBot) -> None:
    computer = Computer()
    page = await page_of(computer)
    assert not page.pause.isEnabled()
    await page._add()
    await page._pause()
    assert "tomorrow" in page.paused.text()
    assert "waits: " in lines(page)[0]
    await page._pause()
    assert page.paused.text() == ""
    await computer.planner.pause(None)
    await page.refresh()
    assert page.paused.text() == "Paused until you resume."


@pytest.mark.parametrize("language", ["en", "fr"])
async def test_schedules_have_no_defaults_to_restore_and_every_field_has_a_name(language: str, qtbot: QtBot) -> None:
    page = await page_of(Computer(), language)
    dialog = SettingsDialog(Words(language), Settings(), more={"settings.schedule": page, "settings.backups": None})
    qtbot.addWidget(dialog)
    dialog.pages.setCurrentWidget(page)
    assert not dialog.restore.isEnabled()
    dialog.pages.setCurrentIndex(0)
    assert dialog.restore.isEnabled()
    for field in (page.list, page.at, page.spread, *page.days):
        assert field.accessibleName()
    assert page.sends.focusPolicy() & Qt.FocusPolicy.TabFocus
