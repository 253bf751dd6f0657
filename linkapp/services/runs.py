"""One run at a time: pause, go on and stop, asked for by a person while a use case is at work."""

from __future__ import annotations

import asyncio
from collections.abc import Coroutine
from datetime import datetime
from typing import Any, TypeVar

from linkapp.services.ports.clock import Clock

T = TypeVar("T")


class Control:
    """The person's hand on a run. Stop is honoured before the next click; a click already made is settled first."""

    def __init__(self) -> None:
        self._go = asyncio.Event()
        self._go.set()
        self._stop = asyncio.Event()

    @property
    def stopping(self) -> bool:
        """Whether Stop was asked for."""
        return self._stop.is_set()

    @property
    def paused(self) -> bool:
        """Whether the run is held."""
        return not self._go.is_set()

    def pause(self) -> None:
        """Hold the run before its next person."""
        self._go.clear()

    def resume(self) -> None:
        """Let it go on."""
        self._go.set()

    def stop(self) -> None:
        """End the run before its next click."""
        self._stop.set()
        self._go.set()

    async def going(self) -> bool:
        """Wait while paused; True to go on, False to stop."""
        await self._go.wait()
        return not self._stop.is_set()

    async def unless_stopped(self, doing: Coroutine[Any, Any, T]) -> T | None:
        """What ``doing`` gives, or None where Stop came first: it is cancelled then. For what only reads."""
        if self._stop.is_set():
            doing.close()
            return None
        task = asyncio.ensure_future(doing)
        stopping = asyncio.ensure_future(self._stop.wait())
        try:
            await asyncio.wait({task, stopping}, return_when=asyncio.FIRST_COMPLETED)
            return task.result() if task.done() else None
        finally:
            task.cancel()
            stopping.cancel()
            await asyncio.gather(task, stopping, return_exceptions=True)

    async def wait_until(self, clock: Clock, deadline: datetime) -> bool:
        """Wait for the deadline, or for Stop; True when the deadline was reached."""
        waiting = asyncio.ensure_future(clock.sleep_until(deadline))
        stopping = asyncio.ensure_future(self._stop.wait())
        try:
            await asyncio.wait({waiting, stopping}, return_when=asyncio.FIRST_COMPLETED)
        finally:
            waiting.cancel()
            stopping.cancel()
            await asyncio.gather(waiting, stopping, return_exceptions=True)
        return not self._stop.is_set()
