"""What a person does with contacts in the window: choose, mark several, edit, merge, forget, and take it back."""

from __future__ import annotations

from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QFileDialog, QInputDialog, QLineEdit

from linkapp.domain.contact_filters import filter_named
from linkapp.services.ports.contacts import LikelyDouble
from linkapp.ui.dialogs.contact_edit import ContactEditDialog
from linkapp.ui.dialogs.doubles import DoublesDialog
from linkapp.ui.dialogs.forget import ForgetDialog
from linkapp.ui.tabs.contacts.model import COLUMNS
from tests.ui.conftest import OpenWindow, until
from tests.ui.fakes import CONTACTS, FakeContacts, FakePeople, contact, fake_application


async def _opened(open_window: OpenWindow, **more: Any) -> tuple[Any, FakePeople, FakeContacts]:
    people = FakePeople(more.pop("contacts", CONTACTS))
    folder = more.pop("data_folder", None)
    app = fake_application(people=people, **more)
    window = await open_window(app, data_folder=folder)
    window.show_tab(1)
    await until(lambda: window.contacts.model.rowCount() > 0)
    assert isinstance(app.contacts, FakeContacts)
    return window, people, app.contacts


async def _dialog(window: Any, kind: type[Any]) -> Any:
    await until(lambda: any(dialog.isVisible() for dialog in window.findChildren(kind)))
    return next(dialog for dialog in window.findChildren(kind) if dialog.isVisible())


async def test_a_chip_chooses_and_another_one_narrows(open_window: OpenWindow) -> None:
    window, _, _ = await _opened(open_window)
    tab = window.contacts
    menu = tab.filters.chips["birthday"].menu()
    menu.aboutToShow.emit()
    assert [action.text() for action in menu.actions() if action.text()] == [
        "Any", "Birthday today", "Birthday within 7 days", "Birthday within 30 days",
    ]  # fmt: skip
    next(action for action in menu.actions() if "7 days" in action.text()).trigger()
    assert tab.model.rowCount() == 5
    assert tab.filters.chips["birthday"].isChecked()
    tags = tab.filters.chips["tag"].menu()
    tags.aboutToShow.emit()
    next(action for action in tags.actions() if "press" in action.text()).trigger()
    assert tab.model.rowCount() == 1
    assert tab.model.filters == (filter_named("birthday-7"), filter_named("tag:press"))
    tab.filters.clear_button.click()
    assert tab.model.rowCount() == 10
    assert not tab.filters.clear_button.isVisible()


async def test_filters_that_nobody_matches_say_so_and_lead_back(open_window: OpenWindow) -> None:
    window, _, _ = await _opened(open_window)
    tab = window.contacts
    tab.show_filtered(["birthday-today", "tag:nowhere", "no filter at all"])
    assert tab.stack.currentWidget() is tab.empty
    assert tab.empty.title.text() == "Nobody matches these filters"
    tab.empty.button.click()
    assert tab.model.rowCount() == 10


async def test_several_are_tagged_deleted_and_taken_back(open_window: OpenWindow, qtbot: Any) -> None:
    window, people, book = await _opened(open_window)
    tab = window.contacts
    assert not tab.bulk.isVisible()
    tab.table.setFocus()
    tab.table.selectAll()
    assert tab.bulk.count.text() == "10 selected"
    tab.bulk.buttons["tag"].click()
    dialog = await _dialog(window, QInputDialog)
    dialog.setTextValue("Lyon 2026")
    dialog.accept()
    await until(lambda: all("Lyon 2026" in one.tags for one in people.book.values()))
    await until(tab.undo_bar.isVisible)
    assert "10 contacts have the tag “Lyon 2026” now" in tab.undo_bar.line.whole()
    tab.undo_bar.button.click()
    await until(lambda: people.book == {one.id: one for one in CONTACTS})
    await until(lambda: "as they were" in tab.undo_bar.line.whole())
    window.activateWindow()
    tab.table.setFocus()
    tab.table.selectAll()
    await until(tab.table.hasFocus)
    qtbot.keyClick(tab.table, Qt.Key.Key_Delete)
    await until(lambda: not people.book)
    await until(lambda: tab.stack.currentWidget() is tab.empty)
    tab.menu_actions["undo"].trigger()
    await until(lambda: tab.model.rowCount() == 10)
    assert book.edited == []


async def test_undo_without_anything_to_undo_says_so(open_window: OpenWindow) -> None:
    window, _, _ = await _opened(open_window)
    window.contacts.menu_actions["undo"].trigger()
    await until(window.contacts.undo_bar.isVisible)
    assert "nothing to undo" in window.contacts.undo_bar.line.whole()
    assert not window.contacts.undo_bar.button.isVisible()


async def test_every_field_is_edited_and_a_wrong_one_is_said_beside_it(open_window: OpenWindow) -> None:
    window, people, _ = await _opened(open_window)
    tab = window.contacts
    tab.table.setCurrentIndex(tab.model.index(0, 0))
    await until(lambda: tab.pane.contact is not None)
    tab.pane.edit.click()
    dialog: ContactEditDialog = await _dialog(window, ContactEditDialog)
    dialog.fields["birthday"].setText("some day in May")
    dialog.fields["company"].setText("Engines")
    dialog.save.click()
    assert dialog.isVisible()
    assert "Birthday" in dialog.fault.text() or "birthday" in dialog.fault.text()
    dialog.fields["birthday"].setText("1815-12-11")
    dialog.save.click()
    await until(lambda: people.book[1].company == "Engines")
    assert (people.book[1].birthday, people.book[1].birth_year) == ((12, 11), 1815)
    await until(lambda: "11 December" in tab.pane.birthday.text())


async def test_two_contacts_are_merged_field_by_field(open_window: OpenWindow) -> None:
    window, people, book = await _opened(open_window)
    first, second = contact(1, "Ada Winterbourne", company="Acme"), contact(2, "Ada W. Bourne", company="Babbage & Co")
    book.doubles = [LikelyDouble(first=first, second=second, alike=("name", "company"))]
    window.contacts.menu_actions["doubles"].trigger()
    dialog: DoublesDialog = await _dialog(window, DoublesDialog)
    assert dialog.alike.text() == "Alike: name · company"
    dialog.radios["company"][1].click()
    dialog.together.click()
    await until(lambda: bool(book.merged))
    assert book.merged == [(1, 2, {"company": "Babbage & Co"})]
    assert dialog.about.text() == "That was the last pair."
    dialog.close_button.click()
    await until(lambda: 2 not in people.book)


async def test_no_doubles_is_said(open_window: OpenWindow) -> None:
    window, _, _ = await _opened(open_window)
    window.contacts.menu_actions["doubles"].trigger()
    dialog = await _dialog(window, DoublesDialog)
    assert dialog.about.text() == "No two contacts look like one person."
    assert not dialog.together.isVisible()
    dialog.close_button.click()


@pytest.mark.parametrize("sure", [True, False])
async def test_somebody_is_forgotten_only_when_the_person_says_so(open_window: OpenWindow, sure: bool) -> None:
    window, _, book = await _opened(open_window)
    tab = window.contacts
    tab.table.setCurrentIndex(tab.model.index(0, 0))
    await until(lambda: tab.pane.contact is not None)
    tab.pane.menu_actions["forget"].trigger()
    dialog: QDialog = await _dialog(window, ForgetDialog)
    (dialog.forget if sure else dialog.stay).click()
    await until(lambda: not window.findChildren(ForgetDialog))
    await until(lambda: bool(book.forgotten) is sure)
    assert book.forgotten == ([1] if sure else [])


class _Exports:
    def __init__(self) -> None:
        self.asked: list[tuple[str, list[int] | None]] = []

    async def export(self, file: str, *, ids: Any = None, **_: Any) -> tuple[str, int]:
        self.asked.append((file, ids))
        return "csv", 2


async def test_what_is_selected_is_exported(open_window: OpenWindow, tmp_path: Any) -> None:
    exports = _Exports()
    window, _, _ = await _opened(open_window, exports=exports)
    tab = window.contacts
    tab.table.selectRow(1)
    tab.table.selectionModel().select(
        tab.model.index(3, 0),
        tab.table.selectionModel().SelectionFlag.Select | tab.table.selectionModel().SelectionFlag.Rows,
    )
    assert tab.bulk.count.text() == "2 selected"
    tab.bulk.buttons["export"].click()
    picker = await _dialog(window, QFileDialog)
    picker.setDirectory(str(tmp_path))
    picker.findChild(QLineEdit).setText("mine.csv")
    picker.accept()
    await until(lambda: bool(exports.asked))
    assert exports.asked == [(str(tmp_path / "mine.csv"), [2, 10])]
    await until(lambda: "2 contacts are in mine.csv" in tab.undo_bar.line.whole())


async def test_columns_are_chosen_and_remembered(open_window: OpenWindow, tmp_path: Any) -> None:
    window, _, _ = await _opened(open_window)
    tab = window.contacts
    header = tab.table.horizontalHeader()
    assert header.isSectionHidden(COLUMNS.index("position"))
    tab.table.columns.menu.aboutToShow.emit()
    actions = {action.text(): action for action in tab.table.columns.menu.actions()}
    assert "Name" not in actions
    actions["Position"].trigger()
    actions["Score"].trigger()
    assert not header.isSectionHidden(COLUMNS.index("position"))
    state = header.saveState()
    other, _, _ = await _opened(open_window)
    assert other.contacts.table.horizontalHeader().restoreState(state)
    assert other.contacts.table.horizontalHeader().isSectionHidden(COLUMNS.index("score"))


async def test_the_chips_that_were_down_are_down_again(open_window: OpenWindow, tmp_path: Any) -> None:
    window, _, _ = await _opened(open_window, data_folder=tmp_path)
    window.contacts.show_filtered(["birthday-7"])
    await window.end()
    again, _, _ = await _opened(open_window, data_folder=tmp_path)
    assert again.contacts.filters.names() == ["birthday-7"]
    assert again.contacts.model.rowCount() == 5
