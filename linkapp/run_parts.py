"""The run engine over a data folder, and the kinds of run on it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import timedelta

from linkapp.config import Config
from linkapp.domain.hours import Hours
from linkapp.domain.moment import Occasion
from linkapp.domain.pacing import NO_PACE, Pace, pace_of
from linkapp.domain.schedule import SETTLING
from linkapp.domain.settings import Settings
from linkapp.engine.site_clock import seconds_since_boot
from linkapp.folder_parts import FolderParts
from linkapp.services.account import OneAccount
from linkapp.services.backup import back_up_today
from linkapp.services.greet import Greet
from linkapp.services.greeting_texts import Texts
from linkapp.services.log_book import LogBook
from linkapp.services.news import News
from linkapp.services.planner import Planner
from linkapp.services.ports.accounts import Accounts
from linkapp.services.ports.backups import Backups
from linkapp.services.ports.book import People
from linkapp.services.ports.figures import Figures
from linkapp.services.ports.journal import QUIET, Journal
from linkapp.services.ports.ledger import Ledger
from linkapp.services.ports.runs import Runs
from linkapp.services.ports.schedule import Schedules
from linkapp.services.ports.site import Network
from linkapp.services.rehearse import DrySite, dry_ledger, dry_pace, dry_people, dry_runs
from linkapp.services.run import RunEngine
from linkapp.services.scheduled import ScheduledGreetings
from linkapp.services.site_guard import GuardedNetwork, SiteGuard
from linkapp.services.site_lease import SiteLease
from linkapp.services.visit import Visits
from linkapp.system.clock import Chance
from linkapp.system.folders import folder_id
from linkapp.system.journal_tail import FileTail
from linkapp.system.run_lock import FileRunLock


@dataclass(frozen=True, kw_only=True)
class RunParts:
    """The kinds of run, on one engine; ``dry`` is the same on an engine that changes nothing."""

    greetings: Greet
    dry: Greet
    visits: Visits
    planner: Planner
    log_book: LogBook


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
    schedules: Schedules
    figures: Figures
    backups: Backups


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
        settings=given.settings_file.load,
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
    return RunParts(
        greetings=greet,
        dry=_greetings(config, given, dry, dry_engine, dry_site),
        visits=visits,
        planner=_planner(config, given, outside, greet, site),
        log_book=LogBook(
            figures=outside.figures,
            runs=outside.runs,
            people=outside.people,
            clock=given.clock,
            usage=greet.usage,
            visit_usage=visits.usage,
            technical=FileTail(given.folder / "logs"),
        ),
    )


def _planner(config: Config, given: FolderParts, outside: Outside, greet: Greet, site: OneAccount) -> Planner:
    hurried = config.without_pace and config.loopback

    def hours(settings: Settings) -> Hours:
        return Hours() if hurried else Hours(opens=settings.hours_from, closes=settings.hours_to)

    return Planner(
        schedules=outside.schedules,
        kinds={"birthdays": ScheduledGreetings(greet, Occasion.BIRTHDAY)},
        arrive=site.arrive,
        runs=outside.runs,
        guard=outside.guard,
        lease=outside.lease,
        lock=FileRunLock(given.folder / "run.lock"),
        clock=given.clock,
        steady=seconds_since_boot,
        hours=hours,
        settings=given.settings_file.load,
        device=lambda: folder_id(given.folder),
        settling=timedelta(seconds=1) if hurried else SETTLING,
        news=outside.news,
        journal=outside.journal,
        each_day=lambda: back_up_today(outside.backups, given.clock, outside.journal),
        let_go=outside.network.close,
    )


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
