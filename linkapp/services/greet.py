"""The walk of one greeting, hop by hop: read, understand, decide, reserve, prepare, commit, press, settle.

The numbers in the comments are the hops of the architecture. Everything that can go wrong is a value; only bugs and
a store that cannot be used are exceptions, and the latter end the run before anything is clicked.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta

from linkapp.domain import birthday as birthdays
from linkapp.domain.act import NotSent, Sent, Slot, State, Unsure
from linkapp.domain.breaker import Breaker
from linkapp.domain.campaign import (
    Draft,
    Item,
    Phase,
    Preview,
    Progress,
    Report,
    Result,
    Rules,
    RunOutcome,
    decide,
)
from linkapp.domain.conversation import Objection, objection
from linkapp.domain.degree import not_connected
from linkapp.domain.field_left import field_left
from linkapp.domain.greeting import Ready, greeting_act, greeting_key
from linkapp.domain.message import Template, Use, choose
from linkapp.domain.moment import Card, Occasion, Ok, Skip
from linkapp.domain.name import first_name
from linkapp.domain.opt_out import request_among
from linkapp.domain.pacing import Pace
from linkapp.domain.person import Person
from linkapp.domain.problems import (
    NEEDS_PERSON,
    NOT_NOW,
    NOT_UNDERSTOOD,
    OF_THIS_PERSON,
    PAGES_CHANGED,
    WALLS,
    Problem,
    Reason,
)
from linkapp.domain.quota import Usage
from linkapp.domain.same_text import as_typed
from linkapp.domain.settings import Settings
from linkapp.services.account import OneAccount
from linkapp.services.allowance import Allowance
from linkapp.services.answers import as_answered
from linkapp.services.before_click import BeforeClick, HeldBackError
from linkapp.services.news import Changes, News
from linkapp.services.ports.accounts import Accounts
from linkapp.services.ports.book import People
from linkapp.services.ports.clock import Clock, Dice
from linkapp.services.ports.journal import QUIET, Journal
from linkapp.services.ports.ledger import Denied, Ledger, Limits, SlotLostError, StoreError, Unresolved
from linkapp.services.ports.runs import RunLock, Runs
from linkapp.services.ports.site import Network
from linkapp.services.recover import recover
from linkapp.services.runs import Control
from linkapp.services.site_guard import GuardedNetwork, SiteGuard
from linkapp.services.time_limit import time_limit
from linkapp.services.today import dates_differ, has_changed, today_at

LEAVE_WITHIN_S = 5.0
"""How long a composer that has to be left may hold up the end of a run."""


@dataclass(frozen=True, kw_only=True)
class Texts:
    """Template sets by language: on time and late."""

    on_time: Mapping[str, Sequence[Template]]
    late: Mapping[str, Sequence[Template]]
    spoilt: frozenset[str] = frozenset()
    """Languages whose own texts cannot be used: no other words are put in their place."""

    def of(self, language: str, late_days: int) -> Sequence[Template]:
        """The set for a language (English where there is none)."""
        sets = self.late if late_days > 0 else self.on_time
        return sets.get(self._spoken(language), ())

    def are_spoilt(self, language: str) -> bool:
        """Whether there are no texts for a language because the person's own cannot be used."""
        return self._spoken(language) in self.spoilt

    def _spoken(self, language: str) -> str:
        return language if self.on_time.get(language) or language in self.spoilt else "en"


@dataclass(kw_only=True)
class _Run:
    """A run under way: what is known of it so far."""

    id: int
    kind: str
    started: datetime
    watch: Callable[[Progress], None]
    control: Control
    items: list[Item] = field(default_factory=list)
    total: int = 0
    stopped_by: Problem | None = None
    breaker: Breaker = field(default_factory=Breaker)
    clicked: bool = False
    to_verify: bool = False
    restarted: bool = False
    once_more: bool = False
    partial: str = ""

    def may_restart(self, problem: Problem | None) -> bool:
        """Whether the browser went away for the first time in this run: it is started anew then, once."""
        if problem is None or problem.reason is not Reason.BROWSER_CRASHED or self.restarted:
            return False
        self.restarted = True
        return True

    def tell(self, phase: Phase, person: Draft | None = None, until: datetime | None = None) -> None:
        done = sum(1 for item in self.items if item.state is not Result.SKIPPED)
        self.watch(
            Progress(
                phase=phase,
                person=person.person if person else None,
                done=min(done, self.total),
                total=self.total,
                until=until,
                items=tuple(self.items),
            )
        )


class Greet:
    """Birthday greetings: preview and send."""

    def __init__(
        self,
        *,
        network: Network,
        ledger: Ledger,
        people: People,
        runs: Runs,
        accounts: Accounts,
        lock: RunLock,
        clock: Clock,
        dice: Dice,
        news: News,
        settings: Callable[[], Settings],
        texts: Texts,
        pace: Callable[[Settings], Pace],
        late_days: int | None = None,
        limit: int | None = None,
        language: str = "",
        journal: Journal = QUIET,
        guard: SiteGuard | None = None,
    ) -> None:
        """``guard``: the one over the whole data folder; without it one is made of the other parts."""
        self._guard = guard or SiteGuard(runs=runs, ledger=ledger, clock=clock, site_time=network.site_time)
        self._journal = journal
        self._network = OneAccount(GuardedNetwork(network, self._guard), accounts)
        self._ledger = ledger
        self._people = people
        self._runs = runs
        self._lock = lock
        self._clock = clock
        self._dice = dice
        self._news = news
        self._settings = settings
        self._allowance = Allowance(ledger=ledger, guard=self._guard, clock=clock, settings=settings, pace=pace)
        self._texts = texts
        self._pace = pace
        self._late_days = late_days
        self._limit = limit
        self._language = language
        self._page_language = ""
        self._busy = False
        self._last: tuple[Ok[Card], date] | None = None

    # -- preview --

    async def preview(self, occasion: Occasion) -> Preview:
        """Read the page and decide for everybody; sends nothing, counts nothing, opens no composer."""
        settings = self._settings()
        if refusal := await self._guard.refusal():
            today = today_at(self._clock.now(), self._clock)
            return Preview(occasion=occasion, today=today, stopped=refusal, usage=await self.usage())
        reading = await self._network.read_moments(occasion)
        now = self._network.site_time() or self._clock.now()
        today = today_at(now, self._clock)
        if not isinstance(reading, Ok):
            return Preview(occasion=occasion, today=today, stopped=reading.problem)
        self._page_language = reading.language
        self._last = (reading, today)
        drafts, skips = await self._decide(reading.items, reading.language, settings, today, now)
        return Preview(
            occasion=occasion,
            today=today,
            drafts=tuple(drafts),
            skips=tuple(skips),
            usage=await self.usage(),
            partial=reading.partial,
        )

    async def named(self, person: Person, first_name: str | None) -> Draft | Skip | None:
        """The person said the first name of somebody (None: it is looked for in the name again); it is kept, and what
        becomes of them with it comes back. None where the last list that was read does not hold them."""
        now = self._network.site_time() or self._clock.now()
        await self._people.set_first_name(person, now, first_name)
        self._news.publish(Changes(contacts=True))
        return await self.decided(person)

    async def decided(self, person: Person) -> Draft | Skip | None:
        """What becomes of somebody of the last list that was read, as things stand now; None where it holds no such
        person. Reads no page."""
        if self._last is None:
            return None
        now = self._network.site_time() or self._clock.now()
        reading, today = self._last  # its words for days are those of the day on which it was read
        drafts, skips = await self._decide(reading.items, reading.language, self._settings(), today, now)
        keys = set(person.keys)
        decided: list[Draft | Skip] = [*drafts, *skips]
        for one in decided:
            if keys & set(one.person.keys):
                return one
        return None

    async def another_text(self, draft: Draft, *, not_these: Sequence[str] = ()) -> str:
        """Another text for this person, different from the draft's own where there is one."""
        settings = self._settings()
        made = await self._text(
            await self._name(draft.person), draft.late_days, draft, settings, (draft.text, *not_these)
        )
        return made[0] if made else draft.text

    async def usage(self) -> Usage | None:
        """What is used of the message caps, and what a claim would be answered; by the computer's clock, for display
        only, while the site has told no time."""
        last = await self._ledger.last_time()
        now = self._network.site_time() or max(self._clock.now(), last or self._clock.now())
        return await self._allowance.usage(now)

    # -- send --

    async def send(
        self,
        occasion: Occasion,
        chosen: Sequence[Draft] | None,
        *,
        watch: Callable[[Progress], None],
        control: Control,
    ) -> Report:
        """Greet the chosen people with exactly their texts (None: everybody whose draft is ticked).

        One run at a time on a data folder: a second one ends at once with ``BUSY``. Raises ``StoreError`` only where
        not even the run could be written down.
        """
        started = self._clock.now()
        if self._busy or not self._lock.take():
            return Report(
                run=0,
                kind=f"{occasion}s",
                outcome=RunOutcome.NOT_NOW,
                started=started,
                finished=started,
                stopped_by=Problem(reason=Reason.BUSY, detail="another run is at work on this data folder"),
            )
        self._busy = True
        try:
            await self._runs.interrupted(started)
            run = _Run(
                id=await self._runs.begin(f"{occasion}s", started, dry=False),
                kind=f"{occasion}s",
                started=started,
                watch=watch,
                control=control,
            )
            with self._journal.during(run.id):
                self._journal.note("run begun", kind=run.kind)
                try:
                    await self._campaign(run, occasion, chosen)
                except StoreError as error:
                    run.stopped_by = error.problem
                except BaseException:
                    self._journal.note("run broken off")
                    raise
                return await self._finish(run)
        finally:
            self._busy = False
            self._lock.give()

    async def _campaign(self, run: _Run, occasion: Occasion, chosen: Sequence[Draft] | None) -> None:
        settings = self._settings()
        pace = self._pace(settings)
        if refusal := await self._guard.refusal():
            run.stopped_by = refusal
            return
        if not pace.within_hours(self._clock.now(), self._clock.zone()):
            opens = pace.next_opening(self._clock.now(), self._clock.zone())
            run.stopped_by = Problem(reason=Reason.OUT_OF_HOURS, detail=opens.isoformat() if opens else "")
            return

        run.tell(Phase.READING)
        reading = await run.control.unless_stopped(self._network.read_moments(occasion))  # hop 1
        if reading is not None and not isinstance(reading, Ok) and run.may_restart(reading.problem):
            reading = await run.control.unless_stopped(self._network.read_moments(occasion))
        if reading is None:
            run.stopped_by = Problem(reason=Reason.STOPPED_BY_PERSON)
            return
        if not isinstance(reading, Ok):
            await self._stop(run, reading.problem)
            return
        self._page_language = reading.language
        run.partial = reading.partial
        now = self._network.site_time()
        if now is None:
            run.stopped_by = Problem(reason=Reason.NO_SITE_TIME)
            return
        read_on = today_at(now, self._clock)
        if not await self._settle_open(run, pace):
            return

        now = self._network.site_time() or now
        today = today_at(now, self._clock)
        if today != read_on:
            run.stopped_by = Problem(reason=Reason.DAY_CHANGED)
            return
        drafts, skips = await self._decide(reading.items, reading.language, settings, today, now)  # hops 2 and 3
        await self._remember(reading.items, drafts, now)
        settled = {key for item in run.items for key in item.person.keys}
        due = self._choose(drafts, chosen, skips)
        for skip in skips:
            told_already = skip.reason in (Reason.ALREADY_GREETED, Reason.UNSURE_BEFORE)
            if not (told_already and settled & set(skip.person.keys)):
                await self._add(run, _skipped(skip))
        await self._greet_all(run, due, pace, settings, today, reading.language)
        if run.stopped_by is None or run.stopped_by.reason is Reason.TOO_MANY_FAILURES:
            run.stopped_by = _changed_composers(run.items) or run.stopped_by
        if run.to_verify and not (run.stopped_by and run.stopped_by.ends_run) and not run.control.stopping:
            await self._verify(run, pace)

    async def _greet_all(
        self, run: _Run, due: Sequence[Draft], pace: Pace, settings: Settings, today: date, language: str
    ) -> None:
        run.total = len(due) + sum(1 for item in run.items if item.state is not Result.SKIPPED)
        sent = 0
        place = 0
        while place < len(due):
            draft = due[place]
            if self._limit is not None and sent >= self._limit:
                await self._rest(run, due[place:], Problem(reason=Reason.RUN_LIMIT, detail=str(self._limit)))
                return
            if run.clicked and pace.longest_s > 0:
                deadline = self._clock.now() + timedelta(seconds=self._dice.between(pace.shortest_s, pace.longest_s))
                run.tell(Phase.WAITING, draft, deadline)
                await run.control.wait_until(self._clock, deadline)
            run.clicked = False
            if run.control.paused:
                run.tell(Phase.PAUSED, draft)
            if not await run.control.going():
                run.stopped_by = Problem(reason=Reason.STOPPED_BY_PERSON)
                await self._rest(run, due[place:], Problem(reason=Reason.RUN_STOPPED))
                return
            if not pace.within_hours(self._clock.now(), self._clock.zone()):
                run.stopped_by = Problem(reason=Reason.OUT_OF_HOURS)
                await self._rest(run, due[place:], run.stopped_by)
                return
            if has_changed(today, self._network, self._clock):
                run.stopped_by = Problem(reason=Reason.DAY_CHANGED)
                await self._rest(run, due[place:], run.stopped_by)
                return
            run.tell(Phase.WRITING, draft)
            item = await self._greet(run, draft, settings, pace, today, language)
            if run.once_more:
                run.once_more = False
                continue
            if isinstance(item, Denied):
                until = item.until
                if item.reason in (Reason.CAP_DAY, Reason.CAP_WEEK) and (usage := await self.usage()):
                    until = usage.opens  # with the caps of the days to come
                run.stopped_by = Problem(reason=item.reason, detail=until.isoformat() if until else item.detail)
                await self._rest(run, due[place:], run.stopped_by)
                return
            if run.may_restart(run.stopped_by):  # the browser died, and is started anew once in a run
                run.stopped_by = None
                if item.state is Result.FAILED:  # nothing was clicked: this person once more
                    continue
                await self._add(run, item)
                await self._verify(run, pace)
                run.to_verify = False
            else:
                await self._add(run, item)
            place += 1
            sent += item.state in (Result.DONE, Result.UNSURE) or item.reason is Reason.REFUSED
            if run.stopped_by is not None:
                await self._rest(run, due[place:], Problem(reason=Reason.RUN_STOPPED, detail=run.stopped_by.reason))
                return

    async def _greet(
        self, run: _Run, draft: Draft, settings: Settings, pace: Pace, today: date, language: str
    ) -> Item | Denied:
        """Hops 4 to 8 for one person."""
        now = self._network.site_time()
        if now is None:
            return Denied(reason=Reason.NO_SITE_TIME)
        if (field_left_at := field_left(draft.text)) is not None:
            return _skipped(_unfilled(draft.person, draft.text, field_left_at))
        act = greeting_act(
            account=self._network.name,
            person=draft.person,
            occasion=draft.occasion,
            year=draft.on.year,
            text=draft.text,
            late_days=draft.late_days,
            template=draft.template,
        )
        limits = Limits(caps=await self._allowance.caps(now), zone=self._clock.zone(), run=run.id)
        slot = await self._ledger.reserve(act, limits, now)  # hop 4
        if isinstance(slot, Denied):
            if slot.reason in NOT_NOW:
                return slot
            return _skipped(Skip(person=draft.person, reason=slot.reason, detail=slot.detail))
        settled = False
        try:
            ready = await self._network.prepare(draft.person, draft.text)  # hop 5
            if isinstance(ready, NotSent):
                await self._ledger.settle(slot, State.RELEASED, now, f"{ready.problem.reason}")
                settled = True
                await self._network.abandon()
                if ready.problem.reason in OF_THIS_PERSON:
                    return _skipped(Skip(person=draft.person, reason=ready.problem.reason, detail=ready.problem.detail))
                return await self._failed(run, draft, ready.problem)
            if set(ready.recipient.keys) != set(draft.person.keys):
                # The composer proved one more key of this person: under that key they may have been greeted before.
                closed = await self._ledger.closed(replace(act, person=ready.recipient), now)
                if closed is not None:
                    await self._ledger.settle(slot, State.RELEASED, now, "known by another key")
                    settled = True
                    await self._network.abandon()
                    await self._people.seen(ready.recipient, now)
                    return _skipped(Skip(person=ready.recipient, reason=Reason.ALREADY_GREETED))
                await self._people.seen(ready.recipient, now)
            against = await self._against(ready, draft, settings, today, language)
            if isinstance(against, Problem):
                await self._ledger.settle(slot, State.RELEASED, now, f"{against.reason}")
                settled = True
                await self._network.abandon()
                return await self._failed(run, draft, against)
            if against is not None:
                to = State.ALREADY if against.reason is Reason.GREETED_ON_SITE else State.RELEASED
                if against.undated is not None:
                    await self._ledger.undated(slot, against.undated, now)
                else:
                    await self._ledger.settle(slot, to, now, against.detail)
                settled = True
                await self._network.abandon()
                return _skipped(Skip(person=draft.person, reason=against.reason, detail=against.detail))
            if run.control.stopping:
                await self._ledger.settle(slot, State.RELEASED, now, "stopped")
                settled = True
                await self._network.abandon()
                run.stopped_by = Problem(reason=Reason.STOPPED_BY_PERSON)
                return _skipped(Skip(person=draft.person, reason=Reason.RUN_STOPPED))
            item = await self._press(run, draft, slot, ready, pace, today)
            settled = True
            return item
        finally:
            if not settled:
                await self._give_up(run, slot, now)

    async def _press(self, run: _Run, draft: Draft, slot: Slot, ready: Ready, pace: Pace, today: date) -> Item:
        """Hops 6 to 8: ``sending`` is committed immediately before the click, the outcome at once after it."""
        digest = hashlib.sha256(draft.text.encode()).hexdigest()

        once_more = BeforeClick(
            control=run.control,
            pace=pace,
            clock=self._clock,
            network=self._network,
            guard=self._guard,
            lock=self._lock,
            today=today,
        )

        async def before_click() -> None:
            await once_more.check()
            await self._ledger.announce(slot, digest, self._network.site_time() or slot.at)  # hop 6
            run.clicked = True

        try:
            outcome = await self._network.press(ready, draft.text, before_click)  # hop 7
        except SlotLostError as lost:  # nothing was clicked: the ledger knows something that the reservation did not
            await self._network.abandon()
            return _skipped(Skip(person=draft.person, reason=lost.problem.reason))
        except HeldBackError as held:
            await self._ledger.settle(slot, State.RELEASED, slot.at, f"{held.problem.reason}")
            await self._network.abandon()
            reason = held.problem.reason
            run.once_more = reason is Reason.PAUSED  # this person again, when the run goes on
            run.stopped_by = None if run.once_more else held.problem
            stopped = Reason.RUN_STOPPED if reason is Reason.STOPPED_BY_PERSON else reason
            return _skipped(Skip(person=draft.person, reason=stopped))
        except BaseException:
            if run.clicked:
                interrupted = Unsure(problem=Problem(reason=Reason.INTERRUPTED))
                await self._ledger.settle(slot, interrupted, self._network.site_time() or slot.at)
            raise
        now = self._network.site_time() or slot.at
        if isinstance(outcome, NotSent):
            await self._ledger.settle(slot, State.RELEASED, now, f"{outcome.problem.reason}")
            await self._network.abandon()
            return await self._failed(run, draft, outcome.problem)
        try:
            await self._ledger.settle(slot, outcome, now)  # hop 8
        except StoreError as error:  # it stays ``sending`` in the ledger, which the next start takes for what it is
            run.stopped_by = error.problem
            return replace(_item(draft, Result.UNSURE, reason=error.problem.reason, at=now), text=draft.text)
        self._news.publish(Changes(log=True, usage=True, contacts=True))
        if isinstance(outcome, Sent):
            run.breaker = await self._guard.succeeded()
            return _item(draft, Result.DONE, proof=outcome.proof, at=now)
        run.to_verify = True
        item = await self._failed(run, draft, outcome.problem)
        state = Result.FAILED if outcome.refused else Result.UNSURE
        return replace(item, state=state, text=draft.text, at=now)

    async def _give_up(self, run: _Run, slot: Slot, now: datetime) -> None:
        """After an unforeseen end: take our text out again and free the slot if nothing was clicked. A click was
        settled where it was made."""
        if run.clicked:
            return
        try:
            with suppress(TimeoutError):
                async with time_limit(LEAVE_WITHIN_S):
                    await self._network.abandon()
        finally:
            with suppress(SlotLostError):  # announced, but not all of it could be written: the next start takes it up
                await self._ledger.settle(slot, State.RELEASED, now, "given up")

    async def _against(
        self, ready: Ready, draft: Draft, settings: Settings, today: date, language: str
    ) -> Objection | Problem | None:
        """What the conversation says against the greeting. Where the composer shows none, it is looked up; where none
        was read, and the site itself did not say that there is none, nothing is sent. A problem met there that ends
        the run is answered as it is."""
        if ready.new_conversation and not ready.messages:
            return None
        messages = ready.messages
        if messages is None:
            reading = await self._network.conversation(ready.recipient)
            if not isinstance(reading, Ok):
                if reading.problem.ends_run:
                    return reading.problem
                return Objection(reason=Reason.CONVERSATION_UNREADABLE, detail=reading.problem.detail)
            messages = tuple(message for conversation in reading.items for message in conversation.messages)
        past = await self._ledger.past(self._network.name, draft.person)
        asked = await self._people.opt_out(draft.person)
        not_meant = (asked.phrase,) if asked is not None and not asked.holds else ()
        if phrase := request_among(messages, not_these=not_meant):
            await self._people.opted_out(draft.person, self._network.site_time() or self._clock.now(), phrase)
            self._news.publish(Changes(contacts=True))
            return Objection(reason=Reason.OPTED_OUT, detail=phrase)
        account, key = self._network.name, greeting_key(draft.occasion, draft.on.year)
        return objection(
            messages,
            on=draft.on,
            today=today,
            language=language,
            talked_days=self._rules(settings).talked_days,
            earlier_texts=[one.text for one in past if one.key != key],
            not_these=await self._ledger.earlier_wishes(account, ready.recipient, key),
            zone=self._clock.zone(),
        )

    # -- open greetings --

    async def _settle_open(self, run: _Run, pace: Pace) -> bool:
        """Settle what earlier runs left open, before anything else goes to anybody; False if the run has to end."""
        now = self._network.site_time()
        if now is None:
            run.stopped_by = Problem(reason=Reason.NO_SITE_TIME)
            return False
        opens = self._ours(await self._ledger.recover(now))
        if not opens:
            return True
        run.tell(Phase.RECOVERING)
        recovered = await recover(
            self._ledger,
            self._network,
            self._clock,
            pace,
            opens,
            self._network.site_time,
            lambda deadline: run.control.wait_until(self._clock, deadline),
        )
        for item in recovered.items:
            await self._add(run, item)
        if recovered.stopped_by is not None:
            await self._stop(run, recovered.stopped_by)
            return False
        return await run.control.going()

    def _ours(self, opens: tuple[Unresolved, ...]) -> tuple[Unresolved, ...]:
        """Those of the signed-in account: what another one sent stands in conversations that this one cannot see."""
        return tuple(one for one in opens if one.act.account == self._network.name)

    async def _verify(self, run: _Run, pace: Pace) -> None:
        """At the end of a run: read the conversations of its uncertain greetings; better news replaces the item."""
        now = self._network.site_time()
        if now is None:
            return
        run.tell(Phase.RECOVERING)
        opens = self._ours(await self._ledger.recover(now))
        recovered = await recover(
            self._ledger,
            self._network,
            self._clock,
            pace,
            opens,
            self._network.site_time,
            lambda deadline: run.control.wait_until(self._clock, deadline),
        )
        unsent = {key for one in recovered.unsent for key in one.act.whom.keys}
        still_open = {key for item in recovered.items if item.state is Result.UNSURE for key in item.person.keys}
        sent = {key: item for item in recovered.items if item.state is Result.DONE for key in item.person.keys}
        for place, item in enumerate(run.items):
            if item.state not in (Result.UNSURE, Result.FAILED) or not item.text:
                continue
            better: Item | None = None
            if key := next((key for key in item.person.keys if key in sent), None):
                better = replace(sent[key], late_days=item.late_days)
            elif (answered := await as_answered(self._ledger, self._network.name, item)).state is Result.DONE:
                better = answered
            elif (
                item.state is Result.UNSURE and recovered.stopped_by is None and not still_open & set(item.person.keys)
            ):
                proven = unsent & set(item.person.keys)
                detail = "the conversation proves that it was not sent"
                better = replace(item, state=Result.FAILED, detail=detail) if proven else answered
            if better is not None:
                run.items[place] = better
                self._noted("outcome changed", better)
                await self._runs.change(run.id, better)
        stop = recovered.stopped_by
        if stop is not None and (run.stopped_by is None or stop.reason in WALLS):
            await self._stop(run, stop)

    # -- deciding --

    async def _decide(
        self, cards: Sequence[Card], language: str, settings: Settings, today: date, now: datetime
    ) -> tuple[list[Draft], list[Skip]]:
        drafts: list[Draft] = []
        skips: list[Skip] = []
        told = any(birthdays.evident(card) for card in cards)
        other_day = birthdays.page_has_another_day(cards, today, language)
        differ = dates_differ(self._network, self._clock)
        wishes = {
            (wish.key, key): wish.seen.words
            for wish in await self._ledger.wishes()
            if wish.account == self._network.name
            for key in wish.person.keys
        }
        for card in cards:
            found = birthdays.read(
                card, today, language, leap_day_in_march=settings.leap_day_in_march, must_be_evident=told
            )
            if isinstance(found, Skip):
                skips.append(found)
                continue
            if other_day or (differ and found.by_words):
                detail = "the page's own today may be another day"
                skips.append(Skip(person=found.person, reason=Reason.DATE_NOT_UNDERSTOOD, detail=detail))
                continue
            act = greeting_act(
                account=self._network.name, person=found.person, occasion=Occasion.BIRTHDAY, year=found.on.year
            )
            closed = await self._ledger.closed(act, now)
            decision = decide(
                found,
                self._rules(settings),
                closed=closed,
                do_not_contact=await self._people.do_not_contact(found.person),
                opt_out=await self._people.opt_out(found.person),
                writable=card.writable,
                connected=not not_connected(card.lines, found.person.name),
                undated_wish=next(
                    (wishes[act.key, key] for key in found.person.keys if (act.key, key) in wishes), None
                ),
                name=(name := await self._name(found.person)),
                text=await self._text(name, found.late_by, found, settings, (), now),
            )
            if isinstance(decision, Draft):
                drafts.append(decision)
            elif decision.reason is Reason.NO_TEXT and self._texts.are_spoilt(self._text_language(settings)):
                skips.append(replace(decision, reason=Reason.TEXTS_UNUSABLE))
            else:
                skips.append(decision)
        return drafts, skips

    async def _name(self, person: Person) -> str | None:
        """The first name to be said: the person's own word on it, else what is understood of the displayed name."""
        return await self._people.first_name(person) or first_name(person.name)

    async def _text(
        self,
        name: str | None,
        late_days: int,
        whose: birthdays.Birthday | Draft,
        settings: Settings,
        not_these: Sequence[str],
        now: datetime | None = None,
    ) -> tuple[str, str] | None:
        language = self._text_language(settings)
        past = await self._ledger.past(self._network.name, whose.person)
        chosen = choose(
            self._texts.of(language, late_days),
            {"first_name": name},
            [Use(text=one.text, template=one.template, at=one.at) for one in past if one.state not in _NOT_SAID],
            now or self._clock.now(),
            same_text_days=settings.same_text_days,
            seed=int.from_bytes(hashlib.sha256(f"{whose.person.key}:{whose.on.year}".encode()).digest()[:4]),
            not_these=not_these,
        )
        return (as_typed(chosen[0]), chosen[1]) if chosen else None

    def _text_language(self, settings: Settings) -> str:
        return settings.message_language or self._language or self._page_language.split("-")[0].casefold()

    def _choose(self, drafts: Sequence[Draft], chosen: Sequence[Draft] | None, skips: list[Skip]) -> list[Draft]:
        """The drafts to send: the ticked ones, or the person's choice with the person's texts, still due."""
        if chosen is None:
            for draft in drafts:
                if not draft.ticked:
                    skips.append(Skip(person=draft.person, reason=Reason.TOO_LATE, detail=str(draft.late_days)))
            return [draft for draft in drafts if draft.ticked]
        wanted = {key: draft for draft in chosen for key in draft.person.keys}
        due: list[Draft] = []
        for draft in drafts:
            own = next((wanted[key] for key in draft.person.keys if key in wanted), None)
            if own is None:
                skips.append(Skip(person=draft.person, reason=Reason.NOT_CHOSEN))
            elif (own.late_days > 0) != (draft.late_days > 0):  # the words were chosen on another day
                skips.append(Skip(person=draft.person, reason=Reason.DAY_CHANGED))
            elif not (text := as_typed(own.text)).strip():
                skips.append(Skip(person=draft.person, reason=Reason.NO_TEXT))
            elif (field_left_at := field_left(text)) is not None:
                skips.append(_unfilled(draft.person, text, field_left_at))
            else:
                template = own.template if text == draft.text or own.template else ""
                due.append(replace(draft, text=text, template=template))
        on_page = {key for draft in drafts for key in draft.person.keys} | {
            key for skip in skips for key in skip.person.keys
        }
        for draft in chosen:
            if not any(key in on_page for key in draft.person.keys):
                skips.append(Skip(person=draft.person, reason=Reason.CARD_GONE))
        return due

    def _rules(self, settings: Settings) -> Rules:
        late_days = settings.late_days if self._late_days is None else self._late_days
        return Rules(late_days=late_days, talked_days=settings.talked_days)

    # -- bookkeeping --

    async def _remember(self, cards: Sequence[Card], drafts: Sequence[Draft], now: datetime) -> None:
        days = {draft.person.key: (draft.on.month, draft.on.day) for draft in drafts}
        for card in cards:
            if card.person.keys and card.person.name:
                await self._people.seen(card.person, now, days.get(card.person.key))

    async def _add(self, run: _Run, item: Item) -> None:
        stamped = item if item.at is not None else replace(item, at=self._clock.now())
        run.items.append(stamped)
        self._noted("outcome", stamped)
        await self._runs.add(run.id, stamped)

    def _noted(self, event: str, item: Item) -> None:
        self._journal.note(
            event,
            person=item.person.key,
            state=item.state,
            reason=item.reason,
            detail=item.detail if item.state is not Result.SKIPPED else "",
            proof=item.proof,
            evidence=item.evidence,
        )

    async def _rest(self, run: _Run, drafts: Sequence[Draft], problem: Problem) -> None:
        for draft in drafts:
            await self._add(run, _skipped(Skip(person=draft.person, reason=problem.reason, detail=problem.detail)))

    async def _failed(self, run: _Run, draft: Draft, problem: Problem) -> Item:
        """A failure: counts for the breaker, and ends the run where its reason does."""
        if problem.ends_run:
            await self._stop(run, problem)
        else:
            run.breaker = await self._guard.failed()
            if run.breaker.probing:
                detail = run.breaker.until.isoformat() if run.breaker.until else ""
                run.stopped_by = Problem(reason=Reason.TOO_MANY_FAILURES, detail=detail)
        failed = _item(draft, Result.FAILED, reason=problem.reason, detail=problem.detail)
        return replace(failed, evidence=problem.evidence)

    async def _stop(self, run: _Run, problem: Problem) -> None:
        run.stopped_by = problem
        await self._guard.note(problem)

    async def _finish(self, run: _Run) -> Report:
        with suppress(StoreError):  # what was answered while the run went on is what its report says
            run.items[:] = [await as_answered(self._ledger, self._network.name, item) for item in run.items]
            await self._as_kept(run)
        outcome = _outcome(run)
        finished = self._clock.now()
        try:
            await self._runs.finish(run.id, outcome, finished, run.stopped_by, run.partial)
        except StoreError as error:
            run.stopped_by = run.stopped_by or error.problem
        stop = run.stopped_by
        self._journal.note(
            "run ended",
            outcome=outcome,
            reason=stop.reason if stop else None,
            detail=stop.detail if stop else "",
            evidence=stop.evidence if stop else "",
            people=len(run.items),
            failures=run.breaker.failures,
            partial=run.partial,
            seconds=round((finished - run.started).total_seconds(), 1),
        )
        run.tell(Phase.FINISHED)
        self._news.publish(Changes(log=True, usage=True, contacts=True))
        return Report(
            run=run.id,
            kind=run.kind,
            outcome=outcome,
            started=run.started,
            finished=finished,
            items=tuple(run.items),
            stopped_by=run.stopped_by,
            partial=run.partial,
        )

    async def _as_kept(self, run: _Run) -> None:
        """What was answered meanwhile about wishes without a date is in the run's items already."""
        asked = {key for item in run.items if item.reason is Reason.WISH_NOT_DATED for key in item.person.keys}
        kept = await self._runs.report(run.id) if asked else None
        answers = {item.person.key: item for item in (kept.items if kept else ()) if item.reason in _ANSWERED_WISH}
        run.items[:] = [
            answers.get(item.person.key, item) if item.reason is Reason.WISH_NOT_DATED else item for item in run.items
        ]


_ANSWERED_WISH = frozenset({Reason.WISH_OF_THIS_OCCASION, Reason.WISH_OF_ANOTHER_TIME})
_NOT_SAID = frozenset({State.RELEASED, State.UNSENT, State.ALREADY, State.RESERVED})
"""States of an earlier greeting in which its text was certainly not said to the person."""


def _changed_composers(items: Sequence[Item]) -> Problem | None:
    """Where no composer of a run was understood, for two people at least: the pages have changed."""
    tried = [item for item in items if item.state in (Result.DONE, Result.FAILED, Result.UNSURE)]
    if len(tried) < 2 or not all(item.state is Result.FAILED and item.reason in NOT_UNDERSTOOD for item in tried):
        return None
    reasons = ", ".join(sorted({f"{item.reason}" for item in tried}))
    return Problem(reason=Reason.PAGE_CHANGED, detail=f"no composer was understood: {reasons}")


def _outcome(run: _Run) -> RunOutcome:
    reason = run.stopped_by.reason if run.stopped_by else None
    if reason in NEEDS_PERSON:
        return RunOutcome.NEEDS_PERSON
    if reason in PAGES_CHANGED:
        return RunOutcome.PAGES_CHANGED
    if reason in NOT_NOW:
        return RunOutcome.NOT_NOW
    if reason is Reason.STOPPED_BY_PERSON:
        return RunOutcome.STOPPED
    lacking = any(
        item.state in (Result.FAILED, Result.UNSURE) or item.reason is Reason.TEXTS_UNUSABLE for item in run.items
    )
    if reason is not None or run.partial or lacking:
        return RunOutcome.FAILURES
    return RunOutcome.DONE


def _item(draft: Draft, state: Result, *, proof: str = "", reason: Reason | None = None, detail: str = "",
          at: datetime | None = None) -> Item:  # fmt: skip
    return Item(
        person=draft.person,
        state=state,
        text=draft.text if state is Result.DONE else "",
        late_days=draft.late_days,
        proof=proof,
        reason=reason,
        detail=detail,
        at=at,
    )


def _unfilled(person: Person, text: str, place: tuple[int, int]) -> Skip:
    """The text still looks like a template: nothing of it goes out."""
    return Skip(person=person, reason=Reason.TEXT_UNFILLED, detail=text[place[0] : place[1]])


def _skipped(skip: Skip) -> Item:
    return Item(person=skip.person, state=Result.SKIPPED, reason=skip.reason, detail=skip.detail)
