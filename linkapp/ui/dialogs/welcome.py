"""The first steps: what this does and what the site's terms say; language and limits; rehearse. Each can be left."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from linkapp.domain.settings import Settings
from linkapp.ui.dialogs.limits import LimitsForm
from linkapp.ui.dialogs.settings import LANGUAGE_NAMES
from linkapp.ui.dialogs.sheet import Sheet
from linkapp.ui.labels import heading, plain
from linkapp.ui.words import Words

STEPS = 3


class WelcomeDialog(Sheet):
    """Accepted means: done, not to be shown again. ``moved`` tells the step, so that it can be taken up again."""

    changed = Signal(dict)
    moved = Signal(int)

    def __init__(
        self, words: Words, settings: Settings, *, step: int = 0, rehearsal: bool = False, parent: QWidget | None = None
    ) -> None:
        super().__init__(words, words("welcome.title"), parent)
        self._settings, self._rehearsal = settings, rehearsal
        self.pages = QStackedWidget()
        self.body.addWidget(self.pages)
        self.step_label = plain(kind="quiet", wrap=False)
        self.buttons.insertWidget(0, self.step_label)
        self.later = self.button("")
        self.back = self.button("")
        self.next = self.button("", primary=True)
        self.later.clicked.connect(self.reject)
        self.back.clicked.connect(lambda: self._go(self.pages.currentIndex() - 1))
        self.next.clicked.connect(self._forward)
        words.changed.connect(self._retell)
        self._fill()
        self._go(max(0, min(step, STEPS - 1)))

    def _fill(self) -> None:
        while (page := self.pages.widget(0)) is not None:
            self.pages.removeWidget(page)
            page.deleteLater()
        words = self.words
        self.pages.addWidget(
            _page(
                (words("welcome.what"), words("welcome.what.text")),
                (words("welcome.terms"), words("welcome.terms.text")),
                ("", words("welcome.yours")),
            )
        )
        self.language = QComboBox()
        for code, name in LANGUAGE_NAMES.items():
            self.language.addItem(name, code)
        self.language.setCurrentIndex(max(0, self.language.findData(words.language)))
        self.language.setAccessibleName(words("settings.language").replace("&", ""))
        self.language.activated.connect(self._language_chosen)
        label = plain(words("settings.language"), wrap=False)
        label.setBuddy(self.language)
        row = QHBoxLayout()
        row.setSpacing(18)
        row.addWidget(label)
        row.addWidget(self.language)
        row.addStretch(1)
        self.limits = LimitsForm(words, self._settings)
        self.limits.changed.connect(self._limits_changed)
        choose = _page((words("welcome.choose"), words("welcome.choose.text")))
        inside = choose.layout()
        assert isinstance(inside, QVBoxLayout)
        inside.insertLayout(inside.count() - 1, row)
        inside.insertWidget(inside.count() - 1, self.limits)
        inside.insertWidget(inside.count() - 1, plain(words("welcome.warm"), kind="quiet"))
        self.pages.addWidget(choose)
        practice = (("", words("welcome.rehearse.practice")),) if self._rehearsal else ()
        self.pages.addWidget(_page((words("welcome.rehearse"), words("welcome.rehearse.text")), *practice))
        self._make_room()

    def _make_room(self) -> None:
        """As high as the longest page needs to be: a stack does not ask its pages how their text wraps."""
        self.ensurePolished()
        around = self.layout()
        width = self.minimumWidth()
        if around is not None:
            width -= around.contentsMargins().left() + around.contentsMargins().right()
        heights = []
        for number in range(self.pages.count()):
            page = self.pages.widget(number)
            inside = page.layout() if page is not None else None
            if inside is not None:
                heights.append(max(inside.heightForWidth(width), inside.minimumSize().height()))
        self.pages.setMinimumHeight(max(heights, default=0))

    def _go(self, step: int) -> None:
        self.pages.setCurrentIndex(step)
        words = self.words
        self.name_it(words("welcome.title"))
        self.step_label.setText(words("welcome.step", number=step + 1, total=STEPS))
        self.later.setText(words("welcome.later"))
        self.back.setText(words("welcome.back"))
        self.back.setEnabled(step > 0)
        self.next.setText(words("welcome.finish" if step == STEPS - 1 else "welcome.next"))
        self.moved.emit(step)

    def _forward(self) -> None:
        step = self.pages.currentIndex()
        if step == STEPS - 1:
            self.accept()
        else:
            self._go(step + 1)

    def _language_chosen(self) -> None:
        self.changed.emit({"language": self.language.currentData()})

    def _limits_changed(self, changes: dict[str, object]) -> None:
        values = {name: getattr(self._settings, name) for name in self._settings.__struct_fields__}
        self._settings = Settings(**{**values, **changes})
        self.changed.emit(changes)

    def _retell(self) -> None:
        step = self.pages.currentIndex()
        self._fill()
        self._go(step)


def _page(*parts: tuple[str, str]) -> QWidget:
    page = QWidget()
    column = QVBoxLayout(page)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(6)
    for title, text in parts:
        if title:
            column.addWidget(heading(title, larger=1.08))
        column.addWidget(plain(text))
        column.addSpacing(8)
    column.addStretch(1)
    return page
