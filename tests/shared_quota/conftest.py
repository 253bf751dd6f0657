"""A server for the session, emptied for each test, and computers that share it."""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from pathlib import Path

import pytest
import pytest_asyncio

from linkapp.services.two_gates import TwoGates
from linkapp.storage import open_storage
from linkapp.system.shared_quota import RedisQuota, address_of
from tests.shared_quota.servers import Server
from tests.storage.samples import NOW


@pytest.fixture
def server(tmp_path: Path) -> Iterator[Server]:
    made = Server(tmp_path / "redis")
    made.start()
    yield made
    made.kill()


Computer = Callable[..., Awaitable[TwoGates]]


@pytest_asyncio.fixture
async def computer(server: Server, tmp_path: Path) -> AsyncIterator[Computer]:
    """Opens LinkApp's ledger of a computer of that name over the shared quota; a second time it is that one again."""
    ends: list[Callable[[], Awaitable[None]]] = []

    async def make(name: str = "one", *, url: str = "", recovered: bool = True) -> TwoGates:
        storage = await open_storage(tmp_path / name)
        quota = RedisQuota(address_of(url or server.url), tmp_path / name)
        ends.extend((quota.close, storage.close))
        gates = TwoGates(storage.ledger, quota)
        if recovered:
            await gates.recover(NOW)
        return gates

    yield make
    for end in ends:
        await end()
