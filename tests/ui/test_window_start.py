"""The window before everything is in it: it looks as it did, can be closed, and is not started twice."""

from __future__ import annotations

import asyncio
import os
import signal
import subprocess
import sys
from pathlib import Path

from PySide6.QtCore import QByteArray, QSettings
from PySide6.QtWidgets import QApplication

from linkapp.ui.app_window import show
from linkapp.ui.frame import WindowFrame
from linkapp.ui.theme import DARK, LIGHT
from linkapp.ui.window import MainWindow
from tests.ui.fakes import FakeGreetings, fake_application

ROOT = Path(__file__).resolve().parent.parent.parent
PAINTED = """
import os, signal, sys
from linkapp.app import main
from linkapp.ui.frame import WindowFrame

paint = WindowFrame.paintEvent
def painted(window, event):
    paint(window, event)
    {what}
WindowFrame.paintEvent = painted
main(sys.argv[1:])
"""


def at_first_paint(folder: Path, what: str) -> subprocess.CompletedProcess[str]:
    """A real program that does something at its first paint."""
    return subprocess.run(
        [sys.executable, "-c", PAINTED.format(what=what), "--data-dir", str(folder), "--site", "http://127.0.0.1:9"],
        cwd=ROOT,
        env={**os.environ, "QT_QPA_PLATFORM": "offscreen"},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )


def test_the_frame_is_as_the_window_was(qapp: QApplication, tmp_path: Path) -> None:
    before = MainWindow(data_folder=tmp_path)
    before.resize(781, 577)
    before.tabs.go(2)
    before._keep_place()
    before.state.keep("dark", 1)
    before.state.keep("language", "fr")
    before.state.write()
    ini = QSettings(str(tmp_path / "window.ini"), QSettings.Format.IniFormat)
    assert isinstance(ini.value("geometry"), QByteArray)
    frame = WindowFrame(data_folder=tmp_path)
    assert (frame.width(), frame.height(), frame.tabs.number) == (781, 577, 2)
    assert frame.palette().window().color().name() == DARK.ground, "no flash of the other theme"
    assert [frame.tabs.bar.tabText(number) for number in range(3)] == ["Campagne", "Contacts", "Journal"]
    for window in (before, frame):
        window.deleteLater()
    furnished = MainWindow(data_folder=tmp_path)
    assert furnished.palette().window().color().name() == LIGHT.ground, "what the system says now"
    furnished.deleteLater()


def test_nothing_moves_when_the_window_is_filled(qapp: QApplication) -> None:
    window = MainWindow(furnished=False)
    window.show()
    tabs = [window.tabs.bar.tabRect(number) for number in range(3)]
    bar = window.menuBar().geometry()
    for _ in window.furnish():
        pass
    assert [window.tabs.bar.tabRect(number) for number in range(3)] == tabs
    assert window.menuBar().geometry() == bar
    window.close()
    window.deleteLater()


async def test_a_window_that_is_closed_before_it_is_filled_ends_the_program(qapp: QApplication) -> None:
    window = MainWindow(furnished=False, hold_seconds=0)
    window.show()
    window.close()
    assert not window.isVisible()

    async def opened() -> object:
        return fake_application(FakeGreetings())

    async with asyncio.timeout(30):
        await show(opened, stop=asyncio.Event(), window=window)  # type: ignore[arg-type]


def test_a_signal_at_the_first_paint_ends_the_program(tmp_path: Path) -> None:
    for number in (signal.SIGINT, signal.SIGTERM):
        ended = at_first_paint(
            tmp_path, f"__import__('threading').Timer(0.05, os.kill, (os.getpid(), {int(number)})).start()"
        )
        assert ended.returncode in (-number, 0), ended.stderr
        assert "Traceback" not in ended.stderr


def test_a_click_on_an_icon_twice_opens_one_window(tmp_path: Path) -> None:
    options = [sys.executable, str(ROOT / "main.py"), "--data-dir", str(tmp_path), "--site", "http://127.0.0.1:9"]
    environment = {**os.environ, "QT_QPA_PLATFORM": "offscreen"}
    both = [
        subprocess.Popen(options, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        for _ in range(2)
    ]
    try:
        deadline = 60
        while all(each.poll() is None for each in both) and deadline > 0:
            try:
                both[1].wait(timeout=0.2)
            except subprocess.TimeoutExpired:
                deadline -= 0.2
        states = [each.poll() for each in both]
        assert sorted(states, key=str) in ([0, None],), states
    finally:
        for each in both:
            if each.poll() is None:
                each.send_signal(signal.SIGTERM)
            each.wait(timeout=30)
