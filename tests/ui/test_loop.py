"""The loop: never early, ended by signals, one clear sentence where there is no screen."""

from __future__ import annotations

import asyncio
import gc
import os
import shutil
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest
from PySide6.QtCore import QLibraryInfo, QObject
from PySide6.QtWidgets import QDialog, QWidget

from linkapp.display import display_problem
from linkapp.domain.known_error import KnownError
from linkapp.ui import doing
from linkapp.ui.application import NoDisplay, make_application
from linkapp.ui.loop import garbage_collected_here, make_loop
from linkapp.ui.platform_plugin import not_loaded, platforms_there
from tests.ui.conftest import until

ROOT = Path(__file__).resolve().parents[2]


@pytest.mark.parametrize("wait", [0.01, 0.1, 0.25, 0.5])
async def test_a_sleep_is_never_early(wait: float) -> None:
    for _ in range(3):
        begun = time.monotonic()
        await asyncio.sleep(wait)
        assert time.monotonic() - begun >= wait


async def test_a_wait_longer_than_qt_can_count_is_taken_and_can_be_cancelled() -> None:
    task = asyncio.get_running_loop().create_task(asyncio.sleep(10**9))
    await asyncio.sleep(0.01)
    assert not task.done()
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task


def test_a_task_that_is_due_where_the_loop_stops_finds_it_running() -> None:
    """Qt is asked once more for what waits after the loop has stopped; nobody can await anything without a loop."""

    async def many() -> None:
        for _ in range(100):
            await asyncio.sleep(0)
            asyncio.get_running_loop()

    async def start() -> asyncio.Task[None]:
        return asyncio.get_running_loop().create_task(many())

    with asyncio.Runner(loop_factory=lambda: make_loop(make_application([]))) as runner:
        task = runner.run(start())
        make_application([]).processEvents()
        runner.run(asyncio.wait_for(task, 30))
        assert asyncio._get_running_loop() is None


def test_the_binding_keeps_the_reference_count_of_none() -> None:
    thing = QObject()
    before = sys.getrefcount(None)
    for _ in range(500):
        thing.setObjectName("x")
    assert abs(sys.getrefcount(None) - before) < 50


async def test_garbage_is_collected_by_the_windows_own_thread_only() -> None:
    """A widget that the ledger's thread happens to free ends the process."""
    freed_by: list[threading.Thread] = []

    class Left:
        def __init__(self) -> None:
            self.itself = self

        def __del__(self) -> None:
            freed_by.append(threading.current_thread())

    def busy() -> None:
        for _ in range(3):
            assert len([[number] for number in range(20_000)]) == 20_000

    with garbage_collected_here(every_ms=5):
        Left()
        other = threading.Thread(target=busy)
        other.start()
        other.join()
        assert freed_by == []
        kept = [[number] for number in range(2_000)]
        await until(lambda: freed_by)
        assert len(kept) == 2_000
        assert freed_by == [threading.current_thread()]
    assert gc.isenabled()


def test_no_screen_is_one_clear_sentence() -> None:
    told = display_problem({}, "linux")
    assert told.count(".") == 1
    assert "graphical session" in told


def test_a_display_that_does_not_answer_is_told_before_qt_aborts() -> None:
    assert ":87654" in display_problem({"DISPLAY": ":87654"}, "linux")


@pytest.mark.parametrize(
    ("environment", "platform"),
    [
        ({"QT_QPA_PLATFORM": "offscreen"}, "linux"),
        ({"QT_QPA_PLATFORM": "minimal:x"}, "linux"),
        ({}, "win32"),
        ({}, "darwin"),
    ],
)
def test_where_there_may_be_a_screen_nothing_is_said(environment: dict[str, str], platform: str) -> None:
    assert display_problem(environment, platform) == ""


def test_an_application_without_a_screen_raises_instead_of_aborting() -> None:
    code = (
        "import os, sys\n"
        "os.environ.pop('QT_QPA_PLATFORM', None); os.environ.pop('DISPLAY', None)\n"
        "os.environ.pop('WAYLAND_DISPLAY', None)\n"
        "from linkapp.ui.application import NoDisplay, make_application\n"
        "try:\n    make_application()\nexcept NoDisplay as error:\n    print(error); sys.exit(9)\n"
    )
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 9, done.stderr
    assert issubclass(NoDisplay, KnownError)


def opened(folder: Path, **environment: str) -> subprocess.CompletedProcess[str]:
    """The window, opened by a process of its own in an environment; its words are English."""
    clean = {name: value for name, value in os.environ.items() if not name.startswith(("QT_", "DISPLAY", "WAYLAND"))}
    return subprocess.run([sys.executable, "main.py", "--lang", "en", "--data-dir", str(folder)], cwd=ROOT, env=clean | environment,
                          capture_output=True, text=True, check=False, timeout=60)  # fmt: skip


@pytest.mark.parametrize("name", ["nonsense", "nonsense:x=1", " offscreen", "offscreen,xcb", "nonsense;rubbish"])
def test_a_platform_that_qt_does_not_have_is_one_sentence_and_no_abort(tmp_path: Path, name: str) -> None:
    done = opened(tmp_path, QT_QPA_PLATFORM=name)
    assert done.returncode == 2, (done.returncode, done.stderr)
    assert f"QT_QPA_PLATFORM names {name.split(';')[0].split(':')[0]}, and" in done.stderr
    assert "xcb" in done.stderr
    assert "bug" not in done.stderr


def test_a_platform_whose_library_is_missing_is_one_sentence_and_no_abort(tmp_path: Path) -> None:
    shipped = Path(QLibraryInfo.path(QLibraryInfo.LibraryPath.PluginsPath)) / "platforms" / "libqoffscreen.so"
    if not shipped.exists():
        pytest.skip("Qt's parts are files of another kind here")
    whole = shipped.read_bytes()
    needs = b"libxkbcommon.so.0"
    assert needs in whole
    (tmp_path / "libqelsewhere.so").write_bytes(
        whole.replace(needs, b"libxkbcommox.so.0").replace(b"offscreen", b"elsewhere")
    )
    done = opened(tmp_path, QT_QPA_PLATFORM="elsewhere", QT_QPA_PLATFORM_PLUGIN_PATH=str(tmp_path))
    assert done.returncode == 2, (done.returncode, done.stderr)
    assert "libxkbcommox.so.0" in done.stderr
    assert "bug" not in done.stderr


def test_the_first_platform_that_is_there_is_taken(tmp_path: Path) -> None:
    there = platforms_there({"QT_QPA_PLATFORM": "nonsense;OFFSCREEN:a=b;xcb"}, "linux")
    assert isinstance(there, dict)
    assert list(there) == ["OFFSCREEN:a=b", "xcb"]
    assert not_loaded(there) is None
    usual = platforms_there({"WAYLAND_DISPLAY": "wayland-0"}, "linux")
    assert isinstance(usual, dict)
    assert list(usual) == ["wayland", "xcb"]
    missing = platforms_there({}, "win32")
    assert isinstance(missing, KnownError)
    assert missing.code == "display_missing"
    assert platforms_there({}, "beos") == {}
    assert "does not answer" in display_problem({"QT_QPA_PLATFORM": "wayland;xcb", "DISPLAY": ":87654"}, "linux")
    assert "does not answer" in display_problem({"QT_QPA_PLATFORM": "XCB", "DISPLAY": ":87654"}, "linux")
    assert display_problem({"QT_QPA_PLATFORM": "xcb;offscreen", "DISPLAY": ":87654"}, "linux") == ""


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_a_signal_ends_an_idle_program_at_once_and_in_order(number: signal.Signals) -> None:
    code = (
        "import asyncio\n"
        "from linkapp.ui.loop import run_app\n"
        "async def main(stop):\n"
        "    print('up', flush=True)\n"
        "    await stop.wait()\n"
        "    await asyncio.sleep(0.05)\n"
        "    print('down', flush=True)\n"
        "    return 7\n"
        "raise SystemExit(run_app(main))\n"
    )
    environment = {**os.environ, "QT_QPA_PLATFORM": "offscreen"}
    with subprocess.Popen(
        [sys.executable, "-W", "error", "-c", code],
        cwd=ROOT,
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    ) as process:
        assert process.stdout is not None
        assert process.stdout.readline().strip() == "up"
        process.send_signal(number)
        out, err = process.communicate(timeout=10)
        assert process.returncode == 7, err
        assert "down" in out


def test_the_first_paint_needs_qt_only(tmp_path: Path) -> None:
    code = (
        "import sys\n"
        "from pathlib import Path\n"
        "from PySide6.QtCore import QTimer\n"
        "from linkapp.ui.application import make_application\n"
        "application = make_application()\n"
        "from linkapp.ui.window import MainWindow\n"
        "window = MainWindow(data_folder=Path(sys.argv[1]))\n"
        "window.show()\n"
        "QTimer.singleShot(50, lambda: application.exit(0))\n"
        "application.exec()\n"
        "heavy = {'sqlalchemy', 'playwright', 'aiohttp', 'keyring', 'alembic', 'cryptography', 'structlog'}\n"
        "loaded = sorted(heavy & set(sys.modules))\n"
        "qt = sorted(name for name in sys.modules if name.startswith('PySide6.Qt'))\n"
        "print(loaded, qt)\n"
    )
    environment = {**os.environ, "QT_QPA_PLATFORM": "offscreen"}
    done = subprocess.run(
        [sys.executable, "-W", "error", "-c", code, str(tmp_path)],
        cwd=ROOT,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )
    assert done.returncode == 0, done.stderr
    assert done.stdout.strip() == "[] ['PySide6.QtCore', 'PySide6.QtGui', 'PySide6.QtWidgets']"


# coroutines of widgets


async def test_a_coroutine_is_cancelled_with_its_widget(faults: list[BaseException]) -> None:
    widget = QWidget()
    task = doing.start(asyncio.sleep(30), owner=widget)
    widget.deleteLater()
    await until(task.done)
    assert task.cancelled()


async def test_a_named_start_replaces_the_one_before(faults: list[BaseException]) -> None:
    widget = QWidget()
    first = doing.start(asyncio.sleep(30), owner=widget, name="read")
    other = doing.start(asyncio.sleep(30), owner=widget, name="else")
    second = doing.start(asyncio.sleep(0), owner=widget, name="read")
    await until(second.done)
    assert first.cancelled()
    assert not other.done()
    widget.deleteLater()
    await until(other.done)


async def test_an_error_reaches_the_one_place(faults: list[BaseException]) -> None:
    async def fail() -> None:
        raise ValueError("a bug")

    widget = QWidget()
    doing.start(fail(), owner=widget)
    await until(lambda: faults)
    assert isinstance(faults.pop(), ValueError)
    widget.deleteLater()


async def test_a_dialog_is_answered_while_other_tasks_go_on(faults: list[BaseException]) -> None:
    dialog = QDialog()
    ticks = 0

    async def tick() -> None:
        nonlocal ticks
        while True:
            ticks += 1
            await asyncio.sleep(0.005)

    ticking = asyncio.get_running_loop().create_task(tick())
    asking = asyncio.get_running_loop().create_task(doing.ask(dialog))
    await until(lambda: dialog.isVisible() and ticks > 3)
    dialog.accept()
    assert await asking == QDialog.DialogCode.Accepted
    ticking.cancel()


async def test_a_dialog_that_is_asked_no_more_is_closed() -> None:
    dialog = QDialog()
    asking = asyncio.get_running_loop().create_task(doing.ask(dialog))
    await until(dialog.isVisible)
    asking.cancel()
    with pytest.raises(asyncio.CancelledError):
        await asking
    await asyncio.sleep(0.01)


def test_the_application_outlives_its_last_window() -> None:
    assert not make_application([]).quitOnLastWindowClosed()


@pytest.mark.skipif(shutil.which("Xvfb") is None, reason="needs an X server to lose")
def test_a_display_that_goes_away_is_told_and_is_no_bug(tmp_path: Path) -> None:
    program = (
        "import asyncio\n"
        "from PySide6.QtWidgets import QLabel\n"
        "from linkapp.ui.loop import DisplayLost, run_app\n"
        "async def main(stop):\n"
        "    label = QLabel('here'); label.show(); print('shown', flush=True)\n"
        "    await stop.wait()\n"
        "    await asyncio.sleep(0)\n"
        "    asyncio.get_running_loop()\n"
        "try:\n    run_app(main)\nexcept DisplayLost as lost:\n    print(lost, flush=True)\n"
    )
    reader, writer = os.pipe()
    server = subprocess.Popen(
        ["Xvfb", "-displayfd", str(writer), "-screen", "0", "640x480x24"], pass_fds=[writer], stderr=subprocess.DEVNULL
    )
    os.close(writer)
    with os.fdopen(reader) as said:
        display = f":{said.readline().strip()}"
    environment = os.environ | {"DISPLAY": display, "QT_QPA_PLATFORM": "xcb", "PYTHONIOENCODING": "utf-8"}
    environment.pop("WAYLAND_DISPLAY", None)
    with subprocess.Popen(
        [sys.executable, "-c", program], env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
        cwd=Path(__file__).resolve().parents[2], encoding="utf-8",
    ) as running:  # fmt: skip
        try:
            assert running.stdout is not None
            first = running.stdout.readline()
            server.terminate()
            server.wait(10)
            out, err = running.communicate(timeout=20)
        finally:
            running.kill()
            server.kill()
            server.wait()
    assert first == "shown\n", err
    assert "The display went away" in out, err
    assert "Traceback" not in err
