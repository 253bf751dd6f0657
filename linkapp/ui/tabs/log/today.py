"""What the site saw today: every message and visit with its time, what is used of the limit, and why runs stopped."""

from __future__ import annotations

from datetime import datetime

from PySide6.QtWidgets import QVBoxLayout, QWidget

from linkapp.domain.act import Kind, State
from linkapp.domain.figures import DoneAct
from linkapp.domain.quota import Usage, local_date
from linkapp.services.application import Application
from linkapp.services.log_book import RunStopped, SiteDay
from linkapp.services.ports.ledger import StoreError
from linkapp.ui import doing
from linkapp.ui.labels import plain
from linkapp.ui.lists.timeline import Entry, TimelineView
from linkapp.ui.tabs.log.drawers import Panel
from linkapp.ui.usage_words import opens_key, used_today
from linkapp.ui.words import Words


class TodayPanel(Panel):
    """A list of everything that the site was asked to do today, newest first, under a line of sums for each kind."""

    def __init__(self, words: Words, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._words = words
        self._app: Application | None = None
        self._day: SiteDay | None = None
        self._not_read = ""
        self.sums = plain()
        self.list = TimelineView()
        self.note = plain(kind="quiet")
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addWidget(self.sums)
        column.addWidget(self.list, 1)
        column.addWidget(self.note)

    def attach(self, app: Application) -> None:
        """Take up the application."""
        self._app = app

    def refresh(self) -> None:
        """Read again."""
        if self._app is not None and self._app.log_book is not None:
            doing.start(self._read(self._app), owner=self, name="today")

    def retranslate(self) -> None:
        """Say everything in the language spoken now."""
        self.list.setAccessibleName(self._words("log.drawer.today").replace("&", ""))
        self.note.setText(self._words("log.today.note"))
        self._show()

    async def _read(self, app: Application) -> None:
        assert app.log_book is not None
        try:
            self._day = await app.log_book.today()
            self._not_read = ""
        except StoreError as error:
            self._not_read = self._words.stop(error.problem).what
        self._show()

    def _show(self) -> None:
        day, app = self._day, self._app
        if self._not_read:
            self.sums.setText(self._not_read)
        if self._not_read or day is None or app is None:
            return
        self.sums.setText(self._summed(day, app))
        lines = [self._act(act, app) for act in day.acts] + [self._stopped(stop, app) for stop in day.stops]
        self.list.tell([entry for _, entry in sorted(lines, key=lambda line: line[0], reverse=True)])

    def _summed(self, day: SiteDay, app: Application) -> str:
        sums = ((Kind.MESSAGE, day.usage), (Kind.VISIT, day.visits))
        return "\n".join(self._sum(kind, len(day.of(kind)), usage, app) for kind, usage in sums)

    def _sum(self, kind: Kind, done: int, usage: Usage | None, app: Application) -> str:
        """What is used of the caps of one kind; how much was done, where the caps are not known."""
        words = self._words
        if usage is None:
            return words("caps.between").join((words.count(f"log.today.{kind}", done), words("caps.unknown")))
        parts = [
            words(f"log.today.used.{kind}", used=used_today(usage), cap=usage.caps.day),
            words("caps.week", used=usage.week, cap=usage.caps.week),
            words.count("log.today.left", usage.left),
        ]
        if usage.opens is not None:
            zone = app.clock.zone()
            when = words.moment(usage.opens, zone, local_date(app.clock.now(), zone))
            waits = kind is Kind.VISIT and opens_key(usage) == "caps.waits"  # whose words are of sending
            parts.append(words("log.today.waits.visit" if waits else opens_key(usage), time=when))
        return words("caps.between").join(parts)

    def _act(self, act: DoneAct, app: Application) -> tuple[datetime, Entry]:
        certain = act.state is State.SENT
        key = f"log.today.act.{act.kind}" + ("" if certain else ".unsure")
        name = act.name or self._words("log.today.nobody")
        icon = "unsure" if not certain else "sent" if act.kind is Kind.MESSAGE else "people"
        return act.at, self._entry(act.at, self._words(key, name=name), "", icon, app)

    def _stopped(self, stop: RunStopped, app: Application) -> tuple[datetime, Entry]:
        words = self._words
        kind = words(f"kind.{stop.kind}") if words.has(f"kind.{stop.kind}") else stop.kind
        title = words("log.today.stopped", kind=words("log.run.dry", kind=kind) if stop.dry else kind)
        text = words.sentence(stop.problem.reason, stop.problem.detail)
        return stop.at, self._entry(stop.at, title, text, "stop", app)

    def _entry(self, at: datetime, title: str, text: str, icon: str, app: Application) -> Entry:
        words, zone = self._words, app.clock.zone()
        key = f"{at.isoformat()} {title}"
        return Entry(key=key, title=title, text=text, icon=icon, time=words.time(at, zone), exact=words.exact(at, zone))
