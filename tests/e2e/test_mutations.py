"""A site that was changed overnight: fully right, or said to be changed, and never a wrong action."""

from __future__ import annotations

import pytest

from tests.e2e.mutations import MUTATIONS, combinations, one_mutation


@pytest.mark.parametrize(("mutation", "layout", "composer"), list(combinations()))
async def test_a_changed_site_is_read_fully_right_or_said_to_be_changed(
    mutation: str, layout: str, composer: str
) -> None:
    found = await one_mutation(mutation, layout, composer)
    assert found.wrong_actions == 0, found.row()
    assert found.right or found.said, found.row()


def test_there_are_at_least_twelve_mutations() -> None:
    assert len(set(MUTATIONS)) >= 12
