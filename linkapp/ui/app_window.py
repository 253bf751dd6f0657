"""The window's life: shown first, then the application is awaited, then it waits until somebody wants to quit."""

from __future__ import annotations

import asyncio
import os
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import TYPE_CHECKING

from linkapp.domain.known_error import KnownError
from linkapp.domain.problems import Problem
from linkapp.services.application import Application
from linkapp.services.ports.ledger import StoreError
from linkapp.ui import doing
from linkapp.ui.desktop.power import Power
from linkapp.ui.desktop.session_end import QuitEvents
from linkapp.ui.dialogs.problem import KnownProblemDialog, ProblemDialog, fingerprint
from linkapp.ui.window import MainWindow

if TYPE_CHECKING:
    from linkapp.services.ports.desktop import AtLogin
    from linkapp.ui.desktop.only_one import Handed, Listener


async def show(
    open_application: Callable[[], Awaitable[Application | Problem | KnownError]],
    *,
    stop: asyncio.Event,
    window: MainWindow | None = None,
    data_folder: Path | None = None,
    hold_seconds: float = 10.0,
    welcome: bool = True,
    language: str = "",
    background: bool = False,
    at_login: AtLogin | None = None,
    broke_down: str = "",
) -> None:
    """Fill the window, open the application, and return when the person quits or ``stop`` is set.

    ``window`` is a frame that was painted already; without it one is made (``hold_seconds``, ``language``).

    ``open_application`` may return a known problem (keyring locked, settings that cannot be read): the window then says
    so and offers to try again. ``language`` is what the window speaks whatever the settings say. ``background``: the
    window is not shown until somebody asks for it; without a tray it is minimised. A second start for ``data_folder``
    is heard, and brings it forward. ``broke_down``: what a program that broke down left behind. When this returns
    nothing of the window runs any more: a held click was taken back, a run was stopped before its next click. The
    application is the caller's, to be closed after this.
    """
    window = window or MainWindow(
        data_folder=data_folder, hold_seconds=hold_seconds, language=language, furnished=False
    )
    window.quit_wanted.connect(stop.set)
    for _ in window.furnish():
        await asyncio.sleep(0)
    if window.gone:
        stop.set()
    window.dialogs.at_login = at_login
    shown: set[str] = set()
    unsubscribe = doing.on_error(lambda error: _tell_fault(window, error, shown))
    window.welcome_wanted.connect(lambda: doing.start(_welcome(window), owner=window, name="dialog"))
    if not background:
        window.background.come_forward()
    desktop = _Desktop(window, stop)

    async def open_it() -> None:
        await asyncio.sleep(0)  # the first picture comes before the first import
        desktop.begin(data_folder, hidden=background)
        try:
            app = await open_application()
        except Exception:
            window.campaign.could_not_open(None)
            window.background.could_not_open()
            raise
        if isinstance(app, Problem | KnownError):
            window.campaign.could_not_open(app)
            window.background.could_not_open()
            if isinstance(app, Problem) and not window.isVisible():
                window.telling.person_needed(app)
            return
        await window.attach(app)
        if app.planner is not None:
            doing.start(app.planner.work(), owner=window, name="planner")
            desktop.power.woke.connect(app.planner.woke)
        if welcome and not app.settings.load().first_run_done:
            doing.start(_welcome(window), owner=window, name="dialog")
        if broke_down:
            doing.start(_offer_report(window, app, broke_down), owner=window, name="broke down")

    window.campaign.open_again.connect(lambda: doing.start(open_it(), owner=window, name="open"))
    doing.start(open_it(), owner=window, name="open")
    try:
        await stop.wait()
    finally:
        desktop.end()
        if window.app is not None and window.app.planner is not None:
            window.app.planner.stop()
        await window.end()
        await doing.end_all()
        unsubscribe()
        window.deleteLater()
        await asyncio.sleep(0)


class _Desktop:
    """What the desktop says to the window: second starts, the session's end, sleep; and the tray."""

    def __init__(self, window: MainWindow, stop: asyncio.Event) -> None:
        self._window, self._stop = window, stop
        self._quitting = QuitEvents(stop)
        self._listener: Listener | None = None
        self._begun = False
        self.power = Power(window)

    def begin(self, folder: Path | None, *, hidden: bool) -> None:
        """Once, when the window has been painted."""
        if self._begun:
            return
        self._begun = True
        self._window.background.begin(hidden=hidden)
        self.power.begin()
        if folder is not None:
            from linkapp.ui.desktop.only_one import Listener

            self._listener = Listener(folder, self._heard, self._window, ending=self._stop.is_set)

    def end(self) -> None:
        """The program ends."""
        if self._listener is not None:
            self._listener.end()
        self.power.end()
        self._quitting.end()

    def _heard(self, handed: Handed) -> None:
        if handed.token:  # Wayland lets a window come forward only with it; Qt takes it from there
            os.environ["XDG_ACTIVATION_TOKEN"] = handed.token
        if not handed.background:
            self._window.background.come_forward()


async def _seen(window: MainWindow) -> None:
    """Wait until the window can be seen: a dialog over a hidden one comes out of nowhere."""
    if not window.isVisible():
        seen = asyncio.Event()
        window.background.seen.connect(seen.set)
        await seen.wait()


async def _offer_report(window: MainWindow, app: Application, fault: str) -> None:
    from linkapp.ui.dialogs.report import BrokeDownDialog

    await _seen(window)
    await doing.ask(BrokeDownDialog(window.words, app, fault, window))


async def _welcome(window: MainWindow) -> None:
    from linkapp.ui.dialogs.welcome import WelcomeDialog

    await _seen(window)
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
        await _seen(window)
        if isinstance(error, StoreError | KnownError):
            await doing.ask(KnownProblemDialog(window.words, error, window))
            shown.discard(mark)  # it may be so again
        else:
            await doing.ask(ProblemDialog(window.words, error, window, app=window.app))

    doing.start(tell(), owner=window, name="fault")
