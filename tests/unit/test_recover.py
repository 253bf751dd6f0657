"""Open greetings are settled by reading, twice; never by sending again."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from linkapp.domain.act import Kind, Slot, State, Unsure
from linkapp.domain.campaign import Item
from linkapp.domain.greeting import greeting_act
from linkapp.domain.moment import Message, Occasion
from linkapp.domain.pacing import NO_PACE, Pace
from linkapp.domain.person import Person
from linkapp.domain.problems import Problem, Reason
from linkapp.domain.quota import DEFAULTS
from linkapp.services.ports.ledger import Limits
from linkapp.services.recover import Recovered, recover
from tests.fakes.clocks import FakeClock
from tests.fakes.memory_storage import MemoryStorage, memory_storage
from tests.fakes.network import FakeNetwork

NOW = datetime(2026, 7, 10, 9, tzinfo=UTC)
ADA = Person(name="Ada", member="ACoAAada1", profile="ada")
OURS = Message(text="Happy birthday,  Ada!", mine=True, at=NOW)


class Scene:
    """One greeting that a crash left after its click."""

    def __init__(self) -> None:
        self.clock = FakeClock(at=NOW)
        self.network = FakeNetwork(now=self.clock.now)
        self.store: MemoryStorage = memory_storage()
        self.go = True

    async def crash(self) -> None:
        ledger = self.store.ledger
        greeting = greeting_act(
            account="self", person=ADA, occasion=Occasion.BIRTHDAY, year=2026, text="Happy birthday, Ada!"
        )
        limits = Limits(caps=DEFAULTS[Kind.MESSAGE], zone=self.clock.zone(), run=1)
        slot = await ledger.reserve(greeting, limits, NOW)
        assert isinstance(slot, Slot)
        await ledger.announce(slot, "hash", NOW)

    async def recover(self, pace: Pace = NO_PACE) -> Recovered:
        opens = await self.store.ledger.recover(self.clock.now())

        async def wait(deadline: datetime) -> bool:
            await self.clock.sleep_until(deadline)
            return self.go

        return await recover(self.store.ledger, self.network, self.clock, pace, opens, self.network.site_time, wait)

    async def state(self) -> State | None:
        return await self.store.ledger.closed(
            greeting_act(account="self", person=ADA, occasion=Occasion.BIRTHDAY, year=2026)
        )


@pytest.fixture
async def scene() -> Scene:
    made = Scene()
    await made.crash()
    return made


def stands(items: tuple[Item, ...]) -> list[tuple[str, str]]:
    return [(item.state, item.proof) for item in items]


async def test_ours_in_the_conversation_was_sent(scene: Scene) -> None:
    scene.network.conversations["id:ACoAAada1"] = [OURS]
    assert stands((await scene.recover()).items) == [("done", "conversation")]
    assert await scene.state() is State.SENT


async def test_the_same_words_from_them_are_not_ours(scene: Scene) -> None:
    scene.network.conversations["id:ACoAAada1"] = [Message(text=OURS.text, mine=False)]
    assert not (await scene.recover()).items
    assert await scene.state() is None


async def test_absent_counts_only_after_two_readings_and_the_settling_time(scene: Scene) -> None:
    await scene.recover(Pace(shortest_s=0, longest_s=0))
    assert scene.clock.waits == [timedelta(seconds=60), timedelta(seconds=30)]
    assert await scene.state() is None


async def test_a_message_that_lands_between_the_readings_is_found(scene: Scene) -> None:
    reads = 0
    read = scene.network.conversation

    async def late(person: Person) -> object:
        nonlocal reads
        reads += 1
        if reads == 2:
            scene.network.conversations["id:ACoAAada1"] = [OURS]
        return await read(person)

    scene.network.conversation = late  # type: ignore[method-assign, assignment]
    assert stands((await scene.recover()).items) == [("done", "conversation")]


@pytest.mark.parametrize("which", [1, 2])
async def test_an_unreadable_reading_is_never_not_sent(scene: Scene, which: int) -> None:
    reads = 0
    read = scene.network.conversation

    async def broken(person: Person) -> object:
        nonlocal reads
        reads += 1
        (scene.network.unreadable.add if reads == which else scene.network.unreadable.discard)("id:ACoAAada1")
        return await read(person)

    scene.network.conversation = broken  # type: ignore[method-assign, assignment]
    assert stands((await scene.recover()).items) == [("unsure", "")]
    assert await scene.state() is State.UNSURE


@pytest.mark.parametrize("which", [1, 2])
async def test_a_stop_sign_while_reading_ends_it_and_leaves_everything_open(scene: Scene, which: int) -> None:
    reads = 0
    read = scene.network.conversation

    async def stopping(person: Person) -> object:
        nonlocal reads
        reads += 1
        if reads == which:
            from linkapp.domain.moment import Unknown

            return Unknown(problem=Problem(reason=Reason.SECURITY_CHECK))
        return await read(person)

    scene.network.conversation = stopping  # type: ignore[method-assign, assignment]
    found = await scene.recover()
    assert found.stopped_by == Problem(reason=Reason.SECURITY_CHECK)
    assert await scene.state() is State.UNSURE


async def test_stop_during_the_settling_time_leaves_it_unsure(scene: Scene) -> None:
    scene.go = False
    assert stands((await scene.recover(Pace(shortest_s=0, longest_s=0))).items) == [("unsure", "")]
    assert stands((await scene.recover(Pace(shortest_s=0, longest_s=0, settle=timedelta(0)))).items) == [("unsure", "")]
    assert await scene.state() is State.UNSURE


async def test_without_the_sites_time_the_whole_settling_time_is_waited(scene: Scene) -> None:
    scene.network.dated = False
    scene.network.conversations["id:ACoAAada1"] = [OURS]
    await scene.recover(Pace(shortest_s=0, longest_s=0))
    assert scene.clock.waits[0] == timedelta(seconds=60)
    assert await scene.state() is State.SENT


async def test_nothing_open_is_nothing_to_do() -> None:
    assert await Scene().recover() == Recovered()


async def test_a_request_that_left_without_an_answer_is_never_called_unsent() -> None:
    scene = Scene()
    ledger = scene.store.ledger
    greeting = greeting_act(
        account="self", person=ADA, occasion=Occasion.BIRTHDAY, year=2026, text="Happy birthday, Ada!"
    )
    limits = Limits(caps=DEFAULTS[Kind.MESSAGE], zone=scene.clock.zone(), run=1)
    slot = await ledger.reserve(greeting, limits, NOW)
    assert isinstance(slot, Slot)
    await ledger.announce(slot, "hash", NOW)
    await ledger.settle(slot, Unsure(problem=Problem(reason=Reason.NO_PROOF), request_left=True), NOW)
    for _ in range(3):
        assert stands((await scene.recover()).items) == [("unsure", "")]
    assert await scene.state() is State.ASK


async def test_a_conversation_that_does_not_reach_back_proves_no_absence(scene: Scene) -> None:
    scene.network.recent_only = True
    assert stands((await scene.recover()).items) == [("unsure", "")]
    scene.network.conversations["id:ACoAAada1"] = [Message(text="Hello", mine=False, at=NOW - timedelta(days=9))]
    assert not (await scene.recover()).items
    assert await scene.state() is None


async def test_another_new_message_of_ours_keeps_it_open(scene: Scene) -> None:
    other = Message(text="Quite other words, from whatever device", mine=True, at=NOW + timedelta(seconds=20))
    scene.network.conversations["id:ACoAAada1"] = [Message(text="Hi", mine=False, at=NOW - timedelta(days=9)), other]
    assert stands((await scene.recover()).items) == [("unsure", "")]
    assert await scene.state() is State.UNSURE
