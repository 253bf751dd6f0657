"""Every wall on every page at every moment ends the run at once and with its reason: a few of them here, all of them with
``python -m tests.e2e.walls``."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest

from tests.e2e.walls import PLACES, Watched, combinations, one

HERE = (
    ("check", "address", "en", "conversation", "pre-check"),
    ("visitor", "in place", "fr", "profile", "look-up"),
    ("sign-in", "in place", "de", "composer", "while typing"),
    ("captcha", "in place", "en", "conversation", "in recovery"),
    ("limit", "address", "fr", "profile", "page check"),
    ("restricted", "in place", "de", "list", "at load-more"),
)
"""What the ordinary run takes: every page, every kind but one, both ways."""


@pytest.fixture(scope="module")
async def watched() -> AsyncIterator[Watched]:
    async with Watched() as own:
        yield own


@pytest.mark.parametrize("wall", HERE, ids=" ".join)
async def test_a_wall_ends_the_run_at_once_with_its_reason(watched: Watched, wall: tuple[str, ...]) -> None:
    kind, way, language, page, moment = wall
    (place,) = [place for place in PLACES if (place.page, place.moment) == (page, moment)]
    met = await one(watched, kind, way, language, place)
    assert met.clean, met


@pytest.mark.slow
@pytest.mark.timeout(7200)
async def test_every_wall_ends_the_run_at_once_with_its_reason(watched: Watched) -> None:
    met = [await one(watched, *wall) for wall in combinations()]
    assert not [one for one in met if not one.clean]
