"""What is painted first of the main window: its frame in the size and the colours that it had, tabs and menus by name.

This module and what it imports need Qt's core, gui and widgets only, and no part of Qt that takes long to come (the
namespace ``Qt`` alone takes as long as all of this): the window is there nearly as soon as an empty one would be.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Signal
from PySide6.QtGui import QIcon
from PySide6.QtWidgets import QApplication, QHBoxLayout, QMainWindow, QWidget

from linkapp.ui import icons, theme
from linkapp.ui.language import FRAME, spoken
from linkapp.ui.sections import Sections
from linkapp.ui.theme import Theme
from linkapp.ui.window_state import WindowState

if TYPE_CHECKING:
    from PySide6.QtGui import QPaintEvent
    from PySide6.QtWidgets import QMenu

TAB_ICONS = ("cake", "people", "log")
TAB_KEYS = ("tab.campaign", "tab.contacts", "tab.log")
MENU_KEYS = ("program", "view", "help")


class WindowFrame(QMainWindow):
    """Shows at once with what the window remembered; what fills it comes later. ``painted`` is emitted when it could
    be seen for the first time."""

    painted = Signal()

    def __init__(self, *, data_folder: Path | None = None, language: str = "") -> None:
        """``language``: what is spoken whatever was remembered or set, until the person chooses another one."""
        super().__init__()
        self._was_painted = self._furnished = False
        self.state = WindowState(data_folder)
        self._language = spoken(language or str(self.state.value("language", "")))
        names = FRAME[self._language]
        self._theme = theme_named(str(self.state.value("theme", "system")))
        self._system = theme.System(
            dark=bool(self.state.value("dark", 0)), more_contrast=bool(self.state.value("more_contrast", 0))
        )
        self.setWindowTitle("LinkApp")
        self._put_theme_on(self._system, frame=True)
        self.row_end = QWidget()
        row = QHBoxLayout(self.row_end)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(18)
        self.tabs = Sections(self.row_end)
        for key in TAB_KEYS:
            self.tabs.add(QWidget())
            self.tabs.name(self.tabs.bar.count() - 1, names[key])
        self.setCentralWidget(self.tabs)
        self.menu_titles: dict[str, QMenu] = {key: self.menuBar().addMenu(names[f"menu.{key}"]) for key in MENU_KEYS}
        for number, name in enumerate(TAB_ICONS):  # in the size that is seen; the others come later
            text = self.palette().buttonText().color()
            self.tabs.dress(number, QIcon(icons.pixmap(name, 20, text, self.devicePixelRatioF())))
        tab = self.state.value("tab", 0)
        if isinstance(tab, int):
            self.tabs.go(tab)
        if not self.state.give_shape("geometry", self):
            self.resize(QSize(1120, 720).boundedTo(self.screen().availableSize() * 0.92))

    @property
    def furnished(self) -> bool:
        """Whether everything is in it."""
        return self._furnished

    # Qt's own

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        super().paintEvent(event)
        if not self._was_painted:
            self._was_painted = True
            self.painted.emit()

    def focusNextPrevChild(self, forward: bool) -> bool:  # noqa: N802 - Qt's name
        """Nothing takes the keys before there is something to press."""
        return self._furnished and super().focusNextPrevChild(forward)

    # for what fills it

    def _put_theme_on(self, system: theme.System | None = None, *, frame: bool = False) -> None:
        application = QApplication.instance()
        assert isinstance(application, QApplication)
        theme.apply(application, self._theme, system, frame=frame)


def theme_named(name: str) -> Theme:
    """A theme by its name; the system's for a name that is none."""
    return Theme(name) if name in set(Theme) else Theme.SYSTEM
