"""Never a day early: signs that a birthday is still to come, contradictions, and days that change while LinkApp works."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any
from urllib.parse import quote

import pytest

from linkapp.domain.birthday import Birthday, page_has_another_day, read
from linkapp.domain.campaign import RunOutcome
from linkapp.domain.conversation import objection
from linkapp.domain.greeting import Ready
from linkapp.domain.moment import Card, Message, Occasion, Skip
from linkapp.domain.person import Person
from linkapp.domain.problems import Problem, Reason
from linkapp.system.clock import BadZone, SystemClock, zone_of
from tests.unit.test_greet import Bench, card, states

TODAY = date(2026, 11, 24)
NAME = "Ann Bee"
ON_TIME = "Celebrate Ann Bee’s birthday today"


def told(*lines: str, label: str = "", body: str = "", **more: str) -> Card:
    link = f"/messaging/compose/?recipient=ACoAAannbee&propUrn=urn:li:prop:(BIRTHDAY,5)&body={quote(body)}"
    person = Person(name=NAME, member="ACoAAannbee", profile="ann-bee", headline=more.pop("headline", ""))
    return Card(
        person=person,
        lines=(NAME, *lines),
        label=label,
        link=more.pop("link", link),
        occasion=Occasion.BIRTHDAY,
        **more,
    )


@pytest.mark.parametrize(
    "shown",
    [
        told("Celebrate Ann Bee’s birthday tomorrow"),
        told("Celebrate Ann Bee’s birthday on Nov 25"),
        told("Celebrate Ann Bee’s birthday on Nov 24", label="Message Ann Bee: Wishing you an early happy birthday!"),
        told(ON_TIME, label="Message Ann Bee: Happy birthday in advance!"),
        told(ON_TIME, body="Happy early birthday!"),
        told(ON_TIME, body="Joyeux anniversaire en avance !"),
        told(ON_TIME, body="Alles Gute zum Geburtstag im Voraus!"),
        told(ON_TIME, body="¡Feliz cumpleaños por adelantado!"),
        told(ON_TIME, heading="Tomorrow"),
        told(ON_TIME, heading="Upcoming birthdays"),
        told(ON_TIME, section="Coming up"),
        told(ON_TIME, section="Anniversaires à venir"),
        told(ON_TIME, "Tomorrow"),
        told("Célébrez l’anniversaire d’Ann Bee demain"),
        told("Ann Bee fête son anniversaire bientôt"),
        told("Ann Bee hat morgen Geburtstag"),
        told("Ann Bee hat bald Geburtstag, heute schon gratulieren"),
        told("Mañana es el cumpleaños de Ann Bee"),
        told("Nov 24", "Celebrate Ann Bee’s upcoming birthday"),
        told(ON_TIME, link="/messaging/compose/?recipient=ACoAAannbee&propUrn=urn%3Ali%3Aprop%3A(UPCOMING_BIRTHDAY%2C5)"),
        told("Celebrate Ann Bee’s recent birthday on Nov 22", label="Message Ann Bee: Happy birthday in advance!"),
    ],
)  # fmt: skip
def test_any_sign_of_a_day_to_come_wins_over_everything_else(shown: Card) -> None:
    found = read(shown, TODAY, "en")
    assert isinstance(found, Skip)
    assert found.reason is Reason.UPCOMING


@pytest.mark.parametrize(
    ("shown", "late_by"),
    [
        (told(ON_TIME), 0),
        (told(ON_TIME, "Tomorrow Labs", headline="Tomorrow Labs"), 0),
        (told("Early-stage investor, next week maybe", ON_TIME, headline="Early-stage investor, next week maybe"), 0),
        (told("Bientôt disponible", ON_TIME), 0),
        (told(ON_TIME, label="Message Ann Bee: Wishing you a very happy birthday!"), 0),
        (told(ON_TIME, body="Happy birthday! See you soon, and all the best for the upcoming year."), 0),
        (told(ON_TIME, body="Joyeux anniversaire et à bientôt ! Le meilleur pour l’année à venir."), 0),
        (told("Ann Bee hat heute Geburtstag", body="Guten Morgen! Alles Gute fürs kommende Lebensjahr, bis bald!"), 0),
        (told("Hoy es el cumpleaños de Ann Bee", body="¡Feliz cumpleaños! Hasta pronto."), 0),
        (told(ON_TIME, heading="Today", section="Today"), 0),
        (told("Wish Ann Bee a happy birthday", heading="Yesterday"), 1),
        (told("Celebrate Ann Bee’s recent birthday on Nov 22", body="Happy belated birthday!"), 2),
    ],
)
def test_what_only_sounds_like_a_day_to_come_holds_nobody_back(shown: Card, late_by: int) -> None:
    found = read(shown, TODAY, "en")
    assert isinstance(found, Birthday), found
    assert found.late_by == late_by


def test_a_surname_is_no_sign() -> None:
    shown = told("Celebrate Mary Early’s birthday today", label="Message Mary Early: Happy birthday!")
    found = read(
        replace(shown, person=replace(shown.person, name="Mary Early"), lines=("Mary Early", *shown.lines[1:])),
        TODAY,
        "en",
    )
    assert isinstance(found, Birthday)


@pytest.mark.parametrize(
    "shown",
    [
        told(ON_TIME, label="Message Ann Bee: Happy belated birthday!"),
        told(ON_TIME, body="Joyeux anniversaire avec un peu de retard !"),
        told(ON_TIME, heading="Yesterday"),
        told("Celebrate Ann Bee’s recent birthday on Nov 22", heading="Today"),
        told("Celebrate Ann Bee’s birthday today, Nov 23"),
    ],
)
def test_what_contradicts_itself_is_left_to_the_person(shown: Card) -> None:
    found = read(shown, TODAY, "en")
    assert isinstance(found, Skip)
    assert found.reason is Reason.DATE_NOT_UNDERSTOOD
    assert found.detail


@pytest.mark.parametrize(
    ("text", "another"),
    [("Today, Nov 24", False), ("Today, Nov 23", True), ("Today, Nov 25", True), ("Tomorrow · November 24", True), ("Nov 23", False)],
)  # fmt: skip
def test_a_page_whose_today_is_another_day_is_noticed(text: str, another: bool) -> None:
    assert page_has_another_day([told(ON_TIME, heading=text)], TODAY, "en") is another
    assert page_has_another_day([told(ON_TIME), told(ON_TIME, section=text)], TODAY, "en") is another
    assert page_has_another_day([told(ON_TIME, f"Baker since {text}")], TODAY, "en") is False


# ---- in a run ----

NOON = datetime(2026, 7, 10, 9, 0, tzinfo=UTC)


async def test_on_a_page_with_another_today_nobody_is_greeted() -> None:
    ahead = replace(card(1), heading="Today, Jul 11")
    bench = Bench(ahead, card(2))
    report = await bench.send()
    assert {reason for _, reason in states(report).values()} == {Reason.DATE_NOT_UNDERSTOOD}
    assert not bench.network.received


@pytest.mark.parametrize("away", [timedelta(hours=20), timedelta(minutes=4), timedelta(days=-1)])
async def test_where_site_and_computer_are_on_different_days_a_word_like_today_tells_nothing(away: timedelta) -> None:
    bench = Bench(card(1), card(2, "Celebrate the birthday on July 10"), card(3, "birthday yesterday"))
    bench.clock.at = datetime(2026, 7, 10, 21, 58, tzinfo=UTC)  # two minutes to midnight in Paris
    bench.network.now = lambda: bench.clock.at
    assert len((await bench.greet.preview(Occasion.BIRTHDAY)).drafts) == 3
    site = bench.clock.at
    bench.network.now = lambda: site
    bench.clock.at += away
    report = await bench.send()
    assert [key for key, _ in bench.network.received] == ["id:ACoAAp0002"]
    assert {states(report)[key] for key in ("p1", "p3")} == {("skipped", Reason.DATE_NOT_UNDERSTOOD)}


@pytest.mark.parametrize("where", ["before the next person", "while typing"])
@pytest.mark.parametrize("how", ["midnight", "zone"])
async def test_when_another_day_begins_during_a_run_nothing_more_is_sent(where: str, how: str) -> None:
    bench = Bench(card(1), card(2), card(3))
    bench.clock.at = datetime(2026, 7, 10, 21, 58, tzinfo=UTC)
    prepare, press = bench.network.prepare, bench.network.press

    def another_day() -> None:
        if how == "midnight":
            bench.clock.at = datetime(2026, 7, 10, 22, 0, 1, tzinfo=UTC)
        else:
            bench.clock.zone_name = "Pacific/Auckland"

    async def typed(person: Person, text: str) -> Any:
        ready = await prepare(person, text)
        if person.profile == "p2":
            another_day()
        return ready

    async def sent(ready: Ready, text: str, before_click: Any) -> Any:
        outcome = await press(ready, text, before_click)
        another_day()
        bench.network.in_composer = ""
        return outcome

    if where == "while typing":
        bench.network.prepare = typed  # type: ignore[method-assign]
    else:
        bench.network.press = sent  # type: ignore[method-assign]
    report = await bench.send()
    assert [key for key, _ in bench.network.received] == ["id:ACoAAp0001"]
    assert report.stopped_by == Problem(reason=Reason.DAY_CHANGED)
    assert report.outcome is RunOutcome.NOT_NOW
    usage = await bench.greet.usage()
    assert usage is not None
    assert usage.week == 1
    assert bench.network.in_composer == ""


async def test_a_text_chosen_on_the_day_is_not_sent_a_day_late() -> None:
    bench = Bench(card(1))
    evening = (await bench.greet.preview(Occasion.BIRTHDAY)).drafts
    bench.clock.at += timedelta(days=1)
    bench.network.cards = [card(1, "Celebrate the birthday yesterday")]
    report = await bench.send(list(evening))
    assert states(report) == {"p1": ("skipped", Reason.DAY_CHANGED)}
    assert not bench.network.received


@pytest.mark.parametrize(
    ("zone", "at", "today"),
    [
        ("Pacific/Auckland", "2026-11-24T11:30:00+00:00", date(2026, 11, 25)),
        ("America/Los_Angeles", "2026-11-24T07:30:00+00:00", date(2026, 11, 23)),
        ("Europe/Paris", "2026-10-24T22:30:00+00:00", date(2026, 10, 25)),  # the day of 25 hours
        ("Europe/Paris", "2026-10-25T22:59:00+00:00", date(2026, 10, 25)),
        ("Europe/Paris", "2026-03-29T21:59:00+00:00", date(2026, 3, 29)),  # the day of 23 hours
        ("Europe/Paris", "2026-03-29T22:00:00+00:00", date(2026, 3, 30)),
    ],
)
async def test_today_is_the_persons_own_date_by_the_sites_time(zone: str, at: str, today: date) -> None:
    bench = Bench(card(1, f"Celebrate the birthday on {today:%B} {today.day}"))
    bench.clock.zone_name, bench.clock.at = zone, datetime.fromisoformat(at)
    preview = await bench.greet.preview(Occasion.BIRTHDAY)
    assert preview.today == today
    assert [one.late_days for one in preview.drafts] == [0]


# ---- one zone for all days ----


@pytest.mark.parametrize(
    ("zone", "at", "day"),
    [
        ("Europe/Paris", datetime(2026, 7, 2, 23, 30, tzinfo=UTC), 3),
        ("America/New_York", datetime(2026, 7, 3, 3, 30, tzinfo=UTC), 2),
        ("UTC", datetime(2026, 7, 2, 23, 30, tzinfo=UTC), 2),
    ],
)
def test_the_day_of_a_message_is_the_persons_day(zone: str, at: datetime, day: int) -> None:
    messages = [Message(text="See you", mine=True, at=at)]
    today = date(2026, 7, 10)
    found = objection(messages, on=today, today=today, language="en", talked_days=7, zone=zone_of(zone))
    age = 10 - day
    assert (found is not None) == (age <= 7)


def test_the_zone_is_asked_for_whenever_it_is_used() -> None:
    names = iter(["Europe/Paris", "Asia/Tokyo", "no such place", "Asia/Tokyo"])
    clock = SystemClock(zone=lambda: zone_of(next(names)))
    assert [clock.zone().key for _ in range(3)] == ["Asia/Tokyo", "Asia/Tokyo", "Asia/Tokyo"]
    with pytest.raises(BadZone):
        zone_of("no such place")
