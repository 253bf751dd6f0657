"""Everything that may stop a run, asked once more right before a click: writing takes a while, and a person's Stop, the
end of the hours or a stop sign met elsewhere is meant for this click too."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from linkapp.domain.pacing import Pace
from linkapp.domain.problems import Problem, Reason
from linkapp.services.ports.clock import Clock
from linkapp.services.ports.runs import RunLock
from linkapp.services.ports.site import Network
from linkapp.services.runs import Control
from linkapp.services.site_guard import SiteGuard
from linkapp.services.today import has_changed


class HeldBackError(Exception):
    """The click is not made, for this reason; nothing was announced."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(problem.reason)
        self.problem = problem


@dataclass(frozen=True, kw_only=True)
class BeforeClick:
    """What is asked. ``today`` is the date that the run began on."""

    control: Control
    pace: Pace
    clock: Clock
    network: Network
    guard: SiteGuard
    lock: RunLock
    today: date

    async def check(self) -> None:
        """Raises ``HeldBackError`` where the click must not be made; ``StoreError`` where that cannot be known."""
        if problem := await self._refusal():
            raise HeldBackError(problem)

    async def _refusal(self) -> Problem | None:
        if not self.lock.holds():
            return Problem(reason=Reason.BUSY, detail="the data folder was moved or replaced meanwhile")
        if refusal := await self.guard.refusal():
            return refusal
        if self.network.site_time() is None:
            return Problem(reason=Reason.NO_SITE_TIME)
        if has_changed(self.today, self.network, self.clock):
            return Problem(reason=Reason.DAY_CHANGED)
        if not self.pace.within_hours(self.clock.now(), self.clock.zone()):
            return Problem(reason=Reason.OUT_OF_HOURS)
        if self.control.stopping:  # last, for nothing is awaited any more
            return Problem(reason=Reason.STOPPED_BY_PERSON)
        return Problem(reason=Reason.PAUSED) if self.control.paused else None
