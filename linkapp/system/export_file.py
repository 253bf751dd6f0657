"""The file of an export that a person gives: read at once, or not at all."""

from __future__ import annotations

import os
import stat
from pathlib import Path

_OPEN_ALREADY = ("/dev/fd/", "/proc/self/fd/")
_STANDARD_INPUT = 0


class NoOrdinaryFile(OSError):
    """A pipe or a device in the place of a file: whoever reads it may wait without end for somebody who writes."""


def read_whole(name: str, at_most: int) -> bytes:
    """The first ``at_most`` bytes. What this process was handed open (standard input, a shell's ``<(...)``) is read
    whatever it is. Raises ``NoOrdinaryFile``, ``OSError``, and ``ValueError`` for a name that no file can have."""
    path = Path(name)
    about = path.stat()
    if not (stat.S_ISREG(about.st_mode) or stat.S_ISDIR(about.st_mode) or _handed(name, about)):
        raise NoOrdinaryFile("it is a pipe or a device and no file")
    with path.open("rb") as file:
        return file.read(at_most)


def _handed(name: str, about: os.stat_result) -> bool:
    if name.startswith(_OPEN_ALREADY):
        return True
    try:
        return os.path.samestat(about, os.fstat(_STANDARD_INPUT))
    except OSError:  # there is none
        return False
