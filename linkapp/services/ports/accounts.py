"""Whose data folder this is."""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol

from linkapp.domain.account import AccountBook


class Accounts(Protocol):
    """Whose folder this is."""

    async def book(self) -> AccountBook:
        """The accounts as stored."""

    async def change(self, change: Callable[[AccountBook], AccountBook]) -> AccountBook:
        """Store what ``change`` makes of the accounts as they are, in one transaction; returns it."""
