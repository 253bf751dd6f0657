"""Writing to somebody whom the list of moments does not show, from their own profile: to the site that is a visit, so
it takes a place among the visits of the day, and keeps it once the profile was opened."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from linkapp.domain.act import Act, Kind, NotSent, Sent, Slot
from linkapp.domain.greeting import Ready
from linkapp.domain.moment import Skip
from linkapp.domain.person import Person
from linkapp.domain.problems import Reason
from linkapp.services.account import OneAccount
from linkapp.services.allowance import Allowance
from linkapp.services.ports.clock import Clock
from linkapp.services.ports.ledger import Ledger, Limits
from linkapp.services.reservation import Reservation
from linkapp.services.run_kind import Against

_ANY_RUN = 10**6
"""The run's own cap is that of its messages; of visits those of the day and the week hold."""
_NOT_TO_BE_PRESSED = frozenset({Reason.NO_CONTROL, Reason.NO_SUCH_PROFILE})
"""Of this person: the profile offers no way to write to them."""


class ProfileVisit:
    """One visit that leads to a composer. ``allowance``: the caps of visits."""

    def __init__(self, *, site: OneAccount, ledger: Ledger, clock: Clock, allowance: Allowance) -> None:
        self._site, self._ledger, self._clock, self._allowance = site, ledger, clock, allowance

    async def prepare(self, person: Person, text: str, today: date) -> Ready | NotSent | Against:
        """As ``Network.prepare``, from the profile; ``Against`` where no visit is left or the profile offers no way."""
        now = self._site.site_time()
        if now is None:
            return _not_on_page(person, f"{Reason.NO_SITE_TIME}")
        act = Act(kind=Kind.VISIT, account=self._site.name, key=f"greeting-visit:{today.isoformat()}", person=person)
        caps = replace(await self._allowance.caps(now), run=_ANY_RUN)
        slot = await self._ledger.reserve(act, Limits(caps=caps, zone=self._clock.zone(), run=0), now)
        if not isinstance(slot, Slot):
            return _not_on_page(person, f"{slot.reason}")
        async with Reservation(self._ledger, slot, leave=_nothing, site_time=self._site.site_time) as visit:

            async def before_open() -> None:
                await visit.announce("")

            ready = await self._site.prepare_on_profile(person, text, before_open)
            if visit.announced:
                await visit.settle(Sent(proof="profile"))
        if isinstance(ready, NotSent) and ready.problem.reason in _NOT_TO_BE_PRESSED:
            return _not_on_page(person, ready.problem.detail)
        return ready


def _not_on_page(person: Person, detail: str) -> Against:
    return Against(skip=Skip(person=person, reason=Reason.NOT_ON_PAGE, detail=detail), detail=detail)


async def _nothing() -> None:
    """The composer is left by whoever asked for it."""
