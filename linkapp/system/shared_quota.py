"""The ``SharedQuota`` port over a Redis or Valkey server of the person's own (safety.md 5).

No name, address or text goes there: people are known to it as hashes. The server has to keep what it was told
(``appendonly yes``, ``appendfsync always``, ``maxmemory-policy noeviction``); that is checked at every connection.
"""

from __future__ import annotations

import asyncio
import contextlib
import hashlib
import json
import os
import uuid
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, cast
from urllib.parse import parse_qs, unquote, urlsplit

import msgspec

from linkapp.domain.account import FIRST
from linkapp.domain.act import Kind, State
from linkapp.domain.known_error import KnownError
from linkapp.domain.problems import Problem, Reason
from linkapp.domain.quota import DAY, MARGIN, WEEK
from linkapp.services.ports.quota import Refused, SharedSlot, Taken, Windows
from linkapp.services.time_limit import time_limit
from linkapp.system import shared_scripts
from linkapp.system.place import place_of
from linkapp.system.whole_file import write_whole

FILE_NAME = "shared-quota.json"
PREFIX = "linkapp"
TIMEOUT_S = 2.0
"""How long one question to the server may take; it is asked at most twice."""
WANTED = {"appendonly": "yes", "appendfsync": "always", "maxmemory-policy": "noeviction"}
"""Settings of the server without which it would forget what was granted (safety.md 5)."""
_LOOPBACK = frozenset({"localhost", "127.0.0.1", "::1"})
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_WAITS = (
    "the shared quota was empty, and {n} more of your computers have to open LinkApp before it grants anything;"
    " without them it does so after 7 days"
)


class BadAddress(KnownError):
    """An address of a server that cannot be used; the message is one sentence, ``why`` the reason in one word."""

    def __init__(self, why: str, sentence: str) -> None:
        super().__init__(sentence, f"address_{why}")
        self.why = why


@dataclass(frozen=True, kw_only=True)
class QuotaAddress:
    """Where the server is. ``url`` has no password in it. ``prefix`` parts several people who share one server."""

    url: str
    password: str = ""
    prefix: str = PREFIX

    @property
    def whole(self) -> str:
        """The address as it is kept in the settings: without the password, with the prefix."""
        return self.url if self.prefix == PREFIX else f"{self.url}?prefix={self.prefix}"

    @property
    def entry(self) -> str:
        """The name under which the keyring has its password."""
        parts = urlsplit(self.url)
        return f"shared quota {parts.username or ''}@{parts.netloc.rpartition('@')[2] or parts.path}"


def address_of(url: str) -> QuotaAddress:
    """The address in a URL: ``redis://`` on this computer, ``rediss://`` anywhere, ``unix://``; ``?prefix=NAME`` parts
    several people. Raises ``BadAddress``."""
    try:
        parts = urlsplit(url)
        host, port = parts.hostname, parts.port
    except ValueError as error:
        raise BadAddress("form", "The address of the shared quota cannot be read.") from error
    if parts.scheme not in ("redis", "rediss", "unix") or not (host or parts.scheme == "unix") or port == 0:
        raise BadAddress("form", "The shared quota needs an address like rediss://host:6379/0.")
    if parts.scheme == "redis" and host not in _LOOPBACK:
        raise BadAddress("encrypted", "A shared quota on another computer needs an encrypted address (rediss://).")
    asked = parse_qs(parts.query, keep_blank_values=True)
    prefix = asked.pop("prefix", [PREFIX])
    if asked or len(prefix) != 1 or not prefix[0].isalnum() or len(prefix[0]) > 40:
        raise BadAddress(
            "prefix", "The address of the shared quota takes ?prefix=NAME (letters and digits) and nothing else."
        )
    if parts.scheme != "unix" and not (parts.path in ("", "/") or parts.path[1:].isdigit()):
        raise BadAddress("database", "After the host of the shared quota comes the number of its database, or nothing.")
    user = f"{parts.username}@" if parts.username else ""
    bare = f"{parts.scheme}://{user}{parts.netloc.rpartition('@')[2]}{parts.path}"
    return QuotaAddress(url=bare, password=unquote(parts.password or ""), prefix=prefix[0])


class _Kept(msgspec.Struct, kw_only=True):
    """What this computer remembers of the shared quota: its own name there and where the folder lay when it had it,
    the other computers' names, and the newest time that it told the server of a message sent (microseconds): one that
    has nothing so new was set back to an older copy of itself."""

    device: str
    place: str = ""
    devices: list[str] = msgspec.field(default_factory=list)
    newest: int = 0


class RedisQuota:
    """See ``services.ports.quota.SharedQuota``. Connects when it is first asked; ``close`` it."""

    def __init__(
        self, address: QuotaAddress, folder: Path, *, password: Callable[[], Awaitable[str | Problem]] | None = None
    ) -> None:
        """``password`` is asked for where the address has none (the keyring)."""
        self._address = address
        self._path = folder / FILE_NAME
        self._password = password
        self._client: Any = None
        self._scripts: dict[str, Any] = {}
        self._generation = ""
        self._kept: _Kept | None = None
        self._connecting = asyncio.Lock()

    # -- the port --

    async def claim(self, slot: SharedSlot, windows: Windows) -> Refused | None:
        """See ``services.ports.quota.SharedQuota``."""
        if (refused := await self._connected()) is not None:
            return refused
        answer = await self._ask(
            "claim",
            self._slot_keys(windows.kind),
            self._name(slot.attempt),
            _micros(windows.at),
            _micros(windows.date),
            windows.caps.day,
            windows.caps.week,
            (DAY + MARGIN) // timedelta(microseconds=1),
            slot.apart // timedelta(microseconds=1),
            *_claims(slot),
        )
        return answer if isinstance(answer, Refused) else _refused(answer)

    async def announce(self, slot: SharedSlot, at: datetime) -> Refused | None:
        """See ``services.ports.quota.SharedQuota``."""
        if (refused := await self._connected()) is not None:
            return refused
        guard = slot.apart // timedelta(microseconds=1)
        keys = self._slot_keys(slot.kind)
        answer = await self._ask("announce", keys, self._name(slot.attempt), _micros(at), guard, *_claims(slot))
        return answer if isinstance(answer, Refused) else _refused(answer)

    async def stamp(self, attempt: str, state: State, at: datetime) -> Refused | None:
        """See ``services.ports.quota.SharedQuota``."""
        if (refused := await self._connected()) is not None:
            return refused
        answer = await self._ask("stamp", self._all_keys(), self._name(attempt), _word(state), _micros(at))
        if isinstance(answer, list) and answer[0] == "done" and state is State.SENT:
            assert self._kept is not None
            self._kept.newest = max(self._kept.newest, _micros(at))
        return answer if isinstance(answer, Refused) else _refused(answer)

    async def taken(self, kind: Kind, since: datetime) -> Sequence[Taken] | Refused:
        """See ``services.ports.quota.SharedQuota``."""
        if (refused := await self._standing(_micros(since + WEEK + MARGIN))) is not None:
            return refused
        slots, pending = self._slot_keys(kind)

        async def read() -> list[Taken]:
            used = await self._client.zrangebyscore(slots, _micros(since), "+inf", withscores=True)
            still = await self._client.zrange(pending, 0, -1, withscores=True)
            return [Taken(at=_instant(at), pending=False) for _, at in used] + [
                Taken(at=_instant(at), pending=True) for _, at in still
            ]

        taken: list[Taken] | Refused = await self._safely(read)
        return taken

    async def put_right(self, slots: Sequence[SharedSlot]) -> Refused | None:
        """See ``services.ports.quota.SharedQuota``."""
        kinds = list(Kind)
        latest = max([_micros(slot.at) for slot in slots], default=_micros(datetime.now(UTC)))
        if (refused := await self._connected(anew=True)) is not None:
            return refused
        rows = [
            [
                self._name(slot.attempt),
                kinds.index(slot.kind) + 1,
                _word(slot.state),
                str(_micros(slot.at)),
                ",".join(_claims(slot)),
            ]
            for slot in slots
        ]
        answer = await self._ask("put_right", self._all_keys(), latest, json.dumps(rows))
        if isinstance(answer, Refused) or (refused := _refused(answer)) is not None:
            return answer if isinstance(answer, Refused) else refused
        assert self._kept is not None
        self._kept.newest = max([_micros(slot.at) for slot in slots if slot.state is State.SENT], default=0)
        with contextlib.suppress(OSError):  # the next time, then
            await asyncio.to_thread(self._remember)
        return None

    async def state(self) -> Refused | None:
        """See ``services.ports.quota.SharedQuota``."""
        return await self._standing(_micros(datetime.now(UTC)))

    async def close(self) -> None:
        """See ``services.ports.quota.SharedQuota``."""
        if self._kept is not None:
            with contextlib.suppress(OSError):
                await asyncio.to_thread(self._remember)
        await self._let_go()

    # -- asking --

    async def _standing(self, at: int) -> Refused | None:
        answer = await self._ask("standing", (), at)
        return answer if isinstance(answer, Refused) else _refused(answer)

    async def _ask(self, script: str, keys: Sequence[str], *arguments: object) -> list[str] | Refused:
        """Run one script, asked twice at most: every script answers the same to the same question."""
        if (refused := await self._connected()) is not None:
            return refused
        assert self._kept is not None
        week = (WEEK + MARGIN) // timedelta(microseconds=1)
        given = (self._generation, self._kept.device, week, *arguments)

        async def run() -> list[str]:
            return cast("list[str]", await self._scripts[script](keys=[*self._heads(), *keys], args=given))

        answer: list[str] | Refused = await self._safely(run, twice=True)
        if isinstance(answer, list) and answer[0] == "generation":
            self._generation = ""  # another one is in force, or the server was emptied
        return answer

    async def _safely(self, ask: Callable[[], Awaitable[Any]], *, twice: bool = False) -> Any:
        from redis.exceptions import RedisError

        try:
            async with time_limit(TIMEOUT_S + 0.5):
                return await ask()
        except (RedisError, OSError, TimeoutError) as error:
            if twice:
                return await self._safely(ask)
            return Refused(detail=f"the shared quota does not answer ({type(error).__name__})")

    async def _connected(self, *, anew: bool = False) -> Refused | None:
        """Make sure of a connection to a server that forgets nothing, and of its generation (``anew``: read again)."""
        if self._client is not None and self._generation and not anew:
            return None
        async with self._connecting:
            if self._client is not None and self._generation and not anew:
                return None
            try:
                if self._kept is None:
                    self._kept = await asyncio.to_thread(self._remembered)
                if self._client is None and (refused := await self._connect()) is not None:
                    return refused
            except OSError as error:
                return Refused(detail=f"{FILE_NAME} cannot be kept: {error.strerror}")
            except ValueError:
                return Refused(detail=f"{FILE_NAME} in the data folder cannot be read; remove it")
            refused = await self._safely(self._persistence)
            if refused is None:
                refused = await self._safely(self._begin)
            if refused is not None:
                await self._let_go()
            return cast("Refused | None", refused)

    async def _connect(self) -> Refused | None:
        from redis.asyncio import Redis
        from redis.asyncio.retry import Retry
        from redis.backoff import NoBackoff

        password = self._address.password or (await self._password() if self._password else "")
        if isinstance(password, Problem):  # asked again the next time: a keyring that is locked now is opened later
            return Refused(detail=f"its password could not be had from the keyring ({password.reason})")
        self._client = Redis.from_url(
            self._address.url,
            password=password or None,
            socket_timeout=TIMEOUT_S,
            socket_connect_timeout=TIMEOUT_S,
            retry=Retry(NoBackoff(), 0),
            decode_responses=True,
        )
        self._scripts = {
            name.lower(): self._client.register_script(getattr(shared_scripts, name))
            for name in ("BEGIN", "CLAIM", "ANNOUNCE", "STAMP", "PUT_RIGHT", "STANDING")
        }
        return None

    async def _let_go(self) -> None:
        """Close the connection; the next one asks for the password again."""
        client, self._client = self._client, None
        if client is not None:
            with contextlib.suppress(Exception):  # a server that is gone is closed too
                async with time_limit(TIMEOUT_S):
                    await client.aclose()

    async def _persistence(self) -> Refused | None:
        from redis.exceptions import ResponseError

        try:
            settings = {name: (await self._client.config_get(name)).get(name) for name in WANTED}
        except ResponseError:
            return Refused(detail="the shared quota does not say whether it keeps what it is told (CONFIG GET)")
        lacking = ", ".join(f"{name} {wanted}" for name, wanted in WANTED.items() if settings[name] != wanted)
        return Refused(detail=f"the server of the shared quota has to be set to: {lacking}") if lacking else None

    async def _begin(self) -> Refused | None:
        assert self._kept is not None
        remembered = self._kept
        self._generation, *devices = await self._scripts["begin"](
            keys=[*self._heads(), *self._all_keys()],
            args=["", remembered.device, 0, uuid.uuid4().hex, remembered.newest, *remembered.devices],
        )
        if set(devices) != set(self._kept.devices):
            self._kept.devices = sorted({*self._kept.devices, *devices})
            await asyncio.to_thread(self._remember)
        return None

    # -- what is remembered here, and names there --

    def _remembered(self) -> _Kept:
        place = place_of(self._path.parent)
        if not self._path.exists():
            # Of several programs that begin at once on one folder, one gives the name.
            made = self._path.with_suffix(f".{uuid.uuid4().hex}")
            write_whole(made, msgspec.json.encode(_Kept(device=uuid.uuid4().hex, place=place)))
            with contextlib.suppress(FileExistsError):
                os.link(made, self._path)
            made.unlink()
        remembered = msgspec.json.decode(self._path.read_bytes(), type=_Kept)
        if remembered.place == place:
            return remembered
        if remembered.place:
            # A copy, and where it comes from LinkApp may go on under the old name: a greeting made there would look
            # like one of our own. Made of both, the new name is the same for all programs that begin here at once.
            device = hashlib.sha256(f"{remembered.device} {place}".encode()).hexdigest()[:32]
            remembered = msgspec.structs.replace(
                remembered, device=device, devices=sorted({*remembered.devices, remembered.device, device})
            )
        remembered = msgspec.structs.replace(remembered, place=place)
        write_whole(self._path, msgspec.json.encode(remembered))
        return remembered

    def _remember(self) -> None:
        assert self._kept is not None
        known: list[str] = []
        with contextlib.suppress(ValueError):  # damaged meanwhile: it is made anew
            known = self._remembered().devices  # another program on this folder may have met more of them
        remembered = msgspec.structs.replace(self._kept, devices=sorted({*known, *self._kept.devices}))
        write_whole(self._path, msgspec.json.encode(remembered))

    def _name(self, attempt: str) -> str:
        assert self._kept is not None, "the device is known from the first connection on"
        return f"{self._kept.device}:{attempt}"

    def _heads(self) -> list[str]:
        names = ("generation", "born", "devices", "seeded", "fields", "claims")
        return [f"{self._address.prefix}:{name}" for name in names]

    def _slot_keys(self, kind: Kind) -> tuple[str, str]:
        return f"{self._address.prefix}:slots:{kind}", f"{self._address.prefix}:open:{kind}"

    def _all_keys(self) -> list[str]:
        return [key for kind in Kind for key in self._slot_keys(kind)]


def _claims(slot: SharedSlot) -> tuple[str, str]:
    """What is claimed for a subject, by each of its keys: this very act, and (where acts of its series are to be apart
    from each other) any of the series."""
    series, _, which = slot.key.partition(":")

    def of(this: str) -> str:
        # Another computer may have begun with this account, and know it by the first name: both are claimed.
        accounts = dict.fromkeys((slot.account, FIRST))
        named = (f"{account}\n{subject}\n{series}\n{this}" for account in accounts for subject in slot.subjects)
        return ",".join(hashlib.sha256(name.encode()).hexdigest()[:40] for name in named)

    return of(which), of(_ANY) if slot.apart else ""


_ANY = "0"
"""Stands for any act of a series; no key ends with it."""
_WORDS = {State.ALREADY: "greeted"}
"""The server's words for states, where they are not our own."""
_STATES = {word: state for state, word in _WORDS.items()}


def _word(state: State) -> str:
    return _WORDS.get(state, state.value)


def _refused(answer: list[str]) -> Refused | None:
    match answer[0]:
        case "granted" | "done":
            return None
        case "day":
            return Refused(cap=Reason.CAP_DAY)
        case "week":
            return Refused(cap=Reason.CAP_WEEK)
        case "held":
            return Refused(held=_STATES.get(answer[1]) or State(answer[1]), detail="another computer")
        case "waits":
            return Refused(detail=_WAITS.format(n=answer[1]))
        case "gone":
            return Refused(detail="the shared quota does not know this slot any more", gone=True)
        case _:
            return Refused(detail="the shared quota has to be told first what was sent", unseeded=True)


def _micros(at: datetime) -> int:
    return (at - _EPOCH) // timedelta(microseconds=1)


def _instant(at: float) -> datetime:
    return _EPOCH + timedelta(microseconds=round(at))
