"""The technical log."""

from __future__ import annotations

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


class _Quiet:
    def note(self, event: str, **fields: str | int | float | bool | None) -> None:
        pass

    def during(self, run: int) -> AbstractContextManager[None]:  # noqa: ARG002 - the port's own name
        return nullcontext()

    def fault(self, error: BaseException) -> None:
        pass


QUIET: Journal = _Quiet()
"""A journal that keeps nothing."""
