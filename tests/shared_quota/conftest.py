"""A server for the session, emptied for each test, and computers that share it."""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from pathlib import Path

import pytest
import pytest_asyncio

from linkapp.services.shared_ledger import SharedLedger
from linkapp.storage import Storage, open_storage
from linkapp.system.shared_quota import RedisQuota, address_of
from tests.shared_quota.servers import Server
from tests.storage.samples import NOW


@pytest.fixture
def server(tmp_path: Path) -> Iterator[Server]:
    made = Server(tmp_path / "redis")
    made.start()
    yield made
    made.kill()


class Computer:
    """Opens LinkApp's ledger of a computer of that name over the shared quota; a second time it is that one again."""

    def __init__(self, folder: Path, url: str) -> None:
        self._folder = folder
        self._url = url
        self.storages: dict[str, Storage] = {}
        self.ends: list[Callable[[], Awaitable[None]]] = []

    async def __call__(self, name: str = "one", *, url: str = "", recovered: bool = True) -> SharedLedger:
        self.storages[name] = storage = await open_storage(self._folder / name)
        quota = RedisQuota(address_of(url or self._url), self._folder / name)
        self.ends += [quota.close, storage.close]
        gates = SharedLedger(storage.ledger, quota)
        if recovered:
            await gates.recover(NOW)
        return gates


@pytest_asyncio.fixture
async def computer(server: Server, tmp_path: Path) -> AsyncIterator[Computer]:
    made = Computer(tmp_path, server.url)
    yield made
    for end in made.ends:
        await end()
