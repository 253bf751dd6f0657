"""The session ends, or the system asks the program to quit: Qt would first close every window, and take one that hides
instead for a refusal, which holds up the whole log-out. Nor is the program begun anew with the next session, unless the
person chose that (``system/autostart.py``): else it would be begun twice, and its window come up unasked."""

from __future__ import annotations

import asyncio

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QSessionManager
from PySide6.QtWidgets import QApplication


class QuitEvents(QObject):
    """Turns every such request into the program's own end."""

    def __init__(self, stop: asyncio.Event) -> None:
        super().__init__()
        self._stop = stop
        application = QApplication.instance()
        self._application = application if isinstance(application, QApplication) else None
        if self._application is not None:
            self._application.installEventFilter(self)
            # At once: the session's manager is there as long as the signal lasts.
            self._application.saveStateRequest.connect(not_begun_anew, Qt.ConnectionType.DirectConnection)

    def end(self) -> None:
        """The program ends by itself from here on."""
        if self._application is not None:
            self._application.removeEventFilter(self)
            self._application.saveStateRequest.disconnect(not_begun_anew)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802 - Qt's name
        if watched is self._application and event.type() == QEvent.Type.Quit:
            self._stop.set()
            return True
        return False


def not_begun_anew(manager: QSessionManager) -> None:
    """Tell the session's manager that this program is not to be begun anew by it."""
    manager.setRestartHint(QSessionManager.RestartHint.RestartNever)
