"""The page check: every surface of the site that LinkApp reads, each ok, changed or unknown."""

from __future__ import annotations

from dataclasses import dataclass

from linkapp.domain.problems import Problem


@dataclass(frozen=True, kw_only=True)
class Surface:
    """One kind of page as it was found.

    ``name``: sign-in, birthdays, anniversaries, positions, conversation or profile. ``state``: ok, changed or
    unknown. ``cards`` were read, ``understood`` of them were; None where there are none to count. ``screen`` and
    ``language`` are the page's own. ``outline_path``: the file of the page's outline, empty where none was kept.
    """

    name: str
    state: str
    sentence: str
    problem: Problem | None = None
    outline_path: str = ""
    cards: int | None = None
    understood: int | None = None
    screen: str = ""
    language: str = ""
