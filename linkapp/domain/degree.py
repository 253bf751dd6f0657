"""The degree of a connection, as pages show it beside a name: "· 1st", « 2e », "Kontakt 3. Grades". Pure.

Only a badge of its own counts, alone in its line or behind the name: an ordinal in a headline ("2nd place") is none.
The first badge is the person's; further ones belong to somebody else or to a twin that is prepared and hidden.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from linkapp.domain.name_text import folded

_ORDINAL = r"([123])(?:st|nd|rd|er|re|e|eme|\.?[oaº°ª]|\.)\+?(?: et \+| und hoher| y mas| o mas)?"
_WORDS = (
    rf"(?:{_ORDINAL}[- ]degree(?: connection)?|(?:relation|contact) (?:du|de|au) {_ORDINAL} (?:degre|niveau)"
    rf"|(?:kontakt|verbindung) {_ORDINAL} grades?|(?:contacto|conexion) de {_ORDINAL} grado)"
)
_BADGE = re.compile(rf"[·•|(\s-]*(?:{_WORDS}|{_ORDINAL})[)\s·•]*")
_BARE = re.compile(r"\s*[123]\.\s*")
"""A number with a point and nothing else may be anything."""


def degree_in(lines: Sequence[str], name: str) -> int | None:
    """1, 2 or 3 by the first badge among the lines of a head or a card; None where there is none."""
    plain_name = _plain(name)
    for line in lines:
        plain = _plain(line)
        if plain_name and plain.startswith(plain_name):
            plain = plain[len(plain_name) :]
            if not plain[:2].strip().startswith(("·", "•", "(", "|", "-")):
                continue
        if _BARE.fullmatch(plain) is None and (badge := _BADGE.fullmatch(plain)) is not None:
            return int(next(group for group in badge.groups() if group))
    return None


def not_connected(lines: Sequence[str], name: str) -> bool:
    """Whether the page's own degree says that the person is no connection."""
    return degree_in(lines, name) in (2, 3)


def _plain(line: str) -> str:
    return " ".join(folded(word) for word in line.split())
