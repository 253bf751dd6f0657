"""The person, or the system, ends a command: SIGINT, SIGTERM, SIGHUP.

The first one asks: a run stops before its next click and tells what was done. The second one insists: everything is
cancelled and closed, and what was done is told all the same. Nobody has to insist where the browser is frozen: nothing
that waits for it would ever end.
"""

from __future__ import annotations

import asyncio
import os
import signal
from collections.abc import Awaitable, Callable, Iterator
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


LOOK_EVERY_S = 1.0
LONGEST_S = 20.0
"""How long a run may finish what it is doing, where the browser answers."""


class Ending:
    """What a signal does to the command in this task: first ``stop`` where that is enough, else the task ends."""

    def __init__(self, stop: Callable[[], object] | None) -> None:
        """``stop`` asks the command to end by itself; None where there is nothing to finish first."""
        self._stop = stop
        self._task = asyncio.current_task()
        self._watching: asyncio.Task[None] | None = None
        self.asked = False
        self.answers: Callable[[], Awaitable[bool]] | None = None
        """Whether the browser answers; known when it is known which."""

    def __call__(self) -> None:
        """A signal came."""
        if self._stop is not None and not self.asked:
            self._stop()
            self._watching = asyncio.get_running_loop().create_task(self._watch())
        elif self._task is not None:
            self._task.cancel()
        self.asked = True

    async def _watch(self) -> None:
        """Insist when the browser does not answer, or the run takes far too long."""
        until = asyncio.get_running_loop().time() + LONGEST_S
        while asyncio.get_running_loop().time() < until:
            await asyncio.sleep(LOOK_EVERY_S)
            if self.answers is not None and not await self.answers():
                break
        if self._task is not None:
            self._task.cancel()
