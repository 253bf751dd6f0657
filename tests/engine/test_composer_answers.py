"""What the composer makes of a text that is not ours and of the site's own answers; without a browser."""

from __future__ import annotations

from datetime import UTC, date, datetime
from types import SimpleNamespace
from typing import Any

import pytest

from linkapp.domain.act import Sent, Unsure
from linkapp.domain.person import Person
from linkapp.domain.problems import Problem, Reason
from linkapp.engine.pages.composer import Composers
from linkapp.engine.pages.messages import messages_of
from linkapp.engine.pages.open_composer import OpenComposer
from linkapp.engine.pages.proof import outcome_of
from linkapp.engine.traffic import Posting

ANN = Person(name="Ann Bee", member="ACoAAannbee1")


class Shown(Composers):
    """A composer for the right person that holds a given text."""

    def __init__(self, text: str) -> None:
        self._text = text

    async def the_one(
        self, person: Person, *, text: str = "", wait_ms: int = 0, watch: OpenComposer | None = None
    ) -> tuple[OpenComposer, Person] | Problem:
        raw = {"text": self._text, "sends": 1, "enabled": True}
        return OpenComposer(frame=SimpleNamespace(), index=0, raw=raw, address=""), person


@pytest.mark.parametrize("held", ["", "Happy birthday, Anna!", "A draft. Happy birthday, Ann!", "Happy birthday,"])
async def test_a_composer_that_holds_another_text_is_not_let_through(held: str) -> None:
    answer = await Shown(held)._holding(ANN, "Happy birthday, Ann!", 0.0)
    assert isinstance(answer, Problem)
    assert answer.reason is Reason.TEXT_NOT_ACCEPTED


async def test_a_composer_that_holds_our_text_is_let_through() -> None:
    assert isinstance(
        await Shown("Happy birthday,\u00a0Ann! \n")._holding(ANN, "Happy birthday, Ann!", 0.0), OpenComposer
    )


ECHO = {"status": 200, "echoed": True}


@pytest.mark.parametrize(
    ("answers", "meaning"),
    [
        ([], None),
        ([{}], None),
        ([ECHO], "sent"),
        ([{}, ECHO], "sent"),
        ([{"status": 200}], None),
        ([{"status": 204}], None),
        ([{"status": 200, "echoed": True, "complaint": True}], Reason.REFUSED),
        ([{"status": 400}], Reason.REFUSED),
        ([{"status": 422, "echoed": True}], Reason.REFUSED),
        ([{"status": 403, "explained": True}], Reason.REFUSED),
        ([{"status": 403}], Reason.SECURITY_CHECK),
        ([{"status": 401}], Reason.SIGNED_OUT),
        ([{"status": 429}], Reason.RATE_LIMITED),
        ([{"status": 999}, ECHO], Reason.RATE_LIMITED),
        ([{"status": 500, "echoed": True}], Reason.NO_PROOF),
        ([{"failed": True}], Reason.NO_PROOF),
    ],
)
def test_what_an_answer_of_the_site_says(answers: list[dict[str, Any]], meaning: str | Reason | None) -> None:
    postings = tuple(Posting(request=SimpleNamespace(), **one) for one in answers)
    outcome = outcome_of(postings)
    if meaning is None:
        assert outcome is None
    elif meaning == "sent":
        assert outcome == Sent(proof="answer")
    else:
        assert isinstance(outcome, Unsure)
        assert outcome.problem.reason is meaning
        assert outcome.refused is (meaning is Reason.REFUSED)


@pytest.mark.parametrize(
    ("time", "at", "around"),
    [
        ("2026-07-10T09:30:00Z", datetime(2026, 7, 10, 9, 30, tzinfo=UTC), None),
        ("2026-07-10T00:30:00+02:00", datetime(2026, 7, 9, 22, 30, tzinfo=UTC), None),
        ("2026-07-10T00:30:00", None, date(2026, 7, 10)),
        ("2026-07-10 00:30", None, date(2026, 7, 10)),
        ("2026-07-10", None, date(2026, 7, 10)),
        ("0001-01-01T00:00:00+14:00", None, None),
        ("PT3H", None, None),
        ("", None, None),
    ],
)
def test_a_machines_time_is_an_instant_only_with_its_zone(time: str, at: datetime | None, around: date | None) -> None:
    item = {"text": "Hi", "mine": True, "time": time, "head": [], "parts": [], "heading": False}
    (message,) = messages_of({"messages": [item]})
    assert (message.at, message.around) == (at, around)
