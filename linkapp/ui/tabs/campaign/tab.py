"""The campaign tab: who has a birthday, what would be said, and the one button that sends it."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtWidgets import (
    QHBoxLayout,
    QProgressBar,
    QPushButton,
    QSizePolicy,
    QSplitter,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from linkapp.domain.campaign import Draft, Preview, Result
from linkapp.domain.known_error import KnownError
from linkapp.domain.moment import Occasion, Skip
from linkapp.domain.opt_out import OptOutAnswer
from linkapp.domain.person import Person
from linkapp.domain.problems import NEEDS_PERSON, Problem, Reason
from linkapp.domain.quota import Usage
from linkapp.services.answers import question_about
from linkapp.services.application import Application, Greetings, Guard, Whose
from linkapp.services.news import Changes
from linkapp.services.ports.ledger import StoreError
from linkapp.ui import doing, icons
from linkapp.ui.days import next_on
from linkapp.ui.labels import Empty, heading, plain
from linkapp.ui.tabs.campaign.banner import CampaignBanner, Ended, Told, partial_in_words
from linkapp.ui.tabs.campaign.footer import Footer
from linkapp.ui.tabs.campaign.list import Due, DueModel, PeopleList, Row, RowKind, RowState
from linkapp.ui.tabs.campaign.person import PersonPane, icon_buttons, text_problem
from linkapp.ui.tabs.campaign.sending import Sending
from linkapp.ui.tabs.campaign.stop import Way
from linkapp.ui.words import Words

SHOW_BUSY_AFTER_S = 0.6
NEXT_WITHIN = timedelta(days=60)


_NOT_FOR_NOW = frozenset(
    {Reason.OUT_OF_HOURS, Reason.BREAKER_OPEN, Reason.BREAKER_LATCHED, Reason.SHARED_QUOTA, Reason.PAUSED}
)
"""While one of these refuses a claim, nobody would be written to."""


class CampaignTab(QWidget):
    """Birthdays. ``hold_seconds`` is how long the click on Send can be taken back."""

    usage_changed = Signal(object)
    open_again = Signal()
    person_needed = Signal(object)
    run_ended = Signal(object)
    way_chosen = Signal(object, object)
    """A way on that the banner offered (``stop.Way``), and the problem."""

    def __init__(self, words: Words, *, hold_seconds: float = 10.0, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._words = words
        self._app: Application | None = None
        self._preview: Preview | None = None
        self._usage: Usage | None = None
        self._next_one: tuple[str, date] | None = None
        self._read_task: asyncio.Task[None] | None = None
        self._send_task: asyncio.Task[None] | None = None
        self._reading = False
        self._held_off = self._read_missed = False
        self._break_until: datetime | None = None
        self._unopened: Problem | KnownError | None = None
        self._opening: asyncio.Task[None] | None = None
        self._build(hold_seconds)
        self._lay_out()
        words.changed.connect(self.retranslate)
        self.retranslate()

    # what the window asks for

    def attach(self, app: Application) -> None:
        """Take up the application and read the page."""
        self._app = app
        self.banner.use(app)
        self._use_zone(app)
        self.footer.use(app.clock, can_rehearse=app.dry is not None and not app.rehearsal)
        self.retranslate()
        self.refresh()

    def _use_zone(self, app: Application) -> None:
        """Times are told in the zone that the person is in now."""
        zone = app.clock.zone()
        self.model.use_zone(zone)
        self.pane.use(zone, can_answer=app.answers is not None)

    def could_not_open(self, problem: Problem | KnownError | None) -> None:
        """There is no app: say why (None: a fault of LinkApp's own) and offer to try again."""
        self._unopened = problem if problem is not None else Problem(reason=Reason.DATA_UNUSABLE)
        self._tell_empty()

    def refresh(self) -> None:
        """Read the page again, unless something is being sent; while the site is held, afterwards."""
        if self._held_off:
            self._read_missed = True
        elif self._app is not None and not self.busy:
            self._reading = True
            self._read_task = doing.start(self._read(self._app), owner=self, name="read")

    @property
    def reading_now(self) -> bool:
        """Whether the page is being read."""
        return self._reading

    @property
    def busy(self) -> bool:
        """Whether a click is held or a run goes on."""
        return self._send_task is not None and not self._send_task.done()

    def hold(self) -> bool:
        """Leave the site to somebody else until ``release``: a reading is given up. False where a run goes on."""
        if self.busy or self._held_off:
            return False
        self._held_off = True
        if self._reading and self._read_task is not None:
            self._read_task.cancel()
            self._read_missed = True
        self._lock(True)
        self._offer()
        return True

    def release(self) -> None:
        """The site may be used again; what was to be read meanwhile is read now."""
        self._held_off = False
        self._lock(False)
        self._offer()
        if self._read_missed:
            self._read_missed = False
            self.refresh()

    def send(self) -> None:
        """Hold the click for a moment, then greet the ticked people with exactly their texts."""
        app = self._app
        if app is not None and self.footer.send.isEnabled() and self._free:
            self._send_task = doing.start(self._hold_and_send(app, app.greetings, dry=False), owner=self, name="send")

    def rehearse(self) -> None:
        """The whole run up to the last click; nothing is sent and nothing is counted."""
        app = self._app
        if app is not None and app.dry is not None and self.model.chosen() and self._free:
            self._send_task = doing.start(self._hold_and_send(app, app.dry, dry=True), owner=self, name="send")

    async def end(self, within_s: float = 1.5) -> None:
        """The program ends: a held click is taken back, a run is stopped before its next click."""
        self.sending.undo()
        self.sending.stop()
        task = self._send_task
        if task is not None and not task.done():
            await asyncio.wait({task}, timeout=within_s)
            if not task.done():
                task.cancel()
                await asyncio.wait({task}, timeout=within_s)
        if self._opening is not None:
            self._opening.cancel()
            await asyncio.gather(self._opening, return_exceptions=True)

    def retranslate(self) -> None:
        """Say everything in the language spoken now."""
        words = self._words
        self.title.setText(words("campaign.birthdays"))
        self.refresh_button.setText(words("campaign.refresh"))
        self.refresh_button.setToolTip(words("campaign.refresh.about"))
        self.refresh_button.setAccessibleDescription(words("campaign.refresh.about"))
        self.rehearsal.setText(words("campaign.practice"))
        self.people.setAccessibleName(words("campaign.people"))
        self.people.setAccessibleDescription(words("campaign.people.about"))
        self.reading.setText(words("campaign.reading"))
        self.busy_bar.setAccessibleName(words("campaign.reading"))
        self._tell_day()
        self._tell_empty()
        self.banner.retranslate()
        self._offer()

    def changeEvent(self, event: QEvent) -> None:  # noqa: N802
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange:
            self._dress()

    # building

    def _build(self, hold_seconds: float) -> None:
        words = self._words
        self.model = DueModel(words, ZoneInfo("UTC"), self)
        self.title = heading(larger=1.6)
        self.day = plain(kind="quiet", wrap=False)
        self.rehearsal = plain(kind="mark", wrap=False)
        self.rehearsal.hide()
        self.refresh_button = QPushButton()
        self.refresh_button.clicked.connect(self.refresh)
        self.banner = CampaignBanner(words)
        self.banner.read_again.connect(self.refresh)
        self.banner.way_chosen.connect(self._go_on)
        self.people = PeopleList(self.model)
        self.pane = PersonPane(words)
        self.empty = Empty("cake")
        self.empty.button.clicked.connect(self._try_again)
        self.reading = plain(kind="quiet")
        self.reading.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.busy_bar = QProgressBar()
        self.busy_bar.setTextVisible(False)
        self.busy_bar.setRange(0, 0)
        policy = self.busy_bar.sizePolicy()
        policy.setRetainSizeWhenHidden(True)
        self.busy_bar.setSizePolicy(policy)
        self.busy_bar.hide()
        self.footer = Footer(words)
        self.sending = Sending(self.model, self.pane, self.footer, hold_seconds=hold_seconds)
        self.people.person_chosen.connect(self._choose)
        self.people.entered.connect(lambda: self.pane.editor.setFocus())
        self.pane.text_edited.connect(self.model.set_text)
        self.pane.another_wanted.connect(self._another)
        self.pane.answered.connect(self._answer)
        self.pane.named.connect(self._named)
        self.pane.wish_answered.connect(self._answer_wish)
        self.pane.opt_out_answered.connect(self._opt_out)
        self.model.ticks_changed.connect(self._offer)
        self.footer.send_pressed.connect(self.send)
        self.footer.rehearse_pressed.connect(self.rehearse)
        self._dress()

    def _lay_out(self) -> None:
        head = QHBoxLayout()
        head.setSpacing(14)
        head.addWidget(self.title, 0, Qt.AlignmentFlag.AlignBaseline)
        head.addWidget(self.day, 0, Qt.AlignmentFlag.AlignBaseline)
        head.addStretch(1)
        head.addWidget(self.rehearsal, 0, Qt.AlignmentFlag.AlignVCenter)
        head.addWidget(self.refresh_button, 0, Qt.AlignmentFlag.AlignVCenter)
        self.splitter = QSplitter(Qt.Orientation.Horizontal)
        self.splitter.addWidget(self.people)
        self.splitter.addWidget(self.pane)
        self.splitter.setHandleWidth(16)
        self.splitter.setChildrenCollapsible(False)
        self.splitter.setStretchFactor(0, 9)
        self.splitter.setStretchFactor(1, 10)
        self.splitter.setSizes([480, 560])
        self.people.setMinimumWidth(self.fontMetrics().averageCharWidth() * 34)
        self.pane.setMinimumWidth(self.fontMetrics().averageCharWidth() * 40)
        self.stack = QStackedWidget()
        for widget in (self.empty, self.reading, self.splitter):
            self.stack.addWidget(widget)
        self.footer.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 14, 20, 14)
        column.setSpacing(10)
        top = QVBoxLayout()
        top.setSpacing(4)
        top.addLayout(head)
        top.addWidget(self.busy_bar)
        column.addLayout(top)
        column.addWidget(self.banner)
        column.addWidget(self.stack, 1)
        column.addWidget(self.footer)

    def _dress(self) -> None:
        self.refresh_button.setIcon(icons.icon("refresh", self.palette()))
        icon_buttons(self.pane)
        self.footer.dress()

    def _go_on(self, way: Way, problem: Problem) -> None:
        app = self._app
        if way is Way.WHOSE_FOLDER and app is not None and app.whose is not None:
            doing.start(self._ask_whose(app, app.whose), owner=self, name="whose folder")
        elif way is not Way.RESUME:
            self.way_chosen.emit(way, problem)
        elif app is not None and app.guard is not None:
            doing.start(self._resume(app.guard), owner=self, name="resume")

    async def _resume(self, guard: Guard) -> None:
        """The person has looked at what the site showed: read again, if nothing else speaks against it."""
        await guard.looked()
        self.refresh()

    async def _ask_whose(self, app: Application, whose: Whose) -> None:
        """Whose folder this is; read again where the person said it."""
        from linkapp.ui.dialogs.other_account import OtherAccountDialog

        book = await whose.book()
        if not book.waiting:
            self.refresh()  # somebody else has said it meanwhile
            return
        dialog = OtherAccountDialog(self._words, book, app.data_folder, self.window())
        if not await doing.ask(dialog) or self.model.locked:
            return
        if await whose.book() == book:  # what was shown, and nothing else
            await (whose.this_one() if dialog.the_same else whose.new_account())
        self.refresh()

    def _try_again(self) -> None:
        if self._app is None:
            self._unopened = None
            self._tell_empty()
            self.open_again.emit()
        else:
            self.refresh()

    # reading

    async def _read(self, app: Application) -> None:
        self._reading = True
        self._tell(None)
        self.refresh_button.setEnabled(False)
        self._offer()
        if self._preview is None or not self.model.dues:
            self.stack.setCurrentWidget(self.reading)
        slow = doing.start(self._show_busy(), owner=self, name="busy")
        try:
            preview = await app.greetings.preview(Occasion.BIRTHDAY)
            self._break_until = await self._ask_break(app, preview.stopped)
            self._next_one = await self._look_ahead(app, preview)
        except StoreError as error:
            self._preview = None
            self._tell(error.problem)
        except Exception as error:  # the tab must not be left reading for ever
            self._preview = None
            self._tell(error)
            raise
        else:
            self._show_preview(preview)
            if preview.stopped is not None and preview.stopped.reason in NEEDS_PERSON:
                self.person_needed.emit(preview.stopped)
        finally:
            slow.cancel()
            self.busy_bar.hide()
            self._reading = False
            self.refresh_button.setEnabled(not self._held_off)
            self._tell_empty()
            self._offer()

    async def _show_busy(self) -> None:
        await asyncio.sleep(SHOW_BUSY_AFTER_S)
        self.busy_bar.show()

    async def _ask_break(self, app: Application, stopped: Problem | None) -> datetime | None:
        """Until when the breaker holds, where something stopped and it does."""
        if stopped is None:
            return None
        if app.guard is None:
            return None
        standing = await app.guard.standing()
        until = standing.breaker.until
        return until if until is not None and until > standing.now else None

    async def _look_ahead(self, app: Application, preview: Preview) -> tuple[str, date] | None:
        """Who of the contacts has the next birthday, where nobody is due."""
        if preview.drafts or preview.stopped is not None:
            return None
        first, last = preview.today + timedelta(days=1), preview.today + NEXT_WITHIN
        coming = await app.people.birthdays_between(first, last)
        if not coming or coming[0].birthday is None:
            return None
        month, day = coming[0].birthday
        return coming[0].person.name, next_on(month, day, first)

    def _show_preview(self, preview: Preview) -> None:
        if self._app is not None:
            self._use_zone(self._app)
        self._preview = preview
        self.rehearsal.setVisible(self._app is not None and self._app.rehearsal)
        chosen = self.pane.due.key if self.pane.due is not None else ""
        self.model.show_preview(preview)
        if preview.usage is not None or preview.stopped is None:
            self.show_usage(preview.usage)
        self._tell(preview)
        self._tell_day()
        again = next((due for due in self.model.dues if due.key == chosen), None)
        self.people.choose(self.model.index_of(again) if again is not None else self.model.first_person())
        self._choose(self.people.current_row())

    def show_usage(self, usage: Usage | None) -> None:
        """The caps as they stand; None: they are not known."""
        self._usage = usage
        self.footer.show_usage(usage)
        self.usage_changed.emit(usage)
        self._offer()
        if self._app is not None and usage is not None and usage.refusal is not None and usage.opens is not None:
            when = max(usage.opens, self._app.clock.now() + timedelta(seconds=1))
            self._opening = doing.start(self._ask_again_at(self._app, when), owner=self, name="opening")

    # sending

    @property
    def _free(self) -> bool:
        return not self.busy and not self._reading and not self._held_off

    async def _hold_and_send(self, app: Application, greetings: Greetings, *, dry: bool) -> None:
        chosen = self.model.chosen() if dry else self._fitting(self.model.chosen())
        self._use_zone(app)
        self._lock(True)
        self._tell(None)
        try:
            if dry or await self.sending.hold(chosen):
                await self._send(app, greetings, chosen, dry=dry)
            else:
                self._tell("undone")
                self.people.setFocus()
        finally:
            self.sending.over()
            self._lock(False)
            self._offer()

    async def _send(self, app: Application, greetings: Greetings, chosen: list[Due], *, dry: bool) -> None:
        try:
            report = await self.sending.run(greetings, chosen, dry=dry)
        except StoreError as error:
            self._tell(error.problem)
            return
        except Exception as error:
            self._tell(error)
            raise
        report = replace(report, dry=report.dry or dry)
        self._break_until = await self._ask_break(app, report.stopped_by)
        self._tell(Ended(report, chosen))
        self.run_ended.emit(report)
        self.people.setFocus()
        self.show_usage(await app.greetings.usage())

    def _lock(self, locked: bool) -> None:
        self.model.lock(locked)
        self.pane.lock(locked)
        self.refresh_button.setEnabled(not locked)

    # one person

    def _choose(self, row: Row | None) -> None:
        shown = row is not None and row.kind in (RowKind.PERSON, RowKind.SKIP)
        person = None if row is None else row.person
        self.pane.show_row(row if shown else None, self.model.mark_of(person) if person is not None else "")

    def _another(self, due: Due) -> None:
        if self._app is not None:
            doing.start(self._find_another(self._app, due), owner=self, name="another")

    async def _find_another(self, app: Application, due: Due) -> None:
        self.pane.another.setEnabled(False)
        try:
            text = await app.greetings.another_text(due.draft, not_these=(due.text,))
        finally:
            self.pane.refresh()
        if not self.model.locked:
            self.model.set_draft(due, replace(due.draft, text=text))
            self.pane.refresh()

    def _named(self, row: Row, first_name: str | None) -> None:
        if self._app is not None and not self.model.locked:
            doing.start(self._keep_first_name(self._app, row, first_name), owner=self, name="first name")

    async def _keep_first_name(self, app: Application, row: Row, first_name: str | None) -> None:
        """Keep the first name that was typed and show what becomes of the person with it. A text of one's own stays."""
        due, person = row.due, row.person
        if person is None:
            return
        found = await app.greetings.named(person, first_name)
        preview = self._preview
        if self.model.locked or preview is None or found is None:
            return
        if due is not None and isinstance(found, Draft):
            drafts = [found if one.person.key == person.key else one for one in preview.drafts]
            self._preview = replace(preview, drafts=tuple(drafts))
            own = due.edited
            draft = replace(found, ticked=due.ticked)
            self.model.set_draft(due, draft, keep_text=own)
            self.pane.refresh()
            self.pane.say_first_name("person.first_name.own_text" if own else "person.first_name.kept")
            return
        if self._put(preview, found):
            self.pane.say_first_name("person.first_name.kept")

    def _put(self, preview: Preview, found: Draft | Skip) -> bool:
        """Show what became of one person of a preview; whether the person is due now."""
        keys = set(found.person.keys)
        drafts = [one for one in preview.drafts if not keys & set(one.person.keys)]
        skips = [one for one in preview.skips if not keys & set(one.person.keys)]
        if isinstance(found, Draft):
            drafts.append(found)
        else:
            skips.append(found)
        self._show_preview(replace(preview, drafts=tuple(drafts), skips=tuple(skips)))
        now_due = self.model.find(found.person)
        if now_due is not None:
            self.people.choose(self.model.index_of(now_due))
            self._choose(self.people.current_row())
        return now_due is not None

    def _opt_out(self, row: Row, meant: bool) -> None:
        if self._app is not None:
            doing.start(self._record_opt_out(self._app, row, meant), owner=self, name="opt-out")

    async def _record_opt_out(self, app: Application, row: Row, meant: bool) -> None:
        person = row.person
        if person is None:
            return
        await app.people.answer_opt_out(person, OptOutAnswer.MEANT if meant else OptOutAnswer.NOT_MEANT)
        app.news.publish(Changes(contacts=True))
        await self._decide_again(app, person)

    async def _decide_again(self, app: Application, person: Person) -> None:
        found = await app.greetings.decided(person)
        if found is not None and self._preview is not None and not self.model.locked:
            self._put(self._preview, found)

    def _answer(self, row: Row, went_out: bool) -> None:
        if self._app is not None and self._app.answers is not None:
            doing.start(self._record_answer(self._app, row, went_out), owner=self, name="answer")

    async def _record_answer(self, app: Application, row: Row, went_out: bool) -> None:
        assert app.answers is not None
        due, person = row.due, row.person
        if person is None:
            return
        question = question_about(await app.answers.questions(), person, wish=False)
        if question is not None:
            await app.answers.answer(question, yes=went_out)
        if due is None:
            await self._decide_again(app, person)
            return
        if went_out:
            item = replace(due.item, state=Result.DONE, proof="person") if due.item is not None else None
            self.model.stand(due, RowState.DONE, item)
        else:
            self.model.stand(due, RowState.IDLE)
        self.pane.refresh()
        self._offer()

    def _answer_wish(self, row: Row, of_this: bool) -> None:
        if self._app is not None and self._app.answers is not None:
            doing.start(self._record_wish(self._app, row, of_this), owner=self, name="answer")

    async def _record_wish(self, app: Application, row: Row, of_this: bool) -> None:
        assert app.answers is not None
        person = row.person
        asks = row.skip or (row.due.item if row.due is not None else None)
        if person is None or asks is None:
            return
        question = question_about(await app.answers.questions(), person, wish=True)
        if question is not None and question.text == asks.detail:  # what was shown, and nothing else
            await app.answers.answer(question, yes=of_this)
        await self._decide_again(app, person)

    # words

    def _tell_day(self) -> None:
        app = self._app
        if self._preview is not None:
            today: date | None = self._preview.today
        else:
            today = app.clock.now().astimezone(app.clock.zone()).date() if app is not None else None
        text = self._words.day(today) if today is not None else ""
        self.day.setText(text[:1].upper() + text[1:])

    def _offer(self) -> None:
        words, dues = self._words, self.model.chosen()
        usage, fitting = self._usage, self._fitting(dues)
        problem = note = ""
        broken = next((due for due in dues if text_problem(due.text)), None)
        if self._app is None or self._reading:
            problem = words("footer.not_yet")
        elif self._held_off:
            problem = words("footer.site_held")
        elif not dues:
            problem = words("footer.nobody_ticked") if any(due.open for due in self.model.dues) else ""
        elif broken is not None:
            problem = words(f"footer.{text_problem(broken.text)}", name=broken.draft.person.name)
        elif (until := self._break_in_words()) != "":
            problem = until
        elif usage is not None and usage.refusal in _NOT_FOR_NOW:
            problem = words.sentence(usage.refusal)
        elif not fitting:
            problem = words("footer.no_slot")
        elif len(fitting) < len(dues):
            note = words.count("footer.only", len(fitting))
        self.footer.offer(len(dues), len(fitting), problem, note)

    def _fitting(self, dues: list[Due]) -> list[Due]:
        """Those of the ticked people, from the top, who would be written to now."""
        usage = self._usage
        if usage is None:
            return dues
        return [] if usage.refusal in _NOT_FOR_NOW else dues[: min(usage.left, usage.caps.run)]

    async def _ask_again_at(self, app: Application, when: datetime) -> None:
        """Ask again for what may be sent when that is said to change."""
        await app.clock.sleep_until(when)
        self.show_usage(await app.greetings.usage())

    def _break_in_words(self) -> str:
        """Until when the breaker holds; empty where it does not."""
        app, until = self._app, self._break_until
        if app is None or until is None or until <= app.clock.now():
            return ""
        zone = app.clock.zone()
        return self._words("stop.break", time=self._words.moment(until, zone, app.clock.now().astimezone(zone).date()))

    def _tell(self, what: Told) -> None:
        self.banner.tell_of(what, self._break_until)

    def _tell_empty(self) -> None:
        words, preview = self._words, self._preview
        self.reading.setText(words("campaign.opening" if self._app is None else "campaign.reading"))
        if self._app is None and self._unopened is not None:
            problem = self._unopened
            if isinstance(problem, KnownError):
                stop, not_done = words.bad(problem), words.not_done(problem)
            else:
                stop, not_done = words.stop(problem), words("bad.not_done")
            text = f"{stop.what} {not_done} {stop.do}"
            self.empty.say("warning", words("problem.open"), text, words("empty.try_again"))
            self.stack.setCurrentWidget(self.empty)
            return
        if self._app is None:
            self.stack.setCurrentWidget(self.reading)
            return
        if self._reading:
            return
        if preview is None:
            self.empty.say("page", words("empty.not_read"), words("stop.nobody_written"))
        elif preview.stopped is not None and not preview.drafts:
            self.empty.say("page", words("empty.not_read"), words("empty.not_read.about"))
        elif not preview.drafts and not preview.skips and preview.partial:
            self.empty.say("page", words("empty.partial"), partial_in_words(words, preview.partial))
        elif not preview.drafts and not preview.skips:
            self.empty.say("cake", words("empty.nobody"), self._next_in_words(preview.today))
        else:
            self.stack.setCurrentWidget(self.splitter)
            return
        self.stack.setCurrentWidget(self.empty)

    def _next_in_words(self, today: date) -> str:
        if self._next_one is None:
            return self._words("empty.nobody.about")
        name, on = self._next_one
        return self._words("empty.next", name=name, day=self._words.day_from(on, today))
