"""What is said where a command line cannot be used."""

from __future__ import annotations

from linkapp.domain.known_error import KnownError


class UsageProblem(KnownError):
    """Bad input: one clear sentence, exit status 2, nothing done."""


def no_run(number: int) -> UsageProblem:
    """There is no such run."""
    return UsageProblem(f"There is no run {number}.", "no_run", number=number)


def no_schedule(number: int) -> UsageProblem:
    """There is no such schedule."""
    return UsageProblem(f"There is no schedule {number}.", "no_schedule", number=number)
