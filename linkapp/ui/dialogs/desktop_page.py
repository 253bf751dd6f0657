"""The settings' page on what LinkApp does without its window: start with the session, stay, tell."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QCheckBox, QVBoxLayout, QWidget

from linkapp.domain.settings import Settings
from linkapp.services.ports.desktop import AtLogin, LoginAnswer, LoginEntry
from linkapp.ui import doing
from linkapp.ui.labels import plain
from linkapp.ui.words import Words

SWITCHES = ("in_background", "notify_summary", "notify_needs_you")


class DesktopPage(QWidget):
    """Emits ``changed`` with what was changed. The start with the session is no setting: it is read from the desktop
    itself, and written there."""

    changed = Signal(dict)

    def __init__(
        self, words: Words, settings: Settings, at_login: AtLogin | None, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._words, self._at_login = words, at_login
        column = QVBoxLayout(self)
        column.setContentsMargins(4, 16, 4, 8)
        column.setSpacing(9)
        self.at_login = QCheckBox(words("settings.at_login"))
        self.note = plain(kind="quiet")
        self.switches = {name: QCheckBox(words(f"settings.{name}")) for name in SWITCHES}
        for name, switch in self.switches.items():
            switch.setChecked(bool(getattr(settings, name)))
            switch.clicked.connect(lambda on, name=name: self.changed.emit({name: on}))
        column.addWidget(self.at_login)
        column.addWidget(self.note)
        column.addWidget(self.switches["in_background"])
        column.addSpacing(9)
        about = plain(words("settings.notify"))
        column.addWidget(about)
        for name in SWITCHES[1:]:
            self.switches[name].setAccessibleDescription(about.text())
            column.addWidget(self.switches[name])
        column.addStretch(1)
        self.at_login.setVisible(at_login is not None)
        self.note.hide()
        self.at_login.clicked.connect(self._set_at_login)
        self._read_back()

    def restore(self) -> None:
        """The defaults; whether LinkApp starts with the session stays as it is."""
        standard = Settings()
        for name, switch in self.switches.items():
            switch.setChecked(bool(getattr(standard, name)))
        self.changed.emit({name: getattr(standard, name) for name in SWITCHES})

    def _set_at_login(self, on: bool) -> None:
        if self._at_login is not None:
            self.at_login.setEnabled(False)
            doing.start(self._set(self._at_login, on), owner=self, name="at login")

    async def _set(self, at_login: AtLogin, on: bool) -> None:
        """The desktop may ask the person first: until it answers nothing is shown as done."""
        answer = await at_login.set(on, self._words("settings.at_login.reason"))
        self.at_login.setEnabled(True)
        self._read_back()
        if answer is not LoginAnswer.DONE:
            self._say(f"settings.at_login.{answer}")

    def _read_back(self) -> None:
        """Show what the desktop will do, not what was wished."""
        if self._at_login is None:
            return
        entry = self._at_login.entry()
        self.at_login.setChecked(entry is LoginEntry.ON)
        if entry is LoginEntry.OTHER:
            self._say("settings.at_login.other")
        else:
            self.note.hide()

    def _say(self, key: str) -> None:
        self.note.setText(self._words(key))
        self.note.show()
