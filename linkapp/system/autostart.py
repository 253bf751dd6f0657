"""Starting LinkApp with the session, in the background, where the person wants it.

Linux: a desktop file in the person's autostart folder (Desktop Application Autostart 0.5, Desktop Entry 1.5). Windows:
a value of the person's own Run key, which the Task Manager can switch off. macOS: a launch agent. Nothing else is kept,
so that what the desktop will do is read from there each time. Inside Flatpak the desktop is asked
(``background_portal.py``).
"""

from __future__ import annotations

import asyncio
import contextlib
import importlib
import os
import plistlib
import subprocess
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, Protocol
from xml.parsers.expat import ExpatError

from linkapp.services.ports.desktop import AtLogin, LoginAnswer, LoginEntry
from linkapp.system.background_portal import BackgroundPortal
from linkapp.system.folders import data_folder
from linkapp.system.whole_file import write_whole

ENTRY = "linkapp.desktop"
LABEL = "linkapp"
RUN = r"Software\Microsoft\Windows\CurrentVersion\Run"
APPROVED = r"Software\Microsoft\Windows\CurrentVersion\Explorer\StartupApproved\Run"
"""Where the Task Manager writes what it was told about values of ``RUN``."""


FLATPAK = Path("/.flatpak-info")
"""There inside Flatpak only, where a file of ours in the autostart folder would be seen by nobody."""


def autostart(folder: str | None) -> AtLogin | None:
    """For this copy of LinkApp and a data folder (None: the usual one); None on a system without such a place. Raises
    ``OSError`` for a folder that cannot be used."""
    command = own_command(folder)
    if sys.platform.startswith(("linux", "freebsd")):
        if FLATPAK.exists():
            return BackgroundPortal(data_folder(folder) / "starts-at-login", command)
        return Written(DesktopEntry(config_home(os.environ) / "autostart" / ENTRY, command))
    if sys.platform == "darwin":
        return Written(LaunchAgent(Path.home() / "Library" / "LaunchAgents" / f"{LABEL}.plist", command))
    if sys.platform == "win32":
        return Written(RunKey(command))
    return None


class LoginPlace(Protocol):
    """A place that LinkApp can write to, and the desktop reads."""

    def entry(self) -> LoginEntry:
        """See ``AtLogin``."""

    def set(self, on: bool) -> bool:
        """As ``AtLogin`` does it; False where the system does not let it."""


class Written:
    """The ``AtLogin`` port over such a place."""

    def __init__(self, place: LoginPlace) -> None:
        self._place = place

    def entry(self) -> LoginEntry:
        """See the port."""
        return self._place.entry()

    async def set(self, on: bool, _reason: str) -> LoginAnswer:
        """See the port."""
        done = await asyncio.to_thread(self._place.set, on)
        return LoginAnswer.DONE if done else LoginAnswer.FAILED


def own_command(folder: str | None, environment: Mapping[str, str] | None = None) -> list[str]:
    """How this copy of LinkApp is started in the background. A packaged one that is mounted anew at every start is
    started by the file that is mounted."""
    given = os.environ if environment is None else environment
    if getattr(sys, "frozen", False):
        start = [given.get("APPIMAGE") or sys.executable]
    else:
        # Not the resolved path: in a virtual environment the interpreter is a link, and knows by it what is installed.
        start = [str(Path(sys.executable).absolute()), str(Path(__file__).resolve().parents[2] / "main.py")]
    return [*start, "--background", *(["--data-dir", str(Path(folder).absolute())] if folder else [])]


def config_home(environment: Mapping[str, str]) -> Path:
    """Where a person's settings lie; a relative path counts for nothing, as the specification says."""
    given = environment.get("XDG_CONFIG_HOME", "")
    return Path(given) if given and Path(given).is_absolute() else Path.home() / ".config"


class DesktopEntry:
    """The ``LoginPlace`` of desktops that follow freedesktop.org."""

    def __init__(self, path: Path, command: Sequence[str]) -> None:
        self._path, self._command = path, list(command)

    def entry(self) -> LoginEntry:
        """See ``LoginPlace``."""
        try:
            text = self._path.read_text(encoding="utf-8")
        except FileNotFoundError:
            return LoginEntry.OFF
        except (OSError, UnicodeDecodeError):
            return LoginEntry.OTHER
        values = _values(text)
        if values.get("Hidden", "").lower() == "true" or values.get("X-GNOME-Autostart-enabled", "").lower() == "false":
            return LoginEntry.OFF
        own = values.get("Exec") == _escaped(exec_line(self._command)) and values.get("Type") == "Application"
        return LoginEntry.ON if own else LoginEntry.OTHER

    def set(self, on: bool) -> bool:
        """See ``LoginPlace``."""
        try:
            if on:
                self._path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
                write_whole(self._path.resolve(), desktop_entry(self._command).encode())
            elif self.entry() is LoginEntry.ON:
                self._path.unlink()
        except (OSError, UnicodeEncodeError):
            return False
        return True


class LaunchAgent:
    """The ``LoginPlace`` of macOS."""

    def __init__(self, path: Path, command: Sequence[str]) -> None:
        self._path, self._command = path, list(command)

    def entry(self) -> LoginEntry:
        """See ``LoginPlace``."""
        try:
            values = plistlib.loads(self._path.read_bytes())
        except FileNotFoundError:
            return LoginEntry.OFF
        except (OSError, plistlib.InvalidFileException, ExpatError, ValueError):
            return LoginEntry.OTHER
        if not isinstance(values, dict):
            return LoginEntry.OTHER
        if values.get("Disabled") is True or values.get("RunAtLoad") is not True:
            return LoginEntry.OFF
        return LoginEntry.ON if values.get("ProgramArguments") == self._command else LoginEntry.OTHER

    def set(self, on: bool) -> bool:
        """See ``LoginPlace``."""
        values = {
            "Label": LABEL,
            "ProgramArguments": self._command,
            "RunAtLoad": True,
            "ProcessType": "Interactive",
        }
        try:
            if on:
                self._path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
                write_whole(self._path, plistlib.dumps(values))
            elif self.entry() is LoginEntry.ON:
                self._path.unlink()
        except OSError:
            return False
        return True


class RunKey:
    """The ``LoginPlace`` of Windows. ``registry``: its module ``winreg``."""

    def __init__(self, command: Sequence[str], registry: Any = None) -> None:
        self._command = subprocess.list2cmdline(command)
        self._registry = registry if registry is not None else importlib.import_module("winreg")

    def entry(self) -> LoginEntry:
        """See ``LoginPlace``."""
        try:
            value = self._read(RUN)
        except FileNotFoundError:
            return LoginEntry.OFF
        except OSError:
            return LoginEntry.OTHER
        with contextlib.suppress(OSError):
            approved = self._read(APPROVED)
            if isinstance(approved, bytes) and approved[:1] and approved[0] & 1:
                return LoginEntry.OFF
        return LoginEntry.ON if value == self._command else LoginEntry.OTHER

    def set(self, on: bool) -> bool:
        """See ``LoginPlace``."""
        registry = self._registry
        try:
            if on:
                with registry.CreateKey(registry.HKEY_CURRENT_USER, RUN) as key:
                    registry.SetValueEx(key, LABEL, 0, registry.REG_SZ, self._command)
                with contextlib.suppress(FileNotFoundError):
                    self._delete(APPROVED)
            elif self.entry() is LoginEntry.ON:
                self._delete(RUN)
        except OSError:
            return False
        return True

    def _read(self, path: str) -> object:
        with self._registry.OpenKey(self._registry.HKEY_CURRENT_USER, path) as key:
            return self._registry.QueryValueEx(key, LABEL)[0]

    def _delete(self, path: str) -> None:
        registry = self._registry
        with registry.OpenKey(registry.HKEY_CURRENT_USER, path, 0, registry.KEY_SET_VALUE) as key:
            registry.DeleteValue(key, LABEL)


def desktop_entry(command: Sequence[str]) -> str:
    """The whole file. A graphical program may be started more than once by a session: the second start ends by
    itself."""
    lines = (
        "[Desktop Entry]",
        "Type=Application",
        "Version=1.5",
        "Name=LinkApp",
        f"Exec={_escaped(exec_line(command))}",
        "Icon=linkapp",
        "Terminal=false",
        "StartupNotify=false",
        "X-GNOME-Autostart-enabled=true",
    )
    return "\n".join(lines) + "\n"


def exec_line(command: Sequence[str]) -> str:
    """A command as the Exec key wants it, before the escapes of all texts: words with reserved signs in double quotes,
    in which four signs have a backslash; a percent sign doubled."""
    return " ".join(_quoted(word) for word in command)


_RESERVED = set(" \t\n\"'\\><~|&;$*?#()`")


def _quoted(word: str) -> str:
    word = word.replace("%", "%%")
    if word and not _RESERVED & set(word):
        return word
    for sign in '\\"`$':
        word = word.replace(sign, f"\\{sign}")
    return f'"{word}"'


def _escaped(text: str) -> str:
    """The escapes of any text in a desktop file."""
    return text.replace("\\", "\\\\").replace("\n", "\\n").replace("\t", "\\t").replace("\r", "\\r")


def _values(text: str) -> dict[str, str]:
    """The keys of the group [Desktop Entry]."""
    values: dict[str, str] = {}
    inside = False
    for line in text.splitlines():
        if line.startswith("["):
            inside = line.strip() == "[Desktop Entry]"
        elif inside and "=" in line and not line.lstrip().startswith("#"):
            key, _, value = line.partition("=")
            values.setdefault(key.strip(), value.strip())
    return values
