"""What a conversation says: on which day each message was written, by whom, and what follows from it. Pure.

Two questions are asked of it: does it speak against a greeting (before the click), and what became of a greeting whose
outcome is open (after it). For the second one absence is never proven by text alone (safety.md 3.2, d2).
"""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta, tzinfo
from enum import StrEnum

from linkapp.domain.birthday import mentions_birthday
from linkapp.domain.dates import dated, find, plain, weekday_ago
from linkapp.domain.moment import Conversation, Message
from linkapp.domain.problems import Reason
from linkapp.domain.same_text import alike, fold, same_text

THANKS_AT_MOST = 80
"""A last message of at most this many characters that thanks and asks nothing does not wait for an answer."""
WAITS_FOR_DAYS = 365
"""How long a person who wrote last is taken to wait for an answer."""
CLOCKS_DIFFER = timedelta(minutes=2)
"""How far the time beside a message may lie from the site's own time of the click."""
SAME_WISH = timedelta(hours=36)
"""A message with our very text this long before the click is ours: days are shown in a zone of the page's choice."""
_DAY = timedelta(days=1)
_DATE_LINE = 40
_SHOWN_WISH = 300


@dataclass(frozen=True, kw_only=True)
class Placed:
    """A message with the days between which it was written: not before ``earliest``, not after ``latest`` (local dates;
    None where the page does not bound it)."""

    message: Message
    earliest: date | None
    latest: date | None

    @property
    def day(self) -> date | None:
        """The day, where it is certain."""
        return self.earliest if self.earliest == self.latest else None


def placed(messages: Sequence[Message], today: date, language: str, zone: tzinfo = UTC) -> list[Placed]:
    """Messages with their days, read from the page's own times and day headings (which hold for what follows them);
    oldest first, so that a message without a day is no older than the one before it and no newer than the one after.
    A line that is nothing but a day is a heading, not a message. A machine's time without a zone is no instant: the
    page's words for the day count before it, and by itself it bounds the day to three, so that nothing is taken to be
    older than it may be, and no wish to be of another day."""
    placed_messages: list[Placed] = []
    day: date | None = None
    for message in messages:
        if message.at is not None:
            day = message.at.astimezone(zone).date()
        elif message.heading:  # one that cannot be read ends the day before it all the same
            day = _day_of([message.text], today, language)
        else:
            day = _day_of(message.head, today, language) or day
        if _is_heading(message, today, language):
            continue
        if message.around is not None and (day is None or abs(day - message.around) > _DAY):
            days = [message.around - _DAY, message.around + _DAY, *([day] if day else [])]
            placed_messages.append(Placed(message=message, earliest=min(days), latest=max(days)))
            continue
        placed_messages.append(Placed(message=message, earliest=day, latest=day))
    bound: date | None = None
    for place in range(len(placed_messages) - 1, -1, -1):
        bound = placed_messages[place].latest or bound
        if placed_messages[place].latest is None:
            placed_messages[place] = Placed(message=placed_messages[place].message, earliest=None, latest=bound)
    return placed_messages


def _day_of(lines: Iterable[str], today: date, language: str) -> date | None:
    for line in lines:
        if len(line) > _DATE_LINE:
            continue
        with_year = dated(line, language)
        if with_year is not None:
            return with_year if with_year <= today + timedelta(days=1) else None
        days = {finding.late_by for finding in find(line, today, language) if finding.whole and not finding.about}
        late_by = days.pop() if len(days) == 1 else None
        if late_by is None:
            late_by = weekday_ago(line, today, language)
        if late_by is not None and late_by >= 0:
            return today - timedelta(days=late_by)
    return None


def _is_heading(message: Message, today: date, language: str) -> bool:
    """Whether an item is the heading of a day: marked as one by the page, or nothing but a day's name, by nobody."""
    if message.heading:
        return True
    text = message.text.strip()
    if (
        message.mine is not None
        or message.at is not None
        or len(text) > _DATE_LINE
        or any(line.strip() != text for line in message.head)
    ):
        return False
    if not text:
        return True
    return _day_of([text], today, language) is not None


# ---- before the click ----


@dataclass(frozen=True, kw_only=True)
class Undated:
    """Wishes of the person's own that cannot be dated: their words, for the person to judge, and a ``mark`` of the
    conversation from the message before them to its end. An answer about one mark says nothing of another."""

    words: str
    mark: str


@dataclass(frozen=True, kw_only=True)
class Objection:
    """What speaks against writing: the reason and its detail, and for ``WISH_NOT_DATED`` what the person is asked."""

    reason: Reason
    detail: str = ""
    undated: Undated | None = None


_UNKNOWN_SIDE = Objection(reason=Reason.CONVERSATION_UNREADABLE, detail="a message does not show who wrote it")


def objection(
    messages: Sequence[Message],
    *,
    on: date,
    today: date,
    language: str,
    talked_days: int,
    earlier_texts: Iterable[str] = (),
    not_these: Collection[str] = (),
    zone: tzinfo = UTC,
) -> Objection | None:
    """What an open conversation says against a greeting for the birthday ``on``, or None.

    ``earlier_texts`` are greetings of earlier years: they stand in the conversation and are not this year's. Where the
    side of a message that matters is not known, or a wish cannot be dated, nothing is sent; but for wishes of whose
    mark the person said that they are not of this occasion (``not_these``).
    """
    known = placed(messages, today, language, zone)
    if not known:
        return None
    texts = list(earlier_texts)
    since = on - timedelta(days=1)
    undated: list[int] = []
    for place, placed_message in enumerate(known):
        message = placed_message.message
        if placed_message.latest is not None and placed_message.latest < since:
            continue
        if message.mine is None and placed_message.latest is not None:
            return _UNKNOWN_SIDE
        if message.mine is False or not mentions_birthday(message.text):
            continue
        if placed_message.day is not None:
            return Objection(reason=Reason.GREETED_ON_SITE, detail=placed_message.day.isoformat())
        if not any(same_text(part, text) for part in _forms(message) for text in texts):
            undated.append(place)
    if undated and (seen := _undated(known, undated)).mark not in not_these:
        return Objection(reason=Reason.WISH_NOT_DATED, detail=seen.words, undated=seen)
    last = known[-1]
    age = (today - last.day).days if last.day else None
    if last.message.mine is None and (age is None or age <= WAITS_FOR_DAYS):
        return _UNKNOWN_SIDE
    if last.message.mine is False and not is_only_thanks(last.message.text) and (age is None or age <= WAITS_FOR_DAYS):
        return Objection(reason=Reason.AWAITING_REPLY, detail="" if age is None else str(age))
    if age is not None and age <= talked_days:
        return Objection(reason=Reason.TALKED_RECENTLY, detail=str(age))
    return None


def _undated(known: Sequence[Placed], wishes: Sequence[int]) -> Undated:
    """The message before the first wish belongs to the mark: the same words written once more do not bear it again."""
    words = " / ".join(" ".join(known[place].message.text.split()) for place in wishes)
    before = [placed_message.message for placed_message in known[max(0, wishes[0] - 1) :]]
    seen = [f"{message.mine}|{fold(message.text)}" for message in before]
    mark = hashlib.sha256("\n".join(seen).encode()).hexdigest()[:24]
    return Undated(words=words if len(words) <= _SHOWN_WISH else f"{words[: _SHOWN_WISH - 1]}…", mark=mark)


def is_only_thanks(text: str) -> bool:
    """Whether a message thanks and asks for no answer."""
    words = plain(text)
    thanks = any(word in words for word in ("thank", "thx", "merci", "danke", "gracias"))
    return thanks and "?" not in text and len(words) <= THANKS_AT_MOST


def _forms(message: Message) -> tuple[str, ...]:
    return (message.text, *message.parts)


# ---- after the click ----


class Verdict(StrEnum):
    """What one reading of a conversation says of a greeting that may have gone out."""

    THERE = "there"
    ABSENT = "absent"
    UNCLEAR = "unclear"


def verdict(
    conversation: Conversation, text: str, clicked: datetime, today: date, language: str = "", zone: tzinfo = UTC
) -> Verdict:
    """Whether our greeting of the moment ``clicked`` (site's time) stands in a conversation.

    ``ABSENT`` needs a conversation that reaches back to a message older than the click, or that the site itself calls
    new or empty, in which nothing newer may be ours. ``THERE`` needs our text, however the site kept it. Anything else
    is ``UNCLEAR``: a message of ours is there, but with other words, or the conversation does not reach back.
    """
    known = placed(conversation.messages, today, language, zone)
    clicked_on = clicked.astimezone(zone).date()
    for placed_message in known:
        if placed_message.message.mine is False or _before(
            placed_message, clicked - SAME_WISH, clicked_on - timedelta(days=2)
        ):
            continue
        if any(same_text(part, text) for part in _forms(placed_message.message)):
            return Verdict.THERE
    newer: list[Placed] = []
    reaches_back = conversation.from_its_beginning
    for placed_message in reversed(known):
        if _before(placed_message, clicked - CLOCKS_DIFFER, clicked_on - timedelta(days=1)):
            reaches_back = True
            break
        newer.append(placed_message)
    perhaps_ours = [placed_message for placed_message in newer if placed_message.message.mine is not False]
    if any(
        placed_message.message.mine and any(alike(part, text) for part in _forms(placed_message.message))
        for placed_message in perhaps_ours
    ):
        return Verdict.THERE
    return Verdict.UNCLEAR if perhaps_ours or not reaches_back else Verdict.ABSENT


def _before(placed_message: Placed, moment: datetime, day: date) -> bool:
    """Whether a message is certainly older: by the page's own data, else by its day. A time in words is no proof, for
    nobody knows its zone."""
    if placed_message.message.at is not None:
        return placed_message.message.at < moment
    return placed_message.latest is not None and placed_message.latest <= day
