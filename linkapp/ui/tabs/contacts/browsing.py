"""Browsing by hand: the bar that says whom the person looks at in the browser window, and what can be kept of it."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QInputDialog, QPushButton, QWidget

from linkapp.domain.known_error import KnownError
from linkapp.domain.person import Person
from linkapp.domain.problems import NEEDS_PERSON, Problem, Reason
from linkapp.domain.shown_profile import InFront, OtherPage, ShownProfile, UnreadProfile
from linkapp.services.application import Application
from linkapp.services.browse import Browse
from linkapp.services.ports.contacts import Saved
from linkapp.services.ports.ledger import StoreError
from linkapp.ui import doing
from linkapp.ui.labels import OneLine
from linkapp.ui.tabs.contacts.bulk import UndoBar
from linkapp.ui.words import Words


class BrowsingBar(QFrame):
    """Shown while the browser window is open."""

    save, save_birthday, add_note = Signal(object), Signal(object), Signal(object)
    """The profile that is in front."""
    stop = Signal()

    def __init__(self, words: Words, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("card")
        self._words = words
        self._front: InFront = OtherPage()
        self.line = OneLine()
        self.buttons = {name: QPushButton() for name in ("save", "save_birthday", "add_note", "stop")}
        row = QHBoxLayout(self)
        row.setContentsMargins(14, 6, 8, 6)
        row.setSpacing(2)
        row.addWidget(self.line, 1)
        for name, button in self.buttons.items():
            button.setObjectName("quiet")
            button.clicked.connect(lambda *_, name=name: self._clicked(name))
            row.addWidget(button)
        self.hide()
        self.retranslate()

    def tell(self, front: InFront) -> None:
        """What is in front."""
        self._front = front
        self.retranslate()

    def retranslate(self) -> None:
        """Say everything in the language spoken now."""
        words, front = self._words, self._front
        for name, button in self.buttons.items():
            button.setText(words(f"browsing.{name}"))
        profile = isinstance(front, ShownProfile)
        self.buttons["save"].setVisible(profile)
        self.buttons["add_note"].setVisible(profile)
        day = front.birthday if isinstance(front, ShownProfile) else None
        self.buttons["save_birthday"].setVisible(day is not None)
        if day is not None:
            self.buttons["save_birthday"].setToolTip(words.birthday(*day))
        if isinstance(front, ShownProfile):
            self.line.say(words("browsing.looking_at", name=front.person.name))
        else:
            self.line.say(words("browsing.unread") if isinstance(front, UnreadProfile) else "")

    def _clicked(self, name: str) -> None:
        if name == "stop":
            self.stop.emit()
        elif isinstance(self._front, ShownProfile):
            signal = {"save": self.save, "save_birthday": self.save_birthday, "add_note": self.add_note}[name]
            signal.emit(self._front)


class BrowsingHook(QObject):
    """Opens the window and keeps what the person wants kept; ``said`` tells what was done. ``settle`` keeps what was
    typed about contacts elsewhere: a note is added to that."""

    began = Signal()
    """The browser window is being opened, or is open already: its bar is looked at."""
    person_needed = Signal(object)
    """The problem that ended the browsing and that nobody but the person can solve."""

    def __init__(self, words: Words, said: UndoBar, settle: Callable[[], Awaitable[None]], window: QWidget) -> None:
        super().__init__(window)
        self._words, self._said, self._settle, self._window = words, said, settle, window
        self._app: Application | None = None
        self._task: asyncio.Task[object] | None = None
        self.bar = BrowsingBar(words)
        self.bar.save.connect(lambda shown: self._keep(lambda browse: browse.save(shown), shown))
        self.bar.save_birthday.connect(lambda shown: self._keep(lambda browse: browse.save_birthday(shown), shown))
        self.bar.add_note.connect(lambda shown: doing.start(self._note(shown), owner=self, name="note"))
        self.bar.stop.connect(self.stop)

    def use(self, app: Application) -> None:
        """Whose browser it is."""
        self._app = app

    @property
    def possible(self) -> bool:
        """Whether there is a browser to open."""
        return self._app is not None and self._app.browse is not None

    @property
    def open_now(self) -> bool:
        """Whether the window is open, or is being opened or closed."""
        return self._task is not None and not self._task.done()

    def open(self, person: Person | None, *, conversation: bool = False) -> None:
        """Open the browser window at a profile, a ``conversation``, or the site's start page."""
        browse = self._app.browse if self._app is not None else None
        if browse is None:
            return
        if self.open_now:  # nothing is opened in a window that is the person's
            self._said.say(self._words("browsing.open_already"))
            self.began.emit()
            return
        self._task = doing.start(self._browse(browse, person, conversation), owner=self)
        self.began.emit()

    def stop(self) -> None:
        """Close the browser window."""
        if self._task is not None:
            self._task.cancel()

    async def end(self, within_s: float) -> None:
        """The program ends: the window is closed first."""
        if self._task is not None and not self._task.done():
            self._task.cancel()
            await asyncio.wait([self._task], timeout=within_s)

    async def _browse(self, browse: Browse, person: Person | None, conversation: bool) -> None:
        def watch(front: InFront) -> None:
            self.bar.show()
            self.bar.tell(front)

        try:
            ended = await browse.browse(person, watch, conversation=conversation)
        finally:
            self.bar.hide()
            self.bar.tell(OtherPage())
        if ended.reason is not Reason.STOPPED_BY_PERSON:
            self._said.say(self._why(ended))
        if ended.reason in NEEDS_PERSON:
            self.person_needed.emit(ended)

    def _why(self, ended: Problem) -> str:
        """Why the window was closed, or not opened, and what the person can do."""
        if ended.reason is Reason.SITE_IN_USE:
            return self._words.explained(ended.reason, ended.detail)
        stop = self._words.stop(ended)
        return f"{stop.what} {stop.do}"

    def _keep(self, work: Callable[[Browse], Awaitable[Saved]], shown: ShownProfile) -> None:
        browse = self._app.browse if self._app is not None else None
        if browse is not None:
            doing.start(self._kept(work(browse), shown), owner=self)

    async def _kept(self, work: Awaitable[Saved], shown: ShownProfile) -> None:
        try:
            saved = await work
        except KnownError as error:
            bad = self._words.bad(error)
            self._said.say(f"{bad.what} {bad.do}")
            return
        except StoreError as error:
            self._said.say(self._why(error.problem))
            return
        name = shown.person.name
        if saved.edit.id:
            self._said.offer(saved.edit)
        else:
            self._said.say(self._words("browsing.typed" if saved.kept else "browsing.unchanged", name=name))

    async def _note(self, shown: ShownProfile) -> None:
        words = self._words
        dialog = QInputDialog(self._window)
        dialog.setInputMode(QInputDialog.InputMode.TextInput)
        dialog.setOption(QInputDialog.InputDialogOption.UsePlainTextEditForTextInput)
        dialog.setWindowTitle(words("browsing.add_note"))
        dialog.setLabelText(words("browsing.note_about", name=shown.person.name))
        if await doing.ask(dialog) and (note := dialog.textValue().strip()):
            await self._settle()
            self._keep(lambda browse: browse.add_note(shown, note), shown)
