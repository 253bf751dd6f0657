"""A few ends of the program out of the table of ``ends.py``: nothing of it or of its browser is left."""

from __future__ import annotations

import pytest

from tests.e2e.ends import one_end


@pytest.mark.parametrize(
    ("state", "way", "status"),
    [
        ("preview", "quit", 0),
        ("browsing by hand", "quit", 0),
        ("frozen browser", "SIGTERM", 0),
        ("running", "kill -9", -9),
    ],
)
def test_no_process_is_left_when_the_program_ends(state: str, way: str, status: int) -> None:
    end = one_end(state, way)
    assert end.there > 5, "its browser was there"
    assert end.gone_after is not None
    assert end.status == status, end  # how soon is a matter of speed: the table of ``ends.py`` counts after 3 s
