"""The guardian beside a browser, with real processes in the places of the driver and the browser."""

from __future__ import annotations

import asyncio
import os
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path
from typing import NamedTuple

import pytest

from linkapp.engine import guardian
from linkapp.engine.browser import OwnBrowser
from linkapp.engine.guardian import Guardian, begun, browser_of

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="the guardian is there on Linux only")

DRIVER = """
import subprocess, sys
browser = subprocess.Popen([sys.executable, "-c", sys.argv[1]], start_new_session=True, stdin=subprocess.DEVNULL)
print(browser.pid, flush=True)
sys.stdin.read()
browser.wait()
"""
BROWSER = """
import subprocess, sys
page = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(600)"])
page.wait()
"""


class Processes(NamedTuple):
    driver: subprocess.Popen[str]
    browser: int

    @property
    def there(self) -> list[bool]:
        return [_alive(self.driver.pid), _alive(self.browser)]


def _alive(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(") ")[2][0] != "Z"
    except OSError:
        return False


def _start() -> Processes:
    driver = subprocess.Popen(
        [sys.executable, "-c", DRIVER, BROWSER], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    assert driver.stdout is not None
    return Processes(driver, int(driver.stdout.readline()))


@pytest.fixture
def processes(monkeypatch: pytest.MonkeyPatch) -> Iterator[Processes]:
    monkeypatch.setattr(guardian, "TRIES", 3)
    started = _start()
    page = Path(f"/proc/{started.browser}/task/{started.browser}/children")
    while not page.read_text():
        assert _alive(started.browser)
    yield started
    with suppress(ProcessLookupError):
        os.killpg(started.browser, signal.SIGKILL)
    started.driver.kill()
    started.driver.wait()
    for pipe in (started.driver.stdin, started.driver.stdout):
        assert pipe is not None
        with suppress(BrokenPipeError):
            pipe.close()


def _program_is_gone(watching: Guardian) -> int:
    """The end of the pipe, as it comes when the program is killed; returns how the shell ended."""
    shell, watching._shell = watching._shell, None
    assert shell is not None
    assert shell.stdin is not None
    shell.stdin.close()
    return shell.wait(60)


def test_a_frozen_browser_and_its_driver_are_gone_when_the_program_was_killed(processes: Processes) -> None:
    watching = Guardian(processes.driver.pid)
    assert watching.watches
    (page,) = map(int, Path(f"/proc/{processes.browser}/task/{processes.browser}/children").read_text().split())
    os.killpg(processes.browser, signal.SIGSTOP)
    _program_is_gone(watching)
    processes.driver.wait(60)
    assert processes.there == [False, False]
    assert not _alive(page)


def test_nothing_is_ended_while_the_program_lives_or_where_it_closed_the_browser_itself(processes: Processes) -> None:
    watching = Guardian(processes.driver.pid)
    assert processes.there == [True, True]
    watching.stop()
    assert not watching.watches
    assert processes.there == [True, True]


def test_a_driver_that_ends_the_browser_itself_is_waited_for(processes: Processes) -> None:
    watching = Guardian(processes.driver.pid)
    os.killpg(processes.browser, signal.SIGTERM)
    assert processes.driver.stdin is not None
    processes.driver.stdin.close()
    assert processes.driver.wait(60) == 0
    assert _program_is_gone(watching) != -signal.SIGKILL


@pytest.mark.parametrize("which", ["browser", "driver"])
def test_a_stranger_with_the_number_of_one_that_has_ended_is_left_alone(
    processes: Processes, which: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    theirs = processes.browser if which == "browser" else processes.driver.pid
    monkeypatch.setattr(guardian, "begun", _another_time(theirs))
    watching = Guardian(processes.driver.pid)
    _program_is_gone(watching)
    assert _alive(theirs)


def _another_time(of: int) -> Callable[[int], str]:
    return lambda pid: f"{int(begun(pid)) - 1}" if pid == of else begun(pid)


async def test_every_browser_has_one_until_it_is_closed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(guardian, "TRIES", 1)
    own = OwnBrowser(loopback=True)
    await own.start()
    first = own._guardian
    assert first is not None
    assert first.watches
    await own.close()
    assert not first.watches
    await own.start()
    assert own._driver is not None
    assert own._driver.pid is not None
    browser, second = browser_of(own._driver.pid), own._guardian
    assert browser is not None
    assert second is not None
    os.killpg(browser, signal.SIGSTOP)
    await asyncio.to_thread(_program_is_gone, second)
    assert not _alive(browser)
    await own.close()


def test_a_driver_without_a_browser_is_not_watched() -> None:
    child = subprocess.Popen([sys.executable, "-c", "input()"], stdin=subprocess.PIPE)
    assert browser_of(child.pid) is None
    assert not Guardian(child.pid).watches
    child.communicate(b"\n")
    assert begun(child.pid) == ""
