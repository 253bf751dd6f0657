"""The messages that a composer's conversation shows, with what the site's own answers tell of them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, date, datetime
from typing import Any

from linkapp.domain.moment import Message
from linkapp.domain.same_text import fold
from linkapp.engine.answers import Told


def messages_of(raw: dict[str, Any], heard: Sequence[Told] = ()) -> tuple[Message, ...]:
    """The conversation a composer shows, oldest first. What the site's own answers tell of a message (who wrote it, and
    when) counts before what the page shows; where the two contradict each other nobody is taken to have written it."""
    messages = []
    for item in raw["messages"]:
        parts = tuple(str(part) for part in item["parts"])
        mine: bool | None = item["mine"]
        at, around = _moment(str(item["time"]))
        forms = {fold(str(item["text"])), *(fold(part) for part in parts)}
        same = [] if item["heading"] else [answer for answer in heard if fold(answer.text) in forms]
        sides = {answer.mine for answer in same if answer.mine is not None}
        if len(sides) == 1:
            side = sides.pop()
            mine = side if mine in (side, None) else None
        if len(same) == 1:
            at = same[0].at or at
        head = tuple(str(line) for line in item["head"])
        messages.append(
            Message(
                text=str(item["text"]),
                mine=mine,
                at=at,
                head=head,
                parts=parts,
                heading=item["heading"],
                around=None if at else around,
            )
        )
    return tuple(messages)


def _moment(text: str) -> tuple[datetime | None, date | None]:
    """The instant of a ``datetime`` attribute; of one without a zone only its day, for nobody knows whose it is (taken
    for UTC it made a wish of this morning one of yesterday)."""
    try:
        moment = datetime.fromisoformat(text)
        return (moment.astimezone(UTC), None) if moment.tzinfo else (None, moment.date())
    except (ValueError, OverflowError):
        return None, None
