"""One import in a process of its own: ``python -m tests.benchmarks.importing_alone FILE FOLDER``.

Prints one JSON document: seconds, megabytes at most, and what was new.
"""

from __future__ import annotations

import asyncio
import json
import sys
import time
from datetime import UTC, datetime
from pathlib import Path

from linkapp.formats.files import FileReader
from linkapp.storage import open_storage
from linkapp.storage.imports import SqliteImports


async def imported(path: str, folder: Path) -> dict[str, float]:
    storage = await open_storage(folder)
    try:
        started = time.perf_counter()
        run = SqliteImports(storage.pages_path, storage.database, FileReader()).run(
            path, datetime(2026, 11, 26, tzinfo=UTC), None
        )
        await run.look(lambda *_: None)
        plan = await run.carry_out(lambda *_: None)
        seconds = time.perf_counter() - started
        await run.close()
    finally:
        await storage.close()
    return {"seconds": seconds, "memory_mb": most_memory_mb(), "new": plan.new, "records": plan.records}


def most_memory_mb() -> float:
    """The most that this program held at a time; what its parent held before it was begun is not counted."""
    for line in Path("/proc/self/status").read_text(encoding="ascii").splitlines():
        if line.startswith("VmHWM:"):
            return int(line.split()[1]) / 1024
    raise OSError("the system does not tell")


if __name__ == "__main__":
    print(json.dumps(asyncio.run(imported(sys.argv[1], Path(sys.argv[2])))))
