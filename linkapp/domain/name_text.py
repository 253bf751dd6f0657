"""A displayed name as words: marks made plain; asides, pronouns and letters after the name taken away."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache

from linkapp.domain.name_words import (
    AFTER_NAMES,
    COMPANY,
    COMPANY_ENDINGS,
    JOINING,
    MAIDEN,
    TITLES,
)

_LETTERS = str.maketrans({"ł": "l", "ø": "o", "đ": "d", "ß": "ss", "æ": "ae", "œ": "oe", "ı": "i", "ð": "d", "þ": "th",
                          "ə": "e", "ё": "е"})  # fmt: skip


_OPEN = '([{<"“”„«‹（【「『《〈'


_BRACKETS = re.compile(
    r"\([^()]*\)|\[[^\[\]]*\]|\{[^{}]*\}|<[^<>]*>|\"[^\"]*\"|[“”„][^“”„]*[“”]|«[^«»]*»|‹[^‹›]*›|（[^（）]*）|【[^【】]*】"
    r"|「[^「」]*」|『[^『』]*』|《[^《》]*》|〈[^〈〉]*〉|(?<![^\W_])['‘](?=\w)[^'‘’]*['’](?!\w)"
)


_PRONOUNS = re.compile(
    r"\b(?:she|he|they|elle|il|iel|sie|er|ella|él|el|ela|ele)\s*[/|]\s*\w+(?:\s*[/|]\s*\w+)*", re.IGNORECASE
)


_FATHERS = re.compile(r"\s(?:a/l|a/p|s/o|d/o|w/o|c/o)\s.*", re.IGNORECASE)


_STRAIGHT = {"’": "'", "ʻ": "'", "ʼ": "'", "‘": "'", "`": "'", "´": "'", "‐": "-", "‑": "-", "־": "-"}


_UNCLEAR_SCRIPTS = ("CJK", "HIRAGANA", "KATAKANA", "HANGUL", "BOPOMOFO", "YI ", "IDEOGRAPHIC")


@dataclass(frozen=True, kw_only=True)
class Word:
    """A word of a name: as typed without outer points, folded, and whether it was typed with a point behind it."""

    typed: str
    folded: str
    point: bool

    @property
    def capitals(self) -> bool:
        return self.typed.isupper() and len(self.typed) > 1


@lru_cache(maxsize=8192)
def folded(word: str) -> str:
    """A word in small letters; Latin and Greek ones without accents."""
    small = unicodedata.normalize(
        "NFC", "".join(_STRAIGHT.get(mark, mark) for mark in word.replace("İ", "I"))
    ).casefold()
    if any("a" <= mark <= "z" or "α" <= mark <= "ω" for mark in unicodedata.normalize("NFD", small)):
        return plain_letters(small.translate(_LETTERS)).replace("ς", "σ")
    return small.translate(_LETTERS)


def plain_letters(text: str) -> str:
    """``text`` without accents."""
    return "".join(mark for mark in unicodedata.normalize("NFKD", text) if not unicodedata.combining(mark))


def plain_marks(name: str) -> str:
    """Letters of mathematical alphabets and full-width ones as plain ones; no marks that cannot be seen."""
    text = "".join(
        unicodedata.normalize("NFKC", mark)
        if 0x1D400 <= ord(mark) <= 0x1D7FF or 0xFF00 <= ord(mark) <= 0xFFEF
        else mark
        for mark in name
    )
    text = unicodedata.normalize("NFC", text)
    marks = []
    for place, mark in enumerate(text):
        if 0xFE00 <= ord(mark) <= 0xFE0F or mark == "\u20e3":
            continue
        if unicodedata.category(mark) == "Cf":
            inside = mark in "\u200c\u200d" and 0 < place < len(text) - 1
            if (
                inside
                and unicodedata.category(text[place - 1])[0] in "LM"
                and unicodedata.category(text[place + 1])[0] in "LM"
            ):
                marks.append(mark)
            continue
        marks.append(" " if mark.isspace() else mark)
    return "".join(marks)


def without_asides(text: str) -> str | None:
    """The name without what stands in brackets and quotes; None where it begins with that."""
    text = _FATHERS.sub(" ", _PRONOUNS.sub(" ", text))
    aside = _BRACKETS.search(text)
    while aside is not None:
        inner = aside.group().strip(_OPEN + ")]}>”」』）】》〉»› ")
        degree = inner.isupper() and len(inner) <= 4
        if not degree and not any(_is_name(word) for word in text[: aside.start()].split()):
            return None
        text = f"{text[: aside.start()]} {text[aside.end() :]}"
        aside = _BRACKETS.search(text)
    unclosed = min((text.find(mark) for mark in _OPEN if mark in text), default=-1)
    if unclosed >= 0:
        text = text[:unclosed]
    return text


def _is_name(word: str) -> bool:
    bare = folded(word).replace(".", "")
    return any(mark.isalpha() for mark in bare) and bare not in TITLES


def words_of(text: str) -> list[Word] | None:
    """The words of one name, without titles before and letters after it; None where it is no single person's."""
    text = re.sub(r"(?<=[^\W\d_]{2})\.(?=(?!ssa)[^\W\d_]{3})", ". ", text)
    marks = []
    for mark in text:
        category = unicodedata.category(mark)
        marks.append(mark if category[0] in "LMN" or mark in "'’ʻʼ‘`´-‐‑־.\u200c\u200d" else " ")
    words: list[Word] = []
    for raw in "".join(marks).split():
        bare = raw.strip(".'’‘`´-‐‑")
        while bare and unicodedata.category(bare[0])[0] == "M":
            bare = bare[1:]
        if any(mark.isalpha() for mark in bare) or any(mark.isdigit() for mark in bare):
            words.append(Word(typed=bare, folded=folded(bare), point=raw.rstrip("'’-").endswith(".")))
    for place, word in enumerate(words):
        if word.folded in MAIDEN and place:
            words = words[:place]
            break
    if any(_group_word(word, place == len(words) - 1 and place > 0) for place, word in enumerate(words)):
        return None
    for place, word in enumerate(words):
        if word.folded in JOINING and not (word.capitals or place == 0):
            return None
    return _without_letters_after(words)


def _group_word(word: Word, last: bool) -> bool:
    bare = word.folded.replace(".", "")
    return (
        bare in COMPANY
        or any(part in COMPANY for part in bare.split("-"))
        or (last and bare in COMPANY_ENDINGS and word.capitals)
        or (last and bare in ("co", "cie"))
        or word.folded.endswith("'s")
    )


def _without_letters_after(words: list[Word]) -> list[Word]:
    while len(words) > 1 and _is_after_name(words[-1]):
        words = words[:-1]
    return words


def _is_after_name(word: Word) -> bool:
    bare = word.folded.replace(".", "")
    return bare in AFTER_NAMES and (word.capitals or "." in word.typed or bare in _ALSO_IN_SMALL)


_ALSO_IN_SMALL = frozenset("jr sr phd mba msc bsc ii iii iv junior esq md pmp".split())


def script_of(text: str) -> str:
    return next((unicodedata.name(mark, "") for mark in text if mark.isalpha()), "")


def unclear_script(word: Word) -> bool:
    return any(unicodedata.name(mark, "").startswith(_UNCLEAR_SCRIPTS) for mark in word.typed)
