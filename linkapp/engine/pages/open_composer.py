"""One composer as a look at the page found it, and what else that look saw."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import takewhile
from typing import Any
from urllib.parse import urlsplit

from playwright.async_api import Frame

from linkapp.domain.person import member_of
from linkapp.engine.pages import gate
from linkapp.engine.pages.composer_text import times_shown


@dataclass(kw_only=True)
class OpenComposer:
    """One composer on the page: its frame, its place among the frame's editors, what it shows."""

    frame: Frame
    index: int
    raw: dict[str, Any]
    address: str

    @property
    def evidence(self) -> gate.RecipientEvidence:
        whole_page = urlsplit(self.address).path.startswith("/messaging/") and not self.raw["dialog"]
        return gate.RecipientEvidence(
            links=frozenset(self.raw["links"]),
            marks=frozenset(self.raw["marks"]),
            chips=tuple(self.raw["chips"]),
            names=(*self.raw["names"], self.raw["label"]),
            link_names=tuple(self.raw["linkNames"]),
            words=tuple(self.raw["head"]),
            senders=frozenset(self.raw["senders"]),
            unaddressed=bool(self.raw["unaddressed"]),
            address=(member_of(self.address) or "") if whole_page else "",
        )

    def same_place(self, other: OpenComposer) -> bool:
        """Whether both stand at the same place of the same frame and send in the same way."""
        mine, theirs = ((one.frame, one.index, one.by_enter) for one in (self, other))
        return mine == theirs

    def at_rest(self, earlier: Sequence[OpenComposer]) -> bool:
        """Whether its Send button can be pressed as it stands: nothing lies over its middle, and it has stood at this
        very place since an earlier look (the latest one last) that saw another picture of the page."""
        now = self.raw["rest"]
        if now is None or self.frame.parent_frame is not None:  # over a frame may lie what it cannot see
            return False
        rests = (one.raw["rest"] for one in reversed(earlier))
        since = takewhile(lambda rest: rest is not None and rest["box"] == now["box"], rests)
        return any(rest["picture"] != now["picture"] for rest in since)

    @property
    def text(self) -> str:
        return str(self.raw["text"])

    @property
    def sends(self) -> bool:
        """Whether it is certain how it sends: one Send button, or none and the page says that Enter sends."""
        return self.raw["sends"] == 1 or self.by_enter

    @property
    def by_enter(self) -> bool:
        return self.raw["sends"] == 0 and bool(self.raw["enterSends"])


@dataclass(kw_only=True)
class PageSeen:
    """What a look saw beside the composers: the page's plain marks, and, where a text was looked for, by frame what may
    hold it."""

    state: dict[str, Any]
    texts: list[list[tuple[int, str, bool]]]

    def times(self, text: str) -> int:
        """How often ``text``, which was looked for, stands there as a message."""
        return sum(times_shown(shown, text) for shown in self.texts)
