"""The session between runs: one AES-256-GCM file, its key in the keyring.

Bound to the data folder (its name is authenticated with the text), so that a file copied elsewhere does not open. A
file that does not open means "sign in again"; it is never deleted on the way.
"""

from __future__ import annotations

import asyncio
import errno
import hashlib
import os
import stat
from collections.abc import Callable
from pathlib import Path

from linkapp.domain.problems import Problem, Reason
from linkapp.domain.session import BadSession, SignedIn, of_the_site
from linkapp.services.ports.secrets import Key, Secrets, StoredSession
from linkapp.system.whole_file import remove_whole, write_whole

NAME = "session.enc"
MAGIC = b"LinkApp session 1\n"
_NONCE = 12
_LARGEST = 10_000_000


class Unreadable(Exception):
    """The file is damaged, or was written with another key or for another data folder; the message says no more."""


class SessionFile:
    """The file alone: sealed bytes on disk, opened and sealed with a key."""

    def __init__(self, path: Path, owner: Callable[[], str]) -> None:
        """``owner`` names data folder and site; a file of another owner does not open."""
        self.path = path
        self._owner = owner

    def exists(self) -> bool:
        """Whether there is one."""
        return self.path.exists()

    def read(self) -> bytes | None:
        """The sealed bytes; None where there is no file. Raises ``Unreadable``."""
        try:
            about = self.path.stat()
            if not stat.S_ISREG(about.st_mode) or about.st_size > _LARGEST:
                raise Unreadable("the stored session is damaged")
            return self.path.read_bytes()
        except FileNotFoundError:
            return None
        except OSError as error:
            raise Unreadable(f"the stored session cannot be read: {error.strerror}") from error

    def open(self, sealed: bytes, key: Key) -> str:
        """The session's text. Raises ``Unreadable``."""
        from cryptography.exceptions import InvalidTag
        from cryptography.hazmat.primitives.ciphers.aead import AESGCM

        body = sealed.removeprefix(MAGIC)
        if len(body) == len(sealed) or len(body) < _NONCE + 16:
            raise Unreadable("the stored session is damaged")
        try:
            return AESGCM(key.value).decrypt(body[:_NONCE], body[_NONCE:], self._bound()).decode()
        except (InvalidTag, UnicodeDecodeError):
            raise Unreadable("the stored session is damaged or was written with another key") from None

    def write(self, text: str, key: Key) -> bytes:
        """Seal the text and replace the file; returns the sealed bytes. Raises ``OSError``: the old file is whole."""
        from cryptography.hazmat.primitives.ciphers.aead import AESGCM

        nonce = os.urandom(_NONCE)
        sealed = MAGIC + nonce + AESGCM(key.value).encrypt(nonce, text.encode(), self._bound())
        write_whole(self.path, sealed)
        return sealed

    def remove(self) -> None:
        """Delete the file and what an interrupted write left beside it. Raises ``OSError``."""
        remove_whole(self.path)

    def _bound(self) -> bytes:
        return MAGIC + self._owner().encode()


class KeptSession:
    """The ``Session`` port: the file, its key in ``secrets``, and the cookies of one ``host`` only.

    With ``memory`` a session that cannot be kept for want of a keyring is held until LinkApp ends (for a site on this
    computer, whose session is no secret).
    """

    def __init__(self, file: SessionFile, secrets: Secrets, *, host: str, memory: bool = False) -> None:
        self._file = file
        self._secrets = secrets
        self._host = host
        self._memory = memory
        self._held: StoredSession | None = None
        self._given: StoredSession | None = None
        self._loaded = b""

    def is_stored(self) -> bool:
        """See ``services.ports.secrets.Session``."""
        return self._file.exists()

    async def load(self) -> StoredSession | Problem | None:
        """See ``services.ports.secrets.Session``."""
        if self._held is not None:
            self._given = self._held
            return self._held
        try:
            sealed = await asyncio.to_thread(self._file.read)
            if sealed is None:
                return None
            key = await self._secrets.key()
            if key is None:
                raise Unreadable("the key of the stored session is gone from the keyring")
            if isinstance(key, Problem):
                return key
            text, signed_in = of_the_site(self._file.open(sealed, key), self._host)
        except Unreadable as error:
            return Problem(reason=Reason.SIGNED_OUT, detail=str(error))
        except BadSession:
            return Problem(reason=Reason.SIGNED_OUT, detail="the stored session signs nobody in")
        except OSError as error:
            return Problem(reason=Reason.DATA_UNUSABLE, detail=f"{error.strerror or type(error).__name__}")
        self._loaded = _mark(sealed)
        return StoredSession(state=text, signed_in=signed_in)

    async def save(self, state: str) -> SignedIn | Problem:
        """See ``services.ports.secrets.Session``."""
        try:
            text, signed_in = of_the_site(state, self._host)
        except BadSession:
            return Problem(reason=Reason.SIGNED_OUT, detail="the browser holds no session of the site")
        key = await self._secrets.new_key()
        if isinstance(key, Problem):
            if not self._memory:
                return key
            held = SignedIn(expires=signed_in.expires, kept=False)
            self._held = StoredSession(state=text, signed_in=held)
            return held
        problem = await self._write(text, key)
        if problem is not None:
            return problem
        self._held = None
        return signed_in

    async def refresh(self, state: str) -> Problem | None:
        """See ``services.ports.secrets.Session``."""
        try:
            text, signed_in = of_the_site(state, self._host)
        except BadSession:
            return None  # signed out on the way: what is stored tells the same at the next start
        if self._held is not None:
            if self._held is self._given:
                self._held = StoredSession(state=text, signed_in=SignedIn(expires=signed_in.expires, kept=False))
            return None
        key = await self._secrets.key()
        if key is None or isinstance(key, Problem):
            return key
        return await self._write(text, key, only_over=self._loaded)

    async def remove(self) -> Problem | None:
        """See ``services.ports.secrets.Session``."""
        self._held, self._loaded = None, b""
        try:
            await asyncio.to_thread(self._file.remove)
        except OSError as error:
            return Problem(
                reason=Reason.DATA_UNUSABLE, detail=f"the stored session cannot be deleted: {error.strerror}"
            )
        return await self._secrets.forget()

    async def _write(self, text: str, key: Key, *, only_over: bytes | None = None) -> Problem | None:
        def write() -> None:
            if only_over is not None and _mark(self._file.read() or b"") != only_over:
                return  # signed out, or in again, by somebody else meanwhile
            self._loaded = _mark(self._file.write(text, key))

        try:
            await asyncio.to_thread(write)
        except OSError as error:
            return Problem(
                reason=Reason.DISK_FULL if error.errno == errno.ENOSPC else Reason.DATA_UNUSABLE,
                detail=f"{error.strerror}",
            )
        except Unreadable as error:
            return Problem(reason=Reason.DATA_UNUSABLE, detail=str(error))
        return None


def _mark(sealed: bytes) -> bytes:
    return hashlib.sha256(sealed).digest()
