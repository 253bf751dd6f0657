"""The right side of the campaign tab: one person, and the exact text that would be sent, ready to be changed."""

from __future__ import annotations

from datetime import date
from zoneinfo import ZoneInfo

from PySide6.QtCore import QEvent, QSignalBlocker, Qt, Signal
from PySide6.QtGui import QPalette, QTextCharFormat
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLineEdit,
    QPlainTextEdit,
    QPushButton,
    QSizePolicy,
    QTextEdit,
    QVBoxLayout,
    QWidget,
)

from linkapp.domain.field_left import field_left
from linkapp.domain.moment import Skip
from linkapp.domain.name import LONGEST, as_typed
from linkapp.domain.problems import Reason
from linkapp.ui import icons
from linkapp.ui.labels import OneLine, heading, plain
from linkapp.ui.lists.faces import Face
from linkapp.ui.page_area import PageArea
from linkapp.ui.question import QuestionBanner
from linkapp.ui.tabs.campaign.model import Due, Row, RowState
from linkapp.ui.words import Words

PARAGRAPH, LINE = "\u2029", "\u2028"


def text_of(editor: QPlainTextEdit) -> str:
    """Exactly what the editor holds: ``toPlainText`` would make plain the no-break spaces that French needs."""
    return editor.document().toRawText().replace(PARAGRAPH, "\n").replace(LINE, "\n")


def text_problem(text: str) -> str:
    """The key of what is wrong with a text, or an empty string: nothing in it, or a placeholder left in it."""
    if not text.strip():
        return "text.empty"
    if field_left(text) is not None:
        return "text.placeholder"
    return ""


class PersonPane(QWidget):
    """Shows one person of the list, due or skipped."""

    text_edited = Signal(object, str)
    another_wanted = Signal(object)
    answered = Signal(object, bool)
    """The person (a row) whose greeting was uncertain, and whether it went out."""
    wish_answered = Signal(object, bool)
    """The person (a row) to whom a wish without a date was written, and whether it is of this birthday."""
    opt_out_answered = Signal(object, bool)
    """The person (a row) who seems to have asked not to be written to, and whether that was meant so."""
    named = Signal(object, object)
    """The person (a row), and the first name that was typed for them (None: none)."""

    def __init__(self, words: Words, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._words = words
        self._zone = ZoneInfo("UTC")
        self._row: Row | None = None
        self._mark = ""
        self._locked = False
        self._can_answer = False
        self._first_of = ""
        self.face = Face(46)
        self.name = heading(larger=1.35)
        self.name.setWordWrap(True)
        self.name.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.day = plain(kind="quiet", wrap=False)
        self.headline = OneLine(kind="quiet")
        self.question = QuestionBanner(words)
        self.yes, self.no = self.question.yes, self.question.no
        self.question.went_out.connect(self._answer)
        self.question.of_this.connect(self._say_of_wish)
        self.question.meant.connect(self._meant)
        self.first_label = plain(wrap=False)
        self.first = QLineEdit()
        self.first.setMaxLength(LONGEST)
        self.first.setMaximumWidth(self.fontMetrics().averageCharWidth() * 26)
        self.first.editingFinished.connect(self._name)
        self.first_label.setBuddy(self.first)
        self.first_note = plain(kind="quiet")
        self.label = plain(wrap=False)
        self.editor = QPlainTextEdit()
        self.editor.setTabChangesFocus(True)
        self.editor.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        line = self.editor.fontMetrics().lineSpacing()
        self.editor.setMinimumHeight(line * 5 + 16)
        self.editor.setMaximumHeight(line * 14 + 16)
        self.editor.textChanged.connect(self._edited)
        self.label.setBuddy(self.editor)
        self.another, self.reset = QPushButton(), QPushButton()
        for button in (self.another, self.reset):
            button.setObjectName("quiet")
        self.another.clicked.connect(self._another)
        self.reset.clicked.connect(self._reset)
        self.count = plain(kind="quiet", wrap=False)
        self.warning = plain(kind="warning")
        self.nobody = plain(kind="quiet")
        self.nobody.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._lay_out()
        words.changed.connect(self.retranslate)
        self.retranslate()
        self.show_row(None)
        self.dress()

    def dress(self) -> None:
        """Put the icons on, in the palette of now."""
        self.another.setIcon(icons.icon("another", self.palette(), QPalette.ColorRole.Link))
        self.reset.setIcon(icons.icon("undo", self.palette(), QPalette.ColorRole.Link))

    def changeEvent(self, event: QEvent) -> None:  # noqa: N802 - Qt's own name
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange and hasattr(self, "nobody"):
            self.dress()

    def use(self, zone: ZoneInfo, *, can_answer: bool) -> None:
        """The zone of times, and whether the question of an unsure greeting can be answered here."""
        self._zone, self._can_answer = zone, can_answer

    def show_row(self, row: Row | None, mark: str = "") -> None:
        """Show the person of a row; nothing for a heading. ``mark`` tells the person from another of that name."""
        self._row, self._mark = row, mark
        self._show()

    def refresh(self) -> None:
        """Show the same person again, after something about it changed."""
        self._show()

    def lock(self, locked: bool) -> None:
        """While something is being sent, what is sent is what is seen."""
        self._locked = locked
        self._show()

    @property
    def due(self) -> Due | None:
        """The person shown, if it is one who is due."""
        return self._row.due if self._row is not None else None

    def retranslate(self) -> None:
        """Say everything in the language spoken now."""
        words = self._words
        self.label.setText(words("person.message"))
        self.first_label.setText(words("person.first_name"))
        self.first.setAccessibleDescription(words("person.first_name.about"))
        self.first.setToolTip(words("person.first_name.about"))
        self.editor.setAccessibleName(words("person.message.name"))
        self.editor.setAccessibleDescription(words("person.message.about"))
        self.another.setText(words("person.another"))
        self.another.setToolTip(words("person.another.about"))
        self.another.setAccessibleDescription(words("person.another.about"))
        self.reset.setText(words("person.reset"))
        self.reset.setToolTip(words("person.reset.about"))
        self.reset.setAccessibleDescription(words("person.reset.about"))
        self.nobody.setText(words("person.nobody"))
        self.question.retranslate()
        self._show()

    def _lay_out(self) -> None:
        names = QVBoxLayout()
        names.setSpacing(2)
        names.addWidget(self.name)
        names.addWidget(self.headline)
        head = QHBoxLayout()
        head.setSpacing(13)
        head.addWidget(self.face, 0, Qt.AlignmentFlag.AlignTop)
        head.addLayout(names, 1)
        head.addWidget(self.day, 0, Qt.AlignmentFlag.AlignTop)
        tools = QHBoxLayout()
        tools.setSpacing(4)
        tools.addWidget(self.another)
        tools.addWidget(self.reset)
        tools.addStretch(1)
        tools.addWidget(self.count)
        page = QWidget()
        area = PageArea(page, least=40)
        self.card = QFrame()
        self.card.setObjectName("card")
        around = QVBoxLayout(self.card)
        around.setContentsMargins(1, 1, 1, 1)
        around.addWidget(area)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.card, 1)
        column.addWidget(self.nobody, 1)
        inside = QVBoxLayout(page)  # filled in its place: whatever is moved is styled again, with all that is in it
        inside.setContentsMargins(20, 18, 20, 14)
        inside.setSpacing(8)
        inside.addLayout(head)
        inside.addWidget(self.question)
        inside.addSpacing(6)
        called = QHBoxLayout()
        called.setSpacing(8)
        called.addWidget(self.first_label)
        called.addWidget(self.first)
        called.addWidget(self.first_note, 1)
        inside.addLayout(called)
        inside.addWidget(self.label)
        inside.addWidget(self.editor, 5)
        inside.addLayout(tools)
        inside.addWidget(self.warning)
        inside.addStretch(1)

    def _show(self) -> None:
        row = self._row
        due, skip = (row.due, row.skip) if row is not None else (None, None)
        person = due.draft.person if due else skip.person if skip else None
        self.card.setVisible(person is not None)
        self.nobody.setVisible(person is None)
        if person is None:
            return
        self.face.show_person(person.name)
        self.name.setText(person.name)
        headline = " · ".join(filter(None, (person.headline, self._mark)))
        self.headline.say(headline)
        self.headline.setVisible(bool(headline))
        for widget in (self.label, self.editor, self.another, self.reset, self.count):
            widget.setVisible(due is not None)
        self._show_first_name(due, skip)
        if due is not None:
            self._show_due(due)
        elif skip is not None:
            self._show_skip(skip)

    def _show_first_name(self, due: Due | None, skip: Skip | None) -> None:
        """The first name in the text, to be changed; and to be typed where it is all that is missing."""
        asked = skip is not None and skip.reason is Reason.NAME_NOT_UNDERSTOOD
        for widget in (self.first_label, self.first, self.first_note):
            widget.setVisible(due is not None or asked)
        person = due.draft.person if due is not None else skip.person if skip is not None else None
        if person is None:
            return
        if person.key != self._first_of or not self.first.hasFocus():
            self.first.setText(due.draft.first_name if due is not None else "")
        if person.key != self._first_of:
            self._first_of = person.key
            self.first_note.setText(self._words("person.first_name.missing") if asked else "")
        self.first.setReadOnly(self._locked or (due is not None and not due.open))

    def say_first_name(self, key: str) -> None:
        """What became of the first name that was typed, beside it."""
        self.first_note.setText(self._words(key))

    def _show_due(self, due: Due) -> None:
        words, draft = self._words, due.draft
        late = _how_late(words, draft.late_days, draft.on)
        self.day.setText(f"{late} · {words('person.on_profile')}" if draft.on_profile else late)
        self.day.setToolTip(words("person.on_profile.about") if draft.on_profile else "")
        if text_of(self.editor) != due.text:
            with QSignalBlocker(self.editor):
                self.editor.setPlainText(due.text)
        free = due.open and not self._locked
        self.editor.setReadOnly(not free)
        self.another.setEnabled(free)
        self.reset.setEnabled(free and due.edited)
        self._show_count(due.text)
        self._show_state(due)

    def _show_skip(self, skip: Skip) -> None:
        self.day.setText("")
        self.warning.hide()
        phrase = self._words.explained(skip.reason, skip.detail)
        self.question.offer()
        if skip.reason is Reason.UNSURE_BEFORE and self._can_answer:
            self.question.ask_unsure()
        elif skip.reason is Reason.WISH_NOT_DATED and self._can_answer:
            self.question.ask_wish(skip.detail)
        elif skip.reason is Reason.OPTED_OUT:
            self.question.ask_opt_out(skip.detail, title=self._words("person.skipped"))
        else:
            self.question.tell("info", self._words("person.skipped"), phrase, "skipped")

    def _show_count(self, text: str) -> None:
        words = self._words
        self.count.setText(words.count("person.characters", len(text)))
        problem = text_problem(text)
        place = field_left(text) if problem else None
        detail = text[place[0] : place[1]] if place is not None else ""
        self.warning.setText(words(problem, detail=detail) if problem else "")
        self.warning.setVisible(bool(problem))
        self._mark_place(place)

    def _mark_place(self, place: tuple[int, int] | None) -> None:
        """Underline what looks like a field, where it stands."""
        marks = []
        if place is not None:
            cursor = self.editor.textCursor()
            text = text_of(self.editor)
            cursor.setPosition(_units(text[: place[0]]))
            cursor.setPosition(_units(text[: place[1]]), cursor.MoveMode.KeepAnchor)
            mark = QTextEdit.ExtraSelection()
            mark.cursor = cursor
            mark.format.setUnderlineStyle(QTextCharFormat.UnderlineStyle.WaveUnderline)
            mark.format.setUnderlineColor(self.warning.palette().color(QPalette.ColorRole.WindowText))
            marks.append(mark)
        self.editor.setExtraSelections(marks)

    def _show_state(self, due: Due) -> None:
        words, item = self._words, due.item
        self.question.offer()
        if due.state is RowState.DONE and item is not None:
            if due.dry:
                self.question.tell("info", words("person.rehearsed"), words("person.rehearsed.about"), "rehearse")
                return
            title = words("standing.sent_at", time=words.time(item.at, self._zone)) if item.at else words("person.sent")
            key = f"proof.{item.proof}"
            self.question.tell("good", title[:1].upper() + title[1:], words(key) if words.has(key) else "")
        elif due.state is RowState.UNSURE:
            if self._can_answer:
                self.question.ask_unsure()
            else:
                self.question.tell("warn", words("unsure.question"), words("unsure.about"), "unsure")
        elif item is not None and item.reason is Reason.WISH_NOT_DATED and self._can_answer and not due.dry:
            self.question.ask_wish(item.detail)
        elif item is not None and item.reason is Reason.OPTED_OUT:
            self.question.ask_opt_out(item.detail, title=words("person.skipped"))
        elif due.state in (RowState.SKIPPED, RowState.FAILED) and item is not None and item.reason is not None:
            icon = "skipped" if due.state is RowState.SKIPPED else "failed"
            phrase = words.explained(item.reason, item.detail)
            self.question.tell("warn", words(f"person.{due.state}"), phrase, icon)
        else:
            self.question.hide()

    def _edited(self) -> None:
        if self.due is not None and not self.editor.isReadOnly():
            text = text_of(self.editor)
            self._show_count(text)
            self.text_edited.emit(self.due, text)
            self.reset.setEnabled(self.due.edited)

    def _name(self) -> None:
        row = self._row
        if row is None or self.first.isReadOnly():
            return
        typed = as_typed(self.first.text())
        shown = row.due.draft.first_name if row.due is not None else ""
        if (typed or "") == shown:
            return
        if typed is not None and (field_left(typed) is not None or not any(mark.isalpha() for mark in typed)):
            self.say_first_name("person.first_name.unfit")
            return
        self.named.emit(row, typed)

    def _another(self) -> None:
        if self.due is not None:
            self.another_wanted.emit(self.due)

    def _reset(self) -> None:
        if self.due is not None:
            self.editor.setPlainText(self.due.draft.text)
            self.editor.setFocus()

    def _answer(self, went_out: bool) -> None:
        if self._row is not None:
            self.answered.emit(self._row, went_out)

    def _say_of_wish(self, of_this: bool) -> None:
        if self._row is not None:
            self.wish_answered.emit(self._row, of_this)

    def _meant(self, meant: bool) -> None:
        if self._row is not None:
            self.opt_out_answered.emit(self._row, meant)


def _units(text: str) -> int:
    """How long a text is for Qt, which counts in UTF-16."""
    return len(text.encode("utf-16-le")) // 2


def _how_late(words: Words, days: int, on: date) -> str:
    if days <= 0:
        return words("person.today")
    return words("person.late", late=words.late(days), date=words.birthday(on.month, on.day))
