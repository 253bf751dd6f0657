"""What is opened together is closed together: where the opening fails half way, where it is cancelled, at the end."""

from __future__ import annotations

import asyncio
import threading
from contextlib import AsyncExitStack
from pathlib import Path
from typing import Any

import pytest

from linkapp.app import build
from linkapp.config import Config
from tests.fakes.cancelling import cancelled_everywhere

SITE = "http://127.0.0.1:9"
"""Nothing is asked of it."""


def _threads() -> set[str]:
    return {
        thread.name
        for thread in threading.enumerate()
        if "ledger" in thread.name or "_connection_worker" in thread.name
    }


async def _ended(before: set[str]) -> None:
    async with asyncio.timeout(10):
        while _threads() - before:  # noqa: ASYNC110 - threads tell nobody that they end
            await asyncio.sleep(0.01)


@pytest.mark.parametrize(
    "where",
    ["linkapp.system.evidence_files.EvidenceFiles.tidy", "linkapp.storage.people_pages.SqlitePeoplePages.__init__",
     "linkapp.services.application.Application.__init__", "linkapp.engine.browser_folder.tidy"],
)  # fmt: skip
async def test_an_opening_that_fails_half_way_closes_what_it_opened(
    where: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = _threads()

    def fails(*_: Any, **__: Any) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(where, fails)
    with pytest.raises(OSError, match="No space"):
        async with build(Config(site=SITE, folder=str(tmp_path))):
            pass
    await _ended(before)


async def test_an_opening_cancelled_at_any_await_closes_what_it_opened(tmp_path: Path) -> None:
    before = _threads()
    stacks: list[AsyncExitStack] = []

    async def open_it() -> None:
        stack = AsyncExitStack()
        await stack.enter_async_context(build(Config(site=SITE, folder=str(tmp_path))))
        stacks.append(stack)

    async def after(cancelled: bool) -> None:
        assert cancelled is not bool(stacks)
        while stacks:
            await stacks.pop().aclose()
        await _ended(before)

    assert await cancelled_everywhere(open_it, after) > 3


async def test_one_thing_that_cannot_be_closed_keeps_no_other_open(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = _threads()

    async def fails(_: Any) -> None:
        raise RuntimeError("cannot be closed")

    monkeypatch.setattr("linkapp.engine.late.LateNetwork.close", fails)
    with pytest.raises(RuntimeError, match="cannot be closed"):
        async with build(Config(site=SITE, folder=str(tmp_path))):
            pass
    await _ended(before)
