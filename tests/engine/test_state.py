"""What page is this? Tables of addresses, statuses, errors and marks, and pages as they stand."""

from __future__ import annotations

import pytest
from playwright.async_api import Error

from linkapp.domain.problems import Reason
from linkapp.engine.pages import state
from tests.engine.conftest import PACK, SITE, Show


@pytest.mark.parametrize(
    ("address", "reason"),
    [
        ("/login", Reason.SIGNED_OUT),
        ("/login/", Reason.SIGNED_OUT),
        ("/uas/login?session_redirect=x", Reason.SIGNED_OUT),
        ("/authwall?trk=x", Reason.SIGNED_OUT),
        ("/signup/cold-join", Reason.SIGNED_OUT),
        ("/checkpoint/challenge/AbC", Reason.SECURITY_CHECK),
        ("/challenge", Reason.SECURITY_CHECK),
        ("/uas/consumer-email-challenge", Reason.SECURITY_CHECK),
        ("/mynetwork/catch-up/birthday/", None),
        ("/in/login/", None),
        ("/loginhelp", None),
        ("/feed/?next=/checkpoint/", None),
    ],
)
def test_an_address_tells_a_sign_in_page_and_a_security_check_by_its_path(address: str, reason: Reason | None) -> None:
    found = state.of_address(SITE + address, PACK)
    assert (found.reason if found else None) is reason


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("page.goto: net::ERR_TOO_MANY_REDIRECTS at x", Reason.RATE_LIMITED),
        ("page.goto: net::ERR_CERT_DATE_INVALID at x", Reason.CLOCK_WRONG),
        ("page.goto: net::ERR_INTERNET_DISCONNECTED", Reason.OFFLINE),
        ("page.goto: net::ERR_NAME_NOT_RESOLVED", Reason.OFFLINE),
        ("page.goto: Timeout 30000ms exceeded.", Reason.OFFLINE),
        ("Target page, context or browser has been closed", Reason.BROWSER_CRASHED),
        ("Page crashed", Reason.BROWSER_CRASHED),
        ("something else", Reason.PAGE_UNREADABLE),
        ("", Reason.PAGE_UNREADABLE),
    ],
)
def test_an_error_of_the_browser_is_told_by_its_cause(text: str, reason: Reason) -> None:
    assert state.of_error(Error(text)).reason is reason


class Answer:
    def __init__(self, status: int) -> None:
        self.status = status
        self.headers: dict[str, str] = {}


@pytest.mark.parametrize(
    ("status", "reason"),
    [(200, None), (304, None), (429, Reason.RATE_LIMITED), (999, Reason.RATE_LIMITED), (403, Reason.PAGE_REFUSED),
     (404, Reason.PAGE_UNREADABLE), (500, Reason.SITE_UNAVAILABLE)],
)  # fmt: skip
def test_the_status_of_a_page_tells_limits_and_restrictions(status: int, reason: Reason | None) -> None:
    found = state.of_answer(Answer(status))  # type: ignore[arg-type]
    assert (found.reason if found else None) is reason
    assert state.of_answer(None) is None


def page(body: str) -> str:
    return f"<!doctype html><html lang=en><body>{body}</body></html>"


@pytest.mark.parametrize(
    ("body", "reason"),
    [
        ("<main><h1>Catch up</h1></main>", None),
        ("<main><h1>Catch up</h1><p>Too many requests at the bakery, slow down</p></main>", None),
        ("<main></main><iframe title='reCAPTCHA' src='/captcha' style='display:none'></iframe>", None),
        ("<main><p>Your account has been restricted in a story</p></main>", None),
        ("<div>Too many requests. Try again later.</div>", Reason.RATE_LIMITED),
        ("<div>Trop de requêtes</div>", Reason.RATE_LIMITED),
        ("<div>Your account has been temporarily restricted</div>", Reason.RESTRICTED),
        ("<form><input type=password></form>", Reason.SIGNED_OUT),
        ("<main><form><input type=password></form></main>", Reason.SIGNED_OUT),
        ("<main><input type=password style='display:none'></main>", None),
        (f"<div>{'A long story in which somebody had to slow down. ' * 60}</div>", None),
    ],
)
async def test_a_page_is_judged_by_plain_marks_only(show: Show, body: str, reason: Reason | None) -> None:
    tab = await show(page(body))
    found = await state.judge(tab.page, tab.asking, tab.traffic, SITE)
    assert (found.reason if found else None) is reason


async def test_another_site_is_never_taken_for_the_site(show: Show) -> None:
    tab = await show(page("<main></main>"))
    found = await state.judge(tab.page, tab.asking, tab.traffic, "http://127.0.0.1:10")
    assert found is not None
    assert found.reason is Reason.PAGE_UNREADABLE


async def test_a_page_that_is_gone_is_a_crashed_browser(show: Show) -> None:
    tab = await show(page("<main></main>"))
    await tab.page.close()
    found = await state.judge(tab.page, tab.asking, tab.traffic, SITE)
    assert found is not None
    assert found.reason is Reason.BROWSER_CRASHED
