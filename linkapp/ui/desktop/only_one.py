"""One window for a data folder: a second start hands over what it was asked for, and ends.

Who is the first is settled by an operating system's lock elsewhere (``system/site_lock.py``); here the two talk, over a
local socket of the person's own.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import asdict, dataclass
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer

if TYPE_CHECKING:
    from PySide6.QtNetwork import QLocalSocket

ANSWERS_WITHIN_S = 5.0
"""How long a second start waits for the first: one that starts is not listening yet, one that hangs never will."""
_SIGNALS_FIRST_MS = 20
_LONGEST_PATH = 90
"""Bytes of a socket's path; systems take 104 to 108, and Qt makes it under a longer name first."""
_LONGEST_LINE = 64 * 1024


class Answer(StrEnum):
    """What became of a second start: the first ``DID`` it, is ``SILENT``, or is ``GONE`` (the second is first now)."""

    DID = "did"
    SILENT = "silent"
    GONE = "gone"


@dataclass(frozen=True, kw_only=True)
class Handed:
    """What a second start was asked for. ``token``: the desktop's permission to come forward."""

    background: bool = False
    language: str = ""
    token: str = ""


def addresses(folder: Path) -> list[str]:
    """Where the window of a data folder listens: the first that can be used."""
    own = str(folder.resolve())
    name = f"linkapp-{hashlib.sha256(own.encode('utf-8', 'surrogateescape')).hexdigest()[:24]}"
    if sys.platform == "win32":
        return [name]
    beside = [Path(own) / "window.socket"]
    runtime = os.environ.get("XDG_RUNTIME_DIR", "")
    beside += [Path(runtime) / name] if runtime else []
    beside.append(Path(tempfile.gettempdir()) / _shared_folder() / name)
    return [str(path) for path in beside if len(os.fsencode(path)) <= _LONGEST_PATH]


def _shared_folder() -> str:
    return f"linkapp-{os.getuid()}"


def hand_over(
    folder: Path, handed: Handed, within_s: float = ANSWERS_WITHIN_S, *, first: Callable[[], bool] = lambda: False
) -> Answer:
    """Ask the window of this folder to do it. Needs no application object.

    ``first`` takes the lock where it is free by now: the first one may be on its way out.
    """
    from PySide6.QtNetwork import QLocalSocket

    until = time.monotonic() + within_s
    _let_come_forward()
    while True:
        for address in addresses(folder):
            if not _own(address):
                continue
            socket = QLocalSocket()
            socket.connectToServer(address)
            if socket.waitForConnected(_left_ms(until)) and _said(socket, handed, until):
                return Answer.DID
        if first():
            return Answer.GONE
        if time.monotonic() >= until:
            return Answer.SILENT
        _pause(min(0.05, max(0.0, until - time.monotonic())))


class Listener(QObject):
    """Hears second starts, as long as it lives: ``heard`` is called with what each was asked for. Once this program is
    ``ending`` nobody is answered any more: who starts then becomes the first."""

    def __init__(
        self,
        folder: Path,
        heard: Callable[[Handed], None],
        parent: QObject | None = None,
        *,
        ending: Callable[[], bool] = lambda: False,
    ) -> None:
        from PySide6.QtNetwork import QLocalServer

        super().__init__(parent)
        self._heard, self._ending = heard, ending
        self._server = QLocalServer(self)
        self._server.setSocketOptions(QLocalServer.SocketOption.UserAccessOption)
        self._server.newConnection.connect(self._meet)
        self.address = next((address for address in addresses(folder) if self._listens(address)), "")
        """Where it listens; empty where it can nowhere."""

    def end(self) -> None:
        """Hear no more, and leave nothing lying."""
        self._server.close()
        if sys.platform != "win32" and Path(self.address).parent.name == _shared_folder():
            with contextlib.suppress(OSError):  # windows of other folders may listen there
                Path(self.address).parent.rmdir()

    def _listens(self, address: str) -> bool:
        from PySide6.QtNetwork import QLocalServer

        if sys.platform != "win32":
            with contextlib.suppress(OSError):
                Path(address).parent.mkdir(mode=0o700, exist_ok=True)
            if not _own(address):
                return False
        QLocalServer.removeServer(address)  # one that was killed left its socket; whoever has the lock is the first
        return self._server.listen(address)

    def _meet(self) -> None:
        while (socket := self._server.nextPendingConnection()) is not None:
            socket.readyRead.connect(lambda socket=socket: self._read(socket))
            socket.disconnected.connect(socket.deleteLater)
            self._read(socket)

    def _read(self, socket: QLocalSocket) -> None:
        if not socket.canReadLine():
            if socket.bytesAvailable() > _LONGEST_LINE:
                socket.abort()
            return
        handed = _handed(bytes(socket.readLine(_LONGEST_LINE).data()))
        if handed is None:
            socket.abort()
            return
        # A signal that came before it may not have been looked at yet.
        QTimer.singleShot(_SIGNALS_FIRST_MS, socket, lambda: self._answer(socket, handed))

    def _answer(self, socket: QLocalSocket, handed: Handed) -> None:
        if self._ending():
            socket.abort()
            return
        socket.write(b"ok\n")
        socket.flush()
        self._heard(handed)


def _said(socket: QLocalSocket, handed: Handed, until: float) -> bool:
    socket.write(json.dumps(asdict(handed)).encode() + b"\n")
    while not socket.canReadLine():
        if not socket.waitForReadyRead(_left_ms(until)):
            return False
    return bool(socket.readLine().data() == b"ok\n")


def _handed(line: bytes) -> Handed | None:
    """What was said; what a newer LinkApp says more is left out. None where it is no such thing."""
    try:
        said = json.loads(line)
    except ValueError:
        return None
    if not isinstance(said, dict):
        return None
    texts = {name: said[name] for name in ("language", "token") if isinstance(said.get(name), str)}
    return Handed(background=said.get("background") is True, **texts)


def _own(address: str) -> bool:
    """Whether the folder of a socket is this person's, and closed to others: nobody else is talked to."""
    if sys.platform == "win32":
        return True
    try:
        state = Path(address).parent.stat()
    except OSError:
        return False
    return state.st_uid == os.getuid() and not state.st_mode & 0o022


def _let_come_forward() -> None:
    """Windows lets a program come forward only where the one in front says so."""
    if sys.platform == "win32":
        import ctypes

        ctypes.windll.user32.AllowSetForegroundWindow(-1)


def _left_ms(until: float) -> int:
    return max(1, round((until - time.monotonic()) * 1000))


def _pause(seconds: float) -> None:
    """There is no loop yet, and nothing else to do."""
    from PySide6.QtCore import QThread

    QThread.msleep(round(seconds * 1000))
