"""What is typed is read back: a composer that holds anything but our words is not sent from."""

from __future__ import annotations

import pytest

from linkapp.domain.act import NotSent
from linkapp.domain.greeting import Ready
from linkapp.domain.person import Person
from linkapp.domain.problems import Reason
from tests.engine.conftest import Show

ANN = Person(name="Ann Bee", profile="ann-bee")
HEAD = "<h2><a href='/in/ann-bee/'>Ann Bee</a></h2>"
FIELD = "<textarea aria-label='Message'></textarea>"


def dialog(script: str, field: str = FIELD) -> str:
    return (
        f"<div role='dialog' aria-label='Message'>{HEAD}<form onsubmit='return false'>{field}"
        f"<button type='submit'>Send</button></form></div><script>{script}</script>"
    )


@pytest.mark.parametrize(
    ("script", "accepted"),
    [
        ("", True),
        ("document.querySelector('textarea').oninput = e => { e.target.value = e.target.value.slice(0, 12); };", False),
        ("document.querySelector('textarea').oninput = e => { e.target.value += ' Sent from my site'; };", False),
        ("document.querySelector('textarea').oninput = e => { e.target.value = 'Happy birthday!'; };", False),
    ],
    ids=["as typed", "cut off", "added to", "the site's own words"],
)
async def test_only_exactly_our_words_are_ready_to_be_sent(show: Show, script: str, accepted: bool) -> None:
    tab = await show(dialog(script))
    answer = await tab.write(ANN, "Happy birthday, Ann, and many more!")
    if accepted:
        assert isinstance(answer, Ready), answer
    else:
        assert isinstance(answer, NotSent), answer
        assert answer.problem.reason is Reason.TEXT_NOT_ACCEPTED
