"""Starts a browser under orders in the environment, and tells what the processes of the browser were given.

    python -m tests.engine.under_orders DATA-FOLDER ANSWER-FILE < ORDERS

A process of its own: under some orders the driver's library prints what any tab of the process is told.
"""

from __future__ import annotations

import asyncio
import json
import os
import sys
from collections.abc import Sequence
from pathlib import Path

from linkapp.engine.browser import OwnBrowser
from tests.crash.kills import children_of


def environments_below() -> list[list[str]]:
    """The environments of the driver, the browser and its parts, one list of pairs for each."""
    environments = []
    for child in children_of(os.getpid()):
        try:
            given = Path(f"/proc/{child}/environ").read_bytes()
        except OSError:
            continue  # ended meanwhile
        environments.append(given.decode(errors="replace").split("\0"))
    return environments


async def while_shown(data: Path) -> list[list[str]]:
    """What the processes were given while a page is shown."""
    own = OwnBrowser(headless=True, loopback=True, data_folder=data)
    try:
        context = await own.context('{"cookies": [{"name": "li_at", "value": "CANARY", "url": "http://127.0.0.1/"}]}')
        page = await context.new_page()
        await page.set_content("<p>secret words</p>")
        return environments_below()
    finally:
        await own.close()


def main(arguments: Sequence[str]) -> int:
    """Do it, and say nothing."""
    data, answer = map(Path, arguments)
    os.environ.update(json.load(sys.stdin))
    answer.write_text(json.dumps(asyncio.run(while_shown(data))))
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
