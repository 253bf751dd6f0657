"""What is done about one person of the campaign: another text, a first name, an answer that only a person has."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import QObject, Signal

from linkapp.domain.campaign import Draft, Preview, Result
from linkapp.domain.moment import Skip
from linkapp.domain.opt_out import OptOutAnswer
from linkapp.domain.person import Person
from linkapp.services.answers import question_about
from linkapp.services.application import Answers, Application
from linkapp.services.news import Changes
from linkapp.ui import doing
from linkapp.ui.tabs.campaign.model import Due, DueModel, Row, RowState
from linkapp.ui.tabs.campaign.person import PersonPane


class PersonActions(QObject):
    """Carries out what is asked for in the pane. While the list is locked nothing in it changes."""

    preview_changed = Signal(object, object)
    """The preview with what became of one person, and the person."""
    person_changed = Signal()

    def __init__(self, model: DueModel, pane: PersonPane) -> None:
        super().__init__(pane)
        self._model, self._pane = model, pane
        self._app: Application | None = None
        self._preview: Preview | None = None
        pane.another_wanted.connect(self._another)
        pane.named.connect(self._named)
        pane.answered.connect(self._answer)
        pane.wish_answered.connect(self._answer_wish)
        pane.opt_out_answered.connect(self._opt_out)

    def use(self, app: Application) -> None:
        """Take up the application."""
        self._app = app

    def show_preview(self, preview: Preview) -> None:
        """The preview whose people are shown now."""
        self._preview = preview

    # another text, another first name

    def _another(self, due: Due) -> None:
        if self._app is not None:
            doing.start(self._find_another(self._app, due), owner=self, name="another")

    async def _find_another(self, app: Application, due: Due) -> None:
        self._pane.another.setEnabled(False)
        try:
            text = await app.greetings.another_text(due.draft, not_these=(due.text,))
        finally:
            self._pane.refresh()
        if not self._model.locked:
            self._model.set_draft(due, replace(due.draft, text=text))
            self._pane.refresh()

    def _named(self, row: Row, first_name: str | None) -> None:
        if self._app is not None and not self._model.locked:
            doing.start(self._keep_first_name(self._app, row, first_name), owner=self, name="first name")

    async def _keep_first_name(self, app: Application, row: Row, first_name: str | None) -> None:
        """Keep the first name that was typed and show what becomes of the person with it. A text of one's own stays."""
        due, person = row.due, row.person
        if person is None:
            return
        decision = await app.greetings.named(person, first_name)
        preview = self._preview
        if self._model.locked or preview is None or decision is None:
            return
        if due is not None and isinstance(decision, Draft):
            drafts = [decision if draft.person.key == person.key else draft for draft in preview.drafts]
            self._preview = replace(preview, drafts=tuple(drafts))
            own = due.edited
            self._model.set_draft(due, replace(decision, ticked=due.ticked), keep_text=own)
            self._pane.refresh()
            self._pane.say_first_name("person.first_name.own_text" if own else "person.first_name.kept")
            return
        self._put(preview, decision)
        if self._model.find(decision.person) is not None:
            self._pane.say_first_name("person.first_name.kept")

    # answers

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

    def _answer(self, row: Row, went_out: bool) -> None:
        if self._app is not None and self._app.answers is not None:
            doing.start(self._record_answer(self._app, self._app.answers, row, went_out), owner=self, name="answer")

    async def _record_answer(self, app: Application, answers: Answers, row: Row, went_out: bool) -> None:
        due, person = row.due, row.person
        if person is None:
            return
        question = question_about(await answers.questions(), person, wish=False)
        if question is not None:
            await answers.answer(question, yes=went_out)
        if due is None:
            await self._decide_again(app, person)
            return
        if went_out:
            item = replace(due.item, state=Result.DONE, proof="person") if due.item is not None else None
            self._model.stand(due, RowState.DONE, item)
        else:
            self._model.stand(due, RowState.IDLE)
        self._pane.refresh()
        self.person_changed.emit()

    def _answer_wish(self, row: Row, of_this: bool) -> None:
        if self._app is not None and self._app.answers is not None:
            doing.start(self._record_wish(self._app, self._app.answers, row, of_this), owner=self, name="answer")

    async def _record_wish(self, app: Application, answers: Answers, row: Row, of_this: bool) -> None:
        person = row.person
        asks = row.skip or (row.due.item if row.due is not None else None)
        if person is None or asks is None:
            return
        question = question_about(await answers.questions(), person, wish=True)
        if question is not None and question.text == asks.detail:  # what was shown, and nothing else
            await answers.answer(question, yes=of_this)
        await self._decide_again(app, person)

    async def _decide_again(self, app: Application, person: Person) -> None:
        decision = await app.greetings.decided(person)
        if decision is not None and self._preview is not None and not self._model.locked:
            self._put(self._preview, decision)

    def _put(self, preview: Preview, decision: Draft | Skip) -> None:
        """Show what became of one person of a preview."""
        keys = set(decision.person.keys)
        drafts = [draft for draft in preview.drafts if not keys & set(draft.person.keys)]
        skips = [skip for skip in preview.skips if not keys & set(skip.person.keys)]
        if isinstance(decision, Draft):
            drafts.append(decision)
        else:
            skips.append(decision)
        changed = replace(preview, drafts=tuple(drafts), skips=tuple(skips))
        self.preview_changed.emit(changed, decision.person)
