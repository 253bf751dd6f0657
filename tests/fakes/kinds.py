"""The kinds of run over ports, wired as ``run_parts.py`` wires them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from linkapp.domain.pacing import Pace
from linkapp.domain.settings import Settings
from linkapp.services.account import OneAccount
from linkapp.services.greet import Greet
from linkapp.services.greeting_texts import Texts
from linkapp.services.ports.journal import QUIET, Journal
from linkapp.services.rehearse import DrySite, dry_ledger, dry_pace, dry_people, dry_runs
from linkapp.services.run import RunEngine
from linkapp.services.site_guard import GuardedNetwork, SiteGuard
from linkapp.services.visit import Visits


def engine_over(
    *,
    network: Any,
    ledger: Any,
    runs: Any,
    accounts: Any,
    lock: Any,
    clock: Any,
    dice: Any,
    news: Any,
    settings: Callable[[], Settings],
    pace: Callable[[Settings], Pace],
    journal: Journal = QUIET,
    guard: SiteGuard | None = None,
) -> tuple[RunEngine, OneAccount, SiteGuard]:
    """The run engine, the site of the folder's own account, and the guard over it."""
    guard = guard or SiteGuard(runs=runs, ledger=ledger, clock=clock, site_time=network.site_time)
    site = OneAccount(GuardedNetwork(network, guard), accounts)
    engine = RunEngine(
        site=site, ledger=ledger, runs=runs, lock=lock, clock=clock, dice=dice, news=news, settings=settings, pace=pace,
        guard=guard, journal=journal,
    )  # fmt: skip
    return engine, site, guard


def greet_over(
    *,
    people: Any,
    texts: Texts,
    late_days: int | None = None,
    limit: int | None = None,
    language: str = "",
    **ports: Any,
) -> Greet:
    """The greetings over these ports; see ``engine_over``."""
    engine, site, guard = engine_over(**ports)
    return Greet(
        engine=engine, site=site, ledger=ports["ledger"], people=people, clock=ports["clock"], news=ports["news"],
        settings=ports["settings"], guard=guard, texts=texts, late_days=late_days, limit=limit, language=language,
    )  # fmt: skip


def dry_greet_over(*, people: Any, texts: Texts, guard: SiteGuard, **ports: Any) -> Greet:
    """Dry greetings over these ports, wired as ``run_parts.py`` does; see ``engine_over``."""
    network, pace = ports["network"], ports["pace"]
    site = DrySite(GuardedNetwork(network, guard), ports["accounts"])
    runs, ledger = dry_runs(ports["runs"]), dry_ledger(ports["ledger"])
    guard = guard.over(runs)
    engine = RunEngine(
        site=site, ledger=ledger, runs=runs, lock=ports["lock"], clock=ports["clock"], dice=ports["dice"], news=ports["news"],
        settings=ports["settings"], pace=lambda settings: dry_pace(pace(settings)), guard=guard, dry=True,
    )  # fmt: skip
    return Greet(
        engine=engine, site=site, ledger=ledger, people=dry_people(people), clock=ports["clock"], news=ports["news"],
        settings=ports["settings"], guard=guard, texts=texts,
    )  # fmt: skip


def visits_over(*, people: Any, limit: int | None = None, **ports: Any) -> Visits:
    """The visits over these ports; see ``engine_over``."""
    engine, site, _ = engine_over(**ports)
    return Visits(
        engine=engine, site=site, ledger=ports["ledger"], people=people, clock=ports["clock"],
        settings=ports["settings"], limit=limit,
    )  # fmt: skip
