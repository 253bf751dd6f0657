"""The settings' page of scheduled runs: what begins by itself, and when."""

from __future__ import annotations

from datetime import time, timedelta

from PySide6.QtCore import QLocale, Qt, QTime
from PySide6.QtWidgets import (
    QCheckBox,
    QFormLayout,
    QHBoxLayout,
    QListWidget,
    QListWidgetItem,
    QPushButton,
    QSpinBox,
    QTimeEdit,
    QVBoxLayout,
    QWidget,
)

from linkapp.domain.hours import EVERY_DAY
from linkapp.domain.problems import Reason
from linkapp.domain.schedule import MOST_SPREAD, Schedule
from linkapp.services.application import Application, Planning
from linkapp.services.planner import PlanState, tomorrow
from linkapp.services.ports.clock import Clock
from linkapp.ui import doing
from linkapp.ui.labels import plain
from linkapp.ui.words import Words

WEEKDAYS = frozenset(range(5))


def schedule_page(words: Words, app: Application) -> SchedulePage | None:
    """The page for this application, where it can schedule anything."""
    return SchedulePage(words, app.planner, app.clock) if app.planner is not None else None


class SchedulePage(QWidget):
    """Shows the schedules, makes and removes them, and pauses them all. Everything holds at once."""

    def __init__(self, words: Words, planner: Planning, clock: Clock, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._words, self._planner, self._clock = words, planner, clock
        column = QVBoxLayout(self)
        column.setContentsMargins(4, 16, 4, 8)
        column.setSpacing(12)
        column.addWidget(plain(words("schedule.about")))
        self.list = QListWidget()
        self.list.setAccessibleName(words("settings.schedule"))
        self.list.setWordWrap(True)
        self.list.setSpacing(4)
        self.list.setMinimumHeight(self.list.fontMetrics().height() * 6)
        self.empty = plain(words("schedule.none"), kind="quiet")
        column.addWidget(self.list)
        column.addWidget(self.empty)
        self.pause, self.remove = QPushButton(), QPushButton(words("schedule.remove"))
        self.list.currentRowChanged.connect(self._chosen)
        self.paused = plain(kind="quiet")
        self.remove.setEnabled(False)
        row = QHBoxLayout()
        row.addWidget(self.remove)
        row.addWidget(self.pause)
        row.addWidget(self.paused, 1)
        column.addLayout(row)
        column.addLayout(self._form())
        self.sends_note = plain(words("schedule.prepares"), kind="quiet")
        column.addWidget(self.sends_note)
        self.add = QPushButton(words("schedule.add"))
        row = QHBoxLayout()
        row.addWidget(self.add)
        row.addStretch(1)
        column.addLayout(row)
        column.addStretch(1)
        for button in (self.pause, self.remove, self.add):
            button.setAutoDefault(False)
        self.add.clicked.connect(lambda: doing.start(self._add(), owner=self, name="schedule"))
        self.remove.clicked.connect(lambda: doing.start(self._remove(), owner=self, name="schedule"))
        self.pause.clicked.connect(lambda: doing.start(self._pause(), owner=self, name="schedule"))
        for edge in (self.list, self.empty):
            edge.hide()
        self._is_paused = False
        self._say_pause(None)
        doing.start(self.refresh(), owner=self, name="schedules")

    async def refresh(self) -> None:
        """Show what is scheduled now."""
        state = await self._planner.state()
        self.list.clear()
        for schedule in state.schedules:
            item = QListWidgetItem(self._in_words(schedule, state))
            item.setData(Qt.ItemDataRole.UserRole, schedule.id)
            self.list.addItem(item)
        self.list.setVisible(bool(state.schedules))
        self.empty.setVisible(not state.schedules)
        self.remove.setEnabled(False)
        self._say_pause(state)

    def _chosen(self, row: int) -> None:
        self.remove.setEnabled(row >= 0)

    def _say_what_it_means(self, sends: bool) -> None:
        self.sends_note.setText(self._words("schedule.sends" if sends else "schedule.prepares"))

    def _form(self) -> QFormLayout:
        words = self._words
        form = QFormLayout()
        form.setHorizontalSpacing(18)
        form.setVerticalSpacing(9)
        form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.FieldsStayAtSizeHint)
        self.at = QTimeEdit(QTime(9, 30))
        self.at.setDisplayFormat(words.locale.timeFormat(QLocale.FormatType.ShortFormat))
        days = QHBoxLayout()
        days.setSpacing(10)
        self.days: list[QCheckBox] = []
        for number in range(7):
            day = QCheckBox(words.locale.standaloneDayName(number + 1, QLocale.FormatType.ShortFormat))
            day.setAccessibleName(words.locale.standaloneDayName(number + 1, QLocale.FormatType.LongFormat))
            day.setChecked(number in WEEKDAYS)
            day.toggled.connect(lambda _: self.add.setEnabled(any(box.isChecked() for box in self.days)))
            self.days.append(day)
            days.addWidget(day)
        days.addStretch(1)
        self.spread = QSpinBox()
        self.spread.setRange(0, MOST_SPREAD // timedelta(minutes=1))
        self.spread.setSuffix(" " + words("schedule.minutes"))
        self.spread.setValue(10)
        self.sends = QCheckBox(words("schedule.sends.switch"))
        self.sends.toggled.connect(self._say_what_it_means)
        for key, field in (("schedule.at", self.at), ("schedule.spread", self.spread)):
            label = plain(words(key), wrap=False)
            label.setBuddy(field)
            label.setMinimumHeight(field.sizeHint().height())  # a form gives its fields no more than their labels need
            field.setAccessibleName(words(key).replace("&", ""))
            form.addRow(label, field)
        form.insertRow(1, plain(words("schedule.days"), wrap=False), days)
        form.addRow("", self.sends)
        return form

    def _in_words(self, schedule: Schedule, state: PlanState) -> str:
        words = self._words
        days = words.day_names(schedule.days)
        at = words.locale.toString(QTime(schedule.at.hour, schedule.at.minute), QLocale.FormatType.ShortFormat)
        does = words("schedule.line.sends" if schedule.sends else "schedule.line.prepares")
        line = words("schedule.line", kind=words(f"kind.{schedule.kind}"), days=days, at=at, does=does)
        wait = next((wait for wait in state.waits if wait.schedule.id == schedule.id), None)
        if wait is None or wait.on is None:
            return line
        zone = self._clock.zone()
        today = self._clock.now().astimezone(zone).date()
        pause = state.paused
        paused = pause is not None and (pause.until is None or wait.until < pause.until)
        reason = Reason.PAUSED if paused else wait.reason
        upcoming = words("schedule.next", time=words.moment(wait.until, zone, today))
        if reason is not None:
            upcoming = words("schedule.waits", why=words.reason(reason))
        return f"{line}\n{upcoming}"

    async def _add(self) -> None:
        days = frozenset(number for number, box in enumerate(self.days) if box.isChecked())
        await self._planner.add(
            "birthdays",
            time(self.at.time().hour(), self.at.time().minute()),
            days=days or EVERY_DAY,
            spread=timedelta(minutes=self.spread.value()),
            sends=self.sends.isChecked(),
        )
        self.sends.setChecked(False)
        await self.refresh()

    async def _remove(self) -> None:
        item = self.list.currentItem()
        if item is not None:
            await self._planner.remove(item.data(Qt.ItemDataRole.UserRole))
            await self.refresh()

    async def _pause(self) -> None:
        if self._is_paused:
            await self._planner.resume()
        else:
            await self._planner.pause(tomorrow(self._clock))
        await self.refresh()

    def _say_pause(self, state: PlanState | None) -> None:
        words = self._words
        pause = state.paused if state is not None else None
        self._is_paused = pause is not None
        self.pause.setText(words("schedule.resume" if self._is_paused else "schedule.pause"))
        self.pause.setEnabled(state is not None and bool(state.schedules or pause))
        sentence = ""
        if pause is not None and pause.until is None:
            sentence = words("schedule.paused")
        elif pause is not None and pause.until is not None:
            zone = self._clock.zone()
            today = self._clock.now().astimezone(zone).date()
            sentence = words("schedule.paused_until", time=words.moment(pause.until, zone, today))
        self.paused.setText(sentence)
