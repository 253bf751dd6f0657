"""The program's real window with a hand on it: what it shows is printed, and Send is pressed where that is wanted.

    python -m tests.e2e.window_hand [--press] LINKAPP-OPTION ...

A JSON line (a list of the texts that can be seen) on standard output whenever they changed.
"""

from __future__ import annotations

import json
import sys
from typing import Any

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication, QLabel, QPushButton

from linkapp.app import main
from linkapp.ui import application, window


class Hand:
    """Looks at the window every few hundredths of a second."""

    def __init__(self, application: QApplication, *, press: bool) -> None:
        self._application = application
        self._press = press
        self._said: list[str] = []
        self._timer = QTimer()
        self._timer.setInterval(30)
        self._timer.timeout.connect(self._look)
        self._timer.start()

    def _look(self) -> None:
        parts = [part for part in self._application.allWidgets() if part.isVisible()]
        shown = [part.text() for part in parts if isinstance(part, QLabel | QPushButton) and part.text()]
        if shown != self._said:
            self._said = shown
            print(json.dumps(shown), flush=True)
        for part in parts:
            if not (self._press and isinstance(part, QPushButton) and part.isEnabled()):
                continue
            if part.text().replace("&", "").startswith("Send "):
                self._press = False
                part.click()
                return


def _with_a_hand(*, press: bool) -> None:
    make, hands = application.make_application, []

    def made(*arguments: Any) -> QApplication:
        hands.append(Hand(qt := make(*arguments), press=press))
        return qt

    application.make_application = made
    window.MainWindow.__init__.__kwdefaults__["hold_seconds"] = 0.0


if __name__ == "__main__":
    given = sys.argv[1:]
    _with_a_hand(press="--press" in given)
    main([one for one in given if one != "--press"])
