"""The caps in words, wherever the window tells of them."""

from __future__ import annotations

from linkapp.domain.problems import Reason
from linkapp.domain.quota import Usage


def used_today(usage: Usage) -> int:
    """What counts as used today: the date's window and the rolling 24 hours both have to hold."""
    return max(usage.date, usage.day)


def opens_key(usage: Usage) -> str:
    """The words for the moment at which a claim would be granted again: the caps free a place, or a wait is over."""
    waits = usage.refusal in (Reason.OUT_OF_HOURS, Reason.BREAKER_OPEN)
    return "caps.waits" if waits else "caps.opens"
