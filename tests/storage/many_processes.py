"""Several processes that go for the same places at the same moment, again and again, each time on a fresh folder.

``python -m tests.storage.many_processes --repeats 100`` runs the release gate: 4 processes of 50 tasks, exact each time.
"""

from __future__ import annotations

import argparse
import asyncio
import subprocess
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path
from typing import Self

from linkapp.domain.act import Slot
from linkapp.storage import open_storage
from tests.storage.samples import NOW, greeting, limits

TASKS = 50
CAP = 20


class Crowd:
    """Processes that are started once and told to go any number of times; ended with the ``with``."""

    def __init__(self, size: int) -> None:
        self._processes = [
            subprocess.Popen(
                [sys.executable, "-m", "tests.storage.many_processes", "--one-of-them", str(number)],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                text=True,
                cwd=Path(__file__).parents[2],
            )
            for number in range(size)
        ]

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_error: object) -> None:
        for process in self._processes:
            process.communicate()

    def go(self, folder: Path) -> list[int]:
        """All open the folder (which is made), wait for each other, then ask at once; how many places each got."""
        self._tell(f"{folder}")
        assert self._answers() == ["ready"] * len(self._processes)
        self._tell("go")
        return [int(answer) for answer in self._answers()]

    def _tell(self, words: str) -> None:
        for process in self._processes:
            assert process.stdin is not None
            process.stdin.write(f"{words}\n")
            process.stdin.flush()

    def _answers(self) -> list[str]:
        answers = []
        for process in self._processes:
            assert process.stdout is not None
            answers.append(process.stdout.readline().strip())
        return answers


async def _one_of_them(number: int) -> None:
    people = [greeting(TASKS * number + n) for n in range(TASKS)]
    within = limits(day=CAP)
    while folder := (await asyncio.to_thread(sys.stdin.readline)).strip():
        storage = await open_storage(Path(folder))
        print("ready", flush=True)
        await asyncio.to_thread(sys.stdin.readline)
        answers = await asyncio.gather(*(storage.ledger.reserve(one, within, NOW) for one in people))
        await storage.close()
        print(sum(isinstance(answer, Slot) for answer in answers), flush=True)


def main() -> int:
    """Repeat and print; 0 when it was exact every time."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--repeats", type=int, default=100)
    parser.add_argument("--processes", type=int, default=4)
    parser.add_argument("--one-of-them", type=int, help=argparse.SUPPRESS)
    wanted = parser.parse_args()
    if wanted.one_of_them is not None:
        asyncio.run(_one_of_them(wanted.one_of_them))
        return 0
    begun = time.monotonic()
    granted: Counter[int] = Counter()
    shared = 0
    with tempfile.TemporaryDirectory() as place, Crowd(wanted.processes) as crowd:
        for number in range(wanted.repeats):
            found = crowd.go(Path(place) / str(number))
            granted[sum(found)] += 1
            shared += sum(1 for one in found if one) > 1
    exact = granted[CAP]
    print(
        f"{wanted.processes} processes x {TASKS} tasks, {wanted.repeats} repeats: {CAP} of {CAP} granted {exact} times"
        f" ({dict(granted)}); {shared} times shared by several; {time.monotonic() - begun:.0f} s"
    )
    return 0 if exact == wanted.repeats else 1


if __name__ == "__main__":
    sys.exit(main())
