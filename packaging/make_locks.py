"""Makes the lock files anew; run by a maintainer only, never by the set-up. Needs the program ``uv`` on the path.

    python packaging/make_locks.py            keeps every version that still fits what pyproject.toml asks for
    python packaging/make_locks.py --newest   takes the newest versions

``requirements.lock`` holds what the program needs, ``development.lock`` what only its development needs beside it, each
complete for Python 3.11 to 3.13 on Linux, Windows and macOS. ``lock_requirements.json`` notes what every locked package
requires itself, so that a test can prove that the locks are closed without asking a registry.
"""

from __future__ import annotations

import json
import re
import subprocess
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
PROGRAM = ROOT / "packaging" / "requirements.lock"
DEVELOPMENT = ROOT / "packaging" / "development.lock"
REQUIREMENTS = ROOT / "packaging" / "lock_requirements.json"
OLDEST_PYTHON = "3.11"
ENTRY = r"^([\w.-]+)(?:\[[^\]]*\])?(==[^\s;]+)( ;[^\\\n]*)?"
"""An entry of a lock: name, version, and for which systems it is."""
_LINUX = [f"--platform={name}_x86_64" for name in ("manylinux_2_34", "manylinux_2_28", "manylinux2014", "manylinux1")]
_NEWER = "python_full_version >="
RUNS: tuple[tuple[list[str], str, Callable[[str], bool]], ...] = (
    (_LINUX, "3.11", lambda line: "win32" not in line and _NEWER not in line),
    (_LINUX, "3.13", lambda line: _NEWER in line),
    (["--platform=win_amd64"], "3.11", lambda line: "win32" in line),
)
"""Metadata is asked for system by system: the platforms, the Python, and which entries are asked for there."""


def main(arguments: list[str]) -> int:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        before = folder / "before.txt"
        before.write_text("" if "--newest" in arguments else PROGRAM.read_text() + DEVELOPMENT.read_text())
        program = compiled(folder / "program.txt", before)
        before.write_text(program + before.read_text())
        everything = blocks(compiled(folder / "everything.txt", before, "--group", "dev"))
        known = {name_of(entry) for entry in blocks(program)}
        PROGRAM.write_text(program)
        DEVELOPMENT.write_text("\n".join(entry for entry in everything if name_of(entry) not in known) + "\n")
        REQUIREMENTS.write_text(json.dumps(required(everything, folder), indent=1, sort_keys=True) + "\n")
    return 0


def compiled(target: Path, preferred: Path, *options: str) -> str:
    """A complete lock for every supported system; the versions in ``preferred`` are kept where they fit."""
    pinned = target.with_suffix(".constraints")
    versions: dict[tuple[str, str], str] = {}
    for name, version, marker in re.findall(ENTRY, preferred.read_text(), re.MULTILINE):
        versions.setdefault((name, marker), version)
    pinned.write_text("".join(f"{name}{version}{marker}\n" for (name, marker), version in versions.items()))
    command = ["uv", "pip", "compile", "pyproject.toml", *options, "--universal", "--python-version", OLDEST_PYTHON]
    shape = ["--no-strip-extras", "--no-header", "--no-annotate", "--generate-hashes", "--only-binary", ":all:", "-q"]
    subprocess.run([*command, *shape, "-c", pinned, "-o", target], cwd=ROOT, check=True, stdout=subprocess.DEVNULL)
    return target.read_text()


def blocks(lock: str) -> list[str]:
    """The entries of a lock, each with its hashes; a package may have several, for different Pythons."""
    return re.split(r"\n(?=[a-zA-Z])", lock.strip())


def name_of(entry: str) -> str:
    return re.split(r"[\[=]", entry, maxsplit=1)[0]


def required(entries: list[str], folder: Path) -> dict[str, list[str]]:
    """What each locked package requires (``Requires-Dist``), by ``name==version``, from its own metadata."""
    found: dict[str, list[str]] = {}
    for platforms, python, mine in RUNS:
        wanted = [entry for entry in entries if mine(entry.splitlines()[0])]
        lock = folder / "part.txt"
        lock.write_text("\n".join(re.sub(r" ;[^\\\n]*", " ", entry) for entry in wanted))
        report = folder / "report.json"
        pip = [
            "install",
            "--dry-run",
            "--ignore-installed",
            "--no-deps",
            "--require-hashes",
            "--only-binary=:all:",
            "-qq",
        ]
        where: list[str | Path] = [
            "--ignore-requires-python",
            "--target",
            folder / "nowhere",
            "--python-version",
            python,
            *platforms,
        ]
        subprocess.run([sys.executable, "-m", "pip", *pip, *where, "--report", report, "-r", lock], check=True)
        for package in json.loads(report.read_text())["install"]:
            metadata = package["metadata"]
            name = re.sub(r"[-_.]+", "-", metadata["name"]).lower()
            found[f"{name}=={metadata['version']}"] = sorted(metadata.get("requires_dist", []))
    return found


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
