"""The site's time is what its answers agree on: no answer alone moves it, and in doubt there is none."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from email.utils import format_datetime

from linkapp.engine.site_clock import SiteClock

NOW = datetime(2026, 7, 10, 9, tzinfo=UTC)
SECOND, HOUR, DAY = timedelta(seconds=1), timedelta(hours=1), timedelta(days=1)


class Site:
    """Answers that a site clock notes; ``true`` is the time since the first moment."""

    def __init__(self) -> None:
        self.true = timedelta(0)
        self.clock = SiteClock(since_boot=lambda: 100 + self.true.total_seconds())

    def passes(self, length: timedelta) -> None:
        self.true += length

    def answers(self, off_by: timedelta = timedelta(0)) -> timedelta | None:
        """An answer whose ``Date`` is off; how far off the clock is then."""
        self.clock.note({"date": format_datetime(NOW + self.true + off_by, usegmt=True)})
        return self.off_by

    @property
    def off_by(self) -> timedelta | None:
        now = self.clock.now()
        return None if now is None else now - NOW - self.true


def test_without_a_dated_answer_of_the_site_itself_there_is_no_time() -> None:
    clock = SiteClock()
    for headers in ({}, {"date": "nonsense"}, {"date": "Fri, 10 Jul 2026 09:00:00 -0000"}):
        clock.note(headers)
    clock.note({"date": "Fri, 10 Jul 2026 09:00:00 GMT", "age": "60"})
    assert clock.now() is None
    clock.note({"date": "Fri, 10 Jul 2026 09:00:00 GMT", "age": "0"})
    assert clock.now() is not None


def test_it_goes_on_between_answers() -> None:
    site = Site()
    site.answers()
    site.passes(HOUR)
    assert site.off_by == timedelta(0)


def test_of_answers_that_agree_the_lower_one_counts() -> None:
    site = Site()
    site.answers()
    site.passes(HOUR)
    assert site.answers(2 * SECOND) == timedelta(0)
    assert site.answers(-SECOND) == -SECOND
    site.passes(HOUR)
    assert site.off_by == -SECOND
    assert site.answers() == -SECOND


def test_an_answer_that_the_browser_had_kept_is_passed_over() -> None:
    site = Site()
    site.answers()
    site.passes(8 * HOUR)
    assert site.answers(-8 * HOUR) == timedelta(0)
    assert site.answers(-8 * HOUR) == timedelta(0)  # kept together, met together
    site.passes(HOUR)
    assert site.answers(-9 * HOUR) == timedelta(0)


def test_one_answer_ahead_is_no_time_at_all_until_the_next_one() -> None:
    site = Site()
    site.answers()
    assert site.answers(2 * DAY) is None
    site.passes(HOUR)
    assert site.off_by is None
    assert site.answers() == timedelta(0)
    assert site.answers(2 * DAY) is None
    assert site.answers(5 * DAY) is None  # two that are wrong in two ways


def test_servers_whose_clocks_differ_a_little_take_no_time_away() -> None:
    site = Site()
    site.answers()
    for _ in range(5):
        site.passes(HOUR)
        assert site.answers(5 * SECOND) == timedelta(0)
        assert site.answers() == timedelta(0)


def test_what_two_answers_say_is_believed() -> None:
    ahead = Site()  # a machine that stood still with its clock
    ahead.answers()
    ahead.answers(8 * HOUR)
    ahead.passes(SECOND)
    assert ahead.answers(8 * HOUR) == 8 * HOUR
    back = Site()  # the first answers were wrong
    back.answers(2 * DAY)
    assert back.answers() == 2 * DAY
    back.passes(31 * SECOND)
    assert back.answers() == timedelta(0)


def test_a_given_time_needs_an_answer_all_the_same() -> None:
    given = SiteClock(given=lambda: NOW, since_boot=lambda: 0)
    assert given.now() is None
    given.note({"date": "Fri, 10 Jul 2020 08:00:00 GMT"})
    assert given.now() == NOW
