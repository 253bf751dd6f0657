"""The window: tabs, keys, themes, languages, memory, its first and its last moments, and what a reader hears."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QAccessible, QColor, QImage, QPalette
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QAbstractSpinBox,
    QApplication,
    QComboBox,
    QDialog,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QWidget,
)

from linkapp.domain.problems import Problem, Reason
from linkapp.domain.settings import Settings
from linkapp.services.application import Application
from linkapp.services.news import Changes
from linkapp.services.ports.journal import QUIET
from linkapp.services.ports.ledger import StoreError
from linkapp.system.settings_file import BadSettings
from linkapp.ui import doing
from linkapp.ui.app_window import show
from linkapp.ui.dialogs.about import AboutDialog
from linkapp.ui.dialogs.problem import KnownProblemDialog, ProblemDialog, fingerprint, report_of
from linkapp.ui.dialogs.quit import QuitDialog
from linkapp.ui.dialogs.settings import SettingsDialog
from linkapp.ui.dialogs.shortcuts import ShortcutsDialog
from linkapp.ui.dialogs.welcome import STEPS, WelcomeDialog
from linkapp.ui.pictures import draw_pictures
from linkapp.ui.theme import DARK, LIGHT, Theme
from linkapp.ui.window import MainWindow
from linkapp.ui.words import Words
from tests.ui.conftest import OpenWindow, until
from tests.ui.fakes import ALICE, FakeGreetings, FakeRuns, FakeSettings, fake_application, history

CONTROL = Qt.KeyboardModifier.ControlModifier


def trigger(window: MainWindow, key: str) -> None:
    window.menus.actions[key].trigger()


def open_dialog(kind: type) -> Any:
    return next((each for each in QApplication.topLevelWidgets() if isinstance(each, kind) and each.isVisible()), None)


# tabs and keys


async def test_every_key_of_the_list_has_its_action(open_window: OpenWindow) -> None:
    window = await open_window()
    keys = {key: [each.toString() for each in action.shortcuts()] for key, action in window.menus.actions.items()}
    assert keys["campaign"] == ["Ctrl+1"]
    assert keys["contacts"] == ["Ctrl+2"]
    assert keys["log"] == ["Ctrl+3"]
    assert keys["refresh"] == ["F5"]
    assert keys["find"] == ["Ctrl+F"]
    assert set(keys["send"]) == {"Ctrl+Return", "Ctrl+Enter"}
    assert keys["quit"] == ["Ctrl+Q"]
    assert keys["shortcuts"] == ["F1"]
    assert keys["settings"] == ["Ctrl+,"]
    used = [key for each in keys.values() for key in each]
    assert len(used) == len(set(used))


async def test_mnemonics_are_there_and_do_not_collide(open_window: OpenWindow) -> None:
    window = await open_window()
    for language in ("en", "fr"):
        window.choose_language(language)
        for menu in (window.menuBar(), *window.menus.menus.values()):
            letters = [text[text.index("&") + 1].casefold() for text in (a.text() for a in menu.actions()) if text]
            assert len(letters) == len(set(letters)), (language, letters)
        tab = window.campaign
        shown = (tab.refresh_button, tab.pane.another, tab.pane.reset, tab.footer.rehearse, tab.pane.label)
        texts = [each.text() for each in shown] + [
            window.menus.menus[key].title() for key in ("program", "view", "help")
        ]
        letters = [text[text.index("&") + 1].casefold() for text in texts]
        assert len(letters) == len(set(letters)), (language, texts)


async def test_find_goes_to_the_search_box(open_window: OpenWindow) -> None:
    window = await open_window()
    trigger(window, "find")
    assert window.tabs.number == 1
    assert window.focusWidget() is window.contacts.search
    trigger(window, "log")
    trigger(window, "find")
    assert window.focusWidget() is window.log.search


async def test_the_keyboard_alone_is_enough(open_window: OpenWindow, qtbot: Any) -> None:
    greetings = FakeGreetings()
    window = await open_window(fake_application(greetings))
    tab = window.campaign
    trigger(window, "campaign")
    assert window.focusWidget() is tab.people
    qtbot.keyClick(tab.people, Qt.Key.Key_Space)
    assert not tab.model.dues[0].ticked
    qtbot.keyClick(tab.people, Qt.Key.Key_Down)
    assert tab.pane.name.text() == "Jean-Luc O'Connor"
    qtbot.keyClick(tab.people, Qt.Key.Key_Return)
    assert window.focusWidget() is tab.pane.editor
    tab.pane.editor.selectAll()
    qtbot.keyClicks(tab.pane.editor, "Typed")
    trigger(window, "send")
    await until(lambda: greetings.runs == 1 and not tab.busy)
    assert greetings.sent[0].text == "Typed"
    assert ALICE.person.name not in [draft.person.name for draft in greetings.sent]
    assert window.focusWidget() is tab.people


async def test_tab_walks_in_reading_order_and_never_sticks(open_window: OpenWindow, qtbot: Any) -> None:
    window = await open_window(fake_application(dry=FakeGreetings(dry=True)))
    tab = window.campaign
    tab.pane.editor.setPlainText("Changed, so that Reset can be reached")
    tab.refresh_button.setFocus()
    walked: list[QWidget] = []
    for _ in range(30):
        now = window.focusWidget()
        assert now is not None
        if walked and now is walked[0]:
            break
        walked.append(now)
        window.focusNextPrevChild(True)
    wanted = [
        tab.refresh_button, tab.people, tab.pane.editor, tab.pane.another, tab.pane.reset, tab.footer.rehearse,
        tab.footer.send,
    ]  # fmt: skip
    positions = [walked.index(each) for each in wanted]
    assert positions == sorted(positions)
    assert window.tabs.bar in walked


async def test_tab_leaves_the_editor_by_the_key_itself(open_window: OpenWindow, qtbot: Any) -> None:
    window = await open_window()
    pane = window.campaign.pane
    pane.editor.setFocus()
    text = pane.editor.toPlainText()
    qtbot.keyClick(pane.editor, Qt.Key.Key_Tab)
    assert pane.editor.toPlainText() == text
    assert window.focusWidget() is not pane.editor


# what a screen reader hears


async def test_every_control_has_a_name(open_window: OpenWindow) -> None:
    window = await open_window(fake_application(runs=FakeRuns(history()), dry=FakeGreetings(dry=True)))
    words = window.words
    window.contacts.table.setCurrentIndex(window.contacts.model.index(0, 0))
    dialogs: list[QWidget] = [
        SettingsDialog(words, Settings(), window),
        WelcomeDialog(words, Settings(), parent=window),
        ShortcutsDialog(words, window),
        AboutDialog(words, "/data", window),
        QuitDialog(words, window),
        ProblemDialog(words, ValueError(), window),
    ]
    kinds = (QAbstractButton, QAbstractItemView, QLineEdit, QPlainTextEdit, QComboBox, QAbstractSpinBox)
    for root in (window, *dialogs):
        for control in root.findChildren(QWidget):
            inner = isinstance(control.parent(), QAbstractSpinBox | QComboBox | QAbstractItemView | QLineEdit)
            if not isinstance(control, kinds) or inner or control.objectName().startswith("qt_"):
                continue
            if control.parent().metaObject().className() in ("QComboBoxPrivateContainer", "QTabBar", "Banner", "Empty"):
                continue
            heard = QAccessible.queryAccessibleInterface(control)
            name = heard.text(QAccessible.Text.Name) if heard is not None else control.accessibleName()
            assert name or control.accessibleName(), (root, control, control.objectName())
    for dialog in dialogs:
        dialog.deleteLater()


async def test_a_row_says_everything_in_words(open_window: OpenWindow) -> None:
    window = await open_window()
    said = window.campaign.model.index(1).data(Qt.ItemDataRole.AccessibleTextRole)
    assert said.startswith("Alice Moreau, today, ticked. Happy birthday, Alice!")


async def test_labels_lead_to_their_fields(open_window: OpenWindow) -> None:
    window = await open_window()
    for label in window.findChildren(QLabel):
        if "&" in label.text() and label.textFormat() is Qt.TextFormat.PlainText and label.buddy() is None:
            assert "&&" in label.text() or " & " in label.text(), label.text()


# theme and language


async def test_the_theme_changes_live_and_is_kept(open_window: OpenWindow, qapp: QApplication) -> None:
    settings = FakeSettings()
    window = await open_window(fake_application(settings=settings))
    assert qapp.palette().color(QPalette.ColorRole.Window) == QColor(LIGHT.ground)
    trigger(window, "theme.dark")
    assert qapp.palette().color(QPalette.ColorRole.Window) == QColor(DARK.ground)
    assert settings.settings.theme == "dark"
    assert window.menus.actions["theme.dark"].isChecked()
    trigger(window, "theme.light")
    assert window.theme is Theme.LIGHT
    assert qapp.palette().color(QPalette.ColorRole.Window) == QColor(LIGHT.ground)


async def test_the_language_changes_live_everywhere(open_window: OpenWindow) -> None:
    settings = FakeSettings()
    window = await open_window(fake_application(settings=settings, runs=FakeRuns(history())))
    window.contacts.table.setCurrentIndex(window.contacts.model.index(0, 0))
    trigger(window, "language.fr")
    assert settings.settings.language == "fr"
    assert [window.tabs.bar.tabText(n) for n in range(3)] == ["Campagne", "Contacts", "Journal"]
    assert window.campaign.footer.send.text() == "Envoyer 4 messages"
    assert window.campaign.day.text() == "Dimanche 22 novembre"
    assert window.campaign.model.index(0).data() == "Aujourd’hui"
    assert window.contacts.pane.birthday.text() == "Anniversaire\u00a0: 10 décembre"
    assert window.log.list.lines.entries[0].title == "Aujourd’hui, dimanche 22 novembre"
    assert window.used.text() == "3 sur 12 aujourd’hui"
    only_english = _plain("en") - _plain("fr")
    for number in range(3):
        window.show_tab(number)
        for label in (*window.findChildren(QLabel), *window.findChildren(QAbstractButton)):
            assert not label.isVisible() or label.text() not in only_english, label.text()


def _plain(language: str) -> set[str]:
    from linkapp.ui.words import table

    return {text for text in table(language).values() if isinstance(text, str) and len(text) > 4 and "{" not in text}


# memory


async def test_size_tab_language_and_theme_are_remembered(open_window: OpenWindow, tmp_path: Path) -> None:
    app = fake_application(settings=FakeSettings(Settings(language="fr", theme="dark", first_run_done=True)))
    first = await open_window(app, data_folder=tmp_path)
    first.resize(790, 610)
    first.show_tab(2)
    await first.end()
    second = MainWindow(data_folder=tmp_path)
    assert second.size() == first.size()
    assert second.tabs.number == 2
    assert second.words.language == "fr", "before the settings are read"
    assert second.theme is Theme.DARK
    await second.end()
    second.deleteLater()
    assert (tmp_path / "window.ini").is_file()


async def test_a_memory_that_is_damaged_is_no_reason_not_to_open(qapp: QApplication, tmp_path: Path) -> None:
    (tmp_path / "window.ini").write_text("[General]\ngeometry=x\ntab=many\ntheme=blue\nlanguage=xx\ncampaign_split=1\n")
    window = MainWindow(data_folder=tmp_path)
    window.show()
    assert window.tabs.number == 0
    await window.end()
    window.deleteLater()


async def test_it_fits_a_small_screen_at_150_percent(open_window: OpenWindow) -> None:
    greetings = FakeGreetings()
    greetings.stop_at["Jean-Luc O'Connor"] = Problem(reason=Reason.SECURITY_CHECK)
    window = await open_window(fake_application(greetings, rehearsal=True))
    for language in ("en", "fr"):
        window.choose_language(language)
        for number in range(3):
            window.show_tab(number)
            await asyncio.sleep(0.02)
            hint = window.minimumSizeHint()
            assert hint.width() <= 1280 / 1.5, (language, number, hint)
            assert hint.height() <= (720 - 72) / 1.5, (language, number, hint)


# news


async def test_news_of_usage_reaches_the_corner(open_window: OpenWindow) -> None:
    from tests.ui.fakes import usage

    greetings = FakeGreetings()
    app = fake_application(greetings)
    window = await open_window(app)
    greetings.now_used = usage(5, 20)
    app.news.publish(Changes(usage=True))
    await until(lambda: window.used.text() == "5 of 12 today")


# settings, help, welcome


async def test_caps_that_a_change_of_settings_moved_are_shown_at_once(open_window: OpenWindow) -> None:
    from tests.ui.fakes import usage

    greetings = FakeGreetings()
    app = fake_application(greetings)
    window = await open_window(app)
    greetings.now_used = usage(7, 20)
    app.news.publish(Changes(settings=True))
    await until(lambda: window.used.text() == "7 of 12 today")


async def test_contacts_are_read_again_only_where_somebody_looks_at_them(
    open_window: OpenWindow, monkeypatch: pytest.MonkeyPatch
) -> None:
    app = fake_application()
    window = await open_window(app)
    read: list[int] = []
    monkeypatch.setattr(window.contacts, "refresh", lambda: read.append(1))
    for _ in range(5):
        app.news.publish(Changes(log=True, usage=True, contacts=True))
    assert read == []
    window.show_tab(1)
    assert read == [1]
    app.news.publish(Changes(usage=True))
    window.show_tab(0)
    window.show_tab(1)
    assert read == [1]
    app.news.publish(Changes(contacts=True))
    assert read == [1, 1]


async def test_settings_are_applied_at_once_and_bounded(open_window: OpenWindow) -> None:
    settings = FakeSettings()
    window = await open_window(fake_application(settings=settings))
    trigger(window, "settings")
    await until(lambda: open_dialog(SettingsDialog))
    dialog = open_dialog(SettingsDialog)
    dialog.limits.fields["messages_a_day"].setValue(400)
    assert settings.settings.messages_a_day == 25
    dialog.theme.setCurrentIndex(2)
    dialog.theme.activated.emit(2)
    assert window.theme is Theme.DARK
    dialog.late.setValue(7)
    assert settings.settings.late_days == 7
    dialog.pages.setCurrentIndex(1)
    dialog.restore.click()
    assert settings.settings.messages_a_day == 12
    assert settings.settings.late_days == 3
    dialog.accept()
    await until(lambda: open_dialog(SettingsDialog) is None)
    window.choose_theme(Theme.LIGHT)


@pytest.mark.parametrize(("key", "kind"), [("shortcuts", ShortcutsDialog), ("about", AboutDialog)])
async def test_help_opens_and_escape_closes(open_window: OpenWindow, qtbot: Any, key: str, kind: type) -> None:
    window = await open_window()
    trigger(window, key)
    await until(lambda: open_dialog(kind))
    qtbot.keyClick(open_dialog(kind), Qt.Key.Key_Escape)
    await until(lambda: open_dialog(kind) is None)


def test_a_report_of_a_fault_holds_no_words_of_a_message() -> None:
    try:
        raise ValueError("Happy birthday, Ada")
    except ValueError as error:
        told, mark = report_of(error), fingerprint(error)
    assert "Happy" not in told
    assert "ValueError" in told
    assert "test_window.py" in mark


# the window's life


def stopped_show(app: Any, stop: asyncio.Event, *, known: bool = False, **more: Any) -> asyncio.Task[None]:
    async def open_application() -> Any:
        await asyncio.sleep(0)
        if isinstance(app, Exception) and not known:
            raise app
        return app

    more.setdefault("welcome", False)
    return asyncio.get_running_loop().create_task(show(open_application, stop=stop, hold_seconds=0, **more))


def shown_window() -> MainWindow | None:
    return open_dialog(MainWindow)


async def test_the_window_is_shown_first_and_quits_in_order(qapp: QApplication, tmp_path: Path) -> None:
    stop = asyncio.Event()
    task = stopped_show(fake_application(), stop, data_folder=tmp_path)
    await until(shown_window)
    window = shown_window()
    assert window is not None
    await until(lambda: window.app is not None and not window.reading_now)
    trigger(window, "quit")
    await asyncio.wait_for(task, 3)
    assert stop.is_set()
    assert shown_window() is None


async def test_nothing_of_a_window_that_has_ended_waits_any_more(qapp: QApplication) -> None:
    window = MainWindow(hold_seconds=0)
    await window.attach(fake_application())
    await until(lambda: not window.reading_now)
    window.log.search.setText("a word")
    window.contacts.search.setText("a word")
    assert any(timer.isActive() for timer in window.findChildren(QTimer))
    await window.end()
    assert not any(timer.isActive() for timer in window.findChildren(QTimer))
    window.deleteLater()


async def test_closing_the_window_quits_the_program(qapp: QApplication) -> None:
    stop = asyncio.Event()
    task = stopped_show(fake_application(), stop)
    await until(shown_window)
    window = shown_window()
    assert window is not None
    window.close()
    await asyncio.wait_for(task, 3)


async def test_a_signal_during_a_run_stops_it_before_the_next_click(qapp: QApplication) -> None:
    greetings = FakeGreetings()
    greetings.gate = asyncio.Event()
    stop = asyncio.Event()
    task = stopped_show(fake_application(greetings), stop)
    await until(shown_window)
    window = shown_window()
    assert window is not None
    await until(lambda: window.app is not None and not window.reading_now)
    window.campaign.send()
    await until(lambda: greetings.progress)
    stop.set()
    await asyncio.sleep(0.05)
    greetings.gate.set()
    await asyncio.wait_for(task, 4)
    assert greetings.sent == []


async def test_quitting_during_a_run_asks_first(qapp: QApplication) -> None:
    greetings = FakeGreetings()
    greetings.gate = asyncio.Event()
    stop = asyncio.Event()
    task = stopped_show(fake_application(greetings), stop)
    await until(shown_window)
    window = shown_window()
    assert window is not None
    await until(lambda: window.app is not None and not window.reading_now)
    window.campaign.send()
    await until(lambda: greetings.progress)
    window.close()
    await until(lambda: open_dialog(QuitDialog))
    open_dialog(QuitDialog).stay.click()
    await until(lambda: open_dialog(QuitDialog) is None)
    assert not stop.is_set()
    trigger(window, "quit")
    await until(lambda: open_dialog(QuitDialog))
    open_dialog(QuitDialog).quit.click()
    await until(stop.is_set)
    greetings.gate.set()
    await asyncio.wait_for(task, 4)


async def test_an_application_that_cannot_be_built_is_told_and_tried_again(qapp: QApplication) -> None:
    answers: list[Application | Problem] = [Problem(reason=Reason.KEYRING_LOCKED), fake_application()]
    stop = asyncio.Event()

    async def open_application() -> Application | Problem:
        return answers.pop(0)

    task = asyncio.get_running_loop().create_task(show(open_application, stop=stop, welcome=False))
    await until(lambda: (window := shown_window()) is not None and window.campaign.empty.isVisible())
    window = shown_window()
    assert window is not None
    assert window.campaign.empty.title.text() == "LinkApp could not open your data"
    assert "Unlock it" in window.campaign.empty.text.text()
    window.campaign.empty.button.click()
    await until(lambda: window.app is not None and not window.reading_now)
    stop.set()
    await asyncio.wait_for(task, 3)


async def test_what_keeps_linkapp_from_starting_is_told_as_it_is(qapp: QApplication, tmp_path: Path) -> None:
    """Settings with a mistake are no damaged data, and no backup mends them."""
    stop = asyncio.Event()
    task = stopped_show(BadSettings(tmp_path / "settings.json", "line 3: too large"), stop, known=True)
    await until(lambda: (window := shown_window()) is not None and window.campaign.empty.isVisible())
    window = shown_window()
    assert window is not None
    told = window.campaign.empty.text.text()
    assert "settings.json cannot be used: line 3: too large. Nothing was done. Correct that place" in told
    assert "backup" not in told
    window.choose_language("fr")
    assert "Rien n’a été fait." in window.campaign.empty.text.text()
    stop.set()
    await asyncio.wait_for(task, 3)


@pytest.mark.parametrize(
    ("known", "words"),
    [
        (BadSettings(Path("settings.json"), "line 3: too large"), "line 3: too large"),
        (StoreError(Problem(reason=Reason.DISK_FULL, detail="SQLITE_FULL")), "Make room"),
    ],
    ids=["settings", "disk"],
)
async def test_what_is_no_fault_of_linkapps_is_not_called_one(known: Exception, words: str, qapp: QApplication) -> None:
    stop = asyncio.Event()
    task = stopped_show(fake_application(), stop)
    await until(lambda: (window := shown_window()) is not None and window.app is not None)

    async def fail() -> None:
        raise known

    for _ in range(2):
        doing.start(fail(), owner=shown_window(), name="known")
        await until(lambda: open_dialog(KnownProblemDialog))
        dialog = open_dialog(KnownProblemDialog)
        assert words in " ".join(label.text() for label in dialog.findChildren(QLabel))
        assert "Nothing was done." in " ".join(label.text() for label in dialog.findChildren(QLabel))
        dialog.accept()
        await until(lambda: open_dialog(KnownProblemDialog) is None)
        await asyncio.sleep(0)
    assert open_dialog(ProblemDialog) is None
    stop.set()
    await asyncio.wait_for(task, 3)


async def test_the_language_of_the_command_line_holds_in_the_window(qapp: QApplication, tmp_path: Path) -> None:
    stop = asyncio.Event()
    app = fake_application()
    app.settings.save(Settings(language="en", first_run_done=True))
    task = stopped_show(app, stop, language="fr")
    await until(lambda: (window := shown_window()) is not None and window.app is not None)
    window = shown_window()
    assert window is not None
    assert window.words.language == "fr"
    window.choose_language("en")
    assert window.words.language == "en"
    stop.set()
    await asyncio.wait_for(task, 3)


async def test_a_fault_of_the_window_is_written_down(qapp: QApplication) -> None:
    class Kept:
        def __init__(self) -> None:
            self.faults: list[BaseException] = []

        def __getattr__(self, name: str) -> Any:
            return getattr(QUIET, name)

        def fault(self, error: BaseException) -> None:
            self.faults.append(error)

    journal, stop, bug = Kept(), asyncio.Event(), ValueError("a bug")
    task = stopped_show(fake_application(journal=journal), stop)
    await until(lambda: (window := shown_window()) is not None and window.app is not None)

    async def fail() -> None:
        raise bug

    doing.start(fail(), owner=shown_window(), name="bug")
    await until(lambda: open_dialog(ProblemDialog))
    assert journal.faults == [bug]
    open_dialog(ProblemDialog).accept()
    stop.set()
    await asyncio.wait_for(task, 3)


async def test_a_fault_opens_the_problem_dialog_once(qapp: QApplication) -> None:
    stop = asyncio.Event()
    task = stopped_show(ValueError("a bug"), stop)
    await until(lambda: open_dialog(ProblemDialog))
    window = shown_window()
    assert window is not None
    open_dialog(ProblemDialog).accept()
    await until(lambda: open_dialog(ProblemDialog) is None)
    window.campaign.empty.button.click()
    await asyncio.sleep(0.1)
    assert open_dialog(ProblemDialog) is None, "once for each place"
    stop.set()
    await asyncio.wait_for(task, 3)


async def test_the_welcome_is_taken_up_again_where_it_was_left(qapp: QApplication, tmp_path: Path) -> None:
    settings = FakeSettings(Settings(language="en", theme="light"))
    for turn in range(2):
        stop = asyncio.Event()
        task = stopped_show(fake_application(settings=settings), stop, data_folder=tmp_path, welcome=True)
        await until(lambda: open_dialog(WelcomeDialog))
        dialog = open_dialog(WelcomeDialog)
        assert dialog.pages.currentIndex() == turn
        dialog.next.click()
        if turn == 0:
            dialog.later.click()
        else:
            dialog.limits.fields["messages_a_day"].setValue(5)
            assert dialog.pages.currentIndex() == STEPS - 1
            dialog.next.click()
        await until(lambda: open_dialog(QDialog) is None)
        await until(lambda turn=turn: settings.settings.first_run_done == bool(turn))
        stop.set()
        await asyncio.wait_for(task, 3)
    assert settings.settings.messages_a_day == 5
    stop = asyncio.Event()
    task = stopped_show(fake_application(settings=settings), stop, data_folder=tmp_path, welcome=True)
    await until(lambda: (window := shown_window()) is not None and window.app is not None)
    await asyncio.sleep(0.05)
    assert open_dialog(WelcomeDialog) is None
    stop.set()
    await asyncio.wait_for(task, 3)


async def test_the_welcome_says_honestly_what_the_terms_say_and_speaks_french_at_once(open_window: OpenWindow) -> None:
    window = await open_window()
    dialog = WelcomeDialog(window.words, Settings(), parent=window)
    dialog.changed.connect(window.apply_settings)
    told = " ".join(label.text() for label in dialog.findChildren(QLabel))
    assert "does not allow software that automates" in told
    assert "restrict or close your account" in told
    dialog._go(1)
    dialog.language.setCurrentIndex(1)
    dialog.language.activated.emit(1)
    assert window.words.language == "fr"
    assert dialog.pages.currentIndex() == 1
    assert dialog.next.text() == "&Suivant"
    dialog.deleteLater()


@pytest.mark.parametrize("language", ["en", "fr"])
async def test_no_text_of_a_dialog_is_cut(open_window: OpenWindow, language: str) -> None:
    window = await open_window()
    window.choose_language(language)
    words = window.words
    for dialog in (
        *(WelcomeDialog(words, Settings(), step=step, rehearsal=True, parent=window) for step in range(STEPS)),
        SettingsDialog(words, Settings(), window),
        ShortcutsDialog(words, window),
        AboutDialog(words, "/home/camille/.local/share/linkapp", window),
        QuitDialog(words, window),
        ProblemDialog(words, ValueError(), window),
    ):
        dialog.show()
        await asyncio.sleep(0.02)
        for label in dialog.findChildren(QLabel):
            if label.isVisible() and label.text():
                needed = label.heightForWidth(label.width()) if label.wordWrap() else label.sizeHint().height()
                assert label.height() >= needed, (type(dialog), label.text())
                assert label.wordWrap() or label.width() >= label.sizeHint().width(), (type(dialog), label.text())
        dialog.close()
        dialog.deleteLater()


# pictures


async def test_pictures_are_drawn_from_a_running_loop(qapp: QApplication, tmp_path: Path) -> None:
    settings = FakeSettings()
    app = fake_application(settings=settings, runs=FakeRuns(history()))
    made = await draw_pictures(
        app, tmp_path / "out", languages=("en", "fr"), themes=("light", "dark"), scales=(1.0, 1.5)
    )
    assert len(made) == 24
    assert all(path.is_file() for path in made)
    small, large = QImage(str(made[0])), QImage(str(made[1]))
    assert small.size() * 1.5 == large.size()
    assert settings.saved == 0
    seen = {small.pixelColor(x, y).name() for x in range(0, small.width(), 3) for y in range(0, small.height(), 3)}
    assert len(seen) > 20, "something is drawn"
    assert shown_window() is None
    await doing.end_all()


def test_words_of_a_window_follow_the_system(qapp: QApplication) -> None:
    assert Words("").language in ("en", "fr")
