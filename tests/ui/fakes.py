"""A app made of plain lists: nothing is read, nothing is sent, and every answer is set by the test."""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from linkapp.domain.act import Kind
from linkapp.domain.breaker import Breaker
from linkapp.domain.campaign import Draft, Item, Phase, Preview, Progress, Report, Result, RunOutcome
from linkapp.domain.contact_fields import value_of
from linkapp.domain.contact_filters import ContactFilter, FilterKind, days_of
from linkapp.domain.conversation import Undated
from linkapp.domain.moment import Occasion, Skip
from linkapp.domain.name import first_name
from linkapp.domain.opt_out import OptOut, OptOutAnswer
from linkapp.domain.person import Person
from linkapp.domain.problems import Problem, Reason
from linkapp.domain.quota import DEFAULTS, Usage
from linkapp.domain.session import BadExport, SignedIn
from linkapp.domain.settings import Settings
from linkapp.domain.shown_profile import ShownProfile
from linkapp.services.answers import Question
from linkapp.services.application import Application
from linkapp.services.health import Finding
from linkapp.services.news import Changes, News
from linkapp.services.ports.book import Contact, Interaction
from linkapp.services.ports.contacts import Edit, EditKind, LikelyDouble, NotUndone, Saved, Undone
from linkapp.services.ports.ledger import UndatedWish
from linkapp.services.ports.secrets import Keyring, KeyringState
from linkapp.services.runs import Control
from linkapp.services.site_guard import BreakerState
from linkapp.ui.days import next_on
from tests.fakes.clocks import StillClock

TODAY = date(2026, 11, 22)
NOW = datetime(2026, 11, 22, 8, 30, tzinfo=UTC)
ZONE = ZoneInfo("Europe/Paris")


def person(name: str, key: str = "", headline: str = "") -> Person:
    key = key or name.lower().replace(" ", "-").replace("'", "")
    return Person(name=name, member=f"ACoAA{key}", profile=key, headline=headline)


def draft(name: str, text: str, late_days: int = 0, **more: Any) -> Draft:
    headline = more.pop("headline", "")
    return Draft(
        person=more.pop("person", None) or person(name, headline=headline),
        occasion=Occasion.BIRTHDAY,
        on=TODAY - timedelta(days=late_days),
        late_days=late_days,
        text=text,
        ticked=more.pop("ticked", late_days <= 3),
        first_name=more.pop("first_name", None) or first_name(name) or "",
        **more,
    )


def usage(day: int = 3, week: int = 18, opens: datetime | None = None) -> Usage:
    return Usage(kind=Kind.MESSAGE, caps=DEFAULTS[Kind.MESSAGE], date=day, day=day, week=week, opens=opens)


def preview(*drafts: Draft, **more: Any) -> Preview:
    more.setdefault("usage", usage())
    return Preview(occasion=Occasion.BIRTHDAY, today=TODAY, drafts=drafts, **more)


ALICE = draft(
    "Alice Moreau",
    "Happy birthday, Alice! I hope the year ahead brings you good people and good work. It was a pleasure to see you "
    "in Lyon in the spring, let us not wait another year.\n\nWarm wishes,\nCamille",
    headline="Head of Product at Acme · Lyon",
)
JEAN_LUC = draft("Jean-Luc O'Connor", "Happy birthday, Jean-Luc! Enjoy your day.", headline="Sailmaker, Brest")
MAYA = draft("مايا حداد", "Happy birthday, Maya! All the best for the year to come.", headline="Architect, Beirut")
THIERRY = draft("Thierry Gauthier", "Happy belated birthday, Thierry! I hope you had a good one.", 1)
INES = draft("Inês <b>Bold</b> & Co", "Happy belated birthday, Inês!", 5, ticked=False, headline="<i>Designer</i>")
SKIPS = (
    Skip(person=person("Sofia Lindqvist"), reason=Reason.AWAITING_REPLY, detail="2"),
    Skip(person=person("Oskar Nowak"), reason=Reason.ALREADY_GREETED, detail="2026-11-20"),
    Skip(person=person("Priya Raman"), reason=Reason.DO_NOT_CONTACT, detail="moved to a competitor"),
)
MORNING = preview(ALICE, JEAN_LUC, MAYA, THIERRY, INES, skips=SKIPS, usage=usage(opens=NOW.replace(hour=13, minute=20)))


class FakeGreetings:
    """``shown`` is what a preview gives; ``outcomes`` by name; ``gate`` is awaited before each person."""

    def __init__(self, shown: Preview = MORNING, clock: StillClock | None = None, *, dry: bool = False) -> None:
        self.shown = shown
        self.clock = clock or StillClock(NOW, ZONE)
        self.dry = dry
        self.sent: list[Draft] = []
        self.previews = 0
        self.partial = ""
        self.runs = 0
        self.gap = timedelta(0)
        self.outcomes: dict[str, Item] = {}
        self.stop_at: dict[str, Problem] = {}
        self.gate: asyncio.Event | None = None
        self.raises: Exception | None = None
        self.now_used: Usage | None = usage()
        self.names: dict[str, str | None] = {}
        self.becomes: Draft | Skip | None = None
        self.others = ["Another happy birthday!", "And one more happy birthday!"]
        self.progress: list[Progress] = []

    async def preview(self, occasion: Occasion) -> Preview:
        assert occasion is Occasion.BIRTHDAY
        self.previews += 1
        await asyncio.sleep(0)
        if self.raises is not None:
            raise self.raises
        return self.shown

    async def named(self, person: Person, first_name: str | None) -> Draft | Skip | None:
        self.names[person.name] = first_name
        return self.becomes

    async def decided(self, person: Person) -> Draft | Skip | None:
        return self.becomes

    async def send(
        self,
        occasion: Occasion,
        chosen: Sequence[Draft] | None,
        *,
        watch: Callable[[Progress], None],
        control: Control,
    ) -> Report:
        assert occasion is Occasion.BIRTHDAY
        assert chosen is not None
        self.runs += 1
        if self.raises is not None:
            raise self.raises
        items: list[Item] = []
        stopped: Problem | None = None
        total = len(chosen)

        def tell(phase: Phase, who: Person | None = None, until: datetime | None = None) -> None:
            told = Progress(phase=phase, person=who, done=len(items), total=total, until=until, items=tuple(items))
            self.progress.append(told)
            watch(told)

        for number, each in enumerate(chosen):
            if number and self.gap:
                tell(Phase.WAITING, None, self.clock.now() + self.gap)
                await control.wait_until(self.clock, self.clock.now() + self.gap)
            if control.paused:
                tell(Phase.PAUSED)
            if not await control.going():
                stopped = Problem(reason=Reason.STOPPED_BY_PERSON)
                break
            tell(Phase.WRITING, each.person)
            if self.gate is not None:
                await self.gate.wait()
                self.gate.clear()
            await asyncio.sleep(0)
            if control.stopping:
                stopped = Problem(reason=Reason.STOPPED_BY_PERSON)
                break
            stopped = self.stop_at.get(each.person.name)
            if stopped is not None:
                break
            item = self.outcomes.get(each.person.name) or Item(person=each.person, state=Result.DONE, proof="answer")
            items.append(replace(item, person=each.person, text=each.text, at=self.clock.now()))
            if item.state == "done" and not self.dry:
                self.sent.append(each)
            tell(Phase.WRITING)
        tell(Phase.FINISHED)
        outcome = RunOutcome.DONE if stopped is None else RunOutcome.STOPPED
        return Report(
            run=self.runs,
            kind="birthdays",
            outcome=outcome,
            started=self.clock.now(),
            finished=self.clock.now(),
            items=tuple(items),
            stopped_by=stopped,
            dry=self.dry,
            partial=self.partial,
        )

    async def another_text(self, draft: Draft, *, not_these: Sequence[str] = ()) -> str:
        await asyncio.sleep(0)
        return next(text for text in self.others if text not in not_these)

    async def usage(self) -> Usage | None:
        return self.now_used


class FakePeople:
    """The contacts book as a list; also the table's pages."""

    def __init__(self, contacts: Sequence[Contact] = ()) -> None:
        self.book = {contact.id: contact for contact in contacts}
        self.stories: dict[int, list[Interaction]] = {}
        self.opt_outs: dict[str, OptOutAnswer] = {}
        self.asked: list[tuple[str, str, bool]] = []
        self.fetched = 0
        self.raises: Exception | None = None

    async def seen(self, person: Person, at: datetime, birthday: tuple[int, int] | None = None) -> int:
        raise NotImplementedError

    async def do_not_contact(self, person: Person) -> str | None:
        raise NotImplementedError

    async def first_name(self, person: Person) -> str | None:
        raise NotImplementedError

    async def set_first_name(self, person: Person, at: datetime, first_name: str | None) -> None:
        raise NotImplementedError

    async def opt_out(self, person: Person) -> OptOut | None:
        raise NotImplementedError

    async def opted_out(self, person: Person, at: datetime, phrase: str) -> None:
        raise NotImplementedError

    async def answer_opt_out(self, person: Person, answer: OptOutAnswer) -> None:
        self.opt_outs[person.name] = answer
        for key, one in self.book.items():
            if set(one.person.keys) & set(person.keys):
                forbidden = one.opt_out if answer is OptOutAnswer.MEANT else one.do_not_contact
                self.book[key] = replace(one, opt_out="", do_not_contact=forbidden)

    async def find(self, words: str = "", *, limit: int = 200, offset: int = 0) -> Sequence[Contact]:
        return self.rows(self.ids(words, "name", False)[offset : offset + limit])

    async def count(self, words: str = "") -> int:
        return len(self.ids(words, "name", False))

    async def contact(self, contact_id: int) -> Contact | None:
        return self.book.get(contact_id)

    async def timeline(self, contact_id: int) -> Sequence[Interaction]:
        await asyncio.sleep(0)
        return self.stories.get(contact_id, [])

    async def birthdays_counted(self, first: date, last: date) -> Mapping[tuple[int, int], int]:
        return Counter(one.birthday for one in await self.birthdays_between(first, last) if one.birthday)

    async def birthdays_between(self, first: date, last: date, *, limit: int | None = None) -> Sequence[Contact]:
        found = []
        for contact in self.book.values():
            if contact.birthday is None:
                continue
            on = next_on(*contact.birthday, first)
            if on <= last:
                found.append((on, contact))
        return [contact for _, contact in sorted(found, key=lambda pair: (pair[0], pair[1].id))][:limit]

    def tags(self) -> Sequence[str]:
        return sorted({tag for contact in self.book.values() for tag in contact.tags})

    def ids(
        self,
        words: str,
        order: str,
        descending: bool,
        *,
        filters: Sequence[ContactFilter] = (),
        now: datetime = NOW,
        limit: int = -1,
    ) -> Sequence[int]:
        self.asked.append((words, order, descending))
        if self.raises is not None:
            raise self.raises
        sought = words.casefold()

        def value(contact: Contact) -> str:
            told = getattr(contact.person, order, None) or getattr(contact, order, None)
            return str(told or "").casefold()

        found = [
            contact
            for contact in self.book.values()
            if sought in f"{contact.person.name} {contact.person.headline} {contact.company} {contact.tags}".casefold()
            and all(_holds(contact, wanted, now) for wanted in filters)
        ]
        ids = [contact.id for contact in sorted(found, key=value, reverse=descending)]
        return ids if limit < 0 else ids[:limit]

    def steps(self, words: str, order: str, descending: bool, **more: Any) -> Iterator[Sequence[int]]:
        ids = self.ids(words, order, descending, **more)
        yield from (ids[place : place + 5000] for place in range(0, len(ids), 5000))

    def rows(self, ids: Sequence[int]) -> Sequence[Contact]:
        self.fetched += 1
        return [self.book[each] for each in ids if each in self.book]


def _holds(contact: Contact, wanted: ContactFilter, now: datetime) -> bool:
    if wanted.kind is FilterKind.BIRTHDAY:
        return contact.birthday in days_of(now.date(), wanted.number)
    if wanted.kind is FilterKind.TAG:
        return wanted.tag in contact.tags
    return wanted.kind is FilterKind.DO_NOT_CONTACT and bool(contact.do_not_contact)


class FakeContacts:
    """Editing contacts: the same list as ``FakePeople``, each edit kept so that it can be taken back."""

    def __init__(self, people: FakePeople, news: News) -> None:
        self._people, self._news = people, news
        self.edited: list[tuple[Edit, dict[int, Contact]]] = []
        self.doubles: list[LikelyDouble] = []
        self.merged: list[tuple[int, int, dict[str, str]]] = []
        self.forgotten: list[int] = []
        self.saved: list[tuple[ShownProfile, bool]] = []
        self.kept: tuple[str, ...] = ()

    def _done(
        self, kind: EditKind, ids: Sequence[int], detail: str, change: Callable[[Contact], Contact | None]
    ) -> Edit:
        before = {number: self._people.book[number] for number in ids if number in self._people.book}
        for number, contact in before.items():
            changed = change(contact)
            if changed is None:
                del self._people.book[number]
            else:
                self._people.book[number] = changed
        edit = Edit(id=len(self.edited) + 1, kind=kind, at=NOW, people=len(before), detail=detail)
        self.edited.append((edit, before))
        self._news.publish(Changes(contacts=True))
        return edit

    async def save_profile(self, shown: ShownProfile, *, birthday: bool = False) -> Saved:
        self.saved.append((shown, birthday))
        book = self._people.book
        known = [one for one in book.values() if set(one.person.keys) & set(shown.person.keys)]
        number = known[0].id if known else max(book, default=0) + 1
        if not known:
            book[number] = Contact(id=number, person=shown.person)

        def change(contact: Contact) -> Contact:
            return replace(contact, birthday=shown.birthday) if birthday else replace(contact, company=shown.company)

        edit = self._done(EditKind.EDIT, [number], shown.person.name, change)
        return Saved(contact=number, edit=edit if not self.kept else replace(edit, id=0), kept=self.kept)

    async def add_note(self, contact_id: int, note: str) -> Edit:
        notes = self._people.book[contact_id].notes
        return await self.edit(contact_id, {"notes": f"{notes}\n{note}".strip()})

    async def edit(self, contact_id: int, fields: Mapping[str, str]) -> Edit:
        values = {name: value_of(name, text) for name, text in fields.items()}

        def change(contact: Contact) -> Contact:
            own = {
                name: value for name, value in values.items() if name in ("notes", "company", "position", "location")
            }
            if "name" in values:
                contact = replace(contact, person=replace(contact.person, name=values["name"]))
            if "birthday" in values:
                year, month, day = values["birthday"]
                contact = replace(contact, birthday=(month, day), birth_year=year)
            return replace(contact, **own)

        return self._done(EditKind.EDIT, [contact_id], self._people.book[contact_id].person.name, change)

    async def set_tags(self, contact_id: int, tags: Sequence[str]) -> Edit:
        wanted = tuple(tags)
        return self._done(EditKind.TAG, [contact_id], "", lambda contact: replace(contact, tags=wanted))

    async def tag(self, ids: Sequence[int], tag: str) -> Edit:
        return self._done(
            EditKind.TAG, ids, tag, lambda contact: replace(contact, tags=tuple(sorted({*contact.tags, tag})))
        )

    async def untag(self, ids: Sequence[int], tag: str) -> Edit:
        return self._done(
            EditKind.UNTAG, ids, tag, lambda contact: replace(contact, tags=tuple(set(contact.tags) - {tag}))
        )

    async def set_do_not_contact(self, ids: Sequence[int], reason: str | None) -> Edit:
        kept = "" if reason is None else reason or " "
        return self._done(EditKind.DO_NOT_CONTACT, ids, kept, lambda contact: replace(contact, do_not_contact=kept))

    async def delete(self, ids: Sequence[int]) -> Edit:
        return self._done(EditKind.DELETE, ids, "", lambda _: None)

    async def merge(self, keep: int, other: int, fields: Mapping[str, str]) -> Edit:
        self.merged.append((keep, other, dict(fields)))
        return self._done(EditKind.MERGE, [other], self._people.book[keep].person.name, lambda _: None)

    async def undo(self, edit_id: int | None = None) -> Undone:
        if not self.edited:
            raise NotUndone("There is nothing to undo.", "nothing_to_undo")
        place = len(self.edited) - 1 if edit_id is None else [edit.id for edit, _ in self.edited].index(edit_id)
        edit, before = self.edited.pop(place)
        self._people.book.update(before)
        self._news.publish(Changes(contacts=True))
        return Undone(edit=edit)

    async def likely_doubles(self, limit: int = 100) -> Sequence[LikelyDouble]:
        return self.doubles

    async def forget(self, contact_id: int) -> None:
        self.forgotten.append(contact_id)
        self._done(EditKind.DELETE, [contact_id], "", lambda _: None)


class FakeRuns:
    """Reports, newest first."""

    def __init__(self, reports: Sequence[Report] = ()) -> None:
        self.reports = list(reports)
        self.break_until: datetime | None = None
        self.latched: Reason | None = None
        self.raises: Exception | None = None

    async def begin(self, kind: str, at: datetime, *, dry: bool) -> int:
        raise NotImplementedError

    async def add(self, run: int, item: Item) -> None:
        raise NotImplementedError

    async def finish(self, run: int, outcome: RunOutcome, at: datetime, stopped_by: Problem | None) -> None:
        raise NotImplementedError

    async def report(self, run: int) -> Report | None:
        return next((report for report in self.reports if report.run == run), None)

    async def latest(self, limit: int = 50) -> Sequence[Report]:
        return self.reports[:limit]

    async def timeline(
        self,
        *,
        limit: int = 200,
        offset: int = 0,
        states: Sequence[str] = (),
        words: str = "",
        kinds: Sequence[str] = (),
        not_kinds: Sequence[str] = (),
    ) -> Sequence[tuple[int, str, Item]]:
        if self.raises is not None:
            raise self.raises
        lines = [
            (report.run, report.kind, item)
            for report in self.reports
            for item in reversed(report.items)
            if (not kinds or report.kind in kinds)
            and report.kind not in not_kinds
            and (not states or item.state in states)
            and words.casefold() in f"{item.person.name} {item.text}".casefold()
        ]
        return lines[offset : offset + limit]

    async def interrupted(self, at: datetime) -> int:
        raise NotImplementedError

    async def breaker(self) -> Breaker:
        return Breaker(until=self.break_until, latched=self.latched)

    async def change_breaker(self, change: Callable[[Breaker], Breaker]) -> Breaker:
        raise NotImplementedError


class FakeGuard:
    """The guard over ``FakeRuns``, at the one moment of these tests."""

    def __init__(self, runs: FakeRuns) -> None:
        self.runs = runs
        self.looks = 0

    async def standing(self) -> BreakerState:
        return BreakerState(breaker=await self.runs.breaker(), now=NOW)

    async def looked(self) -> bool:
        self.looks += 1
        waited, self.runs.latched = self.runs.latched is not None, None
        return waited


@dataclass
class FakeSettings:
    settings: Settings = field(default_factory=lambda: Settings(language="en", theme="light", first_run_done=True))
    saved: int = 0

    def load(self) -> Settings:
        return self.settings

    def save(self, settings: Settings) -> None:
        self.settings = settings
        self.saved += 1


@dataclass
class FakeAnswers:
    given: list[tuple[str, bool]] = field(default_factory=list)
    open_: list[Person] = field(default_factory=list)
    wishes: list[tuple[Person, str]] = field(default_factory=list)

    async def questions(self) -> Sequence[Question]:
        unsure = [
            Question(
                person=one, occasion=Occasion.BIRTHDAY, text="Happy birthday!", at=NOW, account="self", run=2, slot_id=7
            )
            for one in self.open_
        ]
        undated = [
            Question(
                person=one,
                occasion=Occasion.BIRTHDAY,
                text=words,
                at=NOW,
                account="self",
                run=2,
                wish=UndatedWish(
                    account="self",
                    person=one,
                    key=f"birthday:{NOW.year}",
                    seen=Undated(words=words, mark="mark"),
                    at=NOW,
                    run=2,
                ),
            )
            for one, words in self.wishes
        ]
        return [*unsure, *undated]

    async def answer(self, question: Question, *, yes: bool) -> bool:
        assert question.occasion is Occasion.BIRTHDAY
        self.given.append((question.person.name, yes))
        if question.wish is None:
            self.open_ = [one for one in self.open_ if one.key != question.person.key]
        else:
            self.wishes = [one for one in self.wishes if one[0].key != question.person.key]
        return True


class FakeSigningIn:
    """``by_hand`` shows what is put into ``shows`` and ends with what is put into ``ends``."""

    def __init__(self, standing: SignedIn | Problem | None = None) -> None:
        self.stands: SignedIn | Problem = standing or Problem(reason=Reason.SIGNED_OUT)
        self.place: Keyring | None = Keyring(state=KeyringState.READY, name="Secret Service")
        self.shows: asyncio.Queue[Problem | SignedIn] = asyncio.Queue()
        self.open = 0
        self.closed = 0
        self.outs = 0
        self.imported: list[str] = []
        self.bad: BadExport | None = None

    async def by_hand(self, watch: Callable[[Problem], None]) -> SignedIn | Problem:
        self.open += 1
        try:
            while True:
                shown = await self.shows.get()
                if isinstance(shown, SignedIn):
                    self.stands = shown
                    return shown
                if shown.reason in (Reason.STOPPED_BY_PERSON, Reason.BROWSER_CRASHED, Reason.KEYRING_MISSING):
                    return shown
                watch(shown)
        finally:
            self.closed += 1

    async def by_import(self, text: str) -> SignedIn | Problem:
        if self.bad is not None:
            raise self.bad
        self.imported.append(text)
        self.stands = SignedIn(expires=NOW + timedelta(days=300))
        return self.stands

    async def out(self) -> Problem | None:
        self.outs += 1
        self.stands = Problem(reason=Reason.SIGNED_OUT)
        return None

    async def standing(self) -> SignedIn | Problem:
        await asyncio.sleep(0)
        return self.stands

    async def keyring(self) -> Keyring | None:
        await asyncio.sleep(0)
        return self.place


class FakeVault:
    """A passphrase vault; opening it makes the keyring of the sign-in ready."""

    def __init__(self, signing_in: FakeSigningIn, passphrase: str = "") -> None:
        self.signing_in, self.passphrase = signing_in, passphrase

    def exists(self) -> bool:
        return bool(self.passphrase)

    async def create(self, passphrase: str) -> Problem | None:
        if len(passphrase) < 10:
            raise ValueError("short")
        self.passphrase = passphrase
        return await self.unlock(passphrase)

    async def unlock(self, passphrase: str) -> Problem | None:
        await asyncio.sleep(0)
        if passphrase != self.passphrase:
            return Problem(reason=Reason.KEYRING_LOCKED)
        self.signing_in.place = Keyring(state=KeyringState.READY, name="passphrase vault")
        return None


class FakeChecks:
    """Health as a list."""

    def __init__(self, findings: Sequence[Finding]) -> None:
        self.findings = findings
        self.looks = 0

    async def everything(self) -> Sequence[Finding]:
        self.looks += 1
        await asyncio.sleep(0)
        return self.findings


def fake_application(
    greetings: FakeGreetings | None = None,
    *,
    people: FakePeople | None = None,
    runs: FakeRuns | None = None,
    settings: FakeSettings | None = None,
    **more: Any,
) -> Application:
    greetings = greetings or FakeGreetings()
    people = people or FakePeople(CONTACTS)
    runs = runs or FakeRuns()
    news = more.pop("news", None) or News()
    return Application(
        greetings=greetings,
        visits=more.pop("visits", None),  # the window has none yet
        people=people,
        runs=runs,
        guard=more.pop("guard", None) or FakeGuard(runs),
        settings=settings or FakeSettings(),
        clock=greetings.clock,
        news=news,
        contacts=more.pop("contacts", None) or FakeContacts(people, news),
        rehearsal=more.pop("rehearsal", False),
        data_folder="/home/camille/.local/share/linkapp",
        pages=more.pop("pages", people),
        **more,
    )


def contact(number: int, name: str, **more: Any) -> Contact:
    return Contact(id=number, person=person(name, f"p{number}", more.pop("headline", "")), **more)


def _ago(days: int) -> datetime:
    return NOW - timedelta(days=days)


CONTACTS = (
    contact(1, "Ada Winterbourne", headline="Analyst of engines", company="Analytical & Sons", location="London",
            birthday=(12, 10), last_contact=_ago(3), score=92, tags=("mathematics", "friend")),
    contact(2, "Alice Moreau", headline="Head of Product", company="Acme", location="Lyon", birthday=(11, 22),
            last_contact=_ago(253), score=71, notes="Met in Lyon, likes sailing."),
    contact(3, "Bo Zhang", headline="Optical engineer", company="Lumen", location="Göteborg", birthday=(11, 27)),
    contact(4, "Inês <b>Bold</b> & Co", headline="Designer", company="Estúdio", location="Porto", birthday=(2, 29)),
    contact(5, "Jean-Luc O'Connor", headline="Sailmaker", location="Brest", birthday=(11, 22), last_contact=_ago(1)),
    contact(6, "Priya Raman", headline="Chief of staff", company="Northwind", location="Pune",
            do_not_contact="moved to a competitor", tags=("supplier",)),
    contact(7, "Sofia Lindqvist", headline="Journalist", company="Dagbladet", location="Malmö", birthday=(11, 24),
            last_contact=_ago(2), score=64, tags=("press",)),
    contact(8, "Thierry Gauthier", headline="Notaire associé", company="Étude Gauthier", location="Nantes",
            birthday=(11, 21), score=40),
    contact(9, "مايا حداد", headline="Architect", location="Beirut", birthday=(11, 22)),
    contact(10, "Gerwald-Theobald von und zu Hohenstein-Bretzenheim", headline="Kammersänger", location="Salzburg",
            birthday=(12, 2)),
)  # fmt: skip


def history() -> tuple[Report, ...]:
    """Two runs, the newer first."""
    yesterday = NOW - timedelta(days=1)
    return (
        Report(
            run=2, kind="birthdays", outcome=RunOutcome.DONE, started=NOW - timedelta(minutes=20), finished=NOW,
            items=(
                Item(person=ALICE.person, state=Result.DONE, text=ALICE.text, proof="answer", at=NOW - timedelta(minutes=18)),
                Item(person=SKIPS[0].person, state=Result.SKIPPED, reason=Reason.AWAITING_REPLY, detail="2",
                     at=NOW - timedelta(minutes=16)),
                Item(person=JEAN_LUC.person, state=Result.UNSURE, text=JEAN_LUC.text, reason=Reason.NO_PROOF,
                     at=NOW - timedelta(minutes=14)),
                Item(person=INES.person, state=Result.FAILED, reason=Reason.WRONG_RECIPIENT, at=NOW - timedelta(minutes=12)),
            ),
        ),
        Report(
            run=1, kind="birthdays", outcome=RunOutcome.NEEDS_PERSON, started=yesterday, finished=yesterday,
            items=(Item(person=THIERRY.person, state=Result.DONE, text=THIERRY.text, proof="conversation", at=yesterday),),
            stopped_by=Problem(reason=Reason.SECURITY_CHECK),
        ),
    )  # fmt: skip


__all__ = ["Application", "Changes"]
