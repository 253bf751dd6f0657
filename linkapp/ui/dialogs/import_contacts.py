"""Importing contacts: choose, look, import, and take it back. Nothing is written before the person says so."""

from __future__ import annotations

import asyncio
from collections.abc import Coroutine, Mapping, Sequence
from contextlib import suppress
from typing import Any

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QFileDialog, QPushButton, QStackedWidget, QWidget

from linkapp.domain.contact_record import Field
from linkapp.domain.known_error import KnownError
from linkapp.services.application import Application
from linkapp.services.imports import Import, Importing
from linkapp.services.legacy import LegacyImport
from linkapp.services.ports.imports import ImportPhase, ImportPlan, ImportStopped, Progress
from linkapp.services.ports.ledger import StoreError
from linkapp.ui import doing
from linkapp.ui.dialogs.import_pages import (
    BusyPage,
    ChoosePage,
    DonePage,
    MappingPage,
    PreviewPage,
    file_name,
    numbers,
)
from linkapp.ui.dialogs.sheet import Sheet
from linkapp.ui.words import Words

SHOWN_AFTER_MS = 600
"""How long something may go on before it is shown that it does."""


class ImportDialog(Sheet):
    """``wanted`` is emitted with the number of the import whose people the person wants to see."""

    wanted = Signal(int)

    def __init__(
        self,
        words: Words,
        app: Application,
        importing: Importing,
        files: Sequence[str] = (),
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(words, words("import.title"), parent)
        self._app, self._importing = app, importing
        self._files: list[str] = list(files)
        self._path = ""
        self._current: Import | LegacyImport | None = None
        self._done: ImportPlan | None = None
        self._work: asyncio.Task[object] | None = None
        self._at_work = False
        self._show_work = QTimer(self)
        self._show_work.setSingleShot(True)
        self._show_work.setInterval(SHOWN_AFTER_MS)
        self._show_work.timeout.connect(self._still_at_work)
        self.choose, self.busy, self.columns = ChoosePage(words), BusyPage(words), MappingPage(words)
        self.preview, self.done_page = PreviewPage(words), DonePage()
        self.pages = QStackedWidget()
        for page in (self.choose, self.busy, self.columns, self.preview, self.done_page):
            self.pages.addWidget(page)
        self.body.addWidget(self.pages, 1)
        self.undo = self.button(words("import.undo"))
        self.show_them = self.button(words("import.show"))
        self.cancel = self.button(words("dialog.cancel"))
        self.go = self.button(words("import.do.none"), primary=True)
        self.choose.choose.clicked.connect(lambda: self._start(self._pick()))
        self.choose.dropped.connect(self.take)
        self.columns.changed.connect(lambda: self.go.setEnabled(self._page is not self.columns or self._can_map()))
        self.undo.clicked.connect(lambda: self._start(self._take_back()))
        self.show_them.clicked.connect(self._show_them)
        self.cancel.clicked.connect(self._cancel)
        self.go.clicked.connect(self._go_on)
        self.resize(self.fontMetrics().averageCharWidth() * 88, self.fontMetrics().height() * 30)
        self._turn_to(self.choose)
        self._saying_last = doing.start(self._say_last(), owner=self, name="last")
        if self._files:
            self._next()

    @property
    def _page(self) -> QWidget | None:
        return self.pages.currentWidget()

    def take(self, files: Sequence[str]) -> None:
        """Look at these files, one after the other."""
        self._files = list(files)
        self._next()

    async def end(self) -> None:
        """The dialog is closed: what goes on is ended, and nothing more is written."""
        if self._current is not None:
            self._current.stop()
        if self._work is not None and not self._work.done():
            self._work.cancel()
            with suppress(asyncio.CancelledError):
                await asyncio.wait({self._work})
        if not self._saying_last.done():  # a short reading: cut off in its midst it would leave its connection open
            await asyncio.wait({self._saying_last})
        await self._forget()

    def reject(self) -> None:
        """Escape ends what goes on first."""
        if self._at_work:
            self._cancel()
        else:
            super().reject()

    # what is done

    def _start(self, work: Coroutine[Any, Any, object]) -> None:
        self._work = doing.start(work, owner=self, name="import")

    def _next(self) -> None:
        if self._files:
            self._path = self._files.pop(0)
            self._start(self._look(self._path))

    async def _pick(self) -> None:
        picker = QFileDialog(self, self.words("import.title"))
        picker.setFileMode(QFileDialog.FileMode.ExistingFiles)
        picker.setNameFilters([self.words("import.files"), self.words("import.files.all")])
        if await doing.ask(picker) and picker.selectedFiles():
            self._files = picker.selectedFiles()
            self._path = self._files.pop(0)
            await self._look(self._path)

    async def _look(self, path: str, mapping: Mapping[str, Field] | None = None) -> None:
        await self._forget()
        self.choose.say("")
        self._busy(ImportPhase.READING, 0)
        try:
            self._current = await self._looked_at(path, mapping)
        except ImportStopped:
            self._turn_to(self.choose)
        except KnownError as error:
            await self._refused(path, error)
        except StoreError as error:
            stop = self.words.stop(error.problem)
            self._refuse(f"{stop.what} {stop.do}")
        except asyncio.CancelledError:
            self._turn_to(self.choose)
            raise
        else:
            plan = self._current.plan
            self.preview.show_plan(plan, self._last(plan))
            self._turn_to(self.preview)

    async def _looked_at(self, path: str, mapping: Mapping[str, Field] | None) -> Import | LegacyImport:
        """A database is the predecessor's, or none that is understood; everything else is a file of contacts."""
        legacy = self._app.legacy
        looked = await legacy.look(path) if legacy is not None else None
        return looked or await self._importing.look(path, mapping, self._progress())

    async def _refused(self, path: str, error: KnownError) -> None:
        if error.code == "import_columns":
            columns, proposed = await self._importing.columns(path)
            if columns:
                self._turn_to(self.columns)
                self.columns.show_columns(columns, proposed)
                return
        stop = self.words.bad(error)
        self._refuse(f"{stop.what} {stop.do}")

    async def _carry_out(self, current: Import | LegacyImport) -> None:
        self._busy(ImportPhase.SAVING, current.plan.records)
        try:
            self._done = await current.carry_out(self._progress())
        except ImportStopped:
            self._refuse(self.words("import.stopped"))
        except KnownError as error:
            stop = self.words.bad(error)
            self._refuse(f"{stop.what} {stop.do}")
        except StoreError as error:
            stopped = self.words.stop(error.problem)
            self._refuse(f"{stopped.what} {stopped.do}")
        else:
            self.done_page.say(self.words("import.done"), numbers(self.words, self._done))
            self._turn_to(self.done_page)
        await self._forget()

    async def _take_back(self) -> None:
        done, contacts = self._done, self._app.contacts
        if done is None or done.edit is None or contacts is None:
            return
        try:
            undone = await contacts.undo(done.edit)
        except KnownError as error:
            self.done_page.say(self.words.bad(error).what)
        except StoreError as error:
            self.done_page.say(self.words.stop(error.problem).what)
        else:
            stayed = self.words.count("import.undone.stayed", undone.stayed) if undone.stayed else ""
            self.done_page.say(self.words("import.undone"), stayed)
        self._done = None
        self._turn_to(self.done_page)

    async def _forget(self) -> None:
        current, self._current = self._current, None
        if current is not None:
            await current.close()

    def _progress(self) -> Progress:
        loop, said = asyncio.get_running_loop(), [0.0]

        def tell(phase: ImportPhase, records: int) -> None:
            now = loop.time()
            if now - said[0] >= 0.1 or phase is not ImportPhase.READING:
                said[0] = now
                with suppress(RuntimeError):  # the loop has ended
                    loop.call_soon_threadsafe(self._say_progress, phase, records)

        return tell

    def _say_progress(self, phase: ImportPhase, records: int) -> None:
        self.busy.say(phase, records)

    # what is shown

    def _go_on(self) -> None:
        page, current = self._page, self._current
        if page is self.columns:
            self._start(self._look(self._path, self.columns.mapping()))
        elif page is self.preview and current is not None and self._worth(current.plan):
            self._start(self._carry_out(current))
        elif self._files:
            self._next()
        else:
            self.accept()

    def _cancel(self) -> None:
        if self._at_work:
            if self._current is not None:
                self._current.stop()
            elif self._work is not None:
                self._work.cancel()
        elif self._page in (self.columns, self.preview):
            self._turn_to(self.choose)
        else:
            self.reject()

    def _show_them(self) -> None:
        if self._done is not None and self._done.id is not None:
            self.wanted.emit(self._done.id)
            self.accept()

    def _refuse(self, why: str) -> None:
        self.choose.say(why)
        self._turn_to(self.choose)
        self._make_room()

    def _busy(self, phase: ImportPhase, records: int) -> None:
        """Something is going on; it is shown where it takes a while, so that nothing blinks."""
        self.busy.say(phase, records)
        self._at_work = True
        self.pages.setEnabled(False)
        self.go.setEnabled(False)
        self._show_work.start()

    def _still_at_work(self) -> None:
        if self._at_work:
            self._turn_to(self.busy)
            self._at_work = True

    def _can_map(self) -> bool:
        names = {Field.NAME, Field.FIRST_NAME, Field.LAST_NAME, Field.EMAIL, Field.PROFILE}
        return bool(names & set(self.columns.mapping().values()))

    @staticmethod
    def _worth(plan: ImportPlan) -> bool:
        return plan.changes_something or plan.last_import is None

    def _turn_to(self, page: QWidget) -> None:
        words, done = self.words, self._done
        self._at_work = False
        self._show_work.stop()
        self.pages.setEnabled(True)
        self.pages.setCurrentWidget(page)
        of_file = page in (self.columns, self.preview, self.busy, self.done_page) and self._path
        self.name_it(words("import.title.file", name=file_name(self._path)) if of_file else words("import.title"))
        finished = page is self.done_page
        self.undo.setVisible(finished and done is not None and done.edit is not None and self._app.contacts is not None)
        self.show_them.setVisible(finished and done is not None and done.id is not None and done.new > 0)
        self.cancel.setVisible(not finished)
        self.cancel.setText(words("import.back_to_files" if page in (self.columns, self.preview) else "dialog.cancel"))
        self.go.setVisible(page in (self.columns, self.preview, self.done_page))
        self.go.setEnabled(page is not self.columns or self._can_map())
        self.go.setText(self._forward(page))
        if page is self.choose:
            self.choose.choose.setFocus()
        elif page is not self.busy:
            focus: QPushButton = self.go
            focus.setFocus()

    def _forward(self, page: QWidget) -> str:
        words, current = self.words, self._current
        if page is self.columns:
            return words("import.look")
        if page is self.preview and current is not None and self._worth(current.plan):
            return words.count("import.do", current.plan.new + current.plan.changed)
        if self._files:
            return words("import.next", name=file_name(self._files[0]).replace("&", "&&"))
        return words("dialog.close")

    def _last(self, plan: ImportPlan) -> str:
        if plan.last_import is None:
            return ""
        zone = self._app.clock.zone()
        today = self._app.clock.now().astimezone(zone).date()
        return self.words("import.last", at=self.words.moment(plan.last_import, zone, today))

    async def _say_last(self) -> None:
        """When something of each kind was imported last."""
        zone = self._app.clock.zone()
        today = self._app.clock.now().astimezone(zone).date()
        try:
            last = await self._importing.last()
        except StoreError:
            return
        lines = [
            self.words(
                "import.last.kind", kind=self.words(f"import.kind.{kind}"), at=self.words.moment(at, zone, today)
            )
            for kind, at in sorted(last.items(), key=lambda pair: pair[1], reverse=True)
        ]
        self.choose.last.setText("\n".join(lines))
        self.choose.last.setVisible(bool(lines))
        self._make_room()

    def _make_room(self) -> None:
        """What is said now may need more lines."""
        layout = self.layout()
        if layout is not None:
            layout.activate()
            self.resize(self.width(), max(self.height(), layout.totalHeightForWidth(self.width())))
