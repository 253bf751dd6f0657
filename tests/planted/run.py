"""Plants one bug at a time in a copy of the program and demands that its tests fail there.

    python -m tests.planted [--only PART-OF-A-NAME] [--jobs N]

The tests named are first run without any bug: they have to pass.
"""

from __future__ import annotations

import argparse
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from tests.planted.bugs import BUGS, Bug

ROOT = Path(__file__).resolve().parents[2]
COPIED = ("linkapp", "tests", "resources", "main.py", "pyproject.toml", "README.md")


def copied(target: Path) -> None:
    """A copy of the program that a bug may be planted in."""
    for name in COPIED:
        source = ROOT / name
        if source.is_dir():
            shutil.copytree(source, target / name, ignore=shutil.ignore_patterns("__pycache__"))
        else:
            shutil.copy2(source, target / name)


def plant(bug: Bug, tree: Path) -> None:
    """Write the bug into the copy."""
    file = tree / "linkapp" / bug.file
    text = file.read_text(encoding="utf-8")
    assert text.count(bug.before) == 1, f"{bug.name}: its text stands {text.count(bug.before)} times in {bug.file}"
    file.write_text(text.replace(bug.before, bug.after), encoding="utf-8")


def failing(tree: Path, tests: Sequence[str]) -> str | None:
    """The first test that fails, or None where all pass."""
    ended = subprocess.run(
        [
            sys.executable,
            "-m",
            "pytest",
            "-q",
            "-x",
            "-p",
            "no:cacheprovider",
            "-m",
            "not slow and not benchmark",
            *tests,
        ],
        cwd=tree,
        capture_output=True,
        text=True,
        timeout=900,
        check=False,
    )
    if ended.returncode == 0:
        return None
    found = [line for line in ended.stdout.splitlines() if line.startswith(("FAILED", "ERROR"))]
    return found[0].split(" - ")[0] if found else f"exit {ended.returncode}"


def found_by(bug: Bug) -> str | None:
    """Which of its tests found the bug; None where none did."""
    with tempfile.TemporaryDirectory() as name:
        tree = Path(name)
        copied(tree)
        plant(bug, tree)
        return failing(tree, bug.tests)


def main(arguments: Sequence[str]) -> int:
    """Every bug, or those with a part of their name; 1 if one was not found."""
    parser = argparse.ArgumentParser(prog="python -m tests.planted", description=__doc__)
    parser.add_argument("--only", default="", metavar="PART", help="only the bugs with this in their name")
    parser.add_argument("--jobs", type=int, default=1, metavar="N", help="so many side by side")
    wanted = parser.parse_args(arguments)
    bugs = [bug for bug in BUGS if wanted.only in bug.name]
    started = time.monotonic()
    missed = 0
    with tempfile.TemporaryDirectory() as name, ThreadPoolExecutor(wanted.jobs) as jobs:
        copied(Path(name))
        tests = sorted({test for bug in bugs for test in bug.tests})
        for bad in filter(None, jobs.map(lambda test: failing(Path(name), [test]), tests)):
            print(f"without any bug this fails: {bad}")
            return 1
        for bug, test in zip(bugs, jobs.map(found_by, bugs), strict=True):
            missed += test is None
            print(f"{'found ' if test else 'MISSED'} {bug.name:<52} {test or ''}", flush=True)
    print(f"{len(bugs)} bugs, {len(bugs) - missed} found, {missed} missed, {time.monotonic() - started:.0f} s")
    return int(missed > 0)
