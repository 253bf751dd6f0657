"""Exit statuses (product.md)."""

from __future__ import annotations

from collections.abc import Sequence
from enum import IntEnum
from typing import TYPE_CHECKING

from linkapp.config import CannotStart
from linkapp.domain.campaign import RunOutcome
from linkapp.domain.known_error import KnownError
from linkapp.domain.problems import NEEDS_PERSON, NOT_NOW, PAGES_CHANGED, Problem

if TYPE_CHECKING:
    from linkapp.services.health import Finding
    from linkapp.services.page_check import Surface


class Exit(IntEnum):
    """Exit statuses (product.md)."""

    DONE = 0
    FAILURES = 1
    USAGE = 2
    NEEDS_PERSON = 3
    NOT_NOW = 4
    PAGES_CHANGED = 5
    BUG = 70


_STATUS_OF_START = {
    "passphrase_wrong": Exit.NEEDS_PERSON,
    "database_full": Exit.FAILURES,
    "database_busy": Exit.FAILURES,
    "database_newer": Exit.FAILURES,
    "database_denied": Exit.FAILURES,
    "database_sqlite": Exit.FAILURES,
    "database_damaged": Exit.FAILURES,
    "display_lost": Exit.FAILURES,
}
"""Where LinkApp was given nothing wrong, and cannot start all the same."""


def exit_of_known_error(error: KnownError) -> int:
    """The exit status where LinkApp was given, or found, what it cannot use."""
    return _STATUS_OF_START.get(error.code, Exit.USAGE) if isinstance(error, CannotStart) else Exit.USAGE


def exit_of(outcome: RunOutcome) -> int:
    """The exit status of a run."""
    return {
        RunOutcome.DONE: Exit.DONE,
        RunOutcome.STOPPED: Exit.FAILURES,
        RunOutcome.NEEDS_PERSON: Exit.NEEDS_PERSON,
        RunOutcome.NOT_NOW: Exit.NOT_NOW,
        RunOutcome.PAGES_CHANGED: Exit.PAGES_CHANGED,
    }.get(outcome, Exit.FAILURES)


def exit_of_problem(problem: Problem | None) -> int:
    """The exit status for a reading that was stopped by a problem (or was not)."""
    if problem is None:
        return Exit.DONE
    for reasons, status_ in (
        (NEEDS_PERSON, Exit.NEEDS_PERSON),
        (NOT_NOW, Exit.NOT_NOW),
        (PAGES_CHANGED, Exit.PAGES_CHANGED),
    ):
        if problem.reason in reasons:
            return status_
    return Exit.FAILURES


def exit_of_findings(findings: Sequence[Finding | Surface]) -> int:
    """The exit status of a health check or a page check."""
    problems = [finding.problem for finding in findings if finding.problem is not None]
    if any(problem.reason in NEEDS_PERSON for problem in problems):
        return Exit.NEEDS_PERSON
    if any(finding.state == "changed" for finding in findings):
        return Exit.PAGES_CHANGED
    return Exit.DONE if all(finding.state == "ok" for finding in findings) else Exit.FAILURES
