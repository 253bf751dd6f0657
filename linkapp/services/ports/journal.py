"""The technical log."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import AbstractContextManager, nullcontext
from typing import Protocol


class Journal(Protocol):
    """The technical log: what happened, in codes and counts; never a name, a text, an address or a secret.

    Nothing it does raises or waits: a log that cannot be written costs nobody anything.
    """

    def note(self, event: str, **fields: str | int | float | bool | None) -> None:
        """One event. A person's key goes into ``person`` and is hashed; fields that are not known are left out."""

    def during(self, run: int) -> AbstractContextManager[None]:
        """Within it, everything this task notes bears the id of the run."""

    def fault(self, error: BaseException) -> None:
        """A bug: its kind, its places in the code, and its text without what may be secret; never local values."""


class JournalTail(Protocol):
    """The end of the technical log, as it grows."""

    folder: str
    """Where its files lie; it need not exist yet."""

    def read(self) -> Sequence[str]:
        """The next lines, oldest first, at first some of the newest; none where there is nothing new. Raises nothing,
        and reads little at a time: it may be asked by a window."""


class _Quiet:
    def note(self, event: str, **fields: str | int | float | bool | None) -> None:
        pass

    def during(self, run: int) -> AbstractContextManager[None]:  # noqa: ARG002 - the port's own name
        return nullcontext()

    def fault(self, error: BaseException) -> None:
        pass


QUIET: Journal = _Quiet()
"""A journal that keeps nothing."""
