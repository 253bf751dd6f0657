"""A real redis-server of a test's own, and a way to it that can be cut."""

from __future__ import annotations

import asyncio
import contextlib
import shutil
import socket
import subprocess
import time
from dataclasses import dataclass, field
from pathlib import Path

KEEPING = ("--appendonly", "yes", "--appendfsync", "always", "--save", "")


def free_port() -> int:
    """A port of this computer that nobody listens on."""
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return int(one.getsockname()[1])


@dataclass
class Server:
    """One redis-server on loopback with its files in ``folder``; ended by its own process id."""

    folder: Path
    settings: tuple[str, ...] = KEEPING
    port: int = field(default_factory=free_port)
    process: subprocess.Popen[bytes] | None = None

    @property
    def url(self) -> str:
        return f"redis://127.0.0.1:{self.port}/0"

    def start(self) -> None:
        """Start it, or start it again on the same port and files, and wait until it answers."""
        program = shutil.which("redis-server")
        assert program, "the tests need redis-server"
        self.folder.mkdir(parents=True, exist_ok=True)
        self.process = subprocess.Popen(
            [program, "--port", str(self.port), "--bind", "127.0.0.1", "--dir", str(self.folder), *self.settings],
            stdout=subprocess.DEVNULL,
        )
        until = time.monotonic() + 20
        while time.monotonic() < until:
            with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", self.port), 1) as one:
                one.sendall(b"PING\r\n")
                if one.recv(64).startswith((b"+PONG", b"-NOAUTH")):
                    return
            time.sleep(0.02)
        raise AssertionError("redis-server does not answer")

    def kill(self) -> None:
        """End it at once, as a power cut of its process would."""
        if self.process is not None:
            self.process.kill()
            self.process.wait()
            self.process = None

    def empty(self) -> None:
        """Kill it and start it without anything it knew."""
        self.kill()
        shutil.rmtree(self.folder)
        self.start()


class Road:
    """A way to a server: open, or cut so that everything hangs. Optionally one answer is swallowed."""

    def __init__(self, port: int) -> None:
        self._to = port
        self.port = 0
        self.cut = False
        self.swallow = 0
        self._server: asyncio.Server | None = None
        self._open: set[asyncio.StreamWriter] = set()

    @property
    def url(self) -> str:
        return f"redis://127.0.0.1:{self.port}/0"

    async def start(self) -> None:
        self._server = await asyncio.start_server(self._pass_on, "127.0.0.1", 0)
        self.port = self._server.sockets[0].getsockname()[1]

    async def close(self) -> None:
        assert self._server is not None
        self._server.close()
        for writer in list(self._open):
            writer.close()

    async def _pass_on(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self._open.add(writer)
        there, back = await asyncio.open_connection("127.0.0.1", self._to)
        self._open.add(back)

        async def pump(source: asyncio.StreamReader, target: asyncio.StreamWriter, *, answers: bool) -> None:
            with contextlib.suppress(OSError, asyncio.CancelledError):
                while data := await source.read(65536):
                    while self.cut:  # noqa: ASYNC110 - as long as the test wants
                        await asyncio.sleep(0.02)
                    if answers and self.swallow:
                        self.swallow -= 1
                        continue
                    target.write(data)
                    await target.drain()
            target.close()

        await asyncio.gather(pump(reader, back, answers=False), pump(there, writer, answers=True))
