"""What people had trouble with in other programs that live in a tray (repository and number of the report), tried here:
sessions that are restored, second starts, panels and messages that come and go."""

from __future__ import annotations

import asyncio
import json
import socket
import tempfile
from dataclasses import asdict
from pathlib import Path
from typing import Any, cast

import pytest
from PySide6.QtGui import QSessionManager
from PySide6.QtWidgets import QApplication

from linkapp.cli.first_look import plain_window
from linkapp.domain.settings import Settings
from linkapp.ui.desktop.notification_service import NotificationService
from linkapp.ui.desktop.only_one import Handed
from linkapp.ui.desktop.session_end import QuitEvents, not_begun_anew
from tests.fakes.session_bus import desktop, session_bus
from tests.ui.conftest import OpenWindow, until
from tests.ui.fakes import FakeSettings, fake_application
from tests.ui.test_one_window import handed_over, listening
from tests.ui.test_tray import hosts as hosts


@pytest.mark.parametrize("more", [[], ["--background"], ["--lang", "fr"]])
def test_a_session_that_is_restored_brings_no_window_up(more: list[str]) -> None:
    """autokey/autokey 251; Audio4Linux/JDSP4Linux 27; owncloud/client 3070; ccMSC/ckb 215: begun by its own entry and
    by the session as well, and the second start brings the window up."""
    config = plain_window(["-session", "1057a2f_1790_12", *more])
    assert config is not None
    assert config.background
    plain = plain_window(more)
    assert plain is not None
    assert plain.background is ("--background" in more)


def test_the_session_is_told_not_to_begin_it_anew(qapp: QApplication) -> None:
    hints: list[QSessionManager.RestartHint] = []

    class Manager:
        def setRestartHint(self, hint: QSessionManager.RestartHint) -> None:  # noqa: N802 - Qt's name
            hints.append(hint)

    not_begun_anew(cast(QSessionManager, Manager()))
    assert hints == [QSessionManager.RestartHint.RestartNever]
    events = QuitEvents(asyncio.Event())
    events.end()  # what was connected is let go of again


async def test_the_third_start_is_heard_as_the_second_was(qapp: QApplication, tmp_path: Path) -> None:
    """owncloud/client 2666: a second start took the first one's socket away, and nobody could reach it any more."""
    with listening(tmp_path) as (listener, heard):
        for count in (1, 2, 3):
            assert await handed_over(tmp_path, **asdict(Handed()))
            assert len(heard) == count
            assert listener._server.isListening()


async def test_a_second_start_that_is_gone_before_it_is_answered_breaks_nothing(
    qapp: QApplication, tmp_path: Path
) -> None:
    """qelectrotech/qelectrotech-source-mirror 861: the first crashed while it did what a second asked, which had
    ended."""
    with listening(tmp_path) as (listener, heard):
        for sent in (json.dumps(asdict(Handed())).encode() + b"\n", b'{"backgr', b""):
            with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as gone:
                gone.connect(listener.address)
                gone.sendall(sent)
        assert await handed_over(tmp_path, **asdict(Handed(language="fr")))
        assert heard[-1] == Handed(language="fr")


@pytest.mark.parametrize("how", ["hidden", "minimised"])
async def test_it_comes_forward_from_wherever_it_was_put(open_window: OpenWindow, hosts: list[bool], how: str) -> None:
    """WowUp/WowUp 263: a second start did nothing where the first had been closed to the tray; chazzs in
    marazmista/radeon-profile 174: shown in the tray, and no way to its window."""
    hosts.append(True)
    window = await open_window(fake_application(settings=FakeSettings(Settings(in_background=True))))
    window.background.begin()
    if how == "hidden":
        window.close()
        assert not window.isVisible()
    else:
        window.showMinimized()
    window.background.come_forward()
    assert window.isVisible()
    assert not window.isMinimized()


async def test_a_window_that_is_closed_leaves_its_icon_where_it_is(open_window: OpenWindow, hosts: list[bool]) -> None:
    """f-koehler/KTailctl 552: the window took the icon along when it was closed."""
    hosts.append(True)
    window = await open_window(fake_application(settings=FakeSettings(Settings(in_background=True))))
    window.background.begin()
    for _ in range(3):
        window.close()
        assert not window.isVisible()
        assert window.background.tray.here
        assert window.background.tray.icon is not None
        assert window.background.tray.icon.isVisible()
        window.background.come_forward()


async def test_a_bus_that_begins_anew_is_found_again(monkeypatch: pytest.MonkeyPatch) -> None:
    """JFreegman/toxic 571; quodlibet/quodlibet 734; wavexx/networkd-notify 2: what shows messages was begun anew, and
    nothing was shown until the program was too. Here the bus itself goes as well."""
    shown: list[Any] = []
    service = NotificationService(lambda place, token: shown.append((place, token)))
    with tempfile.TemporaryDirectory(prefix="bus", dir="/tmp") as folder:
        for place in (1, 2):
            with session_bus(Path(folder)) as address:
                monkeypatch.setenv("DBUS_SESSION_BUS_ADDRESS", address)
                with desktop("notifications", address) as daemon:
                    assert await service.send("t", "b", kind="summary", place=place)
                    await until(lambda daemon=daemon: daemon.of("Notify"))
                    assert daemon.of("Notify")[0][1] == 0
                    daemon.do("ActionInvoked", 1, "default")
                    await until(lambda place=place: (place, "") in shown)
            assert not await service.send("t", "b", kind="summary", place=9), "nobody is there"
    service.end()


@pytest.mark.parametrize("text", ["a\0b", "\ud83d", "x" * 300_000, "<img src=x>&", "\n\n"])
async def test_no_text_of_a_message_is_too_much_for_the_bus(text: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Own finding beside them: a name read off a page may hold what a bus refuses, and the connection would end."""
    service = NotificationService(lambda *_: None)
    with tempfile.TemporaryDirectory(prefix="bus", dir="/tmp") as folder, session_bus(Path(folder)) as address:
        monkeypatch.setenv("DBUS_SESSION_BUS_ADDRESS", address)
        with desktop("notifications", address) as daemon:
            assert await service.send(text, text, kind="summary", place=1)
            assert await service.send("after it", "b", kind="needs_you", place=2)
            await until(lambda: len(daemon.of("Notify")) == 2)
            assert daemon.of("Notify")[1][3] == "after it"
    life = service._life
    service.end()
    if life is not None:
        await asyncio.gather(life, return_exceptions=True)
