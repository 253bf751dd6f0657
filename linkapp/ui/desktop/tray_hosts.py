"""Hosts of tray icons that speak StatusNotifierItem, as they come and go on the session's bus.

Qt takes the name of their watcher for a tray. The watcher may be there without any host that would show an icon: before
a panel has drawn itself, or on a desktop without one. Nothing here waits for an answer: a host that hangs holds nothing
up.
"""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import SLOT, QObject, Signal, Slot

WATCHER = "org.kde.StatusNotifierWatcher"
PATH = "/StatusNotifierWatcher"
PROPERTIES = "org.freedesktop.DBus.Properties"
_HEARD: Any = SLOT("ask()")


class TrayHosts(QObject):
    """``replaced`` is emitted where the watcher came, went or began anew, ``changed`` where its answer is another."""

    replaced = Signal()
    changed = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._bus: Any = None
        self._asking: Any = None
        self._has_host = False
        self.watched = False
        """Whether there is a watcher: Qt gives it every icon then."""

    @property
    def shown(self) -> bool:
        """Whether an icon is shown by somebody, as far as this bus can tell."""
        return self._has_host or not self.watched

    def begin(self) -> None:
        """Watch, where there is a session's bus."""
        try:
            from PySide6.QtDBus import QDBusConnection, QDBusServiceWatcher
        except ImportError:
            return
        bus = QDBusConnection.sessionBus()
        if not bus.isConnected():
            return
        self._bus = bus
        watcher = QDBusServiceWatcher(WATCHER, bus, parent=self)
        watcher.serviceOwnerChanged.connect(self._owner_changed)
        for member in ("StatusNotifierHostRegistered", "StatusNotifierHostUnregistered"):
            bus.connect(WATCHER, PATH, WATCHER, member, self, _HEARD)
        self.watched = bool(bus.interface().isServiceRegistered(WATCHER).value())
        self.ask()

    @Slot()
    def ask(self) -> None:
        """Ask the watcher whether somebody shows icons; ``changed`` tells."""
        if self._bus is None or not self.watched or self._asking is not None:
            return
        from PySide6.QtDBus import QDBusMessage, QDBusPendingCallWatcher

        question = QDBusMessage.createMethodCall(WATCHER, PATH, PROPERTIES, "Get")
        question.setArguments([WATCHER, "IsStatusNotifierHostRegistered"])
        self._asking = QDBusPendingCallWatcher(self._bus.asyncCall(question, 5000), self)
        self._asking.finished.connect(self._answered)

    def _answered(self, asked: Any) -> None:
        from PySide6.QtDBus import QDBusMessage

        if asked is not self._asking:
            return
        self._asking = None
        reply = asked.reply() if hasattr(asked, "reply") else None
        asked.deleteLater()
        value: Any = None
        if reply is not None and reply.type() == QDBusMessage.MessageType.ReplyMessage and reply.arguments():
            value = reply.arguments()[0]
            value = value.variant() if hasattr(value, "variant") else value
        if (value is True) is not self._has_host:
            self._has_host = value is True
            self.changed.emit()

    def _owner_changed(self, _name: str, _before: str, owner: str) -> None:
        self.watched, self._has_host = bool(owner), False
        self._asking = None
        self.ask()
        self.replaced.emit()
