"""A call of a port that is cancelled at its n-th await: before what it waits for is done, or at the very moment it is."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Coroutine, Generator
from typing import Any


class _Cancelled:
    """Runs a coroutine inside the current task, which is cancelled when it waits for the ``at``-th time."""

    def __init__(self, work: Coroutine[Any, Any, Any], at: int, *, late: bool) -> None:
        self._work = work
        self._at = at
        self._late = late
        self.waited = 0

    def __await__(self) -> Generator[Any, Any, Any]:
        task = asyncio.current_task()
        assert task is not None
        given: Any = None
        thrown: BaseException | None = None
        while True:
            try:
                waits_for = self._work.throw(thrown) if thrown is not None else self._work.send(given)
            except StopIteration as end:
                return end.value
            self.waited += 1
            if self.waited == self._at:
                if self._late and waits_for is not None:
                    waits_for.add_done_callback(lambda _: task.cancel())  # comes before the task hears of it
                else:
                    task.cancel()
            given, thrown = None, None
            try:
                given = yield waits_for
            except BaseException as error:  # noqa: BLE001 - whatever is thrown in goes on inside
                thrown = error


async def cancelled_everywhere(
    call: Callable[[], Coroutine[Any, Any, Any]], after_each: Callable[[bool], Awaitable[None]], most: int = 200
) -> int:
    """Call it again and again, cancelled one await later each time, until it comes to its end; how many awaits there
    were. ``after_each`` is told whether the call was cancelled."""
    for late in (False, True):
        at = 0
        while True:
            at += 1
            assert at < most
            running = _Cancelled(call(), at, late=late)
            task = asyncio.ensure_future(_of(running))
            await asyncio.wait({task})
            if not task.cancelled():
                task.result()
            await after_each(task.cancelled())
            if running.waited < at:
                break
    return at - 1


async def _of(running: _Cancelled) -> Any:
    return await running
