"""A short run of the trials; ten thousand of them: ``python -m tests.crash.trials``."""

from __future__ import annotations

from tests.crash.trials import many


async def test_campaigns_stopped_again_and_again_greet_everybody_once() -> None:
    made = await many(150, seed=3, real=0.03)
    assert made.faults == [], made
    assert made.stops > 150
    assert len(made.where) > 20
