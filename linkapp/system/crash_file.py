"""What the interpreter writes when the whole program breaks down: where every thread was, and nothing it held.

Written by Python's own faulthandler into a file of the log folder; what the last program left is put aside at a start,
so that it can be offered for a report once.
"""

from __future__ import annotations

import faulthandler
import os
import re
from contextlib import suppress
from pathlib import Path

_LONGEST = 200_000
_PLACE = re.compile(r'File "([^"]*)"')


class CrashFile:
    """The file of one data folder. ``begin`` it once in the life of a program, and ``end`` it."""

    def __init__(self, folder: Path) -> None:
        self._path = folder / "crash.txt"
        self._last = folder / "crash-last.txt"
        self._file: int | None = None

    def begin(self) -> str:
        """Listen from now on; what an earlier program left behind (empty where it ended in order). A file that cannot
        be used costs nobody anything."""
        left = ""
        with suppress(OSError):
            self._path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            left = self._left_behind()
            self._file = os.open(self._path, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
            faulthandler.enable(file=self._file, all_threads=True)
        return left

    def end(self) -> None:
        """The program ends in order."""
        if self._file is None:
            return
        faulthandler.disable()
        os.close(self._file)
        self._file = None
        with suppress(OSError):
            if self._path.stat().st_size == 0:
                self._path.unlink()

    def _left_behind(self) -> str:
        if not self._path.exists() or self._path.stat().st_size == 0:
            return ""
        self._path.replace(self._last)
        with self._last.open("rb") as file:
            return without_folders(file.read(_LONGEST).decode("utf-8", "replace"))


def without_folders(trace: str) -> str:
    """A trace that names files without the folders they lie in, which name a person."""
    return _PLACE.sub(lambda match: 'File "' + re.split(r"[/\\]", match[1])[-1] + '"', trace)
