"""How a row of the campaign's list is drawn, and what a click or a key does to it."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import (
    QAbstractItemModel,
    QEvent,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QRect,
    QRectF,
    QSize,
    Qt,
)
from PySide6.QtGui import QFont, QFontMetrics, QKeyEvent, QMouseEvent, QPainter, QPalette
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from linkapp.domain.moment import Skip
from linkapp.ui import icons
from linkapp.ui.lists.faces import paint_face, paint_line, paint_tick, tint
from linkapp.ui.tabs.campaign.model import ROW_STATE_ICONS, Due, DueModel, Row, RowKind, RowState

Index = QModelIndex | QPersistentModelIndex


class DueDelegate(QStyledItemDelegate):
    """Draws a person: tick, disc with initials, name, how they stand, and the beginning of the text."""

    def __init__(self, model: DueModel, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._model = model

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:  # noqa: N802 - Qt's own name
        row = self._model.row_at(index)
        line = QFontMetrics(option.font).height()
        if row is None or row.kind in (RowKind.HEADING, RowKind.FOLD):
            return QSize(line * 12, round(line * 2.3))
        return QSize(line * 12, round(line * (3.6 if row.kind is RowKind.PERSON else 3.1)))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        row = self._model.row_at(index)
        if row is None:
            return
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        state = option.state
        if row.kind is not RowKind.HEADING:
            self._ground(painter, option, state)
        if row.due is not None:
            self._person(painter, option, row.due)
        elif row.skip is not None:
            self._skip(painter, option, row.skip)
        else:
            self._heading(painter, option, row)
        painter.restore()

    def editorEvent(  # noqa: N802 - Qt's own name
        self,
        event: QEvent,
        model: QAbstractItemModel,  # noqa: ARG002 - Qt hands it over
        option: QStyleOptionViewItem,
        index: Index,
    ) -> bool:
        row = self._model.row_at(index)
        if row is None:
            return False
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            return event.key() in (Qt.Key.Key_Space, Qt.Key.Key_Select) and self._toggle(row)
        if isinstance(event, QMouseEvent) and event.type() == QEvent.Type.MouseButtonRelease:
            if event.button() != Qt.MouseButton.LeftButton:
                return False
            place = event.position().toPoint()
            if row.kind is RowKind.FOLD or (row.due is not None and _places(option).tick_area.contains(place)):
                return self._toggle(row)
        return False

    def _toggle(self, row: Row) -> bool:
        if row.kind is RowKind.FOLD:
            self._model.fold(not self._model.folded)
            return True
        if row.due is not None:
            self._model.tick(row.due, not row.due.ticked)
            return True
        return False

    def _ground(self, painter: QPainter, option: QStyleOptionViewItem, state: QStyle.StateFlag) -> None:
        place, palette = option.rect, option.palette
        if state & QStyle.StateFlag.State_Selected:
            painter.fillRect(place, tint(palette))
            bar = QRect(place.left(), place.top(), 3, place.height())
            painter.fillRect(bar, palette.color(QPalette.ColorRole.Highlight))
        elif state & QStyle.StateFlag.State_MouseOver:
            painter.fillRect(place, tint(palette, 0.06))
        if state & QStyle.StateFlag.State_HasFocus:
            painter.setPen(palette.color(QPalette.ColorRole.Highlight))
            painter.drawRect(QRectF(place).adjusted(0.5, 0.5, -0.5, -0.5))

    def _heading(self, painter: QPainter, option: QStyleOptionViewItem, row: Row) -> None:
        palette, font = option.palette, QFont(option.font)
        line = QFontMetrics(font).height()
        place = option.rect.adjusted(14, 0, -14, 0)
        quiet = palette.color(QPalette.ColorRole.PlaceholderText)
        if row.kind is RowKind.FOLD:
            size = round(line * 0.95)
            box = QRectF(place.left() - 2, place.center().y() - size / 2 + 1, size, size)
            icons.paint(painter, "folded" if self._model.folded else "unfolded", box, quiet)
            place.adjust(size + 8, 0, 0, 0)
        else:
            place.adjust(0, round(line * 0.5), 0, 0)
        font.setWeight(QFont.Weight.DemiBold)
        paint_line(painter, place, self._model.heading_text(row), font, quiet)

    def _person(self, painter: QPainter, option: QStyleOptionViewItem, due: Due) -> None:
        palette, font = option.palette, option.font
        places = _places(option)
        if due.open:
            paint_tick(painter, places.tick, palette, on=due.ticked, enabled=not self._model.locked)
        paint_face(painter, places.face, due.draft.person.name, palette, font)
        strong = QFont(font)
        strong.setBold(True)
        text, quiet = palette.color(QPalette.ColorRole.Text), palette.color(QPalette.ColorRole.PlaceholderText)
        plain_today = due.state is RowState.IDLE and due.draft.late_days <= 0  # its heading says so already
        right = "" if plain_today else self._model.state_text(due)
        metrics = QFontMetrics(font)
        width = metrics.horizontalAdvance(right) + 2
        icon = ROW_STATE_ICONS.get(due.state)
        if icon == "sent" and due.dry:
            icon = "rehearse"
        top, bottom = places.top, places.bottom
        place = QRect(top.right() - width + 1, top.top(), width, top.height())
        colour = quiet if due.state in (RowState.IDLE, RowState.WAITING) else text
        paint_line(painter, place, right, font, colour, right=True)
        used = width
        if icon:
            size = round(metrics.height() * 1.05)
            spot = QRectF(place.left() - size - 5, top.center().y() - size / 2 + 1, size, size)
            icons.paint(painter, icon, spot, colour)
            used += size + 5
        person = due.draft.person
        mark = self._model.mark_of(person)
        name = f"{person.name} · {mark}" if mark else person.name
        paint_line(painter, top.adjusted(0, 0, -used - 10, 0), name, strong, text)
        paint_line(painter, bottom, self._model.second_line(due), font, quiet)

    def _skip(self, painter: QPainter, option: QStyleOptionViewItem, skip: Skip) -> None:
        palette, font = option.palette, option.font
        places = _places(option)
        quiet = palette.color(QPalette.ColorRole.PlaceholderText)
        face = QRect(places.face)
        shrink = round(face.height() * 0.08)
        paint_face(painter, face.adjusted(shrink, shrink, -shrink, -shrink), skip.person.name, palette, font)
        paint_line(painter, places.top, skip.person.name, font, palette.color(QPalette.ColorRole.Text))
        phrase = self._model._words.reason(skip.reason, skip.detail)
        paint_line(painter, places.bottom, phrase[:1].upper() + phrase[1:], font, quiet)


@dataclass(frozen=True, kw_only=True)
class RowPlaces:
    """Where the parts of a person's row lie."""

    tick: QRect
    tick_area: QRect
    face: QRect
    top: QRect
    bottom: QRect


def _places(option: QStyleOptionViewItem) -> RowPlaces:
    rect, line = option.rect, QFontMetrics(option.font).height()
    box = round(line * 1.05)
    left = rect.left() + 14
    tick = QRect(left, rect.center().y() - box // 2, box, box)
    size = round(line * 2.3)
    face = QRect(tick.right() + 12, rect.center().y() - size // 2, size, size)
    x = face.right() + 13
    width = rect.right() - 14 - x
    half = round(line * 1.25)
    return RowPlaces(
        tick=tick,
        tick_area=QRect(rect.left(), rect.top(), face.left() - rect.left() - 4, rect.height()),
        face=face,
        top=QRect(x, rect.center().y() - half, width, half),
        bottom=QRect(x, rect.center().y() + 1, width, half),
    )
