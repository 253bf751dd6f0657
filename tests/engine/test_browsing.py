"""Browsing by hand on the practice site: the test is the person; LinkApp only looks at the page in front."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import UTC, datetime

import pytest
import pytest_asyncio

from linkapp.domain.person import Person
from linkapp.domain.problems import Problem, Reason
from linkapp.domain.shown_profile import InFront, OtherPage, ShownProfile, UnreadProfile
from linkapp.engine import browser, browsing
from linkapp.engine.browser import OwnBrowser
from linkapp.engine.browsing import BrowsingWindow
from linkapp.engine.selectors import load
from linkapp.practice import PracticeSite, ordinary_world
from linkapp.practice.world import PracticePerson
from linkapp.system.folders import resources

PACK = load(resources() / "selectors" / "site.toml").pack


@pytest_asyncio.fixture
async def site() -> AsyncIterator[PracticeSite]:
    made = PracticeSite(ordinary_world(datetime.now(UTC).date()))
    await made.start()
    yield made
    await made.stop()


@asynccontextmanager
async def window(
    site: PracticeSite, person: Person | None = None, *, own: OwnBrowser | None = None
) -> AsyncIterator[BrowsingWindow]:
    """In a browser of its ``own`` where that itself is the subject, else in the one of all tests."""
    shown_in = own or browser.OwnBrowser(headless=True, loopback=True)
    opened = BrowsingWindow(site=site.address, browser=shown_in, pack=PACK)
    try:
        assert await opened.open(person) is None
        yield opened
    finally:
        await opened.close()


async def until(window: BrowsingWindow, fits: Callable[[InFront | Problem], bool]) -> InFront | Problem:
    """What is in front, once it fits."""
    async with asyncio.timeout(20):
        while not fits(front := await window.front()):  # noqa: ASYNC110 - it is a page that is waited for
            await asyncio.sleep(0.02)
    return front


async def profile(window: BrowsingWindow, name: str = "") -> ShownProfile:
    front = await until(window, lambda shown: isinstance(shown, ShownProfile) and shown.person.name.startswith(name))
    assert isinstance(front, ShownProfile)
    return front


def friends(site: PracticeSite) -> list[PracticePerson]:
    return [one for one in site.world.people if one.is_connection and one.birthday and one.slug.isascii()]


def of(person: PracticePerson) -> Person:
    return Person(name="", profile=person.slug.lower())


@pytest.mark.parametrize(
    ("layout", "language"), [("2025-11", "fr"), ("2026-08", "en"), ("2026-09", "de"), ("2026-10", "es")]
)
async def test_a_profile_of_every_layout_is_read_with_what_its_structure_says(
    site: PracticeSite, layout: str, language: str
) -> None:
    site.world.layout, site.world.language = layout, language  # type: ignore[assignment]
    friend = friends(site)[0]
    async with window(site, of(friend)) as opened:
        shown = await profile(opened)
        assert shown.person == Person(
            name=friend.name, member=friend.member, profile=friend.slug.lower(), headline=friend.headline
        )
        assert (shown.company, shown.location, shown.birthday) == (friend.company, friend.location, None)
        await opened.pages[0].click('a[href$="/overlay/contact-info/"]')  # the person opens it
        front = await until(opened, lambda front: isinstance(front, ShownProfile) and front.birthday is not None)
        assert isinstance(front, ShownProfile)
        assert front == replace(shown, birthday=friend.birthday)


async def test_somebody_known_by_id_only_is_opened_and_told_with_their_address(site: PracticeSite) -> None:
    friend = friends(site)[0]
    async with window(site, Person(name="", member=friend.member)) as opened:
        shown = await profile(opened)
        assert (shown.person.member, shown.person.profile) == (friend.member, friend.slug.lower())


async def test_nothing_is_asked_of_the_site_that_the_person_did_not_cause(site: PracticeSite) -> None:
    friend, other = friends(site)[:2]
    async with window(site, of(friend)) as opened:
        await profile(opened)
        page = opened.pages[0]
        await page.wait_for_load_state("networkidle")
        before = len(site.requests)
        for _ in range(5):
            await opened.front()
        assert len(site.requests) == before, "looking asks for nothing"
        assert [visit.member for visit in site.visits] == [friend.member]
        await page.goto(f"{site.address}/in/{other.slug}/")
        assert (await profile(opened, other.name)).person.member == other.member
        assert [visit.member for visit in site.visits] == [friend.member, other.member]
    assert site.received == []
    assert all(asked.method == "GET" for asked in site.requests)


async def test_only_the_tab_in_front_is_read(site: PracticeSite) -> None:
    first, second = friends(site)[:2]
    async with window(site, of(first), own=OwnBrowser(headless=True, loopback=True)) as opened:
        assert (await profile(opened)).person.name == first.name
        one = opened.pages[0]
        async with one.expect_popup() as popup:
            await one.evaluate("(address) => { open(address, '_blank'); }", f"{site.address}/in/{second.slug}/")
        two = await popup.value
        assert (await profile(opened, second.name)).person.name == second.name
        await one.bring_to_front()
        assert (await profile(opened, first.name)).person.name == first.name
        await one.close()
        assert (await profile(opened, second.name)).person.name == second.name
        await two.close()
        front = await until(opened, lambda shown: isinstance(shown, Problem))
        assert isinstance(front, Problem)
        assert front.reason in (Reason.STOPPED_BY_PERSON, Reason.BROWSER_CRASHED)


async def test_of_other_pages_nothing_is_said(site: PracticeSite) -> None:
    async with window(site) as opened:
        page = opened.pages[0]
        assert page.url.startswith(f"{site.address}/feed")
        assert await opened.front() == OtherPage()
        me = site.world.me
        for path in (
            "/mynetwork/catch-up/birthday/",
            "/messaging/",
            me.path,
            f"{friends(site)[0].path}details/skills/",
        ):
            await page.goto(site.address + path)
            assert await opened.front() == OtherPage(), path
        await page.goto("about:blank")
        assert await opened.front() == OtherPage()


async def test_a_profile_that_cannot_be_read_is_said_to_be(site: PracticeSite, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(browsing, "READ_WITHIN_S", 0.3)
    friend, other = friends(site)[:2]
    async with window(site, of(friend)) as opened:
        shown = await profile(opened)
        page = opened.pages[0]
        # The address is another person's already, the page still shows the one before.
        await page.evaluate("(path) => history.pushState(null, '', path)", other.path)
        assert await until(opened, lambda front: front != OtherPage()) == UnreadProfile()
        await page.evaluate("(path) => history.pushState(null, '', path)", friend.path)
        assert await until(opened, lambda front: isinstance(front, ShownProfile)) == shown
        await page.evaluate("document.querySelector('main').remove()")
        assert await until(opened, lambda front: isinstance(front, UnreadProfile)) == UnreadProfile()


async def test_a_line_that_could_be_something_else_is_not_taken(site: PracticeSite) -> None:
    friend = friends(site)[0]
    async with window(site, of(friend)) as opened:
        await profile(opened)
        page = opened.pages[0]
        await page.evaluate("""() => {
            const link = document.querySelector('main a[href$="/overlay/contact-info/"]');
            const line = document.createElement('p');
            line.textContent = 'Something new';
            link.closest('p').before(line);
        }""")
        shown = await profile(opened)
        assert (shown.person.headline, shown.company, shown.location) == ("", "", friend.location)


async def test_only_the_contact_information_of_this_profile_tells_a_birthday(site: PracticeSite) -> None:
    friend, other = friends(site)[:2]
    show = """([path, editor]) => {
        document.querySelectorAll('.extra').forEach((one) => one.remove());
        const box = document.createElement('div');
        box.className = 'extra';
        box.setAttribute('role', 'dialog');
        box.innerHTML = `<div role="dialog"><section><a href="${path}">Whose</a></section>
            <section><h3>Birthday</h3><p>July 10</p></section>${editor}</div>`;
        document.body.append(box);
    }"""
    async with window(site, of(friend)) as opened:
        shown = await profile(opened)
        page = opened.pages[0]
        for path, editor in ((other.path, ""), (friend.path, '<div contenteditable="true" role="textbox">x</div>')):
            await page.evaluate(show, [path, editor])
            assert await opened.front() == shown, (path, editor)
        await page.evaluate(show, [friend.path, ""])
        assert await opened.front() == replace(shown, birthday=(7, 10))


@pytest.mark.parametrize(
    ("fault", "reason"),
    [
        ("signed_out_after", Reason.SIGNED_OUT),
        ("checkpoint_after", Reason.SECURITY_CHECK),
        ("restricted_after", Reason.RESTRICTED),
        ("rate_limit_after", Reason.RATE_LIMITED),
    ],
)
async def test_a_stop_sign_ends_it(site: PracticeSite, fault: str, reason: Reason) -> None:
    async with window(site) as opened:
        setattr(site.faults, fault, 0)
        await opened.pages[0].goto(f"{site.address}{friends(site)[0].path}")
        front = await until(opened, lambda shown: isinstance(shown, Problem))
        assert isinstance(front, Problem)
        assert front.reason is reason


async def test_without_a_session_no_browser_is_started() -> None:
    own = browser.OwnBrowser(headless=True, loopback=True)
    opened = BrowsingWindow(site="http://127.0.0.1:9", browser=own, pack=PACK, needs_session=True)
    try:
        problem = await opened.open(None)
        assert problem is not None
        assert problem.reason is Reason.SIGNED_OUT
        assert not own.alive
    finally:
        await opened.close()


async def test_a_page_that_does_not_come_is_left_to_the_person() -> None:
    own = browser.OwnBrowser(headless=True, loopback=True)
    opened = BrowsingWindow(site="http://127.0.0.1:9", browser=own, pack=PACK)
    try:
        assert await opened.open(None) is None
        assert await opened.front() == OtherPage()
    finally:
        await opened.close()


async def test_a_question_that_the_page_asks_is_left_to_the_person(site: PracticeSite) -> None:
    async with window(site) as opened:
        page = opened.pages[0]
        asked = asyncio.ensure_future(page.wait_for_event("dialog"))
        answer = asyncio.ensure_future(page.evaluate("confirm('Leave?')"))
        dialog = await asked
        assert await opened.front() == OtherPage()
        assert not answer.done()
        await dialog.accept()
        assert await answer is True


@pytest.mark.parametrize("known", ["by member", "by profile"])
async def test_a_conversation_is_opened_where_the_member_is_known_and_nothing_is_pressed_there(
    site: PracticeSite, known: str
) -> None:
    friend = friends(site)[0]
    person = Person(name="", member=friend.member if known == "by member" else None, profile=friend.slug.lower())
    opened = BrowsingWindow(site=site.address, browser=browser.OwnBrowser(headless=True, loopback=True), pack=PACK)
    try:
        assert await opened.open(person, conversation=True) is None
        if known == "by profile":
            assert (await profile(opened)).person.member in (None, friend.member)
            return
        assert opened.pages[0].url == f"{site.address}/messaging/compose/?recipient={friend.member}"
        assert await opened.front() == OtherPage()
        composer = opened.pages[0].get_by_role("textbox").first
        await composer.wait_for()
        assert not (await composer.inner_text()).strip()
        assert not site.received
        assert not site.visits
    finally:
        await opened.close()


@pytest.mark.parametrize(
    ("path", "whose"),
    [
        ("/in/anna-roy", "anna-roy"),
        ("/in/anna-roy/?trk=x#top", "anna-roy"),
        ("/in/anna-roy/fr/", "anna-roy"),
        ("/in/anna-roy/zh_CN", "anna-roy"),
        ("/in/anna-roy/overlay/contact-info/", "anna-roy"),
        ("/in/Zo%C3%A9/", "zoé"),
        ("/in/anna-roy/details/experience/", None),
        ("/in/anna-roy/recent-activity/all/", None),
        ("/in/anna-roy/edit/intro/", None),
        ("/in/", None),
        ("/company/in/anna-roy/", None),
        ("/feed/?to=/in/anna-roy/", None),
    ],
)
def test_a_profile_is_known_by_its_address(path: str, whose: str | None) -> None:
    assert browsing._profile_at(f"https://www.example.org{path}") == whose
