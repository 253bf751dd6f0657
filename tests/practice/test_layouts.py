"""Every layout, composer and language in a real browser, by selectors written by hand."""

from __future__ import annotations

import asyncio
from datetime import date
from itertools import product
from typing import Any

import pytest
from playwright.async_api import FrameLocator, Locator, Page

from linkapp.practice import (
    COMPOSERS,
    LANGUAGES,
    LAYOUTS,
    PracticeSite,
    awkward_world,
    many_world,
    ordinary_world,
    quiet_world,
)
from linkapp.practice.words import WORDS
from linkapp.practice.world import Composer, Language, Layout

TODAY = date(2026, 7, 10)
Hand = Any


PAIRS = [
    (layout, composer, LANGUAGES[(one + other) % len(LANGUAGES)])
    for (one, layout), (other, composer) in product(enumerate(LAYOUTS), enumerate(COMPOSERS))
]
"""Every layout with every composer, and either of them with every language."""


@pytest.mark.parametrize(("layout", "composer", "language"), PAIRS)
async def test_a_text_typed_into_the_composer_is_received_once(
    site: PracticeSite, page: Page, hand: Hand, layout: Layout, composer: Composer, language: Language
) -> None:
    site.world.layout, site.world.composer, site.world.language = layout, composer, language
    await hand.catch_up()
    assert await page.locator("html").get_attribute("lang") == language
    await hand.control("Boris Halvorsen").click()
    box, send = await hand.composer()
    draft = await box.input_value() if composer == "popup" else await box.inner_text()
    assert draft.strip() == WORDS[language].wish
    await box.fill("Dear Boris,\nall the best! 🎂")
    await send.click()
    await hand.until(lambda: site.received)
    await asyncio.sleep(0.05)
    assert [(one.slug, one.text, one.composer) for one in site.received] == [
        ("boris-halvorsen", "Dear Boris,\nall the best! 🎂", composer)
    ]
    assert site.received[0].recipient_id == site.world.people[1].member


@pytest.mark.parametrize("layout", LAYOUTS)
async def test_everybody_with_a_birthday_is_on_the_page(
    site: PracticeSite, page: Page, hand: Hand, layout: Layout
) -> None:
    site.world = awkward_world(TODAY)
    site.world.layout = layout
    await hand.catch_up()
    wanted = {one.path for one in site.world.people if one.birthday and one.slug != "leap-larsen"}
    found: set[str] = set()
    quiet = 0
    while wanted - found and quiet < 12:
        before = len(found)
        links = page.locator("main a[href^='/in/']:visible")
        found |= {one.split("?")[0] for one in await links.evaluate_all("all => all.map(a => a.getAttribute('href'))")}
        if layout == "2025-11":
            more = page.locator("[role=list] > button:last-child")
            if await more.count() and await more.is_enabled():
                await more.click()
        elif layout == "2026-09" and await page.locator("[data-end] button").count():
            await page.locator("[data-end] button").click()
        await page.mouse.move(300, 400)
        await page.mouse.wheel(0, 700)
        await asyncio.sleep(0.1)
        quiet = quiet + 1 if len(found) == before else 0
    assert wanted <= found
    assert site.received == []


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("layout", LAYOUTS)
async def test_a_page_without_birthdays_says_so(
    site: PracticeSite, page: Page, hand: Hand, layout: Layout, language: Language
) -> None:
    site.world = quiet_world(TODAY)
    site.world.layout, site.world.language = layout, language
    await hand.catch_up()
    assert WORDS[language].nothing in await page.locator("main").first.inner_text()


async def test_markup_in_names_is_text_and_never_runs(site: PracticeSite, page: Page, hand: Hand) -> None:
    site.world = awkward_world(TODAY)
    dialogs: list[str] = []
    page.on("dialog", lambda dialog: dialogs.append(dialog.message))
    for layout in LAYOUTS:
        site.world.layout = layout
        site.world.batch = 40
        await hand.catch_up()
        await hand.control("Bob <b>Tarvel</b> (R&D)").wait_for()
        assert await page.locator("main b").count() == 0
    assert dialogs == []


async def test_rows_are_recycled_and_all_two_hundred_come(site: PracticeSite, page: Page, hand: Hand) -> None:
    site.world = many_world(TODAY)
    await hand.catch_up()
    seen: dict[str, str] = {}
    most = 0
    for _ in range(80):
        rows = page.locator("article[data-testid=nurture-card]:not([aria-busy])")
        texts = await rows.evaluate_all("all => all.map(r => [r.querySelector('a').getAttribute('href'), r.innerText])")
        most = max(most, len(texts))
        seen.update(dict(texts))
        if len(seen) == 200:
            break
        await page.mouse.move(300, 400)
        await page.mouse.wheel(0, 800)
        await asyncio.sleep(0.06)
    assert len(seen) == 200
    assert most < 20


async def test_cards_may_lie_in_an_open_shadow_root(site: PracticeSite, page: Page, hand: Hand) -> None:
    site.world.layout, site.world.shadow_cards = "2026-10", True
    await hand.catch_up()
    await page.locator("article").first.wait_for()
    assert await page.evaluate("document.querySelectorAll('article').length") == 0


async def test_buttons_have_a_label_and_no_address(site: PracticeSite, page: Page, hand: Hand) -> None:
    site.world.layout, site.world.control = "2026-09", "button"
    await hand.catch_up()
    control = hand.control("Ada Fontenay")
    assert await control.evaluate("one => one.tagName") == "BUTTON"
    assert site.world.people[0].member not in await page.content()


async def test_the_compose_address_names_the_recipient_and_carries_the_sites_own_text(
    site: PracticeSite, page: Page, hand: Hand
) -> None:
    await hand.catch_up()
    href = await hand.control("Ada Fontenay").get_attribute("href") or ""
    assert f"recipient={site.world.people[0].member}&propUrn=urn:li:prop:(BIRTHDAY," in href
    assert "body=Wishing%20you%20a%20very%20happy%20birthday%21&workflowId=" in href
    assert href.endswith("&interop=msgOverlay")


async def test_other_tabs_show_anniversaries_and_new_positions(site: PracticeSite, page: Page, hand: Hand) -> None:
    for tab, kind in (("work_anniversaries", "WORK_ANNIVERSARY"), ("job_changes", "JOB_CHANGE")):
        await hand.catch_up(tab)
        links = page.locator(f"main a[href*='{kind}']")
        assert await links.count() >= 2
    await hand.catch_up("all")
    assert await page.locator("main a[href*='BIRTHDAY']").count() >= 2


async def test_setting_the_value_of_the_pop_up_without_input_does_not_count(
    site: PracticeSite, page: Page, hand: Hand
) -> None:
    site.world.composer = "popup"
    await hand.catch_up()
    await hand.control("Ada Fontenay").click()
    box, send = await hand.composer()
    await box.evaluate("one => { one.value = 'forged'; one.dispatchEvent(new Event('input', {bubbles: true})); }")
    await send.click()
    await hand.until(lambda: site.received)
    assert site.received[0].text == "Wishing you a very happy birthday!"


@pytest.mark.parametrize("composer", ["overlay", "shadow", "iframe", "fullpage"])
async def test_enter_makes_a_line_and_control_enter_sends(
    site: PracticeSite, page: Page, hand: Hand, composer: Composer
) -> None:
    site.world.composer, site.world.site_drafts = composer, False
    await hand.catch_up()
    await hand.control("Clara Nystrom").click()
    box, _ = await hand.composer()
    await box.click()
    await page.keyboard.type("one")
    await page.keyboard.press("Enter")
    await page.keyboard.type("two")
    await page.keyboard.press("Shift+Enter")
    await page.keyboard.type("three")
    assert site.received == []
    await page.keyboard.press("Control+Enter")
    await hand.until(lambda: site.received)
    assert site.received[0].text == "one\ntwo\nthree"
    assert site.state.typing


async def test_enter_sends_where_the_member_chose_so(site: PracticeSite, page: Page, hand: Hand) -> None:
    site.world.enter_sends, site.world.site_drafts = True, False
    await hand.catch_up()
    await hand.control("Clara Nystrom").click()
    box, _ = await hand.composer()
    await box.click()
    await page.keyboard.type("one")
    await page.keyboard.press("Enter")
    await hand.until(lambda: site.received)
    assert site.received[0].text == "one"


@pytest.mark.parametrize("composer", COMPOSERS)
async def test_a_conversation_opened_as_a_page_shows_what_was_said(
    site: PracticeSite, page: Page, hand: Hand, composer: Composer
) -> None:
    site.world.composer = composer
    boris = site.world.people[1]
    await page.goto(f"{site.address}/messaging/thread/{boris.thread}/")
    inside: Page | FrameLocator = page
    if composer == "iframe":
        inside = page.frame_locator("[data-testid=interop-iframe]")
    rows: Locator = inside.locator("ul[aria-busy=false]:visible .msg-s-event-listitem")
    await rows.first.wait_for()
    assert [text.strip() for text in await rows.locator("p").all_inner_texts()] == [
        one.text for one in boris.conversation
    ]
    other = "one => one.map(row => row.matches('.msg-s-event-listitem--other'))"
    assert await rows.evaluate_all(other) == [not one.mine for one in boris.conversation]


async def test_a_conversation_that_does_not_exist_yet_says_that_it_is_empty(
    site: PracticeSite, page: Page, hand: Hand
) -> None:
    ada = site.world.people[0]
    await page.goto(f"{site.address}/messaging/compose/?recipient={ada.member}")
    await page.locator("ul[aria-busy=false]:visible", has_text="No messages yet").wait_for()
    assert await page.locator(f"h2 a[href='/in/{ada.member}/']:visible").inner_text() == ada.name


async def test_a_draft_is_kept_until_it_is_sent(site: PracticeSite, page: Page, hand: Hand) -> None:
    await hand.catch_up()
    await hand.control("Ada Fontenay").click()
    box, _ = await hand.composer()
    await box.fill("half a thought")
    await hand.catch_up()
    await hand.control("Ada Fontenay").click()
    box, _ = await hand.composer()
    assert await box.inner_text() == "half a thought"


async def test_dates_are_worded_as_the_generation_and_language_do(site: PracticeSite, page: Page, hand: Hand) -> None:
    cases: tuple[tuple[Layout, Language, str], ...] = (
        ("2025-11", "fr", "Célébrez l’anniversaire récent de Elif Karaman le 8 juil."),
        ("2026-08", "fr", "Anniversaire il y a 2\u00a0jours"),
        ("2026-08", "en", "Birthday yesterday"),
        ("2026-09", "de", "Elif Karaman hatte kürzlich Geburtstag: am 8. Juli"),
        ("2026-10", "en", "Birthday Saturday, July 4"),
        ("2026-10", "es", "Cumpleaños el miércoles, 8 de julio"),
    )
    site.world = ordinary_world(TODAY)
    for layout, language, wanted in cases:
        site.world.layout, site.world.language = layout, language
        await hand.catch_up()
        await page.get_by_text(wanted).first.wait_for()
