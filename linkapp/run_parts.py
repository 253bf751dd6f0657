"""The run engine over a data folder, and the kinds of run on it."""

from __future__ import annotations

from dataclasses import dataclass

from linkapp.config import Config
from linkapp.domain.pacing import NO_PACE, pace_of
from linkapp.folder_parts import FolderParts
from linkapp.services.account import OneAccount
from linkapp.services.greet import Greet
from linkapp.services.greeting_texts import Texts
from linkapp.services.news import News
from linkapp.services.ports.accounts import Accounts
from linkapp.services.ports.book import People
from linkapp.services.ports.journal import Journal
from linkapp.services.ports.ledger import Ledger
from linkapp.services.ports.runs import Runs
from linkapp.services.ports.site import Network
from linkapp.services.run import RunEngine
from linkapp.services.site_guard import GuardedNetwork, SiteGuard
from linkapp.services.visit import Visits
from linkapp.system.clock import Chance
from linkapp.system.run_lock import FileRunLock


@dataclass(frozen=True, kw_only=True)
class RunParts:
    """The kinds of run, on one engine."""

    greetings: Greet
    visits: Visits


def run_parts(
    config: Config,
    given: FolderParts,
    *,
    network: Network,
    guard: SiteGuard,
    ledger: Ledger,
    people: People,
    runs: Runs,
    accounts: Accounts,
    news: News,
    journal: Journal,
) -> RunParts:
    """The engine of a data folder, and everything that runs on it."""
    site = OneAccount(GuardedNetwork(network, guard), accounts)
    engine = RunEngine(
        site=site,
        ledger=ledger,
        runs=runs,
        lock=FileRunLock(given.folder / "run.lock"),
        clock=given.clock,
        dice=Chance(),
        news=news,
        settings=given.settings_file.load,
        pace=lambda settings: NO_PACE if config.without_pace and config.loopback else pace_of(settings),
        guard=guard,
        journal=journal,
    )
    texts = given.templates
    greet = Greet(
        engine=engine,
        site=site,
        ledger=ledger,
        people=people,
        clock=given.clock,
        news=news,
        settings=given.settings_file.load,
        guard=guard,
        texts=Texts(on_time=texts.on_time, late=texts.late, spoilt=texts.spoilt),
        late_days=config.late_days,
        limit=config.limit,
        language=config.language,
    )
    visits = Visits(engine=engine, site=site, ledger=ledger, people=people, clock=given.clock, limit=config.limit)
    return RunParts(greetings=greet, visits=visits)
