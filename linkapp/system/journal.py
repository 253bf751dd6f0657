"""The technical log: JSON lines in ``logs/`` of the data folder, one file a day, for 30 days.

Every line is written and closed at once, so several LinkApps may write into one file, and nothing is lost with a
crash. Only fields of the list below are kept, whatever is handed in; texts go through redaction; people are hashed
with a key that lies in the data folder and not in the log, so that a log handed on names nobody.
"""

from __future__ import annotations

import hashlib
import os
import re
import traceback
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from datetime import UTC, date, datetime, timedelta
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from linkapp.domain.redaction import redacted

if TYPE_CHECKING:
    from structlog.typing import EventDict, WrappedLogger

KEPT_FOR = timedelta(days=30)
LARGEST_FILE = 2 * 1024 * 1024
LARGEST_ALL = 20 * 1024 * 1024
"""Bytes: of one file, after which the day gets another one, and of all of them, beyond which the oldest go."""
LONGEST = 300
"""Characters that are kept of any one value."""
FIELDS = frozenset(
    "event run kind occasion state reason detail outcome proof where cards understood people evidence error trace"
    " version seconds partial site command failures surface kept person".split()
)
"""What a line may hold, besides its time and the names of fields that were left out."""
_STEM = re.compile(r"^\d{8}T\d{6}Z-[a-z_]{1,40}-\d{2}$")
_NAME = re.compile(r"^linkapp-(\d{4}-\d{2}-\d{2})(?:\.(\d{1,3}))?\.jsonl$")


class LogFiles:
    """One file a day in one folder, each readable by its owner only from its first moment on."""

    def __init__(self, folder: Path, now: Callable[[], datetime]) -> None:
        self.folder = folder
        self._now = now
        self._tidied: date | None = None

    def msg(self, line: str) -> None:
        """Write one line. Raises nothing: a log that cannot be written costs nobody anything."""
        try:
            today = self._now().astimezone(UTC).date()
            if self._tidied != today:
                self.folder.mkdir(mode=0o700, exist_ok=True)
                self.tidy()
                self._tidied = today
            number = os.open(self._file(today), os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
            try:
                os.write(number, (line + "\n").encode("utf-8", "backslashreplace"))
            finally:
                os.close(number)
        except (OSError, ValueError):
            self._tidied = None

    debug = info = warning = error = msg

    def tidy(self) -> None:
        """Delete days older than 30, and the oldest files beyond the size of all."""
        oldest = (self._now().astimezone(UTC) - KEPT_FOR).date().isoformat()
        room = LARGEST_ALL
        for path in reversed(self._files()):
            room -= path.stat().st_size
            if _age(path)[0] < oldest or room < 0:
                path.unlink(missing_ok=True)

    def _files(self) -> list[Path]:
        return log_files(self.folder)

    def _file(self, today: date) -> Path:
        for count in range(1000):
            path = self.folder / f"linkapp-{today.isoformat()}{f'.{count}' if count else ''}.jsonl"
            if not path.exists() or path.stat().st_size < LARGEST_FILE:
                return path
        raise OSError("too much to log in one day")


def log_files(folder: Path) -> list[Path]:
    """The log files of a folder, oldest first. Raises ``OSError`` where it cannot be read."""
    return sorted((path for path in folder.iterdir() if _NAME.match(path.name)), key=_age)


def _age(path: Path) -> tuple[str, int]:
    """A log file's day and its number on that day."""
    match = _NAME.match(path.name)
    return (match[1], int(match[2] or 0)) if match else ("", 0)


class FileJournal:
    """The ``Journal`` port over ``LogFiles``."""

    def __init__(self, files: LogFiles, *, now: Callable[[], datetime], key: Callable[[], str]) -> None:
        """``key`` gives the folder's own, or raises ``OSError``: hashes of people cannot be compared with another
        folder's."""
        self._key = key
        self._now = now
        self._files = files

    @cached_property
    def _log(self) -> Any:
        """Made for the first line: a start of the window has better to do before."""
        import structlog
        from structlog.contextvars import merge_contextvars

        return structlog.wrap_logger(
            self._files,
            processors=[merge_contextvars, self._cleaned, structlog.processors.JSONRenderer(ensure_ascii=False)],
            wrapper_class=structlog.BoundLogger,
        )

    def note(self, event: str, **fields: str | int | float | bool | None) -> None:
        """See ``services.ports.journal.Journal``."""
        self._log.info(event, **fields)

    def during(self, run: int) -> AbstractContextManager[None]:
        """See ``services.ports.journal.Journal``."""
        return _during(run)

    def fault(self, error: BaseException) -> None:
        """See ``services.ports.journal.Journal``."""
        self._log.error("fault", error=type(error).__name__, detail=str(error), trace=places(error))

    def _cleaned(self, _logger: WrappedLogger, _method: str, given: EventDict) -> EventDict:
        made: dict[str, Any] = {"at": self._now().astimezone(UTC).isoformat(timespec="milliseconds")}
        left_out = sorted(name for name in given if name not in FIELDS)
        for name in sorted(FIELDS & given.keys(), key=lambda name: (name != "event", name)):
            value = given[name]
            if value is None or value == "":
                continue
            if name == "person":
                made[name] = self._hashed(str(value))
            elif name == "trace":
                made[name] = [redacted(str(place))[:LONGEST] for place in value][-30:]
            elif isinstance(value, bool | int | float) or (name == "evidence" and _STEM.match(str(value))):
                made[name] = value
            else:
                made[name] = redacted(str(value)[:2000])[:LONGEST]
        if left_out:
            made["left_out"] = [redacted(name)[:40] for name in left_out]
        return made

    def _hashed(self, person: str) -> str:
        try:
            key = self._key().encode()[:64]
        except OSError:
            return "somebody"
        return hashlib.blake2b(person.encode(), key=key, digest_size=6).hexdigest()


@contextmanager
def _during(run: int) -> Iterator[None]:
    from structlog.contextvars import bound_contextvars

    with bound_contextvars(run=run):
        yield


def places(error: BaseException) -> list[str]:
    """Where an exception came through, as ``file:line in function``: no folders of this computer, no values."""
    lines = []
    for frame in traceback.extract_tb(error.__traceback__):
        parts = Path(frame.filename).parts
        here = parts.index("linkapp") if "linkapp" in parts else max(0, len(parts) - 2)
        lines.append(f"{'/'.join(parts[here:])}:{frame.lineno} in {frame.name}")
    return lines
