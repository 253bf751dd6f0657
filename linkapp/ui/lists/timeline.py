"""A list of what happened, in sentences under the days: used for the log, the runs and a contact's history."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import (
    QAbstractListModel,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QRect,
    QRectF,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QFont, QFontMetrics, QKeyEvent, QKeySequence, QPainter, QPalette
from PySide6.QtWidgets import (
    QAbstractItemView,
    QApplication,
    QListView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)

from linkapp.ui import icons
from linkapp.ui.labels import tooltip
from linkapp.ui.lists.faces import paint_line, tint

Index = QModelIndex | QPersistentModelIndex


@dataclass(frozen=True, kw_only=True)
class Entry:
    """One line of the timeline; a heading has a title and nothing else. ``key`` is the same whenever it is told.
    ``evidence`` names what was kept of the page."""

    key: str
    title: str
    text: str = ""
    time: str = ""
    exact: str = ""
    icon: str = ""
    is_heading: bool = False
    evidence: str = ""

    @property
    def whole(self) -> str:
        """Everything it says, for the clipboard, a tooltip and a screen reader."""
        time = self.exact or self.time
        return "\n".join(part for part in (" · ".join(filter(None, (time, self.title))), self.text) if part)


class TimelineModel(QAbstractListModel):
    """The entries, newest first."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.entries: list[Entry] = []

    def tell(self, entries: Sequence[Entry]) -> None:
        """Tell this timeline."""
        self.beginResetModel()
        self.entries = list(entries)
        self.endResetModel()

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: N802, B008
        return 0 if parent.isValid() else len(self.entries)

    def flags(self, index: Index) -> Qt.ItemFlag:
        if not index.isValid() or self.entries[index.row()].is_heading:
            return Qt.ItemFlag.NoItemFlags
        return Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable | Qt.ItemFlag.ItemNeverHasChildren

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid():
            return None
        entry = self.entries[index.row()]
        if role == Qt.ItemDataRole.DisplayRole:
            return entry.title
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return entry.whole
        if role == Qt.ItemDataRole.ToolTipRole and not entry.is_heading:
            return tooltip(entry.whole)
        return None


class TimelineDelegate(QStyledItemDelegate):
    """Draws an entry: an icon that says the kind by its shape, a sentence, the time, a quiet second line."""

    def __init__(self, model: TimelineModel, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._model = model

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:  # noqa: N802
        entry = self._model.entries[index.row()]
        line = QFontMetrics(option.font).height()
        return QSize(line * 10, round(line * (2.4 if entry.is_heading else 3.2 if entry.text else 2.2)))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        entry = self._model.entries[index.row()]
        rect = QRect(option.rect)
        palette = QPalette(option.palette)
        font = QFont(option.font)
        state = option.state
        quiet = palette.color(QPalette.ColorRole.PlaceholderText)
        text = palette.color(QPalette.ColorRole.Text)
        metrics = QFontMetrics(font)
        line = metrics.height()
        painter.save()
        if entry.is_heading:
            font.setWeight(QFont.Weight.DemiBold)
            paint_line(painter, rect.adjusted(14, round(line * 0.5), -14, 0), entry.title, font, quiet)
            painter.restore()
            return
        if state & QStyle.StateFlag.State_Selected:
            painter.fillRect(rect, tint(palette))
            painter.fillRect(
                QRect(rect.left(), rect.top(), 3, rect.height()), palette.color(QPalette.ColorRole.Highlight)
            )
        elif state & QStyle.StateFlag.State_MouseOver:
            painter.fillRect(rect, tint(palette, 0.06))
        if state & QStyle.StateFlag.State_HasFocus:
            painter.setPen(palette.color(QPalette.ColorRole.Highlight))
            painter.drawRect(QRectF(rect).adjusted(0.5, 0.5, -0.5, -0.5))
        half = round(line * 1.25)
        top = rect.center().y() - (half if entry.text else half // 2)
        x = rect.left() + 14
        if entry.icon:
            size = round(line * 1.25)
            icons.paint(painter, entry.icon, QRectF(x, top + (half - size) / 2, size, size), text)
            x += size + 10
        right = rect.right() - 14
        width = min(metrics.horizontalAdvance(entry.time) + 2, (right - x) // 2)
        paint_line(painter, QRect(right - width, top, width, half), entry.time, font, quiet, right=True)
        paint_line(painter, QRect(x, top, right - width - 10 - x, half), entry.title, font, text)
        if entry.text:
            paint_line(painter, QRect(x, rect.center().y() + 1, right - x, half), entry.text, font, quiet)
        painter.restore()


class TimelineView(QListView):
    """The list. A new timeline does not move the reader: what was read stays where it was."""

    entry_chosen = Signal(object)
    end_near = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.lines = TimelineModel(self)
        self.setModel(self.lines)
        self.setItemDelegate(TimelineDelegate(self.lines, self))
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setMouseTracking(True)
        self.ensurePolished()
        self.verticalScrollBar().valueChanged.connect(self._scrolled)
        self.selectionModel().currentChanged.connect(self._moved)

    def tell(self, entries: Sequence[Entry]) -> None:
        """Tell a timeline; the place of the reader and the selection stay."""
        if list(entries) == self.lines.entries:
            return
        bar = self.verticalScrollBar()
        first = self.indexAt(self.viewport().rect().topLeft()) if bar.value() > 0 else QModelIndex()
        held = (
            next(
                (row for row in range(first.row(), self.lines.rowCount()) if not self.lines.entries[row].is_heading),
                None,
            )
            if first.isValid()
            else None
        )
        anchor = self.lines.entries[held].key if held is not None else ""
        offset = self.visualRect(self.lines.index(held)).top() if held is not None else 0
        chosen = {self.lines.entries[index.row()].key for index in self.selectedIndexes()}
        current = self.currentIndex()
        current_key = self.lines.entries[current.row()].key if current.isValid() else ""
        self.selectionModel().blockSignals(True)
        self.lines.tell(entries)
        self.selectionModel().blockSignals(False)
        rows = {entry.key: row for row, entry in enumerate(self.lines.entries)}
        self.doItemsLayout()
        if current_key in rows:
            self.selectionModel().setCurrentIndex(
                self.lines.index(rows[current_key]), self.selectionModel().SelectionFlag.NoUpdate
            )
        for key in chosen & set(rows):
            self.selectionModel().select(self.lines.index(rows[key]), self.selectionModel().SelectionFlag.Select)
        if anchor in rows:
            now = self.visualRect(self.lines.index(rows[anchor])).top()
            bar.setValue(bar.value() + now - offset)

    def selected(self) -> list[Entry]:
        """The selected entries, in their order."""
        return [self.lines.entries[row] for row in sorted(index.row() for index in self.selectedIndexes())]

    def copied(self) -> str:
        """What a copy would hold: the selected entries, oldest last, or nothing."""
        rows = sorted(index.row() for index in self.selectedIndexes())
        return "\n\n".join(self.lines.entries[row].whole for row in rows)

    def copy(self) -> None:
        """Put the selected entries on the clipboard."""
        text = self.copied()
        if text:
            QApplication.clipboard().setText(text)

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802
        if event.matches(QKeySequence.StandardKey.Copy):
            self.copy()
            return
        super().keyPressEvent(event)

    def _scrolled(self, value: int) -> None:
        bar = self.verticalScrollBar()
        if bar.maximum() > 0 and value > bar.maximum() - bar.pageStep():
            self.end_near.emit()

    def _moved(self, current: QModelIndex, previous: QModelIndex) -> None:  # noqa: ARG002
        self.entry_chosen.emit(self.lines.entries[current.row()] if current.isValid() else None)
