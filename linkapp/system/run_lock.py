"""The lock of a data folder: whoever holds it may send. It is the operating system's, on an open file and, where the
system can, on the folder itself: a lock file that is deleted or replaced lets nobody else in.

It ends with the process, whatever happens to it (free 0.6 ms after ``kill -9``), and never before: a lease with a
time-out sends twice when a laptop sleeps (safety.md 0.5). A child process does not inherit it, so a browser that
outlives LinkApp does not keep it. On Windows a file that is open cannot be deleted or replaced, and there is no lock
on folders.
"""

from __future__ import annotations

import errno
import os
import sys
import weakref
from pathlib import Path

from linkapp.domain.problems import Problem, Reason
from linkapp.services.ports.ledger import StoreError
from linkapp.system.file_lock import TAKEN, lock, unlock


class FileRunLock:
    """The ``RunLock`` port. ``path`` is the lock file; it is made if missing and stays there, empty. Its folder is
    locked with it."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._file: int | None = None
        self._folder: int | None = None
        _all.add(self)

    def take(self) -> bool:
        """Try to take the lock; False if another holder has it. True again for the one who holds it already.

        Raises ``StoreError`` if the file cannot be opened: without a lock nothing may be sent.
        """
        if self._file is not None:
            return True
        folder = _open_folder(self._path.parent)
        if folder is not None and not _taken(folder):
            return False
        self._folder = folder
        try:
            # Not inheritable: Python opens with O_CLOEXEC.
            file = os.open(self._path, os.O_RDWR | os.O_CREAT, 0o600)
            free = _taken(file)
        except OSError as error:
            self._give_folder()
            full = error.errno in (errno.ENOSPC, errno.EDQUOT)
            detail = f"the lock {self._path} cannot be opened: {error.strerror}"
            raise StoreError(
                Problem(reason=Reason.DISK_FULL if full else Reason.DATA_UNUSABLE, detail=detail)
            ) from error
        if not free:
            self._give_folder()
            return False
        self._file = file
        return True

    def holds(self) -> bool:
        """Whether it is held, and still is the lock of this very folder: of one that was moved away or replaced
        meanwhile it is not. Where the folder itself cannot be locked, the file has to be the same as well."""
        if self._file is None:
            return False
        if self._folder is not None:
            return _same(self._folder, self._path.parent)
        return sys.platform == "win32" or _same(self._file, self._path)

    def give(self) -> None:
        """Give it back; nothing happens if it is not held."""
        if self._file is not None:
            unlock(self._file)  # not by closing alone: a child that was forked a moment ago may have a copy still
        self._give_folder()
        self._close()

    def _give_folder(self) -> None:
        if self._folder is not None:
            unlock(self._folder)
            os.close(self._folder)
            self._folder = None

    def _close(self) -> None:
        """Close what is open, and unlock nothing."""
        for opened in (self._file, self._folder):
            if opened is not None:
                os.close(opened)
        self._file = self._folder = None


def _taken(opened: int) -> bool:
    """Whether the lock on it is ours now; it is closed where it is not."""
    try:
        lock(opened)
    except OSError as error:
        os.close(opened)
        if error.errno in TAKEN:
            return False
        raise
    return True


def _same(opened: int, path: Path) -> bool:
    """Whether the path still leads to what is open."""
    try:
        here, there = os.fstat(opened), path.stat()
    except OSError:
        return False
    return (here.st_dev, here.st_ino) == (there.st_dev, there.st_ino)


_all: weakref.WeakSet[FileRunLock] = weakref.WeakSet()

if sys.platform == "win32":

    def _open_folder(_path: Path) -> int | None:
        return None

else:

    def _open_folder(path: Path) -> int | None:
        """The folder, opened to be locked; None on a file system that locks no folders (some network ones)."""
        opened = os.open(path, os.O_RDONLY | os.O_DIRECTORY)
        try:
            lock(opened)
        except OSError as error:
            if error.errno not in TAKEN:
                os.close(opened)
                return None
        return opened

    def _forget() -> None:
        for lock in tuple(_all):
            lock._close()  # the lock itself stays with the parent

    # A forked child shares the open file, and with it the lock, unless it closes its copy.
    os.register_at_fork(after_in_child=_forget)
