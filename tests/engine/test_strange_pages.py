"""The real campaign against pages that nobody planned for, judged on the receiver's side.

The ordinary run takes a few of them; all of them are run by ``python -m tests.engine.strange_pages_table`` and as the
tests marked slow.
"""

from __future__ import annotations

import pytest

from tests.engine.strange_pages import judged
from tests.engine.strange_site import VARIANTS, Variant


@pytest.mark.parametrize(
    "variant",
    [pytest.param(one, id=one.name, marks=[pytest.mark.slow] if one.slow else []) for one in VARIANTS],
)
async def test_on_a_strange_page_nothing_goes_wrong_and_nobody_is_missed_without_need(variant: Variant) -> None:
    found = await judged(variant)
    assert found.safe, found.row()
    assert variant.wants is None or found.sent == variant.wants, found.row()
    assert all(item.reason for item in found.report.items if item.state != "done"), found.row()


def test_every_strange_page_has_a_name_of_its_own() -> None:
    assert len({one.name for one in VARIANTS}) == len(VARIANTS)
