"""The lock on the signed-in browser of a data folder: the operating system's, on a file that says what it is held for.

It ends with the process that holds it, like the run's own (``run_lock.py``), whose guarantees do not rest on it.
"""

from __future__ import annotations

import os
from contextlib import suppress
from pathlib import Path

from linkapp.system.file_lock import TAKEN, lock, unlock

_AWAY = 1 << 20
"""Where the lock stands in the file: on Windows nobody else can read what is locked."""
_LONGEST = 40


class FileSiteLock:
    """The ``SiteLock`` port. ``path`` is the lock file; it is made if missing, and stays there. Where it cannot be
    used (a folder that cannot be written to) it keeps nobody out."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._file: int | None = None

    def take(self, purpose: str) -> str | None:
        """See ``services.site_lease.SiteLock``."""
        try:
            file = os.open(self._path, os.O_RDWR | os.O_CREAT, 0o600)
        except OSError:
            return None
        try:
            os.lseek(file, _AWAY, os.SEEK_SET)
            lock(file)
        except OSError as error:
            other = _said(file)
            os.close(file)
            return other if error.errno in TAKEN else None
        self._file = file
        with suppress(OSError):  # then it is held without a word
            os.lseek(file, 0, os.SEEK_SET)
            os.ftruncate(file, 0)
            os.write(file, purpose.encode())
        return None

    def give(self) -> None:
        """See ``services.site_lease.SiteLock``."""
        if self._file is None:
            return
        with suppress(OSError):
            os.ftruncate(self._file, 0)
        os.lseek(self._file, _AWAY, os.SEEK_SET)
        unlock(self._file)
        os.close(self._file)
        self._file = None


def _said(file: int) -> str:
    try:
        os.lseek(file, 0, os.SEEK_SET)
        return os.read(file, _LONGEST).decode("ascii", "replace").strip()
    except OSError:
        return ""
