"""Bars over days, drawn by hand: at most one mark a pixel, told apart by pattern as well as by colour.

The same drawing is shown, written as a picture and written as SVG. Whoever cannot see it reads the table that stands
beside it; a chart never tells what the table does not.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import Enum

from PySide6.QtCore import QBuffer, QByteArray, QEvent, QIODevice, QPointF, QRect, QRectF, QSize, Qt
from PySide6.QtGui import (
    QBrush,
    QColor,
    QFont,
    QFontMetricsF,
    QHelpEvent,
    QImage,
    QPainter,
    QPaintEvent,
    QPalette,
    QPen,
)
from PySide6.QtWidgets import QSizePolicy, QToolTip, QWidget

from linkapp.domain.figures import ticks
from linkapp.ui.labels import tooltip

PICTURE = QSize(960, 420)
"""The size of a picture that is saved, in points; PNG has twice as many pixels each way."""
GAP = 0.25
"""Of a bar's place; bars of few pixels have none."""


class Look(Enum):
    """How a series is told apart: the role of its colour, and its pattern."""

    FULL = (QPalette.ColorRole.Highlight, Qt.BrushStyle.SolidPattern)
    STRIPED = (QPalette.ColorRole.WindowText, Qt.BrushStyle.BDiagPattern)
    PALE = (QPalette.ColorRole.PlaceholderText, Qt.BrushStyle.Dense6Pattern)
    CROSSED = (QPalette.ColorRole.BrightText, Qt.BrushStyle.DiagCrossPattern)

    def colour(self, palette: QPalette) -> QColor:
        """Its colour in a palette."""
        return palette.color(self.value[0])


@dataclass(frozen=True, kw_only=True)
class Series:
    """One number a bar."""

    title: str
    values: tuple[int, ...]
    look: Look = Look.FULL


@dataclass(frozen=True, kw_only=True)
class Bars:
    """Series stacked on each other, one bar a label; ``limit`` is a line across, with what it is called."""

    title: str
    labels: tuple[str, ...]
    series: tuple[Series, ...]
    limit: int | None = None
    limit_title: str = ""
    first_labelled: bool = False
    """Where not every label fits, the first always stands; else the last."""

    @property
    def totals(self) -> tuple[int, ...]:
        """The height of each bar."""
        return tuple(sum(values) for values in zip(*(row.values for row in self.series), strict=True))

    @property
    def most(self) -> int:
        """What the axis has to reach."""
        return max((*self.totals, self.limit or 0), default=0)


def fitted(bars: Bars, pixels: int) -> Bars:
    """The same with at most one bar a pixel: neighbours are added up where there are more."""
    together = -(-len(bars.labels) // max(1, pixels))
    if together <= 1:
        return bars
    starts = range(0, len(bars.labels), together)
    labels = []
    for start in starts:
        group = bars.labels[start : start + together]
        labels.append(group[0] if len(group) == 1 else f"{group[0]} – {group[-1]}")
    series = tuple(
        replace(row, values=tuple(sum(row.values[start : start + together]) for start in starts)) for row in bars.series
    )
    return replace(bars, labels=tuple(labels), series=series)


@dataclass(frozen=True, kw_only=True)
class _Places:
    """Where the parts of a drawing lie."""

    plot: QRectF
    line: float
    marks: Sequence[int]

    @classmethod
    def of(cls, bars: Bars, area: QRectF, metrics: QFontMetricsF) -> _Places:
        line, marks = metrics.height(), ticks(bars.most)
        left = metrics.horizontalAdvance(f"{marks[-1]}") + line * 0.6
        plot = area.adjusted(left, line * 0.8, -line * 1.2, -line * 3.0)
        return cls(plot=plot, line=line, marks=marks)

    def y(self, number: float) -> float:
        return self.plot.bottom() - self.plot.height() * number / self.marks[-1]


def draw(painter: QPainter, area: QRectF, bars: Bars, palette: QPalette, font: QFont) -> None:
    """Draw into an area. Nothing to count is drawn as empty axes."""
    painter.save()
    painter.setFont(font)
    metrics = QFontMetricsF(font)
    places = _Places.of(bars, area, metrics)
    if places.plot.width() >= 1 and places.plot.height() >= 1:
        _draw_axis(painter, places, palette)
        shown = fitted(bars, int(places.plot.width()))
        _draw_bars(painter, places, shown, palette)
        _draw_limit(painter, places, bars, palette)
        _draw_labels(painter, places, shown, palette, metrics)
    _draw_legend(painter, area, bars, palette, metrics)
    painter.restore()


def _draw_axis(painter: QPainter, places: _Places, palette: QPalette) -> None:
    plot, line = places.plot, places.line
    for mark in places.marks:
        y = round(places.y(mark)) + 0.5
        painter.setPen(QPen(palette.color(QPalette.ColorRole.Dark if mark == 0 else QPalette.ColorRole.Mid), 1))
        painter.drawLine(QPointF(plot.left(), y), QPointF(plot.right(), y))
        painter.setPen(palette.color(QPalette.ColorRole.PlaceholderText))
        box = QRectF(plot.left() - line * 10 - line * 0.4, y - line / 2, line * 10, line)
        painter.drawText(box, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, f"{mark}")


def _draw_bars(painter: QPainter, places: _Places, bars: Bars, palette: QPalette) -> None:
    step = places.plot.width() / max(1, len(bars.labels))
    gap = step * GAP if step >= 4 else 0.0
    for number in range(len(bars.labels)):
        left, below = places.plot.left() + number * step + gap / 2, 0
        for row in bars.series:
            if value := row.values[number]:
                top, bottom = places.y(below + value), places.y(below)
                _draw_block(painter, QRectF(left, top, step - gap, bottom - top), row.look, palette)
                below += value


def _draw_block(painter: QPainter, block: QRectF, look: Look, palette: QPalette) -> None:
    colour = look.colour(palette)
    if block.width() < 5 or look is Look.FULL:  # a pattern would not be seen
        painter.fillRect(block, colour)
        return
    painter.fillRect(block, QBrush(colour, look.value[1]))
    painter.setPen(QPen(colour, 1))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawRect(block.adjusted(0.5, 0.5, -0.5, -0.5))


def _draw_limit(painter: QPainter, places: _Places, bars: Bars, palette: QPalette) -> None:
    if bars.limit is None:
        return
    y = places.y(bars.limit)
    painter.setPen(QPen(palette.color(QPalette.ColorRole.WindowText), 1.5, Qt.PenStyle.DashLine))
    painter.drawLine(QPointF(places.plot.left(), y), QPointF(places.plot.right(), y))
    painter.setPen(palette.color(QPalette.ColorRole.WindowText))
    box = QRectF(places.plot.left(), y - places.line * 1.1, places.plot.width(), places.line)
    painter.drawText(box, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, bars.limit_title)


def _draw_labels(painter: QPainter, places: _Places, bars: Bars, palette: QPalette, metrics: QFontMetricsF) -> None:
    """As many labels as fit, evenly apart."""
    if not bars.labels:
        return
    plot, count = places.plot, len(bars.labels)
    widest = max(metrics.horizontalAdvance(label) for label in bars.labels) + places.line
    apart = max(1, -(-count // max(1, int(plot.width() / widest))))
    step = plot.width() / count
    painter.setPen(palette.color(QPalette.ColorRole.PlaceholderText))
    for number in range(0, count, apart) if bars.first_labelled else range(count - 1, -1, -apart):
        middle = plot.left() + (number + 0.5) * step
        left = min(max(plot.left() - places.line, middle - widest / 2), plot.right() - widest + places.line * 1.5)
        box = QRectF(left, plot.bottom() + places.line * 0.3, widest, places.line)
        painter.drawText(box, Qt.AlignmentFlag.AlignCenter, bars.labels[number])


def _draw_legend(painter: QPainter, area: QRectF, bars: Bars, palette: QPalette, metrics: QFontMetricsF) -> None:
    line = metrics.height()
    x, y = area.left() + line * 0.5, area.bottom() - line * 1.2
    for row in bars.series:
        _draw_block(painter, QRectF(x, y + line * 0.1, line * 0.8, line * 0.8), row.look, palette)
        x += line * 1.1
        width = metrics.horizontalAdvance(row.title) + 2
        painter.setPen(palette.color(QPalette.ColorRole.WindowText))
        painter.drawText(QRectF(x, y, width, line), Qt.AlignmentFlag.AlignVCenter, row.title)
        x += width + line


class Chart(QWidget):
    """Shows bars; hovering tells the figures of one."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.bars: Bars | None = None
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)

    def show_bars(self, bars: Bars, summary: str) -> None:
        """Show these; ``summary`` is what a screen reader says of them."""
        self.bars = bars
        self.setAccessibleName(bars.title)
        self.setAccessibleDescription(summary)
        self.update()

    def minimumSizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        line = self.fontMetrics().height()
        return QSize(line * 14, line * 7)

    def sizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        line = self.fontMetrics().height()
        return QSize(line * 30, line * 12)

    def told_at(self, x: float) -> str:
        """The figures of the bar at a place, line by line; empty beside the bars."""
        if self.bars is None:
            return ""
        plot = _Places.of(self.bars, QRectF(self.rect()), QFontMetricsF(self.font())).plot
        shown = fitted(self.bars, int(plot.width()))
        if not plot.left() <= x < plot.right() or not shown.labels:
            return ""
        number = int((x - plot.left()) / plot.width() * len(shown.labels))
        return "\n".join([shown.labels[number], *(f"{row.values[number]} {row.title}" for row in shown.series)])

    def event(self, event: QEvent) -> bool:
        if isinstance(event, QHelpEvent) and event.type() == QEvent.Type.ToolTip:
            QToolTip.showText(event.globalPos(), tooltip(self.told_at(event.pos().x())), self)
            return True
        return super().event(event)

    def paintEvent(self, _event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        if self.bars is not None:
            with QPainter(self) as painter:
                draw(painter, QRectF(self.rect()), self.bars, self.palette(), self.font())


def png(bars: Bars, palette: QPalette, font: QFont) -> bytes:
    """A picture on the palette's own ground, so that it is read wherever it is put."""
    image = QImage(PICTURE * 2, QImage.Format.Format_RGB32)
    image.setDevicePixelRatio(2)
    image.fill(palette.color(QPalette.ColorRole.Base))
    with QPainter(image) as painter:
        _draw_titled(painter, bars, palette, font)
    room = QBuffer()
    room.open(QIODevice.OpenModeFlag.WriteOnly)
    image.save(room, "PNG")  # type: ignore[call-overload]  # Qt takes it, its stubs do not know
    return bytes(room.data().data())


def svg(bars: Bars, palette: QPalette, font: QFont) -> bytes:
    """The same as SVG. Its size is that of the drawing (a view box): a size alone is written in millimetres."""
    from PySide6.QtSvg import QSvgGenerator  # not needed before somebody saves a picture

    content = QByteArray()
    room = QBuffer(content)
    made = QSvgGenerator()
    made.setOutputDevice(room)
    made.setSize(PICTURE)
    made.setViewBox(QRect(0, 0, PICTURE.width(), PICTURE.height()))
    made.setTitle(bars.title)
    with QPainter(made) as painter:
        painter.fillRect(QRectF(0, 0, PICTURE.width(), PICTURE.height()), palette.color(QPalette.ColorRole.Base))
        _draw_titled(painter, bars, palette, font)
    return bytes(content.data())


def _draw_titled(painter: QPainter, bars: Bars, palette: QPalette, font: QFont) -> None:
    line = QFontMetricsF(font).height()
    area = QRectF(0, 0, PICTURE.width(), PICTURE.height()).adjusted(line, line, -line, -line * 0.5)
    bold = QFont(font)
    bold.setBold(True)
    painter.setFont(bold)
    painter.setPen(palette.color(QPalette.ColorRole.WindowText))
    head = QRectF(area.left(), area.top(), area.width(), line * 1.4)
    painter.drawText(head, Qt.AlignmentFlag.AlignVCenter, bars.title)
    draw(painter, area.adjusted(0, line * 1.8, 0, 0), bars, palette, font)
