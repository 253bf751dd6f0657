"""The newest lines of the technical log, and no more of them than there is room for."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex, Qt, Signal

Index = QModelIndex | QPersistentModelIndex

ROOM = 10_000
"""Lines that are kept."""
SLACK = 1_000
"""So many more may come before the oldest go, all of these at once."""
LONGEST = 2_000
"""Characters of a line that are kept."""
_PROBLEM = ('"event": "fault"', '"error": ', '"trace": ')


def is_problem(line: str) -> bool:
    """Whether a line tells of a fault. The log has no levels beside this one."""
    return any(sign in line for sign in _PROBLEM)


class TailModel(QAbstractListModel):
    """Lines in their order, the oldest going as new ones come. ``trimmed``: so many rows went from the beginning."""

    trimmed = Signal(int)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._lines: list[str] = []
        self._shown: list[str] = self._lines
        self._only_problems = False

    def append(self, lines: Sequence[str]) -> None:
        """Add lines at the end."""
        fresh = [line if len(line) <= LONGEST else line[:LONGEST] + "…" for line in lines[-ROOM:]]
        if self._only_problems:
            self._lines += fresh
            del self._lines[: self._surplus(self._lines)]
            fresh = [line for line in fresh if is_problem(line)]
        if not fresh:
            return
        first = len(self._shown)
        self.beginInsertRows(QModelIndex(), first, first + len(fresh) - 1)
        self._shown += fresh
        self.endInsertRows()
        if surplus := self._surplus(self._shown):
            self.beginRemoveRows(QModelIndex(), 0, surplus - 1)
            del self._shown[:surplus]
            self.endRemoveRows()
            self.trimmed.emit(surplus)

    def show_only_problems(self, only: bool) -> None:
        """Show the lines that tell of a fault, or all of them."""
        self.beginResetModel()
        self._only_problems = only
        self._shown = [line for line in self._lines if is_problem(line)] if only else self._lines
        self.endResetModel()

    def clear(self) -> None:
        """Forget every line."""
        self.beginResetModel()
        self._lines.clear()
        if self._shown is not self._lines:
            self._shown.clear()
        self.endResetModel()

    def lines(self, rows: Sequence[int] = ()) -> str:
        """These rows (none named: all) as text."""
        chosen = [self._shown[row] for row in sorted(rows)] if rows else self._shown
        return "\n".join(chosen)

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: N802, B008 - Qt's name, and its own default
        return 0 if parent.isValid() else len(self._shown)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if index.isValid() and role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            return self._shown[index.row()]
        return None

    @staticmethod
    def _surplus(lines: list[str]) -> int:
        return len(lines) - ROOM if len(lines) > ROOM + SLACK else 0
