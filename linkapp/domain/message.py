"""Messages: the template grammar, its checker, and which text a person gets.

Grammar: ``{first_name}`` is filled in; ``{first_name|there}`` has a fallback for people whose first name is not
understood; ``[Hi|Hello]`` is one of several words; ``{{ }} [[ ]]`` stand for the brackets themselves. A text is
chosen once, stored, shown and sent: there is no chance left between the screen and the site.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import lru_cache

from linkapp.domain.field_left import field_left
from linkapp.domain.same_text import fold

FIELDS = ("first_name",)
LONGEST = 1900
"""Characters a message may have; the site's own limit for a message to a connection is far above a greeting."""
MOST_TEXTS = 64
"""Most variants of one template that are considered."""


@dataclass(frozen=True, kw_only=True)
class Fault:
    """A mistake in a template: ``code``, and where it stands (``start`` to ``end``, characters, 0-based)."""

    code: str
    start: int
    end: int


@dataclass(frozen=True, kw_only=True)
class Template:
    """One template of a set: ``key`` is stable and stored with each greeting."""

    key: str
    text: str


@dataclass(frozen=True, kw_only=True)
class Use:
    """A text that a person already got (or may have got), and when (UTC)."""

    text: str
    template: str
    at: datetime


@dataclass(frozen=True, kw_only=True)
class _Part:
    """A literal (``words`` of one), alternatives (several ``words``) or a field with its fallback."""

    words: tuple[str, ...] = ()
    field: str = ""
    fallback: str | None = None
    places: tuple[tuple[int, ...], ...] = ()
    """Where in the template each character of each of the words stands."""
    start: int = 0


def check(template: str) -> tuple[Fault, ...]:
    """Every mistake in a template, in order of place; empty when it is good."""
    parts, faults = _parse(template)
    return tuple(faults) or _empty(template) or _fields_left(template, parts)


def _empty(template: str) -> tuple[Fault, ...]:
    if not template.strip():
        return (Fault(code="empty", start=0, end=len(template)),)
    if len(template) > LONGEST:
        return (Fault(code="too_long", start=LONGEST, end=len(template)),)
    return ()


@lru_cache(maxsize=1024)
def _fields_left(template: str, parts: tuple[_Part, ...]) -> tuple[Fault, ...]:
    """What would still look like a field once everything is filled in, at its place where it has one."""
    for index in range(max((len(part.words) for part in parts), default=1) or 1):
        made = ""
        places: list[int] = []
        for part in parts:
            word = part.words[min(index, len(part.words) - 1)] if part.words else "Ada"
            made += word
            places += part.places[min(index, len(part.words) - 1)] if part.words else [part.start] * len(word)
        if (span := field_left(made)) is not None:
            start, end = places[span[0]], places[span[1] - 1] + 1
            doubled = template[end - 1 : end + 1] in ("{{", "}}", "[[", "]]")
            return (Fault(code="looks_like_field", start=start, end=end + doubled),)
    if any(field_left(text) for text in _made(parts, {})):
        return (Fault(code="looks_like_field", start=0, end=len(template)),)
    return ()


def texts(template: str, values: Mapping[str, str | None]) -> tuple[str, ...]:
    """Every text a template can become for these values (a field maps to None where it is not known).

    Empty when a needed value is missing. Raises ``ValueError`` for a template with mistakes.
    """
    parts, faults = _parse(template)
    if faults or not template.strip() or _fields_left(template, parts):
        raise ValueError(f"the template has mistakes: {faults}")
    for part in parts:
        if part.field and not (values.get(part.field) or part.fallback):
            return ()
    return _made(parts, values)


def _made(parts: Sequence[_Part], values: Mapping[str, str | None]) -> tuple[str, ...]:
    """The texts of these parts, each once; a field without a value and a fallback is taken for some name."""
    choices = [(values.get(part.field) or part.fallback or "Ada",) if part.field else part.words for part in parts]
    made = ("".join(words).strip() for words in itertools.islice(itertools.product(*choices), MOST_TEXTS))
    return tuple(dict.fromkeys(made))


def choose(
    templates: Sequence[Template],
    values: Mapping[str, str | None],
    past: Iterable[Use],
    now: datetime,
    *,
    same_text_days: int = 730,
    seed: int = 0,
    not_these: Iterable[str] = (),
) -> tuple[str, str] | None:
    """The text for a person and the key of its template, or None when no text is left.

    The template least recently used for this person comes first (never used ones in an order given by ``seed``, so
    that not everybody gets the same); a text that the person got within ``same_text_days`` is never given again.
    """
    uses = list(past)
    since = now - timedelta(days=same_text_days)
    taken = {fold(use.text) for use in uses if use.at >= since} | {fold(text) for text in not_these}
    last_used = {use.template: use.at for use in sorted(uses, key=lambda use: use.at)}
    count = max(1, len(templates))
    order = sorted(
        range(len(templates)),
        key=lambda index: (
            templates[index].key in last_used,
            last_used.get(templates[index].key, now),
            (index + seed) % count,
        ),
    )
    for index in order:
        made = texts(templates[index].text, values)
        turned = made[seed % len(made) :] + made[: seed % len(made)] if made else ()
        for text in turned:
            if fold(text) not in taken:
                return text, templates[index].key
    return None


@lru_cache(maxsize=1024)
def _parse(template: str) -> tuple[tuple[_Part, ...], tuple[Fault, ...]]:
    """What it is made of, and the mistakes in its brackets. (A text is read again for everybody it may be for.)"""
    parts: list[_Part] = []
    faults: list[Fault] = []
    literal = ""
    places: list[int] = []
    at = 0

    def close() -> None:
        nonlocal literal, places
        if literal:
            parts.append(_Part(words=(literal,), places=(tuple(places),)))
            literal, places = "", []

    while at < len(template):
        here = template[at]
        if template[at : at + 2] in ("{{", "}}", "[[", "]]"):
            literal += here
            places.append(at)
            at += 2
        elif here in "{[":
            closing = "}" if here == "{" else "]"
            end = template.find(closing, at + 1)
            inner = template[at + 1 : end] if end >= 0 else ""
            if end < 0 or "{" in inner or "[" in inner:
                faults.append(Fault(code="not_closed", start=at, end=at + 1))
                at += 1
                continue
            close()
            part, code = _field(inner, at) if here == "{" else _alternatives(inner, at + 1)
            if code:
                faults.append(Fault(code=code, start=at, end=end + 1))
            else:
                parts.append(part)
            at = end + 1
        elif here in "}]":
            faults.append(Fault(code="not_opened", start=at, end=at + 1))
            at += 1
        else:
            literal += here
            places.append(at)
            at += 1
    close()
    return tuple(parts), tuple(faults)


def _field(inner: str, at: int) -> tuple[_Part, str]:
    name, bar, fallback = inner.partition("|")
    if name.strip() not in FIELDS:
        return _Part(), "unknown_field"
    if bar and not fallback.strip():
        return _Part(), "empty_fallback"
    return _Part(field=name.strip(), fallback=fallback.strip() if bar else None, start=at), ""


def _alternatives(inner: str, at: int) -> tuple[_Part, str]:
    words = tuple(inner.split("|"))
    places = []
    for word in words:
        places.append(tuple(range(at, at + len(word))))
        at += len(word) + 1
    return (_Part(words=words, places=tuple(places)), "") if len(words) > 1 else (_Part(), "one_alternative")
