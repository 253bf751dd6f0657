"""Power cuts: the disk keeps what was synced, and of the rest whatever it likes, torn at sectors.

    python -m tests.crash.power_cut [--cuts 1000] [--seed 1] [--normal] [--careless]

The ledger's own code runs with its own statements over an apsw connection whose file system writes down every write
and sync; ``sending.log`` is written down the same way. Then the power is cut at any place of that record: every file
is what was synced by then, plus a random part of what was only written. The real program opens what is left.

``--normal`` and ``--careless`` are counter-tests: with ``synchronous=NORMAL`` commits are lost, and with a
``sending.log`` that is not synced its lines are; the harness has to see both.
"""

from __future__ import annotations

import argparse
import asyncio
import os
import random
import sqlite3
import sys
import tempfile
import time
import uuid
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from types import SimpleNamespace
from typing import Any, cast

import apsw
import msgspec

from linkapp.domain.act import COUNTED, Kind, NotSent, Sent, Slot, State, Unsure
from linkapp.domain.problems import Problem, Reason
from linkapp.storage import sending_log
from linkapp.storage.database import FILE_NAME, prepare, settings
from linkapp.storage.ledger import SqliteLedger
from linkapp.storage.sending_log import FILE_NAME as LOG_NAME
from linkapp.storage.sending_log import Line, SendingLog
from tests.storage.samples import NOW, greeting, limits

SECTOR = 512
STEPS = 70
"""Calls of the ledger in one recorded life."""
DOUBT = Unsure(problem=Problem(reason=Reason.NO_PROOF))


@dataclass(kw_only=True)
class Event:
    """One thing that reached the disk's driver: a write, a new size, a sync, a deletion; or an answer to the caller."""

    file: str = ""
    what: str
    offset: int = 0
    data: bytes = b""
    attempt: str = ""
    state: State | None = None


@dataclass(kw_only=True)
class Record:
    """Everything that happened in one life, in order, and the files as they lay on the disk before."""

    before: dict[str, bytes]
    events: list[Event] = field(default_factory=list)


class _File(apsw.VFSFile):
    """A file that does what it is told, and writes it down first."""

    def __init__(self, inherit: str, name: Any, flags: list[int], record: Record) -> None:
        super().__init__(inherit, name, flags)
        path = name.filename() if isinstance(name, apsw.URIFilename) else name
        self._name = Path(path or "temporary").name
        self._record = record

    def xWrite(self, data: bytes, offset: int) -> None:  # noqa: N802 - SQLite's name
        self._record.events.append(Event(file=self._name, what="write", offset=offset, data=bytes(data)))
        super().xWrite(data, offset)

    def xTruncate(self, size: int) -> None:  # noqa: N802 - SQLite's name
        self._record.events.append(Event(file=self._name, what="size", offset=size))
        super().xTruncate(size)

    def xSync(self, flags: int) -> None:  # noqa: N802 - SQLite's name
        super().xSync(flags)
        self._record.events.append(Event(file=self._name, what="sync"))


class _Disk(apsw.VFS):
    """A file system over the real one that keeps a record."""

    def __init__(self, record: Record) -> None:
        self.name = f"cut{uuid.uuid4().hex}"
        self._record = record
        super().__init__(self.name, "")

    def xOpen(self, name: Any, flags: list[int]) -> _File:  # noqa: N802 - SQLite's name
        return _File("", name, flags, self._record)

    def xDelete(self, name: str, sync: bool) -> None:  # noqa: N802 - SQLite's name
        super().xDelete(name, sync)
        self._record.events.append(Event(file=Path(name).name, what="delete"))


class _Rows(list[Any]):
    """All rows of a statement and the id of the last new row, as a cursor of the standard library gives them."""

    lastrowid = 0

    def fetchone(self) -> Any:
        return self.pop(0) if self else None

    def fetchall(self) -> list[Any]:
        return list(self)


class Connection:
    """An apsw connection as the ledger uses one of the standard library."""

    def __init__(self, path: Path, disk: _Disk) -> None:
        self._db = apsw.Connection(str(path), vfs=disk.name, flags=apsw.SQLITE_OPEN_READWRITE)
        self._db.pragma("locking_mode", "exclusive")  # without it the log's index would need shared memory

    @property
    def in_transaction(self) -> bool:
        return bool(self._db.in_transaction)

    def execute(self, statement: str, values: tuple[Any, ...] = ()) -> _Rows:
        try:
            rows = _Rows(self._db.execute(statement, values))
            rows.lastrowid = self._db.last_insert_rowid()
            return rows
        except apsw.ConstraintError as error:
            raise sqlite3.IntegrityError(str(error)) from error
        except apsw.Error as error:
            raise sqlite3.OperationalError(str(error)) from error

    def close(self) -> None:
        self._db.close()


def life(folder: Path, dice: random.Random, *, normal: bool = False, careless: bool = False) -> Record:
    """One life of the ledger on a new database, written down."""
    folder.mkdir()
    path = folder / FILE_NAME
    prepare(path)
    record = Record(before={FILE_NAME: path.read_bytes(), LOG_NAME: b""})
    disk = _Disk(record)
    db = Connection(path, disk)
    for statement in settings():
        db.execute(statement)
    if normal:
        db.execute("PRAGMA synchronous = NORMAL")
    if dice.random() < 0.5:
        db.execute("PRAGMA wal_autocheckpoint = 8")  # else a short life never moves its log into the file
    log = SendingLog(folder / LOG_NAME)

    def write(file: int, data: bytes) -> int:
        offset = os.lseek(file, 0, os.SEEK_END)
        record.events.append(Event(file=LOG_NAME, what="write", offset=offset, data=data))
        return os.write(file, data)

    def fsync(file: int) -> None:
        if not careless:
            os.fsync(file)
            record.events.append(Event(file=LOG_NAME, what="sync"))

    real = sending_log.os
    sending_log.os = cast(Any, SimpleNamespace(**{**vars(os), "write": write, "fsync": fsync}))
    thread = ThreadPoolExecutor(max_workers=1)
    try:
        _live(SqliteLedger(thread, cast(Any, db), log), record, dice)
    finally:
        sending_log.os = real
        thread.shutdown()
        db.close()
        log.close()
        disk.unregister()
    return record


def _live(ledger: SqliteLedger, record: Record, dice: random.Random) -> None:
    """Random calls. Each answer to the caller is written down where it came."""
    now, people = NOW, iter(range(1000))
    reserved: list[Slot] = []
    announced: list[Slot] = []
    doubted: list[Slot] = []

    def told(slot: Slot, state: State) -> None:
        record.events.append(Event(what="told", attempt=slot.attempt, state=state))

    for _ in range(STEPS):
        now += timedelta(minutes=dice.randint(1, 50))
        act = dice.random()
        if act < 0.4 or not (reserved or announced):
            slot = ledger._reserve(greeting(next(people)), limits(day=999, week=999, run=999), now)
            assert isinstance(slot, Slot), slot
            told(slot, State.RESERVED)
            reserved.append(slot)
        elif act < 0.65 and reserved:
            slot = reserved.pop(dice.randrange(len(reserved)))
            ledger._announce(slot, "hash", now)
            told(slot, State.SENDING)
            announced.append(slot)
        elif act < 0.72 and reserved:
            slot = reserved.pop()
            ledger._settle(slot, NotSent(problem=Problem(reason=Reason.NO_COMPOSER)), now, "")
            told(slot, State.RELEASED)
        elif announced:
            slot = announced.pop(dice.randrange(len(announced)))
            outcome = dice.choice((Sent(proof="answer"), DOUBT))
            ledger._settle(slot, outcome, now, "")
            told(slot, State.SENT if isinstance(outcome, Sent) else State.UNSURE)
            if not isinstance(outcome, Sent):
                doubted.append(slot)
        if doubted and dice.random() < 0.15:
            slot = doubted.pop()
            to = dice.choice((State.SENT, State.UNSENT, State.ASK))
            ledger._resolve(slot.slot_id, to, now, "conversation")
            told(slot, to)


def left(record: Record, until: int, dice: random.Random) -> dict[str, bytes]:
    """The files after a power cut before the event number ``until``."""
    kept = {name: bytearray(content) for name, content in record.before.items()}
    waiting: dict[str, list[Event]] = {}
    for event in record.events[:until]:
        if event.what == "sync":
            for one in waiting.pop(event.file, []):
                _apply(kept, one)
        elif event.what != "told":
            waiting.setdefault(event.file, []).append(event)
    for events in waiting.values():
        mood = dice.random()
        for one in events:
            if mood < 0.15 or (mood < 0.9 and dice.random() < 0.5):
                _apply(kept, one)
            elif one.what == "write" and dice.random() < 0.5:
                _apply(kept, _torn(one, dice))
    return {name: bytes(content) for name, content in kept.items()}


def _torn(event: Event, dice: random.Random) -> Event:
    """A beginning of a write, cut at a sector."""
    sectors = dice.randint(0, len(event.data) // SECTOR)
    return Event(file=event.file, what="write", offset=event.offset, data=event.data[: sectors * SECTOR])


def _apply(kept: dict[str, bytearray], event: Event) -> None:
    if event.what == "delete":
        kept.pop(event.file, None)
        return
    content = kept.setdefault(event.file, bytearray())
    if event.what == "size":
        del content[event.offset :]
        content.extend(bytes(event.offset - len(content)))
        return
    if len(content) < event.offset:
        content.extend(bytes(event.offset - len(content)))
    content[event.offset : event.offset + len(event.data)] = event.data


@dataclass(kw_only=True)
class Totals:
    """What came of all cuts."""

    cuts: int = 0
    acknowledged: int = 0
    lost: list[str] = field(default_factory=list)
    unsound: list[str] = field(default_factory=list)
    lines_lost: list[str] = field(default_factory=list)
    freed: list[str] = field(default_factory=list)
    seconds: float = 0.0

    @property
    def clean(self) -> bool:
        """Nothing acknowledged was lost, nothing announced was freed, every file was sound."""
        return not (self.lost or self.unsound or self.lines_lost or self.freed)

    def __str__(self) -> str:
        return (
            f"{self.cuts} power cuts, {self.acknowledged} acknowledged calls looked at, {self.seconds:.0f} s:"
            f" lost {len(self.lost)}, unsound files {len(self.unsound)}, lost lines of sending.log"
            f" {len(self.lines_lost)}, announced places freed {len(self.freed)}"
            + "".join(f"\n  {one}" for one in (*self.lost, *self.unsound, *self.lines_lost, *self.freed)[:8])
        )


AFTER = {
    State.RESERVED: {State.RESERVED, State.SENDING, State.RELEASED},
    State.SENDING: {State.SENDING, State.SENT, State.UNSURE},
    State.UNSURE: {State.UNSURE, State.SENT, State.UNSENT, State.ASK},
}
"""What may stand there when the power went: what was told, or what the call under way had just committed."""


def judge(record: Record, until: int, folder: Path, totals: Totals, dice: random.Random) -> None:
    """Cut the power there, and see what the program finds."""
    totals.cuts += 1
    files = left(record, until, dice)
    folder.mkdir()
    for name, content in files.items():
        if not name.endswith("-shm"):
            (folder / name).write_bytes(content)
    told: dict[str, State] = {}
    announced: set[str] = set()
    for event in record.events[:until]:
        if event.what == "told" and event.state is not None:
            told[event.attempt] = event.state
            if event.state is State.SENDING:
                announced.add(event.attempt)
    totals.acknowledged += len(told)
    path = folder / FILE_NAME
    try:
        prepare(path)
    except Exception as error:  # noqa: BLE001 - whatever it is, the file was not usable
        totals.unsound.append(f"event {until}: {error}")
        return
    found = _states(path)
    for attempt, state in told.items():
        if found.get(attempt) not in AFTER.get(state, {state}):
            totals.lost.append(f"event {until}: {attempt[:6]} was told {state}, found {found.get(attempt)}")
    lines = _lines(folder / LOG_NAME)
    totals.lines_lost += [f"event {until}: {attempt[:6]}" for attempt in announced - lines]
    _recovered(folder, announced, told, totals, until)


def _states(path: Path) -> dict[str, State]:
    with closing(sqlite3.connect(path)) as db:
        return {attempt: State(state) for attempt, state in db.execute("SELECT attempt, state FROM acts")}


def _lines(path: Path) -> set[str]:
    found = set()
    for raw in path.read_bytes().splitlines() if path.exists() else ():
        try:
            found.add(msgspec.json.decode(raw, type=Line).attempt)
        except msgspec.DecodeError:
            continue
    return found


def _recovered(folder: Path, announced: set[str], told: dict[str, State], totals: Totals, until: int) -> None:
    """The next start: it frees what was reserved and nothing that was announced, and counts at least that."""

    async def start() -> int:
        ledger = await SqliteLedger.open(folder / FILE_NAME, folder / LOG_NAME)
        try:
            await ledger.recover(NOW + timedelta(days=3))
            usage = await ledger.usage(
                Kind.MESSAGE, limits(day=999, week=999).caps, limits().zone, NOW + timedelta(days=3)
            )
            return usage.week
        finally:
            await ledger.close()

    counted = asyncio.run(start())
    found = _states(folder / FILE_NAME)
    still = {attempt for attempt in announced if told[attempt] in COUNTED}
    freed = [attempt for attempt in still if found.get(attempt) not in COUNTED and found.get(attempt) != State.UNSENT]
    totals.freed += [f"event {until}: {attempt[:6]} is {found.get(attempt)}" for attempt in freed]
    if counted < sum(found.get(attempt) in COUNTED for attempt in still):
        totals.freed.append(f"event {until}: {counted} counted")


def cut(cuts: int, *, seed: int = 1, a_life: int = 25, normal: bool = False, careless: bool = False) -> Totals:
    """So many power cuts, ``a_life`` of them in each recorded life."""
    dice = random.Random(seed)
    totals = Totals()
    started = time.monotonic()
    with tempfile.TemporaryDirectory() as name:
        lives = 0
        while totals.cuts < cuts:
            lives += 1
            record = life(Path(name) / f"life{lives}", dice, normal=normal, careless=careless)
            for number in range(min(a_life, cuts - totals.cuts)):
                until = dice.randint(1, len(record.events))
                judge(record, until, Path(name) / f"life{lives}cut{number}", totals, dice)
    totals.seconds = time.monotonic() - started
    return totals


if __name__ == "__main__":
    parser = argparse.ArgumentParser()
    parser.add_argument("--cuts", type=int, default=1000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--normal", action="store_true")
    parser.add_argument("--careless", action="store_true")
    given = parser.parse_args()
    made = cut(given.cuts, seed=given.seed, normal=given.normal, careless=given.careless)
    print(made)
    sys.exit(not made.clean)
