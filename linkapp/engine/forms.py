"""What a thing on a page may be recognised by: a strict small grammar of selectors that outlast a site's looks.

One tag and marks of meaning: no descendants, no commas, no pseudo-classes but ``:not([...])``, no classes. A few
classes and ids that the site has kept for years are named in the shipped pack and may not be anywhere else.
"""

from __future__ import annotations

import re

LONGEST = 160
ATTRIBUTES = frozenset(
    "href role type data-testid data-sdui-screen data-view-name componentkey contenteditable".split()
)
LONG_LIVED = frozenset(
    {
        "#primaryNavLinksComponentRef",
        "#global-nav",
        '[class*="msg-s-event-listitem"]',
        ".msg-s-event-listitem--other",
        ".msg-s-message-list__event--mine",
        '[class*="empty-state" i]',
        '[class*="skeleton" i]',
        '[class*="spinner" i]',
        '[class*="loader" i]',
    }
)
"""Ids and classes that may stand in the shipped pack."""
TOO_WIDE = frozenset({"html", "body", "div", "span", "p", "a"})
"""Tags that alone say nothing."""

_TAG = re.compile(r"[a-z][a-z0-9-]{0,29}")
_MARK = re.compile(
    r"""\[(?P<name>[a-z][a-z-]{0,39})(?:(?P<how>[*^$~]?=)"(?P<value>[^"\\\x00-\x1f<>]{0,80})"(?:[ ]i)?)?\]"""
)
_ARIA = re.compile(r"aria-[a-z]{2,24}")
_LEARNED = re.compile(r'\[(?:role|data-testid)="[A-Za-z][A-Za-z-]{1,40}"\]')


def fault_of(form: str) -> str | None:
    """What is wrong with a selector, in a few words, or None for one that may be used."""
    if not form or len(form) > LONGEST:
        return f"a selector has 1 to {LONGEST} characters"
    tag = _TAG.match(form)
    rest = form[tag.end() :] if tag else form
    if not rest and tag and tag.group() in TOO_WIDE:
        return f"{tag.group()} alone says nothing"
    if rest.startswith(":not(") and tag is None:
        return "a selector says what a thing is, not only what it is not"
    while rest:
        negated = rest.startswith(":not(")
        mark = _MARK.match(rest, 5 if negated else 0)
        if mark is None or (negated and not rest.startswith(")", mark.end())):
            return f"{rest[:40]!r} is no part of a selector here"
        if mark["name"] not in ATTRIBUTES and not _ARIA.fullmatch(mark["name"]):
            return f"the attribute {mark['name']} may not be relied on"
        if mark["how"] not in (None, "=") and not mark["value"]:
            return f"{mark.group()} finds nothing"
        rest = rest[mark.end() + negated :]
    return None


def is_learnable(form: str) -> bool:
    """Whether a form seen on a page may be learned: one role or one test mark, in letters, and nothing else."""
    return bool(_LEARNED.fullmatch(form))
