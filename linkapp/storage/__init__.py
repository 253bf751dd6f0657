"""Everything LinkApp keeps in its database: the ledger, the contacts book and the runs.

``await open_storage(folder)`` makes or checks the database in a folder and gives the ports over it. The file lies on
a local disk and belongs to LinkApp alone; several LinkApp processes may have it open at once.
"""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

from linkapp.storage.accounts import SqlAccounts
from linkapp.storage.contact_book import SqliteContactBook
from linkapp.storage.database import FILE_NAME, PATIENCE, Database, prepare
from linkapp.storage.figures import SqlFigures
from linkapp.storage.ledger import SqliteLedger
from linkapp.storage.people import SqlPeople
from linkapp.storage.runs import SqlRuns
from linkapp.storage.schedules import SqlSchedules
from linkapp.storage.selector_stats import SqlSelectorStats
from linkapp.storage.sending_log import FILE_NAME as SENDING_LOG


@dataclass(frozen=True, kw_only=True)
class Storage:
    """The ports over one database. ``pages_path`` is for ``PeoplePages``, which the window opens for itself."""

    ledger: SqliteLedger
    people: SqlPeople
    contacts: SqliteContactBook
    runs: SqlRuns
    selector_stats: SqlSelectorStats
    accounts: SqlAccounts
    schedules: SqlSchedules
    figures: SqlFigures
    pages_path: Path
    database: Database

    async def close(self) -> None:
        """Close every connection and end every thread; nothing may be asked afterwards."""
        try:
            await self.ledger.close()
        finally:
            await self.database.close()


async def open_storage(folder: Path, *, patience: timedelta = PATIENCE) -> Storage:
    """Open ``linkapp.db`` and ``sending.log`` in a folder; both are made when missing, for their owner only.

    The file is checked and upgraded first, in a thread. ``patience`` is how long to wait for another process that is
    writing. Raises ``StoreError`` (``NewerDatabaseError``, ``DamagedDatabaseError`` of ``failures.py`` among them).
    """
    path = folder / FILE_NAME
    await asyncio.to_thread(prepare, path, patience)
    ledger = await SqliteLedger.open(path, folder / SENDING_LOG, patience)
    database = Database(path, patience)
    return Storage(
        ledger=ledger,
        people=SqlPeople(database),
        contacts=SqliteContactBook(path, database, folder / SENDING_LOG),
        runs=SqlRuns(database),
        selector_stats=SqlSelectorStats(database),
        accounts=SqlAccounts(database),
        schedules=SqlSchedules(database),
        figures=SqlFigures(database),
        pages_path=path,
        database=database,
    )


__all__ = ["Storage", "open_storage"]
