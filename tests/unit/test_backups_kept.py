"""Which automatic copies are kept."""

from __future__ import annotations

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from linkapp.domain.backups import DAILY, WEEKLY, superfluous


def test_of_a_year_of_copies_the_last_seven_days_and_four_weeks_stay() -> None:
    today = date(2026, 11, 26)
    made = [today - timedelta(days=n) for n in range(365)]
    left = sorted(set(made) - superfluous(made), reverse=True)
    assert left[:DAILY] == made[:DAILY]
    assert left[DAILY:] == [date(2026, 11, 19), date(2026, 11, 15), date(2026, 11, 8), date(2026, 11, 1)]


def test_copies_do_not_go_because_time_goes_by() -> None:
    assert superfluous([date(2020, 1, 1), date(1999, 12, 31)]) == frozenset()


@given(st.lists(st.dates(), max_size=60))
def test_the_newest_always_stay_and_deciding_again_changes_nothing(made: list[date]) -> None:
    gone = superfluous(made)
    left = set(made) - gone
    assert set(sorted(set(made), reverse=True)[:DAILY]) <= left
    assert len(left) <= DAILY + WEEKLY
    assert superfluous(left) == frozenset()
