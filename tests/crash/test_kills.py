"""A short part of the crash harness: the whole program, killed for real, with the receiver's count."""

from __future__ import annotations

import pytest

from tests.crash.kills import crash


@pytest.mark.timeout(200)
def test_a_program_killed_at_random_moments_greets_everybody_once_or_says_unsure() -> None:
    made = crash(6, seed=7, people=4)
    assert made.kills == 6
    assert made.clean, str(made)
    assert not made.waiting, str(made)
