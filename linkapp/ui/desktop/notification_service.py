"""org.freedesktop.Notifications, as its specification (1.3) says.

Spoken through jeepney and not through QtDBus: the number that a message replaces is an unsigned one, and PySide6 6.11
has no way to send such a number (a Python number goes out as a signed one, which strict desktops refuse). Clicks are
heard on the connection that sent the message: some desktops tell nobody else.
"""

from __future__ import annotations

import asyncio
import contextlib
import html
from collections.abc import Callable
from contextlib import AsyncExitStack
from typing import Any

from linkapp.services.time_limit import time_limit
from linkapp.ui.files import resource

NAME = "org.freedesktop.Notifications"
PATH = "/org/freedesktop/Notifications"
ANSWERS_WITHIN_S = 3.0
"""A desktop that is silent for longer shows nothing; the message goes another way then."""
APPLICATION = "LinkApp"
DESKTOP_ENTRY = "linkapp"


class NotificationService:
    """One connection to the session's bus, opened with the first message. ``chosen`` is called with the place of a
    message that was clicked, and with the right to come forward where the desktop gives one."""

    def __init__(self, chosen: Callable[[int, str], None]) -> None:
        self._chosen = chosen
        self._router: Any = None
        self._life: asyncio.Task[None] | None = None
        self._ready: asyncio.Future[bool] | None = None
        self._capabilities: frozenset[str] = frozenset()
        self._asked_of = ""
        self._places: dict[tuple[str, int], int] = {}
        self._newest: dict[str, tuple[str, int]] = {}
        self._tokens: dict[tuple[str, int], str] = {}

    async def send(self, title: str, text: str, *, kind: str, place: int) -> bool:
        """Show a message instead of an older one of its ``kind``. False where nobody shows messages."""
        for _ in range(2):  # a bus that ended in between may be there again
            try:
                async with time_limit(ANSWERS_WITHIN_S):
                    if not await self._connected():
                        return False
                    return await self._notify(_sayable(title), _sayable(text), kind, place)
            except (TimeoutError, ValueError):
                return False
            except Exception as error:
                if not connection_closed(error):
                    raise
                await self._let_go()
        return False

    def end(self) -> None:
        """Hear no more clicks."""
        if self._life is not None:
            self._life.cancel()

    # ---- own ----

    async def _let_go(self) -> None:
        """The connection is no more; the next message opens another one."""
        life, self._life = self._life, None
        if life is not None:
            life.cancel()
            await asyncio.wait([life])

    async def _connected(self) -> bool:
        if self._life is None or self._life.done():
            self._ready = asyncio.get_running_loop().create_future()
            self._life = asyncio.get_running_loop().create_task(self._live(self._ready))
        assert self._ready is not None
        return await asyncio.shield(self._ready)

    async def _live(self, ready: asyncio.Future[bool]) -> None:
        """The life of a connection: it is listened to until it ends."""
        from jeepney import MatchRule, message_bus  # type: ignore[import-untyped]  # it has no types
        from jeepney.io.asyncio import open_dbus_router  # type: ignore[import-untyped]  # it has no types

        try:
            async with AsyncExitStack() as open_things:
                router = await open_things.enter_async_context(open_dbus_router("SESSION"))
                rule = MatchRule(type="signal", interface=NAME, path=PATH)
                signals: asyncio.Queue[Any] = asyncio.Queue()
                open_things.enter_context(router.filter(rule, queue=signals))
                await router.send_and_get_reply(message_bus.AddMatch(rule))
                self._router = router
                ready.set_result(True)
                while True:
                    self._heard(await signals.get())
        except (OSError, EOFError, KeyError, ValueError, RuntimeError):
            pass  # no bus, or none that we can speak to
        finally:
            self._router = None
            self._places.clear()
            self._newest.clear()
            if not ready.done():
                ready.set_result(False)

    async def _notify(self, title: str, text: str, kind: str, place: int) -> bool:
        able = await self._able()
        sender, replaced = self._newest.get(kind, ("", 0))
        if sender != self._asked_of:
            replaced = 0  # the desktop began anew: its numbers are those of others now
        body = html.escape(text, quote=False) if "body-markup" in able else text
        reply = await self._call(
            "Notify",
            "susssasa{sv}i",
            (
                APPLICATION,
                replaced,
                resource("icons", "linkapp.svg").as_uri(),
                title,
                body,
                ["default", APPLICATION] if "actions" in able else [],
                {"desktop-entry": ("s", DESKTOP_ENTRY), "urgency": ("y", 1)},
                -1,
            ),
        )
        if reply is None or not reply.body or not isinstance(reply.body[0], int):
            return False
        mark = (_sender(reply), reply.body[0])
        self._places[mark] = place
        self._newest[kind] = mark
        return True

    async def _able(self) -> frozenset[str]:
        """What the desktop can do: asked anew where another one has taken over."""
        reply = await self._call("GetCapabilities", None, ())
        if reply is None:
            self._asked_of = ""
            return frozenset()
        self._asked_of = _sender(reply)
        return frozenset(reply.body[0]) if reply.body else frozenset()

    async def _call(self, member: str, signature: str | None, body: tuple[Any, ...]) -> Any:
        """The answer, or None for an error."""
        from jeepney import DBusAddress, MessageType, new_method_call

        address = DBusAddress(PATH, bus_name=NAME, interface=NAME)
        reply = await self._router.send_and_get_reply(new_method_call(address, member, signature, body))
        return None if reply.header.message_type is MessageType.error else reply

    def _heard(self, signal: Any) -> None:
        """A click on a message of ours; everybody's are heard."""
        from jeepney import HeaderFields

        if len(signal.body) < 2 or not isinstance(signal.body[0], int):
            return
        mark = (_sender(signal), signal.body[0])
        if mark not in self._places:
            return
        member = signal.header.fields.get(HeaderFields.member)
        if member == "ActivationToken":
            self._tokens[mark] = str(signal.body[1])
        elif member == "ActionInvoked":
            self._chosen(self._places[mark], self._tokens.pop(mark, ""))
        elif member == "NotificationClosed":
            self._places.pop(mark)
            self._tokens.pop(mark, None)
            for kind in [kind for kind, newest in self._newest.items() if newest == mark]:
                with contextlib.suppress(KeyError):
                    del self._newest[kind]


def connection_closed(error: Exception) -> bool:
    """Whether an error is that of a connection which its bus has ended meanwhile. (The library says the second where
    it gave up the first itself.)"""
    from jeepney.io.common import RouterClosed  # type: ignore[import-untyped]  # it has no types

    return isinstance(error, RouterClosed | KeyError | OSError | EOFError)


def _sayable(text: str) -> str:
    """Text as a bus takes it: one that holds anything else ends the connection of whoever sends it."""
    return text.replace("\0", "").encode("utf-8", "replace").decode()


def _sender(message: Any) -> str:
    from jeepney import HeaderFields

    return str(message.header.fields.get(HeaderFields.sender, ""))
