"""What only the person can say: whether an uncertain greeting went out, and whether a wish without a date is of this
occasion. Taken at any time, also while a run goes on."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from linkapp.domain.act import Kind, State
from linkapp.domain.campaign import Item, Result
from linkapp.domain.greeting import occasion_of
from linkapp.domain.moment import Occasion
from linkapp.domain.person import Person
from linkapp.domain.problems import Reason
from linkapp.services.news import Changes, News
from linkapp.services.ports.clock import Clock
from linkapp.services.ports.ledger import Ledger, SlotLostError, UndatedWish
from linkapp.services.ports.site import Network


@dataclass(frozen=True, kw_only=True)
class Question:
    """A greeting of which nobody knows whether it went out; or, with a ``wish``, a wish of which nobody knows whether
    it is of this occasion (``text`` is its words then).

    It is about one greeting of one account. ``slot_id`` is None for a wish; ``run`` is the run that asked.
    """

    person: Person
    occasion: Occasion
    text: str
    at: datetime
    account: str
    run: int
    slot_id: int | None = None
    wish: UndatedWish | None = None

    def is_about(self, person: Person) -> bool:
        """Whether this is the person: by id or profile address, never by name."""
        return bool(set(self.person.keys) & set(person.keys))

    def is_asked_by(self, run: int, item: Item) -> bool:
        """Whether an item of a run asks just this: the run that made it uncertain, or a later one that asks again."""
        if not self.is_about(item.person):
            return False
        if self.wish is not None:
            return item.state is Result.SKIPPED and item.reason is Reason.WISH_NOT_DATED and item.detail == self.text
        return item.state is Result.UNSURE and (run == self.run or item.text == self.text)


class Answering:
    """Takes the person's answers; ledger, runs and log change together. Needs no run lock and no browser."""

    def __init__(self, *, ledger: Ledger, network: Network, clock: Clock, news: News) -> None:
        self._ledger = ledger
        self._network = network
        self._clock = clock
        self._news = news

    async def questions(self) -> Sequence[Question]:
        """Everything that waits for an answer, the newest first."""
        unsure = [
            Question(
                person=attempt.act.whom,
                occasion=occasion_of(attempt.act.key),
                text=attempt.act.text,
                at=attempt.attempted,
                account=attempt.act.account,
                run=attempt.run,
                slot_id=attempt.slot_id,
            )
            for attempt in await self._ledger.unresolved()
            if attempt.act.kind is Kind.MESSAGE
        ]
        undated = [
            Question(
                person=wish.person,
                occasion=occasion_of(wish.key),
                text=wish.seen.words,
                at=wish.at,
                account=wish.account,
                run=wish.run,
                wish=wish,
            )
            for wish in await self._ledger.wishes()
        ]
        return sorted([*unsure, *undated], key=lambda question: question.at, reverse=True)

    async def answer(self, question: Question, *, yes: bool) -> bool:
        """The person looked: the greeting went out, or the wish is of this occasion; or not. False where just this is
        not open any more."""
        now = self._network.site_time() or await self._ledger.last_time() or self._clock.now()
        if question.wish is not None:
            settled = await self._ledger.answer_wish(question.wish, of_this_occasion=yes)
        else:
            settled = await self._settled(question.slot_id, now, went_out=yes)
        if settled:
            self._news.publish(Changes(log=True, usage=True, contacts=True))
        return settled

    async def _settled(self, slot_id: int | None, now: datetime, *, went_out: bool) -> bool:
        if slot_id is None:
            return False
        try:
            await self._ledger.resolve(slot_id, State.SENT if went_out else State.UNSENT, now, "person")
        except SlotLostError:
            return False  # a reading of the conversation, or another window, was quicker
        return True


def question_about(questions: Iterable[Question], person: Person, *, wish: bool) -> Question | None:
    """The newest question about a person: about a wish, or about a greeting that may have gone out."""
    return next(
        (question for question in questions if (question.wish is not None) is wish and question.is_about(person)), None
    )


async def as_answered(ledger: Ledger, account: str, item: Item) -> Item:
    """An uncertain item of a run as the ledger has it by now: the person may have answered meanwhile."""
    if item.state is not Result.UNSURE or not item.text:
        return item
    keys = set(item.person.keys)
    if any(
        attempt.act.account == account and keys & set(attempt.act.whom.keys) for attempt in await ledger.unresolved()
    ):
        return item
    for past in await ledger.past(account, item.person):
        if past.text == item.text and past.state is State.SENT:
            return replace(item, state=Result.DONE, proof="person", reason=None, detail="")
        if past.text == item.text and past.state is State.SENDING:
            return item
    return replace(item, state=Result.FAILED, reason=Reason.ANSWERED_NOT_SENT, detail="")
