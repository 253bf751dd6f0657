"""The computer goes to sleep and wakes, as logind says it; harmless where there is none."""

from __future__ import annotations

import sys
from typing import Any

from PySide6.QtCore import SLOT, QObject, Signal, Slot

SERVICE = "org.freedesktop.login1"
PATH = "/org/freedesktop/login1"
INTERFACE = "org.freedesktop.login1.Manager"
_HEARD: Any = SLOT("prepare_for_sleep(bool)")


class Power(QObject):
    """``about_to_sleep`` and ``woke`` are emitted where the system tells; Windows and macOS do not here: there the
    planner's own clock notices."""

    about_to_sleep = Signal()
    woke = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._bus: Any = None

    def begin(self) -> bool:
        """Listen from now on; False where nobody can be heard."""
        if not sys.platform.startswith("linux") or self._bus is not None:
            return self._bus is not None
        try:
            from PySide6.QtDBus import QDBusConnection
        except ImportError:
            return False
        bus = QDBusConnection.systemBus()
        if not bus.isConnected():
            return False
        # By its slot's name: a Python function cannot be connected to a signal of the bus.
        if not bus.connect(SERVICE, PATH, INTERFACE, "PrepareForSleep", self, _HEARD):
            return False
        self._bus = bus
        return True

    def end(self) -> None:
        """Listen no more."""
        if self._bus is not None:
            self._bus.disconnect(SERVICE, PATH, INTERFACE, "PrepareForSleep", self, _HEARD)
            self._bus = None

    @Slot(bool)
    def prepare_for_sleep(self, starting: bool) -> None:
        """The bus's word: true before sleep, false after waking."""
        (self.about_to_sleep if starting else self.woke).emit()
