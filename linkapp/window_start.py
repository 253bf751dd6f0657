"""The order of the window's start, from the command line to a window that everything is in:

1. the folder is this window's (else the one that is open already does what was asked for), and a crash is written down;
2. Qt alone is imported, and the window's frame painted in the size and the colours that it had;
3. while the frame is alive, in a thread: asyncio and everything that the window is made of (``THE_WINDOW``);
4. on the loop, piece by piece: the tabs, the one in front first, the menus, the tray (``ui/app_window.py``);
5. in a thread again: storage, services, what asks the site (``THE_APPLICATION``);
   it is built, and the window takes it up.

What a run needs comes when one begins: the browser's library, keyring, cryptography, Redis.
"""

from __future__ import annotations

import gc
import os
from collections.abc import Callable
from contextlib import AbstractAsyncContextManager, AsyncExitStack
from dataclasses import replace
from typing import TYPE_CHECKING

from linkapp import __version__
from linkapp.cli.output import note
from linkapp.config import CannotStart, Config, unusable_folder
from linkapp.system.crash_file import CrashFile
from linkapp.system.folders import data_folder
from linkapp.system.site_lock import FileSiteLock

if TYPE_CHECKING:
    import asyncio
    from pathlib import Path

    from linkapp.domain.known_error import KnownError
    from linkapp.services.application import Application
    from linkapp.ui.window import MainWindow

THE_WINDOW = (
    "asyncio",
    "linkapp.ui.loop",
    "linkapp.ui.app_window",
    "linkapp.ui.tabs.campaign.tab",
    "linkapp.ui.tabs.contacts.tab",
    "linkapp.ui.tabs.log.tab",
    "linkapp.ui.account_bar",
    "linkapp.ui.desktop.background",
    "linkapp.ui.desktop.notify",
    "linkapp.ui.desktop.telling",
    "linkapp.ui.window_dialogs",
    "linkapp.ui.window_menus",
)
THE_APPLICATION = (
    "linkapp.storage",
    "linkapp.site_parts",
    "linkapp.run_parts",
    "linkapp.contact_parts",
    "linkapp.session_parts",
    "linkapp.storage.backups",
    "linkapp.storage.people_pages",
    "linkapp.engine.browser_folder",
    "linkapp.system.evidence_files",
    "linkapp.system.phone",
    "sqlalchemy.dialects.sqlite.aiosqlite",
)

Build = Callable[[Config], AbstractAsyncContextManager["Application"]]


def start(config: Config, build: Build) -> None:
    """Open the window and return when the person quits. Raises ``CannotStart`` where there is no display."""
    gc.disable()  # nothing that is imported is garbage; ``ui/loop.py`` has it collected from then on
    try:
        folder = data_folder(config.folder)
    except OSError as error:
        raise unusable_folder(error) from error
    lock = FileSiteLock(folder / "window.lock")
    if lock.take("window") is not None and _handed_over(config, folder, lambda: lock.take("window") is None):
        return
    crash_file = CrashFile(folder / "logs")
    broke_down = crash_file.begin()
    try:
        _run(config, build, _frame(config, folder), folder, broke_down)
    finally:
        crash_file.end()
        lock.give()


def _frame(config: Config, folder: Path) -> MainWindow:
    """The window, painted unless it is to stay in the background, and everything imported that its loop needs."""
    from linkapp.ui.application import NoDisplay, make_application
    from linkapp.ui.first_paint import import_all, show_first
    from linkapp.ui.window import MainWindow

    try:
        make_application()
    except NoDisplay as problem:
        raise CannotStart(str(problem), problem.code, **problem.facts) from problem
    window = MainWindow(data_folder=folder, language=config.language, furnished=False)
    if config.background:
        import_all(THE_WINDOW)
    else:
        show_first(window, THE_WINDOW)
    return window


def _run(config: Config, build: Build, window: MainWindow, folder: Path, broke_down: str) -> None:
    """The life of the window. Raises ``CannotStart`` where the display goes away."""
    import asyncio

    from linkapp.system.autostart import autostart
    from linkapp.ui.app_window import show
    from linkapp.ui.loop import DisplayLost, nothing_collected, run_app

    gc.freeze()
    noting: list[asyncio.Future[None]] = []

    async def all_of_it(stop: asyncio.Event) -> None:
        async with AsyncExitStack() as open_things:

            async def open_it() -> Application | KnownError:
                try:
                    with nothing_collected():
                        await _imported(THE_APPLICATION)
                        app = await open_things.enter_async_context(build(replace(config, opened_for="")))
                    noting.append(asyncio.ensure_future(asyncio.to_thread(_note_opened, app)))
                    return app
                except CannotStart as problem:
                    return problem

            await show(
                open_it,
                stop=stop,
                window=window,
                data_folder=folder,
                background=config.background,
                broke_down=broke_down,
                at_login=None if config.loopback else autostart(config.folder),
            )

    try:
        run_app(all_of_it)
    except DisplayLost as problem:
        raise CannotStart(str(problem), "display_lost") from problem


def _note_opened(app: Application) -> None:
    """The technical log's first line, off the window's thread: what writes it is imported for it."""
    app.journal.note("opened", command="window", version=__version__)


async def _imported(names: tuple[str, ...]) -> None:
    """Imports, off the window's thread."""
    import asyncio

    from linkapp.engine.environment import forget_orders
    from linkapp.ui.first_paint import import_all

    forget_orders()  # the browser's library reads some of them when it is imported
    await asyncio.to_thread(import_all, names)


def _handed_over(config: Config, folder: Path, first: Callable[[], bool]) -> bool:
    """The window of this folder is open in another process: it does what was asked for here. False where that process
    ended, and this one is the first. Raises ``CannotStart`` where it does not answer."""
    from linkapp.cli.words import CliWords, language_of
    from linkapp.ui.desktop.only_one import Answer, Handed, hand_over

    token = os.environ.get("XDG_ACTIVATION_TOKEN", "")
    handed = Handed(background=config.background, language=config.language, token=token)
    answer = hand_over(folder, handed, first=first)
    if answer is Answer.SILENT:
        raise CannotStart("LinkApp is open already, but does not answer.", "window_silent")
    if answer is Answer.DID:
        words = CliWords(language_of(config.language, ""))
        note(words("cli.window_open.background" if config.background else "cli.window_open"))
    return answer is Answer.DID
