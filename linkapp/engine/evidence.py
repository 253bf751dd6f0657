"""Evidence of a page that LinkApp could not work with: one picture and one outline, on which nobody can be read.

In the picture every letter is a block of the same form, and every image an even grey; it is the browser itself that
paints so, in shadow roots and inner frames too, so no readable picture ever exists. The outline holds structure only
(``pages/outline.js``). Nothing is clicked, scrolled or typed for it.
"""

from __future__ import annotations

import asyncio
import json
from datetime import UTC, datetime
from typing import Any

from playwright.async_api import Error, Frame, Page

from linkapp import __version__
from linkapp.domain.problems import Problem, Reason
from linkapp.engine.origin import same_origin
from linkapp.engine.pages.script import Asking, PageGone
from linkapp.services.ports.journal import Journal
from linkapp.services.ports.site import EvidenceStore
from linkapp.services.time_limit import time_limit

WITHIN_S = 3.0
"""How long taking evidence may hold anything up."""
NODES = 4000
ROOM = 380_000
"""At most so many elements, and about so many characters, are described of one page."""
_PICTURE_MS = 2000
_NOTHING_TO_SEE = frozenset(
    {Reason.OFFLINE, Reason.CERTIFICATE, Reason.BROWSER_CRASHED, Reason.NO_BROWSER, Reason.KEYRING_LOCKED,
     Reason.KEYRING_MISSING,
     Reason.KEYRING_SLOW}
)  # fmt: skip

_LETTERS = (
    "-webkit-text-security: square !important; color: #909090 !important; -webkit-text-fill-color: #909090 !important;"
    " -webkit-text-stroke: 0 !important; text-shadow: none !important; text-emphasis: none !important;"
    " text-decoration: none !important; caret-color: transparent !important; letter-spacing: -.25em !important;"
    " overflow-wrap: anywhere !important; font-variant: normal !important; text-transform: none !important;"
)
UNREADABLE = (
    f"*, *::before, *::after, *::first-letter, *::first-line, *::marker, *::placeholder, *::selection {{ {_LETTERS} }}"
    " *, *::before, *::after { background-image: none !important; border-image: none !important;"
    " mask-image: none !important; list-style-image: none !important; }"
    " *::before, *::after { filter: contrast(0) !important; }"
    " *::placeholder { opacity: 0 !important; }"
    " img, video, canvas, object, embed, input[type=image] { object-position: -20000px -20000px !important;"
    " background-color: #d0d0d0 !important; filter: contrast(0) !important; }"
    " svg text, svg tspan, svg textPath, svg foreignObject, svg image { visibility: hidden !important; }"
    " input[type=color], meter { filter: contrast(0) !important; }"
)
"""The style of the picture: no letter keeps its form, whatever draws it; boxes, lines and buttons stay."""


class Outliner:
    """Describes pages as structure."""

    def __init__(self, asking: Asking) -> None:
        self._asking = asking

    async def outline(self, page: Page, **head: str) -> dict[str, Any]:
        """The page with its inner frames of the same origin. Raises ``PageGone`` and Playwright's ``Error``."""
        main = page.main_frame
        shown = await self._ask(main)
        frames = []
        for frame in page.frames:
            if frame is main or frame.is_detached():
                continue
            if not (same_origin(frame.url, main.url) or frame.url.startswith("about:") or not frame.url):
                frames.append({"elsewhere": True})
                continue
            try:
                frames.append(await self._ask(frame))
            except (PageGone, Error):
                frames.append({"unreadable": True})
        browser = page.context.browser
        return {
            "outline": 1,
            **head,
            "at": datetime.now(UTC).isoformat(timespec="seconds"),
            "linkapp": __version__,
            "pack": self._asking.pack.version,
            "browser": browser.version if browser is not None else "",
            **shown,
            "frames": frames,
        }

    async def _ask(self, frame: Frame) -> dict[str, Any]:
        share = 1 if frame.parent_frame is None else 4
        pack = self._asking.pack
        answer: dict[str, Any] = await self._asking.ask(
            frame,
            "outline",
            nodes=NODES // share,
            room=ROOM // share,
            words=[*pack.limit_words, *pack.restricted_words],
        )
        return answer


class Evidence:
    """Keeps evidence of problems; what goes wrong with that is noted and changes nothing."""

    def __init__(self, *, store: EvidenceStore, outliner: Outliner, journal: Journal) -> None:
        self._store = store
        self._outliner = outliner
        self._journal = journal

    async def of(self, page: Page, problem: Problem) -> str:
        """Keep a picture and an outline of the page; the name of what was kept, empty where nothing was.

        Comes back within ``WITHIN_S`` (and the time of writing two small files), whatever the page does; raises
        nothing but the end of the task.
        """
        if problem.reason in _NOTHING_TO_SEE or page.is_closed() or page.url.startswith(("chrome-error:", "about:")):
            return ""
        try:
            async with time_limit(WITHIN_S):
                outline, picture = await asyncio.gather(self._outline(page, problem), self._picture(page))
            if not outline and not picture:
                return ""
            name = await asyncio.to_thread(self._store.keep, str(problem.reason), picture, outline)
        except Exception as error:  # noqa: BLE001 - whatever it is, the run goes on as if nothing had been tried
            self._journal.note("evidence failed", reason=problem.reason, error=type(error).__name__)
            return ""
        self._journal.note("evidence kept", reason=problem.reason, evidence=name)
        return name

    async def _outline(self, page: Page, problem: Problem) -> str:
        try:
            return as_text(await self._outliner.outline(page, reason=str(problem.reason)))
        except (PageGone, Error) as error:
            self._journal.note("evidence failed", reason=problem.reason, error=type(error).__name__, where="outline")
            return ""

    async def _picture(self, page: Page) -> bytes:
        try:
            return await page.screenshot(style=UNREADABLE, timeout=_PICTURE_MS, animations="allow", caret="initial")
        except Error as error:
            self._journal.note("evidence failed", error=type(error).__name__, where="picture")
            return b""


def as_text(outline: dict[str, Any]) -> str:
    """An outline as the text of its file."""
    return json.dumps(outline, ensure_ascii=False, separators=(",", ":"))
