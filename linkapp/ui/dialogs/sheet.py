"""The shape all dialogs have: a title, what is said, buttons at the end. Escape closes."""

from __future__ import annotations

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QDialog, QHBoxLayout, QPushButton, QSizePolicy, QVBoxLayout, QWidget

from linkapp.ui.labels import heading
from linkapp.ui.words import Words


class Sheet(QDialog):
    """A dialog with a title line, a body to fill, and a row of buttons."""

    def __init__(self, words: Words, title: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.words = words
        self.setWindowModality(Qt.WindowModality.WindowModal)
        self.title = heading(larger=1.35)
        self.body = QVBoxLayout()
        self.body.setSpacing(10)
        self.buttons = QHBoxLayout()
        self.buttons.setSpacing(8)
        self.buttons.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(26, 22, 26, 20)
        column.setSpacing(14)
        column.addWidget(self.title)
        column.addLayout(self.body, 1)
        column.addSpacing(4)
        column.addLayout(self.buttons)
        self.setMinimumWidth(self.fontMetrics().averageCharWidth() * 62)
        self.name_it(title)

    def name_it(self, title: str) -> None:
        """The title, in the window's frame too."""
        self.setWindowTitle(title)
        self.title.setText(title)
        self.setAccessibleName(title)

    def fit(self) -> None:
        """Take the room that is needed now: what is said has changed."""
        self._fit()
        QTimer.singleShot(0, self, self._fit)  # once more, when what was hidden or changed has been laid out

    def _fit(self) -> None:
        layout = self.layout()
        assert layout is not None
        layout.activate()
        width = max(self.width(), self.minimumWidth(), layout.minimumSize().width())
        self.resize(width, layout.totalHeightForWidth(width))

    def showEvent(self, event: QShowEvent) -> None:  # noqa: N802 - Qt's name
        super().showEvent(event)
        layout = self.layout()
        if layout is not None and self.width() < layout.minimumSize().width():
            self.fit()

    def button(self, text: str, *, primary: bool = False) -> QPushButton:
        """Add a button at the end of the row."""
        made = QPushButton(text)
        made.setSizePolicy(QSizePolicy.Policy.Minimum, QSizePolicy.Policy.Fixed)
        made.setAutoDefault(primary)
        made.setDefault(primary)
        if primary:
            made.setObjectName("primary")
        self.buttons.addWidget(made)
        return made
