"""What the world does to a campaign: a network that goes away around the click, a laptop that sleeps between two steps."""

from __future__ import annotations

import asyncio
import contextlib
import os
import signal
import subprocess
import sys
import textwrap
from collections import Counter
from datetime import UTC, datetime, timedelta
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from linkapp.domain.act import Kind, Slot
from linkapp.domain.campaign import Result
from linkapp.domain.problems import Reason
from linkapp.practice import PracticeSite
from linkapp.services.ports.ledger import Denied
from linkapp.storage import open_storage
from linkapp.system.run_lock import FileRunLock
from tests.e2e.harness import campaign
from tests.e2e.processes import many_due
from tests.storage.samples import NOW, greeting, limits


class Line:
    """The way to the site, which can be cut: what is under way is lost, and nobody gets through any more."""

    def __init__(self, port: int) -> None:
        self._to = port
        self._server: asyncio.Server | None = None
        self._ways: set[asyncio.StreamWriter] = set()
        self._pumps: set[asyncio.Task[None]] = set()
        self.cut_now = False
        self.port = 0

    async def start(self) -> None:
        self._server = await asyncio.start_server(self._through, "127.0.0.1", 0)
        self.port = self._server.sockets[0].getsockname()[1]

    async def stop(self) -> None:
        self.cut()
        assert self._server is not None
        self._server.close()
        await asyncio.gather(*self._pumps, return_exceptions=True)

    def cut(self) -> None:
        self.cut_now = True
        for way in self._ways:
            way.transport.abort()
        self._ways.clear()

    async def _through(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        if self.cut_now:
            writer.transport.abort()
            return
        there, back = await asyncio.open_connection("127.0.0.1", self._to)
        self._ways |= {writer, back}
        for source, target in ((reader, back), (there, writer)):
            pump = asyncio.get_running_loop().create_task(self._pump(source, target))
            self._pumps.add(pump)
            pump.add_done_callback(self._pumps.discard)

    async def _pump(self, source: asyncio.StreamReader, target: asyncio.StreamWriter) -> None:
        with contextlib.suppress(OSError):
            while data := await source.read(65536):
                target.write(data)
                await target.drain()
        target.close()


@pytest.mark.parametrize(
    "moment",
    [
        pytest.param("before anything", marks=pytest.mark.slow),
        pytest.param("the page is read", marks=pytest.mark.slow),
        pytest.param("the composer is open", marks=pytest.mark.slow),
        pytest.param("the click was made", marks=pytest.mark.slow),
    ],
)
async def test_a_network_that_is_cut_leaves_everybody_with_one_message_in_the_end(moment: str, tmp_path: Path) -> None:
    start = datetime.now(UTC).replace(hour=10, minute=0)
    now = [start]
    world = many_due(3, start.date())
    site = PracticeSite(world, clock=lambda: now[0])
    await site.start()
    line = Line(int(site.address.rsplit(":", 1)[1]))
    await line.start()
    here: Any = SimpleNamespace(address=f"http://127.0.0.1:{line.port}")

    def is_time() -> bool:
        kinds = [one.kind for one in site.requests]
        return {
            "before anything": True,
            "the page is read": "page" in kinds,
            "the composer is open": len(kinds) > kinds.index("page") + 1 if "page" in kinds else False,
            "the click was made": bool(site.received),
        }[moment]

    async def cut_in_time() -> None:
        while not is_time():  # noqa: ASYNC110 - the site's own list is watched
            await asyncio.sleep(0.001)
        line.cut()

    try:
        cutting = asyncio.get_running_loop().create_task(cut_in_time())
        report = await campaign(here, tmp_path, now=start)
        await cutting
        arrived = {one.recipient_id for one in site.received}
        greeted = {item.person.member for item in report.of(Result.DONE)}
        unsure = {item.person.member for item in report.of(Result.UNSURE)}
        assert greeted <= arrived <= greeted | unsure
        assert report.stopped_by is not None or report.of(Result.FAILED) or unsure
        line.cut_now = False
        for hours in (3, 6, 12):  # the breaker may want its rest first
            if len({one.recipient_id for one in site.received}) < 3:
                now[0] = start + timedelta(hours=hours)
                await campaign(here, tmp_path, now=now[0])
        assert Counter(one.recipient_id for one in site.received) == {person.member: 1 for person in world.people}
    finally:
        await line.stop()
        await site.stop()


SLEEPER = """
    import asyncio, pathlib, sys
    from datetime import timedelta
    from linkapp.domain.act import Sent
    from linkapp.storage import open_storage
    from linkapp.system.run_lock import FileRunLock
    from tests.storage.samples import NOW, greeting, limits
    async def main(folder, hours):
        folder = pathlib.Path(folder)
        storage = await open_storage(folder)
        lock = FileRunLock(folder / "run.lock")
        assert lock.take()
        slot = await storage.ledger.reserve(greeting(1), limits(day=1), NOW)
        print("reserved", flush=True)
        sys.stdin.readline()  # here it is stopped, and the hours pass
        later = NOW + timedelta(hours=hours)
        await storage.ledger.announce(slot, "hash", later)
        await storage.ledger.settle(slot, Sent(proof="answer"), later)
        print("sent", flush=True)
        await storage.close()
    asyncio.run(main(sys.argv[1], int(sys.argv[2])))
"""


@pytest.mark.skipif(sys.platform == "win32", reason="nothing is stopped by a signal there")
@pytest.mark.parametrize("hours", [1, 25])
def test_a_laptop_that_sleeps_between_reservation_and_click_keeps_its_place_all_the_while(
    hours: int, tmp_path: Path
) -> None:
    folder = tmp_path / "data"
    sleeper = subprocess.Popen(
        [sys.executable, "-c", textwrap.dedent(SLEEPER), str(folder), str(hours)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert sleeper.stdin is not None
    assert sleeper.stdout is not None
    assert sleeper.stdout.readline() == "reserved\n"
    os.kill(sleeper.pid, signal.SIGSTOP)
    try:
        later = NOW + timedelta(hours=hours)
        assert FileRunLock(folder / "run.lock").take() is False

        async def ask(number: int, at: datetime) -> Slot | Denied:
            storage = await open_storage(folder)
            try:
                return await storage.ledger.reserve(greeting(number), limits(day=1), at)
            finally:
                await storage.close()

        async def used(at: datetime) -> int:
            storage = await open_storage(folder)
            try:
                return (await storage.ledger.usage(Kind.MESSAGE, limits(day=1).caps, limits().zone, at)).day
            finally:
                await storage.close()

        same, other = asyncio.run(ask(1, later)), asyncio.run(ask(2, later))
        assert isinstance(same, Denied)
        assert isinstance(other, Denied)
        assert other.reason is Reason.CAP_DAY
    finally:
        os.kill(sleeper.pid, signal.SIGCONT)
    assert sleeper.communicate("\n")[0] == "sent\n"
    # It counts from when it was really sent, not from when it was reserved.
    assert asyncio.run(used(NOW + timedelta(hours=hours + 23))) == 1
    denied = asyncio.run(ask(2, NOW + timedelta(hours=hours + 23)))
    assert isinstance(denied, Denied)
    assert isinstance(asyncio.run(ask(2, NOW + timedelta(hours=hours + 24, minutes=1))), Slot)
