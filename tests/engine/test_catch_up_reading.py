"""Single pages, read: whose card it is, what it says, and what is no card of anybody."""

from __future__ import annotations

from datetime import date

import pytest

from linkapp.domain.birthday import Birthday, read
from linkapp.domain.moment import Card, Changed, Occasion, Ok, Unknown
from linkapp.engine.pages import catch_up
from linkapp.engine.pages.composer import Composers
from tests.engine.conftest import Show

pytestmark = pytest.mark.usefixtures("impatient")

TODAY = date(2026, 7, 10)


async def cards(show: Show, body: str) -> tuple[Card, ...]:
    reading = await reading_of(await show(body))
    assert isinstance(reading, Ok), reading
    return reading.items


async def reading_of(tab: Composers):  # type: ignore[no-untyped-def]
    return await catch_up.read(tab.page, tab.asking, tab.traffic)


def link(name: str, slug: str) -> str:
    return f"<a href='/in/{slug}/'>{name}</a>"


def compose(member: str, label: str = "", prop: str = "") -> str:
    urn = f"&propUrn=urn:li:prop:({prop},5)" if prop else ""
    return f"<a href='/messaging/compose/?recipient={member}{urn}' aria-label='{label}'>✉</a>"


ANN = f"{link('Ann Bee', 'ann-bee')}<p>Celebrate Ann Bee’s birthday today</p>{compose('ACoAAannbee')}"
CLEO = f"{link('Cleo Dee', 'cleo-dee')}<p>Celebrate Cleo Dee’s recent birthday on Jul 8</p>{compose('ACoAAcleodee')}"


@pytest.mark.parametrize("tag", ["div", "li", "article", "section", "span style='display:block'", "dd"])
async def test_a_card_is_found_whatever_element_it_is(show: Show, tag: str) -> None:
    end = tag.split()[0]
    found = await cards(show, f"<div><{tag}>{ANN}</{end}><{tag}>{CLEO}</{end}></div>")
    assert [(one.person.name, one.person.member, one.person.profile) for one in found] == [
        ("Ann Bee", "ACoAAannbee", "ann-bee"),
        ("Cleo Dee", "ACoAAcleodee", "cleo-dee"),
    ]
    assert [read(one, TODAY, "en").late_by for one in found] == [0, 2]  # type: ignore[union-attr]


@pytest.mark.parametrize(
    ("address", "profile"),
    [
        ("/in/ann-bee", "ann-bee"),
        ("/in/Ann-Bee/?trk=x", "ann-bee"),
        ("/in/ann-bee/overlay/photo/", "ann-bee"),
        ("/fr/in/ann-bee/", "ann-bee"),
        ("http://127.0.0.1:9/in/ann-bee/en/", "ann-bee"),
        ("/in/zo%C3%A9-b/", "zoé-b"),
        ("/in/%F0%9F%8E%88-ann/", "🎈-ann"),
    ],
)
async def test_a_profile_address_is_understood_in_every_form(show: Show, address: str, profile: str) -> None:
    found = await cards(
        show, f"<ul><li><a href='{address}'>Ann Bee</a><p>Birthday today</p>{compose('ACoAAannbee')}</li></ul>"
    )
    assert [one.person.profile for one in found] == [profile]


@pytest.mark.parametrize(
    "address",
    [
        "https://elsewhere.example/in/ann-bee",
        "http://127.0.0.1:8080/in/ann-bee",
        "/jobs/in/ann-bee/",
        "mailto:/in/ann",
        "/in/",
    ],
)
async def test_what_only_looks_like_a_profile_address_is_none(show: Show, address: str) -> None:
    found = await cards(show, f"<ul><li>{ANN}</li><li><a href='{address}'>Somebody</a><p>Birthday today</p></li></ul>")
    assert [one.person.profile for one in found] == ["ann-bee"]


@pytest.mark.parametrize(
    "hidden",
    [
        "position:absolute;width:1px;height:1px;overflow:hidden",
        "position:absolute;left:-9999px",
        "position:absolute;clip:rect(0 0 0 0)",
        "position:absolute;clip-path:inset(50%)",
        "opacity:0",
        "font-size:0",
        "display:none",
        "visibility:hidden",
    ],
)
async def test_words_for_screen_readers_are_not_glued_to_a_name(show: Show, hidden: str) -> None:
    found = await cards(
        show,
        f"<ul><li><a href='/in/ann-bee/'>Ann Bee<span style='{hidden}'>View Ann Bee’s profile</span></a>"
        f"<p>Birthday today</p>{compose('ACoAAannbee')}</li></ul>",
    )
    assert [one.person.name for one in found] == ["Ann Bee"]


@pytest.mark.parametrize(
    ("body", "name"),
    [
        (f"<a href='/in/ann-bee/'><img alt='Photo of Ann Bee' width=9 height=9></a><h3>Ann Bee</h3><p>Birthday today</p>{compose('ACoAAannbee')}", "Ann Bee"),
        (f"<a href='/in/ann-bee/'><img alt='Ann Bee' width=9 height=9></a><p>Celebrate Ann Bee’s birthday today</p>{compose('ACoAAannbee')}", "Ann Bee"),
        (f"<a href='/in/ann-bee/'><img alt='Photo of Ann Bee' width=9 height=9></a><p>Birthday today</p>{compose('ACoAAannbee')}", ""),
        (f"<a href='/in/ann-bee/'><div>New</div><div>Ann Bee</div></a><p>Celebrate Ann Bee’s birthday today</p>{compose('ACoAAannbee')}", "Ann Bee"),
        (f"<a href='/in/ann-bee/'><div>1st</div><div>Ann Bee</div></a><p>Birthday today</p>{compose('ACoAAannbee', 'Message Ann Bee: Happy birthday!')}", "Ann Bee"),
        (f"{link('Ann Bee', 'ann-bee')}<p>{link('Mia Between', 'mia')} knows her too</p><p>Celebrate Ann Bee’s birthday today</p>{compose('ACoAAannbee')}", "Ann Bee"),
        (f"{link('Ann Bee', 'ann-bee')}<p>{link('Mia Between', 'mia')} knows her too</p><p>Birthday today</p>{compose('ACoAAannbee')}", ""),
    ],
)  # fmt: skip
async def test_a_name_is_what_the_card_says_more_than_once_and_never_a_guess(show: Show, body: str, name: str) -> None:
    found = [
        one
        for one in await cards(show, f"<ul><li>{body}</li><li>{CLEO}</li></ul>")
        if one.person.member == "ACoAAannbee"
    ]
    assert [one.person.name for one in found] == [name]
    assert [one.person.profile for one in found] == ["ann-bee" if name or "mia" not in body else None]


async def test_the_page_s_own_words_are_no_part_of_the_only_card(show: Show) -> None:
    found = await cards(show, f"<div><h1>Birthdays of 3 days ago</h1><div>{ANN}</div><button>Show more</button></div>")
    assert [one.lines for one in found] == [("Ann Bee", "Celebrate Ann Bee’s birthday today")]


async def test_two_cards_of_one_person_are_two_and_the_birthday_wins(show: Show) -> None:
    job = f"<div>{link('Ann Bee', 'ann-bee')}<p>Congratulate Ann Bee on the new job</p>{compose('ACoAAannbee', prop='JOB_CHANGE')}</div>"
    wish = f"<div>{link('Ann Bee', 'ann-bee')}<p>Birthday today</p>{compose('ACoAAannbee', prop='BIRTHDAY')}</div>"
    for body in (job + wish, wish + job):
        assert [one.occasion for one in await cards(show, f"<div>{body}</div>")] == [Occasion.BIRTHDAY]


async def test_a_day_heading_counts_where_the_card_says_no_day_and_only_the_nearest_words_do(show: Show) -> None:
    def row(name: str, slug: str) -> str:
        return f"<div class=row>{link(name, slug)}<p>Wish {name} a happy birthday</p>{compose('ACoAA' + slug)}</div>"

    found = await cards(
        show,
        f"<div><h2>Today</h2>{row('Ann Bee', 'annbee')}<h2>Yesterday</h2>{row('Cleo Dee', 'cleodee')}<b>Recent</b>{row('Eve Foe', 'evefoe')}</div>",
    )
    read_ = {one.person.name: read(one, TODAY, "en") for one in found}
    assert isinstance(read_["Ann Bee"], Birthday)
    assert read_["Ann Bee"].late_by == 0
    assert isinstance(read_["Cleo Dee"], Birthday)
    assert read_["Cleo Dee"].late_by == 1
    assert not isinstance(read_["Eve Foe"], Birthday)


async def test_a_promoted_card_is_nobody_s_birthday(show: Show) -> None:
    sold = f"<li><p>Sponsored ·</p>{link('Cake Ltd', 'cake')}<p>A birthday cake today</p>{compose('ACoAAcakeltd')}</li>"
    assert [one.person.name for one in await cards(show, f"<ul><li>{ANN}</li>{sold}</ul>")] == ["Ann Bee"]


async def test_a_person_who_works_in_advertising_is_not_taken_for_an_advertisement(show: Show) -> None:
    body = f"<ul><li>{link('Ann Bee', 'ann-bee')}<p>Advertisement</p><p>Celebrate Ann Bee’s birthday today</p>{compose('ACoAAannbee')}</li></ul>"
    assert [one.person.name for one in await cards(show, body)] == ["Ann Bee"]


async def test_a_headline_about_work_does_not_hide_a_birthday_and_a_work_anniversary_is_none(show: Show) -> None:
    body = "".join(
        f"<li>{link(name, slug)}<p>{headline}</p><p>{words}</p>{compose('ACoAA' + slug)}</li>"
        for name, slug, headline, words in (
            ("Ann Bee", "annbee", "Open to a new role", "Celebrate Ann Bee’s birthday today"),
            ("Cleo Dee", "cleodee", "20 years at Acme", "Celebrate Cleo Dee’s birthday today"),
            ("Eve Foe", "evefoe", "Baker", "Celebrate Eve Foe’s work anniversary today"),
            ("Gil Hue", "gilhue", "Baker", "Gil Hue fête son 5e anniversaire chez Acme aujourd’hui"),
        )
    )
    understood = {
        one.person.name: isinstance(read(one, TODAY, "en"), Birthday) for one in await cards(show, f"<ul>{body}</ul>")
    }
    assert understood == {"Ann Bee": True, "Cleo Dee": True, "Eve Foe": False, "Gil Hue": False}


async def test_three_hundred_cards_without_list_marks_are_read_in_one_answer(show: Show) -> None:
    rows = "".join(
        f"<div>{link(f'Ann Bee {n}', f'ann-{n}')}<p>Celebrate Ann Bee {n}’s birthday today</p>{compose(f'ACoAAann{n:04}')}</div>"
        for n in range(300)
    )
    tab = await show(f"<div>{rows}</div>")
    answer = await tab.asking.ask(tab.page.main_frame, "catchUp")
    assert len(answer["cards"]) == 300


async def test_people_in_several_places_without_any_occasion_are_a_changed_page(show: Show) -> None:
    lists = "".join(
        f"<ul><li>{link(name, slug)}<p>Today</p>{compose('ACoAA' + slug)}</li></ul>"
        for name, slug in (("Ann Bee", "annbee"), ("Cleo Dee", "cleodee"))
    )
    assert isinstance(await reading_of(await show(lists)), Changed)


@pytest.mark.parametrize(
    ("body", "kind"),
    [
        ("<h1>Catch up</h1><p>No recent birthdays</p>", Ok),
        ("<h1>Catch up</h1><p>Aucun anniversaire récent</p>", Ok),
        ("<h1>Catch up</h1>", Changed),
        ("<h1>Catch up</h1><ul><li>Ann Bee</li></ul>", Changed),
        ("<!doctype html><html><body><div>Something went wrong</div></body></html>", Unknown),
        ("<p>No recent birthdays</p><button>Message Ann Bee</button>", Changed),
    ],
)
async def test_nothing_to_do_is_only_said_where_the_page_says_so(show: Show, body: str, kind: type) -> None:
    assert type(await reading_of(await show(body))) is kind


async def test_more_is_asked_for_until_the_end_in_any_language_and_no_other_button_is_pressed(show: Show) -> None:
    script = (
        "<script>window.pressed = []; document.addEventListener('click', (e) => { const b = e.target.closest('button'); if (!b) return;"
        "window.pressed.push(b.textContent); if (b.id === 'more') { const li = document.createElement('div'); li.setAttribute('role', 'listitem');"
        "li.innerHTML = document.querySelector('template').innerHTML; b.parentElement.before(li); b.parentElement.remove(); } });</script>"
    )
    tab = await show(
        f"<template>{CLEO}</template><div role=list><div role=listitem>{ANN}</div><div role=listitem>Play a game <button>Play</button></div>"
        f"<div><button id=more>さらに表示</button></div></div><button>Invite everybody</button>{script}"
    )
    reading = await reading_of(tab)
    assert isinstance(reading, Ok)
    assert [one.person.name for one in reading.items] == ["Ann Bee", "Cleo Dee"]
    assert await tab.page.evaluate("pressed") == ["さらに表示"]
