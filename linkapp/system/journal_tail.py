"""The end of the technical log, as it grows: the ``JournalTail`` port over the files of ``system/journal.py``.

What is read costs what is new, however long the files are; nothing is kept but a place in one file.
"""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path

from linkapp.system.journal import log_files

FIRST = 256 * 1024
"""Bytes from the end of the newest file at which the first reading begins."""
MOST = 64 * 1024
"""Bytes of one reading."""
LONGEST = 16 * 1024
"""Bytes of a line without an end; more than that is told as it is."""


class FileTail:
    """A place in the newest file of a folder. Belongs to one reader."""

    def __init__(self, folder: Path) -> None:
        self.folder = str(folder)
        self._path: Path | None = None
        self._identity: tuple[int, int] | None = None
        self._offset = 0
        self._begun = b""
        self._skips_first = False

    def read(self) -> Sequence[str]:
        """The next whole lines, oldest first; none where there is nothing new or the files cannot be read.

        A file that was cut off or replaced is read from its beginning; the next day's file follows when the one of
        now is read to its end.
        """
        try:
            return self._read()
        except OSError:
            return ()

    def restart(self) -> None:
        """Begin again near the end, as at first."""
        self._path = self._identity = None
        self._begun = b""

    def _read(self) -> Sequence[str]:
        files = log_files(Path(self.folder))
        if not files:
            return ()
        if self._path is None:
            self._open_at_the_end(files[-1])
        elif self._path not in files:  # it was tidied away
            self._open(files[0])
        lines = self._next_lines()
        if not lines and self._path != files[-1]:
            later = files.index(self._path) + 1 if self._path in files else 0
            self._open(files[min(later, len(files) - 1)])
            lines = self._next_lines()
        return lines

    def _open_at_the_end(self, path: Path) -> None:
        self._open(path)
        self._offset = max(0, path.stat().st_size - FIRST)
        self._skips_first = self._offset > 0

    def _open(self, path: Path) -> None:
        self._path, self._identity = path, None
        self._offset, self._begun, self._skips_first = 0, b"", False

    def _next_lines(self) -> Sequence[str]:
        assert self._path is not None
        with self._path.open("rb") as file:
            about = os.fstat(file.fileno())
            identity = (about.st_dev, about.st_ino)
            if about.st_size < self._offset or self._identity not in (None, identity):
                self._offset, self._begun, self._skips_first = 0, b"", False
            self._identity = identity
            file.seek(self._offset)
            fresh = file.read(MOST)
        self._offset += len(fresh)
        whole, end, rest = (self._begun + fresh).rpartition(b"\n")
        if not end and len(rest) > LONGEST:
            whole, rest = rest, b""
        self._begun = rest
        lines = whole.split(b"\n") if whole else []
        if self._skips_first and lines:  # where the reading began was within a line
            lines, self._skips_first = lines[1:], False
        return [line.decode("utf-8", "replace") for line in lines if line]
