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
    beside = _written_beside(path, content)
    try:
        beside.replace(path)
    except BaseException:
        _discard(beside)
        raise
    _sync_folder(path.parent)


def write_first(path: Path, content: bytes) -> None:
    """As ``write_whole`` where there is no file yet; a file that is there stays as it is.

    Of any number of programs that do this at once one wins, and whoever reads afterwards reads what that one wrote: a
    link to the whole file, which is made or refused in one step (a rename would replace what another program wrote).
    On a file system without links the last one wins. Raises ``OSError``.
    """
    beside = _written_beside(path, content)
    try:
        os.link(beside, path)
    except FileExistsError:
        pass
    except OSError:
        if not path.exists():
            beside.replace(path)
    finally:
        _discard(beside)
    _sync_folder(path.parent)


def remove_whole(path: Path) -> None:
    """Delete the file and what an interrupted ``write_whole`` left beside it. Raises ``OSError``."""
    for left in path.parent.glob(f"{path.name}.*.new"):
        left.unlink(missing_ok=True)
    path.unlink(missing_ok=True)
    _sync_folder(path.parent)


def _written_beside(path: Path, content: bytes) -> Path:
    number, name = tempfile.mkstemp(prefix=f"{path.name}.", suffix=".new", dir=path.parent)
    beside = Path(name)
    try:
        with os.fdopen(number, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
    except BaseException:
        _discard(beside)
        raise
    return beside


def _discard(beside: Path) -> None:
    with contextlib.suppress(OSError):
        beside.unlink()


def _sync_folder(folder: Path) -> None:
    if os.name == "nt":
        return  # Windows has no such thing for folders
    number = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(number)
    finally:
        os.close(number)
