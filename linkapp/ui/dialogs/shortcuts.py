"""The list of keys."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import QGridLayout, QWidget

from linkapp.ui.dialogs.sheet import Sheet
from linkapp.ui.labels import plain
from linkapp.ui.words import Words

KEYS = (
    ("space", "key.space"),
    ("enter", "key.enter"),
    ("send", "Ctrl+Enter"),
    ("undo", "key.escape"),
    ("refresh", "F5"),
    ("find", "Ctrl+F"),
    ("tabs", "Ctrl+1"),
    ("contact", "key.enter"),
    ("back", "key.escape"),
    ("copy", "Ctrl+C"),
    ("conversation", "Ctrl+O"),
    ("settings", "Ctrl+,"),
    ("help", "F1"),
    ("quit", "Ctrl+Q"),
)


class ShortcutsDialog(Sheet):
    """Every key and what it does."""

    def __init__(self, words: Words, parent: QWidget | None = None) -> None:
        super().__init__(words, words("shortcuts.title"), parent)
        grid = QGridLayout()
        grid.setHorizontalSpacing(28)
        grid.setVerticalSpacing(9)
        for row, (name, key) in enumerate(KEYS):
            shown = words(key) if key.startswith("key.") else _native(key)
            if name == "tabs":
                shown = words("key.to", first=_native("Ctrl+1"), last=_native("Ctrl+3"))
            what, keys = plain(words(f"shortcuts.{name}"), wrap=False), plain(shown, kind="quiet", wrap=False)
            keys.setAlignment(Qt.AlignmentFlag.AlignRight)
            grid.addWidget(what, row, 0)
            grid.addWidget(keys, row, 1)
        grid.setColumnStretch(0, 1)
        self.body.addLayout(grid)
        self.close_button = self.button(words("dialog.close"), primary=True)
        self.close_button.clicked.connect(self.accept)


def _native(key: str) -> str:
    return QKeySequence(key).toString(QKeySequence.SequenceFormat.NativeText)
