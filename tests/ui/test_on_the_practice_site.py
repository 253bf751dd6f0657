"""The real window over the real services, a real browser, a real database, and the practice site."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel

from linkapp.app import build
from linkapp.config import Config
from linkapp.domain.campaign import Result
from linkapp.practice import PracticeSite, ordinary_world, quiet_world
from linkapp.ui.tabs.campaign.model import RowState
from tests.ui.conftest import until


async def test_a_person_edits_one_text_unticks_one_person_and_sends_the_rest(
    open_window: Any, qtbot: Any, tmp_path: Path
) -> None:
    site = PracticeSite(ordinary_world(datetime.now(UTC).date()))
    await site.start()
    config = Config(site=site.address, folder=str(tmp_path), headless=True, without_pace=True)
    try:
        async with build(config) as app:
            window = await open_window(app)
            tab = window.campaign
            await until(lambda: len(tab.model.chosen()) == 6, 30)
            first, second = tab.model.chosen()[:2]
            tab.model.set_text(first, "Happy birthday, Ada!\nYours, Camille 🎂")
            tab.model.tick(second, False)
            assert tab.footer.send.text().replace("&", "") == "Send 5 greetings"
            qtbot.mouseClick(tab.footer.send, Qt.MouseButton.LeftButton)
            await until(lambda: first.state is RowState.DONE, 30)
            await until(lambda: not tab.busy, 60)
            received = {one.name: one.text for one in site.received}
            assert len(site.received) == len(received) == 5
            assert received["Ada Fontenay"] == "Happy birthday, Ada!\nYours, Camille 🎂"
            assert second.draft.person.name not in received
            report = (await app.runs.latest(1))[0]
            assert {item.person.name: item.text for item in report.of(Result.DONE)} == received
    finally:
        await site.stop()


def seen_words(tab: Any) -> list[str]:
    """The words of every visible label, in order."""
    return [label.text() for label in tab.findChildren(QLabel) if label.isVisible() and label.text()]


async def test_a_page_that_says_nobody_and_a_page_that_cannot_be_read_look_different(
    open_window: Any, tmp_path: Path
) -> None:
    site = PracticeSite(quiet_world(datetime.now(UTC).date()))
    await site.start()
    try:
        async with build(Config(site=site.address, folder=str(tmp_path), headless=True, without_pace=True)) as app:
            tab = (await open_window(app)).campaign
            await until(lambda: not tab.reading_now, 30)
            nobody = seen_words(tab)
            site.faults.change({"truly_empty": True})
            tab.refresh()
            await until(lambda: not tab.reading_now, 40)
            now = seen_words(tab)
            assert now != nobody
            assert nobody
            assert now
    finally:
        await site.stop()
