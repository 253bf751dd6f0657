"""A few rows of the table of messages that the site keeps differently; the whole: ``python -m tests.e2e.kept_differently``."""

from __future__ import annotations

import pytest

from tests.e2e.kept_differently import three_days


@pytest.mark.parametrize(
    ("composer", "ways"),
    [
        ("overlay", ["decomposed", "one line", "pictures lost"]),
        pytest.param("shadow", ["straight quotes", "cut off", "escaped"], marks=pytest.mark.slow),
    ],
)
async def test_whoever_received_it_is_never_called_failed_and_never_written_to_again(
    composer: str, ways: list[str]
) -> None:
    """Of the third one the page never hears the site's answer."""
    assert (await three_days(composer, ways, days=2)).right
