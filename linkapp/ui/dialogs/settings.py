"""Settings: a few short pages, applied at once, each field with its bounds."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import time
from types import MappingProxyType

from PySide6.QtCore import QTime, Signal
from PySide6.QtWidgets import (
    QComboBox,
    QFormLayout,
    QHBoxLayout,
    QLineEdit,
    QPushButton,
    QSpinBox,
    QTabWidget,
    QTimeEdit,
    QVBoxLayout,
    QWidget,
)

from linkapp.domain.settings import Settings
from linkapp.services.application import Sharing
from linkapp.services.ports.desktop import AtLogin
from linkapp.ui import doing
from linkapp.ui.dialogs.desktop_page import DesktopPage
from linkapp.ui.dialogs.limits import LimitsForm
from linkapp.ui.dialogs.sheet import Sheet
from linkapp.ui.labels import plain
from linkapp.ui.words import Words

LANGUAGE_NAMES = {"en": "English", "fr": "Français"}
SENDING = ("messages_a_day", "messages_a_week", "messages_a_run", "late_days", "talked_days", "hours_from", "hours_to")


EXAMPLES = {"form": "rediss://host:6379/0", "encrypted": "rediss://", "prefix": "?prefix=NAME"}
"""What an address, or a part of it, looks like, for the words that say what is wrong with one."""


NO_MORE: Mapping[str, QWidget | None] = MappingProxyType({})


class SettingsDialog(Sheet):
    """Emits ``changed`` with what was changed, as it is changed."""

    changed = Signal(dict)

    def __init__(
        self,
        words: Words,
        settings: Settings,
        parent: QWidget | None = None,
        *,
        sharing: Sharing | None = None,
        at_login: AtLogin | None = None,
        more: Mapping[str, QWidget | None] = NO_MORE,
    ) -> None:
        """``more``: other pages by the key of their names; their fields have no defaults to be restored."""
        super().__init__(words, words("settings.title"), parent)
        self._sharing = sharing
        self.pages = QTabWidget()
        self.pages.addTab(self._general(settings), words("settings.general"))
        self.pages.addTab(self._sending(settings), words("settings.sending"))
        self.desktop = DesktopPage(words, settings, at_login)
        self.desktop.changed.connect(self.changed)
        self.pages.addTab(self.desktop, words("settings.desktop"))
        if sharing is not None:
            self.pages.addTab(self._two_computers(settings), words("settings.sharing"))
        self._more = [page for page in more.values() if page is not None]
        for key, page in more.items():
            if page is not None:
                self.pages.addTab(page, words(key))
        self.pages.currentChanged.connect(lambda _: self._can_restore())
        self.pages.tabBar().setAccessibleName(words("settings.title"))
        self.body.addWidget(self.pages)
        self.body.addWidget(plain(words("settings.applied"), kind="quiet"))
        self.restore = self.button(words("settings.defaults"))
        self.restore.clicked.connect(self._restore)
        self.button(words("dialog.close"), primary=True).clicked.connect(self.accept)

    def _can_restore(self) -> None:
        self.restore.setEnabled(self.pages.currentWidget() not in self._more)

    def _general(self, settings: Settings) -> QWidget:
        words = self.words
        page, form = _page()
        self.language = QComboBox()
        self.language.addItem(words("settings.language.system"), "")
        for code, name in LANGUAGE_NAMES.items():
            self.language.addItem(name, code)
        self.language.setCurrentIndex(max(0, self.language.findData(settings.language)))
        self.language.activated.connect(lambda: self.changed.emit({"language": self.language.currentData()}))
        self.theme = QComboBox()
        for code in ("system", "light", "dark"):
            self.theme.addItem(words(f"settings.theme.{code}"), code)
        self.theme.setCurrentIndex(max(0, self.theme.findData(settings.theme)))
        self.theme.activated.connect(lambda: self.changed.emit({"theme": self.theme.currentData()}))
        _add(form, words("settings.language"), self.language, self.language)
        _add(form, words("settings.theme"), self.theme, self.theme)
        return page

    def _sending(self, settings: Settings) -> QWidget:
        words = self.words
        self.limits = LimitsForm(words, settings)
        self.limits.changed.connect(self.changed)
        page, form = _page(self.limits)
        self.late = _days(words, 10, settings.late_days)
        self.late.valueChanged.connect(lambda value: self.changed.emit({"late_days": value}))
        self.talked = _days(words, 365, settings.talked_days)
        self.talked.valueChanged.connect(lambda value: self.changed.emit({"talked_days": value}))
        self.hours_from, self.hours_to = QTimeEdit(_qtime(settings.hours_from)), QTimeEdit(_qtime(settings.hours_to))
        self.hours_from.timeChanged.connect(lambda value: self.changed.emit({"hours_from": _time(value)}))
        self.hours_to.timeChanged.connect(lambda value: self.changed.emit({"hours_to": _time(value)}))
        hours = QWidget()
        row = QHBoxLayout(hours)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(self.hours_from)
        row.addWidget(plain(words("settings.hours.and"), wrap=False))
        row.addWidget(self.hours_to)
        row.addStretch(1)
        name = words("settings.hours").replace("&", "")
        self.hours_from.setAccessibleName(name)
        self.hours_to.setAccessibleName(f"{name} … {words('settings.hours.and')}")
        _add(form, words("settings.late"), _bounded(words, self.late), self.late)
        _add(form, words("settings.talked"), _bounded(words, self.talked), self.talked)
        _add(form, words("settings.hours"), hours, self.hours_from)
        return page

    def _two_computers(self, settings: Settings) -> QWidget:
        words = self.words
        page, form = _page(plain(words("settings.sharing.about")))
        self.address = QLineEdit(settings.redis)
        self.address.setPlaceholderText(EXAMPLES["form"])
        self.password = QLineEdit()
        self.password.setEchoMode(QLineEdit.EchoMode.Password)
        self.password.setPlaceholderText(words("settings.sharing.password.about"))
        self.use, self.end = QPushButton(words("settings.sharing.use")), QPushButton(words("settings.sharing.end"))
        self.end.setEnabled(bool(settings.redis))
        for button in (self.use, self.end):
            button.setAutoDefault(False)
        self.shared_note = plain(kind="quiet")
        buttons = QWidget()
        row = QHBoxLayout(buttons)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(self.use)
        row.addWidget(self.end)
        row.addStretch(1)
        _add(form, words("settings.sharing.address"), self.address, self.address)
        _add(form, words("settings.sharing.password"), self.password, self.password)
        form.addRow("", buttons)
        form.addRow("", self.shared_note)
        self.use.clicked.connect(lambda: self._choose_sharing(self.address.text()))
        self.end.clicked.connect(lambda: self._choose_sharing(""))
        return page

    def _choose_sharing(self, address: str) -> None:
        doing.start(self._share(address), owner=self, name="share")

    async def _share(self, address: str) -> None:
        assert self._sharing is not None
        wanted = bool(address.strip())
        bad = await self._sharing.choose(address, self.password.text() if wanted else "")
        if bad:
            sentence = self.words(f"settings.sharing.bad.{bad}", example=EXAMPLES.get(bad, ""))
        else:
            sentence = self.words("settings.sharing.saved" if wanted else "settings.sharing.ended")
            self.password.clear()
            self.end.setEnabled(wanted)
            if not wanted:
                self.address.clear()
        self.shared_note.setText(sentence)
        self.fit()

    def _restore(self) -> None:
        """The defaults of the page in front."""
        standard = Settings()
        if self.pages.currentWidget() is self.desktop:
            self.desktop.restore()
            return
        if self.pages.currentIndex() == 3:
            self._choose_sharing("")
            return
        if self.pages.currentIndex() == 0:
            self.language.setCurrentIndex(0)
            self.theme.setCurrentIndex(0)
            self.changed.emit({"language": standard.language, "theme": standard.theme})
            return
        self.limits.show_settings(standard)
        for field, value in ((self.late, standard.late_days), (self.talked, standard.talked_days)):
            field.setValue(value)
        self.hours_from.setTime(_qtime(standard.hours_from))
        self.hours_to.setTime(_qtime(standard.hours_to))
        self.changed.emit({name: getattr(standard, name) for name in SENDING})


def _page(first: QWidget | None = None) -> tuple[QWidget, QFormLayout]:
    page = QWidget()
    column = QVBoxLayout(page)
    column.setContentsMargins(4, 16, 4, 8)
    column.setSpacing(16)
    if first is not None:
        column.addWidget(first)
    form = QFormLayout()
    form.setHorizontalSpacing(18)
    form.setVerticalSpacing(9)
    column.addLayout(form)
    column.addStretch(1)
    return page, form


def _add(form: QFormLayout, text: str, field: QWidget, buddy: QWidget) -> None:
    label = plain(text, wrap=False)
    label.setBuddy(buddy)
    label.setMinimumHeight(buddy.sizeHint().height())
    if not buddy.accessibleName():
        buddy.setAccessibleName(text.replace("&", ""))
    form.addRow(label, field)


def _days(words: Words, most: int, value: int) -> QSpinBox:
    field = QSpinBox()
    field.setRange(0, most)
    field.setValue(value)
    field.setAccessibleDescription(words("settings.bound", low=0, high=most))
    return field


def _bounded(words: Words, field: QSpinBox) -> QWidget:
    """The field with its bounds beside it."""
    both = QWidget()
    row = QHBoxLayout(both)
    row.setContentsMargins(0, 0, 0, 0)
    row.setSpacing(10)
    row.addWidget(field)
    row.addWidget(plain(words("settings.bound", low=field.minimum(), high=field.maximum()), kind="quiet", wrap=False))
    row.addStretch(1)
    return both


def _qtime(value: time) -> QTime:
    return QTime(value.hour, value.minute)


def _time(value: QTime) -> time:
    return time(value.hour(), value.minute())
