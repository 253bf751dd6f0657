"""The head of the campaign tab: what it is about, the day, the mark of the practice site, and reading again."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Qt
from PySide6.QtWidgets import QHBoxLayout, QProgressBar, QPushButton, QVBoxLayout, QWidget

from linkapp.ui import icons
from linkapp.ui.labels import heading, plain
from linkapp.ui.words import Words


class CampaignHead(QWidget):
    """One line, and below it the bar that moves while the page is being read."""

    def __init__(self) -> None:
        super().__init__()
        self.title = heading(larger=1.6)
        self.day = plain(kind="quiet", wrap=False)
        self.rehearsal = plain(kind="mark", wrap=False)
        self.rehearsal.hide()
        self.refresh_button = QPushButton()
        self.busy_bar = QProgressBar()
        self.busy_bar.setTextVisible(False)
        self.busy_bar.setRange(0, 0)
        policy = self.busy_bar.sizePolicy()
        policy.setRetainSizeWhenHidden(True)
        self.busy_bar.setSizePolicy(policy)
        self.busy_bar.hide()
        line = QHBoxLayout()
        line.setSpacing(14)
        line.addWidget(self.title, 0, Qt.AlignmentFlag.AlignBaseline)
        line.addWidget(self.day, 0, Qt.AlignmentFlag.AlignBaseline)
        line.addStretch(1)
        line.addWidget(self.rehearsal, 0, Qt.AlignmentFlag.AlignVCenter)
        line.addWidget(self.refresh_button, 0, Qt.AlignmentFlag.AlignVCenter)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        column.addLayout(line)
        column.addWidget(self.busy_bar)
        self.dress()

    def changeEvent(self, event: QEvent) -> None:  # noqa: N802 - Qt's own name
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange:
            self.dress()

    def retranslate(self, words: Words) -> None:
        """Say everything in the language spoken now."""
        self.refresh_button.setText(words("campaign.refresh"))
        self.refresh_button.setToolTip(words("campaign.refresh.about"))
        self.refresh_button.setAccessibleDescription(words("campaign.refresh.about"))
        self.rehearsal.setText(words("campaign.practice"))
        self.busy_bar.setAccessibleName(words("campaign.reading"))

    def dress(self) -> None:
        """Draw in the colours of now."""
        self.refresh_button.setIcon(icons.icon("refresh", self.palette()))
