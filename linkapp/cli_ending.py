"""The person, or the system, ends a command: SIGINT, SIGTERM, SIGHUP.

The first one asks: a run stops before its next click and tells what was done. The second one insists: everything is
cancelled and closed, and what was done is told all the same.
"""

from __future__ import annotations

import asyncio
import os
import signal
from collections.abc import Callable, Iterator
from contextlib import contextmanager

ASKING = tuple(getattr(signal, name) for name in ("SIGINT", "SIGTERM", "SIGHUP", "SIGBREAK") if hasattr(signal, name))
"""The signals that ask a program to end."""


@contextmanager
def on_signals(ask: Callable[[], object]) -> Iterator[None]:
    """Inside, each of these signals calls ``ask`` on the loop. One that is ignored (``nohup``) stays ignored."""
    loop = asyncio.get_running_loop()
    wanted = [number for number in ASKING if signal.getsignal(number) is not signal.SIG_IGN]
    if os.name == "posix":
        for number in wanted:
            loop.add_signal_handler(number, ask)
        try:
            yield
        finally:
            for number in wanted:
                loop.remove_signal_handler(number)
        return
    before = {number: signal.signal(number, lambda *_: loop.call_soon_threadsafe(ask)) for number in wanted}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


class Ending:
    """What a signal does to the command in this task: first ``stop`` where that is enough, else the task ends."""

    def __init__(self, stop: Callable[[], object] | None) -> None:
        """``stop`` asks the command to end by itself; None where there is nothing to finish first."""
        self._stop = stop
        self._task = asyncio.current_task()
        self.asked = False

    def __call__(self) -> None:
        """A signal came."""
        if self._stop is not None and not self.asked:
            self._stop()
        elif self._task is not None:
            self._task.cancel()
        self.asked = True
