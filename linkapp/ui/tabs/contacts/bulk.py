"""What can be done with several contacts at once, and the line that says what was done, with Undo."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QWidget

from linkapp.services.ports.contacts import Edit
from linkapp.ui.labels import OneLine, plain
from linkapp.ui.words import Words

STAYS_MS = 12_000
"""How long the line stays that offers Undo; the key for it does so longer."""


class BulkBar(QFrame):
    """Shown while more than one contact is selected."""

    asked = Signal(str)
    """One of ``ACTIONS``."""
    ACTIONS = ("tag", "untag", "do_not_contact", "export", "delete")

    def __init__(self, words: Words, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("card")
        self._words = words
        self.count = plain(wrap=False)
        self.buttons: dict[str, QPushButton] = {}
        row = QHBoxLayout(self)
        row.setContentsMargins(14, 6, 8, 6)
        row.setSpacing(2)
        row.addWidget(self.count)
        row.addStretch(1)
        for name in self.ACTIONS:
            button = QPushButton()
            button.setObjectName("quiet")
            button.clicked.connect(lambda *_, name=name: self.asked.emit(name))
            self.buttons[name] = button
            row.addWidget(button)
        self._selected = 0
        self.retranslate()
        self.hide()

    def tell(self, selected: int) -> None:
        """How many are selected."""
        self._selected = selected
        self.count.setText(self._words.count("contacts.selected", selected))
        self.setVisible(selected > 1)

    def retranslate(self) -> None:
        """Say everything in the language spoken now."""
        for name, button in self.buttons.items():
            button.setText(self._words(f"contacts.bulk.{name}"))
        self.count.setText(self._words.count("contacts.selected", self._selected))


class UndoBar(QFrame):
    """What was just done to contacts. ``undo`` gives the edit that is to be taken back."""

    undo = Signal(object)

    def __init__(self, words: Words, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("card")
        self._words = words
        self._edit: Edit | None = None
        self._back: Callable[[], None] | None = None
        self.line = OneLine()
        self.button = QPushButton()
        self.button.setObjectName("quiet")
        self.button.clicked.connect(self._take_back)
        row = QHBoxLayout(self)
        row.setContentsMargins(14, 6, 8, 6)
        row.addWidget(self.line, 1)
        row.addWidget(self.button)
        self._ends = QTimer(self)
        self._ends.setSingleShot(True)
        self._ends.setInterval(STAYS_MS)
        self._ends.timeout.connect(self.hide)
        self.retranslate()
        self.hide()

    def offer(self, edit: Edit) -> None:
        """Say what was done, and offer to take it back."""
        if not edit.id:
            return
        self._edit, self._back = edit, None
        self.line.say(self._words.count(f"contacts.done.{edit.kind}", edit.people, detail=edit.detail))
        self.button.show()
        self.show()
        self._ends.start()

    def say(self, text: str) -> None:
        """Say something that cannot be taken back."""
        self._edit, self._back = None, None
        self.line.say(text)
        self.button.hide()
        self.show()
        self._ends.start()

    def offer_back(self, text: str, back: Callable[[], None]) -> None:
        """Say something that is no edit of contacts, and offer to take it back."""
        self.say(text)
        self._back = back
        self.button.show()

    def _take_back(self) -> None:
        if self._edit is not None:
            self.undo.emit(self._edit)
        elif self._back is not None:
            back, self._back = self._back, None
            self.hide()
            back()

    def retranslate(self) -> None:
        """Say everything in the language spoken now."""
        self.button.setText(self._words("contacts.undo"))
