"""Desktop notifications: through the tray where the desktop has one, else the window asks for attention."""

from __future__ import annotations

from PySide6.QtCore import QObject, Qt, QTimer, Signal
from PySide6.QtWidgets import QApplication, QSystemTrayIcon, QWidget

from linkapp.ui import icons

SHOWN_MS = 15_000
"""How long the tray icon stays for a message; the message goes with it."""


class Notifier(QObject):
    """Tells the desktop. ``clicked`` is emitted when the person chooses the message.

    The tray icon is there only while a message is.
    """

    clicked = Signal()

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self._window = window
        self._tray: QSystemTrayIcon | None = None
        self._over = QTimer(self)
        self._over.setSingleShot(True)
        self._over.setInterval(SHOWN_MS)
        self._over.timeout.connect(self.hide)
        self.told: tuple[str, str] | None = None
        """The last message, title and text."""

    def tell(self, title: str, text: str, *, needs_person: bool = False) -> None:
        """One message; ``needs_person``: nothing goes on without them."""
        self.told = (title, text)
        if not QSystemTrayIcon.isSystemTrayAvailable():
            QApplication.alert(self._window, 0 if needs_person else 3000)
            return
        if self._tray is None:
            self._tray = QSystemTrayIcon(icons.application_icon(), self)
            self._tray.messageClicked.connect(self._chosen)
            self._tray.activated.connect(self._chosen)
        self._tray.setToolTip(title)
        self._tray.show()
        kind = QSystemTrayIcon.MessageIcon.Warning if needs_person else QSystemTrayIcon.MessageIcon.Information
        self._tray.showMessage(title, text, kind, SHOWN_MS)
        self._over.start()

    def hide(self) -> None:
        """Take the icon away, and with it the message."""
        self._over.stop()
        if self._tray is not None:
            self._tray.hide()

    def _chosen(self, *_: object) -> None:
        self._window.setWindowState(self._window.windowState() & ~Qt.WindowState.WindowMinimized)
        self._window.show()
        self._window.raise_()
        self._window.activateWindow()
        self.clicked.emit()
