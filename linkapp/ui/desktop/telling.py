"""What the desktop is told: one summary of every run, and at once that nothing goes on without the person."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from linkapp.domain.campaign import Report, Result
from linkapp.domain.known_error import KnownError
from linkapp.domain.problems import NEEDS_PERSON, Problem
from linkapp.domain.settings import Settings
from linkapp.services.planner import ScheduledEnd

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
            self._summary(title, words("list.comma").join(parts))

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
            self._summary(words.count("notify.ready", ended.ready), words("notify.ready.nothing_sent"))

    def _summary(self, title: str, text: str) -> None:
        if self._settings().notify_summary:
            self._window.notifier.tell(title, text, place=CAMPAIGN)

    def _settings(self) -> Settings:
        app = self._window.app
        try:
            return app.settings.load() if app is not None else Settings()
        except KnownError:  # a file that cannot be read keeps no news from the person
            return Settings()
