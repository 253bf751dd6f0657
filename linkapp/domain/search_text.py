"""Text as searches compare it: without accents, vowel points, case, and characters that nobody sees.

An index of three letters in a row answers nothing shorter. In scripts that set no blanks a name may be two letters, or
one, anywhere in a field; so behind the fields every letter of such words stands by itself, and with its follower,
filled up to three by a character that no folded text has (``shortened``).
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable

from linkapp.domain.late_pattern import LatePattern

_LETTERS = str.maketrans(
    {"ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "æ": "ae", "œ": "oe", "ı": "i", "ħ": "h", "ŧ": "t"}
    | {"ى": "ي", "ة": "ه", "ـ": "", "ך": "כ", "ם": "מ", "ן": "נ", "ף": "פ", "ץ": "צ"}
)
"""Letters that no normal form takes apart, but people type without their stroke, and final and joining forms."""
_WITHOUT_BLANKS = LatePattern(
    "[\u1100-\u11ff\u2e80-\u2fdf\u3005-\u3007\u3040-\u30ff\u3130-\u318f\u31f0-\u31ff\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7ff"
    "\uf900-\ufaff\U00020000-\U0003ffff]"
)
"""Han, kana and hangul (which the normal form takes apart): words are not set apart by blanks."""
_UNSEEN = {"Cc", "Cf", "Cs", "Co", "Cn"}
_WORD = LatePattern(r"\w")
_INDEXED = 3
_FILLER = "\x1f"


def folded(text: str) -> str:
    """A text without accents and case, blanks as one space each."""
    if text.isascii():  # most: a list of thousands is sorted in a frame
        return " ".join(text.lower().split())
    apart = unicodedata.normalize("NFKD", text.casefold()).translate(_LETTERS)
    return " ".join(
        "".join(
            " " if letter.isspace() else letter
            for letter in apart
            if letter.isspace() or not (unicodedata.combining(letter) or unicodedata.category(letter) in _UNSEEN)
        ).split()
    )


def search_text(fields: Iterable[str]) -> str:
    """What searches look in: each field folded, on a line of its own that begins with a blank, so that every word but a
    hyphened one has a blank before it and none runs from one field into the next; then what is short."""
    return _with_short_parts([f" {text}" for field in fields if (text := folded(field))])


def with_short_parts(words: str) -> str:
    """What ``search_text`` makes now of the fields of a text that it made once."""
    return _with_short_parts([line for line in words.split("\n") if line.startswith(" ")])


def _with_short_parts(lines: list[str]) -> str:
    text = "\n".join(lines)
    if text.isascii() or not begins_anywhere(text):
        return text
    parts: dict[str, None] = {}
    for word in text.split():
        if begins_anywhere(word):
            for place, letter in enumerate(word):
                for part in (letter, word[place : place + 2]):
                    if begins_anywhere(part):
                        parts.setdefault(shortened(part))
    return f"{text}\n{''.join(parts)}"


def shortened(word: str) -> str:
    """How a word of one or two letters that may stand anywhere is written in a ``search_text``."""
    return word.ljust(_INDEXED, _FILLER)


def sought(words: str) -> tuple[str, ...]:
    """The folded words of a search, each once; marks alone are no word."""
    return tuple(dict.fromkeys(word for word in folded(words).split() if _WORD.search(word)))


def begins_anywhere(word: str) -> bool:
    """Whether a word of a search is in a script that sets no blanks between words, so that it may stand in their
    midst however short it is."""
    return bool(_WITHOUT_BLANKS.search(word))
