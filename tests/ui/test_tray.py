"""The icon beside the clock, what closing the window does, and that nobody loses sight of LinkApp."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from datetime import UTC, datetime, time, timedelta
from itertools import combinations
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QApplication, QSystemTrayIcon

from linkapp.domain.hours import EVERY_DAY
from linkapp.domain.problems import Problem, Reason
from linkapp.domain.schedule import OccurrenceState
from linkapp.domain.settings import Settings
from linkapp.services.planner import ScheduledEnd
from linkapp.ui.app_window import show
from linkapp.ui.desktop import tray
from linkapp.ui.desktop.tray import DesktopState, Tray, TrayState, state_picture
from linkapp.ui.dialogs.keep_running import KeepRunningDialog
from linkapp.ui.window import MainWindow
from linkapp.ui.words import Words
from tests.ui.conftest import OpenWindow, until
from tests.ui.fakes import MORNING, FakeGreetings, FakeSettings, fake_application
from tests.ui.test_window import open_dialog, shown_window, trigger
from tests.unit.test_planner import Computer


@pytest.fixture
def hosts(monkeypatch: pytest.MonkeyPatch) -> list[bool]:
    """The last entry says whether there is a tray; it is looked at often."""
    there = [False]
    monkeypatch.setattr(QSystemTrayIcon, "isSystemTrayAvailable", staticmethod(lambda: there[-1]))
    monkeypatch.setattr(tray, "LOOK_EVERY_MS", 10)
    return there


def with_planner(**more: Any) -> tuple[Any, Computer]:
    computer = Computer()
    return replace(fake_application(**more), planner=computer.planner, clock=computer.clock), computer


# the icon


def test_states_differ_in_shape_and_not_in_colour_alone(qapp: QApplication) -> None:
    grounds = ("#ffffff", "#202020")
    for size in (16, 22, 32):
        for one, other in combinations(TrayState, 2):
            pictures = [state_picture(state, size) for state in (one, other)]
            differing = 0
            for x in range(size):
                for y in range(size):
                    greys = []
                    for picture in pictures:
                        colour = picture.pixelColor(x, y)
                        greys.append((colour.lightness() * colour.alpha(), colour.alpha()))
                    differing += greys[0] != greys[1]
            assert differing > size * size / 8, (one, other, size)
    for state in TrayState:
        for ground in grounds:
            assert contrast_of(state, ground) > 40, (state, ground)


def contrast_of(state: TrayState, ground: str) -> int:
    """How much lighter or darker than the ground its strongest part is."""
    from PySide6.QtGui import QColor

    picture, behind = state_picture(state, 22), QColor(ground).lightness()
    return max(
        abs(picture.pixelColor(x, y).lightness() - behind) * picture.pixelColor(x, y).alpha() // 255
        for x in range(22)
        for y in range(22)
    )


@pytest.mark.parametrize("language", ["en", "fr"])
def test_the_menu_says_how_things_stand_when_it_opens(qapp: QApplication, language: str) -> None:
    state = DesktopState()
    acts: list[str] = []
    words = Words(language)
    icon = Tray(words, {key: (lambda key=key: acts.append(key)) for key in tray.MENU if key}, lambda: state)
    icon.menu.aboutToShow.emit()
    assert not icon.actions["next_run"].isVisible()
    assert not icon.actions["pause"].isVisible()
    state = DesktopState(state=TrayState.PAUSED, next_run="soon", paused=True)
    icon.menu.aboutToShow.emit()
    assert icon.actions["next_run"].text() == "soon"
    assert not icon.actions["next_run"].isEnabled()
    assert icon.actions["pause"].text() == words("action.resume_plan")
    for key, action in icon.actions.items():
        if key != "next_run":
            action.trigger()
    assert acts == ["open", "run_now", "pause", "show_log", "settings", "quit"]
    assert icon.menu.actions(), "a host that reads the menu before it opens finds it whole"
    words.speak("en" if language == "fr" else "fr")
    assert icon.actions["quit"].text() == words("tray.quit")


# closing


async def test_without_a_tray_closing_quits_and_nobody_is_asked(open_window: OpenWindow, hosts: list[bool]) -> None:
    window = await open_window()
    window.background.begin()
    quits: list[int] = []
    window.quit_wanted.connect(lambda: quits.append(1))
    window.close()
    assert quits == [1]
    assert open_dialog(KeepRunningDialog) is None
    assert window.isVisible()


@pytest.mark.parametrize("keep", [True, False])
async def test_the_first_close_asks_once_and_the_answer_is_kept(
    open_window: OpenWindow, hosts: list[bool], keep: bool
) -> None:
    hosts.append(True)
    settings = FakeSettings()
    window = await open_window(fake_application(settings=settings))
    window.background.begin()
    quits: list[int] = []
    window.quit_wanted.connect(lambda: quits.append(1))
    window.close()
    await until(lambda: open_dialog(KeepRunningDialog))
    open_dialog(KeepRunningDialog).reject()
    await until(lambda: open_dialog(KeepRunningDialog) is None)
    assert window.isVisible()
    assert settings.settings.in_background is None
    window.close()
    await until(lambda: open_dialog(KeepRunningDialog))
    dialog = open_dialog(KeepRunningDialog)
    (dialog.keep if keep else dialog.quit).click()
    await until(lambda: settings.settings.in_background is keep)
    await until(lambda: (not window.isVisible()) if keep else quits)
    for _ in range(2):
        window.background.come_forward()
        window.close()
        assert open_dialog(KeepRunningDialog) is None
    assert window.isVisible() is not keep
    assert bool(quits) is not keep


async def test_ctrl_q_ends_a_hidden_window_and_ctrl_w_hides_it(open_window: OpenWindow, hosts: list[bool]) -> None:
    hosts.append(True)
    window = await open_window(fake_application(settings=FakeSettings(Settings(in_background=True))))
    window.background.begin()
    quits: list[int] = []
    window.quit_wanted.connect(lambda: quits.append(1))
    trigger(window, "close")
    assert not window.isVisible()
    assert quits == []
    window.background.tray.actions["quit"].trigger()
    assert quits == [1]


async def test_a_window_told_to_stay_is_minimised_where_there_is_no_tray(
    open_window: OpenWindow, hosts: list[bool]
) -> None:
    window = await open_window(fake_application(settings=FakeSettings(Settings(in_background=True))))
    window.background.begin()
    window.close()
    assert window.isVisible()
    assert window.isMinimized()
    window.background.come_forward()
    assert not window.isMinimized()


async def test_a_hidden_window_comes_back_where_its_tray_goes_for_good(
    open_window: OpenWindow, hosts: list[bool]
) -> None:
    hosts.append(True)
    window = await open_window(fake_application(settings=FakeSettings(Settings(in_background=True))))
    window.background.begin()
    window.close()
    assert not window.isVisible()
    hosts.append(False)
    await until(lambda: not window.background.tray.here)
    assert window.background._without_tray.isActive()
    hosts.append(True)  # a panel that crashed and is back
    await until(lambda: window.background.tray.here)
    assert not window.background._without_tray.isActive()
    assert not window.isVisible()
    window.background._without_tray.setInterval(0)
    hosts.append(False)
    await until(lambda: window.isVisible() and window.isMinimized())


async def test_a_tray_that_appears_later_is_stood_in(open_window: OpenWindow, hosts: list[bool]) -> None:
    window = await open_window()
    window.background.begin()
    assert not window.background.tray.here
    hosts.append(True)
    await until(lambda: window.background.tray.here)
    first = window.background.tray.icon
    window.background.tray._host_changed()
    assert window.background.tray.icon is not first, "an icon talks to the host for which it was made"


async def test_settings_that_cannot_be_read_keep_nobody_from_quitting(
    open_window: OpenWindow, hosts: list[bool]
) -> None:
    from linkapp.system.settings_file import BadSettings

    hosts.append(True)
    settings = FakeSettings()
    window = await open_window(fake_application(settings=settings))
    window.background.begin()
    quits: list[int] = []
    window.quit_wanted.connect(lambda: quits.append(1))

    def broken() -> Settings:
        raise BadSettings(Path("settings.json"), "line 3")

    settings.load = broken
    window.close()
    assert quits == [1]


# states


async def test_the_state_follows_the_campaign(open_window: OpenWindow, hosts: list[bool]) -> None:
    hosts.append(True)
    greetings = FakeGreetings()
    greetings.gate = asyncio.Event()
    window = await open_window(fake_application(greetings))
    window.background.begin()
    icon = window.background.tray
    assert icon._state is TrayState.IDLE
    window.campaign.send()
    assert window.background.tray._state is TrayState.RUNNING
    gate, greetings.gate = greetings.gate, None
    gate.set()
    await until(lambda: icon._state is TrayState.IDLE)
    greetings.shown = replace(MORNING, stopped=Problem(reason=Reason.SIGNED_OUT))
    window.campaign.refresh()
    await until(lambda: icon._state is TrayState.NEEDS_YOU)
    assert icon.icon is not None
    assert icon.icon.toolTip().startswith("LinkApp needs you")
    greetings.shown = MORNING
    window.campaign.refresh()
    await until(lambda: icon._state is TrayState.IDLE)


async def test_both_menus_say_what_is_planned_and_pause_it(open_window: OpenWindow, hosts: list[bool]) -> None:
    hosts.append(True)
    app, computer = with_planner()
    window = await open_window(app)
    window.background.begin()
    icon = window.background.tray
    trigger_menu(window)
    await until(lambda: icon.actions["next_run"].text() == "Nothing is scheduled")
    tomorrow_at = computer.clock.now() + timedelta(days=1)
    await computer.planner.add("birthdays", time(9, 10), days=EVERY_DAY, spread=timedelta(0), sends=False)
    app.news.publish(schedule_changed())
    await until(lambda: "9:10" in icon.actions["next_run"].text())
    assert window.menus.actions["next_run"].text() == icon.actions["next_run"].text()
    assert not window.menus.actions["next_run"].isEnabled()
    window.menus.actions["pause_plan"].trigger()
    await until(lambda: icon._state is TrayState.PAUSED)
    assert "tomorrow" in icon.actions["next_run"].text(), tomorrow_at
    assert window.menus.actions["pause_plan"].text() == "Res&ume scheduled runs"
    icon.actions["pause"].trigger()
    await until(lambda: icon._state is TrayState.IDLE)
    assert (await computer.planner.state()).paused is None


def schedule_changed() -> Any:
    from linkapp.services.news import Changes

    return Changes(schedule=True)


def trigger_menu(window: MainWindow) -> None:
    window.menus.menus["program"].aboutToShow.emit()


# what is told


def ended(**more: Any) -> ScheduledEnd:
    from linkapp.domain.schedule import Schedule

    schedule = Schedule(id=1, kind="birthdays", at=time(9), made=datetime(2026, 1, 1, tzinfo=UTC))
    values: dict[str, Any] = {"state": OccurrenceState.DONE, "on": datetime(2026, 1, 2, tzinfo=UTC).date(), **more}
    return ScheduledEnd(schedule=schedule, **values)


async def test_a_scheduled_run_is_told_once_and_only_where_there_is_something_to_tell(open_window: OpenWindow) -> None:
    window = await open_window()
    tell = window.telling.scheduled_run_ended
    tell(ended())
    assert window.notifier.told is None, "nobody was due"
    tell(ended(ready=3))
    assert window.notifier.told == ("3 greetings are ready to look at", "Nothing was sent.")
    tell(ended(stopped_by=Problem(reason=Reason.OFFLINE), state=OccurrenceState.FAILED))
    assert window.notifier.told[1] == "Nothing was prepared, and nothing was sent."
    window.background._scheduled_run_ended(ended(stopped_by=Problem(reason=Reason.SIGNED_OUT)))
    assert window.background.standing().state is TrayState.NEEDS_YOU


async def test_each_kind_of_news_has_a_switch(open_window: OpenWindow) -> None:
    settings = FakeSettings(Settings(notify_summary=False, notify_needs_you=False))
    window = await open_window(fake_application(settings=settings))
    window.telling.scheduled_run_ended(ended(ready=3))
    window.telling.person_needed(Problem(reason=Reason.SIGNED_OUT))
    assert window.notifier.told is None
    settings.settings = Settings(notify_summary=False)
    window.telling.scheduled_run_ended(ended(ready=3))
    assert window.notifier.told is None
    window.telling.person_needed(Problem(reason=Reason.SIGNED_OUT))
    assert window.notifier.told is not None


async def test_a_message_without_a_tray_asks_for_attention_and_a_click_on_one_opens_its_place(
    open_window: OpenWindow, hosts: list[bool]
) -> None:
    window = await open_window()
    window.notifier.tell("A title", "a text", needs_person=True)
    assert window.notifier.told == ("A title", "a text")
    window.hide()
    window.show_tab(2)
    window.notifier.clicked.emit(0)
    assert window.isVisible()
    assert window.tabs.number == 0


# the program's life


async def test_in_the_background_the_window_is_there_and_not_shown(
    qapp: QApplication, hosts: list[bool], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    hosts.append(True)
    stop, app = asyncio.Event(), fake_application()
    task = started(app, stop, data_folder=tmp_path, background=True)
    await until(lambda: window_of() is not None and window_of().app is not None)
    window = window_of()
    assert not window.isVisible()
    assert window.background.tray.here
    stop.set()
    await asyncio.wait_for(task, 30)


async def test_in_the_background_without_a_tray_the_window_is_minimised_after_a_while(
    qapp: QApplication, hosts: list[bool]
) -> None:
    stop = asyncio.Event()
    task = started(fake_application(settings=FakeSettings(Settings())), stop, background=True, welcome=True)
    await until(lambda: window_of() is not None and window_of().app is not None)
    window = window_of()
    assert not window.isVisible()
    assert QApplication.activeModalWidget() is None, "a dialog over a hidden window comes out of nowhere"
    assert window.background._without_tray.isActive()
    window.background._without_tray.setInterval(0)
    await until(lambda: window.isVisible() and window.isMinimized())
    stop.set()
    await asyncio.wait_for(task, 30)


@pytest.mark.parametrize("hidden", [True, False])
async def test_the_sessions_end_is_no_close_and_ends_a_hidden_window_too(
    qapp: QApplication, hosts: list[bool], hidden: bool
) -> None:
    hosts.append(True)
    stop = asyncio.Event()
    task = started(
        fake_application(settings=FakeSettings(Settings(in_background=True, first_run_done=True))),
        stop,
        background=hidden,
    )
    await until(lambda: window_of() is not None and window_of().app is not None)
    QCoreApplication.quit()
    await asyncio.wait_for(task, 30)
    assert stop.is_set()
    assert shown_window() is None


async def test_a_background_start_that_cannot_open_says_so_and_needs_the_person(
    qapp: QApplication, hosts: list[bool]
) -> None:
    hosts.append(True)
    stop = asyncio.Event()
    task = started(Problem(reason=Reason.KEYRING_LOCKED), stop, background=True)
    await until(lambda: window_of() is not None and window_of().notifier.told is not None)
    assert window_of().background.tray._state is TrayState.NEEDS_YOU
    assert not window_of().isVisible()
    stop.set()
    await asyncio.wait_for(task, 30)


def started(app: Any, stop: asyncio.Event, **more: Any) -> asyncio.Task[None]:
    async def open_application() -> Any:
        await asyncio.sleep(0)
        return app

    more.setdefault("welcome", False)
    return asyncio.get_running_loop().create_task(show(open_application, stop=stop, hold_seconds=0, **more))


def window_of() -> Any:
    """The window, shown or not, of the program that runs."""
    windows = [each for each in QApplication.topLevelWidgets() if isinstance(each, MainWindow)]
    windows = [each for each in windows if each.furnished and not each._may_close]
    return windows[-1] if windows else None
