"""Profiles, search, invitations, sign-in: what the other pages show and count."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from playwright.async_api import Page

from linkapp.engine.browser import OwnBrowser
from linkapp.practice import LAYOUTS, PracticeSite, awkward_world
from linkapp.practice.pages.invitations import pending
from linkapp.practice.words import WORDS
from linkapp.practice.world import Language, Layout

Hand = Any


@pytest.mark.parametrize("layout", LAYOUTS)
async def test_a_profile_has_three_copies_of_message_and_other_peoples_controls_beside_it(
    site: PracticeSite, page: Page, layout: Layout
) -> None:
    site.world.layout = layout
    ada = site.world.people[0]
    await page.goto(f"{site.address}/in/{ada.member}/")
    assert page.url == site.address + ada.path
    own = page.locator(f"main a[href*='recipient={ada.member}&interop']")
    assert await own.count() == 3
    assert len(set(await own.evaluate_all("all => all.map(a => a.href)"))) == 1
    assert await page.locator("a[href*='recipient=']").count() > 3
    top = page.locator(f"main [componentkey*='{ada.member}Topcard']")
    assert await top.locator("h1, h2").inner_text() == "Ada Fontenay"
    assert await top.evaluate("one => one.parentElement.tagName === 'MAIN'") == (layout < "2026-09")
    assert [one.slug for one in site.visits] == ["ada-fontenay"]


async def test_message_may_be_a_button_without_an_address(site: PracticeSite, page: Page, hand: Hand) -> None:
    site.world.control = "button"
    await page.goto(site.address + site.world.people[0].path)
    await page.locator("main [componentkey*=Topcard]").get_by_role("button", name="Message").click()
    await hand.composer()
    header = page.locator("#msg-overlay .msg-s-profile-card a:visible")
    assert await header.get_attribute("href") == f"/in/{site.world.people[0].member}/"


async def test_a_stranger_has_connect_and_a_hidden_first_degree_twin(site: PracticeSite, page: Page) -> None:
    wilma = next(one for one in site.world.people if one.slug == "wilma-tarnow")
    await page.goto(site.address + wilma.path)
    top = page.locator("main [componentkey*=Topcard]")
    assert await top.locator("a[href*='vanityName=wilma-tarnow']").count() == 1
    assert await top.get_by_text("· 1st").is_hidden()
    assert await page.locator(f"a[href*='recipient={wilma.member}']").count() == 0
    await page.locator("aside button[componentkey$=_connect]").first.click()
    await page.locator("aside button", has_text="Pending").wait_for()
    assert len(site.state.invitations_sent) == 1


async def test_a_pending_invitation_and_the_own_page_are_marked(site: PracticeSite, page: Page) -> None:
    ilse = pending(site.world)[0]
    await page.goto(site.address + ilse.path)
    label = f"Pending, click to withdraw invitation sent to {ilse.name}"
    assert await page.locator(f'a[aria-label="{label}"]').count() == 1
    await page.goto(site.address + site.world.me.path)
    assert await page.locator("a[href*='/edit/intro/']").count() == 1


async def test_contact_info_fills_in_late_and_names_the_birthday(site: PracticeSite, page: Page) -> None:
    await page.goto(site.address + site.world.people[0].path)
    await page.get_by_text("Contact info").click()
    dialog = page.locator("dialog[open]")
    assert "Birthday" not in await dialog.inner_text()
    await dialog.get_by_text("Connected since").wait_for()
    assert "July 10" in await dialog.inner_text()


@pytest.mark.parametrize("layout", LAYOUTS)
async def test_search_gives_ten_a_page_and_ends(site: PracticeSite, page: Page, layout: Layout) -> None:
    site.world.layout = layout
    await page.goto(site.address + "/search/results/people/?keywords=python&network=%5B%22S%22%5D")
    seen: set[str] = set()
    for number in range(3):
        links = page.locator("main a[href^='/in/']")
        part = set(await links.evaluate_all("all => all.map(a => a.getAttribute('href'))"))
        assert len(part) == 10 or number == 2
        assert not part & seen
        seen |= part
        onward = page.locator("[aria-label=Next], [data-testid=pagination-controls-next-button-visible]")
        if await onward.is_disabled():
            break
        await onward.click()
        await page.wait_for_url(f"**page={number + 2}*")
    wanted = {one.path for one in site.world.people if one.degree == 2 and "Python" in one.skills}
    assert wanted <= seen
    await page.goto(site.address + "/search/results/people/?keywords=nobodyatall")
    assert "No results found" in await page.locator("main").inner_text()


@pytest.mark.parametrize("layout", LAYOUTS)
@pytest.mark.parametrize("language", ["en", "fr"])
async def test_an_invitation_is_withdrawn_after_the_dialog_names_the_person(
    site: PracticeSite, page: Page, layout: Layout, language: Language
) -> None:
    site.world.layout, site.world.language = layout, language
    words = WORDS[language]
    waiting = pending(site.world)
    await page.goto(site.address + "/mynetwork/invitation-manager/sent/")
    assert words.people_count.format(n=24) in await page.locator("main").inner_text()
    rows = page.locator("[data-list] [componentkey]")
    assert await rows.count() == 10
    for expected in (20, 24):
        await page.get_by_role("button", name=words.load_more).click()
        await rows.nth(expected - 1).wait_for()
    oldest = waiting[-1]
    await rows.last.get_by_label(words.withdraw_label.format(name=oldest.name)).click()
    dialog = page.locator("dialog[open]" if layout >= "2026-09" else ".artdeco-modal[role=dialog]")
    assert oldest.name in await dialog.inner_text()
    await dialog.get_by_role("button", name=words.withdraw, exact=True).click()
    await page.locator("[data-testid=toasts-title]", has_text=words.withdrawn.format(name=oldest.name)).wait_for()
    assert [one.member for one in site.invitations_withdrawn] == [oldest.member]
    assert await rows.count() == 23


async def test_a_withdrawal_that_is_refused_takes_nothing_back(site: PracticeSite, page: Page) -> None:
    site.faults.refuse_withdrawals = True
    await page.goto(site.address + "/mynetwork/invitation-manager/sent/CONNECTION/")
    await page.get_by_role("button", name="Withdraw invitation sent to").first.click()
    await page.locator(".artdeco-modal").get_by_role("button", name="Withdraw", exact=True).click()
    await page.get_by_text("Sorry, unable to withdraw").wait_for()
    assert site.invitations_withdrawn == []


async def test_signing_in_needs_the_password_and_sets_a_session(
    site: PracticeSite, page: Page, browser: OwnBrowser
) -> None:
    site.world.signin = "required"
    await page.goto(site.address + "/mynetwork/catch-up/birthday/")
    assert "/login" in page.url
    await page.fill("#username", "someone@example.org")
    await page.fill("#password", "wrong")
    await page.click("button[type=submit]")
    assert await page.get_by_role("alert").is_visible()
    await page.fill("#username", "someone@example.org")
    await page.fill("#password", site.world.password)
    await page.click("button[type=submit]")
    await page.wait_for_url("**/mynetwork/catch-up/birthday/")
    cookies = {one["name"]: one for one in await page.context.cookies()}
    assert cookies["li_at"]["httpOnly"]
    assert cookies["li_at"]["expires"] > 0
    assert "JSESSIONID" in cookies
    assert cookies["li_at"]["value"] in site.state.sessions
    stranger = await browser.context()
    other = await stranger.new_page()
    await other.goto(site.address + "/feed/")
    assert "/login" in other.url
    await stranger.close()


async def test_the_navigation_names_the_own_profile_in_both_generations(site: PracticeSite, page: Page) -> None:
    for layout in LAYOUTS:
        site.world.layout = layout
        await page.goto(site.address + "/feed/")
        nav = page.locator("[data-testid=primary-nav]" if layout >= "2026-09" else "#global-nav")
        assert await nav.locator(f"a[href='{site.world.me.path}']").count() == 1


async def test_somebody_who_is_no_connection_has_no_message_control(site: PracticeSite, page: Page, hand: Hand) -> None:
    site.world = awkward_world(date(2026, 7, 10))
    site.world.batch = 60
    xavier = next(one for one in site.world.people if one.slug == "xavier-distel")
    for layout in LAYOUTS[:3]:
        site.world.layout = layout
        await hand.catch_up()
        assert await page.locator(f"a[href='{xavier.path}']").count() >= 1
        assert await hand.control("Xavier Distel").count() == 0
    await page.goto(f"{site.address}/messaging/compose/?recipient={xavier.member}")
    await page.get_by_text("You can only message your connections.").wait_for()
    assert await page.locator("[role=textbox]:visible").count() == 0


async def test_addresses_that_lead_nowhere_answer_404(site: PracticeSite, page: Page) -> None:
    for path in ("/in/nobody/", "/messaging/thread/2-none/", "/messaging/compose/?recipient=ACoAAX", "/x/y"):
        answer = await page.goto(site.address + path)
        assert answer is not None
        assert answer.status == 404
