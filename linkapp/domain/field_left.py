"""What in a finished text still looks like a field: ``{first_name}``, ``%NAME%``, ``[First Name]``, ``*|FNAME|*`` ...

Whatever notation a text was copied from, a person must not receive it. Smileys and ordinary brackets are none: what
may stand in a sentence is a field only where it holds the name of one.
"""

from __future__ import annotations

import re
import unicodedata

from linkapp.domain.late_pattern import LatePattern

_NAMES = (
    r"first[ _.-]?names?|last[ _.-]?names?|full[ _.-]?names?|given[ _.-]?names?|family[ _.-]?names?"
    r"|sur[ _.-]?names?"
    r"|nick[ _.-]?names?|[flmn]?name|names?|pr[ée]noms?|nom(?: de famille)?|vornamen?|nachnamen?|nombres?"
    r"|apellidos?"
    r"|nome|sobrenome|cognome|voornaam|achternaam|firstname1?|recipient|empf[äa]nger|destinataire|destinatario"
)
_OTHERS = (
    r"company(?:[ _.-]?name)?|entreprise|soci[ée]t[ée]|firma|unternehmen|empresa|job[ _.-]?title|title"
    r"|position|headline"
    r"|city|ville|stadt|ciudad|email|e-mail|contact|person|birthday|salutation|anrede|greeting|sender"
    r"|signature|date"
    r"|today|years?|age|custom[ _.-]?\w*|snippet|placeholder|variable|field|text|industry|country"
)
_ABOUT = (
    r"(?:(?:your|their|his|her|the|my|insert|enter|add|contact'?s?|recipient'?s?|client'?s?|votre|son|ihr"
    r"|sein|su|tu)"
    r"[ _.-])*"
)
_FIELD = rf"(?:{_ABOUT}(?:{_NAMES}|{_OTHERS})(?:[ _.-]here)?|(?:insert|enter|add) [\w '-]{{2,30}})"
_ID = r"[^\W\d_][\w.-]*(?:[ |:][\w .|:'-]*)?"

_LOOKS = LatePattern(
    "|".join(
        (
            r"\{\{[^{}\n]{0,60}\}\}|\{%[^\n]{0,60}?%\}|<%[^\n]{0,60}?%>|\[%[^\n]{0,60}?%\]",
            rf"[$#%@]?\{{\s*(?:{_ID}|_\w+|\d+)\s*\}}|\{{\s*{_FIELD}\b",
            rf"\[\[[^\[\]\n]{{1,40}}\]\]|\[\s*{_FIELD}\s*[,|:=][^\]\n]{{0,40}}\]|\[[^\W\d_]+_\w+\]",
            rf"\(\(\s*{_FIELD}\s*\)\)|&lt;\s*{_FIELD}\s*&gt;|==\s*{_FIELD}\s*==|%\w+(?:\.\w+)+%",
            rf"\[\[\s*{_ID}\s*\]\]|<<\s*{_ID}\s*>>",
            rf"[\[【〔]\s*{_FIELD}\s*[\]】〕]|<\s*{_FIELD}\s*/?>|[«‹]\s*{_FIELD}\s*[»›]",
            rf"\(\s*{_ABOUT}(?:first[ _.-]?name|fname|pr[ée]nom|vorname)\s*\)",
            r"%\(\w+\)[sd]|(?<![\w%])%[sd]\b|%%\w[\w .-]{0,40}%%|(?<![\d%])%[^\W\d]\w*%|(?<!\d)%[A-Z][A-Z_]{2,}",
            rf"(?<!\d)%\s?{_FIELD}\s?%",
            rf"\$\(?(?:{_NAMES})\b\)?\$?|\$\w*_\w+|\$\(\w+\)",
            rf"__+(?=[A-Z_\d]*__)[A-Z][A-Z_\d]*?__+|__+{_FIELD}__+|(?<!\w)_(?:{_NAMES})_(?!\w)",
            r"##\s?\w[\w .-]{0,40}##|(?<!\w)#[^\W\d]\w*#",
            rf"\*\|[^|\n]{{1,40}}\|\*|\|\*[^*\n]{{1,40}}\*\||\|\s?(?:{_NAMES})\s?\|",
            rf"@@\w+@@|(?<!\w)@(?:{_NAMES})@|[~^!](?:{_NAMES})[~^!]|(?<!\w):(?:first|last)[_-]?name:(?!\w)",
            r"\b(?:first|last|full|given|family|user|company)_name\b|\b[FL]NAME\b|\b(?:FIRST|LAST)NAME\b"
            r"|\b(?:first|last)Name\b",
        )
    ),
    re.IGNORECASE,
)
_ADDRESSED = LatePattern(
    r"\b(?:hi|hello|hey|dear|bonjour|salut|cher|ch[èe]re|hallo|liebe[rs]?|hola|querid[oa]|happy birthday"
    r"|joyeux anniversaire),? "
    rf"(?P<field>[(\[*`'\"_-]?(?:null|undefined|nan|none|(?:{_NAMES}))[)\]*`'\"_-]?)(?=\s*(?:[,!.;:?]|$))",
    re.IGNORECASE | re.MULTILINE,
)
_LONE_BRACE = LatePattern(r"(?<![:;=^_\-'*<>~)(])[{}](?![:;=^_\-'*<>~)(])")
"""A brace that is no part of a smiley: half a field."""
_BLANK = LatePattern(r"(?<=\w[ ,])_{3,}|_{3,}(?=[ ]?[,!.\w])")


def _plain(mark: str) -> str:
    """A full-width bracket or sign as its plain one; everything keeps its place."""
    plain = unicodedata.normalize("NFKC", mark)
    return plain if len(plain) == 1 else mark


_PLAIN = {code: _plain(chr(code)) for code in range(0xFF00, 0xFFF0)} | dict.fromkeys((0xA0, 0x202F, 0x2009), " ")


def field_left(text: str) -> tuple[int, int] | None:
    """Where (start and end, characters) something in ``text`` first looks like a field; None where nothing does."""
    plain = text if text.isascii() else text.translate(_PLAIN)
    spans = [match.span() for pattern in (_BLANK, _LONE_BRACE) if (match := pattern.search(plain))]
    if addressed := _ADDRESSED.search(plain):
        spans.append(addressed.span("field"))
    for match in _LOOKS.finditer(plain):
        if _means_it(match.group()):
            spans.append(match.span())
            break
    return min(spans, key=lambda place: (place[0], -place[1])) if spans else None


def _means_it(words: str) -> bool:
    """Whether a match is more than ordinary words in another case (``%off`` of a sale, ``lname``)."""
    if re.fullmatch(r"%[^\W\d]\w+", words):
        return words.isupper()
    if re.fullmatch(r"__+\w*?__+", words) and not re.search(_NAMES, words, re.IGNORECASE):
        return words.isupper()
    return True
