"""The import in the window, over a real book: looked at first, carried out, taken back, and refused in words."""

from __future__ import annotations

import asyncio
import sqlite3
from collections.abc import AsyncIterator, Callable
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest
import pytest_asyncio
from PySide6.QtCore import QMimeData, QPoint, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QApplication, QTableWidget
from pytestqt.qtbot import QtBot

from linkapp.formats.files import FileReader
from linkapp.services.contacts import Contacts
from linkapp.services.imports import Importing
from linkapp.services.legacy import Legacy
from linkapp.services.news import News
from linkapp.services.ports.journal import QUIET
from linkapp.storage import Storage, open_storage
from linkapp.storage.backups import FolderBackups
from linkapp.storage.imports import SqliteImports
from linkapp.storage.legacy.books import SqliteLegacyBooks
from linkapp.ui.dialogs import import_contacts
from linkapp.ui.dialogs.import_contacts import ImportDialog
from linkapp.ui.tabs.contacts.tab import ContactsTab
from linkapp.ui.words import Words
from tests.imports.awkward_files import ANA, BOB, CEM, CSV
from tests.legacy.predecessor import first
from tests.ui.fakes import fake_application


@pytest_asyncio.fixture
async def storage(tmp_path: Path) -> AsyncIterator[Storage]:
    opened = await open_storage(tmp_path / "data")
    yield opened
    await opened.close()


def application(storage: Storage, folder: Path) -> object:
    base = fake_application()
    files, news = FileReader(), News()
    importing = Importing(
        imports=SqliteImports(storage.pages_path, storage.database, files),
        files=files,
        book=storage.contacts,
        backups=FolderBackups(folder / "data", now=base.clock.now),
        clock=base.clock,
        news=news,
        journal=QUIET,
    )
    contacts = Contacts(storage.contacts, storage.people, base.clock, news)
    return fake_application(importing=importing, contacts=contacts)


async def until(holds: Callable[[], bool]) -> None:
    for _ in range(1000):
        if holds():
            return
        await asyncio.sleep(0.01)
    raise AssertionError("it never came about")


def files_of(folder: Path, contents: tuple[str, ...]) -> list[str]:
    files = []
    for number, content in enumerate(contents):
        files.append(str(folder / f"file {number}.csv"))
        Path(files[-1]).write_text(content, encoding="utf-8")
    return files


async def dialog_over(storage: Storage, folder: Path, qtbot: QtBot, *contents: str) -> ImportDialog:
    app = application(storage, folder)
    dialog = ImportDialog(Words("en"), app, app.importing, files_of(folder, contents))  # type: ignore[attr-defined, arg-type]
    qtbot.addWidget(dialog)
    dialog.show()
    await until(lambda: dialog._saying_last.done())  # a reading that is cut off would leave its connection open
    return dialog


async def names(storage: Storage) -> list[str]:
    async with storage.database.reading() as connection:
        rows = await connection.exec_driver_sql("SELECT name FROM people WHERE deleted IS NULL ORDER BY id")
        return [row[0] for row in rows]


async def test_a_file_is_looked_at_imported_and_taken_back(storage: Storage, tmp_path: Path, qtbot: QtBot) -> None:
    dialog = await dialog_over(storage, tmp_path, qtbot, CSV + ANA + BOB + ",,,,,,08 Jul 2023\n")
    await until(lambda: dialog.pages.currentWidget() is dialog.preview)
    assert await names(storage) == []
    assert dialog.preview.numbers.text() == "2 new · 1 not taken"
    assert [dialog.preview.lists.tabText(number) for number in range(2)] == ["New (2)", "Not taken (1)"]
    assert dialog.go.text() == "&Import 2 records"
    dialog.go.click()
    await until(lambda: dialog.pages.currentWidget() is dialog.done_page)
    assert await names(storage) == ["Ana Exemplo", "Bob Muster"]
    assert list((tmp_path / "data" / "backups").glob("linkapp-before-import-*.db"))
    assert dialog.undo.isVisible()
    dialog.undo.click()
    await until(lambda: dialog.done_page.line.text().startswith("Taken back"))
    assert await names(storage) == []
    assert not dialog.undo.isVisible()
    await dialog.end()


async def test_what_changes_is_shown_field_by_field_and_files_follow_each_other(
    storage: Storage, tmp_path: Path, qtbot: QtBot
) -> None:
    dialog = await dialog_over(
        storage, tmp_path, qtbot, CSV + ANA + BOB, CSV + ANA.replace("Acme", "Beta") + CEM, CSV + ANA
    )
    await until(lambda: dialog.pages.currentWidget() is dialog.preview)
    dialog.go.click()
    await until(lambda: dialog.pages.currentWidget() is dialog.done_page)
    assert dialog.go.text() == "&Next: file 1.csv"
    dialog.go.click()
    await until(lambda: dialog.pages.currentWidget() is dialog.preview)
    table = dialog.preview.lists.widget(1)
    assert isinstance(table, QTableWidget)
    assert [item.text() for place in range(4) if (item := table.item(0, place))] == [
        "Ana Exemplo",
        "company",
        "Acme",
        "Beta",
    ]
    wanted: list[int] = []
    dialog.wanted.connect(wanted.append)
    dialog.go.click()
    await until(lambda: dialog.pages.currentWidget() is dialog.done_page)
    dialog.show_them.click()
    assert wanted == [2]
    assert not dialog.isVisible()
    await dialog.end()


async def test_a_file_that_is_refused_is_said_and_another_can_be_chosen(
    storage: Storage, tmp_path: Path, qtbot: QtBot
) -> None:
    dialog = await dialog_over(storage, tmp_path, qtbot, "<html>")
    await until(lambda: dialog.choose.problem.isVisible())
    assert "is no export or address book" in dialog.choose.problem.text()
    (tmp_path / "good.csv").write_text(CSV + ANA)
    dialog.take([str(tmp_path / "good.csv")])
    await until(lambda: dialog.pages.currentWidget() is dialog.preview)
    assert not dialog.choose.problem.text()
    dialog.cancel.click()
    assert dialog.pages.currentWidget() is dialog.choose
    await dialog.end()


async def test_the_columns_of_an_unknown_table_are_asked_for_and_remembered(
    storage: Storage, tmp_path: Path, qtbot: QtBot
) -> None:
    table = "Nom complet,Né le,Quoi\nAna Exemplo,15/04/1980,x\n"
    dialog = await dialog_over(storage, tmp_path, qtbot, table, table)
    await until(lambda: dialog.pages.currentWidget() is dialog.columns)
    assert [choice.currentData() for choice in dialog.columns.choices.values()] == ["name", "birthday", ""]
    first = dialog.columns.choices["Nom complet"]
    first.setCurrentIndex(0)
    assert not dialog.go.isEnabled()
    first.setCurrentIndex(first.findData("name"))
    dialog.go.click()
    await until(lambda: dialog.pages.currentWidget() is dialog.preview)
    dialog.go.click()
    await until(lambda: dialog.pages.currentWidget() is dialog.done_page)
    dialog.go.click()
    await until(lambda: dialog.pages.currentWidget() is dialog.preview)
    assert dialog.preview.numbers.text() == "1 unchanged"
    await dialog.end()


async def test_escape_while_a_file_is_read_ends_the_reading(
    storage: Storage, tmp_path: Path, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(import_contacts, "SHOWN_AFTER_MS", 0)
    many = CSV + "".join(ANA.replace("ana-exemplo", f"ana-{number}") for number in range(60_000))
    dialog = await dialog_over(storage, tmp_path, qtbot, many)
    await until(lambda: dialog.pages.currentWidget() is dialog.busy)
    assert dialog.cancel.isEnabled()
    qtbot.keyClick(dialog, Qt.Key.Key_Escape)
    await until(lambda: dialog.pages.currentWidget() is dialog.choose)
    assert await names(storage) == []
    await dialog.end()


async def test_a_file_dropped_on_the_tab_opens_the_dialog_with_it(
    storage: Storage, tmp_path: Path, qtbot: QtBot
) -> None:
    tab = ContactsTab(Words("en"))
    qtbot.addWidget(tab)
    tab.attach(application(storage, tmp_path))  # type: ignore[arg-type]
    tab.show()
    (tmp_path / "dropped.csv").write_text(CSV + ANA)
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(tmp_path / "dropped.csv"))])
    how = (Qt.DropAction.CopyAction, data, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier)
    enter = QDragEnterEvent(QPoint(5, 5), *how)
    QApplication.sendEvent(tab, enter)
    assert enter.isAccepted()
    QApplication.sendEvent(tab, QDropEvent(QPoint(5, 5), *how))

    def opened() -> ImportDialog | None:
        shown = [widget for widget in QApplication.topLevelWidgets() if isinstance(widget, ImportDialog)]
        return next((dialog for dialog in shown if dialog.isVisible()), None)

    await until(lambda: (dialog := opened()) is not None and dialog.pages.currentWidget() is dialog.preview)
    dialog = opened()
    assert dialog is not None
    dialog.done(0)
    await until(lambda: opened() is None)


async def legacy_dialog(storage: Storage, folder: Path, qtbot: QtBot, file: Path) -> ImportDialog:
    app = application(storage, folder)
    backups = FolderBackups(folder / "data", now=app.clock.now)  # type: ignore[attr-defined]
    books = SqliteLegacyBooks(storage.pages_path, storage.database, lambda *_: 0)
    app = replace(app, legacy=Legacy(books, backups, app.clock, News()))  # type: ignore[attr-defined, type-var]
    dialog = ImportDialog(Words("en"), app, app.importing, [str(file)])  # type: ignore[attr-defined, arg-type]
    qtbot.addWidget(dialog)
    dialog.show()
    await until(lambda: dialog._saying_last.done())
    return dialog


async def test_a_database_of_the_predecessor_is_looked_at_taken_over_and_taken_back(
    storage: Storage, tmp_path: Path, qtbot: QtBot
) -> None:
    ada = {"id": 1, "name": "Ada Roy", "linkedin_url": "https://www.linkedin.com/in/ada-roy", "notes": "met in Lyon"}
    greeted = {"contact_id": 1, "contact_name": "Ada Roy", "message_text": "Happy birthday!"}
    file = first(
        tmp_path / "linkedin_bot.db",
        {
            "contacts": [ada, {"id": 2, "name": ""}],
            "birthday_messages": [{**greeted, "sent_at": "2025-03-04T09:05:06"}, {**greeted, "sent_at": "in spring"}],
        },
    )
    before = file.read_bytes()
    dialog = await legacy_dialog(storage, tmp_path, qtbot, file)
    await until(lambda: dialog.pages.currentWidget() is dialog.preview)
    assert await names(storage) == []
    assert dialog.preview.what.text() == "A database of linkedin-birthday-auto."
    assert dialog.preview.numbers.text() == "3 new · 1 not taken"
    assert [dialog.preview.lists.tabText(number) for number in range(2)] == ["What is in it (5)", "Not taken (1)"]
    table, rejected = dialog.preview.lists.widget(0), dialog.preview.lists.widget(1)
    assert isinstance(table, QTableWidget)
    assert isinstance(rejected, QTableWidget)
    texts = [[item.text() for column in range(4) if (item := table.item(row, column))] for row in range(5)]
    assert texts[0] == ["Contacts", "2", "1", "0"]
    assert ["Greetings", "2", "2", "0"] in texts
    assert rejected.item(0, 0).text() == "Contacts · 2"  # type: ignore[union-attr]
    assert "1 row whose time is not understood" in dialog.preview.notes.text()
    assert dialog.go.text() == "&Import 3 records"
    dialog.go.click()
    await until(lambda: dialog.pages.currentWidget() is dialog.done_page)
    assert await names(storage) == ["Ada Roy"]
    assert list((tmp_path / "data" / "backups").glob("linkapp-before-import-*.db"))
    assert not dialog.show_them.isVisible()
    assert dialog.undo.isVisible()
    dialog.undo.click()
    await until(lambda: dialog.done_page.line.text().startswith("Taken back"))
    assert await names(storage) == []
    assert file.read_bytes() == before
    await dialog.end()


async def test_a_database_of_another_program_is_refused_in_words(
    storage: Storage, tmp_path: Path, qtbot: QtBot
) -> None:
    file = tmp_path / "places.sqlite"
    with closing(sqlite3.connect(file)) as db:
        db.execute("CREATE TABLE moz_places (id INTEGER)")
    dialog = await legacy_dialog(storage, tmp_path, qtbot, file)
    await until(lambda: dialog.choose.problem.isVisible())
    assert "linkedin-birthday-auto" in dialog.choose.problem.text()
    await dialog.end()
