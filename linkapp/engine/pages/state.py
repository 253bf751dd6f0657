"""What page is this? Judged by the tab's address, the answer's status and a few plain marks; never by guesswork."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlsplit

from playwright.async_api import Error, Page, Response

from linkapp.domain.problems import Problem, Reason
from linkapp.engine.pages.script import Asking, PageGone
from linkapp.engine.selectors import Pack
from linkapp.engine.traffic import LIMIT_STATUS, Traffic, origin_of

_OFFLINE = ("ERR_INTERNET_DISCONNECTED", "ERR_NAME_NOT_RESOLVED", "ERR_CONNECTION", "ERR_NETWORK", "ERR_ADDRESS",
            "ERR_TIMED_OUT", "ERR_EMPTY_RESPONSE", "ERR_SOCKET", "ERR_PROXY", "Timeout")  # fmt: skip
_CLOSED = ("Target page, context or browser has been closed", "Target crashed", "Page crashed", "Connection closed",
           "Browser has been closed", "Target closed")  # fmt: skip
SHORT_PAGE = 2000
"""A limit notice is only believed on a page shorter than this many characters that has no main part."""


def of_error(error: BaseException) -> Problem:
    """What a failed navigation or action says about the world."""
    text = str(error)
    first = text.splitlines()[0][:200] if text else type(error).__name__
    if any(mark in text for mark in _CLOSED):
        return Problem(reason=Reason.BROWSER_CRASHED, detail=first)
    if "ERR_TOO_MANY_REDIRECTS" in text:
        return Problem(reason=Reason.RATE_LIMITED, detail="ERR_TOO_MANY_REDIRECTS")
    if "ERR_CERT" in text:
        return Problem(reason=Reason.CLOCK_WRONG, detail=first)
    if any(mark in text for mark in _OFFLINE):
        return Problem(reason=Reason.OFFLINE, detail=first)
    return Problem(reason=Reason.PAGE_UNREADABLE, detail=first)


def of_address(address: str, pack: Pack) -> Problem | None:
    """What the tab's address alone says: a sign-in page or a security check, else None."""
    path = urlsplit(address).path
    for marks, reason in ((pack.security_check, Reason.SECURITY_CHECK), (pack.signed_out, Reason.SIGNED_OUT)):
        for mark in marks:
            if path == mark or path.startswith(mark.rstrip("/") + "/"):
                return Problem(reason=reason, detail=path)
    return None


def of_answer(response: Response | None) -> Problem | None:
    """What the status of a page's own answer says, else None."""
    if response is None:
        return None
    if response.status in LIMIT_STATUS:
        return Problem(reason=Reason.RATE_LIMITED, detail=f"HTTP {response.status}")
    if response.status in (401, 403):
        return Problem(reason=Reason.RESTRICTED, detail=f"HTTP {response.status}")
    if response.status >= 400:
        return Problem(reason=Reason.PAGE_UNREADABLE, detail=f"HTTP {response.status}")
    return None


async def judge(page: Page, asking: Asking, traffic: Traffic, site: str) -> Problem | None:
    """Whether the page as it stands now ends the run: sign-in, security check, limit, restriction, crash, elsewhere."""
    found = of_marks(page, asking.pack, traffic, site, None)
    if found is not None:
        return (await _restricted(page, asking) or found) if found.reason in _AT_A_DOOR else found
    try:
        state = await asking.ask(page.main_frame, "state")
    except PageGone as error:
        return of_error(error.__cause__ or error)
    return of_state(state, asking.pack)


_AT_A_DOOR = frozenset({Reason.SIGNED_OUT, Reason.SECURITY_CHECK})


def of_marks(page: Page, pack: Pack, traffic: Traffic, site: str, state: dict[str, Any] | None) -> Problem | None:
    """The same from what is known without asking the page, and from its plain marks where they were just read."""
    if traffic.crashed or page.is_closed():
        return Problem(reason=Reason.BROWSER_CRASHED, detail="the page crashed")
    if traffic.limited:
        return Problem(reason=Reason.RATE_LIMITED, detail=traffic.limited)
    if page.url.startswith(("chrome-error:", "about:neterror")):
        return Problem(reason=Reason.OFFLINE, detail="the browser's own error page")
    if origin_of(page.url) != origin_of(site):
        return Problem(reason=Reason.PAGE_UNREADABLE, detail="the site sent the browser elsewhere")
    return (
        of_address(page.url, pack)
        or of_refusal(traffic.turned_away)
        or (of_state(state, pack) if state is not None else None)
    )


def of_refusal(status: int) -> Problem | None:
    """What it means that the page's own questions are answered with this status (0: with none of the kind)."""
    if status == 401:
        return Problem(reason=Reason.SIGNED_OUT, detail="HTTP 401")
    return Problem(reason=Reason.SECURITY_CHECK, detail=f"HTTP {status}") if status else None


def of_state(state: dict[str, Any], pack: Pack) -> Problem | None:
    """What the page's plain marks say: a password field, or a short page without a main part that names a limit."""
    if state["password"]:
        return Problem(reason=Reason.SIGNED_OUT, detail="a password field")
    if not state["hasMain"] and state["length"] < SHORT_PAGE:
        text = state["text"].casefold().replace("’", "'")
        if any(word in text for word in pack.restricted_words):
            return Problem(reason=Reason.RESTRICTED, detail="the page says so")
        if any(word in text for word in pack.limit_words):
            return Problem(reason=Reason.RATE_LIMITED, detail="the page says so")
    return None


async def _restricted(page: Page, asking: Asking) -> Problem | None:
    try:
        state = await asking.ask(page.main_frame, "state")
    except (PageGone, Error):
        return None
    text = state["text"].casefold().replace("’", "'")
    if any(word in text for word in asking.pack.restricted_words):
        return Problem(reason=Reason.RESTRICTED, detail="the page says so")
    return None
