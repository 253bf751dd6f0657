"""Telling the person's phone: over the real library, against a real server on this computer."""

from __future__ import annotations

import json
import logging
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest

from linkapp.domain.problems import Problem, Reason
from linkapp.services.ports.phone import PhoneAddresses, PhoneTold
from linkapp.system.phone import ApprisePhone

pytestmark = pytest.mark.filterwarnings("ignore:'imghdr' is deprecated:DeprecationWarning")  # the library's

SECRET = "topic-9f3a71c2"


class Drawer:
    """A keyring of one entry."""

    def __init__(self, there: str | Problem | None = None) -> None:
        self.there = there

    async def password(self, entry: str) -> str | Problem | None:
        return self.there

    async def keep_password(self, entry: str, password: str) -> Problem | None:
        if isinstance(self.there, Problem):
            return self.there
        self.there = password
        return None


class Service:
    """Something on this computer that takes messages; what it took, and how it answers."""

    def __init__(self) -> None:
        self.taken: list[tuple[str, dict[str, Any]]] = []
        self.status = 200
        self.let_go = threading.Event()
        self.let_go.set()
        service = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers["Content-Length"]))
                service.let_go.wait(20)
                service.taken.append((self.path, json.loads(body)))
                self.send_response(service.status)
                self.end_headers()

            def log_message(self, *_: object) -> None:
                pass

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.address = f"json://127.0.0.1:{self.server.server_port}/{SECRET}"


@contextmanager
def serving() -> Iterator[Service]:
    service = Service()
    thread = threading.Thread(target=service.server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
    thread.start()
    try:
        yield service
    finally:
        service.let_go.set()
        service.server.shutdown()
        thread.join()
        service.server.server_close()


def phone(there: str | Problem | None = None, within_s: float = 20.0) -> ApprisePhone:
    return ApprisePhone(Drawer(there), lambda: "phone", within_s=within_s)


async def test_every_address_is_told_and_the_log_names_none(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    with serving() as service:
        told = await phone(f"{service.address}\n{service.address}/second").tell("LinkApp", "3 sent, 1 skipped")
    assert told == PhoneTold(taken=2)
    assert told.all_well
    assert [path for path, _ in service.taken] == [f"/{SECRET}", f"/{SECRET}/second"]
    assert [(body["title"], body["message"]) for _, body in service.taken] == [("LinkApp", "3 sent, 1 skipped")] * 2
    assert SECRET not in caplog.text


async def test_one_that_refuses_keeps_no_other_from_being_told() -> None:
    with serving() as refusing, serving() as service:
        refusing.status = 500
        told = await phone(f"{refusing.address}\n{service.address}\njson://127.0.0.1:1/x").tell("LinkApp", "1 sent")
    assert (told.taken, told.refused) == (1, 2)
    assert not told.all_well


async def test_one_that_hangs_is_given_up_in_time_and_once() -> None:
    with serving() as service:
        service.let_go.clear()
        hanging = phone(service.address, within_s=0.3)
        assert await hanging.tell("LinkApp", "1 sent") == PhoneTold(refused=1)
        assert await hanging.tell("LinkApp", "2 sent") == PhoneTold(refused=1)
        assert hanging._hanging is not None
        service.let_go.set()
        hanging._hanging.join(10)
    assert len(service.taken) == 1, "nothing heaps up behind it"


async def test_addresses_lie_in_the_keyring_and_nothing_else_is_taken_for_one() -> None:
    drawer = Drawer()
    told = ApprisePhone(drawer, lambda: "phone")
    assert await told.keep(f"json://127.0.0.1:1/{SECRET}\n\n mailto://user:word@example.org \n") == PhoneAddresses(
        count=2
    )
    assert drawer.there == f"json://127.0.0.1:1/{SECRET}\nmailto://user:word@example.org"
    assert await told.addresses() == PhoneAddresses(count=2)
    before = drawer.there
    bad = "json://127.0.0.1:1\nnonsense\ndbus://\nhttps://example.org/page\n"
    assert (await told.keep(bad)).bad[:2] == (2, 3)
    assert drawer.there == before, "all or nothing"
    assert await told.keep("") == PhoneAddresses(count=0)
    assert await told.tell("LinkApp", "1 sent") == PhoneTold()


async def test_a_keyring_that_is_locked_is_said() -> None:
    locked = Problem(reason=Reason.KEYRING_LOCKED)
    assert await phone(locked).addresses() == PhoneAddresses(problem=locked)
    assert await phone(locked).keep("json://127.0.0.1:1") == PhoneAddresses(problem=locked)
    assert await phone(locked).tell("LinkApp", "1 sent") == PhoneTold(problem=locked)
