"""The kinds of run that the campaign tab has a seat for. Another kind is another entry handed to the tab."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from linkapp.domain.moment import Occasion
from linkapp.services.application import Application, Greetings


@dataclass(frozen=True, kw_only=True)
class ShownKind:
    """One kind: the words' key of its ``title``, its occasion, and what carries it out. ``rehearsal`` gives the same
    campaign up to the last click, or None where none is offered."""

    title: str
    occasion: Occasion
    use_case: Callable[[Application], Greetings]
    rehearsal: Callable[[Application], Greetings | None]


BIRTHDAYS = ShownKind(
    title="campaign.birthdays",
    occasion=Occasion.BIRTHDAY,
    use_case=lambda app: app.greetings,
    rehearsal=lambda app: app.dry,
)
KINDS = (BIRTHDAYS,)
"""The kinds of today, the first one shown first."""
