"""Things done at once, where one does not depend on the other."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable
from typing import Any, TypeVar

A = TypeVar("A")
B = TypeVar("B")


async def both(first: Awaitable[A], second: Awaitable[B]) -> tuple[A, B]:
    """Both answers, in this order. Where one fails the other one is waited for all the same; then the first failure is
    raised. An exception is no answer."""
    answers = await asyncio.gather(first, second, return_exceptions=True)
    for answer in answers:
        if isinstance(answer, BaseException):
            raise answer
    first_answer, second_answer = answers
    assert not isinstance(first_answer, BaseException)
    assert not isinstance(second_answer, BaseException)
    return first_answer, second_answer


async def ended(doing: asyncio.Future[Any] | None) -> None:
    """Break off what may still be going on and wait for its end. What became of it does not matter any more."""
    if doing is None:
        return
    doing.cancel()
    await asyncio.wait([doing])
    if not doing.cancelled():
        doing.exception()
