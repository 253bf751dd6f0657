"""Several programs at once, and the same campaign on the days after."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from linkapp.practice import ordinary_world
from tests.e2e.processes import again_and_again, at_once


@pytest.mark.timeout(300)
def test_four_programs_at_once_send_exactly_what_the_cap_allows() -> None:
    statuses, received = at_once(4, 20)
    assert sum(received.values()) == len(received) == 12
    assert set(statuses) == {4}


async def test_the_same_campaign_again_today_and_on_the_next_days_greets_nobody_twice() -> None:
    world = ordinary_world(datetime.now(UTC).date())
    arrived, second = await again_and_again(world)
    assert second == 0
    assert arrived[:2] == [6, 0]
    assert sum(arrived[2:]) == 1, "one upcoming birthday of this world comes in these days"
