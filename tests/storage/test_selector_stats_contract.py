"""How well ways do: counted, faded, forgotten; on the real database and in memory."""

from __future__ import annotations

from datetime import timedelta

import pytest

from linkapp.domain.selector_stats import HALF_LIFE, LEARNED_AT_MOST, LEARNED_LASTS, Mark, Tally
from linkapp.storage import Storage
from tests.fakes.memory_storage import MemoryStorage
from tests.storage.samples import NOW

Books = Storage | MemoryStorage


def learned(form: str, *, hit: bool = True) -> Mark:
    return Mark(key="card", form=form, hit=hit, learned=True)


async def test_nothing_is_known_before_the_first_reading(books: Books) -> None:
    assert await books.selector_stats.tallies() == {}


async def test_tries_and_successes_are_kept_for_each_way(books: Books) -> None:
    await books.selector_stats.count(
        [Mark(key="card", form="li", hit=True), Mark(key="card", form="tr", hit=False)], NOW
    )
    later = NOW + timedelta(hours=1)
    await books.selector_stats.count([Mark(key="card", form="li", hit=False)], later)
    found = await books.selector_stats.tallies()
    assert found["card", "li"].last_success == NOW
    assert found["card", "li"].at == later
    assert found["card", "li"].tries == pytest.approx(2, abs=0.01)
    assert found["card", "li"].rate == pytest.approx(0.5, abs=0.01)
    assert found["card", "tr"] == Tally(tries=1, hits=0, at=NOW)


async def test_what_was_counted_fades_by_half_in_thirty_days(books: Books) -> None:
    mark = Mark(key="card", form="li", hit=True)
    await books.selector_stats.count([mark], NOW)
    await books.selector_stats.count([mark], NOW + HALF_LIFE)
    assert (await books.selector_stats.tallies())["card", "li"].tries == pytest.approx(1.5)


async def test_at_most_five_learned_ways_of_a_key_are_kept_those_seen_last(books: Books) -> None:
    for number in range(LEARNED_AT_MOST + 3):
        await books.selector_stats.count([learned(f'[role="x{number}"]')], NOW + timedelta(hours=number))
    assert {form for _, form in await books.selector_stats.tallies()} == {f'[role="x{n}"]' for n in range(3, 8)}


async def test_a_learned_way_without_a_success_for_sixty_days_is_forgotten(books: Books) -> None:
    await books.selector_stats.count([learned('[role="x"]'), Mark(key="card", form="li", hit=True)], NOW)
    later = NOW + LEARNED_LASTS + timedelta(days=1)
    await books.selector_stats.count([learned('[role="x"]', hit=False), Mark(key="card", form="li", hit=False)], later)
    assert set(await books.selector_stats.tallies()) == {("card", "li")}
