"""The contacts tab by keys alone, over a real book: search, go to somebody, note, tag, take back, filter, import."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest
import pytest_asyncio
from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QInputDialog, QLineEdit, QMenu, QWidget

from linkapp.domain.contact_fields import value_of
from linkapp.domain.person import Person
from linkapp.services.news import News
from linkapp.services.ports.book import Contact
from linkapp.storage import Storage, open_storage
from linkapp.storage.people_pages import SqlitePeoplePages
from linkapp.ui.dialogs.contact_edit import ContactEditDialog
from linkapp.ui.dialogs.import_contacts import ImportDialog
from linkapp.ui.window import MainWindow
from linkapp.ui.words import Words
from tests.ui.conftest import OpenWindow, until
from tests.ui.fakes import NOW, fake_application
from tests.ui.test_import import application

K, MOD = Qt.Key, Qt.KeyboardModifier
NAMES = ("Ada Roy", "Bo Zhang", "Cy Acme", "Dee Acme", "Eve Lind")


@pytest_asyncio.fixture
async def storage(tmp_path: Path) -> AsyncIterator[Storage]:
    opened = await open_storage(tmp_path / "data")
    for name in NAMES:
        await opened.people.seen(Person(name=name, profile=name.lower().replace(" ", "-")), NOW, (11, 24))
    yield opened
    await opened.close()


@pytest_asyncio.fixture
async def window(open_window: OpenWindow, storage: Storage, tmp_path: Path) -> AsyncIterator[MainWindow]:
    pages = SqlitePeoplePages(storage.pages_path)
    news = News()
    app: Any = application(storage, tmp_path)
    app.contacts._news = news
    shown = await open_window(
        fake_application(people=storage.people, pages=pages, contacts=app.contacts, importing=app.importing, news=news)
    )
    shown.activateWindow()
    yield shown
    await shown.end()
    pages.close()


def press(key: Qt.Key, held: Qt.KeyboardModifier = MOD.NoModifier) -> None:
    """A key, to whatever has the focus."""
    at = QApplication.activePopupWidget() or QApplication.focusWidget()
    assert at is not None, "nothing has the focus"
    QTest.keyClick(at, key, held)


def to(wanted: QWidget, key: Qt.Key = K.Key_Tab, most: int = 30) -> None:
    for _ in range(most):
        if QApplication.focusWidget() is wanted:
            return
        press(key)
    raise AssertionError(f"{wanted} is not reached; the focus is on {QApplication.focusWidget()}")


async def _back(window: MainWindow) -> None:
    """A dialog is gone: the window has the keys again, as a window manager gives them."""
    window.activateWindow()
    await until(lambda: QApplication.focusWidget() is not None)


async def contact(storage: Storage, name: str) -> Any:
    found = await storage.people.birthdays_between(NOW.date(), NOW.date().replace(month=12))
    return next(each for each in found if each.person.name == name)


async def test_everything_is_done_without_a_mouse(window: MainWindow, storage: Storage) -> None:
    tab = window.contacts
    window.show_tab(1)
    await until(lambda: tab.model.rowCount() == len(NAMES))
    press(K.Key_F, MOD.ControlModifier)
    assert QApplication.focusWidget() is tab.search
    QTest.keyClicks(tab.search, "acme")
    await until(lambda: tab.model.rowCount() == 2)
    press(K.Key_Down)
    assert QApplication.focusWidget() is tab.table
    press(K.Key_Down)
    await until(lambda: tab.pane.contact is not None and tab.pane.contact.person.name == "Dee Acme")

    press(K.Key_Return)
    assert QApplication.focusWidget() is tab.pane.notes
    QTest.keyClicks(tab.pane.notes, "likes tea")
    press(K.Key_Escape)
    assert QApplication.focusWidget() is tab.table
    await window.contacts._settle()
    assert (await contact(storage, "Dee Acme")).notes == "likes tea"

    press(K.Key_A, MOD.ControlModifier)
    assert tab.bulk.isVisible()
    to(tab.bulk.buttons["tag"])
    press(K.Key_Space)
    await until(lambda: isinstance(QApplication.activeWindow(), QInputDialog))
    field = QApplication.focusWidget()
    assert isinstance(field, QLineEdit) or field is not None
    QTest.keyClicks(field, "tea")
    press(K.Key_Return)
    await until(tab.undo_bar.isVisible)
    assert (await contact(storage, "Cy Acme")).tags == ("tea",)
    await _back(window)
    to(tab.table, K.Key_Backtab)
    press(K.Key_Z, MOD.ControlModifier)
    await until(lambda: "as they were" in tab.undo_bar.line.whole())
    assert (await contact(storage, "Cy Acme")).tags == ()

    press(K.Key_Escape)
    assert QApplication.focusWidget() is tab.search
    press(K.Key_Delete)
    await until(lambda: tab.model.rowCount() == len(NAMES))
    to(tab.filters.chips["birthday"])
    press(K.Key_Space)
    await until(lambda: isinstance(QApplication.activePopupWidget(), QMenu))
    press(K.Key_Down)
    press(K.Key_Down)
    press(K.Key_Return)
    await until(lambda: tab.filters.names() == ["birthday-today"])
    assert tab.stack.currentWidget() is tab.empty
    to(tab.empty.button)
    press(K.Key_Space)
    await until(lambda: tab.model.rowCount() == len(NAMES))

    press(K.Key_M, MOD.AltModifier)
    await until(lambda: isinstance(QApplication.activeWindow(), ImportDialog))
    dialog = QApplication.activeWindow()
    assert isinstance(dialog, ImportDialog)
    await until(lambda: dialog._saying_last.done())
    assert dialog.focusWidget() is dialog.choose.choose
    press(K.Key_Escape)
    await until(lambda: not window.findChildren(ImportDialog))
    await _back(window)
    at = window.focusWidget()
    assert at is not None
    assert tab.isAncestorOf(at), "the keys go on where they were"


def _picture(window: QWidget, at: QWidget) -> bytes:
    place = QRect(at.mapTo(window, QPoint(0, 0)), at.size()).adjusted(-3, -3, 3, 3)
    return bytes(window.grab(place).toImage().constBits())


async def test_whatever_has_the_focus_shows_it(window: MainWindow) -> None:
    tab = window.contacts
    window.show_tab(1)
    await until(lambda: tab.model.rowCount() == len(NAMES) and tab.coming.buttons)
    tab.show_filtered(["birthday-30"])
    tab.table.selectAll()
    tab.table.setCurrentIndex(tab.model.index(0, 0))
    await until(lambda: tab.pane.contact is not None)
    tab.table.selectAll()
    tab.undo_bar.offer_back("Gone.", lambda: None)
    chain = [window.tabs.bar]
    while True:
        following = chain[-1].nextInFocusChain()
        if following is chain[0]:
            break
        chain.append(following)
    unseen = []
    for at in chain:
        if not (at.isVisible() and at.isEnabled() and at.focusPolicy() & Qt.FocusPolicy.TabFocus):
            continue
        at.setFocus(Qt.FocusReason.TabFocusReason)
        if not at.hasFocus() or not tab.isAncestorOf(at):
            continue
        with_focus = _picture(window, at)
        window.tabs.bar.setFocus()
        if _picture(window, at) == with_focus:
            unseen.append(at)
    assert unseen == []


@pytest.mark.parametrize("language", ["en", "fr"])
async def test_at_the_smallest_width_nothing_is_cut_off_at_its_side(
    open_window: OpenWindow, storage: Storage, language: str
) -> None:
    pages = SqlitePeoplePages(storage.pages_path)
    app = fake_application(people=storage.people, pages=pages)
    window = await open_window(app, language=language)
    window.resize(1, 700)
    window.show_tab(1)
    tab = window.contacts
    await until(lambda: tab.model.rowCount() == len(NAMES))
    tab.saved.take('[["A name that is as long as names of filters may be, which is long", "", ["birthday-30"]]]')
    tab.show_filtered(["birthday-30", "not-in-touch-12", "do-not-contact"])
    tab.filters.clear()
    tab.show_filtered(["birthday-30"])
    tab.table.setCurrentIndex(tab.model.index(0, 0))
    await until(lambda: tab.pane.contact is not None)
    chips = (*tab.filters.chips.values(), tab.saved.chip, tab.filters.clear_button)
    await until(lambda: all(chip.width() >= chip.sizeHint().width() for chip in chips), 5)
    assert tab.filters.height() > tab.filters.chips["birthday"].height() * 1.5, "there are two lines"
    for chip in chips:
        assert chip.width() >= chip.sizeHint().width(), chip.text()
        assert tab.filters.rect().contains(chip.geometry()), chip.text()
    viewport = tab.pane.area.viewport()
    for shown in tab.pane.findChildren(QWidget):
        if shown.isVisible() and viewport.isAncestorOf(shown):
            right = shown.mapTo(viewport, shown.rect().topRight()).x()
            assert right <= viewport.width(), shown
    pages.close()


async def test_a_wrong_field_is_called_as_it_is_in_the_dialog(window: MainWindow) -> None:
    ada = Contact(id=1, person=Person(name="Ada Roy"), birthday=(12, 10), rhythm_days=90)
    dialog = ContactEditDialog(Words("fr"), ada, window)
    assert (dialog.fields["birthday"].text(), dialog.fields["rhythm"].text()) == ("12-10", "90 jours")
    dialog.fields["birthday"].setText("mai")
    dialog.save.click()
    assert "Anniversaire" in dialog.fault.text()
    dialog.fields["birthday"].setText("05-10")
    dialog.fields["rhythm"].setText("3 mois")
    wanted: list[dict[str, str]] = []
    dialog.wanted.connect(wanted.append)
    dialog.save.click()
    assert wanted == [{"birthday": "05-10", "rhythm": "3 mois"}]


@pytest.mark.parametrize(
    ("typed", "days"),
    [("90", 90), ("every 3 months", 90), ("3 mois", 90), ("tous les 2 ans", 730), ("toutes les 2 semaines", 14)],
)
def test_a_rhythm_is_typed_in_either_language(typed: str, days: int) -> None:
    assert value_of("rhythm", typed) == days
