"""Why a whole file is refused, and the limits that everything read here keeps."""

from __future__ import annotations

import time
from collections.abc import Callable

from linkapp.domain.known_error import KnownError

LARGEST_FILE = 1 << 30
LARGEST_TABLE = 1 << 29
"""Bytes of one table in an archive; what is read is counted as well."""
LARGEST_BOOK = 1 << 27
"""Bytes of an address book or calendar: those are taken apart in memory."""
LONGEST_RECORD = 1 << 22
"""Characters of one record of a table, line ends included."""
LONGEST_CELLS = LONGEST_RECORD
LONGEST_CARD = 1 << 20
"""Characters of one card or event without its pictures."""
MOST_RECORDS = 5_000_000
LONGEST_READING_S = 900.0


class BadContactFile(KnownError):
    """A file that cannot be imported. Nothing was changed."""


class ReadingStopped(Exception):
    """Whoever asked for the reading wants it no more."""


class Watch:
    """Ends a reading that takes too long, or that nobody wants any more: ``look`` is called again and again."""

    def __init__(self, stopped: Callable[[], bool] = bool, limit_s: float = LONGEST_READING_S) -> None:
        self._stopped = stopped
        self._until = time.monotonic() + limit_s

    def look(self) -> None:
        """Raises ``ReadingStopped`` or ``BadContactFile``."""
        if self._stopped():
            raise ReadingStopped
        if time.monotonic() > self._until:
            raise BadContactFile("Reading the file takes too long.", "import_too_slow")


def too_large(name: str) -> BadContactFile:
    """More than can be meant."""
    return BadContactFile(f"{name} is larger than any address book can be.", "import_too_large", file=name)


def damaged(name: str, why: str) -> BadContactFile:
    """Cut off or broken."""
    return BadContactFile(f"{name} is damaged: {why}.", "import_damaged", file=name, detail=why)


def unsafe(name: str, why: str) -> BadContactFile:
    """An archive that is not what an export looks like."""
    return BadContactFile(f"{name} is not read: {why}.", "import_unsafe", file=name, detail=why)


def unreadable(name: str, why: str) -> BadContactFile:
    """No such file, no right to read it, no file at all."""
    return BadContactFile(f"{name} cannot be read: {why}.", "import_unreadable", file=name, detail=why)


def not_understood(name: str) -> BadContactFile:
    """No format that LinkApp knows."""
    sentence = f"{name} is no export or address book that LinkApp understands."
    return BadContactFile(sentence, "import_not_understood", file=name)


def unknown_columns(name: str, columns: str, proposal: str) -> BadContactFile:
    """A table whose columns nobody has named."""
    sentence = f"LinkApp does not know what the columns of {name} are: {columns}."
    return BadContactFile(
        sentence, "import_columns", file=name, columns=columns, proposal=proposal or "--map COLUMN=FIELD"
    )
