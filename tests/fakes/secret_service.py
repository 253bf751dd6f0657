"""A real Secret Service of a test's own: a session bus and a keyring daemon in a folder, ended with the test."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import time
from pathlib import Path
from subprocess import DEVNULL, PIPE

MISSING = [name for name in ("dbus-daemon", "gnome-keyring-daemon") if shutil.which(name) is None]


class SecretService:
    """``environment`` leads to it. ``lock`` starts the daemon anew without the keyring's password."""

    def __init__(self, folder: Path) -> None:
        folder.mkdir(mode=0o700)
        self.folder = folder
        self.environment = {
            **os.environ,
            "HOME": str(folder),
            "XDG_RUNTIME_DIR": str(folder),
            "XDG_DATA_HOME": str(folder / "data"),
            "XDG_CONFIG_HOME": str(folder / "config"),
            "XDG_CACHE_HOME": str(folder / "cache"),
            "XDG_DATA_DIRS": str(folder / "none"),  # nothing is started by the bus on its own
        }
        self.environment.pop("DISPLAY", None)
        self._bus = subprocess.Popen(
            ["dbus-daemon", "--session", "--nofork", "--print-address=1"],
            stdout=PIPE,
            stderr=DEVNULL,
            text=True,
            env=self.environment,
        )
        assert self._bus.stdout is not None
        self.environment["DBUS_SESSION_BUS_ADDRESS"] = self._bus.stdout.readline().strip()
        self._daemon: subprocess.Popen[bytes] | None = None

    def unlock(self) -> None:
        """Start the daemon with the keyring open."""
        self._start("--unlock")

    def lock(self) -> None:
        """Start the daemon with the keyring closed, and nobody who could be asked."""
        self._start()

    def freeze(self) -> None:
        """The daemon answers nothing any more, until it is started anew."""
        assert self._daemon is not None
        self._daemon.send_signal(signal.SIGSTOP)

    def _start(self, *options: str) -> None:
        self._end_daemon()
        self._daemon = subprocess.Popen(
            ["gnome-keyring-daemon", "--foreground", *options, "--components=secrets"],
            stdin=PIPE,
            stdout=DEVNULL,
            stderr=DEVNULL,
            env=self.environment,
        )
        assert self._daemon.stdin is not None
        if options:
            self._daemon.stdin.write(b"the keyring's own password")
        self._daemon.stdin.close()
        name = ["dbus-send", "--session", "--print-reply", "--dest=org.freedesktop.DBus", "/org/freedesktop/DBus"]
        name += ["org.freedesktop.DBus.NameHasOwner", "string:org.freedesktop.secrets"]
        until = time.monotonic() + 10
        while b"true" not in subprocess.run(name, env=self.environment, capture_output=True, check=False).stdout:
            assert time.monotonic() < until, "the keyring daemon did not start"
            time.sleep(0.05)

    def files(self) -> bytes:
        """Everything that the daemon keeps on disk."""
        return b"\n".join(path.read_bytes() for path in sorted(self.folder.rglob("*")) if path.is_file())

    def stop(self) -> None:
        """End both programs and wait for them."""
        self._end_daemon()
        self._bus.terminate()
        self._bus.wait(10)
        assert self._bus.stdout is not None
        self._bus.stdout.close()

    def _end_daemon(self) -> None:
        if self._daemon is not None:
            self._daemon.terminate()
            self._daemon.send_signal(signal.SIGCONT)
            self._daemon.wait(10)
            self._daemon = None
