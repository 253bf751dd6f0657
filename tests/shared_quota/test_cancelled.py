"""A reservation over both gates, cancelled at each of its awaits: the place is free again here and there."""

from __future__ import annotations

from typing import Any

from linkapp.domain.act import Kind, Slot, State
from tests.fakes.cancelling import cancelled_everywhere
from tests.shared_quota.conftest import Computer
from tests.storage.samples import DAY, NOW, PARIS, greeting, limits


async def test_a_reservation_cancelled_at_any_await_gives_both_places_back(computer: Computer) -> None:
    gates = await computer()
    other = await computer("two")
    answers: list[Any] = []

    async def reserve() -> None:
        answers.append(await gates.reserve(greeting(), limits(), NOW))

    async def after(cancelled: bool) -> None:
        if not cancelled:
            assert isinstance(answers[-1], Slot)
            await gates.settle(answers.pop(), State.RELEASED, NOW)
        assert answers == []
        assert (await gates.usage(Kind.MESSAGE, limits().caps, PARIS, NOW)).left == limits().caps.day
        taken = await other._shared.taken(Kind.MESSAGE, NOW - DAY)
        assert taken == []

    assert await cancelled_everywhere(reserve, after) >= 3  # how many there are is a matter of speed
