"""The passphrase instead of a keyring: made once, typed twice; asked for at a start."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFormLayout, QLineEdit, QWidget

from linkapp.domain.problems import Reason
from linkapp.services.application import Passphrase
from linkapp.ui import doing
from linkapp.ui.dialogs.sheet import Sheet
from linkapp.ui.labels import plain
from linkapp.ui.words import Words


class PassphraseDialog(Sheet):
    """Accepted means: the vault is open. Where there is none yet, it is made."""

    def __init__(self, words: Words, vault: Passphrase, parent: QWidget | None = None) -> None:
        self._making = not vault.exists()
        super().__init__(words, words("passphrase.title" if self._making else "passphrase.unlock.title"), parent)
        self._vault = vault
        self.body.addWidget(plain(words("passphrase.about" if self._making else "passphrase.unlock.about")))
        self.first, self.second = self._field(), self._field()
        form = QFormLayout()
        form.setHorizontalSpacing(18)
        form.setVerticalSpacing(9)
        fields = [("passphrase.first", self.first)]
        if self._making:
            fields.append(("passphrase.second", self.second))
        for key, field in fields:
            label = plain(words(key), wrap=False)
            label.setBuddy(field)
            label.setMinimumHeight(field.sizeHint().height())
            field.setAccessibleName(words(key).replace("&", ""))
            form.addRow(label, field)
        self.body.addLayout(form)
        self.error = plain(kind="warning")
        self.error.hide()
        self.body.addWidget(self.error)
        self.cancel = self.button(words("dialog.cancel"))
        self.ok = self.button(words("passphrase.make" if self._making else "passphrase.unlock"), primary=True)
        self.cancel.clicked.connect(self.reject)
        self.ok.clicked.connect(lambda: doing.start(self._use(), owner=self, name="use"))
        self.first.setFocus()

    def _field(self) -> QLineEdit:
        field = QLineEdit()
        field.setEchoMode(QLineEdit.EchoMode.Password)
        field.setInputMethodHints(Qt.InputMethodHint.ImhSensitiveData | Qt.InputMethodHint.ImhNoPredictiveText)
        field.textEdited.connect(lambda *_: self.error.hide())
        return field

    async def _use(self) -> None:
        typed = self.first.text()
        if self._making and typed != self.second.text():
            self._say("passphrase.differ")
            self.second.setFocus()
            return
        self._lock(True)
        try:
            problem = await (self._vault.create(typed) if self._making else self._vault.unlock(typed))
        except ValueError:
            self._lock(False)
            self._say("passphrase.short")
            self.first.setFocus()
            return
        except Exception:  # a bug: the dialog stays usable, and the one place for bugs hears of it
            self._lock(False)
            raise
        self._lock(False)
        if problem is None:
            self.first.clear()
            self.second.clear()
            self.accept()
            return
        self._say("passphrase.wrong" if problem.reason is Reason.KEYRING_LOCKED else "passphrase.damaged")
        self.first.selectAll()
        self.first.setFocus()

    def _lock(self, locked: bool) -> None:
        for widget in (self.first, self.second, self.ok):
            widget.setEnabled(not locked)

    def _say(self, key: str) -> None:
        self.error.setText(self.words(key))
        self.error.show()
        self.fit()
