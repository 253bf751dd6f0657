"""For every test: an example may take as long as it takes; how fast things are is measured in ``tests/benchmarks``."""

from __future__ import annotations

import signal
import sys
from collections.abc import Generator
from pathlib import Path

import pytest
from hypothesis import settings

settings.register_profile("patient", deadline=None)
settings.load_profile("patient")

# A run in the background, or under nohup, hands on that these are ignored; the programs under test would respect it.
for number, usual in ((signal.SIGINT, signal.default_int_handler), (getattr(signal, "SIGHUP", None), signal.SIG_DFL)):
    if number is not None and signal.getsignal(number) is signal.SIG_IGN:
        signal.signal(number, usual)

HERE = Path(__file__).parent
NOT_MEASURED = {HERE / "crash", HERE / "property"}
"""Thousands of walks and examples over the same few lines, whose coverage comes from other tests: measuring them takes
several times as long as they do."""


@pytest.hookimpl(wrapper=True)
def pytest_runtest_call(item: pytest.Item) -> Generator[None, object, object]:
    """Leave these unmeasured (the marker ``no_cover`` does nothing in a process that works for others)."""
    measuring = sys.gettrace()
    if item.path.parent not in NOT_MEASURED or not type(measuring).__module__.startswith("coverage"):
        return (yield)
    sys.settrace(None)
    try:
        return (yield)
    finally:
        sys.settrace(measuring)
