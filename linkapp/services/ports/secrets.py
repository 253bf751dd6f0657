"""The key of a data folder, and the signed-in session that it encrypts."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import Protocol

from linkapp.domain.problems import Problem
from linkapp.domain.session import SignedIn


class KeyringState(StrEnum):
    """What can be said of the place where the key lies."""

    READY = "ready"
    LOCKED = "locked"
    MISSING = "missing"
    SLOW = "slow"


@dataclass(frozen=True, kw_only=True)
class Keyring:
    """The keyring as it was found: ``name`` for people, and the problem where it is not ready."""

    state: KeyringState
    name: str = ""
    problem: Problem | None = None


@dataclass(frozen=True, kw_only=True)
class Key:
    """32 secret bytes, which no ``repr`` shows."""

    value: bytes = field(repr=False)


class Secrets(Protocol):
    """The key of a data folder: in the system's keyring, or wrapped by the person's passphrase. Never in the open.

    Problems: ``KEYRING_LOCKED``, ``KEYRING_MISSING``, ``KEYRING_SLOW``. Every call comes back, whatever the keyring
    does.
    """

    async def look(self) -> Keyring:
        """How the keyring is; makes no key."""

    async def key(self) -> Key | Problem | None:
        """The key; None where the keyring answers and holds none."""

    async def new_key(self) -> Key | Problem:
        """The key, made and kept if there was none."""

    async def forget(self) -> Problem | None:
        """Delete the key; without it nothing that it encrypted can be read again."""


@dataclass(frozen=True, kw_only=True)
class StoredSession:
    """A session as it was kept: the storage state document, which no ``repr`` shows, and until when it lasts."""

    state: str = field(repr=False)
    signed_in: SignedIn


class Session(Protocol):
    """Where the signed-in session lies between runs."""

    def is_stored(self) -> bool:
        """Whether one lies on the disk; asks no keyring."""

    async def load(self) -> StoredSession | Problem | None:
        """The session; None if none is kept. ``SIGNED_OUT`` where it cannot be opened: the file stays as it is."""

    async def save(self, state: str) -> SignedIn | Problem:
        """Keep the session of a sign-in, instead of any other."""

    async def refresh(self, state: str) -> Problem | None:
        """Keep what the site renewed, unless what ``load`` gave was replaced or removed since."""

    async def remove(self) -> Problem | None:
        """Delete the session and its key. The session is gone even where the keyring does not let go of the key."""


class SignInWindow(Protocol):
    """A browser window of LinkApp's own in which the person signs in. What is typed there is not looked at."""

    async def open(self, stored: StoredSession | None) -> Problem | None:
        """Open the window at the site: at the sign-in page, or with a stored session where that leads."""

    async def standing(self) -> SignedIn | Problem:
        """What the window shows now. ``STOPPED_BY_PERSON``: it was closed."""

    async def state(self) -> str | Problem:
        """The window's session, as a storage state document."""

    async def close(self) -> None:
        """Close the window and its browser. Never raises."""
