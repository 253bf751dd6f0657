"""Every way in which the program ends in every state that it can be in, as a table: which processes were there, and
whether one of LinkApp's or of its browser's is left.

    python -m tests.e2e.ends [words of a state or a way]

Processes are known by being descendants of the program when it ends, or by the name of its data folder in their command
or environment afterwards.
"""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import product
from pathlib import Path

from linkapp.domain.settings import Settings
from linkapp.practice import ServedSite, served
from linkapp.storage.database import FILE_NAME, connect, prepare
from linkapp.system.settings_file import SettingsFile
from tests.e2e.in_process import linkapp
from tests.e2e.processes import many_due

ROOT = Path(__file__).resolve().parent.parent.parent
TODAY = datetime.now(UTC).date()
PATIENCE_S = 90.0
WITHIN_S = 3.0
LONGEST_S = 45.0
HEAD = "state                  way      there  left after 3 s  none left after  status"


@dataclass(frozen=True)
class Process:
    """A process that is this one and no later one of the same number."""

    pid: int
    begun: str

    @property
    def alive(self) -> bool:
        stat = _stat(self.pid)
        return stat is not None and stat[1] == self.begun and stat[0] != "Z"


def _stat(pid: int) -> tuple[str, str, int] | None:
    """State, time of beginning, and parent."""
    try:
        fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    except OSError:
        return None
    return fields[0], fields[19], int(fields[1])


def _all() -> Iterator[tuple[int, tuple[str, str, int]]]:
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit() and (stat := _stat(int(entry.name))) is not None:
            yield int(entry.name), stat


def descendants(pid: int) -> set[Process]:
    """A process and everything that it began and that has not left it."""
    parents = dict(_all())
    wanted = {pid}
    while more := {child for child, stat in parents.items() if stat[2] in wanted} - wanted:
        wanted |= more
    return {Process(each, parents[each][1]) for each in wanted if each in parents}


def bearing(mark: str) -> set[Process]:
    """Every process with the mark in its command or its environment."""
    found = set()
    for pid, stat in _all():
        with suppress(OSError):
            text = Path(f"/proc/{pid}/cmdline").read_bytes() + Path(f"/proc/{pid}/environ").read_bytes()
            if mark.encode() in text and pid != os.getpid() and stat[0] != "Z":
                found.add(Process(pid, stat[1]))
    return found


class Trial:
    """One program over a data folder and a practice site of its own."""

    def __init__(self, folder: Path, site: ServedSite) -> None:
        self.folder, self.site = folder, site
        self.program: subprocess.Popen[bytes] | None = None

    def start(self, *words: str, module: str = "", pace: bool = False) -> None:
        """``words`` before the options that are always given."""
        program = ["-m", module] if module else [str(ROOT / "main.py")]
        options = ["--site", self.site.address, "--data-dir", str(self.folder), "--headless"]
        options += [] if pace else ["--pace", "none"]
        with (self.folder / "said.txt").open("ab") as said:
            self.program = subprocess.Popen(
                [sys.executable, *program, *words, *options],
                stdin=subprocess.PIPE,
                stdout=said,
                stderr=said,
                cwd=ROOT,
                env={**os.environ, "QT_QPA_PLATFORM": "offscreen", "TZ": "UTC"},
                start_new_session=True,
            )

    def wait(self, happened: Callable[[], object]) -> None:
        deadline = time.monotonic() + PATIENCE_S
        while not happened():
            assert self.program is not None
            assert self.program.poll() is None, (self.folder / "said.txt").read_text()
            assert time.monotonic() < deadline, "it did not come so far"
            time.sleep(0.02)

    def opened(self) -> bool:
        return any('"opened"' in each.read_text() for each in (self.folder / "logs").glob("*.jsonl"))

    def browsing(self) -> bool:
        assert self.program is not None
        names = [Path(f"/proc/{each.pid}/comm") for each in descendants(self.program.pid)]
        return sum("chrom" in name.read_text() for name in names if name.exists()) >= 4


def just_started(trial: Trial) -> None:
    trial.start()
    trial.wait((trial.folder / "window.lock").exists)


def opening(trial: Trial) -> None:
    trial.start()
    trial.wait((trial.folder / "linkapp.db").exists)


def idle_in_tray(trial: Trial) -> None:
    trial.start("--background", module="tests.e2e.tray_hand")
    trial.wait(trial.opened)


def preview(trial: Trial) -> None:
    trial.site.faults.slow = 2.0
    trial.start(module="tests.e2e.tray_hand")
    trial.wait(trial.browsing)


def signing_in(trial: Trial) -> None:
    trial.site.faults.signed_out_after = 0
    trial.start("sign-in")
    trial.wait(trial.browsing)


def by_hand(trial: Trial) -> None:
    idle_in_tray(trial)
    assert trial.program is not None
    assert trial.program.stdin is not None
    trial.program.stdin.write(b"browse\n")
    trial.program.stdin.flush()
    trial.wait(lambda: any(asked.path.startswith("/feed") for asked in trial.site.requests))


def rehearsing(trial: Trial) -> None:
    trial.start("run", "birthdays")
    trial.wait(trial.browsing)


def _planned(trial: Trial, *, pace: bool) -> None:
    rest = ["--site", trial.site.address, "--data-dir", str(trial.folder), "--headless", "--now", f"{TODAY}T08:00Z"]
    environment = {**os.environ, "TZ": "UTC"}
    linkapp("schedule", "add", "birthdays", "--at", "09:30", "--send", *rest, "--pace", "none", environment=environment)
    trial.start("--background", "--now", f"{TODAY}T09:29:58Z", pace=pace)


def running(trial: Trial) -> None:
    _planned(trial, pace=False)
    trial.wait(lambda: trial.site.received)


def in_a_gap(trial: Trial) -> None:
    _planned(trial, pace=True)
    trial.wait(lambda: trial.site.received)


def frozen_browser(trial: Trial) -> None:
    running(trial)
    assert trial.program is not None
    for each in descendants(trial.program.pid):
        comm = Path(f"/proc/{each.pid}/comm")
        with suppress(OSError):
            if "chrom" in comm.read_text():
                os.kill(each.pid, signal.SIGSTOP)


def _large_book(trial: Trial) -> None:
    prepare(trial.folder / FILE_NAME)
    with connect(trial.folder / FILE_NAME) as book:
        book.execute(
            "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 60000)"
            " INSERT INTO people (name, name_order, headline, first_seen, last_seen)"
            " SELECT 'Name ' || i, 'name ' || i, hex(randomblob(200)), i, i FROM n"
        )
    book.close()


def backing_up(trial: Trial) -> None:
    _large_book(trial)
    before = set(trial.folder.rglob("*"))
    trial.start("backup", str(trial.folder / "copy.db"))
    trial.wait(lambda: any("copy" in each.name for each in set(trial.folder.rglob("*")) - before))


def restoring(trial: Trial) -> None:
    _large_book(trial)
    linkapp("backup", str(trial.folder / "copy.db"), "--site", trial.site.address, "--data-dir", str(trial.folder))
    before = set(trial.folder.rglob("*"))
    trial.start("restore", str(trial.folder / "copy.db"))
    trial.wait(lambda: any(each.suffix != ".txt" for each in set(trial.folder.rglob("*")) - before))


STATES: dict[str, Callable[[Trial], None]] = {
    "just started": just_started,
    "opening": opening,
    "idle in the tray": idle_in_tray,
    "preview": preview,
    "sign-in window": signing_in,
    "browsing by hand": by_hand,
    "reading for a run": rehearsing,
    "running": running,
    "in a gap": in_a_gap,
    "frozen browser": frozen_browser,
    "backup": backing_up,
    "restore": restoring,
}
WAYS = {"quit": None, "SIGTERM": signal.SIGTERM, "kill -9": signal.SIGKILL, "crash": signal.SIGABRT}
HAS_A_MENU = ("idle in the tray", "preview", "browsing by hand")


@dataclass(frozen=True, kw_only=True)
class End:
    """One end: how many processes were there, which were left after 3 s, when there was none any more (None: never)."""

    state: str
    way: str
    there: int
    left: int
    gone_after: float | None
    status: int | None

    def row(self) -> str:
        gone = f"{self.gone_after:.2f} s" if self.gone_after is not None else "NEVER"
        return f"{self.state:<22} {self.way:<8} {self.there:>5}  {self.left:>14}  {gone:>15}  {self.status}"


def combinations(*wanted: str) -> Iterator[tuple[str, str]]:
    """All of them, or those that hold every wanted word. The menu is there where the window's hand is."""
    for state, way in product(STATES, WAYS):
        if (way != "quit" or state in HAS_A_MENU) and all(word in f"{state} {way}" for word in wanted):
            yield state, way


def one_end(state: str, way: str, *, people: int = 6) -> End:
    with tempfile.TemporaryDirectory(prefix="linkapp-ends-") as name, served(many_due(people, TODAY)) as site:
        trial = Trial(Path(name), site)
        SettingsFile(trial.folder).save(Settings(first_run_done=True))
        STATES[state](trial)
        program = trial.program
        assert program is not None
        assert program.stdin is not None
        there = descendants(program.pid)
        begun = time.monotonic()
        number = WAYS[way]
        if number is None:
            program.stdin.write(b"trigger quit\n")
            program.stdin.flush()
        else:
            with suppress(ProcessLookupError):
                program.send_signal(number)
        gone: float | None = None
        left = -1
        while time.monotonic() - begun < LONGEST_S:
            program.poll()
            alive = {each for each in there if each.alive} | bearing(name)
            passed = time.monotonic() - begun
            if left < 0 and (passed >= WITHIN_S or not alive):
                left = len(alive)
            if not alive:
                gone = passed
                break
            time.sleep(0.02)
        for each in {each for each in there if each.alive} | bearing(name):  # ours, by number
            with suppress(ProcessLookupError):
                os.kill(each.pid, signal.SIGKILL)
        program.wait(timeout=PATIENCE_S)
        with suppress(BrokenPipeError):
            program.stdin.close()
        return End(state=state, way=way, there=len(there), left=left, gone_after=gone, status=program.returncode)


if __name__ == "__main__":
    print(HEAD)
    for state, way in combinations(*sys.argv[1:]):
        print(one_end(state, way).row(), flush=True)
