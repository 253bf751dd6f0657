"""Contacts who may be one person: two at a time, side by side, field by field; the person alone decides."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QButtonGroup, QGridLayout, QRadioButton, QWidget

from linkapp.services.ports.book import Contact
from linkapp.services.ports.contacts import LikelyDouble
from linkapp.ui.dialogs.contact_edit import fields_of
from linkapp.ui.dialogs.sheet import Sheet
from linkapp.ui.labels import plain
from linkapp.ui.words import Words

CHOSEN = (
    "name", "headline", "company", "position", "location", "birthday", "connected_on", "rhythm", "look_in_on",
)  # fmt: skip
"""Fields of which one has to be chosen; addresses, tags, notes and histories of both are kept."""


class DoublesDialog(Sheet):
    """``merge``: the contact that stays, the one that joins it, and fields that are not those of the first."""

    merge = Signal(int, int, dict)

    def __init__(self, words: Words, pairs: Sequence[LikelyDouble], parent: QWidget | None = None) -> None:
        super().__init__(words, words("doubles.title"), parent)
        self._pairs = list(pairs)
        self._place = 0
        self.about = plain()
        self.alike = plain(kind="quiet")
        self.body.addWidget(self.about)
        self.body.addWidget(self.alike)
        self._page: QWidget | None = None
        self.radios: dict[str, tuple[QRadioButton, QRadioButton]] = {}
        self.close_button = self.button(words("doubles.close"))
        self.apart = self.button(words("doubles.apart"))
        self.together = self.button(words("doubles.merge"), primary=True)
        self.close_button.clicked.connect(self.reject)
        self.apart.clicked.connect(self._next)
        self.together.clicked.connect(self._merge)
        self._show()

    @property
    def pair(self) -> LikelyDouble | None:
        """The pair that is shown."""
        return self._pairs[self._place] if self._place < len(self._pairs) else None

    def _next(self) -> None:
        self._place += 1
        self._show()

    def _merge(self) -> None:
        pair = self.pair
        if pair is None:
            return
        second = fields_of(pair.second)
        wanted = {name: second[name] for name, (_, right) in self.radios.items() if right.isChecked()}
        gone = pair.second.id
        self.merge.emit(pair.first.id, gone, wanted)
        # Somebody who has joined another is in no later pair.
        later = self._pairs[self._place + 1 :]
        self._pairs[self._place + 1 :] = [other for other in later if gone not in (other.first.id, other.second.id)]
        self._next()

    def _show(self) -> None:
        words, pair = self.words, self.pair
        if self._page is not None:
            self.body.removeWidget(self._page)
            self._page.deleteLater()
            self._page = None
        self.radios = {}
        self.apart.setVisible(pair is not None)
        self.together.setVisible(pair is not None)
        self.alike.setVisible(pair is not None)
        if pair is None:
            self.about.setText(words("doubles.none" if not self._pairs else "doubles.no_more"))
            self.close_button.setFocus()
            self.fit()
            return
        self.about.setText(words("doubles.about", number=self._place + 1, of=len(self._pairs)))
        alike = words("caps.between").join(words(f"doubles.alike.{name}") for name in pair.alike)
        self.alike.setText(words("doubles.alike", fields=alike))
        self._page = self._fields(pair.first, pair.second)
        self.body.addWidget(self._page)
        self.together.setFocus()
        self.fit()

    def _fields(self, first: Contact, second: Contact) -> QWidget:
        words = self.words
        page = QWidget()
        grid = QGridLayout(page)
        grid.setContentsMargins(0, 4, 0, 0)
        grid.setHorizontalSpacing(18)
        grid.setVerticalSpacing(6)
        grid.setColumnStretch(1, 1)
        grid.setColumnStretch(2, 1)
        left, right = fields_of(first), fields_of(second)
        said = _said(first, words), _said(second, words)
        line = 0
        for name in CHOSEN:
            if not (left[name] or right[name]):
                continue
            grid.addWidget(plain(words(f"contact.edit.{name}"), kind="quiet", wrap=False), line, 0)
            if left[name] == right[name] or not (left[name] and right[name]):
                same = plain(said[0].get(name, left[name]) if left[name] else said[1].get(name, right[name]))
                grid.addWidget(same, line, 1, 1, 2)
            else:
                group = QButtonGroup(page)
                texts = said[0].get(name, left[name]), said[1].get(name, right[name])
                pair = (QRadioButton(_no_mnemonic(texts[0])), QRadioButton(_no_mnemonic(texts[1])))
                for column, radio in enumerate(pair, 1):
                    radio.setAccessibleName(
                        words("doubles.field", field=words(f"contact.edit.{name}"), value=radio.text())
                    )
                    group.addButton(radio)
                    grid.addWidget(radio, line, column)
                pair[0].setChecked(True)
                self.radios[name] = pair
            line += 1
        for field, values in (
            ("profile", (first.person.profile or first.person.member, second.person.profile or second.person.member)),
            ("emails", (left["emails"], right["emails"])),
            ("tags", (", ".join(first.tags), ", ".join(second.tags))),
        ):
            if any(values):
                grid.addWidget(plain(words(f"doubles.{field}"), kind="quiet", wrap=False), line, 0)
                for column, value in enumerate(values, 1):
                    label = plain(value or "")
                    label.setAlignment(Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignLeft)
                    grid.addWidget(label, line, column)
                line += 1
        return page


def _said(contact: Contact, words: Words) -> dict[str, str]:
    """The fields that are said otherwise than they are typed."""
    said: dict[str, str] = {}
    if contact.birthday is not None:
        day = words.birthday(*contact.birthday)
        said["birthday"] = f"{day} {contact.birth_year}" if contact.birth_year is not None else day
    if contact.connected_on is not None:
        said["connected_on"] = words.day_and_year(contact.connected_on)
    if contact.look_in_on is not None:
        said["look_in_on"] = words.day_and_year(contact.look_in_on)
    if contact.rhythm_days:
        said["rhythm"] = words.count("contact.days", contact.rhythm_days)
    return said


def _no_mnemonic(text: str) -> str:
    """An ampersand in a name is an ampersand, not a shortcut."""
    return text.replace("&", "&&")
