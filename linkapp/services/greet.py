"""Birthday greetings: who is due and with what text, and how one greeting is read, prepared, pressed and left.

The walk itself is the run engine's (``run.py``).
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime

from linkapp.domain.act import Act, Kind, NotSent, Outcome
from linkapp.domain.campaign import Draft, Item, Preview, Progress, Report, Result
from linkapp.domain.greeting import Ready, greeting_act
from linkapp.domain.moment import Card, Occasion, Ok, Skip
from linkapp.domain.person import Person
from linkapp.domain.problems import NOT_UNDERSTOOD, Problem, Reason
from linkapp.domain.quota import Usage
from linkapp.domain.settings import Settings
from linkapp.services.account import OneAccount
from linkapp.services.conversation_look import ConversationLook
from linkapp.services.greeting_plan import GreetingPlan, chosen_of, unfilled
from linkapp.services.greeting_texts import Texts
from linkapp.services.news import Changes, News
from linkapp.services.ports.book import People
from linkapp.services.ports.clock import Clock
from linkapp.services.ports.ledger import Ledger
from linkapp.services.profile_visit import ProfileVisit
from linkapp.services.run import RunEngine
from linkapp.services.run_kind import Against, Plan, Prepared
from linkapp.services.runs import Control
from linkapp.services.site_guard import SiteGuard
from linkapp.services.site_lease import Purpose, SiteHeldError, SiteLease
from linkapp.services.today import today_at


class Greet:
    """Birthday greetings: preview and send."""

    def __init__(
        self,
        *,
        engine: RunEngine,
        site: OneAccount,
        ledger: Ledger,
        people: People,
        clock: Clock,
        news: News,
        settings: Callable[[], Settings],
        guard: SiteGuard,
        texts: Texts,
        lease: SiteLease | None = None,
        late_days: int | None = None,
        limit: int | None = None,
        language: str = "",
    ) -> None:
        """``late_days``, ``limit`` (of a run) and ``language`` (of the texts) stand for the settings where given."""
        self._engine = engine
        self._site = site
        self._ledger = ledger
        self._people = people
        self._clock = clock
        self._news = news
        self._settings = settings
        self._guard = guard
        self._lease = lease or SiteLease()
        self._limit = limit
        self._plan = GreetingPlan(
            site=site, ledger=ledger, people=people, clock=clock, texts=texts, late_days=late_days, language=language
        )
        self._allowance = engine.allowance(Kind.MESSAGE, settings)
        self._last: tuple[Ok[Card], date] | None = None

    async def preview(self, occasion: Occasion) -> Preview:
        """Read the page and decide for everybody; sends nothing, counts nothing, opens no composer."""
        try:
            with self._lease.hold(Purpose.PREVIEW):
                return await self._preview(occasion)
        except SiteHeldError as held:
            today = today_at(self._clock.now(), self._clock)
            return Preview(occasion=occasion, today=today, stopped=held.problem, usage=await self.usage())

    async def _preview(self, occasion: Occasion) -> Preview:
        settings = self._settings()
        if refusal := await self._guard.refusal():
            today = today_at(self._clock.now(), self._clock)
            return Preview(occasion=occasion, today=today, stopped=refusal, usage=await self.usage())
        reading = await self._site.read_moments(occasion)
        now = self._site.site_time() or self._clock.now()
        today = today_at(now, self._clock)
        if not isinstance(reading, Ok):
            return Preview(occasion=occasion, today=today, stopped=reading.problem)
        self._last = (reading, today)
        drafts, skips = await self._plan.decide(reading, settings, today, now)
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
        now = self._site.site_time() or self._clock.now()
        await self._people.set_first_name(person, now, first_name)
        self._news.publish(Changes(contacts=True))
        return await self.decided(person)

    async def decided(self, person: Person) -> Draft | Skip | None:
        """What becomes of somebody of the last list that was read, as things stand now; None where it holds no such
        person. Reads no page."""
        if self._last is None:
            return None
        now = self._site.site_time() or self._clock.now()
        reading, today = self._last  # its words for days are those of the day on which it was read
        drafts, skips = await self._plan.decide(reading, self._settings(), today, now)
        keys = set(person.keys)
        decided: list[Draft | Skip] = [*drafts, *skips]
        for decision in decided:
            if keys & set(decision.person.keys):
                return decision
        return None

    async def another_text(self, draft: Draft, *, not_these: Sequence[str] = ()) -> str:
        """Another text for this person, different from the draft's own where there is one."""
        settings = self._settings()
        made = await self._plan.text(draft.person, draft.on, draft.late_days, settings, (draft.text, *not_these))
        return made[0] if made else draft.text

    async def usage(self) -> Usage | None:
        """What is used of the message caps, and what a claim would be answered; by the computer's clock, for display
        only, while the site has told no time."""
        return await self._allowance.usage_now(self._site.site_time())

    async def send(
        self,
        occasion: Occasion,
        chosen: Sequence[Draft] | None,
        *,
        watch: Callable[[Progress], None],
        control: Control,
    ) -> Report:
        """Greet the chosen people with exactly their texts (None: everybody whose draft is ticked); see
        ``RunEngine.run``."""
        kind = GreetingRun(
            profile_visit=ProfileVisit(
                site=self._site,
                ledger=self._ledger,
                clock=self._clock,
                allowance=self._engine.allowance(Kind.VISIT, self._settings),
            ),
            occasion=occasion,
            chosen=chosen,
            plan=self._plan,
            site=self._site,
            ledger=self._ledger,
            people=self._people,
            clock=self._clock,
            news=self._news,
        )
        return await self._engine.run(kind, watch=watch, control=control, limit=self._limit)


class GreetingRun:
    """One run of greetings: the ``RunKind`` of drafts."""

    kind = Kind.MESSAGE
    words: Mapping[Reason, Reason] = {}

    def __init__(
        self,
        *,
        profile_visit: ProfileVisit,
        occasion: Occasion,
        chosen: Sequence[Draft] | None,
        plan: GreetingPlan,
        site: OneAccount,
        ledger: Ledger,
        people: People,
        clock: Clock,
        news: News,
    ) -> None:
        self.name = f"{occasion}s"
        self._profile_visit = profile_visit
        self._occasion = occasion
        self._chosen = chosen
        self._plan = plan
        self._site = site
        self._ledger = ledger
        self._people = people
        self._clock = clock
        self._look = ConversationLook(site=site, ledger=ledger, people=people, clock=clock, news=news, plan=plan)
        self._reading: Ok[Card] | None = None

    async def read(self) -> Problem | str:
        """See ``RunKind``: the list of moments."""
        reading = await self._site.read_moments(self._occasion)
        if not isinstance(reading, Ok):
            return reading.problem
        self._reading = reading
        return reading.partial

    async def plan(self, settings: Settings, today: date) -> Plan[Draft]:
        """See ``RunKind``: everybody on the list is decided about, and remembered."""
        assert self._reading is not None
        now = self._now()
        drafts, skips = await self._plan.decide(self._reading, settings, today, now)
        days = {draft.person.key: (draft.on.month, draft.on.day) for draft in drafts}
        for card in self._reading.items:
            if card.person.keys and card.person.name:
                await self._people.seen(card.person, now, days.get(card.person.key))
        due, more = chosen_of(drafts, self._chosen, skips)
        return Plan(due=due, skips=(*skips, *more))

    def act(self, target: Draft) -> Act:
        """See ``RunKind``."""
        return greeting_act(
            account=self._site.name,
            person=target.person,
            occasion=target.occasion,
            year=target.on.year,
            text=target.text,
            late_days=target.late_days,
            template=target.template,
        )

    def unfit(self, target: Draft) -> Skip | None:
        """See ``RunKind``: nothing that looks like a template goes out."""
        return unfilled(target.person, target.text)

    async def prepare(self, target: Draft, act: Act, today: date) -> Prepared[Ready] | Against | NotSent:
        """See ``RunKind``: one composer that names exactly this person and holds our text, and a conversation that
        speaks against nothing."""
        ready = await (self._from_profile(target, today) if target.on_profile else self._from_list(target))
        if not isinstance(ready, Ready):
            return ready
        if set(ready.recipient.keys) != set(target.person.keys):
            # The composer proved one more key of this person: under that key they may have been greeted before.
            closed = await self._ledger.closed(replace(act, person=ready.recipient), self._now())
            if closed is not None:
                return Against(
                    skip=Skip(person=ready.recipient, reason=Reason.ALREADY_GREETED),
                    detail="known by another key",
                    afterwards=lambda: self._people.seen(ready.recipient, self._now()),
                )
            await self._people.seen(ready.recipient, self._now())
        against = await self._look.against(ready, target, act, today)
        if isinstance(against, Problem):
            return NotSent(problem=against)
        if against is None:
            return Prepared(handle=ready)
        return Against(
            skip=Skip(person=target.person, reason=against.reason, detail=against.detail),
            detail=against.detail,
            already=against.reason is Reason.GREETED_ON_SITE,
            undated=against.undated,
        )

    async def _from_list(self, target: Draft) -> Ready | NotSent | Against:
        return await self._site.prepare(target.person, target.text)

    async def _from_profile(self, target: Draft, today: date) -> Ready | NotSent | Against:
        return await self._profile_visit.prepare(target.person, target.text, today)

    async def press(self, target: Draft, handle: Ready, before_click: Callable[[], Awaitable[None]]) -> Outcome:
        """See ``RunKind``."""
        return await self._site.press(handle, target.text, before_click)

    async def leave(self) -> None:
        """See ``RunKind``: our text is taken out of the composer again."""
        await self._site.abandon()

    def item(self, target: Draft, state: Result) -> Item:
        """See ``RunKind``."""
        return Item(person=target.person, state=state, late_days=target.late_days)

    def changed(self, items: Sequence[Item]) -> Problem | None:
        """See ``RunKind``: no composer of the run was understood, for two people at least."""
        tried = [item for item in items if item.state is not Result.SKIPPED]
        if len(tried) < 2 or not all(item.state is Result.FAILED and item.reason in NOT_UNDERSTOOD for item in tried):
            return None
        reasons = ", ".join(sorted({f"{item.reason}" for item in tried}))
        return Problem(reason=Reason.PAGE_CHANGED, detail=f"no composer was understood: {reasons}")

    def _now(self) -> datetime:
        return self._site.site_time() or self._clock.now()
