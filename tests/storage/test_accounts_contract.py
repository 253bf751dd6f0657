"""Whose folder it is, in the file and in memory alike; kept over a restart."""

from __future__ import annotations

from pathlib import Path

from linkapp.domain.account import AccountBook
from linkapp.storage import Storage, open_storage
from tests.fakes.memory_storage import MemoryStorage

ME = frozenset({"id:ACoAAme01", "in:camille"})
YOU = frozenset({"id:ACoAAyou1"})


async def test_accounts_are_kept_as_they_were_made(books: Storage | MemoryStorage) -> None:
    accounts = books.accounts
    assert await accounts.book() == AccountBook()
    book = AccountBook()
    for change in (
        lambda one: one.met(ME),
        lambda one: one.met(YOU),
        AccountBook.new_account,
        lambda one: one.met(ME),  # an account that is kept waits as well
        AccountBook.new_account,
        lambda one: one.met(frozenset({"id:ACoAAthird"})),
        AccountBook.this_one,
    ):
        book = change(book)
        assert await accounts.change(change) == book
        assert await accounts.book() == book


async def test_accounts_outlive_the_program(folder: Path) -> None:
    storage = await open_storage(folder)
    book = await storage.accounts.change(lambda one: one.met(ME).met(YOU).new_account().met(ME))
    await storage.close()
    storage = await open_storage(folder)
    assert await storage.accounts.book() == book
    await storage.close()
