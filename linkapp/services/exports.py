"""Contacts as files for other programs, and the whole book as one of LinkApp's own."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from datetime import datetime
from enum import StrEnum
from pathlib import PurePath
from typing import Protocol

from linkapp.domain.contact_filters import ContactFilter
from linkapp.domain.known_error import KnownError
from linkapp.services.contacts import Contacts
from linkapp.services.ports.book import Contact
from linkapp.services.ports.clock import Clock
from linkapp.services.ports.contacts import ContactBook


class ExportFormat(StrEnum):
    """What a file is, by its ending."""

    CSV = "csv"
    JSON = "json"
    VCARD = "vcf"
    CALENDAR = "ics"


class Writers(Protocol):
    """Contacts as the bytes of a file."""

    def csv_file(self, contacts: Sequence[Contact], site: str, *, bom: bool) -> bytes:
        """A table, safe for spreadsheets; ``bom`` tells them that it is UTF-8."""

    def vcard_file(self, contacts: Sequence[Contact], site: str) -> bytes:
        """One card a contact."""

    def calendar_file(self, contacts: Sequence[Contact], now: datetime) -> bytes:
        """A yearly event for each birthday."""


class UnknownEnding(KnownError):
    """An export is told by the ending of its file, and this is none of those."""

    def __init__(self, file: str) -> None:
        super().__init__(f"{file} ends neither in .csv nor in .json, .vcf or .ics.", "export_ending", file=file)


class NotWritten(KnownError):
    """The file could not be written; what was there is as it was."""

    def __init__(self, file: str, detail: str) -> None:
        super().__init__(f"{file} could not be written: {detail}.", "export_unwritten", file=file, detail=detail)


def format_of(file: str) -> ExportFormat:
    """The format by a file's ending, capital letters or not. Raises ``UnknownEnding``."""
    ending = PurePath(file).suffix.lower().removeprefix(".")
    try:
        return ExportFormat(ending)
    except ValueError as error:
        raise UnknownEnding(file) from error


class Exports:
    """``write`` puts bytes into a file, whole or not at all; it blocks and raises ``OSError``."""

    def __init__(
        self,
        contacts: Contacts,
        book: ContactBook,
        clock: Clock,
        *,
        writers: Writers,
        write: Callable[[str, bytes], None],
        site: str,
    ) -> None:
        self._contacts, self._book, self._clock = contacts, book, clock
        self._writers, self._write, self._site = writers, write, site

    async def export(
        self,
        file: str,
        *,
        words: str = "",
        filters: Sequence[ContactFilter] = (),
        ids: Sequence[int] | None = None,
        bom: bool = True,
    ) -> tuple[ExportFormat, int]:
        """Write the contacts of a selection, of ``ids`` those that are named (JSON: the whole book, whatever is
        asked); which format, and how many there are. Raises
        ``UnknownEnding``, ``NotWritten``, ``StoreError``."""
        kind = format_of(file)
        contacts = await self._contacts.select(words, filters)
        if ids is not None:
            named = frozenset(ids)
            contacts = [contact for contact in contacts if contact.id in named]
        if kind is ExportFormat.JSON:
            contacts = await self._contacts.select()
            content = await self._book.whole()
        elif kind is ExportFormat.CSV:
            content = self._writers.csv_file(contacts, self._site, bom=bom)
        elif kind is ExportFormat.VCARD:
            content = self._writers.vcard_file(contacts, self._site)
        else:
            contacts = [contact for contact in contacts if contact.birthday is not None]
            content = self._writers.calendar_file(contacts, self._clock.now())
        await asyncio.to_thread(self._written, file, content)
        return kind, len(contacts)

    def _written(self, file: str, content: bytes) -> None:
        try:
            self._write(file, content)
        except (OSError, ValueError) as error:
            raise NotWritten(file, getattr(error, "strerror", None) or str(error)) from error
