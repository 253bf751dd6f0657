"""The session ends, or the system asks the program to quit: Qt would first close every window, and take one that hides
instead for a refusal, which holds up the whole log-out."""

from __future__ import annotations

import asyncio

from PySide6.QtCore import QEvent, QObject
from PySide6.QtWidgets import QApplication


class QuitEvents(QObject):
    """Turns every such request into the program's own end."""

    def __init__(self, stop: asyncio.Event) -> None:
        super().__init__()
        self._stop = stop
        self._application = QApplication.instance()
        if self._application is not None:
            self._application.installEventFilter(self)

    def end(self) -> None:
        """The program ends by itself from here on."""
        if self._application is not None:
            self._application.removeEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802 - Qt's name
        if watched is self._application and event.type() == QEvent.Type.Quit:
            self._stop.set()
            return True
        return False
