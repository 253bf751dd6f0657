"""Who is no person of the list, and who of the list is only not understood: the first is not named, the second is."""

from __future__ import annotations

import pytest

from linkapp.domain.moment import Changed, Ok
from tests.engine.conftest import Show
from tests.engine.test_catch_up_reading import ANN, CLEO, compose, link, reading_of

pytestmark = pytest.mark.usefixtures("impatient")

CONNECT = "<button aria-label='Invite Rob Rail to connect'>Connect</button>"
KNOW = "<h2>People you may know</h2>"


async def names(show: Show, body: str) -> list[str]:
    reading = await reading_of(await show(body))
    assert isinstance(reading, Ok), reading
    return sorted(one.person.name for one in reading.items if one.person.name not in ("Ann Bee", "Cleo Dee"))


LIST = f"<div role=list><div role=listitem>{ANN}</div>%s<div role=listitem>{CLEO}</div></div>%s"
ROB = link("Rob Rail", "rob-rail")


@pytest.mark.parametrize(
    ("inside", "after"),
    [
        ("", f"{KNOW}<ul><li>{ROB}<p>Baker</p>{CONNECT}</li></ul>"),
        ("", f"{KNOW}<ul><li>{ROB}<p>Baker at Tomorrow Labs, 3 days a week</p>{CONNECT}</li></ul>"),
        (f"<div role=listitem>{KNOW}<div>{ROB}<p>Baker</p>{CONNECT}</div></div>", ""),
        (f"<div role=listitem>{ROB}<p>Baker</p><button>Follow</button></div>", ""),
        ("", f"<section><h2>Viewers</h2><ul><li>{ROB}<p>Viewed your profile</p>{compose('ACoAArobrail')}</li></ul></section>"),
        ("", f"<div class=rail><h2>Messaging</h2><div>{ROB}<p>See you</p>{compose('ACoAArobrail')}</div></div>"),
        (f"<div role=listitem>{ROB}<p>Congratulate Rob Rail on the new role</p>{compose('ACoAArobrail', prop='JOB_CHANGE')}</div>", ""),
        (f"<div role=listitem><p>Sponsored</p>{ROB}<p>Cakes</p>{compose('ACoAArobrail')}</div>", ""),
        ("", f"<aside><ul><li>{ROB}<p>Birthday today</p>{compose('ACoAArobrail')}</li></ul></aside>"),
    ],
)  # fmt: skip
async def test_who_has_no_moment_of_this_kind_is_no_person_of_the_list(show: Show, inside: str, after: str) -> None:
    assert await names(show, LIST % (inside, after)) == []


@pytest.mark.parametrize(
    ("inside", "after"),
    [
        (f"<div role=listitem>{ROB}<p>Rob Rail täyttää tänään vuosia</p>{compose('ACoAArobrail')}</div>", ""),
        (f"<div role=listitem>{ROB}<p>It is a special day</p>{compose('ACoAArobrail')}</div>", ""),
        (f"<div role=listitem>{ROB}<p>Jul 9</p></div>", ""),
        (f"<div role=listitem>{ROB}<p>Yesterday</p><button>Say something</button></div>", ""),
        ("", f"<ul><li>{ROB}<p>Yesterday</p>{compose('ACoAArobrail')}</li></ul>"),
        (f"<div role=listitem>{ROB}<p>Wish Rob Rail a happy birthday</p></div>", ""),
        (f"<div role=listitem>{ROB}<p>Something</p>{compose('ACoAArobrail', prop='BIRTHDAY')}</div>", ""),
    ],
)
async def test_whoever_is_only_not_understood_is_named_all_the_same(show: Show, inside: str, after: str) -> None:
    assert await names(show, LIST % (inside, after)) == ["Rob Rail"]


async def test_an_empty_day_beside_suggestions_is_an_empty_day_and_nothing_without_the_notice(show: Show) -> None:
    suggestions = f"{KNOW}<ul><li>{ROB}<p>Baker</p>{CONNECT}</li></ul>"
    empty = await reading_of(await show(f"<h1>Catch up</h1><p>No recent birthdays</p>{suggestions}"))
    assert empty == Ok(items=(), language="en")
    assert isinstance(await reading_of(await show(f"<h1>Catch up</h1>{suggestions}")), Changed)


@pytest.mark.parametrize("between", ["", "<div>Play a game</div>", "<p>Sponsored</p>"])
async def test_the_heading_of_a_group_holds_for_everybody_below_it(show: Show, between: str) -> None:
    body = (
        f"<h2>Today</h2><ul><li>{ANN}</li></ul><h2>Upcoming</h2><div><div class=row>{CLEO}</div>{between}"
        f"<div class=row>{ROB}<p>Wish Rob Rail a happy birthday</p>{compose('ACoAArobrail')}</div></div>"
    )
    reading = await reading_of(await show(body))
    assert isinstance(reading, Ok)
    assert {one.person.name: one.section for one in reading.items} == {
        "Ann Bee": "Today",
        "Cleo Dee": "Upcoming",
        "Rob Rail": "Upcoming",
    }
