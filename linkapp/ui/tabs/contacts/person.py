"""The right side of the contacts tab: one contact, with what can be noted about them and what happened."""

from __future__ import annotations

from datetime import date
from zoneinfo import ZoneInfo

from PySide6.QtCore import QSignalBlocker, Qt, QTimer, Signal, SignalInstance
from PySide6.QtWidgets import (
    QCheckBox,
    QFrame,
    QHBoxLayout,
    QLineEdit,
    QMenu,
    QPlainTextEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from linkapp.services.answers import Question
from linkapp.services.ports.book import Contact, Interaction
from linkapp.ui.labels import OneLine, heading, plain
from linkapp.ui.lists.faces import Face
from linkapp.ui.lists.timeline import Entry, TimelineView
from linkapp.ui.page_area import PageArea
from linkapp.ui.question import QuestionBanner
from linkapp.ui.tabs.contacts.facts import facts_of
from linkapp.ui.words import Words

TYPING_MS = 700
GREETINGS_NOT_SENT = {
    "already": "timeline.greeting_found",
    "unsure": "timeline.greeting_unsure",
    "ask": "timeline.greeting_unsure",
    "sending": "timeline.greeting_unsure",
}
"""States of a greeting that is not known to be ours and sent: what is said of it, without the drafted words."""
ICONS = {
    "greeting": "cake",
    "message_in": "speech",
    "message_out": "speech",
    "visit": "people",
    "invitation": "people",
    "invitation_in": "people",
    "withdrawal": "undo",
    "note": "writing",
}
PLAIN = frozenset({"greeting", "left", "back", "invitation", "invitation_in"})
"""What is said whole by its title: a detail is of no use to the person."""


class ContactPane(QWidget):
    """Shows one contact. What is typed is kept after a short pause, or at once when it is left."""

    notes_changed = Signal(int, str)
    tags_changed = Signal(int, list)
    do_not_contact_changed = Signal(int, object)
    answered = Signal(object, bool)
    """The question that was shown about the contact, and the answer."""
    open_asked = Signal(object)
    edit_asked = Signal(object)
    forget_asked = Signal(object)
    delete_asked = Signal(object)
    """The contact that is shown."""
    opt_out_answered = Signal(object, bool)
    """The contact who seems to have asked not to be written to, and whether that was meant so."""

    def __init__(self, words: Words, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._words = words
        self._contact: Contact | None = None
        self._browses = False
        self._timeline: tuple[Interaction, ...] = ()
        self._zone, self._today = ZoneInfo("UTC"), date.min
        self.face = Face(46)
        self.name = heading(larger=1.3)
        self.name.setWordWrap(True)
        self.name.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.headline = plain(kind="quiet")
        self.place = OneLine(kind="quiet")
        self.birthday = plain()
        self.facts = plain(kind="quiet")
        self.facts.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.open, self.edit, self.more = QPushButton(), QPushButton(), QPushButton()
        self.open.clicked.connect(lambda *_: self._ask(self.open_asked))
        self.edit.clicked.connect(lambda *_: self._ask(self.edit_asked))
        menu = QMenu(self.more)
        self.menu_actions = {name: menu.addAction("") for name in ("open", "delete", "forget")}
        self.menu_actions["open"].triggered.connect(lambda *_: self._ask(self.open_asked))
        self.menu_actions["delete"].triggered.connect(lambda *_: self._ask(self.delete_asked))
        self.menu_actions["forget"].triggered.connect(lambda *_: self._ask(self.forget_asked))
        self.more.setMenu(menu)
        self.unsure, self.opt_out = QuestionBanner(words, narrow=True), QuestionBanner(words, narrow=True)
        self.unsure.went_out.connect(lambda went_out: self.answered.emit(self._question, went_out))
        self.unsure.of_this.connect(lambda of_this: self.answered.emit(self._question, of_this))
        self.opt_out.meant.connect(lambda meant: self.opt_out_answered.emit(self._contact, meant))
        self._question: Question | None = None
        self.do_not_contact = QCheckBox()
        self.reason = QLineEdit()
        self.tags_label, self.notes_label, self.timeline_label = plain(), plain(), plain()
        self.tags = QLineEdit()
        self.notes = QPlainTextEdit()
        self.notes.setTabChangesFocus(True)
        self.notes.setFixedHeight(self.notes.fontMetrics().lineSpacing() * 4 + 16)
        self.timeline = TimelineView()
        self.timeline.setMinimumHeight(self.fontMetrics().lineSpacing() * 6)
        self.tags_label.setBuddy(self.tags)
        self.notes_label.setBuddy(self.notes)
        self.timeline_label.setBuddy(self.timeline)
        self.nobody = plain(kind="quiet")
        self.nobody.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._typing = QTimer(self)
        self._typing.setSingleShot(True)
        self._typing.setInterval(TYPING_MS)
        self._typing.timeout.connect(self.keep)
        self.notes.textChanged.connect(self._typing.start)
        self.tags.editingFinished.connect(self.keep)
        self.reason.editingFinished.connect(self.keep)
        self.do_not_contact.toggled.connect(self._switched)
        self._lay_out()
        words.changed.connect(self.retranslate)
        self.retranslate()
        self.show_contact(None)

    def use(self, zone: ZoneInfo, today: date) -> None:
        """The zone of times and the day it is."""
        self._zone, self._today = zone, today

    def offer_profile(self, browses: bool) -> None:
        """Whether profiles can be opened."""
        self._browses = browses
        self._show()

    @property
    def contact(self) -> Contact | None:
        """The contact shown."""
        return self._contact

    def show_contact(self, contact: Contact | None) -> None:
        """Show a contact; what was typed about the one before is kept first."""
        self.keep()
        new = contact is None or self._contact is None or contact.id != self._contact.id
        self._contact = contact
        if new:
            self._timeline = ()
            self._question = None
            self.timeline.tell(())
        self._show()

    def show_question(self, question: Question | None) -> None:
        """What waits for the person's answer about this contact."""
        self._question = question
        self._show_questions()

    def show_timeline(self, timeline: tuple[Interaction, ...]) -> None:
        """What happened with this contact, newest first."""
        self._timeline = timeline
        self._show_timeline()

    def keep(self) -> None:
        """Tell what was changed and not told yet."""
        self._typing.stop()
        contact = self._contact
        if contact is None:
            return
        notes = self.notes.toPlainText()
        tags = [tag.strip() for tag in self.tags.text().split(",") if tag.strip()]
        if notes != contact.notes:
            self.notes_changed.emit(contact.id, notes)
        if tags != list(contact.tags):
            self.tags_changed.emit(contact.id, tags)
        reason = self.reason.text().strip()
        if self.do_not_contact.isChecked() and reason and reason != contact.do_not_contact.strip():
            self.do_not_contact_changed.emit(contact.id, reason)

    def told(self, contact: Contact) -> None:
        """The contact as it is now kept."""
        if self._contact is not None and contact.id == self._contact.id:
            self._contact = contact
            self._show()

    def retranslate(self) -> None:
        """Say everything in the language spoken now."""
        words = self._words
        self.do_not_contact.setText(words("contact.do_not_contact"))
        self.do_not_contact.setAccessibleDescription(words("contact.do_not_contact.about"))
        self.do_not_contact.setToolTip(words("contact.do_not_contact.about"))
        self.reason.setPlaceholderText(words("contact.reason"))
        self.reason.setAccessibleName(words("contact.reason"))
        self.tags_label.setText(words("contact.tags"))
        self.tags.setPlaceholderText(words("contact.tags.hint"))
        self.tags.setAccessibleName(words("contact.tags.name"))
        self.tags.setAccessibleDescription(words("contact.tags.hint"))
        self.notes_label.setText(words("contact.notes"))
        self.notes.setAccessibleName(words("contact.notes.name"))
        self.timeline_label.setText(words("contact.timeline"))
        self.timeline.setAccessibleName(words("contact.timeline"))
        self.nobody.setText(words("contact.nobody"))
        self.open.setText(words("contact.open"))
        self.edit.setText(words("contact.edit"))
        self.more.setText(words("contact.more"))
        for name, action in self.menu_actions.items():
            action.setText(words(f"contact.menu.{name}"))
        self.unsure.retranslate()
        self.opt_out.retranslate()
        self._show()

    def _lay_out(self) -> None:
        names = QVBoxLayout()
        names.setSpacing(2)
        for widget in (self.name, self.headline, self.place):
            names.addWidget(widget)
        head = QHBoxLayout()
        head.setSpacing(13)
        head.addWidget(self.face, 0, Qt.AlignmentFlag.AlignTop)
        head.addLayout(names, 1)
        page = QWidget()
        self.area = PageArea(page, least=36)
        self.card = QFrame()
        self.card.setObjectName("card")
        around = QVBoxLayout(self.card)
        around.setContentsMargins(1, 1, 1, 1)
        around.addWidget(self.area)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.card, 1)
        column.addWidget(self.nobody, 1)
        inside = QVBoxLayout(page)  # filled in its place: whatever is moved is styled again, with all that is in it
        inside.setContentsMargins(20, 18, 20, 16)
        inside.setSpacing(6)
        inside.addLayout(head)
        inside.addSpacing(4)
        inside.addWidget(self.birthday)
        inside.addWidget(self.facts)
        buttons = QHBoxLayout()
        buttons.setSpacing(8)
        buttons.addWidget(self.open)
        buttons.addWidget(self.edit)
        buttons.addWidget(self.more)
        buttons.addStretch(1)
        inside.addSpacing(2)
        inside.addLayout(buttons)
        inside.addWidget(self.unsure)
        inside.addWidget(self.opt_out)
        inside.addSpacing(4)
        inside.addWidget(self.do_not_contact)
        inside.addWidget(self.reason)
        inside.addSpacing(8)
        inside.addWidget(self.tags_label)
        inside.addWidget(self.tags)
        inside.addSpacing(8)
        inside.addWidget(self.notes_label)
        inside.addWidget(self.notes)
        inside.addSpacing(8)
        inside.addWidget(self.timeline_label)
        inside.addWidget(self.timeline, 1)

    def _show(self) -> None:
        contact, words = self._contact, self._words
        self.card.setVisible(contact is not None)
        self.nobody.setVisible(contact is None)
        if contact is None:
            return
        self.face.show_person(contact.person.name)
        known = bool(contact.person.keys)
        self.open.setVisible(self._browses)
        self.open.setEnabled(known)
        self.menu_actions["open"].setVisible(self._browses)
        self.menu_actions["open"].setEnabled(known)
        self.name.setText(contact.person.name)
        self.headline.setText(contact.person.headline)
        self.headline.setVisible(bool(contact.person.headline))
        place = words("caps.between").join(filter(None, (contact.position, contact.company, contact.location)))
        self.place.say(place)
        self.place.setVisible(bool(place))
        day = words.birthday(*contact.birthday) if contact.birthday else ""
        self.birthday.setText(words("contact.birthday", day=day) if day else words("contact.birthday.unknown"))
        facts = facts_of(contact, words, self._today)
        self.facts.setText("\n".join(facts))
        self.facts.setVisible(bool(facts))
        with QSignalBlocker(self.do_not_contact):
            self.do_not_contact.setChecked(bool(contact.do_not_contact))
        self.reason.setVisible(bool(contact.do_not_contact))
        if not self.reason.hasFocus():
            self.reason.setText(contact.do_not_contact.strip())
        if not self.tags.hasFocus():
            self.tags.setText(", ".join(contact.tags))
        if not self.notes.hasFocus() and self.notes.toPlainText() != contact.notes:
            with QSignalBlocker(self.notes):
                self.notes.setPlainText(contact.notes)
        self._show_questions()
        self._show_timeline()

    def _ask(self, signal: SignalInstance) -> None:
        self.keep()
        if self._contact is not None:
            signal.emit(self._contact)

    def _show_questions(self) -> None:
        contact = self._contact
        if contact is None or self._question is None:
            self.unsure.hide()
        elif self._question.wish is not None:
            self.unsure.ask_wish(self._question.text)
        else:
            self.unsure.ask_unsure()
        if contact is not None and contact.opt_out and not contact.do_not_contact:
            self.opt_out.ask_opt_out(contact.opt_out)
        else:
            self.opt_out.hide()

    def _show_timeline(self) -> None:
        entries = [self._entry(number, each) for number, each in enumerate(self._timeline)]
        if not entries and self._contact is not None:
            entries = [Entry(key="nothing", title=self._words("contact.timeline.nothing"), is_heading=True)]
        self.timeline.tell(entries)

    def _entry(self, number: int, each: Interaction) -> Entry:
        words = self._words
        state = each.detail.rpartition(" ")[2] if each.kind == "greeting" else ""
        key = GREETINGS_NOT_SENT.get(state, f"timeline.{each.kind}")
        detail = "" if each.kind in PLAIN else each.detail
        day = words.short_day_from(each.at.astimezone(self._zone).date(), self._today)
        return Entry(
            key=f"{number}|{each.kind}|{each.at.isoformat()}",
            title=words(key) if words.has(key) else each.kind,
            text="" if key in GREETINGS_NOT_SENT.values() else each.text or detail,
            time=day if each.dated else words("timeline.undated"),
            exact=words.exact(each.at, self._zone) if each.dated else "",
            icon=ICONS.get(each.kind, "info"),
        )

    def _switched(self, on: bool) -> None:
        self.reason.setVisible(on)
        contact = self._contact
        if contact is not None:
            self.do_not_contact_changed.emit(contact.id, self.reason.text().strip() if on else None)
            if on:
                self.reason.setFocus()
