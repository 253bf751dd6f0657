"""Template sets: the shipped ones, and the person's own in the data folder, which replace a language's set."""

from __future__ import annotations

import hashlib
import tomllib
from collections.abc import Sequence
from pathlib import Path

import msgspec

from linkapp.domain.message import Template, check


class BadTemplates(Exception):
    """A template file that cannot be used; the message is one sentence and names the place."""


class _File(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    on_time: list[str]
    late: list[str]


Sets = dict[str, Sequence[Template]]


def load(folders: Sequence[Path], occasion: str) -> tuple[Sets, Sets]:
    """The sets of an occasion by language, on time and late, from ``<occasion>.<language>.toml`` in the folders.

    Later folders replace earlier ones. The same text twice counts once. Raises ``BadTemplates``.
    """
    on_time: Sets = {}
    late: Sets = {}
    for folder in folders:
        for path in sorted(folder.glob(f"{occasion}.*.toml")):
            language = path.name.split(".")[1]
            try:
                file = msgspec.convert(tomllib.loads(path.read_text(encoding="utf-8")), _File)
            except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError, msgspec.ValidationError) as error:
                raise BadTemplates(f"The templates in {path} cannot be used: {error}.") from error
            on_time[language] = _checked(path, file.on_time)
            late[language] = _checked(path, file.late)
    return on_time, late


def _checked(path: Path, texts: list[str]) -> Sequence[Template]:
    kept: dict[str, Template] = {}
    for text in texts:
        if faults := check(text):
            raise BadTemplates(
                f"The template {text[:40]!r} in {path} has a mistake at character {faults[0].start + 1}."
            )
        key = hashlib.sha256(text.encode()).hexdigest()[:12]
        kept.setdefault(key, Template(key=key, text=text))
    if not kept:
        raise BadTemplates(f"The templates in {path} are empty.")
    return tuple(kept.values())
