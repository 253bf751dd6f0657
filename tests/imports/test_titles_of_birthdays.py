"""Whose birthday the title of a yearly event names; nobody's where it is something else."""

from __future__ import annotations

import pytest

from linkapp.formats.calendar import name_in


@pytest.mark.parametrize(
    ("title", "name"),
    [
        ("Ana Exemplo's birthday", "Ana Exemplo"),
        ("Ana Exemplo’s 40th Birthday", "Ana Exemplo"),
        ("Morten's birthday", "Morten"),
        ("Mi Zhang's birthday", "Mi Zhang"),
        ("Les Brown's birthday", "Les Brown"),
        ("Callum Worker's Birthday", "Callum Worker"),
        ("King Example's birthday", "King Example"),
        ("Birthday: Bob Muster", "Bob Muster"),
        ("Bob Muster Birthday (1980)", "Bob Muster"),
        ("Happy birthday Bob", "Bob"),
        ("Anniversaire de Zoé Été", "Zoé Été"),
        ("Anniversaire d’Élodie", "Élodie"),
        ("Anniv Paul (45 ans)", ""),
        ("Anniv : Paul", "Paul"),
        ("Geburtstag von Jürgen", "Jürgen"),
        ("Jürgen Groß hat Geburtstag", "Jürgen Groß"),
        ("Cumpleaños de Íñigo", "Íñigo"),
        ("Anniversaire de mariage", ""),
        ("Anniversaire de la société", ""),
        ("Anniversaire de notre rencontre", ""),
        ("Mon anniversaire", ""),
        ("My birthday", ""),
        ("Queen's birthday", ""),
        ("Wedding anniversary", ""),
        ("Hochzeitstag", ""),
        ("Bob's birthday party", ""),
        ("Mi cumpleaños", ""),
        ("Taxes", ""),
        ("", ""),
    ],
)
def test_a_title_names_somebody_or_nobody(title: str, name: str) -> None:
    assert name_in(title) == name


def test_a_bare_name_does_where_the_calendar_says_that_it_is_of_birthdays() -> None:
    assert name_in("Ana Exemplo (1980)", known=True) == "Ana Exemplo"
    assert name_in("Wedding anniversary", known=True) == ""
    assert name_in("Ana Exemplo") == ""
