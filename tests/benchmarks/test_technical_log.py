"""How long the window is held up while a million lines of the technical log come in, and while one scrolls in them:
in time of its own thread, so that it is the same beside other work.

Run with ``-m benchmark -s``; without that mark chosen it is left out.
"""

from __future__ import annotations

import os
import statistics
import time

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

import pytest
from PySide6.QtWidgets import QApplication

from linkapp.ui.application import make_application
from linkapp.ui.tabs.log.technical import TechnicalPanel
from linkapp.ui.words import Words

pytestmark = pytest.mark.benchmark

LINES = 1_000_000
BATCH = 500
"""About what one reading of the file brings."""
SCROLLS = 1_000
TARGET_MS = 16.0


def _p99(took: list[float]) -> float:
    return statistics.quantiles(took, n=100)[98] * 1e3


def _batch(first: int) -> list[str]:
    return [
        f'{{"at": "2026-11-22T08:30:00.000+00:00", "event": "noted", "run": {number}, "cards": 12, "site": "practice"}}'
        for number in range(first, first + BATCH)
    ]


@pytest.mark.parametrize("follows", [True, False])
def test_a_million_lines_are_taken_and_scrolled_within_a_frame(follows: bool) -> None:
    application = make_application([])
    assert isinstance(application, QApplication)
    panel = TechnicalPanel(Words("en"))
    panel.resize(1100, 400)
    panel.retranslate()
    panel.show()
    panel.follow.setChecked(follows)
    appended, scrolled = [], []
    for first in range(0, LINES, BATCH):
        batch = _batch(first)
        begun = time.thread_time()
        panel.model.append(batch)
        panel.view.viewport().grab()
        appended.append(time.thread_time() - begun)
    bar = panel.view.verticalScrollBar()
    for number in range(SCROLLS):
        begun = time.thread_time()
        bar.setValue(number * 7919 % bar.maximum())
        panel.view.viewport().grab()
        scrolled.append(time.thread_time() - begun)
    rows = panel.model.rowCount()
    panel.close()
    panel.deleteLater()
    print(f"\nappend of {BATCH}: p99 {_p99(appended):.1f} ms, scroll: p99 {_p99(scrolled):.1f} ms, {rows} lines kept")
    assert rows <= 11_000
    assert _p99(appended) <= TARGET_MS
    assert _p99(scrolled) <= TARGET_MS
