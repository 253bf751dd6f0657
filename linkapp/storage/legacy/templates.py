"""The predecessor's ``messages.txt`` and ``late_messages.txt``: a text a line, with ``{name}``."""

from __future__ import annotations

import re
from collections.abc import Sequence

from linkapp.domain.message import check
from linkapp.services.ports.legacy import BadLegacy, LegacyReason, LegacyRejected

TABLE = "templates"
MOST_BYTES = 1 << 20
_PLACE = re.compile(r"\{\s*name\s*\}", re.IGNORECASE)
_OTHER_PLACE = re.compile(r"\{\s*(?:date|days_late)\s*\}", re.IGNORECASE)
_LITERAL = str.maketrans({"[": "(", "]": ")", "|": "/"})
"""Signs that mean something in LinkApp's texts and meant nothing in these."""


def texts_in(content: bytes) -> tuple[Sequence[str], Sequence[LegacyRejected], int]:
    """The texts as LinkApp writes them, the lines that are not taken, and how many lines there are. Raises
    ``BadLegacy`` for what is no text."""
    if len(content) > MOST_BYTES or b"\0" in content.removeprefix(b"\xff\xfe").removeprefix(b"\xfe\xff")[:1]:
        raise BadLegacy("This is no database of the predecessor.", "legacy_foreign")
    try:
        source = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        source = content.decode("cp1252", "replace")
    if any(ord(letter) < 32 and letter not in "\t\r\n\f" for letter in source):
        raise BadLegacy("This is no database of the predecessor.", "legacy_foreign")
    texts: dict[str, None] = {}
    rejected = []
    lines = 0
    for number, line in enumerate(source.splitlines(), 1):
        words = line.strip()
        if not words or words.startswith("#"):
            continue
        lines += 1
        text = _PLACE.sub("{first_name}", words.translate(_LITERAL))
        if _OTHER_PLACE.search(text) or check(text):
            rejected.append(LegacyRejected(table=TABLE, row=number, reason=LegacyReason.PLACEHOLDER, detail=words[:80]))
        else:
            texts.setdefault(text)
    return tuple(texts), tuple(rejected), lines
