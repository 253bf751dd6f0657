"""Measurements are run when they are asked for (``-m benchmark``), and are no part of any other run."""

from __future__ import annotations

import pytest


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    if "benchmark" in str(config.getoption("markexpr")):
        return
    measured = [item for item in items if item.get_closest_marker("benchmark")]
    config.hook.pytest_deselected(items=measured)
    items[:] = [item for item in items if item not in measured]
