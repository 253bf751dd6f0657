"""The real program on a real screen with real hosts of tray icons, which come, go and change while it runs.

Hosts: ``trayer`` for XEmbed where it is installed (``packaging/dev.py`` does), and our own that speaks
StatusNotifierItem.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from subprocess import DEVNULL, PIPE
from typing import Any

import pytest
from jeepney import DBusAddress, MessageType, new_method_call
from jeepney.io.blocking import open_dbus_connection

from tests.fakes.session_bus import Desktop, desktop, session_bus

ROOT = Path(__file__).resolve().parents[2]
ITEM = "org.kde.StatusNotifierItem"
MENU = "com.canonical.dbusmenu"
pytestmark = pytest.mark.skipif(not sys.platform.startswith("linux"), reason="these hosts are Linux's")


@pytest.fixture(scope="module")
def screen() -> Iterator[str]:
    read, write = os.pipe()
    with subprocess.Popen(
        ["Xvfb", "-displayfd", str(write), "-screen", "0", "1280x800x24", "-nolisten", "tcp"],
        pass_fds=[write], stdout=DEVNULL, stderr=DEVNULL,
    ) as server:  # fmt: skip
        os.close(write)
        with os.fdopen(read) as number:
            display = f":{number.readline().strip()}"
        yield display
        server.terminate()


@pytest.fixture
def bus() -> Iterator[str]:
    with tempfile.TemporaryDirectory(prefix="bus", dir="/tmp") as folder, session_bus(Path(folder)) as address:
        yield address


class Program:
    """The window of a data folder; ``now`` is how it stands."""

    def __init__(self, folder: Path, display: str, bus: str, *options: str) -> None:
        (folder / "settings.json").write_text('{"first_run_done": true, "in_background": true, "language": "en"}')
        environment = {name: value for name, value in os.environ.items() if not name.startswith(("QT_", "WAYLAND"))}
        self.now: dict[str, Any] = {}
        self.process = subprocess.Popen(
            [sys.executable, "-m", "tests.e2e.tray_hand", "--site", "http://127.0.0.1:9", "--data-dir", str(folder), *options],
            cwd=ROOT, stdin=PIPE, stdout=PIPE, stderr=PIPE, text=True,
            env={**environment, "DISPLAY": display, "DBUS_SESSION_BUS_ADDRESS": bus},
        )  # fmt: skip
        threading.Thread(target=self._listen, daemon=True).start()

    def _listen(self) -> None:
        assert self.process.stdout is not None
        for line in self.process.stdout:
            self.now = json.loads(line)

    def order(self, *words: str) -> None:
        assert self.process.stdin is not None
        self.process.stdin.write(" ".join(words) + "\n")
        self.process.stdin.flush()

    def until(self, true: Callable[[dict[str, Any]], Any], within_s: float = 60) -> None:
        deadline = time.monotonic() + within_s
        while not (self.now and true(self.now)):
            assert self.process.poll() is None, self.process.stderr and self.process.stderr.read()
            assert time.monotonic() < deadline, self.now
            time.sleep(0.02)


@contextmanager
def program(folder: Path, display: str, bus: str, *options: str) -> Iterator[Program]:
    made = Program(folder, display, bus, *options)
    try:
        yield made
    finally:
        made.process.terminate()
        try:
            assert made.process.wait(30) == 0
        finally:
            made.process.kill()
            for stream in (made.process.stdin, made.process.stdout, made.process.stderr):
                assert stream is not None
                stream.close()


@contextmanager
def trayer(display: str, bus: str) -> Iterator[object]:
    """A host that speaks XEmbed; where it is not installed, the other one."""
    if shutil.which("trayer") is None:
        with desktop("watcher", bus) as host:
            yield host
        return
    with subprocess.Popen(
        ["trayer", "--edge", "top", "--align", "right", "--height", "32"], env={**os.environ, "DISPLAY": display},
        stdout=DEVNULL, stderr=DEVNULL,
    ) as host:  # fmt: skip
        try:
            yield host
        finally:
            host.kill()


class Bus:
    """Calls methods as a host of tray icons does."""

    def __init__(self, address: str) -> None:
        self.connection = open_dbus_connection(bus=address)

    def call(self, name: str, path: str, interface: str, member: str, signature: str, *body: Any) -> Any:
        address = DBusAddress(path, bus_name=name, interface=interface)
        reply = self.connection.send_and_get_reply(
            new_method_call(address, member, signature or None, body), timeout=20
        )
        assert reply.header.message_type is not MessageType.error, reply.body
        return reply.body

    def status(self, name: str) -> str:
        return str(
            self.call(name, "/StatusNotifierItem", "org.freedesktop.DBus.Properties", "Get", "ss", ITEM, "Status")[0][1]
        )


def item_of(host: Desktop, number: int = 0) -> str:
    """The bus name of an icon that registered."""
    deadline = time.monotonic() + 60
    while len(host.of("RegisterStatusNotifierItem")) <= number:
        assert time.monotonic() < deadline
        time.sleep(0.02)
    return str([each["sender"] for each in host.heard if each["member"] == "RegisterStatusNotifierItem"][number])


def entries(bus: Bus, name: str) -> dict[str, int]:
    """The menu as the host reads it, without opening it: each line's number by its text."""
    bus.call(name, "/MenuBar", MENU, "AboutToShow", "i", 0)
    _, (_, _, children) = bus.call(name, "/MenuBar", MENU, "GetLayout", "iias", 0, -1, [])
    return {
        values["label"][1].replace("_", ""): number
        for _, (number, values, _) in children
        if "label" in values and values.get("visible", ("b", True))[1]
    }


def test_a_host_that_comes_after_linkapp_gets_its_icon_and_the_menu_ends_everything(
    screen: str, bus: str, tmp_path: Path
) -> None:
    with program(tmp_path, screen, bus, "--background") as window:
        window.until(lambda now: now["opened"])
        assert not window.now["tray"]
        with desktop("watcher", bus) as host:
            name = item_of(host)
            window.until(lambda now: now["tray"])
            assert not window.now["visible"]
            talk = Bus(bus)
            assert talk.status(name) == "Active", "what is passive is hidden by many hosts"
            wanted = {"Run now…", "Show log", "Settings…", "Quit", "Nothing is scheduled", "Pause until tomorrow"}
            menu = entries(talk, name)
            until = time.monotonic() + 30
            while not wanted <= set(menu) and time.monotonic() < until:  # the schedule is read after the start
                time.sleep(0.05)
                menu = entries(talk, name)
            assert next(iter(menu)) == "Open LinkApp"
            assert wanted <= set(menu)
            talk.call(name, "/StatusNotifierItem", ITEM, "Activate", "ii", 0, 0)
            window.until(lambda now: now["visible"])
            window.order("close")
            window.until(lambda now: not now["visible"])
            talk.call(name, "/MenuBar", MENU, "Event", "isvu", menu["Pause until tomorrow"], "clicked", ("s", ""), 0)
            window.until(lambda now: now["state"] in ("paused", "needs_you"))
            talk.call(name, "/MenuBar", MENU, "Event", "isvu", menu["Quit"], "clicked", ("s", ""), 0)
            assert window.process.wait(30) == 0
            talk.connection.close()


def test_a_host_that_begins_anew_gets_the_icon_again_and_one_of_another_kind_too(
    screen: str, bus: str, tmp_path: Path
) -> None:
    with program(tmp_path, screen, bus) as window:
        window.until(lambda now: now["opened"])
        for _ in range(2):
            with desktop("watcher", bus) as host:
                item_of(host)
                window.until(lambda now: now["tray"])
                window.order("close")
                window.until(lambda now: not now["visible"])
            window.until(lambda now: not now["tray"])
        with trayer(screen, bus):
            window.until(lambda now: now["tray"] and now["place"][2:] > [8, 8])
            window.order("trigger", "open")
            window.until(lambda now: now["visible"])
            window.order("close")  # what hides every window of a program may hide the one in which its icon is drawn
            window.until(lambda now: not now["visible"] and now["place"][2:] > [8, 8])
            with desktop("watcher", bus) as host:
                name = item_of(host)
                talk = Bus(bus)
                talk.call(name, "/StatusNotifierItem", ITEM, "Activate", "ii", 0, 0)
                window.until(lambda now: now["visible"])
                talk.connection.close()


def test_a_watcher_without_a_host_is_no_tray(screen: str, bus: str, tmp_path: Path) -> None:
    """Its name is on the bus before a panel shows anything: a window that hid then would be out of sight and reach."""
    with desktop("watcher", bus) as host, program(tmp_path, screen, bus) as window:
        host.do(False)
        window.until(lambda now: now["opened"] and not now["tray"])
        window.order("close")
        window.until(lambda now: now["minimised"])
        host.do(True)
        window.until(lambda now: now["tray"])
        item_of(host)
        window.order("close")
        window.until(lambda now: not now["visible"])
        host.freeze()
        window.order("trigger", "open")
        window.until(lambda now: now["visible"])


def test_without_any_host_a_start_in_the_background_is_not_out_of_reach(screen: str, bus: str, tmp_path: Path) -> None:
    with program(tmp_path, screen, bus, "--background") as window:
        window.until(lambda now: now["opened"])
        assert not window.now["visible"]
        done = subprocess.run(
            [sys.executable, "main.py", "--site", "http://127.0.0.1:9", "--data-dir", str(tmp_path), "--lang", "en"],
            cwd=ROOT, capture_output=True, text=True, timeout=60, check=False, env={**os.environ, "DISPLAY": screen},
        )  # fmt: skip
        assert (done.returncode, done.stderr.strip()) == (0, "LinkApp is open already; its window was shown.")
        window.until(lambda now: now["visible"] and not now["minimised"])
        window.order("close")
        window.until(lambda now: now["minimised"])
