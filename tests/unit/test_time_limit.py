"""A limit of time, also inside a task that was cancelled already."""

from __future__ import annotations

import asyncio

import pytest

from linkapp.services.time_limit import time_limit


async def test_what_takes_too_long_is_ended_with_a_timeout() -> None:
    with pytest.raises(TimeoutError):
        async with time_limit(0.001):
            await asyncio.Event().wait()
    task = asyncio.current_task()
    assert task is not None
    assert task.cancelling() == 0


async def test_what_is_quick_is_left_alone() -> None:
    async with time_limit(60):
        await asyncio.sleep(0)


async def test_a_clean_up_in_a_cancelled_task_meets_its_limit_as_a_timeout_and_goes_on() -> None:
    done: list[str] = []

    async def work() -> None:
        try:
            await asyncio.Event().wait()
        finally:
            try:
                async with time_limit(0.001):
                    await asyncio.Event().wait()
            except TimeoutError:
                done.append("limited")
            await asyncio.sleep(0)
            done.append("closed")

    task = asyncio.ensure_future(work())
    await asyncio.sleep(0)
    task.cancel()
    await asyncio.wait({task})
    assert done == ["limited", "closed"]
    assert task.cancelled()


async def test_somebody_elses_cancellation_is_passed_on() -> None:
    async def work() -> None:
        async with time_limit(60):
            await asyncio.Event().wait()

    task = asyncio.ensure_future(work())
    await asyncio.sleep(0)
    task.cancel()
    await asyncio.wait({task})
    assert task.cancelled()
