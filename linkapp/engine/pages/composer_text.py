"""What an editor and a page hold, compared with our text: whose draft it is, and how often a message stands there."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence

from linkapp.domain.same_text import fold, same_text

_OURS_FROM = 8
"""Letters of our text that a site may leave in an editor, of which we still know that they are ours."""


def is_no_draft(held: str, name: str, text: str, suggested: Sequence[str]) -> bool:
    """Whether what an editor holds is nobody's draft: nothing, our text, the site's suggestion (with the person's name
    in it or without), or both glued."""
    rest = _letters(held)
    if len(rest) >= _OURS_FROM and _letters(text).startswith(rest):
        return True
    for part in sorted((_letters(part) for part in (text, *suggested)), key=len, reverse=True):
        rest = rest.replace(part, "", 1) if part else rest
    for word in sorted((_letters(word) for word in name.split()), key=len, reverse=True):
        rest = rest.replace(word, "", 1) if len(word) > 1 else rest
    for part in (_letters(part) for part in suggested):
        rest = "" if rest == part else rest
    return not rest


def _letters(text: str) -> str:
    return re.sub(r"[\W_]", "", fold(text).casefold()) if text.strip() else ""


def times_shown(shown: Sequence[tuple[int, str, bool]], text: str) -> int:
    """How often ``text`` stands on a page as a message, however the site kept it: the innermost of the texts that hold
    it, in the order of the page with their depth in the tree, without those that are marked as not sent."""
    same = [(depth, same_text(words, text), marred) for depth, words, marred in shown]
    count = 0
    for place, (depth, is_same, marred) in enumerate(same):
        inner = False
        for below, also, _ in same[place + 1 :]:
            if below <= depth:
                break
            inner = inner or also
        count += is_same and not inner and not marred
    return count


def holds_exactly(editor: str, text: str) -> bool:
    """Whether an editor holds ``text`` letter for letter, but for the kind of blank and blanks at line ends."""
    return _lines(editor) == _lines(text)


def _lines(text: str) -> list[str]:
    text = unicodedata.normalize("NFC", text)
    rows = [re.sub(r"[\u00a0\u202f]", " ", row).rstrip() for row in text.replace("\r\n", "\n").split("\n")]
    while rows and not rows[-1]:
        rows.pop()
    return rows
