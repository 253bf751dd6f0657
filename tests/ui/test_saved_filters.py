"""Filters of one's own: saved under a name, used, renamed, deleted, and there again when the program is."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QInputDialog

from linkapp.ui.tabs.contacts.saved import LONGEST, SavedFilter
from tests.ui.conftest import OpenWindow, until
from tests.ui.fakes import CONTACTS, FakePeople, fake_application


def _actions(saved: Any) -> dict[str, QAction]:
    saved.menu.aboutToShow.emit()
    return {action.text(): action for action in saved.menu.actions() if action.text()}


def _below(saved: Any, title: str) -> dict[str, QAction]:
    menu = _actions(saved)[title].menu()
    return {action.text(): action for action in menu.actions()}  # type: ignore[attr-defined]


async def _opened(open_window: OpenWindow, folder: Path) -> Any:
    window = await open_window(fake_application(people=FakePeople(CONTACTS)), data_folder=folder)
    window.show_tab(1)
    await until(lambda: window.contacts.model.rowCount() > 0)
    return window


async def _named(window: Any, name: str, *, say: bool = True) -> None:
    await until(lambda: any(dialog.isVisible() for dialog in window.findChildren(QInputDialog)))
    dialog = next(dialog for dialog in window.findChildren(QInputDialog) if dialog.isVisible())
    dialog.setTextValue(name)
    (dialog.accept if say else dialog.reject)()
    await until(lambda: not window.findChildren(QInputDialog))


async def test_a_search_with_its_chips_is_saved_used_renamed_and_deleted(
    open_window: OpenWindow, tmp_path: Path
) -> None:
    window = await _opened(open_window, tmp_path)
    tab, saved = window.contacts, window.contacts.saved
    assert not saved.chip.isVisible(), "there is nothing to save and nothing to use"
    tab.search.setText("acme")
    await until(lambda: tab.model.sought == "acme")
    tab.show_filtered(["birthday-30"])
    assert saved.chip.isVisible()
    _actions(saved)["Save this filter…"].trigger()
    await _named(window, "  Acme & birthdays ")
    await until(lambda: saved.chip.text() == "Acme && birthdays")
    assert saved.chip.isChecked()
    assert saved.saved == (SavedFilter(name="Acme & birthdays", words="acme", filters=("birthday-30",)),)

    tab.search.clear()
    tab.filters.clear()
    await until(lambda: tab.model.rowCount() == len(CONTACTS))
    assert (saved.chip.text(), saved.chip.isChecked()) == ("Saved", False)
    _actions(saved)["Acme && birthdays"].trigger()
    assert (tab.search.text(), tab.model.sought, tab.filters.names()) == ("acme", "acme", ["birthday-30"])
    assert saved.chip.isChecked()

    _below(saved, "Rename…")["Acme && birthdays"].trigger()
    await _named(window, "Acme")
    await until(lambda: [each.name for each in saved.saved] == ["Acme"])
    await window.end()

    again = await _opened(open_window, tmp_path)
    saved = again.contacts.saved
    assert [each.name for each in saved.saved] == ["Acme"]
    _below(saved, "Delete")["Acme"].trigger()
    assert saved.saved == ()
    bar = again.contacts.undo_bar
    assert "Acme" in bar.line.whole()
    assert bar.button.isVisible()
    bar.button.click()
    assert [each.name for each in saved.saved] == ["Acme"]
    assert not bar.isVisible()


async def test_a_name_that_is_there_is_saved_anew_and_an_empty_one_is_not_saved(
    open_window: OpenWindow, tmp_path: Path
) -> None:
    window = await _opened(open_window, tmp_path)
    tab, saved = window.contacts, window.contacts.saved
    for words, name in (("acme", "Mine"), ("lyon", "mine"), ("zürich", "   "), ("x", "x" * 200)):
        tab.search.setText(words)
        await until(lambda words=words: tab.model.sought == words)  # type: ignore[misc]
        _actions(saved)["Save this filter…"].trigger()
        await _named(window, name)
    await until(lambda: len(saved.saved) == 2)
    assert [(each.name, each.words) for each in saved.saved] == [("mine", "lyon"), ("x" * LONGEST, "x")]
    _actions(saved)["Save this filter…"].trigger()
    await _named(window, "never", say=False)
    assert len(saved.saved) == 2


@pytest.mark.parametrize(
    "kept",
    ["", "nonsense", "{}", "[1, 2]", '[["a"]]', '[["", "x", []]]', '[["a", "b", [1]]]', '[[1, "b", []]]', "null"],
)
async def test_what_is_no_saved_filter_is_left_out(open_window: OpenWindow, tmp_path: Path, kept: str) -> None:
    window = await _opened(open_window, tmp_path)
    window.contacts.saved.take(kept)
    assert window.contacts.saved.saved == ()


async def test_a_saved_filter_of_a_kind_that_is_no_more_asks_for_the_rest(
    open_window: OpenWindow, tmp_path: Path
) -> None:
    window = await _opened(open_window, tmp_path)
    window.contacts.saved.take('[["Old", "", ["by-moonlight", "birthday-7"]]]')
    _actions(window.contacts.saved)["Old"].trigger()
    assert window.contacts.filters.names() == ["birthday-7"]
