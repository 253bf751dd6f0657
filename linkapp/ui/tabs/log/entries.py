"""What happened, in sentences: outcomes, dates of schedules and runs as entries of a timeline."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from linkapp.domain.campaign import Item, Report, Result, RunOutcome
from linkapp.domain.quota import local_date
from linkapp.domain.schedule import Occurrence, OccurrenceState
from linkapp.services.ports.clock import Clock
from linkapp.ui.lists.timeline import Entry
from linkapp.ui.words import Words

STATE_ICONS = {Result.DONE: "sent", Result.SKIPPED: "skipped", Result.FAILED: "failed", Result.UNSURE: "unsure"}
SCHEDULE_ICONS = {
    OccurrenceState.RUNNING: "waiting",
    OccurrenceState.DONE: "sent",
    OccurrenceState.STOPPED: "stop",
    OccurrenceState.FAILED: "failed",
    OccurrenceState.SKIPPED: "skipped",
}


@dataclass(frozen=True, kw_only=True)
class OutcomeLine:
    """One outcome of a run: its place in the log, and when it was (a run's start where nothing better is known)."""

    run: int
    kind: str
    item: Item
    at: datetime | None
    dry: bool = False


@dataclass(frozen=True, kw_only=True)
class ScheduleLine:
    """What became of a date of a schedule. ``kind`` is empty where the schedule is gone."""

    occurrence: Occurrence
    kind: str = ""

    @property
    def at(self) -> datetime:
        """When that was decided."""
        return self.occurrence.settled or self.occurrence.decided


class Sentences:
    """Says lines in the words of now, with times in the person's own zone."""

    def __init__(self, words: Words, clock: Clock) -> None:
        self._words = words
        self._zone = clock.zone()
        self._today = local_date(clock.now(), self._zone)

    def heading(self, on: date) -> Entry:
        """The heading of a day."""
        words = self._words
        if (self._today - on).days in (0, 1):
            text = words("log.day", near=words.day_from(on, self._today), day=words.day(on))
        else:
            text = words.day(on) if on.year == self._today.year else words.day_and_year(on)
        return Entry(key=f"day {on}", title=text[:1].upper() + text[1:], is_heading=True)

    def under_days(
        self, lines: Sequence[OutcomeLine | ScheduleLine]
    ) -> Iterator[tuple[Entry, OutcomeLine | ScheduleLine | None]]:
        """Every line as an entry, under the headings of their days (of which there is no line)."""
        day: date | None = None
        for number, line in enumerate(lines):
            on = local_date(line.at, self._zone) if line.at is not None else None
            if on is not None and on != day:
                day = on
                yield self.heading(on), None
            yield (self.outcome(line, number) if isinstance(line, OutcomeLine) else self.scheduled(line)), line

    def outcome(self, line: OutcomeLine, number: int) -> Entry:
        """A person's outcome; ``number`` tells apart what has no time."""
        words, item, at = self._words, line.item, line.at
        state = f"{item.state}.dry" if line.dry and item.state is Result.DONE else item.state
        text = words.sentence(item.reason, item.detail) if item.reason is not None else item.text
        key = f"{line.run}|{item.person.key or item.person.name}|{item.state}|{at.isoformat() if at else number}"
        return Entry(
            key=key,
            title=words(words.of_kind(f"log.{state}", line.kind), name=item.person.name),
            text=text,
            time=words.time(at, self._zone) if at is not None else "",
            exact=words.exact(at, self._zone) if at is not None else "",
            evidence=item.evidence,
            icon="rehearse" if state.endswith(".dry") else STATE_ICONS.get(item.state, "info"),
        )

    def scheduled(self, line: ScheduleLine) -> Entry:
        """A date of a schedule, with the reason where it was not simply done."""
        words, row = self._words, line.occurrence
        kind = f"kind.{line.kind}"
        sentences = []
        if row.on != local_date(line.at, self._zone):
            sentences.append(words("log.scheduled.for", day=words.day_from(row.on, self._today)))
        if row.reason is not None:
            sentences.append(words.sentence(row.reason, row.detail))
        elif row.state is OccurrenceState.DONE and row.detail.isdigit():
            sentences.append(words.count("log.scheduled.ready", int(row.detail)))
        return Entry(
            key=f"schedule {row.schedule} {row.on}",
            title=words(
                f"log.scheduled.{row.shown}", kind=words(kind) if words.has(kind) else words("log.scheduled.removed")
            ),
            text=" ".join(sentences),
            time=words.time(line.at, self._zone),
            exact=words.exact(line.at, self._zone),
            icon=SCHEDULE_ICONS[row.shown],
        )

    def runs(self, reports: Sequence[Report]) -> list[Entry]:
        """The runs, each with how many were sent and how it ended."""
        return [self._run(report) for report in reports]

    def _run(self, report: Report) -> Entry:
        words = self._words
        kind = f"kind.{report.kind}"
        title = words(kind) if words.has(kind) else report.kind
        if report.dry:
            title = words("log.run.dry", kind=title)
        sent = words.count(
            words.of_kind("log.run.sent.dry" if report.dry else "log.run.sent", report.kind),
            len(report.of(Result.DONE)),
        )
        return Entry(
            key=str(report.run),
            title=title,
            text=words("caps.between").join([sent, self.ended(report)]),
            time=words.moment(report.started, self._zone, self._today),
            exact=words.exact(report.started, self._zone),
        )

    def ended(self, report: Report) -> str:
        """How a run ended, in a few words."""
        if report.stopped_by is not None and report.outcome is not RunOutcome.DONE:
            return self._words.reason(report.stopped_by.reason)
        if report.partial:
            return self._words("partial.title")
        return self._words(f"outcome.{report.outcome}")


def merged(
    lines: Sequence[OutcomeLine], scheduled: Sequence[ScheduleLine], *, whole: bool
) -> list[OutcomeLine | ScheduleLine]:
    """Both, newest first; the lines keep their order. Where the lines are not the ``whole`` log, dates that are older
    than all of them wait until those are read."""
    waiting = sorted(scheduled, key=lambda row: row.at, reverse=True)
    rows: list[OutcomeLine | ScheduleLine] = []
    for line in lines:
        while waiting and line.at is not None and waiting[0].at >= line.at:
            rows.append(waiting.pop(0))
        rows.append(line)
    return [*rows, *waiting] if whole else rows


def kinds_of(schedules: Mapping[int, str], rows: Sequence[Occurrence]) -> list[ScheduleLine]:
    """The dates with the kinds of run of their schedules."""
    return [ScheduleLine(occurrence=row, kind=schedules.get(row.schedule, "")) for row in rows]
