"""A real book to import into."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest_asyncio

from linkapp.storage import open_storage
from tests.imports.importing import Importer


@pytest_asyncio.fixture
async def importer(tmp_path: Path) -> AsyncIterator[Importer]:
    storage = await open_storage(tmp_path / "data")
    yield Importer(storage, tmp_path)
    await storage.close()
