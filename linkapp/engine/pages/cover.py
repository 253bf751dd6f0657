"""Something harmless that lies over the page: an offer, a tour, a notice. It is put away by Escape or by its own close
control, never by one that accepts anything, and never where somebody writes in it."""

from __future__ import annotations

import asyncio

from playwright.async_api import Error, Page

from linkapp.engine.pages.script import Asking, PageGone

_GONE_WITHIN = 20
_TICK_S = 0.03


async def lies_over(page: Page, asking: Asking) -> bool:
    """Whether something lies over most of the page. Raises ``PageGone``."""
    return await asking.ask(page.main_frame, "cover") is not None


async def put_away(page: Page, asking: Asking, *, by_key: bool) -> bool:
    """Put it away, by Escape (only ``by_key``: where no composer is open that the key could reach) or its own close
    control, each once; whether nothing lies over the page any more. The caller has made sure that it is no wall."""
    try:
        cover = await asking.ask(page.main_frame, "cover")
        if cover is None or cover["writes"]:
            return cover is None
        if by_key:
            await page.keyboard.press("Escape")
            if await _gone(page, asking):
                return True
        closing = await asking.element(page.main_frame, "coverClose")
        if closing is None:
            return False
        await closing.click(timeout=1500, no_wait_after=True)
        return await _gone(page, asking)
    except (PageGone, Error):
        return False


async def _gone(page: Page, asking: Asking) -> bool:
    for _ in range(_GONE_WITHIN):
        if not await lies_over(page, asking):
            return True
        await asyncio.sleep(_TICK_S)
    return False
