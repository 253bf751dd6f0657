"""What is settled before anything is built: by a command line, by the window, or by a test."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from linkapp.domain.known_error import KnownError

if TYPE_CHECKING:
    from datetime import datetime
    from pathlib import Path

    from linkapp.domain.problems import Problem

LANGUAGES = ("en", "fr")
"""What LinkApp speaks."""
REAL_SITE = "https://www.linkedin.com"
LOOPBACK = ("127.0.0.1", "localhost", "::1")
"""Hosts that are this computer."""


class CannotStart(KnownError):
    """LinkApp cannot work with what it was given or found; one sentence. Nothing was done."""


@dataclass(frozen=True, kw_only=True)
class Config:
    """One data folder and one site, and how LinkApp is to behave there. Empty: as the settings or the system say.

    ``clock_start`` (aware) is where the clock starts, ``without_pace`` does without gaps and hours, both for a site on
    this computer only. ``passphrase`` opens the vault; with ``makes_vault`` it makes one. ``person_waits``: somebody is
    there to answer the keyring. ``opened_for`` is what the technical log says (empty: nothing). ``background``: no
    window is shown at first.
    """

    folder: str | None = None
    site: str = REAL_SITE
    headless: bool = False
    background: bool = False
    without_pace: bool = False
    clock_start: datetime | None = None
    language: str = ""
    late_days: int | None = None
    limit: int | None = None
    redis: str = ""
    passphrase: str | None = field(default=None, repr=False)
    makes_vault: bool = False
    person_waits: bool = False
    opened_for: str = "window"

    @property
    def loopback(self) -> bool:
        """Whether the site is on this computer."""
        return urlsplit(self.site).hostname in LOOPBACK

    def file_name(self, name: str) -> str:
        """The name of a file of the session: the practice site has its own."""
        return f"practice-{name}" if self.loopback else name


def unusable_folder(error: OSError) -> CannotStart:
    """The data folder can be neither found nor made."""
    return CannotStart(f"The data folder cannot be used: {error}.", "folder", detail=str(error))


def unusable_database(problem: Problem, folder: Path) -> CannotStart:
    """The true cause: full, in use, from a newer LinkApp, not to be written to, an old SQLite, or damaged."""
    from linkapp.domain.problems import Reason

    code = {Reason.DISK_FULL: "database_full", Reason.BUSY: "database_busy"}.get(problem.reason, "database_damaged")
    if "is newer than" in problem.detail:
        code = "database_newer"
    elif problem.detail.startswith("SQLite "):
        code = "database_sqlite"
    elif any(word in problem.detail for word in ("READONLY", "CANTOPEN", "Permission", "IsADirectory")):
        code = "database_denied"
    sentence = f"The database in {folder} cannot be used: {problem.detail}."
    return CannotStart(sentence, code, folder=folder, detail=problem.detail)
