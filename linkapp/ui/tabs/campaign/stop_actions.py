"""What is done after a stop: the person says that they have looked, or whose folder this is."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from linkapp.domain.problems import Problem
from linkapp.services.application import Application, Guard, Whose
from linkapp.ui import doing
from linkapp.ui.tabs.campaign.stop import Way
from linkapp.ui.words import Words


class StopActions(QWidget):
    """Carries out the ways on that need nothing but the campaign; the others are handed on by ``way_chosen``. Never
    shown."""

    read_again = Signal()
    way_chosen = Signal(object, object)
    """A way on (``stop.Way``), and the problem."""

    def __init__(self, words: Words, parent: QWidget, *, busy: Callable[[], bool]) -> None:
        """``busy``: whether the list must not change now."""
        super().__init__(parent)
        self._words, self._busy = words, busy
        self._app: Application | None = None
        self.hide()

    def use(self, app: Application) -> None:
        """Take up the application."""
        self._app = app

    def go(self, way: Way, problem: Problem) -> None:
        """Go on in this way."""
        app = self._app
        if way is Way.WHOSE_FOLDER and app is not None and app.whose is not None:
            doing.start(self._ask_whose(app, app.whose), owner=self, name="whose folder")
        elif way is not Way.RESUME:
            self.way_chosen.emit(way, problem)
        elif app is not None and app.guard is not None:
            doing.start(self._resume(app.guard), owner=self, name="resume")

    async def _resume(self, guard: Guard) -> None:
        """The person has looked at what the site showed: read again, if nothing else speaks against it."""
        await guard.looked()
        self.read_again.emit()

    async def _ask_whose(self, app: Application, whose: Whose) -> None:
        """Whose folder this is; read again where the person said it."""
        from linkapp.ui.dialogs.other_account import OtherAccountDialog

        book = await whose.book()
        if not book.waiting:
            self.read_again.emit()  # somebody else has said it meanwhile
            return
        dialog = OtherAccountDialog(self._words, book, app.data_folder, self.window())
        if not await doing.ask(dialog) or self._busy():
            return
        if await whose.book() == book:  # what was shown, and nothing else
            await (whose.this_one() if dialog.the_same else whose.new_account())
        self.read_again.emit()
