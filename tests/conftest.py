"""For every test: an example may take as long as it takes; how fast things are is measured in ``tests/benchmarks``."""

from __future__ import annotations

import signal

from hypothesis import settings

settings.register_profile("patient", deadline=None)
settings.load_profile("patient")

# A run in the background, or under nohup, hands on that these are ignored; the programs under test would respect it.
for number, usual in ((signal.SIGINT, signal.default_int_handler), (getattr(signal, "SIGHUP", None), signal.SIG_DFL)):
    if number is not None and signal.getsignal(number) is signal.SIG_IGN:
        signal.signal(number, usual)
