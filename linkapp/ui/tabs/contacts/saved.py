"""Filters of one's own: what is searched for and which chips are down, kept together under a name."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import partial

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QInputDialog, QLineEdit, QMenu, QPushButton, QWidget

from linkapp.ui import doing
from linkapp.ui.labels import short
from linkapp.ui.words import Words

LONGEST = 60
"""Letters of a name."""
MOST = 50


@dataclass(frozen=True, kw_only=True)
class SavedFilter:
    """A search and the names of filters; without a name, what is shown now."""

    name: str = ""
    words: str = ""
    filters: tuple[str, ...] = ()

    @property
    def asks(self) -> bool:
        """Whether anything is asked at all."""
        return bool(self.words or self.filters)

    def same(self, other: SavedFilter) -> bool:
        """Whether both ask for the same people."""
        return self.words.casefold() == other.words.casefold() and sorted(self.filters) == sorted(other.filters)


class SavedFilters(QObject):
    """``chip`` stands beside those of filters. ``wanted`` is emitted with one that is to be used, ``changed`` when
    others are saved. ``shown`` says what is asked now; ``said`` tells what was done, and may offer to take it back."""

    wanted = Signal(object)
    changed = Signal()

    def __init__(
        self,
        words: Words,
        shown: Callable[[], SavedFilter],
        said: Callable[[str, Callable[[], None]], None],
        window: QWidget,
    ) -> None:
        super().__init__(window)
        self._words, self._shown, self._said, self._window = words, shown, said, window
        self.saved: tuple[SavedFilter, ...] = ()
        self.chip = QPushButton()
        self.chip.setObjectName("chip")
        self.menu = QMenu(self.chip)
        self.menu.aboutToShow.connect(self._fill)
        self.chip.setMenu(self.menu)
        self.tell()

    def text(self) -> str:
        """All of them, to be kept."""
        return json.dumps([[each.name, each.words, list(each.filters)] for each in self.saved], ensure_ascii=False)

    def take(self, text: str) -> None:
        """Take up what was kept; what is none is left out."""
        try:
            rows = json.loads(text) if text else []
        except ValueError:
            rows = []
        filters = [_filter_of(row) for row in rows] if isinstance(rows, list) else []
        self.saved = tuple(filter(None, filters))[:MOST]
        self.tell()

    def tell(self) -> None:
        """Say which of them is shown now; the chip is there where there is something to save or to use."""
        words, shown = self._words, self._shown()
        used = next((each for each in self.saved if each.same(shown)), None)
        self.chip.setText(_no_mnemonic(short(used.name)) if used is not None else words("contacts.saved"))
        self.chip.setAccessibleName(words("contacts.saved.about"))
        self.chip.setAccessibleDescription(used.name if used is not None else words("contacts.chip.any"))
        self.chip.setToolTip(words("contacts.saved.about"))
        self.chip.setCheckable(used is not None)
        self.chip.setChecked(used is not None)
        self.chip.setVisible(bool(self.saved) or shown.asks)

    # private

    def _fill(self) -> None:
        words, menu, shown = self._words, self.menu, self._shown()
        menu.clear()
        for each in self.saved:
            action = menu.addAction(_no_mnemonic(each.name))
            action.setCheckable(True)
            action.setChecked(each.same(shown))
            action.triggered.connect(partial(self._use, each))
        if self.saved:
            menu.addSeparator()
        save = menu.addAction(words("contacts.saved.save"))
        save.setEnabled(shown.asks)
        save.triggered.connect(lambda *_: doing.start(self._save(), owner=self, name="saved"))
        for what, work in (("rename", self._ask_name), ("delete", self._delete)):
            below = menu.addMenu(words(f"contacts.saved.{what}"))
            below.setEnabled(bool(self.saved))
            for each in self.saved:
                below.addAction(_no_mnemonic(each.name)).triggered.connect(partial(work, each))

    def _use(self, each: SavedFilter, *_: object) -> None:
        self.wanted.emit(each)
        self.tell()

    async def _save(self) -> None:
        shown = self._shown()
        if name := await self._name("contacts.saved.save", shown.words):
            self._keep((*self._others(name), replace(shown, name=name)))

    def _ask_name(self, each: SavedFilter, *_: object) -> None:
        doing.start(self._rename(each), owner=self, name="saved")

    async def _rename(self, each: SavedFilter) -> None:
        name = await self._name("contacts.saved.rename", each.name)
        if name and name != each.name and each in self.saved:
            others = (other for other in self.saved if other == each or other.name.casefold() != name.casefold())
            self._keep(tuple(replace(other, name=name) if other == each else other for other in others))

    def _delete(self, each: SavedFilter, *_: object) -> None:
        before = self.saved
        self._keep(tuple(other for other in before if other != each))
        self._said(self._words("contacts.saved.deleted", name=each.name), lambda: self._keep(before))

    def _keep(self, saved: tuple[SavedFilter, ...]) -> None:
        self.saved = tuple(sorted(saved, key=lambda each: each.name.casefold()))[:MOST]
        self.tell()
        self.changed.emit()

    def _others(self, name: str) -> tuple[SavedFilter, ...]:
        """All but the one that has this name: it is saved anew."""
        return tuple(each for each in self.saved if each.name.casefold() != name.casefold())

    async def _name(self, title: str, proposed: str) -> str:
        dialog = QInputDialog(self._window)
        dialog.setInputMode(QInputDialog.InputMode.TextInput)
        dialog.setWindowTitle(self._words(title).rstrip("…"))
        dialog.setLabelText(self._words("contacts.saved.name"))
        dialog.setTextValue(proposed)
        field = dialog.findChild(QLineEdit)
        if field is not None:
            field.setMaxLength(LONGEST)
        return " ".join(dialog.textValue().split()) if await doing.ask(dialog) else ""


def _filter_of(row: object) -> SavedFilter | None:
    match row:
        case [str(name), str(words), list(names)] if name and all(isinstance(each, str) for each in names):
            return SavedFilter(name=name[:LONGEST], words=words, filters=tuple(names))
    return None


def _no_mnemonic(text: str) -> str:
    """An ampersand in a name is an ampersand, not a shortcut."""
    return text.replace("&", "&&")
