"""The keys of the contacts tab beside Tab: from the search into the list, into a contact and back, delete, undo."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QLineEdit, QTableView, QWidget

from linkapp.ui.tabs.contacts.person import ContactPane

Keys = Qt.Key | QKeySequence.StandardKey
HERE, BELOW = Qt.ShortcutContext.WidgetShortcut, Qt.ShortcutContext.WidgetWithChildrenShortcut


class ContactKeys(QObject):
    """``delete`` and ``undo`` are what those keys do in the list."""

    def __init__(
        self,
        search: QLineEdit,
        table: QTableView,
        pane: ContactPane,
        *,
        delete: Callable[[], None],
        undo: Callable[[], None],
    ) -> None:
        super().__init__(table)
        self._search, self._table, self._pane = search, table, pane
        self._key(search, Qt.Key.Key_Down, self._into_list)
        self._key(table, Qt.Key.Key_Return, self._into_contact)
        self._key(table, Qt.Key.Key_Enter, self._into_contact)
        self._key(table, Qt.Key.Key_Escape, self._to_search)
        self._key(pane, Qt.Key.Key_Escape, self._into_list, BELOW)
        self._key(table, QKeySequence.StandardKey.Delete, delete)
        self._key(table, QKeySequence.StandardKey.Undo, undo)

    @staticmethod
    def _key(widget: QWidget, key: Keys, work: Callable[[], None], where: Qt.ShortcutContext = HERE) -> None:
        shortcut = QShortcut(QKeySequence(key), widget)
        shortcut.setContext(where)
        shortcut.activated.connect(work)

    def _into_list(self) -> None:
        """The current contact, else the first."""
        if not self._table.isVisible():
            return
        if not self._table.currentIndex().isValid():
            self._table.setCurrentIndex(self._table.model().index(0, 0))
        self._table.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def _into_contact(self) -> None:
        if self._pane.contact is not None:
            self._pane.notes.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def _to_search(self) -> None:
        self._search.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self._search.selectAll()
