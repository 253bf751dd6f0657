"""What only the person can say: whether an uncertain greeting went out. Taken at any time, also while a run goes on."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from linkapp.domain.campaign import Item
from linkapp.domain.greeting import State
from linkapp.domain.moment import Occasion
from linkapp.domain.person import Person
from linkapp.domain.problems import Reason
from linkapp.services.news import Changes, News
from linkapp.services.ports import Clock, Ledger, Network, SlotLostError


@dataclass(frozen=True, kw_only=True)
class Question:
    """A greeting of which nobody knows whether it went out."""

    person: Person
    occasion: Occasion
    text: str
    at: datetime


class Answering:
    """Takes the person's answers; ledger, runs and log change together. Needs no run lock and no browser."""

    def __init__(self, *, ledger: Ledger, network: Network, clock: Clock, news: News) -> None:
        self._ledger = ledger
        self._network = network
        self._clock = clock
        self._news = news

    async def questions(self) -> Sequence[Question]:
        """Everything that waits for an answer, the newest first."""
        opens = sorted(await self._ledger.opens(), key=lambda one: one.attempted, reverse=True)
        return [
            Question(
                person=one.greeting.person, occasion=one.greeting.occasion, text=one.greeting.text, at=one.attempted
            )
            for one in opens
        ]

    async def answer(self, person: Person, occasion: Occasion, *, went_out: bool) -> bool:
        """The person looked: it went out, or it did not. False where nothing is open for them (any more)."""
        now = self._network.site_time() or await self._ledger.last_time() or self._clock.now()
        keys = set(person.keys)
        settled = False
        for one in await self._ledger.opens():
            if one.greeting.occasion is occasion and keys & set(one.greeting.person.keys):
                try:
                    await self._ledger.resolve(one.slot_id, State.SENT if went_out else State.UNSENT, now, "person")
                except SlotLostError:
                    continue  # a reading of the conversation, or another window, was quicker
                settled = True
        if settled:
            self._news.publish(Changes(log=True, usage=True, contacts=True))
        return settled


async def as_answered(ledger: Ledger, account: str, item: Item) -> Item:
    """An uncertain item of a run as the ledger has it by now: the person may have answered meanwhile."""
    if item.state != "unsure" or not item.text:
        return item
    if any(set(item.person.keys) & set(one.greeting.person.keys) for one in await ledger.opens()):
        return item
    for past in await ledger.past(account, item.person):
        if past.text == item.text and past.state is State.SENT:
            return replace(item, state="greeted", proof="person", reason=None, detail="")
        if past.text == item.text and past.state is State.SENDING:
            return item
    return replace(item, state="failed", reason=Reason.ANSWERED_NOT_SENT, detail="")
