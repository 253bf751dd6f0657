"""A run of the campaign, from the held click to the last person: shown in the list, the pane and the footer."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from math import ceil

from PySide6.QtCore import QObject

from linkapp.domain.campaign import Item, Phase, Progress, Report
from linkapp.domain.moment import Occasion
from linkapp.services.application import Greetings
from linkapp.services.runs import Control
from linkapp.ui.tabs.campaign.banner import NOT_REACHED
from linkapp.ui.tabs.campaign.footer import Footer
from linkapp.ui.tabs.campaign.model import Due, DueModel, RowState
from linkapp.ui.tabs.campaign.person import PersonPane

LOOK_EVERY_S = 0.25


class Sending(QObject):
    """Holds the click for ``hold_seconds``, then sends; the footer's Undo, Pause and Stop act here."""

    def __init__(self, model: DueModel, pane: PersonPane, footer: Footer, *, hold_seconds: float) -> None:
        super().__init__(footer)
        self._model, self._pane, self._footer = model, pane, footer
        self.hold_seconds = hold_seconds
        self._control: Control | None = None
        self._undo: asyncio.Event | None = None
        self._progress = Progress(phase=Phase.READING, total=0)
        self._dry = False
        footer.undo_pressed.connect(self.undo)
        footer.pause_pressed.connect(self.pause)
        footer.stop_pressed.connect(self.stop)

    def undo(self) -> None:
        """Take the held click back."""
        if self._undo is not None:
            self._undo.set()

    def pause(self) -> None:
        """Wait before the next person, or go on."""
        if self._control is not None:
            (self._control.resume if self._control.paused else self._control.pause)()
            self._show()

    def stop(self) -> None:
        """Stop before the next click."""
        if self._control is not None:
            self._control.stop()
            self._show()

    async def hold(self, chosen: Sequence[Due]) -> bool:
        """Wait while the click can be taken back; False if it was."""
        if self.hold_seconds <= 0:
            return True
        self._undo = asyncio.Event()
        loop = asyncio.get_running_loop()
        names = [due.draft.person.name for due in chosen]
        deadline, whole = loop.time() + self.hold_seconds, ceil(self.hold_seconds)
        while (left := deadline - loop.time()) > 0:
            self._footer.show_holding(names, ceil(left), whole)
            try:
                await asyncio.wait_for(self._undo.wait(), timeout=min(left, LOOK_EVERY_S))
            except TimeoutError:
                continue
            return False
        return not self._undo.is_set()

    async def run(self, occasion: Occasion, greetings: Greetings, chosen: Sequence[Due], *, dry: bool) -> Report:
        """Greet exactly these people with exactly their texts. Raises what the run raises; nobody is left waiting."""
        self._control, self._dry = Control(), dry
        for due in chosen:
            self._model.stand(due, RowState.WAITING)
        self._follow(Progress(phase=Phase.READING if dry else Phase.RECOVERING, total=len(chosen)))
        self._footer.pause.setFocus()
        texts = [due.sendable for due in chosen]
        try:
            report = await greetings.send(occasion, texts, watch=self._follow, control=self._control)
            self._dry = dry or report.dry
            for item in report.items:
                self._stand(item)
            return report
        finally:
            for due in chosen:  # who was not reached stands as before
                if due.state in (RowState.WAITING, RowState.WRITING):
                    self._model.stand(due, RowState.IDLE)
            self._pane.refresh()

    def over(self) -> None:
        """Whatever came of it: nothing is held and nothing goes on any more."""
        self._control = self._undo = None
        self._footer.show_ready()

    def _follow(self, progress: Progress) -> None:
        self._progress = progress
        for item in progress.items:
            self._stand(item)
        now = self._model.find(progress.person) if progress.person is not None else None
        for due in self._model.dues:
            if due.state is RowState.WRITING and due is not now:
                self._model.stand(due, RowState.WAITING)
        if now is not None and progress.phase is Phase.WRITING and now.state is RowState.WAITING:
            self._model.stand(now, RowState.WRITING)
        self._show()
        self._pane.refresh()

    def _stand(self, item: Item) -> None:
        due = self._model.find(item.person)
        if due is None or item.reason in NOT_REACHED:
            return
        self._model.stand(due, RowState(item.state), item, dry=self._dry)
        if not self._dry:
            due.ticked = False  # nobody is tried again unasked
        self._pane.refresh()

    def _show(self) -> None:
        control, progress = self._control, self._progress
        if control is None:
            return
        self._footer.show_running(
            progress,
            paused=control.paused,
            stopping=control.stopping,
            dry=self._dry,
            next_name=self._next_name(progress),
        )

    def _next_name(self, progress: Progress) -> str:
        if progress.person is not None:
            return progress.person.name
        waiting = (due.draft.person.name for due in self._model.dues if due.state is RowState.WAITING)
        return next(waiting, "")
