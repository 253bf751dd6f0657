"""What a file is, told by what stands in it and never by its name, and its parts in the order in which they come."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from linkapp.domain.contact_record import ContactFile, Field, FileFormat, FilePart
from linkapp.formats import calendar, vcard
from linkapp.formats.heading_words import folded
from linkapp.formats.headings import proposal
from linkapp.formats.refusals import (
    LARGEST_TABLE,
    BadContactFile,
    Watch,
    not_understood,
    too_large,
    unknown_columns,
)
from linkapp.formats.sources import Source, sources_in
from linkapp.formats.tables import Table, table_in

_ORDER = (
    FileFormat.CONNECTIONS,
    FileFormat.INVITATIONS,
    FileFormat.MESSAGES,
    FileFormat.CSV,
    FileFormat.VCARD,
    FileFormat.ICALENDAR,
)
"""In an archive who is who comes first, and what was written last."""
_OF_THE_SITE = frozenset({FileFormat.CONNECTIONS, FileFormat.INVITATIONS, FileFormat.MESSAGES})
_BOOK = re.compile(rb'(?:\xef\xbb\xbf)?\s*\{\s*"format"\s*:\s*"linkapp-contacts"')


class FileReader:
    """The ``ContactFiles`` port: files of this computer."""

    def open(
        self,
        path: str,
        *,
        mapping: Mapping[str, Field] | None = None,
        remembered: Callable[[str], Mapping[str, Field] | None] = lambda _: None,
        stopped: Callable[[], bool] = bool,
    ) -> ContactFile:
        """See ``services.ports.imports.ContactFiles``."""
        watch = Watch(stopped)
        name = Path(path).name
        archive, sources = sources_in(path)

        def named(headings: Sequence[str]) -> Mapping[str, Field] | None:
            return mapping or remembered(headings_key(headings))

        parts: list[FilePart] = []
        unknown: list[tuple[str, tuple[str, ...]]] = []
        for source in sources:
            part = _part(source, watch, named, only_mapped=bool(mapping))
            if isinstance(part, tuple):
                unknown.append((source.name, part))
            elif part is not None:
                parts.append(part)
        if archive:  # an export holds many more tables, of logins, searches, likes: those of people are taken
            site = [part for part in parts if part.format in _OF_THE_SITE]
            parts = site or parts
        if not parts:
            if unknown and not archive:
                raise _unknown(name, unknown[0][1], mapping)
            if mapping and not archive:
                raise _no_such_columns(name, mapping, ())
            raise not_understood(name)
        parts.sort(key=lambda part: _ORDER.index(part.format))
        table = parts[0] if isinstance(parts[0], Table) else None
        used = named(table.header.cells) if table is not None and table.format is FileFormat.CSV else None
        return ContactFile(
            name=name,
            format=FileFormat.ARCHIVE
            if archive and any(part.format in _OF_THE_SITE for part in parts)
            else parts[0].format,
            parts=tuple(parts),
            dated=max((source.dated for source in sources if source.dated), default=None),
            headings=table.header.cells if table is not None else (),
            mapping=dict(used or {}),
        )

    def whole_book(self, path: str) -> bytes | None:
        """See ``services.ports.imports.ContactFiles``."""
        archive, sources = sources_in(path)
        if archive or not _BOOK.match(sources[0].head):
            return None
        if sources[0].size > LARGEST_TABLE:
            raise too_large(sources[0].name)
        with sources[0].open() as stream:
            return stream.read(LARGEST_TABLE)

    def key(self, headings: tuple[str, ...]) -> str:
        """See ``services.ports.imports.ContactFiles``."""
        return headings_key(headings)

    def columns(self, path: str) -> tuple[tuple[str, ...], dict[str, Field]]:
        """See ``services.ports.imports.ContactFiles``."""
        archive, sources = sources_in(path)
        part = None if archive else _part(sources[0], Watch(), lambda _: None)
        if isinstance(part, Table):
            part = part.header.cells
        if not isinstance(part, tuple):
            return (), {}
        return part, {part[place]: field for place, field in proposal(part).items()}


def headings_key(headings: Sequence[str]) -> str:
    """A set of headings as a mapping is remembered for it."""
    return "\x1f".join(sorted(folded(heading) for heading in headings))


def _part(
    source: Source,
    watch: Watch,
    named: Callable[[Sequence[str]], Mapping[str, Field] | None],
    *,
    only_mapped: bool = False,
) -> FilePart | tuple[str, ...] | None:
    if only_mapped:
        return table_in(source, watch, named, only_mapped=True)
    if vcard.is_vcard(source.head[:4096]):
        return vcard.Cards(source=source, watch=watch)
    if calendar.is_calendar(source.head[:4096]):
        return calendar.Birthdays(source=source, watch=watch)
    return table_in(source, watch, named)


def _unknown(name: str, headings: Sequence[str], mapping: Mapping[str, Field] | None) -> BadContactFile:
    if mapping:
        return _no_such_columns(name, mapping, headings)
    proposed = " ".join(f"--map '{headings[place]}={field}'" for place, field in proposal(headings).items())
    return unknown_columns(name, ", ".join(headings), proposed)


def _no_such_columns(name: str, mapping: Mapping[str, Field], headings: Sequence[str]) -> BadContactFile:
    there = {folded(heading) for heading in headings}
    missing = ", ".join(column for column in mapping if folded(column) not in there)
    sentence = f"{name} has no column {missing}; it has: {', '.join(headings) or '-'}."
    return BadContactFile(sentence, "import_no_column", file=name, missing=missing, columns=", ".join(headings) or "-")
