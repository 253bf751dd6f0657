"""Every test here runs on the window's own loop, without a screen unless one is asked for."""

from __future__ import annotations

import asyncio
import gc
import os
from collections.abc import Awaitable, Callable, Iterator
from typing import Any

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

import pytest
import pytest_asyncio
from PySide6.QtCore import QObject
from PySide6.QtWidgets import QApplication

from linkapp.services.application import Application
from linkapp.ui import doing
from linkapp.ui.application import make_application
from linkapp.ui.loop import make_loop
from linkapp.ui.window import MainWindow
from tests.ui.fakes import FakeGreetings, fake_application


def _loop() -> asyncio.AbstractEventLoop:
    return make_loop(make_application([]))


def pytest_asyncio_loop_factories(config: Any, item: Any) -> dict[str, Callable[[], asyncio.AbstractEventLoop]]:
    return {"qt": _loop}


@pytest.fixture(scope="session")
def qapp() -> QApplication:
    """The one application object, for pytest-qt as well."""
    return make_application([])


@pytest.fixture(autouse=True)
def _nothing_left_over() -> Iterator[None]:
    """What is left of windows goes here: later tests have other threads, which may not free widgets. What stays stays to
    the end, and is not looked through again after every test."""
    yield
    gc.collect()
    gc.freeze()


@pytest.fixture
def faults() -> Iterator[list[BaseException]]:
    """Errors that reached the one place. A test that expects one empties the list."""
    told: list[BaseException] = []
    end = doing.on_error(told.append)
    yield told
    end()
    assert not told, f"unexpected faults: {told!r}"


OpenWindow = Callable[..., Awaitable[MainWindow]]


@pytest_asyncio.fixture
async def open_window(qapp: QApplication, faults: list[BaseException]) -> Any:
    """A window on an application, read and ready; everything ends with the test."""
    opened: list[MainWindow] = []

    async def make(app: Application | None = None, **more: Any) -> MainWindow:
        more.setdefault("hold_seconds", 0)
        window = MainWindow(**more)
        opened.append(window)
        window.resize(1100, 700)
        window.show()
        await window.attach(app or fake_application(FakeGreetings()))
        await until(lambda: not window.reading_now)
        return window

    yield make
    for window in opened:
        await window.end()
        window.deleteLater()
    await doing.end_all()
    for _ in range(3):
        await asyncio.sleep(0)


async def until(true: Callable[[], Any], within_s: float = 30.0) -> None:
    """Wait until something is true, without a loop of its own."""
    async with asyncio.timeout(within_s):
        while not true():  # noqa: ASYNC110 - what is waited for are widgets, not events
            await asyncio.sleep(0.005)


def children(root: QObject, kind: type) -> list[Any]:
    """All descendants of a kind."""
    return list(root.findChildren(kind))
