"""The settings' page of backups: the copies that are there, one more, another folder, and restoring one."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QFileDialog,
    QHBoxLayout,
    QListWidget,
    QListWidgetItem,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from linkapp.services.application import Application
from linkapp.services.backup import Copies
from linkapp.services.news import Changes
from linkapp.services.ports.backups import BadBackup
from linkapp.services.ports.ledger import StoreError
from linkapp.ui import doing
from linkapp.ui.dialogs.sheet import Sheet
from linkapp.ui.labels import plain, tooltip
from linkapp.ui.words import Words


class RestoreDialog(Sheet):
    """Asks once more, and says what a restore means."""

    def __init__(self, words: Words, name: str, parent: QWidget | None = None) -> None:
        super().__init__(words, words("backups.restore.title"), parent)
        self.body.addWidget(plain(words("backups.restore.about", name=name)))
        self.button(words("dialog.cancel")).clicked.connect(self.reject)
        self.button(words("backups.restore.yes"), primary=True).clicked.connect(self.accept)


class BackupsPage(QWidget):
    """Shows the automatic copies, the newest first. ``changed`` is emitted with the settings to change."""

    changed = Signal(dict)

    def __init__(self, words: Words, app: Application, copies: Copies, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._words, self._app, self._copies = words, app, copies
        column = QVBoxLayout(self)
        column.setContentsMargins(4, 16, 4, 8)
        column.setSpacing(12)
        column.addWidget(plain(words("backups.about")))
        self.list = QListWidget()
        self.list.setAccessibleName(words("settings.backups"))
        self.list.setSpacing(2)
        self.list.setMinimumHeight(self.list.fontMetrics().height() * 7)
        self.empty = plain(words("backups.none"), kind="quiet")
        self.now, self.restore = QPushButton(words("backups.now")), QPushButton(words("backups.restore"))
        self.other = QPushButton(words("backups.restore.file"))
        self.list.currentRowChanged.connect(self._chosen)
        self.restore.setEnabled(False)
        column.addWidget(self.list)
        column.addWidget(self.empty)
        column.addLayout(_row(self.now, self.restore, self.other))
        self.folder = plain(kind="quiet")
        self.choose, self.without = (
            QPushButton(words("backups.folder.choose")),
            QPushButton(words("backups.folder.none")),
        )
        column.addWidget(self.folder)
        column.addLayout(_row(self.choose, self.without))
        self.note = plain(kind="quiet")
        column.addWidget(self.note)
        column.addStretch(1)
        for button in (self.now, self.restore, self.other, self.choose, self.without):
            button.setAutoDefault(False)
        self.now.clicked.connect(lambda: doing.start(self._make(), owner=self, name="backup"))
        self.restore.clicked.connect(lambda: doing.start(self._restore_chosen(), owner=self, name="backup"))
        self.other.clicked.connect(lambda: doing.start(self._restore_other(), owner=self, name="backup"))
        self.choose.clicked.connect(lambda: doing.start(self._choose_folder(), owner=self, name="backup"))
        self.without.clicked.connect(lambda: self._use_folder(""))
        self.list.hide()
        self._say_folder(app.settings.load().backup_folder)
        doing.start(self.refresh(), owner=self, name="backups")

    async def refresh(self) -> None:
        """Show the copies that are there now."""
        zone = self._app.clock.zone()
        today = self._app.clock.now().astimezone(zone).date()
        backups = await self._copies.backups.listed()
        self.list.clear()
        for backup in backups:
            made = self._words.moment(backup.made, zone, today)
            size = self._words.locale.formattedDataSize(backup.size, 0)
            what = self._words(f"backups.of.{_occasion_of(Path(backup.path).name)}")
            item = QListWidgetItem(self._words("backups.line", made=made, size=size, what=what))
            item.setToolTip(tooltip(backup.path))
            item.setData(Qt.ItemDataRole.UserRole, backup.path)
            self.list.addItem(item)
        self.list.setVisible(bool(backups))
        self.empty.setVisible(not backups)
        self.restore.setEnabled(False)

    def _chosen(self, row: int) -> None:
        self.restore.setEnabled(row >= 0)

    async def _make(self) -> None:
        try:
            backup = await self._copies.backups.keep("by-hand")
        except (BadBackup, StoreError) as error:
            self._say(error)
            return
        self.note.setText(self._words("backups.made", name=Path(backup.path).name))
        await self.refresh()

    async def _restore_chosen(self) -> None:
        item = self.list.currentItem()
        if item is not None:
            await self._restore(str(item.data(Qt.ItemDataRole.UserRole)))

    async def _restore_other(self) -> None:
        picker = QFileDialog(self, self._words("backups.restore.title"))
        picker.setFileMode(QFileDialog.FileMode.ExistingFile)
        if await doing.ask(picker) and picker.selectedFiles():
            await self._restore(picker.selectedFiles()[0])

    async def _restore(self, path: str) -> None:
        words = self._words
        if not await doing.ask(RestoreDialog(words, Path(path).name, self)):
            return
        try:
            restored = await self._copies.restores.restore(path)
        except (BadBackup, StoreError) as error:
            self._say(error)
            return
        taken = words.count("cli.restored.taken_over", restored.taken_over) if restored.taken_over else ""
        before = words("backups.restored.before", name=Path(restored.before).name) if restored.before else ""
        paused = words("backups.restored.paused") if restored.paused else ""
        self.note.setText(" ".join(filter(None, (words("backups.restored"), taken, before, paused))))
        self._app.news.publish(Changes(log=True, contacts=True, usage=True, schedule=True))
        await self.refresh()

    async def _choose_folder(self) -> None:
        picker = QFileDialog(self, self._words("backups.folder.choose").replace("&", ""))
        picker.setFileMode(QFileDialog.FileMode.Directory)
        if await doing.ask(picker) and picker.selectedFiles():
            self._use_folder(picker.selectedFiles()[0])

    def _use_folder(self, folder: str) -> None:
        self.changed.emit({"backup_folder": folder})
        self._say_folder(folder)

    def _say_folder(self, folder: str) -> None:
        words = self._words
        self.folder.setText(words("backups.folder", folder=folder) if folder else words("backups.folder.only_here"))
        self.without.setEnabled(bool(folder))

    def _say(self, error: BadBackup | StoreError) -> None:
        stop = self._words.bad(error) if isinstance(error, BadBackup) else self._words.stop(error.problem)
        self.note.setText(f"{stop.what} {stop.do}")


def backups_page(words: Words, app: Application) -> BackupsPage | None:
    """The page for this application, where it makes backups."""
    return BackupsPage(words, app, app.copies) if app.copies is not None else None


def _occasion_of(name: str) -> str:
    """Why a copy of this name was made."""
    return next((occasion for occasion in ("by-hand", "before-restore", "before-import") if occasion in name), "day")


def _row(*buttons: QPushButton) -> QHBoxLayout:
    row = QHBoxLayout()
    for button in buttons:
        row.addWidget(button)
    row.addStretch(1)
    return row
