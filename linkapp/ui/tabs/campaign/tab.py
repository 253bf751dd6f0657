"""The campaign tab: who has a birthday, what would be said, and the one button that sends it."""

from __future__ import annotations

import asyncio
from collections.abc import Coroutine
from dataclasses import replace
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QSizePolicy, QSplitter, QVBoxLayout, QWidget

from linkapp.domain.campaign import Preview
from linkapp.domain.known_error import KnownError
from linkapp.domain.person import Person
from linkapp.domain.problems import NEEDS_PERSON, Problem, Reason
from linkapp.domain.quota import Usage
from linkapp.services.application import Application, Greetings
from linkapp.services.ports.ledger import StoreError
from linkapp.ui import doing
from linkapp.ui.days import next_on
from linkapp.ui.tabs.campaign.banner import CampaignBanner, Ended, Told
from linkapp.ui.tabs.campaign.footer import Footer
from linkapp.ui.tabs.campaign.head import CampaignHead
from linkapp.ui.tabs.campaign.kinds import KINDS, ShownKind
from linkapp.ui.tabs.campaign.list import PeopleList
from linkapp.ui.tabs.campaign.model import Due, DueModel, Row, RowKind
from linkapp.ui.tabs.campaign.offer import fitting, offer_of
from linkapp.ui.tabs.campaign.pages import CampaignPages
from linkapp.ui.tabs.campaign.person import PersonPane
from linkapp.ui.tabs.campaign.person_actions import PersonActions
from linkapp.ui.tabs.campaign.sending import Sending
from linkapp.ui.tabs.campaign.stop_actions import StopActions
from linkapp.ui.words import Words

SHOW_BUSY_AFTER_S = 0.6
NEXT_WITHIN = timedelta(days=60)


class CampaignTab(QWidget):
    """One of the ``kinds`` of run, the first one at first. ``hold_seconds`` is how long the click on Send can be taken
    back."""

    usage_changed = Signal(object)
    open_again = Signal()
    person_needed = Signal(object)
    run_ended = Signal(object)
    standing_changed = Signal()
    """``busy`` or ``needs`` may have changed."""
    way_chosen = Signal(object, object)
    """A way on that the banner offered (``stop.Way``), and the problem."""

    def __init__(
        self,
        words: Words,
        *,
        kinds: tuple[ShownKind, ...] = KINDS,
        hold_seconds: float = 10.0,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.kinds, self._kind = kinds, kinds[0]
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
        self.needs: Problem | None = None
        """What the last reading or run stopped at, where nothing goes on without the person."""
        self._unopened: Problem | KnownError | None = None
        self._opening: asyncio.Task[None] | None = None
        self._build(hold_seconds)
        self._lay_out()
        words.changed.connect(self.retranslate)
        self.retranslate()

    # what the window asks for

    def attach(self, app: Application, *, read: bool = True) -> None:
        """Take up the application and, unless that is left for later, read the page."""
        self._app = app
        self.person_actions.use(app)
        self.banner.use(app)
        self.stop_actions.use(app)
        self._use_zone(app)
        self.footer.use(app.clock, can_rehearse=self._kind.rehearsal(app) is not None and not app.rehearsal)
        self.retranslate()
        if read:
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
            self._begin(self._hold_and_send(app, self._kind.use_case(app), dry=False))

    def rehearse(self) -> None:
        """The whole run up to the last click; nothing is sent and nothing is counted."""
        app = self._app
        dry = self._kind.rehearsal(app) if app is not None else None
        if app is not None and dry is not None and self.model.chosen() and self._free:
            self._begin(self._hold_and_send(app, dry, dry=True))

    def _begin(self, sending: Coroutine[None, None, None]) -> None:
        self._send_task = doing.start(sending, owner=self, name="send")
        self._send_task.add_done_callback(lambda _: self.standing_changed.emit())
        self.standing_changed.emit()

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
        self.title.setText(words(self._kind.title))
        self.head.retranslate(words)
        self.people.setAccessibleName(words("campaign.people"))
        self.people.setAccessibleDescription(words("campaign.people.about"))
        self._tell_day()
        self._tell_empty()
        self.banner.retranslate()
        self._offer()

    # building

    def _build(self, hold_seconds: float) -> None:
        words = self._words
        self.model = DueModel(words, ZoneInfo("UTC"), self)
        self.head = CampaignHead()
        self.title, self.day, self.rehearsal = self.head.title, self.head.day, self.head.rehearsal
        self.refresh_button, self.busy_bar = self.head.refresh_button, self.head.busy_bar
        self.refresh_button.clicked.connect(self.refresh)
        self.banner = CampaignBanner(words)
        self.banner.read_again.connect(self.refresh)
        self.stop_actions = StopActions(words, self, busy=lambda: self.model.locked)
        self.stop_actions.read_again.connect(self.refresh)
        self.stop_actions.way_chosen.connect(self.way_chosen)
        self.banner.way_chosen.connect(self.stop_actions.go)
        self.people = PeopleList(self.model)
        self.pane = PersonPane(words)
        self.stack = CampaignPages(words)
        self.empty, self.reading = self.stack.empty, self.stack.reading
        self.empty.button.clicked.connect(self._try_again)
        self.footer = Footer(words)
        self.sending = Sending(self.model, self.pane, self.footer, hold_seconds=hold_seconds)
        self.people.person_chosen.connect(self._choose)
        self.people.entered.connect(lambda: self.pane.editor.setFocus())
        self.pane.text_edited.connect(self.model.set_text)
        self.person_actions = PersonActions(self.model, self.pane)
        self.person_actions.preview_changed.connect(self._show_changed)
        self.person_actions.person_changed.connect(self._offer)
        self.model.ticks_changed.connect(self._offer)
        self.footer.send_pressed.connect(self.send)
        self.footer.rehearse_pressed.connect(self.rehearse)

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 14, 20, 14)
        column.setSpacing(10)
        column.addWidget(self.head)
        column.addWidget(self.banner)
        column.addWidget(self.stack, 1)
        # Each into what is in its own place already: whatever is moved is styled again, with all that is in it.
        self.splitter = QSplitter(Qt.Orientation.Horizontal)
        self.stack.show_people_in(self.splitter)
        self.splitter.addWidget(self.people)
        self.splitter.addWidget(self.pane)
        self.splitter.setHandleWidth(16)
        self.splitter.setChildrenCollapsible(False)
        self.splitter.setStretchFactor(0, 9)
        self.splitter.setStretchFactor(1, 10)
        self.splitter.setSizes([480, 560])
        self.people.setMinimumWidth(self.fontMetrics().averageCharWidth() * 42)  # names beside "5 days ago"
        self.footer.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        column.addWidget(self.footer)

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
            self.stack.show_reading()
        slow = doing.start(self._show_busy(), owner=self, name="busy")
        try:
            preview = await self._kind.use_case(app).preview(self._kind.occasion)
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
            if self._stopped_by(preview.stopped):
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
        coming = await app.people.birthdays_between(first, last, limit=1)
        if not coming or coming[0].birthday is None:
            return None
        month, day = coming[0].birthday
        return coming[0].person.name, next_on(month, day, first)

    def _show_preview(self, preview: Preview) -> None:
        if self._app is not None:
            self._use_zone(self._app)
        self._preview = preview
        self.rehearsal.setVisible(self._app is not None and self._app.rehearsal)
        self.person_actions.show_preview(preview)
        chosen = self.pane.due.key if self.pane.due is not None else ""
        self.model.show_preview(preview)
        if preview.usage is not None or preview.stopped is None:
            self.show_usage(preview.usage)
        self._tell(preview)
        self._tell_day()
        again = next((due for due in self.model.dues if due.key == chosen), None)
        self.people.choose(self.model.index_of(again) if again is not None else self.model.first_person())
        self._choose(self.people.current_row())

    def _show_changed(self, preview: Preview, person: Person) -> None:
        """Something became of one person of the preview: show it, and go to the person where due now."""
        self._show_preview(preview)
        now_due = self.model.find(person)
        if now_due is not None:
            self.people.choose(self.model.index_of(now_due))
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
        chosen = self.model.chosen() if dry else fitting(self.model.chosen(), self._usage)
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
            report = await self.sending.run(self._kind.occasion, greetings, chosen, dry=dry)
        except StoreError as error:
            self._tell(error.problem)
            return
        except Exception as error:
            self._tell(error)
            raise
        report = replace(report, dry=report.dry or dry)
        self._break_until = await self._ask_break(app, report.stopped_by)
        self._tell(Ended(report, chosen))
        self._stopped_by(report.stopped_by)
        self.run_ended.emit(report)
        self.people.setFocus()
        self.show_usage(await self._kind.use_case(app).usage())

    def _stopped_by(self, problem: Problem | None) -> bool:
        """Whether the person is needed."""
        self.needs = problem if problem is not None and problem.reason in NEEDS_PERSON else None
        self.standing_changed.emit()
        return self.needs is not None

    def _lock(self, locked: bool) -> None:
        self.model.lock(locked)
        self.pane.lock(locked)
        self.refresh_button.setEnabled(not locked)

    # one person

    def _choose(self, row: Row | None) -> None:
        shown = row is not None and row.kind in (RowKind.PERSON, RowKind.SKIP)
        person = None if row is None else row.person
        self.pane.show_row(row if shown else None, self.model.mark_of(person) if person is not None else "")

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
        ticked = self.model.chosen()
        offer = offer_of(
            self._words,
            ticked,
            self._usage,
            ready=self._app is not None and not self._reading,
            held_off=self._held_off,
            somebody=any(due.open for due in self.model.dues),
            break_text=self._break_in_words(),
        )
        self.footer.offer(len(ticked), offer.fitting, offer.problem, offer.note)

    async def _ask_again_at(self, app: Application, when: datetime) -> None:
        """Ask again for what may be sent when that is said to change."""
        await app.clock.sleep_until(when)
        self.show_usage(await self._kind.use_case(app).usage())

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
        self.stack.tell(
            opened=self._app is not None,
            unopened=self._unopened,
            reading=self._reading,
            preview=self._preview,
            next_one=self._next_one,
        )
