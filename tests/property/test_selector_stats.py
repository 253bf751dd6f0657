"""The order of ways: it moves for a clear reason only, and stays where it is when nothing new is known."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from linkapp.domain.selector_stats import (
    CLEARLY_BETTER,
    ENOUGH_TRIES,
    LEARNED_AT_MOST,
    LEARNED_LASTS,
    Mark,
    Tally,
    counted,
    faded,
    in_order,
    kept_learned,
    stats_of,
)

NOW = datetime(2026, 7, 10, 9, 0, tzinfo=UTC)
FORMS = ["li", "tr", "article", '[role="row"]']
moments = st.integers(-400, 400).map(lambda days: NOW + timedelta(days=days))


@st.composite
def tallies(draw: st.DrawFn) -> Tally:
    tries = draw(st.floats(0, 500))
    return Tally(
        tries=tries,
        hits=tries * draw(st.floats(0, 1)),
        at=draw(moments),
        last_success=draw(st.none() | moments),
        learned=draw(st.booleans()),
    )


known = st.dictionaries(st.sampled_from(FORMS), tallies())


@given(known)
def test_the_order_holds_every_way_once_and_does_not_move_again(found: dict[str, Tally]) -> None:
    once = in_order(FORMS, found)
    assert sorted(once) == sorted(FORMS)
    assert in_order(once, found) == once


@given(known)
def test_a_way_passes_another_only_by_twice_its_rate_over_twenty_tries(found: dict[str, Tally]) -> None:
    order = in_order(FORMS, found)
    for place, form in enumerate(order):
        for behind in order[place + 1 :]:
            if FORMS.index(behind) < FORMS.index(form):
                ahead = found[form]
                assert ahead.tries >= ENOUGH_TRIES
                assert ahead.hits > 0
    if not any(one.tries >= ENOUGH_TRIES for one in found.values()):
        assert order == FORMS


def test_a_clearly_better_way_comes_first_and_is_said_to_be_promoted() -> None:
    good, poor = Tally(tries=30, hits=30, at=NOW), Tally(tries=30, hits=30 / CLEARLY_BETTER, at=NOW)
    order = in_order(["li", "tr"], {"li": poor, "tr": good})
    assert order == ["tr", "li"]
    found = stats_of("card", ["li", "tr"], [*order, "ol"], {("card", "tr"): good}, NOW)
    assert [(one.form, one.promoted, one.learned, one.rate) for one in found] == [
        ("tr", True, False, 1.0),
        ("li", False, False, None),
        ("ol", False, True, None),
    ]


@given(tallies(), moments, st.booleans())
def test_counting_adds_one_try_to_what_is_left_and_time_never_goes_back(tally: Tally, now: datetime, hit: bool) -> None:
    after = counted(tally, Mark(key="card", form="li", hit=hit), now)
    left = faded(tally, now)
    assert after.tries == left.tries + 1
    assert after.hits == left.hits + hit
    assert left.tries <= tally.tries
    assert after.at >= tally.at
    if not hit:
        assert after.last_success == tally.last_success


@given(st.dictionaries(st.text(min_size=1, max_size=4), tallies(), max_size=12), moments)
def test_few_learned_ways_are_kept_and_none_that_led_to_nothing_for_long(
    found: dict[str, Tally], now: datetime
) -> None:
    kept = kept_learned(found, now)
    assert len(kept) <= LEARNED_AT_MOST
    for form in kept:
        latest = found[form].last_success
        assert latest is not None
        assert now - latest <= LEARNED_LASTS
