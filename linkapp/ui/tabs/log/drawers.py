"""What lies folded below the log: a row of names, of which one at a time can be open."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtWidgets import QPushButton, QStackedWidget, QWidget

from linkapp.services.application import Application
from linkapp.ui import icons
from linkapp.ui.flow import FlowLayout, LineEnd
from linkapp.ui.labels import OneLine
from linkapp.ui.words import Words

LINES = 11
"""The least height of an open drawer, in lines of text."""


class Panel(QWidget):
    """What is in a drawer. It reads only while it is open."""

    def attach(self, app: Application) -> None:
        """Take up the application."""
        raise NotImplementedError

    def refresh(self) -> None:
        """Read again."""
        raise NotImplementedError

    def retranslate(self) -> None:
        """Say everything in the language spoken now."""
        raise NotImplementedError

    def stop(self) -> None:
        """The drawer was closed: nothing is read any more."""


class Drawers(QWidget):
    """The row of names; ``open_panel`` is where the open one is seen, to be placed by whoever owns both. A panel is
    made when it is opened for the first time."""

    changed = Signal()

    def __init__(self, words: Words, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._words = words
        self._app: Application | None = None
        self._make: dict[str, Callable[[Words], Panel]] = {}
        self.buttons: dict[str, QPushButton] = {}
        self.panels: dict[str, Panel] = {}
        self.open_panel = QStackedWidget()
        self.open_panel.setMinimumHeight(self.fontMetrics().height() * LINES)
        self.open_panel.hide()
        self._row = FlowLayout(self)
        self.note = OneLine(kind="quiet")
        self._end = LineEnd(self.note)
        self._row.addWidget(self._end)

    def add(self, name: str, make: Callable[[Words], Panel]) -> None:
        """One more drawer; ``log.drawer.<name>`` names it."""
        button = QPushButton()
        button.setObjectName("quiet")
        button.setCheckable(True)
        button.toggled.connect(lambda down: self._toggled(name, down))
        self._make[name] = make
        self.buttons[name] = button
        self._row.put(len(self.buttons) - 1, button)

    def add_end(self, widget: QWidget) -> None:
        """A button at the end of the row."""
        self._end.row.addWidget(widget)

    def say(self, text: str) -> None:
        """What came of the last button, between the names and the buttons."""
        self.note.say(text)

    @property
    def name(self) -> str:
        """The drawer that is open, or nothing."""
        return next((name for name, button in self.buttons.items() if button.isChecked()), "")

    def attach(self, app: Application) -> None:
        """Take up the application."""
        self._app = app
        for panel in self.panels.values():
            panel.attach(app)
        self.refresh()

    def refresh(self) -> None:
        """Read what is open again."""
        if self._app is not None and self.name:
            self.panels[self.name].refresh()

    def retranslate(self) -> None:
        """Say everything in the language spoken now."""
        for name, button in self.buttons.items():
            button.setText(self._words(f"log.drawer.{name}"))
            button.setToolTip(self._words(f"log.drawer.{name}.about"))
            button.setAccessibleDescription(self._words(f"log.drawer.{name}.about"))
        for panel in self.panels.values():
            panel.retranslate()
        self._dress()

    def changeEvent(self, event: QEvent) -> None:  # noqa: N802 - Qt's name
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange:
            self._dress()

    def _toggled(self, name: str, down: bool) -> None:
        if down:
            for other, button in self.buttons.items():
                if other != name:
                    button.setChecked(False)
            self.open_panel.setCurrentWidget(self._panel(name))
            self.refresh()
        elif name in self.panels:
            self.panels[name].stop()
        self.open_panel.setVisible(bool(self.name))
        self._dress()
        self.changed.emit()

    def _panel(self, name: str) -> Panel:
        if name not in self.panels:
            panel = self._make[name](self._words)
            self.panels[name] = panel
            self.open_panel.addWidget(panel)
            panel.retranslate()
            self._put_before_names(panel)
            if self._app is not None:
                panel.attach(self._app)
        return self.panels[name]

    def _put_before_names(self, panel: Panel) -> None:
        """It was made last, but is read before the names: so the keys go."""
        before: QWidget | None = next(iter(self.buttons.values())).previousInFocusChain()
        while before is not None and not before.focusPolicy() & Qt.FocusPolicy.TabFocus:
            before = before.previousInFocusChain()
        for widget in panel.findChildren(QWidget):
            if before is not None and widget.focusPolicy() & Qt.FocusPolicy.TabFocus:
                QWidget.setTabOrder(before, widget)
                before = widget

    def _dress(self) -> None:
        for button in self.buttons.values():
            button.setIcon(icons.icon("unfolded" if button.isChecked() else "folded", self.palette()))
