"""The server without a browser: control over HTTP, the thread of its own, and worlds that are always the same."""

from __future__ import annotations

import json
import urllib.error
import urllib.request
from datetime import UTC, date, datetime
from typing import Any

import pytest

from linkapp.practice import PRESETS, awkward_world, many_world, ordinary_world, served
from linkapp.practice.moments import listed
from linkapp.practice.words import age_words, day_words, heading_words, when_words
from linkapp.practice.world import World, nearest

TODAY = date(2026, 7, 10)


def noon() -> datetime:
    return datetime(2026, 7, 10, 12, 0, tzinfo=UTC)


def ask(address: str, body: Any = None) -> tuple[int, str]:
    data = None if body is None else json.dumps(body).encode()
    try:
        with urllib.request.urlopen(urllib.request.Request(address, data=data), timeout=5) as answer:
            return answer.status, answer.read().decode()
    except urllib.error.HTTPError as refused:
        with refused:
            return refused.code, refused.read().decode()


def test_it_runs_in_a_thread_of_its_own_and_listens_on_loopback_only() -> None:
    with served(ordinary_world(TODAY), clock=noon) as site:
        assert site.address.startswith("http://127.0.0.1:")
        status, text = ask(site.address + "/mynetwork/catch-up/birthday/")
        assert status == 200
        assert "Ada Fontenay" in text
        assert [(one.kind, one.path, one.status) for one in site.requests] == [
            ("page", "/mynetwork/catch-up/birthday/", 200)
        ]
        address = site.address
    with pytest.raises(urllib.error.URLError):
        ask(address + "/feed/")


def test_a_taken_port_is_an_error() -> None:
    with served(ordinary_world(TODAY)) as site:
        port = int(site.address.rsplit(":", 1)[1])
        with pytest.raises(OSError, match="address"), served(ordinary_world(TODAY), port=port):
            pass


def test_state_faults_and_world_are_set_over_http() -> None:
    with served(ordinary_world(TODAY), clock=noon) as site:
        status, text = ask(
            site.address + "/practice/world",
            {"today": "2027-01-03", "people": "awkward", "layout": "2026-09", "composer": "shadow", "language": "fr"},
        )
        state = json.loads(text)
        assert status == 200
        assert (state["today"], state["layout"], state["composer"]) == ("2027-01-03", "2026-09", "shadow")
        assert site.world.by_slug("may-day") is not None
        assert ask(site.address + "/practice/faults", {"slow": 0.01, "two_composers": True})[0] == 200
        assert site.faults.two_composers
        assert ask(site.address + "/practice/faults", {"clear": True})[0] == 200
        assert not site.faults.two_composers
        ask(site.address + "/feed/")
        state = json.loads(ask(site.address + "/practice/state")[1])
        assert [one["path"] for one in state["requests"] if one["kind"] == "page"] == ["/feed/"]
        assert state["received"] == []


@pytest.mark.parametrize(
    ("path", "body"),
    [
        ("/practice/faults", {"nonsense": 1}),
        ("/practice/faults", {"slow": "very"}),
        ("/practice/faults", [1]),
        ("/practice/world", {"layout": "1999"}),
        ("/practice/world", {"layout": ["2026-09"]}),
        ("/practice/world", {"people": ["many"]}),
        ("/practice/world", {"today": "tomorrow"}),
        ("/practice/world", {"today": "0001-01-01"}),
        ("/practice/world", {"colour": "red"}),
        ("/practice/world", {"enter_sends": "yes"}),
    ],
)
def test_unknown_input_is_refused_with_one_sentence(path: str, body: Any) -> None:
    with served(ordinary_world(TODAY), clock=noon) as site:
        status, text = ask(site.address + path, body)
        assert status == 400
        assert text.strip().endswith(".")
        assert "\n" not in text.strip()
        assert json.loads(ask(site.address + "/practice/state")[1])["today"] == "2026-07-10"


def test_private_calls_without_the_pages_own_token_are_refused() -> None:
    with served(ordinary_world(TODAY), clock=noon) as site:
        body = {
            "message": {"body": {"text": "hi"}},
            "hostRecipientUrns": [f"urn:li:fsd_profile:{site.world.people[0].member}"],
        }
        path = "/voyager/api/voyagerMessagingDashMessengerMessages?action=createMessage"
        assert ask(site.address + path, body)[0] == 403
        assert site.received == []


@pytest.mark.parametrize("preset", PRESETS)
def test_a_world_made_twice_is_the_same_and_every_person_is_one_person(preset: str) -> None:
    one, other = PRESETS[preset](TODAY), PRESETS[preset](TODAY)
    assert one == other
    members = [person.member for person in one.people]
    assert len(set(members)) == len(members)
    assert len({person.slug for person in one.people}) == len(members)
    assert all(member.startswith("ACoAAB") and len(member) == 39 for member in members)


def test_many_are_two_hundred_belated_birthdays() -> None:
    moments = listed(many_world(TODAY), "birthday", TODAY)
    assert len(moments) == 200
    assert {one.days_late for one in moments} == set(range(1, 11))


def test_the_awkward_ones_are_listed_as_the_facts_say() -> None:
    world = awkward_world(TODAY)
    moments = listed(world, "birthday", TODAY)
    names = [one.person.name for one in moments]
    assert names.count("Nora Lindqvist") == 2
    assert names.count("Tilda Okello") == 2
    assert len({one.person.member for one in moments}) == len(moments) - 1
    days = [one.days_late for one in moments]
    assert days.index(0) == 0
    assert all(late < 0 for late in days[-2:])
    assert next(one for one in moments if one.person.slug == "xavier-distel").href == ""


def test_somebody_born_on_29_february_is_listed_in_common_years() -> None:
    for today, late in ((date(2027, 2, 28), 0), (date(2027, 3, 1), 1), (date(2028, 3, 1), 1)):
        found = [one for one in listed(awkward_world(today), "birthday", today) if one.person.slug == "leap-larsen"]
        assert [one.days_late for one in found] == [late]


def test_a_birthday_over_the_turn_of_the_year_is_the_nearest_one() -> None:
    assert nearest((12, 30), date(2027, 1, 3)) == date(2026, 12, 30)
    assert nearest((1, 2), date(2026, 12, 30)) == date(2027, 1, 2)


def test_date_words_follow_language_and_style() -> None:
    assert when_words(0, TODAY, "fr", "absolute") == "aujourd’hui"
    assert when_words(2, TODAY, "fr", "absolute") == "le 8 juil."
    assert when_words(3, TODAY, "fr", "relative") == "il y a 3\u00a0jours"
    assert when_words(6, TODAY, "en", "weekday") == "Saturday, July 4"
    assert when_words(2, TODAY, "de", "absolute") == "am 8. Juli"
    assert when_words(14, TODAY, "en", "relative") == "2 weeks ago"
    assert when_words(-5, TODAY, "en", "relative") == "in 5 days"
    assert day_words(date(2026, 7, 1), "fr", long=True) == "1er juillet"
    assert age_words(365, "en") == "1yr ago"
    assert age_words(35, "fr") == "il y a un mois"
    now = datetime(2026, 7, 10, 12, 0, tzinfo=UTC)
    assert heading_words(datetime(2026, 7, 8, 9, 0, tzinfo=UTC), now, "fr") == "Mercredi"
    assert heading_words(datetime(2025, 7, 8, 9, 0, tzinfo=UTC), now, "en") == "Jul 8, 2025"


def test_worlds_do_not_share_people() -> None:
    one, other = ordinary_world(TODAY), ordinary_world(TODAY)
    one.people[0].conversation.append(one.people[1].conversation[0])
    assert other.people[0].conversation == []
    assert isinstance(other, World)
