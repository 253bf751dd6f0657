"""The log tab: what happened, in sentences under the days, with the runs beside it."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QEvent, Qt, QUrl, Signal
from PySide6.QtGui import QAction, QDesktopServices, QKeySequence
from PySide6.QtWidgets import (
    QHBoxLayout,
    QPushButton,
    QSplitter,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from linkapp.domain.campaign import Item, Report
from linkapp.domain.person import Person
from linkapp.domain.problems import Problem
from linkapp.services.answers import Question
from linkapp.services.application import Application
from linkapp.services.ports.ledger import StoreError
from linkapp.ui import doing, icons
from linkapp.ui.labels import Empty, plain
from linkapp.ui.lists.timeline import Entry, TimelineView
from linkapp.ui.question import QuestionBanner
from linkapp.ui.saving import save_as
from linkapp.ui.tabs.log.drawers import Drawers
from linkapp.ui.tabs.log.entries import OutcomeLine, ScheduleLine, Sentences, kinds_of, merged
from linkapp.ui.tabs.log.export import EVERYTHING, exported, formats
from linkapp.ui.tabs.log.figures import FiguresPanel
from linkapp.ui.tabs.log.filters import Filters
from linkapp.ui.tabs.log.technical import TechnicalPanel
from linkapp.ui.tabs.log.today import TodayPanel
from linkapp.ui.words import Words

PAGE = 200
RUNS = 50


class LogTab(QWidget):
    """Everything LinkApp did. A run chosen on the right shows that run's people only."""

    conversation_asked = Signal(object)
    """The person whose conversation (where only their profile is known: that) is to be opened."""

    def __init__(self, words: Words, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._words = words
        self._app: Application | None = None
        self._read_task: asyncio.Task[object] | None = None
        self._lines: list[OutcomeLine] = []
        self._scheduled: list[ScheduleLine] = []
        self._reports: list[Report] = []
        self._wanted = PAGE
        self._more = False
        self._only: int | None = None
        self._anything = False
        self._problem: Problem | None = None
        self._asking: dict[str, Question] = {}
        self._people: dict[str, Person] = {}
        self._questions: list[Question] = []
        self._build()
        self._lay_out()
        words.changed.connect(self.retranslate)
        self.retranslate()

    def attach(self, app: Application) -> None:
        """Take up the application and read."""
        self._app = app
        self.drawers.attach(app)
        self.refresh()

    def refresh(self) -> None:
        """Read again; the reader is not moved."""
        if self._app is not None:
            self._read_task = doing.start(self._read(self._app), owner=self, name="read")
            self.drawers.refresh()

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
        self.filters.seek()

    def retranslate(self) -> None:
        """Say everything in the language spoken now."""
        words = self._words
        self.filters.retranslate()
        self.copy.setText(words("log.copy"))
        self.copy.setAccessibleDescription(words("log.copy.about"))
        self.copy.setToolTip(words("log.copy.about"))
        self.export.setText(words("log.export"))
        self.export.setAccessibleDescription(words("log.export.about"))
        self.export.setToolTip(words("log.export.about"))
        self.evidence.setText(words("log.evidence"))
        self.evidence.setAccessibleDescription(words("log.evidence.about"))
        self.evidence.setToolTip(words("log.evidence.about"))
        self.list.setAccessibleName(words("log.list"))
        self.runs.setAccessibleName(words("log.runs"))
        self.runs.setAccessibleDescription(words("log.runs.about"))
        self.runs_title.setText(words("log.runs"))
        self.all_runs.setText(words("log.all_runs"))
        self.question.retranslate()
        self.drawers.retranslate()
        self._show()

    def changeEvent(self, event: QEvent) -> None:  # noqa: N802 - Qt's name
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange:
            self._dress()

    # building

    def _build(self) -> None:
        self.filters = Filters(self._words)
        self.chips, self.search = self.filters.chips, self.filters.search
        self.filters.changed.connect(self._filter_changed)
        self.copy = QPushButton()
        self.copy.setEnabled(False)
        self.export = QPushButton()
        self.export.setEnabled(False)
        self.export.clicked.connect(lambda: doing.start(self._export(), owner=self, name="export"))
        self.list = TimelineView()
        self.list.end_near.connect(self._read_more)
        self.conversation = QAction(self.list)
        self.conversation.setShortcut(QKeySequence("Ctrl+O"))
        self.conversation.setShortcutContext(Qt.ShortcutContext.WidgetShortcut)
        self.conversation.triggered.connect(lambda *_: self.conversation_asked.emit(self._person()))
        self.list.addAction(self.conversation)
        self.list.setContextMenuPolicy(Qt.ContextMenuPolicy.ActionsContextMenu)
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
        self.drawers = Drawers(self._words)
        self.drawers.add("today", TodayPanel)
        self.drawers.add("figures", FiguresPanel)
        self.drawers.add("technical", TechnicalPanel)
        self._dress()

    def _lay_out(self) -> None:
        self.drawers.add_end(self.evidence)
        self.drawers.add_end(self.copy)
        self.drawers.add_end(self.export)
        page = QVBoxLayout(self)
        page.setContentsMargins(20, 14, 20, 14)
        # Each into what is in its own place already: whatever is moved is styled again, with all that is in it.
        self.halves = QSplitter(Qt.Orientation.Vertical)
        page.addWidget(self.halves, 1)
        self.stack = QStackedWidget()
        self.halves.addWidget(self.stack)
        self.stack.addWidget(self.empty)
        self.splitter = QSplitter(Qt.Orientation.Horizontal)
        self.stack.addWidget(self.splitter)
        left, beside = QWidget(), QWidget()
        self.splitter.addWidget(left)
        self.splitter.addWidget(beside)
        column = QVBoxLayout(left)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(10)
        column.addWidget(self.filters)
        column.addWidget(self.question)
        self.timeline = QStackedWidget()
        column.addWidget(self.timeline, 1)
        self.timeline.addWidget(self.list)
        self.timeline.addWidget(self.nothing)
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
        beside.setMinimumWidth(self.fontMetrics().averageCharWidth() * 26)
        self.splitter.setHandleWidth(16)
        self.splitter.setChildrenCollapsible(False)
        self.splitter.setStretchFactor(0, 5)
        self.splitter.setStretchFactor(1, 2)
        self.splitter.setSizes([740, 320])
        self.halves.setHandleWidth(12)
        self.halves.setChildrenCollapsible(False)
        self.halves.addWidget(self.drawers.open_panel)
        self.halves.setStretchFactor(0, 1)
        self.halves.setStretchFactor(1, 1)
        page.addWidget(self.drawers)

    def _dress(self) -> None:
        self.copy.setIcon(icons.icon("copy", self.palette()))
        self.evidence.setIcon(icons.icon("page", self.palette()))

    # reading

    async def _read(self, app: Application) -> None:
        try:
            rows = await self._timeline(app, self._wanted)
            reports = await app.runs.latest(RUNS)
            questions = await app.answers.questions() if app.answers is not None else ()
            scheduled = await _scheduled(app, self._wanted)
        except StoreError as error:
            self._problem = error.problem
            self._show()
            return
        self._problem = None
        self._more = len(rows) >= self._wanted
        self._reports = list(reports)
        self._lines = [self._line(run, kind, item) for run, kind, item in rows]
        self._scheduled = scheduled
        self._questions = list(questions)
        self._anything = bool(self._reports or self._lines or self._scheduled)
        self._show()

    async def _export(self) -> None:
        """Everything that the filter shows, or the chosen run, into a file of the person's choice."""
        app, words = self._app, self._words
        assert app is not None, "the button is not enabled before"
        says = Sentences(words, app.clock)
        try:
            lines = self._lines_shown(says) if self._only is not None else await self._everything(app, says)
        except StoreError as error:
            self.drawers.say(words.stop(error.problem).what)
            return
        saved = await save_as(self, words("log.export.title"), "linkapp-log", formats(words, exported(says, lines)))
        if isinstance(saved, OSError):
            self.drawers.say(words("health.save.failed"))
        elif saved is not None:
            self.drawers.say(words("health.saved", name=saved.name))

    async def _everything(self, app: Application, says: Sentences) -> list[OutcomeLine | ScheduleLine]:
        rows = await self._timeline(app, EVERYTHING)
        scheduled = [row for row in await _scheduled(app, EVERYTHING) if self._wanted_row(says, row)]
        return merged([self._line(run, kind, item) for run, kind, item in rows], scheduled, whole=True)

    async def _timeline(self, app: Application, most: int) -> Sequence[tuple[int, str, Item]]:
        shown = self.filters.chosen
        return await app.runs.timeline(
            limit=most,
            states=shown.states,
            words=self.filters.words,
            kinds=shown.kinds,
            not_kinds=shown.not_kinds,
        )

    def _read_more(self) -> None:
        if self._more and self._only is None:
            self._more = False
            self._wanted += PAGE
            self.refresh()

    def _filter_changed(self) -> None:
        self._wanted = PAGE
        self.refresh()

    def _clear_filter(self) -> None:
        self.filters.clear()
        self._only = None
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

    def _person(self) -> Person | None:
        """Whom the one selected line is about, where there is a browser to open their conversation in."""
        if self._app is None or self._app.browse is None:
            return None
        selected = [entry.key for entry in self.list.selected() if not entry.is_heading]
        return self._people.get(selected[0]) if len(selected) == 1 else None

    def _offer_conversation(self) -> None:
        person = self._person()
        self.conversation.setEnabled(person is not None)
        self.conversation.setVisible(self._app is not None and self._app.browse is not None)
        by_profile = person is not None and not person.member
        self.conversation.setText(self._words("log.open_profile" if by_profile else "log.open_conversation"))

    def _selected(self) -> None:
        self._offer_conversation()
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
        self.export.setEnabled(True)
        says = Sentences(words, self._app.clock)
        self.runs.tell(says.runs(self._reports))
        lines = self._lines_shown(says)
        self.list.tell(self._entries(says, lines))
        self._ask()
        self._offer_conversation()
        if lines:
            self.timeline.setCurrentWidget(self.list)
        else:
            self.nothing.say("search", words("log.nothing"), "", words("log.nothing.button"))
            self.timeline.setCurrentWidget(self.nothing)

    def _lines_shown(self, says: Sentences) -> list[OutcomeLine | ScheduleLine]:
        """The lines of the chosen run, whole and from the run itself, or those of the timeline."""
        if self._only is None:
            rows = [row for row in self._scheduled if self._wanted_row(says, row)]
            return merged(self._lines, rows, whole=not self._more)
        report = next((report for report in self._reports if report.run == self._only), None)
        if report is None:
            return [line for line in self._lines if line.run == self._only]
        lines = [self._line(report.run, report.kind, item) for item in reversed(report.items)]
        return [
            line
            for line in lines
            if self.filters.chosen.shows(line) and self.filters.holds(f"{line.item.person.name} {line.item.text}")
        ]

    def _wanted_row(self, says: Sentences, row: ScheduleLine) -> bool:
        return self.filters.chosen.shows(row) and self.filters.holds(says.scheduled(row).whole)

    def _entries(self, says: Sentences, lines: list[OutcomeLine | ScheduleLine]) -> list[Entry]:
        entries: list[Entry] = []
        self._asking, self._people = {}, {}
        for entry, line in says.under_days(lines):
            entries.append(entry)
            if isinstance(line, OutcomeLine) and line.item.person.key:
                self._people[entry.key] = line.item.person
            if not isinstance(line, OutcomeLine) or line.dry:
                continue
            asked = [question for question in self._questions if question.is_asked_by(line.run, line.item)]
            if asked:  # the run's own question before another account's
                own = (question for question in asked if question.run == line.run)
                self._asking[entry.key] = next(own, asked[0])
        return entries

    def _line(self, run: int, kind: str, item: Item) -> OutcomeLine:
        report = next((report for report in self._reports if report.run == run), None)
        began = report.started if report is not None else None
        return OutcomeLine(run=run, kind=kind, item=item, at=item.at or began, dry=report is not None and report.dry)


async def _scheduled(app: Application, most: int) -> list[ScheduleLine]:
    """What became of the newest dates of schedules."""
    if app.planner is None:
        return []
    rows = await app.planner.latest(most)
    if not rows:
        return []
    state = await app.planner.state()
    return kinds_of({schedule.id: schedule.kind for schedule in state.schedules}, rows)
