"""The settings' page for being told somewhere else too: the person's own addresses, kept and not shown again."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QPlainTextEdit, QPushButton, QVBoxLayout, QWidget

from linkapp.domain.settings import Settings
from linkapp.services.application import Application
from linkapp.services.ports.phone import Phone, PhoneAddresses
from linkapp.ui import doing
from linkapp.ui.labels import plain
from linkapp.ui.words import Words

EXAMPLE = "ntfys://ntfy.sh/…\nmailtos://…"
LINES = 3


def phone_page(words: Words, app: Application) -> PhonePage | None:
    """The page of an application; None where it tells nobody."""
    return PhonePage(words, app.settings.load(), app.phone) if app.phone is not None else None


class PhonePage(QWidget):
    """Emits ``changed`` with the switch. What is written into the field lies nowhere but in the keyring once it is
    kept."""

    changed = Signal(dict)

    def __init__(self, words: Words, settings: Settings, phone: Phone, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._words, self._phone = words, phone
        self.switch = QCheckBox(words("settings.phone"))
        self.switch.setChecked(settings.notify_phone)
        self.switch.clicked.connect(lambda on: self.changed.emit({"notify_phone": on}))
        about = plain(words("settings.phone.about"), kind="quiet")
        self.switch.setAccessibleDescription(about.text())
        self.field = QPlainTextEdit()
        self.field.setPlaceholderText(EXAMPLE)
        self.field.setAccessibleName(words("settings.phone.addresses"))
        self.field.setTabChangesFocus(True)
        metrics = self.field.fontMetrics()
        self.field.setFixedHeight(metrics.lineSpacing() * LINES + 24)
        self.keep = QPushButton(words("settings.phone.keep"))
        self.test = QPushButton(words("settings.phone.test"))
        self.note = plain(kind="quiet")
        self.note.setMinimumHeight(metrics.lineSpacing() * 2)
        row = QHBoxLayout()
        row.addWidget(self.keep)
        row.addWidget(self.test)
        row.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(4, 16, 4, 8)
        column.setSpacing(9)
        for widget in (self.switch, about, self.field):
            column.addWidget(widget)
        column.addLayout(row)
        column.addWidget(self.note)
        column.addStretch(1)
        self.keep.clicked.connect(lambda: doing.start(self._keep(), owner=self, name="phone"))
        self.test.clicked.connect(lambda: doing.start(self._test(), owner=self, name="phone"))
        doing.start(self._read(), owner=self, name="phone")

    async def _read(self) -> None:
        self._say(await self._phone.addresses())

    async def _keep(self) -> None:
        self._busy(True)
        addresses = await self._phone.keep(self.field.toPlainText())
        self._busy(False)
        if not addresses.bad and addresses.problem is None:
            self.field.clear()
        self._say(addresses)

    async def _test(self) -> None:
        words = self._words
        self._busy(True)
        self.note.setText(words("settings.phone.testing"))
        result = await self._phone.tell(words("phone.test"), words("phone.test.about"))
        self._busy(False)
        if result.problem is not None:
            self.note.setText(words.explained(result.problem.reason, result.problem.detail))
        elif result.taken + result.refused == 0:
            self.note.setText(words("settings.phone.none"))
        elif result.refused:
            self.note.setText(words("settings.phone.refused", taken=result.taken, all=result.taken + result.refused))
        else:
            self.note.setText(words.count("settings.phone.taken", result.taken))

    def _say(self, addresses: PhoneAddresses) -> None:
        words = self._words
        if addresses.problem is not None:
            self.note.setText(words.explained(addresses.problem.reason, addresses.problem.detail))
        elif addresses.bad:
            lines = words.names([words.number(line) for line in addresses.bad], most=7)
            self.note.setText(words("settings.phone.bad", lines=lines))
        else:
            self.note.setText(words.count("settings.phone.kept", addresses.count))

    def _busy(self, busy: bool) -> None:
        for widget in (self.field, self.keep, self.test):
            widget.setEnabled(not busy)
