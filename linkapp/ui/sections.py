"""The sections of the window: a row of tabs with room for a line at its end, and the page in front below."""

from __future__ import annotations

from PySide6.QtCore import QSize, Signal
from PySide6.QtGui import QIcon
from PySide6.QtWidgets import QFrame, QHBoxLayout, QSizePolicy, QStackedWidget, QTabBar, QVBoxLayout, QWidget


class Sections(QWidget):
    """Like a tab widget, but what stands at the end of the row is in line with the tabs."""

    current_changed = Signal(int)

    def __init__(self, end: QWidget, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.bar = QTabBar()
        self.bar.setObjectName("sections")
        self.bar.setDrawBase(False)
        self.bar.setExpanding(False)
        self.bar.setIconSize(QSize(18, 18))
        self.bar.setUsesScrollButtons(False)
        self.bar.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        self.pages = QStackedWidget()
        line = QFrame()
        line.setObjectName("line")
        line.setFixedHeight(1)
        row = QHBoxLayout()
        row.setContentsMargins(12, 0, 20, 0)
        row.addWidget(self.bar, 1)
        row.addWidget(end)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(row)
        column.addWidget(line)
        column.addWidget(self.pages, 1)
        self.bar.currentChanged.connect(self._changed)

    def add(self, page: QWidget) -> None:
        """Add a page at the end."""
        self.pages.addWidget(page)
        self.bar.addTab("")

    def put(self, number: int, page: QWidget) -> None:
        """Put a page in the place of another one, which is deleted."""
        earlier = self.pages.widget(number)
        self.pages.insertWidget(number, page)
        page.setAccessibleName(self.bar.tabText(number))
        if earlier is not None:
            self.pages.removeWidget(earlier)
            earlier.deleteLater()
        self.pages.setCurrentIndex(self.bar.currentIndex())

    def name(self, number: int, text: str) -> None:
        """Name a section."""
        self.bar.setTabText(number, text)
        page = self.pages.widget(number)
        if page is not None:
            page.setAccessibleName(text)

    def dress(self, number: int, icon: QIcon) -> None:
        """Give a section its icon."""
        self.bar.setTabIcon(number, icon)

    def go(self, number: int) -> None:
        """Bring a section to the front."""
        if 0 <= number < self.bar.count():
            self.bar.setCurrentIndex(number)

    @property
    def number(self) -> int:
        """The number of the section in front."""
        return self.bar.currentIndex()

    @property
    def page(self) -> QWidget | None:
        """The page in front."""
        return self.pages.currentWidget()

    def _changed(self, number: int) -> None:
        self.pages.setCurrentIndex(number)
        self.current_changed.emit(number)
