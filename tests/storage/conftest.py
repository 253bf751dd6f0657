"""A storage in an empty folder, and the same ports in memory."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path

import pytest
import pytest_asyncio

from linkapp.storage import Storage, open_storage
from tests.fakes.memory_storage import MemoryStorage, memory_storage


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A data folder that does not exist yet."""
    return tmp_path / "data"


@pytest.fixture
def empty(folder: Path) -> Path:
    """The data folder, made and empty."""
    folder.mkdir()
    return folder


@pytest_asyncio.fixture
async def storage(folder: Path) -> AsyncIterator[Storage]:
    """The real storage."""
    opened = await open_storage(folder, patience=timedelta(seconds=2))
    yield opened
    await opened.close()


@pytest_asyncio.fixture(params=["real", "memory"])
async def books(request: pytest.FixtureRequest, folder: Path) -> AsyncIterator[Storage | MemoryStorage]:
    """The real storage, then the one in memory: what holds for one holds for the other."""
    opened = await open_storage(folder) if request.param == "real" else memory_storage()
    yield opened
    await opened.close()
