"""Every stop sign at every moment of a run: nothing is done after it, and what is said of the greeting in hand is true."""

from __future__ import annotations

import pytest

from tests.e2e.stops import combinations, one_stop


@pytest.mark.parametrize(("sign", "moment"), list(combinations()))
async def test_nothing_is_done_after_a_stop_sign_and_the_greeting_in_hand_is_settled_honestly(
    sign: str, moment: str
) -> None:
    made = await one_stop(sign, moment)
    assert made.clean, made
