"""Which browser is installed on this computer, and of what kind. Asked of the disk; none is started."""

from __future__ import annotations

import os
import shutil
import sys
from pathlib import Path

_NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "microsoft-edge", "msedge", "chrome")
_PLACES = {
    "darwin": (
        "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
        "/Applications/Microsoft Edge.app/Contents/MacOS/Microsoft Edge",
        "/Applications/Chromium.app/Contents/MacOS/Chromium",
    ),
    "win32": (
        r"C:\Program Files\Google\Chrome\Application\chrome.exe",
        r"C:\Program Files (x86)\Google\Chrome\Application\chrome.exe",
        r"C:\Program Files (x86)\Microsoft\Edge\Application\msedge.exe",
    ),
}


def find_browser(wanted: str = "") -> str | None:
    """The browser's program: the person's choice, else an installed Chrome, Edge or Chromium, else None (then
    Playwright's own is tried)."""
    if wanted:
        return wanted if Path(wanted).is_file() else shutil.which(wanted)
    for name in _NAMES:
        if program := shutil.which(name):
            return program
    return next((place for place in _PLACES.get(sys.platform, ()) if Path(place).is_file()), None)


def boxed(program: str | None) -> bool:
    """Whether a program is packed in a box of its own (snap, flatpak), which has temporary files of its own too."""
    if program is None:
        return False
    path = Path(program)
    if {"snap", "flatpak"} & {*path.parts, *path.resolve().parts}:
        return True
    try:
        with path.open("rb") as file:
            beginning = file.read(8192)
    except OSError:
        return False
    return beginning.startswith(b"#!") and (b"/snap/" in beginning or b"flatpak run" in beginning)


def runs_as_root() -> bool:
    """Whether the browser has to do without its sandbox because LinkApp runs as root."""
    return hasattr(os, "geteuid") and os.geteuid() == 0
