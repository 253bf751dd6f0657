"""The automatic copies of a data folder, the copies a person asks for, and restoring one of either."""

from __future__ import annotations

import asyncio
import errno
import os
import re
import shutil
import sqlite3
from collections.abc import Callable, Mapping, Sequence
from contextlib import closing
from datetime import UTC, date, datetime
from itertools import count
from pathlib import Path

from linkapp.domain.backups import DAILY, superfluous
from linkapp.domain.problems import Problem, Reason
from linkapp.domain.schedule import Pause
from linkapp.services.ports.backups import Backup, BadBackup, Restored
from linkapp.services.ports.ledger import StoreError
from linkapp.services.ports.runs import RunLock
from linkapp.storage import open_storage
from linkapp.storage.backup import copy_to, move_aside, replace_with, rows, set_aside, verified
from linkapp.storage.database import FILE_NAME, connect, prepare
from linkapp.storage.failures import DamagedDatabaseError, NewerDatabaseError, failure, translated
from linkapp.storage.upgrade import LATEST, version

FOLDER = "backups"
_AUTOMATIC = re.compile(r"linkapp-(\d{4}-\d{2}-\d{2})\.db")
_BEFORE_IMPORT = "before-import"
_OF_AN_IMPORT = re.compile(rf"linkapp-{_BEFORE_IMPORT}-((\d{{4}}-\d{{2}}-\d{{2}})-\d{{6}})(?:-(\d+))?\.db")
_FULL = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EFBIG})


class FolderBackups:
    """The ``Backups`` port. ``another``: a folder of the person's in which every automatic copy is to lie as well,
    empty for none."""

    def __init__(self, folder: Path, *, now: Callable[[], datetime], another: Callable[[], str] = str) -> None:
        self._path = folder / FILE_NAME
        self._folder = folder / FOLDER
        self._now = now
        self._another = another

    async def make(self, to: str) -> Backup:
        """See ``services.ports.backups.Backups``."""
        return await asyncio.to_thread(self._make, to)

    async def daily(self, today: date) -> Backup | None:
        """See ``services.ports.backups.Backups``."""
        return await asyncio.to_thread(self._daily, today)

    async def listed(self) -> Sequence[Backup]:
        """See ``services.ports.backups.Backups``."""
        return await asyncio.to_thread(self._listed)

    async def keep(self, name: str) -> Backup:
        """See ``services.ports.backups.Backups``."""
        return await asyncio.to_thread(self._keep, name)

    async def unwritable(self) -> str:
        """See ``services.ports.backups.Backups``."""
        return await asyncio.to_thread(self._unwritable)

    def _unwritable(self) -> str:
        another = self._another().strip()
        for folder in (self._folder, Path(another).expanduser() if another else self._folder):
            if folder.exists() and not folder.is_dir():
                return f"{folder} is no folder"
            place = folder if folder.exists() or folder is not self._folder else folder.parent
            if not os.access(place, os.W_OK | os.X_OK):
                return f"{place} cannot be written to"
        return ""

    def _make(self, to: str) -> Backup:
        try:
            target = Path(to).expanduser().absolute()
            if target.is_dir():
                target /= f"linkapp-{self._now():%Y-%m-%d-%H%M%S}.db"
            return self._copied(target)
        except (ValueError, RuntimeError) as error:  # a name that no file can have, or nobody's home
            raise _unwritable(to, str(error)) from error

    def _keep(self, name: str) -> Backup:
        self._folder.mkdir(mode=0o700, exist_ok=True)
        stamp = f"linkapp-{name}-{self._now():%Y-%m-%d-%H%M%S}"
        names = (self._folder / f"{stamp}{f'-{number}' * (number > 1)}.db" for number in count(1))
        backup = self._copied(next(path for path in names if not path.exists()))
        if name == _BEFORE_IMPORT:
            self._tidy_imports(Path(backup.path))
        return backup

    def _tidy_imports(self, newest: Path) -> None:
        """Delete the copies made before imports that are not kept any more: of the newest day the newest few stay, of
        other days the newest, of so many days as of the automatic ones. One that holds more acts stays, as of those."""
        by_day: dict[date, list[tuple[str, int, Path]]] = {}
        for path in self._folder.iterdir():
            match = _OF_AN_IMPORT.fullmatch(path.name)
            if match is not None and (on := _day_of(match[2])) is not None:
                by_day.setdefault(on, []).append((match[1], int(match[3] or 1), path))
        too_old, last = superfluous(by_day), max(by_day)
        left = [
            path
            for on, copies in by_day.items()
            for _, _, path in sorted(copies, reverse=True)[0 if on in too_old else DAILY if on == last else 1 :]
        ]
        acts = _acts(newest) if left else 0
        for path in left:
            if path != newest and _acts(path) <= acts:
                path.unlink(missing_ok=True)

    def _daily(self, today: date) -> Backup | None:
        target = self._folder / f"linkapp-{today.isoformat()}.db"
        with translated():
            self._folder.mkdir(mode=0o700, exist_ok=True)
        if target.exists():
            return None
        try:
            backup = self._copied(target)
        except BadBackup as refused:
            if refused.code == "backup_exists":  # another program was quicker
                return None
            raise
        self._tidy(self._folder)
        if another := self._another().strip():
            self._copy_elsewhere(target, Path(another).expanduser())
        return backup

    def _copy_elsewhere(self, copy: Path, folder: Path) -> None:
        """The same copy in the person's own folder; only files of that name are made or tidied there."""
        target = folder / copy.name
        unfinished = target.with_name(f"{target.name}.unfinished")
        try:
            if not target.exists():
                shutil.copyfile(copy, unfinished)
                verified(unfinished)
                unfinished.chmod(0o600)
                unfinished.replace(target)
            self._tidy(folder)
        except OSError as error:
            raise _unwritable(str(folder), error.strerror or str(error)) from error
        except (sqlite3.Error, StoreError) as error:
            raise _unwritable(str(folder), "the copy there is not sound") from error

    @staticmethod
    def _tidy(folder: Path) -> None:
        """Delete the copies that are not kept any more. One that holds more acts than the newest stays: no act is ever
        deleted, so the database was lost or replaced since, and that copy may be all that is left of it."""
        for left in folder.glob("linkapp-*.db.unfinished"):
            left.unlink(missing_ok=True)
        dated = {date.fromisoformat(match[1]): path for path in folder.iterdir() if (match := _named_by_day(path))}
        newest = _acts(dated[max(dated)]) if dated else 0
        for on in superfluous(dated):
            if _acts(dated[on]) <= newest:
                dated[on].unlink(missing_ok=True)

    def _listed(self) -> list[Backup]:
        if not self._folder.is_dir():
            return []
        copies = [_about(path) for path in self._folder.glob("linkapp-*.db")]
        return sorted(copies, key=lambda backup: (backup.made, backup.path), reverse=True)

    def _copied(self, target: Path) -> Backup:
        try:
            number, counts = copy_to(self._path, target)
        except FileExistsError as error:
            raise BadBackup(f"{target} is there already.", "backup_exists", file=str(target)) from error
        except OSError as error:
            if error.errno in _FULL:
                raise failure(error) from error
            raise _unwritable(str(target), error.strerror or str(error)) from error
        except sqlite3.Error as error:
            raise failure(error) from error
        return _about(target, number, counts)


class FolderRestores:
    """The ``Restores`` port. ``lock`` is the run's: nothing is replaced while a run is at work."""

    def __init__(self, folder: Path, *, lock: RunLock, now: Callable[[], datetime]) -> None:
        self._data = folder
        self._path = folder / FILE_NAME
        self._lock = lock
        self._now = now

    async def restore(self, file: str) -> Restored:
        """See ``services.ports.backups.Restores``."""
        with translated():
            self._data.mkdir(mode=0o700, parents=True, exist_ok=True)
        if not self._lock.take():
            raise StoreError(Problem(reason=Reason.BUSY, detail="a run is at work on this data folder"))
        try:
            number, counts, before = await asyncio.to_thread(self._replace, file)
            storage = await open_storage(self._data)  # takes over what the record beside it knows
            try:
                pauses = bool(await storage.schedules.schedules())
                if pauses:
                    await storage.schedules.set_pause(Pause())
            finally:
                await storage.close()
            with translated(), closing(connect(self._path)) as connection:
                after = rows(connection)
        finally:
            self._lock.give()
        return Restored(
            file=file,
            version=number,
            rows=after,
            before=before,
            taken_over=after.get("acts", 0) - counts.get("acts", 0),
            paused=pauses,
        )

    def _replace(self, file: str) -> tuple[int, Mapping[str, int], str]:
        try:
            source = Path(file)
            if not source.is_file():
                raise FileNotFoundError(errno.ENOENT, "there is no such file")
            aside = set_aside(source, self._data)
            with aside as candidate:
                number = _checked(file, candidate)
                with closing(connect(candidate)) as connection:
                    counts = rows(connection)
                before = self._put_in_place(candidate)
        except (FileNotFoundError, PermissionError, IsADirectoryError, ValueError) as error:
            why = error.strerror if isinstance(error, OSError) and error.strerror else str(error)
            sentence = f"{file} cannot be read: {why}."
            raise BadBackup(sentence, "restore_unreadable", file=file, detail=why) from error
        except (OSError, sqlite3.Error) as error:
            raise failure(error) from error
        return number, counts, before

    def _put_in_place(self, candidate: Path) -> str:
        """Replace what is there; where that lies from now on."""
        stamp = f"{self._now():%Y-%m-%d-%H%M%S}"
        try:
            usable = self._path.exists() and self._path.stat().st_size > 0 and _is_ours(self._path)
        except (DamagedDatabaseError, NewerDatabaseError, sqlite3.DatabaseError):
            usable = False
        if usable:
            before = FolderBackups(self._data, now=self._now)._keep("before-restore").path
            replace_with(candidate, self._path)
            return before
        was_there = self._path.exists()
        aside = str(move_aside(self._path, stamp))  # a write-ahead log without its database too: it would be replayed
        copy_to(candidate, self._path)
        return aside if was_there else ""


def _checked(file: str, candidate: Path) -> int:
    """Bring the copy of a file up to this version; the version it had. Raises ``BadBackup``."""
    try:
        with translated(), closing(connect(candidate)) as connection:
            number = version(connection)
        if number == 0:
            raise DamagedDatabaseError("it holds nothing")
        prepare(candidate)
        with translated():
            verified(candidate, LATEST)
    except NewerDatabaseError as error:
        sentence = f"{file} is of a newer LinkApp."
        raise BadBackup(sentence, "restore_newer", file=file) from error
    except DamagedDatabaseError as error:
        sentence = f"{file} is no sound backup of LinkApp: {error.problem.detail}."
        raise BadBackup(sentence, "restore_unsound", file=file, detail=error.problem.detail) from error
    return number


def _is_ours(path: Path) -> bool:
    verified(path)
    with closing(connect(path)) as connection:
        number = version(connection)
    if number > LATEST:
        raise NewerDatabaseError(number, LATEST)
    return number > 0


def _acts(copy: Path) -> int:
    """How many acts a copy holds; none where it cannot be read."""
    try:
        return verified(copy).get("acts", 0)
    except (sqlite3.Error, DamagedDatabaseError):
        return 0


def _about(path: Path, number: int = 0, counts: Mapping[str, int] | None = None) -> Backup:
    about = path.stat()
    made = datetime.fromtimestamp(about.st_mtime, UTC)
    return Backup(path=str(path), size=about.st_size, made=made, version=number, rows=counts or {})


def _named_by_day(path: Path) -> re.Match[str] | None:
    match = _AUTOMATIC.fullmatch(path.name)
    return None if match is None or _day_of(match[1]) is None else match


def _day_of(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def _unwritable(file: str, why: str) -> BadBackup:
    return BadBackup(f"No backup can be made at {file}: {why}.", "backup_unwritable", file=file, detail=why)
