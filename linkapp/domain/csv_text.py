"""Tables as CSV that a spreadsheet shows and never carries out."""

from __future__ import annotations

import csv
import io
import unicodedata
from collections.abc import Iterable, Sequence

BOM = "\ufeff"
"""At the beginning of a file, it tells spreadsheets that the rest is UTF-8."""
_BEGINS = frozenset("=+-@\t\r\n\0")
_UNSEEN = frozenset(("Cf", "Zs", "Zl", "Zp"))


def neutral(cell: str) -> str:
    """A text that is no formula to a spreadsheet: one that could be begins with an apostrophe. So it is with signs of
    full width too, and behind blanks and what is not seen."""
    if cell[:1] in ("\t", "\r", "\n", "\0"):
        return f"'{cell}"
    seen = next((letter for letter in cell if unicodedata.category(letter) not in _UNSEEN), "")
    return f"'{cell}" if unicodedata.normalize("NFKC", seen)[:1] in _BEGINS and seen else cell


def csv_text(header: Sequence[str], rows: Iterable[Sequence[str | int | None]], *, bom: bool) -> str:
    """The table as RFC 4180 has it: every cell in quotation marks, lines ended by CR and LF. Texts are made neutral,
    numbers are as they are, None is empty."""
    made = io.StringIO(newline="")
    writer = csv.writer(made, quoting=csv.QUOTE_ALL, lineterminator="\r\n")
    writer.writerow([neutral(cell) for cell in header])
    for row in rows:
        writer.writerow([neutral(cell) if isinstance(cell, str) else "" if cell is None else cell for cell in row])
    return (BOM if bom else "") + made.getvalue()
