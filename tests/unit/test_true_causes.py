"""What stands between here and the site is called by its name, and says nothing of the site or the account."""

from __future__ import annotations

import socket
import threading
from pathlib import Path
from typing import Any

import pytest

from linkapp.display import display_problem
from linkapp.domain.breaker import LIMIT_SIGNS, STOP_SIGNS
from linkapp.domain.problems import ENDS_RUN, NEEDS_PERSON, PAGES_CHANGED, UNREACHED, WALLS, Reason
from linkapp.engine.pages import state
from linkapp.engine.selectors import load
from linkapp.system.folders import resources

PACK = load(resources() / "selectors" / "site.toml", Path("none")).pack
PLAIN: dict[str, Any] = {
    "said": [], "offered": [], "hasMain": False, "length": 100, "text": "", "captcha": False, "code": False,
    "checks": False, "controls": [], "agrees": False, "password": False, "signIn": False, "led": False, "own": False, "limits": False,
}  # fmt: skip


@pytest.mark.parametrize(
    ("error", "reason"),
    [
        ("net::ERR_CERT_AUTHORITY_INVALID", Reason.CERTIFICATE),
        ("net::ERR_CERT_COMMON_NAME_INVALID", Reason.CERTIFICATE),
        ("net::ERR_CERT_REVOKED", Reason.CERTIFICATE),
        ("net::ERR_SSL_PROTOCOL_ERROR", Reason.CERTIFICATE),
        ("net::ERR_CERT_DATE_INVALID", Reason.CLOCK_WRONG),
        ("net::ERR_PROXY_CONNECTION_FAILED", Reason.FILTERED),
        ("net::ERR_TUNNEL_CONNECTION_FAILED", Reason.FILTERED),
        ("net::ERR_BLOCKED_BY_ADMINISTRATOR", Reason.FILTERED),
        ("net::ERR_NAME_NOT_RESOLVED", Reason.OFFLINE),
    ],
)
def test_what_the_browser_could_not_do_is_called_by_its_cause(error: str, reason: Reason) -> None:
    assert state.of_error(RuntimeError(f"Page.goto: {error} at https://www.linkedin.com/")).reason is reason


@pytest.mark.parametrize(
    ("status", "reason"),
    [(500, Reason.SITE_UNAVAILABLE), (502, Reason.SITE_UNAVAILABLE), (503, Reason.SITE_UNAVAILABLE),
     (504, Reason.SITE_UNAVAILABLE), (407, Reason.FILTERED), (511, Reason.FILTERED), (403, Reason.PAGE_REFUSED)],
)  # fmt: skip
def test_a_status_is_called_by_its_cause(status: int, reason: Reason) -> None:
    problem = state.of_status(status)
    assert problem is not None
    assert problem.reason is reason


@pytest.mark.parametrize(
    "headers", [{"x-squid-error": "ERR_ACCESS_DENIED 0"}, {"server": "squid/5.7"}, {"Server": "", "proxy-status": "x"}]
)
def test_an_answer_with_the_marks_of_a_proxy_restricts_nobody(headers: dict[str, str]) -> None:
    problem = state.of_filter(headers)
    assert problem is not None
    assert problem.reason is Reason.FILTERED
    assert state.of_filter({"server": "Play", "via": "1.1 cdn", "content-type": "text/html"}) is None


@pytest.mark.parametrize(
    "text",
    ["This site is blocked by your organization.", "FortiGuard Intrusion Prevention - Access Blocked", "Portail captif",
     "Cette page est bloquée par votre administrateur.", "Diese Seite wurde von Ihrer Organisation gesperrt.",
     "Sitio bloqueado por su empresa."],
)  # fmt: skip
def test_a_page_of_a_filter_is_neither_changed_nor_a_restriction(text: str) -> None:
    problem = state.of_state(PLAIN | {"text": text}, PACK)
    assert problem is not None
    assert problem.reason is Reason.FILTERED
    assert state.of_state(PLAIN | {"text": text, "hasMain": True}, PACK) is None  # somebody's words on the site's page


@pytest.mark.parametrize(
    ("headers", "reason"),
    [
        ({}, Reason.PAGE_REFUSED),
        ({"server": "nginx", "content-type": "text/html"}, Reason.PAGE_REFUSED),
        ({"server": "cloudflare", "cf-ray": "8c1"}, Reason.PAGE_REFUSED),
        ({"x-li-fabric": "prod-x"}, Reason.RESTRICTED),
        ({"X-LI-UUID": "AAA=="}, Reason.RESTRICTED),
        ({"x-li-fabric": "prod-x", "x-squid-error": "ERR_ACCESS_DENIED 0"}, Reason.FILTERED),
    ],
)
def test_a_refusal_is_a_restriction_only_with_a_mark_of_the_site(headers: dict[str, str], reason: Reason) -> None:
    problem = state.of_headers(403, headers)
    assert problem is not None
    assert problem.reason is reason
    assert state.of_headers(200, headers) is None


def test_a_refusal_by_nobody_knows_whom_stops_as_firmly_as_a_restriction() -> None:
    for firm in (WALLS, ENDS_RUN, NEEDS_PERSON, LIMIT_SIGNS, STOP_SIGNS):
        assert (Reason.PAGE_REFUSED in firm) is (Reason.RESTRICTED in firm) is True


@pytest.mark.parametrize(
    ("text", "own", "reason"),
    [
        ("Access to this page is temporarily restricted.", False, Reason.PAGE_REFUSED),
        ("L’accès à cette page est temporairement restreint.", False, Reason.PAGE_REFUSED),
        ("Access to this page is temporarily restricted.", True, Reason.RESTRICTED),
        ("Your account has been temporarily restricted.", False, Reason.RESTRICTED),
        ("LinkedIn has temporarily restricted you.", False, Reason.RESTRICTED),
    ],
)
def test_words_of_restriction_are_the_sites_where_they_say_whose(text: str, own: bool, reason: Reason) -> None:
    problem = state.of_state(PLAIN | {"text": text, "own": own}, PACK)
    assert problem is not None
    assert problem.reason is reason


def test_none_of_them_says_anything_of_the_site_or_the_account() -> None:
    assert not UNREACHED & (WALLS | PAGES_CHANGED)
    assert UNREACHED <= ENDS_RUN


class XServer:
    """A display that answers a client with one byte (none: it never does)."""

    def __init__(self, path: str, answer: bytes) -> None:
        self.end = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        self.end.bind(path)
        self.end.listen()
        self.answer = answer
        threading.Thread(target=self._serve, daemon=True).start()

    def _serve(self) -> None:
        while True:
            try:
                client, _ = self.end.accept()
            except OSError:
                return
            with client:
                client.recv(200)
                client.sendall(self.answer)


@pytest.mark.parametrize(("answer", "opens"), [(b"\x01", True), (b"\x00", False), (b"\x02", False)])
def test_a_display_is_asked_whether_it_takes_a_window(answer: bytes, opens: bool) -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        number = free.getsockname()[1]
    server = XServer(f"\0/tmp/.X11-unix/X{number}", answer)
    try:
        assert (display_problem({"DISPLAY": f":{number}.0"}, "linux") == "") is opens
    finally:
        server.end.close()


@pytest.mark.parametrize("display", [":87654", "localhost:58999.0", "nonsense", "127.0.0.1:58999", ":"])
def test_a_display_that_is_gone_is_said_to_be_gone(display: str) -> None:
    assert "does not answer" in display_problem({"DISPLAY": display}, "linux")


def test_a_wayland_that_is_gone_does_not_count(tmp_path: Path) -> None:
    environment = {"WAYLAND_DISPLAY": "wayland-9", "XDG_RUNTIME_DIR": str(tmp_path)}
    assert "does not answer" in display_problem(environment, "linux")
    with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as end:
        end.bind(str(tmp_path / "wayland-9"))
        end.listen()
        assert display_problem(environment, "linux") == ""
