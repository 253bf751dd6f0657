"""The log tab: what became of every date of a schedule, among what happened to people."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime, time, timedelta
from typing import Any

from linkapp.domain.campaign import Item, Report, Result, RunOutcome
from linkapp.domain.problems import Reason
from linkapp.domain.schedule import Occurrence, OccurrenceState, Schedule
from linkapp.services.news import Changes
from linkapp.services.planner import PlanState
from linkapp.ui.lists.timeline import Entry
from linkapp.ui.tabs.log.entries import OutcomeLine, ScheduleLine, merged
from linkapp.ui.window import MainWindow
from tests.ui.conftest import OpenWindow, until
from tests.ui.fakes import NOW, TODAY, FakeRuns, fake_application, history, person

MADE = datetime(2026, 1, 1, tzinfo=UTC)
SKIPPED, DONE, FAILED = OccurrenceState.SKIPPED, OccurrenceState.DONE, OccurrenceState.FAILED


class Dates:
    """As much of a planner as the log and the window ask for."""

    def __init__(self, rows: Sequence[Occurrence]) -> None:
        self.rows = list(rows)

    async def latest(self, limit: int = 50) -> Sequence[Occurrence]:
        return self.rows[:limit]

    def listen(self, listener: Any) -> Any:
        return lambda: None

    async def state(self) -> PlanState:
        return PlanState(
            schedules=[
                Schedule(id=1, kind="birthdays", at=time(9), made=MADE),
                Schedule(id=2, kind="visits", at=time(9), made=MADE),
            ],
            waits=(),
        )


def occurrence(days_ago: int, state: OccurrenceState, **more: Any) -> Occurrence:
    decided = more.pop("decided", NOW - timedelta(days=days_ago))
    return Occurrence(
        schedule=more.pop("schedule", 1), on=TODAY - timedelta(days=days_ago), state=state, decided=decided, **more
    )


def rows() -> list[Occurrence]:
    return [
        occurrence(0, DONE, settled=NOW - timedelta(minutes=10), detail="3"),
        occurrence(1, SKIPPED, reason=Reason.ASLEEP, decided=NOW - timedelta(minutes=30)),
        occurrence(1, FAILED, schedule=2, settled=NOW - timedelta(days=1, hours=1), reason=Reason.SIGNED_OUT),
        occurrence(40, SKIPPED, schedule=9, reason=Reason.OFFLINE),
    ]


async def shown(open_window: OpenWindow, dates: Dates, **more: Any) -> MainWindow:
    window: MainWindow = await open_window(
        fake_application(runs=FakeRuns(more.pop("reports", history())), planner=dates), **more
    )
    window.show_tab(2)
    return window


def scheduled(window: MainWindow) -> list[Entry]:
    return [entry for entry in window.log.list.lines.entries if entry.key.startswith("schedule")]


async def test_dates_of_schedules_are_sentences_with_their_reason_among_the_days(open_window: OpenWindow) -> None:
    window = await shown(open_window, Dates(rows()))
    titles = [entry.title for entry in window.log.list.lines.entries]
    assert titles[0] == "Today, Sunday 22 November"
    assert titles[1] == "Scheduled run done: Birthdays"
    assert titles.index("Scheduled run skipped: Birthdays") == titles.index("Yesterday, Saturday 21 November") - 1
    assert titles[-2:] == ["Tuesday 13 October", "Scheduled run skipped: a schedule that was removed"]
    done, skipped, failed, _ = scheduled(window)
    assert done.text == "3 messages were ready to look at."
    assert skipped.text.startswith("It was due yesterday. ")
    assert (skipped.icon, failed.icon, done.icon) == ("skipped", "failed", "sent")
    assert failed.title == "Scheduled run failed: Profile visits"
    assert failed.text == window.words.sentence(Reason.SIGNED_OUT)


async def test_chips_and_search_choose_among_the_dates_too(open_window: OpenWindow) -> None:
    window = await shown(open_window, Dates(rows()))
    for name, count in (("sent", 0), ("skipped", 2), ("problems", 1), ("visits", 1), ("all", 4)):
        window.log.chips[name].click()
        await until(lambda: not window.log.reading_now)
        assert len(scheduled(window)) == count, name
    window.log.search.setText("SKIPPED birthdays")
    await until(lambda: [entry.title for entry in scheduled(window)] == ["Scheduled run skipped: Birthdays"])


async def test_visits_have_a_chip_and_are_not_among_what_was_sent(open_window: OpenWindow) -> None:
    looked = Report(
        run=3, kind="visits", outcome=RunOutcome.DONE, started=NOW,
        items=(Item(person=person("Ada Winterbourne"), state=Result.DONE, at=NOW),),
    )  # fmt: skip
    window = await shown(open_window, Dates([]), reports=[looked, *history()])
    window.log.chips["visits"].click()
    await until(lambda: not window.log.reading_now)
    assert [entry.title for entry in window.log.list.lines.entries][1:] == ["Looked at Ada Winterbourne"]
    window.log.chips["sent"].click()
    await until(lambda: not window.log.reading_now)
    assert all("Looked" not in entry.title for entry in window.log.list.lines.entries)


async def test_a_log_of_nothing_but_skipped_dates_is_not_empty(open_window: OpenWindow) -> None:
    window = await shown(open_window, Dates([occurrence(0, SKIPPED, reason=Reason.OFFLINE)]), reports=[])
    assert window.log.stack.currentWidget() is window.log.splitter
    assert len(scheduled(window)) == 1


async def test_a_change_of_the_schedule_is_read(open_window: OpenWindow) -> None:
    dates = Dates([])
    window = await shown(open_window, dates)
    dates.rows = [occurrence(0, SKIPPED, reason=Reason.CAP_DAY)]
    assert window.app is not None
    window.app.news.publish(Changes(schedule=True))
    await until(lambda: scheduled(window))


def test_dates_wait_for_the_older_lines_that_are_not_read_yet() -> None:
    line = OutcomeLine(run=1, kind="birthdays", item=history()[0].items[0], at=NOW - timedelta(days=3))
    newer, older = (
        ScheduleLine(occurrence=row, kind="birthdays") for row in (occurrence(1, SKIPPED), occurrence(9, SKIPPED))
    )
    assert merged([line], [older, newer], whole=False) == [newer, line]
    assert merged([line], [older, newer], whole=True) == [newer, line, older]
    assert merged([replace(line, at=None)], [newer], whole=True) == [replace(line, at=None), newer]
