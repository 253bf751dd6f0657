"""The window's menus: which actions there are, with which keys, in which order."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMainWindow, QMenu

if TYPE_CHECKING:
    from PySide6.QtGui import QActionGroup

    from linkapp.ui.words import Words


@dataclass(frozen=True)
class MenuEntry:
    """One line of a menu: its name among the words (``action.<key>``), what it does, and its keys."""

    key: str
    act: Callable[[], object]
    keys: Sequence[str] = ()
    role: QAction.MenuRole = QAction.MenuRole.TextHeuristicRole


@dataclass(frozen=True)
class Choice:
    """A menu in a menu, of which one line is ticked: ``chosen`` says which, ``choose`` takes another."""

    key: str
    values: Sequence[str]
    choose: Callable[[str], object]
    chosen: Callable[[], str]


Line = MenuEntry | Choice | None
"""None: a line between two groups."""


class Menus:
    """Fills the menus of a window and keeps their words; ``offer`` is called whenever one of them opens."""

    def __init__(
        self, window: QMainWindow, words: Words, menus: Mapping[str, QMenu], *, offer: Callable[[], None]
    ) -> None:
        """``menus``: those of the menu bar, empty, by their names among the words (``menu.<key>``)."""
        self._window, self._words, self._offer = window, words, offer
        self.actions: dict[str, QAction] = {}
        self.menus = dict(menus)
        self._choices: list[tuple[QActionGroup, Choice]] = []

    def fill(self, key: str, lines: Sequence[Line]) -> None:
        """Put lines into a menu of the menu bar."""
        menu = self.menus[key]
        menu.aboutToShow.connect(self._offer)
        for line in lines:
            if line is None:
                menu.addSeparator()
            elif isinstance(line, Choice):
                menu.addMenu(self._choice(line))
            else:
                self._entry(menu, line)

    def retranslate(self) -> None:
        """Say everything in the language spoken now, and tick what is chosen."""
        for key, menu in self.menus.items():
            menu.setTitle(self._words(f"menu.{key}"))
        for key, action in self.actions.items():
            action.setText(self._words(f"action.{key}"))
        self.tick()

    def tick(self) -> None:
        """Tick what is chosen."""
        for group, choice in self._choices:
            for action in group.actions():
                action.setChecked(action.data() == choice.chosen())

    def enable(self, **can: bool) -> None:
        """Which actions can be done now, by their names."""
        for key, enabled in can.items():
            self.actions[key].setEnabled(enabled)

    def _menu(self, key: str) -> QMenu:
        self.menus[key] = menu = QMenu(self._window)
        return menu

    def _choice(self, choice: Choice) -> QMenu:
        from PySide6.QtGui import QActionGroup

        menu, group = self._menu(choice.key), QActionGroup(self._window)
        for value in choice.values:
            action = self._entry(menu, MenuEntry(f"{choice.key}.{value}", partial(choice.choose, value)))
            action.setCheckable(True)
            action.setData(value)
            group.addAction(action)
        self._choices.append((group, choice))
        return menu

    def _entry(self, menu: QMenu, entry: MenuEntry) -> QAction:
        from PySide6.QtGui import QKeySequence

        action = QAction(self._window)
        action.setShortcuts([QKeySequence(keys) for keys in entry.keys])
        action.setMenuRole(entry.role)
        action.triggered.connect(lambda *_: entry.act())
        menu.addAction(action)
        self.actions[entry.key] = action
        return action
