"""A conversation with exactly one person, read on a fresh page: the only truth about an uncertain send.

"Nothing there" counts only if the page proves that it loaded: the right person, and messages or the site's own word
that there are none. A spinner, an error or another page is never "not sent".
"""

from __future__ import annotations

import asyncio
import time

from linkapp.domain.moment import Changed, Conversation, Message, Ok, Reading, Unknown
from linkapp.domain.person import Person
from linkapp.domain.problems import Problem, Reason
from linkapp.domain.same_text import same_text
from linkapp.engine.pages.composer import Composers
from linkapp.engine.pages.messages import messages_of

LOADED_WITHIN_S = 15.0
_STABLE_S = 0.6
_TICK_S = 0.1


def holds(seen: Conversation, text: str) -> bool:
    """Whether ``text`` stands there, as ours or by nobody in particular."""
    not_theirs = [message for message in seen.messages if message.mine is not False]
    return any(same_text(part, text) for message in not_theirs for part in (message.text, *message.parts))


async def read(composers: Composers, person: Person) -> Reading[Conversation]:
    """Read the conversation that the page shows, once it is that of ``person`` and has come to rest."""
    answer = await composers.wait_for(person, to_send=False)
    if isinstance(answer, Problem):
        if answer.reason in (Reason.NO_COMPOSER, Reason.NO_SEND_BUTTON):
            return Changed(problem=Problem(reason=Reason.CONVERSATION_UNREADABLE, detail=answer.detail))
        return Unknown(problem=answer)
    until = time.monotonic() + LOADED_WITHIN_S
    before: tuple[Message, ...] | None = None
    stable_since = time.monotonic()
    while time.monotonic() < until:
        again = await composers.the_one(person)
        if isinstance(again, Problem) and again.ends_run:
            return Unknown(problem=again)
        if isinstance(again, Problem):
            return Unknown(problem=Problem(reason=Reason.CONVERSATION_UNREADABLE, detail=again.detail))
        composer = again[0]
        messages = messages_of(composer.raw, composers.traffic.answers.messages)
        if messages != before or composer.raw["busy"] or composers.traffic.loading:
            before, stable_since = messages, time.monotonic()
        elif time.monotonic() - stable_since > _STABLE_S:
            if (
                messages
                or composers.traffic.new_conversation
                or (composer.raw["empty"] and not composer.raw["messages"])
            ):
                # Nothing stands there but what came since, and the site itself says that there was nothing.
                whole = not messages or composers.traffic.new_conversation
                language = str(composers.seen.state["language"]) if composers.seen else ""
                return Ok(items=(Conversation(messages=messages, from_its_beginning=whole),), language=language)
            if time.monotonic() - stable_since > 4.0:
                break
        await asyncio.sleep(_TICK_S)
    return Unknown(
        problem=Problem(
            reason=Reason.CONVERSATION_UNREADABLE, detail="it neither shows messages nor says there are none"
        )
    )
