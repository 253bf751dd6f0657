"""By what pages are recognised: what is counted, what is learned and used, and what never is."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from linkapp.domain.selector_stats import LEARNED_LASTS, Mark, Tally
from linkapp.engine.forms import ATTRIBUTES, LONG_LIVED, fault_of, is_learnable
from linkapp.engine.pages import catch_up
from linkapp.engine.pages.composer import Composers
from linkapp.engine.pages.script import Asking
from linkapp.engine.selectors import LEARNING, PROVING, READING, arranged, stats
from tests.engine.conftest import PACK, Show
from tests.engine.test_catch_up_reading import ANN, CLEO

pytestmark = pytest.mark.usefixtures("impatient")

NOW = datetime(2026, 7, 10, 9, 0, tzinfo=UTC)
PAGES = Path(__file__).parents[2] / "linkapp" / "engine" / "pages"
TILE, SHELF = '[data-testid="moment-tile"]', '[data-testid="moment-shelf"]'


async def marks_of(tab: Composers) -> dict[str, set[str]]:
    """What one reading of the page led to, by key."""
    await catch_up.read(tab.page, tab.asking, tab.traffic)
    hits: dict[str, set[str]] = {}
    for mark in tab.asking.marks():
        hits.setdefault(mark.key, set()).update([mark.form] if mark.hit else [])
    return hits


def success(rate: float = 1.0, *, learned: bool = False, at: datetime = NOW) -> Tally:
    return Tally(tries=40, hits=40 * rate, at=at, last_success=at, learned=learned)


def tiles(tile: str = "moment-tile", shelf: str = "moment-shelf", last: str = "") -> str:
    one = f"<div data-testid='{tile}'>"
    return f"<div data-testid='{shelf}'>{one}{ANN}</div>{one}{CLEO}</div>{last}</div>"


async def test_every_way_of_a_key_that_was_needed_is_tried_and_those_that_led_to_something_are_hits(show: Show) -> None:
    tab = await show(f"<ul><li>{ANN}</li><li>{CLEO}</li></ul>")
    await catch_up.read(tab.page, tab.asking, tab.traffic)
    marks = tab.asking.marks()
    assert {mark.form for mark in marks if mark.key == "card"} == set(PACK.selectors["card"])
    assert {(mark.key, mark.form) for mark in marks if mark.hit} == {("main", "main"), ("list", "ul"), ("card", "li")}
    assert tab.asking.marks() == []


async def test_a_page_that_says_it_is_empty_counts_by_what_it_says_so(show: Show) -> None:
    tab = await show("<div data-testid='empty-notice'>Nothing here</div>")
    assert (await marks_of(tab))["empty_state"] == {'[data-testid*="empty" i]'}


async def test_marks_shared_by_all_cards_and_by_nothing_else_are_learned(show: Show) -> None:
    hits = await marks_of(await show(tiles()))
    assert (hits["card"], hits["list"]) == ({TILE}, {SHELF})


@pytest.mark.parametrize(
    "body",
    [
        tiles() + "<div data-testid='moment-tile'>An advertisement</div>",
        tiles(tile="tile-4711"),
        tiles(tile="ann-bee").replace("ann-bee'>", "cleo-dee'>", 1),
        tiles().replace("data-testid='moment-tile'", "role='group'"),
        f"<div data-testid='moment-tile'>{ANN}</div>",
    ],
    ids=["also something else", "a number", "each its own", "says little", "only one"],
)
async def test_what_does_not_mean_cards_is_not_learned(show: Show, body: str) -> None:
    hits = await marks_of(await show(body))
    assert hits["card"] == set()


async def test_what_was_learned_helps_to_read_the_next_page(show: Show) -> None:
    # A button in a language without words here belongs to the list if it is the last thing in it.
    page = tiles(last="<button>Lisää</button>")
    tab = await show(page)
    assert (await tab.asking.ask(tab.page.main_frame, "catchUp"))["more"] == 0
    learned = {("list", SHELF): success(learned=True), ("card", TILE): success(learned=True)}
    tab.asking = Asking(arranged(PACK, learned, NOW))
    assert (await tab.asking.ask(tab.page.main_frame, "catchUp"))["more"] == 1
    hits = await marks_of(tab)
    assert (hits["card"], hits["list"]) == ({TILE}, {SHELF})


async def test_of_several_buttons_the_way_with_most_success_is_pressed_first(show: Show) -> None:
    more = "<button>Show more</button><div role='button' tabindex=0>Load more</div>"
    tab = await show(f"<ul><li>{ANN}</li><li>{CLEO}</li></ul>{more}")
    first = await tab.asking.element(tab.page.main_frame, "moreButton")
    assert first is not None
    assert await first.inner_text() == "Show more"
    better = {("more_button", "button"): success(0.1), ("more_button", '[role="button"]'): success(0.9)}
    tab.asking = Asking(arranged(PACK, better, NOW))
    first = await tab.asking.element(tab.page.main_frame, "moreButton")
    assert first is not None
    assert await first.inner_text() == "Load more"


def test_what_proves_a_recipient_never_changes_its_order_and_learns_nothing() -> None:
    tallies = {(key, form): success(float(form == forms[-1])) for key, forms in PACK.shipped.items() for form in forms}
    tallies |= {(key, TILE): success(learned=True) for key in PACK.shipped}
    pack = arranged(PACK, tallies, NOW)
    assert {key: pack.ways(key) for key in PROVING} == {key: PACK.shipped[key] for key in PROVING}
    assert {key for key in READING if pack.selectors[key] != PACK.shipped[key]} >= {"card", "more_button"}
    assert pack.learned == {key: [TILE] for key in LEARNING}
    promoted = {one.key for one in stats(pack, tallies, NOW) if one.promoted}
    assert promoted == {key for key in READING if len(PACK.shipped[key]) > 1}


def test_only_the_reading_of_lists_sees_what_was_learned() -> None:
    scripts = {path.name: path.read_text(encoding="utf-8") for path in PAGES.glob("*.js")}
    using = {name for name, text in scripts.items() if "anyLearned(" in text or "pack.learned" in text}
    assert using == {"tree.js", "cards.js"}  # where it is made, and where lists are read
    for name in ("composers.js", "people.js"):
        assert not any(word in scripts[name] for word in ("CARDS", " LISTS", "(LISTS", "cardsOf"))


@pytest.mark.parametrize(
    "form", ["div", ".card", "[data-id='x']", '[role="x"], div', '[role="note-4"]', f'[role="{"x" * 50}"]', "li"]
)
def test_a_form_from_anywhere_else_than_a_page_is_not_taken_for_a_learned_one(form: str) -> None:
    assert arranged(PACK, {("card", form): success(learned=True)}, NOW).learned["card"] == []


def test_a_learned_form_fades_from_use() -> None:
    later = NOW + LEARNED_LASTS + timedelta(days=1)
    assert arranged(PACK, {("card", TILE): success(learned=True)}, later).learned["card"] == []


async def test_counting_begins_anew_after_each_reading_and_knows_learned_forms_by_name(show: Show) -> None:
    tab = await show(tiles())
    await catch_up.read(tab.page, tab.asking, tab.traffic)
    marks = [mark for mark in tab.asking.marks() if mark.learned]
    assert marks == [
        Mark(key="card", form=TILE, hit=True, learned=True),
        Mark(key="list", form=SHELF, hit=True, learned=True),
    ]


# ---- what may be said at all


@pytest.mark.parametrize("form", sorted({form for forms in PACK.shipped.values() for form in forms} - LONG_LIVED))
def test_the_shipped_ways_keep_to_the_grammar(form: str) -> None:
    assert fault_of(form) is None


@pytest.mark.parametrize(
    ("form", "says"),
    [
        ("", "1 to 160"),
        ("x" * 161, "1 to 160"),
        ("div", "says nothing"),
        (".card", "no part of a selector"),
        ("#main", "no part of a selector"),
        ("li p", "no part of a selector"),
        ("li, p", "no part of a selector"),
        ("li:hover", "no part of a selector"),
        (":not([role])", "not only what it is not"),
        ('[class="x"]', "may not be relied on"),
        ('[onclick="x"]', "may not be relied on"),
        ('[href*=""]', "finds nothing"),
        ('[role="a\\"]', "no part of a selector"),
    ],
)
def test_what_is_no_mark_of_meaning_is_refused_with_a_reason(form: str, says: str) -> None:
    assert says in (fault_of(form) or "")


_ATTRIBUTES = st.sampled_from([*sorted(ATTRIBUTES), "aria-label", "aria-busy", "class", "id"])
_MARKS = st.builds(
    "{}[{}{}{}]{}".format,
    st.sampled_from(["", ":not("]),
    _ATTRIBUTES,
    st.sampled_from(["=", "*=", "^=", "$=", "~=", "|="]),
    st.text(max_size=6).map(lambda text: f'"{text}"'),
    st.sampled_from(["", ")"]),
)
_FORMS = st.one_of(
    st.text(max_size=20),
    st.builds("{}{}{}".format, st.sampled_from(["", "li", "div", "a", "LI"]), _MARKS, st.one_of(st.just(""), _MARKS)),
)


async def test_every_form_that_is_accepted_is_a_selector_to_the_browser(show: Show) -> None:
    tab = await show("<p>x</p>")
    accepted: set[str] = set()

    @settings(max_examples=1500)
    @given(_FORMS)
    def collect(form: str) -> None:
        if fault_of(form) is None:
            accepted.add(form)

    collect()
    assert len(accepted) > 30
    refused = await tab.page.evaluate(
        "forms => forms.filter(f => { try { document.querySelector(f); return false; } catch { return true; } })",
        sorted(accepted),
    )
    assert refused == []


@given(st.text(max_size=30) | _FORMS)
def test_what_may_be_learned_may_be_said(form: str) -> None:
    assert not is_learnable(form) or fault_of(form) is None


def test_a_pack_says_where_each_way_stands() -> None:
    found = stats(arranged(PACK, {("card", TILE): success(learned=True)}, NOW), {}, NOW)
    assert {one.key for one in found} == {*READING, *PROVING}
    assert [one.form for one in found if one.key == "card"] == [*PACK.shipped["card"], TILE]
    assert [one.form for one in found if one.learned] == [TILE]
