"""Where things lie: LinkApp's own resources and the person's data folder."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import platformdirs


def resources() -> Path:
    """The folder of icons, words, templates and selector packs that ship with LinkApp."""
    bundled = getattr(sys, "_MEIPASS", None)
    if bundled:
        return Path(bundled) / "resources"
    return Path(__file__).resolve().parent.parent.parent / "resources"


def data_folder(given: str | None) -> Path:
    """The data folder: the given one, or the system's place for a person's application data; made if missing (0700).

    Raises ``OSError`` if it cannot be made or is no folder.
    """
    folder = Path(given).expanduser() if given else Path(platformdirs.user_data_dir("LinkApp", appauthor=False))
    before = os.umask(0o077)
    try:
        folder.mkdir(parents=True, exist_ok=True)
    finally:
        os.umask(before)
    if not folder.is_dir():
        raise NotADirectoryError(f"{folder} is not a folder")
    return folder.resolve()
