"""What every ledger promises holds with the second gate too: the same tests, over a real server."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
import pytest_asyncio

from linkapp.services.shared_ledger import SharedLedger
from linkapp.storage import Storage, open_storage
from linkapp.system.shared_quota import RedisQuota, address_of
from tests.shared_quota.servers import Server
from tests.storage import test_ledger_contract
from tests.storage.samples import NOW

globals().update({name: test for name, test in vars(test_ledger_contract).items() if name.startswith("test_")})


@dataclass
class Books:
    """The ports of a storage whose ledger has two gates."""

    storage: Storage
    ledger: SharedLedger

    def __getattr__(self, name: str) -> Any:
        return getattr(self.storage, name)


@pytest.fixture(scope="module")
def one_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    made = Server(tmp_path_factory.mktemp("redis") / "files")
    made.start()
    yield made
    made.kill()


@pytest_asyncio.fixture
async def books(one_server: Server, tmp_path: Path) -> AsyncIterator[Books]:
    """A storage of its own, under a prefix of its own on the one server."""
    storage = await open_storage(tmp_path / "data")
    prefix = f"test{abs(hash(str(tmp_path)))}"
    quota = RedisQuota(address_of(f"{one_server.url}?prefix={prefix}"), tmp_path / "data")
    ledger = SharedLedger(storage.ledger, quota)
    await asyncio.wait_for(ledger.recover(NOW), 10)
    yield Books(storage, ledger)
    await quota.close()
    await storage.close()
