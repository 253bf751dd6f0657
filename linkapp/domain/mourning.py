"""Signs that a profile is kept in memory of somebody who died: in English, French, German and Spanish.

In a name any such word counts. A headline is a sentence about a life and its work ("Deceased estates lawyer",
"Remembering to code"), so there a sign has to stand where it says something about the person: at the beginning of one
of its parts, alone, or before the person's own name.
"""

from __future__ import annotations

import re

from linkapp.domain.late_pattern import LatePattern
from linkapp.domain.name_text import folded

_MEMORY = (
    r"in (?:loving |eternal |fond |ever loving )?(?:memory|remembrance)(?: of)?|in memoriam"
    r"|en (?:memoire|souvenir) de|a la memoire de"
    r"|(?:in|im|zum) (?:stillem |ehrenden |ewigem )?gedenken|in (?:liebevoller|ewiger|dankbarer) erinnerung"
    r"|(?:en|a la) memoria de|(?:em|a) memoria d[eo]|in memoria di"
)
_PEACE = (
    r"rest(?:s|ing)? in peace|ruhe?t? in frieden|repose(?:z)? en paix|descans[ae] en paz|en paz descanse"
    r"|riposa in pace"
    r"|gone but not forgotten|(?:always|forever) in our hearts|siempre en nuestros corazones|passed away"
    r"|nous a quittes"
    r"|memorial (?:account|page|profile)"
)
_DEAD = r"deceased|verstorbene?r?|gestorben|decedee?|fallecid[oa]|fallecio|falecid[oa]"
_LETTERS = (
    r"(?<!\w)(?:R\s?\.\s?I\s?\.\s?P\b|Q\s?\.?\s?E\s?\.?\s?P\s?\.?\s?D\b|D\s?\.\s?E\s?\.\s?P\b"
    r"|E\s?\.\s?P\s?\.\s?D\b)"
)
_CROSS = LatePattern("[†⚰🪦]|✝")
_IN_NAME = LatePattern(
    rf"\b(?:{_MEMORY}|{_PEACE}|{_DEAD}|unvergessen)\b|^(?:the )?late\b|\bthe late\b|^remembering\b"
    r"|\(remembering\)|^feue? "
)
_YEARS = LatePattern(r"\b(?:18|19|20)\d\d\s*[-–—]\s*(?:19|20)\d\d\b")
_LOUD_IN_NAME = LatePattern(rf"\b(?:RIP|QEPD|DEP)\b|{_LETTERS}")
_TITLED_LATE = LatePattern(
    r"^(?:the )?late (?:dr|mr|mrs|ms|prof|shri|smt|sri|capt|col|sir|rev)\b"
    r"|^feue? (?:m|mme|monsieur|madame|dr|me)\b"
)
_AT_BEGINNING = LatePattern(rf"^(?:{_MEMORY}|{_PEACE})\b")
_DEAD_ALONE = LatePattern(rf"^(?:{_DEAD})(?:$| (?:in|on|am|im|le|en|el|a|since|seit|depuis)\b| ?\d)")
_BEFORE_NAME = LatePattern(r"^(?:remembering|the late|late|feue?)(?: (.*))?$")
_PARTS = LatePattern(r"[|•·()\[\],;:/]|\s[-–—]\s|\n|\.(?=\s|$)")


def sign_of_mourning(name: str, headline: str = "") -> str:
    """The words or the sign by which a profile says that its person has died; empty where there is none."""
    for text in (name, headline):
        if cross := _CROSS.search(text):
            return cross.group()
    if match := _LOUD_IN_NAME.search(name) or _YEARS.search(name):
        return match.group()
    plain = _plain(name)
    if match := _IN_NAME.search(plain):
        return match.group().strip(" ()")
    if match := re.search(_LETTERS, headline):
        return match.group()
    own = {word for word in re.findall(r"\w+", plain) if len(word) > 1}
    for part in _PARTS.split(headline):
        if sign := _in_headline(part.strip(), own, whole=part.strip() == headline.strip()):
            return sign
    return ""


def _in_headline(part: str, own: set[str], *, whole: bool) -> str:
    plain = _plain(part)
    for pattern in (_AT_BEGINNING, _DEAD_ALONE, _TITLED_LATE):
        if match := pattern.search(plain):
            return match.group().strip()
    if re.match(r"(?:RIP|QEPD)(?:$|\s)", part):
        following = set(re.findall(r"\w+", plain)[1:])
        return part.split()[0] if following & own or (whole and not following) else ""
    if match := _BEFORE_NAME.match(plain):
        following = set(re.findall(r"\w+", match.group(1) or "")[:4])
        alone = not following and plain == "remembering"
        return plain.split()[0] if alone or following & own else ""
    return ""


def _plain(text: str) -> str:
    return " ".join(folded(word) for word in text.replace("’", "'").split())
