"""Tables: where the header of a CSV file stands, what it is, and its records."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import BinaryIO, TextIO

from linkapp.domain.contact_record import Field, FileFormat, Record, Rejected
from linkapp.formats import headings as known
from linkapp.formats import linkedin, rows_of_people
from linkapp.formats.csv_rows import DELIMITERS, CsvRow, rows, single_line
from linkapp.formats.encodings import Encoding, encoding_of
from linkapp.formats.heading_words import folded
from linkapp.formats.headings import Columns
from linkapp.formats.refusals import LONGEST_RECORD, Watch
from linkapp.formats.sources import Source

_MOST_PREAMBLE = 200
"""Lines in which a header is looked for."""
_LONGEST_HEADER = 1 << 16
_LOOK_EVERY = 1000


@dataclass(frozen=True, kw_only=True)
class Header:
    """The header of a table: where it stands (from 1), its delimiter and its cells."""

    line: int
    delimiter: str
    cells: tuple[str, ...]

    @property
    def words(self) -> list[str]:
        """The cells as they are compared."""
        return [folded(cell) for cell in self.cells]


@dataclass(frozen=True, kw_only=True)
class Table:
    """A table that was understood: a part of a ``ContactFile``."""

    name: str
    format: FileFormat
    header: Header
    source: Source
    encoding: Encoding
    columns: Columns | None = None
    watch: Watch = field(default_factory=Watch)

    def records(self) -> Iterator[Record]:
        """See ``domain.contact_record.FilePart``."""
        if self.format is FileFormat.MESSAGES:
            yield from linkedin.messages(self.rows, self.header.words)
        elif self.format is FileFormat.INVITATIONS:
            yield from linkedin.invitations(self.rows, self.header.words)
        elif self.format is FileFormat.CONNECTIONS:
            yield from linkedin.connections(self.rows, self.header.words)
        else:
            assert self.columns is not None
            yield from rows_of_people.people(self.rows, self.columns)

    def rows(self) -> Iterator[CsvRow | Rejected]:
        """The rows below the header; a header that stands there again is none."""
        width, words, first = len(self.header.cells), self.header.words, self.header.cells[0]
        is_record = linkedin.certainly(self.format, words)
        with text_of(self.source, self.encoding) as text:
            for _ in range(self.header.line):
                text.readline(LONGEST_RECORD)
            below = rows(
                text,
                line=self.header.line + 1,
                delimiter=self.header.delimiter,
                width=width,
                is_record=is_record,
            )
            for number, row in enumerate(below):
                if number % _LOOK_EVERY == 0:
                    self.watch.look()
                if isinstance(row, CsvRow) and row.cells[0] == first and [folded(cell) for cell in row.cells] == words:
                    continue
                yield row


def table_in(
    source: Source,
    watch: Watch,
    mapping: Callable[[Sequence[str]], Mapping[str, Field] | None],
    *,
    only_mapped: bool = False,
) -> Table | tuple[str, ...] | None:
    """The table in a file, the headings of one whose columns nobody knows, or None for what is no table.

    ``mapping``: which heading holds which field, as the person said it for these headings, or None; ``only_mapped``:
    the person says it now, whatever table this is. Raises ``BadContactFile``.
    """
    encoding = encoding_of(source, watch.look)
    if encoding is None:
        return None
    with text_of(source, encoding) as text:
        first = _first_lines(text)
    headers = list(_headers(first))
    for header in headers if not only_mapped else ():
        if (own := known.own_export(header.words)) is not None:
            return Table(
                name=source.name,
                format=FileFormat.CSV,
                header=header,
                source=source,
                encoding=encoding,
                columns=own,
                watch=watch,
            )
        if (format_ := _site_format(header.words)) is not None:
            return Table(name=source.name, format=format_, header=header, source=source, encoding=encoding, watch=watch)
    for header in headers:
        named = mapping(header.cells)
        columns = _mapped(header, named) if named else None if only_mapped else known.address_book(header.words)
        if columns is not None:
            return Table(
                name=source.name,
                format=FileFormat.CSV,
                header=header,
                source=source,
                encoding=encoding,
                columns=columns,
                watch=watch,
            )
    return next((header.cells for header in headers if _may_be_header(header, first)), None)


@contextmanager
def text_of(source: Source, encoding: Encoding) -> Iterator[TextIO]:
    """The text of a file, its line ends as they are."""
    with source.open() as stream:
        binary: BinaryIO = stream
        yield io.TextIOWrapper(binary, encoding=encoding.name, errors=encoding.errors, newline="")


def _first_lines(text: TextIO) -> list[str]:
    """The lines in which a header may stand; nothing behind one that no header can be as long as."""
    first: list[str] = []
    while len(first) < _MOST_PREAMBLE and (line := text.readline(_LONGEST_HEADER)):
        first.append(line)
        if line[-1] not in "\r\n":
            break
    return first


def _headers(first: Sequence[str]) -> Iterator[Header]:
    """Every line that could be a header, by itself: what stands before it may hold a mark that is never closed."""
    for number, line in enumerate(first, 1):
        if not line.strip():
            continue
        counts = sorted(DELIMITERS, key=lambda delimiter: -line.count(delimiter))
        for delimiter in counts[:2]:
            if delimiter != counts[0] and delimiter not in line:
                continue
            cells = single_line(line.lstrip("\ufeff"), delimiter)
            if cells and any(cell.strip() for cell in cells):
                yield Header(line=number, delimiter=delimiter, cells=tuple(cell.strip() for cell in cells))


def _site_format(words: Sequence[str]) -> FileFormat | None:
    if known.is_messages(words):
        return FileFormat.MESSAGES
    if known.is_invitations(words):
        return FileFormat.INVITATIONS
    return FileFormat.CONNECTIONS if known.is_connections(words) else None


def _mapped(header: Header, mapping: Mapping[str, Field]) -> Columns | None:
    """The columns that the person named; None where one of them is not there."""
    of: dict[Field, tuple[int, ...]] = {}
    words = header.words
    for heading, field_ in mapping.items():
        there = [place for place, word in enumerate(words) if word == folded(heading)]
        if not there:
            return None
        of[field_] = (*of.get(field_, ()), *there)
    return Columns(of=of)


def _may_be_header(header: Header, first: Sequence[str]) -> bool:
    """Whether a line of a table that is not known looks like its header: several short words, and more lines below."""
    filled = [cell for cell in header.cells if cell]
    below = [line for line in first[header.line :] if line.strip()]
    alike = any(line.count(header.delimiter) >= len(header.cells) - 1 for line in below)
    short = all(len(cell) <= 60 and "@" not in cell and not cell[:1].isdigit() for cell in filled)
    return len(filled) >= 2 and short and alike and len(set(header.words)) == len(header.words)
