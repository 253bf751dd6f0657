"""The evidence folder: pictures and outlines of pages, named by time and reason, readable by their owner only."""

from __future__ import annotations

import os
import re
import shutil
from collections.abc import Callable, Mapping
from datetime import UTC, datetime, timedelta
from pathlib import Path

KEPT = 20
KEPT_FOR = timedelta(days=14)
CHECKS_KEPT = 5
"""Page checks are kept as long, and so many of them."""
_NAME = re.compile(r"^(\d{8}T\d{6})Z-[a-z_]+-\d{2}\.(?:png|json)$")
_CHECK = re.compile(r"^page-check-(\d{8}T\d{6})Z(?:-\d{2})?$")


class EvidenceFiles:
    """The ``EvidenceStore`` port over ``evidence/`` in a data folder. Touches no file that is not of its own naming."""

    def __init__(self, folder: Path, now: Callable[[], datetime]) -> None:
        """``folder`` is the data folder. Nothing is made before something is kept."""
        self.folder = folder / "evidence"
        self._now = now

    def keep(self, reason: str, picture: bytes, outline: str) -> str:
        """See ``services.ports.site.EvidenceStore``."""
        self._make(self.folder)
        code = re.sub(r"[^a-z_]", "", reason.lower())[:40] or "unknown"
        parts = {".png": picture, ".json": outline.encode()}
        for count in range(100):
            name = f"{self._stamp()}-{code}-{count:02}"
            if any((self.folder / (name + ending)).exists() for ending in parts):
                continue
            for ending, content in parts.items():
                if content:
                    _write(self.folder / (name + ending), content)
            self.tidy()
            return name
        raise FileExistsError("too much evidence in one second")

    def keep_outlines(self, outlines: Mapping[str, str]) -> Mapping[str, str]:
        """See ``services.ports.site.EvidenceStore``."""
        self._make(self.folder)
        folder = self.folder / f"page-check-{self._stamp()}"
        for count in range(1, 100):
            if not folder.exists():
                break
            folder = self.folder / f"page-check-{self._stamp()}-{count:02}"
        self._make(folder)
        paths = {}
        for name, text in outlines.items():
            path = folder / (re.sub(r"[^a-z-]", "", name.lower())[:40] + ".json")
            _write(path, text.encode())
            paths[name] = str(path)
        self.tidy()
        return paths

    def tidy(self) -> None:
        """Delete what is older than 14 days, and what is beyond the newest 20 (5 page checks). Raises nothing: what
        cannot be deleted now is tried again the next time."""
        try:
            names = sorted((path.name for path in self.folder.iterdir()), reverse=True)
        except OSError:
            return
        oldest = f"{self._now().astimezone(UTC) - KEPT_FOR:%Y%m%dT%H%M%S}"
        stems: dict[str, str] = {}
        for name in names:
            if match := _NAME.match(name):
                stems.setdefault(name.rpartition(".")[0], match[1])
        newest = {stem for stem, at in list(stems.items())[:KEPT] if at >= oldest}
        for name in names:
            if _NAME.match(name) and name.rpartition(".")[0] not in newest:
                try:
                    (self.folder / name).unlink(missing_ok=True)
                except OSError:
                    continue
        checks = [(name, match[1]) for name in names if (match := _CHECK.match(name))]
        for place, (name, at) in enumerate(checks):
            if place >= CHECKS_KEPT or at < oldest:
                shutil.rmtree(self.folder / name, ignore_errors=True)

    def _stamp(self) -> str:
        return f"{self._now().astimezone(UTC):%Y%m%dT%H%M%S}Z"

    @staticmethod
    def _make(folder: Path) -> None:
        folder.mkdir(mode=0o700, exist_ok=True)
        if os.name != "nt":
            folder.chmod(0o700)


def _write(path: Path, content: bytes) -> None:
    """A new file, its owner's only from the first moment on."""
    number = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0), 0o600)
    with os.fdopen(number, "wb") as file:
        file.write(content)
