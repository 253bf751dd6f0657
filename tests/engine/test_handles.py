"""What is held of a page in the browser is let go of with it: a handle knows its frame, and with it the whole browser."""

from __future__ import annotations

from linkapp.engine.browser import OwnBrowser
from linkapp.engine.pages.script import Asking
from tests.engine.conftest import PACK


async def test_handles_of_pages_that_are_gone_are_let_go(browser: OwnBrowser) -> None:
    asking = Asking(PACK)
    context = await browser.context()
    pages = [await context.new_page() for _ in range(3)]
    for page in pages:
        await asking.ask(page.main_frame, "state")
    assert len(asking._readers) == 3
    await pages[0].close()
    await pages[1].close()
    another = await context.new_page()
    await asking.ask(another.main_frame, "state")
    assert set(asking._readers) == {pages[2].main_frame, another.main_frame}
    await context.close()
    other = await browser.context()
    page = await other.new_page()
    await asking.ask(page.main_frame, "state")
    assert set(asking._readers) == {page.main_frame}
    await other.close()
