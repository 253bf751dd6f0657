"""What page is this? Judged by its body first, then by the tab's address, what it asked for beside itself, and the
answer's status; never by guesswork."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from playwright.async_api import Frame, Page, Response

from linkapp.domain.problems import Problem, Reason
from linkapp.engine.at_once import both
from linkapp.engine.origin import same_origin
from linkapp.engine.pages.script import Asking, PageGone
from linkapp.engine.selectors import Pack
from linkapp.engine.traffic import LIMIT_STATUS, Traffic

_OFFLINE = ("ERR_INTERNET_DISCONNECTED", "ERR_NAME_NOT_RESOLVED", "ERR_CONNECTION", "ERR_NETWORK", "ERR_ADDRESS",
            "ERR_TIMED_OUT", "ERR_EMPTY_RESPONSE", "ERR_SOCKET", "Timeout")  # fmt: skip
_FILTERED = ("ERR_PROXY", "ERR_TUNNEL_CONNECTION_FAILED", "ERR_MANDATORY_PROXY", "ERR_PAC_", "ERR_BLOCKED_BY_",
             "ERR_UNEXPECTED_PROXY_AUTH", "ERR_UNSUPPORTED_PROXY_AUTH")  # fmt: skip
_FILTER_HEADERS = ("x-squid-error", "proxy-authenticate", "proxy-connection", "proxy-status", "x-bluecoat-via",
                   "x-zscaler", "x-cisco-wsa", "x-forcepoint", "x-captive-portal")  # fmt: skip
_FILTER_SERVERS = re.compile(r"squid|zscaler|blue ?coat|forti|sophos|websense|mcafee|barracuda|netskope|dansguardian")
_FILTER_WORDS = re.compile(
    r"captive portal|web ?filter|fortiguard|zscaler|blue coat|cisco umbrella|squid cache|proxy server (denied|refused)"
    r"|blocked by (your|the) (organi[sz]ation|administrator|network|company)"
    r"|access to this (web ?)?site (is|has been) blocked"
    r"|bloqu\u00e9e? par (votre|l')\s?(organisation|administrateur|entreprise)|filtrage web|portail captif"
    r"|(von|durch) (ihrer organisation|ihrem administrator|ihrer firma) (gesperrt|blockiert)|webfilter"
    r"|bloqueado por (su|el) (organizaci\u00f3n|administrador|empresa)|portal cautivo"
)
_CLOSED = ("Target page, context or browser has been closed", "Target crashed", "Page crashed", "Connection closed",
           "Browser has been closed", "Target closed")  # fmt: skip
_OWN_HEADERS = ("x-li-",)
"""What the site's own answers carry, and nobody else's: names seen in public captures of 2018 to 2026."""
_WHOSE = ("account", "compte", "konto", "cuenta", "linkedin")
"""Whose a restriction is: of anything else a filter speaks as well."""
_STATUSES = {401: Reason.SIGNED_OUT, 403: Reason.PAGE_REFUSED, 407: Reason.FILTERED, 511: Reason.FILTERED}
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
    if "ERR_CERT_DATE_INVALID" in text:
        return Problem(reason=Reason.CLOCK_WRONG, detail=first)
    if "ERR_CERT" in text or "ERR_SSL" in text:
        return Problem(reason=Reason.CERTIFICATE, detail=first)
    if any(mark in text for mark in _FILTERED):
        return Problem(reason=Reason.FILTERED, detail=first)
    if any(mark in text for mark in _OFFLINE):
        return Problem(reason=Reason.OFFLINE, detail=first)
    return Problem(reason=Reason.PAGE_UNREADABLE, detail=first)


def of_address(address: str, pack: Pack) -> Problem | None:
    """What an address alone says: a sign-in page or a security check, else None."""
    path = urlsplit(address).path
    for marks, reason in (
        (pack.sign_in_steps, Reason.SIGNED_OUT),
        (pack.security_check, Reason.SECURITY_CHECK),
        (pack.signed_out, Reason.SIGNED_OUT),
    ):
        for mark in marks:
            if path == mark or path.startswith(mark.rstrip("/") + "/"):
                return Problem(reason=reason, detail=path)
    return None


def of_answer(response: Response | None) -> Problem | None:
    """What a page's own answer says by its status, else None; an answer that is not the site's says nothing of it."""
    return None if response is None else of_headers(response.status, response.headers)


def of_headers(status: int, headers: Mapping[str, str]) -> Problem | None:
    """The same, where status and headers are known. A refusal (403) is the site's only where it carries a mark of the
    site; without one it may be anybody's, and is said to be."""
    if status >= 400 and (filtered := of_filter(headers)):
        return filtered
    problem = of_status(status)
    if problem is not None and problem.reason is Reason.PAGE_REFUSED and is_own(headers):
        return Problem(reason=Reason.RESTRICTED, detail=f"{problem.detail} of the site itself")
    return problem


def is_own(headers: Mapping[str, str]) -> bool:
    """Whether an answer carries a mark of the site's own servers."""
    return any(name.casefold().startswith(_OWN_HEADERS) for name in headers)


def of_filter(headers: Mapping[str, str]) -> Problem | None:
    """Whether something between here and the site answered in its place, by its own marks."""
    for name in headers:
        if name.casefold().startswith(_FILTER_HEADERS):
            return Problem(reason=Reason.FILTERED, detail=f"the answer has {name.casefold()}")
    if match := _FILTER_SERVERS.search(headers.get("server", "").casefold()):
        return Problem(reason=Reason.FILTERED, detail=f"the answer is of {match.group()}")
    return None


def of_status(status: int) -> Problem | None:
    """The same, where only the status is known."""
    if status < 400:
        return None
    if status in LIMIT_STATUS:
        reason = Reason.RATE_LIMITED
    else:
        reason = _STATUSES.get(status, Reason.SITE_UNAVAILABLE if status >= 500 else Reason.PAGE_UNREADABLE)
    return Problem(reason=reason, detail=f"HTTP {status}")


async def judge(
    page: Page, asking: Asking, traffic: Traffic, site: str, answer: Response | None = None
) -> Problem | None:
    """Whether the page as it stands now ends the run: sign-in, security check, limit, restriction, crash, elsewhere.

    What its body says outranks its address, what it asked for, and the status of its own ``answer``.
    """
    pack = asking.pack
    if away := _away(page, traffic, site):
        return away
    whole, inner = await both(_shown_in(page.main_frame, asking), asking.inner_frames(page))
    parts = await asyncio.gather(*(_shown_in(frame, asking) for frame in inner))
    gone = of_error(whole.gone.__cause__ or whole.gone) if whole.gone is not None else None
    shown = [(part.address, part.state) for part in (whole, *parts)]
    problem = _of_page(shown, pack) or of_traffic(traffic, pack) or of_answer(answer)
    if problem is not None and problem.reason is Reason.PAGE_REFUSED and (whole.state or {}).get("own"):
        return Problem(reason=Reason.RESTRICTED, detail=f"{problem.detail} on a page of the site's own")
    return problem or gone


@dataclass(frozen=True, kw_only=True)
class _Shown:
    """What a frame shows: its address and plain marks. ``gone``: it could not be asked."""

    address: str
    state: dict[str, Any] | None = None
    gone: PageGone | None = None


async def _shown_in(frame: Frame, asking: Asking) -> _Shown:
    address = frame.url
    try:
        return _Shown(address=address, state=await asking.ask(frame, "state"))
    except PageGone as error:
        return _Shown(address=frame.url, gone=error)


def of_marks(page: Page, pack: Pack, traffic: Traffic, site: str, state: dict[str, Any] | None) -> Problem | None:
    """The same from what is known without asking the page, and from its plain marks where they were just read."""
    if away := _away(page, traffic, site):
        return away
    return _of_page([(page.url, state)], pack) or of_traffic(traffic, pack)


def of_traffic(traffic: Traffic, pack: Pack) -> Problem | None:
    """The stop sign in what a page asked for beside itself, else None."""
    if traffic.limited:
        return Problem(reason=Reason.RATE_LIMITED, detail=traffic.limited)
    return of_refusal(traffic.turned_away) or (of_address(traffic.led_to, pack) if traffic.led_to else None)


def of_refusal(status: int) -> Problem | None:
    """What it means that the page's own questions are answered with this status (0: with none of the kind)."""
    if status == 401:
        return Problem(reason=Reason.SIGNED_OUT, detail="HTTP 401")
    return Problem(reason=Reason.SECURITY_CHECK, detail=f"HTTP {status}") if status else None


def of_state(state: dict[str, Any], pack: Pack) -> Problem | None:
    """What the page's body says by itself, from the plain marks of ``pages/walls.js``."""
    said = [_folded(text) for text in state["said"]]
    bare = not state["hasMain"] and state["length"] < SHORT_PAGE
    if bare and (match := _FILTER_WORDS.search(_folded(state["text"]))):
        return Problem(reason=Reason.FILTERED, detail=f"the page says: {match.group()}")
    plainly = [*said, *map(_folded, state["offered"])]  # in a dialog that can be put away as well
    if bare:
        plainly.append(_folded(state["text"]))
    if _holds(plainly, pack.restricted_words):
        whose = state["own"] or _holds(plainly, _WHOSE)
        reason = Reason.RESTRICTED if whose else Reason.PAGE_REFUSED
        return Problem(reason=reason, detail="the page says so")
    for mark, what in (("captcha", "a captcha"), ("code", "a field for a code"), ("checks", "a form of a check")):
        if state[mark]:
            return Problem(reason=Reason.SECURITY_CHECK, detail=what)
    controls = [_folded(name) for name in state["controls"]]
    if state["agrees"] or _holds([*said, *controls], pack.agree_words):
        return Problem(reason=Reason.SECURITY_CHECK, detail="the site asks to agree to its rules")
    if _holds(said, pack.security_words):
        return Problem(reason=Reason.SECURITY_CHECK, detail="the page says so")
    if state["password"] or state["signIn"]:
        detail = "a password field" if state["password"] else "a form to sign in"
        return Problem(reason=Reason.SIGNED_OUT, detail=detail)
    if state["led"] or any(name in pack.sign_in_words for name in controls):
        return Problem(reason=Reason.SIGNED_OUT, detail="a page for visitors")
    if state["limits"] or _holds(plainly, pack.limit_words):
        return Problem(reason=Reason.RATE_LIMITED, detail="the page says so")
    return None


def _away(page: Page, traffic: Traffic, site: str) -> Problem | None:
    """No page of the site is there to be judged."""
    if traffic.crashed or page.is_closed():
        return Problem(reason=Reason.BROWSER_CRASHED, detail="the page crashed")
    if page.url.startswith(("chrome-error:", "about:neterror")):
        limited = Problem(reason=Reason.RATE_LIMITED, detail=traffic.limited) if traffic.limited else None
        return limited or Problem(reason=Reason.OFFLINE, detail="the browser's own error page")
    if _family(page.url) != _family(site):
        return Problem(reason=Reason.FILTERED, detail="the browser was led to another site")
    if not same_origin(page.url, site):
        return Problem(reason=Reason.PAGE_UNREADABLE, detail="the site sent the browser elsewhere")
    return None


def _family(address: str) -> str:
    """The domain that somebody owns: the last two words of a name, a numeric address whole."""
    host = (urlsplit(address).hostname or "").casefold()
    return host if host.replace(".", "").isdigit() or ":" in host else ".".join(host.split(".")[-2:])


def _of_page(shown: Sequence[tuple[str, dict[str, Any] | None]], pack: Pack) -> Problem | None:
    """What the body says, of the page and of what its frames show; where it says nothing, or only that somebody has to
    sign in at the address of a security check, the address."""
    for address, state in shown:
        body = of_state(state, pack) if state is not None else None
        door = of_address(address, pack)
        weak = body is None or body.reason in (Reason.SIGNED_OUT, Reason.RATE_LIMITED)
        if problem := door if weak and door is not None and door.reason is Reason.SECURITY_CHECK else body or door:
            return problem
    return None


def _folded(text: str) -> str:
    return text.casefold().replace("’", "'").replace("\u00a0", " ").replace("\u202f", " ")


def _holds(texts: Sequence[str], words: Sequence[str]) -> bool:
    return any(word in text for text in texts for word in words)
