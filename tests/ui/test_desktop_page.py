"""The settings' page on the desktop: it shows what the desktop will do, not what was wished."""

from __future__ import annotations

from typing import Any

import pytest
from PySide6.QtWidgets import QApplication

from linkapp.domain.settings import Settings
from linkapp.services.ports.desktop import LoginAnswer, LoginEntry
from linkapp.ui.dialogs.desktop_page import DesktopPage
from linkapp.ui.dialogs.settings import SettingsDialog
from linkapp.ui.words import Words
from tests.ui.conftest import until


class Desktop:
    """What starts with the session here, and what comes of a wish to change it."""

    def __init__(self, now: LoginEntry, *, answer: LoginAnswer = LoginAnswer.DONE) -> None:
        self.now, self.answer = now, answer
        self.reasons: list[str] = []

    def entry(self) -> LoginEntry:
        return self.now

    async def set(self, on: bool, reason: str) -> LoginAnswer:
        self.reasons.append(reason)
        if self.answer is LoginAnswer.DONE:
            self.now = LoginEntry.ON if on else LoginEntry.OFF
        return self.answer


async def click(page: DesktopPage) -> None:
    page.at_login.click()
    await until(page.at_login.isEnabled)


def page_of(desktop: Desktop | None, settings: Settings | None = None) -> tuple[DesktopPage, list[dict[str, Any]]]:
    page = DesktopPage(Words("en"), settings or Settings(), desktop)
    changes: list[dict[str, Any]] = []
    page.changed.connect(changes.append)
    return page, changes


async def test_the_start_with_the_session_is_written_to_the_desktop_and_read_back(qapp: QApplication) -> None:
    desktop = Desktop(LoginEntry.OFF)
    page, changes = page_of(desktop)
    assert not page.at_login.isChecked()
    await click(page)
    assert desktop.now is LoginEntry.ON
    assert page.at_login.isChecked()
    assert changes == [], "it is no setting of ours"


@pytest.mark.parametrize(
    ("answer", "says"),
    [
        (LoginAnswer.FAILED, "This computer does not let LinkApp change what starts with your session."),
        (LoginAnswer.DENIED, "Your desktop said no"),
        (LoginAnswer.SILENT, "Your desktop did not answer"),
    ],
)
async def test_a_desktop_that_does_not_let_us_is_believed_and_said(
    qapp: QApplication, answer: LoginAnswer, says: str
) -> None:
    desktop = Desktop(LoginEntry.OFF, answer=answer)
    page, _ = page_of(desktop)
    await click(page)
    assert not page.at_login.isChecked()
    assert page.note.text().startswith(says)
    assert page.note.text().endswith("Nothing was changed.")
    assert desktop.reasons == [Words("en")("settings.at_login.reason")]


async def test_what_somebody_else_wrote_is_no_start_of_ours_until_the_person_says_so(qapp: QApplication) -> None:
    desktop = Desktop(LoginEntry.OTHER)
    page, _ = page_of(desktop)
    assert not page.at_login.isChecked()
    assert "replaces it" in page.note.text()
    await click(page)
    assert (desktop.now, page.at_login.isChecked(), page.note.isHidden()) == (LoginEntry.ON, True, True)


def test_where_nothing_can_start_with_the_session_nothing_is_offered(qapp: QApplication) -> None:
    page, _ = page_of(None)
    assert page.at_login.isHidden()


@pytest.mark.parametrize("name", ["in_background", "notify_summary", "notify_needs_you"])
def test_every_switch_is_a_setting_that_holds_at_once_and_has_a_default(qapp: QApplication, name: str) -> None:
    dialog = SettingsDialog(Words("en"), Settings(**{name: False}))
    changes: list[dict[str, Any]] = []
    dialog.changed.connect(changes.append)
    switch = dialog.desktop.switches[name]
    assert not switch.isChecked()
    switch.click()
    assert changes == [{name: True}]
    dialog.pages.setCurrentWidget(dialog.desktop)
    dialog.restore.click()
    assert changes[-1][name] == getattr(Settings(), name)
    assert switch.isChecked() == bool(getattr(Settings(), name))
    dialog.deleteLater()
