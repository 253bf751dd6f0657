"""The selector pack: what LinkApp knows of the site's addresses and words, as data, checked when it is loaded."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

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


def load(source: Path) -> Pack:
    """The pack in the file ``source``. Raises ``BadPack`` with one sentence."""
    try:
        raw = msgspec.convert(tomllib.loads(source.read_text(encoding="utf-8")), _File)
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError, msgspec.ValidationError) as error:
        raise BadPack(f"The selector pack {source.name} cannot be used: {error}.") from error
    missing = [name for name in WORD_LISTS if not raw.words.get(name)]
    empty = [name for name, words in raw.words.items() if any(not word.strip() for word in words)]
    if missing or empty:
        raise BadPack(f"The selector pack {source.name} lacks words for {', '.join(missing + empty)}.")
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
