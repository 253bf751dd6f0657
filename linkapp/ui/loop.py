"""The one loop: Qt and asyncio together, with timers that are never early, ended by a signal or by Quit."""

from __future__ import annotations

import asyncio
import contextlib
import gc
import math
import os
import signal
import sys
from collections.abc import Callable, Coroutine, Iterator
from typing import Any, TypeVar, cast

import qasync  # type: ignore[import-untyped]
from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QApplication

from linkapp.display import display_problem
from linkapp.ui.application import make_application
from linkapp.ui.x_connection import outlive_broken_connection

T = TypeVar("T")
LONGEST_S = 2**31 / 1000 - 1
"""Qt's timers count milliseconds in 32 bits; a longer wait is cut here and has to be asked for again."""


class DisplayLost(RuntimeError):
    """The screen went away while the window stood on it; the message is one sentence for a person."""


def make_loop(application: QApplication) -> asyncio.AbstractEventLoop:
    """A qasync loop whose ``call_later`` and ``sleep`` never fire early (qasync's own are up to 5 % early), and whose
    tasks always find it running.

    qasync truncates to milliseconds and uses coarse timers. Its timer keeps its callbacks in a private table, which
    is why the version is pinned and tests cover this.
    """
    loop = qasync.QEventLoop(application)
    timer = loop._timer
    callbacks = timer._SimpleTimer__callbacks

    def add_callback(handle: Any, delay: float = 0) -> Any:
        milliseconds = math.ceil(max(0.0, min(delay, LONGEST_S)) * 1000)
        callbacks[timer.startTimer(milliseconds, Qt.TimerType.PreciseTimer)] = _WithLoop(loop, handle)
        return handle

    timer.add_callback = add_callback
    return cast(asyncio.AbstractEventLoop, loop)


class _WithLoop:
    """A callback of a loop, called with that loop as the running one. Where a loop stops, qasync has Qt do once more
    what waits, after it has said that no loop runs: a task that is due then would fail at the first wait."""

    __slots__ = ("_handle", "_loop")

    def __init__(self, loop: asyncio.AbstractEventLoop, handle: Any) -> None:
        self._loop, self._handle = loop, handle

    @property
    def _cancelled(self) -> bool:
        return bool(self._handle._cancelled)

    def _run(self) -> None:
        if asyncio._get_running_loop() is not None:
            self._handle._run()
            return
        asyncio._set_running_loop(self._loop)
        try:
            self._handle._run()
        finally:
            asyncio._set_running_loop(None)


def run_app(main: Callable[[asyncio.Event], Coroutine[Any, Any, T]]) -> T:
    """Run the whole program: one coroutine, given the event that asks it to end.

    The event is set by SIGINT, SIGTERM, SIGHUP, and the session's or the system's own Quit. The coroutine ends in its
    own time; its value is returned and its exception raised here. Raises ``DisplayLost`` where the screen goes away.
    """
    application = make_application()
    outlive_broken_connection(application)

    async def all_of_it() -> T:
        stop = asyncio.Event()
        application.aboutToQuit.connect(stop.set)
        give_back = _listen_to_signals(stop)
        try:
            with garbage_collected_here():
                return await main(stop)
        finally:
            give_back()
            application.aboutToQuit.disconnect(stop.set)

    try:
        with asyncio.Runner(loop_factory=lambda: make_loop(application)) as runner:
            return runner.run(all_of_it())
    except Exception as error:
        # Qt ends its loop when the display is gone, in the middle of anything; the error itself can be any.
        if display_problem(os.environ, sys.platform):
            raise DisplayLost("The display went away, and LinkApp’s window with it.") from error
        raise


@contextlib.contextmanager
def garbage_collected_here(every_ms: int = 500) -> Iterator[None]:
    """Have Python's cyclic garbage collected by this thread only, in between, as long as this lasts.

    Any thread that makes objects may be the one that collects, the ledger's too; a widget that is freed by another
    thread than its own ends the process.
    """
    was_on = gc.isenabled()
    gc.disable()
    timer = QTimer()
    timer.setInterval(every_ms)
    timer.timeout.connect(_collect)
    timer.start()
    try:
        yield
    finally:
        timer.stop()
        gc.collect()
        if was_on:
            gc.enable()


@contextlib.contextmanager
def nothing_collected() -> Iterator[None]:
    """While much is imported nothing is looked through for garbage: all of it stays, and to look takes as long as ten
    frames. At the end what is there by now is put aside for good."""
    _importing.append(None)
    try:
        yield
    finally:
        _importing.pop()
        gc.freeze()


_importing: list[None] = []


def _collect() -> None:
    """The oldest generation that is due by Python's own measure."""
    if _importing:
        return
    for generation, (count, limit) in reversed(list(enumerate(zip(gc.get_count(), gc.get_threshold(), strict=True)))):
        if limit and count > limit:
            gc.collect(generation)
            return


def _listen_to_signals(stop: asyncio.Event) -> Callable[[], None]:
    """Have SIGINT, SIGTERM and SIGHUP (unless it is ignored) set the event; returns the function that ends this."""
    loop = asyncio.get_running_loop()
    asking = [getattr(signal, name) for name in ("SIGINT", "SIGTERM", "SIGHUP") if hasattr(signal, name)]
    wanted = [number for number in asking if signal.getsignal(number) is not signal.SIG_IGN]
    if hasattr(loop, "add_signal_handler") and os.name != "nt":
        for number in wanted:
            loop.add_signal_handler(number, stop.set)

        def give_back() -> None:
            for number in wanted:
                loop.remove_signal_handler(number)

        return give_back
    before = {number: signal.signal(number, lambda *_: stop.set()) for number in wanted}
    waker = QTimer()  # Python looks at its signals only when Python code runs: an idle window has to be woken
    waker.setInterval(250)
    waker.timeout.connect(lambda: None)
    waker.start()

    def give_back_here() -> None:
        waker.stop()
        for number, handler in before.items():
            signal.signal(number, handler)

    return give_back_here
