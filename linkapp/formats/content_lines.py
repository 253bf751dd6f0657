"""The lines of vCard and iCalendar files, made whole as bytes: a fold may stand inside a character.

Lines that are quoted-printable go on where they end with a soft break, whatever the next one begins with. Nothing here
fails on what is wrong with one line; whoever parses it may.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from linkapp.formats.encodings import encoding_of
from linkapp.formats.refusals import LARGEST_BOOK, LONGEST_CARD, Watch, too_large
from linkapp.formats.sources import Source

_ENDS = re.compile(rb"\r\n|\n|\r")
_QUOTED = re.compile(rb"^[^:]*;\s*(?:encoding\s*=\s*)?\"?quoted-printable", re.IGNORECASE)
_BINARY = re.compile(rb"^(?:[\w-]+\.)?(?:photo|logo|sound|key|attach|x-abcrop|image)[;:]", re.IGNORECASE)
_PROPERTY = re.compile(
    rb"^(?:[\w-]+\.)?(?:begin|end|version|n|fn|tel|email|adr|org|title|bday|note|url|uid|rev|photo|categories|nickname|"
    rb"role|label|x-[\w-]+)[;:]",
    re.IGNORECASE,
)
_LONGEST_LINE = 1 << 17


@dataclass(slots=True)
class Block:
    """The lines between a BEGIN and its END, unfolded and without pictures. ``line``: where it begins (from 1).
    ``whole``: whether its END is there; ``too_long``: lines were left out because there are too many."""

    kind: bytes
    line: int
    lines: list[bytes] = field(default_factory=list)
    whole: bool = False
    too_long: bool = False


def blocks(source: Source, kinds: frozenset[bytes], watch: Watch) -> Iterator[Block | bytes]:
    """Every block of these kinds (in capitals), and the lines outside of them. What stands in an inner block is a part
    of none; a block that begins inside another one of its kind means that the first was cut off, unless a property
    (AGENT) introduced it."""
    open_: Block | None = None
    inner = 0
    size = 0
    for number, line in unfolded(source):
        if number % 1000 == 0:
            watch.look()
        word, _, value = line.partition(b":")
        name, kind = word.strip().upper(), value.strip().upper()
        if open_ is None:
            if name == b"BEGIN" and kind in kinds:
                open_, inner, size = Block(kind, number), 0, 0
            else:
                yield line
            continue
        if name == b"BEGIN":
            introduced = bool(open_.lines) and open_.lines[-1].upper().startswith((b"AGENT", b"X-AGENT"))
            if kind == open_.kind and not introduced and not inner:
                yield open_
                open_, size = Block(kind, number), 0
            else:
                inner += 1
        elif name == b"END":
            if inner:
                inner -= 1
            else:
                open_.whole = kind == open_.kind
                yield open_
                open_ = None
        elif not inner and line and not _BINARY.match(line):
            size += len(line)
            if size > LONGEST_CARD or len(line) > _LONGEST_LINE:
                open_.too_long = True
            else:
                open_.lines.append(line)
    if open_ is not None:
        yield open_


def unfolded(source: Source) -> Iterator[tuple[int, bytes]]:
    """Whole lines with the number on which each begins; blanks at the end are kept."""
    whole = bytearray()
    begins, quoted, soft = 0, False, False
    version_2 = False
    for number, line in enumerate(_lines(source), 1):
        if begins and soft and not _PROPERTY.match(line):
            del whole[-1:]
            whole += line[1:] if line[:1] in (b" ", b"\t") else line
        elif begins and line[:1] in (b" ", b"\t"):
            whole += line if version_2 and not quoted and not _BINARY.match(whole) else line[1:]
        else:
            if begins:
                yield begins, bytes(whole)
            whole = bytearray(line)
            begins, quoted = number, bool(_QUOTED.match(line[:400]))
            if line[:8].upper() == b"VERSION:":
                version_2 = line[8:].strip() == b"2.1"
        soft = quoted and whole.endswith(b"=")
    if begins:
        yield begins, bytes(whole)


def _lines(source: Source) -> Iterator[bytes]:
    """The lines of a file as UTF-8 or as their own bytes, the ends taken off. Raises ``BadContactFile``."""
    encoding = encoding_of(source)
    if source.size > LARGEST_BOOK:
        raise too_large(source.name)
    with source.open() as stream:
        content = stream.read(LARGEST_BOOK + 1)
    if len(content) > LARGEST_BOOK:
        raise too_large(source.name)
    if encoding is not None and encoding.name.startswith(("utf-16", "utf-32")):
        content = content.decode(encoding.name, "replace").encode("utf-8", "replace")
    content = content.removeprefix(b"\xef\xbb\xbf")
    place = 0
    for match in _ENDS.finditer(content):
        yield content[place : match.start()]
        place = match.end()
    yield content[place:]
