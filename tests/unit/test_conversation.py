"""What a conversation says: before the click against a greeting, after it of what became of one."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from linkapp.domain.conversation import Objection, Verdict, objection, verdict
from linkapp.domain.dates import dated
from linkapp.domain.moment import Conversation, Message
from linkapp.domain.problems import Reason

TODAY = date(2026, 7, 10)
CLICK = datetime(2026, 7, 10, 9, tzinfo=UTC)
OURS = "Happy birthday, Ada! I wish you a wonderful day \U0001f382"


def said_of(messages: list[Message], earlier: tuple[str, ...] = (), language: str = "en") -> Objection | None:
    return objection(messages, on=TODAY, today=TODAY, language=language, talked_days=7, earlier_texts=earlier)


def said(*messages: tuple[str, bool | None, str], earlier: tuple[str, ...] = ()) -> Reason | None:
    made = [
        Message(text=text, mine=mine, at=datetime.fromisoformat(at).replace(tzinfo=UTC) if at[:1] == "2" else None,
                head=() if at[:1] == "2" else (at,))
        for text, mine, at in messages
    ]  # fmt: skip
    found = said_of(made, earlier)
    return found.reason if found else None


@pytest.mark.parametrize(
    ("messages", "reason"),
    [
        ((), None),
        ((("See you!", True, "2026-01-05"),), None),
        ((("Happy birthday!", True, "2026-07-10"),), Reason.GREETED_ON_SITE),
        ((("Happy birthday!", True, "2026-07-09"),), Reason.GREETED_ON_SITE),
        ((("Happy birthday!", True, "2025-07-10"),), None),
        ((("Joyeux anniversaire !", True, "today"),), Reason.GREETED_ON_SITE),
        ((("Happy birthday!", True, "somewhen"),), Reason.WISH_NOT_DATED),
        ((("Happy birthday!", None, "2026-07-10"),), Reason.CONVERSATION_UNREADABLE),
        ((("See you!", None, "2026-01-05"),), Reason.CONVERSATION_UNREADABLE),
        ((("See you!", None, "2024-01-05"),), None),
        ((("Happy birthday!", None, "2025-07-10"), ("Thanks!", False, "2025-07-11")), None),
        ((("Happy birthday to me? Thanks", False, "2026-01-10"),), Reason.AWAITING_REPLY),
        ((("Can you help?", False, "2026-06-01"),), Reason.AWAITING_REPLY),
        ((("Can you help?", False, "nothing said"),), Reason.AWAITING_REPLY),
        ((("Can you help?", False, "2024-06-01"),), None),
        ((("Thanks a lot!", False, "2025-07-11"),), None),
        ((("Thanks! When do we meet?", False, "2025-07-11"),), Reason.AWAITING_REPLY),
        ((("Merci !", False, "Jul 8"),), Reason.TALKED_RECENTLY),
        ((("Talk soon", True, "Jul 4"),), Reason.TALKED_RECENTLY),
        ((("Talk soon", True, "Monday"),), Reason.TALKED_RECENTLY),
        ((("Talk soon", True, "2026-07-02"),), None),
    ],
)
def test_a_conversation_speaks_against_a_greeting_or_it_does_not(
    messages: tuple[tuple[str, bool | None, str], ...], reason: Reason | None
) -> None:
    assert said(*messages) is reason


def test_a_greeting_of_an_earlier_year_without_a_date_is_not_this_years() -> None:
    old = ("Happy birthday, Ada! Last year's words.", True, "no day here")
    assert said(old) is Reason.WISH_NOT_DATED
    assert said(old, earlier=("Happy birthday,  Ada! Last year's words.",)) is None


def test_a_day_heading_holds_for_the_messages_below_it() -> None:
    heading = Message(text="Jul 8", mine=None, head=("Jul 8",))
    below = Message(text="Talk soon", mine=True)
    found = said_of([heading, below])
    assert found is not None
    assert (found.reason, found.detail) == (Reason.TALKED_RECENTLY, "2")


@pytest.mark.parametrize(
    ("heading", "day"),
    [
        ("Nov 24, 2025", date(2025, 11, 24)),
        ("November 24, 2025", date(2025, 11, 24)),
        ("24 Nov 2025", date(2025, 11, 24)),
        ("24 nov. 2025", date(2025, 11, 24)),
        ("24 novembre 2025", date(2025, 11, 24)),
        ("1er juil. 2025", date(2025, 7, 1)),
        ("24. Nov. 2025", date(2025, 11, 24)),
        ("24. November 2025", date(2025, 11, 24)),
        ("24 de noviembre de 2025", date(2025, 11, 24)),
        ("24 nov 2025", date(2025, 11, 24)),
        ("Monday, Nov 24, 2025", date(2025, 11, 24)),
        ("2025-11-24", date(2025, 11, 24)),
        ("24.11.2025", date(2025, 11, 24)),
        ("24.11.25", date(2025, 11, 24)),
        ("11/24/2025", date(2025, 11, 24)),
        ("24/11/2025", date(2025, 11, 24)),
        ("2025. 11. 24.", date(2025, 11, 24)),
        ("03/04/2025", date(2025, 4, 3)),
        ("Nov 2025", date(2025, 11, 30)),
        ("février 2024", date(2024, 2, 29)),
        ("Jul 8", None),
        ("Today", None),
        ("31.02.2025", None),
        ("10:32", None),
        ("Ada Fontenay 2025", None),
    ],
)
@pytest.mark.parametrize("language", ["en", "fr", "de", "es", ""])
def test_a_heading_with_a_year_is_dated_in_any_language(heading: str, day: date | None, language: str) -> None:
    assert dated(heading, language) == day


@pytest.mark.parametrize("heading", ["Jul 10, 2025", "10 juil. 2025", "10. Juli 2025", "10 de julio de 2025"])
def test_a_wish_of_an_earlier_year_does_not_stand_in_the_way_of_this_years(heading: str) -> None:
    wish = Message(text="Happy birthday, Ada!", mine=True, head=(heading, "10:32"))
    assert said_of([wish]) is None


def test_an_undated_wish_is_no_newer_than_the_dated_message_after_it() -> None:
    wish = Message(text="Happy birthday, Ada!", mine=True)
    assert said_of([wish, Message(text="Thanks!", mine=False, head=("Jul 12, 2025",))]) is None
    asked = said_of([wish, Message(text="Thanks!", mine=False, head=("Jul 10",))])
    assert asked is not None
    assert asked.reason is Reason.WISH_NOT_DATED


def test_a_marked_heading_that_cannot_be_read_ends_the_day_before_it() -> None:
    old = Message(text="Jul 12, 2025", mine=None, heading=True)
    strange = Message(text="heddiw", mine=None, heading=True)
    wish = Message(text="Happy birthday, Ada!", mine=True)
    found = said_of([old, Message(text="Hi", mine=True), strange, wish])
    assert found is not None
    assert found.reason is Reason.WISH_NOT_DATED


def test_a_short_message_is_no_heading() -> None:
    wish = Message(text="Happy birthday!", mine=None, head=("Happy birthday!",))
    found = said_of([Message(text="Today", mine=None, heading=True), wish])
    assert found is not None
    assert found.reason is Reason.CONVERSATION_UNREADABLE


def test_days_are_compared_in_the_persons_zone() -> None:
    """22:30 UTC on 9 July is 10 July in Auckland: the day of the birthday, not the day before the day before."""
    wish = Message(text="Happy birthday, Ada!", mine=True, at=datetime(2026, 7, 8, 22, 30, tzinfo=UTC))
    auckland = ZoneInfo("Pacific/Auckland")
    found = objection([wish], on=TODAY, today=TODAY, language="en", talked_days=0, zone=auckland)
    assert found is not None
    assert (found.reason, found.detail) == (Reason.GREETED_ON_SITE, "2026-07-09")


# ---- after the click ----

OLD = Message(text="See you soon", mine=True, at=CLICK - timedelta(days=30))


def judged(*messages: Message, whole: bool = False, text: str = OURS) -> Verdict:
    return verdict(Conversation(messages=messages, from_its_beginning=whole), text, CLICK, TODAY, "en")


def ours(text: str = OURS, minutes: float = 1, mine: bool | None = True) -> Message:
    return Message(text=text, mine=mine, at=CLICK + timedelta(minutes=minutes))


KEPT_DIFFERENTLY = {
    "another normal form": "Happy birthday, Zoe\u0308! I wish you a wonderful day",
    "trimmed": "Happy birthday, Zoë! I wish you a wonderful day",
    "blanks folded": "Happy birthday,\u00a0Zoë!  I wish you\na wonderful day ",
    "quotes": "Happy birthday, Zoë! I wish you a wonderful day",
    "an emoji dropped": "Happy birthday, Zoë! I wish you a wonderful day",
    "an emoji named": "Happy birthday, Zoë! I wish you a wonderful day :birthday:",
    "an emoji lost": "Happy birthday, Zoë! I wish you a wonderful day \ufffd",
    "an emoji as question marks": "Happy birthday, Zoë! I wish you a wonderful day ??",
    "escaped": "Happy birthday, Zoë! I wish you a wonderful day &lt;3",
    "format characters": "\u200eHappy birthday, Zoë!\u200b I wish you a wonderful day\ufeff",
    "cut": "Happy birthday, Zoë! I wish you a won",
    "cut with a word": "Happy birthday, Zoë! I wish you a … see more",
    "full width": "Happy birthday, Zoë！ I wish you a wonderful day",
    "signed": "Happy birthday, Zoë! I wish you a wonderful day\nSent from my phone",
}


@pytest.mark.parametrize("way", KEPT_DIFFERENTLY)
def test_a_text_that_the_site_keeps_differently_is_there(way: str) -> None:
    text = "Happy birthday, Zoë! I wish you a wonderful day \U0001f382"
    assert judged(OLD, ours(KEPT_DIFFERENTLY[way]), text=text) is Verdict.THERE
    assert judged(OLD, ours(KEPT_DIFFERENTLY[way], mine=None), text=text) is Verdict.THERE


def test_a_text_of_nothing_but_emoji_is_known_by_them() -> None:
    """A thumb that comes back with a variation selector is the same thumb; another picture is not."""
    assert judged(OLD, ours("\U0001f44d\ufe0f"), text="\U0001f44d") is Verdict.THERE
    assert judged(OLD, ours("\U0001f382"), text="\U0001f44d") is Verdict.UNCLEAR


def test_a_new_message_of_ours_with_other_words_is_never_absence() -> None:
    assert judged(OLD, ours("Quite other words than those that were typed")) is Verdict.UNCLEAR
    assert judged(OLD, ours("Something by nobody knows whom", mine=None)) is Verdict.UNCLEAR
    assert judged(OLD, ours(OURS.replace("wonderful", "wondrful"))) is Verdict.THERE


def test_absence_needs_a_conversation_that_reaches_back_before_the_click() -> None:
    theirs = ours("Hello!", mine=False)
    assert judged(OLD) is Verdict.ABSENT
    assert judged(OLD, theirs) is Verdict.ABSENT
    assert judged(theirs) is Verdict.UNCLEAR
    assert judged() is Verdict.UNCLEAR
    assert judged(whole=True) is Verdict.ABSENT
    assert judged(Message(text="Undated", mine=False)) is Verdict.UNCLEAR
    assert judged(Message(text="By its day", mine=False, head=("Jul 9", "18:00"))) is Verdict.ABSENT
    assert judged(Message(text="Of the same day", mine=False, head=("Today", "08:00"))) is Verdict.UNCLEAR


def test_our_text_of_an_earlier_year_is_not_the_message_of_this_click() -> None:
    old = Message(text=OURS, mine=True, head=("Jul 10, 2025",))
    assert judged(old) is Verdict.ABSENT


def test_the_same_words_from_them_prove_nothing() -> None:
    assert judged(OLD, ours(mine=False)) is Verdict.ABSENT


def around(day: date, text: str = "Happy birthday!", *head: str, mine: bool = True) -> Message:
    return Message(text=text, mine=mine, head=head, around=day)


@pytest.mark.parametrize(
    ("message", "reason"),
    [
        (around(TODAY), Reason.WISH_NOT_DATED),
        (around(TODAY - timedelta(days=2)), Reason.WISH_NOT_DATED),  # by the person's own zone it may be of yesterday
        (around(TODAY - timedelta(days=3)), None),
        (around(date(2025, 7, 10)), None),
        (around(TODAY - timedelta(days=1), "Happy birthday!", "Today"), Reason.GREETED_ON_SITE),  # the page's own words
        (
            around(date(2025, 7, 10), "Happy birthday!", "Today"),
            Reason.WISH_NOT_DATED,
        ),  # two days: the newer may be true
        (around(TODAY, "Happy birthday!", "Jul 1"), Reason.WISH_NOT_DATED),
    ],
)
def test_a_time_without_a_zone_never_makes_a_wish_older_than_it_may_be(message: Message, reason: Reason | None) -> None:
    hello = Message(text="Hi", mine=True, at=datetime(2025, 1, 5, tzinfo=UTC))
    found = said_of([hello, message])
    assert (found.reason if found else None) is reason


def test_a_time_without_a_zone_proves_no_absence_of_the_day_of_the_click() -> None:
    clicked_on = CLICK.date()
    assert judged(around(clicked_on - timedelta(days=1), "Hello", mine=False)) is Verdict.UNCLEAR
    assert judged(around(clicked_on - timedelta(days=2), "Hello", mine=False)) is Verdict.ABSENT
