"""What came of asking a page, and the problem in it."""

from __future__ import annotations

from linkapp.domain.act import NotSent, Unsure
from linkapp.domain.moment import Changed, Unknown
from linkapp.domain.problems import Problem, Reason

NOTHING = Problem(reason=Reason.PAGE_UNREADABLE)
"""Stands where nothing went wrong."""


def problem_in(result: object) -> Problem | None:
    """The problem in whatever was made of a page."""
    if isinstance(result, Problem):
        return result
    return result.problem if isinstance(result, NotSent | Unsure | Changed | Unknown) else None


def reading_of(problem: Problem) -> Changed | Unknown:
    """The reading that a problem comes to."""
    return Changed(problem=problem) if problem.reason is Reason.PAGE_CHANGED else Unknown(problem=problem)
