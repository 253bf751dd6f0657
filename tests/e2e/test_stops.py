"""Every stop sign at every moment of a run: nothing is done after it, and what is said of the greeting in hand is true.

The ordinary run takes two signs at every moment and all signs at the two that matter most; ``python -m
tests.e2e.stops`` takes all.
"""

from __future__ import annotations

import pytest

from tests.e2e.stops import combinations, one_stop


def _ordinary(sign: str, moment: str) -> bool:
    return sign in ("sign-in page", "HTTP 429") or moment in ("composer open", "after the click")


@pytest.mark.parametrize(
    ("sign", "moment"),
    [pytest.param(*one, marks=[] if _ordinary(*one) else [pytest.mark.slow]) for one in combinations()],
)
async def test_nothing_is_done_after_a_stop_sign_and_the_greeting_in_hand_is_settled_honestly(
    sign: str, moment: str
) -> None:
    made = await one_stop(sign, moment)
    assert made.clean, made


async def test_the_click_waits_for_an_answer_that_may_be_the_stop_sign() -> None:
    made = await one_stop("HTTP 429", "composer open", slow=0.4)
    assert made.clean, made
    assert made.in_hand == "failed", "nothing was clicked"
