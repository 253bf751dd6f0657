"""Where a data folder lies: on which computer, under which path. A copy of the folder lies somewhere else."""

from __future__ import annotations

import hashlib
import platform
import sys
from contextlib import suppress
from pathlib import Path

_MACHINE_IDS = (Path("/etc/machine-id"), Path("/var/lib/dbus/machine-id"))


def place_of(folder: Path) -> str:
    """A name for this folder on this computer (a hash: it tells neither). Moved or copied, it has another one."""
    return hashlib.sha256(f"{_computer()}\n{folder.resolve()}".encode()).hexdigest()[:32]


def _computer() -> str:
    """What the system itself calls this computer; its host name where it has no such id."""
    computer = ""
    if sys.platform == "win32":
        import winreg

        with suppress(OSError), winreg.OpenKey(winreg.HKEY_LOCAL_MACHINE, r"SOFTWARE\Microsoft\Cryptography") as key:
            computer = str(winreg.QueryValueEx(key, "MachineGuid")[0])
    else:
        for path in _MACHINE_IDS:
            with suppress(OSError, UnicodeDecodeError):
                computer = computer or path.read_text("ascii").strip()
    return computer or platform.node()
