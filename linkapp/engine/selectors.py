"""The selector pack: what LinkApp knows of the site's addresses, words and marks, as data, checked when it is loaded.

The person's own file has its say key by key. What was counted puts the ways to read a page in order and adds learned
ones (``arranged``); what proves who a message goes to is the shipped pack's alone.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import Any

import msgspec

from linkapp.domain.hand_edited import text_of
from linkapp.domain.known_error import KnownError
from linkapp.domain.moment import Occasion
from linkapp.domain.selector_stats import SelectorStat, Tallies, faded, in_order, kept_learned, stats_of
from linkapp.engine.forms import LONG_LIVED, fault_of, is_learnable


class BadPack(KnownError):
    """A selector pack that cannot be used; the message is one sentence."""

    def __init__(self, sentence: str) -> None:
        super().__init__(sentence, "pack", detail=sentence.rstrip("."))


class _Pages(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    catch_up_birthday: str
    catch_up_anniversary: str
    catch_up_position: str
    conversation: str
    profile: str


class _Stops(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    signed_out: list[str]
    sign_in_steps: list[str]
    security_check: list[str]
    restricted_words: list[str]
    limit_words: list[str]
    security_words: list[str]
    agree_words: list[str]
    sign_in_words: list[str]


class _File(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    version: int
    pages: _Pages
    stops: _Stops
    words: dict[str, list[str]]
    selectors: dict[str, list[str]]


WORD_LISTS = (
    "message_words not_message_starts send_words not_send_starts more_words close_words remove_words you_words"
    " accept_words decline_words thanks_words failed_words promoted_words comment_words empty_phrases loading_words"
    " retry_words minimise_words enter_words suggested_wishes binding_words"
).split()


READING = (
    "main busy placeholder list card card_heading beside furniture more_button profile_heading empty_state"
).split()
"""Keys that a page is read by: an own pack adds to them."""
PROVING = (
    "own_navigation landmark heading button editor composer send_button message_item message_list message_log"
    " classic_message classic_inbound classic_outbound empty_conversation"
).split()
"""Keys on which the proof of who a message goes to and what was sent rests: as shipped, always."""
LEARNING = ("card", "list")
"""Keys for which forms are learned: where people stand on a page that lists them. Whom a message goes to is proven
without them."""
MOST_FORMS = 20

_PARTS = ("pages", "stops", "words", "selectors")
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
    sign_in_steps: tuple[str, ...]
    """Steps of signing in that stand among the addresses of the security checks."""
    security_check: tuple[str, ...]
    restricted_words: tuple[str, ...]
    limit_words: tuple[str, ...]
    security_words: tuple[str, ...]
    agree_words: tuple[str, ...]
    sign_in_words: tuple[str, ...]
    """What a control is called that leads a visitor in: its whole name, nothing more."""
    words: Mapping[str, list[str]]
    selectors: Mapping[str, list[str]]
    shipped: Mapping[str, list[str]]
    """The selectors before anything was counted: those of the file, and the own file's ahead of them."""
    learned: Mapping[str, list[str]]

    def ways(self, key: str) -> list[str]:
        """Every way of a key in the order in which it is asked, the learned ones last."""
        return [*self.selectors[key], *self.learned.get(key, [])]


HOLDING_BACK = frozenset(
    "signed_out security_check restricted_words limit_words security_words agree_words sign_in_words"
    " not_message_starts not_send_starts failed_words promoted_words comment_words loading_words retry_words"
    " binding_words".split()
)
"""What stops a run or keeps LinkApp from a click: an own pack may add to it and take nothing away."""


@dataclass(frozen=True, kw_only=True)
class LoadedSelectors:
    """The pack to go by. ``own``: the person's own file has a part in it; ``notice``: why it has none, in one
    sentence."""

    pack: Pack
    own: bool = False
    notice: str = ""
    not_used: tuple[KnownError, ...] = ()
    """Files beside the person's own one that are of no use there."""


def load(shipped: Path, own: Path | None = None) -> LoadedSelectors:
    """The pack in the file ``shipped``, with what the person's own file ``own`` says in its place, key by key; what
    holds LinkApp back (``HOLDING_BACK``) is only ever added to.

    An own file that cannot be used changes nothing: ``LoadedSelectors.notice`` says why. Raises ``BadPack`` with one
    sentence for the shipped file.
    """
    document = _document(shipped)
    pack = _pack(document, shipped)
    if own is None or not (own.exists() or own.is_symlink()):
        return LoadedSelectors(pack=pack, not_used=_beside(own))
    try:
        theirs = _document(own)
        unknown = sorted(set(theirs) - {"version", *_PARTS})
        if unknown:
            raise BadPack(f"{_named(own)} has a part that is not known: {unknown[0][:40]!r}.")
        made_for = theirs.get("version", pack.version)
        if not isinstance(made_for, int) or not 1 <= made_for <= pack.version:
            raise BadPack(f"{_named(own)} is for version {repr(made_for)[:20]}; this LinkApp's is {pack.version}.")
        merged = {**document}
        for part in _PARTS:
            given = theirs.get(part, {})
            if not isinstance(given, dict):
                raise BadPack(f"{_named(own)}: {part} is no table.")
            merged[part] = {**document[part], **given, **_added(document[part], given)}
        merged["selectors"] = {**document["selectors"], **_asked_first(document["selectors"], theirs, own)}
        return LoadedSelectors(pack=_pack(merged, own), own=True, not_used=_beside(own))
    except BadPack as bad:
        return LoadedSelectors(pack=pack, notice=f"{bad} LinkApp's own pack is used.", not_used=_beside(own))


def _beside(own: Path | None) -> tuple[KnownError, ...]:
    """The files of the person's own folder that are no selector pack by their name."""
    if own is None:
        return ()
    try:
        others = sorted(path for path in own.parent.iterdir() if not path.is_dir() and path.name != own.name)
    except OSError:
        return ()
    return tuple(
        KnownError(f"The file {path} is not used: a selector pack is called {own.name}.", "pack_name", path=path,
                   name=own.name)
        for path in others
        if not path.name.startswith(".")
    )  # fmt: skip


def arranged(pack: Pack, tallies: Tallies, now: datetime) -> Pack:
    """The pack with the ways to read a page in the order that their successes ask for, and with what was learned."""
    of = {key: {form: faded(tally, now) for (k, form), tally in tallies.items() if k == key} for key in READING}
    learned = {
        key: [
            form
            for form in kept_learned({form: tally for form, tally in of[key].items() if tally.learned}, now)
            if is_learnable(form) and form not in pack.shipped[key]
        ]
        for key in LEARNING
    }
    ordered = {key: in_order(pack.shipped[key], of[key]) for key in READING}
    return replace(pack, selectors={**pack.shipped, **ordered}, learned=learned)


def stats(pack: Pack, tallies: Tallies, now: datetime) -> list[SelectorStat]:
    """How every way of every key stands."""
    return [stat for key in pack.selectors for stat in stats_of(key, pack.shipped[key], pack.ways(key), tallies, now)]


def _asked_first(shipped: dict[str, Any], theirs: dict[str, Any], own: Path) -> dict[str, list[str]]:
    """The person's selectors, each checked, ahead of the shipped ones."""
    ways: dict[str, list[str]] = {}
    for key, forms in theirs.get("selectors", {}).items():
        if key in PROVING:
            raise BadPack(f"{_named(own)}: {key} is for no own pack; the proof of who a message goes to rests on it.")
        if key not in READING:
            raise BadPack(f"{_named(own)} has selectors that are not known: {key[:40]!r}.")
        if not isinstance(forms, list) or not all(isinstance(form, str) for form in forms):
            raise BadPack(f"{_named(own)}: {key} is no list of selectors.")
        for form in forms:
            if fault := fault_of(form):
                raise BadPack(f"{_named(own)}: {key} cannot be recognised by {form[:60]!r}: {fault}.")
        ways[key] = [*dict.fromkeys([*forms, *shipped[key]])]
        if len(ways[key]) > MOST_FORMS:
            raise BadPack(f"{_named(own)}: {key} has more than {MOST_FORMS} selectors.")
    return ways


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
        if not source.is_file() and not source.is_dir():
            raise BadPack(f"{_named(source)} cannot be used: it is a pipe or a device and no file.")
        return tomllib.loads(text_of(source.read_bytes()))
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
    if sorted(raw.selectors) != sorted([*READING, *PROVING]) or not all(raw.selectors.values()):
        raise BadPack(f"{_named(source)} lacks selectors, or has some that are not known.")
    for forms in raw.selectors.values():
        for form in forms:
            if form not in LONG_LIVED and (fault := fault_of(form)):
                raise BadPack(f"{_named(source)}: {form[:60]!r}: {fault}.")
    addresses = [*msgspec.structs.asdict(raw.pages).values(), *raw.stops.signed_out, *raw.stops.security_check]
    addresses += raw.stops.sign_in_steps
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
        sign_in_steps=tuple(raw.stops.sign_in_steps),
        security_check=tuple(raw.stops.security_check),
        restricted_words=_folded(raw.stops.restricted_words),
        limit_words=_folded(raw.stops.limit_words),
        security_words=_folded(raw.stops.security_words),
        agree_words=_folded(raw.stops.agree_words),
        sign_in_words=_folded(raw.stops.sign_in_words),
        words=raw.words,
        selectors=raw.selectors,
        shipped=raw.selectors,
        learned={key: [] for key in LEARNING},
    )


def _folded(words: list[str]) -> tuple[str, ...]:
    return tuple(word.casefold().replace("’", "'") for word in words)


def _named(source: Path) -> str:
    return f"The selector pack {source.name}"


def _line(error: Exception) -> str:
    return " ".join(str(error).split())[:200] or type(error).__name__
