"""A canary session and a canary password: searched for in everything that LinkApp leaves anywhere, after many runs.

python -m tests.e2e.canaries [--runs N] [--seed N]
"""

from __future__ import annotations

import argparse
import base64
import contextlib
import gzip
import json
import random
import subprocess
import sys
import tempfile
import time
import zlib
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from linkapp.practice import ServedSite, served
from tests.e2e.processes import many_due
from tests.fakes.secret_service import SecretService

ROOT = Path(__file__).resolve().parent.parent.parent
TOKEN = "AQcanaryTOKENcanary0123456789canaryTOKENcanary"
RENEWED = "AQcanaryRENEWEDcanary0123456789canaryRENEWED"
PASSWORD = "canary-PASSWORD-canary-9876"


@dataclass
class Answer:
    status: int
    out: str
    err: str

    @property
    def document(self) -> dict[str, Any]:
        return json.loads(self.out)

    @property
    def reason(self) -> str:
        return str((self.document.get("stopped_by") or self.document.get("problem"))["reason"])


@dataclass
class Program:
    """The real program with one data folder, temporary folder and environment."""

    folder: Path
    environment: dict[str, str]
    site: str = ""

    def run(self, *arguments: str, typed: str | None = None) -> Answer:
        more = ["--site", self.site, "--headless", "--pace", "none"] if self.site else []
        command = [sys.executable, str(ROOT / "main.py"), *arguments, "--data-dir", str(self.folder / "data"), *more]
        done = subprocess.run(
            command, cwd=self.folder, env=self.environment, capture_output=True, text=True, check=False, timeout=100,
            **({"input": typed} if typed is not None else {"stdin": subprocess.DEVNULL}),
        )  # fmt: skip
        assert "Traceback" not in done.stderr, done.stderr
        return Answer(done.returncode, done.stdout, done.stderr)

    def files(self) -> set[str]:
        return {path.name for path in (self.folder / "data").iterdir()} - {"linkapp.db", "linkapp.db-wal", "linkapp.db-shm", "sending.log", "run.lock", "site.lock", "logs", "evidence"}  # fmt: skip


def program(folder: Path, environment: dict[str, str], site: str = "") -> Program:
    return Program(folder, {**environment, "PYTHONPATH": str(ROOT)}, site)


def by_hand(made: Program, stage: str) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, str(ROOT / "tests" / "e2e" / "sign_in_by_hand.py"), made.site, str(made.folder / "data"), PASSWORD, stage],
        cwd=made.folder, env=made.environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True,
    )  # fmt: skip


def forms(secret: str) -> list[bytes]:
    plain = secret.encode()
    return [plain, plain[::-1], secret.encode("utf-16-le"), plain.hex().encode()] + [
        base64.b64encode(b"x" * shift + plain)[4:-4] for shift in range(3)
    ]


def search(places: Iterable[Path], secrets: Iterable[str]) -> tuple[int, int, list[str]]:
    """Files and bytes searched, and where a secret was found, also packed, reversed or in another encoding."""
    files = size = 0
    found = []
    for place in places:
        for path in [place] if place.is_file() else sorted(place.rglob("*")):
            if path.is_symlink() or not path.is_file():
                continue
            try:
                content = path.read_bytes()
            except OSError:
                continue
            files, size = files + 1, size + len(content)
            with contextlib.suppress(OSError, EOFError, zlib.error):
                content += gzip.decompress(content)
            found += [f"{path}: {secret[:12]}" for secret in secrets for form in forms(secret) if form in content]
    return files, size, found


def until_nobody_uses(folder: Path) -> None:
    """Wait until no process names the folder: the browser ends by itself when its program is killed."""
    until = time.monotonic() + 20
    while any(str(folder) in _command(path) for path in Path("/proc").iterdir() if path.name.isdigit()):
        assert time.monotonic() < until, "a browser is left"
        time.sleep(0.1)


def _command(process: Path) -> str:
    try:
        return (process / "cmdline").read_text(errors="replace")
    except OSError:
        return ""


ORDERS = {"DEBUG": "*", "DEBUGP": "1", "PWDEBUG": "1", "NODE_OPTIONS": "--inspect=127.0.0.1:0", "NODE_DEBUG": "*",
          "SSLKEYLOGFILE": "keys.txt", "CHROME_LOG_FILE": "chrome.txt", "PYTHONASYNCIODEBUG": "1"}  # fmt: skip
"""What a developer's shell may hold: orders to print or write down everything."""
FAULTS: tuple[dict[str, Any], ...] = (
    {}, {}, {"signed_out_after": 4}, {"checkpoint_after": 5}, {"rate_limit_after": 3}, {"restricted_after": 6},
    {"refuse_sends": "4xx"}, {"answer_cut_off": 1}, {"crash_page": "compose"}, {"crash_page": "send"},
    {"changed_page": True}, {"blank_page": True}, {"wrong_dialog": -1}, {"two_composers": True},
)  # fmt: skip
COMMANDS = (
    ("run", "birthdays", "--send", "--json"), ("run", "birthdays", "--send", "--json"), ("preview", "birthdays"),
    ("check", "--json"), ("check", "pages", "--json"), ("status",), ("runs",),
)  # fmt: skip
PER_FOLDER = 7
STAGES = ("typed", "signed in", "crash", "reading")


@dataclass(kw_only=True)
class Searched:
    """What was done and what was searched; ``found``: where a canary was."""

    runs: int = 0
    kills: int = 0
    files: int = 0
    size: int = 0
    reports: int = 0
    evidence: int = 0
    statuses: Counter[int] = field(default_factory=Counter)
    found: list[str] = field(default_factory=list)

    def __str__(self) -> str:
        statuses = ", ".join(f"{count} x {status}" for status, count in sorted(self.statuses.items()))
        return (
            f"{self.runs} runs, {self.kills} of them killed; exit {statuses}; {self.files} files and {self.size:,} bytes"
            f" searched, {self.evidence} files of evidence and {self.reports} reports among them: {len(self.found)} hits"
        )


def after_runs(runs: int, seed: int) -> Searched:
    """So many runs of the real program with a real keyring, a third of them killed, on a site with every fault; after
    each one the data folder, the temporary folder, shared memory, the keyring's files and all output are searched. Every
    other data folder is used with ``ORDERS`` in the environment."""
    dice = random.Random(seed)
    made = Searched()
    world = replace(many_due(12, datetime.now(UTC).date()), signin="required", password=PASSWORD)
    with (
        served(world) as site,
        tempfile.TemporaryDirectory() as folder_name,
        tempfile.TemporaryDirectory(prefix="lk", ignore_cleanup_errors=True) as temporary_name,
    ):
        folder, temporary = Path(folder_name), Path(temporary_name)
        said = folder / "said"
        said.mkdir()
        service = SecretService(folder / "keyring")
        service.unlock()
        shared = Path("/dev/shm")
        before = set(shared.iterdir()) if shared.is_dir() else set()

        def new_session() -> str:
            site.state.sessions.add(TOKEN)
            return TOKEN

        site.state.new_session = new_session  # whose cookie is known, to be searched for
        one = program(folder, {**service.environment, "TMPDIR": temporary_name}, site.address)
        try:
            for number in range(runs):
                if number % PER_FOLDER == 0:  # new people, full caps, a closed breaker
                    site.faults.clear()
                    site.world = replace(many_due(12, datetime.now(UTC).date()), signin="required", password=PASSWORD)
                    orders = ORDERS if number // PER_FOLDER % 2 else {}
                    one = replace(
                        one, folder=folder / f"{number}",
                        environment={**{k: v for k, v in one.environment.items() if k not in ORDERS}, **orders},
                    )  # fmt: skip
                    one.folder.mkdir()
                    _signed_in(one, said / f"{number} signed in")
                _one_run(one, site, dice, said / f"{number}", made)
                until_nobody_uses(temporary)
                new = {*shared.iterdir()} - before if before else set()
                looked, size, found = search([folder, temporary, *new], (TOKEN, RENEWED, PASSWORD))
                made.files, made.size = made.files + looked, made.size + size
                made.found += found
        finally:
            service.stop()
        made.evidence = len(list(folder.rglob("evidence/**/*.*")))
        made.reports = len(list(said.iterdir()))
    return made


def _signed_in(one: Program, said: Path) -> None:
    signing = by_hand(one, "end")
    out, _ = signing.communicate(timeout=100)
    said.write_text(out)
    assert signing.returncode == 0, out


def _one_run(one: Program, site: ServedSite, dice: random.Random, said: Path, made: Searched) -> None:
    made.runs += 1
    site.faults.clear()
    if dice.random() < 0.12:
        stage = dice.choice(STAGES)
        site.site.state.sessions.clear()
        running = by_hand(one, stage)
        assert running.stdout is not None
        try:
            out = ""
            for line in running.stdout:
                out += line
                if line.startswith("at "):
                    break
        finally:
            running.kill()
            running.wait(30)
            running.stdout.close()
        said.write_text(out)
        made.kills += 1
        made.statuses[-9] += 1
        site.site.state.sessions.add(TOKEN)
        return
    site.faults.change(dice.choice(FAULTS))
    command = [sys.executable, str(ROOT / "main.py"), *dice.choice(COMMANDS), "--data-dir", str(one.folder / "data"),
               "--site", one.site, "--headless", "--pace", "none"]  # fmt: skip
    with (
        said.open("w") as out,
        subprocess.Popen(
            command, cwd=one.folder, env=one.environment, stdin=subprocess.DEVNULL, stdout=out, stderr=subprocess.STDOUT
        ) as running_now,
    ):
        kill_at = dice.uniform(0.3, 6) if dice.random() < 0.35 else 100
        try:
            running_now.wait(kill_at)
        except subprocess.TimeoutExpired:
            running_now.kill()
            made.kills += 1
    made.statuses[running_now.returncode] += 1


if __name__ == "__main__":
    asked = argparse.ArgumentParser()
    asked.add_argument("--runs", type=int, default=50)
    asked.add_argument("--seed", type=int, default=1)
    given = asked.parse_args()
    searched = after_runs(given.runs, given.seed)
    print(searched, *searched.found, sep="\n")
    sys.exit(bool(searched.found))
