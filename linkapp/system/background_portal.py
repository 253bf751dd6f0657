"""Starting with the session from inside Flatpak: the Background portal (org.freedesktop.portal.Background, version 1).

A program in a box cannot write where the desktop reads, so the desktop is asked, and may ask the person. What it was
asked for last, and granted, is kept in a file of the data folder: the portal has no way to be asked what it does.
"""

from __future__ import annotations

import contextlib
import secrets
from collections.abc import Sequence
from contextlib import AsyncExitStack
from pathlib import Path
from typing import Any

from linkapp.services.ports.desktop import LoginAnswer, LoginEntry
from linkapp.services.time_limit import time_limit
from linkapp.system.whole_file import write_whole

PORTAL = "org.freedesktop.portal.Desktop"
PATH = "/org/freedesktop/portal/desktop"
BACKGROUND = "org.freedesktop.portal.Background"
REQUEST = "org.freedesktop.portal.Request"
ANSWERS_WITHIN_S = 60.0
"""The desktop may ask the person, who reads first."""


class BackgroundPortal:
    """The ``AtLogin`` port inside Flatpak. ``granted`` is the file that says so."""

    def __init__(self, granted: Path, command: Sequence[str]) -> None:
        self._granted, self._command = granted, list(command)

    def entry(self) -> LoginEntry:
        """See the port."""
        return LoginEntry.ON if self._granted.exists() else LoginEntry.OFF

    async def set(self, on: bool, reason: str) -> LoginAnswer:
        """See the port."""
        from jeepney.io.common import RouterClosed  # type: ignore[import-untyped]  # it has no types

        try:
            async with time_limit(ANSWERS_WITHIN_S):
                answer = await self._ask(on, reason)
            if answer is LoginAnswer.DONE:
                self._keep(on)
        except TimeoutError:
            return LoginAnswer.SILENT
        except (OSError, EOFError, KeyError, ValueError, RuntimeError, RouterClosed):
            # No bus, one that we cannot speak to, or one that is gone meanwhile.
            return LoginAnswer.FAILED
        return answer

    async def _ask(self, on: bool, reason: str) -> LoginAnswer:
        import asyncio

        from jeepney import MatchRule, message_bus  # type: ignore[import-untyped]  # it has no types
        from jeepney.io.asyncio import open_dbus_router  # type: ignore[import-untyped]  # it has no types

        async with AsyncExitStack() as open_things:
            router = await open_things.enter_async_context(open_dbus_router("SESSION"))
            token = f"linkapp_{secrets.token_hex(8)}"
            handle = f"{PATH}/request/{router.unique_name.lstrip(':').replace('.', '_')}/{token}"
            # Listened to before it is asked: the answer may come before the call returns.
            rule = MatchRule(type="signal", sender=PORTAL, interface=REQUEST, member="Response")
            signals: asyncio.Queue[Any] = asyncio.Queue()
            heard = MatchRule(type="signal", interface=REQUEST, member="Response")
            open_things.enter_context(router.filter(heard, queue=signals))
            await router.send_and_get_reply(message_bus.AddMatch(rule))
            options = {
                "handle_token": ("s", token),
                "reason": ("s", reason),
                "autostart": ("b", on),
                "commandline": ("as", self._command),
                "dbus-activatable": ("b", False),
            }
            reply = await _call(router, PATH, BACKGROUND, "RequestBackground", "sa{sv}", ("", options))
            if reply is None or not reply.body:
                return LoginAnswer.FAILED
            handles = {handle, str(reply.body[0])}  # a portal older than 0.9 names it as it likes
            try:
                return await _answered(signals, handles, on)
            except BaseException:
                with contextlib.suppress(OSError):  # nobody waits any more: the desktop need not ask any longer
                    await router.send(_message(str(reply.body[0]), REQUEST, "Close", None, ()))
                raise

    def _keep(self, on: bool) -> None:
        if on:
            write_whole(self._granted, b"")
        else:
            self._granted.unlink(missing_ok=True)


async def _answered(signals: Any, handles: set[str], on: bool) -> LoginAnswer:
    """What the desktop says to one of these requests."""
    from jeepney import HeaderFields

    while True:
        signal = await signals.get()
        if signal.header.fields.get(HeaderFields.path) not in handles or len(signal.body) < 2:
            continue
        response, results = signal.body[0], signal.body[1]
        starts = results.get("autostart", ("b", False))[1] if isinstance(results, dict) else False
        return LoginAnswer.DONE if response == 0 and bool(starts) is on else LoginAnswer.DENIED


async def _call(router: Any, path: str, interface: str, member: str, signature: str, body: tuple[Any, ...]) -> Any:
    """The answer, or None for an error."""
    from jeepney import MessageType

    reply = await router.send_and_get_reply(_message(path, interface, member, signature, body))
    return None if reply.header.message_type is MessageType.error else reply


def _message(path: str, interface: str, member: str, signature: str | None, body: tuple[Any, ...]) -> Any:
    from jeepney import DBusAddress, new_method_call

    return new_method_call(DBusAddress(path, bus_name=PORTAL, interface=interface), member, signature, body)
