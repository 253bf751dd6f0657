"""Asking a page: the one script of LinkApp, evaluated in the page and in its same-origin frames."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from importlib.resources import files
from typing import Any

from playwright.async_api import ElementHandle, Error, Frame, Page

from linkapp.engine.selectors import Pack

_SOURCE = files("linkapp.engine.pages").joinpath("page.js").read_text(encoding="utf-8")
_ANSWER_WITHIN_S = 15.0
_JUST_NAVIGATING = (
    "Execution context was destroyed",
    "Cannot find context with specified id",
    "because of a navigation",
)


class PageGone(Exception):
    """The page, its frame or the whole browser went away, or does not answer."""


class Asking:
    """Asks pages with one selector pack."""

    def __init__(self, pack: Pack) -> None:
        self.pack = pack

    async def ask(self, frame: Frame, operation: str, **given: Any) -> Any:
        """The answer of one operation of ``page.js`` in one frame; asked again where the page is just being replaced
        by its next one. Raises ``PageGone``."""
        return await self._asked(lambda: frame.evaluate(_SOURCE, [operation, self.pack.words, given]))

    async def element(self, frame: Frame, operation: str, **given: Any) -> ElementHandle | None:
        """The element an operation found in one frame, or None. Raises ``PageGone``."""
        handle = await self._asked(lambda: frame.evaluate_handle(_SOURCE, [operation, self.pack.words, given]))
        found: ElementHandle | None = handle.as_element()
        return found

    async def _asked(self, question: Callable[[], Awaitable[Any]]) -> Any:
        try:
            async with asyncio.timeout(_ANSWER_WITHIN_S):
                while True:
                    try:
                        return await question()
                    except Error as error:
                        if not any(mark in str(error) for mark in _JUST_NAVIGATING):
                            raise
                    await asyncio.sleep(0.05)
        except (Error, TimeoutError) as error:
            raise PageGone(str(error).splitlines()[0] if str(error) else "no answer") from error

    async def frames(self, page: Page) -> list[Frame]:
        """The page's main frame and its visible frames of the same origin, the main frame first."""
        main = page.main_frame
        found = [main]
        for frame in page.frames:
            if frame is main or frame.is_detached() or _origin(frame.url) not in (_origin(main.url), "about:"):
                continue
            try:
                async with asyncio.timeout(_ANSWER_WITHIN_S):
                    holder = await frame.frame_element()
                    if await holder.is_visible():
                        found.append(frame)
            except (Error, TimeoutError):
                continue
        return found


def _origin(address: str) -> str:
    return "/".join(address.split("/")[:3]) if "://" in address else address.split(":")[0] + ":"
