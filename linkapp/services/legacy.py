"""Taking over what the predecessor kept: looked at first, with a verified copy of the book made before
anything is written."""

from __future__ import annotations

from dataclasses import replace

from linkapp.services.news import Changes, News
from linkapp.services.ports.backups import Backups
from linkapp.services.ports.clock import Clock
from linkapp.services.ports.legacy import LegacyBooks, LegacyReport


class Legacy:
    """Raises ``BadLegacy``, ``BadBackup`` and ``StoreError``; then nothing was changed."""

    def __init__(self, books: LegacyBooks, backups: Backups, clock: Clock, news: News) -> None:
        self._books, self._backups, self._clock, self._news = books, backups, clock, news

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
