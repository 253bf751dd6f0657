"""Labels and tooltips that show text exactly as it is: a name or a message is never read as markup."""

from __future__ import annotations

import html

from PySide6.QtCore import QEvent, QRectF, QSize, Qt
from PySide6.QtGui import QFont, QPainter, QPaintEvent, QPalette, QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QSizePolicy, QVBoxLayout, QWidget

from linkapp.ui import icons


def plain(text: str = "", *, kind: str = "", wrap: bool = True, parent: QWidget | None = None) -> QLabel:
    """A label of plain text. ``kind`` "quiet" is for second lines, "warning" for what needs a look."""
    label = QLabel(text, parent)
    label.setTextFormat(Qt.TextFormat.PlainText)
    label.setWordWrap(wrap)
    if kind:
        label.setObjectName(kind)
    return label


def heading(text: str = "", *, larger: float = 1.25, parent: QWidget | None = None) -> QLabel:
    """A bold label, larger than the text by a factor."""
    label = plain(text, wrap=False, parent=parent)
    font = QFont(label.font())
    font.setBold(True)
    font.setPointSizeF(font.pointSizeF() * larger)
    label.setFont(font)
    return label


LONGEST_ON_A_BUTTON = 32
"""Letters: a button does not end its text in an ellipsis by itself."""


def short(text: str) -> str:
    """A text that a person made up, for a button: its beginning, where it is long."""
    return text if len(text) <= LONGEST_ON_A_BUTTON else f"{text[: LONGEST_ON_A_BUTTON - 1].rstrip()}…"


def tooltip(text: str) -> str:
    """A tooltip that shows ``text`` as it is, even where it looks like markup, and breaks long lines."""
    if not text:
        return ""
    return f'<p style="white-space:pre-wrap">{html.escape(text)}</p>'


class OneLine(QLabel):
    """Plain text on one line that ends in an ellipsis where the room ends; whole in its tooltip and for a reader."""

    def __init__(self, *, kind: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        if kind:
            self.setObjectName(kind)
        self._whole = ""

    def say(self, text: str) -> None:
        """Show this text."""
        self._whole = text
        self.setAccessibleName(text)
        self._fit()

    def whole(self) -> str:
        """The text, however much of it is seen."""
        return self._whole

    def minimumSizeHint(self) -> QSize:  # noqa: N802 - Qt's own name
        return QSize(self.fontMetrics().averageCharWidth() * 6, super().minimumSizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 - Qt's own name
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        line = self._whole.replace("\n", " ")
        shown = self.fontMetrics().elidedText(line, Qt.TextElideMode.ElideRight, max(0, self.width() - 1))
        self.setText(shown)
        self.setToolTip(tooltip(self._whole) if shown != line else "")


class Picture(QLabel):
    """An icon of ours in the text colour, which follows the theme."""

    def __init__(
        self,
        name: str,
        size: int,
        role: QPalette.ColorRole = QPalette.ColorRole.WindowText,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._name, self._size, self._role = name, size, role
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self._draw()

    def show_icon(self, name: str) -> None:
        """Another icon."""
        self._name = name
        self._draw()

    def changeEvent(self, event: QEvent) -> None:  # noqa: N802 - Qt's own name
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange:
            self._draw()

    def paintEvent(self, _event: QPaintEvent) -> None:  # noqa: N802 - Qt's own name
        place = QRectF(0, 0, self._size, self._size)
        place.moveCenter(QRectF(self.rect()).center())
        with QPainter(self) as painter:
            icons.paint(painter, self._name, place, self.palette().color(self._role))

    def _draw(self) -> None:
        colour = self.palette().color(self._role)
        self.setPixmap(icons.pixmap(self._name, self._size, colour, 2.0))  # its size is the label's


class Banner(QFrame):
    """What happened, in one place above a tab: a title, sentences, and what can be done about it."""

    ICONS = {"good": "sent", "info": "info", "warn": "warning", "bad": "shield"}  # noqa: RUF012

    def __init__(self, *, buttons_below: bool = False, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("banner")
        self._picture = Picture("info", 22)
        self.title = heading(larger=1.05)
        self.title.setWordWrap(True)
        self.text = plain()
        self.text.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.buttons = QHBoxLayout()
        self.buttons.setSpacing(8)
        texts = QVBoxLayout()
        texts.setSpacing(3)
        texts.addWidget(self.title)
        texts.addWidget(self.text)
        row = QHBoxLayout(self)
        row.setContentsMargins(14, 10, 12, 10)
        row.setSpacing(12)
        row.addWidget(self._picture, 0, Qt.AlignmentFlag.AlignTop)
        row.addLayout(texts, 1)
        if buttons_below:
            texts.addLayout(self.buttons)
            self.buttons.setAlignment(Qt.AlignmentFlag.AlignLeft)
        else:
            row.addLayout(self.buttons)
        self.kept: tuple[QPushButton, ...] = ()
        self.hide()

    def tell(self, kind: str, title: str, text: str, icon: str = "") -> None:
        """Show this: kind "good", "info", "warn" or "bad"."""
        self.setProperty("kind", kind)
        self.style().unpolish(self)
        self.style().polish(self)
        self._picture.show_icon(icon or self.ICONS[kind])
        self.title.setText(title)
        self.text.setText(text)
        self.text.setVisible(bool(text))
        self.setAccessibleName(title)
        self.setAccessibleDescription(text)
        self.show()

    def offer(self, *buttons: QPushButton) -> None:
        """The buttons of the banner, in place of any before, which are deleted unless they are in ``kept``."""
        while (item := self.buttons.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None and widget not in buttons:
                widget.hide()
                if widget not in self.kept:
                    widget.deleteLater()
        for button in buttons:
            self.buttons.addWidget(button, 0, Qt.AlignmentFlag.AlignVCenter)
            button.show()


class Empty(QWidget):
    """An empty state: a picture, one sentence, a quiet second one, and one button."""

    def __init__(self, picture: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._picture = Picture(picture, 52, QPalette.ColorRole.PlaceholderText)
        self.title = heading(larger=1.3)
        self.title.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        self.title.setWordWrap(True)
        self.text = plain(kind="quiet")
        self.text.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        self.button = QPushButton()
        self.button.hide()
        column = QVBoxLayout(self)
        column.setContentsMargins(32, 32, 32, 32)
        column.setSpacing(10)
        column.addStretch(2)
        column.addWidget(self._picture, 0, Qt.AlignmentFlag.AlignHCenter)
        column.addSpacing(6)
        column.addWidget(self.title)
        column.addWidget(self.text)
        column.addSpacing(6)
        column.addWidget(self.button, 0, Qt.AlignmentFlag.AlignHCenter)
        column.addStretch(3)

    def say(self, picture: str, title: str, text: str = "", button: str = "") -> None:
        """Show this."""
        self._picture.show_icon(picture)
        self.title.setText(title)
        self.text.setText(text)
        self.text.setVisible(bool(text))
        self.button.setText(button)
        self.button.setVisible(bool(button))
        self.setAccessibleName(title)
        self.setAccessibleDescription(text)
