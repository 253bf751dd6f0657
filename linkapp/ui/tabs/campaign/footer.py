"""The bottom line of the campaign tab: caps and buttons; the held click; a run with Pause and Stop."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

from PySide6.QtCore import QEvent, Qt, QTimer, Signal
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent, QKeySequence, QPalette, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QProgressBar, QPushButton, QStackedWidget, QVBoxLayout, QWidget

from linkapp.domain.campaign import Phase, Progress
from linkapp.domain.quota import Usage
from linkapp.services.ports.clock import Clock
from linkapp.ui import icons
from linkapp.ui.labels import plain
from linkapp.ui.usage_words import opens_key, used_today
from linkapp.ui.words import Words


class Footer(QStackedWidget):
    """Three faces: ready, holding the click, running."""

    send_pressed = Signal()
    rehearse_pressed = Signal()
    undo_pressed = Signal()
    pause_pressed = Signal()
    stop_pressed = Signal()

    def __init__(self, words: Words, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._words = words
        self._clock: Clock | None = None
        self._usage: Usage | None = None
        self._usage_known = False
        self._count, self._fitting, self._problem, self._note = 0, 0, "", ""
        self._progress: Progress | None = None
        self._paused = self._stopping = self._dry = False
        self._next_name = ""
        self._names: list[str] = []
        self._left = 0
        self._build_ready()
        self._build_holding()
        self._build_running()
        self._ticker = QTimer(self)
        self._ticker.setInterval(500)
        self._ticker.timeout.connect(self._tell_progress)
        words.changed.connect(self.retranslate)
        self.retranslate()
        self.dress()

    def use(self, clock: Clock, *, can_rehearse: bool) -> None:
        """The clock for countdowns, and whether there is anything to rehearse on."""
        self._clock = clock
        self.rehearse.setVisible(can_rehearse)

    # ready

    def show_ready(self) -> None:
        """The face with the caps and the primary button."""
        self._ticker.stop()
        self.setCurrentWidget(self._ready)

    def show_usage(self, usage: Usage | None) -> None:
        """The caps as they stand; None: they are not known."""
        self._usage, self._usage_known = usage, True
        self._tell_usage()

    def offer(self, count: int, fitting: int, problem: str = "", note: str = "") -> None:
        """How many are ticked, and to how many of them something would be sent; ``problem`` says why nothing can be
        sent now, ``note`` what to know."""
        self._count, self._fitting, self._problem, self._note = count, fitting, problem, note
        self._tell_offer()

    # holding

    def show_holding(self, names: list[str], seconds: int, whole: int) -> None:
        """The click is held: how many seconds are left in which it can be taken back."""
        first = self.currentWidget() is not self._holding
        self._names, self._left = names, seconds
        self.hold_bar.setMaximum(max(1, whole))
        self.hold_bar.setValue(seconds)
        self._tell_holding()
        if first:
            self.setCurrentWidget(self._holding)
            self.undo.setFocus()
            self._announce(self.hold_text.text())

    # running

    def show_running(
        self, progress: Progress, *, paused: bool, stopping: bool, dry: bool = False, next_name: str = ""
    ) -> None:
        """A run is going on; ``next_name`` is whose turn it is after the wait."""
        before = self.run_text.text()
        self._progress, self._paused, self._stopping, self._dry = progress, paused, stopping, dry
        self._next_name = next_name
        self.setCurrentWidget(self._running)
        self._ticker.start()
        self._tell_progress()
        if progress.phase is not Phase.WAITING and self.run_text.text() != before:
            self._announce(self.run_text.text())

    def retranslate(self) -> None:
        """Say everything in the language spoken now."""
        words = self._words
        self.rehearse.setText(words("footer.rehearse"))
        self.rehearse.setToolTip(words("footer.rehearse.about"))
        self.rehearse.setAccessibleDescription(words("footer.rehearse.about"))
        self.undo.setText(words("hold.undo"))
        self.undo.setAccessibleDescription(words("hold.undo.about"))
        self.hold_bar.setAccessibleName(words("hold.left"))
        self.run_bar.setAccessibleName(words("run.bar"))
        self.pause.setText(words("run.resume" if self._paused else "run.pause"))
        self.stop.setText(words("run.stop"))
        self.stop.setToolTip(words("run.stop.about"))
        self.stop.setAccessibleDescription(words("run.stop.about"))
        self.caps.setAccessibleName(words("footer.caps"))
        self._tell_usage()
        self._tell_offer()
        self._tell_holding()
        self._tell_progress()

    def dress(self) -> None:
        """Put the icons on, in the palette of now."""
        self.rehearse.setIcon(icons.icon("rehearse", self.palette()))
        self.undo.setIcon(icons.icon("undo", self.palette(), QPalette.ColorRole.HighlightedText))
        self.stop.setIcon(icons.icon("stop", self.palette()))
        self.pause.setIcon(icons.icon("resume" if self._paused else "pause", self.palette()))

    def changeEvent(self, event: QEvent) -> None:  # noqa: N802 - Qt's own name
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange and hasattr(self, "_running"):
            self.dress()

    # private

    def _build_ready(self) -> None:
        self._ready = QWidget()
        self.caps = plain()
        self.note = plain(kind="quiet")
        texts = QVBoxLayout()
        texts.setSpacing(2)
        texts.addStretch(1)
        texts.addWidget(self.caps)
        texts.addWidget(self.note)
        texts.addStretch(1)
        self.rehearse, self.send = QPushButton(), QPushButton()
        self.rehearse.hide()
        self.rehearse.clicked.connect(self.rehearse_pressed)
        self.send.setObjectName("primary")
        self.send.clicked.connect(self.send_pressed)
        row = _row(self._ready)
        row.addLayout(texts, 1)
        row.addWidget(self.rehearse, 0, Qt.AlignmentFlag.AlignVCenter)
        row.addWidget(self.send, 0, Qt.AlignmentFlag.AlignVCenter)
        self.addWidget(self._ready)

    def _build_holding(self) -> None:
        self._holding = QWidget()
        self.hold_text = plain()
        self.hold_bar = _bar()
        self.undo = QPushButton()
        self.undo.setObjectName("primary")
        self.undo.clicked.connect(self.undo_pressed)
        QShortcut(QKeySequence(Qt.Key.Key_Escape), self._holding).activated.connect(self.undo_pressed)
        texts = QVBoxLayout()
        texts.addStretch(1)
        texts.addWidget(self.hold_text)
        texts.addWidget(self.hold_bar)
        texts.addStretch(1)
        row = _row(self._holding)
        row.addLayout(texts, 1)
        row.addWidget(self.undo, 0, Qt.AlignmentFlag.AlignVCenter)
        self.addWidget(self._holding)

    def _build_running(self) -> None:
        self._running = QWidget()
        self.run_text = plain()
        self.run_bar = _bar()
        self.pause, self.stop = QPushButton(), QPushButton()
        self.pause.clicked.connect(self.pause_pressed)
        self.stop.clicked.connect(self.stop_pressed)
        texts = QVBoxLayout()
        texts.addStretch(1)
        texts.addWidget(self.run_text)
        texts.addWidget(self.run_bar)
        texts.addStretch(1)
        row = _row(self._running)
        row.addLayout(texts, 1)
        row.addWidget(self.pause, 0, Qt.AlignmentFlag.AlignVCenter)
        row.addWidget(self.stop, 0, Qt.AlignmentFlag.AlignVCenter)
        self.addWidget(self._running)

    def _tell_usage(self) -> None:
        usage, words = self._usage, self._words
        if usage is None:
            self.caps.setText(words("caps.unknown") if self._usage_known else "")
            return
        parts = [
            words("caps.today", used=used_today(usage), cap=usage.caps.day),
            words("caps.week", used=usage.week, cap=usage.caps.week),
        ]
        if usage.share < 1 and usage.whole_at is not None:
            parts.append(
                words("caps.slowed", share=words.number(round(100 * usage.share)), time=self._moment(usage.whole_at))
            )
        if usage.opens is not None:
            parts.append(words(opens_key(usage), time=self._moment(usage.opens)))
        self.caps.setText(words("caps.between").join(parts))

    def _tell_offer(self) -> None:
        words = self._words
        self.send.setText(words.count("footer.send", self._fitting))
        self.send.setEnabled(self._fitting > 0 and not self._problem)
        self.rehearse.setEnabled(self._count > 0)
        note = self._problem or self._note
        self.note.setText(note)
        self.note.setVisible(bool(note))
        self.send.setAccessibleDescription(note or words("footer.send.about"))
        self.send.setToolTip(words("footer.send.about"))

    def _tell_holding(self) -> None:
        if self._names:
            self.hold_text.setText(
                self._words.count("hold.text", len(self._names), who=self._words.names(self._names), seconds=self._left)
            )

    def _tell_progress(self) -> None:
        progress = self._progress
        if progress is None:
            return
        self.run_text.setText(self._progress_text(progress))
        self.run_bar.setMaximum(max(1, progress.total))
        self.run_bar.setValue(progress.done)
        words = self._words
        self.pause.setText(words("run.resume" if self._paused else "run.pause"))
        self.pause.setIcon(icons.icon("resume" if self._paused else "pause", self.palette()))
        self.pause.setAccessibleDescription(words("run.pause.about"))
        self.pause.setEnabled(not self._stopping)
        self.stop.setEnabled(not self._stopping)

    def _progress_text(self, progress: Progress) -> str:
        words = self._words
        if self._stopping:
            return words("run.stopping")
        counted = words.count("run.done", progress.done, total=progress.total)
        if self._paused or progress.phase is Phase.PAUSED:
            return words("caps.between").join([words("run.paused"), counted])
        if progress.phase is Phase.WAITING and progress.until is not None and self._clock is not None:
            left = progress.until - self._clock.now()
            if left.total_seconds() > 0:
                next_one = words("run.next_in", name=self._next_name, span=words.span(left))
                return words("caps.between").join([next_one, counted])
            return words("caps.between").join([words("run.next_now", name=self._next_name), counted])
        if progress.phase is Phase.WRITING and progress.person is not None:
            number = min(progress.done + 1, progress.total)
            writing = words("run.rehearsing" if self._dry else "run.writing", name=progress.person.name)
            return words("caps.between").join([writing, words("run.of", done=number, total=progress.total)])
        key = {Phase.RECOVERING: "run.recovering", Phase.FINISHED: "run.finishing"}.get(progress.phase, "run.reading")
        return words(key)

    def _moment(self, at: datetime) -> str:
        if self._clock is None:
            return self._words.time(at, ZoneInfo("UTC"))
        zone = self._clock.zone()
        return self._words.moment(at, zone, self._clock.now().astimezone(zone).date())

    def _announce(self, text: str) -> None:
        """Tell a screen reader at once."""
        if QAccessible.isActive():
            QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(self, text))


def _row(face: QWidget) -> QHBoxLayout:
    row = QHBoxLayout(face)
    row.setContentsMargins(0, 0, 0, 0)
    row.setSpacing(10)
    return row


def _bar() -> QProgressBar:
    bar = QProgressBar()
    bar.setTextVisible(False)
    return bar
