"""Every field of a contact, to be typed; what cannot stand in one is said beside it, and nothing is kept then."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox, QFormLayout, QLineEdit, QWidget

from linkapp.domain.contact_fields import BadField, birthday_text, value_of
from linkapp.services.ports.book import Contact
from linkapp.ui.dialogs.sheet import Sheet
from linkapp.ui.labels import plain
from linkapp.ui.words import Words

FIELDS = (
    "name", "first_name", "headline", "company", "position", "location", "emails", "phones", "birthday", "connected_on",
    "rhythm", "look_in_on",
)  # fmt: skip
FORMALITIES = ("", "familiar", "formal")


class ContactEditDialog(Sheet):
    """``wanted``: the fields that were changed, as they were typed."""

    wanted = Signal(dict)

    def __init__(self, words: Words, contact: Contact, parent: QWidget | None = None) -> None:
        super().__init__(words, words("contact.edit.title", name=contact.person.name), parent)
        self._before = {**fields_of(contact), "rhythm": _days(contact.rhythm_days, words)}
        self.fields: dict[str, QLineEdit] = {}
        self.fault = plain(kind="warning")
        self.fault.hide()
        form = QFormLayout()
        form.setHorizontalSpacing(14)
        form.setVerticalSpacing(8)
        for name in FIELDS:
            box = QLineEdit(self._before[name])
            box.setMinimumWidth(box.fontMetrics().averageCharWidth() * 36)
            hint = f"contact.edit.{name}.hint"
            if words.has(hint):
                box.setPlaceholderText(words(hint))
                box.setAccessibleDescription(words(hint))
            box.textEdited.connect(lambda *_: self.fault.hide())
            form.addRow(words(f"contact.edit.{name}"), box)
            self.fields[name] = box
        self.formality = QComboBox()
        for formality in FORMALITIES:
            self.formality.addItem(words(f"contact.formality.{formality or 'any'}"), formality)
        self.formality.setCurrentIndex(FORMALITIES.index(contact.formality if contact.formality in FORMALITIES else ""))
        form.addRow(words("contact.edit.formality"), self.formality)
        self.body.addLayout(form)
        self.body.addWidget(self.fault)
        self.leave = self.button(words("contact.edit.leave"))
        self.save = self.button(words("contact.edit.save"), primary=True)
        self.leave.clicked.connect(self.reject)
        self.save.clicked.connect(self._save)
        self.fields["name"].setFocus()

    def changed(self) -> Mapping[str, str]:
        """The fields that are not as they were."""
        now = {name: box.text() for name, box in self.fields.items()} | {"formality": self.formality.currentData()}
        return {name: text for name, text in now.items() if text.strip() != self._before[name].strip()}

    def tell(self, error: BadField) -> None:
        """Say which field cannot hold what was typed."""
        field, words = str(error.facts.get("field", "")), self.words
        facts = {**error.facts, "field": words(f"contact.edit.{field}") if field in self.fields else field}
        self.fault.setText(f"{words(f'bad.{error.code}', **facts)} {words(f'bad.{error.code}.do', **facts)}")
        self.fault.show()
        self.fit()
        if field in self.fields:
            self.fields[field].setFocus()
            self.fields[field].selectAll()

    def _save(self) -> None:
        changed = self.changed()
        try:
            for field, text in changed.items():
                value_of(field, text)
        except BadField as error:
            self.tell(error)
            return
        if changed:
            self.wanted.emit(dict(changed))
        self.accept()


def _days(number: int | None, words: Words) -> str:
    """A rhythm as it is typed in the language spoken now."""
    if not number:
        return ""
    return words.count("contact.days", number) if number < 1000 else str(number)


def fields_of(contact: Contact) -> dict[str, str]:
    """The fields of a contact as they are typed."""
    return {
        "name": contact.person.name,
        "first_name": contact.first_name,
        "headline": contact.person.headline,
        "company": contact.company,
        "position": contact.position,
        "location": contact.location,
        "emails": ", ".join(contact.emails),
        "phones": ", ".join(contact.phones),
        "birthday": birthday_text(contact.birthday, contact.birth_year).removeprefix("--"),
        "connected_on": contact.connected_on.isoformat() if contact.connected_on else "",
        "rhythm": f"{contact.rhythm_days} days" if contact.rhythm_days else "",
        "look_in_on": contact.look_in_on.isoformat() if contact.look_in_on else "",
        "formality": contact.formality,
    }
