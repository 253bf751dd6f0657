"""What the desktop is told: one summary of every run, and at once that nothing goes on without the person."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from linkapp.domain.campaign import Report, Result
from linkapp.domain.known_error import KnownError
from linkapp.domain.problems import NEEDS_PERSON, Problem
from linkapp.domain.settings import Settings
from linkapp.services.application import Application
from linkapp.services.planner import ScheduledEnd
from linkapp.services.ports.phone import Phone
from linkapp.ui import doing

if TYPE_CHECKING:
    from linkapp.ui.window import MainWindow

CAMPAIGN = 0
"""The tab that a click on any of these opens."""


class Telling(QObject):
    """Of one window; the person's switches are asked each time."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._window = window

    def person_needed(self, problem: Problem) -> None:
        """Nothing goes on without the person."""
        stop = self._window.words.stop(problem)
        if self._settings().notify_needs_you:
            self._window.notifier.tell(stop.title, stop.do, needs_person=True, place=CAMPAIGN)
        self._tell_phone(self._window.words("phone.needs_you"), self._window.words("phone.needs_you.about"))
        self._window.account.refresh()

    def run_ended(self, report: Report) -> None:
        """A run ended, begun by hand or by itself."""
        if report.stopped_by is not None and report.stopped_by.reason in NEEDS_PERSON:
            self.person_needed(report.stopped_by)
        elif not report.dry:
            words = self._window.words
            parts = [words.count("notify.sent", len(report.of(Result.DONE)))]
            for state in (Result.SKIPPED, Result.FAILED, Result.UNSURE):
                if count := len(report.of(state)):
                    parts.append(words.count(f"notify.{state}", count))
            title = words("notify.ended") if report.stopped_by is None else words.stop(report.stopped_by).title
            counts = words("list.comma").join(parts)
            self._summary(title, counts)
            self._tell_phone(words("phone.ended"), counts)

    def scheduled_run_ended(self, ended: ScheduledEnd) -> None:
        """A run that began by itself: what it sent, or what it prepared."""
        words = self._window.words
        if ended.report is not None:
            self.run_ended(ended.report)
        elif ended.stopped_by is not None and ended.stopped_by.reason in NEEDS_PERSON:
            self.person_needed(ended.stopped_by)
        elif ended.stopped_by is not None:
            self._summary(words.stop(ended.stopped_by).title, words("notify.nothing_prepared"))
        elif ended.ready:
            ready = words.count("notify.ready", ended.ready)
            self._summary(ready, words("notify.ready.nothing_sent"))
            self._tell_phone(words("phone.ended"), ready)

    def _summary(self, title: str, text: str) -> None:
        if self._settings().notify_summary:
            self._window.notifier.tell(title, text, place=CAMPAIGN)

    def _tell_phone(self, title: str, text: str) -> None:
        """Somewhere else too, where the person wants that. ``text`` holds counts and sentences, never a name."""
        app = self._window.app
        if app is not None and app.phone is not None and self._settings().notify_phone:
            doing.start(self._told(app, app.phone, title, text), owner=self)

    async def _told(self, app: Application, phone: Phone, title: str, text: str) -> None:
        result = await phone.tell(title, text)
        if not result.all_well:  # no run fails with it; the technical log has it
            reason = result.problem.reason if result.problem is not None else None
            app.journal.note("phone not told", reason=reason, failures=result.refused)

    def _settings(self) -> Settings:
        app = self._window.app
        try:
            return app.settings.load() if app is not None else Settings()
        except KnownError:  # a file that cannot be read keeps no news from the person
            return Settings()
