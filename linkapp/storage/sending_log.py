"""``sending.log``: one line beside the database for every click that was announced, so that a restored backup knows.

Append-only, one JSON object a line, on the disk (fsync) before the click. It names the person by their keys and the
text by its hash only. A torn line is the trace of a crash before the click and is passed over.
"""

from __future__ import annotations

import errno
import os
from collections.abc import Iterator, Mapping
from pathlib import Path

import msgspec

from linkapp.domain.greeting import GUARD
from linkapp.domain.moment import Occasion
from linkapp.storage.instants import micros
from linkapp.storage.upgrade import sync_folder

FILE_NAME = "sending.log"


class Line(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """One announced click. ``at`` is the quota time in microseconds since 1970 UTC; ``keys`` the person's keys then
    (none where the act is about nobody: ``name`` is its subject); ``key`` and ``apart`` (microseconds) as in
    ``Act``."""

    attempt: str
    account: str
    keys: tuple[str, ...]
    name: str
    kind: str
    at: int
    text_hash: str
    key: str = ""
    apart: int = 0
    occasion: str = ""  # with the year, in lines of older versions, which knew greetings only
    year: int = 0


FORGOTTEN = "h:"
"""Before the hash of a key of somebody who was to be forgotten."""


def forget(path: Path, hashes: Mapping[str, str]) -> None:
    """Put hashes in the place of these keys, and nothing in that of the names beside them; blocking.

    In the very bytes of the lines, for other programs may be appending: what is shorter is filled up with blanks, and
    where a hash does not fit the line goes without its hash of the text. Raises ``OSError``.
    """
    if not path.exists():
        return
    with path.open("r+b") as file:
        place = 0
        for raw in file.read().splitlines(keepends=True):
            bare = raw.rstrip(b"\r\n")
            if (changed := _forgotten(bare, hashes)) is not None:
                file.seek(place)
                file.write(changed)
            place += len(raw)
        file.flush()
        os.fsync(file.fileno())


def _forgotten(raw: bytes, hashes: Mapping[str, str]) -> bytes | None:
    try:
        line = msgspec.json.decode(raw, type=Line)
    except msgspec.DecodeError:
        return None
    known = [key for key in line.keys if key in hashes]
    if not known:
        return None
    line = msgspec.structs.replace(line, keys=(FORGOTTEN + hashes[known[0]],), name="")
    whole = msgspec.json.encode(line)
    if len(whole) > len(raw):
        whole = msgspec.json.encode(msgspec.structs.replace(line, text_hash=""))
    return whole.ljust(len(raw)) if len(whole) <= len(raw) else None


def _as_now(line: Line) -> Line:
    if line.key:
        return line
    apart = micros(GUARD) if line.occasion == Occasion.BIRTHDAY else 0
    return msgspec.structs.replace(line, key=f"{line.occasion}:{line.year}", apart=apart)


class SendingLog:
    """The file, opened for appending. All methods block and raise ``OSError``; one thread at a time."""

    def __init__(self, path: Path) -> None:
        self._path = path
        new = not path.exists()
        flags = os.O_RDWR | os.O_CREAT | os.O_APPEND | getattr(os, "O_CLOEXEC", 0) | getattr(os, "O_BINARY", 0)
        self._file = os.open(path, flags, 0o600)
        try:
            if new:
                os.fsync(self._file)
                sync_folder(path.parent)
        except BaseException:
            os.close(self._file)
            raise

    def append(self, line: Line) -> None:
        """Add a line; when this returns it survives a power cut."""
        # The newline comes first as well: after a torn line this one still stands on its own.
        whole = b"\n" + msgspec.json.encode(line) + b"\n"
        if os.write(self._file, whole) != len(whole):
            raise OSError(errno.ENOSPC, "the line does not fit on the disk")
        os.fsync(self._file)

    def lines(self) -> Iterator[Line]:
        """Every whole line, oldest first."""
        for raw in self._path.read_bytes().splitlines():
            try:
                yield _as_now(msgspec.json.decode(raw, type=Line))
            except msgspec.DecodeError:
                continue

    def close(self) -> None:
        """Close the file."""
        os.close(self._file)
