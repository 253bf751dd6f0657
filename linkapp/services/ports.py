"""Every outside thing LinkApp talks to, as one protocol each. Wired by hand in ``app.py``."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping, Sequence
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from typing import Protocol
from zoneinfo import ZoneInfo

from linkapp.domain.account import AccountBook
from linkapp.domain.breaker import Breaker
from linkapp.domain.campaign import Item, Report, RunOutcome
from linkapp.domain.conversation import Undated
from linkapp.domain.greeting import Greeting, NotSent, Outcome, Ready, Sent, Slot, State, Unsure
from linkapp.domain.moment import Card, Conversation, Occasion, Reading
from linkapp.domain.opt_out import OptOut, OptOutAnswer
from linkapp.domain.person import Person
from linkapp.domain.problems import Problem, Reason
from linkapp.domain.quota import Caps, Kind, Usage
from linkapp.domain.selector_stats import Mark, Tallies
from linkapp.domain.session import SignedIn


class StoreError(Exception):
    """The store could not do what was asked: nothing was granted or changed. ``problem`` says why.

    Reasons: ``DISK_FULL``, ``BUSY`` (another program holds the database), ``DATA_UNUSABLE`` (damaged, read-only,
    newer than this LinkApp, or a bug that the database refused).
    """

    def __init__(self, problem: Problem) -> None:
        super().__init__(f"{problem.reason}: {problem.detail}")
        self.problem = problem


class SlotLostError(StoreError):
    """The greeting does not stand where the caller thinks: somebody else moved it, or two people turned out to be one.

    Reasons: ``ALREADY_GREETED`` or ``UNSURE_BEFORE`` where the person must not be written to again, else ``BUSY``.
    Nothing may be clicked.
    """


class Clock(Protocol):
    """The computer's clock: for display, pacing and hours. Caps never use it (see ``Network.site_time``)."""

    def now(self) -> datetime:
        """The time now, aware, UTC."""

    def zone(self) -> ZoneInfo:
        """The person's own time zone."""

    async def sleep_until(self, deadline: datetime) -> None:
        """Wait until ``deadline``: never early, surviving sleep of the computer and moves of the clock."""


class Dice(Protocol):
    """Chance, as an argument."""

    def between(self, low: float, high: float) -> float:
        """A number from ``low`` to ``high``."""


class Network(Protocol):
    """The site, through the person's own signed-in browser session."""

    async def read_moments(self, occasion: Occasion) -> Reading[Card]:
        """Walk the catch-up page to its own end and return every card."""

    async def prepare(self, person: Person, text: str) -> Ready | NotSent:
        """Open the one composer that names exactly ``person``, clear the site's draft, type ``text``, read it back."""

    async def press(self, ready: Ready, text: str, before_click: Callable[[], Awaitable[None]]) -> Outcome:
        """Check everything again, let ``before_click`` commit ``sending``, press Send once, look for proof.

        ``NotSent`` only if ``before_click`` was not called. What ``before_click`` raises comes out, and nothing is
        clicked then.
        """

    async def abandon(self) -> None:
        """Leave the composer without sending: our text is taken out again, the composer closed."""

    async def conversation(self, person: Person) -> Reading[Conversation]:
        """Read the conversation with exactly this person on a fresh page (one Conversation in ``Ok.items``)."""

    def site_time(self) -> datetime | None:
        """The site's own time now (its last ``Date``, carried by a clock that counts sleep), or None. UTC."""

    def account(self) -> frozenset[str]:
        """The keys of the signed-in account that the site has told since it was last asked for a list; empty where it
        tells none."""

    async def close(self) -> None:
        """Close the browser that LinkApp started, and nothing else."""


@dataclass(frozen=True, kw_only=True)
class Limits:
    """What a reservation is checked against. ``run`` is the id of the run whose slots are counted for the run cap."""

    kind: Kind
    caps: Caps
    zone: ZoneInfo
    run: int


@dataclass(frozen=True, kw_only=True)
class Denied:
    """No slot: the reason, and when the next one opens (UTC) where that is known."""

    reason: Reason
    until: datetime | None = None
    detail: str = ""


@dataclass(frozen=True, kw_only=True)
class Open:
    """A greeting whose outcome is open (``sending`` at a start means a crash; ``unsure``, ``ask``). ``request_left`` as
    in ``Unsure``; ``run`` is the one that made the attempt."""

    slot_id: int
    greeting: Greeting
    state: State
    attempted: datetime
    reads: int
    request_left: bool = False
    run: int = 0


@dataclass(frozen=True, kw_only=True)
class UndatedWish:
    """A wish met in a conversation, of which only the person can say whether it is of this occasion. ``run`` is the
    one that met it last."""

    account: str
    person: Person
    occasion: Occasion
    year: int
    seen: Undated
    at: datetime
    run: int


@dataclass(frozen=True, kw_only=True)
class PastMessage:
    """A greeting that LinkApp sent (or may have sent) to a person."""

    occasion: Occasion
    year: int
    state: State
    text: str
    template: str
    at: datetime


class Ledger(Protocol):
    """Every attempt: ledger, quota and idempotency guard at once (safety.md 3.2). One transaction a call."""

    async def reserve(self, greeting: Greeting, limits: Limits, now: datetime) -> Slot | Denied:
        """Take a slot for a greeting in one transaction, or say why not. ``now`` is the site's time."""

    async def sending(self, slot: Slot, text_hash: str, now: datetime) -> None:
        """Commit, durably, that the click comes next; restamps the slot to ``now``. Raises if it cannot."""

    async def settle(self, slot: Slot, outcome: Outcome | State, now: datetime, detail: str = "") -> None:
        """Commit what became of it. After ``sending`` only ``Sent`` and ``Unsure`` are possible."""

    async def recover(self, now: datetime) -> tuple[Open, ...]:
        """At a start, holding the run lock: free what was only reserved, turn ``sending`` into ``unsure``; return
        every greeting that is open."""

    async def opens(self) -> tuple[Open, ...]:
        """Every greeting that is ``unsure`` or waits for the person's answer (``ask``); changes nothing."""

    async def resolve(self, slot_id: int, to: State, now: datetime, proof: str = "") -> None:
        """Settle an unsure greeting after reading the conversation, or (``proof`` is ``person``) by the person's own
        answer, which changes the items of the runs that asked in the same step. ``SlotLostError`` where it is not open
        any more."""

    async def unreadable(self, slot_id: int) -> int:
        """Count one failed reading of the conversation; returns how many there were."""

    async def undated(self, slot: Slot, seen: Undated, now: datetime) -> None:
        """Give a reserved slot back (``RELEASED``), and keep the question about the wish that was met."""

    async def wishes(self) -> tuple[UndatedWish, ...]:
        """Every wish that waits for the person's answer, the newest of each person, occasion and year; those met in
        the last 30 days."""

    async def answer_wish(self, wish: UndatedWish, now: datetime, *, of_this_occasion: bool) -> bool:
        """The person's answer, which changes the items of the runs that asked in the same step: it is of this occasion
        (settled as ``GREETED``), or it is not (``earlier_wishes`` knows its mark from now on). False, and nothing is
        changed, where just this question is not open any more."""

    async def earlier_wishes(self, account: str, person: Person, occasion: Occasion, year: int) -> frozenset[str]:
        """The marks of wishes of which the person said that they are not of this occasion."""

    async def usage(self, kind: Kind, caps: Caps, zone: ZoneInfo, now: datetime) -> Usage:
        """What ``reserve`` would count now, and when the next slot opens."""

    async def past(self, account: str, person: Person) -> tuple[PastMessage, ...]:
        """Everything the ledger knows of greetings to this person, newest first, whichever key knew them."""

    async def is_greeted(
        self, account: str, person: Person, occasion: Occasion, year: int, now: datetime | None = None
    ) -> State | None:
        """The closed state of this person's greeting for this occasion year, or None.

        With ``now`` also that of another year's birthday greeting less than 180 days from ``now`` (``reserve`` always
        looks at both).
        """

    async def first_use(self) -> datetime | None:
        """When the first slot was ever taken (for the warm-up), or None."""

    async def last_time(self) -> datetime | None:
        """The latest quota time ever stored: the quota clock never goes below it."""

    async def shared_slots(self, since: datetime, greeted_since: datetime) -> tuple[SharedSlot, ...]:
        """What other computers of the person have to know: every slot since then, every one still open, and every one
        of a greeting that was closed since ``greeted_since``."""

    async def shared_slot(self, slot: Slot) -> SharedSlot:
        """One slot as other computers have to know it, with every key of the person that is known by now."""


@dataclass(frozen=True, kw_only=True)
class SharedSlot:
    """One slot as other computers have to know it: its name, its time, and the greeting it was taken for.

    ``state``: how the slot stands. ``keys``: every key of the person.
    """

    attempt: str
    kind: Kind
    state: State
    at: datetime
    account: str
    keys: tuple[str, ...]
    occasion: Occasion
    year: int


@dataclass(frozen=True, kw_only=True)
class Windows:
    """What a shared claim is checked against: the caps at ``at`` (quota time); ``date``: since when an act counts to
    the person's present date (the margin included)."""

    kind: Kind
    caps: Caps
    at: datetime
    date: datetime


@dataclass(frozen=True, kw_only=True)
class Taken:
    """A slot that counts in the shared quota. ``pending``: it may still be used, so it counts at any time."""

    at: datetime
    pending: bool


@dataclass(frozen=True, kw_only=True)
class Refused:
    """The shared quota grants nothing: ``cap`` names the cap that is used up, ``held`` how another computer's greeting
    to the same person stands; else it cannot be relied on now, and ``detail`` says why in one sentence. ``unseeded``:
    it has to be told first how this computer's slots stand. ``gone``: it does not know the slot (any more)."""

    detail: str = ""
    cap: Reason | None = None
    held: State | None = None
    unseeded: bool = False
    gone: bool = False


class SharedQuota(Protocol):
    """A quota that several computers of one person share. Nothing raises: what cannot be asked is ``Refused``."""

    async def claim(self, slot: SharedSlot, windows: Windows) -> Refused | None:
        """Take the greeting and a slot in one step; asked again under the same name it answers the same."""

    async def announce(self, slot: SharedSlot, at: datetime) -> Refused | None:
        """The click comes next: once more, does another computer greet the person, by any key known by now?"""

    async def stamp(self, attempt: str, state: State, at: datetime) -> Refused | None:
        """Tell what became of a claimed slot, and when it may have been used at the latest."""

    async def taken(self, kind: Kind, since: datetime) -> Sequence[Taken] | Refused:
        """Every slot that counts since then, on whichever computer."""

    async def put_right(self, slots: Sequence[SharedSlot]) -> Refused | None:
        """Write down how all slots of this computer stand; what is not among them and still open there goes."""

    async def state(self) -> Refused | None:
        """Whether it can be relied on now."""

    async def close(self) -> None:
        """Close the connection."""


@dataclass(frozen=True, kw_only=True)
class Contact:
    """A row of the contacts book.

    ``first_name``: as the person said it is, empty where it is looked for in the name. ``opt_out``: the words by which
    they asked not to be written to, where the person has not yet said what that means.
    """

    id: int
    person: Person
    company: str = ""
    location: str = ""
    birthday: tuple[int, int] | None = None
    last_contact: datetime | None = None
    score: int | None = None
    tags: tuple[str, ...] = ()
    notes: str = ""
    do_not_contact: str = ""
    known_since: datetime | None = None
    first_name: str = ""
    opt_out: str = ""


@dataclass(frozen=True, kw_only=True)
class Interaction:
    """One thing that happened with a person: greeting, message in or out, visit, invitation, withdrawal, note."""

    kind: str
    at: datetime
    text: str = ""
    detail: str = ""


class People(Protocol):
    """The contacts book."""

    async def seen(self, person: Person, at: datetime, birthday: tuple[int, int] | None = None) -> int:
        """Save or update a person met on a page; returns the contact's id. Keys of one person are joined."""

    async def do_not_contact(self, person: Person) -> str | None:
        """The reason why this person must not be written to, or None."""

    async def set_do_not_contact(self, contact_id: int, reason: str | None) -> None:
        """Switch do-not-contact on (with a reason, may be empty) or off (None)."""

    async def first_name(self, person: Person) -> str | None:
        """The first name that the person once said is this one's, or None."""

    async def set_first_name(self, person: Person, at: datetime, first_name: str | None) -> None:
        """Keep a first name for this person (None: it is looked for in the name again).

        Raises ``ValueError`` for a person without any key.
        """

    async def opt_out(self, person: Person) -> OptOut | None:
        """The newest request of this person not to be written to, whichever key knows it; it outlives the contact."""

    async def opted_out(self, person: Person, at: datetime, phrase: str) -> None:
        """Keep a request not to be written to; the same words again keep the answer that was given to them."""

    async def answer_opt_out(self, person: Person, answer: OptOutAnswer) -> None:
        """What the person says of the request; ``MEANT`` switches do-not-contact on as well."""

    async def find(self, words: str = "", *, limit: int = 200, offset: int = 0) -> Sequence[Contact]:
        """Contacts by words in name, headline, company, location, notes or tags; by name; all for no words."""

    async def count(self, words: str = "") -> int:
        """How many contacts ``find`` would give without a limit."""

    async def contact(self, contact_id: int) -> Contact | None:
        """One contact."""

    async def timeline(self, contact_id: int) -> Sequence[Interaction]:
        """Everything that happened with a person, newest first."""

    async def set_notes(self, contact_id: int, notes: str) -> None:
        """Replace the person's notes."""

    async def set_tags(self, contact_id: int, tags: Sequence[str]) -> None:
        """Replace the person's tags."""

    async def happened(self, contact_id: int, interaction: Interaction) -> None:
        """Add to a person's timeline; the very same interaction is kept once."""

    async def birthdays_between(self, first: date, last: date) -> Sequence[Contact]:
        """Contacts whose birthday falls on a date from ``first`` to ``last`` (both included), soonest first."""


class Runs(Protocol):
    """What LinkApp did, run by run and person by person."""

    async def begin(self, kind: str, at: datetime, *, dry: bool) -> int:
        """A new run; returns its id."""

    async def add(self, run: int, item: Item) -> None:
        """One person's outcome, committed at once."""

    async def change(self, run: int, item: Item) -> None:
        """Better knowledge of a person's outcome in this run: replaces the failed or unsure item of that person."""

    async def finish(
        self, run: int, outcome: RunOutcome, at: datetime, stopped_by: Problem | None, partial: str = ""
    ) -> None:
        """The run is over. ``partial``: why its list was not read to the end."""

    async def report(self, run: int) -> Report | None:
        """A run with all its items."""

    async def latest(self, limit: int = 50) -> Sequence[Report]:
        """The newest runs first, with their items."""

    async def timeline(
        self, *, limit: int = 200, offset: int = 0, states: Sequence[str] = (), words: str = ""
    ) -> Sequence[tuple[int, str, Item]]:
        """Outcomes over all runs, newest first, as (run id, run kind, item); filtered by state and words."""

    async def interrupted(self, at: datetime) -> int:
        """At a start, holding the run lock: mark every unfinished run as interrupted; returns how many."""

    async def breaker(self) -> Breaker:
        """The breaker as stored."""

    async def change_breaker(self, change: Callable[[Breaker], Breaker]) -> Breaker:
        """Store what ``change`` makes of the breaker as it is, in one transaction; returns it."""


class Accounts(Protocol):
    """Whose folder this is."""

    async def book(self) -> AccountBook:
        """The accounts as stored."""

    async def change(self, change: Callable[[AccountBook], AccountBook]) -> AccountBook:
        """Store what ``change`` makes of the accounts as they are, in one transaction; returns it."""


class RunLock(Protocol):
    """The operating system's lock: whoever holds it may send; it ends with the process, whatever happens to it."""

    def take(self) -> bool:
        """Try to take the lock; False if another process holds it. ``StoreError`` where it cannot be used."""

    def holds(self) -> bool:
        """Whether it is held, and still is the lock of the data folder that is in use."""

    def give(self) -> None:
        """Give it back."""


class KeyringState(StrEnum):
    """What can be said of the place where the key lies."""

    READY = "ready"
    LOCKED = "locked"
    MISSING = "missing"
    SLOW = "slow"


@dataclass(frozen=True, kw_only=True)
class Keyring:
    """The keyring as it was found: ``name`` for people, and the problem where it is not ready."""

    state: KeyringState
    name: str = ""
    problem: Problem | None = None


@dataclass(frozen=True, kw_only=True)
class Key:
    """32 secret bytes, which no ``repr`` shows."""

    value: bytes = field(repr=False)


class Secrets(Protocol):
    """The key of a data folder: in the system's keyring, or wrapped by the person's passphrase. Never in the open.

    Problems: ``KEYRING_LOCKED``, ``KEYRING_MISSING``, ``KEYRING_SLOW``. Every call comes back, whatever the keyring
    does.
    """

    async def look(self) -> Keyring:
        """How the keyring is; makes no key."""

    async def key(self) -> Key | Problem | None:
        """The key; None where the keyring answers and holds none."""

    async def new_key(self) -> Key | Problem:
        """The key, made and kept if there was none."""

    async def forget(self) -> Problem | None:
        """Delete the key; without it nothing that it encrypted can be read again."""


@dataclass(frozen=True, kw_only=True)
class StoredSession:
    """A session as it was kept: the storage state document, which no ``repr`` shows, and until when it lasts."""

    state: str = field(repr=False)
    signed_in: SignedIn


class Session(Protocol):
    """Where the signed-in session lies between runs."""

    def is_stored(self) -> bool:
        """Whether one lies on the disk; asks no keyring."""

    async def load(self) -> StoredSession | Problem | None:
        """The session; None if none is kept. ``SIGNED_OUT`` where it cannot be opened: the file stays as it is."""

    async def save(self, state: str) -> SignedIn | Problem:
        """Keep the session of a sign-in, instead of any other."""

    async def refresh(self, state: str) -> Problem | None:
        """Keep what the site renewed, unless what ``load`` gave was replaced or removed since."""

    async def remove(self) -> Problem | None:
        """Delete the session and its key. The session is gone even where the keyring does not let go of the key."""


class Journal(Protocol):
    """The technical log: what happened, in codes and counts; never a name, a text, an address or a secret.

    Nothing it does raises or waits: a log that cannot be written costs nobody anything.
    """

    def note(self, event: str, **fields: str | int | float | bool | None) -> None:
        """One event. A person's key goes into ``person`` and is hashed; fields that are not known are left out."""

    def during(self, run: int) -> AbstractContextManager[None]:
        """Within it, everything this task notes bears the id of the run."""

    def fault(self, error: BaseException) -> None:
        """A bug: its kind, its places in the code, and its text without what may be secret; never local values."""


class _Quiet:
    def note(self, event: str, **fields: str | int | float | bool | None) -> None:
        pass

    def during(self, run: int) -> AbstractContextManager[None]:  # noqa: ARG002 - the port's own name
        return nullcontext()

    def fault(self, error: BaseException) -> None:
        pass


QUIET: Journal = _Quiet()
"""A journal that keeps nothing."""


@dataclass(frozen=True, kw_only=True)
class Shown:
    """What a page shows of itself: its screen's name, its language, whether its main navigation is that of somebody
    signed in, and its outline (a JSON document without names and texts)."""

    screen: str
    language: str
    signed_in: bool
    outline: str


class PageLooks(Protocol):
    """Reads one page each as a run would, and tells what it showed (None where there was no page to see)."""

    async def moments(self, occasion: Occasion) -> tuple[Reading[Card], Shown | None]:
        """The catch-up page of an occasion."""

    async def profile(self, person: Person) -> tuple[str | Problem, Shown | None]:
        """The profile page of a person known by address: the member id that it tells. One visit."""

    async def conversation(self, person: Person) -> tuple[Reading[Conversation], Shown | None]:
        """The conversation page with a person known by member id; nothing is typed."""

    def site_time(self) -> datetime | None:
        """As in ``Network``."""


class SelectorStats(Protocol):
    """How well the ways to recognise things on pages do. Nothing that is sent or counted depends on it."""

    async def count(self, marks: Sequence[Mark], now: datetime) -> None:
        """Count the marks of one reading; learned forms that are not worth keeping any more go."""

    async def tallies(self) -> Tallies:
        """Everything that was counted, by key and form."""


class EvidenceStore(Protocol):
    """Where evidence of problems lies: readable by its owner only, the newest of it, for a while."""

    def keep(self, reason: str, picture: bytes, outline: str) -> str:
        """Keep a picture and an outline (either may be empty) and tidy; the name they share. Raises ``OSError``."""

    def keep_outlines(self, outlines: Mapping[str, str]) -> Mapping[str, str]:
        """Keep the outlines of one page check, by name of surface; the path of each. Raises ``OSError``."""


class SignInWindow(Protocol):
    """A browser window of LinkApp's own in which the person signs in. What is typed there is not looked at."""

    async def open(self, stored: StoredSession | None) -> Problem | None:
        """Open the window at the site: at the sign-in page, or with a stored session where that leads."""

    async def standing(self) -> SignedIn | Problem:
        """What the window shows now. ``STOPPED_BY_PERSON``: it was closed."""

    async def state(self) -> str | Problem:
        """The window's session, as a storage state document."""

    async def close(self) -> None:
        """Close the window and its browser. Never raises."""


__all__ = [
    "QUIET",
    "Accounts",
    "Clock",
    "Contact",
    "Denied",
    "Dice",
    "EvidenceStore",
    "Interaction",
    "Journal",
    "Key",
    "Keyring",
    "KeyringState",
    "Ledger",
    "Limits",
    "Network",
    "Open",
    "Outcome",
    "PageLooks",
    "PastMessage",
    "People",
    "RunLock",
    "Runs",
    "Secrets",
    "SelectorStats",
    "Sent",
    "Session",
    "SharedQuota",
    "SharedSlot",
    "Shown",
    "SignInWindow",
    "SignedIn",
    "SlotLostError",
    "StoreError",
    "StoredSession",
    "UndatedWish",
    "Unsure",
]
