"""The window's life: shown first, then the application is awaited, then it waits until somebody wants to quit."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from pathlib import Path

from linkapp.domain.known_error import KnownError
from linkapp.domain.problems import Problem
from linkapp.services.application import Application
from linkapp.services.ports.ledger import StoreError
from linkapp.ui import doing
from linkapp.ui.dialogs.problem import KnownProblemDialog, ProblemDialog, fingerprint
from linkapp.ui.window import MainWindow


async def show(
    open_application: Callable[[], Awaitable[Application | Problem | KnownError]],
    *,
    stop: asyncio.Event,
    data_folder: Path | None = None,
    hold_seconds: float = 10.0,
    welcome: bool = True,
    language: str = "",
) -> None:
    """Show the window, open the application, and return when the person quits or ``stop`` is set.

    ``open_application`` may return a known problem (keyring locked, settings that cannot be read): the window then says
    so and offers to try again. ``language`` is what the window speaks whatever the settings say. When this returns
    nothing of the window runs any more: a held click was taken back, a run was stopped before its next click. The
    application is the caller's, to be closed after this.
    """
    window = MainWindow(data_folder=data_folder, hold_seconds=hold_seconds, language=language)
    window.quit_wanted.connect(stop.set)
    shown: set[str] = set()
    unsubscribe = doing.on_error(lambda error: _tell_fault(window, error, shown))
    window.welcome_wanted.connect(lambda: doing.start(_welcome(window), owner=window, name="dialog"))
    window.show()
    window.raise_()
    window.activateWindow()

    async def open_it() -> None:
        await asyncio.sleep(0)  # the first picture comes before the first import
        try:
            app = await open_application()
        except Exception:
            window.campaign.could_not_open(None)
            raise
        if isinstance(app, Problem | KnownError):
            window.campaign.could_not_open(app)
            return
        await window.attach(app)
        if app.planner is not None:
            doing.start(app.planner.work(), owner=window, name="planner")
        if welcome and not app.settings.load().first_run_done:
            doing.start(_welcome(window), owner=window, name="dialog")

    window.campaign.open_again.connect(lambda: doing.start(open_it(), owner=window, name="open"))
    doing.start(open_it(), owner=window, name="open")
    try:
        await stop.wait()
    finally:
        if window.app is not None and window.app.planner is not None:
            window.app.planner.stop()
        await window.end()
        await doing.end_all()
        unsubscribe()
        window.deleteLater()
        await asyncio.sleep(0)


async def _welcome(window: MainWindow) -> None:
    from linkapp.ui.dialogs.welcome import WelcomeDialog

    app = window.app
    if app is None:
        return
    step = window.state.value("welcome_step", 0)
    dialog = WelcomeDialog(
        window.words,
        app.settings.load(),
        step=step if isinstance(step, int) else 0,
        rehearsal=app.rehearsal,
        parent=window,
    )
    dialog.changed.connect(window.apply_settings)
    dialog.moved.connect(lambda number: window.state.keep("welcome_step", number))
    if await doing.ask(dialog):
        window.state.keep("welcome_step", 0)
        window.apply_settings({"first_run_done": True})


def _tell_fault(window: MainWindow, error: BaseException, shown: set[str]) -> None:
    """Write the fault down, and open the problem dialog, once for each. What is known and no fault of LinkApp's is said
    as such."""
    known = isinstance(error, StoreError | KnownError)
    if window.app is not None and not known:
        window.app.journal.fault(error)
    mark = str(error) if known else fingerprint(error)
    if mark in shown:
        return
    shown.add(mark)

    async def tell() -> None:
        if isinstance(error, StoreError | KnownError):
            await doing.ask(KnownProblemDialog(window.words, error, window))
            shown.discard(mark)  # it may be so again
        else:
            await doing.ask(ProblemDialog(window.words, error, window))

    doing.start(tell(), owner=window, name="fault")
