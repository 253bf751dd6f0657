"""The dialogs that the window's menus open, one at a time. Each is imported when it is opened."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QUrl
from PySide6.QtGui import QDesktopServices

from linkapp.services.application import Application
from linkapp.ui import doing

if TYPE_CHECKING:
    from linkapp.services.ports.desktop import AtLogin
    from linkapp.ui.window import MainWindow


class WindowDialogs:
    """Opens them over their window. ``at_login`` starts LinkApp with the session, where that is offered."""

    def __init__(self, window: MainWindow) -> None:
        self._window = window
        self.at_login: AtLogin | None = None

    def settings(self) -> None:
        """What can be set."""
        if (app := self._window.app) is not None:
            doing.start(self._settings(app), owner=self._window, name="dialog")

    def shortcuts(self) -> None:
        """The keys."""
        doing.start(self._shortcuts(), owner=self._window, name="dialog")

    def about(self) -> None:
        """Version, folders, licences."""
        doing.start(self._about(), owner=self._window, name="dialog")

    def health(self) -> None:
        """Everything LinkApp needs."""
        app = self._window.app
        if app is not None and app.health is not None:
            doing.start(self._health(app), owner=self._window, name="dialog")

    def evidence(self) -> None:
        """The folder with what pages looked like."""
        if folder := self.evidence_folder:
            QDesktopServices.openUrl(QUrl.fromLocalFile(folder))

    @property
    def evidence_folder(self) -> str:
        """Where evidence is kept; empty where there is none."""
        app = self._window.app
        folder = app.evidence_folder if app is not None else ""
        return folder if folder and Path(folder).is_dir() else ""

    async def _settings(self, app: Application) -> None:
        from linkapp.ui.dialogs.settings import SettingsDialog
        from linkapp.ui.dialogs.settings_pages import more_pages

        window = self._window
        dialog = SettingsDialog(
            window.words,
            app.settings.load(),
            window,
            sharing=app.sharing,
            more=more_pages(window.words, app, window.apply_settings),
            at_login=self.at_login,
        )
        dialog.changed.connect(window.apply_settings)
        await doing.ask(dialog)

    async def _shortcuts(self) -> None:
        from linkapp.ui.dialogs.shortcuts import ShortcutsDialog

        await doing.ask(ShortcutsDialog(self._window.words, self._window))

    async def _about(self) -> None:
        from linkapp.ui.dialogs.about import AboutDialog

        app = self._window.app
        await doing.ask(AboutDialog(self._window.words, app.data_folder if app else "", self._window))

    async def _health(self, app: Application) -> None:
        from linkapp.ui.dialogs.health import HealthDialog

        window = self._window
        campaign = window.campaign
        await doing.ask(HealthDialog(window.words, app, hold=campaign.hold, release=campaign.release, parent=window))
