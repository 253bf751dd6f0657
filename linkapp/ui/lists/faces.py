"""Painting shared by the lists: initials in a disc, the tint of the current row, one elided line."""

from __future__ import annotations

import unicodedata
import zlib

from PySide6.QtCore import QPointF, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter, QPaintEvent, QPalette, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

HUES = (168, 205, 240, 275, 320, 8, 36, 84)


def initials(name: str) -> str:
    """One or two letters for a name: of its first and last word. "?" where there is no letter at all."""
    words = [word for word in name.replace("-", " ").split() if any(letter.isalpha() for letter in word)]
    letters = [next(letter for letter in word if letter.isalpha()) for word in words]
    if not letters:
        return "?"
    chosen = letters[0] if len(letters) == 1 else letters[0] + letters[-1]
    if any(unicodedata.east_asian_width(letter) in "WF" for letter in chosen):
        chosen = chosen[0]
    return chosen.upper()


def face_colours(name: str, palette: QPalette) -> tuple[QColor, QColor]:
    """Ground and letter colour of a person's disc: always the same for a name, quiet in both themes."""
    hue = HUES[zlib.crc32(name.encode()) % len(HUES)]
    if palette.color(QPalette.ColorRole.Base).lightness() < 128:
        return QColor.fromHsl(hue, 60, 70), QColor.fromHsl(hue, 110, 215)
    return QColor.fromHsl(hue, 110, 222), QColor.fromHsl(hue, 130, 60)


def paint_face(painter: QPainter, place: QRect, name: str, palette: QPalette, font: QFont) -> None:
    """Draw a person's disc."""
    ground, letters = face_colours(name, palette)
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(ground)
    painter.drawEllipse(QRectF(place))
    small = QFont(font)
    small.setBold(True)
    small.setPixelSize(max(6, round(place.height() * 0.38)))
    painter.setFont(small)
    painter.setPen(letters)
    painter.drawText(place, Qt.AlignmentFlag.AlignCenter, initials(name))
    painter.restore()


def paint_tick(painter: QPainter, place: QRect, palette: QPalette, *, on: bool, enabled: bool) -> None:
    """Draw a check box: an edge that is seen in both themes, filled with a tick in it where it is on."""
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    box = QRectF(place).adjusted(0.75, 0.75, -0.75, -0.75)
    quiet = palette.color(QPalette.ColorRole.PlaceholderText)
    fill = palette.color(QPalette.ColorRole.Highlight) if enabled else quiet
    painter.setPen(QPen(fill if on else palette.color(QPalette.ColorRole.Dark), 1.3))
    painter.setBrush(fill if on else palette.color(QPalette.ColorRole.Base))
    painter.drawRoundedRect(box, 3.5, 3.5)
    if on:
        pen = QPen(palette.color(QPalette.ColorRole.HighlightedText if enabled else QPalette.ColorRole.Base))
        pen.setWidthF(max(1.6, box.width() * 0.13))
        pen.setCapStyle(Qt.PenCapStyle.RoundCap)
        pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
        painter.setPen(pen)
        corners = ((0.24, 0.53), (0.43, 0.71), (0.77, 0.31))
        points = [QPointF(box.left() + box.width() * x, box.top() + box.height() * y) for x, y in corners]
        painter.drawPolyline(points)
    painter.restore()


def tint(palette: QPalette, share: float = 0.14) -> QColor:
    """The ground of the current row: the accent, thinly over the sheet."""
    over, under = palette.color(QPalette.ColorRole.Highlight), palette.color(QPalette.ColorRole.Base)

    def mixed(first: float, other: float) -> float:
        return first * share + other * (1 - share)

    return QColor.fromRgbF(
        mixed(over.redF(), under.redF()), mixed(over.greenF(), under.greenF()), mixed(over.blueF(), under.blueF())
    )


def paint_line(painter: QPainter, place: QRect, text: str, font: QFont, colour: QColor, *, right: bool = False) -> None:
    """Draw one line of plain text, ending in an ellipsis where the room ends."""
    line = " ".join(text.split("\n"))
    painter.setFont(font)
    painter.setPen(colour)
    shown = QFontMetrics(font).elidedText(line, Qt.TextElideMode.ElideRight, place.width())
    side = Qt.AlignmentFlag.AlignRight if right else Qt.AlignmentFlag.AlignLeft
    painter.drawText(place, side | Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextSingleLine, shown)


class Face(QWidget):
    """A person's disc as a widget."""

    def __init__(self, size: int, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._name, self._size = "", size
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def show_person(self, name: str) -> None:
        """Whose disc it is."""
        self._name = name
        self.update()

    def sizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        return QSize(self._size, self._size)

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802, ARG002
        with QPainter(self) as painter:
            paint_face(painter, self.rect(), self._name, self.palette(), self.font())
