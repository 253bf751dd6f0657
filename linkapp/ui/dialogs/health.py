"""Health: everything LinkApp needs, each with its state and what to do, and the check of the site's pages."""

from __future__ import annotations

import asyncio
import contextlib
import shutil
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from PySide6.QtCore import Qt, QUrl, Signal
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import (
    QFileDialog,
    QFrame,
    QGridLayout,
    QProgressBar,
    QPushButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from linkapp.domain.problems import Reason
from linkapp.domain.quota import Usage
from linkapp.domain.selector_stats import SelectorStat
from linkapp.services.application import Application
from linkapp.services.health import Finding
from linkapp.services.page_check import Surface
from linkapp.ui import doing
from linkapp.ui.dialogs.sheet import Sheet
from linkapp.ui.labels import Picture, heading, plain
from linkapp.ui.usage_words import opens_key
from linkapp.ui.words import Words

ICONS = {"ok": "sent", "soon": "unsure", "changed": "page", "unknown": "unsure", "bad": "failed"}
"""A shape for each state; the word stands beside it."""
_URGENCY = ("bad", "changed", "unknown", "soon", "ok")
"""What needs the person stands first."""
_LINED_UP = (1, 2)
_PICTURE = 18
HALF = 0.5
"""A thing that the best way led to less often than this counts as changed."""


class HealthDialog(Sheet):
    """Looks when it is opened. ``hold`` keeps everything else from the site while something is read, until
    ``release``; it says False where a run goes on, and then nothing is looked at."""

    def __init__(
        self,
        words: Words,
        app: Application,
        *,
        hold: Callable[[], bool],
        release: Callable[[], None],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(words, words("health.title"), parent)
        self._app, self._hold, self._release = app, hold, release
        self.note = plain(kind="quiet")
        self.bar = QProgressBar()
        self.bar.setRange(0, 0)
        self.bar.setTextVisible(False)
        policy = self.bar.sizePolicy()
        policy.setRetainSizeWhenHidden(True)
        self.bar.setSizePolicy(policy)
        self.needs = _Rows(words)
        self.pages_title = heading(words("health.pages"), larger=1.1)
        self.pages_title.hide()
        self.pages = _Rows(words)
        self.pages.save_wanted.connect(self._save)
        page = QWidget()
        page.setObjectName("page")
        column = QVBoxLayout(page)
        column.setContentsMargins(0, 0, 8, 0)
        column.setSpacing(14)
        self.ways_title = heading(words("health.ways"), larger=1.1)
        self.ways_title.hide()
        self.ways = _Rows(words)
        self.rest_title = heading(words("health.rest"), larger=1.1)
        self.rest_title.hide()
        for widget in (self.pages_title, self.pages, self.ways_title, self.ways, self.rest_title, self.needs):
            column.addWidget(widget)
        column.addStretch(1)
        area = QScrollArea()
        area.setWidgetResizable(True)
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setWidget(page)
        area.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        area.setAccessibleName(words("health.title"))
        area.setMinimumHeight(self.fontMetrics().height() * 14)
        self.area = area
        self.body.addWidget(self.note)
        self.body.addWidget(self.bar)
        self.body.addWidget(area, 1)
        self.setMinimumWidth(self.fontMetrics().averageCharWidth() * 122)
        self.check = self.button(words("health.check"))
        self.check.setToolTip(words("health.check.about"))
        self.check.setAccessibleDescription(words("health.check.about"))
        self.check.setVisible(app.page_check is not None)
        self.folder = self.button(words("health.folder"))
        self.folder.setAccessibleDescription(words("health.folder.about"))
        self.folder.hide()
        self.resume = self.button(words("banner.resume"))
        self.resume.setAccessibleDescription(words("banner.resume.about"))
        self.resume.setToolTip(words("banner.resume.about"))
        self.resume.hide()
        self.again = self.button(words("health.again"))
        self.close_button = self.button(words("dialog.close"), primary=True)
        self.check.clicked.connect(lambda: doing.start(self._check(), owner=self, name="look"))
        self.folder.clicked.connect(self._open_folder)
        self.resume.clicked.connect(lambda: doing.start(self._resume(), owner=self, name="look"))
        self.again.clicked.connect(lambda: doing.start(self._look(), owner=self, name="look"))
        self.close_button.clicked.connect(self.reject)
        self._offer_folder()
        self.resize(self.minimumWidth(), round(self.fontMetrics().height() * 30))
        doing.start(self._look(), owner=self, name="look")

    async def _look(self) -> None:
        health = self._app.health
        if health is None or not self._begin("health.looking"):
            return
        try:
            findings = await health.everything()
            usage = await self._app.greetings.usage()
        finally:
            self._end()
        rows = [self._finding(finding) for finding in findings] + [self._quota(usage)]
        self._show(self.needs, sorted(rows, key=lambda row: _URGENCY.index(row.state)))
        waits = any(finding.code == "breaker_latched" for finding in findings)
        self.resume.setVisible(waits and self._app.guard is not None)
        bad = sum(finding.state != "ok" for finding in findings)
        self.note.setText(self.words.count("health.summary", bad))

    def _show(self, part: _Rows, rows: list[_HealthRow]) -> None:
        """Show these, with the columns of all parts in line."""
        part.show_rows(rows)
        parts = (self.pages, self.ways, self.needs)
        for column in _LINED_UP:
            widest = max(each.widest(column) for each in parts)
            for each in parts:
                each.grid.setColumnMinimumWidth(column, widest)
        before: QWidget = self.area  # the keys go where the eye goes, whenever a button was made
        for button in (button for each in parts for button in each.buttons):
            self.setTabOrder(before, button)
            before = button

    async def _resume(self) -> None:
        """The person has looked at what the site showed."""
        if self._app.guard is not None:
            await self._app.guard.looked()
            await self._look()

    async def _check(self) -> None:
        check = self._app.page_check
        if check is None or not self._begin("health.checking"):
            return
        try:
            surfaces: Sequence[Surface] = await check()
            selector_stats = self._app.selector_stats
            ways = await selector_stats() if selector_stats is not None else ()
        finally:
            self._end()
        self.pages_title.show()
        self.rest_title.show()
        self._show(self.pages, [self._surface(surface) for surface in surfaces])
        self._show(self.ways, self._ways(ways))
        self.ways_title.setVisible(bool(self.ways.rows))
        bad = sum(surface.state != "ok" for surface in surfaces)
        self.note.setText(self.words.count("health.summary.pages", bad))
        self._offer_folder()
        self.area.verticalScrollBar().setValue(0)

    def _begin(self, key: str) -> bool:
        if not self._hold():
            self.bar.hide()
            self.note.setText(self.words("health.busy"))
            return False
        self.bar.setAccessibleName(self.words(key))
        self.bar.show()
        self.note.setText(self.words(key))
        self.check.setEnabled(False)
        self.again.setEnabled(False)
        return True

    def _end(self) -> None:
        with contextlib.suppress(RuntimeError):  # closed meanwhile, and gone
            self._release()
            self.bar.hide()
            self.note.setText("")
            self.check.setEnabled(True)
            self.again.setEnabled(True)

    def _finding(self, finding: Finding) -> _HealthRow:
        words = self.words
        name = words(f"health.name.{finding.name}") if words.has(f"health.name.{finding.name}") else finding.name
        if finding.known is not None:
            bad = words.bad(finding.known)
            text = f"{bad.what} {bad.do}"
        elif finding.code:
            text = words(f"health.is.{finding.code}", **{key: self._fact(fact) for key, fact in finding.facts.items()})
        elif finding.problem is not None:
            stop = words.stop(finding.problem)
            text = f"{stop.title}. {stop.do}"
        else:
            text = words(f"health.state.{finding.state}.about")
        return _HealthRow("soon" if finding.code == "sign_in_soon" else finding.state, name, text)

    def _quota(self, usage: Usage | None) -> _HealthRow:
        words = self.words
        if usage is None:
            return _HealthRow("unknown", words("health.name.quota"), words("caps.unknown"))
        used = [
            words("caps.today", used=max(usage.date, usage.day), cap=usage.caps.day),
            words("caps.week", used=usage.week, cap=usage.caps.week),
        ]
        if usage.share < 1:
            share = words.number(round(100 * usage.share))
            used.append(words("caps.slowed", share=share, time=self._fact(usage.whole_at)))
        if usage.opens is not None:
            used.append(words(opens_key(usage), time=self._fact(usage.opens)))
        return _HealthRow("ok", words("health.name.quota"), words("caps.between").join(used))

    def _surface(self, surface: Surface) -> _HealthRow:
        words = self.words
        name = words(f"health.surface.{surface.name}") if words.has(f"health.surface.{surface.name}") else surface.name
        if surface.problem is not None:
            text = words.sentence(surface.problem.reason, surface.problem.detail)
        elif surface.cards is not None and surface.state == "ok":
            text = words.count("health.cards", surface.cards)
        elif surface.cards is not None:
            text = words.count("health.cards.partial", surface.cards)
        else:
            text = words(f"health.surface.{surface.state}.about")
        return _HealthRow(surface.state, name, text, surface.outline_path)

    def _ways(self, ways: Sequence[SelectorStat]) -> list[_HealthRow]:
        """For each thing on a page the ways that led to it, in the order in which they are asked."""
        words = self.words
        rows = []
        for key in dict.fromkeys(stat.key for stat in ways):
            tried = [stat for stat in ways if stat.key == key and stat.rate is not None]
            useful = [stat for stat in tried if stat.last_success is not None]
            if not tried:
                continue
            lines = [
                words(
                    "health.way.learned" if stat.learned else "health.way",
                    form=stat.form,
                    rate=words.number(round(100 * (stat.rate or 0))),
                    last=self._fact(stat.last_success),
                )
                for stat in useful
            ]
            name = words(f"health.way.{key}") if words.has(f"health.way.{key}") else key
            best = max((stat.rate or 0 for stat in useful), default=0)
            text = "\n".join(lines) or words("health.surface.changed.about")
            rows.append(_HealthRow("ok" if best >= HALF else "changed", name, text, is_sentence=not lines))
        return rows

    def _fact(self, fact: object) -> str:
        words, clock = self.words, self._app.clock
        if isinstance(fact, datetime):
            return words.moment(fact, clock.zone(), clock.now().astimezone(clock.zone()).date())
        if isinstance(fact, Reason):
            return words.reason(fact)
        return words.number(fact) if isinstance(fact, int) else str(fact)

    def _save(self, path: str) -> None:
        doing.start(self._save_outline(Path(path)), owner=self, name="save")

    async def _save_outline(self, path: Path) -> None:
        picker = QFileDialog(self, self.words("health.save.title"))
        picker.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        picker.setFileMode(QFileDialog.FileMode.AnyFile)
        picker.selectFile(f"linkapp-{path.name}")
        chosen: list[str] = []
        picker.fileSelected.connect(chosen.append)
        await doing.ask(picker)
        if chosen:
            await self.save_to(path, Path(chosen[0]))

    async def save_to(self, path: Path, target: Path) -> None:
        """Copy an outline to where the person wants it, and say how that went."""
        try:
            await asyncio.to_thread(shutil.copyfile, path, target)
        except OSError:
            self.note.setText(self.words("health.save.failed"))
        else:
            self.note.setText(self.words("health.saved", name=target.name))

    def _offer_folder(self) -> None:
        self.folder.setVisible(bool(self._app.evidence_folder) and Path(self._app.evidence_folder).is_dir())

    def _open_folder(self) -> None:
        QDesktopServices.openUrl(QUrl.fromLocalFile(self._app.evidence_folder))


@dataclass(frozen=True)
class _HealthRow:
    """One line: state, name, words, and the outline that can be saved."""

    state: str
    name: str
    text: str
    outline: str = ""
    is_sentence: bool = True


class _Rows(QWidget):
    """A list of rows: shape, name, state in words, sentence, and a button where there is an outline."""

    save_wanted = Signal(str)

    def __init__(self, words: Words, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._words = words
        self.rows: list[_HealthRow] = []
        self.buttons: list[QPushButton] = []
        self.grid = QGridLayout(self)
        self.grid.setContentsMargins(0, 0, 0, 0)
        self.grid.setHorizontalSpacing(12)
        self.grid.setVerticalSpacing(9)
        self.grid.setColumnStretch(3, 1)
        self.hide()

    def widest(self, column: int) -> int:
        """The width that this column needs."""
        items = (self.grid.itemAtPosition(number, column) for number in range(len(self.rows)))
        parts = (item.widget() for item in items if item is not None)  # an item of a part not shown yet has no width
        return max((part.sizeHint().width() for part in parts if part is not None), default=0)

    def show_rows(self, rows: list[_HealthRow]) -> None:
        """Show these instead of what was shown."""
        while (item := self.grid.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        self.rows, self.buttons = rows, []
        self.setVisible(bool(rows))
        for number, row in enumerate(rows):
            state = self._words(f"health.state.{row.state}")
            picture = Picture(ICONS.get(row.state, "unsure"), _PICTURE)
            picture.setAccessibleName(state)
            picture.setToolTip(state)
            name = plain(row.name, wrap=False)
            font = name.font()
            font.setBold(True)
            name.setFont(font)
            text = plain(row.text[:1].upper() + row.text[1:] if row.is_sentence else row.text)
            text.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
            quiet = plain(state, kind="quiet", wrap=False)
            parts: list[QWidget] = [picture, name, quiet, text]
            line = _PICTURE
            if row.outline:
                self.buttons.append(self._save_button(row))
                parts.append(self.buttons[-1])
                line = max(line, self.buttons[-1].sizeHint().height())
            picture.setFixedHeight(line)
            for label in (name, quiet, text):  # their first line stands beside the middle of the picture
                label.setContentsMargins(0, max(0, (line - label.fontMetrics().height()) // 2), 0, 0)
            for column, part in enumerate(parts):
                self.grid.addWidget(part, number, column, Qt.AlignmentFlag.AlignTop)

    def _save_button(self, row: _HealthRow) -> QPushButton:
        save = QPushButton(self._words("health.save"))
        save.setObjectName("quiet")
        save.setAccessibleName(f"{row.name}: {self._words('health.save')}")
        save.clicked.connect(lambda: self.save_wanted.emit(row.outline))
        return save
