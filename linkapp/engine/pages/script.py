"""Asking a page: the one script of LinkApp, evaluated in the page and in its same-origin frames."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Awaitable, Callable, Mapping, Sequence
from contextlib import suppress
from importlib.resources import files
from types import MappingProxyType
from typing import Any

from playwright.async_api import ElementHandle, Error, Frame, JSHandle, Page

from linkapp.domain.selector_stats import LEARNED_AT_MOST, Mark
from linkapp.engine.forms import is_learnable
from linkapp.engine.origin import same_origin
from linkapp.engine.selectors import LEARNING, Pack
from linkapp.services.time_limit import time_limit

_PARTS = (
    "tree.js",
    "people.js",
    "cards.js",
    "list_end.js",
    "composers.js",
    "press.js",
    "walls.js",
    "cover.js",
    "outline.js",
    "reader.js",
)


def _script() -> str:
    """The parts of the script, joined: given the pack it answers with what it is asked by (``reader.js``)."""
    folder = files("linkapp.engine.pages")
    parts = "\n".join(folder.joinpath(part).read_text(encoding="utf-8") for part in _PARTS)
    return f"(pack) => {{\n{parts}\n}}"


_SOURCE = _script()
_ANSWER_WITHIN_S = 15.0
_JUST_NAVIGATING = (
    "Execution context was destroyed",
    "Cannot find context with specified id",
    "because of a navigation",
    "can be evaluated only in the context they were created",
    "JSHandle is disposed",
)
_READ = "([reader, operation, given]) => reader.read(operation, given)"
_TELL = "([reader, operation, given]) => reader.told(operation, given)"
_LAST = "(reader, [operation, given]) => reader.read(operation, given)"


class PageGone(Exception):
    """The page, its frame or the whole browser went away, or does not answer."""


class Asking:
    """Asks pages with one selector pack."""

    def __init__(self, pack: Pack) -> None:
        self.pack = pack
        self._knowledge = {
            **pack.words,
            "selectors": dict(pack.selectors),
            "learned": dict(pack.learned),
            "doors": {
                "signed_out": pack.signed_out,
                "security_check": pack.security_check,
                "sign_in_steps": pack.sign_in_steps,
            },
        }
        self._used: dict[str, int] = {}
        self._seen: dict[str, set[str]] = {}
        self._readers: dict[Frame, JSHandle] = {}
        self._holders: dict[Frame, ElementHandle] = {}
        """The element that holds a frame: the same one as long as the frame lives."""

    def forget_gone(self) -> None:
        """Let go of frames whose page is gone: a handle knows its frame, and with it the whole browser that it was in.
        Done by itself whenever another page is asked."""
        for handles in (self._readers, self._holders):
            for frame in [frame for frame in handles if frame.is_detached() or frame.page.is_closed()]:
                del handles[frame]

    def note(self, used: Mapping[str, int], seen: Mapping[str, Sequence[str]] = MappingProxyType({})) -> None:
        """Remember, until ``marks``, which ways led to something: by key a bit for each way, in their order. ``seen``:
        forms that no way has."""
        for key, bits in used.items():
            self._used[key] = self._used.get(key, 0) | bits
        for key, forms in seen.items():
            self._seen.setdefault(key, set()).update(forms)

    def marks(self) -> list[Mark]:
        """What was noted since the last time, one mark for each way of a key that was needed."""
        marks = [
            Mark(key=key, form=form, hit=bool(bits >> place & 1), learned=form not in self.pack.shipped[key])
            for key, bits in self._used.items()
            for place, form in enumerate(self.pack.ways(key))
        ]
        for key in LEARNING:
            known = self.pack.ways(key)
            new = sorted(form for form in self._seen.get(key, ()) if is_learnable(form) and form not in known)
            marks += [Mark(key=key, form=form, hit=True, learned=True) for form in new[:LEARNED_AT_MOST]]
        self._used, self._seen = {}, {}
        return marks

    async def ask(self, frame: Frame, operation: str, **given: Any) -> Any:
        """The answer of one operation of the script in one frame; asked again where the page is just being replaced
        by its next one. Raises ``PageGone``."""

        async def question(reader: JSHandle) -> Any:
            answer = await frame.evaluate(_TELL, [reader, operation, given])
            return (json.loads(answer) if isinstance(answer, str) else answer)[0]

        return await self._asked(frame, question)

    async def ask_as_it_stands(self, frame: Frame, operation: str, **given: Any) -> Any:
        """The same of the page that was asked last: None where it was replaced or went away, and no other is waited
        for."""
        reader = self._readers.get(frame)
        try:
            return None if reader is None else await reader.evaluate(_LAST, [operation, given])
        except Error:
            return None

    async def element(self, frame: Frame, operation: str, **given: Any) -> ElementHandle | None:
        """The element an operation found in one frame, or None. Raises ``PageGone``."""
        element: ElementHandle | None = (await self.handle(frame, operation, **given)).as_element()
        return element

    async def handle(self, frame: Frame, operation: str, **given: Any) -> JSHandle:
        """What an operation answers, kept in the page. Raises ``PageGone``."""
        handle: JSHandle = await self._asked(
            frame, lambda reader: frame.evaluate_handle(_READ, [reader, operation, given])
        )
        return handle

    async def _asked(self, frame: Frame, question: Callable[[JSHandle], Awaitable[Any]]) -> Any:
        try:
            async with time_limit(_ANSWER_WITHIN_S):
                while True:
                    try:
                        reader = self._readers.get(frame)
                        if reader is None:
                            reader = await frame.evaluate_handle(_SOURCE, self._knowledge)
                            self.forget_gone()
                            self._readers[frame] = reader
                        return await question(reader)
                    except Error as error:
                        self._readers.pop(frame, None)
                        if not any(mark in str(error) for mark in _JUST_NAVIGATING):
                            raise
                    await asyncio.sleep(0.01)
        except (Error, TimeoutError, ValueError) as error:
            raise PageGone(str(error).splitlines()[0] if str(error) else "no answer") from error

    async def inner_frames(self, page: Page) -> list[Frame]:
        """The visible frames of the page's own origin, large enough to hold a composer or a list."""
        main = page.main_frame
        own = [
            frame
            for frame in page.frames
            if frame is not main
            and not frame.is_detached()
            and (same_origin(frame.url, main.url) or frame.url.startswith("about:"))
        ]
        large = await asyncio.gather(*map(self._is_large, own))
        return [frame for frame, is_large in zip(own, large, strict=True) if is_large]

    async def _is_large(self, frame: Frame) -> bool:
        try:
            async with time_limit(_ANSWER_WITHIN_S):
                if (known := self._holders.get(frame)) is not None:
                    with suppress(Error):
                        return await _holds_much(known)
                holder = await frame.frame_element()
                self._holders[frame] = holder
                return await _holds_much(holder)
        except (Error, TimeoutError):
            return False

    async def frames(self, page: Page) -> list[Frame]:
        """The page's main frame and its inner frames, the main frame first."""
        return [page.main_frame, *(await self.inner_frames(page) if len(page.frames) > 1 else [])]


async def _holds_much(holder: ElementHandle) -> bool:
    box = await holder.bounding_box()
    return bool(box and box["width"] >= 120 and box["height"] >= 80 and await holder.is_visible())
