"""What a screen needs to offer imports: a button, files that are dropped on it, and the dialog over it."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QObject, Signal
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QPushButton, QWidget

from linkapp.services.application import Application
from linkapp.ui import doing
from linkapp.ui.words import Words


class ImportHook(QObject):
    """``button`` stands where its screen puts it. ``wanted`` is emitted with the number of an import whose people the
    person wants to see."""

    wanted = Signal(int)

    def __init__(self, words: Words, screen: QWidget) -> None:
        super().__init__(screen)
        self._words, self._screen = words, screen
        self._app: Application | None = None
        self.button = QPushButton()
        self.button.clicked.connect(lambda: self.open())
        self.button.setEnabled(False)
        screen.setAcceptDrops(True)
        screen.installEventFilter(self)
        words.changed.connect(self._retranslate)
        self._retranslate()

    def use(self, app: Application) -> None:
        """The application to import into; without imports nothing is offered."""
        self._app = app
        self.button.setEnabled(app.importing is not None)

    def open(self, files: Sequence[str] = ()) -> None:
        """Show the dialog, with these files where there are any."""
        if self._app is not None and self._app.importing is not None:
            doing.start(self._open(self._app, list(files)), owner=self._screen, name="import")

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802 - Qt's name
        if watched is self._screen and isinstance(event, QDragEnterEvent | QDropEvent):
            from linkapp.ui.dialogs.import_pages import dropped_files

            files = dropped_files(event)
            if files and self.button.isEnabled():
                event.acceptProposedAction()
                if not isinstance(event, QDragEnterEvent):
                    self.open(files)
                return True
        return super().eventFilter(watched, event)

    async def _open(self, app: Application, files: list[str]) -> None:
        from linkapp.ui.dialogs.import_contacts import ImportDialog

        assert app.importing is not None
        dialog = ImportDialog(self._words, app, app.importing, files, self._screen.window())
        dialog.wanted.connect(self.wanted)
        try:
            await doing.ask(dialog)
        finally:
            await dialog.end()

    def _retranslate(self) -> None:
        self.button.setText(self._words("import.open"))
