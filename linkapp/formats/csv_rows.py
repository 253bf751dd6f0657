"""Rows of a CSV file in which a stray quotation mark swallows no row in silence.

A cell may have several lines, so a mark that is never closed would take everything up to the next one into one cell.
Here a record of several lines is believed only where its marks stand as they should, it has as many cells as the
header, and none of the lines inside is a record by itself. Else its first line is read alone (or told to be wrong), and
reading goes on with the second.
"""

from __future__ import annotations

import csv
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import TextIO

from linkapp.domain.contact_record import Rejected, RejectReason
from linkapp.formats.cleaning import part_of
from linkapp.formats.refusals import LONGEST_CELLS, LONGEST_RECORD

DELIMITERS = (",", ";", "\t", "|")
_MOST_LINES = 20_000
"""Lines of one record."""

csv.field_size_limit(LONGEST_CELLS)  # csv's own limit is 131,072: people paste more than that into a message


@dataclass(slots=True)
class CsvRow:
    """The cells of a record, as many as the header has, and the line on which it begins (from 1)."""

    line: int
    cells: list[str]


class _Feed:
    """Lines for csv's reader, one at a time, that can be given back. A record ends where its lines are too many or too
    long, or where ``is_record`` says that a line inside it is one by itself."""

    def __init__(self, text: TextIO, line: int, is_record: Callable[[str], bool]) -> None:
        self._text = text
        self._waiting: deque[str] = deque()
        self._is_record = is_record
        self.line = line
        """The number of the line that comes next."""
        self.taken: list[str] = []
        self.stopped = False
        self.too_long = False
        self._characters = 0

    def begin(self) -> None:
        self.taken.clear()
        self.stopped = self.too_long = False
        self._characters = 0

    def __iter__(self) -> _Feed:
        return self

    def __next__(self) -> str:
        if self.stopped:
            raise StopIteration
        line = self._waiting.popleft() if self._waiting else self._text.readline(LONGEST_RECORD)
        if not line:
            raise StopIteration
        if self.taken and (
            self._characters + len(line) > LONGEST_RECORD or len(self.taken) >= _MOST_LINES or self._is_record(line)
        ):
            self._waiting.appendleft(line)
            self.stopped = True
            raise StopIteration
        if len(line) >= LONGEST_RECORD and line[-1] not in "\r\n":
            self.too_long = True
            while (more := self._text.readline(LONGEST_RECORD)) and more[-1] not in "\r\n":
                pass
        self.taken.append(line)
        self._characters += len(line)
        self.line += 1
        return line

    def give_back(self, lines: Sequence[str]) -> None:
        self._waiting.extendleft(reversed(lines))
        self.line -= len(lines)


def rows(
    text: TextIO, *, line: int, delimiter: str, width: int, is_record: Callable[[list[str]], bool]
) -> Iterator[CsvRow | Rejected]:
    """The records behind a header of ``width`` cells. ``text`` keeps its line ends (``newline=""``) and stands behind
    the header, on ``line``. ``is_record``: whether cells as many as the header's make a record for certain.

    Blank rows are left out. Cells that a row does not have are empty; but the last row of a file that ends within it,
    where others have all their cells, is cut off.
    """

    def alone(single: str) -> bool:
        if single.count(delimiter) < width - 1 or single.count('"') % 2:
            return False  # an odd mark may well be the one that closes the cell
        cells = _leniently(single, delimiter)
        return cells is not None and len(cells) == width and is_record(cells)

    feed = _Feed(text, line, alone)
    whole = False
    reader = csv.reader(feed, delimiter=delimiter, strict=True)
    while True:
        feed.begin()
        begins = feed.line
        rejected: RejectReason | None = None
        cells: list[str] | None
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error:
            cells = None
        taken = feed.taken
        if feed.too_long:
            yield Rejected(line=begins, reason=RejectReason.TOO_LONG, detail=part_of(taken[0]))
            continue
        if cells is None or feed.stopped or (len(taken) > 1 and len(cells) != width):
            feed.give_back(taken[1:])
            cells = _leniently(taken[0], delimiter)
            if cells is None or len(cells) != width:
                rejected = RejectReason.QUOTES
        if rejected is None and cells is not None:
            if len(cells) > width:
                if any(cell.strip() for cell in cells[width:]):
                    rejected = RejectReason.CELLS
                del cells[width:]
            elif len(cells) < width and whole and taken[-1][-1:] not in ("\r", "\n"):
                rejected = RejectReason.CUT_OFF  # the file ends within a row: nobody knows how its last cell goes on
            elif len(cells) < width:
                cells += [""] * (width - len(cells))
            else:
                whole = True
        if rejected is not None:
            yield Rejected(line=begins, reason=rejected, detail=part_of(taken[0]))
        elif cells is not None and any(cells) and any(cell.strip() for cell in cells):
            yield CsvRow(begins, cells)


def single_line(line: str, delimiter: str) -> list[str] | None:
    """The cells of one line by itself; None where its quotation marks do not close in it."""
    try:
        return next(csv.reader([line], delimiter=delimiter, strict=True), [])
    except csv.Error:
        return _leniently(line, delimiter)


def _leniently(line: str, delimiter: str) -> list[str] | None:
    """The cells of one line, where only a mark before a delimiter or the end closes a cell: ``"the "big" one"`` is one
    cell. None where a cell is not closed."""
    line = line.rstrip("\r\n")
    cells: list[str] = []
    place = 0
    while True:
        if line[place : place + 1] != '"':
            end = line.find(delimiter, place)
            cells.append(line[place:] if end < 0 else line[place:end])
            if end < 0:
                return cells
            place = end + 1
            continue
        end = place + 1
        while True:
            end = line.find('"', end)
            if end < 0:
                return None
            marks = len(line) - end - len(line[end:].lstrip('"'))
            behind = end + marks
            while line[behind : behind + 1] == " ":
                behind += 1
            if marks % 2 and line[behind : behind + 1] in (delimiter, ""):
                end += marks - 1  # the last one closes, those before it are doubled ones
                break
            end += marks
        cells.append(line[place + 1 : end].replace('""', '"'))
        if behind >= len(line):
            return cells
        place = behind + 1
