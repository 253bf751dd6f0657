"""In which encoding a text file is written: by its mark, by its bytes, and only then by what is likely."""

from __future__ import annotations

import codecs
import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import BinaryIO

from linkapp.formats.sources import Source

_CHUNK = 1 << 18
_MARKS = (
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
"""Which marks mean what; of the wide ones the mark itself is read as a character that nobody sees."""
_WHOLE = re.compile(rb"[\xc2-\xdf][\x80-\xbf]|[\xe0-\xef][\x80-\xbf]{2}|[\xf0-\xf4][\x80-\xbf]{3}")
_HIGH = re.compile(rb"[\x80-\xff]")
_LETTER = re.compile(rb"[A-Za-z]")
_UNUSED = re.compile(rb"[\x81\x8d\x8f\x90\x9d]")
"""What stands for nothing in the usual encoding of Windows in the West."""
_WESTERN = 0.4
"""Share of letters beyond ASCII, in lines that have some, up to which a text is taken for one in Latin letters."""
_SAMPLE = 1 << 15
_FALL_BACK = "linkapp.windows"


def _windows(error: UnicodeError) -> tuple[str, int]:
    """A byte that is no UTF-8, in a file that is UTF-8 elsewhere: a line that somebody pasted on Windows."""
    if not isinstance(error, UnicodeDecodeError):
        raise error
    return error.object[error.start : error.end].decode("cp1252", "replace"), error.end


codecs.register_error(_FALL_BACK, _windows)


@dataclass(frozen=True, kw_only=True)
class Encoding:
    """How the bytes of a file become text; ``errors`` never loses a byte in silence."""

    name: str
    errors: str = "replace"


def encoding_of(source: Source, look: Callable[[], None] = lambda: None) -> Encoding | None:
    """The encoding of a text file; None for what is no text. Reads it once."""
    head = source.head
    for mark, name in _MARKS:
        if head.startswith(mark):
            return Encoding(name=name)
    wide = _without_mark(head)
    if wide is not None:
        return Encoding(name=wide) if wide else None
    with source.open() as stream:
        whole, high, sample = _counted(stream, look)
    if not high:
        return Encoding(name="utf-8")
    beyond = len(_HIGH.findall(sample))
    latin = beyond <= _WESTERN * (beyond + len(_LETTER.findall(sample)))
    if whole >= high or (latin and 4 * whole >= high):  # characters of several bytes against bytes that belong to none
        return Encoding(name="utf-8", errors=_FALL_BACK)
    return Encoding(name="cp1252" if latin and not _UNUSED.search(sample) else _likely(sample))


def _without_mark(head: bytes) -> str | None:
    """An encoding of two bytes a character; empty for what is no text, None for bytes that are neither."""
    zeros = head.count(0)
    if not zeros:
        return None
    pairs = max(1, len(head) // 2)
    if head[1::2].count(0) > 0.4 * pairs and head[::2].count(0) < 0.1 * pairs:
        return "utf-16-le"
    if head[::2].count(0) > 0.4 * pairs and head[1::2].count(0) < 0.1 * pairs:
        return "utf-16-be"
    return "" if zeros > len(head) // 50 + 2 else None


def _counted(stream: BinaryIO, look: Callable[[], None]) -> tuple[int, int, bytes]:
    """Characters that are UTF-8, bytes beyond ASCII that are not, and lines that are not all ASCII."""
    whole = high = 0
    sample, left = bytearray(), b""
    while chunk := stream.read(_CHUNK):
        look()
        chunk, left = left + chunk, b""
        if chunk.isascii():
            continue
        if len(chunk) >= _CHUNK:  # a character may go on in the next one
            cut = next((place for place in range(1, 4) if chunk[-place] >= 0xC0), 0)
            chunk, left = (chunk[:-cut], chunk[-cut:]) if cut else (chunk, b"")
        rest, number = _WHOLE.subn(b"", chunk)
        whole += number
        high += len(_HIGH.findall(rest))
        if len(sample) < _SAMPLE:
            sample += b"\n".join(line for line in chunk.splitlines() if not line.isascii())[:_SAMPLE]
    high += len(_HIGH.findall(_WHOLE.sub(b"", left)))
    return whole, high, bytes(sample)


def _likely(sample: bytes) -> str:
    from charset_normalizer import from_bytes

    guess = from_bytes(sample, cp_exclusion=["utf_7", "utf_8", "utf_16", "utf_16_le", "utf_16_be", "utf_32"]).best()
    return guess.encoding if guess is not None else "cp1252"
