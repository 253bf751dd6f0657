"""Template sets: the shipped ones, and the person's own in the data folder, which replace a language's set."""

from __future__ import annotations

import hashlib
import json
import re
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import msgspec

from linkapp.domain.hand_edited import NotUtf8, line_with, text_of
from linkapp.domain.known_error import KnownError
from linkapp.domain.message import Template, check
from linkapp.system.whole_file import write_whole

_LANGUAGE = r"[a-z]{2,3}"
_ENDING = ".toml"


class BadTemplates(KnownError):
    """A template file that cannot be used; the message is one sentence and names the line."""

    def __init__(self, path: Path, detail: str) -> None:
        super().__init__(f"The templates in {path} cannot be used: {detail}.", "templates", path=path, detail=detail)


class _File(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    on_time: list[str]
    late: list[str]


Sets = dict[str, Sequence[Template]]


@dataclass(frozen=True, kw_only=True)
class LoadedTemplates:
    """The sets by language. A language in ``spoilt`` has none: the person's own file for it cannot be used, and no
    other words are put in the place of theirs. ``notices``: what of the person's own files is not used, and why."""

    on_time: Mapping[str, Sequence[Template]]
    late: Mapping[str, Sequence[Template]]
    spoilt: frozenset[str] = frozenset()
    notices: Sequence[KnownError] = field(default=())


def load(shipped: Path, own: Path, occasion: str) -> LoadedTemplates:
    """The sets of an occasion, from ``<occasion>.<language>.toml`` in two folders; a file of the person's ``own``
    replaces the shipped one. Only files of exactly this name count. The same text twice counts once.

    A file of the person's own that cannot be used costs its own language only. Raises ``BadTemplates`` for a shipped
    one.
    """
    on_time: Sets = {}
    late: Sets = {}
    spoilt: set[str] = set()
    notices: list[KnownError] = []
    for folder in (shipped, own):
        for path in _files(folder):
            named = re.fullmatch(rf"{occasion}\.({_LANGUAGE})\.toml", path.name)
            if path.is_dir():
                if folder is own and path.name.endswith(_ENDING):
                    notices.append(_folder(path))
                continue
            if named is None:
                if folder is own:
                    notices.append(_not_used(path, occasion))
                continue
            language = named[1]
            try:
                on_time[language], late[language] = _sets(path)
            except BadTemplates as bad:
                if folder is not own:
                    raise
                on_time[language] = late[language] = ()
                spoilt.add(language)
                notices.append(bad)
    return LoadedTemplates(on_time=on_time, late=late, spoilt=frozenset(spoilt), notices=notices)


def add(shipped: Path, own: Path, name: str, texts: Sequence[str], *, late: bool, dry: bool) -> int:
    """Add texts to the person's own file of this name (``birthday.en.toml``), or look how many are not there yet.

    A file that is missing is made with the shipped texts, which it would replace; in one that is there lines are put
    in and nothing else is changed. Raises ``BadTemplates`` where that makes no file that can be used; then it is as it
    was, and ``OSError``.
    """
    path, key = own / name, "late" if late else "on_time"
    begun = path if path.exists() else shipped / name
    source = text_of(begun.read_bytes()) if begun.exists() else "on_time = [\n]\n\nlate = [\n]\n"
    try:
        there = tomllib.loads(source).get(key, [])
    except ValueError as error:
        raise BadTemplates(path, " ".join(str(error).split())[:200]) from error
    new = [text for text in texts if text not in there]
    if dry or not new:
        return len(new)
    lines = "".join(f"\n  {json.dumps(text, ensure_ascii=False)}," for text in new)
    whole, changed = re.subn(
        rf"^{key}[ \t]*=[ \t]*\[", lambda start: start.group() + lines, source, count=1, flags=re.M
    )
    try:
        file = msgspec.convert(tomllib.loads(whole), _File)
    except ValueError as error:
        raise BadTemplates(path, " ".join(str(error).split())[:200]) from error
    if not changed:
        raise BadTemplates(path, f"it has no list called {key}")
    _checked(path, whole, file.on_time)
    _checked(path, whole, file.late)
    own.mkdir(parents=True, exist_ok=True)
    write_whole(path, whole.encode())
    return len(new)


def _files(folder: Path) -> list[Path]:
    try:
        return sorted(path for path in folder.iterdir() if not path.name.startswith("."))
    except FileNotFoundError:
        return []
    except OSError as error:
        raise BadTemplates(folder, error.strerror or type(error).__name__) from error


def _not_used(path: Path, occasion: str) -> KnownError:
    name = f"{occasion}.LANGUAGE.toml"
    sentence = f"The file {path} is not used: a template file is called {name}, with a language like en or fr."
    return KnownError(sentence, "template_name", path=path, name=name)


def _folder(path: Path) -> KnownError:
    sentence = f"{path} is not used: it is a folder, and a template file is wanted."
    return KnownError(sentence, "template_folder", path=path)


def _sets(path: Path) -> tuple[Sequence[Template], Sequence[Template]]:
    try:
        if path.exists() and not path.is_file():
            raise BadTemplates(path, "it is a pipe or a device and no file")
        text = text_of(path.read_bytes())
        file = msgspec.convert(tomllib.loads(text), _File)
    except OSError as error:
        raise BadTemplates(path, error.strerror or type(error).__name__) from error
    except NotUtf8 as error:
        raise BadTemplates(path, str(error)) from None
    except (ValueError, RecursionError) as error:
        raise BadTemplates(path, " ".join(str(error).split())[:200] or type(error).__name__) from error
    return _checked(path, text, file.on_time), _checked(path, text, file.late)


def _checked(path: Path, source: str, texts: list[str]) -> Sequence[Template]:
    templates: dict[str, Template] = {}
    for text in texts:
        if faults := check(text):
            first = text.strip().split("\n")[0]
            line = line_with(source, first) or line_with(source, first.replace('"', '\\"'))
            where = f"line {line}: " if line else ""
            raise BadTemplates(path, f"{where}{text[:40]!r} has a mistake at character {faults[0].start + 1}")
        key = hashlib.sha256(text.encode()).hexdigest()[:12]
        templates.setdefault(key, Template(key=key, text=text))
    if not templates:
        raise BadTemplates(path, "it has no text for one of on_time and late")
    return tuple(templates.values())
