"""A site that was changed overnight: fully right, or said to be changed, and never a wrong action.

The ordinary run takes two of the three sites; all of them are run by ``python -m tests.e2e.mutations``.
"""

from __future__ import annotations

import pytest

from tests.e2e.mutations import MUTATIONS, SITES, combinations, one_mutation


@pytest.mark.parametrize(
    ("mutation", "layout", "composer"),
    [pytest.param(*one, marks=[pytest.mark.slow] if one[1:] == SITES[-1] else []) for one in combinations()],
)
async def test_a_changed_site_is_read_fully_right_or_said_to_be_changed(
    mutation: str, layout: str, composer: str
) -> None:
    found = await one_mutation(mutation, layout, composer)
    assert found.wrong_actions == 0, found.row()
    assert found.right or found.said, found.row()


def test_there_are_at_least_twelve_mutations() -> None:
    assert len(set(MUTATIONS)) >= 12
