"""LinkApp without its window in front: the icon beside the clock, what closing the window does, and how to get back.

Nobody is left with a program that they cannot reach: a window is hidden only while its icon stands in a tray, and comes
back, minimised, where the tray goes away for good.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Signal

from linkapp.domain.known_error import KnownError
from linkapp.services.application import Application
from linkapp.services.news import Changes
from linkapp.services.planner import PlanState, ScheduledEnd, needs_person, tomorrow
from linkapp.ui import doing
from linkapp.ui.desktop.tray import DesktopState, Tray, TrayState, tell_next

if TYPE_CHECKING:
    from linkapp.ui.window import MainWindow

WITHOUT_TRAY_MS = 15_000
"""How long a hidden window waits for a tray: panels start after the programs of a session, and begin anew when they
crash."""


class Background(QObject):
    """Of one window. ``seen`` is emitted when the window can be seen (again)."""

    seen = Signal()

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._window = window
        self._app: Application | None = None
        self._plan: PlanState | None = None
        self._scheduled_needs = self._unopened = False
        acts = {
            "open": self.come_forward,
            "run_now": self.run_now,
            "pause": self.pause_or_resume,
            "show_log": lambda: self.come_forward(2),
            "settings": self._settings,
            "quit": window.ask_to_quit,
        }
        self.tray = Tray(window.words, acts, self.standing, self)
        self.tray.moved.connect(self._tray_moved)
        self.tray.message_clicked.connect(self.come_forward)
        self._without_tray = QTimer(self)
        self._without_tray.setSingleShot(True)
        self._without_tray.setInterval(WITHOUT_TRAY_MS)
        self._without_tray.timeout.connect(self._show_minimised)
        window.campaign.standing_changed.connect(self._campaign_changed)
        window.installEventFilter(self)

    # ---- what is known ----

    def follow(self, app: Application) -> None:
        """Take up the application: what is planned is told from now on."""
        self._app, self._unopened = app, False
        if app.planner is not None:
            app.planner.listen(self._scheduled_run_ended)
            self.read_plan()
        self.tray.refresh()

    def could_not_open(self) -> None:
        """There is no application; the person has to see to it."""
        self._unopened = True
        self.tray.refresh()

    def heard(self, changes: Changes) -> None:
        """What changed may change what is planned."""
        if changes.schedule or changes.settings:
            self.read_plan()

    def read_plan(self) -> None:
        """Ask how scheduled runs stand."""
        app = self._app
        if app is not None and app.planner is not None:
            doing.start(self._read_plan(app), owner=self, name="plan")

    @property
    def busy(self) -> bool:
        """Whether a run goes on, by hand or by itself."""
        return self._window.campaign.busy or (self._plan is not None and self._plan.running is not None)

    def standing(self) -> DesktopState:
        """How LinkApp stands now, for the icon and the menus."""
        plan = self._plan
        if self.busy:
            state = TrayState.RUNNING
        elif self._unopened or self._scheduled_needs or self._window.campaign.needs is not None:
            state = TrayState.NEEDS_YOU
        elif plan is not None and plan.paused is not None:
            state = TrayState.PAUSED
        else:
            state = TrayState.IDLE
        paused = None if plan is None else plan.paused is not None
        return DesktopState(state=state, next_run=self._next_run(), paused=paused)

    # ---- what the menus do ----

    def come_forward(self, tab: int | None = None) -> None:
        """Show the window in front, at a tab."""
        window = self._window
        window.setWindowState(window.windowState() & ~Qt.WindowState.WindowMinimized)
        window.show()
        window.raise_()
        window.activateWindow()
        if tab is not None:
            window.show_tab(tab)

    def run_now(self) -> None:
        """Read who is due, and show them: nothing is sent before the person says so."""
        self.come_forward(0)
        self._window.campaign.refresh()

    def pause_or_resume(self) -> None:
        """Nothing runs by itself until tomorrow; or scheduled runs go on."""
        app = self._app
        if app is not None and app.planner is not None:
            doing.start(self._pause_or_resume(app), owner=self, name="pause")

    # ---- without the window ----

    def begin(self, *, hidden: bool = False) -> None:
        """Look for a tray; ``hidden``: the window has not been shown, and is not while there is one."""
        self.tray.begin()
        if hidden and not self.tray.here:
            self._without_tray.start()

    def end(self) -> None:
        """The program ends."""
        self._without_tray.stop()
        self.tray.end()

    def close_wanted(self) -> None:
        """The person closes the window: hide it, quit, or, the first time, ask."""
        choice = self._choice()
        if self._app is None or choice is False or (choice is None and not self.tray.here):
            self._window.ask_to_quit()
        elif choice is None:
            doing.start(self._ask(), owner=self, name="close")
        else:
            self.leave()

    def leave(self) -> None:
        """Go on without the window: hidden where its icon is in a tray, else minimised."""
        if self.tray.here:
            self._window.hide()
        else:
            self._window.showMinimized()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802 - Qt's name
        if watched is self._window and event.type() == QEvent.Type.Show:
            self._without_tray.stop()
            self.seen.emit()
        return super().eventFilter(watched, event)

    # ---- own ----

    def _choice(self) -> bool | None:
        try:
            return self._app.settings.load().in_background if self._app is not None else None
        except KnownError:  # settings that cannot be read keep nobody from quitting
            return False

    def _settings(self) -> None:
        self.come_forward()
        self._window.dialogs.settings()

    async def _ask(self) -> None:
        from linkapp.ui.dialogs.keep_running import KEEP, QUIT, KeepRunningDialog

        answer = await doing.ask(KeepRunningDialog(self._window.words, self._window))
        if answer in (KEEP, QUIT):
            self._window.apply_settings({"in_background": answer == KEEP})
        if answer == KEEP:
            self.leave()
        elif answer == QUIT:
            self._window.ask_to_quit()

    async def _read_plan(self, app: Application) -> None:
        assert app.planner is not None
        self._plan = await app.planner.state()
        self.tray.refresh()
        self.tell_menu()

    async def _pause_or_resume(self, app: Application) -> None:
        assert app.planner is not None
        if (await app.planner.state()).paused is not None:
            await app.planner.resume()
        else:
            await app.planner.pause(tomorrow(app.clock))
        await self._read_plan(app)

    def _campaign_changed(self) -> None:
        if self._window.campaign.needs is None:
            self._scheduled_needs = False
        self.tray.refresh()

    def _scheduled_run_ended(self, ended: ScheduledEnd) -> None:
        self._scheduled_needs = needs_person(ended)
        self.read_plan()
        self.tray.refresh()

    def _next_run(self) -> str:
        app, plan, words = self._app, self._plan, self._window.words
        if app is None or plan is None:
            return ""
        zone = app.clock.zone()
        today = app.clock.now().astimezone(zone).date()
        if plan.paused is not None:
            until = plan.paused.until
            return words("tray.paused_until", time=words.moment(until, zone, today)) if until else words("tray.paused")
        if plan.running is not None:
            return words("tray.running_now")
        if plan.next is None:
            return words("tray.nothing_planned")
        return words("tray.next", time=words.moment(plan.next.until, zone, today))

    def tell_menu(self) -> None:
        """Say in the window's own menu what is planned."""
        actions = self._window.menus.actions
        tell_next(self.standing(), self._window.words, actions["next_run"], actions["pause_plan"])

    def _tray_moved(self, here: bool) -> None:
        if here:
            self._without_tray.stop()
        elif not self._window.isVisible():
            self._without_tray.start()

    def _show_minimised(self) -> None:
        if not self._window.isVisible():
            self._window.showMinimized()
