"""How the site keeps a message a little differently than it was typed. The receiver got it all the same."""

from __future__ import annotations

import html
import re
import unicodedata
from collections.abc import Callable, Mapping

_PICTURE = re.compile("[\u2600-\u27bf\U0001f000-\U0001faff]+\ufe0f?")

WAYS: Mapping[str, Callable[[str], str]] = {
    "as typed": lambda text: text,
    "decomposed": lambda text: unicodedata.normalize("NFD", text),
    "compatible": lambda text: unicodedata.normalize("NFKC", text),
    "trimmed lines": lambda text: "\n".join(line.strip() for line in text.splitlines() if line.strip()),
    "one line": lambda text: " ".join(text.split()),
    "hard blanks": lambda text: text.replace(" ", "\u00a0"),
    "straight quotes": lambda text: text.translate({0x2019: "'", 0x2018: "'", 0x201C: '"', 0x201D: '"', 0x2026: "..."}),
    "curly quotes": lambda text: text.replace("'", "\u2019").replace("...", "\u2026"),
    "no pictures": lambda text: _PICTURE.sub("", text),
    "pictures named": lambda text: _PICTURE.sub(":birthday_cake:", text),
    "pictures lost": lambda text: _PICTURE.sub("\ufffd", text),
    "escaped": lambda text: html.escape(text, quote=True),
    "format characters": lambda text: "\u200e" + text.replace("!", "!\u200b") + "\ufeff",
    "long dashes": lambda text: text.replace(" - ", " \u2014 "),
    "cut off": lambda text: text[:60],
    "a line added": lambda text: f"{text}\nSent from the site",
}
"""By name: what becomes of the text."""
