"""The text of a file that people edit by hand, as editors write it: with or without a byte order mark, with any kind of
line ends. Pure."""

from __future__ import annotations

_UTF_16 = (b"\xff\xfe", b"\xfe\xff")
_LOOKED_AT = 400
"""Bytes in which a zero tells that a file without a mark is UTF-16."""


class NotUtf8(ValueError):
    """A file that is no UTF-8 text; the message completes "the file cannot be used: …"."""


def text_of(raw: bytes) -> str:
    """The text, its lines ended by a line feed. Raises ``NotUtf8``, which says what it is and in which line."""
    if raw.startswith(_UTF_16) or b"\0" in raw[:_LOOKED_AT]:
        raise NotUtf8("it was saved as UTF-16; save it as UTF-8")
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = line_at(raw[: error.start].decode("utf-8-sig", "replace"), -1)
        raise NotUtf8(f"line {line} is no UTF-8; save it as UTF-8") from None
    return text.replace("\r\n", "\n").replace("\r", "\n")


def line_at(text: str, place: int) -> int:
    """The number of the line in which the sign at ``place`` stands (-1: after the last one)."""
    before = text if place < 0 else text[:place]
    return before.replace("\r\n", "\n").replace("\r", "\n").count("\n") + 1


def line_with(text: str, part: str) -> int | None:
    """The number of the first line in which ``part`` begins; None where it is not written so."""
    place = text.find(part)
    return None if place < 0 else line_at(text, place)
