"""What the page sends and receives, heard: what is proof of a message, and what only looks like it."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass, field
from types import SimpleNamespace
from typing import Any
from urllib.parse import urlencode

import pytest

from linkapp.engine.site_clock import SiteClock
from linkapp.engine.traffic import Traffic

SITE = "http://127.0.0.1:9"
TEXT = "Happy birthday, Ann! 🎂\nEnjoy it."


@dataclass(eq=False)
class Asked:
    url: str
    body: bytes = b""
    method: str = "POST"
    resource_type: str = "fetch"
    failure: str | None = None
    redirected_from: Asked | None = None
    frame: Any = field(default_factory=lambda: SimpleNamespace(parent_frame=None))

    @property
    def post_data_buffer(self) -> bytes:
        return self.body


@dataclass(eq=False)
class Answered:
    request: Asked
    status: int = 200
    document: Any = None
    headers: dict[str, str] = field(default_factory=lambda: {"content-type": "application/json"})
    lost: bool = False

    @property
    def url(self) -> str:
        return self.request.url

    @property
    def ok(self) -> bool:
        return self.status < 300

    async def body(self) -> bytes:
        if self.lost:
            raise RuntimeError("No resource with given identifier found")
        return b"" if self.document is None else json.dumps(self.document).encode()


class Page:
    url = SITE + "/mynetwork/catch-up/birthday/"

    def __init__(self, site: str = SITE) -> None:
        self.listeners: dict[str, Callable[..., Any]] = {}
        self.traffic = Traffic(self, SiteClock(), site)

    def on(self, event: str, listener: Callable[..., Any]) -> None:
        self.listeners[event] = listener

    async def exchange(self, request: Asked, status: int = 200, document: Any = None, *, lost: bool = False) -> Traffic:
        self.listeners["request"](request)
        await self.listeners["response"](Answered(request, status, document, lost=lost))
        return self.traffic


def sending(body: Any = None, path: str = "/voyager/api/messages?action=createMessage") -> Asked:
    return Asked(SITE + path, json.dumps({"message": {"body": {"text": TEXT}}} if body is None else body).encode())


@pytest.mark.parametrize(
    "answer",
    [
        {"value": {"entityUrn": "urn:li:msg:1", "body": {"text": TEXT}}},
        {"data": {"sendMessage": {"node": {"content": [{"text": TEXT}]}}}, "errors": None},
        {"data": {"status": "SUCCESS", "code": 200, "text": TEXT.replace("\n", " ")}, "error": ""},
    ],
)
async def test_an_answer_that_repeats_the_text_at_any_depth_is_an_echo_without_complaint(answer: Any) -> None:
    page = Page()
    page.traffic.watch_text(TEXT)
    (posting,) = (await page.exchange(sending(), 200, answer)).postings
    assert (posting.status, posting.echoed, posting.complaint) == (200, True, False)


@pytest.mark.parametrize(
    "answer",
    [
        {"data": {"send": {"status": "FAILED", "message": {"text": TEXT}}}},
        {"value": {"deliveryStatus": "NOT_SENT", "body": {"text": TEXT}}},
        {"errors": [{"message": "x"}], "data": {"text": TEXT}},
        {"text": TEXT, "success": False},
        {"text": TEXT, "status": 422},
        {"items": [{"text": TEXT, "failure": {"reason": "x"}}]},
    ],
)
async def test_a_failure_anywhere_in_an_answer_is_a_complaint(answer: Any) -> None:
    page = Page()
    page.traffic.watch_text(TEXT)
    (posting,) = (await page.exchange(sending(), 200, answer)).postings
    assert posting.complaint


@pytest.mark.parametrize(
    "path",
    [
        "/messaging/api/drafts",
        "/messaging/api/conversations/5?action=saveDraft",
        "/messaging/typingIndicator",
        "/li/track",
        "/api/translate",
        "/content/moderation/check",
    ],
)
async def test_requests_that_carry_the_text_for_another_purpose_prove_nothing(path: str) -> None:
    page = Page()
    page.traffic.watch_text(TEXT)
    assert (await page.exchange(sending(path=path), 200, {"text": TEXT})).postings == ()


async def test_the_name_of_an_operation_tells_its_purpose_too() -> None:
    page = Page()
    page.traffic.watch_text(TEXT)
    body = {"operationName": "SaveDraft", "variables": {"text": TEXT}}
    assert (await page.exchange(sending(body, "/graphql"), 200, {"text": TEXT})).postings == ()
    body = {"operationName": "SendMessage", "variables": {"text": TEXT}}
    assert len((await page.exchange(sending(body, "/graphql"), 200, {"text": TEXT})).postings) == 1


@pytest.mark.parametrize(
    ("request_", "carries"),
    [
        (Asked(f"{SITE}/send", urlencode({"to": "1", "text": TEXT.replace("\n", "\r\n")}).encode()), True),
        (Asked(f"{SITE}/send", f'--x\r\nname="text"\r\n\r\n{TEXT}\r\n--x--'.encode()), True),
        (Asked(f"{SITE}/send", TEXT.encode(), method="GET"), False),
        (Asked("https://elsewhere.example/send", json.dumps([TEXT]).encode()), False),
        (Asked(f"{SITE}/send", json.dumps([TEXT + " and more"]).encode()), False),
        (Asked(f"{SITE}/send", b""), False),
        (Asked(f"{SITE}/send", b"\xff\xfe\x00"), False),
    ],
)
async def test_only_requests_to_the_site_that_carry_exactly_the_text_count(request_: Asked, carries: bool) -> None:
    page = Page()
    page.traffic.watch_text(TEXT)
    assert bool((await page.exchange(request_, 200, {})).postings) is carries


async def test_an_answer_without_a_body_is_an_answer_and_a_lost_body_is_none() -> None:
    page = Page()
    page.traffic.watch_text(TEXT)
    (posting,) = (await page.exchange(sending(), 204, lost=True)).postings
    assert (posting.status, posting.failed, posting.echoed) == (204, False, False)
    page.traffic.watch_text(TEXT)
    (posting,) = (await page.exchange(sending(), 200, lost=True)).postings
    assert (posting.status, posting.failed) == (None, True)


async def test_a_form_of_the_page_itself_is_answered_by_the_next_page() -> None:
    page = Page()
    page.traffic.watch_text(TEXT)
    request = Asked(f"{SITE}/submit", urlencode({"text": TEXT}).encode(), resource_type="document")
    (posting,) = (await page.exchange(request, 303)).postings
    assert (posting.status, posting.echoed) == (303, False)


async def test_whom_a_composer_was_opened_for_is_what_messaging_requests_ask_for() -> None:
    page = Page()
    page.traffic.begin()
    await page.exchange(
        Asked(f"{SITE}/messaging/api/x?recipients=List(urn%3Ali%3Afsd_profile%3AACoAAannbee)", method="GET")
    )
    await page.exchange(Asked(f"{SITE}/feed/x?who=ACoAAcleodee", method="GET"))
    assert page.traffic.asked == {"ACoAAannbee"}
    page.traffic.begin()
    assert page.traffic.asked == frozenset()


async def test_two_ids_for_one_profile_address_are_both_not_believed() -> None:
    page = Page()
    one = {"included": [{"publicIdentifier": "Ann-Bee", "entityUrn": "urn:li:fsd_profile:ACoAAannbee"}]}
    other = {"included": [{"publicIdentifier": "ann-bee", "entityUrn": "urn:li:fsd_profile:ACoAAcleodee"}]}
    traffic = await page.exchange(Asked(f"{SITE}/api/profiles", method="GET"), 200, one)
    assert traffic.member_of("ann-bee") == "ACoAAannbee"
    await page.exchange(Asked(f"{SITE}/api/profiles", method="GET"), 200, other)
    assert traffic.member_of("ann-bee") is None


@pytest.mark.parametrize("status", [429, 999])
async def test_a_limit_on_any_request_of_the_site_is_noted(status: int) -> None:
    assert (await Page().exchange(Asked(f"{SITE}/x", method="GET"), status)).limited == f"HTTP {status}"
    assert (await Page().exchange(Asked("https://elsewhere.example/x", method="GET"), status)).limited == ""


@pytest.mark.parametrize(
    ("site", "address"),
    [
        ("https://www.linkedin.com", "https://www.linkedin.com.other.example/messaging/x"),
        ("https://www.linkedin.com", "https://www.linkedin.com@other.example/messaging/x"),
        ("http://127.0.0.1:80", "http://127.0.0.1:8080/messaging/x"),
        ("http://127.0.0.1", "http://127.0.0.1:8080/messaging/x"),
    ],
)
async def test_a_neighbour_whose_address_begins_like_the_sites_stops_nothing_and_proves_nothing(
    site: str, address: str
) -> None:
    for status in (200, 401, 403, 429):
        page = Page(site)
        page.traffic.watch_text(TEXT)
        request = Asked(address, json.dumps([TEXT, "ACoAAannbee1"]).encode())
        traffic = await page.exchange(request, status, {"publicIdentifier": "ann-bee", "urn": "ACoAAannbee1"})
        assert not traffic.stopped
        assert not traffic.postings
        assert traffic.member_of("ann-bee") is None
    page = Page(site)
    page.listeners["requestfailed"](Asked(address, failure="net::ERR_TOO_MANY_REDIRECTS"))
    assert not page.traffic.limited


async def test_the_sites_own_address_is_known_with_and_without_its_usual_port() -> None:
    for site, address in (
        ("http://127.0.0.1:80", "http://127.0.0.1/x"),
        ("https://a.example", "https://A.example:443/x"),
    ):
        assert (await Page(site).exchange(Asked(address, method="GET"), 429)).limited == "HTTP 429"


async def test_what_the_site_says_about_an_existing_conversation_is_kept() -> None:
    page = Page()
    request = Asked(f"{SITE}/messaging/compose-options", method="GET")
    assert (await page.exchange(request, 200, {"composeOptionType": "CONNECTION_MESSAGE"})).new_conversation
    assert (await page.exchange(request, 200, {"composeOptionType": "REPLY"})).existing_conversation
    traffic = await page.exchange(
        request, 200, {"composeOptionType": "CONNECTION_MESSAGE", "existingConversationUrn": "urn:x"}
    )
    assert traffic.existing_conversation
    assert not traffic.new_conversation


async def test_loading_lasts_from_a_request_to_its_answer() -> None:
    page = Page()
    request = Asked(f"{SITE}/api", method="GET")
    page.listeners["request"](request)
    assert page.traffic.loading
    page.listeners["requestfailed"](request)
    assert not page.traffic.loading
