"""The lock of a data folder: whoever holds it may send. It is the operating system's, on an open file.

It ends with the process, whatever happens to it (free 0.6 ms after ``kill -9``), and never before: a lease with a
time-out sends twice when a laptop sleeps (safety.md 0.5). A child process does not inherit it, so a browser that
outlives LinkApp does not keep it.
"""

from __future__ import annotations

import errno
import os
import sys
import weakref
from pathlib import Path

_TAKEN = frozenset({errno.EWOULDBLOCK, errno.EACCES, errno.EAGAIN, errno.EDEADLK})


class FileRunLock:
    """The ``RunLock`` port. ``path`` is the lock file; it is made if missing and stays there, empty."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._file: int | None = None
        _all.add(self)

    def take(self) -> bool:
        """Try to take the lock; False if another holder has it. True again for the one who holds it already.

        Raises ``OSError`` if the file cannot be opened: without a lock nothing may be sent.
        """
        if self._file is not None:
            return True
        # Not inheritable: Python opens with O_CLOEXEC.
        file = os.open(self._path, os.O_RDWR | os.O_CREAT, 0o600)
        try:
            _lock(file)
        except OSError as error:
            os.close(file)
            if error.errno in _TAKEN:
                return False
            raise
        self._file = file
        return True

    def give(self) -> None:
        """Give it back; nothing happens if it is not held."""
        if self._file is not None:
            _unlock(self._file)  # not by closing alone: a child that was forked a moment ago may have a copy still
            self._close()

    def _close(self) -> None:
        if self._file is not None:
            os.close(self._file)
            self._file = None


_all: weakref.WeakSet[FileRunLock] = weakref.WeakSet()

if sys.platform == "win32":
    import msvcrt

    def _lock(file: int) -> None:
        msvcrt.locking(file, msvcrt.LK_NBLCK, 1)

    def _unlock(file: int) -> None:
        msvcrt.locking(file, msvcrt.LK_UNLCK, 1)

else:
    import fcntl

    def _lock(file: int) -> None:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)

    def _unlock(file: int) -> None:
        fcntl.flock(file, fcntl.LOCK_UN)

    def _forget() -> None:
        for lock in tuple(_all):
            lock._close()  # the lock itself stays with the parent

    # A forked child shares the open file, and with it the lock, unless it closes its copy.
    os.register_at_fork(after_in_child=_forget)
