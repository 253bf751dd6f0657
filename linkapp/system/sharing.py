"""Setting up the quota shared with other computers: its address in the settings, its password in the keyring."""

from __future__ import annotations

import asyncio
from typing import Protocol

import msgspec

from linkapp.domain.problems import Problem
from linkapp.system.settings_file import BadSettings, SettingsFile
from linkapp.system.shared_quota import BadAddress, address_of


class Passwords(Protocol):
    """What is needed of the keyring."""

    async def password(self, entry: str) -> str | Problem | None:
        """What lies under a name."""

    async def keep_password(self, entry: str, password: str) -> Problem | None:
        """Keep a password under a name."""


class SharingSetup:
    """See ``services.app.Sharing``."""

    def __init__(self, settings: SettingsFile, passwords: Passwords) -> None:
        self._settings = settings
        self._passwords = passwords

    async def choose(self, address: str, password: str) -> str:
        """See ``services.app.Sharing``."""
        whole = ""
        if address.strip():
            try:
                server = address_of(address.strip())
            except BadAddress as error:
                return error.why
            secret = password or server.password
            if secret and await self._passwords.keep_password(server.entry, secret) is not None:
                return "keyring"
            whole = server.whole
        try:
            await asyncio.to_thread(self._keep, whole)
        except (OSError, BadSettings):
            return "settings"
        return ""

    def _keep(self, address: str) -> None:
        self._settings.save(msgspec.structs.replace(self._settings.load(), redis=address))
