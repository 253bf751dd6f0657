"""Where things lie: LinkApp's own resources and the person's data folder."""

from __future__ import annotations

import os
import re
import secrets
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


def folder_id(folder: Path) -> str:
    """The data folder's own name in the keyring: 32 hexadecimal signs, made once, no secret, moving with the folder.

    Raises ``OSError`` if it can be neither read nor made.
    """
    path = folder / "folder.id"
    found = _id_in(path)
    if found is None:
        beside = folder / f"folder.id.{secrets.token_hex(8)}"
        with os.fdopen(os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="ascii") as file:
            file.write(secrets.token_hex(16))
            file.flush()
            os.fsync(file.fileno())
        try:
            # Whoever comes first names the folder; a damaged name (not a missing one) is replaced.
            if path.exists():
                beside.replace(path)
            else:
                os.link(beside, path)
        except FileExistsError:
            pass
        except OSError:
            beside.replace(path)  # a file system without links
        beside.unlink(missing_ok=True)
        found = _id_in(path)
    if found is None:
        raise OSError(f"{path} cannot be read")
    return found


def _id_in(path: Path) -> str | None:
    try:
        text = path.read_text(encoding="ascii").strip()
    except (FileNotFoundError, UnicodeDecodeError):
        return None
    return text if re.fullmatch(r"[0-9a-f]{32}", text) else None
