"""What stands in the main window's menus."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtGui import QAction

from linkapp.ui.frame import MENU_KEYS, TAB_KEYS, theme_named
from linkapp.ui.menus import Choice, Line, MenuEntry, Menus
from linkapp.ui.theme import Theme

if TYPE_CHECKING:
    from linkapp.ui.window import MainWindow


def filled_menus(window: MainWindow, *, offer: Callable[[], None]) -> Menus:
    """The window's menus, with every line in those of its frame."""
    role = QAction.MenuRole
    program = (
        MenuEntry("refresh", window.refresh, ["F5"]),
        MenuEntry("rehearse", window.rehearse),
        MenuEntry("send", window.send, ["Ctrl+Enter", "Ctrl+Return"]),
        None,
        MenuEntry("next_run", lambda: None),
        MenuEntry("run_now", window.background.run_now),
        MenuEntry("pause_plan", window.background.pause_or_resume),
        None,
        MenuEntry("sign_in", window.account.sign_in),
        MenuEntry("sign_out", window.account.sign_out),
        MenuEntry("passphrase", window.account.give_passphrase),
        None,
        MenuEntry("settings", window.dialogs.settings, ["Ctrl+,"], role.PreferencesRole),
        None,
        MenuEntry("close", window.close, ["Ctrl+W"]),
        MenuEntry("quit", window.ask_to_quit, ["Ctrl+Q"], role.QuitRole),
    )
    tabs: tuple[Line, ...] = tuple(
        MenuEntry(key.split(".")[1], partial(window.show_tab, number), [f"Ctrl+{number + 1}"])
        for number, key in enumerate(TAB_KEYS)
    )
    view = (
        *tabs,
        None,
        MenuEntry("find", window.seek, ["Ctrl+F"]),
        None,
        Choice(
            "theme",
            [str(theme) for theme in Theme],
            lambda name: window.choose_theme(theme_named(name)),
            lambda: str(window.theme),
        ),
        Choice("language", ["en", "fr"], window.choose_language, lambda: window.words.language),
    )
    help_lines = (
        MenuEntry("shortcuts", window.dialogs.shortcuts, ["F1"]),
        MenuEntry("welcome", window.welcome_wanted.emit),
        None,
        MenuEntry("health", window.dialogs.health),
        MenuEntry("evidence", window.dialogs.evidence),
        None,
        MenuEntry("about", window.dialogs.about, (), role.AboutRole),
    )
    menus = Menus(window, window.words, window.menu_titles, offer=offer)
    for key, lines in zip(MENU_KEYS, (program, view, help_lines), strict=True):
        menus.fill(key, lines)
    return menus
