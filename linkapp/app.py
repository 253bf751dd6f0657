"""The composition root: builds everything by hand, and owns the order of start and shutdown.

Heavy libraries are imported inside the functions that need them, so that the window paints first and the command
line never loads Qt.
"""

from __future__ import annotations

import asyncio
import importlib
import os
import sys
import traceback
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import AsyncExitStack, asynccontextmanager, suppress
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from linkapp import __version__
from linkapp.cli import parser
from linkapp.cli.commands import account as account_command
from linkapp.cli.commands import answer as answer_command
from linkapp.cli.commands import check as check_command
from linkapp.cli.commands import run as run_command
from linkapp.cli.commands import runs as runs_command
from linkapp.cli.commands import sign_in as sign_in_command
from linkapp.cli.commands import status as status_command
from linkapp.cli.exits import Exit
from linkapp.cli.output import finish, make_ready, note, say
from linkapp.cli.parser import Options
from linkapp.cli.signals import Ending, on_signals
from linkapp.cli.words import CliWords, language_of
from linkapp.domain.known_error import KnownError
from linkapp.domain.problems import Problem, Reason
from linkapp.domain.redaction import redacted
from linkapp.services.ports.ledger import StoreError
from linkapp.services.runs import Control
from linkapp.services.time_limit import time_limit

if TYPE_CHECKING:
    from linkapp.services.application import Application
    from linkapp.services.health import Health
    from linkapp.services.sign_in import SignIn


CLOSE_WITHIN_S = 4.0
"""How long each thing that has to be closed may hold up the end at most; each has shorter limits of its own."""


@dataclass(frozen=True, kw_only=True)
class Workshop:
    """What one data folder and one site give: the application, the health checks, and the sign-in."""

    app: Application
    health: Health
    sign_in: SignIn
    answers: Callable[[], Awaitable[bool]]
    """Whether the browser answers, or is none; a frozen one never does."""


class CannotStart(KnownError):
    """LinkApp cannot work with what it was given; one sentence and the exit status."""

    def __init__(self, sentence: str, status: int, code: str, **facts: object) -> None:
        super().__init__(sentence, code, **facts)
        self.status = status


@asynccontextmanager
async def open_workshop(options: Options, *, passphrase: str | None = None) -> AsyncIterator[Workshop]:
    """Build everything for these options; everything is closed at the end, the browser first, the database last: also
    where the building fails half way or is cancelled, and each in its time, whatever the others do.

    ``passphrase`` opens the passphrase vault; ``linkapp sign-in --passphrase`` makes it. Raises ``CannotStart`` with
    one sentence.
    """
    async with AsyncExitStack() as closing:
        workshop = await _build(options, passphrase, closing)
        try:
            yield workshop
        except Exception as error:
            if not isinstance(error, (StoreError, KnownError)):
                workshop.app.journal.fault(error)
            raise


def _within(seconds: float, close: Callable[[], Awaitable[None]]) -> Callable[[], Awaitable[None]]:
    """``close``, which holds up the end of the program so long at most."""

    async def closed() -> None:
        with suppress(TimeoutError):
            async with time_limit(seconds):
                await close()

    return closed


async def _build(options: Options, passphrase: str | None, closing: AsyncExitStack) -> Workshop:
    """Build everything by hand. What has to be closed goes onto ``closing`` as soon as it is open."""
    from linkapp.domain.pacing import NO_PACE, Pace
    from linkapp.domain.selector_stats import Mark, SelectorStat, Tallies
    from linkapp.domain.session import site_host
    from linkapp.domain.settings import Settings
    from linkapp.engine import browser_folder
    from linkapp.engine.browser import OwnBrowser, find_browser, runs_as_root
    from linkapp.engine.evidence import Evidence, Outliner
    from linkapp.engine.network import SiteNetwork
    from linkapp.engine.page_probe import SitePageProbe
    from linkapp.engine.pages.script import Asking
    from linkapp.engine.selectors import arranged, load, stats
    from linkapp.engine.session import SignInTab
    from linkapp.engine.site_clock import SiteClock, seconds_since_boot
    from linkapp.services.account import WhoseFolder
    from linkapp.services.answers import Answering
    from linkapp.services.application import Application
    from linkapp.services.greet import Greet, Texts
    from linkapp.services.health import Health
    from linkapp.services.news import News
    from linkapp.services.page_check import BETWEEN_S, PageCheck
    from linkapp.services.ports.ledger import Ledger
    from linkapp.services.rehearse import Rehearsal
    from linkapp.services.sign_in import SignIn, remedy
    from linkapp.services.site_guard import SiteGuard
    from linkapp.services.two_gates import TwoGates
    from linkapp.session_parts import session_parts
    from linkapp.storage import open_storage
    from linkapp.storage.people_pages import PeoplePages
    from linkapp.system import template_files
    from linkapp.system.clock import BadZone, Chance, SystemClock, zone_of
    from linkapp.system.evidence_files import EvidenceFiles
    from linkapp.system.folders import data_folder, resources
    from linkapp.system.run_lock import FileRunLock
    from linkapp.system.settings_file import BadSettings, SettingsFile
    from linkapp.system.shared_quota import BadAddress, RedisQuota, address_of
    from linkapp.system.sharing import SharingSetup

    try:
        folder = data_folder(options.data_dir)
        settings_file = SettingsFile(folder)
        settings = settings_file.load()

        def zone() -> ZoneInfo:
            try:
                return zone_of(settings_file.load().time_zone)
            except (OSError, BadSettings) as error:  # being written just now
                raise BadZone(str(error)) from error

        clock = SystemClock(zone=zone, start=options.now)
        selectors = load(resources() / "selectors" / "site.toml", folder / "selectors" / "site.toml")
        wanted = options.redis or settings.redis
        address = address_of(wanted) if wanted else None
        if address and address.password and not options.redis:
            raise BadAddress(
                "password", "Take the password of the shared quota out of the settings; it belongs into the keyring."
            )
        texts = template_files.load(resources() / "templates", folder / "templates", "birthday")
    except OSError as error:
        raise _bad_folder(error) from error
    except KnownError as error:
        raise CannotStart(str(error), Exit.USAGE, error.code, **error.facts) from error
    speaks = CliWords(language_of(options.language, settings.language))
    if selectors.notice:
        note(f"linkapp: {selectors.notice}")
    for notice in (*texts.notices, *selectors.not_used):
        note(f"linkapp: {speaks.bad(notice)}")
    try:
        storage = await open_storage(folder)
    except StoreError as error:
        raise _bad_database(error.problem, folder) from error

    closing.push_async_callback(_within(CLOSE_WITHIN_S, storage.close))
    tallies: Tallies = {}
    with suppress(StoreError):  # then the ways to read a page stand in the order of the pack
        tallies = await storage.selector_stats.tallies()
    pack = arranged(selectors.pack, tallies, clock.now())

    def pace(now: Settings) -> Pace:
        if options.pace_none and options.loopback:
            return NO_PACE
        return Pace(
            shortest_s=now.gap_shortest_s,
            longest_s=max(now.gap_shortest_s, now.gap_longest_s),
            opens=now.hours_from,
            closes=now.hours_to,
            weekend_half=now.weekend_half,
        )

    parts = session_parts(options, folder, clock)
    vault, keyring, secrets, session, journal = (
        parts.vault, parts.keyring, parts.secrets, parts.session, parts.journal
    )  # fmt: skip
    if passphrase is not None:
        try:
            making = options.command == "sign-in"
            problem = await (vault.create(passphrase) if making else vault.unlock(passphrase))
        except ValueError as error:
            raise CannotStart(str(error), Exit.USAGE, "passphrase_short") from None
        if problem is not None:
            told, facts = f"{problem.reason}: {problem.detail}.", {"detail": problem.detail}
            raise CannotStart(told, Exit.NEEDS_PERSON, "passphrase_wrong", **facts)
    ledger: Ledger = storage.ledger
    shared = None
    if address is not None:

        async def quota_password() -> str | Problem:
            return "" if options.loopback else await keyring.password(address.entry) or ""

        if address.password and not options.loopback:
            await keyring.keep_password(address.entry, address.password)  # it may be left out the next time
        shared = RedisQuota(address, folder, password=quota_password)
        closing.push_async_callback(_within(CLOSE_WITHIN_S, shared.close))
        ledger = TwoGates(storage.ledger, shared)
    kept = EvidenceFiles(folder, clock.now)
    kept.tidy()
    await asyncio.to_thread(browser_folder.tidy, folder)
    outliner = Outliner(Asking(pack))

    async def count(marks: Sequence[Mark]) -> None:
        try:
            await storage.selector_stats.count(marks, clock.now())
        except StoreError as error:  # statistics: no run waits for them or fails with them
            journal.note("ways not counted", reason=error.problem.reason)

    async def open_questions() -> Sequence[str]:
        return [one.greeting.person.name for one in await ledger.opens()]

    async def selector_stats() -> Sequence[SelectorStat]:
        return stats(pack, await storage.selector_stats.tallies(), clock.now())

    network = SiteNetwork(
        site=options.site,
        browser=OwnBrowser(
            program=settings.browser,
            headless=options.headless or not has_screen(),
            loopback=options.loopback,
            data_folder=folder,
        ),
        pack=pack,
        clock=SiteClock(given=clock.now if options.now is not None else None),
        session=session,
        needs_session=not options.loopback,
        here=clock.now,
        evidence=Evidence(store=kept, outliner=outliner, journal=journal),
        counts=count,
        zone=clock.zone,
    )
    closing.push_async_callback(_within(CLOSE_WITHIN_S, network.close))
    guard = SiteGuard(
        runs=storage.runs,
        ledger=ledger,
        clock=clock,
        site_time=network.site_time,
        since_boot=seconds_since_boot if options.now is None else None,
    )
    sign_in = SignIn(
        window=lambda: SignInTab(
            site=options.site,
            browser=OwnBrowser(
                program=settings_file.load().browser,
                headless=options.headless and options.loopback,
                loopback=options.loopback,
                data_folder=folder,
                no_screen=no_screen,
            ),
            pack=pack,
            now=clock.now,
            zone=clock.zone,
        ),
        session=session,
        secrets=secrets,
        clock=clock,
        host=site_host(options.site),
        needs_keyring=not options.loopback,
        let_go=network.close,
        journal=journal,
        signed_in=guard.signed_in,
    )

    news = News()
    pages = PeoplePages(storage.pages_path)
    closing.callback(pages.close)
    greet = Greet(
        network=network,
        ledger=ledger,
        people=storage.people,
        runs=storage.runs,
        accounts=storage.accounts,
        lock=FileRunLock(folder / "run.lock"),
        clock=clock,
        dice=Chance(),
        news=news,
        settings=settings_file.load,
        texts=Texts(on_time=texts.on_time, late=texts.late, spoilt=texts.spoilt),
        pace=pace,
        late_days=options.late_days,
        limit=options.limit,
        language=options.language,
        journal=journal,
        guard=guard,
    )
    page_check = PageCheck(
        looks=SitePageProbe(network, outliner),
        store=kept,
        clock=clock,
        dice=Chance(),
        settings=settings_file.load,
        between_s=(0, 0) if options.pace_none and options.loopback else BETWEEN_S,
        guard=guard,
    )
    health = Health(
        network=network,
        ledger=ledger,
        guard=guard,
        clock=clock,
        settings=settings_file.load,
        folder=str(folder),
        find_browser=lambda: find_browser(settings_file.load().browser),
        sign_in=sign_in,
        remedy=remedy,
        sandboxed=not runs_as_root(),
        pack=(pack.version, selectors.notice),
        own_files=(*texts.notices, *selectors.not_used),
        shared=shared,
    )
    app = Application(
        greetings=greet,
        people=storage.people,
        runs=storage.runs,
        settings=settings_file,
        clock=clock,
        news=news,
        rehearsal=options.loopback,
        data_folder=str(folder),
        pages=pages,
        answers=Answering(ledger=ledger, network=network, clock=clock, news=news),
        dry=Rehearsal(greet, clock),
        sign_in=sign_in,
        passphrase=vault,
        health=health,
        evidence_folder=str(kept.folder),
        page_check=page_check.run,
        journal=journal,
        sharing=SharingSetup(settings_file, keyring),
        open_questions=open_questions,
        selector_stats=selector_stats,
        guard=guard,
        whose=WhoseFolder(storage.accounts),
    )
    journal.note("opened", command=options.command or "window", version=__version__)
    return Workshop(app=app, health=health, sign_in=sign_in, answers=network.answers)


@asynccontextmanager
async def open_application(options: Options) -> AsyncIterator[Application]:
    """The application of ``open_workshop`` alone."""
    async with open_workshop(options) as workshop:
        yield workshop.app


def main(arguments: Sequence[str] | None = None) -> None:
    """The program: a command, or the window. Ends the process with the exit status of product.md."""
    make_ready()
    given = sys.argv[1:] if arguments is None else list(arguments)
    words = CliWords(language_of(parser.language_in(given)))
    status = _status(given, words)
    sys.exit(finish(status, lambda why: words("cli.unwritten", detail=why)))


def _status(arguments: Sequence[str], words: CliWords) -> int:
    """Do what a command line asks for; its exit status. Whatever goes wrong is said, on standard error."""
    try:
        return _main(parser.parse(arguments))
    except KnownError as problem:  # what LinkApp was given, or found, is no bug
        note(f"linkapp: {words.bad(problem)}")
        return problem.status if isinstance(problem, CannotStart) else Exit.USAGE
    except (KeyboardInterrupt, asyncio.CancelledError):
        note(f"linkapp: {words('cli.ended')}")
        return Exit.FAILURES
    except SystemExit as ended:  # --help and --version
        return ended.code if isinstance(ended.code, int) else Exit.FAILURES
    except Exception:  # noqa: BLE001 - the last place: a bug is said to be one
        note(redacted(traceback.format_exc()).rstrip("\n"))
        note(f"linkapp: {words('cli.bug')}")
        return Exit.BUG


def _main(options: Options) -> int:
    from linkapp.engine import environment
    from linkapp.system import core_dumps

    core_dumps.forbid()
    environment.forget_orders()
    os.umask(0o077)  # whatever is made from here on, by the browser too, is the person's own
    if options.command == "practice":
        return asyncio.run(_practice(options))
    if options.command == "demo":
        from linkapp.demo import demo

        return demo(options, open_application, show_window if has_screen() else None)
    if options.command == "":
        return show_window(options)
    return asyncio.run(_command(options))


def show_window(options: Options) -> int:
    """Open the window and return when the person quits. Raises ``CannotStart`` where there is no display."""
    from linkapp.system.folders import data_folder
    from linkapp.ui.app_window import show
    from linkapp.ui.loop import DisplayLost, NoDisplay, run_app

    try:
        folder = data_folder(options.data_dir)
    except OSError as error:
        raise _bad_folder(error) from error

    passphrase = _passphrase(options) if options.passphrase else None

    async def all_of_it(stop: asyncio.Event) -> None:
        async with AsyncExitStack() as open_things:

            async def open_it() -> Application | KnownError:
                await asyncio.to_thread(_load_the_rest)
                try:
                    return (await open_things.enter_async_context(open_workshop(options, passphrase=passphrase))).app
                except CannotStart as problem:
                    return problem

            await show(open_it, stop=stop, data_folder=folder, language=options.language)

    try:
        run_app(all_of_it)
    except DisplayLost as problem:
        raise CannotStart(str(problem), Exit.FAILURES, "display_lost") from problem
    except NoDisplay as problem:
        raise CannotStart(str(problem), Exit.USAGE, "display", detail=str(problem).rstrip(".")) from problem
    return Exit.DONE


def _load_the_rest() -> None:
    """Import what the window does not need to paint, off the window's thread."""
    for name in ("linkapp.engine.network", "linkapp.storage", "linkapp.services.greet", "linkapp.system.clock"):
        importlib.import_module(name)


async def _command(options: Options) -> int:
    control = Control()
    ending = Ending(control.stop if options.command == "run" and options.send else None)
    with on_signals(ending):
        return await _commanded(options, control, ending)


async def _commanded(options: Options, control: Control, ending: Ending) -> int:
    from linkapp.services.ports.ledger import StoreError

    if options.command == "sign-out":
        return await _sign_out(options)
    passphrase = _passphrase(options)
    async with AsyncExitStack() as open_things:
        try:
            workshop = await open_things.enter_async_context(open_workshop(options, passphrase=passphrase))
        except CannotStart as problem:
            if options.command != "check":
                raise
            from linkapp.start_check import what_is_broken

            return check_command.tell_findings(await what_is_broken(options, problem), options)
        options = replace(options, speaks=options.language or workshop.app.settings.load().language)
        ending.answers = workshop.answers
        try:
            if options.command == "check":
                if options.kind == "pages":
                    return await check_command.check_pages(workshop.app, options)
                return await check_command.check(workshop.health, options)
            if options.command == "sign-in":
                return await sign_in_command.sign_in(workshop.sign_in, options)
            if options.command == "run":
                return await run_command.run(workshop.app, options, control)
            command = {
                "preview": run_command.preview,
                "status": status_command.status,
                "runs": runs_command.runs,
                "resume": status_command.resume,
                "answer": answer_command.answer,
                "account": account_command.account,
            }[options.command]
            return await command(workshop.app, options)
        except StoreError as error:
            raise _bad_database(error.problem, Path(workshop.app.data_folder)) from error


async def _sign_out(options: Options) -> int:
    """Sign out with nothing but the folder: settings, templates and database may be broken."""
    from linkapp.session_parts import signing_out
    from linkapp.system.clock import SystemClock
    from linkapp.system.folders import data_folder

    try:
        folder = data_folder(options.data_dir)
    except OSError as error:
        raise _bad_folder(error) from error
    return await sign_in_command.sign_out(signing_out(options, folder, SystemClock(zone=ZoneInfo("UTC"))), options)


def _bad_folder(error: OSError) -> CannotStart:
    told = f"The data folder cannot be used: {error}."
    return CannotStart(told, Exit.USAGE, "folder", detail=str(error))


def _bad_database(problem: Problem, folder: Path) -> CannotStart:
    """The true cause: full, in use, from a newer LinkApp, not to be written to, or damaged."""
    code = {Reason.DISK_FULL: "database_full", Reason.BUSY: "database_busy"}.get(problem.reason, "database_damaged")
    if "is newer than" in problem.detail:
        code = "database_newer"
    elif any(word in problem.detail for word in ("READONLY", "CANTOPEN", "Permission", "IsADirectory")):
        code = "database_denied"
    told = f"The database in {folder} cannot be used: {problem.detail}."
    return CannotStart(told, Exit.FAILURES, code, folder=folder, detail=problem.detail)


def _passphrase(options: Options) -> str | None:
    """The passphrase, where one is wanted: asked for at the terminal, or the first line of standard input.

    Asked for without ``--passphrase`` only where a vault exists, a person is at the terminal, and the command reads
    the site.
    """
    from linkapp.session_parts import file_name
    from linkapp.system.folders import data_folder

    try:
        made = (data_folder(options.data_dir) / file_name(options, "vault.json")).exists()
    except OSError:
        return None
    reads_site = options.command in ("run", "preview", "check", "sign-in")
    if not options.passphrase and not (made and reads_site and sys.stdin is not None and sys.stdin.isatty()):
        return None
    if options.command == "sign-out":
        return None
    try:
        if not sys.stdin.isatty():
            return sys.stdin.readline().rstrip("\r\n")
        from getpass import getpass

        typed = getpass("Passphrase: ", sys.stderr)
        if not made and getpass("Once more: ", sys.stderr) != typed:
            raise CannotStart("The two passphrases differ.", Exit.USAGE, "passphrase_differ")
    except (EOFError, OSError, ValueError) as error:  # nobody there, or no text
        raise CannotStart("No passphrase was given.", Exit.USAGE, "passphrase_none") from error
    return typed


async def _practice(options: Options) -> int:
    """Serve the practice site until interrupted; its address is the one line on standard output."""
    from linkapp.practice import PracticeSite, ordinary_world

    started = datetime.now(UTC)
    shift = options.now - started if options.now else started - started
    site = PracticeSite(ordinary_world((started + shift).astimezone().date()), clock=lambda: datetime.now(UTC) + shift)
    try:
        await site.start(options.port)
    except OSError as error:
        told = f"Port {options.port} cannot be used: {error.strerror}."
        raise CannotStart(told, Exit.USAGE, "port_taken", port=options.port, detail=error.strerror) from error
    stop = asyncio.Event()
    with on_signals(stop.set):
        say(site.address)
        try:
            await stop.wait()
        finally:
            await site.stop()
    return Exit.DONE


def has_screen() -> bool:
    """Whether there is a display that takes a window."""
    return no_screen() == ""


def no_screen() -> str:
    """Why no window can be opened here, in one sentence, or an empty string."""
    from linkapp.display import display_problem

    return display_problem({**os.environ, "QT_QPA_PLATFORM": ""}, sys.platform)
