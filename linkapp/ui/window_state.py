"""What a window remembers of itself, in ``window.ini`` of the data folder: size, tab, columns, language, theme."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, TypeAlias

from PySide6.QtCore import QByteArray, QSettings
from PySide6.QtWidgets import QMainWindow

if TYPE_CHECKING:
    from PySide6.QtWidgets import QHeaderView, QSplitter

    Piece: TypeAlias = QMainWindow | QSplitter | QHeaderView


class WindowState:
    """Small values by name. Without a folder it ends with the window."""

    def __init__(self, data_folder: Path | None) -> None:
        # QSettings without a file name would share one memory among all windows.
        file = str(data_folder / "window.ini") if data_folder is not None else ""
        self._file = QSettings(file, QSettings.Format.IniFormat) if file else None
        self._for_now: dict[str, object] = {}

    def keep(self, key: str, value: object) -> None:
        """Remember a value from now on."""
        if self._file is not None:
            self._file.setValue(key, value)
        else:
            self._for_now[key] = value

    def value(self, key: str, default: object) -> object:
        """What was kept; a whole number where the default is one."""
        stored = self._file.value(key, default) if self._file is not None else self._for_now.get(key, default)
        if not isinstance(default, int):
            return stored
        return int(str(stored)) if str(stored).lstrip("-").isdigit() else default

    def keep_shape(self, key: str, piece: Piece) -> None:
        """Remember the size and place of a window, or how something is divided."""
        self.keep(key, piece.saveGeometry() if isinstance(piece, QMainWindow) else piece.saveState())

    def give_shape(self, key: str, piece: Piece) -> bool:
        """Give it the shape that was kept; False where there is none that fits."""
        shape = self.value(key, None)
        if not isinstance(shape, QByteArray):
            return False
        return piece.restoreGeometry(shape) if isinstance(piece, QMainWindow) else piece.restoreState(shape)

    def write(self) -> None:
        """Put it on the disk now."""
        if self._file is not None:
            self._file.sync()
