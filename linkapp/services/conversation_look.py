"""What the conversation with somebody says against a greeting, looked at before anything is sent."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

from linkapp.domain.act import Act
from linkapp.domain.campaign import Draft
from linkapp.domain.conversation import Objection, is_only_thanks, objection
from linkapp.domain.greeting import Ready
from linkapp.domain.moment import Message, Ok
from linkapp.domain.opt_out import request_among
from linkapp.domain.person import Person
from linkapp.domain.problems import Problem, Reason
from linkapp.services.account import OneAccount
from linkapp.services.greeting_plan import GreetingPlan
from linkapp.services.news import Changes, News
from linkapp.services.ports.book import People
from linkapp.services.ports.clock import Clock
from linkapp.services.ports.ledger import Ledger


class ConversationLook:
    """Remembers what it sees, too: who wrote last, and who asked not to be written to."""

    def __init__(
        self, *, site: OneAccount, ledger: Ledger, people: People, clock: Clock, news: News, plan: GreetingPlan
    ) -> None:
        self._site, self._ledger, self._people = site, ledger, people
        self._clock, self._news, self._plan = clock, news, plan

    async def against(self, ready: Ready, draft: Draft, act: Act, today: date) -> Objection | Problem | None:
        """What the conversation says against the greeting. Where the composer shows none, it is looked up; where none
        was read, and the site itself did not say that there is none, nothing is sent. A problem met there that ends
        the run is answered as it is."""
        if ready.new_conversation and not ready.messages:
            return None
        messages = ready.messages
        if messages is None:
            reading = await self._site.conversation(ready.recipient)
            if not isinstance(reading, Ok):
                if reading.problem.ends_run:
                    return reading.problem
                return Objection(reason=Reason.CONVERSATION_UNREADABLE, detail=reading.problem.detail)
            messages = tuple(message for conversation in reading.items for message in conversation.messages)
        await self._remember(ready.recipient, messages)
        past = await self._ledger.past(self._site.name, draft.person)
        asked = await self._people.opt_out(draft.person)
        not_meant = (asked.phrase,) if asked is not None and not asked.holds else ()
        if phrase := request_among(messages, not_these=not_meant):
            await self._people.opted_out(draft.person, self._now(), phrase)
            self._news.publish(Changes(contacts=True))
            return Objection(reason=Reason.OPTED_OUT, detail=phrase)
        return objection(
            messages,
            on=draft.on,
            today=today,
            language=self._plan.page_language,
            talked_days=self._plan.rules.talked_days,
            earlier_texts=[greeting.text for greeting in past if greeting.key != act.key],
            not_these=await self._ledger.earlier_wishes(act.account, ready.recipient, act.key),
            zone=self._clock.zone(),
        )

    async def _remember(self, person: Person, messages: Sequence[Message]) -> None:
        """Who wrote last, and when, where the page says both for certain; thanks are nothing to remember."""
        last = next((message for message in reversed(messages) if not message.heading), None)
        if last is None or last.at is None or last.mine is None:
            return
        if last.mine or not is_only_thanks(last.text):
            await self._people.exchanged(person, last.at, by_them=not last.mine)

    def _now(self) -> datetime:
        return self._site.site_time() or self._clock.now()
