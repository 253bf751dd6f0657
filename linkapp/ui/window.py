"""The main window: three tabs, the account line, the menus.

Its frame is painted before anything else is loaded (``frame.py``), so nothing that the frame can do without is imported
here at the top: ``furnish`` puts the rest in, piece by piece, and ``attach`` brings the application.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtGui import QGuiApplication

from linkapp.ui.frame import TAB_ICONS, TAB_KEYS, WindowFrame, theme_named
from linkapp.ui.theme import System, Theme

if TYPE_CHECKING:
    from PySide6.QtCore import QEvent, QObject
    from PySide6.QtGui import QCloseEvent
    from PySide6.QtWidgets import QLabel

    from linkapp.domain.problems import Problem
    from linkapp.domain.quota import Usage
    from linkapp.services.application import Application
    from linkapp.services.news import Changes
    from linkapp.ui.account_bar import AccountBar
    from linkapp.ui.desktop.background import Background
    from linkapp.ui.desktop.notify import Notifier
    from linkapp.ui.desktop.telling import Telling
    from linkapp.ui.menus import Menus
    from linkapp.ui.tabs.campaign.stop import Way
    from linkapp.ui.tabs.campaign.tab import CampaignTab
    from linkapp.ui.tabs.contacts.tab import ContactsTab
    from linkapp.ui.tabs.log.tab import LogTab
    from linkapp.ui.window_dialogs import WindowDialogs
    from linkapp.ui.window_state import Piece
    from linkapp.ui.words import Words


class MainWindow(WindowFrame):
    """Shows at once with what the window remembered; ``await attach(app)`` brings the people.

    ``quit_wanted`` is emitted when the person asks to end the program (menu, Ctrl+Q, or closing the window); the
    program ends, not the window. ``gone``: that was asked for before there was a program to end.
    """

    quit_wanted = Signal()
    welcome_wanted = Signal()

    words: Words
    campaign: CampaignTab
    contacts: ContactsTab
    log: LogTab
    account: AccountBar
    used: QLabel
    notifier: Notifier
    telling: Telling
    dialogs: WindowDialogs
    background: Background
    menus: Menus

    def __init__(
        self,
        *,
        data_folder: Path | None = None,
        hold_seconds: float = 10.0,
        language: str = "",
        furnished: bool = True,
    ) -> None:
        """``language``: what is spoken whatever was remembered or set, until the person chooses another one.
        Not ``furnished``: a frame, until every piece of ``furnish`` is in it."""
        super().__init__(data_folder=data_folder, language=language)
        self._asked_language = language
        self._hold_seconds = hold_seconds
        self._app: Application | None = None
        self._usage: Usage | None = None
        self._deaf: Callable[[], None] | None = None
        self._may_close = self._contacts_changed = self._unread = self.gone = False
        if furnished:
            for _ in self.furnish():
                pass

    def furnish(self) -> Iterator[None]:
        """Put everything in, the tab in front first. Between two pieces the window may paint and hear."""
        from linkapp.ui import icons
        from linkapp.ui.desktop.background import Background
        from linkapp.ui.desktop.notify import Notifier
        from linkapp.ui.desktop.telling import Telling
        from linkapp.ui.window_dialogs import WindowDialogs
        from linkapp.ui.window_menus import filled_menus
        from linkapp.ui.words import Words

        self._put_theme_on(self._system)  # all of its rules, before there is much that they are for
        self.words = Words(self._language, self)
        self._build_row_end()  # the keys walk it before the pages
        yield
        makers = (self._make_campaign, self._make_contacts, self._make_log)
        for number in sorted(range(len(makers)), key=lambda number: number != self.tabs.number):
            makers[number]()
            yield
        self.notifier = Notifier(self)
        self.telling, self.dialogs = Telling(self), WindowDialogs(self)
        yield
        self.background = Background(self)
        self.notifier.use(self.background.tray.balloon)
        self.notifier.clicked.connect(self.background.come_forward)
        yield
        self.menus = filled_menus(self, offer=self._offer_actions)
        self._connect()
        yield
        self._put_theme_on()
        self.setWindowIcon(icons.application_icon())
        yield
        self._dress()
        self.retranslate()
        self._furnished = True
        self.installEventFilter(self)
        self._recall()
        self._keep_system()

    async def attach(self, app: Application) -> None:
        """Take up the application: language and theme of its settings, its people, its log."""
        self._app = app
        settings = app.settings.load()
        if settings.language and not self._asked_language:
            self.words.speak(settings.language)
            self.state.keep("language", settings.language)
        self.choose_theme(theme_named(settings.theme), keep=False)
        self._deaf = app.news.listen(self._heard)
        self._tell_used()
        if app.planner is not None:
            app.planner.listen(self.telling.scheduled_run_ended)
        self.background.follow(app)
        self.account.attach(app)
        self._unread = not self.isVisible()  # nobody looks: the site is not asked for anything
        self.campaign.attach(app, read=not self._unread)
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
        from PySide6.QtCore import QTimer

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
        if not self.furnished:
            self.gone = True
            self.hide()
            self.quit_wanted.emit()
            return
        self._keep_place()
        self.background.close_wanted()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802 - Qt's name
        """Of its own events, from when it is furnished on: an event that a frame has to look at costs a first paint."""
        from PySide6.QtCore import QEvent

        if watched is self and event.type() == QEvent.Type.PaletteChange:
            self._dress()
        return super().eventFilter(watched, event)

    # building

    def _make_campaign(self) -> None:
        from linkapp.ui.tabs.campaign.tab import CampaignTab

        self.campaign = CampaignTab(self.words, hold_seconds=self._hold_seconds, parent=self.tabs.pages)
        self.tabs.put(0, self.campaign)

    def _make_contacts(self) -> None:
        from linkapp.ui.tabs.contacts.tab import ContactsTab

        self.contacts = ContactsTab(self.words, self.tabs.pages)
        self.tabs.put(1, self.contacts)

    def _make_log(self) -> None:
        from linkapp.ui.tabs.log.tab import LogTab

        self.log = LogTab(self.words, self.tabs.pages)
        self.tabs.put(2, self.log)

    def _build_row_end(self) -> None:
        from linkapp.ui.account_bar import AccountBar
        from linkapp.ui.labels import plain

        self.account = AccountBar(
            self.words, hold=lambda: self.campaign.hold(), release=lambda: self.campaign.release()
        )
        self.used = plain(wrap=False)
        row = self.row_end.layout()
        assert row is not None
        row.addWidget(self.account)
        row.addWidget(self.used)

    def _connect(self) -> None:
        self.account.changed.connect(self.campaign.refresh)
        self.background.seen.connect(self._seen)
        self.tabs.current_changed.connect(self._refresh_contacts)
        self.campaign.usage_changed.connect(self._show_usage)
        self.campaign.person_needed.connect(self.telling.person_needed)
        self.campaign.run_ended.connect(self.telling.run_ended)
        self.campaign.way_chosen.connect(self._go_way)
        self.log.empty.button.clicked.connect(lambda: self.log.refresh() if self.log.not_read else self.show_tab(0))
        self.log.conversation_asked.connect(lambda person: self.contacts.browsing.open(person, conversation=True))
        self.contacts.browsing.began.connect(lambda: self.tabs.go(1))
        self.contacts.browsing.person_needed.connect(self.telling.person_needed)
        self.words.changed.connect(self.retranslate)
        QGuiApplication.styleHints().colorSchemeChanged.connect(self._system_theme_changed)

    def _dress(self) -> None:
        from linkapp.ui import icons

        for number, name in enumerate(TAB_ICONS):
            self.tabs.dress(number, icons.icon(name, self.palette()))

    # doing

    def refresh(self) -> None:
        """Read again what the tab in front shows."""
        (self.campaign, self.contacts, self.log)[self.tabs.number].refresh()

    def send(self) -> None:
        """Greet the ticked people, where the campaign is in front."""
        if self.tabs.page is self.campaign:
            self.campaign.send()

    def rehearse(self) -> None:
        """Do everything up to the last click."""
        self.show_tab(0)
        self.campaign.rehearse()

    def seek(self) -> None:
        """Search in the tab in front, or in the contacts."""
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
        from linkapp.ui import doing

        doing.start(self._quit_anyway(), owner=self, name="quit")

    async def _quit_anyway(self) -> None:
        from linkapp.ui import doing
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
            self.choose_theme(theme_named(str(changes["theme"])), keep=False)

    def _go_way(self, way: Way, problem: Problem) -> None:
        """A way on that the campaign's banner offered."""
        from linkapp.ui.tabs.campaign.stop import Way

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
            sign_out=self.account.can_sign_in and free and not self.contacts.browsing.open_now,
            passphrase=self.account.can_give_passphrase,
            health=app is not None and app.health is not None,
            evidence=bool(self.dialogs.evidence_folder),
            next_run=False,
        )

    # showing

    def _heard(self, changes: Changes) -> None:
        from linkapp.ui import doing

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

    def _seen(self) -> None:
        if self._unread:
            self._unread = False
            self.campaign.refresh()

    def _show_usage(self, usage: Usage | None) -> None:
        self._usage = usage
        self._tell_used()

    def _tell_used(self) -> None:
        from linkapp.ui.usage_words import used_today

        usage = self._usage
        text = self.words("caps.today", used=used_today(usage), cap=usage.caps.day) if usage is not None else ""
        self.used.setText(text)

    def _change_settings(self, **changes: object) -> None:
        from linkapp.domain.settings import Settings
        from linkapp.services.news import Changes

        app = self._app
        if app is None:
            return
        before = app.settings.load()
        values = {name: getattr(before, name) for name in before.__struct_fields__}
        after = Settings(**{**values, **changes})
        if after != before:
            app.settings.save(after)
            app.news.publish(Changes(settings=True))

    def _system_theme_changed(self) -> None:
        if self._theme is Theme.SYSTEM:
            self._put_theme_on()
        self._keep_system()

    def _keep_system(self) -> None:
        system = System.now()
        self.state.keep("dark", int(system.dark))
        self.state.keep("more_contrast", int(system.more_contrast))

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
        self.contacts.keep_filters(self.state)
        self.state.write()

    def _recall(self) -> None:
        for key, piece in self._shapes().items():
            if piece is not self:  # the frame has its own
                self.state.give_shape(key, piece)
        self.contacts.recall_filters(self.state)
