"""Each fault shows its effect, and nothing of it changes what is counted."""

from __future__ import annotations

import asyncio
import time
from datetime import date
from email.utils import parsedate_to_datetime
from typing import Any

import pytest
from playwright.async_api import Error, Page

from linkapp.practice import LAYOUTS, Faults, PracticeSite
from linkapp.practice.faults import RefuseWay
from linkapp.practice.world import Composer

TODAY = date(2026, 7, 10)
Hand = Any


async def test_every_answer_carries_the_date_of_the_sites_clock(site: PracticeSite, page: Page) -> None:
    answer = await page.goto(site.address + "/feed/")
    assert answer is not None
    assert parsedate_to_datetime(answer.headers["date"]).date() == TODAY
    site.faults.no_date_header = True
    answer = await page.goto(site.address + "/feed/")
    assert answer is not None
    assert "date" not in answer.headers


async def test_a_slow_site_answers_late(site: PracticeSite, page: Page) -> None:
    site.faults.slow = 0.4
    begun = time.monotonic()
    await page.goto(site.address + "/feed/")
    assert time.monotonic() - begun >= 0.4


async def test_signed_out_after_two_pages_leads_to_the_sign_in_page_until_somebody_signs_in(
    site: PracticeSite, page: Page
) -> None:
    site.faults.signed_out_after = 2
    for path in ("/login", "/checkpoint/x", "/login"):
        await page.goto(site.address + path)
    site.faults.signed_out_after = 2
    for expected in ("/feed/", "/feed/", "/login"):
        await page.goto(site.address + "/feed/")
        assert page.url.removeprefix(site.address).split("?")[0] == expected
    await page.fill("#username", "someone@example.org")
    await page.fill("#password", site.world.password)
    await page.click("button[type=submit]")
    await page.wait_for_url("**/feed/")
    assert site.state.sign_ins == 1


async def test_the_security_check_stays_until_a_person_answers_it(site: PracticeSite, page: Page) -> None:
    site.faults.checkpoint_after = 1
    await page.goto(site.address + "/feed/")
    for path in ("/mynetwork/catch-up/birthday/", "/feed/"):
        await page.goto(site.address + path)
        assert "/checkpoint/challenge/" in page.url
    assert site.state.checks_answered == 0
    await page.click("button[type=submit]")
    await page.wait_for_url("**/feed/")
    assert site.state.checks_answered == 1


async def test_the_rate_limit_may_be_a_redirect_without_end(site: PracticeSite, page: Page) -> None:
    site.faults.change({"rate_limit_after": 0, "rate_limit_way": "redirects"})
    with pytest.raises(Error, match="ERR_TOO_MANY_REDIRECTS"):
        await page.goto(site.address + "/feed/")


@pytest.mark.parametrize(("way", "status"), [("429", 429), ("999", 999), ("words", 200)])
async def test_the_rate_limit_answers_in_three_ways(site: PracticeSite, page: Page, way: str, status: int) -> None:
    site.faults.change({"rate_limit_after": 0, "rate_limit_way": way})
    answer = await page.goto(site.address + "/mynetwork/catch-up/birthday/")
    assert answer is not None
    assert answer.status == status
    assert await page.locator("main").count() == 0
    if way == "words":
        assert "Too many requests" in await page.locator("body").inner_text()


@pytest.mark.parametrize("way", ["4xx", "429", "error-in-200"])
@pytest.mark.parametrize("composer", ["popup", "overlay", "shadow"])
async def test_a_refused_message_is_not_kept_and_is_marked_failed(
    site: PracticeSite, page: Page, hand: Hand, way: RefuseWay, composer: Composer
) -> None:
    site.world.composer = composer
    site.faults.refuse_sends = way
    await hand.write("Ada Fontenay", "Hello Ada")
    text = "Sorry, your message could not be sent." if composer == "popup" else "Failed to send"
    await hand.inside.get_by_text(text).wait_for()
    assert site.received == []
    assert site.state.attempts == 1


async def test_only_the_second_message_is_refused(site: PracticeSite, hand: Hand) -> None:
    site.faults.change({"refuse_sends": "4xx", "refuse_only": [2]})
    for name in ("Ada Fontenay", "Boris Halvorsen", "Clara Nystrom"):
        attempts = site.state.attempts
        await hand.write(name, "Hello")
        await hand.until(lambda before=attempts: site.state.attempts > before)
    assert [one.name for one in site.received] == ["Ada Fontenay", "Clara Nystrom"]


async def test_a_message_whose_answer_is_cut_off_was_kept_all_the_same(
    site: PracticeSite, page: Page, hand: Hand
) -> None:
    site.faults.answer_cut_off = 1
    await hand.write("Ada Fontenay", "Hello Ada")
    await page.get_by_text("Failed to send").wait_for()
    assert [one.text for one in site.received] == ["Hello Ada"]
    assert site.world.people[0].conversation[-1].text == "Hello Ada"
    assert site.faults.answer_cut_off == 0


async def test_a_lost_click_does_nothing_and_the_next_one_sends(site: PracticeSite, page: Page, hand: Hand) -> None:
    site.faults.click_lost = 1
    await hand.write("Ada Fontenay", "Hello Ada")
    await hand.until(lambda: site.state.clicks_lost)
    box, send = await hand.composer()
    assert site.state.attempts == 0
    assert await box.inner_text() == "Hello Ada"
    await send.click()
    await hand.until(lambda: site.received)
    assert page.url


@pytest.mark.parametrize("composer", ["popup", "overlay", "iframe", "shadow", "fullpage"])
async def test_a_wrong_dialog_names_and_writes_to_somebody_else(
    site: PracticeSite, hand: Hand, composer: Composer
) -> None:
    site.world.composer = composer
    site.faults.wrong_dialog = 1
    await hand.catch_up()
    await hand.control("Ada Fontenay").click()
    box, send = await hand.composer()
    assert await hand.inside.locator("h2:visible", has_text="Boris Halvorsen").count() == 1
    await box.fill("Hello Ada")
    await send.click()
    await hand.until(lambda: site.received)
    assert site.received[0].name == "Boris Halvorsen"


@pytest.mark.parametrize("composer", ["popup", "overlay", "iframe", "shadow", "fullpage"])
async def test_two_composers_open_for_two_people(site: PracticeSite, hand: Hand, composer: Composer) -> None:
    site.world.composer = composer
    site.faults.two_composers = True
    await hand.catch_up()
    await hand.control("Ada Fontenay").click()
    editors = hand.inside.locator("textarea:visible, [role=textbox]:visible")
    await editors.nth(1).wait_for()
    assert await editors.count() == 2


async def test_a_modal_catches_clicks_until_it_is_closed(site: PracticeSite, page: Page, hand: Hand) -> None:
    site.faults.modal_over_page = True
    await hand.catch_up()
    with pytest.raises(Error):
        await hand.control("Ada Fontenay").click(timeout=300)
    await page.get_by_role("button", name="Agree to comply").click()
    await hand.control("Ada Fontenay").click()
    await hand.composer()


@pytest.mark.parametrize("layout", LAYOUTS)
async def test_unreadable_pages_hold_no_links_and_no_words_of_emptiness(
    site: PracticeSite, page: Page, hand: Hand, layout: Any
) -> None:
    site.world.layout = layout
    nothing = "No birthdays to celebrate"
    links = page.locator("main a[href*='/in/']")
    site.faults.changed_page = True
    await hand.catch_up()
    assert "Ada Fontenay" in await page.locator("main").inner_text()
    assert await links.count() == 0
    site.faults.clear()
    site.faults.truly_empty = True
    await hand.catch_up()
    assert await page.locator("main [componentkey] a[href*='compose']").count() == 0
    assert nothing not in await page.content()
    site.faults.clear()
    site.faults.spinner_forever = True
    await hand.catch_up()
    assert await page.get_by_role("progressbar").count() == 1
    assert await links.count() == 0
    site.faults.clear()
    site.faults.blank_page = True
    await hand.catch_up()
    assert await page.locator("body").inner_html() == ""


async def test_a_message_that_lands_late_is_counted_at_once_and_shown_later(
    site: PracticeSite, page: Page, hand: Hand
) -> None:
    site.faults.land_late = 0.8
    await hand.write("Ada Fontenay", "Hello Ada")
    await hand.until(lambda: site.received)
    ada = site.world.people[0]
    assert ada.conversation == []
    await page.goto("about:blank")  # the tab is gone: the message lands all the same
    await hand.until(lambda: ada.conversation)
    assert ada.conversation[0].text == "Hello Ada"


async def test_a_conversation_that_never_loads_is_not_an_empty_one(site: PracticeSite, page: Page) -> None:
    site.faults.thread_unreadable = True
    await page.goto(f"{site.address}/messaging/compose/?recipient={site.world.people[0].member}")
    await page.locator("h2 a:visible").first.wait_for()
    await asyncio.sleep(0.3)
    assert await page.get_by_text("No messages yet").count() == 0
    assert await page.locator("ul[aria-busy=true]:visible").count() == 1


@pytest.mark.parametrize("moment", ["load", "compose", "send"])
async def test_the_tab_crashes_when_it_is_asked_to(site: PracticeSite, page: Page, hand: Hand, moment: str) -> None:
    crashed: list[object] = []
    page.on("crash", lambda tab: crashed.append(tab))
    site.faults.change({"crash_page": moment})
    try:
        await hand.write("Ada Fontenay", "Hello Ada")
    except Error:
        assert moment != "send"
    await hand.until(lambda: crashed)
    assert [one.text for one in site.received] == (["Hello Ada"] if moment == "send" else [])


def test_an_unknown_fault_or_a_wrong_value_is_refused_and_changes_nothing() -> None:
    faults = Faults()
    wrong: list[dict[str, Any]] = [
        {"slow": 1.0, "no_such": 1},
        {"slow": "fast"},
        {"slow": -1},
        {"refuse_sends": "maybe"},
        {"signed_out_after": -1},
        {"signed_out_after": True},
        {"two_composers": 1},
        {"click_lost": 1.5},
        {"refuse_only": [1, "2"]},
    ]
    for changes in wrong:
        with pytest.raises(ValueError, match=r".+\.$"):
            faults.change(changes)
    assert faults == Faults()
    faults.change({"slow": 1, "signed_out_after": None, "refuse_only": [2], "crash_page": "send"})
    assert faults.refuse_only == [2]
