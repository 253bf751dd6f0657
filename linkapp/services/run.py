"""The run engine: one run at a time, act by act, for every kind of act.

It owns the lock, the breaker, the hours, the pace, pause and stop, the journal, unresolved acts, items, progress and
the end. A kind of run supplies how it reads, plans, prepares, acts and leaves. The numbers in the comments are the hops
of the architecture. Everything that can go wrong is a value; only bugs and a store that cannot be used are exceptions,
and the latter end the run before anything is clicked.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta

from linkapp.domain.act import Act, Kind, NotSent, Sent, State
from linkapp.domain.campaign import Item, Phase, Progress, Report, Result, RunOutcome
from linkapp.domain.moment import Skip
from linkapp.domain.pacing import Pace
from linkapp.domain.problems import NOT_NOW, OF_THIS_PERSON, WALLS, Problem, Reason
from linkapp.domain.settings import Settings
from linkapp.services.account import OneAccount
from linkapp.services.allowance import Allowance
from linkapp.services.answers import as_answered
from linkapp.services.before_click import BeforeClick, HeldBackError
from linkapp.services.news import Changes, News
from linkapp.services.ports.clock import Clock, Dice
from linkapp.services.ports.journal import QUIET, Journal
from linkapp.services.ports.ledger import Denied, Ledger, Limits, SlotLostError, StoreError, Unresolved
from linkapp.services.ports.runs import RunLock, Runs
from linkapp.services.recover import Recovered, recover
from linkapp.services.reservation import Reservation
from linkapp.services.run_book import RunBook
from linkapp.services.run_kind import Against, R, RunKind, T, Target
from linkapp.services.run_state import RunState, skipped
from linkapp.services.runs import Control
from linkapp.services.site_guard import SiteGuard
from linkapp.services.site_lease import Purpose, SiteHeldError, SiteLease
from linkapp.services.today import has_changed, today_at


class RunEngine:
    """Runs any kind of run. One at a time on a data folder."""

    def __init__(
        self,
        *,
        site: OneAccount,
        ledger: Ledger,
        runs: Runs,
        lock: RunLock,
        clock: Clock,
        dice: Dice,
        news: News,
        settings: Callable[[], Settings],
        pace: Callable[[Settings], Pace],
        guard: SiteGuard,
        journal: Journal = QUIET,
        lease: SiteLease | None = None,
        dry: bool = False,
    ) -> None:
        """``dry``: the ports are dry ones (``rehearse.py``), and reports say so."""
        self._site = site
        self._ledger = ledger
        self._runs = runs
        self._lock = lock
        self._clock = clock
        self._dice = dice
        self._news = news
        self._settings = settings
        self._pace = pace
        self._guard = guard
        self._journal = journal
        self._lease = lease or SiteLease()
        self._dry = dry
        self._book = RunBook(runs=runs, ledger=ledger, journal=journal, clock=clock)

    def allowance(self, kind: Kind, settings: Callable[[], Settings]) -> Allowance:
        """What may be done of a kind, with these settings."""
        return Allowance(
            ledger=self._ledger, guard=self._guard, clock=self._clock, settings=settings, pace=self._pace, kind=kind
        )

    async def run(
        self, kind: RunKind[T, R], *, watch: Callable[[Progress], None], control: Control, limit: int | None = None
    ) -> Report:
        """One run: at most ``limit`` acts. A second run ends at once with ``BUSY``. Raises ``StoreError`` only where
        not even the run could be written down."""
        started = self._clock.now()
        try:
            with self._lease.hold(Purpose.REHEARSAL if self._dry else Purpose.RUN):
                if not self._lock.take():
                    raise SiteHeldError(Purpose.RUN)
                try:
                    return await self._held(kind, started, watch=watch, control=control, limit=limit)
                finally:
                    self._lock.give()
        except SiteHeldError as held:
            another_run = Problem(reason=Reason.BUSY, detail="another run is at work on this data folder")
            return Report(
                run=0,
                kind=kind.name,
                outcome=RunOutcome.NOT_NOW,
                started=started,
                finished=started,
                stopped_by=another_run if held.purpose in (Purpose.RUN, "") else held.problem,
                dry=self._dry,
            )

    async def _held(
        self,
        kind: RunKind[T, R],
        started: datetime,
        *,
        watch: Callable[[Progress], None],
        control: Control,
        limit: int | None,
    ) -> Report:
        await self._runs.interrupted(started)
        settings = self._settings()
        run = RunState(
            id=await self._runs.begin(kind.name, started, dry=self._dry),
            kind=kind.name,
            started=started,
            watch=watch,
            control=control,
            limit=limit,
            settings=settings,
            pace=self._pace(settings),
            dry=self._dry,
        )
        with self._journal.during(run.id):
            self._journal.note("run begun", kind=run.kind)
            try:
                await self._through(run, kind)
            except StoreError as error:
                run.stopped_by = error.problem
            except BaseException:
                self._journal.note("run broken off")
                raise
            return await self._finish(run)

    async def _through(self, run: RunState, kind: RunKind[T, R]) -> None:
        """From the first question to the last verification; why it ended is in ``run.stopped_by``."""
        if problem := await self._refusal(run) or await self._read(run, kind):
            await self._stop(run, problem)
            return
        now = self._site.site_time()
        if now is None:
            run.stopped_by = Problem(reason=Reason.NO_SITE_TIME)
            return
        read_on = today_at(now, self._clock)
        if not await self._settle_unresolved(run, kind):
            return
        today = today_at(self._site.site_time() or now, self._clock)
        if today != read_on:
            run.stopped_by = Problem(reason=Reason.DAY_CHANGED)
            return
        plan = await kind.plan(run.settings, today)
        settled = {key for item in run.items for key in item.person.keys}
        for skip in plan.skips:
            told_already = skip.reason in (Reason.ALREADY_GREETED, Reason.UNSURE_BEFORE)
            if not (told_already and settled & set(skip.person.keys)):
                await self._book.add(run, skipped(skip))
        await self._act_on_all(run, kind, plan.due, today)
        if run.stopped_by is None or run.stopped_by.reason is Reason.TOO_MANY_FAILURES:
            run.stopped_by = kind.changed(run.items) or run.stopped_by
        if run.to_verify and not (run.stopped_by and run.stopped_by.ends_run) and not run.control.stopping:
            await self._verify(run, kind)

    async def _refusal(self, run: RunState) -> Problem | None:
        if refusal := await self._guard.refusal():
            return refusal
        if not run.pace.within_hours(self._clock.now(), self._clock.zone()):
            opens = run.pace.next_opening(self._clock.now(), self._clock.zone())
            return Problem(reason=Reason.OUT_OF_HOURS, detail=opens.isoformat() if opens else "")
        return None

    async def _read(self, run: RunState, kind: RunKind[T, R]) -> Problem | None:
        run.tell(Phase.READING)
        reading = await run.control.unless_stopped(kind.read())  # hop 1
        if isinstance(reading, Problem) and run.may_restart(reading):
            reading = await run.control.unless_stopped(kind.read())
        if reading is None:
            return Problem(reason=Reason.STOPPED_BY_PERSON)
        if isinstance(reading, Problem):
            return reading
        run.partial = reading
        return None

    async def _act_on_all(self, run: RunState, kind: RunKind[T, R], due: Sequence[T], today: date) -> None:
        run.total = len(due) + sum(1 for item in run.items if item.state is not Result.SKIPPED)
        done = 0
        place = 0
        while place < len(due):
            target = due[place]
            if run.limit is not None and done >= run.limit:
                await self._book.rest(run, due[place:], Problem(reason=Reason.RUN_LIMIT, detail=str(run.limit)))
                return
            if stop := await self._before_next(run, kind.kind, target, today):
                run.stopped_by = stop
                reason = Reason.RUN_STOPPED if stop.reason is Reason.STOPPED_BY_PERSON else stop.reason
                await self._book.rest(run, due[place:], replace(stop, reason=reason))
                return
            run.tell(Phase.WRITING, target.person)
            item = await self._act_on(run, kind, target, today)
            if run.once_more:
                run.once_more = False
                continue
            if isinstance(item, Denied):
                until = item.until
                if item.reason in (Reason.CAP_DAY, Reason.CAP_WEEK) and (now := self._site.site_time()):
                    until = (await self.allowance(kind.kind, lambda: run.settings).usage(now)).opens  # of days to come
                run.stopped_by = Problem(reason=item.reason, detail=until.isoformat() if until else item.detail)
                await self._book.rest(run, due[place:], run.stopped_by)
                return
            if run.may_restart(run.stopped_by):  # the browser died, and is started anew once in a run
                run.stopped_by = None
                if item.state is Result.FAILED:  # nothing was clicked: this target once more
                    continue
                await self._book.add(run, item)
                await self._verify(run, kind)
                run.to_verify = False
            else:
                await self._book.add(run, item)
            place += 1
            done += item.state in (Result.DONE, Result.UNSURE) or item.reason is Reason.REFUSED
            if run.stopped_by is not None:
                await self._book.rest(
                    run, due[place:], Problem(reason=Reason.RUN_STOPPED, detail=run.stopped_by.reason)
                )
                return

    async def _before_next(self, run: RunState, kind: Kind, target: Target, today: date) -> Problem | None:
        """Wait as the pace and the person want it; why the run ends here, where it does."""
        shortest, longest = run.pace.gap_s(kind)
        if run.clicked and longest > 0:
            seconds = self._dice.between(shortest, longest)
            deadline = self._clock.now() + timedelta(seconds=seconds)
            run.tell(Phase.WAITING, target.person, deadline)
            await run.control.wait_until(self._clock, deadline)
        run.clicked = False
        if run.control.paused:
            run.tell(Phase.PAUSED, target.person)
        if not await run.control.going():
            return Problem(reason=Reason.STOPPED_BY_PERSON)
        if not run.pace.within_hours(self._clock.now(), self._clock.zone()):
            return Problem(reason=Reason.OUT_OF_HOURS)
        if has_changed(today, self._site, self._clock):
            return Problem(reason=Reason.DAY_CHANGED)
        return None

    async def _act_on(self, run: RunState, kind: RunKind[T, R], target: T, today: date) -> Item | Denied:
        """Hops 3 to 7 for one target."""
        now = self._site.site_time()
        if now is None:
            return Denied(reason=Reason.NO_SITE_TIME)
        if unfit := kind.unfit(target):
            return skipped(unfit)
        act = kind.act(target)
        caps = await self.allowance(kind.kind, lambda: run.settings).caps(now)
        slot = await self._ledger.reserve(act, Limits(caps=caps, zone=self._clock.zone(), run=run.id), now)  # hop 3
        if isinstance(slot, Denied):
            if slot.reason in NOT_NOW:
                return slot
            reason = kind.words.get(slot.reason, slot.reason)
            return skipped(Skip(person=target.person, reason=reason, detail=slot.detail))
        async with Reservation(self._ledger, slot, leave=kind.leave, site_time=self._site.site_time) as reservation:
            prepared = await kind.prepare(target, act, today)  # hop 4
            if isinstance(prepared, NotSent):
                await reservation.settle(State.RELEASED, f"{prepared.problem.reason}")
                await kind.leave()
                if prepared.problem.reason in OF_THIS_PERSON:
                    problem = prepared.problem
                    return skipped(Skip(person=target.person, reason=problem.reason, detail=problem.detail))
                return await self._failed(run, kind, target, prepared.problem)
            if isinstance(prepared, Against):
                if prepared.undated is not None:
                    await reservation.undated(prepared.undated)
                else:
                    await reservation.settle(State.ALREADY if prepared.already else State.RELEASED, prepared.detail)
                await kind.leave()
                if prepared.afterwards is not None:
                    await prepared.afterwards()
                return skipped(prepared.skip)
            if run.control.stopping:
                await reservation.settle(State.RELEASED, "stopped")
                await kind.leave()
                run.stopped_by = Problem(reason=Reason.STOPPED_BY_PERSON)
                return skipped(Skip(person=target.person, reason=Reason.RUN_STOPPED))
            return await self._press(run, kind, target, act, prepared.handle, reservation, today)

    async def _press(
        self, run: RunState, kind: RunKind[T, R], target: T, act: Act, handle: R, reservation: Reservation, today: date
    ) -> Item:
        """Hops 5 to 7: the announcement is committed immediately before the click, the outcome at once after it."""
        once_more = BeforeClick(
            control=run.control,
            pace=run.pace,
            clock=self._clock,
            network=self._site,
            guard=self._guard,
            lock=self._lock,
            today=today,
        )

        async def before_click() -> None:
            await once_more.check()
            await reservation.announce(hashlib.sha256(act.text.encode()).hexdigest())  # hop 5
            run.clicked = True

        try:
            outcome = await kind.press(target, handle, before_click)  # hop 6
        except SlotLostError as lost:  # nothing was clicked: the ledger knows something that the reservation did not
            await kind.leave()
            reason = kind.words.get(lost.problem.reason, lost.problem.reason)
            return skipped(Skip(person=target.person, reason=reason))
        except HeldBackError as held:
            await reservation.settle(State.RELEASED, f"{held.problem.reason}")
            await kind.leave()
            reason = held.problem.reason
            run.once_more = reason is Reason.PAUSED  # this target again, when the run goes on
            run.stopped_by = None if run.once_more else held.problem
            stopped = Reason.RUN_STOPPED if reason is Reason.STOPPED_BY_PERSON else reason
            return skipped(Skip(person=target.person, reason=stopped))
        now = self._site.site_time()
        if isinstance(outcome, NotSent):
            await reservation.settle(State.RELEASED, f"{outcome.problem.reason}")
            await kind.leave()
            return await self._failed(run, kind, target, outcome.problem)
        try:
            await reservation.settle(outcome)  # hop 7
        except StoreError as error:  # it stays announced in the ledger, which the next start takes for what it is
            run.stopped_by = error.problem
            item = kind.item(target, Result.UNSURE)
            return replace(item, reason=error.problem.reason, text=act.text, at=now)
        self._news.publish(Changes(log=True, usage=True, contacts=True))
        if isinstance(outcome, Sent):
            run.breaker = await self._guard.succeeded()
            return replace(kind.item(target, Result.DONE), text=act.text, proof=outcome.proof, at=now)
        run.to_verify = True
        item = await self._failed(run, kind, target, outcome.problem)
        return replace(item, state=Result.FAILED if outcome.refused else Result.UNSURE, text=act.text, at=now)

    # -- unresolved acts --

    async def _settle_unresolved(self, run: RunState, kind: RunKind[T, R]) -> bool:
        """Settle what earlier runs left open, before anything else goes to anybody; False if the run has to end."""
        now = self._site.site_time()
        if now is None:
            run.stopped_by = Problem(reason=Reason.NO_SITE_TIME)
            return False
        unresolved = self._ours(await self._ledger.recover(now))
        if not unresolved:
            return True
        recovered = await self._recover(run, kind, unresolved)
        for item in recovered.items:
            await self._book.add(run, item)
        if recovered.stopped_by is not None:
            await self._stop(run, recovered.stopped_by)
            return False
        return await run.control.going()

    async def _recover(self, run: RunState, kind: RunKind[T, R], unresolved: tuple[Unresolved, ...]) -> Recovered:
        """Acts of other kinds are settled too, and told where they belong: by the ledger."""
        run.tell(Phase.RECOVERING)
        return await recover(
            self._ledger,
            self._site,
            self._clock,
            run.pace,
            unresolved,
            self._site.site_time,
            lambda deadline: run.control.wait_until(self._clock, deadline),
            kind.kind,
        )

    def _ours(self, unresolved: tuple[Unresolved, ...]) -> tuple[Unresolved, ...]:
        """Those of the signed-in account: what another one did, this one cannot see."""
        return tuple(attempt for attempt in unresolved if attempt.act.account == self._site.name)

    async def _verify(self, run: RunState, kind: RunKind[T, R]) -> None:
        """At the end of a run: read what is uncertain; better news replaces the item."""
        now = self._site.site_time()
        if now is None:
            return
        recovered = await self._recover(run, kind, self._ours(await self._ledger.recover(now)))
        unsent = {key for attempt in recovered.unsent for key in attempt.act.whom.keys}
        still_open = {key for item in recovered.items if item.state is Result.UNSURE for key in item.person.keys}
        sent = {key: item for item in recovered.items if item.state is Result.DONE for key in item.person.keys}
        for place, item in enumerate(run.items):
            if item.state not in (Result.UNSURE, Result.FAILED) or not item.text:
                continue
            better: Item | None = None
            if key := next((key for key in item.person.keys if key in sent), None):
                better = replace(sent[key], late_days=item.late_days)
            elif (answered := await as_answered(self._ledger, self._site.name, item)).state is Result.DONE:
                better = answered
            elif item.state is Result.UNSURE and not (recovered.stopped_by or still_open & set(item.person.keys)):
                detail = "the conversation proves that it was not sent"
                proven = unsent & set(item.person.keys)
                better = replace(item, state=Result.FAILED, detail=detail) if proven else answered
            if better is not None:
                run.items[place] = better
                await self._book.change(run, better)
        stop = recovered.stopped_by
        if stop is not None and (run.stopped_by is None or stop.reason in WALLS):
            await self._stop(run, stop)

    # -- failures and the end --

    async def _failed(self, run: RunState, kind: RunKind[T, R], target: T, problem: Problem) -> Item:
        """A failure: counts for the breaker, and ends the run where its reason does."""
        if problem.ends_run:
            await self._stop(run, problem)
        elif problem.reason not in OF_THIS_PERSON:
            run.breaker = await self._guard.failed()
            if run.breaker.probing:
                detail = run.breaker.until.isoformat() if run.breaker.until else ""
                run.stopped_by = Problem(reason=Reason.TOO_MANY_FAILURES, detail=detail)
        item = kind.item(target, Result.FAILED)
        return replace(item, reason=problem.reason, detail=problem.detail, evidence=problem.evidence)

    async def _stop(self, run: RunState, problem: Problem) -> None:
        run.stopped_by = problem
        await self._guard.note(problem)

    async def _finish(self, run: RunState) -> Report:
        report = await self._book.finish(run, self._site.name)
        run.tell(Phase.FINISHED)
        self._news.publish(Changes(log=True, usage=True, contacts=True))
        return report
