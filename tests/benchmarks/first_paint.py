"""A window's start, in a process of its own: an empty one, or LinkApp's.

    python -m tests.benchmarks.first_paint empty|linkapp STARTED FOLDER [--background]

``STARTED`` is the time (``time.time()``) at which the process was begun. Prints one JSON document: seconds to the first
paint, seconds until everything was loaded, the longest gap of the loop in between, and megabytes in use some seconds
later.
"""

from __future__ import annotations

import json
import os
import sys
import time
from pathlib import Path
from typing import Any

STARTED = float(sys.argv[2]) if len(sys.argv) > 2 else 0.0
IDLE_S = 4.0
"""How long after the loading the memory is looked at."""


def memory_mb() -> float:
    """Megabytes of this process's own: what it wrote. Pages of libraries are on the disk as well, and whose they are
    changes with what else is running."""
    with Path("/proc/self/smaps_rollup").open(encoding="ascii") as rollup:
        sizes = {line.split()[0]: int(line.split()[1]) for line in rollup if line.startswith(("Private", "Rss"))}
    return sizes["Private_Dirty:"] / 1024


def watched(window: Any, loaded: Any) -> None:
    """Note the window's first paint and the gaps of the loop; print what was noted when everything was loaded and is
    idle. The window alone is watched: a watch over the whole application has Qt's types made for every event."""
    from PySide6.QtCore import QEvent, QObject, QTimer

    noted: dict[str, float] = {"longest_gap": 0.0}
    last = [time.perf_counter()]

    class Watch(QObject):
        def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802 - Qt's names
            if event.type() == QEvent.Type.Paint and "first_paint" not in noted:
                noted["first_paint"] = time.time() - STARTED
            return False

    watch = Watch(window)
    window.installEventFilter(watch)
    tick = QTimer(window)
    tick.setInterval(1)

    def look() -> None:
        now = time.perf_counter()
        if "first_paint" in noted and "loaded" not in noted:
            noted["longest_gap"] = max(noted["longest_gap"], now - last[0])
        last[0] = now
        if "loaded" not in noted and loaded():
            noted["loaded"] = time.time() - STARTED
            QTimer.singleShot(int(IDLE_S * 1000), window, end)

    def end() -> None:
        noted["memory_mb"] = memory_mb()
        print(json.dumps(noted), flush=True)
        os._exit(0)

    tick.timeout.connect(look)
    tick.start()


def empty() -> None:
    from PySide6.QtWidgets import QApplication, QMainWindow

    application = QApplication([])
    window = QMainWindow()
    watched(window, lambda: True)
    window.resize(1000, 700)
    window.show()
    application.exec()


def linkapp(folder: str, *options: str) -> None:
    from linkapp.app import main
    from linkapp.ui.frame import WindowFrame

    make = WindowFrame.__init__

    def made(window: Any, **more: Any) -> None:
        make(window, **more)
        watched(window, lambda: window.app is not None)

    WindowFrame.__init__ = made  # type: ignore[method-assign]
    main(["--data-dir", folder, "--site", "http://127.0.0.1:9", "--headless", *options])


if __name__ == "__main__":
    if sys.argv[1] == "empty":
        empty()
    else:
        linkapp(*sys.argv[3:])
