"""What becomes of everybody on the list: who is due and with what text, who is passed over and why."""

from __future__ import annotations

from calendar import isleap
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta

from linkapp.domain import birthday as birthdays
from linkapp.domain.campaign import Draft, Rules, decide
from linkapp.domain.degree import not_connected
from linkapp.domain.field_left import field_left
from linkapp.domain.greeting import greeting_act
from linkapp.domain.history import against
from linkapp.domain.moment import Card, Occasion, Ok, Skip
from linkapp.domain.name import first_name
from linkapp.domain.person import Person
from linkapp.domain.problems import Reason
from linkapp.domain.same_text import as_typed
from linkapp.domain.settings import Settings
from linkapp.services.account import OneAccount
from linkapp.services.greeting_texts import Texts, text_for
from linkapp.services.ports.book import People
from linkapp.services.ports.clock import Clock
from linkapp.services.ports.ledger import Ledger
from linkapp.services.today import dates_differ

_SETTLED = frozenset({Reason.ALREADY_GREETED, Reason.UNSURE_BEFORE, Reason.DO_NOT_CONTACT, Reason.OPTED_OUT})
"""Nothing is told of somebody whom only the contacts book knows to have a birthday."""


class GreetingPlan:
    """Decides; asks nothing of the site."""

    def __init__(
        self,
        *,
        site: OneAccount,
        ledger: Ledger,
        people: People,
        clock: Clock,
        texts: Texts,
        late_days: int | None,
        language: str,
    ) -> None:
        self._site = site
        self._ledger = ledger
        self._people = people
        self._clock = clock
        self._texts = texts
        self._late_days = late_days
        self._language = language
        self.page_language = ""
        """The language of the last list that was decided about."""
        self.rules = Rules()
        """What that decision went by."""

    async def decide(
        self, reading: Ok[Card], settings: Settings, today: date, now: datetime
    ) -> tuple[list[Draft], list[Skip]]:
        """Drafts and skips, one for each card."""
        cards, language = reading.items, reading.language
        self.page_language = language
        self.rules = self._rules(settings)
        decisions: list[Draft | Skip] = []
        must_be_evident = any(birthdays.evident(card) for card in cards)
        other_day = birthdays.page_has_another_day(cards, today, language)
        differ = dates_differ(self._site, self._clock)
        wishes = {
            (wish.key, key): wish.seen.words
            for wish in await self._ledger.wishes()
            if wish.account == self._site.name
            for key in wish.person.keys
        }
        for card in cards:
            birthday = birthdays.read(
                card, today, language, leap_day_in_march=settings.leap_day_in_march, must_be_evident=must_be_evident
            )
            if isinstance(birthday, Skip):
                decisions.append(birthday)
            elif other_day or (differ and birthday.by_words):
                detail = "the page's own today may be another day"
                skip = Skip(person=birthday.person, reason=Reason.DATE_NOT_UNDERSTOOD, detail=detail)
                decisions.append(skip)
            else:
                connected = not not_connected(card.lines, birthday.person.name)
                facts = (wishes, settings, today, now)
                decisions.append(await self._decided(birthday, *facts, writable=card.writable, connected=connected))
        decisions += await self._not_on_page(cards, wishes, settings, today, now)
        drafts = [decision for decision in decisions if isinstance(decision, Draft)]
        return drafts, [decision for decision in decisions if isinstance(decision, Skip)]

    async def _decided(
        self,
        birthday: birthdays.Birthday,
        wishes: Mapping[tuple[str, str], str],
        settings: Settings,
        today: date,
        now: datetime,
        *,
        writable: bool,
        connected: bool,
    ) -> Draft | Skip:
        person = birthday.person
        act = greeting_act(account=self._site.name, person=person, occasion=Occasion.BIRTHDAY, year=birthday.on.year)
        decision = decide(
            birthday,
            self.rules,
            closed=await self._ledger.closed(act, now),
            do_not_contact=await self._people.do_not_contact(person),
            opt_out=await self._people.opt_out(person),
            writable=writable,
            connected=connected,
            undated_wish=next((wishes[act.key, key] for key in person.keys if (act.key, key) in wishes), None),
            name=await self._name(person),
            text=await self.text(person, birthday.on, birthday.late_by, settings, (), now),
        )
        if isinstance(decision, Draft):
            return await self._as_the_book_knows(decision, today)
        if decision.reason is Reason.NO_TEXT and self._texts.are_spoilt(self._text_language(settings)):
            return replace(decision, reason=Reason.TEXTS_UNUSABLE)
        return decision

    async def _not_on_page(
        self,
        cards: Sequence[Card],
        wishes: Mapping[tuple[str, str], str],
        settings: Settings,
        today: date,
        now: datetime,
    ) -> list[Draft | Skip]:
        """Whose birthday the contacts book knows, from an import or from the person, while the page does not show it.
        Who is known to be a connection is written to from their own profile; of others the person is told."""
        shown = {key for card in cards for key in card.person.keys}
        first = today - timedelta(days=self.rules.late_days)
        decisions: list[Draft | Skip] = []
        for contact in await self._people.birthdays_between(first, today, not_from_site=True):
            person, on = contact.person, _latest(contact.birthday, today)
            if not person.keys or shown & set(person.keys) or contact.do_not_contact or contact.left_network:
                continue
            birthday = birthdays.Birthday(person=person, on=on, late_by=(today - on).days)
            decision = await self._decided(birthday, wishes, settings, today, now, writable=True, connected=True)
            if isinstance(decision, Skip) and decision.reason in _SETTLED:
                continue
            if contact.connected_on is None:
                decision = Skip(person=person, reason=Reason.NOT_ON_PAGE, detail=on.isoformat())
            decisions.append(replace(decision, on_profile=True) if isinstance(decision, Draft) else decision)
        return decisions

    async def _as_the_book_knows(self, draft: Draft, today: date) -> Draft | Skip:
        """A draft, unless what is known of the exchange with the person speaks against it."""
        history = await self._people.history(draft.person, self._site.name)
        days, zone = self.rules.talked_days, self._clock.zone()
        return against(draft.person, history, on=draft.on, today=today, talked_days=days, zone=zone) or draft

    async def text(
        self,
        person: Person,
        on: date,
        late_days: int,
        settings: Settings,
        not_these: Sequence[str] = (),
        now: datetime | None = None,
    ) -> tuple[str, str] | None:
        """A text and its template for somebody, other than ``not_these`` where there is one; None for none left."""
        return text_for(
            self._texts.of(self._text_language(settings), late_days),
            await self._name(person),
            person.key,
            on,
            await self._ledger.past(self._site.name, person),
            now=now or self._clock.now(),
            same_text_days=settings.same_text_days,
            not_these=not_these,
        )

    async def _name(self, person: Person) -> str | None:
        """The first name to be said: the person's own word on it, else what is understood of the displayed name."""
        return await self._people.first_name(person) or first_name(person.name)

    def _text_language(self, settings: Settings) -> str:
        return settings.message_language or self._language or self.page_language.split("-")[0].casefold()

    def _rules(self, settings: Settings) -> Rules:
        late_days = settings.late_days if self._late_days is None else self._late_days
        return Rules(late_days=late_days, talked_days=settings.talked_days)


def chosen_of(
    drafts: Sequence[Draft], chosen: Sequence[Draft] | None, already: Sequence[Skip]
) -> tuple[list[Draft], list[Skip]]:
    """The drafts to send: the ticked ones (None), or the person's choice with the person's texts, still due; and
    why the others are not. ``already``: whom the list itself passed over."""
    skips: list[Skip] = []
    if chosen is None:
        for draft in drafts:
            if not draft.ticked:
                skips.append(Skip(person=draft.person, reason=Reason.TOO_LATE, detail=str(draft.late_days)))
        return [draft for draft in drafts if draft.ticked], skips
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
        elif (left := unfilled(draft.person, text)) is not None:
            skips.append(left)
        else:
            template = own.template if text == draft.text or own.template else ""
            due.append(replace(draft, text=text, template=template))
    on_page = {key for draft in drafts for key in draft.person.keys} | {
        key for skip in (*already, *skips) for key in skip.person.keys
    }
    for draft in chosen:
        if not any(key in on_page for key in draft.person.keys):
            skips.append(Skip(person=draft.person, reason=Reason.CARD_GONE))
    return due, skips


def unfilled(person: Person, text: str) -> Skip | None:
    """A text that still looks like a template: nothing of it goes out."""
    place = field_left(text)
    return None if place is None else Skip(person=person, reason=Reason.TEXT_UNFILLED, detail=text[place[0] : place[1]])


def _latest(birthday: tuple[int, int] | None, today: date) -> date:
    """The last time that a day of the year was; 29 February is 28 February in common years."""
    assert birthday is not None
    month, day = birthday
    for year in (today.year, today.year - 1):
        on = date(year, month, 28 if (month, day) == (2, 29) and not isleap(year) else day)
        if on <= today:
            return on
    return today
