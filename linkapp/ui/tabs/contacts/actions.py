"""What a person does with contacts in the window: each is one edit, said in a line that offers to take it back."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping, Sequence
from pathlib import Path

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QFileDialog, QInputDialog, QWidget

from linkapp.domain.known_error import KnownError
from linkapp.services.application import Application
from linkapp.services.contacts import Contacts
from linkapp.services.exports import ExportFormat
from linkapp.services.ports.book import Contact
from linkapp.services.ports.contacts import Edit
from linkapp.ui import doing
from linkapp.ui.dialogs.contact_edit import ContactEditDialog
from linkapp.ui.dialogs.doubles import DoublesDialog
from linkapp.ui.dialogs.forget import ForgetDialog
from linkapp.ui.tabs.contacts.bulk import UndoBar
from linkapp.ui.words import Words


class ContactActions(QObject):
    """``bar`` says what was done. Everything waits for nothing and reports through the application's news."""

    def __init__(self, words: Words, bar: UndoBar, window: QWidget) -> None:
        super().__init__(window)
        self._words, self._bar, self._window = words, bar, window
        self._app: Application | None = None
        bar.undo.connect(self.undo)

    def use(self, app: Application) -> None:
        """Whose contacts they are."""
        self._app = app

    @property
    def book(self) -> Contacts | None:
        """The contacts, where they can be changed."""
        return self._app.contacts if self._app is not None else None

    def change(self, work: Callable[[Contacts], Awaitable[Edit]], *, quietly: bool = False) -> None:
        """Do something that can be undone. ``quietly``: typing goes on, and nothing is offered."""
        book = self.book
        if book is not None:
            doing.start(self._changed(book, work, quietly), owner=self)

    async def _changed(self, book: Contacts, work: Callable[[Contacts], Awaitable[Edit]], quietly: bool) -> None:
        try:
            edit = await work(book)
        except KnownError as error:
            self._say(error)
            return
        if not quietly:
            self._bar.offer(edit)

    def undo(self, edit: Edit | None = None) -> None:
        """Take back an edit, or the newest one."""
        book = self.book
        if book is not None:
            doing.start(self._undone(book, edit.id if edit is not None else None), owner=self, name="undo")

    async def _undone(self, book: Contacts, edit_id: int | None) -> None:
        try:
            undone = await book.undo(edit_id)
        except KnownError as error:
            self._say(error)
            return
        text = self._words.count("contacts.undone", undone.edit.people - undone.stayed)
        if undone.stayed:
            text = f"{text} {self._words.count('contacts.stayed', undone.stayed)}"
        self._bar.say(text)

    def ask_tag(self, ids: Sequence[int], *, take: bool = False) -> None:
        """Ask for a tag, and give it to all of them, or take it from all of them."""
        doing.start(self._tag_asked(ids, take), owner=self, name="tag")

    async def _tag_asked(self, ids: Sequence[int], take: bool) -> None:
        words = self._words
        dialog = QInputDialog(self._window)
        dialog.setInputMode(QInputDialog.InputMode.TextInput)
        dialog.setWindowTitle(words("contacts.bulk.untag" if take else "contacts.bulk.tag"))
        dialog.setLabelText(words.count("contacts.tag.take" if take else "contacts.tag.give", len(ids)))
        dialog.setComboBoxItems(list(self._tags()))
        dialog.setComboBoxEditable(not take)
        if not take:
            dialog.setTextValue("")
        if await doing.ask(dialog) and (tag := dialog.textValue().strip()):
            self.change(lambda book: book.untag(ids, tag) if take else book.tag(ids, tag))

    def _tags(self) -> Sequence[str]:
        pages = self._app.pages if self._app is not None else None
        return pages.tags() if pages is not None else ()

    def edit(self, contact: Contact) -> None:
        """Open the dialog of all fields."""
        doing.start(self._edited(contact), owner=self, name="edit")

    async def _edited(self, contact: Contact) -> None:
        dialog = ContactEditDialog(self._words, contact, self._window)
        changed: list[Mapping[str, str]] = []
        dialog.wanted.connect(changed.append)
        await doing.ask(dialog)
        if changed:  # saved, which closes it
            self.change(lambda book: book.edit(contact.id, changed[0]))

    def find_doubles(self) -> None:
        """Show who may be one person."""
        book = self.book
        if book is not None:
            doing.start(self._doubles(book), owner=self, name="doubles")

    async def _doubles(self, book: Contacts) -> None:
        dialog = DoublesDialog(self._words, await book.likely_doubles(), self._window)

        def merge(keep: int, other: int, fields: dict[str, str]) -> None:
            self.change(lambda contacts: contacts.merge(keep, other, fields))

        dialog.merge.connect(merge)
        await doing.ask(dialog)

    def forget(self, contact: Contact) -> None:
        """Ask, for it cannot be undone, and forget."""
        doing.start(self._forgotten(contact), owner=self, name="forget")

    async def _forgotten(self, contact: Contact) -> None:
        book = self.book
        if book is None or not await doing.ask(ForgetDialog(self._words, contact.person.name, self._window)):
            return
        try:
            await book.forget(contact.id)
        except KnownError as error:
            self._say(error)
            return
        self._bar.say(self._words("contacts.forgotten"))

    def export(self, ids: Sequence[int] | None = None) -> None:
        """Ask for a file, and write these contacts into it, or all."""
        doing.start(self._exported(ids), owner=self, name="export")

    async def _exported(self, ids: Sequence[int] | None) -> None:
        app, words = self._app, self._words
        if app is None or app.exports is None:
            return
        picker = QFileDialog(self._window, words("contacts.export"))
        picker.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        picker.setNameFilters([f"{words(f'contacts.export.{kind}')} (*.{kind})" for kind in ExportFormat])
        picker.setDefaultSuffix(ExportFormat.CSV)
        picker.filterSelected.connect(lambda chosen: picker.setDefaultSuffix(chosen.rpartition(".")[2].rstrip(")")))
        picker.selectFile(words("contacts.export.name"))
        if not await doing.ask(picker) or not picker.selectedFiles():
            return
        file = picker.selectedFiles()[0]
        try:
            _, number = await app.exports.export(file, ids=ids)
        except KnownError as error:
            self._say(error)
            return
        self._bar.say(words.count("contacts.exported", number, file=Path(file).name))

    def delete(self, ids: Sequence[int]) -> None:
        """Take them out of the book; can be undone."""
        self.change(lambda book: book.delete(ids))

    def _say(self, error: KnownError) -> None:
        stopped = self._words.bad(error)
        self._bar.say(f"{stopped.what} {stopped.do}")
