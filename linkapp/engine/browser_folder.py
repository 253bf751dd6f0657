"""Where the browser and its driver keep their files while they run: a folder of LinkApp's own, gone with the browser.

It lies in the data folder, or, where that has no room or too long a name, in the system's folder for temporary files.
Whoever uses one holds its lock; the operating system gives it back with the process, however that ends. What nobody
holds was left by a LinkApp that was killed, and goes at the next start. Nothing else is ever touched.
"""

from __future__ import annotations

import contextlib
import os
import shutil
import stat
import sys
import tempfile
from pathlib import Path

PREFIX = "linkapp-browser-"
IN_DATA_FOLDER = "browser"
_LOCK = "in-use"
_SOCKET = len("/org.chromium.Chromium.XXXXXX/SingletonSocket")
"""How long a name Chromium adds to its temporary folder for the socket by which it knows a second start; the six X are
random letters."""
_LONGEST_SOCKET = 103
"""The shortest limit of a socket's name on any system (macOS)."""
_RANDOM = 8
_SHORTEST = Path("/tmp")  # nosec B108 - what is made there has a name that nobody can foresee
_ROOM = 300 * 1024 * 1024
"""A browser's profile must not take the last room from the database."""


class BrowserFolder:
    """One folder, locked as long as it is used; ``remove`` it."""

    def __init__(self, path: Path, lock: int, *, in_data_folder: bool) -> None:
        self.path = path
        self.in_data_folder = in_data_folder
        self._lock: int | None = lock

    def remove(self) -> None:
        """Remove it with everything in it, and give its lock back. What a browser that does not end writes there
        meanwhile goes at the next start. Never raises."""
        if self._lock is None:
            return
        self.empty()
        lock, self._lock = self._lock, None
        _give_up(self.path, lock)

    def empty(self) -> bool:
        """Remove what lies in it; whether nothing is left. A browser that is just ending still writes."""
        return _emptied(self.path)


def make(data_folder: Path | None, *, elsewhere: bool = False) -> BrowserFolder:
    """A new one; with ``elsewhere`` not in the data folder. Raises ``OSError`` where none can be made."""
    if data_folder is not None and not elsewhere:
        base = data_folder / IN_DATA_FOLDER
        with contextlib.suppress(OSError):
            if _fits(base) and shutil.disk_usage(data_folder).free >= _ROOM:
                base.mkdir(mode=0o700, exist_ok=True)
                return _made(base, in_data_folder=True)
    base = Path(tempfile.gettempdir())
    if not _fits(base) and _SHORTEST.is_dir():
        base = _SHORTEST
    return _made(base, in_data_folder=False)


def tidy(data_folder: Path | None) -> None:
    """Remove what a LinkApp that was killed has left, here and in the system's folder for temporary files."""
    bases = {Path(tempfile.gettempdir()), _SHORTEST}
    if data_folder is not None:
        bases.add(data_folder / IN_DATA_FOLDER)
    for base in bases:
        with contextlib.suppress(OSError):
            for path in sorted(base.glob(f"{PREFIX}*")):
                _tidied(path)


def _fits(base: Path) -> bool:
    return len(os.fsencode(base)) + 1 + len(PREFIX) + _RANDOM + _SOCKET <= _LONGEST_SOCKET


def _made(base: Path, *, in_data_folder: bool) -> BrowserFolder:
    while True:
        path = Path(tempfile.mkdtemp(prefix=PREFIX, dir=base))
        try:
            lock = os.open(path / _LOCK, os.O_RDWR | os.O_CREAT, 0o600)
        except FileNotFoundError:
            continue  # tidied away by another LinkApp before it was locked
        if _locked(lock) and _same(lock, path / _LOCK):
            return BrowserFolder(path, lock, in_data_folder=in_data_folder)
        os.close(lock)


def _tidied(path: Path) -> None:
    with contextlib.suppress(OSError):
        status = path.lstat()
        if not stat.S_ISDIR(status.st_mode) or (hasattr(os, "geteuid") and status.st_uid != os.geteuid()):
            return
        if not (path / _LOCK).exists():
            if not any(path.iterdir()):
                path.rmdir()  # ended before it was locked
            return
        if sys.platform == "win32":
            (path / _LOCK).unlink()  # refused while another process has it open
            shutil.rmtree(path, ignore_errors=True)
            return
        lock = os.open(path / _LOCK, os.O_RDWR | os.O_NOFOLLOW)
        if _locked(lock):
            _emptied(path)
            _give_up(path, lock)
        else:
            os.close(lock)


def _emptied(path: Path) -> bool:
    """Remove everything but the lock; whether nothing else is left."""
    left = False
    with contextlib.suppress(OSError):
        for entry in list(path.iterdir()):
            if entry.name == _LOCK:
                continue
            if entry.is_dir() and not entry.is_symlink():
                shutil.rmtree(entry, ignore_errors=True)
            else:
                with contextlib.suppress(OSError):
                    entry.unlink()
            left = left or os.path.lexists(entry)
    return not left


def _give_up(path: Path, lock: int) -> None:
    """Remove the lock and the folder, and only then give the lock back; where something is left both stay."""
    if sys.platform == "win32":
        os.close(lock)
        with contextlib.suppress(OSError):
            if [entry.name for entry in path.iterdir()] == [_LOCK]:
                (path / _LOCK).unlink()
                path.rmdir()
        return
    with contextlib.suppress(OSError):
        if [entry.name for entry in path.iterdir()] == [_LOCK]:
            (path / _LOCK).unlink()
            path.rmdir()
    os.close(lock)


def _same(opened: int, path: Path) -> bool:
    try:
        return os.path.samestat(os.fstat(opened), path.stat())
    except OSError:
        return False


if sys.platform == "win32":

    def _locked(_lock: int) -> bool:
        return True  # a file that is open cannot be deleted there

else:
    import fcntl

    def _locked(lock: int) -> bool:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            return False
        return True
