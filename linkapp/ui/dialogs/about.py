"""What this program is, its version, and where the data lies."""

from __future__ import annotations

import platform

from PySide6.QtCore import Qt, qVersion
from PySide6.QtWidgets import QApplication, QHBoxLayout, QLabel, QWidget

from linkapp import __version__
from linkapp.ui import icons
from linkapp.ui.dialogs.sheet import Sheet
from linkapp.ui.labels import plain
from linkapp.ui.words import Words


class AboutDialog(Sheet):
    """About LinkApp."""

    def __init__(self, words: Words, data_folder: str, parent: QWidget | None = None) -> None:
        super().__init__(words, words("about.title"), parent)
        picture = QLabel()
        picture.setPixmap(icons.application_icon().pixmap(64, 64))
        picture.setAlignment(Qt.AlignmentFlag.AlignTop)
        version = words("about.version", version=__version__, qt=qVersion(), python=platform.python_version())
        folder = words("about.folder", folder=data_folder) if data_folder else ""
        texts = plain("\n\n".join(part for part in (words("about.text"), version, folder) if part))
        texts.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        row = QHBoxLayout()
        row.setSpacing(18)
        row.addWidget(picture)
        row.addWidget(texts, 1)
        self.body.addLayout(row)
        copy = self.button(words("about.copy"))
        copy.clicked.connect(lambda: QApplication.clipboard().setText(f"LinkApp\n{version}\n{platform.platform()}"))
        self.button(words("dialog.close"), primary=True).clicked.connect(self.accept)
