"""Who holds the signed-in browser now, and what for: one at a time, whoever asks (window, tray, schedule, command).

Two readers of one session at once would act as no person does, and would take each other's pages away. Nobody waits
here: who comes second is told who is first.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from enum import StrEnum
from typing import Protocol

from linkapp.domain.problems import Problem, Reason


class Purpose(StrEnum):
    """What the browser is held for."""

    RUN = "run"
    REHEARSAL = "rehearsal"
    PREVIEW = "preview"
    SIGN_IN = "sign_in"
    PAGE_CHECK = "page_check"
    HEALTH = "health"
    BROWSING = "browsing"


class SiteHeldError(Exception):
    """Somebody else holds the browser; ``problem`` says what for (its detail is a ``Purpose``, or empty)."""

    def __init__(self, purpose: str) -> None:
        problem = Problem(reason=Reason.SITE_IN_USE, detail=purpose)
        super().__init__(problem.reason)
        self.problem = problem
        self.purpose = purpose


class SiteLock(Protocol):
    """The same between the programs that use one data folder."""

    def take(self, purpose: str) -> str | None:
        """Take it and say what for. None where it is ours, else what another program holds it for (empty where that is
        not known)."""

    def give(self) -> None:
        """Give it back."""


class SiteLease:
    """The one holder of the browser. Without a ``lock`` it holds within this program only."""

    def __init__(self, lock: SiteLock | None = None) -> None:
        self._lock = lock
        self._purpose: Purpose | None = None

    @property
    def purpose(self) -> Purpose | None:
        """What this program holds the browser for now."""
        return self._purpose

    @contextmanager
    def hold(self, purpose: Purpose) -> Iterator[None]:
        """Hold the browser for the length of the block. Raises ``SiteHeldError`` where somebody else does."""
        if self._purpose is not None:
            raise SiteHeldError(self._purpose)
        other = self._lock.take(purpose) if self._lock is not None else None
        if other is not None:
            raise SiteHeldError(other)
        self._purpose = purpose
        try:
            yield
        finally:
            self._purpose = None
            if self._lock is not None:
                self._lock.give()
