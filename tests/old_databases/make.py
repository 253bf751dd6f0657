"""Makes the database of the present version that later versions must be able to upgrade.

Run it once when a version of the schema is released: ``python -m tests.old_databases.make`` writes
``version-N.db.gz`` beside this file. A released file is never made again.
"""

from __future__ import annotations

import asyncio
import gzip
import sqlite3
import tempfile
from contextlib import closing
from pathlib import Path

from linkapp.domain.act import Sent, Slot
from linkapp.domain.campaign import Item, Result, RunOutcome
from linkapp.domain.greeting import greeting_act
from linkapp.domain.moment import Occasion
from linkapp.domain.person import Person
from linkapp.domain.selector_stats import Mark
from linkapp.storage import open_storage
from linkapp.storage.upgrade import LATEST
from tests.storage.samples import NOW, limits

FOLDER = Path(__file__).parent


async def _fill(folder: Path) -> None:
    storage = await open_storage(folder)
    anna = Person(name="Anna Roy", member="ACoAAanna", profile="anna-roy", headline="Cellist")
    row = await storage.people.seen(anna, NOW, (5, 17))
    await storage.contacts.edit(row, {"notes": "plays the cello"}, NOW)
    await storage.contacts.tag([row], "lyon", NOW)
    run = await storage.runs.begin("birthdays", NOW, dry=False)
    greeting = greeting_act(
        account="me", person=anna, occasion=Occasion.BIRTHDAY, year=2026, text="Happy birthday, Anna!"
    )
    slot = await storage.ledger.reserve(greeting, limits(of_run=run), NOW)
    assert isinstance(slot, Slot)
    await storage.ledger.announce(slot, "hash", NOW)
    await storage.ledger.settle(slot, Sent(proof="answer"), NOW)
    await storage.runs.add(run, Item(person=anna, state=Result.DONE, text=greeting.text, proof="answer", at=NOW))
    await storage.runs.finish(run, RunOutcome.DONE, NOW, None)
    await storage.selector_stats.count([Mark(key="card", form="li", hit=True)], NOW)
    await storage.close()


def main() -> None:
    """Write the file."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        asyncio.run(_fill(folder / "data"))
        with closing(sqlite3.connect(folder / "data" / "linkapp.db")) as connection:
            connection.execute("VACUUM INTO ?", (str(folder / "whole.db"),))
        packed = gzip.compress((folder / "whole.db").read_bytes(), mtime=0)
        (FOLDER / f"version-{LATEST}.db.gz").write_bytes(packed)


if __name__ == "__main__":
    main()
