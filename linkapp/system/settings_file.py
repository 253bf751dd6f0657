"""The settings file: read strictly, written atomically, keys of other versions kept."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import msgspec

from linkapp.domain.settings import Settings

NAME = "settings.json"


class BadSettings(Exception):
    """A settings file that cannot be used; the message is one sentence. The file is left as it is."""


class SettingsFile:
    """The settings of one data folder."""

    def __init__(self, folder: Path) -> None:
        self._path = folder / NAME

    def load(self) -> Settings:
        """The settings as they are now (defaults where there is no file). Raises ``BadSettings``."""
        raw = self._raw()
        try:
            return msgspec.convert(raw, Settings)
        except msgspec.ValidationError as error:
            raise BadSettings(f"The settings in {self._path} cannot be used: {error}.") from error

    def save(self, settings: Settings) -> None:
        """Replace the settings; the old file stays whole until the new one is. Raises ``OSError``."""
        try:
            kept = self._raw()
        except BadSettings:
            kept = {}
        document = msgspec.json.format(msgspec.json.encode(kept | msgspec.to_builtins(settings)), indent=2)
        beside = self._path.with_suffix(".new")
        with os.fdopen(os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as file:
            file.write(document)
            file.flush()
            os.fsync(file.fileno())
        beside.replace(self._path)

    def _raw(self) -> dict[str, Any]:
        try:
            return msgspec.json.decode(self._path.read_bytes(), type=dict[str, Any])
        except FileNotFoundError:
            return {}
        except (OSError, msgspec.DecodeError) as error:
            raise BadSettings(f"The settings in {self._path} cannot be read: {error}.") from error
