"""The technical log as it grows: its newest lines, followed or at rest, to be copied or opened as files."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt, QTimer, QUrl
from PySide6.QtGui import QDesktopServices, QFontDatabase, QKeyEvent, QKeySequence
from PySide6.QtWidgets import (
    QAbstractItemView,
    QApplication,
    QCheckBox,
    QHeaderView,
    QPushButton,
    QTableView,
    QVBoxLayout,
    QWidget,
)

from linkapp.services.application import Application
from linkapp.services.ports.journal import JournalTail
from linkapp.ui.flow import FlowLayout, LineEnd
from linkapp.ui.labels import plain
from linkapp.ui.tabs.log.drawers import Panel
from linkapp.ui.tabs.log.tail_model import TailModel
from linkapp.ui.words import Words

LOOK_EVERY_MS = 500


class TailView(QTableView):
    """The lines, one a row, all of one height. Follows the end until the reader goes elsewhere, and again once they
    are back at the end; lines that go or come never move a reader who is elsewhere."""

    def __init__(self, model: TailModel, follow: QCheckBox, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._lines = model
        self._follow = follow
        self._moving = False
        self.setModel(model)
        self.setFont(QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont))
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerItem)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setWordWrap(False)
        self.setShowGrid(False)
        self.setTabKeyNavigation(False)
        self.horizontalHeader().hide()
        self.horizontalHeader().setStretchLastSection(True)
        self.verticalHeader().hide()
        self.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.verticalHeader().setMinimumSectionSize(1)
        self.verticalHeader().setDefaultSectionSize(round(self.fontMetrics().height() * 1.25))
        self.verticalScrollBar().valueChanged.connect(self._scrolled)
        self.verticalScrollBar().rangeChanged.connect(self._grown)
        model.trimmed.connect(self._trimmed)
        follow.toggled.connect(lambda down: self.go_to_end() if down else None)

    def go_to_end(self) -> None:
        """Show the newest line."""
        self._go(self.verticalScrollBar().maximum())

    def copy(self) -> None:
        """Put the selected lines on the clipboard, or all that are shown where none is selected."""
        rows = [index.row() for index in self.selectionModel().selectedRows()]
        QApplication.clipboard().setText(self._lines.lines(rows))

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        if event.matches(QKeySequence.StandardKey.Copy):
            self.copy()
            return
        if event.matches(QKeySequence.StandardKey.MoveToEndOfDocument) or event.key() == Qt.Key.Key_End:
            self.setCurrentIndex(self._lines.index(self._lines.rowCount() - 1))
            self._follow.setChecked(True)
            self.go_to_end()
            return
        super().keyPressEvent(event)

    def _go(self, value: int) -> None:
        self._moving = True
        self.verticalScrollBar().setValue(value)
        self._moving = False

    def _grown(self) -> None:
        if self._follow.isChecked():
            self.go_to_end()

    def _trimmed(self, rows: int) -> None:
        if not self._follow.isChecked():
            self._go(self.verticalScrollBar().value() - rows)

    def _scrolled(self, value: int) -> None:
        if not self._moving:
            self._follow.setChecked(value >= self.verticalScrollBar().maximum())


class TechnicalPanel(Panel):
    """What is read lies within ``tail_model.ROOM`` lines, however long the log grows."""

    def __init__(self, words: Words, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._words = words
        self._tail: JournalTail | None = None
        self._clock = QTimer(self)
        self._clock.timeout.connect(self._look)
        self.model = TailModel(self)
        self.follow = QCheckBox()
        self.follow.setChecked(True)
        self.problems = QCheckBox()
        self.problems.toggled.connect(self._only_problems)
        self.copy = QPushButton()
        self.folder = QPushButton()
        self.folder.clicked.connect(self._open_folder)
        self.note = plain(kind="quiet", wrap=False)
        self.view = TailView(self.model, self.follow)
        self.copy.clicked.connect(self.view.copy)
        head = FlowLayout(spacing=14)
        head.addWidget(self.follow)
        head.addWidget(self.problems)
        head.addWidget(LineEnd(self.note, self.copy, self.folder))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addLayout(head)
        column.addWidget(self.view, 1)

    def attach(self, app: Application) -> None:
        """Take up the application."""
        self._tail = app.log_book.technical if app.log_book is not None else None
        self.folder.setEnabled(self._tail is not None)

    def refresh(self) -> None:
        """Read on, and go on reading until ``stop``."""
        if self._tail is not None and not self._clock.isActive():
            self._clock.start(0)

    def stop(self) -> None:
        """Nothing is read any more; the next ``refresh`` goes on from there."""
        self._clock.stop()

    def retranslate(self) -> None:
        """Say everything in the language spoken now."""
        words = self._words
        self.follow.setText(words("log.technical.follow"))
        self.problems.setText(words("log.technical.problems"))
        self.copy.setText(words("log.technical.copy"))
        self.copy.setAccessibleDescription(words("log.technical.copy.about"))
        self.copy.setToolTip(words("log.technical.copy.about"))
        self.folder.setText(words("log.technical.folder"))
        self.view.setAccessibleName(words("log.technical"))
        self.view.setAccessibleDescription(words("log.technical.about"))
        self._count()

    def _look(self) -> None:
        """One reading: little enough for one frame, and the next one at once where there may be more."""
        lines = self._tail.read() if self._tail is not None and self.isVisible() else ()
        if lines:
            self.model.append(lines)
            self._count()
        self._clock.setInterval(0 if lines else LOOK_EVERY_MS)

    def _count(self) -> None:
        self.note.setText(self._words.count("log.technical.lines", self.model.rowCount()))

    def _only_problems(self, only: bool) -> None:
        self.model.show_only_problems(only)
        self._count()
        if self.follow.isChecked():
            self.view.go_to_end()

    def _open_folder(self) -> None:
        if self._tail is not None and Path(self._tail.folder).is_dir():
            QDesktopServices.openUrl(QUrl.fromLocalFile(self._tail.folder))
