"""A limit of time that also holds while something is being cleaned up."""

from __future__ import annotations

import asyncio
from types import TracebackType


class time_limit:  # noqa: N801 - used as ``asyncio.timeout`` is
    """As ``asyncio.timeout``: what runs longer is cancelled, and ``TimeoutError`` is raised.

    Python 3.11's own passes the cancellation on instead where the task was cancelled before: every clean-up that waits
    with a limit would end there, and with it whatever was still to be closed.
    """

    def __init__(self, seconds: float | None) -> None:
        """None: no limit."""
        self._seconds = seconds
        self._expired = False
        self._handle: asyncio.TimerHandle | asyncio.Handle | None = None

    async def __aenter__(self) -> None:
        task = asyncio.current_task()
        assert task is not None
        self._task = task
        self._before = task.cancelling()
        if self._seconds is not None:
            self._handle = asyncio.get_running_loop().call_later(self._seconds, self._expire)

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, _: TracebackType | None
    ) -> None:
        if self._handle is not None:
            self._handle.cancel()
        if self._expired and self._task.uncancel() <= self._before and kind is asyncio.CancelledError:
            raise TimeoutError from error

    def _expire(self) -> None:
        self._expired = True
        self._task.cancel()
