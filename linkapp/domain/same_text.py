"""Whether two texts are the same message: the one place that decides it.

A site keeps a message a little differently than it was typed: in another normal form, trimmed, with other quotes, with
an emoji drawn, named or dropped, cut at a length. Nothing here proves that a message is *absent*; it only recognises
one that is there. Pure.
"""

from __future__ import annotations

import re
import unicodedata
from difflib import SequenceMatcher
from typing import Final

NORMAL_FORM: Final = "NFKC"
LEAST_PREFIX = 20
"""Folded characters that the shorter of two texts must have for a beginning to count as the whole."""
_ALIKE = 0.8
"""Least likeness (0 to 1) of two texts that are the same but for a few changed letters."""


def _set(*ranges: tuple[int, int]) -> str:
    return "".join(
        re.escape(chr(first)) + ("-" + re.escape(chr(last)) if last > first else "") for first, last in ranges
    )


_FORMAT = _set((0xAD, 0xAD), (0x34F, 0x34F), (0x61C, 0x61C), (0x180B, 0x180F), (0x200B, 0x200F), (0x202A, 0x202E),
               (0x2060, 0x206F), (0xFE00, 0xFE0F), (0xFEFF, 0xFEFF), (0xFFF9, 0xFFFD), (0xE0000, 0xE01EF))  # fmt: skip
_PICTURES = _set((0x20E3, 0x20E3), (0x2190, 0x21FF), (0x2300, 0x27BF), (0x2900, 0x297F), (0x2B00, 0x2BFF),
                 (0x3030, 0x3030), (0x303D, 0x303D), (0x1F000, 0x1FAFF))  # fmt: skip
_SINGLE = _set((0x60, 0x60), (0xB4, 0xB4), (0x2BB, 0x2BC), (0x2018, 0x201B), (0x2032, 0x2032), (0x2039, 0x203A))
_DOUBLE = _set((0xAB, 0xAB), (0xBB, 0xBB), (0x201C, 0x201F), (0x2033, 0x2033))
_DASHES = _set((0x2010, 0x2015), (0x2212, 0x2212))
FOLDS: tuple[tuple[str, str], ...] = (
    ("&amp;", "&"),
    ("&lt;", "<"),
    ("&gt;", ">"),
    ("&quot;", '"'),
    ("&#0?39;|&apos;", "'"),
    (f"[{_FORMAT}]", ""),
    (f"[{_PICTURES}]", ""),
    (r":[a-z0-9_+]{2,}:", ""),
    (r"[:;=]-?[)(DP]|<3", ""),
    (f"[{_SINGLE}]", "'"),
    (f"[{_DOUBLE}]|''", '"'),
    (f"[{_DASHES}]", "-"),
    ("--+", "-"),
    (r"\s+", ""),
)
"""What is folded away after ``NORMAL_FORM``, in this order: pattern and replacement."""
_FOLDS = tuple((re.compile(pattern), replacement) for pattern, replacement in FOLDS)
_CUT = re.compile(r"\.{2,}[^.]{0,15}$")
_UNTYPED = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u200b\u2060\ufeff]")


def as_typed(text: str) -> str:
    """``text`` as it is typed, stored and sent: NFC, plain line ends, no byte order mark, control character or
    invisible break, no blank at the end of a line or of the whole."""
    plain = unicodedata.normalize("NFC", text)
    plain = re.sub(r"\r\n?|[\u2028\u2029\x85]", "\n", plain).replace("\t", " ")
    plain = _UNTYPED.sub("", plain)
    return "\n".join(line.rstrip() for line in plain.split("\n")).strip("\n")


def fold(text: str) -> str:
    """``text`` without what a site may change: normal form, format characters, blanks, kinds of quotes and dashes,
    emoji. A text of nothing but emoji keeps them."""
    normal = unicodedata.normalize(NORMAL_FORM, text)
    folded = normal
    for pattern, replacement in _FOLDS:
        folded = pattern.sub(replacement, folded)
    return folded or re.sub(f"[{_FORMAT}\\s]", "", normal)


def same_text(text: str, other: str) -> bool:
    """Whether two texts are the same message, kept differently: equal when folded, or the one a long enough beginning
    of the other. Two empty texts are not the same."""
    first, second = fold(text), fold(other)
    if not first or not second:
        return False
    return first == second or _begins(first, second) or _begins(second, first)


def _begins(whole: str, cut: str) -> bool:
    """Whether ``cut`` is the beginning of ``whole``, cut off, perhaps with an ellipsis and a word such as "more"."""
    start = _CUT.sub("", cut)
    return any(len(part) >= LEAST_PREFIX and whole.startswith(part) for part in (cut, start))


def alike(text: str, other: str) -> bool:
    """Whether two texts differ by a few letters only: for a message already known to be ours and new."""
    first, second = fold(text), fold(other)
    if same_text(text, other):
        return True
    if min(len(first), len(second)) < LEAST_PREFIX // 2:
        return False
    return SequenceMatcher(None, first, second, autojunk=False).ratio() >= _ALIKE
