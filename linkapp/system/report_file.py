"""A report to hand on: one archive of what helps to find a fault, without secrets, names or texts.

The technical log holds codes, counts and hashes only (``journal.py``); settings are told by which differ from the
defaults, never by what they hold where that is the person's own.
"""

from __future__ import annotations

import io
import platform
import zipfile
from pathlib import Path

import msgspec

from linkapp import __version__
from linkapp.domain.redaction import redacted
from linkapp.domain.settings import Settings
from linkapp.system.whole_file import write_whole

LOG_BYTES = 400_000
"""How much of the newest technical log goes in."""
_OWN_WORDS = frozenset({"redis", "backup_folder", "browser", "time_zone"})
"""Settings whose value names a place or a person."""


def write_report(target: Path, *, logs: Path, settings: Settings, fault: str = "") -> None:
    """Write the archive in the place of ``target``, readable by its owner only. Raises ``OSError``; then what was there
    is there still."""
    parts = {
        "about.txt": f"LinkApp {__version__}\nPython {platform.python_version()}\n{platform.platform()}\n",
        "settings.txt": _settings(settings),
        "log.jsonl": redacted(_tail(logs)) if logs.is_dir() else "",
        "fault.txt": redacted(fault),
    }
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in parts.items():
            if text:
                archive.writestr(name, text)
    write_whole(target, content.getvalue())


def _settings(settings: Settings) -> str:
    standard = msgspec.structs.asdict(Settings())
    lines = []
    for name, value in msgspec.structs.asdict(settings).items():
        if value != standard[name]:
            lines.append(f"{name}: {'set' if name in _OWN_WORDS else value}\n")
    return "".join(lines)


def _tail(folder: Path) -> str:
    """The newest lines of the technical log, the oldest of them first."""
    chosen: list[bytes] = []
    room = LOG_BYTES
    for path in sorted(folder.glob("linkapp-*.jsonl"), key=lambda path: path.stat().st_mtime, reverse=True):
        content = path.read_bytes()[-room:]
        chosen.insert(0, content)
        room -= len(content)
        if room <= 0:
            break
    whole = b"".join(chosen)
    return (whole if room > 0 else whole.partition(b"\n")[2]).decode("utf-8", "replace")
