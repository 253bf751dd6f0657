"""Writing a small file whole or not at all, readable by its owner only."""

from __future__ import annotations

import contextlib
import os
import tempfile
from pathlib import Path


def write_whole(path: Path, content: bytes) -> None:
    """Replace the file by ``content``: written beside it (0600), fsynced, renamed, the folder fsynced.

    After a crash at any point the old file or the new one is there, whole. Raises ``OSError``; then the old one is.
    """
    number, name = tempfile.mkstemp(prefix=f"{path.name}.", suffix=".new", dir=path.parent)
    beside = Path(name)
    try:
        with os.fdopen(number, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        beside.replace(path)
    except BaseException:
        with contextlib.suppress(OSError):
            beside.unlink()
        raise
    _sync_folder(path.parent)


def remove_whole(path: Path) -> None:
    """Delete the file and what an interrupted ``write_whole`` left beside it. Raises ``OSError``."""
    for left in path.parent.glob(f"{path.name}.*.new"):
        left.unlink(missing_ok=True)
    path.unlink(missing_ok=True)
    _sync_folder(path.parent)


def _sync_folder(folder: Path) -> None:
    if os.name == "nt":
        return  # Windows has no such thing for folders
    number = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(number)
    finally:
        os.close(number)
