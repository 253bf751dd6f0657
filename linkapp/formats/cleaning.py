"""Texts of a file as they are taken in: without control signs, and names on one line.

A line end in a name could send a message early, and a sign that turns the direction of writing could show one name and
hold another.
"""

from __future__ import annotations

import re
import unicodedata

LONGEST_LINE = 500
"""Characters of a name, a job, a company."""
LONGEST_TEXT = 20_000
"""Characters of notes and messages."""

_UNSEEN = re.compile(
    "[\x00-\x1f\x7f-\x9f\u00ad\u061c\u180e\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffc\ud800-\udfff]"
)
_UNSEEN_IN_TEXT = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x84\x86-\x9f\u00ad\u061c\u200e\u200f\u202a-\u202e\u2066-\u206f\ufeff\ufff9-\ufffb\ud800-\udfff]"
)
_LINE_ENDS = re.compile("\r\n?|\x85|\u2028|\u2029")
_MAIL = re.compile(r"[^\s@<>\"',;:()\[\]\\|]+@[^\s@<>\"',;:()\[\]\\|]+\.[^\s@<>\"',;:()\[\]\\|.]+")
_PHONE = re.compile(r"(?:\D*\d){3,}\D*")


def one_line(text: str) -> str:
    """A text on one line, with single blanks, in the normal form of names."""
    if text.isascii():
        if text.isprintable() and "  " not in text:
            return text.strip()[:LONGEST_LINE]
    elif not unicodedata.is_normalized("NFC", text):
        text = unicodedata.normalize("NFC", text)
    return " ".join(_UNSEEN.sub(_blank, text).split())[:LONGEST_LINE].strip()


def lines(text: str) -> str:
    """A text that may have several lines."""
    if text.isascii() and text.isprintable():
        return text.strip()[:LONGEST_TEXT]
    text = _LINE_ENDS.sub("\n", unicodedata.normalize("NFC", text))
    return _UNSEEN_IN_TEXT.sub("", text).strip()[:LONGEST_TEXT]


def emails(text: str) -> tuple[str, ...]:
    """The e-mail addresses in a cell, in small letters, each once."""
    if "@" not in text:
        return ()
    if text.casefold().startswith("mailto:"):
        text = text[7:]
    return tuple(dict.fromkeys(address.casefold() for address in _MAIL.findall(one_line(text))))


def phone(text: str) -> str:
    """A telephone number as it stands there; empty where it is none."""
    number = one_line(text.removeprefix("tel:"))[:60]
    return number if _PHONE.fullmatch(number) else ""


def part_of(text: str) -> str:
    """The beginning of what stands in a file, for telling where something is wrong."""
    return one_line(text[:400])[:120]


def _blank(match: re.Match[str]) -> str:
    sign = match[0]
    return " " if sign in "\t\n\x0b\x0c\r\x85\u2028\u2029" or sign < " " else ""
