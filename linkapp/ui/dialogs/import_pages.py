"""The pages of the import: choosing a file, waiting, saying what its columns are, looking at what it would do, and what
it did."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QComboBox,
    QFormLayout,
    QFrame,
    QHeaderView,
    QLabel,
    QProgressBar,
    QPushButton,
    QScrollArea,
    QTableWidget,
    QTableWidgetItem,
    QTabWidget,
    QVBoxLayout,
    QWidget,
)

from linkapp.domain.contact_record import Field
from linkapp.services.ports.imports import ImportPhase, ImportPlan
from linkapp.ui.labels import Picture, heading, plain, tooltip
from linkapp.ui.words import Words

NUMBERS = frozenset({"records", "new", "unchanged"})
"""Columns of numbers: they end below each other."""
SHOWN = 500
"""How many lines a list of the preview has at most."""


def dropped_files(event: QDragEnterEvent | QDropEvent) -> list[str]:
    """The files of this computer that are dragged or dropped."""
    data = event.mimeData()
    return [url.toLocalFile() for url in data.urls() if url.isLocalFile()] if data.hasUrls() else []


class ChoosePage(QWidget):
    """Says what can be imported, takes files that are dropped, and says why the last one was refused."""

    dropped = Signal(list)

    def __init__(self, words: Words, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._words = words
        self.setAcceptDrops(True)
        place = QFrame()
        place.setObjectName("card")
        self.choose = QPushButton(words("import.choose"))
        self.choose.setAutoDefault(True)
        inside = QVBoxLayout(place)
        inside.setContentsMargins(24, 24, 24, 24)
        inside.setSpacing(10)
        inside.addWidget(Picture("people", 40), 0, Qt.AlignmentFlag.AlignHCenter)
        for label in (heading(words("import.drop")), plain(words("import.kinds"), kind="quiet")):
            label.setAlignment(Qt.AlignmentFlag.AlignHCenter)
            label.setWordWrap(True)
            inside.addWidget(label)
        inside.addWidget(self.choose, 0, Qt.AlignmentFlag.AlignHCenter)
        self.problem = plain(kind="warning")
        self.problem.hide()
        self.last = plain(kind="quiet")
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(12)
        column.addWidget(place)
        column.addWidget(self.problem)
        column.addWidget(plain(words("import.how"), kind="quiet"))
        column.addWidget(self.last)
        column.addStretch(1)

    def say(self, problem: str) -> None:
        """Why the last file was refused; empty for nothing."""
        self.problem.setText(problem)
        self.problem.setVisible(bool(problem))

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:  # noqa: N802 - Qt's name
        if dropped_files(event):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:  # noqa: N802 - Qt's name
        files = dropped_files(event)
        if files:
            event.acceptProposedAction()
            self.dropped.emit(files)


class BusyPage(QWidget):
    """Says what is going on."""

    def __init__(self, words: Words, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._words = words
        self.line = plain(wrap=False)
        self.bar = QProgressBar()
        self.bar.setRange(0, 0)
        self.bar.setTextVisible(False)
        self.bar.setAccessibleName(words("import.title"))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(12)
        column.addWidget(self.line)
        column.addWidget(self.bar)
        column.addStretch(1)

    def say(self, phase: ImportPhase, records: int) -> None:
        """How far it is."""
        words = self._words
        self.line.setText(words(f"import.{phase}", records=words.number(records)))


class MappingPage(QWidget):
    """Asks which column of a table is what; what is likely is chosen already, and nothing is taken without a look."""

    changed = Signal()

    def __init__(self, words: Words, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._words = words
        self.choices: dict[str, QComboBox] = {}
        self._form = QFormLayout()
        self._form.setContentsMargins(4, 4, 4, 4)
        self._form.setSpacing(8)
        inside = QWidget()
        inside.setLayout(self._form)
        area = QScrollArea()
        area.setWidgetResizable(True)
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setWidget(inside)
        area.setMinimumHeight(self.fontMetrics().height() * 14)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(12)
        column.addWidget(plain(words("import.columns.about")))
        column.addWidget(area, 1)
        column.addWidget(plain(words("import.columns.kept"), kind="quiet"))

    def show_columns(self, columns: Sequence[str], proposed: Mapping[str, Field]) -> None:
        """Ask about these columns."""
        words = self._words
        while self._form.rowCount():
            self._form.removeRow(0)
        self.choices = {}
        for column in columns:
            if not column or column in self.choices:
                continue
            choice = QComboBox()
            choice.addItem("– " + words("import.columns.none"), "")
            for field in Field:
                name = words(f"import.field.{field}")
                choice.addItem(name[:1].upper() + name[1:], str(field))
            choice.setCurrentIndex(max(0, choice.findData(str(proposed.get(column, "")))))
            choice.setAccessibleName(column)
            choice.currentIndexChanged.connect(lambda *_: self.changed.emit())
            label = QLabel(column)
            label.setTextFormat(Qt.TextFormat.PlainText)
            label.setBuddy(choice)
            self._form.addRow(label, choice)
            self.choices[column] = choice
        self.changed.emit()

    def mapping(self) -> dict[str, Field]:
        """What the person chose."""
        return {column: Field(choice.currentData()) for column, choice in self.choices.items() if choice.currentData()}


class PreviewPage(QWidget):
    """What a file would do: how many are new, changed and unchanged, and which."""

    def __init__(self, words: Words, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._words = words
        self.what = plain(kind="quiet")
        self.numbers = heading(larger=1.1)
        self.lists = QTabWidget()
        self.lists.setDocumentMode(True)
        self.lists.tabBar().setObjectName("sections")
        self.lists.tabBar().setDrawBase(False)
        self.lists.tabBar().setAccessibleName(words("import.title"))
        self.notes = plain(kind="quiet")
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addWidget(self.what)
        column.addWidget(self.numbers)
        column.addWidget(self.lists, 1)
        column.addWidget(self.notes)

    def show_plan(self, plan: ImportPlan, last: str) -> None:
        """Show this; ``last``: when the last import of its kind was, in words, or empty."""
        words = self._words
        self.what.setText(words(f"import.format.{plan.format}"))
        self.numbers.setText(numbers(words, plan))
        while self.lists.count():
            page = self.lists.widget(0)
            self.lists.removeTab(0)
            if page is not None:
                page.deleteLater()
        self._add(
            "tables",
            len(plan.tables),
            ["what", "records", "new", "unchanged"],
            [
                [
                    self._table(each.table),
                    *(words.number(number) for number in (each.records, each.new, each.unchanged)),
                ]
                for each in plan.tables
            ],
        )
        self._add("new", len(plan.newcomers), ["name"], [[name] for name in plan.newcomers])
        self._add(
            "changed",
            plan.changed,
            ["name", "field", "before", "after"],
            [
                [change.name, words(f"import.field.{change.field}"), change.before or "–", change.after]
                for change in plan.changes
            ],
        )
        self._add(
            "rejected",
            len(plan.rejected),
            ["line", "why", "there"],
            [
                [
                    f"{self._table(record.part)} · {words.number(record.line)}"
                    if record.part
                    else words.number(record.line),
                    words(f"import.rejected.{record.reason}"),
                    record.detail,
                ]
                for record in plan.rejected[:SHOWN]
            ],
        )
        self._add("left", plan.left_count, ["name"], [[name] for name in plan.left])
        self.lists.setVisible(self.lists.count() > 0)
        notes = [words.count(f"import.set_aside.{why}", number) for why, number in (plan.set_aside or {}).items()]
        notes += [words.count("import.back", plan.back_count)] if plan.back_count else []
        notes += [words.count("import.unread", plan.unread)] if plan.unread else []
        notes += [last] if last else []
        notes += [words("import.copy_first")] if plan.changes_something else []
        self.notes.setText("\n".join(notes))
        self.notes.setVisible(bool(notes))

    def _table(self, name: str) -> str:
        """What a part of a file is called: a file's own name, or that of a table in words."""
        key = f"import.table.{name}"
        return self._words(key) if self._words.has(key) else name

    def _add(self, what: str, number: int, columns: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
        if not rows:
            return
        words = self._words
        table = QTableWidget(len(rows), len(columns))
        table.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        table.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        table.setShowGrid(False)
        table.setWordWrap(False)
        table.setTabKeyNavigation(False)
        table.setCornerButtonEnabled(False)
        table.verticalHeader().hide()
        table.verticalHeader().setDefaultSectionSize(round(self.fontMetrics().height() * 1.8))
        table.setHorizontalHeaderLabels([words(f"import.column.{column}") for column in columns])
        table.horizontalHeader().setHighlightSections(False)
        table.horizontalHeader().setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        table.horizontalHeader().setVisible(len(columns) > 1)
        table.setAccessibleName(words(f"import.list.{what}"))
        table.setMinimumHeight(self.fontMetrics().height() * 11)
        for line, row in enumerate(rows):
            for place, text in enumerate(row):
                item = QTableWidgetItem(text)
                item.setToolTip(tooltip(text))
                if columns[place] in NUMBERS:
                    item.setTextAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
                table.setItem(line, place, item)
        for place, name in enumerate(columns):
            if name in NUMBERS and (head := table.horizontalHeaderItem(place)) is not None:
                head.setTextAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        numeric = columns[-1] in NUMBERS
        table.horizontalHeader().setStretchLastSection(not numeric)
        for place in range(len(columns) - (not numeric)):
            table.resizeColumnToContents(place)
            wide = table.columnWidth(place) + self.fontMetrics().averageCharWidth() * 2
            table.setColumnWidth(place, min(wide, self.fontMetrics().averageCharWidth() * 44))
        if numeric:
            table.horizontalHeader().setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        title = f"{words(f'import.list.{what}')} ({words.number(number)})"
        self.lists.addTab(table, title.replace("&", "&&"))


class DonePage(QWidget):
    """What an import did."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.line = heading(larger=1.1)
        self.line.setWordWrap(True)
        self.about = plain(kind="quiet")
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addWidget(self.line)
        column.addWidget(self.about)
        column.addStretch(1)

    def say(self, line: str, about: str = "") -> None:
        """Say this."""
        self.line.setText(line)
        self.about.setText(about)
        self.about.setVisible(bool(about))


def numbers(words: Words, plan: ImportPlan) -> str:
    """How many of each, those that are none left out."""
    counted = (
        ("new", plan.new),
        ("changed", plan.changed),
        ("unchanged", plan.unchanged),
        ("rejected", len(plan.rejected)),
    )
    parts = [words.count(f"import.count.{what}", number) for what, number in counted if number]
    return " · ".join(parts) or words("import.count.none")


def file_name(path: str) -> str:
    """A file's name without its folder."""
    return Path(path).name
