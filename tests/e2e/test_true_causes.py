"""What stands between here and the site (a wrong certificate, a portal, a proxy, a gateway) ends a run with its own name."""

from __future__ import annotations

import ssl
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from linkapp.app import build
from linkapp.cli.exits import Exit, exit_of
from linkapp.config import Config
from linkapp.domain.moment import Occasion
from linkapp.domain.problems import Reason
from linkapp.services.runs import Control

WIFI = (
    "<!doctype html><title>Welcome</title><h1>Hotel Wi-Fi</h1><p>Accept the terms of use to get online.</p>"
    "<form action='/go'><button>Connect</button></form>"
)
GATEWAY = (
    "<html><head><title>502 Bad Gateway</title></head><body><center><h1>502 Bad Gateway</h1></center></body></html>"
)
BLOCKED = "<html><title>ERROR</title><h1>Access Denied.</h1><p>Access control configuration prevents your request.</p>"
POLICY = "<html><title>Web page blocked</title><h1>This page is blocked by your organization's policy</h1>"


def answering(status: int, body: str, headers: dict[str, str]) -> type[BaseHTTPRequestHandler]:
    class Answer(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(status)
            for name, value in {"Content-Type": "text/html; charset=utf-8", **headers}.items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(body.encode())

        def log_message(self, *_: object) -> None:
            return

    return Answer


@contextmanager
def standing_there(handler: type[BaseHTTPRequestHandler], identity: Path | None = None) -> Iterator[str]:
    """A server of nothing but such answers; its address."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    if identity is not None:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(identity)
        server.socket = context.wrap_socket(server.socket, server_side=True)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"http{'s' if identity else ''}://127.0.0.1:{server.server_address[1]}"
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def self_signed(folder: Path) -> Path:
    """A certificate that nobody vouches for, with its key, in one file."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "127.0.0.1")])
    now = datetime.now(UTC)
    made = (
        x509.CertificateBuilder().subject_name(name).issuer_name(name).public_key(key.public_key())
        .serial_number(x509.random_serial_number()).not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=9)).sign(key, hashes.SHA256())
    )  # fmt: skip
    path = folder / "identity.pem"
    private = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    path.write_bytes(private + made.public_bytes(serialization.Encoding.PEM))
    return path


FORBIDDEN = "<html><head><title>403 Forbidden</title></head><body><h1>Forbidden</h1></body></html>"
MEMBERS = (
    "<html><body><nav id='global-nav'><a href='/feed/'>Home</a></nav><main><h1>Forbidden</h1></main></body></html>"
)


async def ended_with(site: str, folder: Path) -> tuple[Reason, int]:
    config = Config(folder=str(folder), site=site, headless=True, without_pace=True)
    async with build(config) as app:
        report = await app.greetings.send(Occasion.BIRTHDAY, None, watch=lambda _: None, control=Control())
    assert report.stopped_by is not None, report
    assert report.items == ()
    return report.stopped_by.reason, exit_of(report.outcome)


@pytest.mark.parametrize(
    ("status", "body", "headers", "reason"),
    [
        (502, GATEWAY, {"Server": "nginx"}, Reason.SITE_UNAVAILABLE),
        (503, "<h1>Service Unavailable</h1>", {"Retry-After": "30"}, Reason.SITE_UNAVAILABLE),
        (403, BLOCKED, {"X-Squid-Error": "ERR_ACCESS_DENIED 0", "Via": "1.1 gate (squid/6)"}, Reason.FILTERED),
        (403, POLICY, {}, Reason.FILTERED),
        (200, POLICY, {}, Reason.FILTERED),
        (511, WIFI, {}, Reason.FILTERED),
    ],
    ids=["a gateway", "out of order", "a proxy", "a policy", "a policy that says all is well", "a network's own page"],
)
async def test_what_is_not_the_sites_is_called_by_its_name(
    status: int, body: str, headers: dict[str, str], reason: Reason, tmp_path: Path
) -> None:
    with standing_there(answering(status, body, headers)) as site:
        assert await ended_with(site, tmp_path) == (reason, Exit.FAILURES)


@pytest.mark.parametrize(
    ("body", "headers", "reason"),
    [
        (FORBIDDEN, {"Server": "nginx"}, Reason.PAGE_REFUSED),
        ("", {}, Reason.PAGE_REFUSED),
        ("Access to this page is temporarily restricted.", {}, Reason.PAGE_REFUSED),
        ("", {"X-Squid-Error": "ERR_ACCESS_DENIED 0"}, Reason.FILTERED),
        (FORBIDDEN, {"X-LI-UUID": "AAA=="}, Reason.RESTRICTED),
        ("", {"X-Li-Fabric": "prod-x"}, Reason.RESTRICTED),
        (MEMBERS, {}, Reason.RESTRICTED),
    ],
    ids=["a bare page", "nothing at all", "words of anybody's", "a proxy's empty answer", "the site's own headers",
         "the site's empty answer", "the site's own page"],
)  # fmt: skip
async def test_a_refusal_is_said_to_be_whose_it_is_and_stops_until_somebody_looked(
    body: str, headers: dict[str, str], reason: Reason, tmp_path: Path
) -> None:
    with standing_there(answering(403, body, headers)) as site:
        firm = reason is not Reason.FILTERED
        assert await ended_with(site, tmp_path) == (reason, Exit.NEEDS_PERSON if firm else Exit.FAILURES)
        if firm:
            assert await ended_with(site, tmp_path) == (Reason.BREAKER_LATCHED, Exit.NEEDS_PERSON)


async def test_a_portal_that_leads_elsewhere_is_not_the_site(tmp_path: Path) -> None:
    with standing_there(answering(200, WIFI, {})) as portal:
        leading = answering(302, "", {"Location": portal.replace("127.0.0.1", "localhost") + "/login"})
        with standing_there(leading) as site:
            assert await ended_with(site, tmp_path) == (Reason.FILTERED, Exit.FAILURES)


async def test_a_certificate_that_nobody_vouches_for_is_told_and_nothing_is_asked(tmp_path: Path) -> None:
    with standing_there(answering(200, WIFI, {}), self_signed(tmp_path)) as site:
        assert await ended_with(site, tmp_path) == (Reason.CERTIFICATE, Exit.FAILURES)
