"""The first name in a displayed name: right or not understood, never wrong."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from linkapp.domain.known_names import EITHER, FAMILY, GIVEN
from linkapp.domain.name import as_typed, first_name
from linkapp.domain.name_text import folded
from tests.unit.names_table import rows

ROWS = rows()
UNDERSTOOD_AT_LEAST = 0.95
"""How many of the names whose first name can be known have to be understood."""


@pytest.mark.parametrize(("group", "shown", "right"), ROWS, ids=[f"{group}: {shown}" for group, shown, _ in ROWS])
def test_a_first_name_is_right_or_not_understood(group: str, shown: str, right: str | None) -> None:
    assert first_name(shown) in (None, right)


def test_the_table_is_large_and_most_of_it_is_understood() -> None:
    assert len(ROWS) >= 300
    assert len({shown for _, shown, _ in ROWS}) == len(ROWS)
    knowable = [(shown, right) for _, shown, right in ROWS if right is not None]
    missed = [shown for shown, right in knowable if first_name(shown) != right]
    assert len(missed) <= (1 - UNDERSTOOD_AT_LEAST) * len(knowable), missed


def test_a_name_is_in_one_table_only_and_as_it_is_looked_up() -> None:
    assert not GIVEN & EITHER
    assert not GIVEN & FAMILY
    assert not EITHER & FAMILY
    assert {word for word in GIVEN | EITHER | FAMILY if folded(word) != word} == set()


@given(st.text(max_size=60))
def test_whatever_is_displayed_gives_a_name_without_signs_and_digits_or_none(shown: str) -> None:
    name = first_name(shown)
    if name is not None:
        assert name.strip() == name
        assert len([mark for mark in name if mark.isalpha()]) >= 2
        assert not any(mark.isdigit() or mark in '@&/|,;:()[]{}<>"' for mark in name)


@pytest.mark.parametrize(
    ("typed", "kept"),
    [(" Ana ", "Ana"), ("", None), (" \n", None), ("Maria\nJosé", "Maria José"), ("x" * 99, "x" * 40)],
)
def test_a_first_name_that_a_person_typed_is_one_line(typed: str, kept: str | None) -> None:
    assert as_typed(typed) == kept
