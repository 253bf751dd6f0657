"""The program's real window on a desktop, with a hand on it: how it stands is printed, orders are read.

    python -m tests.e2e.tray_hand LINKAPP-OPTION ...

A JSON object on standard output whenever something of it changed. Orders, one a line on standard input: ``close`` (the
window), ``trigger NAME`` (an entry of the tray's menu), ``browse`` (by hand), ``picture FILE`` (of the menu).
"""

from __future__ import annotations

import json
import sys
import threading
from typing import Any

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication

from linkapp.app import main
from linkapp.ui import application
from linkapp.ui.window import MainWindow


class TrayHand:
    """Looks every few hundredths of a second."""

    def __init__(self, application: QApplication) -> None:
        self._said: dict[str, Any] = {}
        self._orders: list[list[str]] = []
        self._timer = QTimer()
        self._timer.setInterval(30)
        self._timer.timeout.connect(self._look)
        self._timer.start()
        threading.Thread(target=self._listen, daemon=True).start()

    def _listen(self) -> None:
        for line in sys.stdin:
            self._orders.append(line.split())

    def _look(self) -> None:
        for window in QApplication.topLevelWidgets():
            if isinstance(window, MainWindow) and window.furnished:
                self._tell(window)
                while self._orders:
                    self._do(window, self._orders.pop(0))
                return

    def _tell(self, window: MainWindow) -> None:
        tray = window.background.tray
        place = tray.icon.geometry() if tray.icon is not None else None
        now = {
            "tray": tray.here,
            "place": [place.x(), place.y(), place.width(), place.height()] if place is not None else [],
            "visible": window.isVisible(),
            "minimised": window.isMinimized(),
            "opened": window.app is not None,
            "state": str(window.background.standing().state),
            "menu": tray.menu.isVisible(),
        }
        if now != self._said:
            self._said = now
            print(json.dumps(now), flush=True)

    def _do(self, window: MainWindow, order: list[str]) -> None:
        tray = window.background.tray
        if order[0] == "close":
            window.close()
        elif order[0] == "trigger":
            tray.actions[order[1]].trigger()
        elif order[0] == "browse":
            window.contacts.browsing.open(None)
        elif order[0] == "picture":
            tray.refresh()
            tray.menu.grab().save(order[1])


def _with_a_hand() -> None:
    make, hands = application.make_application, []

    def made(*arguments: Any) -> QApplication:
        hands.append(TrayHand(qt := make(*arguments)))
        return qt

    application.make_application = made


if __name__ == "__main__":
    _with_a_hand()
    main(sys.argv[1:])
