"""The checklist of the campaign tab. Space ticks, arrows move, Enter goes to the text."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QAbstractItemView, QListView, QWidget

from linkapp.ui.tabs.campaign.delegate import DueDelegate
from linkapp.ui.tabs.campaign.model import DueModel, Row, RowKind


class PeopleList(QListView):
    """The list itself. Space ticks, arrows move, Enter goes to the text."""

    person_chosen = Signal(object)
    entered = Signal()

    def __init__(self, model: DueModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setModel(model)
        self._model = model
        self.setItemDelegate(DueDelegate(model, self))
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setMouseTracking(True)
        self.ensurePolished()
        self.selectionModel().currentChanged.connect(self._moved)

    def choose(self, index: QModelIndex) -> None:
        """Make a row the current one."""
        self.setCurrentIndex(index)
        self.scrollTo(index)

    def current_row(self) -> Row | None:
        """The current row."""
        return self._model.row_at(self.currentIndex())

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's own name
        row = self.current_row()
        enter = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
        if enter and not event.modifiers() and row is not None and row.kind is RowKind.PERSON:
            self.entered.emit()
            return
        if row is not None and row.kind is RowKind.FOLD:
            sideways = {Qt.Key.Key_Left: True, Qt.Key.Key_Right: False}
            folded = not self._model.folded if enter else sideways.get(Qt.Key(event.key()))
            if folded is not None:
                self._model.fold(folded)
                return
        super().keyPressEvent(event)

    def _moved(self, current: QModelIndex, previous: QModelIndex) -> None:  # noqa: ARG002 - Qt hands it over
        self.person_chosen.emit(self._model.row_at(current))
