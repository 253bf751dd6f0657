"""Telling the person somewhere else than on this computer: on their phone, by mail, in a chat of their own."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

from linkapp.domain.problems import Problem


@dataclass(frozen=True, kw_only=True)
class PhoneAddresses:
    """What is kept: how many addresses, or why it is not known. ``bad``: the numbers of lines (from 1) that are no
    address; nothing was changed then."""

    count: int = 0
    bad: tuple[int, ...] = ()
    problem: Problem | None = None


@dataclass(frozen=True, kw_only=True)
class PhoneTold:
    """What became of one message: at how many addresses it was taken, and at how many not."""

    taken: int = 0
    refused: int = 0
    problem: Problem | None = None

    @property
    def all_well(self) -> bool:
        """Whether it was taken everywhere, and somewhere."""
        return self.taken > 0 and self.refused == 0 and self.problem is None


class Phone(Protocol):
    """The person's own addresses. They are secrets: they lie in the keyring and are never shown again.

    Nothing here raises, and every call comes back within its time.
    """

    async def addresses(self) -> PhoneAddresses:
        """What is kept."""

    async def keep(self, lines: str) -> PhoneAddresses:
        """Keep these addresses, one a line, in place of those that are there; none: nobody is told any more."""

    async def tell(self, title: str, text: str) -> PhoneTold:
        """Tell every address. Only counts and sentences of LinkApp's own may be told: no name and no message."""
