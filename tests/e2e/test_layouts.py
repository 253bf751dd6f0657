"""Every layout with every composer, the languages taking turns. The whole table: ``python -m tests.e2e.layouts``."""

from __future__ import annotations

from itertools import product

import pytest

from linkapp.practice import COMPOSERS, LAYOUTS
from tests.e2e.layouts import LANGUAGES, one_campaign

TURNS = [(layout, composer, LANGUAGES[turn % 3]) for turn, (layout, composer) in enumerate(product(LAYOUTS, COMPOSERS))]


@pytest.mark.parametrize(("layout", "composer", "language"), TURNS)
async def test_everybody_due_is_greeted_once_and_nobody_else(layout: str, composer: str, language: str) -> None:
    row = await one_campaign(layout, composer, language, few=True)
    assert row.clean, row.row()
    assert row.read == row.there, row.row()
    assert row.sent == row.due > 0, row.row()
