"""Browsing by hand with the whole program on the practice site: what the person keeps, and that nothing is counted."""

from __future__ import annotations

import asyncio
import sqlite3
from collections.abc import AsyncIterator, Callable
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

import pytest
import pytest_asyncio
from playwright.async_api import Page

from linkapp.app import build
from linkapp.domain.moment import Occasion
from linkapp.domain.person import Person
from linkapp.domain.problems import Problem, Reason
from linkapp.domain.shown_profile import InFront, ShownProfile
from linkapp.engine.browsing import BrowsingWindow
from linkapp.practice import PracticeSite
from linkapp.practice.world import PracticePerson, ordinary_world
from linkapp.services.runs import Control
from tests.e2e.harness import config


@pytest_asyncio.fixture
async def site() -> AsyncIterator[PracticeSite]:
    made = PracticeSite(ordinary_world(datetime.now(UTC).date()))
    await made.start()
    yield made
    await made.stop()


@pytest.fixture
def windows(monkeypatch: pytest.MonkeyPatch) -> list[BrowsingWindow]:
    """The browser windows that were opened: the test is the person who clicks in them."""
    opened: list[BrowsingWindow] = []
    begin = BrowsingWindow.open

    async def noted(self: BrowsingWindow, person: Person | None, *, conversation: bool = False) -> Problem | None:
        opened.append(self)
        return await begin(self, person, conversation=conversation)

    monkeypatch.setattr(BrowsingWindow, "open", noted)
    return opened


async def until(true: Callable[[], object]) -> None:
    async with asyncio.timeout(20):
        while not true():  # noqa: ASYNC110 - it is a page that is waited for
            await asyncio.sleep(0.02)


def friend_of(site: PracticeSite) -> PracticePerson:
    return next(one for one in site.world.people if one.is_connection and one.birthday and one.slug.isascii())


def page_of(windows: list[BrowsingWindow]) -> Page:
    return windows[-1].pages[-1]


async def test_what_the_person_keeps_is_in_the_book_and_nothing_is_counted(
    site: PracticeSite, windows: list[BrowsingWindow], tmp_path: Path
) -> None:
    friend = friend_of(site)
    told: list[InFront] = []
    async with build(config(site, tmp_path)) as app:
        assert app.browse is not None
        assert app.contacts is not None
        task = asyncio.ensure_future(app.browse.browse(None, told.append))
        await until(lambda: windows and windows[0].pages and windows[0].pages[0].url.startswith(site.address))
        await page_of(windows).goto(f"{site.address}{friend.path}overlay/contact-info/")
        await until(lambda: isinstance(told[-1], ShownProfile) and told[-1].birthday)
        shown = told[-1]
        assert isinstance(shown, ShownProfile)
        assert await app.contacts.select() == [], "nothing is kept unasked"
        refused = await app.greetings.send(Occasion.BIRTHDAY, None, watch=lambda _: None, control=Control())
        assert refused.stopped_by == Problem(reason=Reason.SITE_IN_USE, detail="browsing")
        saved = await app.browse.save(shown)
        await app.browse.save_birthday(shown)
        await app.browse.add_note(shown, "Met at the fair.")
        (contact,) = await app.contacts.select()
        assert contact.id == saved.contact
        assert (contact.person.name, contact.person.member) == (friend.name, friend.member)
        assert (contact.person.headline, contact.company) == (friend.headline, friend.company)
        assert (contact.location, contact.birthday) == (friend.location, friend.birthday)
        assert contact.notes == "Met at the fair."
        await page_of(windows).close()
        assert (await task).reason in (Reason.STOPPED_BY_PERSON, Reason.BROWSER_CRASHED)
        assert not windows[0]._browser.alive, "a window that was closed leaves no browser behind"
    with closing(sqlite3.connect(tmp_path / "linkapp.db")) as db:
        assert db.execute("SELECT count(*) FROM acts").fetchone() == (0,)
    assert [visit.member for visit in site.visits] == [friend.member]
    assert site.received == []


async def test_the_end_of_the_program_ends_the_browser_at_once(
    site: PracticeSite, windows: list[BrowsingWindow], tmp_path: Path
) -> None:
    async with build(config(site, tmp_path)) as app:
        assert app.browse is not None
        task = asyncio.ensure_future(app.browse.browse(None, lambda _: None))
        await until(lambda: windows and windows[0].pages and windows[0].pages[0].url.startswith(site.address))
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task
        assert not windows[0]._browser.alive
