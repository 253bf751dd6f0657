"""For every test: an example may take as long as it takes; how fast things are is measured in ``tests/benchmarks``."""

from __future__ import annotations

from hypothesis import settings

settings.register_profile("patient", deadline=None)
settings.load_profile("patient")
