"""A page that is scrolled down where it is too high, and is never cut off at its side."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QSize, Qt
from PySide6.QtWidgets import QFrame, QScrollArea, QWidget

MOST = 60
"""Characters: a single word may be longer than any window is wide."""


class PageArea(QScrollArea):
    """At least as wide as its page has to be, and as ``least`` characters."""

    def __init__(self, page: QWidget, *, least: int) -> None:
        super().__init__()
        page.setObjectName("page")
        self._least = least
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setWidget(page)

    def minimumSizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        character = self.fontMetrics().averageCharWidth()
        page = self.widget()
        wanted = page.minimumSizeHint().width() if page is not None else 0
        wanted += self.verticalScrollBar().sizeHint().width()
        width = max(character * self._least, min(wanted, character * MOST))
        return QSize(width, super().minimumSizeHint().height())

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802 - Qt's name
        if event.type() == QEvent.Type.LayoutRequest and watched is self.widget():
            self.updateGeometry()
        return super().eventFilter(watched, event)
