"""The sign-in window on the practice site: what it shows is told apart, and it waits for the person."""

from __future__ import annotations

import asyncio
import os
import signal
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
import pytest_asyncio

from linkapp.domain.problems import Problem, Reason
from linkapp.domain.session import SignedIn
from linkapp.engine import browser
from linkapp.engine.browser import OwnBrowser
from linkapp.engine.pages import state
from linkapp.engine.selectors import load
from linkapp.engine.session import SignInTab, clock_problem
from linkapp.practice import PracticeSite, ordinary_world
from linkapp.practice.faults import Faults
from linkapp.services.ports.clock import Clock
from linkapp.services.ports.secrets import Key, Keyring, KeyringState, Session, StoredSession
from linkapp.services.sign_in import SignIn
from linkapp.system.folders import resources

PASSWORD = "practice-password"


def now() -> datetime:
    return datetime.now(UTC)


@pytest_asyncio.fixture
async def site() -> AsyncIterator[PracticeSite]:
    made = PracticeSite(replace(ordinary_world(now().date()), signin="required"))
    await made.start()
    yield made
    await made.stop()


@asynccontextmanager
async def window(
    site: PracticeSite, *, here: Callable[[], datetime] = now, own: OwnBrowser | None = None
) -> AsyncIterator[SignInTab]:
    """A tab to sign in; in a browser of its ``own`` where that is to be killed, else in the one of all tests."""
    opened = own or browser.OwnBrowser(headless=True, loopback=True)
    pack = load(resources() / "selectors" / "site.toml").pack
    tab = SignInTab(site=site.address, browser=opened, pack=pack, now=here)
    try:
        yield tab
    finally:
        await tab.close()


async def type_in(tab: SignInTab, password: str = PASSWORD) -> None:
    page = tab.pages[-1]
    await page.fill("#username", "camille@example.org")
    await page.fill("#password", password)
    await page.click("button[type=submit]")
    await page.wait_for_load_state()


async def reason_of(tab: SignInTab) -> Reason | None:
    standing = await tab.standing()
    return None if isinstance(standing, SignedIn) else standing.reason


async def test_it_opens_the_sign_in_page_and_knows_when_somebody_is_signed_in(site: PracticeSite) -> None:
    async with window(site) as tab:
        assert await tab.open(None) is None
        assert tab.pages[0].url == f"{site.address}/login"
        assert await reason_of(tab) is Reason.SIGNED_OUT
        await type_in(tab, "a wrong password")
        assert await reason_of(tab) is Reason.SIGNED_OUT
        await type_in(tab)
        standing = await tab.standing()
        assert isinstance(standing, SignedIn)
        assert standing.expires is not None
        assert timedelta(days=364) < standing.expires - now() < timedelta(days=366)
        document = await tab.state()
        assert isinstance(document, str)
        assert '"li_at"' in document
        assert PASSWORD not in document


async def test_a_stored_session_that_still_holds_needs_no_typing(site: PracticeSite) -> None:
    async with window(site) as tab:
        await tab.open(None)
        await type_in(tab)
        document = await tab.state()
    assert isinstance(document, str)
    async with window(site) as tab:
        assert await tab.open(StoredSession(state=document, signed_in=SignedIn())) is None
        assert isinstance(await tab.standing(), SignedIn)


async def test_a_stored_session_that_the_site_or_the_browser_refuses_leads_to_the_sign_in_page(
    site: PracticeSite,
) -> None:
    cookie = '{"name": "li_at", "value": "AQold", "domain": "127.0.0.1", "path": "/", "expires": -1}'
    for document in (f'{{"cookies": [{cookie}], "origins": []}}', '{"cookies": [{"name": "li_at"}], "origins": []}'):
        async with window(site) as tab:
            assert await tab.open(StoredSession(state=document, signed_in=SignedIn())) is None
            assert tab.pages[0].url.startswith(f"{site.address}/login")
            assert await reason_of(tab) is Reason.SIGNED_OUT


async def test_a_sign_in_in_a_second_tab_counts(site: PracticeSite) -> None:
    async with window(site) as tab:
        await tab.open(None)
        assert tab._context is not None
        second = await tab._context.new_page()
        await second.goto(f"{site.address}/login")
        await type_in(tab)
        assert isinstance(await tab.standing(), SignedIn)


@pytest.mark.parametrize(
    ("fault", "reason"),
    [
        (Faults(checkpoint_after=0), Reason.SECURITY_CHECK),
        (Faults(rate_limit_after=0, rate_limit_way="429"), Reason.RATE_LIMITED),
        (Faults(rate_limit_after=0, rate_limit_way="999"), Reason.RATE_LIMITED),
        (Faults(rate_limit_after=0, rate_limit_way="words"), Reason.RATE_LIMITED),
    ],
    ids=lambda one: str(getattr(one, "value", getattr(one, "rate_limit_way", ""))),
)
async def test_a_security_check_and_a_limit_after_the_password_are_told_apart(
    site: PracticeSite, fault: Faults, reason: Reason
) -> None:
    async with window(site) as tab:
        await tab.open(None)
        site.state.faults = fault
        await tab.pages[0].goto(f"{site.address}/feed/")
        assert await reason_of(tab) is reason


async def test_too_many_redirects_count_as_a_limit(site: PracticeSite) -> None:
    site.state.faults = Faults(rate_limit_after=0, rate_limit_way="redirects")
    async with window(site) as tab:
        problem = await tab.open(StoredSession(state='{"cookies": [], "origins": []}', signed_in=SignedIn()))
        assert problem is not None
        assert problem.reason is Reason.RATE_LIMITED


async def test_a_restricted_account_is_told_from_a_security_check(site: PracticeSite) -> None:
    site.state.faults = Faults(checkpoint_after=0)
    async with window(site) as tab:
        await tab.open(None)
        await tab.pages[0].goto(f"{site.address}/feed/")
        await tab.pages[0].evaluate(
            "document.querySelector('main').append('Your account has been temporarily restricted.')"
        )
        assert await reason_of(tab) is Reason.RESTRICTED


async def test_another_sites_page_is_not_looked_at(site: PracticeSite) -> None:
    other = PracticeSite(replace(ordinary_world(now().date()), signin="open"))
    await other.start()
    try:
        async with window(site) as tab:
            await tab.open(None)
            await tab.pages[0].goto(f"{other.address}/feed/")
            assert await tab.standing() == Problem(reason=Reason.SIGNED_OUT, detail="another site is shown")
    finally:
        await other.stop()


async def test_a_site_that_cannot_be_reached_is_offline(site: PracticeSite) -> None:
    async with window(site) as tab:
        await tab.open(None)
        await site.stop()
        with pytest.raises(Exception, match="ERR_"):
            await tab.pages[0].reload()
        assert await reason_of(tab) is Reason.OFFLINE
    async with window(site) as tab:
        problem = await tab.open(None)
        assert problem is not None
        assert problem.reason is Reason.OFFLINE


async def test_a_closed_window_is_the_persons_wish_and_a_killed_browser_is_not(site: PracticeSite) -> None:
    async with window(site) as tab:
        await tab.open(None)
        await tab.pages[0].close()
        assert await reason_of(tab) is Reason.STOPPED_BY_PERSON
    before = _children()
    async with window(site, own=OwnBrowser(headless=True, loopback=True)) as tab:
        await tab.open(None)
        mine = [pid for pid in _children() - before if "--type=" not in _command(pid) and "chrom" in _command(pid)]
        assert mine
        for pid in mine:
            os.kill(pid, signal.SIGKILL)
        async with asyncio.timeout(20):
            while tab._browser.alive:  # noqa: ASYNC110 - an end of another process
                await asyncio.sleep(0.05)
        assert await reason_of(tab) is Reason.BROWSER_CRASHED


async def test_a_page_that_crashes_is_a_crash(site: PracticeSite) -> None:
    async with window(site) as tab:
        await tab.open(None)
        with pytest.raises(Exception, match="crash"):
            await tab.pages[0].goto("chrome://crash")
        async with asyncio.timeout(20):  # the browser tells of a crash when it comes to it
            while await reason_of(tab) is not Reason.BROWSER_CRASHED:  # noqa: ASYNC110
                await asyncio.sleep(0.05)


async def test_a_wrong_clock_is_said_while_nobody_is_signed_in(site: PracticeSite) -> None:
    async with window(site, here=lambda: now() + timedelta(hours=3)) as tab:
        await tab.open(None)
        await asyncio.sleep(0.1)
        assert await reason_of(tab) is Reason.CLOCK_WRONG
    assert clock_problem(now(), now() + timedelta(minutes=4)) is None
    assert clock_problem(None, now()) is None


def _children() -> set[int]:
    """All descendants of this process."""
    parents: dict[int, int] = {}
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit():
            try:
                parents[int(entry.name)] = int((entry / "stat").read_text().rsplit(")", 1)[1].split()[1])
            except (OSError, IndexError):
                continue
    found = {os.getpid()}
    while more := {pid for pid, parent in parents.items() if parent in found} - found:
        found |= more
    return found - {os.getpid()}


def _command(pid: int) -> str:
    try:
        return Path(f"/proc/{pid}/cmdline").read_text().replace("\0", " ")
    except OSError:
        return ""


# ---- the use case over a window that a test plays ----


class Here:
    def now(self) -> datetime:
        return now()


class Ring:
    def __init__(self, problem: Problem | None = None) -> None:
        self.problem = problem

    async def look(self) -> Keyring:
        return Keyring(state=KeyringState.LOCKED if self.problem else KeyringState.READY, problem=self.problem)

    async def key(self) -> Key | Problem | None:
        return self.problem

    async def new_key(self) -> Key | Problem:
        return self.problem or Key(value=bytes(32))

    async def forget(self) -> Problem | None:
        return self.problem


class Shelf:
    def __init__(self) -> None:
        self.saved: list[str] = []

    def is_stored(self) -> bool:
        return bool(self.saved)

    async def load(self) -> StoredSession | Problem | None:
        return None

    async def save(self, document: str) -> SignedIn | Problem:
        self.saved.append(document)
        return SignedIn()

    async def refresh(self, document: str) -> Problem | None:
        return None

    async def remove(self) -> Problem | None:
        self.saved.clear()
        return None


class Played:
    """A window whose standings are given, one for each look; the last one stays."""

    def __init__(self, *standings: SignedIn | Problem, refuses: Problem | None = None) -> None:
        self.standings, self.refuses = list(standings), refuses
        self.opened = self.closed = False

    async def open(self, stored: StoredSession | None) -> Problem | None:
        self.opened = True
        return self.refuses

    async def standing(self) -> SignedIn | Problem:
        return self.standings.pop(0) if len(self.standings) > 1 else self.standings[0]

    async def state(self) -> str | Problem:
        return "the session"

    async def close(self) -> None:
        self.closed = True


def sign_in(window: Played, shelf: Session, ring: Ring, *, needs_keyring: bool = True) -> SignIn:
    async def let_go() -> None:
        pass

    here: Clock = Here()
    return SignIn(
        window=lambda: window, session=shelf, secrets=ring, clock=here, host="www.linkedin.com",
        needs_keyring=needs_keyring, let_go=let_go,
    )  # fmt: skip


def problem(reason: Reason) -> Problem:
    return Problem(reason=reason)


async def test_it_waits_through_everything_a_person_can_solve_and_says_each_change_once() -> None:
    out, check = problem(Reason.SIGNED_OUT), problem(Reason.SECURITY_CHECK)
    window = Played(out, out, check, check, problem(Reason.OFFLINE), out, SignedIn())
    shelf, told = Shelf(), list[Reason]()
    assert await sign_in(window, shelf, Ring()).by_hand(lambda heard: told.append(heard.reason)) == SignedIn()
    assert told == [Reason.SIGNED_OUT, Reason.SECURITY_CHECK, Reason.OFFLINE, Reason.SIGNED_OUT]
    assert shelf.saved == ["the session"]
    assert window.closed


@pytest.mark.parametrize("reason", [Reason.STOPPED_BY_PERSON, Reason.BROWSER_CRASHED])
async def test_it_ends_when_the_window_is_gone_and_keeps_nothing(reason: Reason) -> None:
    window, shelf = Played(problem(Reason.SIGNED_OUT), problem(reason)), Shelf()
    assert await sign_in(window, shelf, Ring()).by_hand() == problem(reason)
    assert shelf.saved == []
    assert window.closed


async def test_cancelling_closes_the_window_and_keeps_nothing() -> None:
    window, shelf = Played(problem(Reason.SIGNED_OUT)), Shelf()
    task = asyncio.create_task(sign_in(window, shelf, Ring()).by_hand())
    await asyncio.sleep(0.05)
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    assert window.closed
    assert shelf.saved == []


async def test_nobody_types_a_password_for_a_session_that_could_not_be_kept() -> None:
    window = Played(SignedIn())
    locked = problem(Reason.KEYRING_LOCKED)
    assert await sign_in(window, Shelf(), Ring(locked)).by_hand() == locked
    assert not window.opened


async def test_a_window_that_does_not_open_says_why() -> None:
    window = Played(SignedIn(), refuses=problem(Reason.OFFLINE))
    assert await sign_in(window, Shelf(), Ring()).by_hand() == problem(Reason.OFFLINE)
    assert window.closed


def test_an_error_of_the_browser_names_no_query() -> None:
    found = state.of_error(ConnectionError("net::ERR_FAILED at https://www.linkedin.com/x/?recipient=ACoAAB"))
    assert "recipient" not in found.detail
