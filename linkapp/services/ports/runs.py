"""What LinkApp did, run by run and person by person, and who may run."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Protocol

from linkapp.domain.breaker import Breaker
from linkapp.domain.campaign import Item, Report, RunOutcome
from linkapp.domain.problems import Problem


class Runs(Protocol):
    """What LinkApp did, run by run and person by person."""

    async def begin(self, kind: str, at: datetime, *, dry: bool) -> int:
        """A new run; returns its id."""

    async def add(self, run: int, item: Item) -> None:
        """One person's outcome, committed at once."""

    async def change(self, run: int, item: Item) -> None:
        """Better knowledge of a person's outcome in this run: replaces the failed or unsure item of that person."""

    async def finish(
        self, run: int, outcome: RunOutcome, at: datetime, stopped_by: Problem | None, partial: str = ""
    ) -> None:
        """The run is over. ``partial``: why its list was not read to the end."""

    async def report(self, run: int) -> Report | None:
        """A run with all its items."""

    async def latest(self, limit: int = 50) -> Sequence[Report]:
        """The newest runs first, with their items."""

    async def timeline(
        self,
        *,
        limit: int = 200,
        offset: int = 0,
        states: Sequence[str] = (),
        words: str = "",
        kinds: Sequence[str] = (),
        not_kinds: Sequence[str] = (),
    ) -> Sequence[tuple[int, str, Item]]:
        """Outcomes over all runs, newest first, as (run id, run kind, item); filtered by state, words and kind of
        run (none named: all)."""

    async def interrupted(self, at: datetime) -> int:
        """At a start, holding the run lock: mark every unfinished run as interrupted; returns how many."""

    async def breaker(self) -> Breaker:
        """The breaker as stored."""

    async def change_breaker(self, change: Callable[[Breaker], Breaker]) -> Breaker:
        """Store what ``change`` makes of the breaker as it is, in one transaction; returns it."""


class RunLock(Protocol):
    """The operating system's lock: whoever holds it may send; it ends with the process, whatever happens to it."""

    def take(self) -> bool:
        """Try to take the lock; False if another process holds it. ``StoreError`` where it cannot be used."""

    def holds(self) -> bool:
        """Whether it is held, and still is the lock of the data folder that is in use."""

    def give(self) -> None:
        """Give it back."""
