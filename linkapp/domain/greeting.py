"""A greeting: what makes it one act, and the composer that is ready to send it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from linkapp.domain.act import Act, Kind
from linkapp.domain.moment import Message, Occasion
from linkapp.domain.person import Person

GUARD = timedelta(days=180)
"""Nobody gets two birthday greetings within this time, whatever their keys say (safety.md 3.2)."""


def greeting_act(
    *,
    account: str,
    person: Person,
    occasion: Occasion,
    year: int,
    text: str = "",
    late_days: int = 0,
    template: str = "",
) -> Act:
    """The act of saying ``text`` to a person for an occasion; ``year`` is the occasion's, not that of the sending."""
    return Act(
        kind=Kind.MESSAGE,
        account=account,
        key=greeting_key(occasion, year),
        person=person,
        apart=GUARD if occasion is Occasion.BIRTHDAY else timedelta(0),
        text=text,
        template=template,
        late_days=late_days,
    )


def greeting_key(occasion: Occasion, year: int) -> str:
    """The key of a greeting's act."""
    return f"{occasion}:{year}"


def occasion_of(key: str) -> Occasion:
    """The occasion in the key of a greeting's act."""
    return Occasion(key.partition(":")[0])


def year_of(key: str) -> int:
    """The year of the occasion in the key of a greeting's act."""
    return int(key.partition(":")[2])


@dataclass(frozen=True, kw_only=True)
class Ready:
    """A composer that names exactly the right person and holds exactly our text; nothing was clicked yet.

    ``messages`` is the conversation as the composer shows it (oldest first), ``None`` where the composer shows none;
    ``new_conversation`` is True where the site itself said that there is none yet, ``existing_conversation`` where it
    said that there is one. ``recipient`` is the person with every key the composer proved.
    """

    recipient: Person
    messages: tuple[Message, ...] | None = None
    new_conversation: bool = False
    existing_conversation: bool = False
    composer: str = ""
