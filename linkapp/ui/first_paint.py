"""Between the window's first paint and the loop in which the program lives: the window is alive while the rest of the
program is imported in a thread.

There is no coroutine yet, and no asyncio: this is the one place in which Qt's own loop is run by hand.
"""

from __future__ import annotations

import importlib
import threading
from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QEventLoop, QTimer

from linkapp.ui.frame import WindowFrame

LOOK_EVERY_MS = 5
LONGEST_MS = 1_000
"""How long a window that the desktop does not show at once is waited for before anything else is imported."""


def import_all(names: Sequence[str]) -> None:
    """Import modules in their order."""
    for name in names:
        importlib.import_module(name)


class _Import(threading.Thread):
    """Imports modules in their order; ``error`` is why one could not be."""

    def __init__(self, names: Sequence[str]) -> None:
        super().__init__(name="imports", daemon=True)
        self._names = names
        self.error: BaseException | None = None

    def run(self) -> None:
        try:
            import_all(self._names)
        except BaseException as error:  # noqa: BLE001 - raised by who waits for it
            self.error = error


def show_first(window: WindowFrame, then: Sequence[str]) -> None:
    """Show the window, and when it was painted import ``then``, in a thread; return when both are done.

    A signal ends the process meanwhile, as nothing is open yet. Raises what an import raised.
    """
    importing = _Import(then)
    loop = QEventLoop()
    interrupt: Any = None
    looking = QTimer()
    looking.setInterval(LOOK_EVERY_MS)

    def begin() -> None:
        nonlocal interrupt
        if importing.ident is None:
            import signal

            interrupt = signal.signal(signal.SIGINT, signal.SIG_DFL)
            importing.start()
            looking.start()

    def look() -> None:
        if not importing.is_alive():
            loop.quit()

    looking.timeout.connect(look)
    window.painted.connect(lambda: QTimer.singleShot(0, begin))
    QTimer.singleShot(LONGEST_MS, begin)
    window.show()
    loop.exec()
    looking.stop()
    import signal

    signal.signal(signal.SIGINT, interrupt)
    if importing.error is not None:
        raise importing.error
