"""Taking over what the predecessor kept: looked at first, with a verified copy of the book made before
anything is written."""

from __future__ import annotations

from dataclasses import replace

from linkapp.domain.contact_record import FileFormat, RejectReason
from linkapp.services.news import Changes, News
from linkapp.services.ports.backups import Backups
from linkapp.services.ports.clock import Clock
from linkapp.services.ports.imports import ImportPhase, ImportPlan, Progress, RejectedRecord, TableCount
from linkapp.services.ports.legacy import LegacyBooks, LegacyReason, LegacyReport

_REASONS = {
    LegacyReason.NO_ADDRESS: RejectReason.NO_ADDRESS,
    LegacyReason.NO_NAME: RejectReason.NOBODY,
    LegacyReason.NOT_UNDERSTOOD: RejectReason.UNREADABLE,
    LegacyReason.PLACEHOLDER: RejectReason.UNREADABLE,
}


class LegacyImport:
    """A database that was looked at: ``plan`` says what it would do. As ``Import``, but done at once or not at all."""

    def __init__(self, legacy: Legacy, file: str, plan: ImportPlan) -> None:
        self.plan = plan
        self._legacy, self._file = legacy, file

    async def carry_out(self, progress: Progress) -> ImportPlan:
        """Take it over, behind a verified copy of the book as it is; what was done. Raises what ``Legacy`` raises."""
        progress(ImportPhase.SAVING, self.plan.records)
        return _plan(self._file, await self._legacy.take(self._file))

    def stop(self) -> None:
        """It is done at once, or not at all."""

    async def close(self) -> None:
        """Nothing is held."""


def _plan(file: str, report: LegacyReport) -> ImportPlan:
    return ImportPlan(
        file=file,
        format=FileFormat.PREDECESSOR,
        records=sum(report.records.values()),
        new=sum(report.imported.values()),
        changed=0,
        unchanged=sum(report.unchanged.values()),
        rejected=tuple(
            RejectedRecord(line=row.row, reason=_REASONS[row.reason], detail=row.detail, part=row.table)
            for row in report.rejected
        ),
        set_aside={"undated": len(report.undated)} if report.undated else None,
        tables=tuple(
            TableCount(table=table, records=number, new=report.imported[table], unchanged=report.unchanged[table])
            for table, number in report.records.items()
        ),
        edit=report.edit,
    )


class Legacy:
    """Raises ``BadLegacy``, ``BadBackup`` and ``StoreError``; then nothing was changed."""

    def __init__(self, books: LegacyBooks, backups: Backups, clock: Clock, news: News) -> None:
        self._books, self._backups, self._clock, self._news = books, backups, clock, news

    async def look(self, file: str) -> LegacyImport | None:
        """What taking over a database would do, as an import that can be carried out; None for another kind of file."""
        if not await self._books.is_database(file):
            return None
        return LegacyImport(self, file, _plan(file, await self.take(file, dry=True)))

    async def take(self, file: str, *, dry: bool = False) -> LegacyReport:
        """Take over what a file holds; ``dry``: say what would be done."""
        now, zone = self._clock.now(), self._clock.zone()
        looked = await self._books.take(file, now, zone, dry=True)
        if dry or not looked.changes_something:
            return replace(looked, edit=None)
        await self._backups.keep("before-import")
        report = await self._books.take(file, now, zone, dry=False)
        self._news.publish(Changes(contacts=True, settings=report.version == "templates"))
        return report
