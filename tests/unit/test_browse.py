"""The use case of browsing by hand: who holds the browser, what is told, how it ends."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import cast
from zoneinfo import ZoneInfo

import pytest

from linkapp.domain.person import Person
from linkapp.domain.problems import Problem, Reason
from linkapp.domain.shown_profile import (
    InFront,
    OtherPage,
    ShownProfile,
    UnreadProfile,
    birthday,
    headline_and_company,
    place,
)
from linkapp.services import browse as module
from linkapp.services.browse import Browse
from linkapp.services.contacts import Contacts
from linkapp.services.ports.secrets import Secrets, Session, SignInWindow
from linkapp.services.sign_in import SignIn
from linkapp.services.site_guard import SiteGuard
from linkapp.services.site_lease import Purpose, SiteHeldError, SiteLease
from tests.fakes.clocks import StillClock

ANNA = ShownProfile(person=Person(name="Anna Roy", profile="anna-roy"))
CLOSED = Problem(reason=Reason.STOPPED_BY_PERSON)


class FakeWindow:
    """Shows one thing after the other; after the last one it stays open for ever."""

    def __init__(self, *shown: InFront | Problem, opens: Problem | None = None) -> None:
        self.shown, self.opens = list(shown), opens
        self.opened: list[Person | None] = []
        self.closed = 0

    async def open(self, person: Person | None, *, conversation: bool = False) -> Problem | None:
        assert not conversation
        self.opened.append(person)
        return self.opens

    async def front(self) -> InFront | Problem:
        if not self.shown:
            await asyncio.Event().wait()
        return self.shown.pop(0)

    async def close(self) -> None:
        self.closed += 1


class FakeGuard:
    def __init__(self, refuses: Problem | None = None) -> None:
        self.refuses = refuses
        self.noted: list[Problem] = []

    async def refusal(self) -> Problem | None:
        return self.refuses

    async def note(self, problem: Problem) -> None:
        self.noted.append(problem)


def browsing(window: FakeWindow, lease: SiteLease, guard: FakeGuard | None = None) -> Browse:
    return Browse(
        window=lambda: window,
        contacts=cast("Contacts", None),
        lease=lease,
        guard=cast("SiteGuard", guard) if guard is not None else None,
    )


@pytest.fixture(autouse=True)
def _at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "LOOK_EVERY_S", 0)


async def test_what_is_in_front_is_told_when_it_changes_and_the_browser_is_free_afterwards() -> None:
    window, lease, told = FakeWindow(ANNA, ANNA, OtherPage(), UnreadProfile(), CLOSED), SiteLease(), list[InFront]()
    assert await browsing(window, lease).browse(ANNA.person, told.append) == CLOSED
    assert told == [OtherPage(), ANNA, OtherPage(), UnreadProfile()]
    assert (window.opened, window.closed, lease.purpose) == ([ANNA.person], 1, None)


async def test_whoever_wants_the_browser_meanwhile_is_told_who_holds_it_until_it_is_cancelled() -> None:
    window, lease = FakeWindow(ANNA), SiteLease()
    task = asyncio.ensure_future(browsing(window, lease).browse(None, lambda _: None))
    while lease.purpose is None:  # noqa: ASYNC110
        await asyncio.sleep(0)
    with pytest.raises(SiteHeldError) as held, lease.hold(Purpose.RUN):
        raise AssertionError("held twice")
    assert held.value.problem == Problem(reason=Reason.SITE_IN_USE, detail="browsing")
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    assert (window.closed, lease.purpose) == (1, None)


async def test_while_a_run_holds_the_browser_no_window_is_opened() -> None:
    window, lease = FakeWindow(), SiteLease()
    with lease.hold(Purpose.RUN):
        ended = await browsing(window, lease).browse(None, lambda _: None)
    assert ended == Problem(reason=Reason.SITE_IN_USE, detail="run")
    assert window.opened == []


async def test_a_stop_sign_is_handed_over_and_one_that_waits_for_the_person_opens_nothing() -> None:
    sign = Problem(reason=Reason.SECURITY_CHECK)
    window, guard = FakeWindow(sign), FakeGuard()
    assert await browsing(window, SiteLease(), guard).browse(None, lambda _: None) == sign
    assert guard.noted == [sign]
    latched = Problem(reason=Reason.BREAKER_LATCHED)
    window = FakeWindow()
    assert await browsing(window, SiteLease(), FakeGuard(latched)).browse(None, lambda _: None) == latched
    assert window.opened == []


async def test_a_window_that_does_not_open_says_why_and_is_closed() -> None:
    window = FakeWindow(opens=Problem(reason=Reason.NO_BROWSER))
    assert (await browsing(window, SiteLease()).browse(None, lambda _: None)).reason is Reason.NO_BROWSER
    assert window.closed == 1


async def test_the_session_that_somebody_browses_with_is_neither_replaced_nor_forgotten() -> None:
    lease, let_go = SiteLease(), list[str]()

    async def close() -> None:
        let_go.append("closed")

    sign_in = SignIn(
        window=lambda: cast("SignInWindow", None),
        session=cast("Session", None),
        secrets=cast("Secrets", None),
        clock=StillClock(datetime(2026, 11, 22, tzinfo=UTC), ZoneInfo("UTC")),
        host="site.example",
        needs_keyring=False,
        let_go=close,
        lease=lease,
    )
    export = '[{"name": "li_at", "value": "AQnew", "domain": ".site.example", "path": "/"}]'
    with lease.hold(Purpose.BROWSING):
        held = Problem(reason=Reason.SITE_IN_USE, detail="browsing")
        assert await sign_in.by_import(export) == held
        assert await sign_in.by_hand() == held
        assert await sign_in.out() == held
    assert let_go == []


@pytest.mark.parametrize(
    ("sections", "day"),
    [
        ((("Birthday", "July 10"),), (7, 10)),
        ((("Anniversaire", "1er mars"),), (3, 1)),
        ((("Geburtstag", "10. Juli"),), (7, 10)),
        ((("Cumpleaños", "29 de febrero"),), (2, 29)),
        ((("Anna", "anna-roy"), ("BIRTHDAY", "29 February"), ("Connected since", "Mar 3, 2020")), (2, 29)),
        ((("Birthday", "30 February"),), None),
        ((("Birthday", "03/04"),), None),
        ((("Birthday", "July"),), None),
        ((("Birthday", "today"),), None),
        ((("Birthday", "Thursday, July 10"),), None),
        ((("Birthday", "July 10, 2019"),), None),
        ((("Birthday", "July 10 and August 3"),), None),
        ((("Birthday", ""),), None),
        ((("Connected since", "July 10"),), None),
        ((("Work anniversary", "July 10"),), None),
        ((("Birthday of Acme", "July 10"),), None),
        ((("Birthday", "July 10"), ("Birthday", "July 11")), None),
        ((), None),
    ],
)
def test_a_birthday_is_a_day_with_its_month_in_words_under_its_own_heading(
    sections: Sequence[tuple[str, str]], day: tuple[int, int] | None
) -> None:
    assert birthday(sections) == day


def test_lines_beside_a_name_are_told_apart_by_what_else_the_page_says() -> None:
    assert headline_and_company(["Cellist"], []) == ("Cellist", "")
    assert headline_and_company(["Cellist", "Acme"], ["Cellist", "ACME", "2019"]) == ("Cellist", "Acme")
    assert headline_and_company(["· 1st", "She/Her", "Cellist", "Acme"], ["Acme"]) == ("Cellist", "Acme")
    assert headline_and_company(["Cellist", "Acme"], []) == ("", "")
    assert headline_and_company(["Acme · Lyon School"], ["Acme"]) == ("Acme · Lyon School", "")
    assert headline_and_company(["Cellist", "Acme", "Lyon"], ["Acme"]) == ("", "")
    assert headline_and_company([], []) == ("", "")


def test_the_place_is_a_line_of_its_own() -> None:
    assert place("Lyon, France ·") == "Lyon, France"
    assert place("· Lyon ·") == "Lyon"
    assert place("Lyon · 500+ connections") == ""
    assert place("") == ""
