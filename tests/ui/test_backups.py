"""The settings' page of backups, over a real data folder."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from datetime import UTC, datetime
from pathlib import Path

import pytest_asyncio
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from linkapp.services.backup import Copies
from linkapp.storage import Storage, open_storage
from linkapp.storage.backups import FolderBackups, FolderRestores
from linkapp.system.run_lock import FileRunLock
from linkapp.ui.dialogs.backups import BackupsPage, RestoreDialog
from linkapp.ui.words import Words
from tests.storage.samples import greeting
from tests.storage.test_backups import send
from tests.ui.fakes import fake_application


@pytest_asyncio.fixture
async def storage(tmp_path: Path) -> AsyncIterator[Storage]:
    opened = await open_storage(tmp_path)
    yield opened
    await opened.close()


def page_over(folder: Path) -> BackupsPage:
    now = datetime.now(UTC)
    copies = Copies(
        backups=FolderBackups(folder, now=lambda: now),
        restores=FolderRestores(folder, lock=FileRunLock(folder / "run.lock"), now=lambda: now),
    )
    return BackupsPage(Words("en"), fake_application(), copies)


async def answered(yes: bool) -> None:
    """The person answers the question that is open."""
    for _ in range(200):
        await asyncio.sleep(0.01)
        for dialog in QApplication.topLevelWidgets():
            if isinstance(dialog, RestoreDialog) and dialog.isVisible():
                dialog.accept() if yes else dialog.reject()
                return
    raise AssertionError("nobody was asked")


async def test_a_copy_is_made_listed_and_restored_only_when_the_person_says_so(
    storage: Storage, tmp_path: Path, qtbot: QtBot
) -> None:
    page = page_over(tmp_path)
    qtbot.addWidget(page)
    page.show()
    await page.refresh()
    assert (page.list.isHidden(), page.restore.isEnabled()) == (True, False)
    await send(storage, 1)
    await page._make()
    assert page.list.item(0).text().split(" · ")[1] == "made by hand"
    assert "Backed up as linkapp-by-hand" in page.note.text()
    await send(storage, 2)
    page.list.setCurrentRow(0)
    assert page.restore.isEnabled()
    await asyncio.gather(page._restore_chosen(), answered(yes=False))
    assert await storage.ledger.closed(greeting(2)) == "sent"
    page.list.setCurrentRow(0)
    await asyncio.gather(page._restore_chosen(), answered(yes=True))
    assert await storage.ledger.closed(greeting(2)) == "unsure", "what was sent since is known"
    assert page.note.text().startswith("Restored. One message was sent after that backup")
    assert sorted(page.list.item(row).text().split(" · ")[1] for row in range(2)) == [
        "before a restore",
        "made by hand",
    ]


async def test_what_cannot_be_restored_is_said(storage: Storage, tmp_path: Path, qtbot: QtBot) -> None:
    page = page_over(tmp_path)
    qtbot.addWidget(page)
    page.show()
    (tmp_path / "holiday.jpg").write_bytes(b"sun")
    await asyncio.gather(page._restore(str(tmp_path / "holiday.jpg")), answered(yes=True))
    assert "is no sound backup" in page.note.text()
    running = FileRunLock(tmp_path / "run.lock")
    assert running.take()
    await page._make()
    page.list.setCurrentRow(0)
    await asyncio.gather(page._restore_chosen(), answered(yes=True))
    assert "Only one run at a time" in page.note.text()
    running.give()


async def test_another_folder_is_a_setting(storage: Storage, tmp_path: Path, qtbot: QtBot) -> None:
    page = page_over(tmp_path)
    qtbot.addWidget(page)
    changes: list[dict[str, object]] = []
    page.changed.connect(changes.append)
    page._use_folder("/media/stick")
    assert "/media/stick" in page.folder.text()
    page.without.click()
    assert changes == [{"backup_folder": "/media/stick"}, {"backup_folder": ""}]
    assert not page.without.isEnabled()
