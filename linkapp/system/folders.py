"""Where things lie: LinkApp's own resources and the person's data folder."""

from __future__ import annotations

import errno
import os
import re
import sys
from pathlib import Path

from linkapp.system.whole_file import write_first, write_whole


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
    folder = _with_home(given) if given else _standard_folder()
    if folder.is_symlink() and not folder.exists():
        raise FileNotFoundError(f"{folder} is a link that leads nowhere")
    before = os.umask(0o077)
    try:
        folder.mkdir(parents=True, exist_ok=True)
    finally:
        os.umask(before)
    if not folder.is_dir():
        raise NotADirectoryError(f"{folder} is not a folder")
    return folder.resolve()


def existing_data_folder(given: str | None) -> Path | None:
    """The data folder where there is one; nothing is made."""
    try:
        folder = _with_home(given) if given else _standard_folder()
        return folder if folder.is_dir() else None
    except (OSError, ValueError):  # no home, or a name that no folder can have
        return None


def _with_home(given: str) -> Path:
    """A folder as a person writes it. Raises ``OSError`` for the home of somebody who is not known here."""
    if not given.startswith("~"):
        return Path(given)
    try:
        return Path(given).expanduser()
    except RuntimeError as error:
        raise FileNotFoundError(errno.ENOENT, "no such home folder", given) from error


def _standard_folder() -> Path:
    """Where the system keeps a person's application data. A relative ``XDG_DATA_HOME`` or ``HOME`` counts as none (the
    XDG specification says so): with it every working folder would have greetings of its own. Raises ``OSError``."""
    if sys.platform in ("win32", "darwin") or Path(os.environ.get("XDG_DATA_HOME", "").strip()).is_absolute():
        import platformdirs

        return Path(platformdirs.user_data_dir("LinkApp", appauthor=False))
    home = Path(os.environ.get("HOME", ""))
    if not home.is_absolute():
        import pwd

        try:
            home = Path(pwd.getpwuid(os.getuid()).pw_dir)
        except KeyError as error:
            raise FileNotFoundError(
                errno.ENOENT, "this account has no home folder; give one with --data-dir"
            ) from error
    return home / ".local" / "share" / "LinkApp"


def folder_id(folder: Path) -> str:
    """The data folder's own name in the keyring: 32 hexadecimal signs, made once, no secret, moving with the folder.

    Raises ``OSError`` if it can be neither read nor made.
    """
    path = folder / "folder.id"
    text = _text_in(path)
    if text is None or not _FOLDER_ID.fullmatch(text):
        import secrets

        # Whoever comes first names the folder. Only a name that was read and is damaged is replaced: one that was
        # missing a moment ago may be another program's by now.
        write = write_first if text is None else write_whole
        write(path, secrets.token_hex(16).encode("ascii"))
        text = _text_in(path)
    if text is None or not _FOLDER_ID.fullmatch(text):
        raise OSError(f"{path} cannot be read")
    return text


_FOLDER_ID = re.compile(r"[0-9a-f]{32}")


def _text_in(path: Path) -> str | None:
    """What stands in the file, whatever it is; None where there is no file."""
    try:
        return path.read_bytes().decode("ascii", "replace").strip()
    except FileNotFoundError:
        return None
