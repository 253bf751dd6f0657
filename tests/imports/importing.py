"""Imports into a real book, for tests: each file is read as a person's would be, and looked at a second time."""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from linkapp.domain.contact_record import Field
from linkapp.formats.files import FileReader
from linkapp.services.ports.imports import ImportPlan
from linkapp.storage import Storage
from linkapp.storage.imports import SqliteImports

NOW = datetime(2026, 11, 26, 12, 0, tzinfo=UTC)


def quiet(*_: object) -> None:
    """Nobody listens."""


@dataclass
class Importer:
    """Imports into one book; every import is a minute later than the one before."""

    storage: Storage
    folder: Path
    now: datetime = NOW

    async def file(self, content: bytes | str, name: str = "contacts", **how: Any) -> ImportPlan:
        """Import a file with this content."""
        path = self.folder / name
        path.write_bytes(content.encode() if isinstance(content, str) else content)
        return await self.path(path, **how)

    async def path(self, path: Path, *, mapping: Mapping[str, Field] | None = None, dry: bool = False) -> ImportPlan:
        """Import a file; ``dry``: only look at it."""
        self.now += timedelta(minutes=1)
        run = SqliteImports(self.storage.pages_path, self.storage.database, FileReader()).run(
            str(path), self.now, mapping
        )
        try:
            looked = await run.look(quiet)
            if dry:
                return looked
            done = await run.carry_out(quiet)
        finally:
            await run.close()
        for plan in (looked, done):
            assert plan.records == plan.new + plan.changed + plan.unchanged + len(plan.rejected), plan
        assert (looked.new, looked.changed, looked.unchanged) == (done.new, done.changed, done.unchanged)
        return done

    def rows(self, statement: str, *values: object) -> list[tuple[Any, ...]]:
        """What a query of the book's file gives."""
        with closing(sqlite3.connect(self.storage.pages_path)) as connection:
            return connection.execute(statement, values).fetchall()

    def people(self, *columns: str) -> list[tuple[Any, ...]]:
        """These columns of everybody, in the order in which they came."""
        return self.rows(f"SELECT {', '.join(columns)} FROM people WHERE deleted IS NULL ORDER BY id")

    def everything(self) -> dict[str, list[tuple[Any, ...]]]:
        """Every row about people, for comparing the book before and after."""
        tables = ("people", "person_keys", "birthdays", "people_tags", "person_details", "interactions", "invitations")
        return {table: self.rows(f"SELECT * FROM {table} ORDER BY 1, 2") for table in (*tables, "field_sources")}
