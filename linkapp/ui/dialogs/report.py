"""Saving a report, and what is said after a program that broke down."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtWidgets import QFileDialog, QPlainTextEdit, QWidget

from linkapp.services.application import Application
from linkapp.ui import doing
from linkapp.ui.dialogs.sheet import Sheet
from linkapp.ui.labels import plain
from linkapp.ui.words import Words

NAME = "linkapp-report.zip"


async def save_report(words: Words, app: Application, parent: QWidget, fault: str) -> str:
    """Ask where to, and write the report; what is to be said about it, empty where the person chose nothing."""
    assert app.report is not None
    picker = QFileDialog(parent, words("report.title"))
    picker.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
    picker.setFileMode(QFileDialog.FileMode.AnyFile)
    picker.setDefaultSuffix("zip")
    picker.selectFile(NAME)
    if not await doing.ask(picker) or not picker.selectedFiles():
        return ""
    target = Path(picker.selectedFiles()[0])
    try:
        await app.report(target, fault)
    except OSError as error:
        return words("report.failed", why=error.strerror or str(error))
    return words("report.saved", name=target.name)


class BrokeDownDialog(Sheet):
    """Said once at the start after a program that broke down."""

    def __init__(self, words: Words, app: Application, fault: str, parent: QWidget | None = None) -> None:
        super().__init__(words, words("broke_down.title"), parent)
        self._app, self._fault = app, fault
        self.body.addWidget(plain(words("broke_down.text")))
        self.details = QPlainTextEdit(fault)
        self.details.setReadOnly(True)
        self.details.setAccessibleName(words("problem.details").replace("&", ""))
        self.body.addWidget(self.details)
        self.note = plain(kind="quiet")
        self.body.addWidget(self.note)
        if app.report is not None:
            self.button(words("report.save")).clicked.connect(
                lambda: doing.start(self._save(), owner=self, name="report")
            )
        self.button(words("dialog.close"), primary=True).clicked.connect(self.accept)

    async def _save(self) -> None:
        self.note.setText(await save_report(self.words, self._app, self, self._fault))
