"""The degree of a connection: badges only, the first one, in four languages."""

from __future__ import annotations

import pytest

from linkapp.domain.degree import degree_in


@pytest.mark.parametrize(
    ("lines", "degree"),
    [
        (("Ann Bee", "· 1st"), 1),
        (("Ann Bee", "• 2nd"), 2),
        (("Ann Bee", "3rd+"), 3),
        (("Ann Bee · 2nd",), 2),
        (("Ann Bee (2nd)",), 2),
        (("Ann Bee", "2nd degree connection"), 2),
        (("Ann Bee", "· 2e"), 2),
        (("Ann Bee", "3e et +"), 3),
        (("Ann Bee", "Relation du 2e degré"), 2),
        (("Ann Bee", "· 2."), 2),
        (("Ann Bee", "Kontakt 3. Grades"), 3),
        (("Ann Bee", "· 2.º"), 2),
        (("Ann Bee", "Contacto de 2º grado"), 2),
        (("Ann Bee", "1er"), 1),
        (("Ann Bee", "· 1st", "· 2nd"), 1),
        (("Ann Bee", "2nd place at the fair"), None),
        (("Ann Bee", "Ann Bee 2nd"), None),
        (("Ann Bee", "2."), None),
        (("Ann Bee", "Birthday on the 2nd"), None),
        (("Ann Bee", "2 days ago"), None),
        ((), None),
    ],
)
def test_a_badge_says_the_degree_and_nothing_else_does(lines: tuple[str, ...], degree: int | None) -> None:
    assert degree_in(lines, "Ann Bee") == degree
