"""The fields for caps, shared by settings and welcome: each says its bounds."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFormLayout, QHBoxLayout, QSpinBox, QWidget

from linkapp.domain.act import Kind
from linkapp.domain.quota import HARD
from linkapp.domain.settings import Settings
from linkapp.ui.labels import plain
from linkapp.ui.words import Words

FIELDS = {
    "messages_a_day": ("settings.day", HARD[Kind.MESSAGE].day),
    "messages_a_week": ("settings.week", HARD[Kind.MESSAGE].week),
    "messages_a_run": ("settings.run", HARD[Kind.MESSAGE].run),
}


class LimitsForm(QWidget):
    """Spin boxes for the caps; ``changed`` is emitted with the settings to change."""

    changed = Signal(dict)

    def __init__(self, words: Words, settings: Settings, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        form = QFormLayout(self)
        form.setContentsMargins(0, 0, 0, 0)
        form.setHorizontalSpacing(18)
        form.setVerticalSpacing(9)
        self.fields: dict[str, QSpinBox] = {}
        for name, (key, most) in FIELDS.items():
            field = QSpinBox()
            field.setRange(0, most)
            field.setValue(getattr(settings, name))
            bounds = words("settings.bound", low=0, high=most)
            field.setAccessibleName(words(key).replace("&", ""))
            field.setAccessibleDescription(bounds)
            field.valueChanged.connect(lambda value, name=name: self.changed.emit({name: value}))
            row = QHBoxLayout()
            row.setSpacing(10)
            row.addWidget(field)
            row.addWidget(plain(bounds, kind="quiet", wrap=False))
            row.addStretch(1)
            label = plain(words(key), wrap=False)
            label.setBuddy(field)
            label.setMinimumHeight(field.sizeHint().height())
            form.addRow(label, row)
            self.fields[name] = field

    def show_settings(self, settings: Settings) -> None:
        """Show other values, without telling of them."""
        for name, field in self.fields.items():
            field.blockSignals(True)
            field.setValue(getattr(settings, name))
            field.blockSignals(False)
