"""The first name in a displayed name, fit to be said; or nothing where it is not understood. Never a guess.

A displayed name is whatever people type: titles, degrees, emoji, jobs, two people, companies, the family name first.
It is taken apart here, and the word that is the first name is looked for with what is known of names (``known_names``)
and of the order of their parts (``name_cultures``). Whoever asks has to live with ``None``: then the person is asked.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

from linkapp.domain import name_cultures as cultures
from linkapp.domain.known_names import EITHER, FAMILY, GIVEN
from linkapp.domain.name_text import (
    Word,
    folded,
    plain_letters,
    plain_marks,
    script_of,
    unclear_script,
    without_asides,
    words_of,
)
from linkapp.domain.name_words import (
    AFTER_BEN,
    AFTER_NAMES,
    CALLED_SO,
    COMPOUND_SECONDS,
    DEVOTIONS,
    FATHERS,
    HALVES,
    JOINING_FAMILIES,
    MAYBE_COMPANY,
    MOSTLY_FAMILIES,
    PAIRS,
    PARTICLES,
    PREFIXES,
    TITLE_OR_NAME,
    TITLES,
)

LONGEST = 40
"""Characters a first name may have."""

_PARTS = re.compile(r"\s*(?:[|•·;~]|\s[-–—/:@]\s|[–—:])\s*")
_COMMAS = re.compile(r"[,،，、]")
_JOINED = re.compile(r"[&＆+＋/\\@_=*#]|\bwww\.|\.(?:com|de|fr|org|net|io)\b", re.IGNORECASE)
_NO_ORDER = ("KHMER", "MYANMAR", "TELUGU", "TIBETAN", "MONGOLIAN")
_KNOWN_ONLY = (
    "CYRILLIC", "ARMENIAN", "GEORGIAN", "HEBREW", "GREEK", "DEVANAGARI", "BENGALI", "GUJARATI", "GURMUKHI", "TAMIL",
    "KANNADA", "MALAYALAM", "SINHALA", "ORIYA",
)  # fmt: skip
_TURKISH = frozenset("İŞĞışğƏə")
_DOTLESS = frozenset("asli nazli yildiz isil isik ilgin irmak yilmaz tarik sila hidir aydin altin baris cansin kivanc "
                     "ciragan yalcin nurgun tanri ikbal ipek irem ilker inci ismet ilkay ilknur ibrahim ilayda ilhan "
                     "ilke ismail idil isin".split())  # fmt: skip
"""Turkish names whose i's cannot be told from capitals, or from small letters, alone."""


@lru_cache(maxsize=4096)
def first_name(name: str) -> str | None:
    """The first name in a displayed name, fit to be said; None when it is not understood.

    Names of two words that are said together (``Jean Luc``, ``Maria José``) come together. Titles, degrees, emoji,
    brackets and nicknames go; a name all in capitals or all in small letters gets its capitals.
    """
    clean = without_asides(plain_marks(name))
    if clean is None:
        return None
    parts = [part for part in _PARTS.split(clean) if any(mark.isalpha() for mark in part)]
    if not parts or _JOINED.search(parts[0]):
        return None
    must_be_known = len(parts) > 1
    pieces = [piece for piece in _COMMAS.split(parts[0]) if piece.strip()]
    if not pieces:
        return None
    head = words_of(pieces[0])
    tails = [words_of(piece) for piece in pieces[1:]]
    if head is None or any(words is None for words in tails):
        return None
    loud = len(head) == 1 or all(word.capitals for word in head)
    others = [words for words in tails if words and not _only_after_names(words, loud=loud)]
    understood = _family_then_first(head, others) if others else _understood(head)
    if understood is None:
        return None
    words, place, together = understood
    if must_be_known and words[place].folded not in GIVEN | EITHER:
        return None
    said = [_said(words[at].typed, name) for at in range(place, place + (2 if together else 1))]
    return " ".join(word for word in said if word) if all(said) else None


def as_typed(text: str) -> str | None:
    """A first name that a person typed, as it is kept and said: one line without outer blanks; None for none."""
    words = unicodedata.normalize("NFC", text).split()
    clean = " ".join("".join(mark for mark in word if mark.isprintable()) for word in words).strip()
    return clean[:LONGEST].strip() or None


# -- taking apart --


def _only_after_names(words: list[Word], *, loud: bool) -> bool:
    """``loud``: capitals say nothing here."""
    return all(
        word.folded.replace(".", "") in AFTER_NAMES | TITLES
        or (not loud and len(words) == 1 and word.capitals and len(word.typed) <= 5)
        for word in words
    )


# -- order --

_Understood = tuple[list[Word], int, bool]


def _family_then_first(head: list[Word], tails: list[list[Word]]) -> _Understood | None:
    """``Vogt, Lena``; or a name with something else behind its comma."""
    alone = _understood(head) if len(head) > 1 else None
    first = _untitled(tails[0])
    if first is None or not first[0]:
        return None
    words = first[0]
    called = words[0].folded
    if len(tails) == 1 and called in GIVEN | EITHER and not (called in EITHER and len(head) > 1):
        if head[0].folded in GIVEN or (alone is not None and alone[0][alone[1]].folded in GIVEN):
            return None  # two people, or a name and a place: nobody knows
        if head[0].folded in EITHER and called in EITHER:
            return None
        if not (called in GIVEN or head[0].folded in FAMILY or head[0].folded in cultures.EAST_ASIAN_FAMILIES):
            return None
        if len(words) > 1 and head[-1].folded in cultures.EAST_ASIAN_FAMILIES and called not in GIVEN:
            return None
        return _together(words, 0, family_follows=True)
    if alone is not None and alone[0][alone[1]].folded in GIVEN and called not in GIVEN | EITHER:
        return alone
    return None


def _untitled(words: list[Word]) -> tuple[list[Word], bool] | None:
    """The words behind the titles, and whether there were titles; None where what begins the name is unclear."""
    place = 0
    while place < len(words) and _is_title(words[place], last=place == len(words) - 1):
        place += 1
    rest, titled = words[place:], place > 0
    unclear = len(rest) > 1 and rest[0].folded in TITLE_OR_NAME
    if unclear and (rest[1].folded in GIVEN | EITHER or rest[0].folded not in CALLED_SO or titled):
        return None
    return rest, titled


_MARKED_TITLES = frozenset(
    "cs cp sen on min ku med nat pt av arch amb adj gov bay fr rep mag doc pol cma cpa rag sig vet pres".split()
)
"""Short titles that are also names: with a point or in capitals only."""


def _is_title(word: Word, *, last: bool) -> bool:
    bare = word.folded.replace(".", "")
    pieces = [piece for piece in re.split(r"[.-]", word.folded) if piece]
    if bare in ("d", "m", "me") and not (word.point or bare == "me"):
        return False
    if bare in ("m", "d", "p"):
        return word.point and not last
    if bare in _MARKED_TITLES:
        return word.point or word.capitals
    return bare in TITLES or (len(pieces) > 1 and all(piece in TITLES for piece in pieces))


def _understood(words: list[Word]) -> _Understood | None:
    """Which word of a name is the first name, and whether the one behind it belongs to it."""
    untitled = _untitled(words)
    if untitled is None:
        return None
    words, titled = untitled
    if any(unclear_script(word) for word in words):
        words = [word for word in words if not unclear_script(word)]
        titled = titled or len(words) < 2
        if len(words) == 1 and words[0].folded in GIVEN | EITHER and not words[0].point:
            return words, 0, False
    if not words or (titled and len(words) < 2):
        return None  # a title and one name: that one is the family name as often as not
    if any(word.folded in MAYBE_COMPANY for word in words) and words[0].folded not in GIVEN:
        return None
    by_capitals = _by_capitals(words)
    if by_capitals is not None:
        start, end = by_capitals
        if start < 0:
            return None
        inner = words[start:end]
        if start > 0:
            return _together(inner, 0, family_follows=True) if _sayable(inner[0]) else None
        at = 0 if len(inner) == 1 and not _family(inner[0].folded) else _place(inner)
    else:
        at = _place(words)
    if at is None or not _sayable(words[at]):
        return None
    if at + 1 < len(words) and words[at + 1].folded in JOINING_FAMILIES and words[at + 1].typed.islower():
        return None  # Ana y Juan
    for place, word in enumerate(words):
        joins = place > at and word.typed.islower() and word.folded in JOINING_FAMILIES and place + 1 < len(words)
        if joins and (place - at < 2 or words[place + 1].folded in GIVEN | EITHER):
            return None
    return _together(words, at, family_follows=at > 0)


def _by_capitals(words: list[Word]) -> tuple[int, int] | None:
    """Where capitals mark the family name: the part that holds the first name; (-1, -1) where that contradicts
    itself, None where capitals say nothing."""
    capitals = [word.capitals for word in words]
    if all(capitals) or not any(capitals) or all(word.typed.islower() for word in words):
        return None
    count = len(words)
    run = next(place for place, capital in enumerate([*capitals, False]) if not capital)
    if run:
        if any(capitals[run:]):
            return -1, -1
        family, first = words[:run], words[run]
        known = family[-1].folded in FAMILY | cultures.EAST_ASIAN_FAMILIES
        if family[0].folded in GIVEN or (len(family) == 1 and len(family[0].typed) < 3 and not known):
            return -1, -1
        if family[-1].folded in cultures.EAST_ASIAN_FAMILIES and first.folded not in GIVEN:
            return (run, count) if count - run == 1 and first.folded not in PARTICLES else (-1, -1)
        if first.folded in GIVEN or (first.folded in EITHER and _family(family[-1].folded)):
            return run, count
        return -1, -1
    end = next(place for place, capital in enumerate(capitals) if capital)
    if not all(capitals[end:]):
        return None
    if _known_given(words[-1].folded) and _family(words[0].folded):
        return -1, -1
    return 0, end


def _family(word: str) -> bool:
    if word in GIVEN or word in EITHER:
        return False
    parts = word.split("-")
    return (
        word in FAMILY
        or (len(parts) > 1 and all(part in FAMILY for part in parts))
        or (word.startswith(("o'", "mc", "mac")) and len(word) > 5)
        or re.fullmatch(r"[ae]l[bcdfghjkmnqrstvwz].{3,}", word) is not None
        or (cultures.family_ending(word) and not _known_given(word))
    )


def _known_given(word: str) -> bool:
    parts = word.split("-")
    return word in GIVEN or (len(parts) > 1 and all(part in GIVEN or part in EITHER for part in parts))


def _place(words: list[Word]) -> int | None:
    """The place of the first name among the words of a name, by what they are and by their order."""
    names = [word.folded for word in words]
    first, last, count = names[0], names[-1], len(names)
    if first in PARTICLES or first in PREFIXES or re.match(r"(?:al|el|abd|ad|an|ar|as|ash|at|az|ul|bin|ibn)-", first):
        return None
    if count == 1:
        return 0 if _known_given(first) or (first in EITHER and first not in cultures.EAST_ASIAN_FAMILIES) else None
    if names[1] in COMPOUND_SECONDS or re.match(r"(?:eddin|ed-din|el-din|al-din|ud-din|ullah)", names[1]):
        return None
    if first.startswith(("mohamm", "muhamm", "mohame", "mohamad", "muhamad", "mohammad")) and (
        count > 2 or last in GIVEN
    ):
        return None
    if first in ("nur", "noor", "nour", "nor") and (count > 2 or last in GIVEN):
        return None
    if first == "ben" and names[1] in AFTER_BEN:
        return None
    if names[1] in FATHERS and count > 2 and words[1].typed.islower():
        return 0 if first not in EITHER or first in GIVEN else None
    if cultures.perhaps_hungarian(first, last):
        return None
    if cultures.no_family_name(names):
        return None
    if count == 3 and cultures.patronymic(last):
        return _with_patronymic(names)
    if first in cultures.EAST_ASIAN_FAMILIES:
        return _east_asian(names)
    abroad = count > 2 and last in cultures.EAST_ASIAN_FAMILIES and first not in GIVEN
    if abroad and cultures.syllables(first) and cultures.syllables(names[1]):
        return None
    if _known_given(first):
        return 0
    if first in EITHER:
        return None if last in GIVEN or (first in MOSTLY_FAMILIES and last in EITHER) else 0
    if _family(first):
        return 1 if count == 2 and _known_given(last) else None
    return _unknown_first(words, names)


def _with_patronymic(names: list[str]) -> int | None:
    """``Ivanova Anna Petrovna``, ``Anna Maria Petrovna``."""
    if _known_given(names[0]):
        return None if names[1] in GIVEN | EITHER else 0
    return 1 if _known_given(names[1]) or names[1] in EITHER else None


def _east_asian(names: list[str]) -> int | None:
    """Names that begin with what may be a Chinese, Korean or Vietnamese family name."""
    if len(names) == 2 and names[1] in GIVEN and names[0] not in GIVEN | EITHER:
        return 1
    abroad = names[0] in GIVEN | EITHER and names[0] in ("kim", "lee", "mai", "ray", "dale")
    rest = names[1:]
    if abroad and names[-1] not in GIVEN and not any(cultures.syllables(name) for name in rest):
        return 0
    return None


def _unknown_first(words: list[Word], names: list[str]) -> int | None:
    """Names whose first word is not known."""
    first, last = names[0], names[-1]
    abroad = last in cultures.EAST_ASIAN_FAMILIES
    if abroad and len(names) == 2 and cultures.syllables(first):
        return 0
    if any(name in EITHER or _known_given(name) for name in names[1:]):
        explicit = words[-1].capitals and not any(word.capitals for word in words[:-1]) and len(words) == 2
        return 0 if explicit else None  # what is not known before a first name may be a title
    if cultures.one_syllable(first) and all(cultures.syllables(name) for name in names):
        return None
    if last in FAMILY or cultures.family_ending(last):
        return 0
    if cultures.perhaps_japanese(first, last) or cultures.malagasy_family(first):
        return None
    script = script_of(words[0].typed)
    return None if script.startswith((*_KNOWN_ONLY, *_NO_ORDER)) else 0


def _together(words: list[Word], at: int, *, family_follows: bool) -> _Understood | None:
    """The first name with its second half, where it has one; ``family_follows``: there is a family name elsewhere."""
    first = words[at].folded
    names = [word.folded for word in words[at:]]
    if first not in HALVES or len(names) == 1:
        return words, at, False
    enough = len(names) > 2 or family_follows
    if (first, names[1]) in PAIRS:
        if enough:
            return words, at, True
        return None if names[1] in GIVEN or first == "jean" else (words, at, False)
    if names[1] in GIVEN or (names[1] in EITHER and enough):
        return None
    if (
        first in ("maria", "ana", "rosa", "marie")
        and names[1] in PARTICLES
        and any(name in DEVOTIONS for name in names[2:4])
    ):
        return None
    return words, at, False


# -- saying --


def _sayable(word: Word) -> bool:
    """Whether a word can be said as a name: no initial, no abbreviation, nothing but letters."""
    typed = word.typed
    if word.point or "." in typed or len(typed) > LONGEST or any(mark in typed for mark in "ªº"):
        return False
    if any(mark.isdigit() or unicodedata.category(mark)[0] == "N" for mark in typed):
        return False
    if any(sum(unicodedata.category(mark)[0] == "L" for mark in part) < 2 for part in typed.split("-")):
        return False
    if script_of(typed).startswith(_NO_ORDER) or typed.startswith(("นาย", "นาง", "คุณ")):
        return False
    letters = [mark for mark in typed if mark.isalpha() and unicodedata.category(mark) != "Lm"]
    if len({script_of(mark).split(" ")[0] for mark in letters}) > 1:
        return False
    if script_of(typed).startswith("LATIN"):
        if not any(mark in "aeiouyw" for mark in word.folded):
            return False
        if len(typed) == 2 and typed.isupper() and word.folded not in GIVEN:
            return False
    return True


def _said(word: str, whole: str) -> str | None:
    """A word with the capitals of a name; None where they cannot be known."""
    if not (word.isupper() or word.islower()):
        return None if word[0].islower() else word
    script = script_of(word)
    if script.startswith("GREEK") and word.isupper() and word == plain_letters(word):
        return None  # capitals have no accents; the name has
    if script.startswith("LATIN"):
        turkish = any(mark in _TURKISH for mark in whole)
        if turkish:
            return _titled(word.replace("I", "ı").replace("İ", "i").lower(), turkish=True)
        if folded(word) in _DOTLESS:
            return None
        bare = folded(word)
        if word.isupper() and bare.startswith("mc"):
            return None
        if re.search(r"[^\W\d_]{2,}['’][^\W\d_]", word):
            return None
        if word.isupper() and bare.startswith("ijs"):
            return "IJ" + word[2:].lower()
    return _titled(word.lower(), turkish=False)


def _titled(small: str, *, turkish: bool) -> str:
    """The first letter, and one behind a hyphen or an apostrophe, as a title has them."""

    def titled(match: re.Match[str]) -> str:
        mark = match.group(2)
        return match.group(1) + ("İ" if turkish and mark == "i" else mark.title())

    return re.sub(r"(^|[-'’])(\w)", titled, small)
