"""The key that encrypts the session: 32 random bytes in the system's keyring, or wrapped by a passphrase.

The keyring is asked in a thread with a time-out, because some backends wait for ever (a prompt that nobody sees, a
bus that hangs). Only the operating system's own keyrings are used; a backend that keeps secrets in the open, or
that somebody put in between, is refused by name, and there is no silent fallback to a file.

The passphrase vault is for computers without a keyring. It exists only after the person has chosen it.
"""

from __future__ import annotations

import asyncio
import base64
import binascii
import contextlib
import threading
import traceback
import unicodedata
from collections.abc import Callable, Sequence
from datetime import timedelta
from pathlib import Path
from secrets import token_bytes
from typing import Any, Protocol, TypeVar

import msgspec

from linkapp.domain.problems import Problem, Reason
from linkapp.services.ports.secrets import Key, Keyring, KeyringState
from linkapp.services.time_limit import time_limit
from linkapp.system.whole_file import write_whole

SERVICE = "LinkApp"
KEY_BYTES = 32
PATIENCE = timedelta(seconds=20)
"""How long one question to the keyring may take when nobody is known to sit at the computer."""
PATIENCE_WITH_PERSON = timedelta(seconds=120)
"""The same while a person is signing in and may have to unlock the keyring first."""
SHORTEST_PASSPHRASE = 10

_TRUSTED = {
    "keyring.backends.SecretService": "Secret Service",
    "keyring.backends.libsecret": "Secret Service",
    "keyring.backends.kwallet": "KWallet",
    "keyring.backends.macOS": "macOS Keychain",
    "keyring.backends.Windows": "Windows Credential Manager",
}
"""Modules of the backends that are an operating system's keyring, with their names for people."""
_LOCKED = frozenset({"KeyringLocked", "InitError", "LockedException", "PromptDismissedException", "KeychainDenied"})
_MISSING = frozenset({"NoKeyringError", "SecretServiceNotAvailableException"})

T = TypeVar("T")


class Backend(Protocol):
    """What is needed of a backend of the keyring library."""

    def get_password(self, service: str, username: str) -> str | None:
        """The entry, or None."""

    def set_password(self, service: str, username: str, password: str) -> None:
        """Make or replace the entry."""

    def delete_password(self, service: str, username: str) -> None:
        """Delete the entry."""


class NoTrustedBackend(Exception):
    """No keyring that can be trusted; the message says why, in one sentence."""


def system_backend() -> tuple[str, Backend]:
    """The operating system's keyring and its name. Blocks. Raises ``NoTrustedBackend``, and what the library raises."""
    import keyring

    return trusted(keyring.get_keyring())


def trusted(backend: Any) -> tuple[str, Backend]:
    """The backend, or the first one of a chain, that is an operating system's keyring, and its name.

    Never one that keeps secrets in the open, and none of unknown origin: a chain would fall through to the next
    backend when the first one is locked. Raises ``NoTrustedBackend``.
    """
    module = type(backend).__module__
    if module == "keyring.backends.fail":
        raise NoTrustedBackend("this computer has no keyring")
    candidates: Sequence[Any] = backend.backends if module == "keyring.backends.chainer" else (backend,)
    for candidate in candidates:
        name = _TRUSTED.get(type(candidate).__module__)
        if name is not None and candidate.priority >= 1:
            return name, candidate
    refused = (
        ", ".join(f"{type(candidate).__module__}.{type(candidate).__qualname__}" for candidate in candidates) or module
    )
    raise NoTrustedBackend(f"{refused} is not the operating system's keyring and is not used")


class KeyringSecrets:
    """The ``Secrets`` port over the operating system's keyring. One entry: service ``LinkApp``, user = ``owner()``."""

    def __init__(
        self,
        owner: Callable[[], str],
        *,
        patience: timedelta = PATIENCE,
        backend: Callable[[], tuple[str, Backend]] = system_backend,
    ) -> None:
        """``owner`` names the data folder (it may raise ``OSError``); ``patience`` is for one question."""
        self._owner = owner
        self._patience = patience
        self._find = backend
        self._asking = asyncio.Lock()
        self._hanging: threading.Thread | None = None

    async def look(self) -> Keyring:
        """See ``services.ports.secrets.Secrets``."""

        def ask() -> str:
            name, backend = self._find()
            backend.get_password(SERVICE, self._owner())
            return name

        answer = await self._ask(ask)
        if isinstance(answer, Problem):
            return Keyring(state=_STATES[answer.reason], problem=answer)
        return Keyring(state=KeyringState.READY, name=answer)

    async def key(self) -> Key | Problem | None:
        """See ``services.ports.secrets.Secrets``. An entry that is no key counts as none."""
        return await self._ask(lambda: _key_of(self._find()[1].get_password(SERVICE, self._owner())))

    async def new_key(self) -> Key | Problem:
        """See ``services.ports.secrets.Secrets``. The key is read back before it is believed."""

        def make() -> Key:
            _, backend = self._find()
            owner = self._owner()
            if (there := _key_of(backend.get_password(SERVICE, owner))) is not None:
                return there
            made = Key(value=token_bytes(KEY_BYTES))
            backend.set_password(SERVICE, owner, base64.b64encode(made.value).decode())
            if _key_of(backend.get_password(SERVICE, owner)) != made:
                raise NoTrustedBackend("the keyring did not keep what it was given")
            return made

        return await self._ask(make)

    async def password(self, entry: str) -> str | Problem | None:
        """Another secret of the person's under a name of its own (the shared quota's password), or None."""
        return await self._ask(lambda: self._find()[1].get_password(SERVICE, entry))

    async def keep_password(self, entry: str, password: str) -> Problem | None:
        """Keep such a secret in place of the one that is there."""
        return await self._ask(lambda: self._find()[1].set_password(SERVICE, entry, password))

    async def forget(self) -> Problem | None:
        """See ``services.ports.secrets.Secrets``. A key that is not there is forgotten already."""

        def delete() -> None:
            _, backend = self._find()
            owner = self._owner()
            if backend.get_password(SERVICE, owner) is not None:
                backend.delete_password(SERVICE, owner)

        return await self._ask(delete)

    async def _ask(self, question: Callable[[], T]) -> T | Problem:
        """The answer, or the problem. Details name kinds of errors only: their texts are not ours."""
        async with self._asking:
            if self._hanging is not None and self._hanging.is_alive():
                return self._slow()  # one question that hangs is enough
            loop = asyncio.get_running_loop()
            answer: asyncio.Future[T | Problem] = loop.create_future()

            def deliver(value: T | Problem) -> None:
                if not answer.done():
                    answer.set_result(value)

            def work() -> None:
                value = _answered(question)
                with contextlib.suppress(RuntimeError):  # the program has ended meanwhile
                    loop.call_soon_threadsafe(deliver, value)

            # A thread of its own that nothing waits for at the end of the program.
            thread = threading.Thread(target=work, name="keyring", daemon=True)
            thread.start()
            try:
                async with time_limit(self._patience.total_seconds()):
                    return await answer
            except TimeoutError:
                return self._slow()
            finally:
                if not answer.done() or answer.cancelled():
                    self._hanging = thread

    def _slow(self) -> Problem:
        seconds = self._patience.total_seconds()
        return Problem(reason=Reason.KEYRING_SLOW, detail=f"no answer within {seconds:.0f} s")


def _answered(question: Callable[[], T]) -> T | Problem:
    """Ask, in the keyring's thread. No error leaves it: its frames hold what was asked for."""
    try:
        return question()
    except NoTrustedBackend as error:
        return Problem(reason=Reason.KEYRING_MISSING, detail=str(error))
    except Exception as error:  # noqa: BLE001 - backends raise what their system gives them
        _close_what_is_left(error)
        return _problem_of(error)


def _close_what_is_left(error: BaseException | None) -> None:
    """Close the bus connection that the keyring library leaves to chance where an unlock is refused."""
    while error is not None:
        for frame, _ in traceback.walk_tb(error.__traceback__):
            for value in list(frame.f_locals.values()):
                connection = getattr(value, "connection", value)
                if type(connection).__module__.startswith("jeepney.io."):
                    with contextlib.suppress(OSError):
                        connection.close()
        error = error.__cause__ or error.__context__


class _Vault(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    version: int
    n: int
    r: int
    p: int
    salt: str
    nonce: str
    wrapped: str


class PassphraseVault:
    """The ``Secrets`` port for a computer without a keyring: the key, wrapped by a passphrase, in a file of its own.

    scrypt (N = 2^17, r = 8, p = 1: 128 MB and some tenths of a second a try) makes the wrapping key, AES-256-GCM wraps.
    The passphrase is asked for once per run and kept nowhere.
    """

    def __init__(self, path: Path, owner: Callable[[], str], *, cost: int = 2**17) -> None:
        """``path`` is the vault's file; ``owner`` the data folder's name, to which the vault is bound."""
        self._path = path
        self._owner = owner
        self._cost = cost
        self._key: Key | None = None

    def exists(self) -> bool:
        """Whether the person has made one."""
        return self._path.exists()

    async def create(self, passphrase: str) -> Problem | None:
        """Make the vault, by the person's explicit wish, and open it. An existing one is opened, never replaced.

        Raises ``ValueError`` with one sentence for a passphrase that is too short.
        """
        if self.exists():
            return await self.unlock(passphrase)
        if len(_normal(passphrase)) < SHORTEST_PASSPHRASE:
            raise ValueError(f"A passphrase has at least {SHORTEST_PASSPHRASE} characters.")
        made = Key(value=token_bytes(KEY_BYTES))

        def write() -> None:
            salt, nonce = token_bytes(16), token_bytes(12)
            wrapping = _stretched(passphrase, salt, self._cost, 8, 1)
            wrapped = _gcm(wrapping).encrypt(nonce, made.value, self._bound(self._cost, 8, 1))
            vault = _Vault(
                version=1, n=self._cost, r=8, p=1, salt=_text(salt), nonce=_text(nonce), wrapped=_text(wrapped)
            )
            write_whole(self._path, msgspec.json.encode(vault))

        try:
            await asyncio.to_thread(write)
        except OSError as error:
            return Problem(reason=Reason.KEYRING_MISSING, detail=f"the vault cannot be written: {error.strerror}")
        self._key = made
        return None

    async def unlock(self, passphrase: str) -> Problem | None:
        """Open the vault. ``KEYRING_LOCKED`` for a wrong passphrase, ``KEYRING_MISSING`` for a damaged vault."""
        from cryptography.exceptions import InvalidTag

        def read() -> Key:
            vault = msgspec.json.decode(self._path.read_bytes(), type=_Vault)
            if vault.version != 1 or not (2**10 <= vault.n <= 2**20 and vault.r == 8 and vault.p == 1):
                raise ValueError("parameters")
            wrapping = _stretched(passphrase, _raw(vault.salt), vault.n, vault.r, vault.p)
            value = _gcm(wrapping).decrypt(_raw(vault.nonce), _raw(vault.wrapped), self._bound(vault.n, 8, 1))
            return Key(value=value)

        try:
            self._key = await asyncio.to_thread(read)
        except InvalidTag:
            return Problem(reason=Reason.KEYRING_LOCKED, detail="the passphrase does not open the vault")
        except (OSError, ValueError, msgspec.MsgspecError):
            return Problem(reason=Reason.KEYRING_MISSING, detail="the passphrase vault cannot be read")
        return None

    async def look(self) -> Keyring:
        """See ``services.ports.secrets.Secrets``."""
        name = "passphrase vault"
        if self._key is not None:
            return Keyring(state=KeyringState.READY, name=name)
        if not self.exists():
            problem = Problem(reason=Reason.KEYRING_MISSING, detail="there is no passphrase vault")
            return Keyring(state=KeyringState.MISSING, name=name, problem=problem)
        return Keyring(state=KeyringState.LOCKED, name=name, problem=_VAULT_LOCKED)

    async def key(self) -> Key | Problem | None:
        """See ``services.ports.secrets.Secrets``."""
        return self._key if self._key is not None else (_VAULT_LOCKED if self.exists() else None)

    async def new_key(self) -> Key | Problem:
        """See ``services.ports.secrets.Secrets``; the vault is made by ``create`` only."""
        if self._key is not None:
            return self._key
        return (await self.look()).problem or _VAULT_LOCKED

    async def forget(self) -> Problem | None:
        """See ``services.ports.secrets.Secrets``: the vault is deleted."""
        self._key = None
        try:
            self._path.unlink(missing_ok=True)
        except OSError as error:
            return Problem(reason=Reason.KEYRING_MISSING, detail=f"the vault cannot be deleted: {error.strerror}")
        return None

    def _bound(self, n: int, r: int, p: int) -> bytes:
        return f"LinkApp vault 1 {n} {r} {p} {self._owner()}".encode()


class ChosenSecrets:
    """The ``Secrets`` port over the person's choice: the passphrase vault from when it is made, else the keyring."""

    def __init__(self, vault: PassphraseVault, keyring: KeyringSecrets) -> None:
        self._vault = vault
        self._keyring = keyring

    async def look(self) -> Keyring:
        """See ``services.ports.secrets.Secrets``."""
        return await self._chosen().look()

    async def key(self) -> Key | Problem | None:
        """See ``services.ports.secrets.Secrets``."""
        return await self._chosen().key()

    async def new_key(self) -> Key | Problem:
        """See ``services.ports.secrets.Secrets``."""
        return await self._chosen().new_key()

    async def forget(self) -> Problem | None:
        """See ``services.ports.secrets.Secrets``: where there is a vault, the vault is deleted."""
        return await self._chosen().forget()

    def _chosen(self) -> PassphraseVault | KeyringSecrets:
        return self._vault if self._vault.exists() else self._keyring


_VAULT_LOCKED = Problem(reason=Reason.KEYRING_LOCKED, detail="the passphrase was not given")
_STATES = {
    Reason.KEYRING_LOCKED: KeyringState.LOCKED,
    Reason.KEYRING_MISSING: KeyringState.MISSING,
    Reason.KEYRING_SLOW: KeyringState.SLOW,
}


def _problem_of(error: Exception) -> Problem:
    names = {kind.__name__ for kind in type(error).__mro__}
    cause = type(error.__cause__).__name__ if error.__cause__ is not None else ""
    detail = type(error).__name__ + (f", {cause}" if cause else "")
    if "InitError" in names and cause in _MISSING:
        return Problem(reason=Reason.KEYRING_MISSING, detail=detail)
    return Problem(reason=Reason.KEYRING_LOCKED if names & _LOCKED else Reason.KEYRING_MISSING, detail=detail)


def _key_of(entry: str | None) -> Key | None:
    try:
        value = base64.b64decode(entry or "", validate=True)
    except (binascii.Error, ValueError):
        return None
    return Key(value=value) if len(value) == KEY_BYTES else None


def _gcm(key: bytes) -> Any:
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM

    return AESGCM(key)


def _stretched(passphrase: str, salt: bytes, n: int, r: int, p: int) -> bytes:
    from cryptography.hazmat.primitives.kdf.scrypt import Scrypt

    return Scrypt(salt=salt, length=KEY_BYTES, n=n, r=r, p=p).derive(
        _normal(passphrase).encode("utf-8", "surrogatepass")
    )


def _normal(passphrase: str) -> str:
    """The same passphrase typed on another keyboard gives the same signs."""
    return unicodedata.normalize("NFKC", passphrase)


def _text(raw: bytes) -> str:
    return base64.b64encode(raw).decode()


def _raw(text: str) -> bytes:
    return base64.b64decode(text, validate=True)
