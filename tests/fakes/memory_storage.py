"""In-memory doubles of the ``Ledger``, ``People``, ``Runs`` and ``SelectorStats`` ports: the same contract tests hold for them.

``memory_storage()`` gives all of them over one book of people. Written apart from the real ones on purpose, only the
counting (``domain/quota.py``) is the same. ``ledger.broken`` makes every call raise, ``ledger.calls`` records them.
"""

from __future__ import annotations

import itertools
import unicodedata
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from linkapp.domain.account import AccountBook
from linkapp.domain.act import CLOSED, COUNTED, MOVES, Act, Kind, NotSent, Outcome, Sent, Slot, State, Unsure, series_of
from linkapp.domain.breaker import Breaker
from linkapp.domain.campaign import Item, Report, RunOutcome
from linkapp.domain.conversation import Undated
from linkapp.domain.history import History
from linkapp.domain.opt_out import OptOut, OptOutAnswer
from linkapp.domain.person import Person
from linkapp.domain.problems import Problem, Reason
from linkapp.domain.quota import Caps, Usage, usage_of
from linkapp.domain.selector_stats import Mark, Tallies, Tally, counted, kept_learned
from linkapp.services.ports.book import Contact, Interaction
from linkapp.services.ports.contacts import NoSuchContact
from linkapp.services.ports.ledger import (
    Denied,
    Limits,
    PastMessage,
    SlotLostError,
    StoreError,
    UndatedWish,
    Unresolved,
)
from linkapp.services.ports.quota import SharedSlot
from tests.fakes.memory_schedules import MemorySchedules


@dataclass
class _Act:
    id: int
    kind: Kind
    state: State
    at: datetime
    run: int
    person: int | None
    value: Act
    attempted: datetime
    reads: int = 0
    aside: bool = False
    request_left: bool = False
    undated: Undated | None = None
    answered: bool = False


_SAID = {"greeting", "message_in", "message_out"}


@dataclass
class Book:
    """Who is who, and everything that hangs on a person."""

    contacts: dict[int, Contact] = field(default_factory=dict)
    keys: dict[str, int] = field(default_factory=dict)
    forbidden: dict[int, str] = field(default_factory=dict)
    happened: list[tuple[int, Interaction]] = field(default_factory=list)
    typed: set[int] = field(default_factory=set)
    exchanged: list[tuple[int, datetime, bool]] = field(default_factory=list)
    opted_out: dict[str, OptOut] = field(default_factory=dict)
    acts: dict[int, _Act] = field(default_factory=dict)
    ids: itertools.count[int] = field(default_factory=lambda: itertools.count(1))

    def found(self, person: Person) -> list[int]:
        member = self.keys.get(f"id:{person.member}")
        address = self.keys.get(f"in:{person.profile}")
        if address is not None and address != member and person.member and self._ids(address):
            address = None
        return [row for row in dict.fromkeys((member, address)) if row is not None]

    def _ids(self, row: int) -> list[str]:
        return [key for key, owner in self.keys.items() if owner == row and key.startswith("id:")]

    def joined(self, person: Person, at: datetime) -> int:
        if not person.keys:
            raise ValueError(person)
        rows = self.found(person)
        row = rows[0] if rows else next(self.ids)
        if not rows:
            self.contacts[row] = Contact(id=row, person=person, known_since=at)
        for other in rows[1:]:
            self._join(row, other)
        self.keys.update(dict.fromkeys(person.keys, row))
        return row

    def _join(self, row: int, other: int) -> None:
        order = [State.SENT, State.ALREADY, State.SENDING, State.UNSURE, State.ASK, State.RESERVED]
        for act in self.acts.values():
            act.person = row if act.person == other else act.person
        mine = [act for act in self.acts.values() if act.person == row and act.state in order and not act.aside]
        for first, second in itertools.combinations(mine, 2):
            if _same(first.value, second.value):
                weaker = max(first, second, key=lambda act: order.index(act.state))
                weaker.aside = weaker.state is not State.RESERVED
                weaker.state = State.RELEASED if weaker.state is State.RESERVED else weaker.state
        self.keys.update({key: row for key, owner in self.keys.items() if owner == other})
        self.happened = [(row if owner == other else owner, what) for owner, what in self.happened]
        mine, gone = self.contacts[row], self.contacts.pop(other)
        self.contacts[row] = replace(
            mine,
            notes="\n".join(filter(None, (mine.notes, gone.notes))),
            tags=tuple(sorted({*mine.tags, *gone.tags})),
            birthday=mine.birthday or gone.birthday,
            first_name=mine.first_name or gone.first_name,
        )
        if other in self.forbidden:
            self.forbidden.setdefault(row, self.forbidden.pop(other))

    def every_key(self, person: Person) -> list[str]:
        rows = self.found(person)
        return list(dict.fromkeys((*person.keys, *(key for key, owner in self.keys.items() if owner in rows))))

    def person(self, row: int) -> Person:
        named = self.contacts[row].person
        mine = [key for key, owner in self.keys.items() if owner == row]
        member = next((key[3:] for key in mine if key.startswith("id:")), None)
        profile = named.profile if f"in:{named.profile}" in mine else None
        profile = profile or next((key[3:] for key in mine if key.startswith("in:")), None)
        return replace(named, member=member, profile=profile)


class MemoryLedger:
    """The ``Ledger`` port in memory."""

    def __init__(self, book: Book | None = None) -> None:
        self.book = book or Book()
        self.broken: StoreError | None = None
        self.runs: MemoryRuns | None = None
        self.calls: list[str] = []

    def _called(self, name: str) -> None:
        self.calls.append(name)
        if self.broken is not None:
            raise self.broken

    def _time(self, now: datetime) -> datetime:
        return max([now, *(act.at for act in self.book.acts.values())])

    def _usage(self, kind: Kind, caps: Caps, zone: ZoneInfo, at: datetime) -> Usage:
        acts = [act for act in self.book.acts.values() if act.kind == kind and act.state in COUNTED]
        times = [at if act.state in {State.RESERVED, State.SENDING} else act.at for act in acts]
        return usage_of(kind, caps, zone, times, at)

    async def reserve(self, act: Act, limits: Limits, now: datetime) -> Slot | Denied:
        self._called("reserve")
        at = self._time(now)
        if not act.account or not (act.person.keys if act.person else act.subject):
            return Denied(reason=Reason.PERSON_NOT_IDENTIFIED)
        for one in self._series(act):
            same = one.value.key == act.key and (one.state in CLOSED or one.state is State.RESERVED)
            if same or (one.state in CLOSED and abs(at - one.attempted) < act.apart):
                return Denied(reason=_refusal(one.state))
        for row in self.book.found(act.person) if act.person and act.kind in (Kind.MESSAGE, Kind.VISIT) else ():
            if row in self.book.forbidden:
                return Denied(reason=Reason.DO_NOT_CONTACT, detail=self.book.forbidden[row])
        usage = self._usage(act.kind, limits.caps, limits.zone, at)
        if not usage.left:
            week = usage.week >= limits.caps.week
            return Denied(reason=Reason.CAP_WEEK if week else Reason.CAP_DAY, until=usage.opens)
        in_run = [one for one in self.book.acts.values() if (one.run, one.kind) == (limits.run, act.kind)]
        if sum(one.state in COUNTED for one in in_run) >= limits.caps.run:
            return Denied(reason=Reason.CAP_RUN)
        person = self.book.joined(act.person, at) if act.person else None
        id_ = next(self.book.ids)
        self.book.acts[id_] = _Act(id_, act.kind, State.RESERVED, at, limits.run, person, act, attempted=at)
        return Slot(slot_id=id_, at=at, attempt=f"attempt{id_}")

    async def announce(self, slot: Slot, payload_hash: str, now: datetime) -> None:
        self._called("announce")
        act = self.book.acts[slot.slot_id]
        others = [one for one in self._like(act) if one is not act]
        if act.state is not State.RESERVED:
            states = [one.state for one in (act, *others) if one.value.key == act.value.key and one.state in CLOSED]
            raise SlotLostError(Problem(reason=_refusal(states[0]) if states else Reason.BUSY))
        at = self._time(now)
        if any(one.state in CLOSED and abs(at - one.attempted) < act.value.apart for one in others):
            raise SlotLostError(Problem(reason=Reason.ALREADY_GREETED))
        act.state = State.SENDING
        act.at = act.attempted = at

    async def settle(self, slot: Slot, outcome: Outcome | State, now: datetime, detail: str = "") -> None:
        self._called("settle")
        act = self.book.acts[slot.slot_id]
        if isinstance(outcome, Sent):
            to = State.SENT
        elif isinstance(outcome, State):
            to = outcome
        else:
            before = isinstance(outcome, NotSent) and act.state is State.RESERVED
            to = State.RELEASED if before else State.UNSURE
        settling = act.state in {State.RESERVED, State.SENDING} and to in MOVES[act.state]
        if outcome is State.SENT or to is State.SENDING or not settling:
            raise SlotLostError(Problem(reason=Reason.BUSY))
        at = self._time(now)
        act.attempted = at if isinstance(outcome, Sent) else act.attempted
        act.at = max(act.at, at) if to in COUNTED else act.at
        act.state = to
        act.request_left = isinstance(outcome, Unsure) and outcome.request_left

    async def recover(self, now: datetime) -> tuple[Unresolved, ...]:
        self._called("recover")
        at = self._time(now)
        for act in self.book.acts.values():
            if act.state is State.RESERVED:
                act.state = State.RELEASED
            elif act.state is State.SENDING:
                act.state = State.UNSURE
                act.at = at
        return self._all_unresolved()

    async def unresolved(self) -> tuple[Unresolved, ...]:
        self._called("unresolved")
        return self._all_unresolved()

    def _all_unresolved(self) -> tuple[Unresolved, ...]:
        unclear = [act for act in self.book.acts.values() if act.state in {State.UNSURE, State.ASK} and not act.aside]
        return tuple(
            Unresolved(
                slot_id=act.id,
                act=replace(act.value, person=self.book.person(act.person) if act.person else None),
                state=act.state,
                attempted=act.attempted,
                reads=act.reads,
                request_left=act.request_left,
                run=act.run,
            )
            for act in sorted(unclear, key=lambda act: act.attempted)
        )

    async def resolve(self, slot_id: int, to: State, now: datetime, proof: str = "") -> None:
        self._called("resolve")
        act = self.book.acts.get(slot_id)
        if act is None or act.state not in {State.UNSURE, State.ASK} or to not in MOVES[act.state]:
            raise SlotLostError(Problem(reason=Reason.BUSY))
        if to is State.UNSENT and act.kind is Kind.MESSAGE and not act.value.text and proof != "person":
            to = State.ASK
        if to is State.SENT and act.state is State.UNSURE:
            act.at = self._time(now)
        act.state = to
        if proof == "person" and self.runs is not None:
            others = {one.run for one in self.book.acts.values() if one.value.account != act.value.account}
            keys = self.book.every_key(act.value.whom)
            self.runs.answered(act.run, act.value.text, keys, to is State.SENT, others)
        for one in self._like(act) if to is State.UNSENT and not act.aside else []:
            if one.aside and one.state in CLOSED and one.value.key == act.value.key:
                one.aside = False
                break

    async def unreadable(self, slot_id: int) -> int:
        self._called("unreadable")
        if slot_id not in self.book.acts:
            return 0
        self.book.acts[slot_id].reads += 1
        return self.book.acts[slot_id].reads

    async def undated(self, slot: Slot, seen: Undated, now: datetime) -> None:
        await self.settle(slot, State.RELEASED, now)
        self.book.acts[slot.slot_id].undated = seen

    def _asking(self, account: str, person: Person, key: str) -> _Act | None:
        """The newest act that asks about a wish, unless it is answered or something stands for the greeting."""
        mine = self._of(self.book.found(person), account)
        same = [act for act in mine if act.value.key == key]
        asking = max((act for act in same if act.undated), key=lambda act: act.id, default=None)
        stands = any(act.state in CLOSED or act.state is State.RESERVED for act in same)
        return None if asking is None or asking.answered or stands else asking

    async def wishes(self) -> tuple[UndatedWish, ...]:
        self._called("wishes")
        since = max((act.at for act in self.book.acts.values()), default=datetime.max.replace(tzinfo=UTC))
        found = []
        for act in self.book.acts.values():
            if act.person is None:
                continue
            person = self.book.person(act.person)
            newest = self._asking(act.value.account, person, act.value.key)
            if newest is act and act.undated and act.at > since - timedelta(days=30):
                value = act.value
                found.append(
                    UndatedWish(
                        account=value.account,
                        person=person,
                        key=value.key,
                        seen=act.undated,
                        at=act.attempted,
                        run=act.run,
                    )
                )
        return tuple(found)

    async def answer_wish(self, wish: UndatedWish, *, of_this_occasion: bool) -> bool:
        self._called("answer_wish")
        asking = self._asking(wish.account, wish.person, wish.key)
        if asking is None or asking.undated != wish.seen:
            return False
        same = [one for one in self._like(asking) if one.undated == wish.seen and one.value.key == wish.key]
        if of_this_occasion:
            id_ = next(self.book.ids)
            self.book.acts[id_] = replace(asking, id=id_, state=State.ALREADY, undated=None)
        else:
            for act in same:
                act.answered = True
        if self.runs is not None:
            keys = self.book.every_key(wish.person)
            others = {act.run for act in self.book.acts.values() if act.value.account != wish.account}
            self.runs.wish_answered(min(act.run for act in same), others, wish, keys, of_this_occasion)
        return True

    async def earlier_wishes(self, account: str, person: Person, key: str) -> frozenset[str]:
        self._called("earlier_wishes")
        return frozenset(
            act.undated.mark
            for act in self._of(self.book.found(person), account)
            if act.undated and act.answered and act.value.key == key
        )

    async def shared_slots(self, since: datetime, closed_since: datetime) -> tuple[SharedSlot, ...]:
        self._called("shared_slots")
        return tuple(
            self._shared(act)
            for act in self.book.acts.values()
            if act.at > since
            or act.state in COUNTED - {State.SENT}
            or (act.state in CLOSED and act.attempted > closed_since)
        )

    async def shared_slot(self, slot: Slot) -> SharedSlot:
        self._called("shared_slot")
        if slot.slot_id not in self.book.acts:
            raise SlotLostError(Problem(reason=Reason.BUSY))
        return self._shared(self.book.acts[slot.slot_id])

    def _shared(self, act: _Act) -> SharedSlot:
        return SharedSlot(
            attempt=f"attempt{act.id}",
            kind=act.kind,
            state=act.state,
            at=act.at,
            account=act.value.account,
            subjects=tuple(key for key, owner in self.book.keys.items() if owner == act.person)
            if act.person
            else (act.value.subject,),
            key=act.value.key,
            apart=act.value.apart,
        )

    async def usage(self, kind: Kind, caps: Caps, zone: ZoneInfo, now: datetime) -> Usage:
        self._called("usage")
        return self._usage(kind, caps, zone, self._time(now))

    async def past(self, account: str, person: Person) -> tuple[PastMessage, ...]:
        self._called("past")
        mine = self._of(self.book.found(person), account)
        closed = [g for g in mine if g.state in CLOSED and g.kind is Kind.MESSAGE]
        return tuple(
            PastMessage(
                key=g.value.key,
                state=g.state,
                text=g.value.text,
                template=g.value.template,
                at=g.attempted,
            )
            for g in sorted(closed, key=lambda g: g.attempted, reverse=True)
        )

    async def closed(self, act: Act, now: datetime | None = None) -> State | None:
        self._called("closed")
        at = self._time(now) if now else None
        for one in self._series(act):
            near = at is not None and abs(at - one.attempted) < act.apart
            if one.state in CLOSED and (one.value.key == act.key or near):
                return one.state
        return None

    async def first_use(self) -> datetime | None:
        return min((act.at for act in self.book.acts.values()), default=None)

    async def last_time(self) -> datetime | None:
        return max((act.at for act in self.book.acts.values()), default=None)

    def _of(self, rows: Sequence[int], account: str) -> list[_Act]:
        found = [g for g in self.book.acts.values() if g.person in rows and g.value.account == account]
        return sorted(found, key=lambda g: g.attempted, reverse=True)

    def _like(self, act: _Act) -> list[_Act]:
        """Every act of the same account, subject and series, newest first."""
        return self._series(act.value, [act.person] if act.person else None)

    def _series(self, act: Act, rows: Sequence[int] | None = None) -> list[_Act]:
        if act.person is None:
            about = [one for one in self.book.acts.values() if one.value.subject == act.subject]
            mine = [one for one in about if one.value.account == act.account]
        else:
            mine = self._of(self.book.found(act.person) if rows is None else rows, act.account)
        return [one for one in mine if series_of(one.value.key) == series_of(act.key)]


class MemoryPeople:
    """The ``People`` port in memory."""

    def __init__(self, book: Book | None = None) -> None:
        self.book = book or Book()

    async def seen(self, person: Person, at: datetime, birthday: tuple[int, int] | None = None) -> int:
        row = self.book.joined(person, at)
        old = self.book.contacts[row]
        named = replace(
            old.person,
            name=person.name or old.person.name,
            headline=person.headline or old.person.headline,
            profile=person.profile or old.person.profile,
        )
        self.book.contacts[row] = replace(old, person=named, birthday=birthday or old.birthday)
        return row

    async def do_not_contact(self, person: Person) -> str | None:
        rows = self.book.found(person)
        return next((self.book.forbidden[row] for row in rows if row in self.book.forbidden), None)

    async def history(self, person: Person, account: str) -> History:
        rows = self.book.found(person)
        things = [what for row, what in self.book.happened if row in rows]
        greeted = tuple(thing.at for thing in things if thing.kind == "greeting")
        said = [(thing.at, thing.kind == "message_in", thing.text) for thing in things if thing.kind in _SAID]
        mine = [act for act in self.book.acts.values() if act.person in rows and act.value.account == account]
        said += [(a.attempted, False, "") for a in mine if a.state is State.SENT and a.kind is Kind.MESSAGE]
        said += [(at, by_them, "") for row, at, by_them in self.book.exchanged if row in rows]
        if not said:
            return History(greeted=greeted)
        at, by_them, text = max(said)
        return History(greeted=greeted, last=at, by_them=by_them, text=text if by_them else "")

    async def exchanged(self, person: Person, at: datetime, *, by_them: bool) -> None:
        self.book.exchanged.append((self.book.joined(person, at), at, by_them))

    async def contact(self, contact_id: int) -> Contact | None:
        one = self.book.contacts.get(contact_id)
        if one is None:
            return None
        sent = [g.attempted for g in self.book.acts.values() if g.person == contact_id and g.state is State.SENT]
        said = [what.at for row, what in self.book.happened if row == contact_id and what.kind in _SAID]
        said += [at for row, at, _ in self.book.exchanged if row == contact_id]
        reason = self.book.forbidden.get(contact_id)
        return replace(
            one,
            person=self.book.person(contact_id),
            last_contact=max([*sent, *said], default=None),
            do_not_contact="" if reason is None else reason or "-",
            opt_out=self._asked(contact_id),
        )

    def _asked(self, contact_id: int) -> str:
        mine = [key for key, owner in self.book.keys.items() if owner == contact_id]
        asked = [self.book.opted_out[key] for key in mine if key in self.book.opted_out]
        open_ones = [one for one in asked if one.answer is OptOutAnswer.OPEN]
        return max(open_ones, key=lambda one: one.at).phrase if open_ones else ""

    async def first_name(self, person: Person) -> str | None:
        names = [self.book.contacts[row].first_name for row in self.book.found(person)]
        return next((name for name in names if name), None)

    async def set_first_name(self, person: Person, at: datetime, first_name: str | None) -> None:
        row = self.book.joined(person, at)
        self.book.contacts[row] = replace(self.book.contacts[row], first_name=first_name or "")

    async def opt_out(self, person: Person) -> OptOut | None:
        keys = self.book.every_key(person)
        asked = [self.book.opted_out[key] for key in keys if key in self.book.opted_out]
        return max(asked, key=lambda one: one.at) if asked else None

    async def opted_out(self, person: Person, at: datetime, phrase: str) -> None:
        for key in self.book.every_key(person):
            before = self.book.opted_out.get(key)
            answer = before.answer if before is not None and before.phrase == phrase else OptOutAnswer.OPEN
            self.book.opted_out[key] = OptOut(phrase=phrase, at=at, answer=answer)

    async def answer_opt_out(self, person: Person, answer: OptOutAnswer) -> None:
        phrase = ""
        for key in self.book.every_key(person):
            if key in self.book.opted_out:
                phrase = self.book.opted_out[key].phrase
                self.book.opted_out[key] = replace(self.book.opted_out[key], answer=answer)
        if answer is OptOutAnswer.MEANT:
            for row in self.book.found(person):
                self.book.forbidden.setdefault(row, phrase)

    async def timeline(self, contact_id: int) -> Sequence[Interaction]:
        found = [what for row, what in self.book.happened if row == contact_id]
        found += [
            Interaction(
                kind="greeting", at=g.attempted, text=g.value.text, detail=f"{g.value.key.partition(':')[0]} {g.state}"
            )
            for g in self.book.acts.values()
            if g.person == contact_id and g.state in CLOSED
        ]
        return sorted(found, key=lambda what: what.at, reverse=True)

    async def happened(self, contact_id: int, interaction: Interaction) -> None:
        same = [
            what
            for row, what in self.book.happened
            if row == contact_id
            and (what.kind, what.at, what.text) == (interaction.kind, interaction.at, interaction.text)
        ]
        if contact_id in self.book.contacts and not same:
            self.book.happened.append((contact_id, interaction))

    async def birthdays_counted(self, first: date, last: date) -> Mapping[tuple[int, int], int]:
        return Counter(one.birthday for one in await self.birthdays_between(first, last) if one.birthday)

    async def birthdays_between(
        self, first: date, last: date, *, not_from_site: bool = False, limit: int | None = None
    ) -> Sequence[Contact]:
        if not_from_site:
            typed = [contact for contact in await self.birthdays_between(first, last) if contact.id in self.book.typed]
            return typed[:limit]
        days = [first + timedelta(days=n) for n in range(min(366, (last - first).days + 1))]
        order: dict[tuple[int, int], int] = {}
        for number, day in enumerate(days):
            order.setdefault((day.month, day.day), number)
        for instead in ((2, 28), (3, 1)):
            if instead in order:
                order.setdefault((2, 29), order[instead])
        found = [one for row in self.book.contacts if (one := await self.contact(row)) and one.birthday in order]
        return sorted(found, key=lambda one: (order[one.birthday or (0, 0)], _plain(one.person.name)))[:limit]


class MemoryEdits:
    """Of the ``ContactBook`` port in memory what tests of other ports need of it: notes, tags, do-not-contact."""

    def __init__(self, book: Book) -> None:
        self.book = book

    async def edit(self, contact_id: int, fields: Mapping[str, str], at: datetime) -> None:
        if contact_id not in self.book.contacts:
            raise NoSuchContact(contact_id)
        self.book.contacts[contact_id] = replace(self.book.contacts[contact_id], notes=fields["notes"])

    async def tag(self, ids: Sequence[int], tag: str, at: datetime) -> None:
        for row in set(ids) & set(self.book.contacts):
            tags = {*self.book.contacts[row].tags, " ".join(tag.split())}
            self.book.contacts[row] = replace(self.book.contacts[row], tags=tuple(sorted(tags)))

    async def set_do_not_contact(self, ids: Sequence[int], reason: str | None, at: datetime) -> None:
        for row in ids:
            self.book.forbidden.pop(row, None)
            if reason is not None and row in self.book.contacts:
                self.book.forbidden[row] = reason


class MemoryAccounts:
    """The ``Accounts`` port in memory."""

    def __init__(self) -> None:
        self.kept = AccountBook()

    async def book(self) -> AccountBook:
        return self.kept

    async def change(self, change: Callable[[AccountBook], AccountBook]) -> AccountBook:
        self.kept = change(self.kept)
        return self.kept


class MemoryRuns:
    """The ``Runs`` port in memory."""

    def __init__(self) -> None:
        self.reports: dict[int, Report] = {}
        self.items: list[tuple[int, Item]] = []
        self.kept_breaker = Breaker()

    async def begin(self, kind: str, at: datetime, *, dry: bool) -> int:
        run = len(self.reports) + 1
        self.reports[run] = Report(run=run, kind=kind, outcome=RunOutcome.RUNNING, started=at, dry=dry)
        return run

    async def add(self, run: int, item: Item) -> None:
        if run not in self.reports:
            raise StoreError(Problem(reason=Reason.DATA_UNUSABLE, detail="no such run"))
        self.items.append((run, item))

    async def change(self, run: int, item: Item) -> None:
        for place, (of, old) in enumerate(self.items):
            same = set(old.person.keys) & set(item.person.keys)
            if of == run and same and old.state in {"failed", "unsure"}:
                self.items[place] = (run, item)

    async def finish(
        self, run: int, outcome: RunOutcome, at: datetime, stopped_by: Problem | None, partial: str = ""
    ) -> None:
        if run in self.reports:
            self.reports[run] = replace(
                self.reports[run], outcome=outcome, finished=at, stopped_by=stopped_by, partial=partial
            )

    def wish_answered(
        self, first: int, others: set[int], wish: UndatedWish, keys: Sequence[str], of_this: bool
    ) -> None:
        for place, (of, item) in enumerate(self.items):
            asked = item.reason is Reason.WISH_NOT_DATED and item.detail == wish.seen.words and of >= first
            if asked and of not in others and set(keys) & set(item.person.keys):
                reason = Reason.WISH_OF_THIS_OCCASION if of_this else Reason.WISH_OF_ANOTHER_TIME
                self.items[place] = (of, replace(item, reason=reason, proof="person"))

    def answered(self, run: int, text: str, keys: Sequence[str], went_out: bool, others: set[int]) -> None:
        for place, (of, item) in enumerate(self.items):
            asked = item.state == "unsure" and (of == run or item.text == text) and of not in others
            if asked and set(keys) & set(item.person.keys):
                state, proof, reason = (
                    ("done", "person", None) if went_out else ("failed", "", Reason.ANSWERED_NOT_SENT)
                )
                self.items[place] = (of, replace(item, state=state, proof=proof, reason=reason, detail=""))
                report = self.reports[of]
                bad = any(one.state in ("failed", "unsure") for at, one in self.items if at == of)
                if report.outcome is RunOutcome.FAILURES and not (report.stopped_by or report.partial or bad):
                    self.reports[of] = replace(report, outcome=RunOutcome.DONE)

    async def report(self, run: int) -> Report | None:
        if run not in self.reports:
            return None
        return replace(self.reports[run], items=tuple(item for of, item in self.items if of == run))

    async def latest(self, limit: int = 50) -> Sequence[Report]:
        newest = sorted(self.reports, reverse=True)[:limit]
        return [report for run in newest if (report := await self.report(run))]

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
        found = [
            (run, self.reports[run].kind, item)
            for run, item in reversed(self.items)
            if (not states or item.state in states)
            and (not kinds or self.reports[run].kind in kinds)
            and self.reports[run].kind not in not_kinds
            and all(word in _plain(f"{item.person.name} {item.text} {item.detail}") for word in _plain(words).split())
        ]
        return found[offset : offset + limit]

    async def interrupted(self, at: datetime) -> int:
        unfinished = [run for run, report in self.reports.items() if report.outcome is RunOutcome.RUNNING]
        for run in unfinished:
            await self.finish(run, RunOutcome.INTERRUPTED, at, None)
        return len(unfinished)

    async def breaker(self) -> Breaker:
        return self.kept_breaker

    async def change_breaker(self, change: Callable[[Breaker], Breaker]) -> Breaker:
        self.kept_breaker = change(self.kept_breaker)
        return self.kept_breaker


class MemorySelectorStats:
    """``SelectorStats`` in a dictionary."""

    def __init__(self) -> None:
        self._tallies: dict[tuple[str, str], Tally] = {}

    async def count(self, marks: Sequence[Mark], now: datetime) -> None:
        for mark in marks:
            self._tallies[mark.key, mark.form] = counted(self._tallies.get((mark.key, mark.form)), mark, now)
        for key in {mark.key for mark in marks}:
            learned = {form: tally for (of, form), tally in self._tallies.items() if of == key and tally.learned}
            for form in set(learned) - set(kept_learned(learned, now)):
                del self._tallies[key, form]

    async def tallies(self) -> Tallies:
        return dict(self._tallies)


@dataclass(frozen=True, kw_only=True)
class MemoryStorage:
    """All of them over one book, named as in ``linkapp.storage.Storage``."""

    ledger: MemoryLedger
    people: MemoryPeople
    contacts: MemoryEdits
    runs: MemoryRuns
    selector_stats: MemorySelectorStats
    accounts: MemoryAccounts
    schedules: MemorySchedules

    async def close(self) -> None:
        """There is nothing to close."""


def memory_storage() -> MemoryStorage:
    """A new empty storage."""
    book = Book()
    ledger, runs = MemoryLedger(book), MemoryRuns()
    ledger.runs = runs
    people, selector_stats = MemoryPeople(book), MemorySelectorStats()
    return MemoryStorage(
        ledger=ledger,
        people=people,
        contacts=MemoryEdits(book),
        runs=runs,
        selector_stats=selector_stats,
        accounts=MemoryAccounts(),
        schedules=MemorySchedules(),
    )


def _plain(text: str) -> str:
    letters = unicodedata.normalize("NFKD", text.casefold())
    return "".join(letter for letter in letters if not unicodedata.combining(letter))


def _refusal(state: State) -> Reason:
    if state is State.RESERVED:
        return Reason.BUSY
    return Reason.ALREADY_GREETED if state in {State.SENT, State.ALREADY} else Reason.UNSURE_BEFORE


def _same(one: Act, other: Act) -> bool:
    return (one.account, one.key) == (other.account, other.key)
