"""The selector pack: what LinkApp knows of the site's addresses and words, as data, checked when it is loaded."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import msgspec

from linkapp.domain.moment import Occasion


class BadPack(Exception):
    """A selector pack that cannot be used; the message is one sentence."""


class _Pages(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    catch_up_birthday: str
    catch_up_anniversary: str
    catch_up_position: str
    conversation: str
    profile: str


class _Stops(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    signed_out: list[str]
    security_check: list[str]
    restricted_words: list[str]
    limit_words: list[str]


class _File(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    version: int
    pages: _Pages
    stops: _Stops
    words: dict[str, list[str]]


WORD_LISTS = (
    "message_words not_message_starts send_words not_send_starts more_words close_words remove_words you_words"
    " thanks_words failed_words promoted_words comment_words empty_phrases"
).split()


_PATH = re.compile(r"/(?!/)[A-Za-z0-9/_.-]*")
"""A path of the site and nothing else: no pack may lead the session to another host."""
LARGEST = 256 * 1024
"""Bytes of a pack's file."""
MOST_WORDS = 200
LONGEST_WORD = 120


@dataclass(frozen=True, kw_only=True)
class Pack:
    """Addresses (paths), stop marks and word lists. ``words`` is handed to the page script as it is."""

    version: int
    catch_up: Mapping[Occasion, str]
    conversation: str
    profile: str
    signed_out: tuple[str, ...]
    security_check: tuple[str, ...]
    restricted_words: tuple[str, ...]
    limit_words: tuple[str, ...]
    words: Mapping[str, list[str]]


HOLDING_BACK = frozenset(
    "signed_out security_check restricted_words limit_words not_message_starts not_send_starts failed_words"
    " promoted_words comment_words".split()
)
"""What stops a run or keeps LinkApp from a click: an own pack may add to it and take nothing away."""


@dataclass(frozen=True, kw_only=True)
class Loaded:
    """The pack to go by. ``own``: the person's own file has a part in it; ``notice``: why it has none, in one
    sentence."""

    pack: Pack
    own: bool = False
    notice: str = ""


def load(shipped: Path, own: Path | None = None) -> Loaded:
    """The pack in the file ``shipped``, with what the person's own file ``own`` says in its place, key by key; what
    holds LinkApp back (``HOLDING_BACK``) is only ever added to.

    An own file that cannot be used changes nothing: ``Loaded.notice`` says why. Raises ``BadPack`` with one sentence
    for the shipped file.
    """
    document = _document(shipped)
    pack = _pack(document, shipped)
    if own is None or not own.exists():
        return Loaded(pack=pack)
    try:
        theirs = _document(own)
        unknown = sorted(set(theirs) - {"version", "pages", "stops", "words"})
        if unknown:
            raise BadPack(f"{_named(own)} has a part that is not known: {unknown[0][:40]!r}.")
        if theirs.get("version", pack.version) != pack.version:
            theirs_is = repr(theirs["version"])[:20]
            raise BadPack(f"{_named(own)} is for version {theirs_is}; this LinkApp's is {pack.version}.")
        merged = {**document}
        for part in ("pages", "stops", "words"):
            given = theirs.get(part, {})
            if not isinstance(given, dict):
                raise BadPack(f"{_named(own)}: {part} is no table.")
            merged[part] = {**document[part], **given, **_added(document[part], given)}
        return Loaded(pack=_pack(merged, own), own=True)
    except BadPack as bad:
        return Loaded(pack=pack, notice=f"{bad} LinkApp's own pack is used.")


def _added(shipped: dict[str, Any], given: dict[str, Any]) -> dict[str, Any]:
    """The lists that hold LinkApp back: the person's words come to the shipped ones, none of those goes."""
    return {
        name: [*shipped[name], *given[name]]
        for name in HOLDING_BACK & set(given)
        if name in shipped and isinstance(given[name], list)
    }


def _document(source: Path) -> dict[str, Any]:
    try:
        if source.stat().st_size > LARGEST:
            raise BadPack(f"{_named(source)} cannot be used: it is larger than {LARGEST // 1024} kB.")
        return tomllib.loads(source.read_text(encoding="utf-8"))
    except (OSError, ValueError, RecursionError) as error:  # no file, no text, no TOML, a number without end
        raise BadPack(f"{_named(source)} cannot be used: {_line(error)}.") from error


def _pack(document: dict[str, Any], source: Path) -> Pack:
    try:
        raw = msgspec.convert(document, _File)
    except msgspec.ValidationError as error:
        raise BadPack(f"{_named(source)} cannot be used: {_line(error)}.") from error
    unknown = sorted(set(raw.words) - set(WORD_LISTS))
    if unknown:
        raise BadPack(f"{_named(source)} has words that are not known: {unknown[0][:40]!r}.")
    stops = msgspec.structs.asdict(raw.stops)
    for name, words in [*raw.words.items(), *stops.items()]:
        if len(words) > MOST_WORDS or any(not word.strip() or len(word) > LONGEST_WORD for word in words):
            raise BadPack(f"{_named(source)}: {name} holds an empty or overlong word, or more than {MOST_WORDS}.")
    missing = [name for name in WORD_LISTS if not raw.words.get(name)] + [name for name in stops if not stops[name]]
    if missing:
        raise BadPack(f"{_named(source)} lacks words for {', '.join(missing)}.")
    addresses = [*msgspec.structs.asdict(raw.pages).values(), *raw.stops.signed_out, *raw.stops.security_check]
    for address in addresses:
        if not _PATH.fullmatch(address):
            raise BadPack(f"{_named(source)}: {address[:80]!r} is no path of the site.")
    return Pack(
        version=raw.version,
        catch_up={
            Occasion.BIRTHDAY: raw.pages.catch_up_birthday,
            Occasion.ANNIVERSARY: raw.pages.catch_up_anniversary,
            Occasion.POSITION: raw.pages.catch_up_position,
        },
        conversation=raw.pages.conversation,
        profile=raw.pages.profile,
        signed_out=tuple(raw.stops.signed_out),
        security_check=tuple(raw.stops.security_check),
        restricted_words=tuple(word.casefold() for word in raw.stops.restricted_words),
        limit_words=tuple(word.casefold() for word in raw.stops.limit_words),
        words=raw.words,
    )


def _named(source: Path) -> str:
    return f"The selector pack {source.name}"


def _line(error: Exception) -> str:
    return " ".join(str(error).split())[:200] or type(error).__name__
