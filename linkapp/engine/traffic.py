"""What the page itself sends and receives, listened to: never repeated, never changed.

It tells the site's time, whether the page still loads, whether the site says "too many", whom a composer was opened
for, and what the site answered to a message.
"""

from __future__ import annotations

import asyncio
import json
import re
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

from playwright.async_api import Error, Page, Request, Response

from linkapp.domain.same_text import fold, same_text
from linkapp.engine.answers import HeardAnswers
from linkapp.engine.origin import same_origin
from linkapp.engine.site_clock import SiteClock
from linkapp.services.time_limit import time_limit

_MEMBER = re.compile(r"ACo[A-Za-z0-9_-]{4,}")
_NOT_SENDING = re.compile(
    r"draft|autosave|typing|suggest|preview|spell|grammar|translat|moderat|toxic|telemetr|track|analytic|beacon|/log(?:s|ging)?(?:[/?]|$)|/collect"
)
"""What a request that carries our text may be for beside sending it; an answer to it proves nothing."""
_FAILED_WORDS = re.compile(r"fail|error|reject|denied|block|not.?sent|undeliver", re.IGNORECASE)
_STATUS_FIELDS = ("status", "state", "code", "deliverystatus", "sendstatus", "result", "outcome")
_NO_LIST = re.compile(
    r"telemetr|track|analytic|beacon|/logs?(?:[/?]|$)|/collect|realtime|heartbeat|presence|/poll|stream|badge"
)
"""Requests of the page that bring nobody: their failing or waiting says nothing about a list."""
_LIST = re.compile(r"mynetwork|catch-?up|nurture|moment|birthday|anniversar|celebrat|pagination|pager|rsc-action")
"""Requests that are about a list, whenever they were made."""
LIMIT_STATUS = (429, 999)
_PAGE = re.compile(r"\s*(?:<!--.*?-->\s*)*<(?:!doctype\s+html|html)\b", re.IGNORECASE | re.DOTALL)
_LONG_POLL_S = 20.0
_PROFILE_FIELDS = ("publicIdentifier", "publicId", "vanityName")


def _no_door(_address: str) -> bool:
    return False


@dataclass(kw_only=True)
class Posting:
    """A request of the page that carried our text, and what became of it. ``echoed``: the answer holds the text too;
    ``explained``: it holds words or codes that say why not; ``page_instead``: a whole page came where the page's script
    had asked a question, and it does not hold the text."""

    request: Request
    status: int | None = None
    failed: bool = False
    echoed: bool = False
    complaint: bool = False
    explained: bool = False
    message_id: str = ""
    page_instead: bool = False

    @property
    def left(self) -> bool:
        """Whether it left and was not clearly refused: an answer 2xx that does not complain and is no page of the site
        in its place (a wall), none at all, or one of a server in trouble."""
        said_yes = self.status is not None and self.status < 400 and not self.complaint and not self.page_instead
        return self.status is None or said_yes or 500 <= self.status < LIMIT_STATUS[-1]


class Traffic:
    """Listens to one page."""

    def __init__(self, page: Page, clock: SiteClock, site: str, doors: Callable[[str], bool] = _no_door) -> None:
        """Only what is asked of the origin of ``site``, an address of the site, counts. ``doors`` says whether an
        address of the site is a sign-in page or a security check."""
        self._page = page
        self._doors = doors
        self._clock = clock
        self._site = site
        self._open: dict[Request, float] = {}
        self._postings: list[Posting] = []
        self._text: str | None = None
        self._asked: set[str] = set()
        self._new_conversation: bool | None = None
        self._members: dict[str, str] = {}
        self._news = asyncio.Event()
        self._fewer_open = asyncio.Event()
        self._failures: list[tuple[float, bool]] = []
        self.answers = HeardAnswers()
        self.limited = ""
        self.turned_away = 0
        self.led_to = ""
        """Where a question of the page was led instead: the address of a sign-in page or of a security check."""
        self.status = 0
        self.headers: dict[str, str] = {}
        """The status of the page's own latest answer, and its headers."""
        self.crashed = False
        page.on("request", self._requested)
        page.on("requestfailed", self._failed)
        page.on("response", self._answered)
        page.on("crash", lambda _page: setattr(self, "crashed", True))

    # -- what callers ask --

    @property
    def loading(self) -> bool:
        """Whether the page waits for answers it asked for in the background (long polls left out)."""
        now = time.monotonic()
        return any(now - since < _LONG_POLL_S for since in self._open.values())

    def list_failed(self, since: float) -> bool:
        """Whether a question for more of a list failed: one that is about it at any time, any other of the page's own
        after ``since`` (of the monotonic clock)."""
        return any(about or at >= since for at, about in self._failures)

    def list_unanswered(self, since: float) -> bool:
        """Whether such a question still waits for its answer."""
        waiting = [
            (at, request.url) for request, at in self._open.items() if not _NO_LIST.search(request.url.casefold())
        ]
        return any(at >= since or _LIST.search(url.casefold()) for at, url in waiting)

    def list_begins(self) -> None:
        """The page is asked for anew: what failed before says nothing about it."""
        self._failures = []

    def _note_failure(self, request: Request) -> None:
        if request.resource_type in ("xhr", "fetch") and not _NO_LIST.search(request.url.casefold()):
            self._failures.append((time.monotonic(), _LIST.search(request.url.casefold()) is not None))

    async def answered(self, within_s: float) -> None:
        """Wait until the page's messaging questions are answered, at most ``within_s`` seconds: an answer may be a
        stop sign."""
        with suppress(TimeoutError):
            async with time_limit(within_s):
                while self._expects_messaging():
                    self._fewer_open.clear()
                    await self._fewer_open.wait()

    def _expects_messaging(self) -> bool:
        return any("messag" in request.url.casefold() for request in self._open)

    def look_afresh(self) -> None:
        """Forget the stop signs of earlier readings, and whose mailbox it was: a person may have put right what they
        asked for, or signed in anew."""
        self.limited = ""
        self.turned_away = 0
        self.led_to = ""
        self.answers.owner = ""  # another account may have signed in

    @property
    def stopped(self) -> bool:
        """Whether a stop sign was among the answers."""
        return bool(self.limited or self.turned_away or self.led_to)

    def begin(self) -> None:
        """From here on note whom the page asks for (called before a composer is opened)."""
        self._asked = set()
        self._new_conversation = None
        self.answers.forget()

    @property
    def asked(self) -> frozenset[str]:
        """The member ids that the page's messaging requests named since ``begin``."""
        return frozenset(self._asked)

    @property
    def new_conversation(self) -> bool:
        """Whether the site itself said that there is no conversation with this person yet."""
        return self._new_conversation is True

    @property
    def existing_conversation(self) -> bool:
        """Whether the site itself said that there is one."""
        return self._new_conversation is False

    def member_of(self, profile: str) -> str | None:
        """The member id that the site itself told this page for a profile address, where it told one."""
        return self._members.get(profile.lower()) or None

    def watch_text(self, text: str) -> None:
        """From here on note every request that carries this text (called before the click)."""
        self._text = text
        self._postings = []
        self._news.clear()

    @property
    def postings(self) -> tuple[Posting, ...]:
        """The requests that carried our text since ``watch_text``."""
        return tuple(self._postings)

    async def changed_within(self, seconds: float) -> bool:
        """Whether something was learnt about our message within so many seconds; returns at once when it is."""
        try:
            async with time_limit(seconds):
                await self._news.wait()
        except TimeoutError:
            return False
        self._news.clear()
        return True

    # -- what the page does --

    def _requested(self, request: Request) -> None:
        if not same_origin(request.url, self._site):
            return
        if request.redirected_from is not None and self._in_background(request) and self._doors(request.url):
            self.led_to = request.url
        if request.resource_type in ("xhr", "fetch"):
            self._open[request] = time.monotonic()
        if "messag" in request.url.casefold() and request.resource_type in ("xhr", "fetch"):
            self._asked |= set(_MEMBER.findall(unquote(request.url)))
            self.answers.asked(request.url)
        if (
            self._text is not None
            and request.method in ("POST", "PUT", "PATCH")
            and not _NOT_SENDING.search(_purpose(request))
            and _carries(request, self._text)
        ):
            self._postings.append(Posting(request=request))

    def _failed(self, request: Request) -> None:
        if self._done(request) and "ERR_ABORTED" not in (request.failure or ""):
            self._note_failure(request)
        if same_origin(request.url, self._site) and "ERR_TOO_MANY_REDIRECTS" in (request.failure or ""):
            self.limited = "ERR_TOO_MANY_REDIRECTS"
        for posting in self._postings:
            if posting.request is request:
                posting.failed = True
                self._news.set()

    async def _answered(self, response: Response) -> None:
        request = response.request
        if not same_origin(response.url, self._site):
            return
        if response.status in LIMIT_STATUS:
            self.limited = f"HTTP {response.status}"
        elif self._in_background(request) and self._turns_away(response):
            self.turned_away = response.status
        elif request.resource_type == "document":
            self.status, self.headers = response.status, response.headers
        if response.status >= 400:
            self._note_failure(request)
            self._note_refusal(request, response.status)
        self._clock.note(response.headers)
        try:
            if request.resource_type in ("xhr", "fetch"):
                await self._read(request, response)
            else:
                for posting in self._postings:  # a form of the page itself: its answer is the next page
                    if posting.request is request:
                        posting.status = response.status
                        self._news.set()
        finally:
            self._done(request)

    def _done(self, request: Request) -> bool:
        """The page waits for this no more; whether it did."""
        waited = self._open.pop(request, None) is not None
        self._fewer_open.set()
        return waited

    def _note_refusal(self, request: Request, status: int) -> None:
        """A limit is known before the words of its answer are read: the run ends on it at once."""
        for posting in self._postings:
            if posting.request is request and status in LIMIT_STATUS:
                posting.status = status

    def _in_background(self, request: Request) -> bool:
        """Whether the page asked for this beside itself: a question of its scripts, or what one of its frames shows."""
        if request.resource_type in ("xhr", "fetch"):
            return True
        try:
            return request.resource_type == "document" and request.frame.parent_frame is not None
        except Error:  # the tab is just opening or closing
            return False

    def _turns_away(self, response: Response) -> bool:
        """Whether the page was answered "who are you?" (401), or "not you" (403) to what it is there for: messaging,
        the next part of itself, what its frames show. A 403 to a message itself may as well be a refusal of that one
        message, and one to anything else is what members without some paid service get every day."""
        if response.status != 403:
            return response.status == 401
        if any(posting.request is response.request for posting in self._postings):
            return False
        asked = urlsplit(response.url).path
        part = bool(asked.strip("/")) and asked.rstrip("/") == urlsplit(self._page.url).path.rstrip("/")
        return part or "messag" in response.url.casefold() or response.request.resource_type == "document"

    async def _read(self, request: Request, response: Response) -> None:
        posting = next((known for known in self._postings if known.request is request), None)
        messaging = "messag" in response.url.casefold()
        if posting is None and not (response.ok and (messaging or "json" in response.headers.get("content-type", ""))):
            return
        if posting is not None and response.status in (204, 205):
            posting.status = response.status
            self._news.set()
            return
        try:
            body = await response.body()
        except Exception as error:  # noqa: BLE001 - any loss of the body means: no proof from it
            if posting is not None:
                posting.failed = True
                self._news.set()
                posting.message_id = type(error).__name__
            return
        document = _json(body)
        if posting is not None:
            posting.echoed = self._text is not None and _holds(document, self._text)
            posting.complaint = _complains(document)
            posting.page_instead = isinstance(document, str) and bool(_PAGE.match(document)) and not posting.echoed
            posting.explained = bool(_first(document, ("code", "message", "errorCode", "errorMessage", "error")))
            posting.message_id = _first(document, ("entityUrn", "backendUrn", "messageUrn", "urn", "id"))
            posting.status = response.status
            self._news.set()
        else:
            self._note_members(document)
            if messaging:
                self._note_conversation(document)
                self.answers.heard(document, response.url)

    def _note_members(self, document: Any) -> None:
        """Objects that name a person by profile address and by id. Two ids for one address: neither is believed."""
        if isinstance(document, dict):
            profile = next((document[name] for name in _PROFILE_FIELDS if isinstance(document.get(name), str)), None)
            ids = {
                member
                for value in document.values()
                if isinstance(value, str)
                for member in _MEMBER.findall(unquote(value))
            }
            if profile and len(ids) == 1:
                member = ids.pop()
                before = self._members.get(profile.lower(), member)
                self._members[profile.lower()] = member if before == member else ""
        for child in _children(document):
            self._note_members(child)

    def _note_conversation(self, document: Any) -> None:
        kind = _first(document, ("composeOptionType",))
        existing = _first(document, ("existingConversationUrn",))
        if existing:
            self._new_conversation = False
        elif kind:
            self._new_conversation = kind.upper() != "REPLY"


def _json(body: bytes) -> Any:
    try:
        return json.loads(body)
    except ValueError:
        return body.decode("utf-8", "replace")


def _purpose(request: Request) -> str:
    """The address of a request without its host, and the name of the operation that it asks for."""
    parts = urlsplit(request.url)
    try:
        document = _json(request.post_data_buffer or b"")
    except Exception:  # noqa: BLE001 - a body that cannot be read names no operation
        document = None
    operation = document.get("operationName") if isinstance(document, dict) else None
    return f"{parts.path}?{parts.query} {operation or ''}".casefold()


def _carries(request: Request, text: str) -> bool:
    try:
        body = request.post_data_buffer
    except Exception:  # noqa: BLE001 - a body that cannot be read does not carry our text
        return False
    if not body:
        return False
    document = _json(body)
    if isinstance(document, str):
        pairs = parse_qsl(document)
        return any(fold(value) == fold(text) for _, value in pairs) or fold(text) in fold(document)
    return any(fold(value) == fold(text) for value in _strings(document))


def _children(document: Any) -> list[Any]:
    if isinstance(document, dict):
        return list(document.values())
    return document if isinstance(document, list) else []


def _strings(document: Any) -> Iterator[str]:
    if isinstance(document, str):
        yield document
    for child in _children(document):
        yield from _strings(child)


def _holds(document: Any, text: str) -> bool:
    return any(same_text(value, text) for value in _strings(document))


def _complains(document: Any) -> bool:
    """Whether an answer says, at any depth, that it did not work."""
    if isinstance(document, dict):
        for name, value in document.items():
            field_name = name.casefold().replace("_", "")
            if field_name in _STATUS_FIELDS and (
                (isinstance(value, int) and not isinstance(value, bool) and value >= 400)
                or (isinstance(value, str) and _FAILED_WORDS.search(value))
            ):
                return True
            if field_name in ("error", "errors", "errormessage", "failure", "failures") and value:
                return True
            if field_name in ("success", "ok", "sent", "delivered") and value is False:
                return True
    return any(_complains(child) for child in _children(document))


def _first(document: Any, names: tuple[str, ...]) -> str:
    if isinstance(document, dict):
        for name in names:
            value = document.get(name)
            if isinstance(value, str) and value:
                return value
    for child in _children(document):
        if text := _first(child, names):
            return text
    return ""
