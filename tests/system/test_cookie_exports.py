"""Exports of cookies: what the usual tools write is understood, anything else is one clear sentence."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from linkapp.domain.problems import Problem, Reason
from linkapp.domain.redaction import redacted
from linkapp.domain.session import BadExport, of_the_site, read_export

HOST = "www.linkedin.com"
NOW = datetime(2026, 11, 23, 12, tzinfo=UTC)
ENDS = 1_800_000_000  # January 2027
CANARY = "AQcanary0123456789abcdefghijklmnopqrstuvwxyz"

EDIT_THIS_COOKIE = {
    "domain": ".www.linkedin.com", "expirationDate": ENDS + 0.25, "hostOnly": False, "httpOnly": True, "id": 1,
    "name": "li_at", "path": "/", "sameSite": "no_restriction", "secure": True, "session": False, "storeId": "0",
    "value": CANARY,
}  # fmt: skip
COOKIE_EDITOR = {
    "name": "li_at", "value": CANARY, "domain": ".www.linkedin.com", "hostOnly": False, "path": "/", "secure": True,
    "httpOnly": True, "sameSite": None, "session": False, "firstPartyDomain": "", "partitionKey": None,
    "expirationDate": ENDS, "storeId": None,
}  # fmt: skip
PLAYWRIGHT = {
    "name": "li_at", "value": CANARY, "domain": ".www.linkedin.com", "path": "/", "expires": ENDS, "httpOnly": True,
    "secure": True, "sameSite": "None",
}  # fmt: skip
SELENIUM = {"name": "li_at", "value": CANARY, "domain": ".www.linkedin.com", "expiry": ENDS, "sameSite": "None", "secure": True}  # fmt: skip
NETSCAPE = (
    "# Netscape HTTP Cookie File\n# https://curl.se/docs/http-cookies.html\n\n"
    f"#HttpOnly_.www.linkedin.com\tTRUE\t/\tTRUE\t{ENDS}\tli_at\t{CANARY}\n"
    '.www.linkedin.com\tTRUE\t/\tTRUE\t0\tJSESSIONID\t"ajax:123"\n'
    f".google.com\tTRUE\t/\tTRUE\t{ENDS}\tSID\tsomebody-elses\n"
)


def one(text: str, host: str = HOST) -> dict[str, Any]:
    cookies = {cookie["name"]: cookie for cookie in json.loads(read_export(text, host, NOW))["cookies"]}
    return dict(cookies["li_at"])


@pytest.mark.parametrize(
    "text",
    [
        json.dumps([EDIT_THIS_COOKIE]),
        json.dumps([COOKIE_EDITOR], indent=4),
        json.dumps({"cookies": [PLAYWRIGHT], "origins": []}),
        json.dumps({"url": "https://www.linkedin.com", "cookies": [COOKIE_EDITOR]}),
        json.dumps([SELENIUM]),
        "\ufeff" + json.dumps([EDIT_THIS_COOKIE]),
        NETSCAPE,
        NETSCAPE.replace("\n", "\r\n"),
    ],
    ids=["EditThisCookie", "Cookie-Editor", "Playwright", "wrapped", "Selenium", "with BOM", "cookies.txt", "Windows"],
)
def test_the_usual_exports_are_understood(text: str) -> None:
    cookie = one(text)
    assert cookie["value"] == CANARY
    assert cookie["domain"] == ".www.linkedin.com"
    assert int(cookie["expires"]) == ENDS
    assert cookie["secure"] is True
    assert of_the_site(read_export(text, HOST, NOW), HOST)[1].expires is not None


@pytest.mark.parametrize(
    ("given_", "secure", "kept"),
    [
        ("no_restriction", True, "None"), ("None", True, "None"), ("none", True, "None"), ("none", False, "Lax"),
        ("unspecified", True, "Lax"), (None, True, "Lax"), ("", True, "Lax"), ("lax", True, "Lax"),
        ("Strict", True, "Strict"), ("STRICT", False, "Strict"), (0, True, "Lax"), ({"a": 1}, True, "Lax"),
    ],
)  # fmt: skip
def test_every_way_to_write_same_site_becomes_one_the_browser_takes(given_: Any, secure: bool, kept: str) -> None:
    assert one(json.dumps([{**EDIT_THIS_COOKIE, "sameSite": given_, "secure": secure}]))["sameSite"] == kept


@pytest.mark.parametrize(
    ("changes", "ends"),
    [
        ({"expirationDate": str(ENDS)}, ENDS), ({"expirationDate": ENDS * 1000}, ENDS), ({"expirationDate": -1}, -1),
        ({"expirationDate": None}, -1), ({"expirationDate": ""}, -1), ({"session": True}, -1), ({"expirationDate": 0}, -1),
        ({"expirationDate": "2027-01-15T08:00:00Z"}, ENDS), ({"expirationDate": 99_999_999_999}, NOW.timestamp() + 400 * 86_400),
    ],
)  # fmt: skip
def test_every_way_to_write_the_end_is_understood(changes: dict[str, Any], ends: float) -> None:
    assert one(json.dumps([{**EDIT_THIS_COOKIE, **changes}]))["expires"] == ends


def test_only_cookies_of_the_site_are_taken() -> None:
    others = [{**PLAYWRIGHT, "name": f"c{n}", "domain": domain} for n, domain in enumerate([".google.com", "evil-linkedin.com", "linkedin.com", ".com", "ww.linkedin.com", ".linkedin.com.evil.org"])]  # fmt: skip
    kept = json.loads(read_export(json.dumps([PLAYWRIGHT, *others, {**PLAYWRIGHT, "name": "wide", "domain": ".linkedin.com"}]), HOST, NOW))  # fmt: skip
    assert [cookie["name"] for cookie in kept["cookies"]] == ["li_at", "wide"]


def test_cookies_that_no_browser_takes_are_left_out() -> None:
    odd = [
        {**PLAYWRIGHT, "name": "semi", "value": "a;b"}, {**PLAYWRIGHT, "name": "line", "value": "a\nb"},
        {**PLAYWRIGHT, "name": "", "value": "x"}, {**PLAYWRIGHT, "name": "__Host-x"}, {**PLAYWRIGHT, "name": "old", "expires": 5},
        {**PLAYWRIGHT, "name": "__Secure-x", "secure": False}, {**PLAYWRIGHT, "name": "long", "value": "x" * 5000},
        {**PLAYWRIGHT, "name": "when", "expires": "tomorrow"}, {**PLAYWRIGHT, "name": "never", "expires": float("nan")},
    ]  # fmt: skip
    kept = json.loads(read_export(json.dumps([PLAYWRIGHT, *odd]), HOST, NOW))
    assert [cookie["name"] for cookie in kept["cookies"]] == ["li_at"]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", "holds no li_at cookie"),
        ("[]", "holds no li_at cookie of www.linkedin.com"),
        ("{}", "no list of cookies"),
        ('{"cookies": {}}', "no list of cookies"),
        ("[1]", "Entry 1"),
        ('[{"name": "li_at"}]', "Entry 1"),
        ("[" * 100_000, "neither JSON"),
        ("{not json", "neither JSON"),
        ("<html>", "Line 1"),
        ("PK\x03\x04", "Line 1"),
        (json.dumps([{**PLAYWRIGHT, "expires": NOW.timestamp() - 3600}]), "ended on 2026-11-23"),
        (json.dumps([{**PLAYWRIGHT, "domain": ".example.org"}]), "holds no li_at"),
        (json.dumps([{**PLAYWRIGHT, "domain": "127.0.0.1"}]), "holds no li_at"),
        (json.dumps([{**PLAYWRIGHT, "value": ""}]), "damaged"),
        (json.dumps([{**PLAYWRIGHT, "value": 5}]), "Entry 1"),
        (json.dumps([{**PLAYWRIGHT, "expires": True}]), "damaged"),
        (json.dumps([{**PLAYWRIGHT, "expires": 10**400}]), "damaged"),
        ("x" * 5_000_001, "too large"),
    ],
    ids=lambda one: one[:24],
)
def test_anything_else_is_refused_in_one_sentence(text: str, words: str) -> None:
    with pytest.raises(BadExport) as caught:
        read_export(text, HOST, NOW)
    said = str(caught.value)
    assert words in said
    assert said.endswith(".")
    assert "\n" not in said
    assert CANARY not in said


_VALUES = st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=12) | st.sampled_from(["li_at", CANARY, ".www.linkedin.com", HOST, "/", ENDS, "lax"])  # fmt: skip
_KEYS = st.sampled_from(["name", "value", "domain", "path", "expires", "expirationDate", "expiry", "secure", "httpOnly", "sameSite", "hostOnly", "session"])  # fmt: skip
_COOKIES = st.dictionaries(_KEYS, _VALUES | st.lists(_VALUES, max_size=2)).map(lambda made: {**PLAYWRIGHT, **made})
_EXPORTS = st.one_of(
    st.text(max_size=200),
    st.lists(_COOKIES, max_size=4).map(json.dumps),
    st.lists(_COOKIES, max_size=4).map(lambda made: json.dumps({"cookies": made})),
    st.lists(st.lists(st.sampled_from([".www.linkedin.com", "TRUE", "/", str(ENDS), "li_at", CANARY, "", "é"]), min_size=5, max_size=8).map("\t".join), max_size=4).map("\n".join),
)  # fmt: skip


@settings(max_examples=250)
@given(_EXPORTS)
def test_an_import_is_a_session_of_the_site_or_one_sentence_and_never_a_fault(text: str) -> None:
    said = ""
    try:
        state = read_export(text, HOST, NOW)
    except BadExport as error:
        said = str(error)
    if said:
        assert said.endswith(".")
        assert CANARY not in said
        return
    kept, signed_in = of_the_site(state, HOST)
    assert json.loads(kept)["cookies"] == json.loads(state)["cookies"]
    assert signed_in.expires is None or signed_in.expires > NOW
    for cookie in json.loads(state)["cookies"]:
        assert cookie["sameSite"] in ("Strict", "Lax", "None")
        assert cookie["expires"] == -1 or cookie["expires"] > NOW.timestamp()
        assert cookie["path"].startswith("/")


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("net::ERR_FAILED at https://www.linkedin.com/messaging/compose/?recipient=ACoAAB&x=1#y", "net::ERR_FAILED at https://www.linkedin.com/messaging/compose/"),
        ("/login?session_redirect=%2Ffeed", "/login"),
        (f"Invalid cookie: li_at={CANARY}; path=/", "Invalid cookie: [value]"),
        (f"token {CANARY}", "token [token]"),
        ('{"JSESSIONID": "ajax:0123"}', '{"JSESSIONID": [value]}'),
        ("2026-11-20T10:00:00+00:00", "2026-11-20T10:00:00+00:00"),
        ("7 of 12 today? no", "7 of 12 today? no"),
        ("a composer was open before ours", "a composer was open before ours"),
    ],
)  # fmt: skip
def test_a_problem_never_holds_the_query_of_an_address_nor_the_value_of_a_cookie(text: str, left: str) -> None:
    assert redacted(text) == left
    assert Problem(reason=Reason.OFFLINE, detail=text).detail == left
    assert Problem(reason=Reason.OFFLINE, detail=left).detail == left


def _line(*parts: str) -> str:
    return "\t".join(parts)


OURS = _line(".www.linkedin.com", "TRUE", "/", "TRUE", str(int(ENDS)), "li_at", CANARY)


@pytest.mark.parametrize(
    "text",
    [
        _line(".www.linkedin.com", "TRUE", "/", "TRUE", str(int(ENDS)), "lang", ""),
        _line(".www.linkedin.com", "TRUE", "/", "TRUE", str(int(ENDS)), "lang"),
        _line(".other.example", "TRUE", "/", "0", "a\tb", "x", "y"),
        "something an extension wrote",
        _line(".other.example", "TRUE", "/", "TRUE", "0", "x", "a\x0bb\u2028c"),
    ],
    ids=["an empty value", "an editor took the blank", "too many parts", "a remark", "odd signs"],
)
@pytest.mark.parametrize("end", ["", "\n", "\r\n"])
def test_one_odd_line_does_not_spoil_an_export(text: str, end: str) -> None:
    for lines in ([OURS, text], [text, OURS]):
        state = json.loads(read_export("\n".join(lines) + end, HOST, NOW))
        assert "li_at" in {one["name"] for one in state["cookies"]}


@pytest.mark.parametrize("odd", [None, 5, {}, {"name": "x"}, {"name": "x", "domain": ".other.example", "value": None}])
def test_one_odd_entry_does_not_spoil_an_export(odd: object) -> None:
    state = json.loads(read_export(json.dumps([odd, PLAYWRIGHT]), HOST, NOW))
    assert [one["name"] for one in state["cookies"]] == ["li_at"]
    with pytest.raises(BadExport, match="Entry 1"):
        read_export(json.dumps([odd]), HOST, NOW)
