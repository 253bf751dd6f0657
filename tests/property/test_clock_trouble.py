"""A short run of the lives with clocks that cannot be trusted, and the bugs that they have to find."""

from __future__ import annotations

import pytest

from tests.property.clock_trouble import CAPS, lives


def test_no_clock_trouble_lets_more_through_than_the_caps() -> None:
    over, truth = lives(range(20))
    assert over == 0
    # Caps that are never reached would prove nothing.
    assert (truth.date, truth.day, truth.week) == (CAPS.day, CAPS.day, CAPS.week)


@pytest.mark.parametrize("clock", ["computer", "dozing"])
def test_a_clock_that_is_not_the_sites_is_found(clock: str) -> None:
    over, _ = lives(range(3), clock)
    assert over > 0
