"""Figures of the last days and of the birthdays ahead: a chart, and the same figures in a table beside it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from PySide6.QtCore import Qt
from PySide6.QtGui import QPalette, QShowEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QButtonGroup,
    QHeaderView,
    QPushButton,
    QSplitter,
    QTableWidget,
    QTableWidgetItem,
    QVBoxLayout,
    QWidget,
)

from linkapp.domain.figures import DayFigures
from linkapp.services.application import Application
from linkapp.services.log_book import WeekOfCaps
from linkapp.services.ports.ledger import StoreError
from linkapp.ui import charts, doing, theme
from linkapp.ui.charts import Bars, Chart, Look, Series
from linkapp.ui.flow import FlowLayout, LineEnd
from linkapp.ui.labels import OneLine
from linkapp.ui.saving import Format, save_as
from linkapp.ui.tabs.log.drawers import Panel
from linkapp.ui.words import Words

SPANS = {"month": 30, "year": 365, "week": 7, "ahead": 30}
"""How many dates each choice shows: outcomes of the last days, the week beside the caps, birthdays of the next days."""
COLUMNS = (
    ("sent", Look.FULL), ("visited", Look.STRIPED), ("skipped", Look.PALE), ("problems", Look.CROSSED),
)  # fmt: skip


class FiguresPanel(Panel):
    """Chips for what is shown, the chart, the table, and a button that saves the chart as a picture."""

    def __init__(self, words: Words, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._words = words
        self._app: Application | None = None
        self._days: Sequence[DayFigures] = ()
        self._week: WeekOfCaps | None = None
        self._ahead: Sequence[tuple[date, int]] = ()
        self._not_read = ""
        self.chips: dict[str, QPushButton] = {}
        head = FlowLayout()
        group = QButtonGroup(self)
        for name in SPANS:
            chip = QPushButton()
            chip.setObjectName("chip")
            chip.setCheckable(True)
            group.addButton(chip)
            self.chips[name] = chip
            head.addWidget(chip)
        self.chips["month"].setChecked(True)
        for chip in self.chips.values():
            chip.toggled.connect(lambda down: self.refresh() if down else None)
        self.note = OneLine(kind="quiet")
        self.save = QPushButton()
        self.save.clicked.connect(lambda: doing.start(self._save(), owner=self, name="save"))
        head.addWidget(LineEnd(self.note, self.save))
        self.chart = Chart()
        self.table = _table()
        sides = QSplitter(Qt.Orientation.Horizontal)
        sides.setHandleWidth(16)
        sides.setChildrenCollapsible(False)
        sides.addWidget(self.chart)
        sides.addWidget(self.table)
        sides.setStretchFactor(0, 3)
        sides.setStretchFactor(1, 2)
        sides.setSizes([560, 460])
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addLayout(head)
        column.addWidget(sides, 1)

    @property
    def span(self) -> str:
        """Which of the choices is shown."""
        return next(name for name, chip in self.chips.items() if chip.isChecked())

    def attach(self, app: Application) -> None:
        """Take up the application."""
        self._app = app

    def refresh(self) -> None:
        """Read again."""
        if self._app is not None and self._app.log_book is not None:
            doing.start(self._read(self._app), owner=self, name="figures")

    def retranslate(self) -> None:
        """Say everything in the language spoken now."""
        words = self._words
        for name, chip in self.chips.items():
            chip.setText(words(f"log.figures.{name}"))
        self.save.setText(words("log.figures.save"))
        self.save.setAccessibleDescription(words("log.figures.save.about"))
        self.save.setToolTip(words("log.figures.save.about"))
        self.table.setAccessibleName(words("log.figures.table"))
        self._show()

    def showEvent(self, event: QShowEvent) -> None:  # noqa: N802 - Qt's name
        super().showEvent(event)
        if self.span == "ahead":  # contacts are changed on another tab
            self.refresh()

    async def _read(self, app: Application) -> None:
        assert app.log_book is not None
        try:
            span = self.span
            if span == "week":
                self._week = await app.log_book.week()
            elif span == "ahead":
                self._ahead = await app.log_book.birthdays_ahead(SPANS[span])
            else:
                self._days = await app.log_book.days(SPANS[span])
            self._not_read = ""
        except StoreError as error:
            self._not_read = self._words.stop(error.problem).what
        self._show()

    def _show(self) -> None:
        self.note.say(self._not_read)
        if self._not_read or self._app is None:
            return
        if self.span == "ahead":
            self._show_ahead(self._ahead)
        elif self.span != "week":
            self._show_days(self._days)
        elif self._week is not None:
            self._show_week(self._week)

    def _show_days(self, days: Sequence[DayFigures]) -> None:
        words = self._words
        titles = [words(f"log.figures.{name}") for name, _ in COLUMNS]
        series = tuple(
            Series(title=title, values=tuple(getattr(day, name) for day in days), look=look)
            for title, (name, look) in zip(titles, COLUMNS, strict=True)
        )
        title = words("log.figures.title", days=words.number(len(days)))
        bars = Bars(title=title, labels=tuple(words.short_day(day.on) for day in days), series=series)
        self._fill(_newest_first([day.on for day in days]), bars, titles)

    def _show_week(self, week: WeekOfCaps) -> None:
        words, usage = self._words, week.usage
        messages = words("log.figures.messages")
        bars = Bars(
            title=words("log.figures.week.title"),
            labels=tuple(words.short_day(on) for on, _ in week.days),
            series=(Series(title=messages, values=tuple(count for _, count in week.days)),),
            limit=usage.caps.day if usage is not None else None,
            limit_title=words("log.figures.limit", cap=usage.caps.day) if usage is not None else "",
        )
        self._fill(_newest_first([on for on, _ in week.days]), bars, [messages])
        if usage is not None:
            self.note.say(words("caps.week", used=usage.week, cap=usage.caps.week))

    def _show_ahead(self, days: Sequence[tuple[date, int]]) -> None:
        words = self._words
        birthdays = words("log.figures.birthdays")
        bars = Bars(
            title=words("log.figures.ahead.title", days=words.number(len(days))),
            labels=tuple(words.short_day(on) for on, _ in days),
            series=(Series(title=birthdays, values=tuple(count for _, count in days)),),
            first_labelled=True,
        )
        self._fill(list(enumerate(on for on, _ in days)), bars, [birthdays])
        if days:
            self.note.say(words.count("log.figures.ahead.sum", sum(count for _, count in days)))

    def _fill(self, dates: Sequence[tuple[int, date]], bars: Bars, titles: Sequence[str]) -> None:
        """The chart, and the table of these dates, each with the number of its bar, today first; the last row is the
        sum."""
        words, table = self._words, self.table
        sums = [sum(row.values) for row in bars.series]
        summary = words("caps.between").join(
            f"{title}{words('log.figures.colon')}{words.number(total)}"
            for title, total in zip(titles, sums, strict=True)
        )
        self.chart.show_bars(bars, summary)
        table.setColumnCount(len(titles) + 1)
        table.setHorizontalHeaderLabels([words("log.figures.day"), *titles])
        table.setRowCount(len(dates) + 1)
        for row, (number, on) in enumerate(dates):
            self._row(row, words.short_day_from(on, dates[0][1]), [each.values[number] for each in bars.series])
        self._row(len(dates), words("log.figures.all"), sums)

    def _row(self, row: int, title: str, numbers: Sequence[int]) -> None:
        self.table.setItem(row, 0, QTableWidgetItem(title))
        for column, number in enumerate(numbers, 1):
            item = QTableWidgetItem(self._words.number(number))
            item.setTextAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
            self.table.setItem(row, column, item)

    async def _save(self) -> None:
        bars, words = self.chart.bars, self._words
        if bars is None:
            return
        light: QPalette = theme.palette(theme.LIGHT)  # it is looked at on paper and on white pages
        formats = (
            Format(title=words("log.figures.png"), ending="png", content=lambda: charts.png(bars, light, self.font())),
            Format(title=words("log.figures.svg"), ending="svg", content=lambda: charts.svg(bars, light, self.font())),
        )
        saved = await save_as(self, bars.title, f"linkapp-{self.span}", formats)
        if isinstance(saved, OSError):
            self.note.say(words("health.save.failed"))
        elif saved is not None:
            self.note.say(words("health.saved", name=saved.name))


def _newest_first(dates: Sequence[date]) -> Sequence[tuple[int, date]]:
    return list(reversed(list(enumerate(dates))))


def _table() -> QTableWidget:
    table = QTableWidget()
    table.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
    table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
    table.setTabKeyNavigation(False)
    table.setShowGrid(False)
    table.setAlternatingRowColors(True)
    table.verticalHeader().hide()
    table.horizontalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Stretch)
    table.horizontalHeader().setHighlightSections(False)
    return table
