"""The log tab: what happened, in sentences under the days, with the runs beside it."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from datetime import date, datetime
from pathlib import Path

from PySide6.QtCore import QEvent, Qt, QTimer, QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import (
    QButtonGroup,
    QHBoxLayout,
    QLineEdit,
    QPushButton,
    QSplitter,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from linkapp.domain.campaign import Item, Report, Result, RunOutcome
from linkapp.domain.problems import Problem
from linkapp.services.answers import Question
from linkapp.services.application import Application
from linkapp.services.ports.ledger import StoreError
from linkapp.ui import doing, icons
from linkapp.ui.labels import Empty, plain
from linkapp.ui.lists.timeline import Entry, TimelineView
from linkapp.ui.question import QuestionBanner
from linkapp.ui.words import Words

PAGE = 200
RUNS = 50
TYPING_MS = 150
CHIPS: dict[str, tuple[str, ...]] = {
    "all": (),
    "sent": (Result.DONE,),
    "skipped": (Result.SKIPPED,),
    "problems": (Result.FAILED, Result.UNSURE),
}
STATE_ICONS = {Result.DONE: "sent", Result.SKIPPED: "skipped", Result.FAILED: "failed", Result.UNSURE: "unsure"}

Line = tuple[int, str, Item]


class LogTab(QWidget):
    """Everything LinkApp did. A run chosen on the right shows that run's people only."""

    def __init__(self, words: Words, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._words = words
        self._app: Application | None = None
        self._read_task: asyncio.Task[object] | None = None
        self._lines: list[Line] = []
        self._reports: list[Report] = []
        self._wanted = PAGE
        self._more = False
        self._only: int | None = None
        self._anything = False
        self._problem: Problem | None = None
        self._asking: dict[str, Question] = {}
        self._questions: list[Question] = []
        self._build()
        self._lay_out()
        words.changed.connect(self.retranslate)
        self.retranslate()

    def attach(self, app: Application) -> None:
        """Take up the application and read."""
        self._app = app
        self.refresh()

    def refresh(self) -> None:
        """Read again; the reader is not moved."""
        if self._app is not None:
            self._read_task = doing.start(self._read(self._app), owner=self, name="read")

    @property
    def reading_now(self) -> bool:
        """Whether the book is being read."""
        return self._read_task is not None and not self._read_task.done()

    @property
    def not_read(self) -> bool:
        """Whether the book could not be read."""
        return self._problem is not None

    def seek(self) -> None:
        """Go to the search box."""
        self.search.setFocus()
        self.search.selectAll()

    def retranslate(self) -> None:
        """Say everything in the language spoken now."""
        words = self._words
        self.search.setPlaceholderText(words("log.search"))
        self.search.setAccessibleName(words("log.search"))
        self.copy.setText(words("log.copy"))
        self.copy.setAccessibleDescription(words("log.copy.about"))
        self.copy.setToolTip(words("log.copy.about"))
        self.evidence.setText(words("log.evidence"))
        self.evidence.setAccessibleDescription(words("log.evidence.about"))
        self.evidence.setToolTip(words("log.evidence.about"))
        self.list.setAccessibleName(words("log.list"))
        self.runs.setAccessibleName(words("log.runs"))
        self.runs.setAccessibleDescription(words("log.runs.about"))
        self.runs_title.setText(words("log.runs"))
        self.all_runs.setText(words("log.all_runs"))
        self.question.retranslate()
        for name, chip in self.chips.items():
            chip.setText(words(f"log.chip.{name}"))
        self._show()

    def changeEvent(self, event: QEvent) -> None:  # noqa: N802
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange:
            self._dress()

    # building

    def _build(self) -> None:
        self.chips: dict[str, QPushButton] = {}
        group = QButtonGroup(self)
        for name in CHIPS:
            chip = QPushButton()
            chip.setObjectName("chip")
            chip.setCheckable(True)
            group.addButton(chip)
            self.chips[name] = chip
            chip.toggled.connect(self._filter_changed)
        self.chips["all"].setChecked(True)
        self.search = QLineEdit()
        self.search.setClearButtonEnabled(True)
        self._typing = QTimer(self)
        self._typing.setSingleShot(True)
        self._typing.setInterval(TYPING_MS)
        self._typing.timeout.connect(self._filter_changed)
        self.search.textChanged.connect(lambda *_: self._typing.start())
        self.copy = QPushButton()
        self.copy.setEnabled(False)
        self.list = TimelineView()
        self.list.end_near.connect(self._read_more)
        self.evidence = QPushButton()
        self.evidence.hide()
        self.evidence.clicked.connect(self._show_evidence)
        self.question = QuestionBanner(self._words)
        self.question.went_out.connect(self._answer)
        self.question.of_this.connect(self._answer)
        self.list.selectionModel().selectionChanged.connect(self._selected)
        self.copy.clicked.connect(self.list.copy)
        self.runs = TimelineView()
        self.runs.setSelectionMode(TimelineView.SelectionMode.SingleSelection)
        self.runs.entry_chosen.connect(self._run_chosen)
        self.runs_title = plain(kind="quiet", wrap=False)
        self.runs_title.setBuddy(self.runs)
        self.all_runs = QPushButton()
        self.all_runs.setObjectName("quiet")
        self.all_runs.clicked.connect(self._all_runs)
        self.empty = Empty("log")
        self.nothing = Empty("search")
        self.nothing.button.clicked.connect(self._clear_filter)
        self._dress()

    def _lay_out(self) -> None:
        head = QHBoxLayout()
        head.setSpacing(8)
        for chip in self.chips.values():
            head.addWidget(chip)
        head.addSpacing(6)
        head.addWidget(self.search, 1)
        head.addWidget(self.evidence)
        head.addWidget(self.copy)
        self.timeline = QStackedWidget()
        self.timeline.addWidget(self.list)
        self.timeline.addWidget(self.nothing)
        beside = QWidget()
        titles = QHBoxLayout()
        titles.addWidget(self.runs_title)
        titles.addStrut(self.search.sizeHint().height())
        titles.addStretch(1)
        titles.addWidget(self.all_runs)
        policy = self.all_runs.sizePolicy()
        policy.setRetainSizeWhenHidden(True)
        self.all_runs.setSizePolicy(policy)
        self.all_runs.hide()
        right = QVBoxLayout(beside)
        right.setContentsMargins(0, 0, 0, 0)
        right.setSpacing(10)
        right.addLayout(titles)
        right.addWidget(self.runs, 1)
        left = QWidget()
        column = QVBoxLayout(left)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(10)
        column.addLayout(head)
        column.addWidget(self.question)
        column.addWidget(self.timeline, 1)
        self.splitter = QSplitter(Qt.Orientation.Horizontal)
        self.splitter.setHandleWidth(16)
        self.splitter.setChildrenCollapsible(False)
        self.splitter.addWidget(left)
        self.splitter.addWidget(beside)
        self.splitter.setStretchFactor(0, 5)
        self.splitter.setStretchFactor(1, 2)
        self.splitter.setSizes([740, 320])
        beside.setMinimumWidth(self.fontMetrics().averageCharWidth() * 26)
        self.stack = QStackedWidget()
        self.stack.addWidget(self.empty)
        self.stack.addWidget(self.splitter)
        page = QVBoxLayout(self)
        page.setContentsMargins(20, 14, 20, 14)
        page.addWidget(self.stack)

    def _dress(self) -> None:
        self.copy.setIcon(icons.icon("copy", self.palette()))
        self.evidence.setIcon(icons.icon("page", self.palette()))

    # reading

    async def _read(self, app: Application) -> None:
        states = next((CHIPS[name] for name, chip in self.chips.items() if chip.isChecked()), ())
        words = self.search.text().strip()
        try:
            lines = await app.runs.timeline(limit=self._wanted, states=states, words=words)
            reports = await app.runs.latest(RUNS)
            questions = await app.answers.questions() if app.answers is not None else ()
        except StoreError as error:
            self._problem = error.problem
            self._show()
            return
        self._problem = None
        self._more = len(lines) >= self._wanted
        self._lines = list(lines)
        self._reports = list(reports)
        self._questions = list(questions)
        self._anything = bool(self._reports) or bool(self._lines)
        self._show()

    def _read_more(self) -> None:
        if self._more and self._only is None:
            self._more = False
            self._wanted += PAGE
            self.refresh()

    def _filter_changed(self) -> None:
        if hasattr(self, "list"):
            self._wanted = PAGE
            self.refresh()

    def _clear_filter(self) -> None:
        self.search.clear()
        self._only = None
        self.chips["all"].setChecked(True)
        self._all_runs()

    def _run_chosen(self, entry: Entry | None) -> None:
        self._only = int(entry.key) if entry is not None and entry.key.isdigit() else None
        self._show()

    def _all_runs(self) -> None:
        self._only = None
        self.runs.clearSelection()
        self.runs.setCurrentIndex(self.runs.rootIndex())
        self.refresh()
        self._show()

    # what is selected

    def _selected(self) -> None:
        self.copy.setEnabled(bool(self.list.selectedIndexes()))
        self.evidence.setVisible(self.evidence_file() is not None)
        self._ask()

    def _asked(self) -> Question | None:
        """What the one selected line asks, where that waits for the person's answer."""
        selected = [entry.key for entry in self.list.selected() if not entry.is_heading]
        return self._asking.get(selected[0]) if len(selected) == 1 else None

    def _ask(self) -> None:
        question = self._asked()
        if question is None:
            self.question.hide()
        elif question.wish is not None:
            self.question.ask_wish(question.text)
        else:
            self.question.ask_unsure()

    def _answer(self, yes: bool) -> None:
        question = self._asked()
        if question is not None and self._app is not None and self._app.answers is not None:
            doing.start(self._record_answer(self._app, question, yes), owner=self, name="answer")

    async def _record_answer(self, app: Application, question: Question, yes: bool) -> None:
        assert app.answers is not None
        await app.answers.answer(question, yes=yes)
        self.question.hide()
        self.refresh()

    def evidence_file(self) -> Path | None:
        """The picture (else the outline) kept with the selected lines, while it still lies there."""
        folder = self._app.evidence_folder if self._app is not None else ""
        names = [entry.evidence for entry in self.list.selected() if entry.evidence] if folder else []
        files = [Path(folder) / f"{Path(name).name}{ending}" for name in names for ending in (".png", ".json")]
        return next((file for file in files if file.is_file()), None)

    def _show_evidence(self) -> None:
        if file := self.evidence_file():
            QDesktopServices.openUrl(QUrl.fromLocalFile(str(file)))

    # showing

    def _show(self) -> None:
        words = self._words
        self.all_runs.setVisible(self._only is not None)
        if self._app is None:
            self.empty.say("log", words("campaign.opening"))
            self.stack.setCurrentWidget(self.empty)
            return
        if self._problem is not None and not self._anything:
            stop = words.stop(self._problem)
            self.empty.say("warning", words("log.not_read"), f"{stop.what} {stop.do}", words("empty.try_again"))
            self.stack.setCurrentWidget(self.empty)
            return
        if not self._anything:
            self.empty.say("log", words("log.empty"), words("log.empty.about"), words("log.empty.button"))
            self.stack.setCurrentWidget(self.empty)
            return
        self.stack.setCurrentWidget(self.splitter)
        self.runs.tell(self._run_entries(self._reports))
        lines = self._lines_shown()
        self.list.tell(self._entries(lines))
        self._ask()
        if lines:
            self.timeline.setCurrentWidget(self.list)
        else:
            self.nothing.say("search", words("log.nothing"), "", words("log.nothing.button"))
            self.timeline.setCurrentWidget(self.nothing)

    def _lines_shown(self) -> list[Line]:
        """The lines of the chosen run, whole and from the run itself, or those of the timeline."""
        if self._only is None:
            return self._lines
        report = next((report for report in self._reports if report.run == self._only), None)
        if report is None:
            return [line for line in self._lines if line[0] == self._only]
        states = next((CHIPS[name] for name, chip in self.chips.items() if chip.isChecked()), ())
        sought = self.search.text().strip().casefold()
        return [
            (report.run, report.kind, item)
            for item in reversed(report.items)
            if (not states or item.state in states)
            and (not sought or sought in f"{item.person.name} {item.text}".casefold())
        ]

    def _entries(self, lines: Sequence[Line]) -> list[Entry]:
        entries: list[Entry] = []
        self._asking = {}
        day: date | None = None
        dry = {report.run for report in self._reports if report.dry}
        for number, (run, kind, item) in enumerate(lines):
            at = self._at(run, item)
            on = self._local(at) if at is not None else None
            if on is not None and on != day:
                day = on
                entries.append(Entry(key=f"day {on}", title=self._day(on), is_heading=True))
            entry = self._entry(run, kind, item, at, number, dry=run in dry)
            entries.append(entry)
            asked = [question for question in self._questions if run not in dry and question.is_asked_by(run, item)]
            if asked:  # the run's own question before another account's
                self._asking[entry.key] = next((question for question in asked if question.run == run), asked[0])
        return entries

    def _entry(self, run: int, kind: str, item: Item, at: datetime | None, number: int, *, dry: bool) -> Entry:
        words, app = self._words, self._app
        assert app is not None
        zone = app.clock.zone()
        state = f"{item.state}.dry" if dry and item.state is Result.DONE else item.state
        text = item.text
        if item.reason is not None:
            text = words.sentence(item.reason, item.detail)
        key = f"{run}|{item.person.key or item.person.name}|{item.state}|{at.isoformat() if at else number}"
        return Entry(
            key=key,
            title=words(words.of_kind(f"log.{state}", kind), name=item.person.name),
            text=text,
            time=words.time(at, zone) if at is not None else "",
            exact=words.exact(at, zone) if at is not None else "",
            evidence=item.evidence,
            icon="rehearse" if state.endswith(".dry") else STATE_ICONS.get(item.state, "info"),
        )

    def _run_entries(self, reports: Sequence[Report]) -> list[Entry]:
        words, app = self._words, self._app
        assert app is not None
        zone = app.clock.zone()
        today = self._local(app.clock.now())
        entries = []
        for report in reports:
            kind = f"kind.{report.kind}"
            title = words(kind) if words.has(kind) else report.kind
            if report.dry:
                title = words("log.run.dry", kind=title)
            sent = words.count(
                words.of_kind("log.run.sent.dry" if report.dry else "log.run.sent", report.kind),
                len(report.of(Result.DONE)),
            )
            entries.append(
                Entry(
                    key=str(report.run),
                    title=title,
                    text=words("caps.between").join([sent, self._outcome(report)]),
                    time=words.moment(report.started, zone, today),
                    exact=words.exact(report.started, zone),
                )
            )
        return entries

    def _outcome(self, report: Report) -> str:
        if report.stopped_by is not None and report.outcome is not RunOutcome.DONE:
            return self._words.reason(report.stopped_by.reason)
        if report.partial:
            return self._words("partial.title")
        return self._words(f"outcome.{report.outcome}")

    def _at(self, run: int, item: Item) -> datetime | None:
        if item.at is not None:
            return item.at
        return next((report.started for report in self._reports if report.run == run), None)

    def _local(self, at: datetime) -> date:
        assert self._app is not None
        return at.astimezone(self._app.clock.zone()).date()

    def _day(self, on: date) -> str:
        assert self._app is not None
        today = self._local(self._app.clock.now())
        words = self._words
        if (today - on).days in (0, 1):
            near = words.day_from(on, today)
            text = words("log.day", near=near, day=words.day(on))
        elif on.year == today.year:
            text = words.day(on)
        else:
            text = words.day_and_year(on)
        return text[:1].upper() + text[1:]
