"""A site that was changed overnight: fully right, or said to be changed, and never a wrong action.

The ordinary run takes one site for each, in turn; all of them are run by ``python -m tests.e2e.mutations``.
"""

from __future__ import annotations

import pytest

from tests.e2e.mutations import MUTATIONS, SITES, combinations, one_mutation


def _ordinary(mutation: str, site: tuple[str, str]) -> bool:
    """Every mutation on one site, the sites in turn."""
    return site == SITES[MUTATIONS.index(mutation) % len(SITES)]


@pytest.mark.parametrize(
    ("mutation", "layout", "composer"),
    [pytest.param(*one, marks=[] if _ordinary(one[0], one[1:]) else [pytest.mark.slow]) for one in combinations()],
)
async def test_a_changed_site_is_read_fully_right_or_said_to_be_changed(
    mutation: str, layout: str, composer: str
) -> None:
    found = await one_mutation(mutation, layout, composer)
    assert found.wrong_actions == 0, found.row()
    assert found.right or found.said, found.row()


def test_there_are_at_least_twelve_mutations() -> None:
    assert len(set(MUTATIONS)) >= 12
