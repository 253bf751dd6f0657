"""What LinkApp says and hears on the desktop's bus, against a bus and services of the test's own."""

from __future__ import annotations

import asyncio
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication, QWidget

from linkapp.ui.desktop import notification_service
from linkapp.ui.desktop.notification_service import NotificationService
from linkapp.ui.desktop.notify import Notifier
from tests.fakes.session_bus import desktop, session_bus
from tests.ui.conftest import until

ROOT = Path(__file__).resolve().parents[2]
pytestmark = pytest.mark.skipif(not sys.platform.startswith("linux"), reason="the bus is Linux's")


@pytest.fixture
def bus(monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    with tempfile.TemporaryDirectory(prefix="bus", dir="/tmp") as folder, session_bus(Path(folder)) as address:
        monkeypatch.setenv("DBUS_SESSION_BUS_ADDRESS", address)
        yield address


class Clicks:
    """Where the person clicked."""

    def __init__(self) -> None:
        self.places: list[tuple[int, str]] = []
        self.service = NotificationService(lambda place, token: self.places.append((place, token)))

    async def end(self) -> None:
        self.service.end()
        if self.service._life is not None:
            await asyncio.gather(self.service._life, return_exceptions=True)


async def test_a_message_is_said_as_the_strictest_desktop_wants_it(bus: str) -> None:
    with desktop("notifications", bus) as daemon:
        clicks = Clicks()
        assert await clicks.service.send("A & B", "<b>4</b> & more", kind="summary", place=0)
        await until(lambda: daemon.of("Notify"))
        name, replaces, icon, title, body, actions, hints, wait = daemon.of("Notify")[0]
        assert (name, replaces, title, body) == ("LinkApp", 0, "A & B", "&lt;b&gt;4&lt;/b&gt; &amp; more")
        assert icon.startswith("file:///")
        assert actions[0] == "default"
        assert hints["desktop-entry"] == ["s", "linkapp"]
        assert hints["urgency"] == ["y", 1], "what is critical breaks through the desktop's quiet hours"
        assert wait == -1
        await clicks.end()


async def test_a_click_opens_its_place_and_those_of_others_open_nothing(bus: str) -> None:
    with desktop("notifications", bus) as daemon:
        clicks = Clicks()
        assert await clicks.service.send("t", "b", kind="summary", place=2)
        for words in (
            ("ActionInvoked", 77, "default"),
            ("NotificationClosed", 78, 2),
            ("ActivationToken", 1, "token"),
            ("ActionInvoked", 1, "default"),
        ):
            daemon.do(*words)
        await until(lambda: clicks.places)
        assert clicks.places == [(2, "token")]
        daemon.do("NotificationClosed", 1, 2)
        daemon.do("ActionInvoked", 1, "default")  # the number is somebody else's by now
        assert await clicks.service.send("t", "b", kind="other", place=3)
        daemon.do("ActionInvoked", 2, "default")
        await until(lambda: len(clicks.places) == 2)
        assert clicks.places[1] == (3, "")
        await clicks.end()


async def test_a_newer_message_of_a_kind_replaces_the_one_that_still_stands(bus: str) -> None:
    with desktop("notifications", bus) as daemon:
        clicks = Clicks()
        for kind in ("needs_you", "summary", "needs_you"):
            assert await clicks.service.send("t", "b", kind=kind, place=0)
        await until(lambda: len(daemon.of("Notify")) == 3)
        assert [arguments[1] for arguments in daemon.of("Notify")] == [0, 0, 1]
        await clicks.end()


async def test_a_desktop_that_began_anew_gives_its_numbers_to_others(bus: str) -> None:
    clicks = Clicks()
    with desktop("notifications", bus):
        assert await clicks.service.send("t", "b", kind="summary", place=1)
    with desktop("notifications", bus) as daemon:
        daemon.do("ActionInvoked", 1, "default")
        assert await clicks.service.send("t", "b", kind="summary", place=2)
        await until(lambda: daemon.of("Notify"))
        assert daemon.of("Notify")[0][1] == 0, "it would replace somebody else's"
        daemon.do("ActionInvoked", 1, "default")
        await until(lambda: clicks.places)
        assert clicks.places == [(2, "")]
    await clicks.end()


async def test_a_desktop_that_is_silent_or_missing_holds_nothing_up(bus: str, monkeypatch: pytest.MonkeyPatch) -> None:
    clicks = Clicks()
    assert not await clicks.service.send("t", "b", kind="summary", place=0), "nobody shows messages"
    monkeypatch.setattr(notification_service, "ANSWERS_WITHIN_S", 0.1)
    with desktop("notifications", bus) as daemon:
        daemon.freeze()
        assert not await clicks.service.send("t", "b", kind="summary", place=0)
    await clicks.end()


@pytest.mark.parametrize("address", ["", "nonsense", "tcp:host=localhost,port=1", "unix:path=/nowhere/bus"])
async def test_without_a_bus_a_message_goes_another_way(
    address: str, qapp: QApplication, faults: list[BaseException], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DBUS_SESSION_BUS_ADDRESS", address)
    window = QWidget()
    notifier, shown = Notifier(window), []
    notifier.use(lambda title, text, *, warning: bool(shown.append((title, text, warning)) or True))
    notifier.tell("t", "b", needs_person=True)
    await until(lambda: shown)
    assert shown == [("t", "b", True)]
    notifier.end()
    window.deleteLater()


async def test_sleep_and_waking_are_heard(bus: str, tmp_path: Path) -> None:
    """A process of its own: Qt opens each bus once."""
    code = (
        "import sys\n"
        "from PySide6.QtCore import QCoreApplication, QTimer\n"
        "from linkapp.ui.desktop.power import Power\n"
        "application = QCoreApplication([])\n"
        "power = Power()\n"
        "power.about_to_sleep.connect(lambda: print('sleeps', flush=True))\n"
        "power.woke.connect(lambda: (print('woke', flush=True), application.quit()))\n"
        "print(power.begin(), flush=True)\n"
        "QTimer.singleShot(20000, lambda: application.exit(9))\n"
        "application.exec()\n"
        "power.end()\n"
    )
    with desktop("logind", bus) as logind:
        program = await asyncio.create_subprocess_exec(
            sys.executable, "-c", code, cwd=ROOT, stdout=subprocess.PIPE,
            env={**os.environ, "DBUS_SYSTEM_BUS_ADDRESS": bus},
        )  # fmt: skip
        assert program.stdout is not None
        assert (await program.stdout.readline()).strip() == b"True"
        logind.do(True)
        assert (await program.stdout.readline()).strip() == b"sleeps"
        logind.do(False)
        assert (await program.stdout.readline()).strip() == b"woke"
        assert await program.wait() == 0


def test_without_a_system_bus_nobody_listens_and_nothing_breaks(tmp_path: Path) -> None:
    code = "from linkapp.ui.desktop.power import Power; power = Power(); print(power.begin()); power.end()"
    done = subprocess.run(
        [sys.executable, "-W", "error", "-c", code], cwd=ROOT, capture_output=True, text=True, check=False,
        env={**os.environ, "DBUS_SYSTEM_BUS_ADDRESS": f"unix:path={tmp_path}/none"},
    )  # fmt: skip
    assert (done.returncode, done.stdout.strip()) == (0, "False"), done.stderr
