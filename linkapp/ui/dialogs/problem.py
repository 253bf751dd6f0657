"""Shown for a fault in LinkApp itself, once for each place it happens at. Known problems never come here."""

from __future__ import annotations

import platform
import traceback

from PySide6.QtCore import qVersion
from PySide6.QtWidgets import QApplication, QPlainTextEdit, QPushButton, QWidget

from linkapp import __version__
from linkapp.domain.known_error import KnownError
from linkapp.services.application import Application
from linkapp.services.ports.ledger import StoreError
from linkapp.ui import doing
from linkapp.ui.dialogs.report import save_report
from linkapp.ui.dialogs.sheet import Sheet
from linkapp.ui.labels import plain
from linkapp.ui.words import Words


def fingerprint(error: BaseException) -> str:
    """The same for the same fault at the same place."""
    frames = traceback.extract_tb(error.__traceback__)
    where = f"{frames[-1].filename}:{frames[-1].lineno}" if frames else ""
    return f"{type(error).__name__} {where}"


def report_of(error: BaseException) -> str:
    """The fault for a report: where it happened, never what a message or a page said."""
    frames = traceback.extract_tb(error.__traceback__)
    places = [f"  {frame.filename.rsplit('/', 1)[-1]}:{frame.lineno} {frame.name}" for frame in frames]
    head = f"LinkApp {__version__}, Qt {qVersion()}, Python {platform.python_version()}, {platform.platform()}"
    return "\n".join([head, type(error).__name__, *places])


class ProblemDialog(Sheet):
    """Says that it is LinkApp's fault, with the details folded."""

    def __init__(
        self, words: Words, error: BaseException, parent: QWidget | None = None, *, app: Application | None = None
    ) -> None:
        super().__init__(words, words("problem.title"), parent)
        self.body.addWidget(plain(words("problem.text")))
        self.note = plain(kind="quiet")
        self.details = QPlainTextEdit(report_of(error))
        self.details.setReadOnly(True)
        self.details.setAccessibleName(words("problem.details").replace("&", ""))
        self.details.hide()
        self.body.addWidget(self.details)
        unfold: QPushButton = self.button(words("problem.details"))
        unfold.clicked.connect(lambda: self.details.setVisible(not self.details.isVisible()))
        copy = self.button(words("about.copy"))
        copy.clicked.connect(lambda: QApplication.clipboard().setText(report_of(error)))
        self.body.addWidget(self.note)
        if app is not None and app.report is not None:
            save = self.button(words("report.save"))
            save.clicked.connect(lambda: doing.start(self._save(app, report_of(error)), owner=self, name="report"))
        self.button(words("dialog.close"), primary=True).clicked.connect(self.accept)

    async def _save(self, app: Application, fault: str) -> None:
        self.note.setText(await save_report(self.words, app, self, fault))


class KnownProblemDialog(Sheet):
    """Says what cannot be used, what was not done, and what to do: no fault of LinkApp's."""

    def __init__(self, words: Words, error: StoreError | KnownError, parent: QWidget | None = None) -> None:
        stop = words.stop(error.problem) if isinstance(error, StoreError) else words.bad(error)
        super().__init__(words, stop.title, parent)
        not_done = words("bad.not_done") if isinstance(error, StoreError) else words.not_done(error)
        self.body.addWidget(plain(" ".join((stop.what, not_done, stop.do))))
        self.button(words("dialog.close"), primary=True).clicked.connect(self.accept)
