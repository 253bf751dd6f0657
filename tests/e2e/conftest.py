"""Campaigns of the files named here share one browser per test process; all others start their own."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest
import pytest_asyncio

from linkapp.engine import browser
from tests.e2e.one_browser import OneBrowser

SHARING = {"test_layouts"}


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def one_browser() -> AsyncIterator[type[OneBrowser]]:
    yield OneBrowser
    await OneBrowser.end()


@pytest.fixture(autouse=True)
def _sharing(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    if request.path.stem in SHARING:
        monkeypatch.setattr(browser, "OwnBrowser", request.getfixturevalue("one_browser"))
