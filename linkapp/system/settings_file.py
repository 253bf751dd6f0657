"""The settings file: read strictly, written atomically, keys of other versions kept."""

from __future__ import annotations

import contextlib
import difflib
import json
import re
import shutil
from pathlib import Path
from typing import Any

import msgspec

from linkapp.domain.hand_edited import NotUtf8, line_with, text_of
from linkapp.domain.known_error import KnownError
from linkapp.domain.settings import Settings
from linkapp.system.whole_file import write_whole

NAME = "settings.json"
_LONGEST_KEY = 60


class BadSettings(KnownError):
    """A settings file that cannot be used; the message is one sentence and names the line. The file is left as it
    is."""

    def __init__(self, path: Path, detail: str) -> None:
        sentence = f"The settings in {path} cannot be used: {detail}."
        super().__init__(sentence, "settings", path=path, detail=detail)


class SettingsFile:
    """The settings of one data folder."""

    def __init__(self, folder: Path) -> None:
        self._path = folder / NAME

    def load(self) -> Settings:
        """The settings as they are now (defaults where there is no file). Raises ``BadSettings``."""
        raw, text = self._raw()
        try:
            return msgspec.convert(raw, Settings)
        except msgspec.ValidationError as error:
            raise BadSettings(self._path, _placed(str(error), text)) from error

    def unknown(self) -> list[KnownError]:
        """The keys that LinkApp does not know, each with the one that was meant where one is near. A key that begins
        with no letter is a remark. Empty for a file that cannot be read: ``load`` says so."""
        try:
            raw, text = self._raw()
            known = msgspec.to_builtins(msgspec.convert(raw, Settings))
        except (BadSettings, msgspec.ValidationError):
            return []
        return [_unknown(self._path, key, text, known) for key in raw if key not in known and key[:1].isalpha()]

    def save(self, settings: Settings) -> None:
        """Replace the settings; the old file stays whole until the new one is. One that cannot be read is kept beside
        it. Raises ``OSError``."""
        try:
            before, _ = self._raw()
        except BadSettings:
            before = {}
            with contextlib.suppress(FileNotFoundError):
                shutil.copy2(self._path, self._path.with_suffix(".unreadable.json"))
        document = msgspec.json.format(msgspec.json.encode(before | msgspec.to_builtins(settings)), indent=2)
        write_whole(self._path.resolve(), document)  # a link to a file kept elsewhere stays one

    def _raw(self) -> tuple[dict[str, Any], str]:
        try:
            if self._path.exists() and not self._path.is_file() and not self._path.is_dir():
                raise BadSettings(self._path, "it is a pipe or a device and no file")
            text = text_of(self._path.read_bytes())
        except FileNotFoundError:
            return {}, ""
        except OSError as error:
            raise BadSettings(self._path, error.strerror or type(error).__name__) from error
        except NotUtf8 as error:
            raise BadSettings(self._path, str(error)) from None
        try:
            values = msgspec.json.decode(text.encode(), type=dict[str, Any])
        except (msgspec.DecodeError, RecursionError) as error:
            raise BadSettings(self._path, _unread(text) or str(error)) from None
        names = [name for name, _ in json.loads(text, object_pairs_hook=tuple)]
        if len(values) < len(names):
            twice = next(name for name in names if names.count(name) > 1)
            raise BadSettings(self._path, f"{twice} stands there twice")
        return values, text


def _unread(text: str) -> str:
    """Why a text is no JSON, and in which line; empty where Python's own reader takes it."""
    if not text.strip():
        return "the file is empty"
    try:
        json.loads(text)
    except json.JSONDecodeError as error:
        return f"line {error.lineno}, column {error.colno}: {error.msg[:1].lower()}{error.msg[1:]}"
    except RecursionError:
        return "it is nested without end"
    return ""


def _unknown(path: Path, key: str, text: str, known: dict[str, Any]) -> KnownError:
    shown = ascii(key[:_LONGEST_KEY])[1:-1] if not key.isprintable() else key[:_LONGEST_KEY]
    line = line_with(text, f'"{key}"') or line_with(text, json.dumps(key)) or 1
    sentence = f"Line {line} of {path} sets {shown}, which is no setting of LinkApp's"
    near = difflib.get_close_matches(re.sub(r"[\W_]+", "_", key).casefold(), known, n=1)
    if not near:
        return KnownError(f"{sentence}.", "setting_unknown", path=path, line=line, name=shown)
    value = json.dumps(known[near[0]], ensure_ascii=False)
    sentence += f"; {near[0]} may be meant, and is {value} now."
    return KnownError(sentence, "setting_misspelt", path=path, line=line, name=shown, near=near[0], value=value)


def _placed(fault: str, text: str) -> str:
    """A fault of a value with the line in which its key stands."""
    key = re.search(r"`\$\.(\w+)", fault) or re.match(r"(\w+) ", fault)
    line = line_with(text, f'"{key[1]}"') if key else None
    fault = re.sub(r" - at `\$\.?(\w*)[^`]*`$", lambda at: f" for {at[1]}" if at[1] else "", fault)
    return f"line {line}: {fault}" if line else fault
