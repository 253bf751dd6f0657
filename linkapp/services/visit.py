"""Profile visits of a list of addresses: one visit each, at a person's pace, and not again within 30 days.

The walk itself is the run engine's (``run.py``). A visit leaves nothing on the site that could be read afterwards: one
that may have been made counts as made.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping, Sequence
from contextlib import suppress
from datetime import date, datetime

from linkapp.domain.act import Act, Kind, NotSent, Outcome, Sent
from linkapp.domain.campaign import Item, Progress, Report, Result
from linkapp.domain.moment import Skip
from linkapp.domain.person import Person
from linkapp.domain.problems import Problem, Reason
from linkapp.domain.quota import Usage
from linkapp.domain.settings import Settings
from linkapp.domain.visit import Listed, Unlisted, visit_act
from linkapp.services.account import OneAccount
from linkapp.services.ports.book import People
from linkapp.services.ports.clock import Clock
from linkapp.services.ports.ledger import Ledger, StoreError
from linkapp.services.run import RunEngine
from linkapp.services.run_kind import Against, Plan, Prepared
from linkapp.services.runs import Control


class Visits:
    """Runs of profile visits."""

    def __init__(
        self,
        *,
        engine: RunEngine,
        site: OneAccount,
        ledger: Ledger,
        people: People,
        clock: Clock,
        settings: Callable[[], Settings],
        limit: int | None = None,
    ) -> None:
        """``limit``: of a run, within the caps."""
        self._engine = engine
        self._allowance = engine.allowance(Kind.VISIT, settings)
        self._site, self._ledger, self._people, self._clock = site, ledger, people, clock
        self._limit = limit

    async def visit(
        self,
        listed: Sequence[Listed],
        unlisted: Sequence[Unlisted],
        *,
        watch: Callable[[Progress], None],
        control: Control,
    ) -> Report:
        """Visit every profile of a list once; see ``RunEngine.run``."""
        kind = VisitRun(listed, unlisted, site=self._site, ledger=self._ledger, people=self._people, clock=self._clock)
        return await self._engine.run(kind, watch=watch, control=control, limit=self._limit)

    async def usage(self) -> Usage:
        """What is used of the visit caps, those among them that led to a greeting; as ``Allowance.usage_now``."""
        return await self._allowance.usage_now(self._site.site_time())


class VisitRun:
    """One run of visits: the ``RunKind`` of listed profiles."""

    name = "visits"
    kind = Kind.VISIT
    words: Mapping[Reason, Reason] = dict.fromkeys(
        (Reason.ALREADY_GREETED, Reason.UNSURE_BEFORE), Reason.VISITED_BEFORE
    )

    def __init__(
        self,
        listed: Sequence[Listed],
        unlisted: Sequence[Unlisted],
        *,
        site: OneAccount,
        ledger: Ledger,
        people: People,
        clock: Clock,
    ) -> None:
        self._listed, self._unlisted = listed, unlisted
        self._site, self._ledger, self._people, self._clock = site, ledger, people, clock
        self._today: date | None = None
        self._shown: dict[str, Person] = {}

    async def read(self) -> Problem | str:
        """See ``RunKind``: the list is given; a page of the site tells who is signed in, and the time."""
        return await self._site.arrive() or ""

    async def plan(self, _settings: Settings, today: date, /) -> Plan[Listed]:
        """See ``RunKind``: nobody who asked to be left alone, and nobody twice within the time."""
        self._today = today
        due: list[Listed] = []
        skips = [
            Skip(person=Person(name=entry.text), reason=Reason.NOT_A_PROFILE, detail=f"line {entry.line}")
            for entry in self._unlisted
        ]
        for target in self._listed:
            if await self._ledger.closed(self.act(target), self._now()) is not None:
                skips.append(Skip(person=target.person, reason=Reason.VISITED_BEFORE))
            elif (why := await self._people.do_not_contact(target.person)) is not None:
                skips.append(Skip(person=target.person, reason=Reason.DO_NOT_CONTACT, detail=why))
            else:
                due.append(target)
        return Plan(due=due, skips=skips)

    def act(self, target: Listed) -> Act:
        """See ``RunKind``."""
        assert self._today is not None
        return visit_act(account=self._site.name, person=target.person, on=self._today)

    def unfit(self, _target: Listed, /) -> Skip | None:
        """See ``RunKind``: an address is all that is needed."""
        return None

    async def prepare(self, target: Listed, _act: Act, _today: date, /) -> Prepared[Person] | Against | NotSent:
        """See ``RunKind``: there is nothing to prepare on the site."""
        return Prepared(handle=target.person)

    async def press(self, target: Listed, handle: Person, before_click: Callable[[], Awaitable[None]]) -> Outcome:
        """See ``RunKind``: the page is opened, and whom it shows goes into the contacts book."""
        visited = await self._site.visit(handle, before_click)
        if isinstance(visited.outcome, Sent):
            self._shown[target.person.key] = visited.person
            with suppress(StoreError):  # the book may not take it; that it was visited is what has to be kept
                await self._people.seen(visited.person, self._now())
        return visited.outcome

    async def leave(self) -> None:
        """See ``RunKind``: the page is closed again by then."""

    def item(self, target: Listed, state: Result) -> Item:
        """See ``RunKind``: with the name that the page showed."""
        return Item(person=self._shown.get(target.person.key, target.person), state=state)

    def changed(self, _items: Sequence[Item], /) -> Problem | None:
        """See ``RunKind``: a page that shows no profile has ended the run already."""
        return None

    def _now(self) -> datetime:
        return self._site.site_time() or self._clock.now()
