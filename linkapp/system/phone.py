"""The ``Phone`` port over the library apprise, which knows how to reach some hundred services.

It is large and is imported when somebody is told, in the thread that tells: that thread has its time, and nothing waits
for it at the end of the program. Its log is silenced, as it may name addresses.
"""

from __future__ import annotations

import asyncio
import logging
import threading
from collections.abc import Callable, Sequence
from typing import Any, TypeVar

from linkapp.domain.problems import Problem, Reason
from linkapp.services.ports.phone import PhoneAddresses, PhoneTold
from linkapp.services.time_limit import time_limit
from linkapp.system.sharing import Passwords

T = TypeVar("T")
WITHIN_S = 30.0
"""How long all addresses together may take. One that hangs is given up by its own limits of some seconds."""
ONLY_HERE = frozenset({"dbus", "glib", "gnome", "kde", "macosx", "qt", "syslog", "windows"})
"""Services of this computer: the desktop is told already, and none of them is a phone."""


class ApprisePhone:
    """See ``services.ports.phone.Phone``."""

    def __init__(self, passwords: Passwords, entry: Callable[[], str], *, within_s: float = WITHIN_S) -> None:
        """``entry`` is the name in the keyring; it may raise ``OSError``."""
        self._passwords = passwords
        self._entry = entry
        self._within_s = within_s
        self._hanging: threading.Thread | None = None

    async def addresses(self) -> PhoneAddresses:
        """See ``services.ports.phone.Phone``."""
        lines = await self._lines()
        return PhoneAddresses(problem=lines) if isinstance(lines, Problem) else PhoneAddresses(count=len(lines))

    async def keep(self, lines: str) -> PhoneAddresses:
        """See ``services.ports.phone.Phone``."""
        rows = [line.strip() for line in lines.splitlines()]
        bad = await self._within(lambda: _bad(rows))
        if bad is None:
            bad = tuple(range(1, len(rows) + 1))
        if bad:
            return PhoneAddresses(bad=bad)
        wanted = [row for row in rows if row]
        try:
            problem = await self._passwords.keep_password(self._entry(), "\n".join(wanted))
        except OSError as error:
            problem = _unnamed(error)
        return PhoneAddresses(problem=problem) if problem is not None else PhoneAddresses(count=len(wanted))

    async def tell(self, title: str, text: str) -> PhoneTold:
        """See ``services.ports.phone.Phone``."""
        lines = await self._lines()
        if isinstance(lines, Problem):
            return PhoneTold(problem=lines)
        if not lines:
            return PhoneTold()
        taken = await self._within(lambda: _tell(lines, title, text))
        return PhoneTold(taken=taken or 0, refused=len(lines) - (taken or 0))

    async def _lines(self) -> list[str] | Problem:
        try:
            stored = await self._passwords.password(self._entry())
        except OSError as error:
            return _unnamed(error)
        return stored if isinstance(stored, Problem) else (stored or "").splitlines()

    async def _within(self, work: Callable[[], T]) -> T | None:
        """What ``work`` gives, in a thread of its own that nothing waits for; None where it fails or takes too long."""
        if self._hanging is not None and self._hanging.is_alive():
            return None  # one that hangs is enough
        loop = asyncio.get_running_loop()
        answer: asyncio.Future[T | None] = loop.create_future()

        def deliver(value: T | None) -> None:
            if not answer.done():
                answer.set_result(value)

        def run() -> None:
            try:
                value = work()
            except Exception:  # noqa: BLE001 - a library of some hundred services; its errors may hold addresses
                value = None
            try:
                loop.call_soon_threadsafe(deliver, value)
            except RuntimeError:  # the program has ended meanwhile
                return

        thread = threading.Thread(target=run, name="phone", daemon=True)
        thread.start()
        try:
            async with time_limit(self._within_s):
                return await answer
        except TimeoutError:
            return None
        finally:
            if not answer.done() or answer.cancelled():
                self._hanging = thread


def _library() -> Any:
    """The library, silenced, and what it asks the network with: both write addresses down."""
    for name in ("apprise", "urllib3"):
        logger = logging.getLogger(name)
        logger.handlers, logger.propagate = [logging.NullHandler()], False
        logger.setLevel(logging.CRITICAL + 1)
    import apprise

    return apprise


def _service(apprise: Any, address: str) -> Any:
    """The service of an address; None where it is none, or one of this computer only."""
    if address.partition("://")[0].casefold() in ONLY_HERE:
        return None
    asset = apprise.AppriseAsset(
        app_id="LinkApp", app_desc="LinkApp", app_url="", async_mode=False, secure_logging=True,
        storage_mode=apprise.PersistentStoreMode.MEMORY, plugin_paths=[], pem_autogen=False, pgp_autogen=False,
    )  # fmt: skip
    return apprise.Apprise.instantiate(address, asset=asset, suppress_exceptions=True)


def _bad(rows: Sequence[str]) -> tuple[int, ...]:
    apprise = _library()
    return tuple(number for number, row in enumerate(rows, 1) if row and _service(apprise, row) is None)


def _tell(lines: Sequence[str], title: str, text: str) -> int:
    """At how many addresses it was taken."""
    apprise = _library()
    taken = 0
    for line in lines:
        service = _service(apprise, line)
        try:
            taken += service is not None and bool(service.notify(body=text, title=title, body_format="text"))
        except Exception:  # noqa: BLE001 - as above; the other addresses are told all the same
            continue
    return taken


def _unnamed(error: OSError) -> Problem:
    return Problem(reason=Reason.DATA_UNUSABLE, detail=type(error).__name__)
