"""The end of a list, and an empty day: what is whole, what is in part and why, and what is no proof of anything."""

from __future__ import annotations

from typing import Any

import pytest
from playwright.async_api import Route

from linkapp.domain.moment import Changed, Missing, Occasion, Ok
from linkapp.engine import traffic
from linkapp.engine.pages import catch_up, cover
from tests.engine.conftest import Show
from tests.engine.test_catch_up_reading import ANN, CLEO, reading_of

pytestmark = pytest.mark.usefixtures("impatient")

LIST = f"<div role=list><div role=listitem>{ANN}</div><div role=listitem>{CLEO}</div>%s</div>%s"
NAV = "<nav data-testid=primary-nav><a href='/in/tester-self/'>Me</a></nav>"


async def partial_of(show: Show, body: str) -> str:
    reading = await reading_of(await show(body))
    assert isinstance(reading, Ok), reading
    assert len(reading.items) == 2
    return reading.partial


@pytest.mark.parametrize(
    ("inside", "after", "why"),
    [
        ("", "", ""),
        ("", "<div role=progressbar style='width:30px;height:30px'>.</div>", Missing.STILL_LOADING),
        ("<div role=listitem aria-busy=true style='height:40px'></div>", "", Missing.STILL_LOADING),
        ("<div role=listitem><div style='height:60px'><div></div></div></div>", "", Missing.STILL_LOADING),
        ("", "<div data-testid=list-skeleton style='height:60px'></div>", Missing.STILL_LOADING),
        ("", "<div class='feed-loader-bar' style='height:40px'></div>", Missing.STILL_LOADING),
        ("", "<div class='x loader'><p>Everything about loaders</p></div>", ""),
        ("", "<img class=lazy-loader width=90 height=90>", ""),
        ("", "<p>Loading…</p>", Missing.STILL_LOADING),
        ("", "<div><span>Chargement en cours...</span></div>", Missing.STILL_LOADING),
        ("", "<progress></progress>", Missing.STILL_LOADING),
        ("", "<button>Show more</button>", Missing.MORE_LEFT),
        ("", "<button disabled>Show more</button>", Missing.MORE_LEFT),
        ("", "<p>Something went wrong</p><button>Try again</button>", Missing.LOAD_FAILED),
        ("", "<iframe src='/slow-frame' style='width:400px;height:300px'></iframe>", Missing.FRAME_MISSING),
        # what is none of the list's: a bar with a value, a spinner beside it or in a card, words inside other words
        ("", "<div role=progressbar aria-valuenow=70 style='width:90px;height:9px'>70</div>", ""),
        ("", "<progress value=3 max=9></progress>", ""),
        ("", "<aside><div role=progressbar style='width:30px;height:30px'>.</div><p>Loading…</p></aside>", ""),
        ("", "<div hidden><div role=progressbar>.</div>Loading…</div>", ""),
        ("", "<p>Loading docks of the world: a puzzle</p>", ""),
        ("<div role=listitem style='height:4000px'></div>", "", ""),
        ("", "<iframe src='https://ads.example/' style='width:400px;height:300px'></iframe>", ""),
    ],
)
async def test_what_may_still_come_is_said(show: Show, inside: str, after: str, why: str) -> None:
    tab = await show("<p>x</p>")

    await tab.page.route("**/slow-frame", lambda route: None)
    assert await partial_of(show, LIST % (inside, after)) == why


async def test_a_spinner_in_a_card_says_nothing_about_the_list(show: Show) -> None:
    card = ANN + "<span role=progressbar style='display:block;width:20px;height:20px'>.</span>"
    assert await partial_of(show, f"<ul><li>{card}</li><li>{CLEO}</li></ul>") == ""


@pytest.mark.parametrize(
    ("head", "why"),
    [
        ("<h2>Birthdays (2)</h2>", ""),
        ("<h2>Birthdays (12)</h2>", f"{Missing.COUNT_NOT_REACHED}: 2 of 12"),
        ("<div role=tablist><button role=tab aria-selected=true>Anniversaires (3)</button></div>", f"{Missing.COUNT_NOT_REACHED}: 2 of 3"),
        ("<h2>5 birthdays</h2>", f"{Missing.COUNT_NOT_REACHED}: 2 of 5"),
        ("<h2>Work anniversaries (12)</h2>", ""),
        ("<h2>Invitations (12)</h2>", ""),
        ("<div role=tablist><button role=tab aria-selected=false>Birthdays (7)</button></div>", ""),
        ("<aside><h2>Birthdays (40)</h2></aside>", ""),
        ("<h2>Birthdays on Jul 12</h2>", ""),
    ],
)  # fmt: skip
async def test_a_number_that_the_page_announces_has_to_be_reached(show: Show, head: str, why: str) -> None:
    assert await partial_of(show, head + LIST % ("", "")) == why


@pytest.mark.parametrize(("size", "why"), [(2, ""), (-1, ""), (5, f"{Missing.COUNT_NOT_REACHED}: 3 not seen")])
async def test_items_that_say_their_place_in_the_list_are_counted(show: Show, size: int, why: str) -> None:
    items = "".join(
        f"<li aria-posinset={n} aria-setsize={size}>{card}</li>" for n, card in enumerate((ANN, CLEO), start=1)
    )
    assert await partial_of(show, f"<ul>{items}</ul>") == why


async def test_somebody_listed_twice_counts_twice_as_the_page_counts(show: Show) -> None:
    items = f"<li>{ANN}</li><li>{CLEO}</li><li>{ANN}</li>"
    assert await partial_of(show, f"<h2>Birthdays (3)</h2><ul>{items}</ul>") == ""
    placed = "".join(
        f"<li aria-posinset={n} aria-setsize=3>{card}</li>"
        for n, card in enumerate((ANN, CLEO, "<p>An ad</p>"), start=1)
    )
    assert await partial_of(show, f"<h2>Birthdays (3)</h2><ul>{placed}</ul>") == ""


EVE = ANN.replace("Ann Bee", "Eve Gee").replace("ann-bee", "eve-gee").replace("annbee", "evegee")


@pytest.mark.parametrize(
    ("today", "earlier", "why"),
    [
        ("Today (2)", "Jul 8 (1)", ""),
        ("Today (3)", "Jul 8 (1)", "2 of 3 in one group"),
        ("Today (2)", "Jul 8 (2)", "1 of 2 in one group"),
        ("Aujourd’hui (3)", "Hier (1)", "2 of 3 in one group"),
        ("Today", "Jul 9 (4)</h3><h3>Jul 8 (1)", "3 of 5 in all groups"),  # folded away
        ("Today’s birthdays (3)", "Recent", "2 of 3 in one group"),
        ("Friday (3)", "Recent", "2 of 3 in one group"),
        ("Today (2)", "Recent", ""),
        ("Your network (500)", "People (40)", ""),
        ("Today, and 12 more", "Jul 8", ""),
    ],
)
async def test_the_numbers_at_the_heads_of_groups_have_to_be_reached(
    show: Show, today: str, earlier: str, why: str
) -> None:
    body = f"<h3>{today}</h3><ul><li>{ANN}</li><li>{EVE}</li></ul><h3>{earlier}</h3><ul><li>{CLEO}</li></ul>"
    reading = await reading_of(await show(body))
    assert isinstance(reading, Ok), reading
    assert len(reading.items) == 3
    assert reading.partial == (f"{Missing.COUNT_NOT_REACHED}: {why}" if why else "")


async def test_somebody_who_stands_in_two_groups_counts_in_both(show: Show) -> None:
    body = f"<h3>Today (1)</h3><ul><li>{ANN}</li></ul><h3>Jul 8 (2)</h3><ul><li>{CLEO}</li><li>{ANN}</li></ul>"
    assert await partial_of(show, body) == ""


MORE = f"""<ul id=list><li>{ANN}</li></ul>
<button onclick="document.querySelector('#list').insertAdjacentHTML('beforeend', `<li>{CLEO}</li>`); this.remove()">Show more</button>
<script>addEventListener('keydown', (e) => e.key === 'Escape' && document.querySelector('.esc')?.remove())</script>"""
OVER = "</main><div class='{}' style='position:fixed;inset:0;background:#ccc'><div role=dialog>An offer{}</div></div><main>"


@pytest.mark.parametrize(
    ("offer", "people", "why"),
    [
        (OVER.format("esc", ""), 2, ""),
        (OVER.format("", "<button onclick='this.closest(&quot;[style]&quot;).remove()'>No thanks</button>"), 1, Missing.MORE_LEFT),
        (OVER.format("", "<button onclick='this.closest(&quot;[style]&quot;).remove()'>Close</button>"), 2, ""),
        (OVER.format("", "<button onclick='document.title=&quot;bound&quot;'>Accept</button>"), 1, Missing.MORE_LEFT),
        (OVER.format("esc", "<textarea>Dear Ann</textarea>"), 1, Missing.MORE_LEFT),
    ],
)  # fmt: skip
async def test_what_lies_over_show_more_is_put_away_or_the_list_is_in_part(
    show: Show, offer: str, people: int, why: str
) -> None:
    tab = await show(MORE + offer)

    async def uncover() -> bool:
        return await cover.put_away(tab.page, tab.asking, by_key=True)

    reading = await catch_up.read(tab.page, tab.asking, tab.traffic, uncover=uncover)
    assert isinstance(reading, Ok), reading
    assert (len(reading.items), reading.partial) == (people, why)
    assert await tab.page.title() != "bound"


FETCH = (
    "<script>document.querySelector('main').addEventListener('wheel', () => {}); fetch('%s').catch(() => 0);</script>"
)


@pytest.mark.parametrize(
    ("address", "how", "why"),
    [
        ("/mynetwork/catch-up/birthday/?start=10", "fails", Missing.LOAD_FAILED),
        ("/mynetwork/catch-up/birthday/?start=10", "breaks", Missing.LOAD_FAILED),
        ("/mynetwork/catch-up/birthday/?start=10", "hangs", Missing.NOT_ANSWERED),
        ("/voyager/pagination?sduiid=x", "fails", Missing.LOAD_FAILED),
        ("/li/track", "fails", ""),
        ("/realtime/connect", "hangs", ""),
    ],
)
async def test_a_question_for_more_that_is_not_answered_well_is_said(
    show: Show, monkeypatch: pytest.MonkeyPatch, address: str, how: str, why: str
) -> None:
    monkeypatch.setattr(traffic, "_LONG_POLL_S", 0.2)

    async def answer(route: Route) -> None:
        if how == "fails":
            await route.fulfill(status=500, body="no")
        elif how == "breaks":
            await route.abort("connectionreset")

    tab = await show("<p>x</p>")
    await tab.page.route(f"**{address.split('?')[0]}?*" if "?" in address else f"**{address}", answer)
    assert await partial_of(show, LIST % ("", FETCH % address)) == why


async def test_a_list_that_goes_away_while_it_is_read_is_in_part(show: Show) -> None:
    away = "document.querySelector('main').innerHTML = '<p>Something went wrong</p>'"
    tab = await show(LIST % ("", f'<button onclick="{away}">Show more</button>'))
    reading = await reading_of(tab)
    assert isinstance(reading, Ok)
    assert reading.partial == Missing.GONE


# ---- an empty day ----

TITLE = "<h1>Catch up</h1>"


@pytest.mark.parametrize(
    "body",
    [
        f"{TITLE}<p>No recent birthdays</p>",
        f"{TITLE}<p>No birthdays to celebrate right now. Check back later.</p>",
        f"{TITLE}<section data-testid=empty-state><p>Nobody today</p></section>",
        f"{TITLE}<h2>Birthdays</h2><p>You’re all caught up</p><h2>Work anniversaries</h2><p>None today</p>",
        f"{TITLE}<p>No recent birthdays</p><ul><li>Play a game <button>Play</button></li></ul>",
        "<div data-sdui-screen='com.linkedin.sdui.flagshipnav.mynetwork.CatchUpBirthday'><p>No recent birthdays</p></div>",
    ],
)
async def test_an_empty_day_is_believed_of_the_page_that_says_so(show: Show, body: str) -> None:
    assert await reading_of(await show(body)) == Ok(items=(), language="en")


@pytest.mark.parametrize(
    "body",
    [
        f"{TITLE}<p>No birthdays? Please try again later.</p>",
        f"{TITLE}<p>No birthdays could be loaded. Try again later.</p>",
        f"{TITLE}<p>No recent birthdays</p><button>Try again</button>",
        f"{TITLE}<h2>Birthdays</h2>",
        f"{TITLE}<h2>Birthdays</h2><ul></ul>",
        f"{TITLE}<template><p>No recent birthdays</p></template>",
        f"{TITLE}<p hidden>No recent birthdays</p>",
        f"{TITLE}<div aria-hidden=true><p>No recent birthdays</p></div>",
        f"{TITLE}<aside><p>No recent birthdays</p></aside>",
        f"{TITLE}<div role=complementary><p>No recent birthdays</p></div>",
        f"{TITLE}<div role=dialog><p>No recent birthdays</p></div>",
        f"{TITLE}<div><p>Sponsored</p><p>No birthday without our cake</p></div>",
        f"{TITLE}<p>Aucun anniversaire professionnel aujourd’hui</p>",
        f"{TITLE}<h2>Birthdays</h2><h2>Work anniversaries</h2><p>You’re all caught up</p>",
        f"{TITLE}<section aria-label='New positions'><h2>New positions</h2><p>You’re all caught up</p></section>",
        f"{TITLE}<p>No recent birthdays</p><ul><li>Ann Bee<p>Celebrate Ann Bee’s birthday today</p></li></ul>",
        f"{TITLE}<p>No recent birthdays</p><ul><li>Ann Bee<p>Yesterday</p></li></ul>",
        f"{TITLE}<p>No recent birthdays</p><button>Message Ann Bee</button>",
        f"{TITLE}<p>No recent birthdays</p><script>fetch('/mynetwork/catch-up/birthday/?lost=1').catch(() => 0);</script>",
        f"{TITLE}<p>No recent birthdays</p><iframe src='/slow-frame' style='width:400px;height:300px'></iframe>",
        "<div data-sdui-screen='com.linkedin.sdui.flagshipnav.notifications.All'><p>No recent birthdays</p></div>",
    ],
)
async def test_what_is_no_proof_of_an_empty_day_is_a_changed_page(show: Show, body: str) -> None:
    tab = await show("<p>x</p>")
    await tab.page.route("**/slow-frame", lambda route: None)
    await tab.page.route("**/*lost=1", lambda route: route.fulfill(status=503, body="no"))
    assert isinstance(await reading_of(await show(body)), Changed)


@pytest.mark.parametrize(
    "nav",
    [
        "",
        "<nav><a href='/login'>Sign in</a><a href='/signup'>Join now</a></nav>",
        "<nav><a href='/feed/'>Home</a><a href='/mynetwork/'>Network</a><a href='/login/'>Sign in</a></nav>",
        "<nav><a href='/legal/privacy'>Privacy</a><a href='/help/'>Help</a></nav>",
        "<nav hidden><a href='/in/tester-self/'>Me</a></nav>",
        "<nav><a href='https://elsewhere.example/feed/'>Home</a><a href='https://elsewhere.example/messaging/'>M</a></nav>",
    ],
)
async def test_without_the_navigation_of_somebody_signed_in_no_notice_is_believed(show: Show, nav: str) -> None:
    body = "<html lang=en><body>{}<main><h1>Catch up</h1><p>No recent birthdays</p></main></body></html>"
    assert isinstance(await reading_of(await show(body.format(nav))), Changed)
    assert isinstance(await reading_of(await show(body.format(NAV))), Ok)


async def test_an_empty_notice_at_another_address_is_none(show: Show) -> None:
    tab = await show(f"{TITLE}<p>No recent birthdays</p>")
    await tab.page.evaluate("history.replaceState(null, '', '/mynetwork/catch-up/all/')")
    assert isinstance(await reading_of(tab), Changed)
    reading: Any = await catch_up.read(tab.page, tab.asking, tab.traffic, Occasion.ANNIVERSARY)
    assert isinstance(reading, Changed)
