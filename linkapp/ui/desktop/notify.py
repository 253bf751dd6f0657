"""Desktop notifications: the desktop's own where it has them, else a balloon at the tray's icon, else the window asks
for attention. The desktop decides what is shown when: its quiet hours hold."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QApplication, QWidget

from linkapp.ui import doing
from linkapp.ui.desktop.notification_service import NotificationService

Balloon = Callable[..., bool]


class Notifier(QObject):
    """Tells the desktop. ``clicked`` is emitted with its place when the person chooses a message."""

    clicked = Signal(int)

    def __init__(self, window: QWidget, *, service: NotificationService | None = None) -> None:
        super().__init__(window)
        self._window = window
        self._service = service or (NotificationService(self._chosen) if _has_service() else None)
        self._balloon: Balloon | None = None
        self.told: tuple[str, str] | None = None
        """The last message, title and text."""

    def use(self, balloon: Balloon) -> None:
        """How to show a message at the tray's icon: False where there is none."""
        self._balloon = balloon

    def tell(self, title: str, text: str, *, needs_person: bool = False, place: int = 0) -> None:
        """One message; ``needs_person``: nothing goes on without them. A newer one of the same kind replaces it."""
        self.told = (title, text)
        if self._service is None:
            self._show_here(title, text, needs_person)
        else:
            doing.start(self._send(self._service, title, text, needs_person, place), owner=self)

    def end(self) -> None:
        """The program ends."""
        if self._service is not None:
            self._service.end()

    async def _send(self, service: NotificationService, title: str, text: str, needs_person: bool, place: int) -> None:
        if not await service.send(title, text, kind="needs_you" if needs_person else "summary", place=place):
            self._show_here(title, text, needs_person)

    def _show_here(self, title: str, text: str, needs_person: bool) -> None:
        if self._balloon is None or not self._balloon(title, text, warning=needs_person):
            QApplication.alert(self._window, 0 if needs_person else 3000)

    def _chosen(self, place: int, token: str) -> None:
        if token:  # Wayland lets a window come forward only with it; Qt takes it from there
            os.environ["XDG_ACTIVATION_TOKEN"] = token
        self.clicked.emit(place)


def _has_service() -> bool:
    """Whether messages go over a session bus here (Windows and macOS have a way of their own behind the icon)."""
    return sys.platform.startswith(("linux", "freebsd")) and bool(os.environ.get("DBUS_SESSION_BUS_ADDRESS"))
