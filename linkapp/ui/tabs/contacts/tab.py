"""The contacts tab: search, the table of everybody, the coming birthdays, and one contact."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from contextlib import suppress
from datetime import date, timedelta

from PySide6.QtCore import QEvent, QModelIndex, Qt, QTimer
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLineEdit,
    QMenu,
    QPushButton,
    QSplitter,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from linkapp.domain.opt_out import OptOutAnswer
from linkapp.services.answers import Question, question_about
from linkapp.services.application import Application
from linkapp.services.news import Changes
from linkapp.services.ports.book import Contact
from linkapp.services.ports.contacts import NoSuchContact
from linkapp.services.ports.ledger import StoreError
from linkapp.ui import doing, icons
from linkapp.ui.dialogs.import_hook import ImportHook
from linkapp.ui.labels import Empty, plain
from linkapp.ui.tabs.contacts.actions import ContactActions
from linkapp.ui.tabs.contacts.browsing import BrowsingHook
from linkapp.ui.tabs.contacts.bulk import BulkBar, UndoBar
from linkapp.ui.tabs.contacts.coming import MOST_SHOWN, Coming
from linkapp.ui.tabs.contacts.filters import ContactFilters
from linkapp.ui.tabs.contacts.keys import ContactKeys
from linkapp.ui.tabs.contacts.model import ContactsModel
from linkapp.ui.tabs.contacts.person import ContactPane
from linkapp.ui.tabs.contacts.saved import SavedFilter, SavedFilters
from linkapp.ui.tabs.contacts.table import ContactsTable
from linkapp.ui.window_state import WindowState
from linkapp.ui.words import Words

TYPING_MS = 120
COMING_DAYS = 30


class ContactsTab(QWidget):
    """The contacts book."""

    def __init__(self, words: Words, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._words = words
        self._app: Application | None = None
        self._keeping: set[asyncio.Task[object]] = set()
        self._read_task: asyncio.Task[object] | None = None
        self._place = 0
        self._build()
        self._lay_out()
        words.changed.connect(self.retranslate)
        self.retranslate()

    def attach(self, app: Application) -> None:
        """Take up the application and read."""
        self._app = app
        self.actions_.use(app)
        self.more.setVisible(app.contacts is not None)
        self.browsing.use(app)
        self.pane.offer_profile(self.browsing.possible)
        self.menu_actions["browse"].setVisible(self.browsing.possible)
        self.imports.use(app)
        self.refresh()

    def refresh(self) -> None:
        """Read again; the chosen contact stays."""
        app = self._app
        if app is None:
            return
        zone = app.clock.zone()
        now = app.clock.now()
        today = now.astimezone(zone).date()
        self.pane.use(zone, today)
        self.coming.use(today)
        self.filters.tags = app.pages.tags() if app.pages is not None else ()
        self.model.use(app.pages, zone, now)
        self._tell_empty()
        self._read_task = doing.start(self._read(app, today), owner=self, name="read")

    @property
    def reading_now(self) -> bool:
        """Whether the book is being read."""
        return self._read_task is not None and not self._read_task.done()

    def seek(self) -> None:
        """Go to the search box."""
        self.search.setFocus()
        self.search.selectAll()

    async def end(self, within_s: float = 2.0) -> None:
        """The program ends: what was typed and not kept yet is kept."""
        await asyncio.gather(self._settle(within_s), self.browsing.end(within_s))

    async def _settle(self, within_s: float = 2.0) -> None:
        """Keep what was typed; the notes are not left open for what is noted elsewhere."""
        self.pane.keep()
        self.pane.notes.clearFocus()
        waiting = [task for task in self._keeping if not task.done()]
        if waiting:
            await asyncio.wait(waiting, timeout=within_s)

    def retranslate(self) -> None:
        """Say everything in the language spoken now."""
        words = self._words
        self.search.setPlaceholderText(words("contacts.search"))
        self.search.setAccessibleName(words("contacts.search"))
        self.more.setText(words("contacts.more"))
        for name, action in self.menu_actions.items():
            action.setText(words(f"contacts.menu.{name}"))
        self.saved.tell()
        for part in (self.filters, self.bulk, self.undo_bar, self.table, self.browsing.bar):
            part.retranslate()
        self._tell_empty()

    def changeEvent(self, event: QEvent) -> None:  # noqa: N802
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange:
            self._dress()

    # building

    def _build(self) -> None:
        words = self._words
        self.model = ContactsModel(words, self)
        self.search = QLineEdit()
        self.search.setClearButtonEnabled(True)
        self._glass = self.search.addAction(
            icons.icon("search", self.palette()), QLineEdit.ActionPosition.LeadingPosition
        )
        self._typing = QTimer(self)
        self._typing.setSingleShot(True)
        self._typing.setInterval(TYPING_MS)
        self._typing.timeout.connect(self._search)
        self.search.textChanged.connect(lambda *_: self._typing.start())
        self.count = plain(kind="quiet", wrap=False)
        self.more = QPushButton()
        self.more.setObjectName("quiet")
        menu = QMenu(self.more)
        self.menu_actions = {name: menu.addAction("") for name in ("browse", "doubles", "export", "undo")}
        columns = menu.addMenu("")
        self.more.setMenu(menu)
        self.filters = ContactFilters(words)
        self.filters.changed.connect(self._filter)
        self.coming = Coming(words, after=self.filters.clear_button)
        self.coming.chosen.connect(self.show_contact)
        self.table = ContactsTable(words, self.model, columns)
        self.table.selectionModel().currentRowChanged.connect(self._chosen)
        self.table.selectionModel().selectionChanged.connect(lambda *_: self._selected())
        self.model.modelReset.connect(self._selected)
        self.model.counted.connect(self._tell_empty)
        self.model.renewing.connect(self._keep_place)
        self.model.renewed.connect(self._take_place)
        self.pane = ContactPane(words)
        self.pane.notes_changed.connect(lambda contact, notes: self._keep(contact, notes=notes))
        self.pane.tags_changed.connect(lambda contact, tags: self._keep(contact, tags=tags))
        self.pane.do_not_contact_changed.connect(self._keep_do_not_contact)
        self.pane.answered.connect(self._answer)
        self.pane.opt_out_answered.connect(self._opt_out)
        self.bulk = BulkBar(words)
        self.undo_bar = UndoBar(words)
        self.saved = SavedFilters(words, self._shown_now, self.undo_bar.offer_back, self)
        self.saved.wanted.connect(self._use_saved)
        self.filters.add_chip(self.saved.chip)
        self.actions_ = ContactActions(words, self.undo_bar, self)
        self.browsing = BrowsingHook(words, self.undo_bar, self._settle, self)
        self.pane.open_asked.connect(lambda contact: self.browsing.open(contact.person))
        self.menu_actions["browse"].triggered.connect(lambda *_: self.browsing.open(None))
        self.bulk.asked.connect(self._bulk)
        self.menu_actions["doubles"].triggered.connect(lambda *_: self.actions_.find_doubles())
        self.menu_actions["export"].triggered.connect(lambda *_: self.actions_.export())
        self.menu_actions["undo"].triggered.connect(lambda *_: self.actions_.undo())
        self.keys = ContactKeys(
            self.search, self.table, self.pane, delete=lambda: self._bulk("delete"), undo=self.actions_.undo
        )
        self.pane.edit_asked.connect(self.actions_.edit)
        self.pane.forget_asked.connect(self.actions_.forget)
        self.pane.delete_asked.connect(lambda contact: self.actions_.delete([contact.id]))
        self.imports = ImportHook(words, self)
        self.imports.wanted.connect(self._show_import)
        self.empty = Empty("people")
        self.empty.button.clicked.connect(self._go_on)

    def _lay_out(self) -> None:
        head = QHBoxLayout()
        head.setSpacing(12)
        head.addWidget(self.search, 1)
        head.addWidget(self.count)
        head.addWidget(self.more)
        head.addWidget(self.imports.button)
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 14, 20, 14)
        column.setSpacing(10)
        column.addLayout(head)
        column.addWidget(self.browsing.bar)
        column.addWidget(self.filters)
        column.addWidget(self.coming)
        # Each into what is in its own place already: whatever is moved is styled again, with all that is in it.
        self.splitter = QSplitter(Qt.Orientation.Horizontal)
        column.addWidget(self.splitter, 1)
        self.stack = QStackedWidget()
        self.splitter.addWidget(self.stack)
        self.stack.addWidget(self.empty)
        self.stack.addWidget(self.table)
        self.splitter.addWidget(self.pane)
        self.splitter.setHandleWidth(16)
        self.splitter.setChildrenCollapsible(False)
        self.splitter.setStretchFactor(0, 12)
        self.splitter.setStretchFactor(1, 5)
        self.splitter.setSizes([750, 310])
        self.stack.setMinimumWidth(self.fontMetrics().averageCharWidth() * 40)
        column.addWidget(self.bulk)
        column.addWidget(self.undo_bar)

    def _dress(self) -> None:
        self._glass.setIcon(icons.icon("search", self.palette()))

    # reading

    async def _read(self, app: Application, today: date) -> None:
        try:
            last = today + timedelta(days=COMING_DAYS)
            coming = await app.people.birthdays_between(today, last, limit=MOST_SHOWN)
            number = sum((await app.people.birthdays_counted(today, last)).values())
        except StoreError as error:
            self.model.problem = error.problem
            self._tell_empty()
            return
        self.coming.show_people(coming, number)
        chosen = self.pane.contact
        if chosen is not None:
            await self._show_again(app, chosen.id)

    def _go_on(self) -> None:
        """The button of the empty state."""
        if self.model.problem is not None:
            self.refresh()
        elif self.search.text() or self.model.filters:
            self.search.clear()
            self.filters.clear()
        else:
            self.imports.open()

    def _show_import(self, number: int) -> None:
        """The people who came with an import."""
        self.search.clear()
        self.filters.show_import(number)

    def _keep_place(self) -> None:
        self._place = self.table.verticalScrollBar().value()

    def _take_place(self) -> None:
        """The rows became others: the chosen contact and what is looked at stay."""
        if self.pane.contact is not None:
            self._go_to(self.pane.contact.id)
        self.table.verticalScrollBar().setValue(self._place)

    def _search(self) -> None:
        chosen = self.pane.contact
        self.model.seek(self.search.text().strip())
        self.saved.tell()
        self._tell_empty()
        if chosen is not None:
            self._go_to(chosen.id)

    def show_filtered(self, names: Sequence[str]) -> None:
        """Only contacts of whom these filters hold, by their names; what is no filter is left out."""
        self.filters.take(names)
        self._filter()

    def _filter(self) -> None:
        self.model.choose(self.filters.chosen)
        self.saved.tell()

    def recall_filters(self, state: WindowState) -> None:
        """Have the filters that a window remembers; what is saved from now on is kept there at once."""
        self.saved.take(str(state.value("contacts_saved_filters", "")))
        self.show_filtered(str(state.value("contacts_filters", "")).splitlines())
        self.saved.changed.connect(lambda: state.keep("contacts_saved_filters", self.saved.text()))

    def keep_filters(self, state: WindowState) -> None:
        """Let a window remember the filters that are down."""
        state.keep("contacts_filters", "\n".join(self.filters.names()))

    def _shown_now(self) -> SavedFilter:
        return SavedFilter(words=self.search.text().strip(), filters=tuple(self.filters.names()))

    def _use_saved(self, saved: SavedFilter) -> None:
        self.search.setText(saved.words)
        self._typing.stop()
        self._search()
        self.show_filtered(saved.filters)

    def _selected(self) -> None:
        self.bulk.tell(sum(last - first + 1 for first, last in self.table.ranges()))

    @property
    def selected(self) -> list[int]:
        """The contacts that are selected; all rows are there before they are counted."""
        self.model.complete()
        return self.model.ids_of(self.table.ranges())

    def _bulk(self, name: str) -> None:
        ids = self.selected
        if not ids:
            return
        if name in ("tag", "untag"):
            self.actions_.ask_tag(ids, take=name == "untag")
        elif name == "do_not_contact":
            self.actions_.change(lambda book: book.set_do_not_contact(ids, ""))
        elif name == "export":
            self.actions_.export(ids)
        else:
            self.actions_.delete(ids)

    def _chosen(self, current: QModelIndex, previous: QModelIndex) -> None:  # noqa: ARG002
        contact = self.model.contact(current.row()) if current.isValid() else None
        if contact is None or self._app is None:
            return
        same = self.pane.contact is not None and self.pane.contact.id == contact.id
        if not same:
            self.pane.show_contact(contact)
            doing.start(self._read_timeline(self._app, contact.id), owner=self, name="timeline")

    async def _read_timeline(self, app: Application, contact_id: int) -> None:
        timeline = await app.people.timeline(contact_id)
        if self.pane.contact is not None and self.pane.contact.id == contact_id:
            self.pane.show_timeline(tuple(timeline))
        await self._ask(app, contact_id)

    async def _ask(self, app: Application, contact_id: int) -> None:
        """Show what waits for an answer about the contact: whether a greeting went out, before anything else."""
        if app.answers is None:
            return
        questions = await app.answers.questions()
        contact = self.pane.contact
        if contact is not None and contact.id == contact_id:
            asked = [question_about(questions, contact.person, wish=wish) for wish in (False, True)]
            self.pane.show_question(asked[0] or asked[1])

    def _answer(self, question: Question, yes: bool) -> None:
        contact = self.pane.contact
        if self._app is not None and contact is not None:
            doing.start(self._record_answer(self._app, contact, question, yes), owner=self, name="answer")

    async def _record_answer(self, app: Application, contact: Contact, question: Question, yes: bool) -> None:
        assert app.answers is not None
        await app.answers.answer(question, yes=yes)
        await self._read_timeline(app, contact.id)

    def _opt_out(self, contact: Contact, meant: bool) -> None:
        if self._app is not None:
            doing.start(self._record_opt_out(self._app, contact, meant), owner=self, name="opt-out")

    async def _record_opt_out(self, app: Application, contact: Contact, meant: bool) -> None:
        answer = OptOutAnswer.MEANT if meant else OptOutAnswer.NOT_MEANT
        await app.people.answer_opt_out(contact.person, answer)
        await self._show_again(app, contact.id)
        app.news.publish(Changes(contacts=True))

    def show_contact(self, contact_id: int) -> None:
        """Go to a contact, whatever is sought."""
        if not self._go_to(contact_id) and self.search.text():
            self.search.clear()
            self._typing.stop()
            self._search()
            self._go_to(contact_id)
        self.table.setFocus()

    def _go_to(self, contact_id: int) -> bool:
        row = self.model.row_of(contact_id)
        if row < 0:
            return False
        index = self.model.index(row, 0)
        self.table.setCurrentIndex(index)
        self.table.scrollTo(index)
        return True

    # keeping

    def _keep(self, contact_id: int, *, notes: str | None = None, tags: Sequence[str] | None = None) -> None:
        if self._app is not None:
            self._remember(doing.start(self._kept(self._app, contact_id, notes, tags), owner=self))

    async def _kept(self, app: Application, contact_id: int, notes: str | None, tags: Sequence[str] | None) -> None:
        assert app.contacts is not None
        with suppress(NoSuchContact):  # deleted meanwhile
            if notes is not None:
                await app.contacts.edit(contact_id, {"notes": notes})
            if tags is not None:
                await app.contacts.set_tags(contact_id, tags)
        await self._show_again(app, contact_id)

    def _keep_do_not_contact(self, contact_id: int, reason: str | None) -> None:
        if self._app is not None:
            self._remember(doing.start(self._kept_do_not_contact(self._app, contact_id, reason), owner=self))

    def _remember(self, task: asyncio.Task[object]) -> None:
        self._keeping.add(task)
        task.add_done_callback(self._keeping.discard)

    async def _kept_do_not_contact(self, app: Application, contact_id: int, reason: str | None) -> None:
        assert app.contacts is not None
        await app.contacts.set_do_not_contact([contact_id], reason)
        await self._show_again(app, contact_id)

    async def _show_again(self, app: Application, contact_id: int) -> None:
        self.model.changed(contact_id)
        contact = await app.people.contact(contact_id)
        if contact is not None and self.pane.contact is not None and self.pane.contact.id == contact_id:
            self.pane.told(contact)
            await self._read_timeline(app, contact_id)

    # words

    def _tell_empty(self) -> None:
        words, count = self._words, self.model.rowCount()
        self.count.setText(words.count("contacts.count", count) if count else "")
        if self._app is None:
            self.empty.say("people", words("campaign.opening"))
        elif self.model.problem is not None and not count:
            stop = words.stop(self.model.problem)
            self.empty.say("warning", words("contacts.not_read"), f"{stop.what} {stop.do}", words("empty.try_again"))
        elif count:
            self.stack.setCurrentWidget(self.table)
            self.pane.show()
            return
        elif self.model.sought:
            self.empty.say("search", words("contacts.nothing", words=self.model.sought), "", words("contacts.all"))
        elif self.model.filters:
            self.empty.say("search", words("contacts.nothing.filters"), "", words("contacts.all"))
        else:
            button = words("import.open") if self.imports.button.isEnabled() else ""
            self.empty.say("people", words("contacts.empty"), words("contacts.empty.about"), button)
        self.stack.setCurrentWidget(self.empty)
        self.pane.setVisible(self.pane.contact is not None)
