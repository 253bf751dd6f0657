"""A power cut takes nothing back that was acknowledged; and the harness would see it if it did."""

from __future__ import annotations

from tests.crash.power_cut import cut


def test_a_power_cut_takes_nothing_back_that_was_acknowledged() -> None:
    made = cut(60, seed=11)
    assert made.clean, made
    assert made.acknowledged > 60 * 10


def test_commits_that_are_not_synced_would_be_found() -> None:
    made = cut(60, seed=12, normal=True)
    assert made.lost
    assert not made.unsound


def test_a_line_that_is_not_synced_would_be_found() -> None:
    assert cut(40, seed=13, careless=True).lines_lost
