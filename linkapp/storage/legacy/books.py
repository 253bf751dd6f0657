"""Files of the predecessor and the folder that takes them over: the ``LegacyBooks`` port."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from contextlib import closing
from datetime import datetime, tzinfo
from pathlib import Path

from linkapp.services.ports.legacy import BadLegacy, LegacyReport
from linkapp.storage.database import PATIENCE, Database, Transaction, connect
from linkapp.storage.failures import translated
from linkapp.storage.legacy import templates
from linkapp.storage.legacy.predecessor import is_database, opened

AddTexts = Callable[[Sequence[str], bool, bool], int]
"""Adds texts to the person's own templates (late ones: True) unless they are there; how many were new. The last: only
look."""


class _Rehearsed(Exception):
    """Everything was written, and is to be taken back."""

    def __init__(self, report: LegacyReport) -> None:
        self.report = report


class SqliteLegacyBooks:
    """Over one database of LinkApp. ``add_texts`` puts texts among the person's own templates."""

    def __init__(self, path: Path, database: Database, add_texts: AddTexts) -> None:
        self._path, self._database, self._add_texts = path, database, add_texts

    async def is_database(self, file: str) -> bool:
        """Whether a file is a database at all."""

        def look() -> bool:
            try:
                return is_database(Path(file))
            except BadLegacy:
                return False

        return await asyncio.to_thread(look)

    async def take(self, file: str, at: datetime, zone: tzinfo, *, dry: bool) -> LegacyReport:
        """Take over what a file holds, or only look."""
        return await self._database.to_its_end(asyncio.to_thread(self._take, Path(file), at, zone, dry))

    def _take(self, file: Path, at: datetime, zone: tzinfo, dry: bool) -> LegacyReport:
        if not is_database(file):
            return self._take_templates(file, dry)
        from linkapp.storage.legacy.taking import Taking  # few starts take anything over

        with opened(file) as source, translated(), closing(connect(self._path, PATIENCE)) as connection:
            try:
                with Transaction(connection):
                    report = Taking(connection.execute, source, file.name, at, zone).carry_out()
                    if dry:
                        raise _Rehearsed(report)
                    return report
            except _Rehearsed as rehearsed:
                return rehearsed.report

    def _take_templates(self, file: Path, dry: bool) -> LegacyReport:
        try:
            with file.open("rb") as opened_file:
                content = opened_file.read(templates.MOST_BYTES + 1)
        except OSError as error:
            detail = error.strerror or str(error)
            raise BadLegacy(
                f"{file} cannot be read: {detail}.", "legacy_unread", file=str(file), detail=detail
            ) from error
        texts, rejected, lines = templates.texts_in(content)
        if not texts and not rejected:
            raise BadLegacy("This is no database of the predecessor.", "legacy_foreign")
        new = self._add_texts(texts, "late" in file.name.lower(), dry)
        return LegacyReport(
            file=file.name,
            version="templates",
            records={templates.TABLE: lines},
            imported={templates.TABLE: new},
            unchanged={templates.TABLE: lines - new - len(rejected)},
            rejected=tuple(rejected),
        )
