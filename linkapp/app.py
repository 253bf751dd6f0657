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
from collections.abc import AsyncIterator, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from linkapp import cli
from linkapp.cli import Exit, Options, UsageProblem
from linkapp.domain.problems import Problem, Reason

if TYPE_CHECKING:
    from linkapp.services.desk import Desk
    from linkapp.services.health import Health


@dataclass(frozen=True, kw_only=True)
class Workshop:
    """What one data folder and one site give: the desk for window and commands, and the health checks."""

    desk: Desk
    health: Health


class CannotStart(Exception):
    """LinkApp cannot work with what it was given; one sentence and the exit status."""

    def __init__(self, sentence: str, status: int) -> None:
        super().__init__(sentence)
        self.status = status


@asynccontextmanager
async def open_workshop(options: Options) -> AsyncIterator[Workshop]:
    """Build everything for these options; everything is closed at the end, the browser first, the database last.

    Raises ``CannotStart`` with one sentence.
    """
    from linkapp.domain.pacing import NO_PACE, Pace
    from linkapp.domain.settings import Settings
    from linkapp.engine.browser import OwnBrowser, find_browser
    from linkapp.engine.network import SiteNetwork
    from linkapp.engine.selectors import BadPack, load
    from linkapp.engine.site_clock import SiteClock
    from linkapp.services.desk import Desk
    from linkapp.services.greet import Greet, Texts
    from linkapp.services.health import Health
    from linkapp.services.news import News
    from linkapp.services.ports import StoreError
    from linkapp.services.rehearse import Rehearsal
    from linkapp.storage import open_storage
    from linkapp.storage.people_pages import PeoplePages
    from linkapp.system import template_files
    from linkapp.system.clock import BadZone, Chance, SystemClock, zone_of
    from linkapp.system.folders import data_folder, resources
    from linkapp.system.run_lock import FileRunLock
    from linkapp.system.settings_file import BadSettings, SettingsFile
    from linkapp.system.template_files import BadTemplates

    try:
        folder = data_folder(options.data_dir)
        settings_file = SettingsFile(folder)
        settings = settings_file.load()
        clock = SystemClock(zone=zone_of(settings.time_zone), start=options.now)
        pack = load(resources() / "selectors" / "site.toml")
        on_time, late = template_files.load([resources() / "templates", folder / "templates"], "birthday")
    except OSError as error:
        raise CannotStart(f"The data folder cannot be used: {error}.", Exit.USAGE) from error
    except (BadSettings, BadPack, BadTemplates, BadZone) as error:
        raise CannotStart(str(error), Exit.USAGE) from error
    try:
        storage = await open_storage(folder)
    except StoreError as error:
        raise CannotStart(f"The database in {folder} cannot be used: {error.problem.detail}.", Exit.FAILURES) from error

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

    network = SiteNetwork(
        site=options.site,
        browser=OwnBrowser(
            program=settings.browser, headless=options.headless or not has_screen(), loopback=options.loopback
        ),
        pack=pack,
        clock=SiteClock(given=clock.now if options.now is not None else None),
        needs_session=not options.loopback,
    )
    news = News()
    pages = PeoplePages(storage.pages_path)
    greet = Greet(
        network=network,
        ledger=storage.ledger,
        people=storage.people,
        runs=storage.runs,
        lock=FileRunLock(folder / "run.lock"),
        clock=clock,
        dice=Chance(),
        news=news,
        settings=settings_file.load,
        texts=Texts(on_time=on_time, late=late),
        pace=pace,
        late_days=options.late_days,
        limit=options.limit,
        language=options.language,
    )
    desk = Desk(
        greetings=greet,
        people=storage.people,
        runs=storage.runs,
        settings=settings_file,
        clock=clock,
        news=news,
        rehearsal=options.loopback,
        data_folder=str(folder),
        pages=pages,
        answers=greet,
        dry=Rehearsal(greet, clock),
    )
    health = Health(
        network=network,
        ledger=storage.ledger,
        runs=storage.runs,
        clock=clock,
        settings=settings_file.load,
        folder=str(folder),
        find_browser=lambda: find_browser(settings_file.load().browser),
    )
    try:
        yield Workshop(desk=desk, health=health)
    finally:
        await network.close()
        pages.close()
        await storage.close()


@asynccontextmanager
async def open_desk(options: Options) -> AsyncIterator[Desk]:
    """The desk of ``open_workshop`` alone."""
    async with open_workshop(options) as workshop:
        yield workshop.desk


def main(arguments: Sequence[str] | None = None) -> None:
    """The program: a command, or the window. Ends the process with the exit status of product.md."""
    given = sys.argv[1:] if arguments is None else list(arguments)
    try:
        sys.exit(_main(cli.parse(given)))
    except UsageProblem as problem:
        print(f"linkapp: {problem}", file=sys.stderr)
        sys.exit(Exit.USAGE)
    except CannotStart as problem:
        print(f"linkapp: {problem}", file=sys.stderr)
        sys.exit(problem.status)
    except KeyboardInterrupt:
        sys.exit(Exit.FAILURES)
    except Exception:  # noqa: BLE001 - the last place: a bug is said to be one
        traceback.print_exc()
        print("linkapp: this is a bug in LinkApp; nothing more was done.", file=sys.stderr)
        sys.exit(Exit.BUG)


def _main(options: Options) -> int:
    if options.command == "practice":
        return asyncio.run(_practice(options))
    if options.command == "demo":
        from linkapp.demo import demo

        return demo(options, open_desk, show_window if has_screen() else None)
    if options.command == "":
        return show_window(options)
    return asyncio.run(_command(options))


def show_window(options: Options) -> int:
    """Open the window and return when the person quits. Raises ``CannotStart`` where there is no display."""
    from linkapp.system.folders import data_folder
    from linkapp.ui.app_window import show
    from linkapp.ui.loop import NoDisplay, run_app

    try:
        folder = data_folder(options.data_dir)
    except OSError as error:
        raise CannotStart(f"The data folder cannot be used: {error}.", Exit.USAGE) from error

    async def all_of_it(stop: asyncio.Event) -> None:
        async with AsyncExitStack() as open_things:

            async def open_it() -> Desk | Problem:
                await asyncio.to_thread(_load_the_rest)
                try:
                    return (await open_things.enter_async_context(open_workshop(options))).desk
                except CannotStart as problem:
                    return Problem(reason=Reason.DATA_UNUSABLE, detail=str(problem))

            await show(open_it, stop=stop, data_folder=folder)

    try:
        run_app(all_of_it)
    except NoDisplay as problem:
        raise CannotStart(str(problem), Exit.USAGE) from problem
    return Exit.DONE


def _load_the_rest() -> None:
    """Import what the window does not need to paint, off the window's thread."""
    for name in ("linkapp.engine.network", "linkapp.storage", "linkapp.services.greet", "linkapp.system.clock"):
        importlib.import_module(name)


async def _command(options: Options) -> int:
    from linkapp.services.ports import StoreError

    async with open_workshop(options) as workshop:
        try:
            if options.command == "check":
                return await cli.check(workshop.health, options)
            command = {"run": cli.run, "preview": cli.preview, "status": cli.status, "runs": cli.runs}[options.command]
            return await command(workshop.desk, options)
        except StoreError as error:
            raise CannotStart(f"The database cannot be used: {error.problem.detail}.", Exit.FAILURES) from error


async def _practice(options: Options) -> int:
    """Serve the practice site until interrupted; its address is the one line on standard output."""
    from linkapp.practice import PracticeSite, ordinary_world

    started = datetime.now(UTC)
    shift = options.now - started if options.now else started - started
    site = PracticeSite(ordinary_world((started + shift).astimezone().date()), clock=lambda: datetime.now(UTC) + shift)
    try:
        await site.start(options.port)
    except OSError as error:
        raise CannotStart(f"Port {options.port} cannot be used: {error.strerror}.", Exit.USAGE) from error
    stop = asyncio.Event()
    if sys.platform != "win32":
        import signal

        for number in (signal.SIGINT, signal.SIGTERM):
            asyncio.get_running_loop().add_signal_handler(number, stop.set)
    print(site.address, flush=True)
    try:
        await stop.wait()
    finally:
        await site.stop()
    return Exit.DONE


def has_screen() -> bool:
    """Whether there is a display to show a window on."""
    return sys.platform in ("win32", "darwin") or bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))
