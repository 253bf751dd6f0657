"""The composition root: builds everything by hand, and owns the order of start and shutdown. It knows no command.

Heavy libraries are imported inside the functions that need them, so that the window paints first and the command
line never loads Qt.
"""

from __future__ import annotations

import os
import sys
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import AsyncExitStack, asynccontextmanager, suppress
from functools import partial
from typing import TYPE_CHECKING

from linkapp import __version__
from linkapp.cli import main as command_line
from linkapp.cli.output import note
from linkapp.config import CannotStart, Config, unusable_database

if TYPE_CHECKING:
    from pathlib import Path

    from linkapp.cli.parser import Options
    from linkapp.domain.known_error import KnownError
    from linkapp.domain.problems import Problem
    from linkapp.domain.selector_stats import SelectorStat, Tallies
    from linkapp.folder_parts import FolderParts
    from linkapp.run_parts import Outside
    from linkapp.services.application import Application
    from linkapp.services.health import Finding
    from linkapp.services.news import News
    from linkapp.services.ports.backups import Restores
    from linkapp.services.ports.ledger import Ledger
    from linkapp.services.sign_in import SigningOut
    from linkapp.session_parts import SessionParts
    from linkapp.site_parts import SiteParts
    from linkapp.storage import Storage
    from linkapp.storage.backups import FolderBackups
    from linkapp.system.evidence_files import EvidenceFiles
    from linkapp.system.shared_quota import RedisQuota


CLOSE_WITHIN_S = 4.0
"""How long each thing that has to be closed may hold up the end at most; each has shorter limits of its own."""


@asynccontextmanager
async def build(config: Config) -> AsyncIterator[Application]:
    """Build everything for this configuration; everything is closed at the end, the browser first, the database last:
    also where the building fails half way or is cancelled, and each in its time, whatever the others do.

    Raises ``CannotStart`` with one sentence.
    """
    from linkapp.domain.known_error import KnownError
    from linkapp.engine.environment import forget_orders
    from linkapp.services.ports.ledger import StoreError

    forget_orders()
    async with AsyncExitStack() as closing:
        app = await _build(config, closing)
        try:
            yield app
        except Exception as error:
            if not isinstance(error, (StoreError, KnownError)):
                app.journal.fault(error)
            raise


def main(arguments: Sequence[str] | None = None) -> None:
    """The program: a command, or the window. Ends the process with the exit status of product.md."""
    program = command_line.Program(
        prepare=_prepare,
        build=build,
        show_window=show_window,
        demo=_demo,
        signing_out=_signing_out,
        restoring=_restoring,
        what_is_broken=_what_is_broken,
    )
    sys.exit(command_line.main(sys.argv[1:] if arguments is None else list(arguments), program))


def show_window(config: Config) -> None:
    """Open the window and return when the person quits. Raises ``CannotStart`` where there is no display."""
    from linkapp.window_start import start

    start(config, build)


def _prepare() -> None:
    """What holds for the whole process, and for the browsers that it starts."""
    from linkapp.system import core_dumps

    core_dumps.forbid()
    os.umask(0o077)  # whatever is made from here on, by the browser too, is the person's own


def _demo(options: Options) -> int:
    from linkapp.demo import demo
    from linkapp.display import has_screen

    return demo(options, build, show_window if has_screen() else None)


def _signing_out(config: Config) -> SigningOut:
    from linkapp.session_parts import signing_out

    return signing_out(config)


def _restoring(config: Config) -> Restores:
    from linkapp.folder_parts import restoring

    return restoring(config)


async def _what_is_broken(config: Config, problem: KnownError) -> Sequence[Finding]:
    from linkapp.start_check import what_is_broken

    return await what_is_broken(config, problem)


# ---- what is built, in the order of the start ----


async def _build(config: Config, closing: AsyncExitStack) -> Application:
    """Build everything by hand. What has to be closed goes onto ``closing`` as soon as it is open."""
    import asyncio

    from linkapp.cli.words import CliWords, language_of
    from linkapp.engine import browser_folder
    from linkapp.engine.selectors import arranged
    from linkapp.folder_parts import folder_parts
    from linkapp.services.ports.ledger import StoreError
    from linkapp.session_parts import session_parts
    from linkapp.site_parts import site_parts
    from linkapp.storage import open_storage
    from linkapp.system.evidence_files import EvidenceFiles

    given = await asyncio.to_thread(folder_parts, config)  # the texts of the templates are looked through
    speaks = CliWords(language_of(config.language, given.settings.language))
    if given.selectors.notice:
        note(f"linkapp: {given.selectors.notice}")
    for notice in given.own_files:
        note(f"linkapp: {speaks.bad(notice)}")
    try:
        storage = await open_storage(given.folder)
    except StoreError as error:
        raise unusable_database(error.problem, given.folder) from error
    _close_in_time(closing, storage.close)
    tallies: Tallies = {}
    with suppress(StoreError):  # then the ways to read a page stand in the order of the pack
        tallies = await storage.selector_stats.tallies()
    pack = arranged(given.selectors.pack, tallies, given.clock.now())

    parts = session_parts(config, given.folder, given.clock)
    await _open_vault(config, parts)
    shared = await _shared_quota(config, given, parts, closing)
    evidence = EvidenceFiles(given.folder, given.clock.now)
    evidence.tidy()
    await asyncio.to_thread(browser_folder.tidy, given.folder)
    ledger = _ledger(storage, shared)
    site = site_parts(config, given, storage, ledger, parts, evidence, pack)
    _close_in_time(closing, site.network.close)
    app = _application(config, given, storage, ledger, parts, evidence, site, shared, closing)
    if config.opened_for:
        parts.journal.note("opened", command=config.opened_for, version=__version__)
    return app


def _close_in_time(closing: AsyncExitStack, close: Callable[[], Awaitable[None]]) -> None:
    """At the end ``close`` is awaited, and holds the end of the program up for so long at most."""
    from linkapp.services.time_limit import time_limit

    async def closed() -> None:
        with suppress(TimeoutError):
            async with time_limit(CLOSE_WITHIN_S):
                await close()

    closing.push_async_callback(closed)


async def _open_vault(config: Config, parts: SessionParts) -> None:
    if config.passphrase is None:
        return
    try:
        open_it = parts.vault.create if config.makes_vault else parts.vault.unlock
        problem = await open_it(config.passphrase)
    except ValueError as error:
        raise CannotStart(str(error), "passphrase_short") from None
    if problem is not None:
        sentence = f"{problem.reason}: {problem.detail}."
        raise CannotStart(sentence, "passphrase_wrong", detail=problem.detail)


async def _shared_quota(
    config: Config, given: FolderParts, parts: SessionParts, closing: AsyncExitStack
) -> RedisQuota | None:
    from linkapp.system.shared_quota import RedisQuota

    address, keyring = given.quota_address, parts.keyring
    if address is None:
        return None

    async def password() -> str | Problem:
        return "" if config.loopback else await keyring.password(address.entry) or ""

    if address.password and not config.loopback:
        await keyring.keep_password(address.entry, address.password)  # it may be left out the next time
    shared = RedisQuota(address, given.folder, password=password)
    _close_in_time(closing, shared.close)
    return shared


def _ledger(storage: Storage, shared: RedisQuota | None) -> Ledger:
    from linkapp.services.shared_ledger import SharedLedger

    return storage.ledger if shared is None else SharedLedger(storage.ledger, shared)


def _application(
    config: Config,
    given: FolderParts,
    storage: Storage,
    ledger: Ledger,
    parts: SessionParts,
    evidence: EvidenceFiles,
    site: SiteParts,
    shared: RedisQuota | None,
    closing: AsyncExitStack,
) -> Application:
    from linkapp.cli.words import language_of
    from linkapp.contact_parts import contacts, exports, importing, legacy
    from linkapp.engine.selectors import stats
    from linkapp.folder_parts import restoring
    from linkapp.run_parts import run_parts
    from linkapp.services.account import WhoseFolder
    from linkapp.services.answers import Answering
    from linkapp.services.application import Application
    from linkapp.services.backup import Copies
    from linkapp.services.news import News
    from linkapp.site_parts import browsing, health, page_check
    from linkapp.storage.backups import FolderBackups
    from linkapp.storage.people_pages import SqlitePeoplePages
    from linkapp.system.phone import ApprisePhone
    from linkapp.system.sharing import SharingSetup

    clock, news = given.clock, News()

    async def selector_stats() -> Sequence[SelectorStat]:
        return stats(site.pack, await storage.selector_stats.tallies(), clock.now())

    pages = SqlitePeoplePages(storage.pages_path)
    closing.callback(pages.close)
    backups = FolderBackups(given.folder, now=clock.now, another=lambda: given.settings_file.load().backup_folder)
    outside = _outside(storage, ledger, parts, site, news, backups)
    kinds = run_parts(config, given, outside)
    book = contacts(storage, clock, news)
    return Application(
        greetings=kinds.greetings,
        visits=kinds.visits,
        report=partial(_report, given),
        copies=Copies(backups=backups, restores=restoring(config)),
        planner=kinds.planner,
        log_book=kinds.log_book,
        people=storage.people,
        contacts=book,
        browse=browsing(config, given, parts, site, book),
        exports=exports(storage, book, clock),
        legacy=legacy(storage, given, backups, news, language_of(config.language, given.settings.language)),
        importing=importing(storage, clock, news, backups, parts.journal),
        runs=storage.runs,
        settings=given.settings_file,
        clock=clock,
        news=news,
        rehearsal=config.loopback,
        data_folder=str(given.folder),
        pages=pages,
        answers=Answering(ledger=ledger, network=site.network, clock=clock, news=news),
        dry=kinds.dry,
        sign_in=site.sign_in,
        passphrase=parts.vault,
        health=health(given, ledger, site, shared, backups, kinds.planner),
        evidence_folder=str(evidence.folder),
        page_check=page_check(config, given, evidence, site).run,
        journal=parts.journal,
        sharing=SharingSetup(given.settings_file, parts.keyring),
        phone=ApprisePhone(parts.keyring, partial(_phone_entry, config, given)),
        open_questions=partial(_open_questions, ledger),
        selector_stats=selector_stats,
        guard=site.guard,
        whose=WhoseFolder(storage.accounts),
        browser_answers=site.network.answers,
    )


def _outside(
    storage: Storage, ledger: Ledger, parts: SessionParts, site: SiteParts, news: News, backups: FolderBackups
) -> Outside:
    from linkapp.run_parts import Outside

    return Outside(
        network=site.network,
        guard=site.guard,
        ledger=ledger,
        people=storage.people,
        runs=storage.runs,
        accounts=storage.accounts,
        news=news,
        journal=parts.journal,
        lease=site.lease,
        schedules=storage.schedules,
        figures=storage.figures,
        backups=backups,
    )


async def _open_questions(ledger: Ledger) -> Sequence[str]:
    return [pending.act.whom.name for pending in await ledger.unresolved()]


def _phone_entry(config: Config, given: FolderParts) -> str:
    """Where this folder's addresses lie in the keyring. Raises ``OSError``."""
    from linkapp.system.folders import folder_id

    return f"phone-{folder_id(given.folder)}" + ("-practice" if config.loopback else "")


async def _report(given: FolderParts, target: Path, fault: str) -> None:
    import asyncio

    from linkapp.system.report_file import write_report

    settings = given.settings_file.load()
    await asyncio.to_thread(write_report, target, logs=given.folder / "logs", settings=settings, fault=fault)
