"""Whose folder this is: the ``Accounts`` port over SQLAlchemy."""

from __future__ import annotations

from collections.abc import Callable

from sqlalchemy import delete, insert, select
from sqlalchemy.ext.asyncio import AsyncConnection

from linkapp.domain.account import AccountBook
from linkapp.storage import tables
from linkapp.storage.database import Database, whole

_accounts = tables.accounts


class SqlAccounts:
    """Every method is one transaction. Raises ``StoreError``."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def book(self) -> AccountBook:
        """The accounts as stored."""
        async with self._database.reading() as connection:
            return await _book(connection)

    @whole
    async def change(self, change: Callable[[AccountBook], AccountBook]) -> AccountBook:
        """Store what ``change`` makes of the accounts as they are, in one transaction; returns it."""
        async with self._database.writing() as connection:
            before = await _book(connection)
            after = change(before)
            if after != before:
                await connection.execute(delete(_accounts))
                if rows := _rows(after):
                    await connection.execute(insert(_accounts), rows)
            return after


def _rows(book: AccountBook) -> list[dict[str, object]]:
    return [
        {
            "key": key,
            "account": book.keys.get(key, ""),
            "current": int(key in book.own),
            "waiting": int(key in book.waiting),
        }
        for key in sorted({*book.keys, *book.waiting})
    ]


async def _book(connection: AsyncConnection) -> AccountBook:
    rows = (await connection.execute(select(_accounts))).all()
    current = next((row.account for row in rows if row.current), AccountBook().current)
    return AccountBook(
        current=current,
        keys={row.key: row.account for row in rows if row.account},
        waiting=frozenset(row.key for row in rows if row.waiting),
    )
