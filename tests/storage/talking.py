"""Processes of a test's own that say a line and wait for a word."""

from __future__ import annotations

import subprocess
import sys
import textwrap
from collections.abc import Sequence


def python(script: str, *arguments: str) -> subprocess.Popen[str]:
    """A process that runs a script; it is talked to over its standard input and output."""
    return subprocess.Popen(
        [sys.executable, "-c", textwrap.dedent(script), *arguments],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )


def line(process: subprocess.Popen[str]) -> str:
    """The next line it says."""
    assert process.stdout is not None
    return process.stdout.readline().strip()


def tell(process: subprocess.Popen[str], word: str = "") -> None:
    """Say a word to it; an empty one lets it go on."""
    assert process.stdin is not None
    process.stdin.write(f"{word}\n")
    process.stdin.flush()


def together(processes: Sequence[subprocess.Popen[str]]) -> list[str]:
    """Let processes go that are all ready, at once; everything each of them says from then on."""
    assert [line(process) for process in processes] == ["ready"] * len(processes)
    for process in processes:
        tell(process)
    return [process.communicate()[0] for process in processes]
