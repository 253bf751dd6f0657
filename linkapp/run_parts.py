"""The run engine over a data folder, and the kinds of run on it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

from linkapp.config import Config
from linkapp.domain.pacing import NO_PACE, Pace, pace_of
from linkapp.domain.settings import Settings
from linkapp.folder_parts import FolderParts
from linkapp.services.account import OneAccount
from linkapp.services.greet import Greet
from linkapp.services.greeting_texts import Texts
from linkapp.services.news import News
from linkapp.services.ports.accounts import Accounts
from linkapp.services.ports.book import People
from linkapp.services.ports.journal import QUIET, Journal
from linkapp.services.ports.ledger import Ledger
from linkapp.services.ports.runs import Runs
from linkapp.services.ports.site import Network
from linkapp.services.rehearse import DrySite, dry_ledger, dry_pace, dry_people, dry_runs
from linkapp.services.run import RunEngine
from linkapp.services.site_guard import GuardedNetwork, SiteGuard
from linkapp.services.site_lease import SiteLease
from linkapp.services.visit import Visits
from linkapp.system.clock import Chance
from linkapp.system.run_lock import FileRunLock


@dataclass(frozen=True, kw_only=True)
class RunParts:
    """The kinds of run, on one engine; ``dry`` is the same on an engine that changes nothing."""

    greetings: Greet
    dry: Greet
    visits: Visits


@dataclass(frozen=True, kw_only=True)
class Outside:
    """What the engines work on."""

    network: Network
    guard: SiteGuard
    ledger: Ledger
    people: People
    runs: Runs
    accounts: Accounts
    news: News
    journal: Journal
    lease: SiteLease


def run_parts(config: Config, given: FolderParts, outside: Outside) -> RunParts:
    """The engine of a data folder, and everything that runs on it."""

    def pace(settings: Settings) -> Pace:
        return NO_PACE if config.without_pace and config.loopback else pace_of(settings)

    network = GuardedNetwork(outside.network, outside.guard)
    site = OneAccount(network, outside.accounts)
    engine = _engine(given, outside, site, pace)
    greet = _greetings(config, given, outside, engine, site)
    visits = Visits(
        engine=engine,
        site=site,
        ledger=outside.ledger,
        people=outside.people,
        clock=given.clock,
        limit=config.limit,
    )
    dry_site = DrySite(network, outside.accounts)
    dry = replace(
        outside,
        ledger=dry_ledger(outside.ledger),
        people=dry_people(outside.people),
        runs=dry_runs(outside.runs),
        journal=QUIET,
    )
    dry = replace(dry, guard=outside.guard.over(dry.runs))
    dry_engine = _engine(given, dry, dry_site, lambda settings: dry_pace(pace(settings)), dry=True)
    return RunParts(greetings=greet, dry=_greetings(config, given, dry, dry_engine, dry_site), visits=visits)


def _engine(
    given: FolderParts, outside: Outside, site: OneAccount, pace: Callable[[Settings], Pace], *, dry: bool = False
) -> RunEngine:
    return RunEngine(
        site=site,
        ledger=outside.ledger,
        runs=outside.runs,
        lock=FileRunLock(given.folder / "run.lock"),
        clock=given.clock,
        dice=Chance(),
        news=outside.news,
        settings=given.settings_file.load,
        pace=pace,
        guard=outside.guard,
        journal=outside.journal,
        lease=outside.lease,
        dry=dry,
    )


def _greetings(config: Config, given: FolderParts, outside: Outside, engine: RunEngine, site: OneAccount) -> Greet:
    texts = given.templates
    return Greet(
        engine=engine,
        site=site,
        ledger=outside.ledger,
        people=outside.people,
        clock=given.clock,
        news=outside.news,
        settings=given.settings_file.load,
        guard=outside.guard,
        texts=Texts(on_time=texts.on_time, late=texts.late, spoilt=texts.spoilt),
        lease=outside.lease,
        late_days=config.late_days,
        limit=config.limit,
        language=config.language,
    )
