"""The files in a file: itself, or what lies in an archive. Nothing is unpacked onto the disk.

An archive is judged by what it declares before anything of it is read, and what is read is counted all the same.
"""

from __future__ import annotations

import io
import stat
import zipfile
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from functools import partial
from pathlib import Path, PurePosixPath
from typing import IO, BinaryIO, cast

from linkapp.formats.refusals import (
    LARGEST_FILE,
    LARGEST_TABLE,
    BadContactFile,
    damaged,
    not_understood,
    too_large,
    unreadable,
    unsafe,
)

HEAD = 1 << 16
"""Bytes by which it is told what a file is."""

_ZIP = (b"PK\x03\x04", b"PK\x05\x06", b"PK\x07\x08")
_PACKED = (b"\x1f\x8b", b"BZh", b"\xfd7zXZ", b"7z\xbc\xaf", b"Rar!", b"\x28\xb5\x2f\xfd")
_MOST_ENTRIES = 20_000
_LARGEST_ARCHIVE = 8 << 30
"""Bytes that all entries of an archive declare together: an export may hold pictures and films."""
_SQUEEZED = 300
"""How many times smaller than itself a table may lie in an archive."""
_SQUEEZED_FROM = 16 << 20
_LARGEST_INNER = 1 << 28
_DEEPEST = 2
_BROKEN = (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError)
"""What ``zipfile`` raises for damage, for a way of packing that it does not know, and for a password that is wanted."""


@dataclass(frozen=True, kw_only=True)
class Source:
    """One file that can be read again and again. ``head``: its first bytes."""

    name: str
    size: int
    head: bytes
    opened: Callable[[], IO[bytes]]
    dated: date | None = None

    @contextmanager
    def open(self) -> Iterator[BinaryIO]:
        """The bytes from their beginning. Raises ``BadContactFile`` where they end too soon, also while they are read
        inside."""
        try:
            with self.opened() as stream:
                yield cast(BinaryIO, stream)
        except BadContactFile:
            raise
        except _BROKEN as error:
            raise damaged(self.name, str(error) or type(error).__name__) from error
        except OSError as error:
            raise unreadable(self.name, error.strerror or str(error)) from error


def sources_in(path: str) -> tuple[bool, list[Source]]:
    """Whether a file is an archive, and the files in it (itself, where it is none). Raises ``BadContactFile``."""
    try:
        file = Path(path)
        about = file.stat()
        if stat.S_ISDIR(about.st_mode):
            raise unreadable(path, "it is a folder")
        if not stat.S_ISREG(about.st_mode):
            raise unreadable(path, "it is a pipe or a device and no file")
        if about.st_size > LARGEST_FILE:
            raise too_large(file.name)
        with file.open("rb") as stream:
            head = stream.read(HEAD)
    except (OSError, ValueError) as error:
        why = error.strerror if isinstance(error, OSError) and error.strerror else str(error)
        raise unreadable(path, why) from error
    if not head.startswith(_ZIP):
        if head.startswith(_PACKED):
            raise unsafe(file.name, "it is packed in a way that LinkApp does not unpack")
        return False, [Source(name=file.name, size=about.st_size, head=head, opened=lambda: file.open("rb"))]
    sources = list(_entries(file.name, lambda: file.open("rb"), 1))
    if not sources:
        raise not_understood(file.name)
    return True, sources


def _entries(name: str, opened: Callable[[], IO[bytes]], depth: int) -> Iterator[Source]:
    try:
        with opened() as stream, zipfile.ZipFile(stream) as archive:
            infos = archive.infolist()
            _judge(name, infos)
            names = {info.filename for info in infos}
            if "[Content_Types].xml" in names or "mimetype" in names:
                raise unsafe(name, "it is a document or a spreadsheet; save it as CSV")
            for info in infos:
                if info.is_dir() or _is_aside(info.filename):
                    continue
                with archive.open(info) as entry:
                    head = entry.read(HEAD)
                if head.startswith(_ZIP):
                    if depth < _DEEPEST and info.file_size <= _LARGEST_INNER:
                        inner = archive.read(info)
                        yield from _entries(f"{name}/{info.filename}", partial(io.BytesIO, inner), depth + 1)
                    continue
                yield Source(
                    name=info.filename,
                    size=info.file_size,
                    head=head,
                    opened=_opener(opened, info),
                    dated=_day(info),
                )
    except BadContactFile:
        raise
    except _BROKEN as error:
        raise damaged(name, str(error) or type(error).__name__) from error
    except (OSError, ValueError) as error:
        raise unreadable(name, str(error)) from error


def _judge(name: str, infos: list[zipfile.ZipInfo]) -> None:
    """Raises ``BadContactFile`` for an archive that is locked, leads elsewhere, or declares more than can be meant."""
    if len(infos) > _MOST_ENTRIES:
        raise too_large(name)
    if sum(info.file_size for info in infos) > _LARGEST_ARCHIVE:
        raise too_large(name)
    for info in infos:
        path = info.orig_filename.replace("\\", "/")
        if info.flag_bits & 0x1:
            raise unsafe(name, "it is locked with a password")
        if stat.S_ISLNK(info.external_attr >> 16):
            raise unsafe(name, "it holds a link")
        if path.startswith("/") or ".." in PurePosixPath(path).parts or path[1:2] == ":" or "\0" in path:
            raise unsafe(name, "it holds a path that leads out of it")
        if info.file_size > _SQUEEZED_FROM and info.file_size > _SQUEEZED * max(1, info.compress_size):
            raise too_large(name)


def _is_aside(path: str) -> bool:
    """What a computer leaves beside the files themselves."""
    parts = PurePosixPath(path).parts
    return "__MACOSX" in parts or parts[-1].startswith(("._", ".DS_Store")) or parts[-1].casefold() == "thumbs.db"


def _opener(opened: Callable[[], IO[bytes]], info: zipfile.ZipInfo) -> Callable[[], IO[bytes]]:
    def open_entry() -> IO[bytes]:
        return cast("IO[bytes]", io.BufferedReader(_Entry(opened(), info)))

    return open_entry


class _Entry(io.RawIOBase):
    """One entry of an archive that is open for itself, read from its beginning and counted."""

    def __init__(self, stream: IO[bytes], info: zipfile.ZipInfo) -> None:
        super().__init__()
        self._stream = stream
        self._name = info.filename
        try:
            self._archive = zipfile.ZipFile(stream)
            self._entry = self._archive.open(info)
        except BaseException:
            stream.close()
            raise
        self._left = LARGEST_TABLE

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: object) -> int:
        view = memoryview(cast(bytearray, buffer))
        given = self._entry.read(len(view))
        self._left -= len(given)
        if self._left < 0:
            raise too_large(self._name)
        view[: len(given)] = given
        return len(given)

    def close(self) -> None:
        if not self.closed:
            self._entry.close()
            self._archive.close()
            self._stream.close()
        super().close()


def _day(info: zipfile.ZipInfo) -> date | None:
    try:
        day = date(*info.date_time[:3])
    except ValueError:
        return None
    return day if day.year > 2003 else None  # the first day that a zip can name stands for none
