"""What the desktop does for LinkApp without a window."""

from __future__ import annotations

from enum import StrEnum
from typing import Protocol


class LoginEntry(StrEnum):
    """What the desktop has of LinkApp for the start of a session. ``OTHER``: something of LinkApp's name that starts
    something else (another copy of it, or what the person wrote), or that cannot be read."""

    ON = "on"
    OFF = "off"
    OTHER = "other"


class LoginAnswer(StrEnum):
    """What came of a wish to start with the session, or not to. In all but ``DONE`` nothing changed; ``DENIED``: the
    desktop said no, or the person did whom it asked; ``SILENT``: it did not answer in time."""

    DONE = "done"
    FAILED = "failed"
    DENIED = "denied"
    SILENT = "silent"


class AtLogin(Protocol):
    """Starting LinkApp with the session, in the background."""

    def entry(self) -> LoginEntry:
        """What is there now, as the desktop will understand it."""

    async def set(self, on: bool, reason: str, /) -> LoginAnswer:
        """Make or take away the entry. What is ``OTHER`` is replaced where it is switched on, and left alone where it
        is switched off. ``reason``: a sentence for the person, where the desktop asks them."""
