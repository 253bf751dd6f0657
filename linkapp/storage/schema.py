"""What every table of the database has in common: all are STRICT: a value of the wrong type is refused."""

from __future__ import annotations

from sqlalchemy import Column, MetaData, Table, Text
from sqlalchemy.schema import SchemaItem

metadata = MetaData()


def strict(name: str, *items: SchemaItem, rowid: bool = True, fresh_ids: bool = False) -> Table:
    """A table. ``fresh_ids``: the id of a deleted row is never given to another one; somebody may still hold it."""
    return Table(name, metadata, *items, sqlite_strict=True, sqlite_with_rowid=rowid, sqlite_autoincrement=fresh_ids)


def words(name: str) -> Column[object]:
    """A column of words; where there are none it is empty, not NULL."""
    return Column(name, Text, nullable=False, server_default="")
