"""One composer as a look at the page found it, and what else that look saw."""

from __future__ import annotations

from dataclasses import dataclass
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
        mine, theirs = ((composer.frame, composer.index, composer.by_enter) for composer in (self, other))
        return mine == theirs

    @property
    def place(self) -> str | None:
        """Where its one Send button stands, if it has rested there from picture to picture of the page."""
        rest = self.raw["rest"]
        return None if rest is None else rest["place"]

    @property
    def free(self) -> bool:
        """Whether nothing lies over the middle of its one Send button. Over a frame may lie what it cannot see."""
        rest = self.raw["rest"]
        return rest is not None and bool(rest["free"]) and self.frame.parent_frame is None

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
