"""Whether there is a display to open a window on: asked of the display itself, not of the variable that names it."""

from __future__ import annotations

import contextlib
import os
import struct
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from _socket import socket as Socket  # noqa: N812 - the module of this name is not imported

_WITHIN_S = 2.0
_TCP = 6000
_COOKIE = b"MIT-MAGIC-COOKIE-1"
NO_DISPLAY = "LinkApp needs a graphical session to open its window; the commands (linkapp --help) work without one."


def has_screen() -> bool:
    """Whether there is a display that takes a window."""
    return no_screen() == ""


def no_screen() -> str:
    """Why no window can be opened here, in one sentence, or an empty string. Qt's own stand-ins count for nothing."""
    return display_problem({**os.environ, "QT_QPA_PLATFORM": ""}, sys.platform)


def display_problem(environment: Mapping[str, str], platform: str) -> str:
    """One sentence saying why no window can be opened here, or an empty string."""
    with asked_display(environment, platform) as problem:
        return problem


@contextlib.contextmanager
def asked_display(environment: Mapping[str, str], platform: str) -> Iterator[str]:
    """As ``display_problem``, with the display's answer kept open as long as the block lasts.

    An X server without any client may begin anew when its last one leaves, and turns clients away meanwhile: whoever
    opens a window next does it within the block.
    """
    with contextlib.ExitStack() as connections:
        yield _problem(environment, platform, connections)


def _problem(environment: Mapping[str, str], platform: str, connections: contextlib.ExitStack) -> str:
    if not platform.startswith(("linux", "freebsd")):
        return ""
    chosen = [name.split(":")[0].lower().split("-")[0] for name in environment.get("QT_QPA_PLATFORM", "").split(";")]
    tried = {name for name in chosen if name} or {"xcb", "wayland"}  # Qt takes the first that it can
    if tried - {"xcb", "wayland"}:
        return ""
    display, wayland = environment.get("DISPLAY", ""), environment.get("WAYLAND_DISPLAY", "")
    if not display and not wayland:
        return NO_DISPLAY
    if wayland and "wayland" in tried and _wayland_answers(wayland, environment):
        return ""
    if display and "xcb" in tried and _x_answers(display, environment, connections):
        return ""
    named = display or wayland
    return f"The display {named} does not answer, so LinkApp cannot open its window."


def _wayland_answers(name: str, environment: Mapping[str, str]) -> bool:
    path = Path(environment.get("XDG_RUNTIME_DIR", "")) / name
    with contextlib.suppress(OSError), contextlib.closing(_local()) as end:
        end.connect(str(path))
        return True
    return False


def _x_answers(display: str, environment: Mapping[str, str], connections: contextlib.ExitStack) -> bool:
    """Whether the X server takes a client: a forwarded display may be gone, a server may refuse this person."""
    host, colon, rest = display.rpartition(":")
    number = rest.split(".")[0]
    if not colon or not number.isdigit():
        return False
    for cookie in (*_cookies(environment, number), b""):
        with contextlib.suppress(OSError, struct.error), contextlib.ExitStack() as trial:
            end = trial.enter_context(contextlib.closing(_connected(host, int(number))))
            name = _COOKIE if cookie else b""
            end.sendall(struct.pack("<BxHHHHxx", 0x6C, 11, 0, len(name), len(cookie)) + _padded(name) + _padded(cookie))
            if end.recv(1) == b"\x01":
                connections.push(trial.pop_all())
                return True
    return False


def _connected(host: str, number: int) -> Socket:
    """A connection to a display's server. Raises ``OSError``."""
    if host not in ("", "unix"):
        import socket

        return socket.create_connection((host, _TCP + number), _WITHIN_S)
    refused: OSError = FileNotFoundError()
    for address in (f"\0/tmp/.X11-unix/X{number}", f"/tmp/.X11-unix/X{number}"):  # nosec B108 - X servers listen there
        end = _local()
        try:
            end.connect(address)
        except OSError as error:
            end.close()
            refused = error
        else:
            return end
    raise refused


def _local() -> Socket:
    """A socket of this computer, not yet connected. The window's first paint waits for it: of Python's own two modules
    the one that is quick to import is taken."""
    from _socket import AF_UNIX, SOCK_STREAM, socket

    end = socket(AF_UNIX, SOCK_STREAM)
    end.settimeout(_WITHIN_S)
    return end


def _cookies(environment: Mapping[str, str], number: str) -> Iterator[bytes]:
    """What this person's file of authorities holds for the display: entries of address, number, name and data."""
    path = Path(environment.get("XAUTHORITY") or Path(environment.get("HOME", "")) / ".Xauthority")
    try:
        content = path.read_bytes()
    except OSError:
        return
    at = 0
    while at + 2 < len(content):
        fields: list[bytes] = []
        at += 2
        for _ in range(4):
            size = int.from_bytes(content[at : at + 2])
            fields.append(content[at + 2 : at + 2 + size])
            at += 2 + size
        if fields[1] in (b"", number.encode()) and fields[2] == _COOKIE:
            yield fields[3]


def _padded(value: bytes) -> bytes:
    return value + bytes(-len(value) % 4)
