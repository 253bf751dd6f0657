"""The main window: three tabs, the account line, the menus. Shown before anything else is loaded.

This module and what it imports need Qt's core, gui and widgets only, so that the window is there at once; the
application comes later, with ``attach``.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path

from PySide6.QtCore import QEvent, QSize, QTimer, Signal
from PySide6.QtGui import QAction, QCloseEvent, QGuiApplication
from PySide6.QtWidgets import QApplication, QHBoxLayout, QMainWindow, QWidget

from linkapp.domain.problems import Problem
from linkapp.domain.quota import Usage
from linkapp.domain.settings import Settings
from linkapp.services.application import Application
from linkapp.services.news import Changes
from linkapp.ui import doing, icons, theme
from linkapp.ui.account_bar import AccountBar
from linkapp.ui.desktop.background import Background
from linkapp.ui.desktop.notify import Notifier
from linkapp.ui.desktop.telling import Telling
from linkapp.ui.labels import plain
from linkapp.ui.menus import Choice, MenuEntry, Menus
from linkapp.ui.sections import Sections
from linkapp.ui.tabs.campaign.stop import Way
from linkapp.ui.tabs.campaign.tab import CampaignTab
from linkapp.ui.tabs.contacts.tab import ContactsTab
from linkapp.ui.tabs.log.tab import LogTab
from linkapp.ui.theme import Theme
from linkapp.ui.usage_words import used_today
from linkapp.ui.window_dialogs import WindowDialogs
from linkapp.ui.window_state import Piece, WindowState
from linkapp.ui.words import Words

TAB_ICONS = ("cake", "people", "log")
TAB_KEYS = ("tab.campaign", "tab.contacts", "tab.log")


class MainWindow(QMainWindow):
    """Shows at once with what the window remembered; ``await attach(app)`` brings the people.

    ``quit_wanted`` is emitted when the person asks to end the program (menu, Ctrl+Q, or closing the window); the
    program ends, not the window.
    """

    quit_wanted = Signal()
    welcome_wanted = Signal()

    def __init__(self, *, data_folder: Path | None = None, hold_seconds: float = 10.0, language: str = "") -> None:
        """``language``: what is spoken whatever was remembered or set, until the person chooses another one."""
        super().__init__()
        self.state = WindowState(data_folder)
        self._asked_language = language
        self.words = Words(language or str(self.state.value("language", "")), self)
        self._theme = _theme(str(self.state.value("theme", "system")))
        self._app: Application | None = None
        self._usage: Usage | None = None
        self._deaf: Callable[[], None] | None = None
        self._may_close = False
        self.setWindowIcon(icons.application_icon())
        self._put_theme_on()
        self.campaign = CampaignTab(self.words, hold_seconds=hold_seconds)
        self.contacts = ContactsTab(self.words)
        self.log = LogTab(self.words)
        self.notifier = Notifier(self)
        self.telling, self.dialogs = Telling(self), WindowDialogs(self)
        self._build_tabs()
        self.background = Background(self)
        self.notifier.use(self.background.tray.balloon)
        self.notifier.clicked.connect(self.background.come_forward)
        self._build_menus()
        self.campaign.usage_changed.connect(self._show_usage)
        self.campaign.person_needed.connect(self.telling.person_needed)
        self.campaign.run_ended.connect(self.telling.run_ended)
        self.campaign.way_chosen.connect(self._go_way)
        self.log.empty.button.clicked.connect(lambda: self.log.refresh() if self.log.not_read else self.show_tab(0))
        self.words.changed.connect(self.retranslate)
        QGuiApplication.styleHints().colorSchemeChanged.connect(self._system_theme_changed)
        self.retranslate()
        self._recall()

    async def attach(self, app: Application) -> None:
        """Take up the application: language and theme of its settings, its people, its log."""
        self._app = app
        settings = app.settings.load()
        if settings.language and not self._asked_language:
            self.words.speak(settings.language)
            self.state.keep("language", settings.language)
        self.choose_theme(_theme(settings.theme), keep=False)
        self._deaf = app.news.listen(self._heard)
        self._tell_used()
        if app.planner is not None:
            app.planner.listen(self.telling.scheduled_run_ended)
        self.background.follow(app)
        self.account.attach(app)
        self.campaign.attach(app)
        self.contacts.attach(app)
        self.log.attach(app)

    @property
    def app(self) -> Application | None:
        """The application, once it is there."""
        return self._app

    @property
    def reading_now(self) -> bool:
        """Whether a tab is still reading what it shows."""
        return self.campaign.reading_now or self.contacts.reading_now or self.log.reading_now

    @property
    def theme(self) -> Theme:
        """The chosen theme."""
        return self._theme

    def show_tab(self, number: int) -> None:
        """Go to a tab and into it."""
        self.tabs.go(number)
        page = self.tabs.page
        into = {0: self.campaign.people, 1: self.contacts.table, 2: self.log.list}.get(number)
        if into is not None and into.isVisible():
            into.setFocus()
        elif page is not None:
            page.setFocus()

    def choose_language(self, language: str, *, keep: bool = True) -> None:
        """Speak a language from now on; empty: this computer's."""
        self.words.speak(language)
        self.state.keep("language", language)
        if keep:
            self._change_settings(language=language)

    def choose_theme(self, chosen: Theme, *, keep: bool = True) -> None:
        """Wear a theme from now on."""
        self.state.keep("theme", str(chosen))
        if chosen is not self._theme:
            self._theme = chosen
            self._put_theme_on()
        self.menus.tick()
        if keep:
            self._change_settings(theme=str(chosen))

    async def end(self) -> None:
        """The program ends: a held click is taken back, a run stops before its next click, notes are kept, the
        app is let go."""
        self._keep_place()
        self.notifier.end()
        self.background.end()
        await self.account.end()
        await self.campaign.end()
        await self.contacts.end()
        if self._deaf is not None:
            self._deaf()
            self._deaf = None
        self._may_close = True
        self.close()
        for timer in self.findChildren(QTimer):
            timer.stop()  # a search that was typed a moment ago would look for a loop that has ended

    def retranslate(self) -> None:
        """Say everything in the language spoken now."""
        words = self.words
        self.setWindowTitle("LinkApp")
        for number, key in enumerate(TAB_KEYS):
            self.tabs.name(number, words(key))
        self.tabs.bar.setAccessibleName(words("tabs.name"))
        self.menus.retranslate()
        self.background.tell_menu()
        self._tell_used()

    # Qt's own

    def closeEvent(self, event: QCloseEvent) -> None:  # noqa: N802 - Qt's name
        if self._may_close:
            event.accept()
            return
        event.ignore()
        self._keep_place()
        self.background.close_wanted()

    def changeEvent(self, event: QEvent) -> None:  # noqa: N802 - Qt's name
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange and hasattr(self, "tabs"):
            self._dress()

    # building

    def _build_tabs(self) -> None:
        end = QWidget()
        row = QHBoxLayout(end)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(18)
        self.account = AccountBar(self.words, hold=self.campaign.hold, release=self.campaign.release)
        self.account.changed.connect(self.campaign.refresh)
        self.used = plain(wrap=False)
        row.addWidget(self.account)
        row.addWidget(self.used)
        self.tabs = Sections(end)
        for page in (self.campaign, self.contacts, self.log):
            self.tabs.add(page)
        self._contacts_changed = False
        self.tabs.current_changed.connect(self._refresh_contacts)
        self.setCentralWidget(self.tabs)
        self._dress()

    def _build_menus(self) -> None:
        role = QAction.MenuRole
        program = (
            MenuEntry("refresh", self.refresh, ["F5"]),
            MenuEntry("rehearse", self._rehearse),
            MenuEntry("send", self._send, ["Ctrl+Enter", "Ctrl+Return"]),
            None,
            MenuEntry("next_run", lambda: None),
            MenuEntry("run_now", self.background.run_now),
            MenuEntry("pause_plan", self.background.pause_or_resume),
            None,
            MenuEntry("sign_in", self.account.sign_in),
            MenuEntry("sign_out", self.account.sign_out),
            MenuEntry("passphrase", self.account.give_passphrase),
            None,
            MenuEntry("settings", self.dialogs.settings, ["Ctrl+,"], role.PreferencesRole),
            None,
            MenuEntry("close", self.close, ["Ctrl+W"]),
            MenuEntry("quit", self.ask_to_quit, ["Ctrl+Q"], role.QuitRole),
        )
        tabs = (
            MenuEntry(key.split(".")[1], partial(self.show_tab, number), [f"Ctrl+{number + 1}"])
            for number, key in enumerate(TAB_KEYS)
        )
        view = (
            *tabs,
            None,
            MenuEntry("find", self._find, ["Ctrl+F"]),
            None,
            Choice(
                "theme", [str(theme) for theme in Theme], lambda name: self.choose_theme(_theme(name)), self._theme_name
            ),
            Choice("language", ["en", "fr"], self.choose_language, lambda: self.words.language),
        )
        help_lines = (
            MenuEntry("shortcuts", self.dialogs.shortcuts, ["F1"]),
            MenuEntry("welcome", self.welcome_wanted.emit),
            None,
            MenuEntry("health", self.dialogs.health),
            MenuEntry("evidence", self.dialogs.evidence),
            None,
            MenuEntry("about", self.dialogs.about, (), role.AboutRole),
        )
        self.menus = Menus(self, self.words, offer=self._offer_actions)
        for key, lines in (("program", program), ("view", view), ("help", help_lines)):
            self.menus.add(key, lines)

    def _theme_name(self) -> str:
        return str(self._theme)

    # doing

    def refresh(self) -> None:
        """Read again what the tab in front shows."""
        page = self.tabs.page
        if isinstance(page, CampaignTab | ContactsTab | LogTab):
            page.refresh()

    def _send(self) -> None:
        if self.tabs.page is self.campaign:
            self.campaign.send()

    def _rehearse(self) -> None:
        self.show_tab(0)
        self.campaign.rehearse()

    def _find(self) -> None:
        page = self.tabs.page
        if page is self.log:
            self.log.seek()
        else:
            self.tabs.go(1)
            self.contacts.seek()

    def ask_to_quit(self) -> None:
        """End the program; while a run goes on, ask first."""
        if not self.background.busy:
            self.quit_wanted.emit()
            return
        doing.start(self._quit_anyway(), owner=self, name="quit")

    async def _quit_anyway(self) -> None:
        from linkapp.ui.dialogs.quit import QuitDialog

        self.background.come_forward()
        if await doing.ask(QuitDialog(self.words, self)):
            self.quit_wanted.emit()

    def apply_settings(self, changes: dict[str, object]) -> None:
        """Keep settings and apply them at once."""
        self._change_settings(**changes)
        if "language" in changes:
            self.choose_language(str(changes["language"]), keep=False)
        if "theme" in changes:
            self.choose_theme(_theme(str(changes["theme"])), keep=False)

    def _go_way(self, way: Way, problem: Problem) -> None:
        """A way on that the campaign's banner offered."""
        if way is Way.OPEN_WINDOW:
            self.account.sign_in(problem)
        elif way in (Way.UNLOCK, Way.PASSPHRASE):
            self.account.give_passphrase()
        elif way is Way.EVIDENCE:
            self.dialogs.evidence()

    def _offer_actions(self) -> None:
        """What can be done now; menus say it when they open."""
        app, free = self._app, not self.campaign.busy
        self.background.tell_menu()
        self.menus.enable(
            sign_in=self.account.can_sign_in and free,
            sign_out=self.account.can_sign_in and free,
            passphrase=self.account.can_give_passphrase,
            health=app is not None and app.health is not None,
            evidence=bool(self.dialogs.evidence_folder),
            next_run=False,
        )

    # showing

    def _heard(self, changes: Changes) -> None:
        if changes.contacts:  # after every greeting: a long list is read again only where somebody looks at it
            self._contacts_changed = True
            self._refresh_contacts()
        if changes.log or changes.schedule:
            self.log.refresh()
        self.background.heard(changes)
        if (changes.usage or changes.settings) and self._app is not None:  # caps and hours are settings
            doing.start(self._read_usage(self._app), owner=self, name="usage")

    def _refresh_contacts(self, *_: object) -> None:
        """Read the contacts again where they have changed and are in front."""
        if self._contacts_changed and self.tabs.page is self.contacts:
            self._contacts_changed = False
            self.contacts.refresh()

    async def _read_usage(self, app: Application) -> None:
        self.campaign.show_usage(await app.greetings.usage())

    def _show_usage(self, usage: Usage | None) -> None:
        self._usage = usage
        self._tell_used()

    def _tell_used(self) -> None:
        usage = self._usage
        text = self.words("caps.today", used=used_today(usage), cap=usage.caps.day) if usage is not None else ""
        self.used.setText(text)

    def _change_settings(self, **changes: object) -> None:
        app = self._app
        if app is None:
            return
        before = app.settings.load()
        values = {name: getattr(before, name) for name in before.__struct_fields__}
        after = Settings(**{**values, **changes})
        if after != before:
            app.settings.save(after)
            app.news.publish(Changes(settings=True))

    def _put_theme_on(self) -> None:
        application = QApplication.instance()
        assert isinstance(application, QApplication)
        theme.apply(application, self._theme)

    def _system_theme_changed(self) -> None:
        if self._theme is Theme.SYSTEM:
            self._put_theme_on()

    def _dress(self) -> None:
        for number, name in enumerate(TAB_ICONS):
            self.tabs.dress(number, icons.icon(name, self.palette()))

    # memory

    def _shapes(self) -> dict[str, Piece]:
        return {
            "geometry": self,
            "campaign_split": self.campaign.splitter,
            "contacts_split": self.contacts.splitter,
            "contacts_columns": self.contacts.table.horizontalHeader(),
        }

    def _keep_place(self) -> None:
        for key, piece in self._shapes().items():
            self.state.keep_shape(key, piece)
        self.state.keep("tab", self.tabs.number)
        self.state.write()

    def _recall(self) -> None:
        self.setMinimumSize(self.minimumSizeHint())
        recalled = {key: self.state.give_shape(key, piece) for key, piece in self._shapes().items()}
        if not recalled["geometry"]:
            self.resize(QSize(1120, 720).boundedTo(self.screen().availableSize() * 0.92))
        tab = self.state.value("tab", 0)
        if isinstance(tab, int):
            self.tabs.go(tab)


def _theme(name: str) -> Theme:
    return Theme(name) if name in set(Theme) else Theme.SYSTEM
