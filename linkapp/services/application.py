"""Everything the window and the command line may ask for, in one value made by ``app.py``."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from pathlib import Path
from typing import Protocol

from linkapp.domain.account import AccountBook
from linkapp.domain.campaign import Draft, Preview, Progress, Report
from linkapp.domain.contact_filters import ContactFilter
from linkapp.domain.moment import Occasion, Skip
from linkapp.domain.person import Person
from linkapp.domain.problems import Problem
from linkapp.domain.quota import Usage
from linkapp.domain.schedule import Occurrence, Schedule
from linkapp.domain.selector_stats import SelectorStat
from linkapp.domain.session import SignedIn
from linkapp.domain.settings import Settings
from linkapp.domain.visit import Listed, Unlisted
from linkapp.services.answers import Question
from linkapp.services.backup import Copies
from linkapp.services.browse import Browse
from linkapp.services.contacts import Contacts
from linkapp.services.exports import Exports
from linkapp.services.health import Finding
from linkapp.services.imports import Importing
from linkapp.services.legacy import Legacy
from linkapp.services.log_book import LogBook
from linkapp.services.news import News
from linkapp.services.page_check import Surface
from linkapp.services.planner import PlanState, ScheduledEnd
from linkapp.services.ports.book import Contact, People
from linkapp.services.ports.clock import Clock
from linkapp.services.ports.journal import QUIET, Journal
from linkapp.services.ports.phone import Phone
from linkapp.services.ports.runs import Runs
from linkapp.services.ports.secrets import Keyring
from linkapp.services.runs import Control
from linkapp.services.site_guard import BreakerState


class Greetings(Protocol):
    """The greeting campaign (``services/greet.py``)."""

    async def preview(self, occasion: Occasion) -> Preview:
        """Read the page and decide for everybody; sends nothing, counts nothing."""

    async def send(
        self,
        occasion: Occasion,
        chosen: Sequence[Draft] | None,
        *,
        watch: Callable[[Progress], None],
        control: Control,
    ) -> Report:
        """Greet the chosen people with exactly their texts (None: everybody whose draft is ticked)."""

    async def another_text(self, draft: Draft, *, not_these: Sequence[str] = ()) -> str:
        """Another text for this person from the templates, different from the draft's own where there is one."""

    async def named(self, person: Person, first_name: str | None) -> Draft | Skip | None:
        """Keep a first name that was typed (None: forget it), and say what becomes of this person with it."""

    async def decided(self, person: Person) -> Draft | Skip | None:
        """What becomes of somebody of the last list as things stand now; None for nobody of it. Reads no page."""

    async def usage(self) -> Usage | None:
        """What is used of the caps; None while the site's time is not known."""


class Visiting(Protocol):
    """Runs of profile visits (``services/visit.py``)."""

    async def visit(
        self,
        listed: Sequence[Listed],
        unlisted: Sequence[Unlisted],
        *,
        watch: Callable[[Progress], None],
        control: Control,
    ) -> Report:
        """Visit every profile of a list once; ``unlisted`` lines of it are told in the report."""


class Planning(Protocol):
    """Scheduled runs (``services/planner.py``)."""

    async def state(self) -> PlanState:
        """How scheduled runs stand now."""

    async def add(self, kind: str, at: time, *, days: frozenset[int], spread: timedelta, sends: bool) -> Schedule:
        """A new schedule. Raises ``ValueError`` for what is none."""

    async def remove(self, schedule: int) -> bool:
        """Take a schedule away; False where there is none."""

    async def pause(self, until: datetime | None) -> None:
        """Nothing runs by itself until then, or (None) until the person says so."""

    async def resume(self) -> None:
        """End the pause, and the waits of schedules whose runs failed."""

    async def latest(self, limit: int = 50) -> Sequence[Occurrence]:
        """What became of every date, newest first."""

    def listen(self, listener: Callable[[ScheduledEnd], None]) -> Callable[[], None]:
        """Be told of every scheduled run that ends; returns the function that ends this."""

    async def work(self) -> None:
        """Run what is due until this is cancelled."""

    def woke(self) -> None:
        """The computer woke, or something changed: plan at once."""

    def stop(self) -> None:
        """End a scheduled run before its next click."""


class Sharing(Protocol):
    """Sets up the quota that is shared with other computers. What is chosen holds from the next start on."""

    async def choose(self, address: str, password: str) -> str:
        """Keep the address (an empty one: nothing is shared any more) and, where one is given, its password.

        Returns "" where that went well, else why it did not: ``form``, ``encrypted``, ``prefix``, ``database`` (of the
        address), ``keyring`` or ``settings``; nothing was changed then.
        """


class SettingsStore(Protocol):
    """The settings of this data folder."""

    def load(self) -> Settings:
        """The settings as they are now."""

    def save(self, settings: Settings) -> None:
        """Replace them, atomically."""


class PeoplePages(Protocol):
    """The contacts table's own quick, synchronous, read-only look into the contacts book."""

    def ids(
        self,
        words: str,
        order: str,
        descending: bool,
        *,
        filters: Sequence[ContactFilter] = ...,
        now: datetime = ...,
        limit: int = ...,
    ) -> Sequence[int]:
        """Ids of the contacts that hold the words and the filters, ordered by ``name``, ``headline``, ``company``,
        ``position``, ``location``, ``birthday``, ``last_contact`` or ``score``; the first ``limit`` (-1: all). ``now``
        in the person's zone."""

    def steps(
        self, words: str, order: str, descending: bool, *, filters: Sequence[ContactFilter] = ..., now: datetime = ...
    ) -> Iterator[Sequence[int]]:
        """As ``ids``, some thousands at a time."""

    def tags(self) -> Sequence[str]:
        """Every tag there is, in order."""

    def rows(self, ids: Sequence[int]) -> Sequence[Contact]:
        """The contacts of these ids, in their order; one that is gone is left out."""


class Answers(Protocol):
    """What only the person can say of an uncertain greeting or a wish without a date (``services/answers.py``)."""

    async def questions(self) -> Sequence[Question]:
        """Everything that waits for an answer, the newest first."""

    async def answer(self, question: Question, *, yes: bool) -> bool:
        """The person looked: the greeting went out, or the wish is of this occasion; or not. False where just this is
        not open any more."""


class SigningIn(Protocol):
    """Signing in and out (``services/sign_in.py``). It takes the browser: nothing else may use the site meanwhile."""

    async def by_hand(self, watch: Callable[[Problem], None]) -> SignedIn | Problem:
        """Open LinkApp's visible browser and wait until somebody is signed in there; cancelled, it is closed.
        ``watch`` hears what the window shows."""

    async def by_import(self, text: str) -> SignedIn | Problem:
        """Keep the session in an export of cookies. Raises ``BadExport``; then nothing changed."""

    async def out(self) -> Problem | None:
        """Forget the session and its key."""

    async def standing(self) -> SignedIn | Problem:
        """What is kept, without asking the site."""

    async def keyring(self) -> Keyring | None:
        """How the place of the key is; None where none is needed and none is in use."""


class Passphrase(Protocol):
    """The vault for a computer without a keyring; once made, it is used instead of the keyring."""

    def exists(self) -> bool:
        """Whether the person has made one."""

    async def create(self, passphrase: str) -> Problem | None:
        """Make and open it. Raises ``ValueError`` for a passphrase that is too short."""

    async def unlock(self, passphrase: str) -> Problem | None:
        """Open it; ``KEYRING_LOCKED`` for a wrong passphrase."""


class Checks(Protocol):
    """Health (``services/health.py``). It reads the site: nothing else may use it meanwhile."""

    async def everything(self) -> Sequence[Finding]:
        """Everything LinkApp needs, one finding each."""


class Guard(Protocol):
    """Whether anything may be asked of the site (``services/site_guard.py``)."""

    async def standing(self) -> BreakerState:
        """The breaker, judged now."""

    async def looked(self) -> bool:
        """The person says that they have looked at what the site showed. False where nothing waited for that."""


class Whose(Protocol):
    """Which account this data folder belongs to (``services/account.py``)."""

    async def book(self) -> AccountBook:
        """The accounts of this folder, and which keys wait for the person's word."""

    async def this_one(self) -> bool:
        """The account that was refused last is the folder's own, and the same person."""

    async def new_account(self) -> bool:
        """The folder goes on as the account that was refused last, which is another one."""


@dataclass(frozen=True, kw_only=True)
class Application:
    """The use cases and books of one data folder. ``rehearsal``: the site is the practice site on this computer.

    What may be None is then not offered by the window: ``visits``, ``pages`` (the contacts table), ``dry`` (the same
    campaign up to the last click, whose reports are ``dry``), ``answers``, ``sign_in``, ``passphrase``, ``health``,
    ``page_check`` (looks at every kind of page that LinkApp reads), ``selector_stats`` (by what pages are recognised,
    and how well each way does). ``evidence_folder`` need not exist before something is kept.
    """

    greetings: Greetings
    people: People
    runs: Runs
    settings: SettingsStore
    clock: Clock
    news: News
    rehearsal: bool
    data_folder: str
    visits: Visiting | None = None
    planner: Planning | None = None
    log_book: LogBook | None = None
    copies: Copies | None = None
    contacts: Contacts | None = None
    browse: Browse | None = None
    exports: Exports | None = None
    legacy: Legacy | None = None
    importing: Importing | None = None
    report: Callable[[Path, str], Awaitable[None]] | None = None
    """Writes a report to hand on, without secrets, names or texts; with what a fault left behind."""
    pages: PeoplePages | None = None
    dry: Greetings | None = None
    answers: Answers | None = None
    sign_in: SigningIn | None = None
    passphrase: Passphrase | None = None
    health: Checks | None = None
    evidence_folder: str = ""
    page_check: Callable[[], Awaitable[Sequence[Surface]]] | None = None
    journal: Journal = QUIET
    sharing: Sharing | None = None
    phone: Phone | None = None
    open_questions: Callable[[], Awaitable[Sequence[str]]] | None = None
    selector_stats: Callable[[], Awaitable[Sequence[SelectorStat]]] | None = None
    guard: Guard | None = None
    whose: Whose | None = None
    browser_answers: Callable[[], Awaitable[bool]] | None = None
    """Whether the browser answers, or is none; a frozen one never does."""
