"""What stands in the middle of the campaign tab: the people, that the page is being read, or why there is nobody."""

from __future__ import annotations

from datetime import date

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QStackedWidget, QWidget

from linkapp.domain.campaign import Preview
from linkapp.domain.known_error import KnownError
from linkapp.domain.problems import Problem
from linkapp.ui.labels import Empty, plain
from linkapp.ui.tabs.campaign.banner import partial_in_words
from linkapp.ui.words import Words


class CampaignPages(QStackedWidget):
    """One of three pages; ``tell`` decides which."""

    def __init__(self, words: Words) -> None:
        super().__init__()
        self._words = words
        self._people: QWidget | None = None
        self.empty = Empty("cake")
        self.reading = plain(kind="quiet")
        self.reading.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.addWidget(self.empty)
        self.addWidget(self.reading)

    def show_people_in(self, widget: QWidget) -> None:
        """The page for the people."""
        self._people = widget
        self.addWidget(widget)

    def show_reading(self) -> None:
        """The page is being read."""
        self.setCurrentWidget(self.reading)

    def tell(
        self,
        *,
        opened: bool,
        unopened: Problem | KnownError | None,
        reading: bool,
        preview: Preview | None,
        next_one: tuple[str, date] | None,
    ) -> None:
        """Show what there is. ``unopened``: why the application is not ``opened``; ``next_one``: who has the next
        birthday, and when."""
        words = self._words
        self.reading.setText(words("campaign.reading" if opened else "campaign.opening"))
        if not opened:
            if unopened is None:
                self.show_reading()
            else:
                self._say_unopened(unopened)
            return
        if reading:
            return
        if preview is None:
            self.empty.say("page", words("empty.not_read"), words("stop.nobody_written"))
        elif preview.stopped is not None and not preview.drafts:
            self.empty.say("page", words("empty.not_read"), words("empty.not_read.about"))
        elif not preview.drafts and not preview.skips and preview.partial:
            self.empty.say("page", words("empty.partial"), partial_in_words(words, preview.partial))
        elif not preview.drafts and not preview.skips:
            self.empty.say("cake", words("empty.nobody"), self._next_in_words(next_one, preview.today))
        else:
            assert self._people is not None
            self.setCurrentWidget(self._people)
            return
        self.setCurrentWidget(self.empty)

    def _say_unopened(self, problem: Problem | KnownError) -> None:
        words = self._words
        if isinstance(problem, KnownError):
            stop, not_done = words.bad(problem), words.not_done(problem)
        else:
            stop, not_done = words.stop(problem), words("bad.not_done")
        text = f"{stop.what} {not_done} {stop.do}"
        self.empty.say("warning", words("problem.open"), text, words("empty.try_again"))
        self.setCurrentWidget(self.empty)

    def _next_in_words(self, next_one: tuple[str, date] | None, today: date) -> str:
        if next_one is None:
            return self._words("empty.nobody.about")
        name, on = next_one
        return self._words("empty.next", name=name, day=self._words.day_from(on, today))
