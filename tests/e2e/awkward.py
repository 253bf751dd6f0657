"""The practice site's campaign in awkward environments, judged by what the site received, as one table.

    python -m tests.e2e.awkward [--only WORDS]

Each case is one run of the real program in one environment, and where it was not allowed to end, one more in an
ordinary one: everybody has exactly one message then. Only processes started here are signalled.
"""

from __future__ import annotations

import argparse
import json
import os
import resource
import signal
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

from linkapp.practice import ServedSite, served
from tests.crash.kills import children_of, gone
from tests.e2e.processes import many_due

ROOT = Path(__file__).resolve().parent.parent.parent
PEOPLE = 2
ORDERS = {"DEBUG": "*", "DEBUGP": "1", "PWDEBUG": "1", "NODE_OPTIONS": "--inspect=127.0.0.1:0 --no-such", "NODE_DEBUG": "*",
          "SELENIUM_REMOTE_URL": "http://127.0.0.1:9/", "PLAYWRIGHT_NODEJS_PATH": "none", "SSLKEYLOGFILE": "keys"}  # fmt: skip
_NO_ZONES = ("nowhere/city", "UTC+25")
"""No time zones: LinkApp says so and does nothing, since a wrong one greets on a wrong day."""
PROXIES = dict.fromkeys(("http_proxy", "https_proxy", "HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY"), "http://127.0.0.1:9")


def _umask(value: int) -> Callable[[], None]:
    return lambda: (os.umask(value), None)[1]


def _closed(*numbers: int) -> Callable[[], None]:
    return lambda: [os.close(number) for number in numbers] and None


def _handles(most: int) -> Callable[[], None]:
    return lambda: resource.setrlimit(resource.RLIMIT_NOFILE, (most, most))


def _largest_file(size: int) -> Callable[[], None]:
    return lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (size, size))


@dataclass(kw_only=True)
class Case:
    """One awkward environment. A value None takes a variable away."""

    name: str
    environment: dict[str, str | None] = field(default_factory=dict)
    folder: str = "data"
    prepare: Callable[[], None] | None = None
    out: str = ""
    signal_after: tuple[signal.Signals, int] | None = None
    headless: bool = True
    may_fail: bool = False


CASES: Sequence[Case] = (
    *(Case(name=f"locale {name}", environment={"LC_ALL": name, "LANG": name, "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"})
      for name in ("C", "POSIX", "C.UTF-8", "xx_XX.nowhere")),
    *(Case(name=f"output in {name}", environment={"PYTHONIOENCODING": name}) for name in ("ascii", "cp1252", "utf-16", "latin-1:strict")),
    Case(name="umask 000", prepare=_umask(0)),
    Case(name="umask 777", prepare=_umask(0o777), may_fail=True),
    Case(name="HOME unset", environment={"HOME": None}),
    Case(name="HOME empty", environment={"HOME": ""}),
    Case(name="HOME relative", environment={"HOME": "here"}),
    Case(name="XDG relative", environment={"XDG_DATA_HOME": "a", "XDG_CONFIG_HOME": "b", "XDG_CACHE_HOME": "c", "XDG_RUNTIME_DIR": "d"}),
    Case(name="TMPDIR missing", environment={"TMPDIR": "/nowhere/at/all"}),
    *(Case(name=f"folder {name!r}", folder=name) for name in ("a?b#c%20", "it's \"x\"", "new\nline", "生日 🎂", "bytes-\udcff", "-rf", "x" * 180)),
    *(Case(name=f"TZ={name}", environment={"TZ": name}, may_fail=name in _NO_ZONES) for name in ("", "nowhere/city", "CET-1CEST,M3.5.0,M10.5.0/3", ":/etc/localtime", "UTC+25")),
    Case(name="proxies that are gone", environment=dict(PROXIES)),
    Case(name="orders to the driver", environment=dict(ORDERS)),
    Case(name="PYTHONASYNCIODEBUG", environment={"PYTHONASYNCIODEBUG": "1", "PYTHONDEVMODE": "1"}),
    Case(name="output closed", prepare=_closed(1)),
    Case(name="all three closed", prepare=_closed(0, 1, 2)),
    Case(name="output full", out="/dev/full", may_fail=True),
    Case(name="40 file handles", prepare=_handles(40), may_fail=True),
    Case(name="files of 200 kB at most", prepare=_largest_file(200_000), may_fail=True),
    Case(name="a display that is gone", environment={"DISPLAY": ":4711", "WAYLAND_DISPLAY": "gone"}, headless=False),
    Case(name="a forwarded display that is gone", environment={"DISPLAY": "localhost:58.0"}, headless=False),
    *(Case(name=f"{number.name} after {count}", signal_after=(number, count), may_fail=True)
      for number in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP, signal.SIGKILL) for count in (0, 1)),
)  # fmt: skip


@dataclass(kw_only=True)
class Row:
    """What came of one case."""

    name: str
    status: int
    received: int
    said: str
    faults: list[str]

    def __str__(self) -> str:
        verdict = "; ".join(self.faults) or "good"
        return f"{self.name:<36.36} {self.status:>4} {self.received:>3}/{PEOPLE}  {verdict:<12}  {self.said}"


def tried(case: Case) -> Row:
    """One case, judged."""
    with (
        served(many_due(PEOPLE, datetime.now(UTC).date())) as site,
        tempfile.TemporaryDirectory(dir="/tmp", prefix="lt") as name,
    ):
        place = Path(name)
        (place / "tmp").mkdir()
        (place / "work").mkdir()
        status, out, err = _run(case, site, place)
        received = len(site.received)
        faults = _judged(case, status, out, err, place, received)
        ordinary = Case(name="ordinary", folder=case.folder)
        if received < PEOPLE:
            again = _run(ordinary, site, place)
            if again[0] != 0:
                faults.append(f"afterwards exit {again[0]}")
        counts = Counter(one.name for one in site.received)
        if any(count > 1 for count in counts.values()):
            faults.append("a double")
        if len(counts) < PEOPLE:
            faults.append(f"{PEOPLE - len(counts)} lost")
        if left := sorted(path.name for path in (place / "tmp").iterdir()):
            faults.append(f"left in TMPDIR: {left}")
    last = [line for line in err.strip().splitlines() if line.startswith("linkapp:")] or err.strip().splitlines()[-1:]
    return Row(name=case.name, status=status, received=received, said=(last or [""])[-1][:90], faults=faults)


def _run(case: Case, site: ServedSite, place: Path) -> tuple[int, str, str]:
    folder = os.fsencode(place) + b"/" + os.fsencode(case.folder)
    command: list[str | bytes] = [sys.executable, str(ROOT / "main.py"), "run", "birthdays", "--send", "--site", site.address,
                                  "--data-dir", folder, "--pace", "none", "--json"]  # fmt: skip
    if case.headless:
        command.append("--headless")
    environment: dict[str, str | None] = {
        **os.environ,
        "TMPDIR": str(place / "tmp"),
        "PYTHONPATH": str(ROOT),
        **case.environment,
    }
    given = {name: value for name, value in environment.items() if value is not None}
    with (place / "out").open("wb") as own_out, (place / "err").open("wb") as err:
        out = Path(case.out).open("wb") if case.out else own_out  # noqa: SIM115
        begun = len(site.received)
        with subprocess.Popen(
            command, cwd=place / "work", env=given, stdin=subprocess.DEVNULL, stdout=out, stderr=err, preexec_fn=case.prepare
        ) as running:  # fmt: skip
            below: list[int] = []
            if case.signal_after is not None:
                number, count = case.signal_after
                until = time.monotonic() + 60
                while running.poll() is None and time.monotonic() < until:
                    reading = (place / "err").read_bytes()
                    if len(site.received) - begun >= count and (b"1 of" in reading or count):
                        break
                    time.sleep(0.01)
                below = children_of(running.pid)
                running.send_signal(number)
            status = running.wait(timeout=120)
        gone(below)
        if case.out:
            out.close()
    return status, (place / "out").read_text(errors="replace"), (place / "err").read_text(errors="replace")


def _judged(case: Case, status: int, out: str, err: str, place: Path, received: int) -> list[str]:
    faults = []
    if not case.may_fail and (status != 0 or received != PEOPLE):
        faults.append(f"exit {status}")
    if status == 70 or "bug" in err or "Traceback" in err:
        faults.append("a bug said")
    if "pw:" in err or "SEND" in out or "ebugger" in err:
        faults.append("talkative")
    if status == 0 and out:
        try:
            if len(json.loads(out)["greeted"]) != received:
                faults.append("said and received differ")
        except ValueError:
            faults.append("no JSON")
    if stray := sorted(path.name for path in (place / "work").iterdir()):
        faults.append(f"left in the working folder: {stray}")
    return faults


def main() -> int:
    asked = argparse.ArgumentParser()
    asked.add_argument("--only", default="", help="cases whose name holds these words")
    only = asked.parse_args().only
    print(f"{'case':<36} exit sent  verdict       last words", flush=True)
    bad = 0
    for case in CASES:
        if only in case.name:
            row = tried(case)
            bad += bool(row.faults)
            print(str(row).encode("utf-8", "backslashreplace").decode(), flush=True)
    print(f"{bad} with faults")
    return int(bad > 0)


if __name__ == "__main__":
    sys.exit(main())
