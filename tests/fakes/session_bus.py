"""A session bus of a test's own, and stand-ins for what a desktop has on it: a host of tray icons that speaks
StatusNotifierItem, a notification daemon as strict as the strictest, logind, and the portal of programs in the
background. Each is a process of its own.

    python -m tests.fakes.session_bus watcher | notifications | logind | portal

It says ``up`` when it is there, then a JSON line for everything that it is told; lines on its standard input are what a
person at this desktop does.
"""

from __future__ import annotations

import contextlib
import json
import os
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path
from subprocess import DEVNULL, PIPE
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
CONFIGURATION = """<!DOCTYPE busconfig PUBLIC "-//freedesktop//DTD D-Bus Bus Configuration 1.0//EN"
 "http://www.freedesktop.org/standards/dbus/1.0/busconfig.dtd">
<busconfig><type>session</type><listen>unix:path={folder}/bus</listen><auth>EXTERNAL</auth>
<policy context="default"><allow send_destination="*" eavesdrop="true"/><allow eavesdrop="true"/><allow own="*"/></policy>
</busconfig>"""
"""Without the folders of services: nothing is started by the bus on its own."""


@contextlib.contextmanager
def session_bus(folder: Path) -> Iterator[str]:
    """Its address."""
    file = folder / "bus.conf"
    file.write_text(CONFIGURATION.format(folder=folder), encoding="utf-8")
    with subprocess.Popen(
        ["dbus-daemon", f"--config-file={file}", "--nofork", "--print-address=1"],
        stdout=PIPE,
        stderr=DEVNULL,
        text=True,
    ) as bus:
        assert bus.stdout is not None
        try:
            yield bus.stdout.readline().strip()
        finally:
            bus.terminate()


class Desktop:
    """One stand-in. ``heard`` grows with what it is told."""

    def __init__(self, name: str, address: str) -> None:
        self.heard: list[dict[str, Any]] = []
        environment = {**os.environ, "DBUS_SESSION_BUS_ADDRESS": address}
        self._process = subprocess.Popen(
            [sys.executable, "-m", "tests.fakes.session_bus", name],
            cwd=ROOT, env=environment, stdin=PIPE, stdout=PIPE, text=True,
        )  # fmt: skip
        assert self._process.stdout is not None
        assert self._process.stdout.readline().strip() == "up"
        self._did = threading.Semaphore(0)
        self._reader = threading.Thread(target=self._read, name=f"{name}'s words", daemon=True)
        self._reader.start()

    def do(self, *words: object) -> None:
        """What a person does there; it is on its way when this returns, and before whatever is asked of it later."""
        assert self._process.stdin is not None
        self._process.stdin.write(json.dumps(words) + "\n")
        self._process.stdin.flush()
        assert self._did.acquire(timeout=30)

    def of(self, member: str) -> list[list[Any]]:
        """The arguments of every call of a method, in order."""
        return [each["body"] for each in self.heard if each["member"] == member]

    def freeze(self) -> None:
        """It answers nothing any more."""
        import signal

        self._process.send_signal(signal.SIGSTOP)

    def end(self) -> None:
        """It is gone."""
        self._process.kill()
        self._process.wait()
        self._reader.join()
        for stream in (self._process.stdin, self._process.stdout):
            if stream is not None:
                stream.close()

    def _read(self) -> None:
        assert self._process.stdout is not None
        for line in self._process.stdout:
            said = json.loads(line)
            if said is None:
                self._did.release()
            else:
                self.heard.append(said)


@contextlib.contextmanager
def desktop(name: str, address: str) -> Iterator[Desktop]:
    """A stand-in, ended with the block."""
    made = Desktop(name, address)
    try:
        yield made
    finally:
        made.end()


# ---- the processes ----


class _Service:
    """Answers calls, one after the other; what stands on its input is done in between."""

    name = path = interface = ""

    def __init__(self) -> None:
        from jeepney import message_bus
        from jeepney.io.threading import open_dbus_connection

        self.connection = open_dbus_connection(bus="SESSION")
        self.send(message_bus.RequestName(self.name))
        while True:
            reply = self.connection.receive()
            if reply.header.message_type.name == "method_return":
                break

    def send(self, message: Any) -> None:
        self.connection.send(message)

    def live(self) -> None:
        from jeepney import HeaderFields, new_error, new_method_return

        print("up", flush=True)
        threading.Thread(target=self._hands, daemon=True).start()
        while True:
            message = self.connection.receive()
            if message.header.message_type.name != "method_call":
                continue
            fields = message.header.fields
            member, signature = fields.get(HeaderFields.member, ""), fields.get(HeaderFields.signature, "")
            sender = fields.get(HeaderFields.sender, "")
            said = {"member": member, "signature": signature, "sender": sender, "body": _plain(message.body)}
            print(json.dumps(said), flush=True)
            answer = self.answer(member, signature, message.body, sender)
            if answer is None:
                self.send(new_error(message, "org.freedesktop.DBus.Error.InvalidArgs", "s", (f"{member} {signature}",)))
            else:
                self.send(new_method_return(message, *answer))

    def answer(self, member: str, signature: str, body: Any, sender: str) -> tuple[Any, ...] | None:
        raise NotImplementedError

    def act(self, *words: Any) -> None:
        raise NotImplementedError

    def signal(self, member: str, signature: str, body: tuple[Any, ...]) -> None:
        from jeepney import DBusAddress, new_signal

        self.send(new_signal(DBusAddress(self.path, interface=self.interface), member, signature, body))

    def _hands(self) -> None:
        for line in sys.stdin:
            self.act(*json.loads(line))
            print("null", flush=True)


class _Watcher(_Service):
    """Watcher and host in one."""

    name = interface = "org.kde.StatusNotifierWatcher"
    path = "/StatusNotifierWatcher"
    has_host = True

    def answer(self, member: str, signature: str, body: Any, sender: str) -> tuple[Any, ...] | None:
        properties = {
            "IsStatusNotifierHostRegistered": ("b", self.has_host),
            "ProtocolVersion": ("i", 0),
            "RegisteredStatusNotifierItems": ("as", []),
        }
        if member == "RegisterStatusNotifierItem":
            return ()
        if member == "Get" and body[1] in properties:
            return ("v", (properties[body[1]],))
        return ("a{sv}", (properties,)) if member == "GetAll" else None

    def act(self, *words: Any) -> None:
        """The host that shows icons comes or goes."""
        self.has_host = bool(words[0])
        self.signal(f"StatusNotifierHost{'R' if self.has_host else 'Unr'}egistered", "", ())


class _Notifications(_Service):
    """Takes calls only as the specification writes them; its numbers begin anew when it does."""

    name = interface = "org.freedesktop.Notifications"
    path = "/org/freedesktop/Notifications"
    number = 0

    def answer(self, member: str, signature: str, body: Any, sender: str) -> tuple[Any, ...] | None:
        if member == "GetCapabilities":
            return ("as", (["actions", "body", "body-markup"],))
        if member != "Notify" or signature != "susssasa{sv}i":
            return None
        if body[1]:
            return ("u", (body[1],))
        _Notifications.number += 1
        return ("u", (_Notifications.number,))

    def act(self, *words: Any) -> None:
        member, number, more = words
        signature = "uu" if member == "NotificationClosed" else "us"
        self.signal(member, signature, (number, more))


class _Logind(_Service):
    name = "org.freedesktop.login1"
    path = "/org/freedesktop/login1"
    interface = "org.freedesktop.login1.Manager"

    def answer(self, member: str, signature: str, body: Any, sender: str) -> tuple[Any, ...] | None:
        return None

    def act(self, *words: Any) -> None:
        self.signal("PrepareForSleep", "b", (bool(words[0]),))


class _Portal(_Service):
    """Takes a request as the specification writes it, and answers it when the person does (``act``)."""

    name = "org.freedesktop.portal.Desktop"
    path = "/org/freedesktop/portal/desktop"
    interface = "org.freedesktop.portal.Background"

    def answer(self, member: str, signature: str, body: Any, sender: str) -> tuple[Any, ...] | None:
        if member == "Close":
            return ()
        if member != "RequestBackground" or signature != "sa{sv}":
            return None
        token = body[1]["handle_token"][1]
        self.handle = f"{self.path}/request/{sender.lstrip(':').replace('.', '_')}/{token}"
        self.wanted = body[1]["autostart"][1]
        return ("o", (self.handle,))

    def act(self, *words: Any) -> None:
        """The person's answer: its number, and whether the program starts with the session then."""
        from jeepney import DBusAddress, new_signal

        response, granted, path, *starts = words
        address = DBusAddress(path or self.handle, interface="org.freedesktop.portal.Request")
        results = {"background": ("b", granted), "autostart": ("b", (starts or [granted])[0] and self.wanted)}
        self.send(new_signal(address, "Response", "ua{sv}", (response, results)))


def _plain(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _plain(each) for key, each in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(each) for each in value]
    return value.hex() if isinstance(value, bytes) else value


if __name__ == "__main__":
    {"watcher": _Watcher, "notifications": _Notifications, "logind": _Logind, "portal": _Portal}[sys.argv[1]]().live()
