"""The campaign's banner: what came of reading or sending, what was not done, and the ways on."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from functools import partial
from typing import Literal, TypeAlias

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QPushButton

from linkapp.domain.campaign import Preview, Report, Result
from linkapp.domain.problems import NOT_NOW, Problem, Reason
from linkapp.services.application import Application
from linkapp.ui.labels import Banner
from linkapp.ui.tabs.campaign import stop
from linkapp.ui.tabs.campaign.model import Due
from linkapp.ui.words import Words

NOT_REACHED = NOT_NOW | {Reason.NOT_CHOSEN, Reason.RUN_STOPPED, Reason.RUN_LIMIT}
"""Reasons in a report of people whom the run never came to: they stand as before and stay ticked."""


@dataclass(frozen=True)
class Ended:
    """A run that ended, and whom the person had chosen for it."""

    report: Report
    chosen: Sequence[Due]


Told: TypeAlias = Preview | Ended | Problem | Exception | Literal["undone"] | None
"""What the banner can tell; None: nothing."""


class CampaignBanner(Banner):
    """Tells one thing at a time, and again in another language when that is spoken."""

    read_again = Signal()
    way_chosen = Signal(object, object)
    """A way on (``stop.Way``) other than reading again, and the problem."""

    def __init__(self, words: Words) -> None:
        super().__init__()
        self._words = words
        self._told: Told = None
        self._app: Application | None = None
        self._break_until: datetime | None = None

    def use(self, app: Application) -> None:
        """The application says which ways on there are, and what the time is."""
        self._app = app

    def tell_of(self, event: Told, break_until: datetime | None = None) -> None:
        """Tell this from now on. ``break_until``: how long the breaker holds, where it does."""
        self._told, self._break_until = event, break_until
        self.retranslate()

    def retranslate(self) -> None:
        """Say it in the language spoken now."""
        words, event = self._words, self._told
        self.offer()
        match event:
            case Preview(stopped=Problem() as stopped):
                self._tell_stop(stopped, words("stop.nobody_written"))
            case Preview() if event.partial:
                self.tell("warn", words("partial.title"), partial_in_words(words, event.partial), "page")
                self.offer(self._button("banner.read_again", self.read_again.emit))
            case Problem():
                self._tell_stop(event, "")
            case Ended():
                self._tell_report(event.report, event.chosen)
            case Exception():
                self.tell("bad", words("fault.title"), words("fault.text"), "warning")
                self.offer(self._button("banner.read_again", self.read_again.emit))
            case "undone":
                self.tell("info", words("hold.undone"), words("hold.undone.about"), "undo")
                self.offer(self._close_button())
            case _:
                self.hide()

    def _tell_report(self, report: Report, chosen: Sequence[Due]) -> None:
        words = self._words
        meant = {key for due in chosen for key in due.draft.person.keys}
        items = [item for item in report.items if meant & set(item.person.keys) and item.reason not in NOT_REACHED]
        reached = {key for item in items for key in item.person.keys}
        missed = [due.draft.person.name for due in chosen if not reached & set(due.draft.person.keys)]
        report = replace(report, items=tuple(items))
        in_part = partial_in_words(words, report.partial) if report.partial else ""
        done = _joined(self._done_in_words(report), in_part)
        not_done = words.count("stop.not_written", len(missed), names=words.names(missed, 4)) if missed else ""
        if report.dry:
            self.tell("info", words("summary.dry.title"), _joined(done, words("summary.dry")), "rehearse")
        elif report.stopped_by is not None and report.stopped_by.reason is not Reason.STOPPED_BY_PERSON:
            self._tell_stop(report.stopped_by, _joined(done, not_done))
            return
        elif report.stopped_by is not None:
            self.tell("info", words("summary.stopped"), _joined(done, not_done), "stop")
        else:
            greeted = len(report.of(Result.DONE))
            doubtful = report.of(Result.UNSURE) or report.of(Result.FAILED) or report.partial
            kind = "warn" if doubtful else "good" if greeted else "info"
            rest = _joined(self._rest_in_words(report), not_done, in_part)
            self.tell(kind, words.count("summary.title", greeted), rest)
        self.offer(self._close_button())

    def _done_in_words(self, report: Report) -> str:
        key = "summary.would" if report.dry else "summary.sent"
        return _joined(self._words.count(key, len(report.of(Result.DONE))), self._rest_in_words(report))

    def _rest_in_words(self, report: Report) -> str:
        words = self._words
        parts = []
        for state in (Result.SKIPPED, Result.FAILED, Result.UNSURE):
            names = [item.person.name for item in report.of(state)]
            if names:
                parts.append(words.count(f"summary.{state}", len(names), names=words.names(names)))
        return _joined(*parts)

    def _tell_stop(self, problem: Problem, not_done: str) -> None:
        app, until = self._app, self._break_until
        said = stop.in_words(self._words, problem, not_done, app.clock if app else None, until)
        self.tell(said.kind, said.title, said.text, said.icon)
        ways = stop.ways(problem, app, break_until=until)
        self.offer(*(self._button(f"banner.{way}", partial(self._go, way, problem)) for way in ways))

    def _go(self, way: stop.Way, problem: Problem) -> None:
        if way is stop.Way.READ_AGAIN:
            self.read_again.emit()
        else:
            self.way_chosen.emit(way, problem)

    def _close_button(self) -> QPushButton:
        return self._button("banner.close", lambda: self.tell_of(None))

    def _button(self, key: str, act: Callable[[], object]) -> QPushButton:
        button = QPushButton(self._words(key))
        button.clicked.connect(lambda *_: act())
        return button


def partial_in_words(words: Words, partial: str) -> str:
    """That somebody may be missing from a list, and why."""
    key = f"partial.{partial.partition(':')[0]}"
    return _joined(words("partial.text"), words(key) if words.has(key) else "")


def _joined(*sentences: str) -> str:
    return " ".join(filter(None, sentences))
