"""What the contacts book knows of an exchange, and what of it speaks against a greeting."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest

from linkapp.domain.history import UNKNOWN, History, against
from linkapp.domain.person import Person
from linkapp.domain.problems import Reason

TODAY = date(2026, 7, 10)
NOW = datetime(2026, 7, 10, 8, tzinfo=UTC)
DAY = timedelta(days=1)


def reason(history: History, on: date = TODAY) -> tuple[Reason, str] | None:
    skip = against(Person(name="Ada", profile="ada"), history, on=on, today=TODAY, talked_days=7, zone=UTC)
    return None if skip is None else (skip.reason, skip.detail)


@pytest.mark.parametrize(
    ("history", "expected"),
    [
        (UNKNOWN, None),
        (History(greeted=[NOW]), (Reason.ALREADY_GREETED, "2026-07-10")),
        (History(greeted=[NOW - 179 * DAY]), (Reason.ALREADY_GREETED, "2026-01-12")),
        (History(greeted=[NOW - 365 * DAY, NOW - DAY]), (Reason.ALREADY_GREETED, "2026-07-09")),
        (History(greeted=[NOW - 365 * DAY]), None),
        (History(greeted=[NOW - 181 * DAY]), None),
        (History(last=NOW - 29 * DAY, by_them=True, text="How are you?"), (Reason.AWAITING_REPLY, "29")),
        (History(last=NOW - 29 * DAY, by_them=True, text="Thanks a lot!"), None),
        (History(last=NOW - 29 * DAY), None),
        (History(last=NOW - 61 * DAY, by_them=True), None),
        (History(last=NOW - 2 * DAY), (Reason.TALKED_RECENTLY, "2")),
        (History(last=NOW - 2 * DAY, by_them=True, text="Thanks!"), (Reason.TALKED_RECENTLY, "2")),
        (History(last=NOW - 8 * DAY), None),
        (History(last=NOW + 2 * DAY), None),
    ],
)
def test_what_the_book_knows_speaks_against_a_greeting(history: History, expected: tuple[Reason, str] | None) -> None:
    assert reason(history) == expected


def test_a_greeting_of_the_eve_is_one_of_this_birthday() -> None:
    assert reason(History(greeted=[NOW - 3 * DAY]), on=TODAY - 2 * DAY) is not None
