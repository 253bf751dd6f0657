"""A row that goes on below itself where it is too narrow for all that is in it."""

from __future__ import annotations

from PySide6.QtCore import QPoint, QRect, QSize, Qt
from PySide6.QtWidgets import QHBoxLayout, QLayout, QLayoutItem, QSizePolicy, QStyle, QWidget


class FlowLayout(QLayout):
    """Widgets beside each other, each as wide as it wants to be; one that can grow takes what is left of its line."""

    def __init__(self, parent: QWidget | None = None, *, spacing: int = 8) -> None:
        super().__init__(parent)
        self._items: list[QLayoutItem] = []
        self.setContentsMargins(0, 0, 0, 0)
        self.setSpacing(spacing)

    def put(self, number: int, widget: QWidget) -> None:
        """Add a widget before the one of this number."""
        self.addWidget(widget)
        self._items.insert(number, self._items.pop())

    # Qt's own

    def addItem(self, item: QLayoutItem) -> None:  # noqa: N802 - Qt's name
        self._items.append(item)

    def count(self) -> int:
        return len(self._items)

    def itemAt(self, number: int) -> QLayoutItem | None:  # noqa: N802 - Qt's name
        return self._items[number] if 0 <= number < len(self._items) else None

    def takeAt(self, number: int) -> QLayoutItem | None:  # noqa: N802 - Qt's name
        return self._items.pop(number) if 0 <= number < len(self._items) else None

    def expandingDirections(self) -> Qt.Orientation:  # noqa: N802 - Qt's name
        return Qt.Orientation.Horizontal

    def hasHeightForWidth(self) -> bool:  # noqa: N802 - Qt's name
        return True

    def heightForWidth(self, width: int) -> int:  # noqa: N802 - Qt's name
        lines = self._lines(width)
        return sum(_height(line) for line in lines) + self.spacing() * max(0, len(lines) - 1)

    def sizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        shown = self._shown()
        width = sum(item.sizeHint().width() for item in shown) + self.spacing() * max(0, len(shown) - 1)
        return QSize(width, _height(shown))

    def minimumSize(self) -> QSize:  # noqa: N802 - Qt's name
        return QSize(max((_least(item) for item in self._shown()), default=0), _height(self._shown()))

    def setGeometry(self, place: QRect) -> None:  # noqa: N802 - Qt's name
        super().setGeometry(place)
        parent = self.parentWidget()
        direction = parent.layoutDirection() if parent is not None else Qt.LayoutDirection.LeftToRight
        top = place.top()
        for line in self._lines(place.width()):
            left, height = place.left(), _height(line)
            spare = place.width() - sum(_least(item) for item in line) - self.spacing() * (len(line) - 1)
            for item in line:
                width = min(_least(item), place.width())
                if _grows(item):
                    width, spare = width + max(0, spare), 0
                size = QSize(width, min(height, item.sizeHint().height()))
                own = QRect(QPoint(left, top + (height - size.height()) // 2), size)
                item.setGeometry(QStyle.visualRect(direction, place, own))
                left += width + self.spacing()
            top += height + self.spacing()

    # own

    def _shown(self) -> list[QLayoutItem]:
        return [item for item in self._items if not item.isEmpty()]

    def _lines(self, width: int) -> list[list[QLayoutItem]]:
        lines: list[list[QLayoutItem]] = []
        left = 0
        for item in self._shown():
            if not lines or left + self.spacing() + _least(item) > width:
                lines.append([item])
                left = _least(item)
            else:
                lines[-1].append(item)
                left += self.spacing() + _least(item)
        return lines


class LineEnd(QWidget):
    """What stays together at the end of a line: the first takes the room that is left."""

    def __init__(self, first: QWidget, *others: QWidget) -> None:
        super().__init__()
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        self.row = QHBoxLayout(self)
        self.row.setContentsMargins(0, 0, 0, 0)
        self.row.setSpacing(8)
        self.row.addWidget(first, 1)
        for widget in others:
            self.row.addWidget(widget)


def _grows(item: QLayoutItem) -> bool:
    return bool(item.expandingDirections() & Qt.Orientation.Horizontal)


def _least(item: QLayoutItem) -> int:
    """What it gets at least: one that can grow can also do with less than it wants."""
    return item.minimumSize().width() if _grows(item) else item.sizeHint().width()


def _height(items: list[QLayoutItem]) -> int:
    return max((item.sizeHint().height() for item in items), default=0)
